//! Requirements: lists, tables, headings, and the template's items without ids.

use super::lead::{self, LeadId};
use super::table::{Table, cell};
use super::{Context, Reader, clip, is_leftover, says_none};
use crate::model::document::SymbolKind;
use crate::model::fact::{Change, Place, Requirement, RequirementKind};
use crate::model::source::DocumentKind;
use crate::parse::key::Key;
use crate::parse::label;
use crate::parse::note::{ListClass, Shape};
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::Topic;
use std::sync::Arc;

/// What a family of ids stands for under a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Requirement(RequirementKind),
    Symbol(SymbolKind),
}

/// What an id means, by its family first and the heading above it second.
fn class(family: &str, topic: Option<Topic>, kind: DocumentKind) -> Class {
    use RequirementKind as R;
    let by_topic = match topic {
        Some(Topic::FunctionalRequirements) => Some(R::Functional),
        Some(Topic::NonFunctionalRequirements) => Some(R::NonFunctional),
        Some(Topic::SuccessCriteria) => Some(R::Success),
        Some(Topic::Constraints) => Some(R::Constraint),
        Some(Topic::AcceptanceCriteria) => Some(R::Acceptance),
        Some(Topic::Requirements) => Some(R::Other),
        _ => None,
    };
    let known = match family {
        "FR" | "REQ" | "FREQ" => Some(R::Functional),
        "NFR" | "NFREQ" | "QR" => Some(R::NonFunctional),
        "SC" => Some(R::Success),
        "CON" => Some(R::Constraint),
        "AC" => Some(R::Acceptance),
        "BR" | "UR" | "TR" | "IR" | "SR" | "UIR" | "DR" => Some(by_topic.unwrap_or(R::Other)),
        _ => None,
    };
    if let Some(known) = known {
        return Class::Requirement(known);
    }
    match family {
        "US" | "STORY" => return Class::Symbol(SymbolKind::Story),
        "CHK" => return Class::Symbol(SymbolKind::Check),
        "T" | "TASK" | "WP" => return Class::Symbol(SymbolKind::Task),
        "RISK" => return Class::Symbol(SymbolKind::Risk),
        "ADR" => return Class::Symbol(SymbolKind::Decision),
        _ => {}
    }
    match (by_topic, topic) {
        (Some(kind_of_requirement), _) if kind.defines_requirements() => {
            Class::Requirement(kind_of_requirement)
        }
        (_, Some(Topic::Risks)) => Class::Symbol(SymbolKind::Risk),
        (_, Some(Topic::Decisions)) => Class::Symbol(SymbolKind::Decision),
        (_, Some(Topic::OpenQuestions | Topic::AnsweredQuestions | Topic::Clarifications)) => {
            Class::Symbol(SymbolKind::Question)
        }
        _ => Class::Symbol(SymbolKind::Other),
    }
}

/// The text of a requirement: the title beside its id and what follows.
pub(super) fn text_of(lead: &LeadId, body: &str) -> String {
    let body = one_line(body);
    let text = match (lead.title.is_empty(), body.is_empty()) {
        (true, _) => body,
        (false, true) => lead.title.clone(),
        (false, false) => format!("{}: {body}", lead.title),
    };
    clip(&text, 2000)
}

/// Items of a list that define ids, and the template's items without ids.
pub(super) fn of_list(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) -> bool {
    let items: Vec<BlockId> = reader.tape.children(list).collect();
    let found = ids_of_list(reader, list, &items, context) + renamed(reader, &items, context);
    if found > 0 {
        return true;
    }
    kiro_criteria(reader, list, &items, context) || without_ids(reader, list, &items, context)
}

