//! Drift: where the plan and the contracts of a feature state different endpoints.
//!
//! A feature is compared when it has both; one that has only plans, or only contracts, has no drift. What another
//! feature's contract or plan states is no drift either: features call each other.

use super::finding::at_line;
use super::index::Index;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::route::{parameters, route};
use crate::model::document::Document;
use crate::model::fact::{Endpoint, EndpointSource};
use crate::model::portfolio::{Drift, Feature, Located, MergedEndpoint};
use crate::model::source::DocId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many servers of a contract are looked at.
const SERVERS: usize = 8;

/// The methods of both sides by route.
#[derive(Default)]
struct Sides<'f> {
    plan: BTreeMap<String, BTreeSet<&'f str>>,
    contract: BTreeMap<String, BTreeSet<&'f str>>,
}

/// A route with its method.
type Operation = (String, String);

/// The operations that plans and contracts state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Routes {
    plan: BTreeSet<Operation>,
    contract: BTreeSet<Operation>,
}

impl Routes {
    /// Those of one feature.
    pub(super) fn of(endpoints: &[MergedEndpoint], index: &Index<'_>) -> Self {
        let mut stated = Self::default();
        for endpoint in endpoints {
            for (plan, known) in [(true, &mut stated.plan), (false, &mut stated.contract)] {
                if states(endpoint, plan) {
                    for route in routes(endpoint, index) {
                        known.insert((route, endpoint.method.clone()));
                    }
                }
            }
        }
        stated
    }

    /// Adds those of another feature.
    pub(super) fn add(&mut self, other: &Self) {
        self.plan.extend(other.plan.iter().cloned());
        self.contract.extend(other.contract.iter().cloned());
    }
}

/// A feature with the differences between its plans and contracts, and the findings about them.
#[derive(Debug)]
pub(super) struct Compared {
    pub(super) feature: Arc<Feature>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Compares plans and contracts of a feature. `everywhere` holds the operations of all features.
pub(super) fn compare(feature: &Arc<Feature>, everywhere: &Routes, index: &Index<'_>) -> Compared {
    let endpoints = &feature.facts.endpoints;
    let has = |plan: bool| endpoints.iter().any(|endpoint| states(endpoint, plan));
    let mut compared = Compared {
        feature: Arc::clone(feature),
        diagnostics: Vec::new(),
    };
    if !has(true) || !has(false) {
        return compared;
    }
    let sides = sides(endpoints, index);
    let drifts: Vec<Option<Drift>> = endpoints
        .iter()
        .map(|endpoint| drift(endpoint, &sides, everywhere, index))
        .collect();
    if drifts.iter().any(Option::is_some) {
        let mut feature = Feature::clone(feature);
        for (endpoint, drift) in feature.facts.endpoints.iter_mut().zip(drifts) {
            endpoint.drift = drift;
        }
        report(&feature.facts.endpoints, index, &mut compared.diagnostics);
        compared.feature = Arc::new(feature);
    }
    compared
}

fn states(endpoint: &MergedEndpoint, plan: bool) -> bool {
    endpoint
        .sources
        .iter()
        .any(|source| (source.fact.source == EndpointSource::Plan) == plan)
}

/// The routes that an endpoint may be called by: its own, and those below the base paths of its contract's servers.
fn routes(endpoint: &MergedEndpoint, index: &Index<'_>) -> BTreeSet<String> {
    let own = route(&endpoint.path);
    let mut routes = BTreeSet::new();
    for source in &endpoint.sources {
        let document: &Document = &index.documents[source.document.index()];
        let servers = document
            .contract
            .iter()
            .flat_map(|contract| &contract.servers);
        for server in servers.take(SERVERS) {
            if let Some(base) = base_path(&server.url) {
                routes.insert(route(&format!("{base}{own}")));
            }
        }
    }
    routes.insert(own);
    routes
}

/// The path of a server's address without a slash at its end; `None` when there is none.
fn base_path(url: &str) -> Option<&str> {
    let behind_host = match url.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => url,
    };
    let base = behind_host.trim_end_matches('/');
    (base.starts_with('/') && !base.contains('{')).then_some(base)
}

fn sides<'f>(endpoints: &'f [MergedEndpoint], index: &Index<'_>) -> Sides<'f> {
    let mut sides = Sides::default();
    for endpoint in endpoints {
        let method = endpoint.method.as_str();
        if states(endpoint, true) {
            let route = route(&endpoint.path);
            sides.plan.entry(route).or_default().insert(method);
        }
        if states(endpoint, false) {
            for route in routes(endpoint, index) {
                sides.contract.entry(route).or_default().insert(method);
            }
        }
    }
    sides
}

