//! Which tasks of a document wait for which, with the longest chain of open ones.

use super::{circles, figure};
use crate::model::diagram::{Caption, Direction, Edge, Graph, Node, Shape, Stroke, Tone};
use crate::model::fact::{Task, TaskState};
use crate::model::portfolio::Feature;
use crate::model::source::DocId;
use crate::render::label;
use crate::render::scene::View;
use std::collections::BTreeMap;

/// A picture of more tasks than these is no help.
const MOST: usize = 60;

/// The picture as HTML; `None` when no task of the document waits for another one, or too many do.
pub(in crate::render) fn picture(
    view: &View<'_>,
    feature: &Feature,
    document: DocId,
) -> Option<String> {
    let tasks: Vec<&Task> = feature
        .facts
        .tasks
        .iter()
        .filter(|located| located.document == document && located.fact.id.is_some())
        .map(|located| &*located.fact)
        .collect();
    let number: BTreeMap<&str, usize> = tasks
        .iter()
        .enumerate()
        .filter_map(|(at, task)| Some((task.id.as_deref()?, at)))
        .collect();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, task) in tasks.iter().enumerate() {
        for needed in &task.depends_on {
            if let Some(&needed) = number.get(needed.as_str())
                && needed != at
                && !pairs.contains(&(needed, at))
            {
                pairs.push((needed, at));
            }
        }
    }
    // Of many tasks only those are shown that are still to be done.
    let count = |pairs: &[(usize, usize)]| {
        let mut all: Vec<usize> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let mut shown = count(&pairs);
    if shown.len() > MOST {
        let is_open = |at: usize| tasks[at].state != TaskState::Done;
        pairs.retain(|&(needed, at)| is_open(needed) && is_open(at));
        shown = count(&pairs);
    }
    if pairs.len() < 2 || shown.len() > MOST {
        return None;
    }
    draw(view, document, &tasks, &shown, &pairs)
}

fn draw(
    view: &View<'_>,
    document: DocId,
    tasks: &[&Task],
    shown: &[usize],
    pairs: &[(usize, usize)],
) -> Option<String> {
    let place = |at: usize| shown.binary_search(&at).unwrap_or(0) as u32;
    let edges: Vec<(u32, u32)> = pairs.iter().map(|&(a, b)| (place(a), place(b))).collect();
    let is_open: Vec<bool> = shown
        .iter()
        .map(|&at| tasks[at].state != TaskState::Done)
        .collect();
    let chain = longest_chain(&is_open, &edges);
    let nodes = shown
        .iter()
        .zip(0_u32..)
        .map(|(&at, number)| Node {
            label: tasks[at].id.clone().unwrap_or_default(),
            details: vec![label::shortened(&tasks[at].text, 40)],
            shape: Shape::Round,
            tone: if !is_open[number as usize] {
                Tone::Dim
            } else if chain.contains(&number) {
                Tone::Here
            } else {
                Tone::Plain
            },
            ..Node::default()
        })
        .collect();
    let on_chain = |from: u32, to: u32| chain.windows(2).any(|pair| pair == [from, to]);
    let graph = Graph {
        direction: Direction::Right,
        nodes,
        edges: edges
            .iter()
            .map(|&(from, to)| Edge {
                stroke: if on_chain(from, to) {
                    Stroke::Thick
                } else {
                    Stroke::Solid
                },
                ..Edge::arrow(from, to)
            })
            .collect(),
        ..Graph::default()
    };
    let links: Vec<Option<String>> = shown
        .iter()
        .map(|&at| Some(view.document(document, &tasks[at].place.anchor)))
        .collect();
    let strings = view.scene.strings();
    let caption = Caption {
        prefix: "pf.waits",
        title: strings.text("task_map"),
        description: "",
        links: &links,
    };
    let note = if chain.len() > 1 {
        strings.text("task_map_note")
    } else {
        strings.text("task_map")
    };
    figure(view, &graph, &caption, note)
}

/// The longest chain of open tasks, without those that wait for each other in a circle.
fn longest_chain(is_open: &[bool], edges: &[(u32, u32)]) -> Vec<u32> {
    let count = is_open.len();
    let mut next = vec![Vec::new(); count];
    for &(from, to) in edges {
        next[from as usize].push(to);
    }
    // Circles are numbered in the order of the edges, so that a task comes after all that it waits for.
    let circle = circles(&next);
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_by_key(|&at| circle[at as usize]);
    let mut length = vec![0_u32; count];
    let mut came: Vec<Option<u32>> = vec![None; count];
    for &at in &order {
        if !is_open[at as usize] {
            continue;
        }
        length[at as usize] = length[at as usize].max(1);
        for &to in &next[at as usize] {
            let is_longer = length[at as usize] + 1 > length[to as usize];
            if is_open[to as usize] && circle[to as usize] != circle[at as usize] && is_longer {
                length[to as usize] = length[at as usize] + 1;
                came[to as usize] = Some(at);
            }
        }
    }
    let last = (0..count as u32).max_by_key(|&at| (length[at as usize], std::cmp::Reverse(at)));
    let mut chain = Vec::new();
    let mut at = last.filter(|&at| length[at as usize] > 0);
    while let Some(task) = at {
        chain.push(task);
        at = came[task as usize];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::longest_chain;

    #[test]
    fn the_longest_chain_has_open_tasks_only_and_no_circle() {
        let edges = [(0, 1), (1, 2), (0, 3), (3, 4), (4, 5)];
        assert_eq!(longest_chain(&[true; 6], &edges), [0, 3, 4, 5]);
        let open = [true, true, true, false, true, true];
        assert_eq!(longest_chain(&open, &edges), [0, 1, 2]);
        assert_eq!(longest_chain(&[true; 2], &[(0, 1), (1, 0)]).len(), 1);
    }
}
