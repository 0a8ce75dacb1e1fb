//! The body writer: blocks to HTML with holes.
//!
//! It walks the blocks with two moves, enter and leave, so that the depth of the input costs no stack. What the facts
//! noted about a block decides its shape.

use super::figure::{self, Figure};
use super::inline::{Inline, Writer};
use super::mention;
use super::note::{Badge, ListClass, Note, Shape};
use super::raw_html::Content;
use super::raw_writer::Setting;
use super::tape::{BlockId, BlockKind, Tape};
use crate::base::markup::escape_into;
use crate::model::diagram::{Diagram, DiagramKind, Picture, Syntax};
use crate::model::document::{CodeBlock, Fill, Word};
use crate::model::fact::{Level, Place, TaskState};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};
use std::fmt::Write as _;

/// Writes all blocks of a document that are not hidden.
pub(super) fn write(writer: &mut Writer<'_, '_>) {
    let mut current = writer.tape.first_child(0);
    let mut depth_guard = Vec::new();
    while let Some(block) = current {
        let descends = enter(writer, block);
        let child = descends.then(|| writer.tape.first_child(block)).flatten();
        if let Some(child) = child {
            depth_guard.push(block);
            current = Some(child);
            continue;
        }
        leave(writer, block);
        let mut at = block;
        loop {
            if let Some(next) = writer.tape.next(at) {
                current = Some(next);
                break;
            }
            let Some(parent) = depth_guard.pop() else {
                current = None;
                break;
            };
            leave(writer, parent);
            at = parent;
        }
    }
    writer.close_sections(usize::MAX);
    writer.close_raw(0);
}

/// Writes the opening of a block. Returns whether its children are to be written.
fn enter(writer: &mut Writer<'_, '_>, block: BlockId) -> bool {
    let note = writer.notes.get(block);
    let at_top = writer.tape.parent(block) == Some(0);
    if at_top {
        writer.update_section(block);
    }
    if let Some(note) = note {
        if note.shape == Shape::Hidden {
            writer.more_anchors(block);
            return false;
        }
        if !note.anchor.is_empty() {
            writer.enter_fact(block, &note.anchor);
        }
        if let Shape::Section { .. } = &note.shape {
            return section(writer, block, note);
        }
    }
    let stands_alone = matches!(
        writer.tape.kind(block),
        BlockKind::Heading(_)
            | BlockKind::List(_)
            | BlockKind::Quote
            | BlockKind::Table
            | BlockKind::Code
            | BlockKind::Footnote
            | BlockKind::Rule
    );
    if stands_alone || (writer.tape.kind(block) == BlockKind::Paragraph && !writer.is_bare(block)) {
        writer.make_room(Content::Flow);
    }
    match writer.tape.kind(block) {
        BlockKind::Root => true,
        BlockKind::Heading(_) => {
            heading(writer, block, note);
            false
        }
        BlockKind::Paragraph => {
            paragraph(writer, block, note);
            false
        }
        BlockKind::List(first) => {
            list(writer, block, first, note);
            true
        }
        BlockKind::Item => item(writer, block, note),
        BlockKind::Quote => {
            quote(writer, block, note);
            writer.open_container(block);
            writer.more_anchors(block);
            true
        }
        BlockKind::Table => {
            open_scroll(writer, Word::Table);
            writer.html.push_str("<table>");
            true
        }
        BlockKind::TableHead => {
            writer.html.push_str("<thead><tr>");
            true
        }
        BlockKind::TableRow => {
            let parent = writer.tape.parent(block).unwrap_or(0);
            let is_first = writer
                .tape
                .children(parent)
                .find(|&child| writer.tape.kind(child) == BlockKind::TableRow)
                == Some(block);
            if is_first {
                writer.html.push_str("<tbody>");
            }
            writer.html.push_str("<tr");
            id_attribute(writer, note);
            writer.html.push('>');
            true
        }
        BlockKind::TableCell => {
            table_cell(writer, block);
            false
        }
        BlockKind::Code => {
            code(writer, block, note);
            false
        }
        BlockKind::Html => {
            html_block(writer, block);
            false
        }
        BlockKind::Footnote => {
            footnote(writer, block);
            writer.open_container(block);
            true
        }
        BlockKind::Rule => {
            writer.html.push_str("<hr>");
            false
        }
    }
}

