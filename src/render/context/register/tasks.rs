//! The register of tasks, by feature and phase.

use super::super::reference::{FeatureName, Mention};
use super::row::{Named, Rows};
use super::{groups, requirement_places};
use crate::base::excerpt::cut;
use crate::model::fact::{Task, TaskState};
use crate::model::portfolio::{Feature, Located};
use crate::model::source::DocId;
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// The tasks of a phase: a row of `groups`.
#[derive(Debug, Serialize)]
pub struct TaskStage {
    /// The heading of the phase; empty for tasks outside of phases.
    pub title: String,
    /// The rows of its tasks: task, story, requirements, what comes before.
    pub rows_html: String,
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
    let requirements = requirement_places(feature);
    let places: HashMap<&str, (DocId, &str)> = (tasks.iter())
        .filter_map(|located| {
            let id = located.fact.id.as_deref()?;
            Some((id, (located.document, &*located.fact.place.anchor)))
        })
        .collect();
    let mut rows = Rows::new(view);
    let mut stages: Vec<TaskStage> = Vec::new();
    for (at, located) in tasks.iter().enumerate() {
        let title = located.fact.phase.as_deref().unwrap_or("");
        row(&mut rows, located, &requirements, &places);
        let next = tasks
            .get(at + 1)
            .map(|next| next.fact.phase.as_deref().unwrap_or(""));
        if next != Some(title) {
            stages.push(TaskStage {
                title: title.to_owned(),
                rows_html: rows.take(),
            });
        }
    }
    stages
}

fn row(
    rows: &mut Rows<'_>,
    located: &Located<Task>,
    requirements: &HashMap<&str, (DocId, &str)>,
    places: &HashMap<&str, (DocId, &str)>,
) {
    let task = &located.fact;
    let text = cut(&task.text, 240);
    let (document, anchor) = (located.document, &*task.place.anchor);
    let (shape, state) = match task.state {
        TaskState::Done => (" box-done", "state_done"),
        TaskState::Open => ("", "state_open"),
        TaskState::Other => (" box-wait", "state_other"),
    };
    rows.markup("<tr><th scope=\"row\" class=\"task\"><span class=\"box");
    rows.markup(shape);
    rows.markup("\"></span>");
    match &task.id {
        Some(id) => rows.link("id", document, anchor, id),
        None => rows.markup("<span></span>"),
    }
    rows.markup("<span><span class=\"vh\">");
    rows.word(state, "");
    rows.markup(": </span>");
    match &task.id {
        Some(_) => rows.text(&text),
        None => rows.link("plain-name", document, anchor, &text),
    }
    if task.parallel {
        rows.markup(" <span class=\"tag\">");
        rows.word("parallel", "");
        rows.markup("</span>");
    }
    if task.state == TaskState::Other {
        rows.markup(" <span class=\"tag\">");
        rows.text(&task.mark);
        rows.markup("</span>");
    }
    rows.markup("</span></th><td>");
    rows.text(task.story.as_deref().unwrap_or(""));
    rows.markup("</td><td>");
    rows.list(named(&task.requirements, requirements));
    if task.depends_on.is_empty() {
        rows.markup("</td><td>");
    } else {
        // On a narrow page the head of the column is not there to say it.
        rows.markup("</td><td data-l=\"");
        rows.word("after", "");
        rows.markup("\">");
        rows.list(named(&task.depends_on, places));
    }
    rows.markup("</td></tr>\n");
}

/// Ids with the places where they are defined.
fn named<'a>(
    ids: &'a [String],
    places: &'a HashMap<&str, (DocId, &str)>,
) -> impl Iterator<Item = Named<'a>> {
    ids.iter().map(|id| Named {
        text: id,
        place: places.get(id.as_str()).copied(),
        done: false,
    })
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
