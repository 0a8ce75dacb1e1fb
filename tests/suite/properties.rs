//! What holds for every document, whatever stands in it: parsing ends without a fault, the same text gives the same
//! document, all places lie in the text, and the HTML nests.
//!
//! The texts are arbitrary ones, lines put together from the pieces that plans are made of, and documents of this
//! repository that were cut, doubled, shuffled and mixed with hostile pieces. The numbers are fixed, so that a failure
//! comes again; `PROPTEST_CASES` makes more of them.

use crate::markup;
use crate::nesting;
use crate::site_check;
use planfolio::base::fingerprint::Fingerprint;
use planfolio::base::path::RelPath;
use planfolio::config::Config;
use planfolio::model::document::{Body, Document, Fill};
use planfolio::model::source::{DocId, DocumentKind, Format, Source};
use planfolio::parse::parse;
use proptest::prelude::{Just, Strategy, any};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config as Cases, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A document of some kind.
fn source(kind: DocumentKind, format: Format, text: &str) -> Source {
    Source {
        id: DocId(0),
        path: RelPath::new("specs/001-gate/spec.md"),
        feature: None,
        inner: RelPath::new("spec.md"),
        kind,
        format,
        text: Arc::from(text),
        bytes: text.len() as u64,
        fingerprint: Fingerprint::of(text.as_bytes()),
        diagnostics: Vec::new(),
    }
}

/// What is wrong with the parsed document of a text.
fn faults(kind: DocumentKind, text: &str) -> Vec<String> {
    // As `read` decodes it.
    let text = &text.replace('\0', "\u{fffd}");
    let source = source(kind, Format::Markdown, text);
    let config = Config::default();
    let document = parse(&source, &config);
    let again = parse(&source, &config);
    let mut faults = Vec::new();
    if document.body != again.body
        || document.facts != again.facts
        || document.references != again.references
        || document.symbols != again.symbols
        || document.diagnostics != again.diagnostics
    {
        faults.push("the same text gave two documents".to_owned());
    }
    place_faults(&document, text, &mut faults);
    body_faults(&document, &document.body, &mut faults);
    for property in &document.properties {
        body_faults(&document, &property.body, &mut faults);
    }
    anchor_faults(&document, &mut faults);
    faults
}

/// Spans that are no part of the text, and lines that it does not have.
fn place_faults(document: &Document, text: &str, faults: &mut Vec<String>) {
    let mut span = |what: &str, span: planfolio::base::span::Span| {
        if text.get(span.start as usize..span.end as usize).is_none() {
            faults.push(format!("{what} at {span:?}"));
        }
    };
    for reference in &document.references {
        span("a reference", reference.span);
    }
    for diagnostic in &document.diagnostics {
        if let Some((place, _)) = diagnostic.place {
            span(diagnostic.code.name(), place);
        }
    }
    for dependency in &document.facts.dependencies {
        span("a dependency", dependency.span);
    }
    let lines = text.matches('\n').count() as u32 + 1;
    let facts = places(document)
        .into_iter()
        .map(|(what, place)| (what, place.line));
    let others = document
        .references
        .iter()
        .map(|reference| ("reference", reference.line))
        .chain(
            document
                .sections
                .iter()
                .map(|section| ("section", section.line)),
        )
        .chain(
            document
                .symbols
                .iter()
                .map(|symbol| ("symbol", symbol.line)),
        )
        .chain(
            document
                .properties
                .iter()
                .map(|property| ("property", property.line)),
        )
        .chain(
            document
                .code_blocks
                .iter()
                .map(|block| ("code", block.line)),
        );
    for (what, line) in facts.chain(others) {
        // The first line of an empty block at the end of the text may be the one behind it.
        if line == 0 || line > lines + 1 {
            faults.push(format!("{what} in line {line} of {lines}"));
        }
    }
}

/// All facts with an anchor of their own.
fn places(document: &Document) -> Vec<(&'static str, &planfolio::model::fact::Place)> {
    let facts = &document.facts;
    let mut places = Vec::new();
    places.extend(
        facts
            .requirements
            .iter()
            .map(|fact| ("requirement", &fact.place)),
    );
    places.extend(facts.stories.iter().map(|fact| ("story", &fact.place)));
    places.extend(facts.tasks.iter().map(|fact| ("task", &fact.place)));
    places.extend(facts.checklist.iter().map(|fact| ("check", &fact.place)));
    places.extend(facts.decisions.iter().map(|fact| ("decision", &fact.place)));
    places.extend(facts.risks.iter().map(|fact| ("risk", &fact.place)));
    places.extend(facts.questions.iter().map(|fact| ("question", &fact.place)));
    places.extend(
        facts
            .components
            .iter()
            .map(|fact| ("component", &fact.place)),
    );
    places.extend(
        facts
            .technologies
            .iter()
            .map(|fact| ("technology", &fact.place)),
    );
    places.extend(facts.endpoints.iter().map(|fact| ("endpoint", &fact.place)));
    places.extend(facts.entities.iter().map(|fact| ("entity", &fact.place)));
    places
}

