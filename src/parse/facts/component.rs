//! Components of the system.

use super::labels::Labels;
use super::property::property_list;
use super::table::{Table, cell};
use super::{Context, Reader, clip, is_leftover, says_none};
use crate::model::fact::{Component, Place};
use crate::model::source::DocumentKind;
use crate::parse::key::{Key, of_label as key};
use crate::parse::label;
use crate::parse::note::Shape;
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::{Topic, fold};
use std::sync::Arc;

/// Whether documents of this kind describe components.
fn may_describe(reader: &Reader<'_, '_>) -> bool {
    matches!(
        reader.source.kind,
        DocumentKind::Plan
            | DocumentKind::Design
            | DocumentKind::Spec
            | DocumentKind::Research
            | DocumentKind::Other
    )
}

/// A component's name without number and marks.
fn clean(name: &str) -> String {
    let name = name.trim().trim_end_matches([':', '：']);
    let bare =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let bare = if bare.is_empty() { name } else { bare };
    let lower = bare.to_lowercase();
    let bare = [
        "component:",
        "component ",
        "コンポーネント:",
        "組件:",
        "元件：",
    ]
    .iter()
    .find_map(|prefix| {
        lower
            .strip_prefix(prefix)
            .filter(|_| lower.len() == bare.len())
            .map(|rest| &bare[bare.len() - rest.len()..])
    })
    .filter(|rest| {
        rest.contains(':') || rest.len() + 10 < bare.len() || lower.starts_with("component:")
    })
    .unwrap_or(bare);
    bare.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | ' '))
        .trim()
        .to_owned()
}

fn fill(component: &mut Component, labels: &Labels) {
    let text = |wanted: Key| {
        labels
            .value(wanted)
            .filter(|value| !is_leftover(value))
            .map(|value| clip(&value, 600))
    };
    component.purpose = text(Key::Purpose)
        .or_else(|| text(Key::Description))
        .or(component.purpose.take());
    component.technology = text(Key::Technology);
    component.responsibilities = text(Key::Responsibilities);
}

fn add(reader: &mut Reader<'_, '_>, mut component: Component, line: u32) -> Place {
    let anchor = reader.claim(None, "component", reader.facts.components.len() + 1);
    let place = Place { line, anchor };
    component.place = place.clone();
    reader.facts.components.push(Arc::new(component));
    place
}

/// `**Name:**` with a list of Purpose, Technology, Responsibilities below.
pub(super) fn of_paragraph(
    reader: &mut Reader<'_, '_>,
    index: usize,
    heading: Option<usize>,
) -> bool {
    if !may_describe(reader) {
        return false;
    }
    let block = reader.outline.top[index].block;
    let Some(name) = label::bold_line(reader.tape, block).map(str::to_owned) else {
        return false;
    };
    let Some(list) = reader
        .outline
        .top
        .get(index + 1)
        .map(|placed| placed.block)
        .filter(|&next| {
            matches!(reader.tape.kind(next), BlockKind::List(_)) && reader.is_free(next)
        })
    else {
        return false;
    };
    let labels = Labels::of_list(reader, list);
    let under = reader.outline.topic(heading) == Some(Topic::Components);
    let describes = labels.has(Key::Technology) || labels.has(Key::Responsibilities);
    let is_component = (under
        && (describes || labels.has(Key::Purpose) || labels.has(Key::Description)))
        || (labels.has(Key::Purpose) && describes);
    if !is_component || is_leftover(&name) || key(&name).is_some() {
        return false;
    }
    let mut component = Component {
        name: clean(&name),
        ..Component::default()
    };
    fill(&mut component, &labels);
    let line = reader.line(block);
    let place = add(reader, component, line);
    let range = reader.tape.blocks[block].text.clone();
    reader.notes.add(
        block,
        Shape::Section {
            label: None,
            title: (range.start, range.end),
            badge: None,
            last: list,
        },
        &place.anchor,
        line,
    );
    reader.taken[list] = true;
    property_list(reader, list);
    true
}

