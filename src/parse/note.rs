//! What the facts tell the body writer: which blocks get an anchor, a class or another shape.

use super::tape::BlockId;
use crate::model::fact::TaskState;
use std::collections::BTreeMap;

/// The class of a list of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListClass {
    /// Requirements and the like with ids.
    Facts,
    /// Tasks.
    Tasks,
    /// Boxes that are no tasks.
    Checks,
    /// Sections without a list around them.
    Bare,
    /// `Key: value` pairs.
    Properties,
}

/// A badge before the title of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Badge {
    /// The level of a risk; `None` is "not rated".
    Level(Option<crate::model::fact::Level>),
    /// Method and path of an endpoint.
    Endpoint(String, String),
}

/// How a block is written. Offsets are in the tape's plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// Not at all: it is the title or metadata and stands elsewhere on the page.
    Hidden,
    /// As usual, with the anchor on its element.
    Anchor,
    /// A list with a class.
    List(ListClass),
    /// An item of a list of facts: the id in its margin, the text from an offset on.
    Item { label: String, from: u32 },
    /// A task.
    Task {
        label: Option<String>,
        from: u32,
        state: TaskState,
        tags: Vec<String>,
    },
    /// A box that is no task.
    Check {
        label: Option<String>,
        from: u32,
        state: TaskState,
    },
    /// A fact as a section of its own, up to the end of the block `last`.
    Section {
        label: Option<String>,
        title: (u32, u32),
        badge: Option<Badge>,
        last: BlockId,
    },
    /// An item of a property list: the label's text and where the value begins.
    Property { label: (u32, u32), value: u32 },
}

/// A note on one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) shape: Shape,
    /// The anchor on the page; empty when the block needs none.
    pub(super) anchor: String,
    /// The source line, from 1; shown beside sections.
    pub(super) line: u32,
}

/// Notes by block. A block has at most one; the first one stays, and of later ones only the anchors are kept.
#[derive(Debug, Default)]
pub(super) struct Notes {
    by_block: Vec<u32>,
    list: Vec<Note>,
    /// Anchors of further facts on blocks that have a note.
    more_anchors: BTreeMap<BlockId, Vec<String>>,
}

impl Notes {
    /// Room for `blocks` blocks.
    pub(super) fn new(blocks: usize) -> Self {
        Self {
            by_block: vec![u32::MAX; blocks],
            list: Vec::new(),
            more_anchors: BTreeMap::new(),
        }
    }

    /// Adds a note unless the block has one; then only the anchor is kept. Returns whether it was added.
    pub(super) fn add(&mut self, block: BlockId, shape: Shape, anchor: &str, line: u32) -> bool {
        if self.by_block[block] != u32::MAX {
            if !anchor.is_empty() {
                let anchors = self.more_anchors.entry(block).or_default();
                anchors.push(anchor.to_owned());
            }
            return false;
        }
        self.by_block[block] = self.list.len() as u32;
        self.list.push(Note {
            shape,
            anchor: anchor.to_owned(),
            line,
        });
        true
    }

    /// The note on a block.
    pub(super) fn get(&self, block: BlockId) -> Option<&Note> {
        self.list.get(self.by_block[block] as usize)
    }

    /// The anchors of a block besides that of its note.
    pub(super) fn more_anchors(&self, block: BlockId) -> &[String] {
        self.more_anchors.get(&block).map_or(&[], Vec::as_slice)
    }

    /// Whether a block has a note.
    pub(super) fn has(&self, block: BlockId) -> bool {
        self.by_block[block] != u32::MAX
    }
}
