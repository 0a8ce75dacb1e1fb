//! `docs/theme-reference.md` against the code: every template with its blocks and values, every structure that a
//! template sees with its fields. `PLANFOLIO_BLESS=1` writes it anew.

use planfolio::render::theme::VALUES;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder with an ending, by path below it.
fn files(folder: &Path, ending: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy();
                out.insert(name.replace('\\', "/"), fs::read_to_string(&path).unwrap());
            }
        }
    }
    out
}

fn templates() -> BTreeMap<String, String> {
    files(&repository().join("themes/default/templates"), "html")
}

/// The names behind `start` in a text, in order.
fn behind(text: &str, start: &str) -> Vec<String> {
    text.match_indices(start)
        .map(|(at, _)| {
            let rest = text[at + start.len()..].trim_start();
            rest.trim_start_matches('"')
                .chars()
                .take_while(|it| it.is_alphanumeric() || "_-./".contains(*it))
                .collect()
        })
        .collect()
}

/// A structure that is written into the context of a template.
struct Structure {
    name: String,
    says: String,
    fields: Vec<(String, String, String)>,
}

/// The serialised structures of a source file.
fn structures(text: &str) -> Vec<Structure> {
    let mut out: Vec<Structure> = Vec::new();
    let (mut says, mut is_serialised, mut open) = (String::new(), false, false);
    for line in text.lines() {
        let bare = line.trim();
        if let Some(comment) = bare.strip_prefix("///") {
            if !says.is_empty() {
                says.push(' ');
            }
            says.push_str(comment.trim());
        } else if bare.starts_with("#[derive(") {
            is_serialised = bare.contains("Serialize");
        } else if let Some(rest) = bare.split_once("struct ").map(|(_, rest)| rest)
            && line.ends_with('{')
            && is_serialised
        {
            let name = rest.split(['<', ' ', '{']).next().unwrap();
            out.push(Structure {
                name: name.to_owned(),
                says: std::mem::take(&mut says),
                fields: Vec::new(),
            });
            (is_serialised, open) = (false, true);
        } else if line == "}" {
            open = false;
            says.clear();
        } else if open && bare.ends_with(',') && bare.contains(": ") {
            let (name, kind) = bare.trim_end_matches(',').split_once(": ").unwrap();
            let name = name.rsplit(' ').next().unwrap().trim_start_matches("r#");
            let fields = &mut out.last_mut().unwrap().fields;
            fields.push((name.to_owned(), shown(kind), std::mem::take(&mut says)));
        } else if !bare.starts_with("#[") {
            says.clear();
        }
    }
    out
}

/// A type as authors of templates think of it.
fn shown(kind: &str) -> String {
    let kind = kind
        .replace("'static ", "")
        .replace("'a ", "")
        .replace("<'a>", "");
    if let Some(inner) = kind
        .strip_prefix("Option<")
        .and_then(|it| it.strip_suffix('>'))
    {
        return format!("{} or nothing", shown(inner));
    }
    if let Some(inner) = kind
        .strip_prefix("Vec<")
        .and_then(|it| it.strip_suffix('>'))
    {
        return format!("list of {}", shown(inner));
    }
    let bare = kind.rsplit("::").next().unwrap();
    match bare.trim_start_matches('&') {
        "str" | "String" | "Arc<str>" | "Cow<str>" => "text".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "number".to_owned(),
        "bool" => "yes or no".to_owned(),
        other => other.to_owned(),
    }
}

/// A comment of Rust as text of Markdown: links to items lose their brackets.
fn plain(says: &str) -> String {
    says.replace("[`", "`").replace("`]", "`")
}

fn reference() -> String {
    let mut out = String::from(
        "# Reference for themes\n\nWhat the templates of the default theme are called, which blocks they have, and what they see. [themes.md](themes.md) says how\nto use it. This page is written by a test from the code and compared with it; see `tests/suite/theme_reference.rs`.\n\nAll templates see `site`, `page`, `root` (what stands before addresses of `site`) and the texts `t`.\n\n## Templates\n",
    );
    let contexts = files(&repository().join("src/render/context"), "rs");
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for text in contexts.values() {
        let code: String = text
            .lines()
            .filter(|line| !line.trim().starts_with("//"))
            .collect();
        let names = behind(&code, "context.insert(");
        let own = code.match_indices(".html\"").filter_map(|(at, _)| {
            let start = code[..at].rfind('"')?;
            Some(format!("{}.html", &code[start + 1..at]))
        });
        for template in own {
            let known = values.entry(template).or_default();
            known.extend(names.iter().cloned());
        }
    }
    let templates = templates();
    for (name, text) in &templates {
        let _ = writeln!(out, "\n### {name}\n");
        let list = |names: Vec<String>| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        };
        let parent = behind(text, "{% extends ").pop();
        if let Some(parent) = &parent {
            let _ = writeln!(out, "* extends `{parent}`");
        }
        let blocks: Vec<String> = ["{% block ", "{%- block "]
            .iter()
            .flat_map(|start| {
                text.match_indices(start)
                    .map(|(at, _)| (at, behind(&text[at..], start).remove(0)))
                    .collect::<Vec<_>>()
            })
            .collect::<BTreeMap<usize, String>>()
            .into_values()
            .collect();
        let mut above = BTreeSet::new();
        let mut next = parent;
        while let Some(parent) = next {
            let text = &templates[&parent];
            above.extend(behind(text, "{% block "));
            above.extend(behind(text, "{%- block "));
            next = behind(text, "{% extends ").pop();
        }
        let (filled, new): (Vec<String>, Vec<String>) =
            blocks.into_iter().partition(|block| above.contains(block));
        if !new.is_empty() {
            let _ = writeln!(out, "* blocks: {}", list(new));
        }
        if !filled.is_empty() {
            let _ = writeln!(out, "* fills: {}", list(filled));
        }
        let components: Vec<String> = behind(text, "{% component ");
        if !components.is_empty() {
            let _ = writeln!(out, "* components: {}", list(components));
        }
        let parts: BTreeSet<String> = behind(text, "{% include ").into_iter().collect();
        if !parts.is_empty() {
            let _ = writeln!(out, "* includes: {}", list(parts.into_iter().collect()));
        }
        if let Some(values) = values.get(name).filter(|values| !values.is_empty()) {
            let _ = writeln!(out, "* sees: {}", list(values.iter().cloned().collect()));
        }
    }
    out.push_str("\n## Values\n");
    let mut sources = contexts;
    let tally = repository().join("src/render/tally.rs");
    sources.insert("tally.rs".to_owned(), fs::read_to_string(tally).unwrap());
    for (path, text) in &sources {
        let structures = structures(text);
        if structures.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "\n### {}",
            path.trim_end_matches(".rs").trim_end_matches("/mod")
        );
        for structure in structures {
            let _ = writeln!(
                out,
                "\n**{}**: {}\n",
                structure.name,
                plain(&structure.says)
            );
            for (name, kind, says) in structure.fields {
                let _ = writeln!(out, "* `{name}` ({kind}): {}", plain(&says));
            }
        }
    }
    out
}

