//! Relations between entities.

use super::Reader;
use crate::model::fact::Relation;
use crate::parse::outline::one_line;
use crate::parse::tape::BlockKind;
use crate::parse::topic::Topic;
use std::collections::HashMap;
use std::sync::Arc;

/// A relation in words: `Belongs to: User`, `User (1) ──< Articles (N)`, `has many Orders`.
pub(super) fn relation(line: &str) -> Option<Relation> {
    let line = line.trim().trim_matches(['`']);
    let lower = line.to_lowercase();
    for word in [
        "belongs to",
        "has many",
        "has one",
        "has and belongs to many",
        "references",
        "many-to-one",
        "one-to-many",
        "many-to-many",
        "one-to-one",
        "owns",
        "contains",
        "refers to",
    ] {
        if let Some(at) = lower.find(word).filter(|_| lower.len() == line.len()) {
            let rest =
                line[at + word.len()..].trim_start_matches([':', ' ', '*', '`', '→', '-', '>']);
            let rest = rest
                .strip_prefix("with ")
                .or_else(|| rest.strip_prefix("to "))
                .unwrap_or(rest);
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ' ')))
                .unwrap_or(rest.len());
            let name: String = rest[..end]
                .split_whitespace()
                .take(3)
                .collect::<Vec<_>>()
                .join(" ");
            if !name.is_empty() {
                return Some(Relation {
                    to: name,
                    kind: word.to_owned(),
                });
            }
        }
    }
    let (_, to, kind) = drawn(line)?;
    Some(Relation { to, kind })
}

/// `A gate has many scans`: the first entity and its relation.
fn spoken(line: &str) -> Option<(String, Relation)> {
    let relation = relation(line)?;
    let lower = line.to_lowercase();
    let at = lower
        .find(&relation.kind)
        .filter(|_| lower.len() == line.len())?;
    let from = line[..at].trim().trim_matches(['*', '`', ':', '-', ' ']);
    let bare = ["A ", "An ", "Each ", "Every ", "The "]
        .iter()
        .find_map(|article| from.strip_prefix(article))
        .unwrap_or(from);
    (!bare.is_empty() && bare.chars().count() <= 48).then(|| (bare.to_owned(), relation))
}

/// `User (1) ──< Articles (N)`, `A → B: one-to-many`, `A 1:N B` as (from, to, kind).
fn drawn(line: &str) -> Option<(String, String, String)> {
    let line = line.trim().trim_matches(['`', '*']);
    let name = |text: &str| {
        let text = text.trim().trim_matches(['`', '*', '[', ']']);
        let end = text
            .find(['(', ':', '：', ',', '.', '—'])
            .unwrap_or(text.len());
        let text = text[..end].trim().trim_matches(['`', '*']);
        (!text.is_empty() && text.chars().count() <= 48 && text.split_whitespace().count() <= 4)
            .then(|| text.to_owned())
    };
    for sign in [
        "──<",
        ">──<",
        "──|<",
        "<──",
        "──>",
        "──→",
        "────",
        "──",
        "→",
        "->",
        "<->",
        "↔",
    ] {
        if let Some((left, right)) = line.split_once(sign) {
            let right = right.trim_start_matches(['─', '>', '<', '|', '→', ' ']);
            let from = name(left.trim_end_matches(['─', ' ', '<', '>']))?;
            let to = name(right)?;
            let kind = right
                .split_once([':', '：'])
                .map(|(_, kind)| kind.trim())
                .filter(|kind| !kind.is_empty() && kind.chars().count() <= 60)
                .map_or_else(
                    || cardinality(left, right, sign),
                    |kind| {
                        kind.split([',', '.', ';'])
                            .next()
                            .unwrap_or(kind)
                            .trim()
                            .to_owned()
                    },
                );
            return Some((from, to, kind));
        }
    }
    for cardinality in [
        " 1:N ", " N:1 ", " 1:1 ", " N:M ", " M:N ", " N:N ", " 1:n ", " n:1 ", " n:m ",
    ] {
        if let Some((left, right)) = line.split_once(cardinality) {
            return Some((name(left)?, name(right)?, cardinality.trim().to_owned()));
        }
    }
    None
}

