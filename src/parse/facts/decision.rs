//! Decisions: bold blocks, headings, lists, tables and whole decision records.

use super::labels::Labels;
use super::property::{properties, property_list};
use super::table::{Table, cell};
use super::{Context, Reader, clip, is_leftover, lead, says_none};
use crate::model::document::SymbolKind;
use crate::model::fact::{Decision, Place};
use crate::model::source::DocumentKind;
use crate::parse::key::{Key, of_label as key};
use crate::parse::label;
use crate::parse::note::{ListClass, Shape};
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::{Topic, fold};
use std::sync::Arc;

/// Words for a decision at the start of a heading or bold line, in lower case.
const DECISION_WORDS: &[&str] = &[
    "decision",
    "決定",
    "決策",
    "결정",
    "entscheidung",
    "decisión",
    "decisão",
];

/// Whether documents of this kind take decisions.
fn may_decide(reader: &Reader<'_, '_>) -> bool {
    !matches!(
        reader.source.kind,
        DocumentKind::Checklist
            | DocumentKind::Tasks
            | DocumentKind::WorkPackage
            | DocumentKind::Contract
    )
}

/// Fills a decision from its labels.
fn fill(decision: &mut Decision, labels: &Labels) {
    decision.chosen = labels.value(Key::Chosen).or(decision.chosen.take());
    decision.rationale = labels.value(Key::Rationale);
    decision.consequences = labels.value(Key::Consequences);
    decision.status = labels.value(Key::Status);
    decision.options = labels
        .entries
        .iter()
        .filter(|entry| entry.key == Some(Key::Options))
        .flat_map(|entry| options(&entry.value, &entry.items))
        .collect();
    if decision.options.is_empty() {
        // `**Option A: Redis**` lines below "Options Considered".
        decision.options = labels
            .entries
            .iter()
            .filter_map(|entry| option_name(&entry.name, &entry.value))
            .collect();
    }
}

/// The name of an option: `Option A: Redis`, `Alternative 2 - files`.
fn option_name(name: &str, value: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let rest = ["option ", "alternative ", "選項", "方案", "案", "옵션 "]
        .iter()
        .find_map(|word| lower.starts_with(word).then(|| &name[word.len()..]))?;
    let text = rest
        .split_once([':', '：'])
        .map_or_else(|| value.to_owned(), |(_, text)| text.trim().to_owned());
    (!text.is_empty()).then(|| clip(&text, 200))
}

/// Options in one line: items of a list, else parts between semicolons or commas.
fn options(value: &str, items: &[String]) -> Vec<String> {
    if items.len() > 1 {
        return items.iter().map(|item| clip(item, 300)).collect();
    }
    if is_leftover(value) || says_none(value) {
        return Vec::new();
    }
    let separator = if value.contains(';') { ';' } else { ',' };
    let parts: Vec<&str> = value
        .split(separator)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let are_short = parts.iter().all(|part| part.chars().count() <= 80);
    if parts.len() > 1
        && are_short
        && value.matches('(').count() == value.matches(')').count()
        && parts
            .iter()
            .all(|part| part.matches('(').count() == part.matches(')').count())
    {
        return parts.into_iter().map(str::to_owned).collect();
    }
    vec![clip(value, 400)]
}

/// Adds a decision. Returns its place.
fn add(reader: &mut Reader<'_, '_>, decision: Decision, line: u32) -> Place {
    let number = reader.facts.decisions.len() + 1;
    let anchor = reader.claim(decision.id.as_deref(), "decision", number);
    add_at(reader, decision, Place { line, anchor })
}

