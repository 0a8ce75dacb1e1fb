//! The register of entities, each name once.

use super::super::reference::FeatureName;
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::BTreeMap;

/// An entity: an entry of `rows`.
#[derive(Debug, Serialize)]
pub struct EntityEntry {
    /// The name.
    pub name: String,
    /// One line about it.
    pub purpose: Option<String>,
    /// The entities that it is related to.
    pub relations: Vec<String>,
    /// The features that describe it.
    pub places: Vec<EntityPlace>,
    /// Whether several features describe it.
    pub is_shared: bool,
}

/// A place that describes an entity.
#[derive(Debug, Serialize)]
pub struct EntityPlace {
    /// The feature.
    pub feature: FeatureName,
    /// The number of fields there.
    pub fields: u32,
    /// The address of the description.
    pub url: String,
}

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    let mut merged: BTreeMap<(String, &str), EntityEntry> = BTreeMap::new();
    for feature in features {
        for located in &feature.facts.entities {
            let entity = &located.fact;
            let entry = merged
                .entry((entity.name.to_lowercase(), &entity.name))
                .or_insert_with(|| EntityEntry {
                    name: entity.name.clone(),
                    purpose: None,
                    relations: Vec::new(),
                    places: Vec::new(),
                    is_shared: false,
                });
            if entry.purpose.is_none() {
                entry.purpose = entity
                    .purpose
                    .as_deref()
                    .map(|purpose| label::shortened(purpose, 160));
            }
            for relation in &entity.relations {
                if !entry.relations.contains(&relation.to) {
                    entry.relations.push(relation.to.clone());
                }
            }
            entry.places.push(EntityPlace {
                feature: FeatureName::of(view, feature.id),
                fields: entity.fields.len() as u32,
                url: view.document(located.document, &entity.place.anchor),
            });
        }
    }
    let mut rows: Vec<EntityEntry> = merged.into_values().collect();
    for row in &mut rows {
        row.is_shared = row
            .places
            .iter()
            .any(|place| place.feature.url != row.places[0].feature.url);
    }
    context.insert("rows", &rows);
    "entities.html"
}
