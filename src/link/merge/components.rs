//! Components of a feature.

use super::{fill, located, sort_by_place};
use crate::link::words::name_key;
use crate::model::document::Document;
use crate::model::fact::Component;
use crate::model::portfolio::Located;
use std::collections::HashMap;

/// All components by name: the first place that says more than the name leads, the others fill what it leaves open.
pub(super) fn merge(documents: &[&Document]) -> Vec<Located<Component>> {
    let mut kept: Vec<Located<Component>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for document in documents {
        for component in &document.facts.components {
            let key = name_key(&component.name);
            if let Some(&at) = known.get(&key) {
                let mut other = located(document.id, component);
                if !is_described(&kept[at].fact) && is_described(component) {
                    std::mem::swap(&mut kept[at], &mut other);
                }
                let leading = &mut kept[at].fact;
                fill(&mut leading.purpose, other.fact.purpose.as_ref());
                fill(&mut leading.technology, other.fact.technology.as_ref());
                fill(
                    &mut leading.responsibilities,
                    other.fact.responsibilities.as_ref(),
                );
            } else {
                known.insert(key, kept.len());
                kept.push(located(document.id, component));
            }
        }
    }
    sort_by_place(&mut kept, |component| component.place.line);
    kept
}

fn is_described(component: &Component) -> bool {
    component.purpose.is_some()
        || component.technology.is_some()
        || component.responsibilities.is_some()
}