/// `- TO: ### Requirement: name` below "RENAMED Requirements" of an OpenSpec delta.
fn renamed(reader: &mut Reader<'_, '_>, items: &[BlockId], context: Context<'_>) -> usize {
    let is_renaming = reader.source.kind.defines_requirements()
        && reader
            .outline
            .chain(context.heading)
            .any(|heading| change(&heading.title) == Some(Change::Renamed));
    let mut found = 0;
    for &item in items.iter().filter(|_| is_renaming) {
        let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
            continue;
        };
        let words = one_line(reader.tape.text(text));
        let Some(name) = words
            .strip_prefix("TO:")
            .map(|name| name.trim().trim_matches(['`', '#', ' ']))
            .and_then(|name| name.strip_prefix("Requirement:"))
            .map(|name| name.trim().to_owned())
        else {
            continue;
        };
        let line = reader.line(item);
        let anchor = reader.claim(None, "requirement", reader.facts.requirements.len() + 1);
        let place = Place { line, anchor };
        reader.anchor(item, &place.anchor, line);
        reader.facts.requirements.push(Arc::new(Requirement {
            id: None,
            kind: RequirementKind::Functional,
            text: name,
            place,
            defines: true,
            change: Some(Change::Renamed),
        }));
        found += 1;
    }
    found
}

/// Ids in lists below the items of a list.
pub(super) fn ids_below(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) {
    let mut pending: Vec<BlockId> = sub_lists(reader, list);
    while let Some(list) = pending.pop() {
        let items: Vec<BlockId> = reader.tape.children(list).collect();
        ids_of_list(reader, list, &items, context);
        pending.extend(sub_lists(reader, list));
    }
}

fn sub_lists(reader: &Reader<'_, '_>, list: BlockId) -> Vec<BlockId> {
    reader
        .tape
        .children(list)
        .flat_map(|item| reader.tape.children(item))
        .filter(|&child| matches!(reader.tape.kind(child), BlockKind::List(_)))
        .collect()
}

fn ids_of_list(
    reader: &mut Reader<'_, '_>,
    list: BlockId,
    items: &[BlockId],
    context: Context<'_>,
) -> usize {
    let mut found = 0;
    let mut shaped = 0;
    for &item in items {
        if !reader.is_free(item) {
            continue;
        }
        let Some(text) = reader.item_text(item) else {
            continue;
        };
        let range = reader.tape.blocks[text].text.clone();
        let (start, end) = (range.start as usize, range.end as usize);
        let Some(lead) = lead::lead_id(reader.tape, start, end) else {
            continue;
        };
        let is_known = matches!(lead.family.as_str(), "FR" | "NFR" | "SC" | "REQ");
        // `SPEC-1dbf2acb` names a feature's folder, wherever it stands.
        let is_clear = lead.marked || (is_known && reader.source.kind.defines_requirements());
        if lead.family == "SPEC" || !is_clear {
            continue;
        }
        let mut words = text_of(&lead, &reader.tape.plain[lead.text_at..end]);
        if reader.tape.next(text).is_some()
            && let Some(description) =
                super::labels::Labels::of_item(reader, item).value(Key::Description)
            && !is_leftover(&description)
        {
            words = clip(&format!("{words}: {description}"), 2000);
        }
        let line = reader.line(item);
        let anchor = reader.claim(Some(&lead.id), "item", 0);
        let place = Place { line, anchor };
        add(reader, &lead.id, &lead.family, words, &place, context.topic);
        let label_end = if lead.title.is_empty() {
            lead.text_at
        } else {
            start
        };
        let shape = if lead.title.is_empty() {
            shaped += 1;
            Shape::Item {
                label: lead.id.clone(),
                from: label_end as u32,
            }
        } else {
            shaped += 1;
            Shape::Item {
                label: lead.id.clone(),
                from: title_start(reader, &lead, start, end) as u32,
            }
        };
        reader.notes.add(item, shape, &place.anchor, line);
        reader.taken[item] = true;
        found += 1;
    }
    if shaped == items.len() && shaped > 0 {
        reader.notes.add(list, Shape::List(ListClass::Facts), "", 0);
    }
    found
}

/// Where the title beside an id begins, so that the id itself is not shown twice.
pub(super) fn title_start(
    reader: &Reader<'_, '_>,
    lead: &LeadId,
    start: usize,
    end: usize,
) -> usize {
    let text = &reader.tape.plain[start..end];
    text.find(lead.id.as_str()).map_or(start, |at| {
        let behind = &text[at + lead.id.len()..];
        let trimmed = behind.trim_start_matches([' ', ':', '：', '-', '—', '–', ']', '.']);
        end - trimmed.len()
    })
}

