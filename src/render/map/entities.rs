//! The entities of a document with their relations.

use super::figure;
use crate::model::diagram::{
    Caption, DiagramKind, Edge, End, Graph, Node, Picture, Shape, Stroke, Tip,
};
use crate::model::document::Document;
use crate::model::fact::Entity;
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::picture::key;
use crate::render::scene::View;

/// A picture of more entities than these is no help.
const MOST: usize = 40;
/// Fields that are shown of one entity.
const FIELDS: usize = 12;

/// The picture as HTML; `None` when no entity names another one, or the document draws them itself.
pub(in crate::render) fn picture(
    view: &View<'_>,
    feature: &Feature,
    document: &Document,
) -> Option<String> {
    let is_drawn = document
        .diagrams
        .iter()
        .any(|diagram| diagram.kind == DiagramKind::Entities && diagram.picture != Picture::Source);
    let entities: Vec<&Entity> = feature
        .facts
        .entities
        .iter()
        .filter(|located| located.document == document.id)
        .map(|located| &*located.fact)
        .collect();
    if is_drawn || entities.len() < 2 || entities.len() > MOST {
        return None;
    }
    let keys: Vec<String> = entities.iter().map(|entity| key(&entity.name)).collect();
    let mut edges: Vec<Edge> = Vec::new();
    for (from, entity) in entities.iter().enumerate() {
        for relation in &entity.relations {
            let wanted = key(&relation.to);
            let Some(to) = keys.iter().position(|name| *name == wanted) else {
                continue;
            };
            let edge = edge(from as u32, to as u32, &relation.kind);
            // The same relation told from its other side is one line.
            let is_told = edges.iter().any(|other| {
                (other.from == edge.from && other.to == edge.to)
                    || (other.from == edge.to && other.to == edge.from)
            });
            if !is_told {
                edges.push(edge);
            }
        }
    }
    if edges.is_empty() {
        return None;
    }
    let nodes = entities.iter().map(|entity| node(entity)).collect();
    let graph = Graph {
        nodes,
        edges,
        ..Graph::default()
    };
    let links: Vec<Option<String>> = entities
        .iter()
        .map(|entity| Some(view.document(document.id, &entity.place.anchor)))
        .collect();
    let strings = view.scene.strings();
    let caption = Caption {
        prefix: "pf.entities",
        title: strings.text("entity_map"),
        description: "",
        links: &links,
    };
    figure(view, &graph, &caption, strings.text("entity_map_note"))
}

fn node(entity: &Entity) -> Node {
    let mut details: Vec<String> = entity
        .fields
        .iter()
        .take(FIELDS)
        .map(|field| {
            let line = format!("{} {}", field.name, field.type_name);
            label::shortened(line.trim_end(), 36)
        })
        .collect();
    if entity.fields.len() > FIELDS {
        details.push(format!("+{}", entity.fields.len() - FIELDS));
    }
    Node {
        label: label::shortened(&entity.name, 40),
        details,
        shape: Shape::Entity,
        ..Node::default()
    }
}

/// An edge with the cardinalities that the words of a relation tell; other words become its label.
fn edge(from: u32, to: u32, kind: &str) -> Edge {
    let words: String = kind
        .to_lowercase()
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == ':' {
                c
            } else {
                ' '
            }
        })
        .collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let has = |all: &[&str]| all.iter().any(|one| words.contains(one));
    let ends = if has(&["many to many", "n:m", "m:n", "n:n"]) {
        Some((Tip::MaybeMany, Tip::MaybeMany))
    } else if has(&["one to many", "1:n", "has many", "1:m"]) {
        Some((Tip::One, Tip::MaybeMany))
    } else if has(&["many to one", "n:1", "belongs to", "m:1"]) {
        Some((Tip::MaybeMany, Tip::One))
    } else if has(&["one to one", "1:1", "has one"]) {
        Some((Tip::One, Tip::One))
    } else {
        None
    };
    let is_plain = ends.is_some() && words.split(' ').count() <= 3;
    let (tail, head) = ends.unwrap_or((Tip::Plain, Tip::Arrow));
    Edge {
        from: End::Node(from),
        to: End::Node(to),
        label: if is_plain {
            String::new()
        } else {
            label::shortened(kind.trim(), 40)
        },
        stroke: Stroke::Solid,
        tail,
        head,
        weight: 1,
    }
}
