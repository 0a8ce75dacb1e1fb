//! Phase 2: one document's text to facts, references and HTML with holes. Total: every text gives a document.
//!
//! 1. [`front_matter`] and the [`tape`]: Markdown events with an arena of blocks over them.
//! 2. [`outline`]: headings, anchors, [`topic`]s; [`metadata`]: the block below the title. Labels have a [`key`].
//! 3. [`facts`]: requirements, tasks, risks and the rest, by the shape of blocks and the topic above them. They leave
//!    a [`note`] on each block that gets an anchor or another shape.
//! 4. [`contract`]: operations and types of OpenAPI, JSON Schema, GraphQL and Protocol Buffers.
//! 5. [`body`] and [`inline`]: blocks to HTML, with a hole and a reference for everything that may become a link.

mod beside;
mod body;
mod compact;
mod contract;
mod directive;
mod facts;
mod figure;
mod front_matter;
mod ids;
mod inline;
mod key;
mod label;
mod level;
mod mention;
mod metadata;
mod note;
mod outline;
mod raw_html;
mod raw_writer;
mod status;
mod tape;
mod target;
mod title;
mod topic;

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::slug::UniqueNames;
use crate::base::span::{LineIndex, Span};
use crate::config::Config;
use crate::model::document::{
    Body, CodeBlock, Document, Fill, Hole, Property, Status, Symbol, SymbolKind,
};
use crate::model::fact::{Facts, Place, Task, TaskState};
use crate::model::reference::Scope;
use crate::model::source::{DocumentKind, Format, Source};
use front_matter::Head;
use inline::Writer;
use note::{Notes, Shape};
use outline::{Outline, one_line};
use std::sync::Arc;
use tape::{BlockKind, Tape};
use unicode_segmentation::UnicodeSegmentation;

/// Parses one document. The result depends on nothing but the arguments.
pub fn parse(source: &Source, config: &Config) -> Document {
    compact::compact(match &source.format {
        Format::Markdown => markdown(source, config),
        Format::Source(extension) => contract(source, extension, config),
    })
}

/// A document without content.
fn blank(source: &Source) -> Document {
    Document {
        id: source.id,
        path: source.path.clone(),
        inner: source.inner.clone(),
        feature: source.feature,
        kind: source.kind,
        format: source.format.clone(),
        title: title::of_path(source),
        title_written: false,
        summary: None,
        properties: Vec::new(),
        status: None,
        sections: Vec::new(),
        body: Body::default(),
        code_blocks: Vec::new(),
        diagrams: Vec::new(),
        contract: None,
        fact_anchors: Vec::new(),
        symbols: Vec::new(),
        references: Vec::new(),
        silences: Vec::new(),
        facts: Facts::default(),
        diagnostics: Vec::new(),
        words: 0,
        bytes: source.bytes,
        names_feature: false,
    }
}

/// A machine-readable contract: its source, its operations and types.
fn contract(source: &Source, extension: &str, config: &Config) -> Document {
    let lines = LineIndex::new(&source.text);
    let read = contract::read(source, extension, &lines, config);
    Document {
        title: source.path.name().to_owned(),
        title_written: true,
        summary: read.summary.or(read.title),
        body: Body {
            html: String::new(),
            holes: vec![Hole {
                at: 0,
                fill: Fill::Code(0),
            }],
        },
        sections: read.sections,
        code_blocks: read.code_blocks,
        diagrams: read.diagrams,
        references: read.references,
        facts: read.facts,
        contract: read.contract.map(Arc::new),
        diagnostics: read.diagnostics,
        words: words(&source.text),
        ..blank(source)
    }
}

