//! Technologies of a feature.

use super::{amend, fill, located, sort_by_place};
use crate::model::document::Document;
use crate::model::fact::{Technology, TechnologyKind};
use crate::model::portfolio::Located;
use std::collections::HashMap;

/// All technologies by name without regard to case: the first place that names a version leads, the others fill what
/// it leaves open. A second version of the same thing is an entry of its own.
pub(super) fn merge(documents: &[&Document]) -> Vec<Located<Technology>> {
    let mut kept: Vec<Located<Technology>> = Vec::new();
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for document in documents {
        for technology in &document.facts.technologies {
            let places = known.entry(technology.name.to_lowercase()).or_default();
            let same = places.iter().copied().find(|&at| {
                let version = kept[at].fact.version.as_deref();
                version.is_none()
                    || technology.version.is_none()
                    || version == technology.version.as_deref()
            });
            let Some(at) = same else {
                places.push(kept.len());
                kept.push(located(document.id, technology));
                continue;
            };
            let (leading, other) =
                if kept[at].fact.version.is_none() && technology.version.is_some() {
                    let before = std::mem::replace(&mut kept[at], located(document.id, technology));
                    (&mut kept[at].fact, before.fact)
                } else {
                    (&mut kept[at].fact, technology.clone())
                };
            amend(leading, |leading| complete(leading, &other));
        }
    }
    sort_by_place(&mut kept, |technology| technology.place.line);
    kept
}

fn complete(leading: &mut Technology, other: &Technology) {
    fill(&mut leading.version, other.version.as_ref());
    fill(&mut leading.purpose, other.purpose.as_ref());
    fill(&mut leading.licence, other.licence.as_ref());
    fill(&mut leading.fallback, other.fallback.as_ref());
    // A library is what the place says; other kinds are what the name says.
    if leading.kind == TechnologyKind::Library {
        leading.kind = other.kind;
    }
}
