//! Which pages a site has and where they lie.

use super::source::{DocId, DocumentKind, FeatureId};
use crate::base::path::RelPath;
use std::collections::BTreeMap;

/// A kind of list over all features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Register {
    /// Risks.
    Risks,
    /// Requirements.
    Requirements,
    /// Tasks.
    Tasks,
    /// Decisions.
    Decisions,
    /// Questions.
    Questions,
    /// Endpoints.
    Endpoints,
    /// Entities.
    Entities,
    /// Components.
    Components,
    /// Technologies.
    Technologies,
    /// Dependencies.
    Dependencies,
}

impl Register {
    /// All registers in the order of the navigation.
    pub const ALL: [Register; 10] = [
        Register::Risks,
        Register::Requirements,
        Register::Tasks,
        Register::Decisions,
        Register::Questions,
        Register::Endpoints,
        Register::Entities,
        Register::Components,
        Register::Technologies,
        Register::Dependencies,
    ];

    /// The file name without extension, and the word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Risks => "risks",
            Self::Requirements => "requirements",
            Self::Tasks => "tasks",
            Self::Decisions => "decisions",
            Self::Questions => "questions",
            Self::Endpoints => "endpoints",
            Self::Entities => "entities",
            Self::Components => "components",
            Self::Technologies => "technologies",
            Self::Dependencies => "dependencies",
        }
    }
}

/// How the rows of a register are written for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileFormat {
    /// RFC 4180.
    Csv,
    /// A list of the records of portfolio.json.
    Json,
}

impl FileFormat {
    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
        }
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// A file with the rows of a register for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterList {
    /// Its address below the site's root, such as `requirements.csv`.
    pub url: String,
    /// Which rows.
    pub register: Register,
    /// How they are written.
    pub format: FileFormat,
}

/// A script with the hover cards of some documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFile {
    /// Its address below the site's root, such as `001-x/cards.js`.
    pub url: String,
    /// The documents.
    pub documents: Vec<DocId>,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// The dashboard.
    Dashboard,
    /// The overview of a feature.
    Feature(FeatureId),
    /// A document.
    Document(DocId),
    /// A folder that links lead to: the documents in it. The path is below SOURCE.
    Folder(RelPath),
    /// A register over all features.
    Register(Register),
    /// The part of a large register that belongs to one feature.
    RegisterPart(Register, FeatureId),
    /// Dates that documents state, questions with a date, last changes.
    Timeline,
    /// All names in alphabetical order, or the list of volumes when there are several.
    Index,
    /// A volume of the alphabetical index: an index into [`Site::volumes`].
    IndexVolume(u32),
    /// All diagnostics.
    Diagnostics,
    /// The page of the documents of the portfolio itself.
    OwnDocuments,
    /// The page that links to searches lead to.
    Search,
    /// Not found.
    NotFound,
}

/// A page with its address below the site's root, such as `001-x/plan.html`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// `/`-separated, lower case.
    pub url: String,
    /// What it shows.
    pub kind: PageKind,
}

/// What a name of the alphabetical index stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A feature's title.
    Feature,
    /// A document's title.
    Document(DocumentKind),
    /// A requirement's id.
    Requirement,
    /// A story's id.
    Story,
    /// A decision's title.
    Decision,
    /// A risk's id.
    Risk,
    /// A question's id.
    Question,
    /// A component.
    Component,
    /// A technology.
    Technology,
    /// An entity.
    Entity,
    /// An endpoint: path and method.
    Endpoint,
}

/// An entry of the alphabetical index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub name: String,
    /// The letter it stands under, in lower case; `None` for names that start with a digit or sign.
    pub initial: Option<char>,
    /// What it stands for.
    pub kind: NameKind,
    /// The feature that it belongs to.
    pub feature: Option<FeatureId>,
    /// The address below the site's root, with its anchor.
    pub url: String,
}

/// All pages and the addresses of what they show.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// All pages in order of their addresses.
    pub pages: Vec<Page>,
    /// Files with the rows of registers.
    pub lists: Vec<RegisterList>,
    /// Scripts with hover cards.
    pub cards: Vec<CardFile>,
    /// The address of each document's page, by [`DocId`].
    pub documents: Vec<String>,
    /// The folder of each feature, by [`FeatureId`], such as `001-x`.
    pub features: Vec<String>,
    /// The address of each copied file, by index into the portfolio's assets.
    pub assets: Vec<String>,
    /// The address of the raw file beside a contract's page, by [`DocId`]; `None` for Markdown.
    pub raw: Vec<Option<String>>,
    /// Folder pages by path below SOURCE.
    pub folders: BTreeMap<RelPath, String>,
    /// Registers that are split into one part per feature because they are long.
    pub split: Vec<Register>,
    /// How many names each volume of the index holds, in order. With one volume there are no volume pages.
    pub volumes: Vec<u32>,
}

/// The relative address of `to` seen from the page at `from`, both below the site's root.
pub fn relative(from: &str, to: &str) -> String {
    let folders = |path: &str| path.rfind('/').map_or(0, |at| at + 1);
    let (own, other) = (folders(from), folders(to));
    let same = (from.bytes().zip(to.bytes()))
        .take(own.min(other))
        .take_while(|(left, right)| left == right)
        .count();
    let shared = from.as_bytes()[..same]
        .iter()
        .rposition(|&byte| byte == b'/')
        .map_or(0, |at| at + 1);
    let up = from[shared..own].matches('/').count();
    // With room for an anchor.
    let mut out = String::with_capacity(3 * up + to.len() - shared + 24);
    for _ in 0..up {
        out.push_str("../");
    }
    out.push_str(&to[shared..]);
    out
}
