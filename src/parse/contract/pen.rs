//! Writes the descriptions of a contract and keeps what they refer to.

use super::example;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::markup::escape_into;
use crate::base::slug::UniqueNames;
use crate::base::span::{LineIndex, Span};
use crate::config::RawHtml;
use crate::model::diagram::Diagram;
use crate::model::document::{Body, CodeBlock, Fill, Hole};
use crate::model::reference::{Beside, Origin, Reference};
use crate::model::source::Source;
use crate::parse::body;
use crate::parse::inline::Writer;
use crate::parse::note::Notes;
use crate::parse::outline::Outline;
use crate::parse::tape::Tape;
use crate::parse::target;
use serde_yaml::Value;
use std::collections::HashMap;
use std::mem::take;
use std::sync::Arc;

/// So many findings of one file are reported; the rest would say the same.
const MAX_FINDINGS: usize = 40;

/// A file may become four times its size and so many bytes more.
const SPARE_BYTES: usize = 64 << 10;

/// The state of writing the texts of one contract.
pub(super) struct Pen<'s> {
    pub(super) source: &'s Source,
    pub(super) lines: &'s LineIndex,
    pub(super) names: UniqueNames,
    pub(super) references: Vec<Reference>,
    pub(super) code_blocks: Vec<CodeBlock>,
    pub(super) diagrams: Vec<Diagram>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Examples by their texts.
    examples: HashMap<String, u32>,
    /// Bytes that may still be written. What many places of a file refer to is written at each of them; without a
    /// limit a short file could ask for a page without end.
    left: usize,
    /// The line and the anchor of what is being read: where references stand.
    line: u32,
    anchor: Arc<str>,
    raw_html: RawHtml,
    /// The source without its text, for the writer of Markdown.
    blank: Source,
}

impl<'s> Pen<'s> {
    pub(super) fn new(source: &'s Source, lines: &'s LineIndex, raw_html: RawHtml) -> Self {
        Self {
            source,
            lines,
            names: UniqueNames::default(),
            references: Vec::new(),
            code_blocks: Vec::new(),
            diagrams: Vec::new(),
            diagnostics: Vec::new(),
            examples: HashMap::new(),
            left: 4 * source.text.len() + SPARE_BYTES,
            line: 1,
            anchor: "".into(),
            raw_html,
            blank: Source {
                text: "".into(),
                diagnostics: Vec::new(),
                ..source.clone()
            },
        }
    }

    /// What follows stands at this line, in the section of this anchor.
    pub(super) fn at(&mut self, line: u32, anchor: &str) {
        self.line = line;
        if *self.anchor != *anchor {
            self.anchor = anchor.into();
        }
    }

    /// The line of what is being read.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// Reports a finding.
    pub(super) fn report(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.diagnostics.len() < MAX_FINDINGS {
            self.diagnostics.push(Diagnostic::at(
                code,
                &self.source.path,
                (&self.source.text, self.lines),
                span,
                message,
                help,
            ));
        }
    }

    /// Reports a finding at a line.
    pub(super) fn report_line(&mut self, code: Code, line: u32, message: String, help: &str) {
        let text: &str = &self.source.text;
        let span = self.lines.line_span(text, line);
        let written = span.of(text);
        let indent = written.len() - written.trim_start().len();
        let start = span.start as usize + indent;
        let end = (span.start as usize + written.trim_end().len()).max(start);
        self.report(code, Span::new(start, end), message, help);
    }

    /// What is said about an operation: a short line is its summary, anything longer its text.
    pub(super) fn remark(&mut self, text: Option<String>) -> (Option<String>, Option<Body>) {
        match text {
            Some(text) if text.len() <= 120 && !text.contains('\n') && is_plain(text.trim()) => {
                (Some(text.trim().to_owned()), None)
            }
            Some(text) => (None, self.prose(&text, 5)),
            None => (None, None),
        }
    }

    /// Takes bytes from what may still be written; `false` when there are too few left.
    pub(super) fn spend(&mut self, bytes: usize) -> bool {
        let enough = bytes <= self.left;
        self.left = self.left.saturating_sub(bytes);
        enough
    }

    /// Whether no further finding would be kept.
    pub(super) fn has_said_enough(&self) -> bool {
        self.diagnostics.len() >= MAX_FINDINGS
    }

    /// A Markdown text as a body; headings in it start at `level`. `None` for an empty text.
    pub(super) fn prose(&mut self, text: &str, level: u8) -> Option<Body> {
        let text = text.trim();
        if text.is_empty() || !self.spend(text.len()) {
            return None;
        }
        if is_plain(text) {
            let mut html = String::with_capacity(text.len() + 8);
            html.push_str("<p>");
            escape_into(&mut html, text);
            html.push_str("</p>");
            return Some(Body {
                html,
                holes: Vec::new(),
            });
        }
        let lines = LineIndex::new(text);
        let tape = Tape::new(text, 0);
        let outline = Outline::new(&tape, &lines, &mut self.names);
        let notes = Notes::new(tape.blocks.len());
        let mut writer = Writer::new(
            (&tape, &outline, &notes),
            &lines,
            &self.blank,
            take(&mut self.names),
            self.raw_html,
        );
        // The lists of the document go on, so that the holes of every body index the same ones.
        writer.references = take(&mut self.references);
        writer.code_blocks = take(&mut self.code_blocks);
        writer.diagrams = take(&mut self.diagrams);
        let known = (
            writer.references.len(),
            writer.code_blocks.len(),
            writer.diagrams.len(),
        );
        body::write(&mut writer);
        let mut body = writer.take_body();
        self.names = take(&mut writer.names);
        self.references = take(&mut writer.references);
        self.code_blocks = take(&mut writer.code_blocks);
        self.diagrams = take(&mut writer.diagrams);
        let span = self.lines.line_span(&self.source.text, self.line);
        for reference in &mut self.references[known.0..] {
            reference.span = span;
            reference.line = self.line;
            reference.from = Arc::clone(&self.anchor);
        }
        for block in &mut self.code_blocks[known.1..] {
            block.line = self.line;
        }
        for diagram in &mut self.diagrams[known.2..] {
            diagram.place.line = self.line;
        }
        lower_headings(&mut body.html, level);
        Some(body)
    }

