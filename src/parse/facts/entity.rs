//! Entities of the data model, their fields and relations.

use super::field::{self, field_line};
use super::labels::Labels;
use super::relation::relation;
use super::{Context, Reader, clip, is_leftover, says_none};
use crate::model::fact::{Entity, Place};
use crate::model::source::DocumentKind;
use crate::parse::key::{Key, of_label as key};
use crate::parse::label;
use crate::parse::outline::{Placed, one_line};
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::{Topic, fold};
use std::sync::Arc;

fn add(reader: &mut Reader<'_, '_>, mut entity: Entity, line: u32) -> Place {
    let anchor = reader.claim(None, "entity", reader.facts.entities.len() + 1);
    let place = Place { line, anchor };
    entity.place = place.clone();
    reader.facts.entities.push(Arc::new(entity));
    place
}

/// The name of an entity: without number, `Entity N:`, code marks and remarks.
fn clean(title: &str) -> String {
    let mut name = title.trim();
    name =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '#'));
    let lower = name.to_lowercase();
    for word in [
        "entity",
        "table",
        "model",
        "エンティティ",
        "實體",
        "实体",
        "엔티티",
        "テーブル",
        "資料表",
        "interface",
        "type",
        "enum",
        "struct",
        "class",
    ] {
        if lower.len() == name.len()
            && let Some(rest) = lower.strip_prefix(word)
        {
            let rest = &name[name.len() - rest.len()..];
            let behind = rest
                .trim_start_matches([' ', '#'])
                .trim_start_matches(|c: char| c.is_ascii_digit());
            if let Some(behind) = behind.strip_prefix([':', '：', '-', '—', '–', '.']) {
                name = behind.trim();
            } else if rest.starts_with(' ') && rest.trim_start().starts_with('`') {
                name = rest.trim();
            }
            break;
        }
    }
    // `E2 — Conversation`: the id of the section is no part of the name.
    if let Some(id) = crate::parse::ids::at_start(name, 0)
        && let Some(rest) = ["— ", "– ", "- ", ": "]
            .iter()
            .find_map(|dash| name[id.end..].trim_start().strip_prefix(dash))
    {
        name = rest.trim();
    }
    // "Compose (draft) state": a remark inside the name is left out, one at its end cuts it.
    if let Some((head, rest)) = name.split_once(" (")
        && let Some((_, tail)) = rest.split_once(')')
        && tail.starts_with(' ')
        && tail.trim().starts_with(char::is_alphanumeric)
    {
        return format!(
            "{} {}",
            clean(head),
            tail.trim().trim_matches(['`', '*', '"'])
        );
    }
    let end = name
        .find(['(', '（', ':', '：', '→'])
        .filter(|&at| at > 0)
        .or_else(|| name.find(" — "))
        .or_else(|| name.find(" – "))
        .or_else(|| name.find(" - "))
        .unwrap_or(name.len());
    name[..end]
        .trim()
        .trim_matches(['`', '*', '"', '[', ']'])
        .trim()
        .to_owned()
}

/// Headings of a data model that are not entities.
fn is_section(title: &str) -> bool {
    const SECTIONS: &[&str] = &[
        "overview",
        "entities",
        "relationships",
        "indexes",
        "index",
        "migration",
        "migrations",
        "validation rules",
        "validation",
        "state transitions",
        "lifecycle",
        "summary",
        "introduction",
        "schema",
        "database schema",
        "notes",
        "constraints",
        "enums",
        "enumerations",
        "types",
        "diagram",
        "entity relationship diagram",
        "er diagram",
        "erd",
        "data flow",
        "invariants",
        "概要",
        "fields",
        "attributes",
        "queries",
        "examples",
        "example",
        "api",
        "storage",
        "security",
        "performance",
        "references",
        "business rules",
        "derived data",
        "目的",
        "状態遷移",
        "狀態轉移",
        "리소스",
    ];
    SECTIONS.contains(&fold(title).as_str())
}

