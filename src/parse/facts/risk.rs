//! Risks: lists, tables, headings and bold paragraphs, with honest levels.

use super::labels::{Entry, Labels};
use super::property::{properties, property_list};
use super::table::{Table, cell};
use super::{Context, Reader, clip, is_leftover, lead, says_none};
use crate::base::diagnostic::Code;
use crate::model::document::SymbolKind;
use crate::model::fact::{Level, Place, Risk, Step};
use crate::model::source::DocumentKind;
use crate::parse::key::{Key, of_label as key};
use crate::parse::label;
use crate::parse::level;
use crate::parse::note::{Badge, ListClass, Shape};
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::{Topic, fold};
use std::sync::Arc;

/// Words for a risk at the start of a heading or label, in lower case.
const RISK_WORDS: &[&str] = &[
    "risk",
    "風險",
    "风险",
    "リスク",
    "위험",
    "리스크",
    "risiko",
    "riesgo",
    "risco",
    "المخاطرة",
    "خطر",
];

/// Signs between a risk and its mitigation.
const ARROWS: &[&str] = &["→", " -> ", " => ", "⇒"];

/// Words that introduce a mitigation inside a sentence, in lower case.
const MITIGATIONS: &[&str] = &[
    "mitigation:",
    "mitigation：",
    "mitigations:",
    "mitigated by",
    "mitigate:",
    "緩解:",
    "緩解：",
    "缓解：",
    "対策:",
    "対策：",
    "對策：",
    "緩和策:",
    "緩和策：",
    "軽減策:",
    "완화:",
    "대응:",
    "maßnahme:",
    "gegenmaßnahme:",
    "mitigación:",
    "mitigação:",
    "التخفيف:",
];

/// The levels and texts of a risk from its labels.
fn rate(risk: &mut Risk, labels: &Labels) {
    risk.likelihood_text = labels.value(Key::Likelihood);
    risk.impact_text = labels.value(Key::Impact);
    risk.likelihood = risk.likelihood_text.as_deref().and_then(level::step);
    risk.impact = risk.impact_text.as_deref().and_then(level::step);
    if risk.impact.is_none()
        && let Some(severity) = labels.value(Key::Severity)
        && let Some(step) = level::step(&severity)
    {
        risk.impact = Some(step);
        risk.impact_text = Some(severity);
    }
    // Below a risk, "替代方案" is what is done about it.
    risk.mitigation = (labels.value(Key::Mitigation))
        .or(risk.mitigation.take())
        .or_else(|| {
            let other = labels.entry(Key::Options)?;
            (other.name.contains("替代方案") && !other.value.is_empty())
                .then(|| other.value.clone())
        });
    risk.owner = labels.value(Key::Owner);
    finish_levels(risk);
}

