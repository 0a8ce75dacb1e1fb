//! Whole sites, built and then read like a browser and a suspicious reader would: see [`check`].

use crate::markup;
use crate::program::program;
use crate::transcript;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A built site.
pub(crate) struct Built {
    /// The pages by address.
    pub(crate) pages: BTreeMap<String, String>,
    /// The addresses of files that are no pages.
    pub(crate) files: BTreeSet<String>,
    /// `portfolio.json`.
    pub(crate) portfolio: Value,
    /// What was said on stderr.
    pub(crate) messages: String,
}

/// Builds the site of `source` with the program.
pub(crate) fn build(source: &Path, arguments: &[&str]) -> Built {
    let scratch = tempfile::tempdir().unwrap();
    let output = scratch.path().join("site");
    let result = program()
        .arg("build")
        .arg(source)
        .arg("-o")
        .arg(&output)
        .args(arguments)
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&result.stderr).into_owned();
    assert!(result.status.success(), "{}: {messages}", source.display());
    let machine = [
        source.canonicalize().unwrap().display().to_string(),
        output.display().to_string(),
    ];
    for path in transcript::files(&output) {
        let bytes = fs::read(output.join(&path)).unwrap();
        for folder in &machine {
            let found = memchr::memmem::find(&bytes, folder.as_bytes());
            assert!(found.is_none(), "{path} holds the path {folder}");
        }
    }
    Built {
        messages,
        ..read(&output)
    }
}

/// Reads a site that was built.
pub(crate) fn read(output: &Path) -> Built {
    let mut pages = BTreeMap::new();
    let mut files = BTreeSet::new();
    for path in transcript::files(output) {
        let bytes = fs::read(output.join(&path)).unwrap();
        let is_page = Path::new(&path)
            .extension()
            .is_some_and(|extension| extension == "html");
        if is_page {
            pages.insert(path, String::from_utf8(bytes).unwrap());
        } else {
            files.insert(path);
        }
    }
    let portfolio = fs::read_to_string(output.join("portfolio.json")).unwrap();
    Built {
        pages,
        files,
        portfolio: serde_json::from_str(&portfolio).unwrap(),
        messages: String::new(),
    }
}

/// All that is wrong with the site of a folder: the faults of its pages, documents without a page of their own, words
/// of a document that its page lacks, and faults of the program that it caught itself.
pub(crate) fn check(source: &Path, built: &Built) -> Vec<String> {
    let mut faults = markup::faults(&built.pages, &built.files);
    if built.messages.contains("fault of planfolio") || built.messages.contains("PF903") {
        faults.push(format!("an internal fault: {}", built.messages));
    }
    let documents = documents(&built.portfolio);
    let stated = &built.portfolio["totals"]["documents"];
    if *stated != documents.len() {
        faults.push(format!(
            "{} documents, but the total is {stated}",
            documents.len()
        ));
    }
    let mut addresses = BTreeSet::new();
    for (path, url) in &documents {
        if !addresses.insert(url) {
            faults.push(format!("{path} shares the page {url}"));
        }
        let Some(page) = built.pages.get(url) else {
            faults.push(format!("{path} has no page {url}"));
            continue;
        };
        if Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "md")
        {
            match fs::read(source.join(path)) {
                Ok(bytes) => {
                    faults.extend(lost(&bytes, page).map(|lost| format!("{path}: {lost}")));
                }
                // The document goes by another name than its file, which is not portable.
                Err(_) if path.contains(['_', '\u{fffd}']) => {}
                Err(error) => faults.push(format!("{path}: {error}")),
            }
        }
    }
    let paths: BTreeSet<&str> = documents.iter().map(|(path, _)| path.as_str()).collect();
    for path in markdown(source, source) {
        if !paths.contains(path.as_str()) {
            faults.push(format!("{path} is no document"));
        }
    }
    for url in addresses_of_facts(&built.portfolio) {
        let (page, anchor) = url.split_once('#').unwrap_or((&url, ""));
        match built.pages.get(page) {
            None => faults.push(format!("portfolio.json names the page {page}")),
            Some(html) => {
                let id = format!("id=\"{anchor}\"");
                if !anchor.is_empty() && !html.contains(&id) {
                    faults.push(format!("portfolio.json names the anchor {url}"));
                }
            }
        }
    }
    faults
}

/// Path and address of every document.
pub(crate) fn documents(portfolio: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    portfolio["features"]
        .as_array()
        .unwrap()
        .iter()
        .chain([portfolio])
        .flat_map(|holder| holder["documents"].as_array().unwrap())
        .map(|document| (text(&document["path"]), text(&document["url"])))
        .collect()
}