    /// A Markdown text for a cell of a table: a single paragraph without its tags.
    pub(super) fn phrase(&mut self, text: &str) -> Option<Body> {
        let mut body = self.prose(text, 5)?;
        let inner = body
            .html
            .strip_prefix("<p>")
            .and_then(|rest| rest.strip_suffix("</p>"))
            .filter(|rest| !rest.contains("<p"));
        if let Some(inner) = inner {
            body.html = inner.to_owned();
            for hole in &mut body.holes {
                hole.at = hole.at.saturating_sub(3).min(body.html.len() as u32);
            }
        }
        Some(body)
    }

    /// Keeps an example; gives its index among the code blocks, `None` when there are too many.
    pub(super) fn example(&mut self, value: &Value) -> Option<u32> {
        if self.left == 0 {
            return None;
        }
        // A text is shown as it is: it may be XML or a form.
        let (language, text) = match value.as_str() {
            Some(text) => ("", text.to_owned()),
            None => ("json", example::pretty(value)),
        };
        self.spend(text.len());
        // Responses that many operations share have the same example.
        if let Some(&known) = self.examples.get(&text) {
            return Some(known);
        }
        let index = self.code_blocks.len() as u32;
        self.examples.insert(text.clone(), index);
        self.code_blocks.push(CodeBlock {
            language: language.to_owned(),
            text: text.into(),
            line: self.line,
        });
        Some(index)
    }

    /// Writes a link to another file of the portfolio; the text stays when it leads nowhere.
    pub(super) fn link(&mut self, body: &mut Body, destination: &str, label: &str) {
        let index = self.references.len() as u32;
        self.references.push(Reference {
            span: self.lines.line_span(&self.source.text, self.line),
            line: self.line,
            target: target::of_link(destination, Origin::Link),
            beside: Beside::default(),
            from: Arc::clone(&self.anchor),
            shown: true,
            alternative: Box::default(),
        });
        let hole = |body: &Body, fill| Hole {
            at: body.html.len() as u32,
            fill,
        };
        let start = hole(body, Fill::LinkStart(index));
        body.holes.push(start);
        escape_into(&mut body.html, label);
        let end = hole(body, Fill::LinkEnd(index));
        body.holes.push(end);
    }
}

/// Whether Markdown would leave a text as it is and nothing in it can be a mention.
fn is_plain(text: &str) -> bool {
    let first = text.as_bytes().first().copied().unwrap_or(b'-');
    !matches!(first, b'-' | b'+' | b'=')
        && text.bytes().all(|byte| {
            byte.is_ascii_alphabetic()
                || !byte.is_ascii()
                || matches!(
                    byte,
                    b' ' | b'.'
                        | b','
                        | b';'
                        | b'-'
                        | b'\''
                        | b'"'
                        | b'('
                        | b')'
                        | b'?'
                        | b'/'
                        | b'%'
                        | b'='
                )
        })
        && !text.contains("--")
        && !text.contains("  ")
}

/// Makes the highest heading one of `level`; the tags keep their length, so that holes keep their places.
fn lower_headings(html: &mut String, level: u8) {
    if !html.contains("<h") {
        return;
    }
    let by = level.saturating_sub(2);
    let mut bytes = std::mem::take(html).into_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let mut digit = at + found + 1;
        if bytes.get(digit) == Some(&b'/') {
            digit += 1;
        }
        let is_heading =
            bytes.get(digit) == Some(&b'h') && bytes.get(digit + 1).is_some_and(u8::is_ascii_digit);
        if is_heading {
            let lowered = (bytes[digit + 1] - b'0' + by).min(6);
            bytes[digit + 1] = b'0' + lowered;
        }
        at = digit;
    }
    // Only digits were replaced by digits.
    *html = String::from_utf8_lossy(&bytes).into_owned();
}

#[cfg(test)]
mod tests {
    use super::{is_plain, lower_headings};

    #[test]
    fn plain_texts() {
        assert!(is_plain("Keys of the day, newest first."));
        for text in [
            "*a*",
            "FR-001",
            "a\nb",
            "- a",
            "<b>",
            "see [x](y)",
            "a -- b",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }

    #[test]
    fn headings_sink() {
        let mut html = "<h2 id=\"a\">A</h2><hr><h6>B</h6>".to_owned();
        lower_headings(&mut html, 4);
        assert_eq!(html, "<h4 id=\"a\">A</h4><hr><h6>B</h6>");
    }
}
