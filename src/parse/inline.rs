//! Inline content to HTML, with a hole and a [`Reference`] for everything that may become a link.

use super::beside;
use super::body;
use super::key::{Key, of_label as key};
use super::mention::{self, Found, Mention};
use super::note::{ListClass, Notes};
use super::outline::Outline;
use super::raw_html::{self, Content};
use super::raw_writer::{EndTags, OpenRaw, Setting};
use super::tape::{BlockId, BlockKind, DEEPEST, MarkKind, Tape};
use super::target;
use super::topic::Topic;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::markup::escape_into;
use crate::base::slug::{UniqueNames, address_segment};
use crate::base::span::{LineIndex, Span};
use crate::config::RawHtml;
use crate::model::diagram::Diagram;
use crate::model::document::{Body, CodeBlock, Fill, Hole};
use crate::model::reference::{Beside, Origin, Reference, Scope, Target};
use crate::model::source::Source;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// Which part of a block's inline content is written; offsets are in the tape's plain text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inline {
    pub(super) from: Option<u32>,
    pub(super) until: Option<u32>,
    pub(super) setting: Setting,
}

/// The container that inline content and emphasis are to raw HTML.
const LINE: BlockId = BlockId::MAX;

/// The state of writing one body.
pub(super) struct Writer<'t, 'a> {
    pub(super) tape: &'t Tape<'a>,
    pub(super) outline: &'t Outline,
    pub(super) notes: &'t Notes,
    pub(super) lines: &'t LineIndex,
    pub(super) source: &'t Source,
    pub(super) names: UniqueNames,
    pub(super) raw_html: RawHtml,
    pub(super) html: String,
    pub(super) holes: Vec<Hole>,
    pub(super) references: Vec<Reference>,
    pub(super) code_blocks: Vec<CodeBlock>,
    pub(super) diagrams: Vec<Diagram>,
    pub(super) fact_anchors: Vec<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Level of the last heading written.
    pub(super) heading_level: u8,
    /// A paragraph whose text stands in a title already.
    pub(super) skip_paragraph: Option<BlockId>,
    /// Where the text of a paragraph begins, when not at its start.
    pub(super) text_start: Option<(BlockId, u32)>,
    section: Option<usize>,
    /// The anchor of the current section; empty before the first heading.
    section_name: Arc<str>,
    /// Facts around the current place: block and anchor.
    open_facts: Vec<(BlockId, Arc<str>)>,
    /// Sections of facts that end behind a block: (first block, last block).
    open_sections: Vec<(BlockId, BlockId)>,
    /// The classes of the lists around the current place.
    pub(super) list_classes: Vec<Option<ListClass>>,
    pub(super) containers: Vec<BlockId>,
    pub(super) open_raw: Vec<OpenRaw>,
    pub(super) no_diagram: bool,
    /// Number and anchor of each footnote by its label.
    footnotes: HashMap<String, (usize, String)>,
    /// Footnotes whose definition was written.
    pub(super) defined_footnotes: HashSet<usize>,
    mentions: Vec<Mention>,
    /// The place of the last mention of an id.
    last_id: Option<Span>,
    /// Inside a link no other link may start.
    pub(super) link_depth: u32,
    /// Placeholders reported so far; a document full of them is one finding with a count.
    placeholders: Vec<(usize, usize)>,
    /// The first byte of what is nested too deeply.
    pub(super) too_deep: Option<usize>,
}

impl<'t, 'a> Writer<'t, 'a> {
    /// A writer for the body of one document.
    pub(super) fn new(
        (tape, outline, notes): (&'t Tape<'a>, &'t Outline, &'t Notes),
        lines: &'t LineIndex,
        source: &'t Source,
        names: UniqueNames,
        raw_html: RawHtml,
    ) -> Self {
        Self {
            tape,
            outline,
            notes,
            lines,
            source,
            names,
            raw_html,
            html: String::with_capacity(source.text.len() + source.text.len() / 3),
            holes: Vec::new(),
            references: Vec::new(),
            code_blocks: Vec::new(),
            diagrams: Vec::new(),
            fact_anchors: Vec::new(),
            diagnostics: Vec::new(),
            heading_level: 1,
            skip_paragraph: None,
            text_start: None,
            section: None,
            section_name: "".into(),
            open_facts: Vec::new(),
            open_sections: Vec::new(),
            list_classes: Vec::new(),
            containers: Vec::new(),
            open_raw: Vec::new(),
            no_diagram: false,
            footnotes: HashMap::new(),
            defined_footnotes: HashSet::new(),
            mentions: Vec::new(),
            last_id: None,
            link_depth: 0,
            placeholders: Vec::new(),
            too_deep: tape.too_deep,
        }
    }

