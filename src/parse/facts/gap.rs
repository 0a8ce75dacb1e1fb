//! Chapters that a template asks for and that are not written yet.

use super::chapter::{self, Chapter};
use super::{Reader, is_leftover};
use crate::model::fact::{Gap, GapState, Place};
use crate::model::source::DocumentKind;
use crate::parse::label;
use crate::parse::tape::{BlockId, BlockKind};
use std::sync::Arc;

/// The chapters of the plan template: the name, and the chapter around it.
const TEMPLATE: &[(Chapter, &str, Option<Chapter>)] = &[
    (Chapter::Overview, "Overview", None),
    (Chapter::Architecture, "Architecture", None),
    (
        Chapter::SystemComponents,
        "System Components",
        Some(Chapter::Architecture),
    ),
    (
        Chapter::Interactions,
        "Component Interactions",
        Some(Chapter::Architecture),
    ),
    (
        Chapter::ArchitectureDecisions,
        "Architecture Decisions",
        Some(Chapter::Architecture),
    ),
    (Chapter::DataModel, "Data Model", None),
    (Chapter::ApiDesign, "API Design", None),
    (Chapter::Endpoints, "Endpoints", Some(Chapter::ApiDesign)),
    (
        Chapter::Principles,
        "Design Principles",
        Some(Chapter::ApiDesign),
    ),
    (Chapter::TechnicalDecisions, "Technical Decisions", None),
    (
        Chapter::KeyDecisions,
        "Key Decisions Summary",
        Some(Chapter::TechnicalDecisions),
    ),
    (Chapter::Security, "Security Considerations", None),
    (Chapter::Performance, "Performance Strategy", None),
    (Chapter::ErrorHandling, "Error Handling", None),
    (
        Chapter::Errors,
        "Error Taxonomy",
        Some(Chapter::ErrorHandling),
    ),
    (
        Chapter::Recovery,
        "Recovery Strategies",
        Some(Chapter::ErrorHandling),
    ),
    (Chapter::Testing, "Testing Strategy", None),
    (Chapter::TestLevels, "Test Levels", Some(Chapter::Testing)),
    (
        Chapter::TestData,
        "Test Data Strategy",
        Some(Chapter::Testing),
    ),
    (Chapter::Deployment, "Deployment Strategy", None),
    (
        Chapter::Environments,
        "Environments",
        Some(Chapter::Deployment),
    ),
    (
        Chapter::Steps,
        "Deployment Steps",
        Some(Chapter::Deployment),
    ),
    (
        Chapter::Rollback,
        "Rollback Plan",
        Some(Chapter::Deployment),
    ),
    (Chapter::Dependencies, "Dependencies", None),
    (
        Chapter::Libraries,
        "External Libraries",
        Some(Chapter::Dependencies),
    ),
    (
        Chapter::Internal,
        "Internal Dependencies",
        Some(Chapter::Dependencies),
    ),
    (
        Chapter::Infrastructure,
        "Infrastructure",
        Some(Chapter::Dependencies),
    ),
    (Chapter::Migration, "Migration & Compatibility", None),
    (Chapter::Acceptance, "Acceptance Criteria", None),
    (Chapter::QuestionsAndRisks, "Open Questions & Risks", None),
    (
        Chapter::Questions,
        "Open Questions",
        Some(Chapter::QuestionsAndRisks),
    ),
    (
        Chapter::Risks,
        "Technical Risks",
        Some(Chapter::QuestionsAndRisks),
    ),
    (Chapter::Timeline, "Timeline Estimate", None),
    (Chapter::NextSteps, "Next Steps", None),
];

/// Lines of the template that are the same in every plan that nobody has written.
const REMARKS: &[&str] = &[
    "Backward compatibility approach",
    "Rollback procedure",
    "Deprecation timeline",
    "Client migration path",
];

/// A plan with so many of the template's sixteen chapters follows it.
const FOLLOWS: usize = 8;

