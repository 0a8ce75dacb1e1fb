//! Practices: how a plan means to secure, test, deploy and run the product, from the chapters of the template and the
//! constitution check of Spec Kit.

use super::chapter::{self, Chapter};
use super::table;
use super::{Reader, clip, is_leftover, labels, says_none};
use crate::model::fact::{Place, Practice, PracticeGroup};
use crate::model::source::DocumentKind;
use crate::parse::label;
use crate::parse::outline::{lead_in_of, one_line};
use crate::parse::tape::{BlockId, BlockKind};
use std::sync::Arc;

/// How a chapter names its practices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Each item is one.
    Items,
    /// Each bold line with the list below it is one, and each heading below without a chapter of its own.
    Blocks,
    /// Each row of a table is one, or each item.
    Rows,
}

fn of_chapter(chapter: Chapter) -> Option<(PracticeGroup, Form)> {
    Some(match chapter {
        Chapter::Principles => (PracticeGroup::Principle, Form::Items),
        Chapter::Constitution => (PracticeGroup::Rule, Form::Rows),
        Chapter::Complexity => (PracticeGroup::Violation, Form::Rows),
        Chapter::Security => (PracticeGroup::Security, Form::Blocks),
        Chapter::Performance => (PracticeGroup::Optimization, Form::Items),
        Chapter::Errors => (PracticeGroup::Error, Form::Items),
        Chapter::Recovery => (PracticeGroup::Recovery, Form::Blocks),
        Chapter::TestLevels | Chapter::Testing => (PracticeGroup::TestLevel, Form::Blocks),
        Chapter::TestData => (PracticeGroup::TestData, Form::Items),
        Chapter::Environments => (PracticeGroup::Environment, Form::Items),
        Chapter::Steps => (PracticeGroup::Deployment, Form::Items),
        Chapter::Rollback => (PracticeGroup::Rollback, Form::Items),
        Chapter::Migration => (PracticeGroup::Migration, Form::Blocks),
        Chapter::Internal => (PracticeGroup::Internal, Form::Items),
        Chapter::NextSteps => (PracticeGroup::NextStep, Form::Items),
        _ => return None,
    })
}

/// Reads the practices of a plan.
pub(super) fn read(reader: &mut Reader<'_, '_>) {
    if !matches!(
        reader.source.kind,
        DocumentKind::Plan | DocumentKind::Design
    ) {
        return;
    }
    let mut found = Vec::new();
    for heading in 0..reader.outline.headings.len() {
        let head = &reader.outline.headings[heading];
        let own = chapter::of_title(&head.title);
        if let Some((group, form)) = own.and_then(of_chapter) {
            of_heading(reader, heading, (group, form), &mut found);
        } else if own.is_none()
            && let Some(parent) = head.parent
            && let Some((group, Form::Blocks)) =
                chapter::of_title(&reader.outline.headings[parent].title).and_then(of_chapter)
        {
            of_unit(reader, heading, group, &mut found);
        }
    }
    found.retain(|practice| !(practice.name.is_empty() && practice.text.is_empty()));
    reader.facts.practices = found.into_iter().map(Arc::new).collect();
}

fn of_heading(
    reader: &Reader<'_, '_>,
    heading: usize,
    (mut group, form): (PracticeGroup, Form),
    found: &mut Vec<Practice>,
) {
    let anchor = &reader.outline.headings[heading].anchor;
    let is_performance = group == PracticeGroup::Optimization;
    let mut lead: Option<(String, u32)> = None;
    for placed in reader.outline.body(heading) {
        let block = placed.block;
        match reader.tape.kind(block) {
            BlockKind::Paragraph => {
                lead = lead_in_of(reader.tape, block)
                    .filter(|lead| lead.bold)
                    .map(|lead| (lead.text.to_owned(), reader.line(block)));
                let name = lead.as_ref().map(|(name, _)| name.to_lowercase());
                match name.as_deref() {
                    Some("monitoring") if is_performance => group = PracticeGroup::Monitoring,
                    Some(_) if is_performance => group = PracticeGroup::Optimization,
                    _ => {}
                }
            }
            // Targets are no practices.
            BlockKind::List(_)
                if is_performance
                    && lead
                        .as_ref()
                        .is_none_or(|(name, _)| name.to_lowercase().contains("target")) => {}
            BlockKind::List(_) if form == Form::Blocks => {
                if let Some((name, line)) = lead.take().filter(|(name, _)| !is_leftover(name)) {
                    let text = items(reader, block).join("; ");
                    push(found, group, (&name, &text), (line, anchor));
                } else {
                    each_item(reader, block, group, anchor, found);
                }
            }
            BlockKind::List(_) => each_item(reader, block, group, anchor, found),
            BlockKind::Table if form == Form::Rows => {
                let Some(table) = table::read(reader.tape, block) else {
                    continue;
                };
                for (row, cells) in &table.rows {
                    let mut texts = cells.iter().map(|&cell| one_line(reader.tape.text(cell)));
                    let name = texts.next().unwrap_or_default();
                    let rest: Vec<String> = texts
                        .filter(|text| !text.is_empty() && !is_leftover(text))
                        .collect();
                    let line = reader.line(*row);
                    push(found, group, (&name, &rest.join("; ")), (line, anchor));
                }
            }
            _ => {}
        }
    }
}

