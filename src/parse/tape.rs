//! A document as a tape of Markdown events with an arena of blocks over it.
//!
//! The tape is the only reading of the Markdown: facts walk the blocks, the body writer walks the events. The plain
//! text of all inline content stands in one buffer, so that a block's text is a slice and costs no allocation.

use crate::base::span::Span;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The number of a block in [`Tape::blocks`].
pub(super) type BlockId = usize;

/// How many blocks, and how many inline elements, may lie inside of each other. Real documents need a tenth; browsers
/// take about five times as much. What is deeper stands where the last of them stands.
pub(super) const DEEPEST: usize = 100;

/// No block.
pub(super) const NONE: u32 = u32::MAX;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// The document.
    Root,
    /// A heading with its level 1–6.
    Heading(u8),
    /// A paragraph; also the bare text of a tight list item.
    Paragraph,
    /// A list; `Some` with the first number when ordered.
    List(Option<u64>),
    /// A list item.
    Item,
    /// A block quote.
    Quote,
    /// A table.
    Table,
    /// The head of a table.
    TableHead,
    /// A row of a table.
    TableRow,
    /// A cell of a row or head.
    TableCell,
    /// A fenced or indented code block.
    Code,
    /// A block of raw HTML.
    Html,
    /// A footnote definition.
    Footnote,
    /// A thematic break.
    Rule,
}

/// A block of the document.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) parent: u32,
    pub(super) first_child: u32,
    pub(super) last_child: u32,
    pub(super) next: u32,
    /// Events of the block, its start and end included; for the bare text of a tight item only the inline events.
    pub(super) events: Range<u32>,
    /// Bytes of the source.
    pub(super) span: Span,
    /// Plain text of the inline content, a range of [`Tape::plain`]; empty for containers.
    pub(super) text: Range<u32>,
    /// Marks of the inline content, a range of [`Tape::marks`].
    pub(super) marks: Range<u32>,
}

/// What a stretch of plain text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    Strong,
    Emphasis,
    Code,
    Link,
    Struck,
    /// Raw inline HTML that is shown as text.
    Tag,
}

/// A stretch of inline content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) kind: MarkKind,
    /// Offsets in [`Tape::plain`].
    pub(super) start: u32,
    pub(super) end: u32,
    /// The event that opens it.
    pub(super) event: u32,
}

/// The tape of one document.
pub(super) struct Tape<'a> {
    pub(super) source: &'a str,
    pub(super) events: Vec<(Event<'a>, Range<usize>)>,
    pub(super) blocks: Vec<Block>,
    /// The block that starts at each event, [`NONE`] for inline and end events.
    pub(super) block_at: Vec<u32>,
    pub(super) plain: String,
    pub(super) marks: Vec<Mark>,
    /// Pairs of (offset in `plain`, offset in `source`), ascending; one pair for each stretch of text.
    pub(super) origins: Vec<(u32, u32)>,
    /// For each event that adds to `plain`: the offset where its text begins there.
    pub(super) plain_at: Vec<u32>,
    /// The first byte of what is nested deeper than [`DEEPEST`].
    pub(super) too_deep: Option<usize>,
}

/// The Markdown extensions that are read: those of GitHub, except task lists, whose marks are read here because `[~]`
/// and `[-]` occur, and math, because `$5` is money.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
}