/// Adds a decision at a place that has an anchor.
fn add_at(reader: &mut Reader<'_, '_>, mut decision: Decision, place: Place) -> Place {
    let id = decision.id.clone();
    decision.place = place.clone();
    decision.title = clip(&one_line(&decision.title), 400);
    for part in [
        &mut decision.chosen,
        &mut decision.rationale,
        &mut decision.consequences,
    ] {
        if let Some(text) = part {
            *text = clip(text, 1200);
        }
        if part.as_deref().is_some_and(is_leftover) {
            *part = None;
        }
    }
    if let Some(id) = &id {
        reader.export(id, SymbolKind::Decision, &place, true, &decision.title);
    }
    reader.facts.decisions.push(Arc::new(decision));
    place
}

/// `Decision 1: title` → (`Decision 1`, `title`); `Decision: title` → (none, `title`).
fn named(text: &str) -> Option<(Option<String>, String)> {
    let text = text
        .trim()
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = text.to_lowercase();
    let word = DECISION_WORDS
        .iter()
        .find(|word| lower.starts_with(**word))?;
    let rest = text.get(word.len()..)?;
    let number = rest.trim_start();
    let digits = number
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    let number_text = number[..digits].trim_end_matches('.');
    let behind = number[number_text.len()..].trim_start_matches(['.', ' ']);
    let title = behind.strip_prefix([':', '：', '-', '—', '–'])?.trim();
    let id = (!number_text.is_empty()).then(|| format!("{} {number_text}", &text[..word.len()]));
    Some((id, title.to_owned()))
}

/// `**Decision 1: title**` with a list of labels below.
pub(super) fn of_paragraph(
    reader: &mut Reader<'_, '_>,
    index: usize,
    heading: Option<usize>,
) -> bool {
    if !may_decide(reader) {
        return false;
    }
    let block = reader.outline.top[index].block;
    let Some(name) = label::bold_line(reader.tape, block).map(str::to_owned) else {
        return false;
    };
    let list = reader
        .outline
        .top
        .get(index + 1)
        .map(|placed| placed.block)
        .filter(|&next| {
            matches!(reader.tape.kind(next), BlockKind::List(_)) && reader.is_free(next)
        });
    let labels = list
        .map(|list| Labels::of_list(reader, list))
        .unwrap_or_default();
    let decides =
        labels.has(Key::Chosen) && (labels.has(Key::Rationale) || labels.has(Key::Options));
    let (id, title) = match named(&name) {
        Some((id, title)) if !title.is_empty() && (id.is_some() || decides) => (id, title),
        _ if decides => {
            let id = crate::parse::ids::at_start(&name, 0).map(|id| id.of(&name).to_owned());
            let title = id.as_ref().map_or(name.as_str(), |id| {
                name[id.len()..].trim_start_matches([':', ' ', '-', '—', '–', '.'])
            });
            (id.clone(), title.to_owned())
        }
        _ => return false,
    };
    let is_decided = decides
        && labels
            .value(Key::Chosen)
            .is_some_and(|chosen| !is_leftover(&chosen));
    if is_leftover(&title) && !is_decided {
        return false;
    }
    let mut decision = Decision {
        id: id.clone(),
        title,
        ..Decision::default()
    };
    fill(&mut decision, &labels);
    let line = reader.line(block);
    let place = add(reader, decision, line);
    let range = reader.tape.blocks[block].text.clone();
    if let Some(list) = list.filter(|_| !labels.entries.is_empty()) {
        reader.notes.add(
            block,
            Shape::Section {
                label: id,
                title: (range.start, range.end),
                badge: None,
                last: list,
            },
            &place.anchor,
            line,
        );
        reader.taken[list] = true;
        property_list(reader, list);
    } else {
        reader.anchor(block, &place.anchor, line);
    }
    let _ = heading;
    true
}

