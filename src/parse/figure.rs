//! What a code fence without a programming language shows: a drawing, a tree of files, or text.

use super::tape::DEEPEST;
use crate::model::diagram::DiagramKind;

/// What an untagged fence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Figure {
    /// Boxes or bracketed names with arrows.
    Drawing,
    /// A file tree or outline.
    Tree,
    /// Text or code.
    Text,
}

/// Whether a language tag leaves open what the fence holds.
pub(super) fn is_untagged(language: &str) -> bool {
    matches!(
        language,
        "" | "text" | "txt" | "plaintext" | "plain" | "ascii" | "diagram" | "tree"
    )
}

/// Arrow heads.
fn is_head(character: char) -> bool {
    matches!(
        character,
        '→' | '←'
            | '↓'
            | '↑'
            | '↔'
            | '↕'
            | '⇒'
            | '⇄'
            | '➜'
            | '▼'
            | '▲'
            | '►'
            | '◄'
            | '▶'
            | '◀'
    )
}

/// Pieces of wires and boxes.
fn is_wire(character: char) -> bool {
    matches!(
        character,
        '─' | '━'
            | '═'
            | '│'
            | '┃'
            | '║'
            | '┌'
            | '┐'
            | '└'
            | '┘'
            | '├'
            | '┤'
            | '┬'
            | '┴'
            | '┼'
            | '╭'
            | '╮'
            | '╰'
            | '╯'
    )
}

/// Whether a line is a branch of a tree: `├── name`, `│   └── name`, `|-- name`, `+-- name`.
fn is_branch(line: &str) -> bool {
    let bare = line.trim_start_matches([' ', '\t', '│', '┃', '|', '\u{a0}']);
    ["├─", "└─", "╰─", "|--", "+--", "`--", "\\--", "|__"]
        .iter()
        .any(|start| bare.starts_with(start) || line.trim_start().starts_with(start))
}

/// Whether the rows are one chain of short names, or steps between short names of states.
fn is_flow_of_words(lines: &[&str]) -> bool {
    const CODE: [&str; 18] = [
        "()", "::", ";", "{", "}", "`", "=", "$", "\\", "\"", "|", "<", "+", "://", ".md", "_id",
        "#", "…",
    ];
    let arrows = |line: &str| line.matches(['→', '▶', '►']).count();
    let is_short = |name: &str, limit: usize| {
        let name = name.trim().trim_matches(['─', ' ']);
        name.chars().count() <= limit
    };
    let has_code = lines
        .iter()
        .any(|line| CODE.iter().any(|sign| line.contains(sign)));
    if has_code || lines.len() > 40 {
        return false;
    }
    let all = lines.iter().map(|line| arrows(line)).sum::<usize>();
    let names = |limit: usize| {
        lines
            .iter()
            .flat_map(|line| line.split(['→', '▶', '►']))
            .all(|name| is_short(name, limit))
    };
    // A chain on one row, or on rows that end or go on with an arrow.
    let goes_on = lines
        .windows(2)
        .all(|pair| pair[0].trim_end().ends_with('→') || pair[1].trim_start().starts_with('→'));
    if all >= 2 && goes_on && names(48) && arrows(lines[0]) > 0 {
        return true;
    }
    lines.len() >= 3
        && lines.iter().all(|line| {
            let line = line.split("  (").next().unwrap_or(line);
            !line.starts_with(' ')
                && arrows(line) >= 1
                && !line.contains(',')
                && line
                    .split(['→', '▶', '►', '─'])
                    .all(|name| is_short(name, 28))
        })
}

/// Whether a line of prose is a chain of at least three names in brackets: `[Rider app] → [Berth API] → [Ledger]`.
/// Nothing else may stand beside them, and no name may be a mark or code.
pub(super) fn is_chain_of_brackets(line: &str) -> bool {
    let mut names = 0;
    let mut rest = line.trim();
    if rest.chars().count() > 240 {
        return false;
    }
    loop {
        let Some((name, behind)) = rest
            .strip_prefix('[')
            .and_then(|inner| inner.split_once(']'))
        else {
            return false;
        };
        let is_name = (2..=60).contains(&name.chars().count())
            && name.chars().any(char::is_alphabetic)
            && !name.contains(['[', '→', '`', '|', ';', '=', '{', '"'])
            && !name.contains("->");
        if !is_name {
            return false;
        }
        names += 1;
        let behind = behind.trim_start();
        if behind.is_empty() {
            return names >= 3;
        }
        let arrow = ["→", "-->", "->", "──►", "──→", "──▶"]
            .into_iter()
            .find_map(|arrow| behind.strip_prefix(arrow));
        let Some(next) = arrow else { return false };
        rest = next.trim_start();
    }
}