/// Reads what a plan lacks.
pub(super) fn read(reader: &mut Reader<'_, '_>) {
    if reader.source.kind != DocumentKind::Plan {
        return;
    }
    let known: Vec<Option<Chapter>> = reader
        .outline
        .headings
        .iter()
        .map(|heading| chapter::of_title(&heading.title))
        .collect();
    let at = |wanted: Chapter| known.iter().position(|&one| one == Some(wanted));
    let chapters = TEMPLATE
        .iter()
        .filter(|(chapter, _, around)| around.is_none() && at(*chapter).is_some())
        .count();
    let mut gaps = Vec::new();
    if chapters >= FOLLOWS {
        for &(chapter, name, around) in TEMPLATE {
            let found = at(chapter);
            let state = match found {
                Some(heading) => state(reader, heading),
                // What a missing chapter would hold is missing with it.
                None if around.is_some_and(|around| at(around).is_none()) => None,
                None => Some(GapState::Missing),
            };
            let is_whole = around.and_then(at).is_some_and(|parent| {
                state.is_some_and(|state| state != GapState::Missing)
                    && self::state(reader, parent).is_some()
            });
            if let Some(state) = state.filter(|_| !is_whole) {
                let nearest = found.or_else(|| around.and_then(at)).unwrap_or(0);
                gaps.push(gap(reader, name.to_owned(), state, nearest));
            }
        }
    } else if let Some(heading) = at(Chapter::TechnicalContext) {
        of_context(reader, heading, &mut gaps);
    }
    reader.facts.gaps = gaps.into_iter().map(Arc::new).collect();
}

fn gap(reader: &Reader<'_, '_>, chapter: String, state: GapState, heading: usize) -> Gap {
    let head = &reader.outline.headings[heading];
    Gap {
        chapter,
        state,
        place: Place {
            line: head.line,
            anchor: head.anchor.clone(),
        },
    }
}

/// The lines of a Technical Context that nobody has filled in.
fn of_context(reader: &Reader<'_, '_>, heading: usize, gaps: &mut Vec<Gap>) {
    for placed in reader.outline.body(heading) {
        if reader.tape.kind(placed.block) != BlockKind::Paragraph {
            continue;
        }
        let entries = super::labels::Labels::of_run(reader, &[*placed]).entries;
        for entry in entries {
            let is_left = is_leftover(&entry.value)
                || entry.value.contains("NEEDS CLARIFICATION")
                || entry.value.starts_with("[e.g.");
            if is_left {
                let mut gap = gap(reader, entry.name, GapState::Placeholder, heading);
                gap.place.line = reader.line_at(entry.value_at);
                gaps.push(gap);
            }
        }
    }
}

/// What is wrong with a chapter and all below it; `None` when something is written there.
fn state(reader: &Reader<'_, '_>, heading: usize) -> Option<GapState> {
    let headings = &reader.outline.headings;
    let start = reader
        .outline
        .top
        .partition_point(|placed| placed.block <= headings[heading].block);
    let mut has_leftovers = false;
    for placed in &reader.outline.top[start..] {
        if let BlockKind::Heading(level) = reader.tape.kind(placed.block) {
            if level <= headings[heading].level {
                break;
            }
            continue;
        }
        match content(reader, placed.block) {
            Content::Written => return None,
            Content::Left => has_leftovers = true,
            Content::None => {}
        }
    }
    Some(if has_leftovers {
        GapState::Placeholder
    } else {
        GapState::Empty
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Written,
    Left,
    None,
}

/// Whether a block holds words of its author.
fn content(reader: &Reader<'_, '_>, block: BlockId) -> Content {
    match reader.tape.kind(block) {
        BlockKind::Rule | BlockKind::Html => Content::None,
        BlockKind::Paragraph => of_paragraph(reader, block),
        BlockKind::Code => {
            let text = reader.tape.code(block);
            if text.contains("[Component A]") || text.contains("[User/Client]") {
                Content::Left
            } else {
                Content::Written
            }
        }
        _ => {
            let mut best = Content::None;
            for child in reader.tape.children(block) {
                match content(reader, child) {
                    Content::Written => return Content::Written,
                    Content::Left => best = Content::Left,
                    Content::None => {}
                }
            }
            best
        }
    }
}

/// A paragraph: each line without its label and box. A label alone, and the template's own remarks, say nothing.
fn of_paragraph(reader: &Reader<'_, '_>, block: BlockId) -> Content {
    let mut best = Content::None;
    let mut start = reader.tape.blocks[block].text.start as usize;
    for line in reader.tape.text(block).split('\n') {
        let end = start + line.len();
        let found = label::of_range(reader.tape, start, end)
            .filter(|found| found.colon || (found.bold && found.value.is_empty()));
        let value = found.map_or(line.trim(), |found| found.value);
        let value = ["[ ] ", "[x] ", "[X] "]
            .iter()
            .find_map(|mark| value.strip_prefix(mark))
            .unwrap_or(value);
        start = end + 1;
        let is_remark = found.is_some_and(|found| matches!(found.name, "See" | "Note"));
        if is_remark {
            continue;
        }
        if REMARKS.contains(&value) {
            continue;
        }
        if is_leftover(value)
            || value.starts_with('[') && value.contains("] ") && !value.starts_with("[x")
        {
            best = Content::Left;
        } else if !value.is_empty() {
            return Content::Written;
        } else if found.is_some_and(|found| is_leftover(found.name)) {
            best = Content::Left;
        }
    }
    best
}