/// Writes the end of a block.
fn leave(writer: &mut Writer<'_, '_>, block: BlockId) {
    let shape = writer.notes.get(block).map(|note| &note.shape);
    if shape == Some(&Shape::Hidden) {
        return;
    }
    let is_section = matches!(shape, Some(Shape::Section { .. }));
    match writer.tape.kind(block) {
        BlockKind::List(first) => match writer.list_classes.pop().flatten() {
            Some(ListClass::Bare) => {}
            Some(ListClass::Properties) => writer.html.push_str("</dl>"),
            Some(_) => writer.html.push_str("</ul>"),
            None => writer
                .html
                .push_str(if first.is_some() { "</ol>" } else { "</ul>" }),
        },
        BlockKind::Item if !is_section => {
            writer.close_container(block);
            match shape {
                Some(Shape::Property { .. })
                    if writer.list_class() == Some(ListClass::Properties) =>
                {
                    writer.html.push_str("</dd>");
                }
                Some(Shape::Item { .. } | Shape::Task { .. } | Shape::Check { .. }) => {
                    writer.html.push_str("</div>");
                    writer.back_references(block);
                    writer.html.push_str("</li>");
                }
                _ => {
                    writer.back_references(block);
                    writer.html.push_str("</li>");
                }
            }
        }
        BlockKind::Quote => {
            writer.close_container(block);
            writer.html.push_str(if is_alert(writer.tape, block) {
                "</div>"
            } else {
                "</blockquote>"
            });
        }
        BlockKind::Footnote => {
            writer.close_container(block);
            writer.html.push_str("</div>");
        }
        BlockKind::Table => {
            let has_rows = writer
                .tape
                .children(block)
                .any(|child| writer.tape.kind(child) == BlockKind::TableRow);
            if has_rows {
                writer.html.push_str("</tbody>");
            }
            writer.html.push_str("</table></div>");
        }
        BlockKind::TableHead => writer.html.push_str("</tr></thead>"),
        BlockKind::TableRow => writer.html.push_str("</tr>"),
        _ => {}
    }
    if !is_section {
        writer.leave_fact(block);
    }
    writer.close_sections(block);
}

/// `<section class="fact">` with title and margin. The section ends behind the block `last` of its note.
fn section(writer: &mut Writer<'_, '_>, block: BlockId, note: &Note) -> bool {
    let Shape::Section {
        label,
        title,
        badge,
        last,
    } = &note.shape
    else {
        return true;
    };
    writer.make_room(Content::Flow);
    if is_item_section(writer, block) {
        writer.html.push_str("<li>");
    }
    writer.html.push_str("<section class=\"fact\"");
    id_attribute(writer, Some(note));
    writer.html.push('>');
    let level = (writer.heading_level + 1).clamp(2, 6);
    let is_endpoint = matches!(badge, Some(Badge::Endpoint(..)));
    let _ = write!(
        writer.html,
        "<h{level}{}>",
        if is_endpoint {
            " class=\"op-head\""
        } else {
            ""
        }
    );
    writer.more_anchors(block);
    match badge {
        Some(Badge::Level(level)) => {
            let (class, word) = match level {
                None => ("none", Word::LevelNone),
                Some(Level::Low) => ("low", Word::LevelLow),
                Some(Level::Medium) => ("medium", Word::LevelMedium),
                Some(Level::High) => ("high", Word::LevelHigh),
                Some(Level::Critical) => ("critical", Word::LevelCritical),
            };
            let _ = write!(writer.html, "<span class=\"lv lv-{class}\">");
            writer.hole(Fill::Text(word));
            writer.html.push_str("</span> ");
        }
        Some(Badge::Endpoint(method, path)) => {
            let class = if matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS") {
                "method"
            } else {
                "method method-write"
            };
            let _ = write!(
                writer.html,
                "<span class=\"{class}\">{method}</span> <span class=\"path\">"
            );
            escape_into(&mut writer.html, path);
            writer.html.push_str("</span>");
        }
        None => {}
    }
    let paragraph = match writer.tape.kind(block) {
        BlockKind::Item => writer.tape.first_child(block).unwrap_or(block),
        _ => block,
    };
    if !is_endpoint {
        let (from, until) = fact_title(writer.tape, title.0 as usize, title.1 as usize);
        writer.plain_title(paragraph, from, until);
    }
    let _ = write!(writer.html, "</h{level}>");
    writer.html.push_str("<p class=\"margin\">");
    if let Some(label) = label {
        writer.html.push_str("<a class=\"id\" href=\"#");
        escape_into(&mut writer.html, &note.anchor);
        writer.html.push_str("\">");
        escape_into(&mut writer.html, &short_label(label));
        writer.html.push_str("</a> ");
    }
    writer.hole(Fill::Line(note.line));
    writer.html.push_str("</p>");
    writer.open_section(block, *last);
    if writer.tape.kind(block) == BlockKind::Item {
        writer.skip_paragraph = Some(paragraph);
        return true;
    }
    false
}

