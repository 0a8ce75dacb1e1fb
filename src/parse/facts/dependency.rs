//! Where a document declares dependencies on other features: sections, labels and metadata.

use super::Reader;
use crate::base::span::Span;
use crate::model::fact::DeclaredDependency;
use crate::model::source::DocumentKind;
use crate::parse::key::{Key, of_label as key};
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::Topic;

/// Collects the spans in which references to features count as declared.
pub(super) fn read(reader: &mut Reader<'_, '_>) {
    let mut spans: Vec<Span> = Vec::new();
    for placed in &reader.outline.top {
        let is_section = reader.outline.topic(placed.heading) == Some(Topic::Dependencies);
        // "Dependencies & Execution Order" of a task list is about its own tasks.
        let is_own_order = matches!(
            reader.source.kind,
            DocumentKind::Tasks | DocumentKind::WorkPackage
        ) && reader
            .outline
            .chain(placed.heading)
            .any(|heading| heading.title.to_lowercase().contains("order"));
        let block = &reader.tape.blocks[placed.block];
        if is_section && !is_own_order && !matches!(block.kind, BlockKind::Heading(_)) {
            spans.push(block.span);
        }
    }
    for (block, kind) in reader
        .tape
        .blocks
        .iter()
        .enumerate()
        .map(|(block, it)| (block, it.kind))
    {
        if kind == BlockKind::Paragraph && starts_with_label(reader, block) {
            let around = reader
                .tape
                .parent(block)
                .filter(|&parent| reader.tape.kind(parent) == BlockKind::Item)
                .unwrap_or(block);
            spans.push(reader.tape.blocks[around].span);
        }
    }
    spans.sort_unstable();
    reader
        .facts
        .dependencies
        .extend(spans.into_iter().map(|span| DeclaredDependency { span }));
}

/// `**Depends on**: …`, `Blocked by: …`.
fn starts_with_label(reader: &Reader<'_, '_>, block: BlockId) -> bool {
    let text = reader.tape.text(block);
    let Some(first) = text.trim_start().chars().next() else {
        return false;
    };
    if !first.is_alphabetic() && first != '*' {
        return false;
    }
    crate::parse::label::of_block(reader.tape, block)
        .filter(|found| (found.bold || found.colon) && !found.value.is_empty())
        .and_then(|found| key(found.name))
        .is_some_and(|key| key == Key::DependsOn)
}
