//! Rows of text with horizontal arrows: a chain of names, or a list of steps from one state to another.

use super::grid::{LEFT, RIGHT};
use super::link;
use super::sketch::{NONE, Sketch};
use crate::model::diagram::{Direction, Edge, End, Graph, Node, Tip};
use std::collections::BTreeMap;

/// One arrow of a row.
#[derive(Debug, Clone)]
struct Step {
    row: usize,
    from: usize,
    to: usize,
    tail: bool,
    head: bool,
    label: String,
}

/// The graph of such a text; `None` unless all of it is a flow.
pub(super) fn read(sketch: &Sketch) -> Option<Graph> {
    let mut sketch = Joined::of(sketch);
    let steps = steps(&mut sketch)?;
    if steps.is_empty() {
        return None;
    }
    let mut is_used = vec![false; sketch.texts.len()];
    for step in &steps {
        is_used[step.from] = true;
        is_used[step.to] = true;
    }
    let used = is_used.iter().filter(|&&used| used).count();
    let brackets = (0..is_used.len())
        .filter(|&at| is_used[at] && sketch.is_bracket[at])
        .count();
    for (at, is_label) in sketch.is_label.iter().enumerate() {
        is_used[at] |= is_label;
    }
    if brackets * 2 > used {
        return bracketed(&sketch, &steps, &is_used);
    }
    chain(&sketch, &steps, &is_used).or_else(|| states(&sketch, steps, &is_used))
}

/// The runs of a flat sketch after labels on wires have been taken out.
struct Joined<'s> {
    sketch: &'s Sketch,
    texts: Vec<String>,
    is_label: Vec<bool>,
    is_bracket: Vec<bool>,
}

impl<'s> Joined<'s> {
    fn of(sketch: &'s Sketch) -> Self {
        Self {
            sketch,
            is_label: vec![false; sketch.runs.len()],
            texts: sketch.runs.iter().map(|run| run.text.clone()).collect(),
            is_bracket: sketch.runs.iter().map(|run| run.is_bracket).collect(),
        }
    }
}

/// All arrows; `None` when one of them does not stand between two names.
fn steps(joined: &mut Joined<'_>) -> Option<Vec<Step>> {
    let sketch = joined.sketch;
    // Each row by itself: names and pieces of wire in turn.
    let mut steps = Vec::new();
    for row in 0..sketch.grid.height {
        let mut parts: Vec<Part> = Vec::new();
        let start = row * sketch.grid.width;
        let mut column = 0;
        while column < sketch.grid.width {
            let cell = start + column;
            if sketch.net_of[cell] != NONE {
                let net = sketch.net_of[cell];
                let record = &sketch.nets[net as usize];
                parts.push(Part::Wire {
                    tail: record
                        .ends
                        .iter()
                        .any(|end| end.is_head && end.side == LEFT),
                    head: record
                        .ends
                        .iter()
                        .any(|end| end.is_head && end.side == RIGHT),
                    length: record.cells.len(),
                });
                while column < sketch.grid.width && sketch.net_of[start + column] == net {
                    column += 1;
                }
            } else if sketch.run_of[cell] != NONE {
                let run = sketch.run_of[cell];
                parts.push(Part::Name(run as usize));
                column = sketch.runs[run as usize].to.max(column + 1);
            } else {
                column += 1;
            }
        }
        row_steps(joined, row, &parts, &mut steps)?;
    }
    Some(steps)
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Name(usize),
    Wire {
        tail: bool,
        head: bool,
        length: usize,
    },
}

/// The arrows of one row.
fn row_steps(
    joined: &mut Joined<'_>,
    row: usize,
    parts: &[Part],
    steps: &mut Vec<Step>,
) -> Option<()> {
    let mut last: Option<usize> = None;
    let mut at = 0;
    while at < parts.len() {
        let Part::Wire { tail, head, length } = parts[at] else {
            if let Part::Name(name) = parts[at] {
                last = Some(name);
            }
            at += 1;
            continue;
        };
        let mut label = String::new();
        let (mut tail, mut head) = (tail, head);
        let mut next = at + 1;
        // `──label──→`: a piece without a head, a text, and the rest of the wire.
        if let (
            false,
            Some(&Part::Name(name)),
            Some(&Part::Wire {
                tail: false,
                head: other,
                ..
            }),
        ) = (head, parts.get(at + 1), parts.get(at + 2))
            && length >= 2
        {
            link::bare(&joined.texts[name]).clone_into(&mut label);
            joined.is_label[name] = true;
            head = other;
            next = at + 3;
        }
        let Some(&Part::Name(to)) = parts.get(next) else {
            // A line that ends with an arrow goes on in the next row.
            if next == parts.len() && head && label.is_empty() {
                let first = joined.sketch.runs.iter().position(|run| run.row > row)?;
                if joined.sketch.runs[first].row != row + 1 {
                    return None;
                }
                steps.push(Step {
                    row,
                    from: last?,
                    to: first,
                    tail,
                    head,
                    label,
                });
                return Some(());
            }
            return None;
        };
        let Some(from) = last else {
            // A line that begins with an arrow goes on from the row before.
            // which has an arrow itself; otherwise it is an outline.
            let before = joined
                .sketch
                .runs
                .iter()
                .rposition(|run| run.row + 1 == row)?;
            if !steps.iter().any(|step| step.to == before) {
                return None;
            }
            steps.push(Step {
                row,
                from: before,
                to,
                tail,
                head,
                label,
            });
            last = Some(to);
            at = next + 1;
            continue;
        };
        if !tail && !head {
            return None;
        }
        let (mut from, mut to_name) = (from, to);
        if tail && !head {
            std::mem::swap(&mut from, &mut to_name);
            std::mem::swap(&mut tail, &mut head);
        }
        steps.push(Step {
            row,
            from,
            to: to_name,
            tail,
            head,
            label,
        });
        last = Some(to);
        at = next + 1;
    }
    Some(())
}