fn markdown(source: &Source, config: &Config) -> Document {
    let text: &str = &source.text;
    let lines = LineIndex::new(text);
    let mut diagnostics = Vec::new();
    let head = front_matter::find(text);
    let start = match &head {
        Head::Found(found) => found.end,
        Head::None | Head::Unclosed => 0,
    };
    if matches!(head, Head::Unclosed) {
        diagnostics.push(Diagnostic::at(
            Code::UnclosedFrontMatter,
            &source.path,
            (text, &lines),
            Span::new(0, 3),
            "front matter is opened here and never closed",
            "add a `---` line after the last key",
        ));
    }
    let tape = Tape::new(text, start);
    let mut names = UniqueNames::default();
    let outline = Outline::new(&tape, &lines, &mut names);
    let mut notes = Notes::new(tape.blocks.len());
    if let Some(title) = outline.title {
        notes.add(outline.headings[title].block, Shape::Hidden, "", 0);
    }
    let entries = metadata::read(&tape, &outline, &mut notes);
    report_unclosed_fence(&tape, source, &lines, &mut diagnostics);
    let (silences, unknown) = directive::read(&tape, source, &lines);
    diagnostics.extend(unknown);

    let mut reader = facts::Reader::new(&tape, &outline, &lines, source, names, notes);
    facts::read(&mut reader);
    let facts::Reader {
        names,
        notes,
        facts: mut found_facts,
        mut symbols,
        diagnostics: found,
        ..
    } = reader;
    diagnostics.extend(found);

    let mut writer = Writer::new(
        (&tape, &outline, &notes),
        &lines,
        source,
        names,
        config.raw_html,
    );
    let mut properties: Vec<Property> = Vec::new();
    let mut mapping = front_matter::Mapping::new();
    match head {
        Head::Found(found) => match found.value {
            Ok(value) => {
                front_properties(
                    &value,
                    found.span,
                    &lines,
                    text,
                    &mut writer,
                    &mut properties,
                );
                mapping = value;
            }
            Err(failure) => {
                let width = text[failure.at..].chars().next().map_or(0, char::len_utf8);
                diagnostics.push(Diagnostic::at(
                    Code::InvalidFrontMatter,
                    &source.path,
                    (text, &lines),
                    Span::new(failure.at, failure.at + width),
                    format!("front matter is not valid YAML: {}", failure.message),
                    "quote values that hold a colon, and indent with blanks",
                ));
                writer.hole(Fill::Code(writer.code_blocks.len() as u32));
                writer.code_blocks.push(CodeBlock {
                    language: "yaml".to_owned(),
                    text: found.text.into(),
                    line: 2,
                });
            }
        },
        Head::None | Head::Unclosed => {}
    }
    let invalid_front_matter = writer.take_body();
    for entry in entries {
        let value = one_line(&tape.plain[entry.from..entry.until]);
        let line = lines.line(tape.origin(entry.from));
        if key::of_label(&entry.name) == Some(key::Key::DependsOn) {
            // The value may begin with a link, whose text begins behind its bracket.
            let at = tape.origin(entry.from);
            let from = text[..at].trim_end_matches(['[', '*', '`', ' ', '(']).len();
            // A link at the end of the value goes on behind its text: the line is taken whole.
            let last_line = lines.line(tape.origin(entry.until.max(entry.from + 1) - 1));
            let until = (lines.line_span(text, last_line).end as usize).max(from);
            found_facts
                .dependencies
                .push(crate::model::fact::DeclaredDependency {
                    span: Span::new(from, until),
                });
        }
        let body = writer.value(entry.block, entry.from, entry.until);
        properties.push(Property {
            name: entry.name,
            value,
            body,
            line,
        });
    }
    found_facts
        .dependencies
        .sort_by_key(|declared| declared.span);
    body::write(&mut writer);
    writer.report_placeholders();
    writer.report_depth();
    let mut body = writer.take_body();
    prepend(&mut body, invalid_front_matter);
    diagnostics.append(&mut writer.diagnostics);

    let (title, title_written, names_feature) = document_title(&outline, &mapping, source);
    let status = status(&properties, &outline, &tape, source);
    if source.kind == DocumentKind::WorkPackage || has(&mapping, "work_package_id") {
        work_package(&mapping, &lines, &title, &mut found_facts, &mut symbols);
    }
    if source.kind == DocumentKind::Adr
        && let Some(decision) = found_facts.decisions.first_mut()
        && decision.status.is_none()
    {
        Arc::make_mut(decision).status = status.as_ref().and_then(|status| status.text.clone());
    }
    Document {
        title,
        title_written,
        summary: summary(&outline, &tape, &notes),
        status,
        sections: outline.sections(),
        body,
        code_blocks: writer.code_blocks,
        diagrams: writer.diagrams,
        fact_anchors: writer.fact_anchors,
        references: writer.references,
        silences,
        properties,
        symbols,
        facts: found_facts,
        diagnostics,
        words: words(&tape.plain),
        names_feature,
        ..blank(source)
    }
}

/// Puts the holes and HTML of `head` before a body.
fn prepend(body: &mut Body, head: Body) {
    if head.html.is_empty() && head.holes.is_empty() {
        return;
    }
    let shift = head.html.len() as u32;
    body.html.insert_str(0, &head.html);
    for hole in &mut body.holes {
        hole.at += shift;
    }
    body.holes.splice(0..0, head.holes);
}

fn has(mapping: &front_matter::Mapping, name: &str) -> bool {
    mapping.iter().any(|(key, _)| key == name)
}

fn get<'m>(mapping: &'m front_matter::Mapping, name: &str) -> Option<&'m serde_yaml::Value> {
    mapping
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

/// Keys of front matter that stand elsewhere on the page or say nothing to a reader.
const SILENT_KEYS: &[&str] = &["title", "history", "agent_profile", "shell_pid"];

