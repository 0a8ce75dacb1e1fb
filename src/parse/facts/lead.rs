//! How a line begins: boxes, ids and titles.

use crate::model::fact::TaskState;
use crate::parse::ids::{self, Id};
use crate::parse::tape::{BlockId, MarkKind, Tape};

/// A box at the start of an item: `[ ]`, `[x]`, `[X]`, `[~]`, `[-]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Box {
    pub(super) mark: char,
    /// Offset in the plain text behind the box.
    pub(super) end: usize,
}

impl Box {
    pub(super) fn state(self) -> TaskState {
        match self.mark {
            'x' | 'X' | '✓' | '✔' => TaskState::Done,
            ' ' => TaskState::Open,
            _ => TaskState::Other,
        }
    }
}

/// The box with which a paragraph starts.
pub(super) fn checkbox(tape: &Tape<'_>, paragraph: BlockId) -> Option<Box> {
    let start = tape.blocks[paragraph].text.start as usize;
    let text = tape.text(paragraph);
    let rest = text.strip_prefix('[')?;
    let mut characters = rest.chars();
    let mark = characters.next()?;
    let behind = characters.as_str();
    let behind = match behind.strip_prefix(']') {
        // Kiro marks optional tasks with a star behind the box.
        Some(behind) => behind
            .strip_prefix('*')
            .filter(|behind| behind.starts_with(' '))
            .unwrap_or(behind),
        // `[]` is an open box to many writers.
        None if mark == ']' => {
            return (behind.is_empty() || behind.starts_with(' ')).then_some(Box {
                mark: ' ',
                end: start + 2,
            });
        }
        None => return None,
    };
    let is_mark = matches!(
        mark,
        ' ' | '\u{a0}' | 'x' | 'X' | '~' | '-' | '/' | '>' | '!' | '?' | '✓' | '✔' | '*' | '+'
    );
    (is_mark && (behind.is_empty() || behind.starts_with([' ', '\t', '\n']))).then(|| Box {
        mark: if mark == '\u{a0}' { ' ' } else { mark },
        end: start + text.len() - behind.len(),
    })
}

/// An id with which a line begins, as its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LeadId {
    pub(super) id: String,
    pub(super) family: String,
    /// What stands beside the id: the rest of the bold text, or a remark in parentheses.
    pub(super) title: String,
    /// Offset in the plain text where the text behind id and title begins.
    pub(super) text_at: usize,
    /// Whether the id is marked: bold, code, brackets, or a colon or dash behind it.
    pub(super) marked: bool,
}

/// The id at the start of a stretch of plain text. Ranges and lists of ids at the start are no definition.
pub(super) fn lead_id(tape: &Tape<'_>, start: usize, end: usize) -> Option<LeadId> {
    let text = &tape.plain[start..end];
    let skipped = text.len()
        - text
            .trim_start_matches(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '[' | '✓' | '✅' | '☑' | '✔' | '❌' | '⚠' | '\u{fe0f}' | '*'
                    )
            })
            .len();
    let at = start + skipped;
    let id = id_at(tape, at, end).filter(|id| !is_standard(id.family(&tape.plain)))?;
    let bracketed = tape.plain[start..at].ends_with('[');
    let mark = marked_end(tape, at, id.end);
    let mut behind = id.end;
    let mut title = String::new();
    let mut marked = mark.is_some() || bracketed;
    if let Some(mark_end) = mark.filter(|&mark_end| mark_end <= end) {
        tape.plain[id.end..mark_end]
            .trim_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '：' | '-' | '—' | '–' | '.')
            })
            .clone_into(&mut title);
        if is_list_of_ids(&tape.plain[id.end..mark_end], id.of(&tape.plain)) {
            return None;
        }
        behind = mark_end;
    }
    let rest = &tape.plain[behind..end];
    let mut tail = rest;
    if bracketed {
        tail = tail.strip_prefix(']').unwrap_or(tail);
    }
    if is_list_of_ids(tail, id.of(&tape.plain)) {
        return None;
    }
    let trimmed = tail.trim_start_matches([' ', '\t']);
    if title.is_empty()
        && let Some(inner) = trimmed.strip_prefix(['(', '（'])
        && let Some(close) = inner.find([')', '）'])
        && close < 60
    {
        let after = inner[close..]
            .trim_start_matches([')', '）'])
            .trim_start_matches([' ', '*']);
        if after.starts_with([':', '：', '-', '—', '–']) {
            inner[..close].trim().clone_into(&mut title);
            tail = after;
        }
    }
    let trimmed = tail.trim_start_matches([' ', '\t', '*']);
    let mut body = trimmed;
    for sign in [":", "：", "— ", "– ", "- ", "| ", ". "] {
        if let Some(after) = trimmed.strip_prefix(sign) {
            body = after;
            marked = true;
            break;
        }
    }
    if body.len() == trimmed.len() && !trimmed.is_empty() && tail.len() == trimmed.len() && !marked
    {
        return None;
    }
    let body = body.trim_start();
    Some(LeadId {
        id: id.of(&tape.plain).to_owned(),
        family: family(id.family(&tape.plain)),
        title: title
            .trim_matches(['(', ')', '（', '）', '*'])
            .trim()
            .to_owned(),
        text_at: end - body.len(),
        marked,
    })
}

/// Whether a family is that of a standard, a licence or an algorithm: `UTF-8`, `SHA-256`, `ISO-8601`, `GPL-3`.
fn is_standard(family: &str) -> bool {
    matches!(
        family,
        "AES"
            | "AGPL"
            | "DIN"
            | "ECMA"
            | "GPL"
            | "IEEE"
            | "ISO"
            | "LGPL"
            | "PKCS"
            | "RFC"
            | "SHA"
            | "UCS"
            | "UTF"
    )
}

fn id_at(tape: &Tape<'_>, at: usize, end: usize) -> Option<Id> {
    let id = ids::at_start(tape.plain.get(..end)?, at)?;
    (id.end <= end).then_some(id)
}

/// The first group of a family: `NFR` of `NFR-PERF`.
fn family(text: &str) -> String {
    text.split(['-', '_']).next().unwrap_or("").to_owned()
}

/// The end of the bold or code text that starts at `at`.
fn marked_end(tape: &Tape<'_>, at: usize, id_end: usize) -> Option<usize> {
    let first = tape
        .marks
        .partition_point(|mark| (mark.start as usize) + 1 < at);
    tape.marks[first..]
        .iter()
        .take_while(|mark| mark.start as usize <= at)
        .filter(|mark| {
            matches!(
                mark.kind,
                MarkKind::Strong | MarkKind::Code | MarkKind::Link
            ) && mark.end as usize >= id_end
                && mark.start as usize <= at
        })
        .map(|mark| mark.end as usize)
        .max()
}

/// Whether what follows an id continues it as a range or an enumeration.
fn is_list_of_ids(tail: &str, id: &str) -> bool {
    if let Some((_, behind)) = ids::joint(tail, 0)
        && ids::follower(tail, behind, id).is_some()
    {
        return true;
    }
    let next = tail.trim_start_matches([',', '、', '，', '+', '&', ' ']);
    let next = next.strip_prefix("and ").unwrap_or(next);
    next.len() < tail.len()
        && tail.starts_with([',', '、', '，', '+', '&', ' '])
        && (tail.starts_with([',', '、', '，', '+', '&'])
            || tail.starts_with(" and ")
            || tail.starts_with(" & ")
            || tail.starts_with(" + "))
        && ids::at_start(next, 0).is_some()
}