/// Adds the fact or symbol behind an id.
fn add(
    reader: &mut Reader<'_, '_>,
    id: &str,
    family: &str,
    words: String,
    place: &Place,
    topic: Option<Topic>,
) {
    let defines = reader.source.kind.defines_requirements() && topic != Some(Topic::Clarifications);
    match class(family, topic, reader.source.kind) {
        Class::Requirement(kind) => {
            reader.export(id, SymbolKind::Requirement, place, defines, &words);
            reader.facts.requirements.push(Arc::new(Requirement {
                id: Some(id.to_owned()),
                kind,
                text: words,
                place: place.clone(),
                defines,
                change: None,
            }));
        }
        Class::Symbol(SymbolKind::Story) => {
            reader.export(id, SymbolKind::Story, place, defines, &words);
            if defines {
                let (title, priority) = super::story::take_priority(&words);
                reader
                    .facts
                    .stories
                    .push(Arc::new(crate::model::fact::Story {
                        id: Some(id.to_owned()),
                        title,
                        priority,
                        place: place.clone(),
                    }));
            }
        }
        Class::Symbol(SymbolKind::Task) => {
            reader.export(id, SymbolKind::Task, place, false, &words);
        }
        Class::Symbol(kind) => {
            // The first line of that shape is the definition, whatever the document.
            let is_first = !reader.symbols.iter().any(|symbol| symbol.id == id);
            reader.export(id, kind, place, is_first, &words);
        }
    }
}

/// Kiro: numbered criteria below `### Requirement 1` have positional ids.
fn kiro_criteria(
    reader: &mut Reader<'_, '_>,
    list: BlockId,
    items: &[BlockId],
    context: Context<'_>,
) -> bool {
    let BlockKind::List(Some(first)) = reader.tape.kind(list) else {
        return false;
    };
    if reader.source.kind != DocumentKind::Requirements {
        return false;
    }
    let Some(number) = reader
        .outline
        .chain(context.heading)
        .find_map(|heading| requirement_number(&heading.title))
    else {
        return false;
    };
    for (index, &item) in items.iter().enumerate() {
        let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
            continue;
        };
        let words = clip(&one_line(reader.tape.text(text)), 2000);
        let id = format!("{number}.{}", first + index as u64);
        let line = reader.line(item);
        let anchor = reader.claim(Some(&id), "requirement", 0);
        let place = Place { line, anchor };
        reader.export(&id, SymbolKind::Requirement, &place, true, &words);
        let from = reader.tape.blocks[text].text.start;
        reader.notes.add(
            item,
            Shape::Item {
                label: id.clone(),
                from,
            },
            &place.anchor,
            line,
        );
        reader.taken[item] = true;
        reader.facts.requirements.push(Arc::new(Requirement {
            id: Some(id),
            kind: RequirementKind::Acceptance,
            text: words,
            place,
            defines: true,
            change: None,
        }));
    }
    reader.notes.add(list, Shape::List(ListClass::Facts), "", 0);
    true
}

/// The number of `Requirement 3: Title`; `DR1` of `Derived Requirement 1` and `DR1: Title`.
fn requirement_number(title: &str) -> Option<String> {
    let lower = title.to_lowercase();
    let trimmed = title.trim();
    for (name, prefix) in [
        ("derived requirement ", "DR"),
        ("requirement ", ""),
        ("要件 ", ""),
        ("要件", ""),
        ("需求 ", ""),
        ("需求", ""),
        ("요구사항 ", ""),
    ] {
        if let Some(rest) = lower.strip_prefix(name) {
            let digits = rest
                .bytes()
                .take_while(|b| b.is_ascii_digit() || *b == b'.')
                .count();
            let number = rest[..digits].trim_end_matches('.');
            let behind = &rest[number.len()..];
            let ends = behind.is_empty() || behind.starts_with([':', ' ', '.', '：', '-', '(']);
            if !number.is_empty() && ends {
                return Some(format!("{prefix}{number}"));
            }
        }
    }
    let id = crate::parse::ids::at_start(trimmed, 0)?;
    (id.family(trimmed) == "DR").then(|| id.of(trimmed).to_owned())
}

