//! Facts that a second document repeats word for word.

use super::{amend, located, sort_by_place};
use crate::base::fingerprint::Fingerprint;
use crate::link::key::write_key;
use crate::link::words::push_letters;
use crate::model::document::Document;
use crate::model::portfolio::Located;
use crate::model::source::DocId;
use std::collections::HashMap;
use std::sync::Arc;

/// What of a fact tells whether another one repeats it.
pub(super) struct Identity<T> {
    /// The id.
    pub(super) id: fn(&T) -> Option<&str>,
    /// The words.
    pub(super) words: fn(&T) -> &str,
    /// The line, from 1.
    pub(super) line: fn(&T) -> u32,
    /// Adds to a fact what its repetition says beyond it.
    pub(super) enrich: fn(&mut T, &T),
}

/// All facts of one kind sorted by place; a fact with the same id and the same words as one of an earlier document is
/// folded into it. Repetitions within one document are facts of their own.
pub(super) fn fold<T: Clone + PartialEq>(
    documents: &[&Document],
    facts: fn(&Document) -> &[Arc<T>],
    identity: &Identity<T>,
) -> Vec<Located<T>> {
    let mut kept: Vec<Located<T>> = Vec::new();
    let mut known: HashMap<Fingerprint, (DocId, usize)> = HashMap::new();
    let mut saying = String::new();
    for document in documents {
        for fact in facts(document) {
            write_key(&mut saying, (identity.id)(fact).unwrap_or(""));
            saying.push('\n');
            push_letters(&mut saying, (identity.words)(fact));
            let first = *known
                .entry(Fingerprint::of(saying.as_bytes()))
                .or_insert((document.id, kept.len()));
            let repeats = first.0 != document.id && !(identity.words)(fact).is_empty();
            if repeats {
                amend(&mut kept[first.1].fact, |kept| {
                    (identity.enrich)(kept, fact);
                });
            } else {
                kept.push(located(document.id, fact));
            }
        }
    }
    sort_by_place(&mut kept, identity.line);
    kept
}