/// A heading that names a decision, or one below which `**Decision**:` stands.
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    if !may_decide(reader) {
        return false;
    }
    if reader.source.kind == DocumentKind::Adr {
        // A record without a title is named by its first heading.
        return reader.outline.title.is_none() && heading == 0 && record(reader, heading);
    }
    let head = &reader.outline.headings[heading];
    let (block, line, title, parent) = (head.block, head.line, head.title.clone(), head.parent);
    if Some(heading) == reader.outline.title {
        return false;
    }
    let folded = fold(&title);
    let run = reader.outline.body(heading).to_vec();
    if DECISION_WORDS.contains(&folded.as_str()) || matches!(folded.as_str(), "決定事項" | "解決策")
    {
        return below_topic(reader, heading, parent);
    }
    let labels = Labels::of_run(reader, &run);
    let has_chosen = labels.has(Key::Chosen);
    let named = named(&strip_number(&title)).filter(|(_, title)| !title.is_empty());
    let reasons =
        labels.has(Key::Rationale) || labels.has(Key::Options) || labels.has(Key::Consequences);
    let range = reader.tape.blocks[block].text.clone();
    let lead = lead::lead_id(reader.tape, range.start as usize, range.end as usize);
    let is_decision = if named.is_some() {
        true
    } else if has_chosen {
        head.topic.is_none()
            && (reasons || reader.source.kind == DocumentKind::Research || lead.is_some())
    } else {
        lead.as_ref()
            .is_some_and(|lead| matches!(lead.family.as_str(), "ADR" | "DEC" | "DD"))
            && (reasons || !run.is_empty())
            || (reader.outline.topic(parent) == Some(Topic::Decisions)
                && reasons
                && head.topic.is_none())
    };
    if !is_decision {
        return false;
    }
    let (id, plain_title) = match (named, &lead) {
        (Some((id, title)), _) => (id, title),
        (None, Some(lead)) => {
            let rest = one_line(&reader.tape.plain[lead.text_at..range.end as usize]);
            let title = match (lead.title.is_empty(), rest.is_empty()) {
                (_, true) => lead.title.clone(),
                (true, false) => rest,
                (false, false) => format!("{}: {rest}", lead.title),
            };
            (Some(lead.id.clone()), title)
        }
        (None, None) => (None, strip_number(&title)),
    };
    let mut decision = Decision {
        id,
        title: plain_title,
        ..Decision::default()
    };
    fill(&mut decision, &labels);
    let place = add(reader, decision, line);
    reader.anchor(block, &place.anchor, line);
    // Further decisions below the same heading: each `**Decision**:` is one.
    let more: Vec<(usize, String)> = labels
        .entries
        .iter()
        .filter(|entry| entry.key == Some(Key::Chosen) && fold(&entry.name).starts_with("decision"))
        .skip(1)
        .map(|entry| (entry.value_at, entry.value.clone()))
        .collect();
    for (at, value) in more {
        let line = reader.line_at(at);
        let decision = Decision {
            title: strip_number(&title),
            chosen: Some(value),
            ..Decision::default()
        };
        let place = add(reader, decision, line);
        if let Some(block) = block_at(reader, &run, at) {
            reader.anchor(block, &place.anchor, line);
        }
    }
    true
}

/// The block of a run, or the item of its list, that holds an offset of the plain text.
fn block_at(
    reader: &Reader<'_, '_>,
    run: &[crate::parse::outline::Placed],
    at: usize,
) -> Option<BlockId> {
    let tape = reader.tape;
    let place = tape.origin(at) as u32;
    let holds = |&block: &BlockId| tape.blocks[block].span.start <= place;
    let mut blocks = run.iter().rev().map(|placed| placed.block);
    let block = blocks.find(holds)?;
    match tape.kind(block) {
        BlockKind::List(_) => tape.children(block).filter(holds).last(),
        _ => Some(block),
    }
}

fn strip_number(title: &str) -> String {
    let numbered = title
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '§'));
    let bare = numbered.trim_start_matches(['—', '–', '-', ':', '：', ' ']);
    if bare.is_empty() { title } else { bare }.to_owned()
}