/// Whether all rows relate names by number without arrow heads: `Gate (1) ──< ScanEvent (N)`.
fn is_relations(lines: &[&str]) -> bool {
    lines.len() >= 2
        && lines.iter().all(|line| {
            line.contains("──")
                && !line.contains(is_head)
                && !line.contains(['│', '┌', '├', '└', '┬', '┼'])
        })
        && lines.iter().any(|line| {
            [
                "──<", ">──", "──*", "*──", "(1)", "1:N", "1:1", "N:1", "1──", "──1",
            ]
            .iter()
            .any(|sign| line.contains(sign))
        })
}

/// Tells what a fence shows.
pub(super) fn classify(text: &str) -> Figure {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    if lines.len() > 400 || lines.is_empty() {
        return Figure::Text;
    }
    let branches = lines.iter().filter(|line| is_branch(line)).count();
    let headed_branches = lines
        .iter()
        .filter(|line| {
            is_branch(line)
                && line
                    .split(['#', '←'])
                    .next()
                    .is_some_and(|part| part.contains(is_head))
        })
        .count();
    let corners = text.matches(['┌', '╭', '┐', '╮']).count();
    if branches >= 2
        && branches * 2 >= lines.len()
        && headed_branches * 2 <= branches
        && corners < 2
    {
        return Figure::Tree;
    }
    let heads = text.chars().filter(|&c| is_head(c)).count()
        + text.matches("-->").count()
        + text.matches("──>").count()
        + lines
            .iter()
            .filter(|line| matches!(line.trim(), "v" | "V" | "|" | "^"))
            .count()
            / 2;
    let wires = text.chars().filter(|&c| is_wire(c)).count();
    let brackets = lines
        .iter()
        .any(|line| line.matches('[').count() >= 2 && (line.contains('→') || line.contains("->")));
    let plus_boxes = lines
        .iter()
        .filter(|line| line.contains("+--") && line.trim_end().ends_with('+'))
        .count()
        >= 2;
    let is_boxed = corners >= 2 && wires >= 8;
    if (heads > 0 && (is_boxed || plus_boxes || brackets || wires >= 6)) || brackets {
        return Figure::Drawing;
    }
    if is_flow_of_words(&lines) || is_relations(&lines) {
        return Figure::Drawing;
    }
    let arrows_alone = lines
        .iter()
        .filter(|line| {
            let bare = line.trim();
            !bare.is_empty()
                && bare
                    .chars()
                    .all(|c| is_head(c) || is_wire(c) || matches!(c, '|' | ' '))
        })
        .count();
    if arrows_alone >= 1 && lines.len() >= 3 && heads >= 1 {
        return Figure::Drawing;
    }
    Figure::Text
}

/// What a mermaid block shows, by its first word.
pub(super) fn mermaid_kind(text: &str) -> DiagramKind {
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with("%%") && *line != "---")
        .unwrap_or("");
    let word = first.split([' ', ';', '-']).next().unwrap_or("");
    match word {
        "flowchart" | "graph" => DiagramKind::Flow,
        "stateDiagram" => DiagramKind::State,
        "sequenceDiagram" => DiagramKind::Sequence,
        "erDiagram" | "classDiagram" => DiagramKind::Entities,
        _ => DiagramKind::Other,
    }
}

/// One line of a tree with its depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Twig<'t> {
    /// 0 for a root.
    pub(super) depth: usize,
    pub(super) name: &'t str,
    /// A remark behind `#`, `//` or `←`.
    pub(super) remark: &'t str,
}

/// The lines of a tree. Depth follows the column at which a name begins.
pub(super) fn twigs(text: &str) -> Vec<Twig<'_>> {
    let mut twigs: Vec<Twig<'_>> = Vec::new();
    let mut columns: Vec<usize> = Vec::new();
    for line in text.lines() {
        let bare = line.trim_start_matches(|c: char| {
            c.is_whitespace() || is_wire(c) || matches!(c, '|' | '+' | '`' | '-' | '\\')
        });
        if bare.is_empty() {
            continue;
        }
        let column = line[..line.len() - bare.len()].chars().count();
        while columns.last().is_some_and(|&known| known >= column) {
            columns.pop();
        }
        let depth = columns.len().min(DEEPEST);
        columns.push(column);
        let cut = ["  #", " # ", "  //", " ← ", "  ←", "  —", " — ", "  - "]
            .iter()
            .filter_map(|sign| bare.find(sign))
            .min()
            .unwrap_or(bare.len());
        twigs.push(Twig {
            depth,
            name: bare[..cut].trim(),
            remark: bare[cut..]
                .trim()
                .trim_start_matches(['#', '/', '←', '—', '-'])
                .trim(),
        });
    }
    twigs
}
