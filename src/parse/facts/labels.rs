//! The `Key: value` lines below a fact.

use super::Reader;
use crate::parse::key::{Key, of_label as key};
use crate::parse::label;
use crate::parse::outline::{Placed, lead_in, one_line};
use crate::parse::tape::{BlockId, BlockKind};

/// One labelled line.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: Option<Key>,
    /// The label as written.
    pub(super) name: String,
    /// One line; the items of a list below an empty value are joined by `; `.
    pub(super) value: String,
    /// The items of a list below an empty value.
    pub(super) items: Vec<String>,
    /// Offset of the value in the plain text.
    pub(super) value_at: usize,
}

/// Labelled lines in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    pub(super) entries: Vec<Entry>,
}

impl Labels {
    /// The first entry of a key.
    pub(super) fn entry(&self, wanted: Key) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == Some(wanted))
    }

    /// The value of a key, unless it is empty or a leftover of the template.
    pub(super) fn value(&self, wanted: Key) -> Option<String> {
        self.entry(wanted)
            .map(|entry| entry.value.clone())
            .filter(|value| !value.is_empty())
    }

    /// Whether a key occurs.
    pub(super) fn has(&self, wanted: Key) -> bool {
        self.entry(wanted).is_some()
    }

    /// The labels below a list item: further lines of its text, its sub-lists and its further paragraphs.
    pub(super) fn of_item(reader: &Reader<'_, '_>, item: BlockId) -> Self {
        let mut labels = Self::default();
        let mut is_first = true;
        for child in reader.tape.children(item) {
            match reader.tape.kind(child) {
                BlockKind::Paragraph => {
                    labels.add_lines(reader, child, is_first);
                }
                BlockKind::List(_) => labels.add_list(reader, child),
                _ => {}
            }
            is_first = false;
        }
        labels
    }

    /// The labels of a run of blocks: lines of paragraphs and items of lists.
    pub(super) fn of_run(reader: &Reader<'_, '_>, run: &[Placed]) -> Self {
        let mut labels = Self::default();
        for (index, placed) in run.iter().enumerate() {
            match reader.tape.kind(placed.block) {
                BlockKind::Paragraph => labels.add_lines(reader, placed.block, false),
                // A list below a bold line of its own describes that line, not the heading.
                BlockKind::List(_)
                    if lead_in(reader.tape, run, index)
                        .is_some_and(|lead| lead.bold && lead.key.is_none()) => {}
                BlockKind::List(_) => labels.add_list(reader, placed.block),
                _ => {}
            }
        }
        labels
    }

    /// The labels of one list.
    pub(super) fn of_list(reader: &Reader<'_, '_>, list: BlockId) -> Self {
        let mut labels = Self::default();
        labels.add_list(reader, list);
        labels
    }

    fn add_list(&mut self, reader: &Reader<'_, '_>, list: BlockId) {
        let before = self.entries.len();
        for item in reader.tape.children(list) {
            let Some(text) = reader.item_text(item) else {
                continue;
            };
            let Some(found) = label::of_block(reader.tape, text)
                .filter(|found| found.colon || (found.bold && found.value.is_empty()))
            else {
                // A list directly below an empty label is its value.
                if self.entries.len() == before
                    && let Some(last) = self
                        .entries
                        .last_mut()
                        .filter(|last| last.value.is_empty() || !last.items.is_empty())
                {
                    last.items.push(one_line(reader.tape.text(text)));
                    last.value = last.items.join("; ");
                }
                continue;
            };
            if self.entries.len() == before
                && let Some(last) = self.entries.last_mut()
                && key(found.name).is_none()
                && (last.value.is_empty() || !last.items.is_empty())
                && last.key.is_some()
            {
                last.items.push(one_line(reader.tape.text(text)));
                last.value = last.items.join("; ");
                continue;
            }
            let mut entry = Entry {
                key: key(found.name),
                name: found.name.to_owned(),
                value: one_line(found.value),
                items: Vec::new(),
                value_at: found.value_at,
            };
            if entry.value.is_empty() {
                entry.items = self::sub_items(reader, item);
                entry.value = entry.items.join("; ");
            }
            self.entries.push(entry);
        }
    }

    /// Lines of a paragraph that are labelled; the first line of an item's own text is skipped.
    fn add_lines(&mut self, reader: &Reader<'_, '_>, paragraph: BlockId, skip_first: bool) {
        let range = reader.tape.blocks[paragraph].text.clone();
        let text = reader.tape.text(paragraph);
        let mut offset = range.start as usize;
        for (index, line) in text.split('\n').enumerate() {
            let end = offset + line.len();
            if index > 0 || !skip_first {
                let found = label::of_range(reader.tape, offset, end)
                    .filter(|found| found.colon || (found.bold && found.value.is_empty()));
                let is_label = found.is_some_and(|found| found.bold || key(found.name).is_some());
                if let Some(found) = found.filter(|_| is_label) {
                    self.entries.push(Entry {
                        key: key(found.name),
                        name: found.name.to_owned(),
                        value: one_line(found.value),
                        items: Vec::new(),
                        value_at: found.value_at,
                    });
                } else if let Some(last) = self
                    .entries
                    .last_mut()
                    .filter(|last| last.items.is_empty() && index > 0)
                {
                    // A wrapped line belongs to the label before it.
                    if !last.value.is_empty() {
                        last.value.push(' ');
                    }
                    last.value.push_str(&one_line(line));
                } else if index == 0
                    && let Some(last) = self.entries.last_mut().filter(|last| last.value.is_empty())
                {
                    // The paragraph below a bold label is its value.
                    last.value = one_line(text);
                    last.value_at = offset;
                    return;
                }
            }
            offset = end + 1;
        }
    }
}

/// The texts of the items of an item's sub-lists.
pub(super) fn sub_items(reader: &Reader<'_, '_>, item: BlockId) -> Vec<String> {
    reader
        .tape
        .children(item)
        .filter(|&child| matches!(reader.tape.kind(child), BlockKind::List(_)))
        .flat_map(|list| reader.tape.children(list))
        .filter_map(|item| reader.item_text(item))
        .map(|text| one_line(reader.tape.text(text)))
        .filter(|text| !text.is_empty())
        .collect()
}
