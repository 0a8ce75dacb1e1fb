//! Traceability: which tasks, contract operations and checks lead from each requirement of a feature.

use crate::base::route::route;
use crate::link::key::{positional, write_key};
use crate::model::fact::{ChecklistItem, Requirement, Task};
use crate::model::portfolio::{BackReferences, Located, MergedEndpoint, TracedRequirement};
use crate::model::source::DocId;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What requirements may lead to, all merged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leads<'a> {
    /// Tasks.
    pub(super) tasks: &'a [Located<Task>],
    /// Boxes of checklists.
    pub(super) checklist: &'a [Located<ChecklistItem>],
    /// Endpoints.
    pub(super) endpoints: &'a [MergedEndpoint],
}

/// Requirements with the tasks that name them, the operations that these tasks or the contracts tie to them, the
/// boxes that check them, and the number of places that link to them.
pub(super) fn trace(
    requirements: Vec<Located<Requirement>>,
    leads: Leads<'_>,
    back_references: &[Arc<BackReferences>],
) -> Vec<Located<TracedRequirement>> {
    let naming = naming(leads.tasks);
    let operations = Operations::new(leads.endpoints);
    let operations_of_tasks: Vec<Vec<u32>> = leads
        .tasks
        .iter()
        .map(|task| operations.named_in(&task.fact.text))
        .collect();
    let checks: HashMap<(DocId, &str), u32> = leads
        .checklist
        .iter()
        .zip(0..)
        .map(|(item, at)| ((item.document, item.fact.place.anchor.as_str()), at))
        .collect();
    let mut key = String::new();
    requirements
        .into_iter()
        .map(|Located { document, fact }| {
            let id = fact.id.as_deref().unwrap_or(&fact.place.anchor);
            write_key(&mut key, id);
            let tasks = naming.get(&key).cloned().unwrap_or_default();
            let places = back_references[document.index()]
                .get(&fact.place.anchor)
                .map_or(&[][..], Vec::as_slice);
            let mut endpoints: BTreeSet<u32> = tasks
                .iter()
                .flat_map(|&task| &operations_of_tasks[task as usize])
                .copied()
                .collect();
            endpoints.extend(operations.named_in(&fact.text));
            let mut checked_by = BTreeSet::new();
            for place in places {
                let place = (place.document, &*place.anchor);
                checked_by.extend(checks.get(&place));
                endpoints.extend(operations.at(place));
            }
            Located {
                document,
                fact: Arc::new(TracedRequirement {
                    tasks,
                    endpoints: endpoints.into_iter().collect(),
                    checks: checked_by.into_iter().collect(),
                    references: places.len() as u32,
                    requirement: fact,
                }),
            }
        })
        .collect()
}

/// The tasks that name each requirement, by the key of its id.
fn naming(tasks: &[Located<Task>]) -> HashMap<String, Vec<u32>> {
    let mut naming: HashMap<String, Vec<u32>> = HashMap::new();
    let mut key = String::new();
    for (task, at) in tasks.iter().zip(0..) {
        for id in &task.fact.requirements {
            // A task that names criterion 1.2 works on requirement 1.
            let whole = id.rsplit_once('.').map(|(whole, _)| whole);
            let bare = positional(id);
            let bare_whole = bare.and(whole).map(|whole| &whole[1..]);
            for id in [Some(id.as_str()), whole, bare, bare_whole]
                .into_iter()
                .flatten()
            {
                write_key(&mut key, id);
                match naming.get_mut(&key) {
                    Some(named) if named.last() == Some(&at) => {}
                    Some(named) => named.push(at),
                    None => {
                        naming.insert(key.clone(), vec![at]);
                    }
                }
            }
        }
    }
    naming
}

/// The operations of a feature by what texts and places say of them.
struct Operations<'a> {
    endpoints: &'a [MergedEndpoint],
    by_route: HashMap<String, Vec<u32>>,
    by_place: HashMap<(DocId, &'a str), u32>,
}

impl<'a> Operations<'a> {
    fn new(endpoints: &'a [MergedEndpoint]) -> Self {
        let mut by_route: HashMap<String, Vec<u32>> = HashMap::new();
        let mut by_place = HashMap::new();
        for (endpoint, at) in endpoints.iter().zip(0..) {
            let route = route(&endpoint.path);
            by_route.entry(route).or_default().push(at);
            for source in &endpoint.sources {
                let anchor = source.fact.place.anchor.as_str();
                by_place.insert((source.document, anchor), at);
            }
        }
        Self {
            endpoints,
            by_route,
            by_place,
        }
    }

    /// The operation that is stated at a place.
    fn at(&self, place: (DocId, &str)) -> Option<u32> {
        self.by_place.get(&place).copied()
    }

    /// The operations that a text names: `POST /baskets`, or a path alone, which means all methods on it.
    fn named_in(&self, text: &str) -> Vec<u32> {
        let mut named = Vec::new();
        if self.endpoints.is_empty() || memchr::memchr(b'/', text.as_bytes()).is_none() {
            return named;
        }
        let mut before = "";
        for word in text.split_whitespace() {
            let bare = word.trim_matches(|c: char| "`*_\"'(),.;:→".contains(c));
            if bare.starts_with('/')
                && bare.len() > 1
                && let Some(candidates) = self.by_route.get(&route(bare))
            {
                let is_method =
                    !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_uppercase());
                named.extend(
                    candidates
                        .iter()
                        .copied()
                        .filter(|&at| !is_method || self.endpoints[at as usize].method == before),
                );
            }
            before = bare;
        }
        named
    }
}

#[cfg(test)]
mod tests {
    use super::Operations;
    use crate::model::portfolio::MergedEndpoint;

    #[test]
    fn texts_name_operations() {
        let endpoint = |method: &str, path: &str| MergedEndpoint {
            method: method.to_owned(),
            path: path.to_owned(),
            sources: Vec::new(),
            drift: None,
        };
        let endpoints = [
            endpoint("GET", "/baskets/{id}"),
            endpoint("POST", "/baskets"),
            endpoint("PUT", "/baskets/{id}"),
        ];
        let operations = Operations::new(&endpoints);
        for (text, named) in [
            ("Answer `GET /baskets/:id` from the ledger", &[0][..]),
            ("Routes for /baskets/{basketId}, tested", &[0, 2]),
            ("POST /baskets and PUT /baskets/[id].", &[1, 2]),
            ("DELETE /baskets; src/baskets/id.rs and/or this", &[]),
        ] {
            assert_eq!(operations.named_in(text), named, "{text}");
        }
    }
}