/// `Decision 1` is shown as `D1` in the margin.
fn short_label(label: &str) -> String {
    label
        .strip_prefix("Decision ")
        .map_or_else(|| label.to_owned(), |number| format!("D{number}"))
}

/// The stretch of a fact's title without `Decision 1:`, `Risk 2:` and a closing colon.
fn fact_title(tape: &Tape<'_>, from: usize, until: usize) -> (usize, usize) {
    let text = &tape.plain[from..until];
    let end = from + text.trim_end_matches([':', '：', ' ', '\n']).len();
    let head = text.split([':', '：']).next().unwrap_or("");
    let is_numbered = head.len() < text.trim_end().len()
        && head.chars().count() <= 16
        && (head.bytes().any(|b| b.is_ascii_digit())
            || head.eq_ignore_ascii_case("risk")
            || head.eq_ignore_ascii_case("decision"))
        && head.split_whitespace().count() <= 2;
    if !is_numbered {
        return (from, end);
    }
    let rest = text[head.len()..].trim_start_matches([':', '：', ' ']);
    let start = until - rest.len();
    if start >= end {
        (from, end)
    } else {
        (start, end)
    }
}

fn id_attribute(writer: &mut Writer<'_, '_>, note: Option<&Note>) {
    if let Some(note) = note.filter(|note| !note.anchor.is_empty()) {
        writer.html.push_str(" id=\"");
        escape_into(&mut writer.html, &note.anchor);
        writer.html.push('"');
    }
}

fn heading(writer: &mut Writer<'_, '_>, block: BlockId, note: Option<&Note>) {
    let BlockKind::Heading(level) = writer.tape.kind(block) else {
        return;
    };
    // The page has one H1, and levels are never skipped on the way down.
    let level = level.clamp(2, 6).min(writer.heading_level + 1);
    let anchor = writer.heading_anchor(block);
    let (start, holes) = (writer.html.len(), writer.holes.len());
    let _ = write!(writer.html, "<h{level}");
    if let Some(anchor) = &anchor {
        writer.html.push_str(" id=\"");
        escape_into(&mut writer.html, anchor);
        writer.html.push('"');
    }
    writer.html.push('>');
    if let Some(note) = note.filter(|note| !note.anchor.is_empty()) {
        writer.html.push_str("<span");
        id_attribute(writer, Some(note));
        writer.html.push_str("></span>");
    }
    writer.more_anchors(block);
    writer.inline(block, Inline::default());
    if writer.is_blank_since(start, holes) {
        // A heading without text would be announced as a blank; only the places that it marks are kept.
        writer.html.truncate(start);
        writer.holes.truncate(holes);
        if let Some(anchor) = &anchor {
            writer.empty_anchor(anchor);
        }
        writer.all_anchors(block);
        return;
    }
    writer.heading_level = level;
    if let Some(anchor) = anchor {
        writer.html.push_str("<a class=\"anchor\" href=\"#");
        escape_into(&mut writer.html, &anchor);
        writer.html.push_str("\" aria-label=\"");
        writer.hole(Fill::Text(Word::LinkToSection));
        writer.html.push_str("\">#</a>");
    }
    let _ = write!(writer.html, "</h{level}>");
    if note.is_some() {
        writer.back_references(block);
    }
}

