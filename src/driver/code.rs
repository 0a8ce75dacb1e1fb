//! Code blocks between parsing and rendering.

use super::snapshot::Snapshot;
use crate::highlight;
use crate::model::code::{Highlighter, Highlighting};
use crate::model::portfolio::Portfolio;
use rayon::prelude::*;
use std::panic::catch_unwind;

/// How code is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeStyle {
    /// Highlighted where the language is known.
    #[default]
    Highlighted,
    /// As plain text, to measure what highlighting costs.
    Plain,
}

const HIGHLIGHTER: Highlighter = Highlighter {
    highlight,
    is_slow: highlight::is_slow,
};

/// Should a fault strike in a grammar, the block is shown plain.
fn highlight(language: &str, text: &str) -> Option<String> {
    catch_unwind(|| highlight::highlight(language, text)).unwrap_or_default()
}

/// The code of a portfolio; results of the build before are taken over.
pub(super) fn highlighting(
    style: CodeStyle,
    portfolio: &Portfolio,
    before: &Highlighting,
) -> Highlighting {
    let highlighter = match style {
        CodeStyle::Highlighted => Some(HIGHLIGHTER),
        CodeStyle::Plain => None,
    };
    let documents = portfolio.documents.iter();
    let blocks = documents.flat_map(|document| &document.code_blocks);
    Highlighting::new(highlighter, blocks, before)
}

/// Highlights all blocks for which that is slow.
pub(super) fn prepare(snapshot: &Snapshot) {
    snapshot
        .portfolio
        .documents
        .par_iter()
        .flat_map(|document| &document.code_blocks)
        .for_each(|block| snapshot.code.prepare(block));
}