fn finish_levels(risk: &mut Risk) {
    // A number counts only when both axes are numeric or the other one is missing, and on one scale: 6 beside 1 says
    // that 1 is no very low of five.
    let is_number = |text: &Option<String>| {
        text.as_deref()
            .map(|text| text.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    };
    match (
        is_number(&risk.likelihood_text),
        is_number(&risk.impact_text),
    ) {
        (Some(true), Some(false)) => risk.likelihood = None,
        (Some(false), Some(true)) => risk.impact = None,
        (Some(true), Some(true)) if risk.likelihood.is_none() || risk.impact.is_none() => {
            (risk.likelihood, risk.impact) = (None, None);
        }
        _ => {}
    }
    risk.level = match (risk.likelihood, risk.impact) {
        (Some(likelihood), Some(impact)) => Some(Level::of(likelihood, impact)),
        _ => None,
    };
}

/// Reports level texts that are no known word. Prose under an impact label is no level and no finding.
fn note_unknown(reader: &mut Reader<'_, '_>, entries: &[&Entry]) {
    for entry in entries {
        let is_short =
            entry.value.split_whitespace().count() <= 3 && entry.value.chars().count() <= 24;
        let is_known = entry.value.is_empty()
            || level::step(&entry.value).is_some()
            || is_leftover(&entry.value);
        if is_short && !is_known {
            let at = entry.value_at;
            let end = at + entry.value.len();
            reader.report(
                Code::UnknownLevel,
                (at, end),
                format!("`{}` is no known level", entry.value),
                "use low, medium or high (or very low, very high); the text is kept and the risk counts as not rated on this axis",
            );
        }
    }
}

/// Adds a risk and its anchor. Returns the place.
fn add(reader: &mut Reader<'_, '_>, mut risk: Risk, line: u32) -> Place {
    let id = risk.id.clone();
    let anchor = reader.claim(id.as_deref(), "risk", reader.facts.risks.len() + 1);
    let place = Place { line, anchor };
    risk.place = place.clone();
    risk.title = clip(&risk.title, 600);
    if let Some(id) = &id {
        reader.export(id, SymbolKind::Risk, &place, true, &risk.title);
    }
    reader.facts.risks.push(Arc::new(risk));
    place
}

/// A title in parts: what may happen, and the mitigation behind an arrow or a word for it.
fn split_mitigation(text: &str) -> (String, Option<String>) {
    let lower = text.to_lowercase();
    let same_length = lower.len() == text.len();
    let arrow = ARROWS
        .iter()
        .filter_map(|sign| text.find(sign).map(|at| (at, at + sign.len())))
        .min();
    let word = MITIGATIONS
        .iter()
        .filter(|_| same_length)
        .filter_map(|word| lower.find(word).map(|at| (at, at + word.len())))
        .min();
    let (title_end, mut rest_at) = match (arrow, word) {
        (Some(arrow), Some(word)) if word.0 >= arrow.0 && word.0 - arrow.1 < 6 => (arrow.0, word.1),
        (Some(arrow), Some(word)) => arrow.min(word),
        (Some(found), None) | (None, Some(found)) => found,
        (None, None) => return (text.trim().to_owned(), None),
    };
    if title_end == 0 {
        rest_at = 0;
    }
    let clean = |part: &str| {
        part.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ':' | '：' | '*' | '—' | '–' | '-' | '(' | '（' | ';' | ','
                )
        })
        .to_owned()
    };
    let title = clean(&text[..title_end]);
    let mut mitigation = clean(&text[rest_at..]);
    if mitigation.ends_with(')') && !mitigation.contains('(') {
        mitigation.pop();
    }
    if title.is_empty() {
        return (text.trim().to_owned(), None);
    }
    (title, Some(mitigation).filter(|text| !text.is_empty()))
}

/// Whether documents of this kind state risks at all.
fn may_hold_risks(reader: &Reader<'_, '_>) -> bool {
    !matches!(reader.source.kind, DocumentKind::Checklist)
}

/// Lists under a heading of risks.
pub(super) fn of_list(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) -> bool {
    if context.topic != Some(Topic::Risks) || !may_hold_risks(reader) {
        return false;
    }
    if let Some(lead) = context.lead_in {
        // Sibling lists such as "Mitigations:" or "Testing:" inside a risk section are no risks.
        let names_risks = RISK_WORDS
            .iter()
            .any(|word| lead.text.to_lowercase().contains(word));
        if lead.topic != Some(Topic::Risks)
            && (lead.key.is_some_and(|key| key != Key::Risk) || !names_risks)
        {
            return false;
        }
    }
    let items: Vec<BlockId> = reader.tape.children(list).collect();
    if items.iter().all(|&item| is_label_item(reader, item)) {
        // The labels of one risk that stands above the list.
        return false;
    }
    let mut found = false;
    let mut sections = 0;
    for &item in &items {
        let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
            continue;
        };
        if let Some(is_section) = of_item(reader, item, text, context.heading) {
            found = true;
            sections += usize::from(is_section);
        }
    }
    if found && sections == items.len() && reader.tape.parent(list) == Some(0) {
        reader.notes.add(list, Shape::List(ListClass::Bare), "", 0);
    }
    found
}

/// Whether an item is a label of a risk rather than a risk.
fn is_label_item(reader: &Reader<'_, '_>, item: BlockId) -> bool {
    reader
        .item_text(item)
        .and_then(|text| label::of_block(reader.tape, text))
        .filter(|found| found.colon)
        .and_then(|found| key(found.name))
        .is_some_and(|key| {
            matches!(
                key,
                Key::Likelihood
                    | Key::Impact
                    | Key::Severity
                    | Key::Mitigation
                    | Key::Owner
                    | Key::Status
                    | Key::Description
            )
        })
}

