//! How large the parts of a graph become.

use super::text;
use crate::diagram::layout::{Measures, Size};
use crate::model::diagram::{Direction, Graph, Node, Shape};

/// The size of names, in pixels.
pub(super) const NAME: i32 = 13;
/// The line height of names.
pub(super) const NAME_LINE: i32 = 16;
/// The size of labels and details.
pub(super) const SMALL: i32 = 11;
/// The line height of labels and details.
pub(super) const SMALL_LINE: i32 = 14;

/// The lines of all texts of a graph.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Lines of the name, and of the details, by node.
    pub(super) nodes: Vec<(Vec<String>, Vec<String>)>,
    /// By edge.
    pub(super) labels: Vec<Vec<String>>,
}

/// Breaks all texts into lines and measures them.
pub(super) fn measure(graph: &Graph) -> (Lines, Measures) {
    let is_upright = matches!(graph.direction, Direction::Down | Direction::Up);
    let limit = if is_upright { 176 } else { 126 };
    let mut lines = Lines::default();
    let mut measures = Measures::default();
    for node in &graph.nodes {
        let name = text::wrap(&node.label, NAME, limit);
        let mut details = Vec::new();
        for detail in &node.details {
            if node.shape == Shape::Entity {
                details.push(detail.clone());
            } else {
                details.append(&mut text::wrap(&item(detail), SMALL, limit + 30));
            }
        }
        measures
            .nodes
            .push(node_size(node, &name, &details, is_upright));
        lines.nodes.push((name, details));
    }
    even(graph, &mut measures);
    for edge in &graph.edges {
        let label = text::wrap(&edge.label, SMALL, if is_upright { 150 } else { 120 });
        measures.labels.push(if label.is_empty() {
            None
        } else {
            Some(Size {
                width: widest(&label, SMALL) + 8,
                height: label.len() as i32 * SMALL_LINE + 2,
            })
        });
        lines.labels.push(label);
    }
    for group in &graph.groups {
        measures.titles.push(if group.label.is_empty() {
            Size::default()
        } else {
            Size {
                width: text::width(&group.label, SMALL + 1),
                height: 16,
            }
        });
    }
    (lines, measures)
}

/// A line of a list with one sign for all kinds of bullets and branches.
fn item(line: &str) -> String {
    let rest = line.trim_start_matches(['├', '└', '│', '─', ' ', '-', '•', '*']);
    if rest.len() < line.len() && !rest.is_empty() && !line.starts_with(' ') {
        format!("· {rest}")
    } else {
        line.to_owned()
    }
}

fn widest(lines: &[String], size: i32) -> i32 {
    let widths = lines.iter().map(|line| text::width(line, size));
    widths.max().unwrap_or(0)
}

fn node_size(node: &Node, name: &[String], details: &[String], is_upright: bool) -> Size {
    let width = widest(name, NAME).max(widest(details, SMALL));
    let height = name.len() as i32 * NAME_LINE + details.len() as i32 * SMALL_LINE;
    let (width, height) = match node.shape {
        Shape::Start | Shape::End => {
            return Size {
                width: 18,
                height: 18,
            };
        }
        Shape::Bar if is_upright => {
            return Size {
                width: 64,
                height: 6,
            };
        }
        Shape::Bar => {
            return Size {
                width: 6,
                height: 64,
            };
        }
        Shape::Diamond if height == 0 => {
            return Size {
                width: 28,
                height: 28,
            };
        }
        Shape::Diamond => {
            let tall = (height * 3).clamp(48, 120).max(height + 36);
            (width * tall / (tall - height) + 8, tall)
        }
        Shape::Circle => {
            let across = (width * width + height * height).isqrt() + 12;
            (across, across)
        }
        Shape::Pill => (width + 32, height + 18),
        Shape::Hexagon | Shape::Slanted => (width + 44, height + 18),
        Shape::Store => (width + 24, height + 28),
        Shape::Queue | Shape::Routine => (width + 40, height + 18),
        Shape::Entity => (
            width + 20,
            height + 14 + if details.is_empty() { 4 } else { 8 },
        ),
        Shape::Box | Shape::Round | Shape::External | Shape::Note => (width + 24, height + 18),
    };
    // Even numbers, so that middles are whole.
    Size {
        width: (width.max(if node.shape == Shape::Circle { 40 } else { 72 }) + 1) & !1,
        height: (height.max(40) + 1) & !1,
    }
}

/// Nodes of about the same width get the same one, so that they line up as a draughtsman would draw them.
fn even(graph: &Graph, measures: &mut Measures) {
    let is_plain = |shape: Shape| {
        matches!(
            shape,
            Shape::Box
                | Shape::Round
                | Shape::External
                | Shape::Store
                | Shape::Queue
                | Shape::Routine
                | Shape::Pill
        )
    };
    let mut widths: Vec<i32> = graph
        .nodes
        .iter()
        .zip(&measures.nodes)
        .filter(|(node, _)| is_plain(node.shape))
        .map(|(_, size)| size.width)
        .collect();
    widths.sort_unstable();
    let Some(&most) = widths.get(widths.len() * 4 / 5) else {
        return;
    };
    // A few pixels more for all are better than a ragged column.
    let widest = widths.last().copied().unwrap_or(most);
    let common = if widest * 4 <= most.min(152) * 5 {
        widest
    } else {
        most.min(152)
    };
    for (node, size) in graph.nodes.iter().zip(&mut measures.nodes) {
        if is_plain(node.shape) {
            size.width = size.width.max(common);
        }
    }
}