    /// The class of the innermost list.
    pub(super) fn list_class(&self) -> Option<ListClass> {
        self.list_classes.last().copied().flatten()
    }

    /// Takes what was written so far as a body of its own and starts an empty one.
    pub(super) fn take_body(&mut self) -> Body {
        self.close_raw(0);
        Body {
            html: std::mem::take(&mut self.html),
            holes: std::mem::take(&mut self.holes),
        }
    }

    /// The line of a block, from 1.
    pub(super) fn line(&self, block: BlockId) -> u32 {
        self.lines.line(self.tape.blocks[block].span.start as usize)
    }

    /// Adds a hole at the end of the HTML.
    pub(super) fn hole(&mut self, fill: Fill) {
        self.holes.push(Hole {
            at: self.html.len() as u32,
            fill,
        });
    }

    /// Follows the outline: the section of a top-level block.
    pub(super) fn update_section(&mut self, block: BlockId) {
        let at = self
            .outline
            .top
            .partition_point(|placed| placed.block < block);
        let section = self.outline.top.get(at).and_then(|placed| placed.heading);
        if section != self.section {
            self.section = section;
            self.section_name = self.section_anchor().into();
        }
    }

    /// The anchor of the current section.
    pub(super) fn section_anchor(&self) -> String {
        self.section.map_or_else(String::new, |index| {
            self.outline.headings[index].anchor.clone()
        })
    }

    /// Whether the current section is about components.
    pub(super) fn is_under_components(&self) -> bool {
        self.outline.chain(self.section).any(|heading| {
            heading.topic == Some(Topic::Components)
                || [
                    "component",
                    "architecture",
                    "コンポーネント",
                    "アーキテクチャ",
                    "架構",
                    "架构",
                    "아키텍처",
                ]
                .iter()
                .any(|word| heading.title.to_lowercase().contains(word))
        })
    }

    /// The anchor of a heading block.
    pub(super) fn heading_anchor(&self, block: BlockId) -> Option<String> {
        let at = self
            .outline
            .headings
            .partition_point(|heading| heading.block < block);
        self.outline
            .headings
            .get(at)
            .filter(|heading| heading.block == block)
            .map(|heading| heading.anchor.clone())
    }

    /// Notes that what follows belongs to a fact.
    pub(super) fn enter_fact(&mut self, block: BlockId, anchor: &str) {
        self.open_facts.push((block, anchor.into()));
    }

    /// Notes the end of a fact's block.
    pub(super) fn leave_fact(&mut self, block: BlockId) {
        if self
            .open_facts
            .last()
            .is_some_and(|(open, _)| *open == block)
        {
            self.open_facts.pop();
        }
    }

    /// Opens a section of a fact that ends behind the block `last`.
    pub(super) fn open_section(&mut self, block: BlockId, last: BlockId) {
        self.open_sections.push((block, last));
        self.open_container(block);
    }

    /// Closes the sections that end behind `block`; `usize::MAX` closes all.
    pub(super) fn close_sections(&mut self, block: BlockId) {
        while self
            .open_sections
            .last()
            .is_some_and(|&(_, last)| last == block || block == usize::MAX)
        {
            let (first, _) = *self.open_sections.last().expect("checked above");
            self.close_container(first);
            self.end_section(first);
        }
    }

    /// Closes the section that is the container `block`. Returns `false` when that is no section.
    pub(super) fn close_section_of(&mut self, block: BlockId) -> bool {
        let is_section = self
            .open_sections
            .last()
            .is_some_and(|&(first, _)| first == block);
        if is_section {
            self.close_container(block);
            self.end_section(block);
        }
        is_section
    }

    fn end_section(&mut self, first: BlockId) {
        self.open_sections.pop();
        self.back_references(first);
        self.html.push_str("</section>");
        if body::is_item_section(self, first) {
            self.html.push_str("</li>");
        }
        self.leave_fact(first);
    }

    /// A hole for the places that refer to a fact's block.
    pub(super) fn back_references(&mut self, block: BlockId) {
        if let Some(anchor) = self
            .notes
            .get(block)
            .map(|note| note.anchor.clone())
            .filter(|anchor| !anchor.is_empty())
        {
            self.hole(Fill::BackReferences(self.fact_anchors.len() as u32));
            self.fact_anchors.push(anchor);
        }
    }

