//! The register of endpoints, each method and path once.

use super::super::feature::writes;
use super::super::reference::FeatureName;
use crate::model::fact::EndpointSource;
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::BTreeMap;

/// An endpoint: an entry of `rows`.
#[derive(Debug, Serialize)]
pub struct EndpointEntry {
    /// The method.
    pub method: String,
    /// Whether the method changes something.
    pub writes: bool,
    /// The path.
    pub path: String,
    /// What it is for, cut short.
    pub purpose: Option<String>,
    /// Whether a plan states it.
    pub in_plan: bool,
    /// Whether a contract states it.
    pub in_contract: bool,
    /// The features that state it.
    pub places: Vec<EndpointPlace>,
}

/// A place that states an endpoint.
#[derive(Debug, Serialize)]
pub struct EndpointPlace {
    /// The feature.
    pub feature: FeatureName,
    /// The short name of the document.
    pub document: String,
    /// The address of the statement.
    pub url: String,
}

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    let mut merged: BTreeMap<(&str, &str), EndpointEntry> = BTreeMap::new();
    for feature in features {
        for endpoint in &feature.facts.endpoints {
            let entry = merged
                .entry((&endpoint.path, &endpoint.method))
                .or_insert_with(|| EndpointEntry {
                    method: endpoint.method.clone(),
                    writes: writes(&endpoint.method),
                    path: endpoint.path.clone(),
                    purpose: None,
                    in_plan: false,
                    in_contract: false,
                    places: Vec::new(),
                });
            for source in &endpoint.sources {
                let is_plan = source.fact.source == EndpointSource::Plan;
                entry.in_plan |= is_plan;
                entry.in_contract |= !is_plan;
                if entry.purpose.is_none() {
                    entry.purpose = source
                        .fact
                        .purpose
                        .as_deref()
                        .map(|purpose| label::shortened(purpose, 160));
                }
                entry.places.push(EndpointPlace {
                    feature: FeatureName::of(view, feature.id),
                    document: view.scene.shared.label(source.document).to_owned(),
                    url: view.document(source.document, &source.fact.place.anchor),
                });
            }
        }
    }
    let rows: Vec<EndpointEntry> = merged.into_values().collect();
    context.insert("rows", &rows);
    "endpoints.html"
}
