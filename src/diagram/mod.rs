//! Diagrams: from the text in a document to a picture in its page. Pure functions, without a browser and without
//! scripts.
//!
//! * [`ascii`] traces drawings made of characters; what it is not sure of stays text.
//! * [`mermaid`] reads mermaid sources: flowcharts, states and entities as graphs, other kinds as charts.
//! * [`layout`] gives the parts of a graph their places; [`draw`] writes it as SVG.
//!
//! Everything that is a graph goes through one layout and one drawing, also what planfolio makes by itself.
// Coordinates and indices are bounded by the limits on the size of a diagram, far below what the narrower types hold.
#![allow(clippy::cast_possible_wrap, clippy::cast_sign_loss)]
// Names such as `net` and `next`, or `from` and `form`, are the words of the field.
#![allow(clippy::similar_names)]

pub mod ascii;
pub mod draw;
mod layout;
pub mod mermaid;

use crate::model::diagram::{Caption, Diagram, DiagramKind, Graph, Picture, Syntax};

/// Why a diagram is shown as its source although it was meant to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Whether it is merely too large.
    pub is_too_large: bool,
    /// The line within the source, from 1.
    pub line: u32,
    /// What was found.
    pub reason: String,
}

impl Trouble {
    fn unread(line: u32, reason: String) -> Self {
        Self {
            is_too_large: false,
            line: line.max(1),
            reason,
        }
    }

    fn too_large(reason: String) -> Self {
        Self {
            is_too_large: true,
            line: 1,
            reason,
        }
    }
}

/// Reads what a diagram shows. A drawing of characters that is not understood is no trouble: it stays a figure.
pub fn read(diagram: &Diagram) -> Result<Picture, Trouble> {
    let picture = match diagram.syntax {
        _ if diagram.kind == DiagramKind::Tree => Picture::Source,
        Syntax::Ascii => ascii::trace(&diagram.source).map_or(Picture::Source, Picture::Graph),
        Syntax::Mermaid => mermaid::read(&diagram.source)?,
    };
    match picture {
        Picture::Graph(graph) => Ok(Picture::Graph(fitting(graph)?)),
        other => Ok(other),
    }
}

fn fitting(graph: Graph) -> Result<Graph, Trouble> {
    let (nodes, edges) = (graph.nodes.len(), graph.edges.len());
    if nodes > draw::MAX_NODES || edges > draw::MAX_EDGES {
        return Err(Trouble::too_large(format!(
            "the diagram has {nodes} nodes and {edges} edges, more than {} and {}",
            draw::MAX_NODES,
            draw::MAX_EDGES
        )));
    }
    if nodes == 0 {
        return Err(Trouble::unread(1, "the diagram is empty".to_owned()));
    }
    Ok(graph)
}

/// A diagram of a document as SVG with a list of its edges.
pub fn draw(diagram: &Diagram, caption: &Caption<'_>) -> Option<String> {
    match &diagram.picture {
        Picture::Graph(graph) => draw::draw(graph, caption),
        Picture::Chart => mermaid::draw(&diagram.source, caption),
        Picture::Source => None,
    }
}
