//! The register of components, each name once.

use super::super::reference::FeatureName;
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::map;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::BTreeMap;

/// A component: an entry of `rows`.
#[derive(Debug, Serialize)]
pub struct ComponentEntry {
    /// The name.
    pub name: String,
    /// What it is for, as the first feature says.
    pub purpose: Option<String>,
    /// What it is built with; several when features disagree.
    pub technologies: Vec<String>,
    /// The features that describe it.
    pub places: Vec<ComponentPlace>,
}

/// A place that describes a component.
#[derive(Debug, Serialize)]
pub struct ComponentPlace {
    /// The feature.
    pub feature: FeatureName,
    /// The address of the description.
    pub url: String,
}

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    let mut merged: BTreeMap<(String, &str), ComponentEntry> = BTreeMap::new();
    for feature in features {
        for located in &feature.facts.components {
            let component = &located.fact;
            let entry = merged
                .entry((component.name.to_lowercase(), &component.name))
                .or_insert_with(|| ComponentEntry {
                    name: component.name.clone(),
                    purpose: None,
                    technologies: Vec::new(),
                    places: Vec::new(),
                });
            if entry.purpose.is_none() {
                entry.purpose = component
                    .purpose
                    .as_deref()
                    .map(|purpose| label::shortened(purpose, 200));
            }
            if let Some(technology) = &component.technology
                && !entry.technologies.contains(technology)
            {
                entry.technologies.push(technology.clone());
            }
            entry.places.push(ComponentPlace {
                feature: FeatureName::of(view, feature.id),
                url: view.document(located.document, &component.place.anchor),
            });
        }
    }
    let rows: Vec<ComponentEntry> = merged.into_values().collect();
    context.insert("rows", &rows);
    context.insert("map_html", &map::system::map(view, features));
    "components.html"
}
