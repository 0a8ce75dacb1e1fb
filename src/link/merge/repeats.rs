//! Facts that a second document repeats word for word.

use super::{located, sort_by_place};
use crate::link::key::key_of;
use crate::link::words::name_key;
use crate::model::document::Document;
use crate::model::portfolio::Located;
use crate::model::source::DocId;
use std::collections::HashMap;

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
pub(super) fn fold<T: Clone>(
    documents: &[&Document],
    facts: fn(&Document) -> &[T],
    identity: &Identity<T>,
) -> Vec<Located<T>> {
    let mut kept: Vec<Located<T>> = Vec::new();
    let mut known: HashMap<(String, String), (DocId, usize)> = HashMap::new();
    for document in documents {
        for fact in facts(document) {
            let words = name_key((identity.words)(fact));
            let id = (identity.id)(fact).map_or_else(String::new, key_of);
            let first = *known
                .entry((id, words))
                .or_insert((document.id, kept.len()));
            let repeats = first.0 != document.id && !(identity.words)(fact).is_empty();
            if repeats {
                (identity.enrich)(&mut kept[first.1].fact, fact);
            } else {
                kept.push(located(document.id, fact));
            }
        }
    }
    sort_by_place(&mut kept, identity.line);
    kept
}