/// Holes that are out of order or lead nowhere, and HTML that does not nest.
fn body_faults(document: &Document, body: &Body, faults: &mut Vec<String>) {
    let mut before = 0;
    let mut open: Vec<u32> = Vec::new();
    for hole in &body.holes {
        if hole.at < before || !body.html.is_char_boundary(hole.at as usize) {
            faults.push(format!("a hole at {} behind {before}", hole.at));
            return;
        }
        before = hole.at;
        let (index, length) = match hole.fill {
            Fill::LinkStart(index) | Fill::LinkEnd(index) | Fill::Image(index) => {
                (index, document.references.len())
            }
            Fill::BackReferences(index) => (index, document.fact_anchors.len()),
            Fill::Code(index) => (index, document.code_blocks.len()),
            Fill::Diagram(index) => (index, document.diagrams.len()),
            // No document has more lines than bytes; the first is 1.
            Fill::Line(line) => (line - 1, document.bytes.max(1) as usize),
            Fill::Text(_) => (0, 1),
        };
        if index as usize >= length {
            faults.push(format!("{:?} of {length}", hole.fill));
        }
        match hole.fill {
            Fill::LinkStart(index) if !open.is_empty() => {
                faults.push(format!("link {index} inside of link {open:?}"));
            }
            Fill::LinkStart(index) => open.push(index),
            Fill::LinkEnd(index) if open.pop() != Some(index) => {
                faults.push(format!("link {index} ends but was not open"));
            }
            _ => {}
        }
    }
    if before as usize > body.html.len() || !open.is_empty() {
        faults.push(format!("links {open:?} stay open"));
        return;
    }
    for fill in [filled, |_| ""] {
        let page = page(&fill_holes(body, fill));
        faults.extend(nesting::faults(&page));
    }
}

/// What stands for a hole: elements as restricted as those that are written for it.
fn filled(fill: Fill) -> &'static str {
    match fill {
        Fill::LinkStart(_) => "<a href=\"x\">",
        Fill::LinkEnd(_) => "</a>",
        Fill::Image(_) => "<img src=\"x\" alt=\"\">",
        Fill::BackReferences(_) => {
            "<details><summary>1</summary><ul><li><a href=\"x\">x</a></li></ul></details>"
        }
        Fill::Line(_) => "<a class=\"id line\" href=\"x\">1</a>",
        Fill::Text(_) => "word",
        Fill::Code(_) | Fill::Diagram(_) => {
            "<figure><figcaption>x</figcaption><pre><code>x</code></pre></figure>"
        }
    }
}

fn fill_holes(body: &Body, fill: fn(Fill) -> &'static str) -> String {
    let mut html = String::new();
    let mut from = 0;
    for hole in &body.holes {
        html.push_str(&body.html[from..hole.at as usize]);
        html.push_str(fill(hole.fill));
        from = hole.at as usize;
    }
    html.push_str(&body.html[from..]);
    html
}

fn page(content: &str) -> String {
    format!(
        "<!doctype html><html><head><title>t</title></head><body><main>{content}</main></body></html>"
    )
}

/// Anchors that are used twice, and facts whose anchor is not on the page.
fn anchor_faults(document: &Document, faults: &mut Vec<String>) {
    let elements = markup::elements(&page(&fill_holes(&document.body, filled)));
    let mut ids = BTreeSet::new();
    for id in elements.iter().map(|element| element.attribute("id")) {
        if !id.is_empty() && !ids.insert(id) {
            faults.push(format!("the id {id:?} stands twice"));
        }
    }
    let mut headings = BTreeSet::new();
    for section in &document.sections {
        if !headings.insert(section.anchor.as_str()) {
            faults.push(format!("two headings have the anchor {:?}", section.anchor));
        }
    }
    // The heading that became the title is no part of the body.
    let title = document
        .sections
        .iter()
        .find(|section| section.level == 1)
        .map_or("", |section| section.anchor.as_str());
    let mut of_facts = BTreeSet::new();
    for (what, place) in places(document) {
        let anchor = place.anchor.as_str();
        if anchor.is_empty() {
            continue;
        }
        // What one block names shares its anchor.
        if !of_facts.insert(anchor) && what != "technology" {
            faults.push(format!("two facts have the anchor {anchor:?}"));
        }
        if !ids.contains(anchor) && anchor != title {
            faults.push(format!(
                "the anchor {anchor:?} of a {what} is not in the body"
            ));
        }
    }
    for anchor in &document.fact_anchors {
        if !ids.contains(anchor.as_str()) && anchor != title {
            faults.push(format!(
                "{anchor:?} shows references but is not in the body"
            ));
        }
    }
}

