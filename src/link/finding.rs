//! Making diagnostics of the link phase.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{LineIndex, Position, Span};
use crate::model::document::Document;
use crate::model::reference::Reference;

/// A finding at a reference of a document with the given text.
pub(super) fn at_reference(
    code: Code,
    (document, text): (&Document, &str),
    reference: &Reference,
    message: String,
    help: String,
) -> Diagnostic {
    let start = reference.span.start as usize;
    let before = text.get(..start).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let position = Position {
        line: reference.line,
        column: before[line_start..].chars().count() as u32 + 1,
    };
    Diagnostic {
        place: Some((reference.span, position)),
        ..Diagnostic::of_file(code, &document.path, message, help)
    }
}

/// A finding at a line (from 1) of a document with the given text.
pub(super) fn at_line(
    code: Code,
    (document, text): (&Document, &str),
    line: u32,
    message: String,
    help: String,
) -> Diagnostic {
    let lines = LineIndex::new(text);
    let whole = lines.line_span(text, line);
    let written = whole.of(text);
    let indent = written.len() - written.trim_start().len();
    let span = Span {
        start: whole.start + indent as u32,
        end: whole.end,
    };
    let position = Position {
        line,
        column: indent as u32 + 1,
    };
    Diagnostic {
        place: Some((span, position)),
        ..Diagnostic::of_file(code, &document.path, message, help)
    }
}
