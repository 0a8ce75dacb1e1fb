//! Turns links round: what refers to each document, by anchor.

use crate::model::document::Document;
use crate::model::portfolio::{BackReference, BackReferences};
use crate::model::reference::{Link, Target};
use crate::model::source::DocId;
use rayon::prelude::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};
use std::sync::Arc;

/// One link, seen from its target.
#[derive(Debug, Clone, Copy)]
struct Incoming<'a> {
    target: DocId,
    anchor: &'a str,
    document: DocId,
    from: &'a str,
    line: u32,
}

/// The places that refer to each document, by document and anchor; each place (a fact or section of a document) once
/// per anchor, in order of documents and lines. Within a document only ids count: a table of contents does not.
pub(super) fn back_references(
    documents: &[Arc<Document>],
    links: &[Vec<Link>],
) -> Vec<BackReferences> {
    let outgoing: Vec<Vec<Incoming<'_>>> = documents
        .par_iter()
        .zip(links.par_iter())
        .map(|(document, answers)| outgoing(document, answers))
        .collect();
    let mut by_target: Vec<Vec<Incoming<'_>>> = vec![Vec::new(); documents.len()];
    for link in outgoing.into_iter().flatten() {
        by_target[link.target.index()].push(link);
    }
    by_target.into_par_iter().map(by_anchor).collect()
}

/// The links of one document to documents.
fn outgoing<'a>(document: &'a Document, answers: &'a [Link]) -> Vec<Incoming<'a>> {
    let mut links = Vec::new();
    for (reference, link) in document.references.iter().zip(answers) {
        let Link::Document {
            document: target,
            anchor,
        } = link
        else {
            continue;
        };
        let anchor = anchor.as_deref().unwrap_or("");
        if *target == document.id {
            let by_id = matches!(reference.target, Target::Symbol { .. });
            if !by_id || anchor == reference.from {
                continue;
            }
        }
        links.push(Incoming {
            target: *target,
            anchor,
            document: document.id,
            from: &reference.from,
            line: reference.line,
        });
    }
    links
}

/// Groups the links to one document by anchor, each place once.
fn by_anchor(mut links: Vec<Incoming<'_>>) -> BackReferences {
    links.sort_unstable_by_key(|link| (link.anchor, link.document, link.from, link.line));
    links.dedup_by_key(|link| (link.anchor, link.document, link.from));
    links.sort_unstable_by_key(|link| (link.anchor, link.document, link.line, link.from));
    let mut grouped = BackReferences::new();
    for group in links.chunk_by(|left, right| left.anchor == right.anchor) {
        let places = group
            .iter()
            .map(|link| BackReference {
                document: link.document,
                anchor: link.from.to_owned(),
                line: link.line,
            })
            .collect();
        grouped.insert(group[0].anchor.to_owned(), places);
    }
    grouped
}