/// Every `url` anywhere in `portfolio.json`.
fn addresses_of_facts(portfolio: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![portfolio];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => {
                if let Some(url) = fields.get("url").and_then(Value::as_str) {
                    found.insert(url.to_owned());
                }
                open.extend(fields.values());
            }
            _ => {}
        }
    }
    found
}

/// The first words of a Markdown document that stand nowhere on its page, `None` when all do.
fn lost(bytes: &[u8], page: &str) -> Option<String> {
    let text = match bytes {
        [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE.decode(bytes).0,
        [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE.decode(bytes).0,
        _ => String::from_utf8_lossy(bytes),
    };
    let text = text.replace("\r\n", "\n").replace('\0', "\u{fffd}");
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let elements = markup::elements(page);
    let main = elements.iter().find(|element| element.name == "main")?;
    let shown: BTreeSet<String> = words(&main.text).collect();
    let mut read = String::new();
    let mut skipped = 0;
    let mut has_title = false;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_) | Tag::Image { .. }) => skipped += 1,
            Event::End(TagEnd::MetadataBlock(_) | TagEnd::Image) => skipped -= 1,
            Event::Text(text) | Event::Code(text) if skipped == 0 => {
                read.push_str(&text);
            }
            Event::InlineHtml(html) if html.starts_with("<!--") => {}
            // The page shows the title without the words for the document's kind.
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) if !has_title => {
                skipped += 1;
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if !has_title => {
                has_title = true;
                skipped -= 1;
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => {}
            _ => read.push(' '),
        }
    }
    // The page says some things otherwise: ticks for marks, `D1` for "Decision 1", the status in a word of its own.
    let status: Vec<String> = text
        .split(['\n', '|', '·'])
        .flat_map(stated_status)
        .collect();
    let otherwise = |word: &String| {
        word.len() == 1
            || matches!(word.as_str(), "decision" | "risk" | "المخاطرة")
            || status.contains(word)
    };
    // Signs may split or join words otherwise than elements do.
    let letters: String = words(&main.text).collect();
    let missing: Vec<String> = words(&read)
        .filter(|word| !shown.contains(word) && !letters.contains(word) && !otherwise(word))
        .take(5)
        .collect();
    (!missing.is_empty()).then(|| format!("lost words: {}", missing.join(", ")))
}

/// The word for the status with which a part of a line of metadata begins, and the status when it is one word.
fn stated_status(part: &str) -> Vec<String> {
    // Tags are no words.
    let part = part.replace("<summary>", "");
    let mut words = words(&part);
    let name = words.next().unwrap_or_default();
    let is_status = [
        "status",
        "ステータス",
        "状態",
        "狀態",
        "状态",
        "상태",
        "estado",
        "الحالة",
    ]
    .contains(&name.as_str());
    if !is_status {
        return Vec::new();
    }
    let mut otherwise = vec![name];
    otherwise.extend(words.next().filter(|_| words.next().is_none()));
    otherwise
}

/// The words of a text in lower case; signs and blanks end a word.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// The Markdown files below a folder that no rule excludes.
fn markdown(top: &Path, folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_symlink() || matches!(name.as_str(), ".git" | "node_modules" | "target") {
            continue;
        }
        if path.is_dir() {
            // A site is no source.
            if !path.join(".planfolio").exists() {
                found.extend(markdown(top, &path));
            }
        } else if path.is_file() && path.extension().is_some_and(|extension| extension == "md") {
            let below = path.strip_prefix(top).unwrap();
            found.push(below.to_string_lossy().replace('\\', "_"));
        }
    }
    found
}

fn repository(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// Fails with the faults, the first of each kind only when there are many.
fn assert_sound(name: &str, faults: &[String]) {
    let shown = faults.iter().take(40).cloned().collect::<Vec<_>>();
    assert!(
        faults.is_empty(),
        "{name}: {} faults\n{}",
        faults.len(),
        shown.join("\n")
    );
}

#[test]
fn the_example_is_sound() {
    let source = repository("example-site");
    let built = build(&source, &[]);
    assert!(built.pages.len() > 70, "{} pages", built.pages.len());
    assert_sound("example-site", &check(&source, &built));
}

#[test]
fn hostile_documents_make_a_sound_site() {
    let source = repository("tests/fixtures/hostile");
    let built = build(&source, &[]);
    assert!(built.pages.len() > 60, "{} pages", built.pages.len());
    assert_sound("hostile", &check(&source, &built));
}