/// One item. `Some(true)` when it can be shown as a section of its own.
fn of_item(
    reader: &mut Reader<'_, '_>,
    item: BlockId,
    text: BlockId,
    heading: Option<usize>,
) -> Option<bool> {
    let range = reader.tape.blocks[text].text.clone();
    let (mut start, end) = (range.start as usize, range.end as usize);
    let whole = reader.tape.text(text).to_owned();
    let mut id = None;
    if let Some(rest) = whole
        .strip_prefix("[Risk]")
        .or_else(|| whole.strip_prefix("[RISK]"))
    {
        start = end - rest.trim_start().len();
    } else if let Some(lead) = lead::lead_id(reader.tape, start, end).filter(|lead| lead.marked)
        && (lead.text_at < end || !lead.title.is_empty())
    {
        id = Some(lead.id.clone());
        if lead.title.is_empty() {
            start = lead.text_at;
        }
    }
    let labels = Labels::of_item(reader, item);
    let found = label::of_range(reader.tape, start, end);
    // Only the first line is the title; labelled lines below it are labels.
    let first_line_end = reader.tape.plain[start..end]
        .split('\n')
        .scan(start, |at, line| {
            let line_start = *at;
            *at += line.len() + 1;
            Some((line_start, line))
        })
        .skip(1)
        .find(|(at, line)| {
            label::of_range(reader.tape, *at, at + line.len())
                .filter(|found| found.colon)
                .and_then(|found| key(found.name))
                .is_some()
        })
        .map_or(end, |(at, _)| at - 1);
    let body = one_line(&reader.tape.plain[start..first_line_end]);
    let mut risk = Risk {
        id,
        ..Risk::default()
    };
    let mut title_range = (start, end);
    match found {
        Some(found)
            if found.bold && key(found.name) == Some(Key::Risk) && !found.value.is_empty() =>
        {
            let (title, mitigation) = split_mitigation(&one_line(found.value));
            risk.title = title;
            risk.mitigation = mitigation;
        }
        Some(found) if found.bold => {
            let name_end = found.value_at.min(end);
            title_range = (start, name_end);
            let name = numbered_title(found.name);
            if risk.id.is_some() && name.starts_with(risk.id.as_deref().unwrap_or("")) {
                name[risk.id.as_deref().map_or(0, str::len)..]
                    .trim_matches([':', ' ', '-', '—'])
                    .clone_into(&mut risk.title);
            } else {
                risk.title = name;
            }
            let rest_end = first_line_end.max(found.value_at);
            let rest = one_line(&reader.tape.plain[found.value_at..rest_end]);
            risk.mitigation = mitigation_in(&rest);
            let says_more =
                || !rest.is_empty() && !ARROWS.iter().any(|it| rest.starts_with(it.trim()));
            if risk.title.is_empty() || is_level(found.name) && says_more() {
                risk.title = split_mitigation(&rest).0;
                title_range = (start, end);
            }
        }
        Some(found) if key(found.name) == Some(Key::Risk) && found.colon => {
            let (title, mitigation) = split_mitigation(&one_line(found.value));
            risk.title = title;
            risk.mitigation = mitigation;
        }
        _ => {
            let (title, mitigation) = split_mitigation(&body);
            risk.title = title;
            risk.mitigation = mitigation;
        }
    }
    if says_none(&risk.title)
        || is_leftover(&body) && labels.entries.is_empty()
        || is_empty_slot(&risk.title)
    {
        return None;
    }
    // Below "Risk Mitigation" the text behind a risk's name is what is done about it.
    if risk.mitigation.is_none()
        && let Some(found) = found.filter(|found| found.bold && !found.value.is_empty())
        && reader
            .outline
            .chain(heading)
            .any(|heading| fold(&heading.title).contains("mitigation"))
    {
        risk.mitigation = Some(one_line(found.value));
    }
    inline_levels(&body, &mut risk);
    let (inline_likelihood, inline_impact) =
        (risk.likelihood_text.clone(), risk.impact_text.clone());
    let (step_likelihood, step_impact) = (risk.likelihood, risk.impact);
    rate(&mut risk, &labels);
    if risk.likelihood_text.is_none() {
        risk.likelihood_text = inline_likelihood;
        risk.likelihood = step_likelihood;
    }
    if risk.impact_text.is_none() {
        risk.impact_text = inline_impact;
        risk.impact = step_impact;
    }
    finish_levels(&mut risk);
    let unknown: Vec<Entry> = [Key::Likelihood, Key::Impact]
        .iter()
        .filter_map(|&wanted| labels.entry(wanted).cloned())
        .collect();
    note_unknown(reader, &unknown.iter().collect::<Vec<_>>());
    let level = risk.level;
    let label_text = risk.id.clone();
    let line = reader.line(item);
    let place = add(reader, risk, line);
    reader.taken[item] = true;
    let is_section = title_range.1 > title_range.0
        && reader.tape.plain[title_range.1.min(end)..end]
            .trim()
            .is_empty()
        && !labels.entries.is_empty()
        && reader
            .tape
            .parent(item)
            .and_then(|list| reader.tape.parent(list))
            == Some(0);
    if is_section {
        reader.notes.add(
            item,
            Shape::Section {
                label: label_text,
                title: (title_range.0 as u32, title_range.1 as u32),
                badge: Some(Badge::Level(level)),
                last: item,
            },
            &place.anchor,
            line,
        );
        properties(reader, item);
    } else {
        reader.anchor(item, &place.anchor, line);
    }
    Some(is_section)
}

