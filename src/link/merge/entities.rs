//! Entities of a feature.

use super::{fill, located, sort_by_place, unite};
use crate::link::words::name_key;
use crate::model::document::Document;
use crate::model::fact::Entity;
use crate::model::portfolio::Located;
use std::collections::HashMap;

/// All entities by name: the first place with fields leads (else the first place), the others add their purpose and
/// relations.
pub(super) fn merge(documents: &[&Document]) -> Vec<Located<Entity>> {
    let mut kept: Vec<Located<Entity>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for document in documents {
        for entity in &document.facts.entities {
            let key = name_key(&entity.name);
            if let Some(&at) = known.get(&key) {
                let mut other = located(document.id, entity);
                if kept[at].fact.fields.is_empty() && !entity.fields.is_empty() {
                    std::mem::swap(&mut kept[at], &mut other);
                }
                let leading = &mut kept[at].fact;
                fill(&mut leading.purpose, other.fact.purpose.as_ref());
                unite(&mut leading.relations, &other.fact.relations);
            } else {
                known.insert(key, kept.len());
                kept.push(located(document.id, entity));
            }
        }
    }
    sort_by_place(&mut kept, |entity| entity.place.line);
    kept
}
