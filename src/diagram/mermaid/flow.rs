//! Flowcharts as graphs.

use super::{direction, label};
use crate::model::diagram::{Edge, End, Graph, Group, Node, Shape, Stroke, Tip};
use mermaid_svg::ast::{EdgeHead, EdgeLine, FlowchartDiagram, NodeShape, Subgraph};
use std::collections::BTreeMap;

/// The graph of a flowchart. Colours of the author are left to the theme; invisible edges are left out.
pub(super) fn graph(flowchart: &FlowchartDiagram) -> Graph {
    let mut graph = Graph {
        direction: direction(flowchart.direction),
        ..Graph::default()
    };
    let groups = groups(flowchart, &mut graph);
    let mut group_of: BTreeMap<&str, u32> = BTreeMap::new();
    for subgraph in &flowchart.subgraphs {
        for node in &subgraph.node_ids {
            // The innermost group that names a node has it; it comes later in the order of groups.
            let group = groups[subgraph.id.as_str()];
            let slot = group_of.entry(node.as_str()).or_insert(group);
            *slot = (*slot).max(group);
        }
    }
    let mut ends: BTreeMap<&str, End> = groups
        .iter()
        .map(|(&id, &group)| (id, End::Group(group)))
        .collect();
    for node in &flowchart.nodes {
        if ends.contains_key(node.id.as_str()) {
            continue;
        }
        ends.insert(&node.id, End::Node(graph.nodes.len() as u32));
        graph.nodes.push(Node {
            label: label::plain(&node.text),
            shape: shape(node.shape),
            group: group_of.get(node.id.as_str()).copied(),
            ..Node::default()
        });
    }
    for edge in &flowchart.edges {
        let (Some(&from), Some(&to)) = (ends.get(edge.from.as_str()), ends.get(edge.to.as_str()))
        else {
            continue;
        };
        let stroke = match edge.line {
            EdgeLine::Dotted => Stroke::Dashed,
            EdgeLine::Thick => Stroke::Thick,
            EdgeLine::Invisible => continue,
            _ => Stroke::Solid,
        };
        graph.edges.push(Edge {
            from,
            to,
            label: edge.label.as_deref().map(label::plain).unwrap_or_default(),
            stroke,
            tail: tip(edge.tail),
            head: tip(edge.head),
            weight: 1,
        });
    }
    graph
}

/// Adds the groups, outer ones first; empty ones are left out.
fn groups<'f>(flowchart: &'f FlowchartDiagram, graph: &mut Graph) -> BTreeMap<&'f str, u32> {
    let by_id: BTreeMap<&str, &Subgraph> = flowchart
        .subgraphs
        .iter()
        .map(|subgraph| (subgraph.id.as_str(), subgraph))
        .collect();
    let mut parent: BTreeMap<&str, &str> = BTreeMap::new();
    for subgraph in &flowchart.subgraphs {
        for child in &subgraph.child_subgraph_ids {
            parent.entry(child).or_insert(&subgraph.id);
        }
    }
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let roots = flowchart
        .subgraphs
        .iter()
        .filter(|subgraph| !parent.contains_key(subgraph.id.as_str()));
    let mut waiting: Vec<&Subgraph> = roots.rev().collect();
    while let Some(subgraph) = waiting.pop() {
        if numbers.contains_key(subgraph.id.as_str()) {
            continue;
        }
        let number = graph.groups.len() as u32;
        numbers.insert(&subgraph.id, number);
        graph.groups.push(Group {
            label: title(subgraph),
            parent: parent
                .get(subgraph.id.as_str())
                .and_then(|id| numbers.get(id).copied()),
        });
        let children = subgraph.child_subgraph_ids.iter().rev();
        waiting.extend(children.filter_map(|id| by_id.get(id.as_str()).copied()));
    }
    // A circle of groups cannot be written, but must do no harm.
    for subgraph in &flowchart.subgraphs {
        numbers.entry(&subgraph.id).or_insert_with(|| {
            graph.groups.push(Group {
                label: title(subgraph),
                parent: None,
            });
            graph.groups.len() as u32 - 1
        });
    }
    numbers
}

/// The title of a group, which is its id where it has no other; ids that the library makes up are none.
fn title(subgraph: &Subgraph) -> String {
    let is_made_up = subgraph
        .id
        .strip_prefix("sg")
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if subgraph.label.is_empty() && !is_made_up {
        return label::plain(&subgraph.id).replace('\n', " ");
    }
    label::plain(&subgraph.label).replace('\n', " ")
}

fn tip(head: EdgeHead) -> Tip {
    match head {
        EdgeHead::Arrow => Tip::Arrow,
        EdgeHead::Circle => Tip::Dot,
        EdgeHead::Cross => Tip::Cross,
        _ => Tip::Plain,
    }
}

fn shape(shape: NodeShape) -> Shape {
    match shape {
        NodeShape::Round => Shape::Round,
        NodeShape::Stadium => Shape::Pill,
        NodeShape::Subroutine
        | NodeShape::LinedProcess
        | NodeShape::DividedProcess
        | NodeShape::WindowPane => Shape::Routine,
        NodeShape::Cylinder | NodeShape::LinedCylinder | NodeShape::StoredData => Shape::Store,
        NodeShape::DirectAccessStorage | NodeShape::Delay => Shape::Queue,
        NodeShape::Circle | NodeShape::DoubleCircle | NodeShape::CrossedCircle => Shape::Circle,
        NodeShape::Rhombus => Shape::Diamond,
        NodeShape::Hexagon => Shape::Hexagon,
        NodeShape::Parallelogram
        | NodeShape::ParallelogramAlt
        | NodeShape::Trapezoid
        | NodeShape::TrapezoidAlt => Shape::Slanted,
        NodeShape::FilledCircle => Shape::Start,
        NodeShape::Comment => Shape::Note,
        _ => Shape::Box,
    }
}
