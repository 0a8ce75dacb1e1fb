//! Writing raw HTML so that it nests: whatever a document opens is closed where its surroundings end, and an element
//! stands only where HTML allows it. So no document can break out of its place on the page, and no browser has to
//! mend the page by moving content about.

use super::inline::Writer;
use super::raw_html::{self, Content, RawTag};
use super::tape::{BlockId, DEEPEST};
use super::target;
use crate::base::markup::escape_into;
use crate::config::RawHtml;
use crate::model::document::Fill;
use crate::model::reference::Origin;
use pulldown_cmark::Event;
use std::fmt::Write as _;

/// An element of raw HTML that is open.
#[derive(Debug)]
pub(super) struct OpenRaw {
    name: &'static str,
    /// How many containers were open around it.
    depth: usize,
    /// The reference of a raw link, to close its hole.
    link: Option<u32>,
    /// The level that a heading got.
    level: u8,
    /// Where the element begins: bytes of HTML and number of holes.
    start: (usize, usize),
}

/// What inline raw HTML stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Setting {
    /// A paragraph, heading or title, or inside of emphasis: no blocks.
    #[default]
    Line,
    /// A cell or the bare text of an item: blocks may stand there.
    Flow,
}

/// End tags of one block by name, each with the last event that holds one.
#[derive(Debug, Default)]
pub(super) struct EndTags {
    known: bool,
    last: Vec<(&'static str, u32)>,
}

impl Writer<'_, '_> {
    /// Opens a container: raw HTML that opens inside is closed at its end.
    pub(super) fn open_container(&mut self, block: BlockId) {
        self.containers.push(block);
    }

    /// Closes a container, the raw HTML inside, and sections of facts that should have ended before.
    pub(super) fn close_container(&mut self, block: BlockId) {
        if self.containers.last() != Some(&block) && !self.containers.contains(&block) {
            return;
        }
        while let Some(&innermost) = self.containers.last() {
            if innermost == block {
                self.close_raw(self.containers.len());
                self.containers.pop();
                return;
            }
            if !self.close_section_of(innermost) {
                self.close_raw(self.containers.len());
                self.containers.pop();
            }
        }
    }

    /// Closes all raw elements that were opened inside `depth` or more containers.
    pub(super) fn close_raw(&mut self, depth: usize) {
        while self.open_raw.last().is_some_and(|open| open.depth >= depth) {
            self.close_last_raw();
        }
    }

    /// Closes raw elements in this container in which `content` may not stand.
    pub(super) fn make_room(&mut self, content: Content) {
        let depth = self.containers.len();
        while self
            .open_raw
            .last()
            .is_some_and(|open| open.depth == depth && !raw_html::accepts(open.name, content))
        {
            self.close_last_raw();
        }
    }

    /// Whether an inline start tag has its end tag in the same block; `<T>` in prose has none.
    fn has_end_tag(&self, tag: &RawTag<'_>, index: u32, end: u32, ends: &mut EndTags) -> bool {
        if tag.closes || raw_html::is_void(tag.name) {
            return true;
        }
        if !ends.known {
            ends.known = true;
            for later in index + 1..end {
                let (Event::InlineHtml(html) | Event::Html(html)) =
                    &self.tape.events[later as usize].0
                else {
                    continue;
                };
                let Some((found, _)) = raw_html::tag(html).filter(|(found, _)| found.closes) else {
                    continue;
                };
                match ends.last.iter_mut().find(|(name, _)| *name == found.name) {
                    Some((_, last)) => *last = later,
                    None => ends.last.push((found.name, later)),
                }
            }
        }
        ends.last
            .iter()
            .any(|&(name, last)| name == tag.name && last > index)
    }

    /// Raw HTML within text: the event `index` of a block whose events end before `end`.
    pub(super) fn raw_inline(
        &mut self,
        html: &str,
        setting: Setting,
        (index, end): (u32, u32),
        ends: &mut EndTags,
    ) {
        if self.raw_html == RawHtml::Trust {
            self.html.push_str(html);
            return;
        }
        if html.starts_with("<!--") {
            self.comment(html);
            return;
        }
        let at = self.tape.events[index as usize].1.start;
        let tag = raw_html::tag(html)
            .map(|(tag, _)| tag)
            .filter(|_| self.raw_html == RawHtml::Filter)
            .filter(|tag| setting == Setting::Flow || raw_html::is_phrase(tag.name))
            .filter(|tag| self.has_end_tag(tag, index, end, ends));
        if let Some(tag) = tag {
            self.raw_tag(&tag, at);
        } else {
            self.make_room(Content::Phrase);
            escape_into(&mut self.html, html);
        }
    }

