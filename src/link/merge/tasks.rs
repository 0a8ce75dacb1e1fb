//! Tasks of a feature.

use super::{Conflict, fill, located, place_of, sort_by_place, unite, write_identity};
use crate::base::diagnostic::Code;
use crate::link::key::family;
use crate::link::symbols::{Standing, standing};
use crate::link::words::same_words;
use crate::model::document::{Document, SymbolKind};
use crate::model::fact::{Task, TaskState};
use crate::model::portfolio::Located;
use crate::model::source::DocumentKind;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// One place that states a task.
#[derive(Debug, Clone, Copy)]
struct Statement<'a> {
    standing: Standing,
    document: &'a Document,
    task: &'a Arc<Task>,
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
    let mut kept: Vec<Statement<'a>> = Vec::with_capacity(stated.len());
    let mut repeats: BTreeMap<usize, Vec<Statement<'a>>> = BTreeMap::new();
    let mut known: HashMap<String, usize> = HashMap::with_capacity(stated.len());
    let mut families: Vec<String> = Vec::new();
    let mut identity = String::new();
    for statement in stated {
        let Some(id) = &statement.task.id else {
            kept.push(statement);
            continue;
        };
        write_identity(&mut identity, statement.document, id);
        if let Some(&at) = known.get(&identity) {
            let others = repeats.entry(at).or_default();
            if is_another_task(kept[at], others, statement) {
                conflicts.push(duplicate(kept[at], statement, id));
                kept.push(statement);
            } else {
                others.push(statement);
            }
            continue;
        }
        // A row or heading of an id that the task list does not hold is a slip, unless it stands in a task document.
        let family = family(&identity);
        let is_known_family = families.iter().any(|known| known == family);
        if statement.standing == Standing::Restatement {
            if is_known_family && !statement.document.kind.holds_tasks() {
                continue;
            }
        } else if !is_known_family {
            families.push(family.to_owned());
        }
        known.insert(identity.clone(), kept.len());
        kept.push(statement);
    }
    let mut tasks: Vec<Located<Task>> = kept
        .iter()
        .enumerate()
        .map(|(at, first)| match repeats.get(&at) {
            Some(others) => united(*first, others, conflicts),
            None => located(first.document.id, first.task),
        })
        .collect();
    sort_by_place(&mut tasks, |task| task.place.line);
    tasks
}

/// Whether a box that bears a known id is a task of its own: two boxes of one document, or of two documents of the
/// same kind, with different texts. Numbers that were given twice must not hide work.
fn is_another_task(
    first: Statement<'_>,
    others: &[Statement<'_>],
    statement: Statement<'_>,
) -> bool {
    let defines = |one: &Statement<'_>| one.standing == Standing::Definition;
    let alike = |one: &&Statement<'_>| {
        one.document.id == statement.document.id || one.document.kind == statement.document.kind
    };
    defines(&statement)
        && std::iter::once(&first)
            .chain(others)
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
fn united<'a>(
    first: Statement<'a>,
    others: &[Statement<'a>],
    conflicts: &mut Vec<Conflict<'a>>,
) -> Located<Task> {
    let mut task = Task::clone(first.task);
    for other in others {
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
    let places = || std::iter::once(&first).chain(others);
    // Where no box stands, the first row or heading that states anything decides.
    if first.standing == Standing::Restatement
        && let Some(other) = places().find(|one| !one.task.mark.trim().is_empty())
    {
        task.state = other.task.state;
        task.mark.clone_from(&other.task.mark);
    }
    let lane = places().find(|one| has_lane(one));
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
    if let (Some(other), Some(id)) = (places().find(opposite), &task.id) {
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
        fact: Arc::new(task),
    }
}

/// Whether a task's state is the lane of a work package's front matter.
fn has_lane(statement: &Statement<'_>) -> bool {
    statement.document.kind == DocumentKind::WorkPackage
        && statement.task.defines
        && statement.task.mark.len() > 2
}
