//! The register of endpoints, each method and path once, with the differences between plans and contracts.

use super::super::feature::{found, writes};
use super::super::reference::FeatureName;
use crate::base::route::route;
use crate::model::fact::EndpointSource;
use crate::model::portfolio::{Drift, Feature, MergedEndpoint};
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
    /// The path, as the first statement writes it.
    pub path: String,
    /// What it is for, cut short.
    pub purpose: Option<String>,
    /// Whether a plan states it.
    pub in_plan: bool,
    /// Whether a contract states it.
    pub in_contract: bool,
    /// How plans and contracts agree: a key of the texts `agree_…`; see [`state`].
    pub state: &'static str,
    /// The methods that the other side has.
    pub methods: Option<String>,
    /// Other writings of the path.
    pub writings: Vec<String>,
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

/// How the endpoints of a feature agree: an entry of `features`.
#[derive(Debug, Serialize)]
pub struct Agreement {
    /// The feature.
    pub feature: FeatureName,
    /// All endpoints.
    pub total: u32,
    /// Stated by plan and contract alike, or by another feature.
    pub agree: u32,
    /// By a plan only.
    pub plan_only: u32,
    /// By a contract only.
    pub contract_only: u32,
    /// With another method.
    pub method: u32,
    /// With other names of parameters.
    pub names: u32,
    /// Why nothing is compared: `no_contract` or `no_plan`.
    pub lacks: Option<&'static str>,
}

/// How plan and contract of one feature agree in an endpoint: `both`, `plan` or `contract` without a difference,
/// `plan-only`, `contract-only`, `method` or `names` with one.
pub(in crate::render::context) fn state(endpoint: &MergedEndpoint) -> &'static str {
    match &endpoint.drift {
        None => found(endpoint),
        Some(Drift::PlanOnly) => "plan-only",
        Some(Drift::ContractOnly) => "contract-only",
        Some(Drift::OtherMethod(_)) => "method",
        Some(Drift::OtherNames) => "names",
    }
}

/// Differences come before agreement, the graver ones first.
const GRAVITY: [&str; 7] = [
    "method",
    "plan-only",
    "contract-only",
    "names",
    "both",
    "plan",
    "contract",
];

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    let mut merged: BTreeMap<(String, &str), EndpointEntry> = BTreeMap::new();
    for feature in features {
        for endpoint in &feature.facts.endpoints {
            let entry = merged
                .entry((route(&endpoint.path), &endpoint.method))
                .or_insert_with(|| EndpointEntry {
                    method: endpoint.method.clone(),
                    writes: writes(&endpoint.method),
                    path: endpoint.path.clone(),
                    purpose: None,
                    in_plan: false,
                    in_contract: false,
                    state: "contract",
                    methods: None,
                    writings: Vec::new(),
                    places: Vec::new(),
                });
            add(view, feature, endpoint, entry);
        }
    }
    let mut rows: Vec<EndpointEntry> = merged.into_values().collect();
    for row in &mut rows {
        let agrees = matches!(row.state, "both" | "plan" | "contract");
        if agrees && row.in_plan && row.in_contract {
            row.state = "both";
        }
    }
    let mut states: Vec<(&str, usize)> = GRAVITY
        .into_iter()
        .map(|state| (state, rows.iter().filter(|row| row.state == state).count()))
        .collect();
    states.retain(|(_, count)| *count > 0);
    let agreements: Vec<Agreement> = features
        .iter()
        .filter(|feature| !feature.facts.endpoints.is_empty())
        .map(|feature| agreement(view, feature))
        .collect();
    context.insert("rows", &rows);
    context.insert("states", &states);
    context.insert("features", &agreements);
    "endpoints.html"
}

/// Adds what one feature says about an endpoint.
fn add(view: &View<'_>, feature: &Feature, endpoint: &MergedEndpoint, entry: &mut EndpointEntry) {
    let rank = |state: &str| GRAVITY.iter().position(|known| *known == state);
    let state = state(endpoint);
    if rank(state) < rank(entry.state) || entry.places.is_empty() {
        entry.state = state;
    }
    if let Some(Drift::OtherMethod(methods)) = &endpoint.drift {
        entry.methods = Some(methods.clone());
    }
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
        if source.fact.path != entry.path && !entry.writings.contains(&source.fact.path) {
            entry.writings.push(source.fact.path.clone());
        }
        entry.places.push(EndpointPlace {
            feature: FeatureName::of(view, feature.id),
            document: view.scene.shared.label(source.document).to_owned(),
            url: view.document(source.document, &source.fact.place.anchor),
        });
    }
}

fn agreement(view: &View<'_>, feature: &Feature) -> Agreement {
    let endpoints = &feature.facts.endpoints;
    let count = |wanted: &[&str]| {
        endpoints
            .iter()
            .filter(|endpoint| wanted.contains(&state(endpoint)))
            .count() as u32
    };
    let has = |plan: bool| {
        endpoints
            .iter()
            .flat_map(|endpoint| &endpoint.sources)
            .any(|source| (source.fact.source == EndpointSource::Plan) == plan)
    };
    Agreement {
        feature: FeatureName::of(view, feature.id),
        total: endpoints.len() as u32,
        agree: count(&["both", "plan", "contract"]),
        plan_only: count(&["plan-only"]),
        contract_only: count(&["contract-only"]),
        method: count(&["method"]),
        names: count(&["names"]),
        lacks: match (has(true), has(false)) {
            (true, false) => Some("no_contract"),
            (false, true) => Some("no_plan"),
            _ => None,
        },
    }
}