/// Runs a property over `cases` texts.
fn hold(cases: u32, texts: impl Strategy<Value = (DocumentKind, String)>) {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(cases);
    let config = Cases {
        cases,
        failure_persistence: None,
        max_shrink_time: 60_000,
        ..Cases::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&texts, |(kind, text)| {
        let faults = faults(kind, &text);
        if faults.is_empty() {
            Ok(())
        } else {
            Err(TestCaseError::fail(faults.join("\n")))
        }
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// Any of the kinds.
fn kinds() -> impl Strategy<Value = DocumentKind> {
    (0..DocumentKind::ALL.len()).prop_map(|index| DocumentKind::ALL[index])
}

/// Pieces that plans and hostile texts are made of.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "  ",
    "    ",
    "\t",
    "- ",
    "* ",
    "1. ",
    "> ",
    "# ",
    "## ",
    "### ",
    "#### ",
    "---\n",
    "```\n",
    "~~~\n",
    "`",
    "**",
    "*",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](x)",
    "[^1]",
    "[^1]: ",
    "| ",
    " |\n",
    "|---|---|\n",
    "<div>",
    "</div>",
    "<p>",
    "<b>",
    "</b>",
    "<li>",
    "<ul>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<h4>",
    "</h4>",
    "<a href=\"x\">",
    "</a>",
    "<img src=x>",
    "<br>",
    "<hr>",
    "<pre>",
    "</pre>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<script>",
    "<id>",
    "<!-- ",
    " -->",
    "<!-- planfolio: no-diagram -->",
    "&amp;",
    "&#0;",
    "&copy",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "é",
    "漢字",
    "🚀",
    "ا",
    "\u{301}",
    "\\",
    "&",
    "\"",
    "'",
    "<",
    ">",
    "x",
    "FR-001",
    "**FR-001**: ",
    "FR-001..FR-009 ",
    "T001 ",
    "[ ] ",
    "[x] ",
    "[P] ",
    "[US1] ",
    "US1",
    "SC-001",
    "WP01",
    "D1: ",
    "Q: ",
    " → A: ",
    "[NEEDS CLARIFICATION: x?]",
    "spec 001 ",
    "`spec.md`",
    "https://x.y/z",
    "**Status**: Draft",
    "**Decision 1: x**",
    "- Chosen: x",
    "- Likelihood: High",
    "- Impact: 3",
    "- Mitigation: x",
    "## Risks",
    "## Open Questions",
    "## Requirements",
    "## Key Entities",
    "## Clarifications",
    "## Decisions",
    "## Success Criteria",
    "### User Story 1 - x (Priority: P1)",
    "GET /a/{id}",
    "**[POST /x]**",
    "- Purpose: x",
    "## Components",
    "Total: 3-5 days",
    "## Timeline Estimate",
    "├── ",
    "└── ",
    "[A] → [B]",
    "> [!NOTE]\n",
    "### Requirement: x",
    "#### Scenario: x",
    "- **WHEN** x",
    "_Requirements: 1.1, 2.3_",
    "(depends on T001)",
    "```rust\n",
    "```mermaid\n",
    "graph TD\n",
    "None.",
    "Feature Name",
    "[Feature Name]",
    ": ",
    "：",
    " — ",
    "--",
    "1.1 ",
];

/// Lines put together from pieces.
fn pieced() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|piece| PIECES[piece]).collect())
}

/// The Markdown of this repository: the example, the hostile documents, and those of the cases of facts.
fn seeds() -> Vec<String> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut open: Vec<PathBuf> = ["example-site", "tests/fixtures", "tests/facts"]
        .iter()
        .map(|folder| top.join(folder))
        .collect();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut seeds = Vec::new();
    for file in files {
        let text = String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned();
        // The documents of a case stand in long fences.
        if text.contains("\n````markdown ") {
            let documents = text.split("\n````markdown ").skip(1);
            seeds.extend(documents.filter_map(|part| {
                let (_, rest) = part.split_once('\n')?;
                Some(rest.split("\n````").next()?.to_owned())
            }));
        } else {
            seeds.push(text);
        }
    }
    seeds
}

