//! References of a document to others, and what they resolve to.

use super::source::{DocId, FeatureId};
use crate::base::path::RelPath;
use crate::base::span::Span;
use std::sync::Arc;

/// Which symbols an id may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Any symbol of that name.
    Any,
    /// Only requirements: positional ids such as `1.2` in `_Requirements: 1.2_`.
    Requirements,
    /// Only tasks: positional ids such as `1.2` in `_Depends: 1.2_`.
    Tasks,
}

/// How a path came to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A Markdown link.
    Link,
    /// A Markdown image.
    Image,
    /// A code span that looks like a path; silent when it resolves to nothing.
    Code,
    /// Prose; silent when it resolves to nothing.
    Prose,
}

/// What a reference names, before anything is looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// An id such as `FR-001`, in the writing of the text; with the feature's name when it stands beside the id.
    Symbol {
        /// The id.
        id: Box<str>,
        /// Which symbols it may mean.
        scope: Scope,
        /// `010` in "spec 010 FR-2"; the symbol is then looked for in that feature only.
        feature: Option<Box<str>>,
    },
    /// A path relative to the document (or, in code spans, to the feature or a root).
    Path {
        /// Percent-decoded, without fragment and line suffix.
        path: Box<str>,
        /// The part behind `#`, percent-decoded.
        fragment: Option<Box<str>>,
        /// `12` of `file.rs:12`.
        line: Option<u32>,
        /// How it is written.
        origin: Origin,
    },
    /// A feature by number or folder name: "Spec 004", "feature 4", `004-gate-validation`.
    Feature {
        /// Number or name.
        name: String,
    },
    /// An address on the web (http, https, mailto).
    External(String),
    /// An address with a scheme that is not allowed, or one that only works on one machine.
    Unusable(String),
}

/// What stands beside the mention of an id and may say whose id it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beside {
    /// A number of three or four digits directly before it: 19 of "(019 FR-032)". It counts when a feature has it.
    pub number: Option<u16>,
    /// Whether the id continues a list or range that the id before it begins: `031 FR-008/FR-018`, `FR-001, FR-002
    /// and FR-005`.
    pub continues: bool,
}

/// One mention of something else in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The bytes of the mention in the document's text.
    pub span: Span,
    /// The line of the mention, from 1.
    pub line: u32,
    /// What it names.
    pub target: Target,
    /// What stands beside an id.
    pub beside: Beside,
    /// The anchor of the fact or section in which it stands; empty before the first heading.
    pub from: Arc<str>,
    /// Whether the body has a hole for it; `false` for the ids inside a range and those of front matter.
    pub shown: bool,
    /// The alternative text of an image; empty otherwise.
    pub alternative: Box<str>,
}

/// What a reference resolves to; the answer to the reference at the same index.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Link {
    /// A document, perhaps a place on its page.
    Document {
        /// Which.
        document: DocId,
        /// The anchor without `#`.
        anchor: Option<String>,
    },
    /// A feature's overview.
    Feature(FeatureId),
    /// A folder's page, by its path below SOURCE.
    Folder(RelPath),
    /// A copied file: an index into the crawl's assets.
    Asset(u32),
    /// The web.
    External(String),
    /// A file of the repository that is not part of the portfolio, by its path in the repository.
    Repository(String),
    /// Stays text.
    Text,
}
