//! What `read` finds: features, their files, and the decoded text of each.

use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::RelPath;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The number of a document in path order; an index into [`Crawl::sources`] and
/// [`super::portfolio::Portfolio::documents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocId(pub u32);

impl DocId {
    /// The id as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The number of a feature in path order; an index into [`Crawl::features`] and
/// [`super::portfolio::Portfolio::features`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeatureId(pub u32);

impl FeatureId {
    /// The id as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a document is for, told by its name and place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    /// `spec.md`: the feature specification.
    Spec,
    /// `requirements.md` of Kiro.
    Requirements,
    /// `proposal.md` of OpenSpec.
    Proposal,
    /// A delta of a capability below an OpenSpec change.
    Delta,
    /// `research.md`.
    Research,
    /// `data-model.md`.
    DataModel,
    /// A contract: a machine-readable file or a Markdown document below `contracts/`.
    Contract,
    /// `quickstart.md`.
    Quickstart,
    /// `design.md`.
    Design,
    /// `plan.md`.
    Plan,
    /// An architecture decision record.
    Adr,
    /// A user story of BMAD.
    Story,
    /// `tasks.md`.
    Tasks,
    /// A work package of spec-kitty.
    WorkPackage,
    /// A checklist.
    Checklist,
    /// The constitution of a portfolio.
    Constitution,
    /// A roadmap.
    Roadmap,
    /// Anything else.
    Other,
}

impl DocumentKind {
    /// All kinds in reading order.
    pub const ALL: [DocumentKind; 18] = [
        Self::Spec,
        Self::Requirements,
        Self::Proposal,
        Self::Delta,
        Self::Research,
        Self::DataModel,
        Self::Contract,
        Self::Quickstart,
        Self::Design,
        Self::Plan,
        Self::Adr,
        Self::Story,
        Self::Tasks,
        Self::WorkPackage,
        Self::Checklist,
        Self::Constitution,
        Self::Roadmap,
        Self::Other,
    ];

    /// The word of portfolio.json.
    pub fn word(self) -> &'static str {
        match self {
            Self::Spec => "spec",
            Self::Requirements => "requirements",
            Self::Proposal => "proposal",
            Self::Delta => "delta",
            Self::Research => "research",
            Self::DataModel => "data-model",
            Self::Contract => "contract",
            Self::Quickstart => "quickstart",
            Self::Design => "design",
            Self::Plan => "plan",
            Self::Adr => "adr",
            Self::Story => "story",
            Self::Tasks => "tasks",
            Self::WorkPackage => "work-package",
            Self::Checklist => "checklist",
            Self::Constitution => "constitution",
            Self::Roadmap => "roadmap",
            Self::Other => "other",
        }
    }

    /// The position in reading order: spec → research → data-model → contracts → quickstart → plan → tasks →
    /// checklists, other documents last.
    pub fn reading_order(self) -> u8 {
        self as u8
    }

    /// Whether requirements are defined here rather than restated.
    pub fn defines_requirements(self) -> bool {
        matches!(
            self,
            Self::Spec | Self::Requirements | Self::Proposal | Self::Delta | Self::Story
        )
    }

    /// Whether a checkbox here is a task.
    pub fn holds_tasks(self) -> bool {
        matches!(self, Self::Tasks | Self::WorkPackage | Self::Story)
    }
}

/// How a document's text is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// CommonMark with the extensions of GitHub.
    Markdown,
    /// A contract in another language; the file's extension in lower case (`yaml`, `json`, `proto`, …).
    Source(String),
}

/// One input document: a decoded text with its place in the portfolio.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its number in path order.
    pub id: DocId,
    /// Path below SOURCE.
    pub path: RelPath,
    /// The feature it belongs to; `None` for documents of the portfolio itself.
    pub feature: Option<FeatureId>,
    /// Its path below the feature's folder (or below the portfolio for portfolio documents), for addresses and titles.
    pub inner: RelPath,
    /// What it is for.
    pub kind: DocumentKind,
    /// How to read it.
    pub format: Format,
    /// The decoded text: no byte order mark, `\n` line ends, no NUL.
    pub text: Arc<str>,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Hash of all that parsing looks at, and of what decoding found.
    pub fingerprint: Fingerprint,
    /// What was wrong with the bytes.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file that is copied beside the pages: a raster image, or the raw form of a contract.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Path below SOURCE.
    pub path: RelPath,
    /// The feature it belongs to.
    pub feature: Option<FeatureId>,
    /// Its path below the feature's folder.
    pub inner: RelPath,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

/// What sort of folder a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeatureKind {
    /// A feature or change that is specified, planned and built.
    Feature,
    /// A folder of architecture decision records.
    Decisions,
    /// A capability that OpenSpec keeps as the present state.
    Capability,
}

/// A feature as folders: before anything in it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureFolder {
    /// The id of portfolio.json: the folder's name, or its path where two folders share the name.
    pub key: String,
    /// The folder's own name (for merged features the shared key).
    pub name: String,
    /// The leading number as written, when the name has one.
    pub number: Option<String>,
    /// The folder below SOURCE; the first by path when several are merged.
    pub path: RelPath,
    /// All folders that make up the feature.
    pub folders: Vec<RelPath>,
    /// What sort of folder it is.
    pub kind: FeatureKind,
    /// Whether it lies in an archive.
    pub archived: bool,
    /// A title that lies beside the documents (a registry, `meta.json`).
    pub stated_title: Option<String>,
}

/// The last change of files, as the history of a repository tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// ISO dates by path below SOURCE; files of one commit share theirs.
    days: BTreeMap<RelPath, Arc<str>>,
}

impl Changes {
    /// Notes a change of a file, unless a later one is known already.
    pub fn note(&mut self, path: RelPath, day: &str) {
        let last = self
            .days
            .values()
            .next_back()
            .filter(|last| ***last == *day);
        let day = last.cloned().unwrap_or_else(|| day.into());
        self.days.entry(path).or_insert(day);
    }

    /// The day of the last change of a file, such as `2026-11-25`.
    pub fn of(&self, path: &RelPath) -> Option<&str> {
        self.days.get(path).map(|day| &**day)
    }
}

/// All that `read` found below SOURCE, in path order.
#[derive(Debug, Clone, Default)]
pub struct Crawl {
    /// Features by path.
    pub features: Vec<FeatureFolder>,
    /// Documents by path.
    pub sources: Vec<Arc<Source>>,
    /// Images and other files that are copied.
    pub assets: Vec<Asset>,
    /// Paths below SOURCE of the folders that hold features (`specs`, `.kiro/specs`, …).
    pub roots: Vec<RelPath>,
    /// The last changes of documents.
    pub changes: Arc<Changes>,
    /// The README of SOURCE, when there is one: its text gives the title.
    pub readme: Option<Arc<str>>,
    /// Findings about files and folders.
    pub diagnostics: Vec<Diagnostic>,
}