impl<'a> Tape<'a> {
    /// Reads the Markdown of `source` from the byte `from` on.
    pub(super) fn new(source: &'a str, from: usize) -> Self {
        let text = &source[from..];
        let mut tape = Tape {
            source,
            events: Vec::with_capacity(text.len() / 24),
            blocks: Vec::with_capacity(text.len() / 120 + 4),
            block_at: Vec::with_capacity(text.len() / 24),
            plain: String::with_capacity(text.len()),
            marks: Vec::with_capacity(text.len() / 200),
            origins: Vec::with_capacity(text.len() / 64),
            plain_at: Vec::with_capacity(text.len() / 24),
            too_deep: None,
        };
        tape.open_block(BlockKind::Root, Span::new(from, source.len()), 0);
        let mut open: Vec<u32> = vec![0];
        let mut open_marks: Vec<usize> = Vec::new();
        let mut bare = false;
        let mut flat = Flat::default();
        for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
            let range = range.start + from..range.end + from;
            match flat.takes(&event, open.len(), open_marks.len()) {
                Taken::Not => {}
                Taken::Block => {
                    tape.too_deep.get_or_insert(range.start);
                    let at = tape.events.len() as u32;
                    tape.end_bare_text(&mut open, &mut bare, at);
                    continue;
                }
                Taken::Inline => {
                    tape.too_deep.get_or_insert(range.start);
                    continue;
                }
            }
            tape.push(event, range, &mut open, &mut open_marks, &mut bare);
        }
        let end = tape.events.len() as u32;
        while let Some(block) = open.pop() {
            tape.close_block(block, end);
        }
        tape
    }

    fn push(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
        open: &mut Vec<u32>,
        open_marks: &mut Vec<usize>,
        bare: &mut bool,
    ) {
        let at = self.events.len() as u32;
        let mut started = NONE;
        let starts_block = match &event {
            Event::Start(tag) => block_kind(tag),
            Event::Rule => Some(BlockKind::Rule),
            _ => None,
        };
        if let Some(kind) = starts_block {
            self.end_bare_text(open, bare, at);
            let span = Span::new(range.start, range.end);
            started = self.open_block(kind, span, at);
            self.attach(started, open);
            if kind == BlockKind::Rule {
                self.close_block(started, at + 1);
            } else {
                open.push(started);
            }
        } else if ends_block(&event) {
            self.end_bare_text(open, bare, at);
            if open.len() > 1 {
                let block = open.pop().expect("the root stays open");
                self.close_block(block, at + 1);
            }
        } else {
            let top = *open.last().expect("the root stays open") as usize;
            if !*bare
                && matches!(
                    self.blocks[top].kind,
                    BlockKind::Item | BlockKind::Quote | BlockKind::Footnote | BlockKind::Root
                )
            {
                let block =
                    self.open_block(BlockKind::Paragraph, Span::new(range.start, range.end), at);
                self.attach(block, open);
                open.push(block);
                *bare = true;
                started = NONE;
            }
            let top = *open.last().expect("the root stays open") as usize;
            if *bare {
                self.blocks[top].span.end = self.blocks[top].span.end.max(range.end as u32);
            }
            if self.inline(&event, &range, top, open_marks, at) {
                return;
            }
        }
        self.events.push((event, range));
        self.block_at.push(started);
        if self.plain_at.len() < self.events.len() {
            self.plain_at.push(self.plain.len() as u32);
        }
    }

    /// Adds an inline event to the plain text and the marks. Returns `true` when it was merged into the last event.
    fn inline(
        &mut self,
        event: &Event<'a>,
        range: &Range<usize>,
        block: usize,
        open_marks: &mut Vec<usize>,
        at: u32,
    ) -> bool {
        let kind = self.blocks[block].kind;
        if matches!(kind, BlockKind::Code | BlockKind::Html) {
            return false;
        }
        match event {
            Event::Text(text) => {
                self.origins
                    .push((self.plain.len() as u32, range.start as u32));
                let begin = self.plain.len() as u32;
                self.plain.push_str(text);
                if let Some((Event::Text(last), last_range)) = self.events.last_mut()
                    && last_range.end == range.start
                    && last.len() == last_range.len()
                    && text.len() == range.len()
                    && !matches!(last, CowStr::Boxed(_))
                {
                    last_range.end = range.end;
                    *last = CowStr::Borrowed(&self.source[last_range.clone()]);
                    self.origins.pop();
                    return true;
                }
                self.plain_at.push(begin);
            }
            Event::Code(text) => {
                let start = self.plain.len() as u32;
                self.plain_at.push(start);
                self.origins.push((start, range.start as u32));
                self.plain.push_str(text);
                self.marks.push(Mark {
                    kind: MarkKind::Code,
                    start,
                    end: self.plain.len() as u32,
                    event: at,
                });
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                let start = self.plain.len() as u32;
                self.plain_at.push(start);
                self.origins.push((start, range.start as u32));
                if super::raw_html::is_line_break(html) {
                    self.plain.push(' ');
                } else if !super::raw_html::is_allowed(html) {
                    self.plain.push_str(html);
                    self.marks.push(Mark {
                        kind: MarkKind::Tag,
                        start,
                        end: self.plain.len() as u32,
                        event: at,
                    });
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                self.plain_at.push(self.plain.len() as u32);
                self.origins
                    .push((self.plain.len() as u32, range.start as u32));
                self.plain.push('\n');
            }
            Event::Start(tag) => {
                let kind = match tag {
                    Tag::Strong => MarkKind::Strong,
                    Tag::Emphasis => MarkKind::Emphasis,
                    Tag::Strikethrough => MarkKind::Struck,
                    _ => MarkKind::Link,
                };
                open_marks.push(self.marks.len());
                self.marks.push(Mark {
                    kind,
                    start: self.plain.len() as u32,
                    end: self.plain.len() as u32,
                    event: at,
                });
            }
            Event::End(_) => {
                if let Some(mark) = open_marks.pop() {
                    self.marks[mark].end = self.plain.len() as u32;
                }
            }
            _ => {}
        }
        false
    }

    fn end_bare_text(&mut self, open: &mut Vec<u32>, bare: &mut bool, at: u32) {
        if *bare {
            *bare = false;
            let block = open.pop().expect("bare text is a block");
            self.close_block(block, at);
        }
    }

    fn open_block(&mut self, kind: BlockKind, span: Span, at: u32) -> u32 {
        let text = self.plain.len() as u32;
        let marks = self.marks.len() as u32;
        self.blocks.push(Block {
            kind,
            parent: NONE,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            events: at..at,
            span,
            text: text..text,
            marks: marks..marks,
        });
        self.blocks.len() as u32 - 1
    }

    fn attach(&mut self, block: u32, open: &[u32]) {
        let parent = *open.last().expect("the root stays open");
        self.blocks[block as usize].parent = parent;
        let last = std::mem::replace(&mut self.blocks[parent as usize].last_child, block);
        if last == NONE {
            self.blocks[parent as usize].first_child = block;
        } else {
            self.blocks[last as usize].next = block;
        }
    }

    fn close_block(&mut self, block: u32, end_event: u32) {
        let (text, marks) = (self.plain.len() as u32, self.marks.len() as u32);
        let block = &mut self.blocks[block as usize];
        block.events.end = end_event;
        if matches!(
            block.kind,
            BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::TableCell
        ) {
            block.text.end = text;
            block.marks.end = marks;
            // Texts of neighbouring blocks must not run into each other in word counts.
            self.plain.push('\n');
        }
    }

    /// The plain text of a block with inline content; empty for containers.
    pub(super) fn text(&self, block: BlockId) -> &str {
        let range = &self.blocks[block].text;
        &self.plain[range.start as usize..range.end as usize]
    }

    /// The marks of a block with inline content.
    pub(super) fn marks(&self, block: BlockId) -> &[Mark] {
        let range = &self.blocks[block].marks;
        &self.marks[range.start as usize..range.end as usize]
    }

    /// The children of a block in order.
    pub(super) fn children(&self, block: BlockId) -> Children<'_, 'a> {
        Children {
            tape: self,
            next: self.blocks[block].first_child,
        }
    }

    /// The first child of a block.
    pub(super) fn first_child(&self, block: BlockId) -> Option<BlockId> {
        as_id(self.blocks[block].first_child)
    }

    /// The block after this one under the same parent.
    pub(super) fn next(&self, block: BlockId) -> Option<BlockId> {
        as_id(self.blocks[block].next)
    }

    /// The block around this one.
    pub(super) fn parent(&self, block: BlockId) -> Option<BlockId> {
        as_id(self.blocks[block].parent)
    }

    /// The kind of a block.
    pub(super) fn kind(&self, block: BlockId) -> BlockKind {
        self.blocks[block].kind
    }

    /// The byte of the source from which the character at `offset` of `plain` comes.
    pub(super) fn origin(&self, offset: usize) -> usize {
        let at = self
            .origins
            .partition_point(|&(plain, _)| plain as usize <= offset);
        let Some(&(plain, source)) = at.checked_sub(1).and_then(|index| self.origins.get(index))
        else {
            return 0;
        };
        // Escapes and entities make text shorter than its source; the end of the stretch is then an approximation.
        (source as usize + (offset - plain as usize)).min(self.source.len())
    }

    /// The text of a code block.
    pub(super) fn code(&self, block: BlockId) -> String {
        let range = self.blocks[block].events.clone();
        let mut out = String::new();
        for (event, _) in &self.events[range.start as usize..range.end as usize] {
            if let Event::Text(text) = event {
                out.push_str(text);
            }
        }
        out
    }

    /// The info string of a code block; empty for an indented one.
    pub(super) fn info(&self, block: BlockId) -> &str {
        match &self.events[self.blocks[block].events.start as usize].0 {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => info,
            _ => "",
        }
    }
}

