//! Turns links round: what refers to each document, by anchor.

use super::resolve::Answers;
use crate::model::document::Document;
use crate::model::portfolio::{BackReference, BackReferences};
use crate::model::reference::{Link, Target};
use crate::model::source::DocId;
use std::collections::HashMap;
use std::sync::Arc;

/// One link, seen from its target.
#[derive(Debug, Clone, Copy)]
struct Incoming<'a> {
    anchor: &'a str,
    document: DocId,
    from: &'a Arc<str>,
    line: u32,
}

/// The places that refer to a document, by anchor; each place (a fact or section of a document) once per anchor, in
/// order of documents and lines. Within a document only ids count: a table of contents does not. `sources` are the
/// documents that have links to it.
pub(super) fn back_references(
    target: DocId,
    sources: &[DocId],
    documents: &[Arc<Document>],
    answers: &[Arc<Answers>],
) -> BackReferences {
    let incoming = sources.iter().flat_map(|source| {
        let (document, answers) = (&documents[source.index()], &answers[source.index()]);
        incoming(target, document, &answers.links)
    });
    by_anchor(incoming)
}

/// The links of one document to another, or to places of its own.
fn incoming<'a>(
    to: DocId,
    document: &'a Document,
    links: &'a [Link],
) -> impl Iterator<Item = Incoming<'a>> {
    let own = document.id == to;
    document
        .references
        .iter()
        .zip(links)
        .filter_map(move |(reference, link)| {
            let Link::Document {
                document: target,
                anchor,
            } = link
            else {
                return None;
            };
            let anchor = anchor.as_deref().unwrap_or("");
            let by_id = matches!(reference.target, Target::Symbol { .. });
            if *target != to || (own && (!by_id || *anchor == *reference.from)) {
                return None;
            }
            Some(Incoming {
                anchor,
                document: document.id,
                from: &reference.from,
                line: reference.line,
            })
        })
}

/// Groups the links to one document by anchor, each place once.
fn by_anchor<'a>(links: impl Iterator<Item = Incoming<'a>>) -> BackReferences {
    let mut group_of: HashMap<&'a str, usize> = HashMap::new();
    let mut groups: Vec<(&'a str, Vec<Incoming<'a>>)> = Vec::new();
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