/// Headings below a heading of components, and headings with Purpose and Technology or Responsibilities below.
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    if !may_describe(reader) || Some(heading) == reader.outline.title {
        return false;
    }
    let head = &reader.outline.headings[heading];
    let parent_topic = head
        .parent
        .and_then(|parent| reader.outline.headings[parent].topic);
    let (block, line, title, own_topic) = (head.block, head.line, head.title.clone(), head.topic);
    if own_topic.is_some() || is_leftover(&title) {
        return false;
    }
    let run = reader.outline.body(heading).to_vec();
    let labels = Labels::of_run(reader, &run);
    let describes = labels.has(Key::Technology) || labels.has(Key::Responsibilities);
    let under = parent_topic == Some(Topic::Components);
    let is_component = (under
        && (describes
            || labels.has(Key::Purpose)
            || is_numbered(&title)
            || reader.source.kind == DocumentKind::Design))
        || (labels.has(Key::Purpose) && describes && reader.source.kind != DocumentKind::Spec);
    let folded = fold(&title);
    let is_overview = [
        "overview",
        "architecture",
        "summary",
        "interactions",
        "interaction",
        "diagram",
        "flow",
    ]
    .iter()
    .any(|word| folded.ends_with(word));
    if !is_component || is_overview {
        return false;
    }
    let mut component = Component {
        name: clean(&title),
        purpose: first_paragraph(reader, &run),
        ..Component::default()
    };
    if component.name.is_empty() {
        return false;
    }
    fill(&mut component, &labels);
    let place = add(reader, component, line);
    reader.anchor(block, &place.anchor, line);
    true
}

fn is_numbered(title: &str) -> bool {
    title.starts_with(|c: char| c.is_ascii_digit())
}

fn first_paragraph(
    reader: &Reader<'_, '_>,
    run: &[crate::parse::outline::Placed],
) -> Option<String> {
    let first = run.first()?.block;
    (reader.tape.kind(first) == BlockKind::Paragraph
        && label::of_block(reader.tape, first).is_none_or(|found| !found.bold))
    .then(|| clip(&one_line(reader.tape.text(first)), 400))
}

/// `- **Name**: what it does` below a heading of components.
pub(super) fn of_list(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) -> bool {
    if !may_describe(reader)
        || context.topic != Some(Topic::Components)
        || context.lead_in.is_some_and(|lead| lead.topic.is_none())
    {
        return false;
    }
    // Only directly below the heading of components, not below one component.
    let is_direct = context
        .lead_in
        .is_some_and(|lead| lead.topic == Some(Topic::Components))
        || context.heading.is_some_and(|heading| {
            reader.outline.headings[heading].topic == Some(Topic::Components)
        });
    if !is_direct {
        return false;
    }
    let items: Vec<BlockId> = reader.tape.children(list).collect();
    let mut found = false;
    for &item in &items {
        let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
            continue;
        };
        let Some(first) = label::of_block(reader.tape, text)
            .filter(|first| first.bold && key(first.name).is_none())
        else {
            continue;
        };
        let name = clean(first.name);
        let purpose = one_line(first.value.trim_start_matches(['-', '—', '–', ':', ' ']));
        if is_leftover(&name) || says_none(&name) || name.chars().count() > 60 {
            continue;
        }
        let mut component = Component {
            name,
            purpose: Some(clip(&purpose, 600)).filter(|text| !text.is_empty()),
            ..Component::default()
        };
        fill(&mut component, &Labels::of_item(reader, item));
        let line = reader.line(item);
        let place = add(reader, component, line);
        reader.anchor(item, &place.anchor, line);
        reader.taken[item] = true;
        found = true;
    }
    found
}

/// `| Component | Purpose | Technology |`.
pub(super) fn of_table(reader: &mut Reader<'_, '_>, table: &Table, topic: Option<Topic>) -> bool {
    if !may_describe(reader) {
        return false;
    }
    let Some(name) = table.named(&[
        "component",
        "components",
        "コンポーネント",
        "組件",
        "元件",
        "组件",
        "컴포넌트",
        "구성 요소",
        "komponente",
        "componente",
    ]) else {
        return false;
    };
    let purpose = table
        .column(Key::Purpose)
        .or_else(|| table.column(Key::Description))
        .or_else(|| table.column(Key::Responsibilities));
    if name > 1 || (topic != Some(Topic::Components) && purpose.is_none()) {
        return false;
    }
    for (row, cells) in &table.rows {
        let words = cell(reader.tape, cells, Some(name));
        if words.is_empty() || is_leftover(&words) {
            continue;
        }
        let text = |column: Option<usize>| {
            Some(cell(reader.tape, cells, column)).filter(|text| !text.is_empty())
        };
        let component = Component {
            name: clean(&words),
            purpose: text(purpose),
            technology: text(table.column(Key::Technology)),
            responsibilities: text(table.column(Key::Responsibilities)),
            place: Place::default(),
        };
        let line = reader.line(*row);
        let place = add(reader, component, line);
        reader.anchor(*row, &place.anchor, line);
    }
    true
}