fn paragraph(writer: &mut Writer<'_, '_>, block: BlockId, note: Option<&Note>) {
    if writer.skip_paragraph == Some(block) {
        writer.skip_paragraph = None;
        return;
    }
    let parent = writer.tape.parent(block).unwrap_or(0);
    let is_bare = writer.is_bare(block);
    let from = writer.take_text_start(block);
    if is_bare && writer.tape.kind(parent) == BlockKind::Item {
        writer.all_anchors(block);
        let part = Inline {
            from,
            until: None,
            setting: Setting::Flow,
        };
        writer.inline(block, part);
        if writer.tape.next(block).is_some() {
            writer.html.push('\n');
        }
        return;
    }
    if note.is_none() && from.is_none() && drawn_line(writer, block) {
        return;
    }
    // A paragraph that starts a task or fact whose first line holds only the id would be empty.
    let start = writer.html.len();
    writer.html.push_str("<p");
    id_attribute(writer, note);
    writer.html.push('>');
    writer.more_anchors(block);
    let before = writer.html.len();
    let part = Inline {
        from,
        ..Inline::default()
    };
    writer.inline(block, part);
    if writer.html.len() == before && from.is_some() {
        writer.html.truncate(start);
        writer.all_anchors(block);
        return;
    }
    writer.html.push_str("</p>");
    if note.is_some_and(|note| !note.anchor.is_empty()) {
        writer.back_references(block);
    }
}

/// Draws a paragraph that is nothing but a chain of names in brackets. A chain with names that lead somewhere, or that
/// were left over from a template, stays text.
fn drawn_line(writer: &mut Writer<'_, '_>, block: BlockId) -> bool {
    let tape = writer.tape;
    let text = tape.text(block).trim();
    let at_top = tape.parent(block) == Some(0);
    if !at_top || !text.starts_with('[') || !figure::is_chain_of_brackets(text) {
        return false;
    }
    let range = tape.blocks[block].events.clone();
    let is_plain = tape.events[range.start as usize..range.end as usize]
        .iter()
        .all(|(event, _)| {
            matches!(
                event,
                Event::Text(_) | Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
            )
        });
    let mut mentions = Vec::new();
    mention::all(text, &mut mentions);
    if !is_plain || !mentions.is_empty() || writer.take_no_diagram() {
        return false;
    }
    let kind = if writer.is_under_components() {
        DiagramKind::Components
    } else {
        DiagramKind::Flow
    };
    let line = writer.line(block);
    writer.more_anchors(block);
    diagram(writer, kind, Syntax::Ascii, text.to_owned(), line);
    true
}

/// Whether a block is a section that stands as an item of a list, since not all items are sections.
pub(super) fn is_item_section(writer: &Writer<'_, '_>, block: BlockId) -> bool {
    writer.tape.kind(block) == BlockKind::Item && writer.list_class() != Some(ListClass::Bare)
}

/// The class in which a list is written: sections without a list and pairs of a property list only when all items are
/// such.
fn class_of(writer: &Writer<'_, '_>, list: BlockId, note: Option<&Note>) -> Option<ListClass> {
    let Some(Shape::List(class)) = note.map(|note| &note.shape) else {
        return None;
    };
    let all = |fits: fn(&Shape) -> bool| {
        writer
            .tape
            .children(list)
            .all(|item| writer.notes.get(item).is_some_and(|note| fits(&note.shape)))
    };
    match class {
        ListClass::Bare => all(|shape| matches!(shape, Shape::Section { .. })).then_some(*class),
        ListClass::Properties => {
            all(|shape| matches!(shape, Shape::Property { .. })).then_some(*class)
        }
        _ => Some(*class),
    }
}

fn list(writer: &mut Writer<'_, '_>, block: BlockId, first: Option<u64>, note: Option<&Note>) {
    let class = class_of(writer, block, note);
    match class {
        Some(ListClass::Bare) => {}
        Some(ListClass::Properties) => writer.html.push_str("<dl class=\"props\">"),
        Some(ListClass::Facts) => writer.html.push_str("<ul class=\"facts facts-ids\">"),
        Some(ListClass::Tasks) => writer.html.push_str("<ul class=\"tasks\">"),
        Some(ListClass::Checks) => writer.html.push_str("<ul class=\"checks\">"),
        None => match first {
            Some(1) => writer.html.push_str("<ol>"),
            Some(number) => {
                let _ = write!(writer.html, "<ol start=\"{number}\">");
            }
            None => writer.html.push_str("<ul>"),
        },
    }
    writer.list_classes.push(class);
}

