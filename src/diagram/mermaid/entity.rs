//! Entity-relation diagrams as graphs.

use super::{direction, label};
use crate::model::diagram::{Direction, Edge, End, Graph, Node, Shape, Stroke, Tip};
use mermaid_svg::ast::{Cardinality, ErDiagram};

/// The graph of an entity-relation diagram.
pub(super) fn graph(diagram: &ErDiagram) -> Graph {
    let mut graph = Graph {
        direction: direction(diagram.direction),
        ..Graph::default()
    };
    if graph.direction == Direction::Up {
        graph.direction = Direction::Down;
    }
    for entity in &diagram.entities {
        let details = entity.attributes.iter().map(|attribute| {
            let key = attribute.key.as_deref().unwrap_or("");
            let line = format!("{} {} {key}", attribute.name, attribute.type_);
            line.trim_end().to_owned()
        });
        graph.nodes.push(Node {
            label: label::plain(&entity.label),
            details: details.collect(),
            shape: Shape::Entity,
            ..Node::default()
        });
    }
    let number = |name: &str| {
        let mut entities = diagram.entities.iter();
        entities.position(|entity| entity.name == name)
    };
    for relation in &diagram.relations {
        let (Some(from), Some(to)) = (number(&relation.left), number(&relation.right)) else {
            continue;
        };
        graph.edges.push(Edge {
            from: End::Node(from as u32),
            to: End::Node(to as u32),
            label: label::plain(&relation.label),
            stroke: if relation.identifying {
                Stroke::Solid
            } else {
                Stroke::Dashed
            },
            tail: tip(relation.left_card),
            head: tip(relation.right_card),
            weight: 1,
        });
    }
    graph
}

fn tip(cardinality: Cardinality) -> Tip {
    match cardinality {
        Cardinality::ExactlyOne => Tip::One,
        Cardinality::ZeroOrOne => Tip::MaybeOne,
        Cardinality::OneOrMore => Tip::Many,
        _ => Tip::MaybeMany,
    }
}