/// Whether a text is nothing but a level, such as `Medium Risk`: it sorts risks and names none.
fn is_level(text: &str) -> bool {
    let is_bare = !text.contains(['(', '（', ',', '，', ':', '：', ';', '—', '–']);
    is_bare && text.contains(char::is_alphabetic) && level::step(text).is_some()
}

/// `Risk 1: title` → `title`.
fn numbered_title(name: &str) -> String {
    risk_title(name).unwrap_or_else(|| name.trim().to_owned())
}

/// The title of `Risk 1: title`, `RISK-1: title`, `위험 1: title`, `Risk: title`; `None` when the text does not
/// start with a word for a risk and a number or colon.
fn risk_title(text: &str) -> Option<String> {
    let text = text
        .trim()
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .trim_start_matches("主要");
    let lower = text.to_lowercase();
    let word = RISK_WORDS.iter().find(|word| lower.starts_with(**word))?;
    let rest = text.get(word.len()..)?;
    let after_number = rest
        .trim_start_matches([' ', '-', '#', '_'])
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let has_number = after_number.len() < rest.trim_start_matches([' ', '-', '#', '_']).len();
    let behind = after_number.trim_start();
    let title = behind
        .strip_prefix([':', '：', '-', '—', '–'])
        .map(str::trim)
        .or_else(|| (has_number && behind.is_empty()).then_some(""))?;
    Some(title.to_owned())
}

/// Slots of the template, such as `[Risk 1]`.
fn is_empty_slot(title: &str) -> bool {
    title
        .trim()
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(crate::parse::mention::is_placeholder)
}

/// The mitigation inside a description.
fn mitigation_in(text: &str) -> Option<String> {
    let text = text.trim_start();
    let Some(behind) = ARROWS
        .iter()
        .find_map(|sign| text.strip_prefix(sign.trim_start()))
    else {
        return split_mitigation(text).1;
    };
    // `- **t** → mitigation`: all that stands behind the title.
    let mitigation = split_mitigation(&format!("x {behind}"))
        .1
        .filter(|_| {
            let lower = behind.trim_start().to_lowercase();
            MITIGATIONS.iter().any(|word| lower.starts_with(word))
        })
        .unwrap_or_else(|| behind.trim().to_owned());
    (!mitigation.is_empty()).then_some(mitigation)
}

/// `(Likelihood: Medium, Impact: High)` inside a line.
fn inline_levels(text: &str, risk: &mut Risk) {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return;
    }
    let find = |names: &[&str]| {
        names.iter().find_map(|name| {
            let at = lower.find(name)? + name.len();
            let rest = text[at..].trim_start_matches([':', '：', '=', ' ', '*']);
            let end = rest
                .find([',', ';', ')', '|', '.', '/', '·', '，', '、', '）'])
                .unwrap_or(rest.len());
            let value = rest[..end].trim();
            // A number of another scale is kept as text.
            let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            let step = level::step(value);
            (step.is_some() || is_number).then(|| (step, value.to_owned()))
        })
    };
    let set = |found: Option<(Option<Step>, String)>| {
        found.map_or((None, None), |(step, text)| (step, Some(text)))
    };
    (risk.likelihood, risk.likelihood_text) = set(find(&[
        "likelihood:",
        "likelihood=",
        "likelihood**:",
        "probability:",
    ]));
    (risk.impact, risk.impact_text) = set(find(&["impact:", "impact=", "impact**:", "severity:"]));
}