/// Writes the start of an item. Its children follow.
fn item(writer: &mut Writer<'_, '_>, block: BlockId, note: Option<&Note>) -> bool {
    match note.map(|note| &note.shape) {
        Some(Shape::Property { label, value })
            if writer.list_class() == Some(ListClass::Properties) =>
        {
            let (label, value) = (*label, *value);
            let Some(text) = writer.tape.first_child(block) else {
                writer.html.push_str("<dt></dt><dd>");
                writer.open_container(block);
                writer.more_anchors(block);
                return true;
            };
            writer.html.push_str("<dt>");
            writer.plain_title(text, label.0 as usize, label.1 as usize);
            writer.html.push_str("</dt><dd>");
            writer.text_start = Some((text, value));
        }
        Some(Shape::Item { label, from }) => {
            let from = *from;
            writer.html.push_str("<li");
            id_attribute(writer, note);
            writer.html.push('>');
            own_link(writer, note, label);
            writer.html.push_str("<div>");
            writer.start_text_at(block, from);
        }
        Some(Shape::Task {
            label,
            from,
            state,
            tags,
        }) => {
            let (from, state) = (*from, *state);
            writer.html.push_str("<li");
            id_attribute(writer, note);
            writer.html.push('>');
            tick_box(writer, state);
            if let Some(label) = label {
                own_link(writer, note, label);
            } else {
                writer.html.push_str("<span class=\"id\"></span>");
            }
            writer.html.push_str("<div>");
            state_word(writer, state);
            for tag in tags {
                writer.html.push_str("<span class=\"tag\">");
                escape_into(&mut writer.html, if tag == "P" { "parallel" } else { tag });
                writer.html.push_str("</span> ");
            }
            writer.start_text_at(block, from);
        }
        Some(Shape::Check { label, from, state }) => {
            let (label, from, state) = (label.clone(), *from, *state);
            writer.html.push_str("<li");
            id_attribute(writer, note);
            writer.html.push('>');
            tick_box(writer, state);
            writer.html.push_str("<div>");
            state_word(writer, state);
            if let Some(label) = &label {
                own_link(writer, note, label);
                writer.html.push(' ');
            }
            writer.start_text_at(block, from);
        }
        _ => {
            writer.html.push_str("<li");
            id_attribute(writer, note);
            writer.html.push('>');
        }
    }
    writer.open_container(block);
    writer.more_anchors(block);
    true
}

fn own_link(writer: &mut Writer<'_, '_>, note: Option<&Note>, label: &str) {
    let anchor = note.map_or("", |note| note.anchor.as_str());
    writer.html.push_str("<a class=\"id\" href=\"#");
    escape_into(&mut writer.html, anchor);
    writer.html.push_str("\">");
    escape_into(&mut writer.html, label);
    writer.html.push_str("</a>");
}

fn tick_box(writer: &mut Writer<'_, '_>, state: TaskState) {
    writer.html.push_str(match state {
        TaskState::Done => "<span class=\"box box-done\"></span>",
        TaskState::Open => "<span class=\"box\"></span>",
        TaskState::Other => "<span class=\"box box-wait\"></span>",
    });
}

fn state_word(writer: &mut Writer<'_, '_>, state: TaskState) {
    writer.html.push_str("<span class=\"vh\">");
    writer.hole(Fill::Text(match state {
        TaskState::Done => Word::StateDone,
        TaskState::Open => Word::StateOpen,
        TaskState::Other => Word::StateOther,
    }));
    writer.html.push_str(": </span>");
}

fn is_alert(tape: &Tape<'_>, block: BlockId) -> bool {
    alert(tape, block).is_some()
}