/// Lists without ids under a heading of requirements: the template's numbered bold items and plain bullets.
fn without_ids(
    reader: &mut Reader<'_, '_>,
    list: BlockId,
    items: &[BlockId],
    context: Context<'_>,
) -> bool {
    let kind = match context.topic {
        Some(Topic::FunctionalRequirements) => RequirementKind::Functional,
        Some(Topic::NonFunctionalRequirements) => RequirementKind::NonFunctional,
        Some(Topic::SuccessCriteria) => RequirementKind::Success,
        _ => return false,
    };
    let is_defining = matches!(
        reader.source.kind,
        DocumentKind::Spec | DocumentKind::Requirements | DocumentKind::Proposal
    );
    if !is_defining
        || context
            .lead_in
            .is_some_and(|lead| lead.topic.is_none() && lead.key.is_some())
    {
        return false;
    }
    let topic_of = |reader: &Reader<'_, '_>, requirement: &Requirement| {
        requirement.id.is_some()
            && requirement.kind == kind
            && reader.source.kind.defines_requirements()
    };
    if reader
        .facts
        .requirements
        .iter()
        .any(|requirement| topic_of(reader, requirement))
    {
        return false;
    }
    let mut found = false;
    for &item in items {
        let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
            continue;
        };
        let words = one_line(reader.tape.text(text));
        if words.is_empty() || says_none(&words) {
            continue;
        }
        let labels = super::labels::Labels::of_item(reader, item);
        let description = labels.value(Key::Description);
        let title = label::bold_line(reader.tape, text).map_or(words, str::to_owned);
        let words = match description {
            Some(description) if !is_leftover(&description) => format!("{title}: {description}"),
            _ => title,
        };
        let line = reader.line(item);
        let anchor = reader.claim(None, "requirement", reader.facts.requirements.len() + 1);
        let place = Place { line, anchor };
        reader.anchor(item, &place.anchor.clone(), line);
        reader.taken[item] = true;
        reader.facts.requirements.push(Arc::new(Requirement {
            id: None,
            kind,
            text: clip(&words, 2000),
            place,
            defines: true,
            change: None,
        }));
        found = true;
    }
    let _ = list;
    found
}

/// `### FR-1: title`, `### Requirement 1: title` (Kiro), `### Requirement: title` (OpenSpec).
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    let head = &reader.outline.headings[heading];
    if Some(heading) == reader.outline.title || head.level < 2 {
        return false;
    }
    let (block, line, title) = (head.block, head.line, head.title.clone());
    let lower = title.to_lowercase();
    let open_spec = ["requirement:", "requirement：", "要件:", "需求:", "需求："]
        .iter()
        .find_map(|prefix| {
            lower
                .starts_with(prefix)
                .then(|| title[prefix.len()..].trim().to_owned())
        });
    if let Some(name) = open_spec.filter(|_| reader.source.kind.defines_requirements()) {
        let change = reader
            .outline
            .chain(Some(heading))
            .find_map(|heading| change(&heading.title));
        let anchor = reader.claim(None, "requirement", reader.facts.requirements.len() + 1);
        let place = Place { line, anchor };
        reader.anchor(block, &place.anchor.clone(), line);
        reader.facts.requirements.push(Arc::new(Requirement {
            id: None,
            kind: RequirementKind::Functional,
            text: name,
            place,
            defines: true,
            change,
        }));
        return true;
    }
    if let Some(number) =
        requirement_number(&title).filter(|_| reader.source.kind == DocumentKind::Requirements)
    {
        let name = title
            .split_once([':', '：'])
            .map_or("", |(_, rest)| rest.trim())
            .to_owned();
        let text = if name.is_empty() {
            first_words(reader, heading)
        } else {
            name
        };
        let kind = if reader
            .outline
            .is_under(Some(heading), Topic::NonFunctionalRequirements)
            || number.starts_with("DR")
        {
            RequirementKind::NonFunctional
        } else {
            RequirementKind::Functional
        };
        requirement_heading(reader, block, line, &number, text, kind);
        return true;
    }
    let range = reader.tape.blocks[block].text.clone();
    let Some(lead) = lead::lead_id(reader.tape, range.start as usize, range.end as usize) else {
        return false;
    };
    let topic = reader
        .outline
        .topic(reader.outline.headings[heading].parent);
    let Class::Requirement(kind) = class(&lead.family, topic, reader.source.kind) else {
        return false;
    };
    if !reader.source.kind.defines_requirements() {
        return false;
    }
    let mut text = text_of(&lead, &reader.tape.plain[lead.text_at..range.end as usize]);
    if text.is_empty() {
        text = first_words(reader, heading);
    }
    if text.is_empty() {
        let run = reader.outline.body(heading);
        let first = run
            .iter()
            .find(|placed| matches!(reader.tape.kind(placed.block), BlockKind::List(_)))
            .and_then(|placed| reader.tape.first_child(placed.block))
            .and_then(|item| reader.item_text(item));
        if let Some(first) = first {
            let range = reader.tape.blocks[first].text.clone();
            let below = lead::lead_id(reader.tape, range.start as usize, range.end as usize);
            if below.is_some_and(|below| below.id == lead.id) {
                // A heading over the line that defines the id.
                return false;
            }
            text = clip(&one_line(reader.tape.text(first)), 600);
        }
    }
    requirement_heading(reader, block, line, &lead.id, text, kind);
    true
}