    /// Writes the anchors of a block besides the one that its element carries.
    pub(super) fn more_anchors(&mut self, block: BlockId) {
        for anchor in self.notes.more_anchors(block) {
            self.empty_anchor(anchor);
        }
    }

    /// Writes all anchors of a block that has no element of its own.
    pub(super) fn all_anchors(&mut self, block: BlockId) {
        let notes = self.notes;
        if let Some(note) = notes.get(block).filter(|note| !note.anchor.is_empty()) {
            self.empty_anchor(&note.anchor);
        }
        self.more_anchors(block);
    }

    /// Writes a place that links can lead to.
    pub(super) fn empty_anchor(&mut self, anchor: &str) {
        self.html.push_str("<span id=\"");
        escape_into(&mut self.html, anchor);
        self.html.push_str("\"></span>");
    }

    /// Whether a paragraph is the bare text of a tight item.
    pub(super) fn is_bare(&self, block: BlockId) -> bool {
        let first = self.tape.blocks[block].events.start as usize;
        !matches!(
            self.tape.events.get(first),
            Some((Event::Start(Tag::Paragraph), _))
        )
    }

    /// The text of an item's first paragraph begins at an offset.
    pub(super) fn start_text_at(&mut self, item: BlockId, from: u32) {
        if let Some(child) = self
            .tape
            .first_child(item)
            .filter(|&child| self.tape.kind(child) == BlockKind::Paragraph)
        {
            self.text_start = Some((child, from));
        }
    }

    /// Takes the offset at which the text of a paragraph begins.
    pub(super) fn take_text_start(&mut self, block: BlockId) -> Option<u32> {
        if let Some((paragraph, from)) = self.text_start
            && paragraph == block
        {
            self.text_start = None;
            return Some(from);
        }
        None
    }

    /// Whether `<!-- planfolio: no-diagram -->` stands before this block.
    pub(super) fn take_no_diagram(&mut self) -> bool {
        std::mem::take(&mut self.no_diagram)
    }

    /// The number and anchor of a footnote.
    pub(super) fn footnote(&mut self, label: &str) -> (usize, String) {
        if let Some(known) = self.footnotes.get(label) {
            return known.clone();
        }
        let number = self.footnotes.len() + 1;
        let wanted = format!("footnote-{}-{number}", address_segment(label));
        let footnote = (number, self.names.claim(&wanted, 2));
        self.footnotes.insert(label.to_owned(), footnote.clone());
        footnote
    }

    /// A stretch of a paragraph without the bold around it, for titles and labels.
    pub(super) fn plain_title(&mut self, block: BlockId, from: usize, until: usize) {
        self.inline_range(
            block,
            Inline {
                from: Some(from as u32),
                until: Some(until as u32),
                setting: Setting::Line,
            },
            true,
        );
    }

    /// The inline content of a block.
    pub(super) fn inline(&mut self, block: BlockId, part: Inline) {
        self.inline_range(block, part, false);
    }

