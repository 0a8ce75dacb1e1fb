//! Targets: the values of a plan's performance strategy, its success metrics, and the goals of a Technical Context.

use super::chapter::{self, Chapter};
use super::table::{Table, cell};
use super::{Reader, clip, is_leftover, says_none};
use crate::model::fact::{Goal, Place};
use crate::model::source::DocumentKind;
use crate::parse::label;
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind};
use std::sync::Arc;

fn may_name(reader: &Reader<'_, '_>) -> bool {
    matches!(
        reader.source.kind,
        DocumentKind::Plan | DocumentKind::Design | DocumentKind::Spec
    )
}

/// The names of a Technical Context's line of goals, in lower case.
const GOALS: &[&str] = &[
    "performance goals",
    "効能目標",
    "效能目標",
    "性能目標",
    "性能目标",
    "パフォーマンス目標",
    "성능 목표",
    "leistungsziele",
    "objetivos de rendimiento",
    "objetivos de desempenho",
];

/// Reads the targets of a document, except for those in tables.
pub(super) fn read(reader: &mut Reader<'_, '_>) {
    if !may_name(reader) {
        return;
    }
    for heading in 0..reader.outline.headings.len() {
        match chapter::of_title(&reader.outline.headings[heading].title) {
            Some(Chapter::Performance | Chapter::Acceptance | Chapter::Metrics) => {
                of_chapter(reader, heading);
            }
            Some(Chapter::TechnicalContext) => of_context(reader, heading),
            _ => {}
        }
    }
}

/// The lists below "Targets" or "Success Metrics", which is a bold line, perhaps with a remark behind it.
fn of_chapter(reader: &mut Reader<'_, '_>, heading: usize) {
    let head = &reader.outline.headings[heading];
    let is_metrics = chapter::of_title(&head.title) == Some(Chapter::Metrics);
    let mut is_under = is_metrics;
    for placed in reader.outline.body(heading) {
        let block = placed.block;
        match reader.tape.kind(block) {
            BlockKind::Paragraph => {
                if let Some(found) = label::of_block(reader.tape, block).filter(|one| one.bold) {
                    let name = found.name.to_lowercase();
                    is_under = [
                        "targets",
                        "target",
                        "success metrics",
                        "performance targets",
                    ]
                    .contains(&name.as_str());
                }
            }
            BlockKind::List(_) if is_under => {
                let items: Vec<BlockId> = reader.tape.children(block).collect();
                for item in items {
                    of_item(reader, item);
                }
            }
            _ => {}
        }
    }
}

/// `- Response time: 200 ms`.
fn of_item(reader: &mut Reader<'_, '_>, item: BlockId) {
    let Some(text) = reader.item_text(item) else {
        return;
    };
    let found = label::of_block(reader.tape, text)
        .filter(|found| (found.colon || found.bold) && !found.value.is_empty());
    let whole = one_line(reader.tape.text(text));
    let (name, value) = match (found, whole.split_once(": ")) {
        (Some(found), _) => (found.name.to_owned(), one_line(found.value)),
        // What is measured may be said in more words than a label has.
        (None, Some((name, value))) => (name.to_owned(), value.to_owned()),
        (None, None) => return,
    };
    let line = reader.line(item);
    add(reader, &name, &value, (item, line));
}

/// `**Performance Goals**: 200 ms at the 95th percentile`.
fn of_context(reader: &mut Reader<'_, '_>, heading: usize) {
    for placed in reader.outline.body(heading) {
        let block = placed.block;
        if reader.tape.kind(block) != BlockKind::Paragraph {
            if let BlockKind::List(_) = reader.tape.kind(block) {
                let items: Vec<BlockId> = reader.tape.children(block).collect();
                for item in items {
                    let is_goal = reader
                        .item_text(item)
                        .and_then(|text| label::of_block(reader.tape, text))
                        .is_some_and(|found| is_goal(found.name));
                    if is_goal {
                        of_item(reader, item);
                    }
                }
            }
            continue;
        }
        let entries = super::labels::Labels::of_run(reader, &[*placed]).entries;
        for entry in entries.iter().filter(|entry| is_goal(&entry.name)) {
            let line = reader.line_at(entry.value_at);
            add(reader, &entry.name, &entry.value, (block, line));
        }
    }
}

fn is_goal(name: &str) -> bool {
    GOALS.contains(&name.to_lowercase().as_str())
}

/// `| Metric | Target |`.
pub(super) fn of_table(reader: &mut Reader<'_, '_>, table: &Table) -> bool {
    const METRICS: &[&str] = &[
        "metric", "measure", "kpi", "指標", "指标", "지표", "kennzahl",
    ];
    const VALUES: &[&str] = &[
        "target",
        "goal",
        "target value",
        "目標",
        "目標値",
        "目标",
        "목표",
        "ziel",
    ];
    let (Some(name), Some(value)) = (table.named(METRICS), table.named(VALUES)) else {
        return false;
    };
    if !may_name(reader) {
        return false;
    }
    for (row, cells) in &table.rows {
        let text = |column| cell(reader.tape, cells, Some(column));
        let (name, value) = (text(name), text(value));
        let line = reader.line(*row);
        add(reader, &name, &value, (*row, line));
    }
    true
}

fn add(reader: &mut Reader<'_, '_>, name: &str, value: &str, (block, line): (BlockId, u32)) {
    let is_open = value.contains("NEEDS CLARIFICATION") || value.starts_with("[e.g.");
    if is_leftover(name) || is_leftover(value) || is_open || says_none(value) || name.is_empty() {
        return;
    }
    if value.to_lowercase().starts_with("n/a") {
        return;
    }
    let anchor = reader.claim(None, "target", reader.facts.targets.len() + 1);
    reader.anchor(block, &anchor, line);
    reader.facts.targets.push(Arc::new(Goal {
        name: clip(name, 120),
        value: clip(value, 400),
        place: Place { line, anchor },
    }));
}
