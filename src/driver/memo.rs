//! The memo of parsed documents.

use super::diagram;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::config::Config;
use crate::model::document::Document;
use crate::model::source::{Format, Source};
use crate::parse;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Parsed documents with their sources, both in path order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parsed<'a> {
    /// The sources.
    pub sources: &'a [Arc<Source>],
    /// Their documents.
    pub documents: &'a [Arc<Document>],
}

/// The documents of `sources`, in their order; only sources that were not parsed before are parsed. What was parsed
/// before must have been parsed with the same `config`.
///
/// The text of a Markdown document is freed as soon as it is parsed: all texts together take as much room as all that
/// is kept of them. Contracts keep theirs, since it is written beside their pages.
pub fn documents(
    before: Parsed<'_>,
    sources: &mut [Arc<Source>],
    config: &Config,
) -> Vec<Arc<Document>> {
    sources
        .par_iter_mut()
        .enumerate()
        .map(|(at, source)| {
            let document = match known(before, at, source) {
                Some(document) => at_place(document, source),
                None => Arc::new(parsed(source, config)),
            };
            if source.format == Format::Markdown
                && let Some(source) = Arc::get_mut(source)
            {
                source.text = Arc::default();
            }
            document
        })
        .collect()
}

/// The document of a source that was parsed before. The fingerprint covers path, inner path, kind, format and text.
fn known<'a>(before: Parsed<'a>, at: usize, source: &Source) -> Option<&'a Arc<Document>> {
    let is_it = |at: &usize| {
        let known = before.sources.get(*at);
        known.is_some_and(|known| known.path == source.path)
    };
    // Most documents stand where they stood.
    let at = Some(at).filter(is_it).or_else(|| {
        let found = before
            .sources
            .binary_search_by(|known| known.path.cmp(&source.path));
        found.ok()
    })?;
    (before.sources[at].fingerprint == source.fingerprint).then(|| &before.documents[at])
}

/// Parses a document. Should a fault of planfolio strike, the document is shown as plain text and the others are not
/// harmed.
fn parsed(source: &Source, config: &Config) -> Document {
    if let Ok(document) = catch_unwind(AssertUnwindSafe(|| parse::parse(source, config))) {
        return diagram::read(document, &source.text);
    }
    let plain = Source {
        format: Format::Source("txt".to_owned()),
        ..source.clone()
    };
    let mut document = parse::parse(&plain, config);
    document.diagnostics.push(Diagnostic::of_file(
        Code::PageFailed,
        &source.path,
        "a fault of planfolio struck while it read the document, which is shown as plain text",
        "please report it, with the document if you can",
    ));
    document
}

/// The document under the numbers that it and its feature have now: they change when other documents come and go.
fn at_place(document: &Arc<Document>, source: &Source) -> Arc<Document> {
    if document.id == source.id && document.feature == source.feature {
        return Arc::clone(document);
    }
    let mut moved = Document::clone(document);
    moved.id = source.id;
    moved.feature = source.feature;
    Arc::new(moved)
}
