//! What the fuzz targets do with their bytes. A target panics when something does not hold that must hold for every
//! text; that nothing panics by itself is the first of these.

#![forbid(unsafe_code)]

use planfolio::base::fingerprint::Fingerprint;
use planfolio::base::path::RelPath;
use planfolio::base::span::Span;
use planfolio::config::Config;
use planfolio::model::document::{Body, Document, Fill};
use planfolio::model::source::{
    Crawl, DocId, DocumentKind, FeatureFolder, FeatureId, FeatureKind, Format, Source,
};
use planfolio::read::decode::decode;
use planfolio::{data, highlight as highlighting, link, parse, site};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A target: its name and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 5] = [
    ("metadata", metadata),
    ("facts", facts),
    ("links", links),
    ("contracts", contracts),
    ("highlight", highlight),
];

/// The first byte, to choose by, and the rest.
fn choice(data: &[u8]) -> (usize, &[u8]) {
    match data.split_first() {
        Some((&first, rest)) => (first as usize, rest),
        None => (0, data),
    }
}

fn source(
    id: u32,
    feature: Option<u32>,
    path: &str,
    kind: DocumentKind,
    format: Format,
    bytes: &[u8],
) -> Source {
    let path = RelPath::new(path);
    let decoded = decode(&path, bytes);
    assert!(!decoded.text.contains(['\0', '\r']));
    Source {
        id: DocId(id),
        feature: feature.map(FeatureId),
        inner: RelPath::new(path.name()),
        path,
        kind,
        format,
        bytes: bytes.len() as u64,
        fingerprint: Fingerprint::of(decoded.text.as_bytes()),
        text: decoded.text.into(),
        diagnostics: decoded.diagnostics,
    }
}

/// The block of metadata of a document: front matter, or the lines below the title, in front of ordinary text.
pub fn metadata(data: &[u8]) {
    let (kind, rest) = choice(data);
    let head: &[u8] = [&b"---\n"[..], b"# Title\n\n", b"# Title\n\n- ", b""][kind % 4];
    let text = [head, rest, b"\n---\n\n# Title\n\nText.\n"].concat();
    let source = source(
        0,
        None,
        "specs/001-a/spec.md",
        DocumentKind::ALL[kind / 4 % DocumentKind::ALL.len()],
        Format::Markdown,
        &text,
    );
    let document = parse::parse(&source, &Config::default());
    sound(&document, &source.text);
    let lines = source.text.matches('\n').count() as u32 + 1;
    for property in &document.properties {
        assert!(!property.name.is_empty(), "a property without a name");
        assert!(
            (1..=lines + 1).contains(&property.line),
            "a property in line {} of {lines}",
            property.line
        );
        holes(&document, &property.body);
    }
}

/// A document of any kind: the same text gives the same document, and everything in it lies in the text.
pub fn facts(data: &[u8]) {
    let (kind, rest) = choice(data);
    let kind = DocumentKind::ALL[kind % DocumentKind::ALL.len()];
    let source = source(0, None, "specs/001-a/x.md", kind, Format::Markdown, rest);
    let config = Config::default();
    let document = parse::parse(&source, &config);
    sound(&document, &source.text);
    let again = parse::parse(&source, &config);
    assert_eq!(document.body, again.body);
    assert_eq!(document.facts, again.facts);
    assert_eq!(document.diagnostics, again.diagnostics);
}

/// A portfolio of a few documents, which zero bytes divide: every reference is answered, and every document has a page
/// of its own.
pub fn links(data: &[u8]) {
    const PATHS: [(&str, Option<u32>, DocumentKind); 7] = [
        ("README.md", None, DocumentKind::Other),
        ("specs/001-a/plan.md", Some(0), DocumentKind::Plan),
        ("specs/001-a/spec.md", Some(0), DocumentKind::Spec),
        ("specs/001-a/tasks.md", Some(0), DocumentKind::Tasks),
        ("specs/002-b/research.md", Some(1), DocumentKind::Research),
        ("specs/002-b/spec.md", Some(1), DocumentKind::Spec),
        ("specs/002-b/tasks.md", Some(1), DocumentKind::Tasks),
    ];
    let config = Config::default();
    let sources: Vec<Source> = data
        .split(|&byte| byte == 0)
        .zip(PATHS)
        .enumerate()
        .map(|(id, (text, (path, feature, kind)))| {
            source(id as u32, feature, path, kind, Format::Markdown, text)
        })
        .collect();
    let folder = |name: &str, number: &str| FeatureFolder {
        key: name.to_owned(),
        name: name.to_owned(),
        number: Some(number.to_owned()),
        path: RelPath::new(&format!("specs/{name}")),
        folders: vec![RelPath::new(&format!("specs/{name}"))],
        kind: FeatureKind::Feature,
        archived: false,
        stated_title: None,
    };
    let documents: Vec<Arc<Document>> = sources
        .iter()
        .map(|source| Arc::new(parse::parse(source, &config)))
        .collect();
    let crawl = Crawl {
        features: vec![folder("001-a", "001"), folder("002-b", "002")],
        sources: sources.into_iter().map(Arc::new).collect(),
        roots: vec![RelPath::new("specs")],
        ..Crawl::default()
    };
    let texts: Vec<Arc<str>> = crawl
        .sources
        .iter()
        .map(|source| Arc::clone(&source.text))
        .collect();
    let text_of = |id: DocId| Arc::clone(&texts[id.index()]);
    let portfolio = link::link(&crawl, documents, &config, &text_of);
    for (document, links) in portfolio.documents.iter().zip(&portfolio.links) {
        assert_eq!(document.references.len(), links.len());
    }
    let (site, _) = site::plan(&portfolio);
    let pages: BTreeSet<&str> = site.pages.iter().map(|page| page.url.as_str()).collect();
    assert_eq!(pages.len(), site.pages.len(), "two pages share an address");
    for url in &site.documents {
        assert!(pages.contains(url.as_str()), "no page {url}");
    }
    assert!(!data::portfolio_json(&portfolio, &site).is_empty());
}