/// A heading that is one practice, such as "Unit Tests": the items of its lists, or its first paragraph.
fn of_unit(
    reader: &Reader<'_, '_>,
    heading: usize,
    group: PracticeGroup,
    found: &mut Vec<Practice>,
) {
    let head = &reader.outline.headings[heading];
    let mut texts = Vec::new();
    for placed in reader.outline.body(heading) {
        match reader.tape.kind(placed.block) {
            BlockKind::List(_) => texts.extend(items(reader, placed.block)),
            BlockKind::Paragraph if texts.is_empty() => {
                let text = one_line(reader.tape.text(placed.block));
                texts.extend(Some(text).filter(|text| !is_leftover(text) && !text.ends_with(':')));
            }
            _ => {}
        }
    }
    let place = (head.line, head.anchor.as_str());
    push(found, group, (&head.title, &texts.join("; ")), place);
}

/// The texts of the items of a list, `Label: value`; those that are left as they were in the template are left out.
fn items(reader: &Reader<'_, '_>, list: BlockId) -> Vec<String> {
    let mut texts = Vec::new();
    for item in reader.tape.children(list) {
        let Some(text) = reader.item_text(item) else {
            continue;
        };
        let value = label::of_block(reader.tape, text).map_or("", |found| found.value);
        let whole = one_line(reader.tape.text(text));
        if !is_leftover(value) && !is_leftover(&whole) {
            texts.push(whole);
        }
    }
    texts
}

/// Every item as a practice: its label is the name, what stands below it goes on with the text.
fn each_item(
    reader: &Reader<'_, '_>,
    list: BlockId,
    group: PracticeGroup,
    anchor: &str,
    found: &mut Vec<Practice>,
) {
    for item in reader.tape.children(list) {
        let Some(block) = reader.item_text(item) else {
            continue;
        };
        let line = reader.line(item);
        let label = label::of_block(reader.tape, block).filter(|label| label.colon || label.bold);
        let (name, mut text) = match label {
            Some(label) => (
                label.name.to_owned(),
                one_line(label.value.trim_start_matches(['-', '—', '–', ':', ' '])),
            ),
            None => (String::new(), one_line(reader.tape.text(block))),
        };
        if text.is_empty() {
            text = labels::sub_items(reader, item)
                .into_iter()
                .filter(|text| !text.ends_with(']'))
                .collect::<Vec<_>>()
                .join("; ");
        }
        for mark in ["[ ] ", "[x] ", "[X] "] {
            if let Some(rest) = text.strip_prefix(mark) {
                text = rest.to_owned();
            }
        }
        push(found, group, (&name, &text), (line, anchor));
    }
}

fn push(
    found: &mut Vec<Practice>,
    group: PracticeGroup,
    (name, text): (&str, &str),
    (line, anchor): (u32, &str),
) {
    let is_left = is_leftover(name) || is_leftover(text) || name.starts_with("[e.g.");
    if is_left || (name.is_empty() && says_none(text)) {
        return;
    }
    // "Staging:" with nothing behind it says nothing.
    if text.is_empty() && group != PracticeGroup::Principle && group != PracticeGroup::Rule {
        return;
    }
    found.push(Practice {
        group,
        name: clip(name, 120),
        text: clip(text, 400),
        place: Place {
            line,
            anchor: anchor.to_owned(),
        },
    });
}
