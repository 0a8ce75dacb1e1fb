//! State diagrams as graphs: composite states are groups, regions groups within them, notes tied by dashed lines.

use super::{direction, label};
use crate::model::diagram::{Edge, End, Graph, Group, Node, Shape, Stroke, Tip};
use mermaid_svg::ast::{StateDiagram, StateKind};
use std::collections::BTreeMap;

/// The graph of a state diagram.
pub(super) fn graph(states: &StateDiagram) -> Graph {
    let mut graph = Graph {
        direction: direction(states.direction),
        ..Graph::default()
    };
    let label_of = |id: &str| {
        let state = states.states.iter().find(|state| state.id == id);
        state.map_or_else(|| id.to_owned(), |state| label::plain(&state.label))
    };
    // Composite states, the outer ones first.
    let mut parent: BTreeMap<&str, &str> = BTreeMap::new();
    for composite in &states.composites {
        for id in composite.regions.iter().flatten() {
            parent.entry(id).or_insert(&composite.id);
        }
    }
    let depth = |id: &str| {
        let mut at = id;
        let mut depth = 0;
        while let Some(&up) = parent.get(at) {
            depth += 1;
            at = up;
            if depth > 32 {
                break;
            }
        }
        depth
    };
    let mut composites: Vec<_> = states.composites.iter().collect();
    composites.sort_by_key(|composite| depth(&composite.id));
    let mut ends: BTreeMap<&str, End> = BTreeMap::new();
    let mut group_of: BTreeMap<&str, u32> = BTreeMap::new();
    for composite in composites {
        let group = graph.groups.len() as u32;
        graph.groups.push(Group {
            label: label_of(&composite.id),
            parent: group_of.get(composite.id.as_str()).copied(),
        });
        ends.insert(&composite.id, End::Group(group));
        let has_regions = composite.regions.len() > 1;
        for region in &composite.regions {
            let mut inner = group;
            if has_regions {
                inner = graph.groups.len() as u32;
                graph.groups.push(Group {
                    label: String::new(),
                    parent: Some(group),
                });
            }
            for id in region {
                group_of.insert(id, inner);
            }
        }
    }
    for state in &states.states {
        if ends.contains_key(state.id.as_str()) {
            continue;
        }
        ends.insert(&state.id, End::Node(graph.nodes.len() as u32));
        let (shape, label) = match state.kind {
            StateKind::Start => (Shape::Start, String::new()),
            StateKind::End => (Shape::End, String::new()),
            StateKind::Choice => (Shape::Diamond, String::new()),
            StateKind::Fork | StateKind::Join => (Shape::Bar, String::new()),
            StateKind::History { deep } => {
                (Shape::Circle, if deep { "H*" } else { "H" }.to_owned())
            }
            _ => (Shape::Round, label::plain(&state.label)),
        };
        graph.nodes.push(Node {
            label,
            shape,
            group: group_of.get(state.id.as_str()).copied(),
            ..Node::default()
        });
    }
    for transition in &states.transitions {
        let ends = (
            ends.get(transition.from.as_str()),
            ends.get(transition.to.as_str()),
        );
        let (Some(&from), Some(&to)) = ends else {
            continue;
        };
        graph.edges.push(Edge {
            from,
            to,
            label: transition
                .label
                .as_deref()
                .map(label::plain)
                .unwrap_or_default(),
            stroke: Stroke::Solid,
            tail: Tip::Plain,
            head: Tip::Arrow,
            weight: 1,
        });
    }
    notes(states, &mut graph, &ends);
    graph
}

fn notes(states: &StateDiagram, graph: &mut Graph, ends: &BTreeMap<&str, End>) {
    for note in &states.notes {
        let Some(&target) = ends.get(note.target.as_str()) else {
            continue;
        };
        let group = match target {
            End::Node(node) => graph.nodes[node as usize].group,
            End::Group(group) => graph.groups[group as usize].parent,
        };
        let number = graph.nodes.len() as u32;
        graph.nodes.push(Node {
            details: label::plain(&note.text)
                .lines()
                .map(str::to_owned)
                .collect(),
            shape: Shape::Note,
            group,
            ..Node::default()
        });
        graph.edges.push(Edge {
            from: target,
            to: End::Node(number),
            label: String::new(),
            stroke: Stroke::Dashed,
            tail: Tip::Plain,
            head: Tip::Plain,
            weight: 1,
        });
    }
}
