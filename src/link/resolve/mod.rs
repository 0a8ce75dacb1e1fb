//! Answers the references of one document. Depends on the index and the document alone.

mod ids;
mod missing;
mod named;
mod paths;

use super::dependencies::dependencies;
use super::finding::at_reference;
use super::index::Index;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::portfolio::Dependency;
use crate::model::reference::{Link, Reference, Target};
use crate::model::source::{DocId, FeatureId};
use std::sync::Arc;

/// The answers to the references of a document, and what they hang on.
#[derive(Debug)]
pub(super) struct Answers {
    /// One answer per reference.
    pub(super) links: Arc<[Link]>,
    /// The documents that they lead to, in order.
    pub(super) targets: Box<[DocId]>,
    /// Broken links and dangling ids.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The ties to other features.
    pub(super) dependencies: Vec<Dependency>,
    /// What was looked up outside of the document's own scope.
    pub(super) asked: Asked,
}

/// What answers hang on besides the document, the names and places of all others, its own scope and the documents
/// that the answers lead to.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Further scopes, each once.
    pub(super) scopes: Vec<u32>,
    /// Whether ids that are known everywhere were looked up.
    pub(super) everywhere: bool,
}

impl Asked {
    fn scope(&mut self, scope: u32) {
        if !self.scopes.contains(&scope) {
            self.scopes.push(scope);
        }
    }

    fn feature(&mut self, feature: FeatureId) {
        self.scope(feature.0);
    }
}

/// The answers so far.
#[derive(Debug, Default)]
struct Resolved {
    links: Vec<Link>,
    diagnostics: Vec<Diagnostic>,
    asked: Asked,
}

/// Answers all references of a document.
pub(super) fn resolve(document: &Document, index: &Index<'_>) -> Answers {
    let resolved = answer(document, index);
    let mut targets: Vec<DocId> = resolved.links.iter().filter_map(target).collect();
    targets.sort_unstable();
    targets.dedup();
    Answers {
        dependencies: dependencies(document, index, &resolved.links),
        links: resolved.links.into(),
        targets: targets.into(),
        diagnostics: resolved.diagnostics,
        asked: resolved.asked,
    }
}

fn target(link: &Link) -> Option<DocId> {
    match link {
        Link::Document { document, .. } => Some(*document),
        _ => None,
    }
}

fn answer(document: &Document, index: &Index<'_>) -> Resolved {
    let mut resolved = Resolved {
        links: Vec::with_capacity(document.references.len()),
        ..Resolved::default()
    };
    let mut key = String::new();
    let mut last_named: Option<Box<str>> = None;
    let mut open_ids = Vec::new();
    for (at, reference) in document.references.iter().enumerate() {
        let link = match &reference.target {
            Target::Symbol { id, scope, feature } => {
                let number = reference.beside.number.map(|number| format!("{number:03}"));
                let number = number.filter(|number| index.layout.features.find(number).is_some());
                let named = feature.clone().or(number.map(String::into_boxed_str));
                let inherited = last_named.take().filter(|_| reference.beside.continues);
                let sought = ids::Sought {
                    id,
                    scope: *scope,
                    feature: named.as_deref(),
                    perhaps_of: inherited.as_deref(),
                };
                let found = ids::find(document, index, (&mut key, &mut resolved.asked), sought);
                last_named = named.or(inherited);
                match found {
                    ids::Found::At(target, anchor) => to_place(document, reference, target, anchor),
                    ids::Found::Record(record) => to_record(index, record),
                    ids::Found::Feature(feature) => Link::Feature(feature),
                    ids::Found::Nowhere => {
                        open_ids.push(at);
                        Link::Text
                    }
                    ids::Found::Elsewhere => Link::Text,
                }
            }
            Target::Path { .. } => {
                paths::find(document, index, reference, &mut resolved.diagnostics)
            }
            Target::Feature { name } => index
                .layout
                .features
                .find(name)
                .filter(|feature| document.feature != Some(*feature))
                .map_or(Link::Text, Link::Feature),
            Target::External(address) => Link::External(address.clone()),
            Target::Unusable(address) => {
                resolved
                    .diagnostics
                    .push(unusable(document, index, reference, address));
                Link::Text
            }
        };
        resolved.links.push(link);
    }
    ids::resolve_beside_features(document, index, &open_ids, &mut resolved);
    resolved
}

/// A link to a place, unless the mention stands in that very place.
fn to_place(document: &Document, reference: &Reference, target: DocId, anchor: &str) -> Link {
    if target == document.id && *anchor == *reference.from {
        return Link::Text;
    }
    Link::Document {
        document: target,
        anchor: Some(anchor.to_owned()),
    }
}

/// A link to a decision record: to its decision.
fn to_record(index: &Index<'_>, record: DocId) -> Link {
    Link::Document {
        document: record,
        anchor: main_anchor(&index.documents[record.index()]).map(str::to_owned),
    }
}

/// The place that a record as a whole means: its first decision.
pub(super) fn main_anchor(record: &Document) -> Option<&str> {
    let decision = record.facts.decisions.first()?;
    Some(&decision.place.anchor)
}

/// The feature that a link leads to.
pub(super) fn feature_of(link: &Link, index: &Index<'_>) -> Option<FeatureId> {
    match link {
        Link::Document { document, .. } => index.documents[document.index()].feature,
        Link::Feature(feature) => Some(*feature),
        Link::Folder(path) => index
            .layout
            .paths
            .split(path.as_str())
            .map(|(feature, _)| feature),
        Link::Asset(asset) => index.layout.assets[*asset as usize].1,
        Link::External(_) | Link::Repository(_) | Link::Text => None,
    }
}

/// What is wrong with an address that may not or cannot be linked.
fn unusable(
    document: &Document,
    index: &Index<'_>,
    reference: &Reference,
    address: &str,
) -> Diagnostic {
    let place = (document, &*index.text(document.id));
    let shown: String = address.chars().take(60).collect();
    if is_of_one_machine(address) {
        return at_reference(
            Code::AbsoluteLink,
            place,
            reference,
            format!("link to `{shown}`, which exists on one machine only"),
            "use a path relative to this document".to_owned(),
        );
    }
    let scheme = address.split(':').next().unwrap_or("");
    let scheme: String = scheme.chars().take(20).collect();
    at_reference(
        Code::UnsafeLink,
        place,
        reference,
        format!("link with the scheme `{scheme}:`"),
        "only http, https, mailto and relative links are kept".to_owned(),
    )
}

/// Whether an address is an absolute path or a `file:` address.
fn is_of_one_machine(address: &str) -> bool {
    let bytes = address.as_bytes();
    let drive = matches!(bytes, [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let file = address
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"));
    drive || file || address.starts_with(['/', '\\', '~'])
}
