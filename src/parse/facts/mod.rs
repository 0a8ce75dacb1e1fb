//! The facts of a document, recognised by shape: what a line looks like and what the heading above it is about.

mod acceptance;
mod chapter;
mod checkbox;
mod component;
mod decision;
mod dependency;
mod endpoint;
mod entity;
mod estimate;
mod field;
mod gap;
mod labels;
mod lead;
mod practice;
mod product;
mod property;
mod question;
mod relation;
mod requirement;
mod risk;
mod story;
mod table;
mod target;
mod task;
mod technology;
mod vocabulary;

pub(super) use endpoint::normalise;
pub(super) use story::number_in as story_number;
pub(super) use task::is_phase;

use super::note::{Notes, Shape};
use super::outline::{LeadIn, Outline, Placed, lead_in};
use super::tape::{BlockId, BlockKind, Tape};
use super::topic::Topic;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::slug::{UniqueNames, fact_anchor};
use crate::base::span::{LineIndex, Span};
use crate::model::document::{Symbol, SymbolKind};
use crate::model::fact::{Facts, Place};
use crate::model::source::{DocumentKind, Source};
use std::collections::HashSet;

/// Everything a fact reader needs, and what it has found so far.
pub(super) struct Reader<'t, 'a> {
    pub(super) tape: &'t Tape<'a>,
    pub(super) outline: &'t Outline,
    pub(super) lines: &'t LineIndex,
    pub(super) source: &'t Source,
    pub(super) names: UniqueNames,
    pub(super) notes: Notes,
    pub(super) facts: Facts,
    pub(super) symbols: Vec<Symbol>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Anchors of headings, which facts never take over.
    pub(super) heading_anchors: HashSet<String>,
    /// Blocks that belong to a fact already.
    pub(super) taken: Vec<bool>,
    /// The ids of tasks with a box. When there are any, boxes without an id are no tasks.
    pub(super) box_ids: HashSet<String>,
}

/// Where a run of blocks stands.
#[derive(Clone, Copy)]
pub(super) struct Context<'t> {
    pub(super) heading: Option<usize>,
    pub(super) topic: Option<Topic>,
    pub(super) lead_in: Option<&'t LeadIn<'t>>,
}

impl<'t, 'a> Reader<'t, 'a> {
    /// A reader for one document. Blocks that `notes` hides are taken already.
    pub(super) fn new(
        tape: &'t Tape<'a>,
        outline: &'t Outline,
        lines: &'t LineIndex,
        source: &'t Source,
        names: UniqueNames,
        notes: Notes,
    ) -> Self {
        let taken = (0..tape.blocks.len())
            .map(|block| notes.has(block))
            .collect();
        Self {
            tape,
            outline,
            lines,
            source,
            names,
            notes,
            facts: Facts::default(),
            symbols: Vec::new(),
            diagnostics: Vec::new(),
            heading_anchors: outline
                .headings
                .iter()
                .map(|heading| heading.anchor.clone())
                .collect(),
            taken,
            box_ids: HashSet::new(),
        }
    }

    /// The line of a block, from 1.
    pub(super) fn line(&self, block: BlockId) -> u32 {
        self.lines.line(self.tape.blocks[block].span.start as usize)
    }

    /// The line of an offset in the plain text.
    pub(super) fn line_at(&self, plain: usize) -> u32 {
        self.lines.line(self.tape.origin(plain))
    }

    /// An anchor for a fact: from its id, else `<kind>-<n>`.
    pub(super) fn claim(&mut self, id: Option<&str>, kind: &str, number: usize) -> String {
        let wanted = id
            .map(fact_anchor)
            .filter(|anchor| !anchor.is_empty())
            .unwrap_or_else(|| format!("{kind}-{number}"));
        if self.heading_anchors.contains(&wanted) {
            return self.names.claim(&format!("{wanted}-fact"), 2);
        }
        self.names.claim(&wanted, 2)
    }

    /// Exports an id.
    pub(super) fn export(
        &mut self,
        id: &str,
        kind: SymbolKind,
        place: &Place,
        defines: bool,
        text: &str,
    ) {
        self.symbols.push(Symbol {
            id: id.to_owned(),
            kind,
            anchor: place.anchor.clone(),
            line: place.line,
            defines,
            text: match kind {
                SymbolKind::Other => clip(text, 240).into(),
                _ => Box::default(),
            },
        });
    }