/// A change of a text. Numbers are places in it, in thousandths of its length.
#[derive(Debug, Clone)]
enum Change {
    Truncate(u16),
    Behead(u16),
    Delete(u16, u16),
    Double(u16, u16),
    Swap(u16, u16, u16),
    Insert(u16, &'static str),
    Indent(u16, &'static str),
    Join(u16),
}

fn changes() -> impl Strategy<Value = Change> {
    let place = || 0..1000_u16;
    let length = || 1..40_u16;
    let piece = || (0..PIECES.len()).prop_map(|piece| PIECES[piece]);
    proptest::prop_oneof![
        1 => place().prop_map(Change::Truncate),
        1 => place().prop_map(Change::Behead),
        2 => (place(), length()).prop_map(|(at, length)| Change::Delete(at, length)),
        2 => (place(), length()).prop_map(|(at, length)| Change::Double(at, length)),
        2 => (place(), place(), length()).prop_map(|(left, right, length)| Change::Swap(left, right, length)),
        6 => (place(), piece()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        2 => (place(), piece()).prop_map(|(at, piece)| Change::Indent(at, piece)),
        2 => place().prop_map(Change::Join),
    ]
}

/// The nearest character boundary at a place.
fn boundary(text: &str, thousandths: u16) -> usize {
    let mut at = text.len() * usize::from(thousandths) / 1000;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn changed(text: &str, change: &Change) -> String {
    let part = |at: u16, length: u16| {
        let start = boundary(text, at);
        start..boundary(text, (at + length).min(1000)).max(start)
    };
    match *change {
        Change::Truncate(at) => text[..boundary(text, at)].to_owned(),
        Change::Behead(at) => text[boundary(text, at)..].to_owned(),
        Change::Delete(at, length) => {
            let part = part(at, length);
            format!("{}{}", &text[..part.start], &text[part.end..])
        }
        Change::Double(at, length) => {
            let part = part(at, length);
            format!(
                "{}{}{}",
                &text[..part.end],
                &text[part.clone()],
                &text[part.end..]
            )
        }
        Change::Swap(left, right, length) => {
            let (left, right) = (part(left.min(right), length), part(left.max(right), length));
            if left.end > right.start {
                return text.to_owned();
            }
            [
                &text[..left.start],
                &text[right.clone()],
                &text[left.end..right.start],
                &text[left],
                &text[right.end..],
            ]
            .concat()
        }
        Change::Insert(at, piece) => {
            let at = boundary(text, at);
            format!("{}{piece}{}", &text[..at], &text[at..])
        }
        Change::Indent(at, piece) => {
            // Everything behind the place moves into a list, a quote or the like.
            let at = boundary(text, at);
            let behind = text[at..].replace('\n', &format!("\n{piece}"));
            format!("{}{behind}", &text[..at])
        }
        Change::Join(at) => {
            let at = boundary(text, at);
            format!("{}{}", &text[..at], text[at..].replacen('\n', "", 1))
        }
    }
}

/// Documents of this repository with a few changes, cut to a size that keeps the test fast.
fn mutated() -> impl Strategy<Value = String> {
    let seeds: Vec<String> = seeds()
        .into_iter()
        .flat_map(|text| {
            let end = boundary(&text, 1000).min(6000);
            let end = (0..=end).rev().find(|&at| text.is_char_boundary(at));
            [text[..end.unwrap_or(0)].to_owned()]
        })
        .collect();
    assert!(seeds.len() > 150, "only {} documents", seeds.len());
    let count = seeds.len();
    let changes = proptest::collection::vec(changes(), 1..6);
    (0..count, Just(Arc::new(seeds)), changes).prop_map(|(seed, seeds, changes)| {
        changes
            .iter()
            .fold(seeds[seed].clone(), |text, change| changed(&text, change))
    })
}

#[test]
fn arbitrary_texts_make_sound_documents() {
    hold(600, (kinds(), any::<String>()));
}

#[test]
fn pieces_of_plans_make_sound_documents() {
    hold(1500, (kinds(), pieced()));
}

#[test]
fn changed_documents_make_sound_documents() {
    hold(2000, (kinds(), mutated()));
}

#[test]
fn documents_of_this_repository_are_sound_in_every_kind() {
    for text in seeds() {
        for kind in DocumentKind::ALL.iter().step_by(3) {
            let faults = faults(*kind, &text);
            assert!(faults.is_empty(), "{kind:?}\n{text}\n{faults:#?}");
        }
    }
}

#[test]
fn sites_of_changed_documents_are_sound() {
    const NAMES: &[&str] = &[
        "spec.md",
        "plan.md",
        "tasks.md",
        "research.md",
        "data-model.md",
        "quickstart.md",
        "contracts/api.md",
        "checklists/ux.md",
    ];
    let folder = tempfile::tempdir().unwrap();
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Cases::default(), random);
    let texts = mutated();
    let features = std::env::var("PROPTEST_CASES").map_or(12, |cases| cases.parse().unwrap_or(12));
    for feature in 1..=features {
        for name in NAMES {
            let text = texts.new_tree(&mut runner).unwrap().current();
            let path = folder
                .path()
                .join(format!("specs/{feature:03}-changed/{name}"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let built = site_check::build(folder.path(), &[]);
    let faults = site_check::check(folder.path(), &built);
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// A change of bytes, so that a text need not be UTF-8 any longer.
fn broken() -> impl Strategy<Value = Vec<u8>> {
    let changes = proptest::collection::vec((0..1000_usize, any::<u8>()), 1..12);
    (mutated(), changes).prop_map(|(text, changes)| {
        let mut bytes = text.into_bytes();
        for (at, byte) in changes {
            let place = bytes.len() * at / 1000;
            if let Some(changed) = bytes.get_mut(place) {
                *changed = byte;
            }
        }
        bytes
    })
}

/// Contracts of the example with a few changes.
fn mutated_contracts() -> impl Strategy<Value = (String, Vec<u8>)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
    let contracts: Vec<(String, String)> = walkdir::WalkDir::new(top)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| {
            path.is_file()
                && path.parent().unwrap().ends_with("contracts")
                && path.extension().is_some_and(|extension| extension != "md")
        })
        .map(|path| {
            let extension = path.extension().unwrap().to_str().unwrap().to_owned();
            (extension, fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(contracts.len() > 3, "only {} contracts", contracts.len());
    let changes = proptest::collection::vec(changes(), 1..6);
    (0..contracts.len(), changes).prop_map(move |(contract, changes)| {
        let (extension, text) = &contracts[contract];
        let text = changes
            .iter()
            .fold(text.clone(), |text, change| changed(&text, change));
        (extension.clone(), text.into_bytes())
    })
}

/// Whatever the documents of a portfolio are, each has a page of its own, and no page could not be made.
#[test]
fn two_thousand_changed_documents_have_two_thousand_pages() {
    const NAMES: &[&str] = &[
        "spec.md",
        "plan.md",
        "tasks.md",
        "research.md",
        "data-model.md",
        "checklists/ux.md",
        "quickstart.md",
    ];
    let folder = tempfile::tempdir().unwrap();
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Cases::default(), random);
    let (texts, bytes, contracts) = (mutated(), broken(), mutated_contracts());
    for feature in 1..=250 {
        let place = folder.path().join(format!("specs/{feature:03}-changed"));
        fs::create_dir_all(place.join("contracts")).unwrap();
        fs::create_dir_all(place.join("checklists")).unwrap();
        for (index, name) in NAMES.iter().enumerate() {
            let content = if index % 2 == 0 {
                texts.new_tree(&mut runner).unwrap().current().into_bytes()
            } else {
                bytes.new_tree(&mut runner).unwrap().current()
            };
            fs::write(place.join(name), content).unwrap();
        }
        let (extension, content) = contracts.new_tree(&mut runner).unwrap().current();
        fs::write(place.join(format!("contracts/api.{extension}")), content).unwrap();
    }
    let built = site_check::build(folder.path(), &[]);
    let documents = site_check::documents(&built.portfolio);
    assert_eq!(documents.len(), 2000);
    let mut urls = BTreeSet::new();
    for (path, url) in &documents {
        let page = &built.pages[url];
        assert!(page.contains("<main"), "{path} has no page but {page:.300}");
        assert!(urls.insert(url), "{path} shares {url}");
    }
    for finding in built.portfolio["diagnostics"].as_array().unwrap() {
        assert_ne!(finding["code"], "PF903", "{finding}");
    }
    assert!(!built.messages.contains("panicked"), "{}", built.messages);
    assert!(!built.messages.contains("PF903"), "{}", built.messages);
}

#[test]
fn contracts_of_any_text_are_read() {
    let config = Config::default();
    for text in seeds() {
        for extension in ["yaml", "json", "proto", "graphql", "sql", "txt"] {
            let format = Format::Source(extension.to_owned());
            let source = source(DocumentKind::Contract, format, &text);
            let document = parse(&source, &config);
            assert_eq!(*document.code_blocks[0].text, *text);
        }
    }
}
