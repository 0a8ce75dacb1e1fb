//! Acceptance criteria: the boxes below a heading of that name. They are items of the checklist, never tasks.

use super::Reader;
use crate::model::fact::Criterion;
use crate::model::source::DocumentKind;
use crate::parse::topic::Topic;
use std::sync::Arc;

/// Marks the boxes of the checklist, which is sorted, that are acceptance criteria.
pub(super) fn read(reader: &mut Reader<'_, '_>) {
    let is_list_of_its_own = matches!(
        reader.source.kind,
        DocumentKind::Tasks
            | DocumentKind::WorkPackage
            | DocumentKind::Checklist
            | DocumentKind::Story
    );
    if is_list_of_its_own || reader.facts.checklist.is_empty() {
        return;
    }
    let headings = &reader.outline.headings;
    let mut behind = 0;
    for (at, heading) in headings.iter().enumerate() {
        if heading.topic != Some(Topic::AcceptanceCriteria) || heading.line <= behind {
            continue;
        }
        let end = headings[at + 1..]
            .iter()
            .find(|next| next.level <= heading.level)
            .map_or(u32::MAX, |next| next.line);
        behind = end - 1;
        for item in &reader.facts.checklist {
            if (heading.line..end).contains(&item.place.line) {
                reader.facts.acceptance.push(Arc::new(Criterion {
                    id: item.id.clone(),
                    text: item.text.clone(),
                    checked: item.checked,
                    place: item.place.clone(),
                }));
            }
        }
    }
}