/// What is left out because it is nested too deeply: containers, whose content stands in the container around them.
#[derive(Debug, Default)]
struct Flat {
    blocks: usize,
    inline: usize,
}

/// Whether an event is left out.
enum Taken {
    Not,
    Block,
    Inline,
}

impl Flat {
    /// Looks at an event inside of `open` blocks and `marks` inline elements.
    fn takes(&mut self, event: &Event<'_>, open: usize, marks: usize) -> Taken {
        match event {
            // An item needs its list: only whole lists begin to be left out, then all that is in them.
            Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_))
                if self.blocks > 0 || open > DEEPEST =>
            {
                self.blocks += 1;
                Taken::Block
            }
            Event::Start(Tag::Item) if self.blocks > 0 => {
                self.blocks += 1;
                Taken::Block
            }
            Event::End(
                TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition,
            ) if self.blocks > 0 => {
                self.blocks -= 1;
                Taken::Block
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
                if self.inline > 0 || marks >= DEEPEST =>
            {
                self.inline += 1;
                Taken::Inline
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
                if self.inline > 0 =>
            {
                self.inline -= 1;
                Taken::Inline
            }
            _ => Taken::Not,
        }
    }
}

fn as_id(block: u32) -> Option<BlockId> {
    (block != NONE).then_some(block as BlockId)
}

