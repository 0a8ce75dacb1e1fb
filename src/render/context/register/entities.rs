//! The register of entities, each name once.

use super::super::reference::FeatureName;
use crate::model::fact::Entity;
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
    /// Fields that they describe differently.
    pub differences: Vec<Difference>,
}

/// A field that features describe differently.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// The field.
    pub field: String,
    /// The features that have it, with its type there.
    pub types: Vec<FieldType>,
}

/// The type of a field in one feature.
#[derive(Debug, Serialize)]
pub struct FieldType {
    /// The short name of the feature.
    pub feature: String,
    /// The type as written; empty when not stated.
    pub type_name: String,
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
    let mut shared: BTreeMap<(String, &str), Vec<(usize, &Entity)>> = BTreeMap::new();
    for (at, feature) in features.iter().enumerate() {
        for located in &feature.facts.entities {
            let entity: &Entity = &located.fact;
            let key = (entity.name.to_lowercase(), entity.name.as_str());
            shared.entry(key).or_default().push((at, entity));
            let entry = merged
                .entry((entity.name.to_lowercase(), &entity.name))
                .or_insert_with(|| EntityEntry {
                    name: entity.name.clone(),
                    purpose: None,
                    relations: Vec::new(),
                    places: Vec::new(),
                    is_shared: false,
                    differences: Vec::new(),
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
    let mut rows: Vec<EntityEntry> = Vec::with_capacity(merged.len());
    for (key, mut row) in merged {
        row.differences = differences(features, shared.get(&key).map_or(&[], Vec::as_slice));
        rows.push(row);
    }
    for row in &mut rows {
        row.is_shared = row
            .places
            .iter()
            .any(|place| place.feature.url != row.places[0].feature.url);
    }
    context.insert("rows", &rows);
    "entities.html"
}

/// A field as first written, and its type by the position of the feature.
type Described<'a> = (String, Vec<(usize, &'a str)>);

/// The most fields that are listed for one entity.
const MOST: usize = 8;

/// Fields that some of the features lack, or give another type. A feature that lists no fields says nothing about
/// them.
fn differences(features: &[&Feature], places: &[(usize, &Entity)]) -> Vec<Difference> {
    let telling: Vec<&(usize, &Entity)> = (places.iter())
        .filter(|(_, entity)| !entity.fields.is_empty())
        .collect();
    if telling.len() < 2 || telling.iter().all(|place| place.0 == telling[0].0) {
        return Vec::new();
    }
    let mut fields: BTreeMap<String, Described<'_>> = BTreeMap::new();
    for (at, entity) in &telling {
        for field in &entity.fields {
            let entry = fields
                .entry(field.name.to_lowercase().replace('_', ""))
                .or_insert_with(|| (field.name.clone(), Vec::new()));
            entry.1.push((*at, &field.type_name));
        }
    }
    let bare = |text: &str| text.to_lowercase().replace([' ', '`'], "");
    fields
        .into_values()
        .filter(|(_, types)| {
            let stated: Vec<String> = (types.iter())
                .map(|(_, name)| bare(name))
                .filter(|name| !name.is_empty())
                .collect();
            types.len() < telling.len() || stated.iter().any(|name| *name != stated[0])
        })
        .take(MOST)
        .map(|(field, types)| Difference {
            field,
            types: types
                .into_iter()
                .map(|(at, name)| FieldType {
                    feature: label::of_feature(features[at]),
                    type_name: label::shortened(name, 40),
                })
                .collect(),
        })
        .collect()
}
