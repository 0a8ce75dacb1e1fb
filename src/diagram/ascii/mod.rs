//! Drawings made of characters: boxes, names in brackets or words, and the lines between them.
//!
//! The text becomes cells in display columns ([`grid`]); closed rectangles are boxes or frames of groups ([`frame`]);
//! lines and heads that hang together are nets ([`wire`]); what is left are runs of text ([`run`]). Every end of a net
//! looks for a node near it ([`touch`]), and nets become edges ([`link`]). A drawing of which too much is left over is
//! not understood: a wrong picture is worse than none ([`gate`]).

mod frame;
mod gate;
mod grid;
mod link;
mod list;
mod relation;
mod run;
mod sketch;
mod touch;
mod wire;

use crate::model::diagram::Graph;
use grid::Grid;

/// The graph that a drawing shows; `None` when there is doubt.
pub fn trace(text: &str) -> Option<Graph> {
    let text = text.trim_end();
    if gate::is_outline(text) {
        return None;
    }
    if let Some(graph) = relation::read(text) {
        return Some(graph);
    }
    let grid = Grid::of(text)?;
    if grid.cells.is_empty() {
        return None;
    }
    let mut sketch = sketch::sketch(grid)?;
    if sketch.is_flat() {
        return list::read(&sketch);
    }
    link::link(&mut sketch);
    gate::judge(&sketch)
}