fn front_properties(
    mapping: &front_matter::Mapping,
    span: Span,
    lines: &LineIndex,
    text: &str,
    writer: &mut Writer<'_, '_>,
    properties: &mut Vec<Property>,
) {
    let places = front_matter::key_places(text, span);
    for (name, value) in mapping {
        let shown = front_matter::scalar(value);
        if SILENT_KEYS.contains(&name.as_str()) || shown.is_empty() {
            continue;
        }
        let at = places
            .get(name.as_str())
            .copied()
            .unwrap_or(span.start as usize);
        let scope = match key::of_label(&name.replace('_', " ")) {
            Some(key::Key::DependsOn) => Some(Scope::Tasks),
            Some(key::Key::Requirements) => Some(Scope::Requirements),
            _ => None,
        };
        let body = writer.loose_value(&shown, at, scope.filter(|_| false));
        properties.push(Property {
            name: name.clone(),
            value: shown,
            body,
            line: lines.line(at),
        });
    }
}

/// The title, whether it is written in the document, and whether it may name the feature.
fn document_title(
    outline: &Outline,
    mapping: &front_matter::Mapping,
    source: &Source,
) -> (String, bool, bool) {
    let front = get(mapping, "title")
        .map(front_matter::scalar)
        .filter(|title| !title.trim().is_empty());
    let heading = outline
        .title
        .map(|index| outline.headings[index].title.clone());
    let first = outline
        .headings
        .first()
        .map(|heading| heading.title.clone());
    if let Some(written) = heading.filter(|title| !title.is_empty()) {
        let title = title::of_heading(&written);
        let names = title.names_subject && !facts::is_leftover(&title.text);
        return (title.text, true, names);
    }
    if let Some(written) = front {
        let title = title::of_heading(&written);
        return (title.text, true, title.names_subject);
    }
    // A document without H1: its first heading is usually a section, which names no feature.
    match first {
        Some(first) if source.kind == DocumentKind::Other && !first.is_empty() => {
            (title::of_heading(&first).text, true, false)
        }
        _ => (title::of_path(source), false, false),
    }
}

/// The status: a property, or the paragraph below a heading "Status".
fn status(
    properties: &[Property],
    outline: &Outline,
    tape: &Tape<'_>,
    source: &Source,
) -> Option<Status> {
    let of_property =
        |property: &&Property| key::of_label(&property.name) == Some(key::Key::Status);
    // The header wins over front matter only when it is written in the text, so the last one counts.
    let stated = properties
        .iter()
        .rev()
        .find(of_property)
        .map(|property| property.value.clone())
        .filter(|text| !status::is_placeholder(text) && !text.is_empty());
    let below_heading = || {
        let heading = outline.headings.iter().position(|heading| {
            heading.level > 1 && key::of_label(&heading.title) == Some(key::Key::Status)
        })?;
        let first = outline.body(heading).first()?.block;
        let text = match tape.kind(first) {
            BlockKind::Paragraph => tape.text(first),
            BlockKind::List(_) => tape.text(tape.first_child(tape.first_child(first)?)?),
            _ => return None,
        };
        Some(one_line(text))
    };
    let text = stated.or_else(|| {
        matches!(
            source.kind,
            DocumentKind::Adr
                | DocumentKind::Story
                | DocumentKind::Spec
                | DocumentKind::Proposal
                | DocumentKind::Plan
        )
        .then(below_heading)
        .flatten()
    })?;
    let value = status::value(&text);
    Some(Status {
        value,
        text: Some(facts::clip(&text, 120)),
    })
}

/// The task that the front matter of a work package states.
fn work_package(
    mapping: &front_matter::Mapping,
    lines: &LineIndex,
    title: &str,
    facts: &mut Facts,
    symbols: &mut Vec<Symbol>,
) {
    let Some(id) = get(mapping, "work_package_id")
        .map(front_matter::scalar)
        .filter(|id| !id.is_empty())
    else {
        return;
    };
    let text = get(mapping, "title").map_or_else(|| title.to_owned(), front_matter::scalar);
    let lane = get(mapping, "lane")
        .or_else(|| get(mapping, "status"))
        .map(front_matter::scalar)
        .unwrap_or_default();
    let state = match lane.to_lowercase().as_str() {
        "done" | "approved" | "complete" | "completed" | "merged" => TaskState::Done,
        "canceled" | "cancelled" | "blocked" | "deferred" => TaskState::Other,
        _ => TaskState::Open,
    };
    let items = |name: &str| {
        get(mapping, name)
            .map(front_matter::items)
            .unwrap_or_default()
    };
    let place = Place {
        line: lines.line(0),
        anchor: String::new(),
    };
    symbols.insert(
        0,
        Symbol {
            id: id.clone(),
            kind: SymbolKind::Task,
            anchor: String::new(),
            line: place.line,
            defines: true,
            text: Box::default(),
        },
    );
    facts.tasks.insert(
        0,
        Arc::new(Task {
            id: Some(id),
            text,
            state,
            mark: lane.into(),
            phase: get(mapping, "phase").map(|phase| front_matter::scalar(phase).into()),
            story: None,
            parallel: false,
            requirements: items("requirement_refs"),
            depends_on: items("dependencies"),
            files: items("owned_files"),
            place,
            defines: true,
            nested: false,
        }),
    );
}