/// `### Decision` below `## R1. Topic`: the topic is the title, the text below is what was chosen; the sibling
/// headings hold rationale and alternatives.
fn below_topic(reader: &mut Reader<'_, '_>, heading: usize, parent: Option<usize>) -> bool {
    let run = reader.outline.body(heading).to_vec();
    let chosen = run_text(reader, &run);
    if chosen.is_empty() || says_none(&chosen) {
        return false;
    }
    let Some(parent) = parent.filter(|&parent| Some(parent) != reader.outline.title) else {
        return false;
    };
    let siblings: Vec<usize> = (0..reader.outline.headings.len())
        .filter(|&index| reader.outline.headings[index].parent == Some(parent))
        .collect();
    let mut decision = Decision {
        chosen: Some(chosen),
        ..Decision::default()
    };
    for sibling in siblings {
        let run = reader.outline.body(sibling).to_vec();
        match key(&reader.outline.headings[sibling].title) {
            Some(Key::Rationale) => decision.rationale = Some(run_text(reader, &run)),
            Some(Key::Options) => decision.options = run_items(reader, &run),
            Some(Key::Consequences) => decision.consequences = Some(run_text(reader, &run)),
            _ => {}
        }
    }
    let head = &reader.outline.headings[parent];
    let range = reader.tape.blocks[head.block].text.clone();
    let lead = lead::lead_id(reader.tape, range.start as usize, range.end as usize);
    decision.title = lead.as_ref().map_or_else(
        || strip_number(&head.title),
        |lead| {
            let rest = one_line(&reader.tape.plain[lead.text_at..range.end as usize]);
            if rest.is_empty() {
                lead.title.clone()
            } else {
                rest
            }
        },
    );
    decision.id = lead.map(|lead| lead.id);
    let (block, line) = (
        reader.outline.headings[heading].block,
        reader.outline.headings[heading].line,
    );
    let place = add(reader, decision, line);
    reader.anchor(block, &place.anchor, line);
    true
}

/// The text of paragraphs and list items of a run.
fn run_text(reader: &Reader<'_, '_>, run: &[crate::parse::outline::Placed]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for placed in run {
        match reader.tape.kind(placed.block) {
            BlockKind::Paragraph => parts.push(one_line(reader.tape.text(placed.block))),
            BlockKind::List(_) => parts.extend(
                reader
                    .tape
                    .children(placed.block)
                    .filter_map(|item| reader.item_text(item))
                    .map(|text| one_line(reader.tape.text(text))),
            ),
            _ => {}
        }
    }
    clip(&parts.join(" "), 1200)
}

fn run_items(reader: &Reader<'_, '_>, run: &[crate::parse::outline::Placed]) -> Vec<String> {
    let items: Vec<String> = run
        .iter()
        .filter(|placed| matches!(reader.tape.kind(placed.block), BlockKind::List(_)))
        .flat_map(|placed| reader.tape.children(placed.block))
        .filter_map(|item| reader.item_text(item))
        .map(|text| clip(&one_line(reader.tape.text(text)), 300))
        .collect();
    if items.is_empty() {
        let text = run_text(reader, run);
        return if text.is_empty() {
            Vec::new()
        } else {
            vec![text]
        };
    }
    items
}

/// The decision of a record whose title stands at the head of the page.
pub(super) fn of_record(reader: &mut Reader<'_, '_>, title: Option<usize>) {
    if let Some(title) = title.filter(|_| reader.facts.decisions.is_empty()) {
        record(reader, title);
    }
}