fn drift(
    endpoint: &MergedEndpoint,
    sides: &Sides<'_>,
    everywhere: &Routes,
    index: &Index<'_>,
) -> Option<Drift> {
    let (in_plan, in_contract) = (states(endpoint, true), states(endpoint, false));
    if in_plan && in_contract {
        return differing(endpoint).map(|_| Drift::OtherNames);
    }
    let (other, elsewhere) = if in_plan {
        (&sides.contract, &everywhere.contract)
    } else {
        (&sides.plan, &everywhere.plan)
    };
    let mut methods: BTreeSet<&str> = BTreeSet::new();
    for route in routes(endpoint, index) {
        let key = (route, endpoint.method.clone());
        if elsewhere.contains(&key) {
            return None;
        }
        methods.extend(other.get(&key.0).into_iter().flatten());
    }
    // Methods that both sides have say nothing about this one.
    let own = if in_plan {
        &sides.plan
    } else {
        &sides.contract
    };
    let shared = own.get(&route(&endpoint.path));
    methods.retain(|method| !shared.is_some_and(|own| own.contains(method)));
    if !methods.is_empty() {
        let list: Vec<&str> = methods.into_iter().collect();
        return Some(Drift::OtherMethod(list.join(", ")));
    }
    Some(if in_plan {
        Drift::PlanOnly
    } else {
        Drift::ContractOnly
    })
}

/// A statement of a plan that names the parameters otherwise than every contract does, and one of a contract.
fn differing(endpoint: &MergedEndpoint) -> Option<(&Located<Endpoint>, &Located<Endpoint>)> {
    let (plans, contracts): (Vec<_>, Vec<_>) = endpoint
        .sources
        .iter()
        .partition(|source| source.fact.source == EndpointSource::Plan);
    let names = |source: &Located<Endpoint>| parameters(&source.fact.path).join("/");
    let plan = plans.into_iter().find(|plan| {
        contracts
            .iter()
            .all(|contract| names(contract) != names(plan))
    })?;
    Some((plan, contracts.first()?))
}

/// One finding for each document with endpoints that the other side lacks, and one for each other difference.
fn report(endpoints: &[MergedEndpoint], index: &Index<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut lacking: BTreeMap<(DocId, Code), Vec<(u32, String)>> = BTreeMap::new();
    for endpoint in endpoints {
        let Some(first) = endpoint.sources.first() else {
            continue;
        };
        let name = format!("`{} {}`", endpoint.method, endpoint.path);
        let mut single = |code, message, help: &str| {
            let document = &index.documents[first.document.index()];
            diagnostics.push(at_line(
                code,
                (document, &index.text(first.document)),
                first.fact.place.line,
                message,
                help.to_owned(),
            ));
        };
        let code = match &endpoint.drift {
            None => continue,
            Some(Drift::OtherMethod(methods)) => {
                // The other side reports the same difference; once is enough.
                if first.fact.source == EndpointSource::Plan {
                    let message = format!("{name}, but the contract has {methods}");
                    single(
                        Code::MethodDiffers,
                        message,
                        "correct the plan or the contract",
                    );
                }
                continue;
            }
            Some(Drift::OtherNames) => {
                let Some((plan, contract)) = differing(endpoint) else {
                    continue;
                };
                let document = &index.documents[plan.document.index()];
                let (method, path) = (&endpoint.method, &plan.fact.path);
                diagnostics.push(at_line(
                    Code::NamesDiffer,
                    (document, &index.text(plan.document)),
                    plan.fact.place.line,
                    format!(
                        "`{method} {path}` is `{}` in the contract",
                        contract.fact.path
                    ),
                    "give the parameters one name".to_owned(),
                ));
                continue;
            }
            Some(Drift::PlanOnly) => Code::NotInContract,
            Some(Drift::ContractOnly) => Code::NotInPlan,
        };
        lacking
            .entry((first.document, code))
            .or_default()
            .push((first.fact.place.line, name));
    }
    for ((id, code), mut found) in lacking {
        found.sort();
        let names: Vec<&str> = found
            .iter()
            .take(3)
            .map(|(_, name)| name.as_str())
            .collect();
        let more = found.len() - names.len();
        let list = names.join(", ");
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let (place, help) = if code == Code::NotInContract {
            (
                "no contract",
                "add it to the contract, or take it out of the plan",
            )
        } else {
            (
                "no plan",
                "mention it in the plan, or take it out of the contract",
            )
        };
        let verb = if found.len() == 1 { "is" } else { "are" };
        diagnostics.push(at_line(
            code,
            (&index.documents[id.index()], &index.text(id)),
            found[0].0,
            format!("{list}{more} {verb} in {place}"),
            help.to_owned(),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::base_path;

    #[test]
    fn base_paths_of_servers() {
        for (url, expected) in [
            ("https://a.example/v1/", Some("/v1")),
            ("https://a.example", None),
            ("https://a.example/", None),
            ("/api", Some("/api")),
            ("https://{host}/{base}", None),
        ] {
            assert_eq!(base_path(url), expected, "{url}");
        }
    }
}
