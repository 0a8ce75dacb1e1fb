//! How far the tasks of a feature are, and which can be started.

use super::reference::Mention;
use crate::model::fact::{Task, TaskState};
use crate::model::portfolio::{Feature, Located};
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// The tasks of one phase or story.
#[derive(Debug, Clone, Serialize)]
pub struct Stage {
    /// The heading of the phase, or the story; empty for tasks that have neither.
    pub title: String,
    /// Tasks that are done.
    pub done: u32,
    /// All tasks.
    pub total: u32,
    /// The address of the first of them.
    pub url: String,
    /// The first and the last id, where the tasks have ids.
    pub ids: Option<String>,
}

/// A task that is open.
#[derive(Debug, Clone, Serialize)]
pub struct OpenTask {
    /// The id as written.
    pub id: Option<String>,
    /// The text.
    pub text: String,
    /// The address of the task.
    pub url: String,
    /// Why it can start: `ready` (all that it depends on is done), `next` (the first open one of its stage) or
    /// `parallel` (marked as independent of the others in its stage). Empty for waiting tasks.
    pub why: &'static str,
    /// The phase or story it stands in; empty when there is none.
    pub stage: String,
    /// What it waits for.
    pub waits_for: Vec<Mention>,
}

/// The tasks of a feature by phase, or by story when they have no phases.
pub(super) fn stages(view: &View<'_>, feature: &Feature) -> Vec<Stage> {
    let tasks = &feature.facts.tasks;
    let by_phase = tasks.iter().any(|task| task.fact.phase.is_some());
    let mut stages: Vec<Stage> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    let mut ids: Vec<(Option<&str>, Option<&str>)> = Vec::new();
    for located in tasks {
        let title = stage_of(&located.fact, by_phase);
        let index = *at.entry(title).or_insert_with(|| {
            stages.push(Stage {
                title: title.to_owned(),
                done: 0,
                total: 0,
                url: view.document(located.document, &located.fact.place.anchor),
                ids: None,
            });
            ids.push((located.fact.id.as_deref(), None));
            stages.len() - 1
        });
        let stage = &mut stages[index];
        stage.total += 1;
        stage.done += u32::from(located.fact.state == TaskState::Done);
        ids[index].1 = located.fact.id.as_deref();
    }
    for (stage, ids) in stages.iter_mut().zip(ids) {
        stage.ids = match ids {
            (Some(first), Some(last)) if first == last => Some(first.to_owned()),
            (Some(first), Some(last)) => Some(format!("{first}–{last}")),
            _ => None,
        };
    }
    stages
}

fn stage_of(task: &Task, by_phase: bool) -> &str {
    let stage = if by_phase {
        task.phase.as_deref()
    } else {
        task.story.as_deref()
    };
    stage.unwrap_or("")
}

/// What blocks the tasks of a stage: whether earlier stages must be finished first.
///
/// Stages that belong to a story are built independently of each other, after the stages before them that belong to
/// no story (setup, foundations). A stage without a story needs all stages before it.
fn blocked_stages(tasks: &[Located<Task>], by_phase: bool) -> HashMap<&str, bool> {
    let mut order: Vec<(&str, bool, bool)> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for located in tasks {
        let title = stage_of(&located.fact, by_phase);
        let index = *at.entry(title).or_insert_with(|| {
            order.push((title, false, false));
            order.len() - 1
        });
        order[index].1 |= located.fact.state == TaskState::Open;
        order[index].2 |= located.fact.story.is_some();
    }
    let mut open_story = false;
    let mut open_other = false;
    let mut blocked = HashMap::new();
    for (title, is_open, has_story) in order {
        blocked.insert(title, open_other || (open_story && !has_story));
        open_story |= is_open && has_story;
        open_other |= is_open && !has_story;
    }
    blocked
}

/// Open tasks of one sort.
#[derive(Debug, Default)]
pub(super) struct OpenTasks {
    /// All of them.
    pub(super) total: u32,
    /// The first ones.
    pub(super) first: Vec<OpenTask>,
}

/// The open tasks that can start now, and those that wait for others; of each the first `most` by name.
///
/// A task can start when all tasks that it names are done. A task that names none can start when nothing blocks its
/// stage and it is the first open one there, or marked as parallel. A task waits when it names a task that is not done.
/// Other open tasks are neither.
pub(super) fn open(view: &View<'_>, feature: &Feature, most: usize) -> (OpenTasks, OpenTasks) {
    let tasks = &feature.facts.tasks;
    let by_id: HashMap<&str, &Located<Task>> = tasks
        .iter()
        .filter_map(|task| task.fact.id.as_deref().map(|id| (id, task)))
        .collect();
    let by_phase = tasks.iter().any(|task| task.fact.phase.is_some());
    let blocked = blocked_stages(tasks, by_phase);
    let mut begun: HashSet<&str> = HashSet::new();
    let mut can_start = OpenTasks::default();
    let mut waiting = OpenTasks::default();
    let open_tasks = tasks
        .iter()
        .filter(|task| task.fact.state == TaskState::Open);
    for located in open_tasks {
        let task = &located.fact;
        let stage = stage_of(task, by_phase);
        let is_done = |id: &&String| {
            let other = by_id.get(id.as_str());
            other.is_some_and(|other| other.fact.state == TaskState::Done)
        };
        let is_ready = task.depends_on.iter().all(|id| is_done(&id));
        let is_free = !blocked.get(stage).copied().unwrap_or(false);
        let why = if !is_ready {
            ""
        } else if !task.depends_on.is_empty() {
            "ready"
        } else if is_free && !begun.contains(stage) {
            "next"
        } else if is_free && task.parallel {
            "parallel"
        } else {
            continue;
        };
        if !why.is_empty() {
            begun.insert(stage);
        }
        let list = if why.is_empty() {
            &mut waiting
        } else {
            &mut can_start
        };
        list.total += 1;
        if list.first.len() < most {
            list.first.push(OpenTask {
                id: task.id.clone(),
                text: without_dependencies(&task.text),
                url: view.document(located.document, &task.place.anchor),
                why,
                stage: label::shortened(stage, 48),
                waits_for: pending(view, task, &by_id),
            });
        }
    }
    (can_start, waiting)
}

/// The text of a task without a trailing `(depends on …)`, which is told by links.
fn without_dependencies(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if let Some(start) = lower.find("(depends on")
        && let Some(length) = text[start..].find(')')
    {
        let head = text[..start].trim_end();
        return format!("{head}{}", &text[start + length + 1..]);
    }
    text.to_owned()
}

/// The tasks that a task names and that are not done.
fn pending(view: &View<'_>, task: &Task, by_id: &HashMap<&str, &Located<Task>>) -> Vec<Mention> {
    let mut pending = Vec::new();
    for id in &task.depends_on {
        let other = by_id.get(id.as_str());
        if other.is_some_and(|other| other.fact.state == TaskState::Done) {
            continue;
        }
        pending.push(Mention {
            text: id.clone(),
            url: other.map(|other| view.document(other.document, &other.fact.place.anchor)),
            done: false,
        });
    }
    pending
}

#[cfg(test)]
mod tests {
    use super::without_dependencies;

    #[test]
    fn dependencies_are_not_told_twice() {
        assert_eq!(
            without_dependencies(
                "Open it in `a.rs` (FR-001) (depends on T001, T002), waits for 003"
            ),
            "Open it in `a.rs` (FR-001), waits for 003"
        );
        assert_eq!(without_dependencies("Open it (Depends on T1)"), "Open it");
        assert_eq!(without_dependencies("İ (depends on"), "İ (depends on");
    }
}