/// Names in brackets; equal ones are the same.
fn bracketed(joined: &Joined<'_>, steps: &[Step], is_used: &[bool]) -> Option<Graph> {
    let loose = (0..is_used.len()).filter(|&at| !is_used[at]).count();
    // A title above is the only other text.
    if loose > 1 || is_used.len() < 2 {
        return None;
    }
    if (0..is_used.len()).any(|at| is_used[at] && joined.texts[at].chars().count() > 60) {
        return None;
    }
    Some(build(joined, steps))
}

/// One flow of at least three names.
fn chain(joined: &Joined<'_>, steps: &[Step], is_used: &[bool]) -> Option<Graph> {
    let mut follows = true;
    for pair in steps.windows(2) {
        follows &= pair[0].to == pair[1].from;
    }
    let loose = (0..is_used.len()).filter(|&at| !is_used[at]).count();
    let fits = |at: usize| {
        let text = &joined.texts[at];
        text.chars().count() <= 48 && !is_code(text)
    };
    let all_fit = (0..is_used.len()).all(|at| !is_used[at] || fits(at));
    if steps.len() < 2 || !follows || loose > 0 || !all_fit {
        return None;
    }
    Some(build(joined, steps))
}

/// Steps between states that are named again and again.
fn states(joined: &Joined<'_>, mut steps: Vec<Step>, is_used: &[bool]) -> Option<Graph> {
    // Remarks behind the second name tell what makes the step.
    for at in (0..is_used.len()).filter(|&at| !is_used[at]) {
        let run = &joined.sketch.runs[at];
        let step = steps.iter_mut().rev().find(|step| step.row == run.row)?;
        let is_behind = joined.sketch.runs[step.to].from < run.from
            && joined.sketch.runs[step.from].from < run.from;
        let length = joined.texts[at].chars().count() + step.label.chars().count();
        if !is_behind || length > 72 {
            return None;
        }
        if !step.label.is_empty() {
            step.label.push_str("; ");
        }
        step.label.push_str(link::bare(&joined.texts[at]));
    }
    let is_state = |text: &str| {
        let count = text.chars().count();
        count <= 28 && !is_code(text) && !text.contains([',', '/', ':', '…', '*', '"'])
    };
    if steps.len() < 3
        || (0..is_used.len()).any(|at| is_used[at] && !is_state(joined.texts[at].trim()))
    {
        return None;
    }
    let graph = build(joined, &steps);
    // All in one piece, and fewer states than steps would have by themselves.
    let mut part: Vec<usize> = (0..graph.nodes.len()).collect();
    for edge in &graph.edges {
        if let (End::Node(a), End::Node(b)) = (edge.from, edge.to) {
            let (a, b) = (part[a as usize], part[b as usize]);
            for other in &mut part {
                if *other == a.max(b) {
                    *other = a.min(b);
                }
            }
        }
    }
    let is_whole = part.iter().all(|&at| at == 0);
    let has_middle = graph.edges.iter().any(|edge| {
        graph
            .edges
            .iter()
            .any(|other| edge.to == other.from && edge != other)
    });
    (is_whole && has_middle && graph.nodes.len() <= steps.len() + 1).then_some(graph)
}

/// Whether a text looks like code or a signature rather than a name.
fn is_code(text: &str) -> bool {
    text.contains("()")
        || text.contains("::")
        || text.contains([';', '{', '}', '`', '=', '$', '\\', '"', '|', '<', '>'])
        || text.starts_with(['-', '#', '/', '.'])
}

fn build(joined: &Joined<'_>, steps: &[Step]) -> Graph {
    let mut graph = Graph {
        direction: Direction::Right,
        ..Graph::default()
    };
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |graph: &mut Graph, at: usize| {
        let label = joined.texts[at].trim().to_owned();
        *numbers.entry(label.clone()).or_insert_with(|| {
            graph.nodes.push(Node {
                label,
                ..Node::default()
            });
            graph.nodes.len() as u32 - 1
        })
    };
    let mut all: Vec<usize> = steps.iter().flat_map(|step| [step.from, step.to]).collect();
    all.sort_unstable();
    for at in all {
        number(&mut graph, at);
    }
    for step in steps {
        let (from, to) = (number(&mut graph, step.from), number(&mut graph, step.to));
        let edge = Edge {
            label: step.label.clone(),
            tail: if step.tail { Tip::Arrow } else { Tip::Plain },
            head: if step.head { Tip::Arrow } else { Tip::Plain },
            ..Edge::arrow(from, to)
        };
        if !graph.edges.contains(&edge) {
            graph.edges.push(edge);
        }
    }
    graph
}
