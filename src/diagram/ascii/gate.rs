//! Whether a drawing is understood well enough, and the graph if it is.

use super::frame::Frame;
use super::grid::{LEFT, RIGHT, points, sides};
use super::sketch::{Heads, Role, Sketch, Spot, Tie};
use crate::model::diagram::{Direction, Edge, End, Graph, Group, Node, Stroke, Tip};
use std::collections::BTreeMap;

/// The longest label of an edge, in characters.
const LABEL: usize = 72;

/// Whether most lines are branches of a tree without heads: a file tree or an outline.
pub(super) fn is_outline(text: &str) -> bool {
    let (mut branches, mut headed, mut lines) = (0, 0, 0);
    for line in text.lines() {
        let bare = line.trim();
        if bare.is_empty() {
            continue;
        }
        lines += 1;
        let rest = bare.trim_start_matches(['│', '┃', '|', ' ', '\u{a0}']);
        let is_branch = ["├─", "└─", "╰─", "|--", "`--", "+-- "]
            .iter()
            .any(|start| rest.starts_with(start));
        if is_branch && !rest.ends_with(['┐', '┘', '│', '|', '+', '┤']) {
            branches += 1;
            headed += usize::from(
                rest.chars().any(|c| points(c) != 0) || rest.contains("->") || rest.contains("─>"),
            );
        }
    }
    branches >= 2 && branches * 3 >= lines && headed * 2 <= branches
}

/// The graph of a drawing, unless too much of it is left over.
pub(super) fn judge(sketch: &Sketch) -> Option<Graph> {
    if sketch.is_ambiguous || sketch.ties.is_empty() {
        return None;
    }
    // A sign by itself is a piece of a drawing that is not understood.
    let is_sign = |at: usize| {
        let text = &sketch.runs[at].text;
        !text.chars().any(char::is_alphanumeric)
            && matches!(sketch.roles[at], Role::Line(_) | Role::Node)
    };
    if (0..sketch.runs.len()).any(is_sign) {
        return None;
    }
    let has_head = sketch.ties.iter().any(|tie| tie.heads != Heads::None)
        && sketch
            .grid
            .cells
            .iter()
            .enumerate()
            .any(|(cell, &c)| points(c) != 0 || sketch.wires.head[cell] != 0);
    let loose_runs = sketch
        .roles
        .iter()
        .filter(|role| **role == Role::Open)
        .count();
    if !has_head
        || sketch.loose_nets > 0
        || loose_runs * 5 > sketch.runs.len().max(sketch.frames.len())
        || sketch
            .ties
            .iter()
            .any(|tie| tie.label.chars().count() > LABEL)
    {
        return None;
    }
    graph(sketch)
}

fn graph(sketch: &Sketch) -> Option<Graph> {
    let mut graph = Graph {
        direction: direction(&sketch.ties),
        ..Graph::default()
    };
    let mut groups: BTreeMap<usize, u32> = BTreeMap::new();
    // Frames lie behind those around them, so parents come first.
    for (at, frame) in sketch.frames.iter().enumerate() {
        if frame.is_group {
            groups.insert(at, graph.groups.len() as u32);
            graph.groups.push(Group {
                label: title(sketch, at),
                parent: frame.parent.and_then(|parent| groups.get(&parent).copied()),
            });
        }
    }
    let mut spots: Vec<(usize, usize, Spot)> = Vec::new();
    for (at, frame) in sketch.frames.iter().enumerate() {
        if !frame.is_group {
            spots.push((frame.top, frame.left, Spot::Frame(at as u32)));
        }
    }
    for (at, run) in sketch.runs.iter().enumerate() {
        let is_name =
            sketch.roles[at] == Role::Node || (run.is_bracket && sketch.roles[at] == Role::Open);
        if is_name {
            spots.push((run.row, run.from, Spot::Run(at as u32)));
        }
    }
    spots.sort_unstable();
    let mut ends: BTreeMap<Spot, End> = groups
        .iter()
        .map(|(&frame, &group)| (Spot::Frame(frame as u32), End::Group(group)))
        .collect();
    // A name repeated in separate rows of text is one state; two boxes are two nodes.
    let mut names: BTreeMap<String, (u32, usize)> = BTreeMap::new();
    for (row, _, spot) in spots {
        let node = match spot {
            Spot::Frame(frame) => boxed(sketch, frame as usize)?,
            Spot::Run(run) => named(sketch, run as usize)?,
        };
        if node.label.is_empty() {
            return None;
        }
        if let Spot::Run(run) = spot
            && !sketch.runs[run as usize].is_bracket
            && let Some(&(known, known_row)) = names.get(&node.label)
            && known_row != row
        {
            ends.insert(spot, End::Node(known));
            continue;
        }
        let group = match spot {
            Spot::Frame(frame) => sketch.frames[frame as usize].parent.map(|at| at as u32),
            Spot::Run(run) => {
                let run = &sketch.runs[run as usize];
                sketch.group_at(run.row, run.from)
            }
        };
        let number = graph.nodes.len() as u32;
        ends.insert(spot, End::Node(number));
        if matches!(spot, Spot::Run(_)) {
            names.insert(node.label.clone(), (number, row));
        }
        graph.nodes.push(Node {
            group: group.and_then(|frame| groups.get(&(frame as usize)).copied()),
            ..node
        });
    }
    if !run_names_agree(&graph, &names) {
        return None;
    }
    for tie in &sketch.ties {
        let (&from, &to) = (ends.get(&tie.from)?, ends.get(&tie.to)?);
        // A step from a state to itself says why.
        if from == to && tie.from != tie.to && tie.label.is_empty() {
            return None;
        }
        let is_along = tie.is_flat == (graph.direction == Direction::Right);
        let edge = Edge {
            from,
            to,
            label: tie.label.clone(),
            stroke: if tie.is_dashed {
                Stroke::Dashed
            } else {
                Stroke::Solid
            },
            tail: if tie.heads == Heads::Both {
                Tip::Arrow
            } else {
                Tip::Plain
            },
            head: if tie.heads == Heads::None {
                Tip::Plain
            } else {
                Tip::Arrow
            },
            weight: if is_along { 3 } else { 1 },
        };
        if !graph.edges.contains(&edge) {
            graph.edges.push(edge);
        }
    }
    order(&mut graph);
    (graph.nodes.len() >= 2 && !graph.edges.is_empty()).then_some(graph)
}

