//! Graphs as SVG: classes only, colours from the style sheet; ids begin with a prefix that the page chooses. A list of
//! the edges follows, hidden from sight.

mod line;
mod measure;
mod outline;
mod text;

use super::layout::{self, LOOP, Placed, Point, Rect};
use crate::base::markup::{escape_into, escape_text_into};
use crate::model::diagram::{Caption, Direction, End, Graph, Stroke, Tip, Tone};
use line::Tips;
use measure::{Lines, NAME_LINE, SMALL_LINE};
use std::fmt::Write as _;
pub(super) use text::width;

/// The largest number of nodes in a picture.
pub const MAX_NODES: usize = 400;
/// The largest number of edges in a picture.
pub const MAX_EDGES: usize = 1_000;
/// A picture that is wider than this is turned when that makes it much narrower.
const WIDE: i32 = 940;
/// A turned picture should not be taller than this.
const TALL: i32 = 2_400;

/// A graph as SVG with a list of its edges; `None` when it is empty or too large.
pub fn draw(graph: &Graph, caption: &Caption<'_>) -> Option<String> {
    if graph.nodes.is_empty() || graph.nodes.len() > MAX_NODES || graph.edges.len() > MAX_EDGES {
        return None;
    }
    let (lines, measures) = measure::measure(graph);
    let placed = layout::layout(graph, &measures)?;
    if placed.size.width > WIDE {
        let mut turned = graph.clone();
        turned.direction = match graph.direction {
            Direction::Right | Direction::Left => Direction::Down,
            Direction::Down | Direction::Up => Direction::Right,
        };
        let (lines, measures) = measure::measure(&turned);
        if let Some(other) = layout::layout(&turned, &measures)
            && other.size.width * 4 < placed.size.width * 3
            && other.size.height < TALL.max(placed.size.height)
        {
            return Some(picture(&turned, caption, &lines, &other));
        }
    }
    Some(picture(graph, caption, &lines, &placed))
}

/// A graph with the boxes and routes it gets, for tests of the layout.
pub fn placed(graph: &Graph) -> Option<Sheet> {
    let (_, measures) = measure::measure(graph);
    let placed = layout::layout(graph, &measures)?;
    let rect = |rect: &Rect| [rect.x, rect.y, rect.width, rect.height];
    Some(Sheet {
        size: [placed.size.width, placed.size.height],
        nodes: placed.nodes.iter().map(rect).collect(),
        groups: placed.groups.iter().map(rect).collect(),
        routes: placed
            .routes
            .iter()
            .map(|route| {
                route
                    .points
                    .iter()
                    .map(|point| [point.x, point.y])
                    .collect()
            })
            .collect(),
        labels: placed
            .routes
            .iter()
            .map(|route| route.label.as_ref().map(rect))
            .collect(),
    })
}

/// The geometry of a picture: x, y, width and height of boxes, x and y of points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Width and height.
    pub size: [i32; 2],
    /// By node.
    pub nodes: Vec<[i32; 4]>,
    /// By group.
    pub groups: Vec<[i32; 4]>,
    /// By edge.
    pub routes: Vec<Vec<[i32; 2]>>,
    /// By edge.
    pub labels: Vec<Option<[i32; 4]>>,
}

fn picture(graph: &Graph, caption: &Caption<'_>, lines: &Lines, placed: &Placed) -> String {
    let mut out = String::with_capacity(1024 + graph.nodes.len() * 240 + graph.edges.len() * 160);
    start(&mut out, caption, placed.size.width, placed.size.height);
    for (group, rect) in placed.groups.iter().enumerate() {
        let _ = write!(
            out,
            "<rect class=\"dg-zone\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\"/>",
            rect.x, rect.y, rect.width, rect.height
        );
        let title = placed.titles[group];
        if title.width > 0 {
            let _ = write!(
                out,
                "<text class=\"dg-zname\" x=\"{}\" y=\"{}\">",
                title.x,
                title.y + 12
            );
            escape_text_into(&mut out, &graph.groups[group].label);
            out.push_str("</text>");
        }
    }
    edges(&mut out, graph, lines, placed);
    for (at, node) in graph.nodes.iter().enumerate() {
        let href = caption.links.get(at).and_then(Option::as_deref);
        let class = match node.tone {
            Tone::Plain => "",
            Tone::Here => " class=\"here\"",
            Tone::Dim => " class=\"dim\"",
        };
        match href {
            Some(href) => {
                out.push_str("<a href=\"");
                escape_into(&mut out, href);
                let _ = write!(out, "\"{class}>");
            }
            None if !class.is_empty() => {
                let _ = write!(out, "<g{class}>");
            }
            None => {}
        }
        let (name, details) = &lines.nodes[at];
        outline::node(&mut out, node.shape, placed.nodes[at], name, details);
        if href.is_some() {
            out.push_str("</a>");
        } else if !class.is_empty() {
            out.push_str("</g>");
        }
    }
    out.push_str("</svg>");
    list(&mut out, graph);
    out
}

fn start(out: &mut String, caption: &Caption<'_>, width: i32, height: i32) {
    let prefix = caption.prefix;
    let _ = write!(
        out,
        "<svg class=\"dg\" role=\"group\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" aria-labelledby=\"{prefix}-t\""
    );
    if !caption.description.is_empty() {
        let _ = write!(out, " aria-describedby=\"{prefix}-d\"");
    }
    let _ = write!(out, "><title id=\"{prefix}-t\">");
    escape_text_into(out, caption.title);
    out.push_str("</title>");
    if !caption.description.is_empty() {
        let _ = write!(out, "<desc id=\"{prefix}-d\">");
        escape_text_into(out, caption.description);
        out.push_str("</desc>");
    }
}