    /// Reports a finding at a stretch of plain text.
    pub(super) fn report(
        &mut self,
        code: Code,
        (start, end): (usize, usize),
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let from = self.tape.origin(start);
        let to = self.tape.origin(end).max(from);
        self.diagnostics.push(Diagnostic::at(
            code,
            &self.source.path,
            (&self.source.text, self.lines),
            Span::new(from, to),
            message,
            help,
        ));
    }

    /// Whether a block is free for a fact.
    pub(super) fn is_free(&self, block: BlockId) -> bool {
        !self.taken[block]
    }

    /// The first paragraph of an item: its bare text, or its first child when that is a paragraph.
    pub(super) fn item_text(&self, item: BlockId) -> Option<BlockId> {
        self.tape
            .first_child(item)
            .filter(|&child| self.tape.kind(child) == BlockKind::Paragraph)
    }

    /// Adds the anchor to a block as it is, or to the list item around its bare text.
    pub(super) fn anchor(&mut self, block: BlockId, anchor: &str, line: u32) {
        self.notes.add(block, Shape::Anchor, anchor, line);
    }
}

/// Reads all facts of a Markdown document.
pub(super) fn read(reader: &mut Reader<'_, '_>) {
    reader.box_ids = task::ids_of_boxes(reader);
    let outline = reader.outline;
    let tape = reader.tape;
    for (index, &Placed { block, heading }) in outline.top.iter().enumerate() {
        if !reader.is_free(block) {
            if let Some(title) = heading.filter(|&heading| Some(heading) == outline.title)
                && outline.headings[title].block == block
            {
                // The title of a record is its decision, the title of a story file its story.
                if reader.source.kind == DocumentKind::Adr {
                    decision::of_record(reader, outline.title);
                } else {
                    let _ = story::of_heading(reader, title);
                }
            }
            continue;
        }
        match tape.kind(block) {
            BlockKind::Heading(_) => {
                heading_facts(reader, heading.expect("a heading stands under itself"));
            }
            BlockKind::Paragraph => paragraph_facts(reader, index, heading),
            BlockKind::List(_) => {
                let lead = lead_in(tape, &outline.top, index)
                    .filter(|_| outline.top[index - 1].heading == heading);
                list_facts(reader, block, heading, lead.as_ref());
            }
            BlockKind::Table => table_facts(reader, index, heading),
            BlockKind::Code => endpoint::of_fence(reader, block, heading),
            BlockKind::Quote => {
                for child in tape.children(block) {
                    if matches!(tape.kind(child), BlockKind::List(_)) {
                        list_facts(reader, child, heading, None);
                    }
                }
            }
            _ => {}
        }
    }
    question::clarifications(reader);
    estimate::read(reader);
    dependency::read(reader);
    relation::relations(reader);
    technology::read(reader);
    target::read(reader);
    practice::read(reader);
    sort(reader);
    acceptance::read(reader);
    gap::read(reader);
}

/// What a heading and the blocks directly under it state. Several kinds may look at the same heading; the first that
/// recognises its shape takes it.
fn heading_facts(reader: &mut Reader<'_, '_>, heading: usize) {
    let _ = story::of_heading(reader, heading)
        || task::of_heading(reader, heading)
        || requirement::of_heading(reader, heading)
        || risk::of_heading(reader, heading)
        || endpoint::of_heading(reader, heading)
        || question::of_heading(reader, heading)
        || decision::of_heading(reader, heading)
        || component::of_heading(reader, heading)
        || entity::of_heading(reader, heading)
        || requirement::id_of_heading(reader, heading);
}

fn paragraph_facts(reader: &mut Reader<'_, '_>, index: usize, heading: Option<usize>) {
    let _ = decision::of_paragraph(reader, index, heading)
        || risk::of_paragraph(reader, index, heading)
        || endpoint::of_paragraph(reader, index, heading)
        || component::of_paragraph(reader, index, heading)
        || story::of_paragraph(reader, index)
        || requirement::of_paragraph(reader, index, heading);
}

