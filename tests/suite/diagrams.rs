//! Drawings made of characters: every file of `tests/diagrams/` is a list of cases, each a `drawing` and the `graph`
//! that it shows. `PLANFOLIO_BLESS=1` rewrites the graphs; read them before you keep them.

use crate::case;
use planfolio::diagram::ascii::trace;
use planfolio::model::diagram::{Direction, Edge, End, Graph, Tip};
use std::fmt::Write as _;

#[test]
fn drawings_show_what_is_written_down() {
    case::run("diagrams", |case| {
        let drawing = case.block("drawing").expect("a case has a drawing");
        let graph = case.block("graph").expect("a case has a graph");
        vec![(graph.clone(), listing(trace(&drawing.text).as_ref()))]
    });
}

fn listing(graph: Option<&Graph>) -> String {
    let Some(graph) = graph else {
        return "none\n".to_owned();
    };
    let mut out = match graph.direction {
        Direction::Right => "right\n",
        Direction::Left => "left\n",
        Direction::Down => "down\n",
        Direction::Up => "up\n",
    }
    .to_owned();
    for node in &graph.nodes {
        out.push_str(&node.label);
        for detail in &node.details {
            write!(out, " | {detail}").unwrap();
        }
        if let Some(group) = node.group {
            write!(out, " | in {}", graph.groups[group as usize].label).unwrap();
        }
        out.push('\n');
    }
    for edge in &graph.edges {
        writeln!(out, "{}", line(graph, edge)).unwrap();
    }
    out
}

fn line(graph: &Graph, edge: &Edge) -> String {
    let name = |end: End| match end {
        End::Node(_) => graph.name(end).to_owned(),
        End::Group(_) => format!("({})", graph.name(end)),
    };
    let arrow = match (edge.tail, edge.head) {
        (Tip::Plain, Tip::Plain) => "--",
        (Tip::Plain, _) => "->",
        (_, Tip::Plain) => "<-",
        _ => "<->",
    };
    let mut line = format!("{} {arrow} {}", name(edge.from), name(edge.to));
    if !edge.label.is_empty() {
        write!(line, ": {}", edge.label).unwrap();
    }
    line
}