/// The children of a block, from [`Tape::children`].
pub(super) struct Children<'t, 'a> {
    tape: &'t Tape<'a>,
    next: u32,
}

impl Iterator for Children<'_, '_> {
    type Item = BlockId;

    fn next(&mut self) -> Option<BlockId> {
        let block = as_id(self.next)?;
        self.next = self.tape.blocks[block].next;
        Some(block)
    }
}

fn block_kind(tag: &Tag<'_>) -> Option<BlockKind> {
    Some(match tag {
        Tag::Heading { level, .. } => BlockKind::Heading(*level as u8),
        Tag::Paragraph => BlockKind::Paragraph,
        Tag::List(first) => BlockKind::List(*first),
        Tag::Item => BlockKind::Item,
        Tag::BlockQuote(_) => BlockKind::Quote,
        Tag::Table(_) => BlockKind::Table,
        Tag::TableHead => BlockKind::TableHead,
        Tag::TableRow => BlockKind::TableRow,
        Tag::TableCell => BlockKind::TableCell,
        Tag::CodeBlock(_) => BlockKind::Code,
        Tag::HtmlBlock => BlockKind::Html,
        Tag::FootnoteDefinition(_) => BlockKind::Footnote,
        _ => return None,
    })
}

fn ends_block(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::End(
            TagEnd::Heading(_)
                | TagEnd::Paragraph
                | TagEnd::List(_)
                | TagEnd::Item
                | TagEnd::BlockQuote(_)
                | TagEnd::Table
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::TableCell
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::FootnoteDefinition
        )
    )
}
