//! Diagrams as the documents draw them.

use super::fact::Place;

/// What a diagram shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiagramKind {
    /// Components and what flows between them.
    Components,
    /// A flow of steps.
    Flow,
    /// States.
    State,
    /// Entities and their relations.
    Entities,
    /// A sequence of messages.
    Sequence,
    /// A tree of files or an outline.
    Tree,
    /// Anything else.
    Other,
}

impl DiagramKind {
    /// The word of portfolio.json.
    pub fn word(self) -> &'static str {
        match self {
            Self::Components => "components",
            Self::Flow => "flow",
            Self::State => "state",
            Self::Entities => "entities",
            Self::Sequence => "sequence",
            Self::Tree => "tree",
            Self::Other => "other",
        }
    }
}

/// The notation of a diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Characters in two dimensions.
    Ascii,
    /// Mermaid.
    Mermaid,
}

impl Syntax {
    /// The word of portfolio.json.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ascii => "ascii",
            Self::Mermaid => "mermaid",
        }
    }
}

/// A node of a diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Unique within the diagram.
    pub id: String,
    /// What is written in it.
    pub label: String,
    /// The group it stands in.
    pub group: Option<String>,
}

/// An edge of a diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Node id.
    pub from: String,
    /// Node id.
    pub to: String,
    /// What is written on it.
    pub label: Option<String>,
    /// Whether it has a head.
    pub directed: bool,
}

/// A diagram of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// What it shows.
    pub kind: DiagramKind,
    /// Its notation.
    pub syntax: Syntax,
    /// Nodes in order of appearance; empty while the diagram is not understood.
    pub nodes: Vec<Node>,
    /// Edges in order of appearance.
    pub edges: Vec<Edge>,
    /// The source text.
    pub source: String,
    /// Where.
    pub place: Place,
}
