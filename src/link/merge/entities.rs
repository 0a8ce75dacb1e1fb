//! Entities of a feature.

use super::{amend, fill, located, sort_by_place, unite};
use crate::link::words::write_name_key;
use crate::model::document::Document;
use crate::model::fact::Entity;
use crate::model::portfolio::Located;
use std::collections::HashMap;

/// All entities by name: the first place with fields leads (else the first place), the others add their purpose and
/// relations.
pub(super) fn merge(documents: &[&Document]) -> Vec<Located<Entity>> {
    let mut kept: Vec<Located<Entity>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut key = String::new();
    for document in documents {
        for entity in &document.facts.entities {
            write_name_key(&mut key, &entity.name);
            let Some(&at) = known.get(&key) else {
                known.insert(key.clone(), kept.len());
                kept.push(located(document.id, entity));
                continue;
            };
            if kept[at].fact.fields.is_empty() && !entity.fields.is_empty() {
                let before = std::mem::replace(&mut kept[at], located(document.id, entity));
                amend(&mut kept[at].fact, |entity| enrich(entity, &before.fact));
            } else {
                amend(&mut kept[at].fact, |kept| enrich(kept, entity));
            }
        }
    }
    sort_by_place(&mut kept, |entity| entity.place.line);
    kept
}

/// Adds to an entity what another place says about it.
fn enrich(entity: &mut Entity, other: &Entity) {
    fill(&mut entity.purpose, other.purpose.as_ref());
    unite(&mut entity.relations, &other.relations);
}
