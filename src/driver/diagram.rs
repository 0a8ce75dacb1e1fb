//! Diagrams between parsing, linking and rendering.

use crate::diagram;
use crate::model::diagram::{Artist, Caption, Diagram, Graph, Picture};
use crate::model::document::Document;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What draws the pictures of pages. Should a fault strike, the source is shown.
pub(super) const ARTIST: Artist = Artist {
    diagram: draw,
    graph: draw_graph,
};

/// The document with its diagrams read.
pub(super) fn read(mut document: Document) -> Document {
    for block in &mut document.diagrams {
        let picture = catch_unwind(AssertUnwindSafe(|| diagram::read(block)));
        block.picture = picture.unwrap_or(Picture::Source);
    }
    document
}

fn draw(diagram: &Diagram, caption: &Caption<'_>) -> Option<String> {
    catch_unwind(AssertUnwindSafe(|| diagram::draw(diagram, caption))).unwrap_or_default()
}

fn draw_graph(graph: &Graph, caption: &Caption<'_>) -> Option<String> {
    catch_unwind(AssertUnwindSafe(|| diagram::draw::draw(graph, caption))).unwrap_or_default()
}