/// A contract in one of the formats that are understood.
pub fn contracts(data: &[u8]) {
    const EXTENSIONS: [&str; 8] = [
        "yaml", "json", "yml", "proto", "graphql", "sql", "txt", "avsc",
    ];
    let (extension, rest) = choice(data);
    let extension = EXTENSIONS[extension % EXTENSIONS.len()];
    let source = source(
        0,
        Some(0),
        &format!("specs/001-a/contracts/api.{extension}"),
        DocumentKind::Contract,
        Format::Source(extension.to_owned()),
        rest,
    );
    let document = parse::parse(&source, &Config::default());
    holes(&document, &document.body);
    for diagnostic in &document.diagnostics {
        if let Some((span, _)) = diagnostic.place {
            inside(span, &source.text, diagnostic.code.code());
        }
    }
}

/// Code in one of the languages, those with lexers of our own first; the text comes out whole.
pub fn highlight(data: &[u8]) {
    const LANGUAGES: [&str; 20] = [
        "json",
        "yaml",
        "console",
        "diff",
        "rust",
        "python",
        "typescript",
        "go",
        "sql",
        "bash",
        "java",
        "graphql",
        "proto",
        "toml",
        "c",
        "css",
        "http",
        "kotlin",
        "ini",
        "dockerfile",
    ];
    let (language, rest) = choice(data);
    let language = LANGUAGES[language % LANGUAGES.len()];
    // Grammars take a second for what lexers read at once.
    let slow = highlighting::is_slow(language);
    let most = if slow { 512 } else { rest.len() };
    let text = String::from_utf8_lossy(&rest[..rest.len().min(most)]).replace(['\0', '\r'], " ");
    let Some(html) = highlighting::highlight(language, &text) else {
        return;
    };
    let mut plain = String::new();
    let mut rest = html.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        rest = tag.split_once('>').expect("tags are closed").1;
    }
    plain.push_str(rest);
    let plain = plain
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    assert_eq!(plain.trim_end_matches('\n'), text.trim_end_matches('\n'));
}

/// Places that lie outside of the text, holes that lead nowhere, and anchors that two facts share.
fn sound(document: &Document, text: &str) {
    for reference in &document.references {
        inside(reference.span, text, "a reference");
    }
    for diagnostic in &document.diagnostics {
        if let Some((span, _)) = diagnostic.place {
            inside(span, text, diagnostic.code.code());
        }
    }
    for dependency in &document.facts.dependencies {
        inside(dependency.span, text, "a dependency");
    }
    let mut anchors = BTreeSet::new();
    for section in &document.sections {
        assert!(
            anchors.insert(&section.anchor),
            "two sections at one anchor"
        );
    }
    holes(document, &document.body);
}

fn inside(span: Span, text: &str, what: &str) {
    assert!(
        text.get(span.start as usize..span.end as usize).is_some(),
        "{what} at {span:?} of {}",
        text.len()
    );
}

/// Holes in order, at characters, with something to be filled with; links that open and close.
fn holes(document: &Document, body: &Body) {
    let mut before = 0;
    let mut open = Vec::new();
    for hole in &body.holes {
        assert!(hole.at >= before && body.html.is_char_boundary(hole.at as usize));
        before = hole.at;
        let (index, length) = match hole.fill {
            Fill::LinkStart(index) | Fill::LinkEnd(index) | Fill::Image(index) => {
                (index, document.references.len())
            }
            Fill::BackReferences(index) => (index, document.fact_anchors.len()),
            Fill::Code(index) => (index, document.code_blocks.len()),
            Fill::Diagram(index) => (index, document.diagrams.len()),
            Fill::Line(line) => (line, usize::MAX),
            Fill::Text(_) => (0, 1),
        };
        assert!((index as usize) < length, "{:?} of {length}", hole.fill);
        match hole.fill {
            Fill::LinkStart(index) => open.push(index),
            Fill::LinkEnd(index) => assert_eq!(open.pop(), Some(index)),
            _ => {}
        }
        assert!(open.len() < 2, "a link in a link");
    }
    assert!(open.is_empty());
}
