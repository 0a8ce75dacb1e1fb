//! Headings, what they are about, and which blocks stand under them.

use super::key::{self, Key};
use super::tape::{BlockId, BlockKind, Tape};
use super::topic::{self, Topic};
use crate::base::slug::{UniqueNames, github_anchor};
use crate::base::span::LineIndex;
use crate::model::document::Section;

/// A heading with its place in the outline.
pub(super) struct Heading {
    pub(super) block: BlockId,
    pub(super) level: u8,
    /// Plain text, trimmed.
    pub(super) title: String,
    pub(super) topic: Option<Topic>,
    /// The heading around this one: an index into [`Outline::headings`].
    pub(super) parent: Option<usize>,
    pub(super) anchor: String,
    pub(super) line: u32,
    /// The number of the user story that the title names.
    pub(super) story: Option<String>,
    /// Whether the title names a phase of the work.
    pub(super) is_phase: bool,
}

/// A top-level block with the heading it stands under.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    pub(super) block: BlockId,
    /// An index into [`Outline::headings`]; a heading's own entry names itself.
    pub(super) heading: Option<usize>,
}

/// The outline of a document.
pub(super) struct Outline {
    pub(super) headings: Vec<Heading>,
    /// The children of the root, in order.
    pub(super) top: Vec<Placed>,
    /// The index in `headings` of the heading that is the document's title.
    pub(super) title: Option<usize>,
}

impl Outline {
    /// Reads the outline of a tape. Anchors are claimed from `names`.
    pub(super) fn new(tape: &Tape<'_>, lines: &LineIndex, names: &mut UniqueNames) -> Self {
        let mut headings: Vec<Heading> = Vec::new();
        let mut top = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for block in tape.children(0) {
            if let BlockKind::Heading(level) = tape.kind(block) {
                while open
                    .last()
                    .is_some_and(|&index| headings[index].level >= level)
                {
                    open.pop();
                }
                let title = one_line(tape.text(block));
                let slug = github_anchor(&title);
                let wanted = if slug.is_empty() { "section" } else { &slug };
                headings.push(Heading {
                    block,
                    level,
                    topic: topic::of_title(&title),
                    parent: open.last().copied(),
                    anchor: names.claim(wanted, 1),
                    line: lines.line(tape.blocks[block].span.start as usize),
                    story: super::facts::story_number(&title),
                    is_phase: super::facts::is_phase(&title),
                    title,
                });
                open.push(headings.len() - 1);
            }
            top.push(Placed {
                block,
                heading: open.last().copied(),
            });
        }
        let title = headings
            .iter()
            .position(|heading| heading.level == 1)
            .filter(|&first| {
                headings[..first].iter().all(|heading| heading.level > 1) && first == 0
            });
        Self {
            headings,
            top,
            title,
        }
    }

    /// The sections of the model.
    pub(super) fn sections(&self) -> Vec<Section> {
        self.headings
            .iter()
            .map(|heading| Section {
                level: heading.level,
                title: heading.title.clone(),
                anchor: heading.anchor.clone(),
                line: heading.line,
            })
            .collect()
    }

    /// The nearest topic of a heading or the headings around it.
    pub(super) fn topic(&self, heading: Option<usize>) -> Option<Topic> {
        self.chain(heading).find_map(|heading| heading.topic)
    }

    /// Whether a heading or one around it has the topic.
    pub(super) fn is_under(&self, heading: Option<usize>, topic: Topic) -> bool {
        self.chain(heading)
            .any(|heading| heading.topic == Some(topic))
    }

    /// A heading and the headings around it, innermost first.
    pub(super) fn chain(&self, heading: Option<usize>) -> impl Iterator<Item = &Heading> {
        std::iter::successors(heading, |&index| self.headings[index].parent)
            .map(|index| &self.headings[index])
    }

    /// The top-level blocks that stand directly under a heading, those under its sub-headings excluded, as a range of
    /// [`Outline::top`].
    pub(super) fn body(&self, heading: usize) -> &[Placed] {
        let start = self
            .top
            .partition_point(|placed| placed.block <= self.headings[heading].block);
        let length = self.top[start..]
            .iter()
            .take_while(|placed| placed.heading == Some(heading))
            .count();
        &self.top[start..start + length]
    }
}

/// What a list stands under: the bold line or the line with a colon directly before it.
pub(super) struct LeadIn<'t> {
    /// The text without colon.
    pub(super) text: &'t str,
    pub(super) topic: Option<Topic>,
    pub(super) key: Option<Key>,
    pub(super) bold: bool,
}

/// The lead-in of the block at `index` of a run of blocks.
pub(super) fn lead_in<'t>(tape: &'t Tape<'_>, run: &[Placed], index: usize) -> Option<LeadIn<'t>> {
    let before = run.get(index.checked_sub(1)?)?.block;
    lead_in_of(tape, before)
}

/// What a paragraph introduces, when it is a bold line or a short line that ends with a colon.
pub(super) fn lead_in_of<'t>(tape: &'t Tape<'_>, paragraph: BlockId) -> Option<LeadIn<'t>> {
    if tape.kind(paragraph) != BlockKind::Paragraph {
        return None;
    }
    let bold_line = super::label::bold_line(tape, paragraph);
    let text = bold_line.or_else(|| {
        let text = tape.text(paragraph).trim();
        let line = text.strip_suffix([':', '：'])?;
        (line.chars().count() <= 60 && !line.contains('\n')).then_some(line)
    })?;
    let text = text.trim().trim_end_matches([':', '：']).trim();
    Some(LeadIn {
        text,
        topic: topic::of_title(text),
        key: key::of_label(text),
        bold: bold_line.is_some(),
    })
}

/// Whether a text is one line of words with one blank between them. May say no of a text that is.
fn is_one_line(text: &str) -> bool {
    // A blank before the text, so that one at its start counts as doubled.
    let mut before = b' ';
    for byte in text.bytes() {
        // Blanks outside of ASCII begin with one of these.
        let may_be_blank = byte < b' ' || matches!(byte, 0xC2 | 0xE1..=0xE3);
        if may_be_blank || byte == b' ' && before == b' ' {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// A text on one line: line ends and runs of blanks to single blanks, trimmed.
pub(super) fn one_line(text: &str) -> String {
    if is_one_line(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
