//! The register of requirements: which tasks and stories they lead to.

use super::super::reference::Mention;
use super::groups;
use crate::model::fact::TaskState;
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;

/// A requirement: a row of `groups`.
#[derive(Debug, Serialize)]
pub struct RequirementRow {
    /// The id as written.
    pub id: Option<String>,
    /// The text, cut short.
    pub text: String,
    /// The kind; its text has the key `requirement_<kind>`.
    pub kind: &'static str,
    /// What an OpenSpec delta does to it; empty otherwise.
    pub change: &'static str,
    /// Its address.
    pub url: String,
    /// Stories of its tasks.
    pub stories: Vec<String>,
    /// Tasks that name it.
    pub tasks: Vec<Mention>,
    /// Whether the feature has tasks but none names it.
    pub is_gap: bool,
    /// Operations that its tasks or a contract tie to it.
    pub operations: Vec<Mention>,
    /// Whether any requirement of the feature has an operation; the column is left out otherwise.
    pub has_operations: bool,
    /// Boxes of checklists that name it.
    pub checks: Vec<Mention>,
    /// Whether any requirement of the feature is checked.
    pub has_checks: bool,
}

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    context.insert(
        "groups",
        &groups(view, features, |feature| rows(view, feature)),
    );
    "requirements.html"
}

fn rows(view: &View<'_>, feature: &Feature) -> Vec<RequirementRow> {
    let tasks = &feature.facts.tasks;
    let requirements = &feature.facts.requirements;
    let has_operations = (requirements.iter()).any(|one| !one.fact.endpoints.is_empty());
    let has_checks = requirements.iter().any(|one| !one.fact.checks.is_empty());
    requirements
        .iter()
        .map(|located| {
            let requirement = &located.fact.requirement;
            let named: Vec<_> = located
                .fact
                .tasks
                .iter()
                .filter_map(|&at| tasks.get(at as usize))
                .collect();
            let mut stories: Vec<String> = named
                .iter()
                .filter_map(|task| task.fact.story.clone())
                .collect();
            stories.sort();
            stories.dedup();
            RequirementRow {
                id: requirement.id.clone(),
                text: label::shortened(&requirement.text, 280),
                kind: requirement.kind.word(),
                change: requirement
                    .change
                    .map_or("", crate::model::fact::Change::word),
                url: view.document(located.document, &requirement.place.anchor),
                stories,
                operations: operations(view, feature, &located.fact.endpoints),
                has_operations,
                checks: checks(view, feature, &located.fact.checks),
                has_checks,
                is_gap: named.is_empty() && !tasks.is_empty(),
                tasks: named
                    .into_iter()
                    .map(|task| Mention {
                        text: task
                            .fact
                            .id
                            .clone()
                            .unwrap_or_else(|| label::shortened(&task.fact.text, 32)),
                        url: Some(view.document(task.document, &task.fact.place.anchor)),
                        done: task.fact.state == TaskState::Done,
                    })
                    .collect(),
            }
        })
        .collect()
}

fn operations(view: &View<'_>, feature: &Feature, indices: &[u32]) -> Vec<Mention> {
    indices
        .iter()
        .filter_map(|&at| feature.facts.endpoints.get(at as usize))
        .filter_map(|endpoint| {
            // The contract says most about an operation.
            let source = endpoint.sources.last()?;
            Some(Mention {
                text: format!("{} {}", endpoint.method, endpoint.path),
                url: Some(view.document(source.document, &source.fact.place.anchor)),
                done: false,
            })
        })
        .collect()
}

fn checks(view: &View<'_>, feature: &Feature, indices: &[u32]) -> Vec<Mention> {
    indices
        .iter()
        .filter_map(|&at| feature.facts.checklist.get(at as usize))
        .map(|item| Mention {
            text: item
                .fact
                .id
                .clone()
                .unwrap_or_else(|| label::shortened(&item.fact.text, 24)),
            url: Some(view.document(item.document, &item.fact.place.anchor)),
            done: item.fact.checked,
        })
        .collect()
}
