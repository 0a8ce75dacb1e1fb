//! The memo of parsed documents.

use super::diagram;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fingerprint::Fingerprint;
use crate::config::Config;
use crate::model::document::Document;
use crate::model::source::{Format, Source};
use crate::parse;
use rayon::prelude::*;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Parsed documents by the fingerprint of their sources, for one configuration.
#[derive(Debug, Default)]
pub struct Memo {
    documents: HashMap<Fingerprint, Arc<Document>>,
}

/// The documents of `sources`, in their order, and the memo for the next time; only sources that the memo does not
/// know are parsed. The memo must have been made with the same `config`.
///
/// The text of a Markdown document is freed as soon as it is parsed: all texts together take as much room as all that
/// is kept of them. Contracts keep theirs, since it is written beside their pages.
pub fn documents(
    memo: &Memo,
    sources: &mut [Source],
    config: &Config,
) -> (Vec<Arc<Document>>, Memo) {
    let documents: Vec<Arc<Document>> = sources
        .par_iter_mut()
        .map(|source| {
            let document = match memo.documents.get(&source.fingerprint) {
                Some(document) => at_place(document, source),
                None => Arc::new(parsed(source, config)),
            };
            if source.format == Format::Markdown {
                source.text = Arc::default();
            }
            document
        })
        .collect();
    let next = Memo {
        documents: sources
            .iter()
            .zip(&documents)
            .map(|(source, document)| (source.fingerprint, Arc::clone(document)))
            .collect(),
    };
    (documents, next)
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

/// The document under the numbers that it and its feature have now. The fingerprint covers path, inner path, kind,
/// format and text; the numbers change when other documents come and go.
fn at_place(document: &Arc<Document>, source: &Source) -> Arc<Document> {
    if document.id == source.id && document.feature == source.feature {
        return Arc::clone(document);
    }
    let mut moved = Document::clone(document);
    moved.id = source.id;
    moved.feature = source.feature;
    Arc::new(moved)
}
