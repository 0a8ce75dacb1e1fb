//! The register of tasks, by feature and phase.

use super::super::reference::Mention;
use super::{groups, mentions, requirement_addresses};
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::HashMap;

/// The tasks of a phase: a row of `groups`.
#[derive(Debug, Serialize)]
pub struct TaskStage {
    /// The heading of the phase; empty for tasks outside of phases.
    pub title: String,
    /// The tasks.
    pub tasks: Vec<TaskRow>,
}

/// A task.
#[derive(Debug, Serialize)]
pub struct TaskRow {
    /// The id as written.
    pub id: Option<String>,
    /// The text, cut short.
    pub text: String,
    /// `done`, `open` or `other`.
    pub state: &'static str,
    /// What stands between the brackets.
    pub mark: String,
    /// The story.
    pub story: Option<String>,
    /// Whether it is marked as parallel.
    pub parallel: bool,
    /// Requirements that it names.
    pub requirements: Vec<Mention>,
    /// Tasks that it depends on.
    pub depends_on: Vec<Mention>,
    /// Its address.
    pub url: String,
}

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    context.insert(
        "groups",
        &groups(view, features, |feature| stages(view, feature)),
    );
    "tasks.html"
}

fn stages(view: &View<'_>, feature: &Feature) -> Vec<TaskStage> {
    let tasks = &feature.facts.tasks;
    let requirements = requirement_addresses(view, feature);
    let addresses: HashMap<&str, String> = tasks
        .iter()
        .filter_map(|located| {
            let id = located.fact.id.as_deref()?;
            Some((
                id,
                view.document(located.document, &located.fact.place.anchor),
            ))
        })
        .collect();
    let mut stages: Vec<TaskStage> = Vec::new();
    for located in tasks {
        let task = &located.fact;
        let title = task.phase.as_deref().unwrap_or("");
        if stages.last().is_none_or(|stage| stage.title != title) {
            stages.push(TaskStage {
                title: title.to_owned(),
                tasks: Vec::new(),
            });
        }
        let stage = stages.last_mut().expect("a stage was pushed above");
        stage.tasks.push(TaskRow {
            id: task.id.clone(),
            text: label::shortened(&task.text, 240),
            state: task.state.word(),
            mark: task.mark.to_string(),
            story: task.story.clone(),
            parallel: task.parallel,
            requirements: mentions(&task.requirements, &requirements),
            depends_on: mentions(&task.depends_on, &addresses),
            url: view.document(located.document, &task.place.anchor),
        });
    }
    stages
}