/// An architecture decision record is one decision.
fn record(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    let head = &reader.outline.headings[heading];
    let (block, line, title) = (head.block, head.line, head.title.clone());
    let mut decision = Decision::default();
    let stem = reader.source.inner.stem().to_owned();
    let id = crate::parse::ids::at_start(&title, 0)
        .map(|id| id.of(&title).to_owned())
        .filter(|id| id.starts_with("ADR"));
    decision.title = match &id {
        Some(id) => title[id.len()..]
            .trim_start_matches([':', ' ', '-', '—', '–', '.'])
            .to_owned(),
        None => strip_number(&title),
    };
    decision.id = id;
    if reader.outline.headings.len() == 1 && stem.eq_ignore_ascii_case("readme") {
        return false;
    }
    for index in 0..reader.outline.headings.len() {
        let run = reader.outline.body(index).to_vec();
        let folded = fold(&reader.outline.headings[index].title);
        match folded.as_str() {
            "decision" | "decision outcome" | "outcome" | "決定" | "決策" | "결정"
            | "entscheidung" => {
                let labels = Labels::of_run(reader, &run);
                let text = labels
                    .entries
                    .iter()
                    .find(|entry| entry.name.to_lowercase().starts_with("chosen"))
                    .map_or_else(|| run_text(reader, &run), |entry| entry.value.clone());
                decision.chosen = Some(text).filter(|text| !text.is_empty());
            }
            "status" | "狀態" | "状態" | "상태" => {
                decision.status = Some(run_text(reader, &run)).filter(|text| !text.is_empty());
            }
            "considered options"
            | "options"
            | "options considered"
            | "alternatives"
            | "alternatives considered" => {
                decision.options = run_items(reader, &run);
            }
            "consequences" | "positive consequences" | "影響" | "結果" | "konsequenzen" => {
                decision
                    .consequences
                    .get_or_insert_with(|| run_text(reader, &run));
            }
            "context" | "context & problem statement" | "rationale" | "problem" => {
                decision
                    .rationale
                    .get_or_insert_with(|| run_text(reader, &run));
            }
            _ => {}
        }
    }
    if reader.outline.title == Some(heading) {
        // The title stands at the head of the page and has its anchor already.
        let anchor = reader.outline.headings[heading].anchor.clone();
        add_at(reader, decision, Place { line, anchor });
        return true;
    }
    let place = add(reader, decision, line);
    reader.anchor(block, &place.anchor, line);
    true
}

/// Numbered bold items with `Chosen:` below (the template's summary), and items of decision lists.
pub(super) fn of_list(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) -> bool {
    if !may_decide(reader)
        || matches!(
            context.topic,
            Some(Topic::Risks | Topic::OpenQuestions | Topic::Alternatives)
        )
    {
        return false;
    }
    let under = context.topic == Some(Topic::Decisions)
        && context.lead_in.is_none_or(|lead| lead.key.is_none());
    let items: Vec<BlockId> = reader.tape.children(list).collect();
    let mut found = 0;
    let mut sections = 0;
    for &item in &items {
        let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
            continue;
        };
        let range = reader.tape.blocks[text].text.clone();
        let (start, end) = (range.start as usize, range.end as usize);
        let Some(first) = label::of_range(reader.tape, start, end) else {
            continue;
        };
        if !first.bold && !under {
            continue;
        }
        let labels = Labels::of_item(reader, item);
        let lead = lead::lead_id(reader.tape, start, end).filter(|lead| lead.marked);
        let is_own = labels.has(Key::Chosen) && first.bold;
        let is_listed = under && (first.bold || lead.is_some());
        // `- **Decision**: x` with `- **Rationale**: y` beside it is one decision below its heading.
        if key(first.name).is_some() && lead.is_none() || (!is_own && !is_listed) {
            continue;
        }
        let value = one_line(first.value);
        let mut decision = Decision {
            id: lead.as_ref().map(|lead| lead.id.clone()),
            title: first.name.to_owned(),
            chosen: (!value.is_empty() && !labels.has(Key::Chosen)).then(|| value.clone()),
            ..Decision::default()
        };
        if let Some(lead) = &lead {
            let rest = one_line(&reader.tape.plain[lead.text_at..end]);
            decision.title = if lead.title.is_empty() {
                rest.clone()
            } else {
                lead.title.clone()
            };
            decision.chosen = (!lead.title.is_empty() && !rest.is_empty()).then_some(rest);
        }
        if is_leftover(&decision.title) && !labels.has(Key::Chosen) || decision.title.is_empty() {
            continue;
        }
        fill(&mut decision, &labels);
        let label_text = decision.id.clone();
        let line = reader.line(item);
        let place = add(reader, decision, line);
        reader.taken[item] = true;
        found += 1;
        let is_section = is_own && value.is_empty() && reader.tape.parent(list) == Some(0);
        if is_section {
            sections += 1;
            reader.notes.add(
                item,
                Shape::Section {
                    label: label_text,
                    title: (range.start, range.end),
                    badge: None,
                    last: item,
                },
                &place.anchor,
                line,
            );
            properties(reader, item);
        } else {
            reader.anchor(item, &place.anchor, line);
        }
    }
    if sections > 0 && sections == items.len() {
        reader.notes.add(list, Shape::List(ListClass::Bare), "", 0);
    }
    found > 0
}

