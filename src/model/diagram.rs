//! Diagrams as the documents draw them, and what planfolio understands of them.

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

/// Where the ranks of a graph lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// From top to bottom.
    #[default]
    Down,
    /// From bottom to top.
    Up,
    /// From left to right.
    Right,
    /// From right to left.
    Left,
}

/// The outline of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// A rectangle.
    #[default]
    Box,
    /// A rectangle with round corners.
    Round,
    /// Half-circles at both ends: people and the ends of flows.
    Pill,
    /// A cylinder: stores.
    Store,
    /// A rectangle with a double bar: queues.
    Queue,
    /// A rectangle with double sides.
    Routine,
    /// A dashed rectangle: what lies outside.
    External,
    /// A diamond: decisions.
    Diamond,
    /// A hexagon.
    Hexagon,
    /// A circle with text.
    Circle,
    /// A parallelogram.
    Slanted,
    /// The filled dot at which states begin.
    Start,
    /// The ringed dot at which states end.
    End,
    /// A bar at which flows part or join.
    Bar,
    /// A remark.
    Note,
    /// An entity: a name and ruled lines of fields.
    Entity,
}

/// How much a node stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Like all others.
    #[default]
    Plain,
    /// Being worked on, or on the critical path.
    Here,
    /// Done, or beside the point.
    Dim,
}

/// A node of a graph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// The name, on one or more lines.
    pub label: String,
    /// Smaller lines below the name.
    pub details: Vec<String>,
    /// The outline.
    pub shape: Shape,
    /// How much it stands out.
    pub tone: Tone,
    /// The group it stands in: an index into [`Graph::groups`].
    pub group: Option<u32>,
}

/// A named frame around nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// The name; may be empty.
    pub label: String,
    /// The group around it, which has a smaller index.
    pub parent: Option<u32>,
}

/// What an edge is tied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// A node, by its index.
    Node(u32),
    /// A group as a whole, by its index.
    Group(u32),
}

/// How the line of an edge is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stroke {
    /// A thin line.
    #[default]
    Solid,
    /// A dashed line.
    Dashed,
    /// A thick line.
    Thick,
}

/// What an end of an edge carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tip {
    /// Nothing.
    #[default]
    Plain,
    /// An arrow head.
    Arrow,
    /// A cross.
    Cross,
    /// A dot.
    Dot,
    /// Exactly one.
    One,
    /// None or one.
    MaybeOne,
    /// One or more.
    Many,
    /// None or more.
    MaybeMany,
}

/// An edge of a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Where it begins.
    pub from: End,
    /// Where it ends.
    pub to: End,
    /// What is written on it; empty for nothing.
    pub label: String,
    /// Its line.
    pub stroke: Stroke,
    /// What it carries where it begins.
    pub tail: Tip,
    /// What it carries where it ends.
    pub head: Tip,
    /// How much it is to be kept short and straight, from 1.
    pub weight: u8,
}

impl Edge {
    /// A plain arrow between two nodes.
    pub fn arrow(from: u32, to: u32) -> Self {
        Self {
            from: End::Node(from),
            to: End::Node(to),
            label: String::new(),
            stroke: Stroke::Solid,
            tail: Tip::Plain,
            head: Tip::Arrow,
            weight: 1,
        }
    }
}

/// Nodes, edges and groups, in order of their appearance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// Where the ranks lead.
    pub direction: Direction,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The edges.
    pub edges: Vec<Edge>,
    /// The groups, outer ones first.
    pub groups: Vec<Group>,
}

impl Graph {
    /// The name of an end.
    pub fn name(&self, end: End) -> &str {
        match end {
            End::Node(node) => &self.nodes[node as usize].label,
            End::Group(group) => &self.groups[group as usize].label,
        }
    }
}

/// What planfolio understands of a diagram.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Picture {
    /// Not understood, or nothing to draw: the source is shown.
    #[default]
    Source,
    /// A graph, drawn by the layout of planfolio.
    Graph(Graph),
    /// A chart that is drawn from its source.
    Chart,
}

/// A diagram of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// What it shows.
    pub kind: DiagramKind,
    /// Its notation.
    pub syntax: Syntax,
    /// What is understood of it.
    pub picture: Picture,
    /// The source text.
    pub source: String,
    /// Where.
    pub place: Place,
}

impl Diagram {
    /// The graph, when the diagram is understood as one.
    pub fn graph(&self) -> Option<&Graph> {
        match &self.picture {
            Picture::Graph(graph) => Some(graph),
            Picture::Source | Picture::Chart => None,
        }
    }
}

/// What stands around a picture on its page.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    /// Goes before all ids of the picture, so that they are unique on the page.
    pub prefix: &'a str,
    /// What the picture shows, for its title.
    pub title: &'a str,
    /// One sentence about it; may be empty.
    pub description: &'a str,
    /// Addresses that nodes lead to, by node; missing ones lead nowhere.
    pub links: &'a [Option<String>],
}

/// What draws: pure functions to SVG followed by a list of the edges for assistive technology. `None` when there is
/// nothing to draw or it is too large.
#[derive(Debug, Clone, Copy)]
pub struct Artist {
    /// Draws a diagram of a document.
    pub diagram: fn(&Diagram, &Caption<'_>) -> Option<String>,
    /// Draws a graph made by planfolio.
    pub graph: fn(&Graph, &Caption<'_>) -> Option<String>,
}

impl Artist {
    /// Draws nothing: every diagram is shown as its source.
    pub const NONE: Artist = Artist {
        diagram: |_, _| None,
        graph: |_, _| None,
    };
}