/// Any other id at the start of a heading can be linked to.
pub(super) fn id_of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    let block = reader.outline.headings[heading].block;
    let range = reader.tape.blocks[block].text.clone();
    let (start, end) = (range.start as usize, range.end as usize);
    let Some(lead) = lead::lead_id(reader.tape, start, end).filter(|lead| lead.family != "SPEC")
    else {
        return false;
    };
    let words = text_of(&lead, &reader.tape.plain[lead.text_at..end]);
    let line = reader.line(block);
    let anchor = reader.claim(Some(&lead.id), "item", 0);
    let place = Place { line, anchor };
    let is_first = !reader.symbols.iter().any(|symbol| symbol.id == lead.id);
    reader.export(&lead.id, SymbolKind::Other, &place, is_first, &words);
    reader.anchor(block, &place.anchor.clone(), line);
    true
}

fn requirement_heading(
    reader: &mut Reader<'_, '_>,
    block: BlockId,
    line: u32,
    id: &str,
    text: String,
    kind: RequirementKind,
) {
    let anchor = reader.claim(Some(id), "requirement", 0);
    let place = Place { line, anchor };
    reader.export(id, SymbolKind::Requirement, &place, true, &text);
    reader.anchor(block, &place.anchor.clone(), line);
    reader.facts.requirements.push(Arc::new(Requirement {
        id: Some(id.to_owned()),
        kind,
        text,
        place,
        defines: true,
        change: None,
    }));
}

/// The first paragraph below a heading, without a label before it.
fn first_words(reader: &Reader<'_, '_>, heading: usize) -> String {
    reader
        .outline
        .body(heading)
        .iter()
        .find(|placed| reader.tape.kind(placed.block) == BlockKind::Paragraph)
        .map_or_else(String::new, |placed| {
            let text = label::of_block(reader.tape, placed.block)
                .filter(|found| found.bold && !found.value.is_empty())
                .map_or_else(|| reader.tape.text(placed.block), |found| found.value);
            clip(&one_line(text), 600)
        })
}

/// What a heading of an OpenSpec delta does to the requirements below it.
fn change(title: &str) -> Option<Change> {
    let first = title.split_whitespace().next()?;
    match first {
        "ADDED" => Some(Change::Added),
        "MODIFIED" => Some(Change::Modified),
        "REMOVED" => Some(Change::Removed),
        "RENAMED" => Some(Change::Renamed),
        _ => None,
    }
}

/// `**FR-001**: text` as a paragraph of its own.
pub(super) fn of_paragraph(
    reader: &mut Reader<'_, '_>,
    index: usize,
    heading: Option<usize>,
) -> bool {
    let block = reader.outline.top[index].block;
    let range = reader.tape.blocks[block].text.clone();
    let mut offset = range.start as usize;
    let mut found = false;
    let text = reader.tape.text(block).to_owned();
    let topic = reader.outline.topic(heading);
    for line_text in text.split('\n') {
        let end = offset + line_text.len();
        if let Some(lead) = lead::lead_id(reader.tape, offset, end).filter(|lead| lead.marked) {
            let marks = reader.tape.marks(block);
            let first = marks.partition_point(|mark| (mark.start as usize) < offset);
            let is_bold = marks[first..]
                .iter()
                .take_while(|mark| (mark.start as usize) < end)
                .any(|mark| mark.kind == crate::parse::tape::MarkKind::Strong);
            if is_bold
                && matches!(
                    class(&lead.family, topic, reader.source.kind),
                    Class::Requirement(_)
                )
            {
                let words = text_of(&lead, &reader.tape.plain[lead.text_at..end]);
                let line = reader.line_at(offset);
                let anchor = reader.claim(Some(&lead.id), "requirement", 0);
                let place = Place { line, anchor };
                add(reader, &lead.id, &lead.family, words, &place, topic);
                reader.anchor(block, &place.anchor, line);
                found = true;
            }
        }
        offset = end + 1;
    }
    found
}