fn alert(tape: &Tape<'_>, block: BlockId) -> Option<BlockQuoteKind> {
    match &tape.events[tape.blocks[block].events.start as usize].0 {
        Event::Start(Tag::BlockQuote(kind)) => *kind,
        _ => None,
    }
}

fn quote(writer: &mut Writer<'_, '_>, block: BlockId, note: Option<&Note>) {
    let Some(kind) = alert(writer.tape, block) else {
        writer.html.push_str("<blockquote");
        id_attribute(writer, note);
        writer.html.push('>');
        return;
    };
    let (class, title) = match kind {
        BlockQuoteKind::Note => ("note", Word::NoteNote),
        BlockQuoteKind::Tip => ("tip", Word::NoteTip),
        BlockQuoteKind::Important => ("important", Word::NoteImportant),
        BlockQuoteKind::Warning => ("warning", Word::NoteWarning),
        BlockQuoteKind::Caution => ("caution", Word::NoteCaution),
    };
    let _ = write!(writer.html, "<div class=\"note note-{class}\"");
    id_attribute(writer, note);
    writer.html.push_str("><p class=\"note-title\">");
    writer.hole(Fill::Text(title));
    writer.html.push_str("</p>");
}

fn table_cell(writer: &mut Writer<'_, '_>, block: BlockId) {
    let row = writer.tape.parent(block).unwrap_or(0);
    let is_head = writer.tape.kind(row) == BlockKind::TableHead;
    let table = writer.tape.parent(row).unwrap_or(0);
    let column = writer
        .tape
        .children(row)
        .position(|cell| cell == block)
        .unwrap_or(0);
    let alignment = match &writer.tape.events[writer.tape.blocks[table].events.start as usize].0 {
        Event::Start(Tag::Table(alignments)) => alignments.get(column).copied(),
        _ => None,
    };
    let class = match alignment {
        Some(Alignment::Right) => " class=\"num\"",
        Some(Alignment::Center) => " class=\"ctr\"",
        _ => "",
    };
    let is_empty = writer.tape.text(block).trim().is_empty();
    let is_first = column == 0;
    let tag = if is_head && !is_empty { "th" } else { "td" };
    let _ = write!(
        writer.html,
        "<{tag}{}{class}>",
        if tag == "th" { " scope=\"col\"" } else { "" }
    );
    writer.open_container(block);
    if is_first {
        writer.more_anchors(row);
    }
    writer.all_anchors(block);
    let part = Inline {
        setting: Setting::Flow,
        ..Inline::default()
    };
    writer.inline(block, part);
    writer.close_container(block);
    let is_last = writer.tape.next(block).is_none();
    if is_last && !is_head {
        writer.back_references(row);
    }
    let _ = write!(writer.html, "</{tag}>");
}

/// A code block: a diagram, a tree, or code.
fn code(writer: &mut Writer<'_, '_>, block: BlockId, note: Option<&Note>) {
    let info = writer.tape.info(block).to_owned();
    let language: String = info
        .split([' ', ',', '{', ';'])
        .next()
        .unwrap_or("")
        .trim_start_matches('.')
        .to_ascii_lowercase();
    let text = writer.tape.code(block);
    let is_fenced = matches!(
        writer.tape.events[writer.tape.blocks[block].events.start as usize].0,
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))
    );
    let line = writer.line(block) + u32::from(is_fenced);
    if let Some(note) = note.filter(|note| !note.anchor.is_empty()) {
        writer.html.push_str("<div");
        id_attribute(writer, Some(note));
        writer.html.push_str("></div>");
    }
    writer.more_anchors(block);
    let is_suppressed = writer.take_no_diagram();
    if language == "mermaid" {
        diagram(
            writer,
            figure::mermaid_kind(&text),
            Syntax::Mermaid,
            text,
            line,
        );
        return;
    }
    if figure::is_untagged(&language) && !text.trim().is_empty() && !is_suppressed {
        match figure::classify(&text) {
            Figure::Tree => {
                let anchor = diagram_anchor(writer);
                writer.html.push_str("<div id=\"");
                writer.html.push_str(&anchor);
                writer.html.push_str("\">");
                tree(writer, &text);
                writer.html.push_str("</div>");
                diagram_record(writer, DiagramKind::Tree, Syntax::Ascii, text, line, anchor);
                return;
            }
            Figure::Drawing => {
                let kind = if writer.is_under_components() {
                    DiagramKind::Components
                } else {
                    DiagramKind::Flow
                };
                diagram(writer, kind, Syntax::Ascii, text, line);
                return;
            }
            Figure::Text => {}
        }
    }
    writer.hole(Fill::Code(writer.code_blocks.len() as u32));
    writer.code_blocks.push(CodeBlock {
        language,
        text: text.into(),
        line,
    });
}