/// `### Risk 1: title` with labels below; under a heading of risks any heading with such labels.
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    if !may_hold_risks(reader) || Some(heading) == reader.outline.title {
        return false;
    }
    let head = &reader.outline.headings[heading];
    let (block, line, title) = (head.block, head.line, head.title.clone());
    let under = reader.outline.topic(head.parent) == Some(Topic::Risks);
    let named = risk_title(&title).filter(|title| !title.is_empty());
    if named.is_none() && !(under && head.topic.is_none()) {
        return false;
    }
    let run = reader.outline.body(heading).to_vec();
    let labels = Labels::of_run(reader, &run);
    let has_axis = labels.has(Key::Likelihood)
        || labels.has(Key::Impact)
        || labels.has(Key::Mitigation)
        || labels.has(Key::Severity);
    let is_numbered = named.is_some() && title_has_number(&title);
    if !(has_axis || is_numbered) {
        return false;
    }
    let range = reader.tape.blocks[block].text.clone();
    let id = lead::lead_id(reader.tape, range.start as usize, range.end as usize)
        .filter(|lead| lead.marked && lead.family.starts_with('R'))
        .map(|lead| lead.id);
    let plain_title = match (&named, &id) {
        (Some(named), _) => named.clone(),
        (None, Some(id)) => title[title.find(id.as_str()).unwrap_or(0) + id.len()..]
            .trim_matches([':', ' ', '-', '—', '–'])
            .to_owned(),
        (None, None) => title
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '))
            .to_owned(),
    };
    let mut risk = Risk {
        id,
        title: plain_title,
        ..Risk::default()
    };
    rate(&mut risk, &labels);
    let unknown: Vec<Entry> = [Key::Likelihood, Key::Impact]
        .iter()
        .filter_map(|&wanted| labels.entry(wanted).cloned())
        .collect();
    note_unknown(reader, &unknown.iter().collect::<Vec<_>>());
    let place = add(reader, risk, line);
    reader.anchor(block, &place.anchor, line);
    for placed in &run {
        if matches!(reader.tape.kind(placed.block), BlockKind::List(_)) {
            reader.taken[placed.block] = true;
            property_list(reader, placed.block);
        }
    }
    true
}

fn title_has_number(title: &str) -> bool {
    title
        .split([':', '：'])
        .next()
        .is_some_and(|head| head.bytes().any(|b| b.is_ascii_digit()))
}

