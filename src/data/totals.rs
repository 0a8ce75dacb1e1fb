//! The totals of a portfolio.

use super::collect::{View, unrated};
use crate::base::route::route;
use serde::Serialize;
use std::collections::BTreeSet;

/// The totals of portfolio.json. Endpoints (method and path), entities and components (name) count once however many
/// features state them; everything else is the sum over the features' lists. Documents are all of the portfolio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// Features.
    pub features: usize,
    /// Documents, those of the portfolio itself included.
    pub documents: usize,
    /// Requirements.
    pub requirements: usize,
    /// Tasks.
    pub tasks: usize,
    /// Tasks that are done.
    pub tasks_done: usize,
    /// Risks.
    pub risks: usize,
    /// Risks without a level.
    pub risks_unrated: usize,
    /// Decisions.
    pub decisions: usize,
    /// Questions that wait for an answer.
    pub questions_open: usize,
    /// Distinct endpoints.
    pub endpoints: usize,
    /// Distinct entities.
    pub entities: usize,
    /// Distinct components.
    pub components: usize,
    /// Diagrams, file trees included.
    pub diagrams: usize,
}

/// Counts a portfolio.
pub fn totals(view: View<'_>) -> Totals {
    let mut totals = Totals {
        features: view.portfolio.features.len(),
        documents: view.portfolio.documents.len(),
        ..Totals::default()
    };
    let mut endpoints = BTreeSet::new();
    let mut entities = BTreeSet::new();
    let mut components = BTreeSet::new();
    for feature in &view.portfolio.features {
        let facts = &feature.facts;
        totals.requirements += facts.requirements.len();
        totals.tasks += facts.tasks.len();
        totals.tasks_done += facts.tasks_done();
        totals.risks += facts.risks.len();
        totals.risks_unrated += unrated(feature);
        totals.decisions += facts.decisions.len();
        totals.questions_open += facts.questions_open();
        for &id in &feature.documents {
            totals.diagrams += view.portfolio.document(id).diagrams.len();
        }
        for endpoint in &facts.endpoints {
            endpoints.insert((&*endpoint.method, route(&endpoint.path)));
        }
        entities.extend(facts.entities.iter().map(|entity| &*entity.fact.name));
        components.extend(facts.components.iter().map(|part| &*part.fact.name));
    }
    totals.endpoints = endpoints.len();
    totals.entities = entities.len();
    totals.components = components.len();
    totals
}
