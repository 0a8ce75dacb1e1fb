//! Rows that relate names by number, without arrow heads: `Gate (1) ──< ScanEvent (N)`, `User 1───* Pass`,
//! `Sailing ──1:N── Ticket`.

use crate::model::diagram::{Edge, End, Graph, Node, Shape, Stroke, Tip};
use std::collections::BTreeMap;

/// A name with the number that stands at it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Side {
    name: String,
    number: Option<Tip>,
}

/// The graph of such rows; `None` unless all rows are of that kind and tell at least one number.
pub(super) fn read(text: &str) -> Option<Graph> {
    let mut graph = Graph::default();
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut told = 0;
    let mut rows = 0;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        rows += 1;
        // A remark stands behind two blanks.
        let (line, remark) = match line.find("  (") {
            Some(at) => (line[..at].trim_end(), line[at..].trim()),
            None => (line, ""),
        };
        for (left, right, label) in relations(line)? {
            let ends = [&left, &right].map(|side| {
                *numbers.entry(side.name.clone()).or_insert_with(|| {
                    graph.nodes.push(Node {
                        label: side.name.clone(),
                        shape: Shape::Entity,
                        ..Node::default()
                    });
                    graph.nodes.len() as u32 - 1
                })
            });
            told += usize::from(left.number.is_some() || right.number.is_some());
            let mut label = label;
            if label.is_empty() {
                super::link::bare(remark).clone_into(&mut label);
            }
            graph.edges.push(Edge {
                from: End::Node(ends[0]),
                to: End::Node(ends[1]),
                label,
                stroke: Stroke::Solid,
                tail: left.number.unwrap_or_default(),
                head: right.number.unwrap_or_default(),
                weight: 1,
            });
        }
    }
    let fits = rows >= 2
        && told * 2 > graph.edges.len()
        && graph
            .edges
            .iter()
            .all(|edge| edge.label.chars().count() <= 72);
    fits.then_some(graph)
}

/// The relations of a row, which may be a chain; `None` when it is no such row.
fn relations(line: &str) -> Option<Vec<(Side, Side, String)>> {
    let pieces = pieces(line)?;
    let mut all = Vec::new();
    for triple in pieces.windows(3).step_by(2) {
        let [Piece::Name(left), Piece::Wire(wire), Piece::Name(right)] = triple else {
            return None;
        };
        let (left, left_number) = behind(left);
        let (right, right_number) = before(right);
        let (mut tail, mut head) = (left_number, right_number);
        let mut label = String::new();
        let inner = wire.trim_matches(['─', '━', '-']);
        let signs = inner.trim_matches(['<', '>']);
        if wire.starts_with('>') || wire.starts_with('*') {
            tail = Some(Tip::MaybeMany);
        }
        if wire.ends_with('<') || wire.ends_with('*') {
            head = Some(Tip::MaybeMany);
        }
        if let Some((a, b)) = signs.split_once(':') {
            tail = Some(number(a)?);
            head = Some(number(b)?);
        } else if !signs.is_empty() && signs != "*" {
            signs.clone_into(&mut label);
        }
        // `Gate (1) ──< ScanEvent (N)`: the number behind a name belongs to it too.
        let (right, own) = behind(&right);
        let head = own.or(head);
        for name in [&left, &right] {
            if !is_name(name) {
                return None;
            }
        }
        all.push((
            Side {
                name: left,
                number: tail,
            },
            Side {
                name: right,
                number: head,
            },
            label,
        ));
    }
    (!all.is_empty()).then_some(all)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Name(String),
    Wire(String),
}

/// Names and wires in turn, a name first and last. A wire may hold a text without blanks.
fn pieces(line: &str) -> Option<Vec<Piece>> {
    let is_line = |c: char| matches!(c, '─' | '━');
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(is_line) {
        let mut name = rest[..at].trim_end();
        let mut wire = String::new();
        if let Some(bare) = name.strip_suffix('>') {
            name = bare.trim_end();
            wire.push('>');
        }
        let end = rest[at..]
            .find(char::is_whitespace)
            .map_or(rest.len(), |end| at + end);
        let word = &rest[at..end];
        // The wire ends behind its last line sign; what follows without a blank is a sign or a number.
        let last = word.rfind(is_line)?;
        let last = last + word[last..].chars().next().map_or(0, char::len_utf8);
        wire.push_str(&word[..last]);
        let mut behind = &word[last..];
        if behind.starts_with(['<', '*']) {
            wire.push_str(&behind[..1]);
            behind = &behind[1..];
        }
        if wire.chars().filter(|&c| is_line(c)).count() < 2
            || behind.starts_with(['>', '▶', '►', '→'])
        {
            return None;
        }
        if wire.contains(['▶', '►', '→', '◄', '┬', '┼', '│', '┐', '┘', '└', '├'])
        {
            return None;
        }
        pieces.push(Piece::Name(name.trim().to_owned()));
        pieces.push(Piece::Wire(wire));
        rest = &rest[end - behind.len()..];
    }
    pieces.push(Piece::Name(rest.trim().to_owned()));
    (pieces.len() >= 3).then_some(pieces)
}

/// The number that a word tells.
fn number(word: &str) -> Option<Tip> {
    let word = word.trim().trim_matches(['(', ')']);
    match word.to_ascii_lowercase().as_str() {
        "1" | "one" => Some(Tip::One),
        "0..1" | "0-1" => Some(Tip::MaybeOne),
        "1..n" | "1..*" => Some(Tip::Many),
        "n" | "m" | "*" | "0..n" | "0..*" | "many" => Some(Tip::MaybeMany),
        _ => None,
    }
}

/// A name without the number behind it.
fn behind(text: &str) -> (String, Option<Tip>) {
    if let Some((name, last)) = text.rsplit_once(' ')
        && let Some(number) = number(last)
    {
        return (name.trim().to_owned(), Some(number));
    }
    (text.trim().to_owned(), None)
}

/// A name without the number before it.
fn before(text: &str) -> (String, Option<Tip>) {
    if let Some((first, name)) = text.split_once(' ')
        && let Some(number) = number(first)
    {
        return (name.trim().to_owned(), Some(number));
    }
    (text.trim().to_owned(), None)
}

fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    (1..=40).contains(&count)
        && text.chars().any(char::is_alphabetic)
        && !text.contains(['│', '┌', '└', '├', '┬', '<', '>', '/', ';', '{', '='])
}
