//! Components of a feature.

use super::{amend, fill, located, sort_by_place};
use crate::link::words::write_name_key;
use crate::model::document::Document;
use crate::model::fact::Component;
use crate::model::portfolio::Located;
use std::collections::HashMap;

/// All components by name: the first place that says more than the name leads, the others fill what it leaves open.
pub(super) fn merge(documents: &[&Document]) -> Vec<Located<Component>> {
    let mut kept: Vec<Located<Component>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut key = String::new();
    for document in documents {
        for component in &document.facts.components {
            write_name_key(&mut key, &component.name);
            let Some(&at) = known.get(&key) else {
                known.insert(key.clone(), kept.len());
                kept.push(located(document.id, component));
                continue;
            };
            if !is_described(&kept[at].fact) && is_described(component) {
                kept[at] = located(document.id, component);
            } else {
                amend(&mut kept[at].fact, |leading| {
                    fill(&mut leading.purpose, component.purpose.as_ref());
                    fill(&mut leading.technology, component.technology.as_ref());
                    fill(
                        &mut leading.responsibilities,
                        component.responsibilities.as_ref(),
                    );
                });
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
