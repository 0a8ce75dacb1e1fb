//! Diagrams: from the text in a document to a picture in its page. Pure functions, without a browser and without
//! scripts.
//!
//! * [`ascii`] traces drawings made of characters; what it is not sure of stays text.
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

use crate::model::diagram::{Caption, Diagram, DiagramKind, Picture, Syntax};

/// Reads what a diagram shows.
pub fn read(diagram: &Diagram) -> Picture {
    match diagram.syntax {
        _ if diagram.kind == DiagramKind::Tree => Picture::Source,
        Syntax::Ascii => ascii::trace(&diagram.source).map_or(Picture::Source, Picture::Graph),
        Syntax::Mermaid => Picture::Source,
    }
}

/// A diagram of a document as SVG with a list of its edges.
pub fn draw(diagram: &Diagram, caption: &Caption<'_>) -> Option<String> {
    match &diagram.picture {
        Picture::Graph(graph) => draw::draw(graph, caption),
        Picture::Chart | Picture::Source => None,
    }
}