fn table_facts(reader: &mut Reader<'_, '_>, index: usize, heading: Option<usize>) {
    let block = reader.outline.top[index].block;
    let Some(table) = table::read(reader.tape, block) else {
        return;
    };
    let lead = lead_in(reader.tape, &reader.outline.top, index);
    let topic = lead
        .as_ref()
        .and_then(|lead| lead.topic)
        .or_else(|| reader.outline.topic(heading));
    let _ = risk::of_table(reader, &table, topic)
        || task::of_table(reader, &table, heading)
        || endpoint::of_table(reader, &table, heading)
        || decision::of_table(reader, &table, topic)
        || question::of_table(reader, &table, topic)
        || component::of_table(reader, &table, topic)
        || technology::of_table(reader, &table, heading)
        || target::of_table(reader, &table)
        || requirement::of_table(reader, &table, topic);
}

/// The facts of a list. Sub-lists are looked at for boxes and ids.
fn list_facts(
    reader: &mut Reader<'_, '_>,
    list: BlockId,
    heading: Option<usize>,
    lead: Option<&LeadIn<'_>>,
) {
    let topic = lead
        .and_then(|lead| lead.topic)
        .or_else(|| reader.outline.topic(heading));
    let context = Context {
        heading,
        topic,
        lead_in: lead,
    };
    // Tasks and checklists first: a box decides whatever the heading says.
    checkbox::of_list(reader, list, context);
    let _ = question::of_list(reader, list, context)
        || risk::of_list(reader, list, context)
        || decision::of_list(reader, list, context)
        || component::of_list(reader, list, context)
        || endpoint::of_list(reader, list, context)
        || entity::of_list(reader, list, context)
        || requirement::of_list(reader, list, context);
    requirement::ids_below(reader, list, context);
}

/// Facts were found kind by kind; lists of the model are in document order.
fn sort(reader: &mut Reader<'_, '_>) {
    let facts = &mut reader.facts;
    facts.requirements.sort_by_key(|fact| fact.place.line);
    facts.stories.sort_by_key(|fact| fact.place.line);
    facts.tasks.sort_by_key(|fact| fact.place.line);
    facts.checklist.sort_by_key(|fact| fact.place.line);
    facts.decisions.sort_by_key(|fact| fact.place.line);
    facts.risks.sort_by_key(|fact| fact.place.line);
    facts.questions.sort_by_key(|fact| fact.place.line);
    facts.components.sort_by_key(|fact| fact.place.line);
    facts.technologies.sort_by_key(|fact| fact.place.line);
    facts.targets.sort_by_key(|fact| fact.place.line);
    facts.practices.sort_by_key(|fact| fact.place.line);
    facts.endpoints.sort_by_key(|fact| fact.place.line);
    facts.entities.sort_by_key(|fact| fact.place.line);
    reader.symbols.sort_by_key(|symbol| symbol.line);
}

/// At most `limit` characters of a text, cut at a word with an ellipsis.
pub(super) fn clip(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let cut = text[..end]
        .rfind(' ')
        .filter(|&at| at > end / 2)
        .unwrap_or(end);
    format!("{}…", text[..cut].trim_end())
}

/// Whether a text says that there is nothing: "None.", "keine", "無", "N/A".
pub(super) fn says_none(text: &str) -> bool {
    const NONE: &[&str] = &[
        "",
        "none",
        "n/a",
        "na",
        "nothing",
        "tbd",
        "none identified",
        "none at this time",
        "none yet",
        "none known",
        "none remaining",
        "no open questions",
        "no risks",
        "keine",
        "無",
        "无",
        "なし",
        "ない",
        "特になし",
        "없음",
        "ninguno",
        "ninguna",
        "nenhum",
        "nenhuma",
        "لا يوجد",
        "無し",
        "沒有",
        "没有",
        "해당 없음",
        "該当なし",
        "nichts",
        "nada",
        "لا شيء",
    ];
    let folded = text
        .trim()
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '/')
        .to_lowercase();
    NONE.contains(&folded.as_str())
        || [
            "none ",
            "none.",
            "none,",
            "none —",
            "no open ",
            "no outstanding ",
            "no unresolved ",
            "no significant ",
            "no known ",
            "no new risk",
            "no additional risk",
        ]
        .iter()
        .any(|start| folded.starts_with(start))
}

/// Whether a whole text is a leftover of the template.
pub(super) fn is_leftover(text: &str) -> bool {
    let text = text.trim();
    text.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|inner| !inner.contains(['[', ']']) && inner.len() > 1)
}
