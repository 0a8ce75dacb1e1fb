//! Endpoints of a feature.

use super::located;
use crate::base::route::route;
use crate::model::document::Document;
use crate::model::fact::Endpoint;
use crate::model::portfolio::MergedEndpoint;
use std::collections::BTreeMap;

/// All endpoints by path and method, each with the places that state it: plans first, then contracts, each in order
/// of path and line.
pub(super) fn merge(documents: &[&Document]) -> Vec<MergedEndpoint> {
    let mut merged: BTreeMap<(String, String), MergedEndpoint> = BTreeMap::new();
    for document in documents {
        for endpoint in &document.facts.endpoints {
            merged
                .entry((route(&endpoint.path), endpoint.method.to_uppercase()))
                .or_insert_with(|| MergedEndpoint {
                    method: endpoint.method.to_uppercase(),
                    path: String::new(),
                    drift: None,
                    sources: Vec::new(),
                })
                .sources
                .push(located(document.id, endpoint));
        }
    }
    let mut endpoints: Vec<MergedEndpoint> = merged.into_values().map(with_path).collect();
    endpoints.sort_by(|left, right| (&left.path, &left.method).cmp(&(&right.path, &right.method)));
    endpoints
}

/// Sorts the sources and takes the path of the first.
fn with_path(mut endpoint: MergedEndpoint) -> MergedEndpoint {
    endpoint
        .sources
        .sort_by_key(|source: &_| order(&source.fact, source.document.0));
    if let Some(first) = endpoint.sources.first() {
        endpoint.path.clone_from(&first.fact.path);
    }
    endpoint
}

fn order(endpoint: &Endpoint, document: u32) -> (crate::model::fact::EndpointSource, u32, u32) {
    (endpoint.source, document, endpoint.place.line)
}
