//! User stories of a feature.

use super::{amend, fill, located, sort_by_place};
use crate::link::key::write_key;
use crate::link::symbols::standing;
use crate::link::words::write_name_key;
use crate::model::document::{Document, SymbolKind};
use crate::model::fact::Story;
use crate::model::portfolio::Located;
use std::collections::HashMap;
use std::sync::Arc;

/// All stories. A story that other documents name again (phases of a task list) is the one of the spec.
pub(super) fn merge(documents: &[&Document]) -> Vec<Located<Story>> {
    let mut stated: Vec<(&Document, &Arc<Story>)> = Vec::new();
    for document in documents {
        stated.extend(
            document
                .facts
                .stories
                .iter()
                .map(|story| (*document, story)),
        );
    }
    // Stable: stories of documents that define them come first, all others in reading order.
    stated.sort_by_key(|(document, _)| standing(SymbolKind::Story, document.kind, true));
    let mut kept: Vec<Located<Story>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut identity = String::new();
    for (document, story) in stated {
        match &story.id {
            Some(id) => write_key(&mut identity, id),
            None => write_name_key(&mut identity, &story.title),
        }
        let first = known.get(&identity).copied();
        match first {
            Some(at) if kept[at].document != document.id => {
                amend(&mut kept[at].fact, |kept| {
                    fill(&mut kept.priority, story.priority.as_ref());
                });
            }
            _ => {
                known.entry(identity.clone()).or_insert(kept.len());
                kept.push(located(document.id, story));
            }
        }
    }
    sort_by_place(&mut kept, |story| story.place.line);
    kept
}