/// Decision logs: a column for the decision and one for what was chosen or why.
pub(super) fn of_table(reader: &mut Reader<'_, '_>, table: &Table, topic: Option<Topic>) -> bool {
    if !may_decide(reader) {
        return false;
    }
    let under = topic == Some(Topic::Decisions);
    let is_decision_name = |name: &str| DECISION_WORDS.iter().any(|word| name.contains(word));
    let chosen = table.column(Key::Chosen);
    let rationale = table.column(Key::Rationale);
    let title = table
        .named(&[
            "decision",
            "topic",
            "area",
            "question",
            "subject",
            "issue",
            "題目",
            "項目",
            "主題",
            "論点",
            "decision area",
            "決策",
            "決定",
            "결정",
        ])
        .or_else(|| {
            table
                .columns
                .iter()
                .position(|column| is_decision_name(&column.name))
        });
    let Some(title) = title else {
        return false;
    };
    let chosen = chosen.filter(|&column| column != title).or_else(|| {
        table
            .named(&[
                "choice",
                "chosen",
                "decision",
                "answer",
                "selected",
                "resolution",
                "採用",
            ])
            .filter(|&column| column != title)
    });
    let names_decision = is_decision_name(&table.columns[title].name)
        || chosen.is_some_and(|column| is_decision_name(&table.columns[column].name));
    if !(rationale.is_some() || chosen.is_some())
        || !(under || names_decision)
        || (!under && rationale.is_none())
    {
        return false;
    }
    for (row, cells) in &table.rows {
        let words = cell(reader.tape, cells, Some(title));
        if words.is_empty() || says_none(&words) || is_leftover(&words) {
            continue;
        }
        let text = |column: Option<usize>| {
            Some(cell(reader.tape, cells, column)).filter(|text| !text.is_empty())
        };
        let first = cell(reader.tape, cells, Some(0));
        let first = first.trim_matches(['*', '`']);
        let id = crate::parse::ids::at_start(first, 0).map(|id| id.of(first).to_owned());
        let own_id_is_title = title == 0 && id.is_some();
        let decision = Decision {
            title: if own_id_is_title {
                id.as_ref().map_or_else(
                    || words.clone(),
                    |id| {
                        words
                            .trim_start_matches(id.as_str())
                            .trim_start_matches([':', ' ', '-', '—'])
                            .to_owned()
                    },
                )
            } else {
                words.clone()
            },
            id,
            chosen: text(chosen),
            rationale: text(rationale),
            options: text(table.column(Key::Options))
                .map(|value| options(&value, &[]))
                .unwrap_or_default(),
            consequences: text(table.column(Key::Consequences)),
            status: text(table.column(Key::Status)),
            place: Place::default(),
        };
        if decision.title.is_empty() {
            continue;
        }
        let line = reader.line(*row);
        let place = add(reader, decision, line);
        reader.anchor(*row, &place.anchor, line);
    }
    true
}
