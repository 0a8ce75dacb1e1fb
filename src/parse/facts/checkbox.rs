//! Items with a box: tasks in task documents, checklist items elsewhere.

use super::lead::{self, Box};
use super::requirement::{text_of, title_start};
use super::{Context, Reader, clip, task};
use crate::model::document::SymbolKind;
use crate::model::fact::{ChecklistItem, Place, TaskState};
use crate::model::source::DocumentKind;
use crate::parse::note::{ListClass, Shape};
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::Topic;
use std::sync::Arc;

/// Reads the boxes of a list and of the lists below its items.
pub(super) fn of_list(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) {
    let asks = matches!(
        context.topic,
        Some(Topic::OpenQuestions | Topic::AnsweredQuestions)
    );
    if asks && reader.source.kind != DocumentKind::Checklist {
        // A ticked question is an answered one.
        return;
    }
    let mut pending = vec![(list, false)];
    while let Some((list, below_task)) = pending.pop() {
        let items: Vec<BlockId> = reader.tape.children(list).collect();
        let mut boxes = 0;
        let mut tasks = 0;
        for &item in &items {
            let found = item_box(reader, item);
            let mut is_task = false;
            if let Some((text, found)) = found {
                boxes += 1;
                is_task = task::of_item(reader, item, text, found, context, below_task);
                if is_task {
                    tasks += 1;
                } else {
                    check(reader, item, text, found);
                }
            } else if reader.is_free(item) {
                is_task = task::of_item_without_box(reader, item, context);
            }
            for child in reader.tape.children(item) {
                if matches!(reader.tape.kind(child), BlockKind::List(_)) {
                    pending.push((child, below_task || is_task));
                }
            }
        }
        if boxes == items.len() && boxes > 0 {
            let class = if tasks > 0 {
                ListClass::Tasks
            } else {
                ListClass::Checks
            };
            reader.notes.add(list, Shape::List(class), "", 0);
        }
    }
}

fn item_box(reader: &Reader<'_, '_>, item: BlockId) -> Option<(BlockId, Box)> {
    let text = reader.item_text(item)?;
    Some((text, lead::checkbox(reader.tape, text)?))
}

/// Adds a checklist item.
fn check(reader: &mut Reader<'_, '_>, item: BlockId, text: BlockId, found: Box) {
    let end = reader.tape.blocks[text].text.end as usize;
    let lead = lead::lead_id(reader.tape, found.end, end)
        .filter(|lead| lead.marked || lead.family == "CHK");
    let (from, words) = match &lead {
        None => (found.end, one_line(&reader.tape.plain[found.end..end])),
        Some(lead) => {
            let rest = &reader.tape.plain[lead.text_at..end];
            let from = if lead.title.is_empty() {
                lead.text_at
            } else {
                title_start(reader, lead, found.end, end)
            };
            (from, text_of(lead, rest))
        }
    };
    let id = lead.map(|lead| lead.id);
    let line = reader.line(item);
    let anchor = reader.claim(id.as_deref(), "check", reader.facts.checklist.len() + 1);
    let place = Place { line, anchor };
    let is_definition = reader.source.kind == crate::model::source::DocumentKind::Checklist;
    if let Some(id) = &id {
        // A ticked line that begins with a requirement's id restates the requirement.
        let kind = if id.starts_with("CHK") {
            SymbolKind::Check
        } else {
            SymbolKind::Requirement
        };
        if kind == SymbolKind::Check {
            reader.export(id, kind, &place, is_definition, &words);
        }
    }
    reader.notes.add(
        item,
        Shape::Check {
            label: id.clone(),
            from: from as u32,
            state: found.state(),
        },
        &place.anchor,
        line,
    );
    reader.taken[item] = true;
    reader.facts.checklist.push(Arc::new(ChecklistItem {
        id,
        text: clip(&words, 1000),
        checked: found.state() == TaskState::Done,
        place,
    }));
}

/// Whether boxes under these headings are never tasks.
pub(super) fn is_checklist(reader: &Reader<'_, '_>, heading: Option<usize>) -> bool {
    reader.outline.chain(heading).any(|heading| {
        matches!(
            heading.topic,
            Some(Topic::Checklist | Topic::AcceptanceCriteria | Topic::SuccessCriteria)
        )
    })
}