/// Lines first, then heads, then labels on patches of the ground.
fn edges(out: &mut String, graph: &Graph, lines: &Lines, placed: &Placed) {
    let mut tips = Tips::default();
    let mut labels = String::new();
    let mut loops = vec![0_i32; graph.nodes.len()];
    for (at, edge) in graph.edges.iter().enumerate() {
        let route = &placed.routes[at];
        let mut points = route.points.clone();
        let mut label = route.label;
        if points.is_empty() {
            let (End::Node(node), true) = (edge.from, edge.from == edge.to) else {
                continue;
            };
            let nth = &mut loops[node as usize];
            let is_upright = matches!(graph.direction, Direction::Down | Direction::Up);
            points = self_loop(placed.nodes[node as usize], *nth, is_upright);
            label = loop_label(&points, &lines.labels[at], is_upright);
            *nth += 1;
        } else {
            for (end, is_first) in [(edge.from, true), (edge.to, false)] {
                if let End::Node(node) = end {
                    outline::reach(
                        &mut points,
                        is_first,
                        graph.nodes[node as usize].shape,
                        placed.nodes[node as usize],
                    );
                }
            }
        }
        let class = match edge.stroke {
            Stroke::Solid => "dg-edge",
            Stroke::Dashed => "dg-edge dg-dash",
            Stroke::Thick => "dg-edge dg-thick",
        };
        let _ = write!(out, "<path class=\"{class}\" d=\"");
        line::path(out, &points, edge.tail, edge.head);
        out.push_str("\"/>");
        line::tips(&mut tips, &points, edge.tail, edge.head);
        if let Some(label) = label {
            let is_in_group = home(graph, edge.from, edge.to);
            let ground = if is_in_group { " dg-in" } else { "" };
            let _ = write!(
                labels,
                "<rect class=\"dg-labbg{ground}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                label.x, label.y, label.width, label.height
            );
            let x = label.x + label.width / 2;
            for (nth, line) in lines.labels[at].iter().enumerate() {
                let _ = write!(
                    labels,
                    "<text x=\"{x}\" y=\"{}\">",
                    label.y + 12 + nth as i32 * SMALL_LINE
                );
                escape_text_into(&mut labels, line);
                labels.push_str("</text>");
            }
        }
    }
    tips.write(out);
    out.push_str(&labels);
}

/// Whether the line between two ends lies in a group.
fn home(graph: &Graph, from: End, to: End) -> bool {
    let outermost = |end: End| {
        let mut group = match end {
            End::Node(node) => graph.nodes[node as usize].group,
            End::Group(group) => graph.groups[group as usize].parent,
        };
        let mut last = None;
        while let Some(at) = group {
            last = Some(at);
            group = graph.groups[at as usize].parent;
        }
        last
    };
    outermost(from).is_some() && outermost(from) == outermost(to)
}

/// A loop at the right side of a node, or below it where the graph leads to the right.
fn self_loop(rect: Rect, nth: i32, is_upright: bool) -> Vec<Point> {
    let out = LOOP - 4 + nth * 5;
    let half = 8 + nth * 4;
    if is_upright {
        let (x, y) = (rect.x + rect.width, rect.y + rect.height / 2);
        vec![
            Point { x, y: y - half },
            Point {
                x: x + out,
                y: y - half,
            },
            Point {
                x: x + out,
                y: y + half,
            },
            Point { x, y: y + half },
        ]
    } else {
        let (x, y) = (rect.x + rect.width / 2, rect.y + rect.height);
        vec![
            Point { x: x - half, y },
            Point {
                x: x - half,
                y: y + out,
            },
            Point {
                x: x + half,
                y: y + out,
            },
            Point { x: x + half, y },
        ]
    }
}

fn loop_label(points: &[Point], lines: &[String], is_upright: bool) -> Option<Rect> {
    if lines.is_empty() {
        return None;
    }
    let widths = lines.iter().map(|line| text::width(line, measure::SMALL));
    let width = widths.max().unwrap_or(0) + 8;
    let height = lines.len() as i32 * SMALL_LINE + 2;
    let far = points[1];
    Some(if is_upright {
        Rect {
            x: far.x + 2,
            y: i32::midpoint(far.y, points[2].y) - height / 2,
            width,
            height,
        }
    } else {
        Rect {
            x: i32::midpoint(far.x, points[2].x) - width / 2,
            y: far.y + 2,
            width,
            height,
        }
    })
}

/// The edges in words.
fn list(out: &mut String, graph: &Graph) {
    if graph.edges.is_empty() {
        return;
    }
    out.push_str("<ul class=\"vh\">");
    for edge in &graph.edges {
        out.push_str("<li>");
        name(out, graph, edge.from);
        out.push_str(match (edge.tail, edge.head) {
            (Tip::Plain, Tip::Plain) => " – ",
            (Tip::Plain, _) => " → ",
            (_, Tip::Plain) => " ← ",
            (_, _) => " ↔ ",
        });
        name(out, graph, edge.to);
        if !edge.label.is_empty() {
            out.push_str(": ");
            escape_text_into(out, &edge.label.replace('\n', " "));
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

fn name(out: &mut String, graph: &Graph, end: End) {
    let name = graph.name(end);
    if name.is_empty() {
        out.push_str(match end {
            End::Node(node)
                if graph.nodes[node as usize].shape == crate::model::diagram::Shape::End =>
            {
                "end"
            }
            _ => "start",
        });
    } else {
        escape_text_into(out, &name.replace('\n', " "));
    }
}

/// The first baseline of lines that are centred in a box.
fn first_baseline(rect: Rect, names: usize, details: usize) -> i32 {
    let height = names as i32 * NAME_LINE + details as i32 * SMALL_LINE;
    rect.y + (rect.height - height) / 2 + 12
}
