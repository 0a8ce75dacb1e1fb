//! Diagrams between parsing, linking and rendering.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{LineIndex, Span};
use crate::diagram::{self, Trouble};
use crate::model::diagram::{Artist, Caption, Diagram, Graph, Picture};
use crate::model::document::Document;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What draws the pictures of pages. Should a fault strike, the source is shown.
pub(super) const ARTIST: Artist = Artist {
    diagram: draw,
    graph: draw_graph,
};

/// The document with its diagrams read. Those that cannot be drawn are diagnostics; `text` is the document's.
pub(super) fn read(mut document: Document, text: &str) -> Document {
    for block in &mut document.diagrams {
        let result = catch_unwind(AssertUnwindSafe(|| diagram::read(block)));
        match result.unwrap_or(Ok(Picture::Source)) {
            Ok(picture) => block.picture = picture,
            Err(trouble) => {
                let line = block.place.line + trouble.line - 1;
                let found = finding(&document.path, text, line, trouble);
                document.diagnostics.push(found);
            }
        }
    }
    document
}

fn finding(
    path: &crate::base::path::RelPath,
    text: &str,
    line: u32,
    trouble: Trouble,
) -> Diagnostic {
    let lines = LineIndex::new(text);
    let start = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1) as usize)
        .map(str::len)
        .sum::<usize>();
    let rest = &text[start..];
    let end = start + rest.lines().next().unwrap_or("").len();
    let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let (code, help) = if trouble.is_too_large {
        (Code::LargeDiagram, "divide it; its source is shown instead")
    } else {
        (
            Code::UnreadDiagram,
            "its source is shown instead; the online editor of mermaid shows where the fault lies",
        )
    };
    Diagnostic::at(
        code,
        path,
        (text, &lines),
        Span::new((start + indent).min(end), end),
        trouble.reason,
        help,
    )
}

fn draw(diagram: &Diagram, caption: &Caption<'_>) -> Option<String> {
    catch_unwind(AssertUnwindSafe(|| diagram::draw(diagram, caption))).unwrap_or_default()
}

fn draw_graph(graph: &Graph, caption: &Caption<'_>) -> Option<String> {
    catch_unwind(AssertUnwindSafe(|| diagram::draw::draw(graph, caption))).unwrap_or_default()
}
