//! Tasks of a feature.

use super::{Conflict, fill, place_of, sort_by_place, unite};
use crate::base::diagnostic::Code;
use crate::link::key::{family, key_of};
use crate::link::symbols::{Standing, standing};
use crate::link::words::same_words;
use crate::model::document::{Document, SymbolKind};
use crate::model::fact::{Task, TaskState};
use crate::model::portfolio::Located;
use crate::model::source::DocumentKind;
use std::collections::{HashMap, HashSet};

/// One place that states a task.
#[derive(Debug, Clone, Copy)]
struct Statement<'a> {
    standing: Standing,
    document: &'a Document,
    task: &'a Task,
}

/// All tasks: those without an id, and each id once with what all its places say together.
pub(super) fn merge<'a>(
    documents: &[&'a Document],
    conflicts: &mut Vec<Conflict<'a>>,
) -> Vec<Located<Task>> {
    let mut stated: Vec<Statement<'a>> = Vec::new();
    for document in documents {
        stated.extend(document.facts.tasks.iter().map(|task| Statement {
            standing: standing(SymbolKind::Task, document.kind, task.defines),
            document,
            task,
        }));
    }
    // Stable: within one standing the reading order stays.
    stated.sort_by_key(|statement| statement.standing);
    let mut kept: Vec<Vec<Statement<'a>>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut families: HashSet<String> = HashSet::new();
    for statement in stated {
        let Some(id) = &statement.task.id else {
            kept.push(vec![statement]);
            continue;
        };
        let identity = identity(statement.document, id);
        if let Some(&at) = known.get(&identity) {
            if is_another_task(&kept[at], statement) {
                conflicts.push(duplicate(kept[at][0], statement, id));
                kept.push(vec![statement]);
            } else {
                kept[at].push(statement);
            }
            continue;
        }
        // A row or heading of an id that the task list does not hold is a slip, unless it stands in a task document.
        let family = family(&identity).to_owned();
        if statement.standing == Standing::Restatement {
            if families.contains(&family) && !statement.document.kind.holds_tasks() {
                continue;
            }
        } else {
            families.insert(family);
        }
        known.insert(identity, kept.len());
        kept.push(vec![statement]);
    }
    let mut tasks: Vec<Located<Task>> = kept
        .iter()
        .map(|places| united(places, conflicts))
        .collect();
    sort_by_place(&mut tasks, |task| task.place.line);
    tasks
}

/// The key of an id; in stories, which number their tasks each anew, together with the document.
fn identity(document: &Document, id: &str) -> String {
    let mut key = key_of(id);
    if document.kind == DocumentKind::Story {
        key.push('@');
        key.push_str(document.path.as_str());
    }
    key
}

/// Whether a box that bears a known id is a task of its own: two boxes of one document, or of two documents of the
/// same kind, with different texts. Numbers that were given twice must not hide work.
fn is_another_task(places: &[Statement<'_>], statement: Statement<'_>) -> bool {
    let defines = |one: &Statement<'_>| one.standing == Standing::Definition;
    let alike = |one: &&Statement<'_>| {
        one.document.id == statement.document.id || one.document.kind == statement.document.kind
    };
    defines(&statement)
        && places
            .iter()
            .filter(|one| defines(one))
            .filter(alike)
            .any(|one| !same_words(&one.task.text, &statement.task.text))
}

fn duplicate<'a>(first: Statement<'a>, second: Statement<'a>, id: &str) -> Conflict<'a> {
    let there = place_of(first.document, first.task.place.line, second.document);
    Conflict {
        code: Code::DuplicateDefinition,
        document: second.document,
        line: second.task.place.line,
        message: format!("`{id}` is already defined with another text in {there}"),
        help: "renumber one of them; mentions of the id mean the first one".to_owned(),
    }
}

/// One task from all its places: the first leads. The lane of a work package wins over boxes and a box over a row.
fn united<'a>(places: &[Statement<'a>], conflicts: &mut Vec<Conflict<'a>>) -> Located<Task> {
    let first = places[0];
    let mut task = first.task.clone();
    for other in &places[1..] {
        let other = other.task;
        if task.text.is_empty() {
            task.text.clone_from(&other.text);
        }
        fill(&mut task.phase, other.phase.as_ref());
        fill(&mut task.story, other.story.as_ref());
        task.parallel |= other.parallel;
        unite(&mut task.requirements, &other.requirements);
        unite(&mut task.files, &other.files);
        unite(&mut task.depends_on, &other.depends_on);
    }
    // Where no box stands, the first row or heading that states anything decides.
    if first.standing == Standing::Restatement
        && let Some(other) = places.iter().find(|one| !one.task.mark.trim().is_empty())
    {
        task.state = other.task.state;
        task.mark.clone_from(&other.task.mark);
    }
    let lane = places.iter().find(|one| has_lane(one));
    if let Some(lane) = lane {
        task.state = lane.task.state;
        task.mark.clone_from(&lane.task.mark);
        if !lane.task.depends_on.is_empty() {
            task.depends_on.clone_from(&lane.task.depends_on);
        }
    }
    let opposite = |one: &&Statement<'a>| {
        one.standing != Standing::Restatement
            && matches!(
                (one.task.state, task.state),
                (TaskState::Done, TaskState::Open) | (TaskState::Open, TaskState::Done)
            )
    };
    if let (Some(other), Some(id)) = (places.iter().find(opposite), &task.id) {
        let winner = lane.unwrap_or(&first);
        conflicts.push(Conflict {
            code: Code::StateConflict,
            document: other.document,
            line: other.task.place.line,
            message: format!(
                "`{id}` is {} here but {} in {}:{}",
                other.task.state, task.state, winner.document.path, winner.task.place.line
            ),
            help: "bring both places to the same state".to_owned(),
        });
    }
    Located {
        document: first.document.id,
        fact: task,
    }
}

/// Whether a task's state is the lane of a work package's front matter.
fn has_lane(statement: &Statement<'_>) -> bool {
    statement.document.kind == DocumentKind::WorkPackage
        && statement.task.defines
        && statement.task.mark.len() > 2
}