/// A heading with fields below: a field table, a fence of `name: Type` lines or of a record type, or `**Fields**:`.
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    let head = &reader.outline.headings[heading];
    let is_model = reader.source.kind == DocumentKind::DataModel;
    let parent_topic = reader.outline.topic(head.parent);
    let under = parent_topic == Some(Topic::Entities);
    let below_models = parent_topic == Some(Topic::DataModels);
    if Some(heading) == reader.outline.title
        || !(is_model || under || below_models)
        || matches!(
            reader.source.kind,
            DocumentKind::Checklist | DocumentKind::Tasks
        )
    {
        return false;
    }
    let (block, line, title, topic, level) = (
        head.block,
        head.line,
        head.title.clone(),
        head.topic,
        head.level,
    );
    if topic.is_some() || is_section(&title) || is_leftover(&title) {
        return false;
    }
    let name = clean(&title);
    if name.is_empty() || name.chars().count() > 60 || name.split_whitespace().count() > 6 {
        return false;
    }
    let run = reader.outline.body(heading).to_vec();
    let labels = Labels::of_run(reader, &run);
    let mut fields = field::fields(reader, &run, &name, under);
    // Fields may stand below a sub-heading "Fields".
    if fields.is_empty() {
        let sub = (heading + 1..reader.outline.headings.len())
            .take_while(|&index| reader.outline.headings[index].level > level)
            .find(|&index| {
                reader.outline.headings[index].parent == Some(heading)
                    && key(&reader.outline.headings[index].title) == Some(Key::Fields)
            });
        if let Some(sub) = sub {
            let run = reader.outline.body(sub).to_vec();
            fields = field::fields(reader, &run, &name, under);
        }
    }
    if fields.is_empty()
        && let Some(entry) = labels.entry(Key::Fields)
    {
        fields = entry
            .items
            .iter()
            .filter_map(|item| field_line(item))
            .collect();
    }
    let is_entity = !fields.is_empty()
        || under
        || labels.has(Key::Fields)
        || (is_model && labels.has(Key::Purpose) && labels.has(Key::Relationships));
    if !is_entity {
        return false;
    }
    let purpose = labels
        .value(Key::Purpose)
        .or_else(|| labels.value(Key::Description))
        .or_else(|| first_paragraph(reader, &run))
        .map(|text| clip(&text, 400));
    let relations = labels
        .entry(Key::Relationships)
        .map(|entry| {
            let items = if entry.items.is_empty() {
                vec![entry.value.clone()]
            } else {
                entry.items.clone()
            };
            items.iter().filter_map(|item| relation(item)).collect()
        })
        .unwrap_or_default();
    let place = add(
        reader,
        Entity {
            name,
            purpose,
            fields,
            relations,
            place: Place::default(),
        },
        line,
    );
    reader.anchor(block, &place.anchor, line);
    true
}

fn first_paragraph(reader: &Reader<'_, '_>, run: &[Placed]) -> Option<String> {
    let first = run.first()?.block;
    let is_prose = reader.tape.kind(first) == BlockKind::Paragraph
        && label::of_block(reader.tape, first).is_none_or(|found| !found.bold);
    is_prose.then(|| one_line(reader.tape.text(first)))
}

/// Key entities: `- **Name**: what it is`, `1. Name: what it is`.
pub(super) fn of_list(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) -> bool {
    if context.topic != Some(Topic::Entities)
        || matches!(
            reader.source.kind,
            DocumentKind::Checklist | DocumentKind::Tasks
        )
    {
        return false;
    }
    // Below one entity's own heading lists hold its fields and rules.
    let is_direct = context
        .lead_in
        .is_some_and(|lead| lead.topic == Some(Topic::Entities))
        || (context.lead_in.is_none_or(|lead| lead.key.is_none())
            && context.heading.is_some_and(|heading| {
                reader.outline.headings[heading].topic == Some(Topic::Entities)
            }));
    if !is_direct {
        return false;
    }
    let items: Vec<BlockId> = reader.tape.children(list).collect();
    let mut found = false;
    for item in items {
        let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
            continue;
        };
        let Some(first) = label::of_block(reader.tape, text) else {
            continue;
        };
        let is_named = first.bold || first.colon;
        let name = clean(first.name);
        if !is_named
            || name.is_empty()
            || is_leftover(first.name)
            || says_none(&name)
            || key(&name).is_some()
            || name.chars().count() > 60
        {
            continue;
        }
        let purpose = one_line(first.value.trim_start_matches(['-', '—', '–', ':', ' ']));
        let line = reader.line(item);
        let place = add(
            reader,
            Entity {
                name,
                purpose: Some(clip(&purpose, 400))
                    .filter(|text| !text.is_empty() && !is_leftover(text)),
                ..Entity::default()
            },
            line,
        );
        reader.anchor(item, &place.anchor, line);
        reader.taken[item] = true;
        found = true;
    }
    found
}
