//! Turns links round: what refers to each document, by anchor.

use crate::model::document::Document;
use crate::model::portfolio::{BackReference, BackReferences};
use crate::model::reference::{Link, Target};
use crate::model::source::DocId;
use rayon::prelude::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};
use std::collections::HashMap;
use std::sync::Arc;

/// One link, seen from its target.
#[derive(Debug, Clone, Copy)]
struct Incoming<'a> {
    target: DocId,
    anchor: &'a str,
    document: DocId,
    from: &'a Arc<str>,
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
    let mut counts = vec![0; documents.len()];
    for link in outgoing.iter().flatten() {
        counts[link.target.index()] += 1;
    }
    let mut by_target: Vec<Vec<Incoming<'_>>> =
        counts.into_iter().map(Vec::with_capacity).collect();
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
            if !by_id || *anchor == *reference.from {
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
fn by_anchor(links: Vec<Incoming<'_>>) -> BackReferences {
    let mut group_of: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<(&str, Vec<Incoming<'_>>)> = Vec::new();
    for link in links {
        let at = *group_of.entry(link.anchor).or_insert(groups.len());
        if at == groups.len() {
            groups.push((link.anchor, Vec::new()));
        }
        groups[at].1.push(link);
    }
    groups
        .into_iter()
        .map(|(anchor, group)| (anchor.to_owned(), places(group)))
        .collect()
}

/// The places of a group of links, each once with its first line, in order of documents and lines.
fn places(mut group: Vec<Incoming<'_>>) -> Vec<BackReference> {
    group.sort_unstable_by_key(|link| (link.document, link.from, link.line));
    group.dedup_by_key(|link| (link.document, link.from));
    group.sort_unstable_by_key(|link| (link.document, link.line, link.from));
    group
        .into_iter()
        .map(|link| BackReference {
            document: link.document,
            anchor: Arc::clone(link.from),
            line: link.line,
        })
        .collect()
}