/// `**Risk 1: title**` or `**Risk:** title` with a list of labels below; under a heading of risks any bold line with
/// such a list.
pub(super) fn of_paragraph(
    reader: &mut Reader<'_, '_>,
    index: usize,
    heading: Option<usize>,
) -> bool {
    if !may_hold_risks(reader) {
        return false;
    }
    let block = reader.outline.top[index].block;
    let Some(found) = label::of_block(reader.tape, block).filter(|found| found.bold) else {
        return false;
    };
    let (name, value, value_at) = (found.name.to_owned(), one_line(found.value), found.value_at);
    let under = reader.outline.topic(heading) == Some(Topic::Risks);
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
    let has_axis = labels.has(Key::Likelihood)
        || labels.has(Key::Impact)
        || labels.has(Key::Mitigation)
        || labels.has(Key::Severity);
    let title = if key(&name) == Some(Key::Risk) && !value.is_empty() {
        if !has_axis && !under {
            return false;
        }
        value
    } else if let Some(title) = risk_title(&name).filter(|title| !title.is_empty()) {
        title
    } else if under && has_axis && value.is_empty() && key(&name).is_none() {
        name.clone()
    } else {
        return false;
    };
    let (title, mitigation) = split_mitigation(&title);
    if says_none(&title) || is_empty_slot(&title) {
        return false;
    }
    let id = crate::parse::ids::at_start(&name, 0).map(|id| id.of(&name).to_owned());
    let mut risk = Risk {
        id,
        title,
        mitigation,
        ..Risk::default()
    };
    rate(&mut risk, &labels);
    let unknown: Vec<Entry> = [Key::Likelihood, Key::Impact]
        .iter()
        .filter_map(|&wanted| labels.entry(wanted).cloned())
        .collect();
    note_unknown(reader, &unknown.iter().collect::<Vec<_>>());
    let level = risk.level;
    let label_text = risk.id.clone();
    let line = reader.line(block);
    let place = add(reader, risk, line);
    let range = reader.tape.blocks[block].text.clone();
    let title_range = if key(&name) == Some(Key::Risk) {
        (value_at as u32, range.end)
    } else {
        (range.start, range.end)
    };
    if let Some(list) = list.filter(|_| has_axis) {
        reader.notes.add(
            block,
            Shape::Section {
                label: label_text,
                title: title_range,
                badge: Some(Badge::Level(level)),
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
    true
}

/// Tables of risks, columns in any order.
pub(super) fn of_table(reader: &mut Reader<'_, '_>, table: &Table, topic: Option<Topic>) -> bool {
    if !may_hold_risks(reader) {
        return false;
    }
    let under = topic == Some(Topic::Risks);
    let has_word = |name: &str| RISK_WORDS.iter().any(|word| name.contains(word));
    let is_axis = |index: usize| {
        matches!(
            table.columns[index].key,
            Some(Key::Likelihood | Key::Impact | Key::Severity | Key::Mitigation)
        )
    };
    let risk_column = table
        .column(Key::Risk)
        .or_else(|| {
            (0..table.columns.len().min(3)).find(|&index| {
                has_word(&table.columns[index].name)
                    && !is_axis(index)
                    && !table.columns[index].name.contains("level")
            })
        })
        .or_else(|| {
            under
                .then(|| {
                    (0..table.columns.len()).find(|&index| {
                        !is_axis(index)
                            && !matches!(
                                table.columns[index].name.as_str(),
                                "id" | "#" | "no" | "no." | "編號" | "番号" | "번호"
                            )
                    })
                })
                .flatten()
        });
    let Some(risk_column) = risk_column else {
        return false;
    };
    let likelihood = table.column(Key::Likelihood);
    let impact = table.column(Key::Impact);
    let severity = table.column(Key::Severity);
    let mitigation = table.column(Key::Mitigation);
    let axes = [likelihood, impact, severity].iter().flatten().count();
    let is_register = if under {
        axes + usize::from(mitigation.is_some()) > 0
    } else {
        axes > 0 && mitigation.is_some() || axes > 1
    };
    if !is_register || risk_column > 2 {
        return false;
    }
    let id_column = (risk_column > 0).then_some(0);
    let owner = table.column(Key::Owner);
    for (row, cells) in &table.rows {
        let mut title = cell(reader.tape, cells, Some(risk_column));
        if is_level(&title) {
            // What the risk is stands beside it.
            let words = cell(reader.tape, cells, table.column(Key::Description));
            if !words.is_empty() {
                title = words;
            }
        }
        if title.is_empty() || says_none(&title) || is_empty_slot(&title) {
            continue;
        }
        let text = |column: Option<usize>| {
            let text = cell(reader.tape, cells, column);
            (!text.is_empty() && !matches!(text.as_str(), "-" | "—" | "–")).then_some(text)
        };
        let mut risk = Risk {
            title: risk_title(&title)
                .filter(|title| !title.is_empty())
                .unwrap_or(title),
            likelihood_text: text(likelihood),
            impact_text: text(impact),
            mitigation: text(mitigation),
            owner: text(owner),
            ..Risk::default()
        };
        let id_text = cell(reader.tape, cells, id_column);
        let id_text = id_text.trim_matches(['*', '`']);
        let own =
            crate::parse::ids::at_start(&risk.title, 0).map(|id| id.of(&risk.title).to_owned());
        if let Some(id) = crate::parse::ids::at_start(id_text, 0) {
            risk.id = Some(id.of(id_text).to_owned());
        } else if let Some(own) = own.filter(|own| own.starts_with('R')) {
            let rest = risk.title[own.len()..]
                .trim_matches([':', ' ', '-', '—', '–'])
                .to_owned();
            if !rest.is_empty() {
                risk.title = rest;
            }
            risk.id = Some(own);
        }
        risk.likelihood = risk.likelihood_text.as_deref().and_then(level::step);
        risk.impact = risk.impact_text.as_deref().and_then(level::step);
        if risk.impact.is_none()
            && let Some(words) = text(severity)
        {
            risk.impact = level::step(&words);
            if risk.impact.is_some() || risk.impact_text.is_none() {
                risk.impact_text = Some(words);
            }
        }
        finish_levels(&mut risk);
        for column in [likelihood, impact].into_iter().flatten() {
            if let Some(&block) = cells.get(column) {
                let value = one_line(reader.tape.text(block));
                let entry = Entry {
                    key: None,
                    name: String::new(),
                    value,
                    items: Vec::new(),
                    value_at: reader.tape.blocks[block].text.start as usize,
                };
                note_unknown(reader, &[&entry]);
            }
        }
        let line = reader.line(*row);
        let place = add(reader, risk, line);
        reader.anchor(*row, &place.anchor, line);
    }
    true
}
