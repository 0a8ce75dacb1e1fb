//! Lists of `Key: value` items that are shown as property lists.

use super::Reader;
use crate::parse::label;
use crate::parse::note::{ListClass, Shape};
use crate::parse::tape::{BlockId, BlockKind};

/// Shows the labelled sub-lists of a block as property lists.
pub(super) fn properties(reader: &mut Reader<'_, '_>, parent: BlockId) {
    let lists: Vec<BlockId> = reader
        .tape
        .children(parent)
        .filter(|&child| matches!(reader.tape.kind(child), BlockKind::List(_)))
        .collect();
    for list in lists {
        property_list(reader, list);
    }
}

/// Shows a list as a property list when every item is labelled.
pub(super) fn property_list(reader: &mut Reader<'_, '_>, list: BlockId) {
    let items: Vec<BlockId> = reader.tape.children(list).collect();
    let mut labels = Vec::new();
    for &item in &items {
        let Some(text) = reader.item_text(item) else {
            return;
        };
        let start = reader.tape.blocks[text].text.start;
        let Some(found) = label::of_block(reader.tape, text).filter(|found| found.colon) else {
            return;
        };
        if reader.notes.has(item) {
            return;
        }
        labels.push((
            item,
            start,
            start + found_length(reader, text, found.name),
            found.value_at as u32,
        ));
    }
    if reader
        .notes
        .add(list, Shape::List(ListClass::Properties), "", 0)
    {
        for (item, start, end, value) in labels {
            reader.notes.add(
                item,
                Shape::Property {
                    label: (start, end),
                    value,
                },
                "",
                0,
            );
        }
    }
}

/// The length of the label in the plain text, from the block's start to the end of the name.
fn found_length(reader: &Reader<'_, '_>, text: BlockId, name: &str) -> u32 {
    reader
        .tape
        .text(text)
        .find(name)
        .map_or(name.len(), |at| at + name.len()) as u32
}