    /// A block of raw HTML: allowed tags stay, the rest is text.
    pub(super) fn raw_block(&mut self, text: &str, line: u32) {
        if self.raw_html == RawHtml::Trust {
            self.html.push_str(text);
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let Some(at) = rest.find('<') else {
                self.raw_text(rest);
                break;
            };
            self.raw_text(&rest[..at]);
            rest = &rest[at..];
            if rest.starts_with("<!--") {
                let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
                let comment = &rest[..end];
                self.comment(comment);
                rest = &rest[end..];
                continue;
            }
            if let Some((tag, length)) =
                raw_html::tag(rest).filter(|_| self.raw_html == RawHtml::Filter)
            {
                let at = self.lines.line_span(&self.source.text, line).start as usize;
                self.raw_tag(&tag, at);
                rest = &rest[length..];
            } else {
                self.raw_text("<");
                rest = &rest[1..];
            }
        }
    }

    /// Text between tags of raw HTML, with the character references of the author decoded.
    fn raw_text(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.html.push_str(text);
            return;
        }
        self.make_room(Content::Phrase);
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            escape_into(&mut self.html, &rest[..at]);
            rest = &rest[at..];
            if let Some((decoded, length)) = raw_html::entity(rest) {
                escape_into(&mut self.html, &decoded);
                rest = &rest[length..];
            } else {
                self.html.push_str("&amp;");
                rest = &rest[1..];
            }
        }
        escape_into(&mut self.html, rest);
    }

    /// Comments are dropped, but for the directives of planfolio.
    fn comment(&mut self, comment: &str) {
        let inner = comment
            .trim_start_matches("<!--")
            .trim_end_matches("-->")
            .trim();
        if inner
            .strip_prefix("planfolio:")
            .is_some_and(|directive| directive.trim() == "no-diagram")
        {
            self.no_diagram = true;
        }
    }

    fn raw_tag(&mut self, tag: &RawTag<'_>, at: usize) {
        if tag.closes {
            self.end_tag(tag.name);
            return;
        }
        if self.open_raw.len() >= DEEPEST && !raw_html::is_void(tag.name) {
            self.too_deep.get_or_insert(at);
            return;
        }
        if !self.make_place_for(tag.name) {
            return;
        }
        match tag.name {
            "img" => {
                let source = raw_html::attribute(tag.attributes, "src").unwrap_or("");
                let destination = raw_html::decode_entities(source);
                let alternative = raw_html::attribute(tag.attributes, "alt").unwrap_or("");
                let alternative = raw_html::decode_entities(alternative);
                let target = target::of_link(&destination, Origin::Image);
                let image = self.push_reference(at, at, target, true);
                self.references[image as usize].alternative = alternative.into();
                self.hole(Fill::Image(image));
            }
            "a" => {
                let destination = raw_html::attribute(tag.attributes, "href")
                    .map(raw_html::decode_entities)
                    .filter(|_| self.link_depth == 0);
                self.push_raw("a");
                let link = destination.map(|destination| {
                    let target = target::of_link(&destination, Origin::Link);
                    let link = self.push_reference(at, at, target, true);
                    self.hole(Fill::LinkStart(link));
                    self.link_depth += 1;
                    link
                });
                if let Some(open) = self.open_raw.last_mut() {
                    open.link = link;
                }
            }
            name => {
                if !raw_html::is_void(name) {
                    self.push_raw(name);
                }
                self.start_tag(name, tag.attributes);
            }
        }
    }

    /// Closes what the element may not stand in, and opens what it must stand in. Returns `false` when it cannot stand
    /// here at all: an item without a list around it.
    fn make_place_for(&mut self, name: &'static str) -> bool {
        let wanted = raw_html::parents(name);
        if wanted.is_empty() {
            self.make_room(if raw_html::is_phrase(name) {
                Content::Phrase
            } else {
                Content::Flow
            });
            return true;
        }
        let depth = self.containers.len();
        let here = |open: &OpenRaw| open.depth == depth && wanted.contains(&open.name);
        let Some(parent) = self.open_raw.iter().rposition(here) else {
            return false;
        };
        while self.open_raw.len() > parent + 1 {
            self.close_last_raw();
        }
        // A row stands in the body of a table and a cell in a row, whether or not the author writes them.
        let found = self.open_raw[parent].name;
        let missing: &[&'static str] = match (name, found) {
            ("tr", "table") => &["tbody"],
            ("td" | "th", "table") => &["tbody", "tr"],
            ("td" | "th", "thead" | "tbody" | "tfoot") => &["tr"],
            _ => &[],
        };
        for name in missing {
            self.push_raw(name);
            self.start_tag(name, "");
        }
        true
    }

    /// Notes that an element is open whose start tag is written next.
    fn push_raw(&mut self, name: &'static str) {
        let level = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let written = name.as_bytes()[1] - b'0';
                written.clamp(2, 6).min(self.heading_level + 1)
            }
            _ => 0,
        };
        self.open_raw.push(OpenRaw {
            name,
            depth: self.containers.len(),
            link: None,
            level,
            start: (self.html.len(), self.holes.len()),
        });
    }

    /// Writes a start tag; of its attributes only those that say what the element is.
    fn start_tag(&mut self, name: &str, attributes: &str) {
        match self.open_raw.last() {
            Some(open) if open.level > 0 && open.name == name => {
                let level = open.level;
                let _ = write!(self.html, "<h{level}>");
                return;
            }
            _ => {}
        }
        self.html.push('<');
        self.html.push_str(name);
        let kept: &[&str] = match name {
            "details" => &["open"],
            "td" | "th" => &["colspan", "rowspan"],
            "ol" => &["start"],
            "abbr" => &["title"],
            _ => &[],
        };
        for &attribute in kept {
            let Some(value) = raw_html::attribute(attributes, attribute) else {
                continue;
            };
            let value = raw_html::decode_entities(value);
            let is_number =
                (1..=4).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
            match attribute {
                "open" => self.html.push_str(" open"),
                "title" => {
                    self.html.push_str(" title=\"");
                    escape_into(&mut self.html, &value);
                    self.html.push('"');
                }
                _ if is_number => {
                    let _ = write!(self.html, " {attribute}=\"{value}\"");
                }
                _ => {}
            }
        }
        self.html.push('>');
    }

    /// Closes the innermost raw element of that name in this container, and those inside of it.
    fn end_tag(&mut self, name: &str) {
        let depth = self.containers.len();
        let matches = |open: &OpenRaw| open.name == name && open.depth == depth;
        if let Some(open) = self.open_raw.iter().rposition(matches) {
            while self.open_raw.len() > open {
                self.close_last_raw();
            }
        }
    }

    fn close_last_raw(&mut self) {
        let Some(open) = self.open_raw.pop() else {
            return;
        };
        if open.name == "a" {
            if let Some(link) = open.link {
                self.hole(Fill::LinkEnd(link));
                self.link_depth = self.link_depth.saturating_sub(1);
            }
            return;
        }
        if open.level > 0 {
            let (start, holes) = open.start;
            if self.is_blank_since(start, holes) {
                // A heading without text says nothing and is announced as a blank by screen readers.
                self.html.truncate(start);
                self.holes.truncate(holes);
                return;
            }
            self.heading_level = open.level;
            let _ = write!(self.html, "</h{}>", open.level);
            return;
        }
        self.html.push_str("</");
        self.html.push_str(open.name);
        self.html.push('>');
    }

    /// Whether only tags and blanks were written since there were `start` bytes of HTML and `holes` holes.
    pub(super) fn is_blank_since(&self, start: usize, holes: usize) -> bool {
        let mut inside = false;
        let has_text = self.html[start..].chars().any(|c| {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    return false;
                }
                _ => {}
            }
            !inside && !c.is_whitespace()
        });
        let shows = |fill: &Fill| !matches!(fill, Fill::LinkStart(_) | Fill::LinkEnd(_));
        !has_text && !self.holes[holes..].iter().any(|hole| shows(&hole.fill))
    }
}