/// The anchor of the next diagram.
fn diagram_anchor(writer: &mut Writer<'_, '_>) -> String {
    writer
        .names
        .claim(&format!("diagram-{}", writer.diagrams.len() + 1), 2)
}

fn diagram(
    writer: &mut Writer<'_, '_>,
    kind: DiagramKind,
    syntax: Syntax,
    source: String,
    line: u32,
) {
    let anchor = diagram_anchor(writer);
    writer.html.push_str("<div class=\"diagram-place\" id=\"");
    writer.html.push_str(&anchor);
    writer.html.push_str("\">");
    writer.hole(Fill::Diagram(writer.diagrams.len() as u32));
    writer.html.push_str("</div>");
    diagram_record(writer, kind, syntax, source, line, anchor);
}

fn diagram_record(
    writer: &mut Writer<'_, '_>,
    kind: DiagramKind,
    syntax: Syntax,
    source: String,
    line: u32,
    anchor: String,
) {
    writer.diagrams.push(Diagram {
        kind,
        syntax,
        picture: Picture::Source,
        source,
        place: Place { line, anchor },
    });
}

/// The start of a part that may be wider than the page; `name` says what it is.
fn open_scroll(writer: &mut Writer<'_, '_>, name: Word) {
    writer
        .html
        .push_str("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
    writer.hole(Fill::Text(name));
    writer.html.push_str("\">");
}

/// A file tree as nested lists.
fn tree(writer: &mut Writer<'_, '_>, text: &str) {
    let mut depth = 0;
    let twigs = figure::twigs(text);
    open_scroll(writer, Word::Tree);
    writer.html.push_str("<ul class=\"tree\">");
    for (index, twig) in twigs.iter().enumerate() {
        if index > 0 {
            if twig.depth > depth {
                writer.html.push_str("<ul>");
            } else {
                writer.html.push_str("</li>");
                for _ in twig.depth..depth {
                    writer.html.push_str("</ul></li>");
                }
            }
        }
        depth = if index == 0 {
            twig.depth
        } else {
            twig.depth.min(depth + 1)
        };
        writer.html.push_str("<li><code>");
        escape_into(&mut writer.html, twig.name);
        writer.html.push_str("</code>");
        if !twig.remark.is_empty() {
            writer.html.push_str(" <span class=\"quiet\">");
            escape_into(&mut writer.html, twig.remark);
            writer.html.push_str("</span>");
        }
    }
    if !twigs.is_empty() {
        writer.html.push_str("</li>");
        for _ in 0..depth {
            writer.html.push_str("</ul></li>");
        }
    }
    writer.html.push_str("</ul></div>");
}

fn html_block(writer: &mut Writer<'_, '_>, block: BlockId) {
    let range = writer.tape.blocks[block].events.clone();
    let mut text = String::new();
    for index in range.start..range.end {
        if let Event::Html(html) | Event::Text(html) = &writer.tape.events[index as usize].0 {
            text.push_str(html);
        }
    }
    writer.raw_block(&text, writer.line(block));
}

fn footnote(writer: &mut Writer<'_, '_>, block: BlockId) {
    let label = match &writer.tape.events[writer.tape.blocks[block].events.start as usize].0 {
        Event::Start(Tag::FootnoteDefinition(label)) => label.to_string(),
        _ => String::new(),
    };
    let (number, anchor) = writer.footnote(&label);
    writer.html.push_str("<div class=\"footnote\"");
    if writer.defined_footnotes.insert(number) {
        let _ = write!(writer.html, " id=\"{anchor}\"");
    }
    let _ = write!(
        writer.html,
        "><span class=\"footnote-mark\">{number}</span>"
    );
}