    fn inline_range(&mut self, block: BlockId, part: Inline, without_bold: bool) {
        let range = self.tape.blocks[block].events.clone();
        let text = self.tape.blocks[block].text.clone();
        let from = part.from.unwrap_or(text.start);
        let until = part.until.unwrap_or(text.end);
        let scope = self.scope(block);
        let mut marks = self.tape.blocks[block].marks.clone();
        // Whether each open inline element was written.
        let mut written: Vec<bool> = Vec::new();
        let mut links: Vec<Option<u32>> = Vec::new();
        let mut images: Option<(u32, usize)> = None;
        let mut ends = EndTags::default();
        self.make_room(Content::Phrase);
        self.open_container(LINE);
        for index in range.start..range.end {
            let (event, source) = &self.tape.events[index as usize];
            let event: &'t Event<'a> = event;
            let at = self.tape.plain_at[index as usize];
            match event {
                Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell)
                | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell) => {}
                Event::Start(tag) => {
                    let mark = next_mark(self.tape, &mut marks, index);
                    let is_inside = mark.is_none_or(|(start, end)| end > from && start < until);
                    let is_bold = matches!(tag, Tag::Strong) && without_bold;
                    let write = is_inside && !is_bold && images.is_none();
                    written.push(write);
                    if write {
                        self.make_room(Content::Phrase);
                    }
                    match tag {
                        Tag::Emphasis if write => self.html.push_str("<em>"),
                        Tag::Strong if write => self.html.push_str("<strong>"),
                        Tag::Strikethrough if write => self.html.push_str("<del>"),
                        Tag::Link { dest_url, .. } => {
                            let link = (write && self.link_depth == 0)
                                .then(|| self.start_link(dest_url, source));
                            links.push(link);
                        }
                        Tag::Image { dest_url, .. } if images.is_none() && write => {
                            images = Some((
                                self.push_reference(
                                    source.start,
                                    source.end,
                                    target::of_link(dest_url, Origin::Image),
                                    true,
                                ),
                                written.len(),
                            ));
                        }
                        _ => {}
                    }
                    if write {
                        self.open_container(LINE);
                    }
                }
                Event::End(tag) => {
                    let depth = written.len();
                    let write = written.pop().unwrap_or(false);
                    if write {
                        self.close_container(LINE);
                    }
                    match tag {
                        TagEnd::Emphasis if write => self.html.push_str("</em>"),
                        TagEnd::Strong if write => self.html.push_str("</strong>"),
                        TagEnd::Strikethrough if write => self.html.push_str("</del>"),
                        TagEnd::Link => {
                            if let Some(Some(link)) = links.pop() {
                                self.hole(Fill::LinkEnd(link));
                                self.link_depth -= 1;
                            }
                        }
                        TagEnd::Image => {
                            if let Some((image, opened)) = images
                                && opened == depth
                            {
                                images = None;
                                self.hole(Fill::Image(image));
                            }
                        }
                        _ => {}
                    }
                }
                Event::Text(text) => {
                    if let Some((image, _)) = images {
                        self.alternative(image, text);
                        continue;
                    }
                    if let Some(part) = clip(text, at, from, until) {
                        self.make_room(Content::Phrase);
                        let offset =
                            source.start + (part.as_ptr() as usize - text.as_ptr() as usize);
                        self.text(part, offset, scope);
                    }
                }
                Event::Code(code) => {
                    let _ = next_mark(self.tape, &mut marks, index);
                    if let Some((image, _)) = images {
                        self.alternative(image, code);
                        continue;
                    }
                    if let Some(part) = clip(code, at, from, until) {
                        self.make_room(Content::Phrase);
                        self.code_span(part, source.start, source.end);
                    }
                }
                Event::SoftBreak if at >= from && at < until && images.is_none() => {
                    self.html.push('\n');
                }
                Event::HardBreak if at >= from && at < until && images.is_none() => {
                    self.html.push_str("<br>");
                }
                Event::InlineHtml(html) | Event::Html(html) => {
                    if !raw_html::is_allowed(html) {
                        let _ = next_mark(self.tape, &mut marks, index);
                    }
                    if images.is_none() && at >= from && at < until.max(from + 1) {
                        let setting = if written.contains(&true) {
                            Setting::Line
                        } else {
                            part.setting
                        };
                        self.raw_inline(html, setting, (index, range.end), &mut ends);
                    }
                }
                Event::FootnoteReference(label)
                    if images.is_none() && at >= from && at <= until =>
                {
                    self.make_room(Content::Phrase);
                    let (number, anchor) = self.footnote(label);
                    self.html.push_str("<sup class=\"footnote-reference\">");
                    if self.link_depth == 0 {
                        let _ = write!(self.html, "<a href=\"#{anchor}\">{number}</a>");
                    } else {
                        self.html.push_str(&number.to_string());
                    }
                    self.html.push_str("</sup>");
                }
                _ => {}
            }
        }
        self.close_container(LINE);
    }

    /// Whether positional ids such as `1.2` in this block name requirements or tasks.
    fn scope(&self, block: BlockId) -> Option<Scope> {
        let text = self.tape.text(block).trim_start();
        let head = text.split([':', '：']).next()?;
        if head.len() > 40 || head.len() == text.len() {
            return None;
        }
        match key(head)? {
            Key::Requirements => Some(Scope::Requirements),
            Key::DependsOn => Some(Scope::Tasks),
            _ => None,
        }
    }

    fn anchor_here(&self) -> Arc<str> {
        self.open_facts.last().map_or_else(
            || Arc::clone(&self.section_name),
            |(_, anchor)| Arc::clone(anchor),
        )
    }

    /// Adds a reference at bytes of the source.
    pub(super) fn push_reference(
        &mut self,
        start: usize,
        end: usize,
        target: Target,
        shown: bool,
    ) -> u32 {
        let span = Span::new(start, end);
        let beside = match target {
            Target::Symbol { .. } => {
                let before = self.last_id.replace(span);
                beside::beside(&self.source.text, span, before)
            }
            _ => Beside::default(),
        };
        self.references.push(Reference {
            span,
            line: self.lines.line(start),
            target,
            beside,
            from: self.anchor_here(),
            shown,
            alternative: Box::default(),
        });
        self.references.len() as u32 - 1
    }

    /// Adds to the alternative text of an image.
    fn alternative(&mut self, image: u32, part: &str) {
        let alternative = &mut self.references[image as usize].alternative;
        *alternative = format!("{alternative}{part}").into();
    }

    fn start_link(&mut self, destination: &str, source: &std::ops::Range<usize>) -> u32 {
        let target = target::of_link(destination, Origin::Link);
        let link = self.push_reference(source.start, source.end, target, true);
        self.hole(Fill::LinkStart(link));
        self.link_depth += 1;
        link
    }

    /// A text with its mentions.
    fn text(&mut self, text: &str, offset: usize, scope: Option<Scope>) {
        let mut mentions = std::mem::take(&mut self.mentions);
        mention::all(text, &mut mentions);
        if let Some(scope) = scope {
            positional_mentions(text, scope, &mut mentions);
        }
        let mut at = 0;
        for mention in mentions.drain(..) {
            escape_into(&mut self.html, &text[at..mention.start]);
            let written = &text[mention.start..mention.end];
            let (start, end) = (offset + mention.start, offset + mention.end);
            match mention.found {
                Found::Placeholder => {
                    self.placeholders.push((start, end));
                    self.html.push_str("<span class=\"placeholder\">");
                    escape_into(&mut self.html, written);
                    self.html.push_str("</span>");
                }
                Found::Address if self.link_depth == 0 => {
                    self.linked(Target::External(written.to_owned()), start, end, written);
                }
                Found::Feature(name) if self.link_depth == 0 => {
                    self.linked(Target::Feature { name }, start, end, written);
                }
                Found::Id { id, implied } if self.link_depth == 0 => {
                    for id in implied {
                        let target = symbol(id, Scope::Any, None);
                        self.push_reference(start, end, target, false);
                    }
                    let is_positional = id.starts_with(|c: char| c.is_ascii_digit());
                    let scope = if is_positional {
                        scope.unwrap_or(Scope::Any)
                    } else {
                        Scope::Any
                    };
                    let feature = feature_beside(text, mention.start);
                    self.linked(symbol(id, scope, feature), start, end, written);
                }
                _ => escape_into(&mut self.html, written),
            }
            at = mention.end;
        }
        escape_into(&mut self.html, &text[at..]);
        self.mentions = mentions;
    }

    fn linked(&mut self, target: Target, start: usize, end: usize, written: &str) {
        let reference = self.push_reference(start, end, target, true);
        self.hole(Fill::LinkStart(reference));
        escape_into(&mut self.html, written);
        self.hole(Fill::LinkEnd(reference));
    }

    /// A code span, linked when it names a document, a path, an id or a feature.
    fn code_span(&mut self, code: &str, start: usize, end: usize) {
        let target = (self.link_depth == 0)
            .then(|| target::of_code(code))
            .flatten();
        let reference = target.map(|target| self.push_reference(start, end, target, true));
        if let Some(reference) = reference {
            self.hole(Fill::LinkStart(reference));
        }
        self.html.push_str("<code>");
        escape_into(&mut self.html, code);
        self.html.push_str("</code>");
        if let Some(reference) = reference {
            self.hole(Fill::LinkEnd(reference));
        }
    }

    /// One finding about leftover placeholders: the first place and the number of them.
    pub(super) fn report_placeholders(&mut self) {
        let Some(&(start, end)) = self.placeholders.first() else {
            return;
        };
        let count = self.placeholders.len();
        let written = self.source.text.get(start..end).unwrap_or("");
        let message = match count {
            1 => format!("`{written}` was left over from a template"),
            _ => format!(
                "`{written}` and {} more placeholders were left over from a template",
                count - 1
            ),
        };
        self.diagnostics.push(Diagnostic::at(
            Code::LeftoverPlaceholder,
            &self.source.path,
            (&self.source.text, self.lines),
            Span::new(start, end),
            message,
            "fill it in, or remove the line",
        ));
    }

    /// Reports what is nested too deeply to be written so.
    pub(super) fn report_depth(&mut self) {
        let Some(start) = self.too_deep else {
            return;
        };
        let width = self.source.text[start..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        self.diagnostics.push(Diagnostic::at(
            Code::NestedTooDeep,
            &self.source.path,
            (&self.source.text, self.lines),
            Span::new(start, start + width),
            format!("nested more than {DEEPEST} levels deep"),
            "take the text out of the lists, quotes or elements around it",
        ));
    }

    /// The metadata value that stands in a stretch of plain text of a block, as a body of its own.
    pub(super) fn value(&mut self, block: BlockId, from: usize, until: usize) -> Body {
        self.inline_range(
            block,
            Inline {
                from: Some(from as u32),
                until: Some(until as u32),
                setting: Setting::Line,
            },
            false,
        );
        self.take_body()
    }

    /// A text that stands in no block, such as a value of front matter, as a body of its own.
    pub(super) fn loose_value(&mut self, text: &str, at: usize, scope: Option<Scope>) -> Body {
        let before = self.references.len();
        self.text(text, at, scope);
        for reference in &mut self.references[before..] {
            // The value was decoded from YAML, so offsets inside it mean nothing in the file.
            reference.span = Span::new(at, at);
            reference.line = self.lines.line(at);
        }
        self.take_body()
    }
}