/// Words of column heads that hold the text of a requirement.
const TEXT_COLUMNS: &[&str] = &[
    "requirement",
    "description",
    "text",
    "statement",
    "criterion",
    "criteria",
    "title",
    "name",
    "outcome",
    "success criterion",
    "measure",
    "requirements",
    "要件",
    "内容",
    "説明",
    "需求",
    "說明",
    "描述",
    "요구사항",
    "설명",
    "anforderung",
    "beschreibung",
    "requisito",
    "descripción",
    "constraint",
    "rule",
    "metric",
    "definition",
    "user story",
    "story",
];

/// Words of column heads that mark a table of coverage rather than of definitions.
const COVERAGE_COLUMNS: &[&str] = &[
    "status",
    "coverage",
    "covered",
    "task",
    "tasks",
    "test",
    "tests",
    "evidence",
    "result",
    "verified",
    "covered by",
    "implementation",
    "implemented",
    "verification",
    "met",
    "satisfied",
    "how",
    "state",
    "狀態",
    "測試",
    "任務",
    "状態",
    "テスト",
    "タスク",
    "pass",
    "met?",
    "location",
    "file",
    "files",
    "code",
    "where",
];

/// `| FR-001 | text |`.
pub(super) fn of_table(reader: &mut Reader<'_, '_>, table: &Table, topic: Option<Topic>) -> bool {
    let leads: Vec<Option<LeadId>> = table
        .rows
        .iter()
        .map(|(_, cells)| {
            let cell = *cells.first()?;
            let range = &reader.tape.blocks[cell].text;
            let (start, end) = (range.start as usize, range.end as usize);
            lead::lead_id(reader.tape, start, end)
        })
        .collect();
    if leads.iter().flatten().count() * 2 < table.rows.len()
        || leads.iter().flatten().any(|lead| lead.family == "SPEC")
    {
        return false;
    }
    let text_column = table
        .columns
        .iter()
        .enumerate()
        .skip(1)
        .find(|(_, column)| TEXT_COLUMNS.contains(&column.name.as_str()))
        .map(|(index, _)| index);
    let is_coverage = text_column.is_none()
        && table
            .columns
            .iter()
            .skip(1)
            .any(|column| COVERAGE_COLUMNS.contains(&column.name.as_str()));
    let text_column = text_column.unwrap_or(1);
    let mut found = false;
    for ((row, cells), lead) in table.rows.iter().zip(leads) {
        let Some(lead) = lead.filter(|_| reader.is_free(*row)) else {
            continue;
        };
        let words = clip(&cell(reader.tape, cells, Some(text_column)), 2000);
        let is_requirement = matches!(
            class(&lead.family, topic, reader.source.kind),
            Class::Requirement(_)
        );
        if is_coverage
            && is_requirement
            && reader
                .facts
                .requirements
                .iter()
                .any(|known| known.id.as_deref() == Some(lead.id.as_str()))
        {
            continue;
        }
        let line = reader.line(*row);
        let anchor = reader.claim(Some(&lead.id), "row", 0);
        let place = Place { line, anchor };
        let before = reader.facts.requirements.len();
        add(reader, &lead.id, &lead.family, words, &place, topic);
        if is_coverage && reader.facts.requirements.len() > before {
            if let Some(last) = reader.facts.requirements.last_mut() {
                Arc::make_mut(last).defines = false;
            }
            if let Some(last) = reader.symbols.last_mut() {
                last.defines = false;
            }
        }
        reader.anchor(*row, &place.anchor.clone(), line);
        found = true;
    }
    found
}