/// Whether no name of words is told in two ways: alone, and in a list or with a tail in brackets.
fn run_names_agree(graph: &Graph, names: &BTreeMap<String, (u32, usize)>) -> bool {
    graph.nodes.iter().all(|node| {
        let tail = node.label.find(" (").map(|at| &node.label[..at]);
        let parts = node.label.split(", ");
        let mut parts = parts.filter(|part| *part != node.label).chain(tail);
        !names.contains_key(&node.label) || !parts.any(|part| names.contains_key(part))
    })
}

/// Edges in the order of the nodes they leave.
fn order(graph: &mut Graph) {
    graph.edges.sort_by_key(|edge| (edge.from, edge.to));
}

fn direction(ties: &[Tie]) -> Direction {
    let flat = ties.iter().filter(|tie| tie.is_flat).count();
    if flat * 2 >= ties.len() {
        Direction::Right
    } else {
        Direction::Down
    }
}

fn title(sketch: &Sketch, frame: usize) -> String {
    let mut title = sketch.frames[frame].title.clone();
    for (at, role) in sketch.roles.iter().enumerate() {
        if *role == Role::Title(frame as u32) {
            title.push_str(&sketch.runs[at].text);
        }
    }
    title
}

/// The node of a box: its first line is the name, the others are details.
fn boxed(sketch: &Sketch, at: usize) -> Option<Node> {
    let frame = &sketch.frames[at];
    let mut lines = lines(sketch, frame);
    if !frame.title.is_empty() {
        lines.insert(0, frame.title.clone());
    }
    for (run, role) in sketch.roles.iter().enumerate() {
        if *role == Role::FrameRemark(at as u32) {
            lines.push(sketch.runs[run].text.clone());
            lines.extend(lines_of(sketch, run));
        }
    }
    if lines.is_empty() || lines.len() > 24 || lines.iter().any(|line| line.chars().count() > 100) {
        return None;
    }
    let label = lines.remove(0);
    Some(Node {
        label,
        details: lines,
        ..Node::default()
    })
}

fn lines(sketch: &Sketch, frame: &Frame) -> Vec<String> {
    let mut lines = Vec::new();
    for row in frame.top + 1..frame.bottom {
        let text = sketch.grid.text(
            row,
            frame.lefts[row - frame.top] + 1,
            frame.rights[row - frame.top],
        );
        let text = text.trim().trim_matches(['│', '┃', '║']).trim();
        let is_rule = text.chars().all(|c| {
            c == ' ' || matches!(c, '-' | '=' | '_') || sides(c) & (LEFT | RIGHT) == LEFT | RIGHT
        });
        if !text.is_empty() && !is_rule {
            lines.push(text.to_owned());
        }
    }
    lines
}

/// The texts of the lines below a run.
fn lines_of(sketch: &Sketch, run: usize) -> impl Iterator<Item = String> {
    let roles = sketch.roles.iter().enumerate();
    roles
        .filter(move |(_, role)| **role == Role::Line(run as u32))
        .map(|(at, _)| sketch.runs[at].text.clone())
}

/// Whether a text can be a name: it holds letters or digits, and its brackets match.
fn is_name(text: &str) -> bool {
    let count = |sign: char| text.matches(sign).count();
    text.chars().any(char::is_alphanumeric)
        && count('(') == count(')')
        && count('[') == count(']')
        && count('{') == count('}')
}

/// The node of a run: lines below the first are details.
fn named(sketch: &Sketch, at: usize) -> Option<Node> {
    let run = &sketch.runs[at];
    let mut details = Vec::new();
    for (other, role) in sketch.roles.iter().enumerate() {
        if *role == Role::Line(at as u32) || *role == Role::Remark(at as u32) {
            details.push(sketch.runs[other].text.clone());
            if *role == Role::Remark(at as u32) {
                details.extend(lines_of(sketch, other));
            }
        }
    }
    let whole = format!("{} {}", run.text, details.join(" "));
    if !is_name(&whole) || !run.text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let label = run.text.trim_end_matches(':').to_owned();
    if label.chars().count() > 72
        || details.len() > 8
        || details.iter().any(|line| line.chars().count() > 90)
    {
        return None;
    }
    Some(Node {
        label,
        details,
        ..Node::default()
    })
}