/// The mark that an event opens, from the block's marks in order of their events.
fn next_mark(tape: &Tape<'_>, marks: &mut std::ops::Range<u32>, event: u32) -> Option<(u32, u32)> {
    while marks.start < marks.end {
        let mark = tape.marks[marks.start as usize];
        if mark.event > event {
            return None;
        }
        marks.start += 1;
        if mark.event == event {
            // A code span inside bold has its own event; empty bold is written nowhere.
            return Some((
                mark.start,
                mark.end
                    .max(mark.start + u32::from(mark.kind == MarkKind::Link)),
            ));
        }
    }
    None
}

/// The part of a text at `at` that lies between `from` and `until`.
fn clip(text: &str, at: u32, from: u32, until: u32) -> Option<&str> {
    let start = from.saturating_sub(at) as usize;
    let end = (until.saturating_sub(at) as usize).min(text.len());
    if start >= end {
        return None;
    }
    text.get(start..end)
}

fn symbol(id: String, scope: Scope, feature: Option<String>) -> Target {
    Target::Symbol {
        id: id.into(),
        scope,
        feature: feature.map(String::into_boxed_str),
    }
}

/// The feature that stands directly before an id: "spec 010 FR-2", "spec 010 §FR-2", "003-x FR-2".
fn feature_beside(text: &str, id_start: usize) -> Option<String> {
    let before = text[..id_start].trim_end_matches(['§', ' ', '(', '\'', 's', '’', ':']);
    let word_start = before
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &before[word_start..];
    if word.is_empty() || id_start - before.len() > 4 {
        return None;
    }
    if (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) {
        let head = before[..word_start]
            .trim_end_matches([' ', '-', '#'])
            .to_ascii_lowercase();
        return (head.ends_with("spec") || head.ends_with("feature")).then(|| word.to_owned());
    }
    let is_folder = word.len() > 5
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word.contains('-')
        && word.bytes().any(|b| b.is_ascii_lowercase());
    is_folder.then(|| word.to_owned())
}

/// Adds numbers such as `1.2` as mentions where a label says what they name.
fn positional_mentions(text: &str, scope: Scope, mentions: &mut Vec<Mention>) {
    let _ = scope;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit()
            || (at > 0
                && (bytes[at - 1].is_ascii_alphanumeric()
                    || matches!(bytes[at - 1], b'-' | b'_' | b'/' | b'.')))
        {
            at += 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit() || **byte == b'.')
            .count();
        let end = at + text[at..at + length].trim_end_matches('.').len();
        let is_free = !bytes.get(end).is_some_and(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'%' | b'/')
        });
        let overlaps = mentions
            .iter()
            .any(|known| known.start < end && at < known.end);
        if is_free && !overlaps && end - at <= 9 {
            mentions.push(Mention {
                start: at,
                end,
                found: Found::Id {
                    id: text[at..end].to_owned(),
                    implied: Vec::new(),
                },
            });
        }
        at += length;
    }
    mentions.sort_by_key(|mention| mention.start);
}
