//! What one document says: the result of parsing it, independent of all other documents.

use super::contract::Contract;
use super::diagram::Diagram;
use super::fact::Facts;
use super::reference::Reference;
use super::source::{DocId, DocumentKind, FeatureId, Format};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use std::sync::Arc;

/// A line of the metadata block or a key of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// As written, without the colon.
    pub name: String,
    /// Plain text.
    pub value: String,
    /// The value as HTML with holes.
    pub body: Body,
    /// The source line, from 1.
    pub line: u32,
}

/// The normalised status of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusValue {
    /// Being written.
    Draft,
    /// Being read by others.
    Review,
    /// Agreed.
    Approved,
    /// To be built later.
    Planned,
    /// Being built.
    InProgress,
    /// Waiting.
    Blocked,
    /// Built.
    Done,
    /// No longer in force.
    Archived,
    /// Not stated, or in words that are not known.
    Unknown,
}

impl StatusValue {
    /// All values.
    pub const ALL: [StatusValue; 9] = [
        Self::Draft,
        Self::Review,
        Self::Approved,
        Self::Planned,
        Self::InProgress,
        Self::Blocked,
        Self::Done,
        Self::Archived,
        Self::Unknown,
    ];

    /// The word of portfolio.json.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Approved => "approved",
            Self::Planned => "planned",
            Self::InProgress => "in-progress",
            Self::Blocked => "blocked",
            Self::Done => "done",
            Self::Archived => "archived",
            Self::Unknown => "unknown",
        }
    }
}

/// A status with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The normalised value.
    pub value: StatusValue,
    /// As written.
    pub text: Option<String>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// 1–6.
    pub level: u8,
    /// Plain text.
    pub title: String,
    /// The anchor as GitHub makes it, unique on the page.
    pub anchor: String,
    /// The source line, from 1.
    pub line: u32,
}

/// HTML with holes that are filled when the page is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// Safe HTML.
    pub html: String,
    /// Holes in ascending order of `at`.
    pub holes: Vec<Hole>,
}

/// A place in a body where something is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hole {
    /// Byte offset in the HTML.
    pub at: u32,
    /// What is filled in.
    pub fill: Fill,
}

/// What a hole is filled with. Indices are into the lists of the [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// The start tag of a link, or nothing when the reference resolves to text.
    LinkStart(u32),
    /// The end tag of that link.
    LinkEnd(u32),
    /// An image, or a link to it, or its alternative text.
    Image(u32),
    /// The places that refer to an anchor: an index into [`Document::fact_anchors`].
    BackReferences(u32),
    /// A code block: an index into [`Document::code_blocks`].
    Code(u32),
    /// A diagram: an index into [`Document::diagrams`].
    Diagram(u32),
    /// A line of the source, from 1, for the margin: a link where the repository is known.
    Line(u32),
    /// A text of the interface: parsing does not know the language of the site.
    Text(Word),
}

macro_rules! words {
    ($($variant:ident $key:literal),* $(,)?) => {
        /// A text of the interface that stands in bodies. Holes are many, so it is one byte and not a string.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "named as their keys")]
        pub enum Word {
            $($variant,)*
        }

        impl Word {
            /// The key of the text in the theme's tables.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
        }
    };
}

words! {
    LevelCritical "level_critical",
    LevelHigh "level_high",
    LevelLow "level_low",
    LevelMedium "level_medium",
    LevelNone "level_none",
    LinkToSection "link_to_section",
    NoteCaution "note_caution",
    NoteImportant "note_important",
    NoteNote "note_note",
    NoteTip "note_tip",
    NoteWarning "note_warning",
    StateDone "state_done",
    StateOpen "state_open",
    StateOther "state_other",
    Table "table",
    Tree "tree",
}

/// A fenced or indented code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeBlock {
    /// The first word of the info string; empty when there is none.
    pub language: String,
    /// The text; that of a contract is the text of its file.
    pub text: Arc<str>,
    /// The source line of its first line, from 1.
    pub line: u32,
}

/// What an exported id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SymbolKind {
    /// A requirement.
    Requirement,
    /// A story.
    Story,
    /// A task or work package.
    Task,
    /// A box of a checklist.
    Check,
    /// A decision.
    Decision,
    /// A risk.
    Risk,
    /// A question.
    Question,
    /// Anything else with an id, such as an assumption or an invariant.
    Other,
}

impl SymbolKind {
    /// The word for it in texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Requirement => "requirement",
            Self::Story => "story",
            Self::Task => "task",
            Self::Check => "check",
            Self::Decision => "decision",
            Self::Risk => "risk",
            Self::Question => "question",
            Self::Other => "item",
        }
    }
}

/// An id that a document defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// As written.
    pub id: String,
    /// What it stands for.
    pub kind: SymbolKind,
    /// Where on the page.
    pub anchor: String,
    /// The source line, from 1.
    pub line: u32,
    /// A definition rather than a restatement.
    pub defines: bool,
    /// The text behind it, of kinds that have no fact of their own ([`SymbolKind::Other`]); empty otherwise.
    pub text: Box<str>,
}

/// A kind of diagnostic that a document asks not to be told, by a comment in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// Which kind.
    pub code: Code,
    /// The first and the last line that it counts for, from 1; `None` for the whole document.
    pub lines: Option<(u32, u32)>,
}

/// Whether a document asks not to be told a diagnostic about it. One about the whole file is silenced by a comment for
/// the whole document alone.
pub fn is_silenced(document: &Document, diagnostic: &Diagnostic) -> bool {
    document.silences.iter().any(|silence| {
        let covers = match (silence.lines, diagnostic.place) {
            (None, _) => true,
            (Some((first, last)), Some((_, at))) => (first..=last).contains(&at.line),
            (Some(_), None) => false,
        };
        covers && silence.code == diagnostic.code
    })
}

/// One parsed document.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its number in path order.
    pub id: DocId,
    /// Path below SOURCE.
    pub path: RelPath,
    /// Path below the feature's folder.
    pub inner: RelPath,
    /// The feature it belongs to.
    pub feature: Option<FeatureId>,
    /// What it is for.
    pub kind: DocumentKind,
    /// How it was read.
    pub format: Format,
    /// The title without the prefix of its kind.
    pub title: String,
    /// Whether the title is written in the document (H1, front matter or first heading) rather than made from its path.
    pub title_written: bool,
    /// The first paragraph of prose in plain text, at most about 300 characters.
    pub summary: Option<String>,
    /// The metadata block and front matter, in order.
    pub properties: Vec<Property>,
    /// The status, when one is stated.
    pub status: Option<Status>,
    /// Headings in order, the H1 included.
    pub sections: Vec<Section>,
    /// The body without H1 and metadata block.
    pub body: Body,
    /// Code blocks that the body has holes for.
    pub code_blocks: Vec<CodeBlock>,
    /// Diagrams that the body has holes for.
    pub diagrams: Vec<Diagram>,
    /// What a contract file says, when its language is understood. Its first code block is then the source.
    pub contract: Option<Arc<Contract>>,
    /// Anchors of facts that show their back-references on the page.
    pub fact_anchors: Vec<String>,
    /// Ids defined here, in order.
    pub symbols: Vec<Symbol>,
    /// References in order of their places.
    pub references: Vec<Reference>,
    /// Diagnostics that comments in it silence.
    pub silences: Vec<Silence>,
    /// Facts.
    pub facts: Facts,
    /// What is wrong with the document by itself.
    pub diagnostics: Vec<Diagnostic>,
    /// Words by Unicode word segmentation.
    pub words: u32,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// The title that `index.md`-like or README documents give to the feature, when the kind allows it.
    pub names_feature: bool,
}
