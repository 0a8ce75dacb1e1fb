//! Diagrams in pages: the picture in a box that scrolls, and its source one click away.

use super::scene::View;
use crate::base::markup::escape_into;
use crate::model::diagram::{Caption, Diagram, DiagramKind, Picture, Shape};
use crate::model::document::Document;
use crate::model::fact::Component;
use crate::model::portfolio::{Feature, Located};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Appends a diagram of a document.
pub(super) fn figure(out: &mut String, view: &View<'_>, document: &Document, diagram: &Diagram) {
    let strings = view.scene.strings();
    let feature = document
        .feature
        .map(|feature| view.scene.portfolio.feature(feature));
    let prefix = format!("pf.{}", diagram.place.anchor);
    let title = title(view, document, diagram);
    let links = links(view, feature, diagram);
    let caption = Caption {
        prefix: &prefix,
        title: &title,
        description: "",
        links: &links,
    };
    let shaped = with_shapes(feature, diagram);
    if let Some(svg) = (view.scene.artist.diagram)(&shaped, &caption) {
        open_drawn(out, view);
        scroll_box(out, &svg, &prefix);
        out.push_str("<details><summary>");
        escape_into(out, strings.text("diagram_source"));
        let _ = write!(out, ", {} ", strings.text("line"));
        let _ = write!(out, "{}</summary>", diagram.place.line);
        source(out, view, &diagram.source);
        out.push_str("</details>");
    } else {
        out.push_str("<figure class=\"diagram\">");
        source(out, view, &diagram.source);
    }
    out.push_str("</figure>");
}

/// The picture scrolls in a box of its own; the list of edges behind it is for assistive technology.
pub(super) fn scroll_box(out: &mut String, svg: &str, prefix: &str) {
    let (picture, list) = match svg.find("</svg>") {
        Some(end) => svg.split_at(end + "</svg>".len()),
        None => (svg, ""),
    };
    let _ = write!(
        out,
        "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"{prefix}-t\">{picture}</div>{list}"
    );
}

/// Opens the figure of a drawn picture, which the theme's script offers to save.
pub(super) fn open_drawn(out: &mut String, view: &View<'_>) {
    out.push_str("<figure class=\"diagram\" data-save=\"");
    escape_into(out, view.scene.strings().text("diagram_svg"));
    out.push_str("\">");
}

fn source(out: &mut String, view: &View<'_>, text: &str) {
    out.push_str("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
    escape_into(out, view.scene.strings().text("diagram_source"));
    out.push_str("\"><pre>");
    escape_into(out, text);
    out.push_str("</pre></div>");
}

/// The heading above the diagram, or what diagrams of its kind show.
fn title(view: &View<'_>, document: &Document, diagram: &Diagram) -> String {
    let section = document
        .sections
        .iter()
        .rev()
        .find(|section| section.line < diagram.place.line);
    section.map_or_else(
        || view.scene.strings().text("diagram").to_owned(),
        |section| section.title.clone(),
    )
}

/// A name without case, punctuation and a tail in brackets.
pub(super) fn key(name: &str) -> String {
    let name = match name.find('(') {
        Some(at) if at > 0 => &name[..at],
        _ => name,
    };
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The component that a node stands for.
fn component<'a>(feature: &'a Feature, label: &str) -> Option<&'a Located<Component>> {
    let wanted = key(label);
    let mut components = feature.facts.components.iter();
    components.find(|located| !wanted.is_empty() && key(&located.fact.name) == wanted)
}

/// The cards of the components, entities and tasks that nodes are named after.
fn links(view: &View<'_>, feature: Option<&Feature>, diagram: &Diagram) -> Vec<Option<String>> {
    let (Some(feature), Some(graph)) = (feature, diagram.graph()) else {
        return Vec::new();
    };
    let nodes = graph.nodes.iter();
    nodes
        .map(|node| {
            if let Some(found) = component(feature, &node.label) {
                return Some(view.document(found.document, &found.fact.place.anchor));
            }
            let wanted = key(&node.label);
            if let Some(found) = feature.facts.entities.iter().find(|located| {
                !wanted.is_empty()
                    && key(&located.fact.name) == wanted
                    && !located.fact.place.anchor.is_empty()
            }) {
                return Some(view.document(found.document, &found.fact.place.anchor));
            }
            let first = node.label.split([' ', ':']).next().unwrap_or("");
            let task = feature.facts.tasks.iter().find(|located| {
                located.fact.defines && located.fact.id.as_deref().is_some_and(|id| id == first)
            })?;
            Some(view.document(task.document, &task.fact.place.anchor))
        })
        .collect()
}

/// Drawings made of characters have no shapes: stores, queues and people are told by their names, unless the plan's
/// own words on the component speak against it.
fn with_shapes<'a>(feature: Option<&Feature>, diagram: &'a Diagram) -> Cow<'a, Diagram> {
    let Picture::Graph(graph) = &diagram.picture else {
        return Cow::Borrowed(diagram);
    };
    let is_plain = graph.nodes.iter().all(|node| node.shape == Shape::Box);
    if diagram.kind != DiagramKind::Components || !is_plain {
        return Cow::Borrowed(diagram);
    }
    let mut graph = graph.clone();
    for node in &mut graph.nodes {
        let found = feature.and_then(|feature| component(feature, &node.label));
        let described = found.map(|located| {
            let fact = &located.fact;
            format!(
                "{} {} {}",
                fact.purpose.as_deref().unwrap_or(""),
                fact.technology.as_deref().unwrap_or(""),
                fact.responsibilities.as_deref().unwrap_or("")
            )
            .to_lowercase()
        });
        node.shape = shape(&node.label, described.as_deref());
    }
    Cow::Owned(Diagram {
        picture: Picture::Graph(graph),
        ..diagram.clone()
    })
}

/// The shape that the last word of a name tells, when the description agrees or there is none.
pub(super) fn shape(label: &str, described: Option<&str>) -> Shape {
    let name = match label.find('(') {
        Some(at) if at > 0 => &label[..at],
        _ => label,
    };
    let last = name
        .split(|c: char| !c.is_alphanumeric())
        .rfind(|word| !word.is_empty())
        .unwrap_or("")
        .to_lowercase();
    let (shape, hints): (Shape, &[&str]) = match last.as_str() {
        "store" | "db" | "database" | "cache" | "ledger" | "storage" | "postgresql"
        | "postgres" | "sqlite" | "redis" => (
            Shape::Store,
            &[
                "sql",
                "redis",
                "store",
                "database",
                "cache",
                "table",
                "disk",
                "bucket",
                "s3",
                "dynamo",
                "mongo",
                "clickhouse",
                "keeps",
                "holds",
            ],
        ),
        "queue" | "topic" | "stream" => (
            Shape::Queue,
            &[
                "queue", "kafka", "rabbit", "nats", "sqs", "stream", "topic", "broker", "message",
            ],
        ),
        "user" | "client" | "browser" | "customer" | "operator" | "rider" | "admin" => {
            (Shape::Pill, &["person", "people", "user", "browser", "app"])
        }
        _ => return Shape::Box,
    };
    match described {
        Some(text) if !hints.iter().any(|hint| text.contains(hint)) => Shape::Box,
        _ => shape,
    }
}
