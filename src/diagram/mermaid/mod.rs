//! Mermaid: flowcharts, states and entities become graphs; the other kinds are charts that are drawn from their source
//! when a page shows them.

mod chart;
mod entity;
mod flow;
mod label;
mod state;
mod svg;

pub use chart::draw;

use super::Trouble;
use crate::model::diagram::{Direction, Picture};
use mermaid_svg::ast::FlowDirection;
use mermaid_svg::{Diagram, ParseError};

/// The longest source that is read, in bytes. Mermaid itself refuses texts above 50,000 characters.
const LONGEST: usize = 60_000;

/// What a mermaid source shows, or why it cannot be told.
pub(super) fn read(source: &str) -> Result<Picture, Trouble> {
    if source.len() > LONGEST {
        return Err(Trouble::too_large(format!(
            "the diagram has {} bytes, more than {LONGEST}",
            source.len()
        )));
    }
    let diagram = mermaid_svg::parse(source).map_err(|error| trouble(&error))?;
    Ok(match &diagram {
        Diagram::Flowchart(flowchart) => Picture::Graph(flow::graph(flowchart)),
        Diagram::State(states) => Picture::Graph(state::graph(states)),
        Diagram::Er(entities) => Picture::Graph(entity::graph(entities)),
        _ => Picture::Chart,
    })
}

fn trouble(error: &ParseError) -> Trouble {
    match error {
        ParseError::Syntax { message, line, .. } => Trouble::unread(*line as u32, message.clone()),
        ParseError::UnknownDiagramType(word) => {
            Trouble::unread(1, format!("`{word}` is no kind of diagram that is known"))
        }
        other => Trouble::unread(1, other.to_string()),
    }
}

fn direction(direction: FlowDirection) -> Direction {
    match direction {
        FlowDirection::BottomTop => Direction::Up,
        FlowDirection::LeftRight => Direction::Right,
        FlowDirection::RightLeft => Direction::Left,
        _ => Direction::Down,
    }
}