#[test]
fn the_reference_is_that_of_the_code() {
    let path = repository().join("docs/theme-reference.md");
    let wanted = reference();
    if std::env::var_os("PLANFOLIO_BLESS").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    let differs = wanted
        .lines()
        .zip(found.lines())
        .find(|(one, other)| one != other);
    assert!(
        wanted == found,
        "docs/theme-reference.md is out of date ({differs:?}); PLANFOLIO_BLESS=1 writes it anew"
    );
}

/// The generator itself must not be blind: what it is to find is known in a few places.
#[test]
fn the_reference_holds_what_templates_use() {
    let text = reference();
    for line in [
        "* sees: `contract`, `document`, `side`",
        "* `body_html` (text): The body, safe HTML.",
        "* `crumbs` (list of Crumb): The way from the portfolio to this page, the page itself last and without an address.",
        "* sees: `by_feature`, `levels`, `matrix`",
    ] {
        assert!(text.contains(line), "{line}");
    }
    // Every name that a template takes out of a value is a field somewhere.
    let mut fields: BTreeSet<String> = behind(&text, "\n* `").into_iter().collect();
    fields.extend(["index", "first", "last"].map(str::to_owned));
    let mut seen = 0;
    for (name, template) in templates() {
        for value in [
            "document",
            "feature",
            "dashboard",
            "contract",
            "register",
            "folder",
            "side",
            "site",
            "page",
        ] {
            for field in behind(&template, &format!(" {value}.")) {
                let field = field.split(['.', '-']).next().unwrap();
                if field.is_empty() {
                    continue;
                }
                assert!(fields.contains(field), "{name}: {value}.{field}");
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "only {seen} fields were found");
}

/// What is refused as an unknown value must hang on all that there are.
#[test]
fn the_values_are_those_that_are_put_into_contexts() {
    let mut found: BTreeSet<String> = ["site", "t"].map(str::to_owned).into();
    for text in files(&repository().join("src/render/context"), "rs").values() {
        let code: String = text.lines().collect();
        found.extend(behind(&code, "context.insert("));
    }
    let known: BTreeSet<String> = VALUES.map(str::to_owned).into();
    assert_eq!(found, known);
}

/// The guide names every block of the frame, of documents, overviews and the dashboard.
#[test]
fn the_guide_names_the_blocks_that_exist() {
    let guide = fs::read_to_string(repository().join("docs/themes.md")).unwrap();
    let templates = templates();
    let mut template = String::new();
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in guide.lines() {
        if let Some(name) = line
            .strip_prefix("### Blocks of `")
            .and_then(|it| it.strip_suffix('`'))
        {
            template = name.to_owned();
        } else if line.starts_with('#') {
            template.clear();
        }
        if let Some(row) = line.strip_prefix("| `").filter(|_| !template.is_empty()) {
            let block = row.split('`').next().unwrap();
            assert!(
                named
                    .entry(template.clone())
                    .or_default()
                    .insert(block.to_owned())
            );
        }
    }
    for name in [
        "base.html",
        "document.html",
        "feature.html",
        "dashboard.html",
        "register.html",
    ] {
        let text = &templates[name];
        let mut blocks: BTreeSet<String> = behind(text, "{% block ").into_iter().collect();
        blocks.extend(behind(text, "{%- block "));
        if name != "base.html" {
            let frame = &templates["base.html"];
            let frame: BTreeSet<String> = behind(frame, "{% block ")
                .into_iter()
                .chain(behind(frame, "{%- block "))
                .collect();
            blocks.retain(|block| !frame.contains(block));
        }
        assert_eq!(named.get(name), Some(&blocks), "{name}");
    }
}
