//! The register of tasks, by feature and phase.

use super::super::reference::{FeatureName, Mention};
use super::{groups, mentions, requirement_addresses};
use crate::model::fact::TaskState;
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

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

/// A file that several open tasks name.
#[derive(Debug, Serialize)]
pub struct SharedFile {
    /// The path as written.
    pub path: String,
    /// The tasks by feature.
    pub features: Vec<FileTasks>,
}

/// The open tasks of one feature that name a file.
#[derive(Debug, Serialize)]
pub struct FileTasks {
    /// The feature.
    pub feature: FeatureName,
    /// The tasks.
    pub tasks: Vec<Mention>,
}

/// The most files that are listed.
const MOST_FILES: usize = 100;

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    context.insert("shared_files", &shared_files(view, features));
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

/// Files that open tasks of several features name, or several open tasks of one feature that are marked as parallel:
/// whoever takes one of them should know of the others.
fn shared_files(view: &View<'_>, features: &[&Feature]) -> Vec<SharedFile> {
    let mut by_path: BTreeMap<&str, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (at, feature) in features.iter().enumerate() {
        for (number, task) in feature.facts.tasks.iter().enumerate() {
            if task.fact.state != TaskState::Open {
                continue;
            }
            for path in &task.fact.files {
                let of_path = by_path.entry(path).or_default();
                of_path.entry(at).or_default().push(number);
            }
        }
    }
    by_path
        .into_iter()
        .filter(|(path, by_feature)| {
            let is_parallel = |(at, tasks): (&usize, &Vec<usize>)| {
                let tasks = tasks.iter().map(|&task| &features[*at].facts.tasks[task]);
                tasks.filter(|task| task.fact.parallel).count() > 1
            };
            // A folder or a bare name is no file that two people would change at once.
            path.contains('/')
                && !path.ends_with('/')
                && (by_feature.len() > 1 || by_feature.iter().any(is_parallel))
        })
        .take(MOST_FILES)
        .map(|(path, by_feature)| SharedFile {
            path: path.to_owned(),
            features: by_feature
                .into_iter()
                .map(|(at, tasks)| FileTasks {
                    feature: FeatureName::of(view, features[at].id),
                    tasks: tasks
                        .into_iter()
                        .map(|number| {
                            let task = &features[at].facts.tasks[number];
                            Mention {
                                text: (task.fact.id.clone())
                                    .unwrap_or_else(|| label::shortened(&task.fact.text, 32)),
                                url: Some(view.document(task.document, &task.fact.place.anchor)),
                                done: false,
                            }
                        })
                        .collect(),
                })
                .collect(),
        })
        .collect()
}
