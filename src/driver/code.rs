//! Code blocks between parsing and rendering.

use super::snapshot::Snapshot;
use crate::highlight;
use crate::model::code::{Highlighter, Highlighting};
use crate::model::portfolio::Portfolio;
use rayon::prelude::*;
use std::panic::catch_unwind;
use std::sync::Arc;

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

/// The code of a portfolio; results of the build before, in the same style, are taken over.
pub(super) fn highlighting(
    style: CodeStyle,
    portfolio: &Portfolio,
    before: Option<&Snapshot>,
) -> Highlighting {
    if let Some(before) = before
        && same_blocks(&before.portfolio, portfolio)
    {
        return before.code.kept();
    }
    let highlighter = match style {
        CodeStyle::Highlighted => Some(HIGHLIGHTER),
        CodeStyle::Plain => None,
    };
    let none = Highlighting::default();
    let known = before.map_or(&none, |before| &before.code);
    let documents = portfolio.documents.iter();
    let blocks = documents.flat_map(|document| &document.code_blocks);
    Highlighting::new(highlighter, blocks, known)
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

/// Whether the documents of two versions of a portfolio have the same blocks of code.
fn same_blocks(before: &Portfolio, now: &Portfolio) -> bool {
    let (old, new) = (&before.documents, &now.documents);
    old.len() == new.len()
        && (old.iter().zip(new))
            .filter(|(old, new)| !Arc::ptr_eq(old, new))
            .all(|(old, new)| old.code_blocks == new.code_blocks)
}