/// The first paragraph of prose below the title, or below a heading of a summary.
fn summary(outline: &Outline, tape: &Tape<'_>, notes: &Notes) -> Option<String> {
    let mut seen = 0;
    for placed in &outline.top {
        if tape.kind(placed.block) != BlockKind::Paragraph {
            continue;
        }
        if notes
            .get(placed.block)
            .is_some_and(|note| note.shape == Shape::Hidden)
        {
            continue;
        }
        seen += 1;
        if seen > 12 {
            break;
        }
        let whole = one_line(tape.text(placed.block));
        let text = label::of_block(tape, placed.block)
            .filter(|found| found.bold && found.colon)
            .map_or(whole.clone(), |found| one_line(found.value));
        let is_prose = text.chars().count() >= 40
            && !facts::is_leftover(&text)
            && !text.starts_with(['[', '|', '<'])
            && !text.starts_with("ACTION REQUIRED");
        if is_prose {
            return Some(facts::clip(&text, 300));
        }
    }
    None
}

/// A fence that runs to the end of the document without being closed.
fn report_unclosed_fence(
    tape: &Tape<'_>,
    source: &Source,
    lines: &LineIndex,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(last) = tape.children(0).last() else {
        return;
    };
    if tape.kind(last) != BlockKind::Code {
        return;
    }
    let span = tape.blocks[last].span;
    let text = span.of(&source.text);
    let Some(fence) = text.chars().next().filter(|c| matches!(c, '`' | '~')) else {
        return;
    };
    let opening = text.chars().take_while(|&c| c == fence).count();
    let first_line_end = text.find('\n').unwrap_or(text.len());
    let is_closed = text[first_line_end..]
        .trim_end()
        .rsplit('\n')
        .next()
        .is_some_and(|line| {
            let bare = line.trim();
            bare.len() >= opening && bare.chars().all(|c| c == fence)
        });
    if !is_closed && opening >= 3 {
        let start = span.start as usize;
        diagnostics.push(Diagnostic::at(
            Code::UnclosedFence,
            &source.path,
            (&source.text, lines),
            Span::new(start, start + first_line_end),
            "this code fence is never closed",
            "close it with a line of the same characters",
        ));
    }
}

/// The number of words by Unicode word segmentation (UAX #29). Words of ASCII letters need no tables.
fn words(text: &str) -> u32 {
    let mut count = 0;
    for part in text.split_ascii_whitespace() {
        if part.is_ascii() {
            count += ascii_words(part);
        } else {
            count += part.unicode_words().count() as u32;
        }
    }
    count
}

/// The same for ASCII without blanks, where only a few characters can stand inside of a word.
fn ascii_words(part: &str) -> u32 {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"'.:,;_".contains(&byte);
    // Most words are letters with signs around them.
    let bare = part.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if bare.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return u32::from(!bare.is_empty());
    }
    let mut count = 0;
    for piece in part.split(|c: char| !inside(c as u8)) {
        let bare = piece.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        if bare.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            count += u32::from(!bare.is_empty());
        } else {
            count += bare.unicode_words().count() as u32;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::outline::one_line;
    use super::words;
    use crate::model::site::relative;
    use unicode_segmentation::UnicodeSegmentation;

    /// All texts of up to six characters that matter.
    fn texts(alphabet: &[char]) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..6 {
            last = last
                .iter()
                .flat_map(|text| alphabet.iter().map(move |c| format!("{text}{c}")))
                .collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn short_cuts_count_the_words_of_unicode() {
        for text in texts(&['a', '1', '.', '\'', '_', '-', ' ']) {
            let expected = text.unicode_words().count() as u32;
            assert_eq!(words(&text), expected, "{text:?}");
        }
    }

    #[test]
    fn short_cuts_make_one_line() {
        for text in texts(&['a', ' ', '\n', '\u{a0}', '\u{3000}', 'é']) {
            let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(one_line(&text), expected, "{text:?}");
        }
    }

    #[test]
    fn addresses_lead_back() {
        for (from, to, expected) in [
            ("index.html", "a/b.html", "a/b.html"),
            ("a/b.html", "a/c.html", "c.html"),
            ("a/b.html", "ab/c.html", "../ab/c.html"),
            ("a/b/c.html", "a/d/e.html", "../d/e.html"),
            ("a/b/c.html", "index.html", "../../index.html"),
            ("a/b.html", "a/b/c.html", "b/c.html"),
        ] {
            assert_eq!(relative(from, to), expected, "{from} {to}");
        }
    }
}
