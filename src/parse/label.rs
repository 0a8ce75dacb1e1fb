//! Labelled text: `**Key**: value`, `**Key:** value`, `Key: value`, and the like.

use super::tape::{BlockId, MarkKind, Tape};

/// A text that starts with a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label<'t> {
    /// The label without colon and marks.
    pub(super) name: &'t str,
    /// What follows, trimmed; may be empty.
    pub(super) value: &'t str,
    /// Offset of the value in [`Tape::plain`].
    pub(super) value_at: usize,
    /// Whether the label is bold.
    pub(super) bold: bool,
    /// Whether a colon follows the label or ends it.
    pub(super) colon: bool,
}

/// The label of a block's text.
pub(super) fn of_block<'t>(tape: &'t Tape<'_>, block: BlockId) -> Option<Label<'t>> {
    let range = &tape.blocks[block].text;
    of_range(tape, range.start as usize, range.end as usize)
}

/// The label at the start of a range of [`Tape::plain`].
pub(super) fn of_range<'t>(tape: &'t Tape<'_>, start: usize, end: usize) -> Option<Label<'t>> {
    let text = tape.plain.get(start..end)?;
    let skipped = text.len() - text.trim_start().len();
    let begin = start + skipped;
    if let Some(strong_end) = strong_at(tape, begin, end) {
        return bold(tape, begin, strong_end, end);
    }
    if let Some(rest) = text.trim_start().strip_prefix("**")
        && let Some(length) = rest.find("**")
    {
        // Bold that CommonMark does not see: closing marks between CJK punctuation and a letter.
        let label_start = begin + 2;
        let label_end = label_start + length;
        let mut label = label_of(tape, label_start, label_end, label_end + 2, end)?;
        label.bold = true;
        return Some(label);
    }
    plain(tape, begin, end)
}

/// The end of the bold text that starts exactly at `begin`.
fn strong_at(tape: &Tape<'_>, begin: usize, end: usize) -> Option<usize> {
    let first = tape
        .marks
        .partition_point(|mark| (mark.start as usize) < begin);
    tape.marks[first..]
        .iter()
        .take_while(|mark| mark.start as usize == begin)
        .find(|mark| {
            mark.kind == MarkKind::Strong && (mark.end as usize) <= end && mark.end > mark.start
        })
        .map(|mark| mark.end as usize)
}

fn bold<'t>(tape: &'t Tape<'_>, begin: usize, strong_end: usize, end: usize) -> Option<Label<'t>> {
    let mut label = label_of(tape, begin, strong_end, strong_end, end)?;
    label.bold = true;
    Some(label)
}

fn label_of<'t>(
    tape: &'t Tape<'_>,
    name_start: usize,
    name_end: usize,
    value_start: usize,
    end: usize,
) -> Option<Label<'t>> {
    let raw = tape.plain[name_start..name_end].trim();
    let name = raw.trim_end_matches([':', '：']).trim();
    let mut colon = name.len() < raw.len();
    let mut value = &tape.plain[value_start..end];
    if !colon
        && let Some(rest) = value
            .trim_start_matches([' ', '\t'])
            .strip_prefix([':', '：'])
    {
        colon = true;
        value = rest;
    }
    if name.is_empty() || name.chars().count() > 160 {
        return None;
    }
    let value_at = end - value.trim_start().len();
    Some(Label {
        name,
        value: value.trim(),
        value_at,
        bold: false,
        colon,
    })
}

/// A label without bold: up to five words, at most 40 characters, before a colon.
fn plain<'t>(tape: &'t Tape<'_>, begin: usize, end: usize) -> Option<Label<'t>> {
    let text = &tape.plain[begin..end];
    let (at, sign) = text
        .char_indices()
        .take(48)
        .find(|&(_, c)| matches!(c, ':' | '：' | '\n'))?;
    if sign == '\n' {
        return None;
    }
    let name = text[..at].trim();
    let behind = &text[at + sign.len_utf8()..];
    let is_separated = sign == '：' || behind.is_empty() || behind.starts_with([' ', '\n']);
    let is_short = !name.is_empty()
        && name.split_whitespace().count() <= 5
        && name.chars().count() <= 40
        && !name.contains(['.', '?', '!', '。', '|', '`']);
    (is_separated && is_short).then(|| Label {
        name,
        value: behind.trim(),
        value_at: end - behind.trim_start().len(),
        bold: false,
        colon: true,
    })
}

/// The bold text with which a block starts, when it is all the block holds (a trailing colon aside).
pub(super) fn bold_line<'t>(tape: &'t Tape<'_>, block: BlockId) -> Option<&'t str> {
    let label = of_block(tape, block)?;
    (label.bold && label.value.is_empty()).then_some(label.name)
}