/// The cardinality that stands in parentheses beside the names.
fn cardinality(left: &str, right: &str, sign: &str) -> String {
    let inner = |text: &str| {
        text.split_once('(')
            .and_then(|(_, rest)| rest.split_once(')'))
            .map(|(inner, _)| inner.trim().to_owned())
            .filter(|inner| inner.len() <= 6)
    };
    match (inner(left), inner(right)) {
        (Some(left), Some(right)) => format!("{left}:{right}"),
        _ if sign.contains("──<") => "1:N".to_owned(),
        _ => "relates to".to_owned(),
    }
}

/// Fields that are keys of another entity of the document: `FK → gates.id`, `REFERENCES gates(id)`.
fn foreign_keys(reader: &Reader<'_, '_>) -> Vec<(String, Relation)> {
    let letters = |text: &str| -> String {
        let folded = text.to_lowercase();
        let bare: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
        bare.strip_suffix('s').map_or(bare.clone(), str::to_owned)
    };
    let entities = &reader.facts.entities;
    let names: HashMap<String, &str> = entities
        .iter()
        .map(|entity| (letters(&entity.name), entity.name.as_str()))
        .collect();
    let mut found = Vec::new();
    for entity in entities {
        for field in &entity.fields {
            let text = format!("{} {}", field.type_name, field.notes);
            let lower = text.to_ascii_lowercase();
            let marks = [
                "fk →",
                "fk ->",
                "fk to ",
                "foreign key →",
                "foreign key to ",
                "references ",
            ];
            let Some(at) = marks
                .iter()
                .find_map(|mark| lower.find(mark).map(|at| at + mark.len()))
            else {
                continue;
            };
            let rest = text[at..].trim_start_matches([' ', '`', '"']);
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(rest.len());
            if let Some(&to) = names.get(&letters(&rest[..end])) {
                let relation = Relation {
                    to: to.to_owned(),
                    kind: "FK".to_owned(),
                };
                found.push((entity.name.clone(), relation));
            }
        }
    }
    found
}

/// Relations under a heading or bold line of relationships, added to the entity they start from.
pub(super) fn relations(reader: &mut Reader<'_, '_>) {
    let mut found: Vec<(String, Relation)> = Vec::new();
    for (index, placed) in reader.outline.top.iter().enumerate() {
        if !matches!(
            reader.tape.kind(placed.block),
            BlockKind::List(_) | BlockKind::Code
        ) {
            continue;
        }
        let lead = crate::parse::outline::lead_in(reader.tape, &reader.outline.top, index);
        let lead_topic = lead.as_ref().and_then(|lead| lead.topic);
        let is_relations = lead_topic == Some(Topic::Relationships)
            || (lead_topic.is_none()
                && placed.heading.is_some_and(|heading| {
                    reader.outline.headings[heading].topic == Some(Topic::Relationships)
                }));
        if !is_relations {
            continue;
        }
        let lines: Vec<String> = match reader.tape.kind(placed.block) {
            BlockKind::List(_) => reader
                .tape
                .children(placed.block)
                .filter_map(|item| reader.item_text(item))
                .map(|text| one_line(reader.tape.text(text)))
                .collect(),
            BlockKind::Code => reader
                .tape
                .code(placed.block)
                .lines()
                .map(str::to_owned)
                .collect(),
            _ => continue,
        };
        for line in lines {
            if let Some((from, to, kind)) = drawn(&line) {
                found.push((from, Relation { to, kind }));
            } else if let Some(found_relation) = spoken(&line) {
                found.push(found_relation);
            }
        }
    }
    found.extend(foreign_keys(reader));
    for (from, relation) in found {
        if let Some(entity) = reader
            .facts
            .entities
            .iter_mut()
            .find(|entity| entity.name.eq_ignore_ascii_case(&from))
            && !entity.relations.contains(&relation)
        {
            Arc::make_mut(entity).relations.push(relation);
        }
    }
}
