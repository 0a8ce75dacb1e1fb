//! What the rest of a feature says about the operations of a contract: the plan, requirements and tasks.

use super::contract::Difference;
use super::reference::Mention;
use super::register::endpoints::state;
use crate::base::route::route;
use crate::model::document::Document;
use crate::model::fact::EndpointSource;
use crate::model::portfolio::{Drift, Feature};
use crate::render::scene::View;
use std::collections::{BTreeMap, HashMap};

/// At most so many requirements or tasks are named at one operation.
const MENTIONS: usize = 12;

/// A route, with the method when the text names one before it.
type Named = (Option<String>, String);

/// What a feature says about the operations of one contract.
pub(super) struct Trace {
    /// Whether the feature has plans and contracts.
    pub(super) compared: bool,
    states: HashMap<String, &'static str>,
    requirements: BTreeMap<Named, Vec<Mention>>,
    tasks: BTreeMap<Named, Vec<Mention>>,
}

/// Collects what the feature of a contract says.
pub(super) fn of(view: &View<'_>, document: &Document) -> Trace {
    let mut trace = Trace {
        compared: false,
        states: HashMap::new(),
        requirements: BTreeMap::new(),
        tasks: BTreeMap::new(),
    };
    let Some(feature) = document.feature.map(|id| view.scene.portfolio.feature(id)) else {
        return trace;
    };
    trace.compared = is_compared(feature);
    for endpoint in &feature.facts.endpoints {
        for source in &endpoint.sources {
            if trace.compared && source.document == document.id {
                let anchor = source.fact.place.anchor.clone();
                trace.states.insert(anchor, state(endpoint));
            }
        }
    }
    for located in &feature.facts.requirements {
        let requirement = &located.fact.requirement;
        let Some(id) = &requirement.id else {
            continue;
        };
        let url = || view.document(located.document, &requirement.place.anchor);
        add(&mut trace.requirements, &requirement.text, id, &url, false);
    }
    for located in &feature.facts.tasks {
        let task = &located.fact;
        let Some(id) = &task.id else {
            continue;
        };
        let url = || view.document(located.document, &task.place.anchor);
        let done = task.state == crate::model::fact::TaskState::Done;
        add(&mut trace.tasks, &task.text, id, &url, done);
    }
    trace
}

/// Whether both plans and contracts of a feature state endpoints.
fn is_compared(feature: &Feature) -> bool {
    let has = |plan: bool| {
        feature
            .facts
            .endpoints
            .iter()
            .flat_map(|endpoint| &endpoint.sources)
            .any(|source| (source.fact.source == EndpointSource::Plan) == plan)
    };
    has(true) && has(false)
}

fn add(
    found: &mut BTreeMap<Named, Vec<Mention>>,
    text: &str,
    id: &str,
    url: &dyn Fn() -> String,
    done: bool,
) {
    for named in routes(text) {
        let mentions = found.entry(named).or_default();
        if mentions.len() < MENTIONS && mentions.last().is_none_or(|last| last.text != id) {
            mentions.push(Mention {
                text: id.to_owned(),
                url: Some(url()),
                done,
            });
        }
    }
}

/// The paths that a text names.
fn routes(text: &str) -> Vec<Named> {
    if !text.contains('/') {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut before = "";
    for word in text.split_whitespace().map(bare) {
        if word.len() > 1 && word.starts_with('/') {
            let is_method = !before.is_empty() && before.bytes().all(|b| b.is_ascii_uppercase());
            found.push((is_method.then(|| before.to_owned()), route(word)));
        }
        before = word;
    }
    found
}

/// A word without the signs around it that are no part of a path.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '/' | '{' | '}' | ']' | '>' | ':')
    })
    .trim_end_matches([':', '.', ','])
}

impl Trace {
    /// How plan and contract agree in the operation of an anchor.
    pub(super) fn state(&self, anchor: &str) -> Option<&'static str> {
        self.states.get(anchor).copied()
    }

    /// The requirements that name an operation.
    pub(super) fn requirements(&self, method: &str, path: &str) -> Vec<Mention> {
        mentions(&self.requirements, method, path)
    }

    /// The tasks that name an operation.
    pub(super) fn tasks(&self, method: &str, path: &str) -> Vec<Mention> {
        mentions(&self.tasks, method, path)
    }
}

fn mentions(found: &BTreeMap<Named, Vec<Mention>>, method: &str, path: &str) -> Vec<Mention> {
    if found.is_empty() || !path.starts_with('/') {
        return Vec::new();
    }
    let route = route(path);
    let mut mentions: Vec<Mention> = Vec::new();
    for key in [
        (None, route.clone()),
        (Some(method.to_owned()), route.clone()),
    ] {
        for mention in found.get(&key).into_iter().flatten() {
            if mentions.iter().all(|known| known.text != mention.text) {
                mentions.push(mention.clone());
            }
        }
    }
    mentions
}

/// Where the plan of the feature and this contract differ. What only a plan states belongs to every contract.
pub(super) fn differences(view: &View<'_>, document: &Document) -> Vec<Difference> {
    let Some(feature) = document.feature.map(|id| view.scene.portfolio.feature(id)) else {
        return Vec::new();
    };
    if document.facts.endpoints.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for endpoint in &feature.facts.endpoints {
        let Some(drift) = &endpoint.drift else {
            continue;
        };
        let own = endpoint
            .sources
            .iter()
            .find(|source| source.document == document.id);
        let plan = endpoint
            .sources
            .iter()
            .find(|source| source.fact.source == EndpointSource::Plan);
        let (source, other) = match (drift, own, plan) {
            (Drift::PlanOnly, _, Some(plan)) => (plan, String::new()),
            (Drift::OtherMethod(methods), Some(one), _) => (one, methods.clone()),
            (Drift::OtherNames, Some(one), Some(plan)) => (one, plan.fact.path.clone()),
            (_, Some(one), _) => (one, String::new()),
            // The plan's side of a difference in methods is told at the contract's side.
            _ => continue,
        };
        found.push(Difference {
            state: state(endpoint),
            method: endpoint.method.clone(),
            path: source.fact.path.clone(),
            url: view.document(source.document, &source.fact.place.anchor),
            other,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::routes;

    #[test]
    fn paths_in_texts() {
        let found: Vec<_> = routes("Write POST /gates/{id}/scans, (GET `/a/:b`) and src/x.rs.");
        assert_eq!(
            found,
            [
                (Some("POST".to_owned()), "/gates/{}/scans".to_owned()),
                (Some("GET".to_owned()), "/a/{}".to_owned()),
            ]
        );
    }
}
