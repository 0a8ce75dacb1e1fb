//! Folds the facts of a feature's documents into one list per kind.
//!
//! Documents come in reading order. What has no id of its own is never folded, except where a second document repeats
//! it word for word.

mod components;
mod decisions;
mod endpoints;
mod entities;
mod estimate;
mod questions;
mod repeats;
mod requirements;
mod risks;
mod stories;
mod tasks;
mod technologies;
mod trace;

use super::finding::at_line;
use super::index::Index;
use super::key::write_key;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::model::document::Document;
use crate::model::portfolio::{BackReferences, FeatureFacts, Located};
use crate::model::source::{DocId, DocumentKind};
use std::sync::Arc;

/// The facts of a feature, and what does not fit together in them.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) facts: FeatureFacts,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Something that does not fit together, at a line of a document.
#[derive(Debug)]
struct Conflict<'a> {
    code: Code,
    document: &'a Document,
    line: u32,
    message: String,
    help: String,
}

/// Merges the facts of documents in reading order.
pub(super) fn merge(
    index: &Index<'_>,
    documents: &[&Document],
    back_references: &[Arc<BackReferences>],
) -> Merged {
    let mut conflicts = Vec::new();
    let tasks = tasks::merge(documents, &mut conflicts);
    let requirements = requirements::merge(documents, &mut conflicts);
    let checklist = by_place(
        documents,
        |document| &document.facts.checklist,
        |item| item.place.line,
    );
    let endpoints = endpoints::merge(documents);
    let leads = trace::Leads {
        tasks: &tasks,
        checklist: &checklist,
        endpoints: &endpoints,
    };
    let facts = FeatureFacts {
        requirements: trace::trace(requirements, leads, back_references),
        tasks,
        stories: stories::merge(documents),
        checklist,
        decisions: decisions::merge(documents),
        risks: risks::merge(documents),
        questions: questions::merge(documents),
        components: components::merge(documents),
        technologies: technologies::merge(documents),
        targets: by_place(
            documents,
            |document| &document.facts.targets,
            |target| target.place.line,
        ),
        acceptance: by_place(
            documents,
            |document| &document.facts.acceptance,
            |criterion| criterion.place.line,
        ),
        practices: by_place(
            documents,
            |document| &document.facts.practices,
            |practice| practice.place.line,
        ),
        gaps: by_place(
            documents,
            |document| &document.facts.gaps,
            |gap| gap.place.line,
        ),
        endpoints,
        entities: entities::merge(documents),
        estimate: estimate::choose(documents),
    };
    let diagnostics = conflicts
        .into_iter()
        .map(|conflict| {
            let text = index.text(conflict.document.id);
            at_line(
                conflict.code,
                (conflict.document, &text),
                conflict.line,
                conflict.message,
                conflict.help,
            )
        })
        .collect();
    Merged { facts, diagnostics }
}

/// All facts of one kind, none folded, sorted by place.
fn by_place<T>(
    documents: &[&Document],
    facts: impl Fn(&Document) -> &Vec<Arc<T>>,
    line: impl Fn(&T) -> u32,
) -> Vec<Located<T>> {
    let mut all: Vec<Located<T>> = Vec::new();
    for document in documents {
        all.extend(
            facts(document)
                .iter()
                .map(|fact| located(document.id, fact)),
        );
    }
    sort_by_place(&mut all, line);
    all
}

/// A fact with its document.
fn located<T>(document: DocId, fact: &Arc<T>) -> Located<T> {
    Located {
        document,
        fact: Arc::clone(fact),
    }
}

/// Changes a fact that may be shared with its document; one that stays the same stays shared.
fn amend<T: Clone + PartialEq>(fact: &mut Arc<T>, change: impl FnOnce(&mut T)) {
    let mut amended = T::clone(fact);
    change(&mut amended);
    if amended != **fact {
        *fact = Arc::new(amended);
    }
}

/// Sorts by path (the order of document numbers) and line; facts of one line keep their order.
fn sort_by_place<T>(facts: &mut [Located<T>], line: impl Fn(&T) -> u32) {
    facts.sort_by_key(|one| (one.document, line(&one.fact)));
}

/// Fills a field that the leading fact leaves empty.
fn fill<T: Clone>(field: &mut Option<T>, other: Option<&T>) {
    if field.is_none() {
        *field = other.cloned();
    }
}

/// Replaces `identity` with what tells a requirement or task of a feature from others: the key of its id; in stories,
/// which number theirs each anew, together with the document.
fn write_identity(identity: &mut String, document: &Document, id: &str) {
    write_key(identity, id);
    if document.kind == DocumentKind::Story {
        identity.push('@');
        identity.push_str(document.path.as_str());
    }
}

/// A line of a document in words, as seen from another or the same document.
fn place_of(document: &Document, line: u32, from: &Document) -> String {
    if document.id == from.id {
        format!("line {line}")
    } else {
        format!("{}:{line}", document.path)
    }
}

/// Appends what a list does not hold yet.
fn unite<T: Clone + PartialEq>(list: &mut Vec<T>, others: &[T]) {
    for other in others {
        if !list.contains(other) {
            list.push(other.clone());
        }
    }
}
