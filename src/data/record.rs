//! The records of portfolio.json: borrowed from the model, keys in the order of the contract. What a document does
//! not state is `null`, never an empty string or a guess.

use serde::{Serialize, Serializer};

/// The address of a place: `page#anchor`, or the page alone where there is no anchor.
#[derive(Debug, Clone, Copy)]
pub struct Address<'a> {
    /// The page below the site's root.
    pub page: &'a str,
    /// The anchor without `#`; empty for the page as a whole.
    pub anchor: &'a str,
}

impl Serialize for Address<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.anchor.is_empty() {
            serializer.serialize_str(self.page)
        } else {
            serializer.collect_str(&format_args!("{}#{}", self.page, self.anchor))
        }
    }
}

/// Where a fact stands: three keys of the fact itself.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PlaceRecord<'a> {
    /// The path of the document below SOURCE.
    pub document: &'a str,
    /// The line, from 1.
    pub line: u32,
    /// The page and anchor.
    pub url: Address<'a>,
}

/// A document.
#[derive(Debug, Serialize)]
pub struct DocumentRecord<'a> {
    /// What it is for.
    pub kind: &'static str,
    /// Path below SOURCE.
    pub path: &'a str,
    /// Its page.
    pub url: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Size of the file.
    pub bytes: u64,
    /// Words by Unicode word segmentation.
    pub words: u32,
    /// The day of the last change, when the history tells it.
    pub changed: Option<&'a str>,
}

/// A user story.
#[derive(Debug, Serialize)]
pub struct StoryRecord<'a> {
    /// As written.
    pub id: Option<&'a str>,
    /// Title.
    pub title: &'a str,
    /// `P1`, `P2`, … as written.
    pub priority: Option<&'a str>,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A requirement.
#[derive(Debug, Serialize)]
pub struct RequirementRecord<'a> {
    /// As written.
    pub id: Option<&'a str>,
    /// What it constrains.
    pub kind: &'static str,
    /// Plain text.
    pub text: &'a str,
    /// The tasks that name it: ids as written, else anchors.
    pub tasks: Vec<&'a str>,
    /// The operations that tasks or contracts tie to it: `POST /baskets`.
    pub endpoints: Vec<String>,
    /// The boxes of checklists that name it: ids as written, else anchors.
    pub checks: Vec<&'a str>,
    /// Places that link to it.
    pub references: u32,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A task.
#[derive(Debug, Serialize)]
pub struct TaskRecord<'a> {
    /// As written.
    pub id: Option<&'a str>,
    /// Plain text.
    pub text: &'a str,
    /// `done`, `open` or `other`.
    pub state: &'static str,
    /// What stands between the brackets, or the lane.
    pub mark: &'a str,
    /// The heading of its phase.
    pub phase: Option<&'a str>,
    /// The story it belongs to.
    pub story: Option<&'a str>,
    /// Whether marked `[P]`.
    pub parallel: bool,
    /// Requirement ids as written.
    pub requirements: &'a [String],
    /// Task ids as written.
    pub depends_on: &'a [String],
    /// Paths in code spans.
    pub files: &'a [String],
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A box that is no task.
#[derive(Debug, Serialize)]
pub struct CheckRecord<'a> {
    /// As written.
    pub id: Option<&'a str>,
    /// Plain text.
    pub text: &'a str,
    /// Whether ticked.
    pub checked: bool,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A risk.
#[derive(Debug, Serialize)]
pub struct RiskRecord<'a> {
    /// As written.
    pub id: Option<&'a str>,
    /// What may happen.
    pub title: &'a str,
    /// The step of five, when stated.
    pub likelihood: Option<&'static str>,
    /// The step of five, when stated.
    pub impact: Option<&'static str>,
    /// What follows from both axes.
    pub level: Option<&'static str>,
    /// As written.
    pub likelihood_text: Option<&'a str>,
    /// As written.
    pub impact_text: Option<&'a str>,
    /// What is done about it.
    pub mitigation: Option<&'a str>,
    /// Who looks after it.
    pub owner: Option<&'a str>,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A decision.
#[derive(Debug, Serialize)]
pub struct DecisionRecord<'a> {
    /// As written.
    pub id: Option<&'a str>,
    /// What was decided about.
    pub title: &'a str,
    /// What was chosen.
    pub chosen: Option<&'a str>,
    /// Why.
    pub rationale: Option<&'a str>,
    /// What was considered.
    pub options: &'a [String],
    /// What follows from it.
    pub consequences: Option<&'a str>,
    /// As written.
    pub status: Option<&'a str>,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A question.
#[derive(Debug, Serialize)]
pub struct QuestionRecord<'a> {
    /// As written.
    pub id: Option<&'a str>,
    /// The question.
    pub text: &'a str,
    /// `open` or `answered`.
    pub state: &'static str,
    /// An ISO date.
    pub deadline: Option<&'a str>,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A target.
#[derive(Debug, Serialize)]
pub struct TargetRecord<'a> {
    /// Always `null`.
    pub id: Option<&'a str>,
    /// What is measured.
    pub name: &'a str,
    /// As written.
    pub value: &'a str,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A technology.
#[derive(Debug, Serialize)]
pub struct TechnologyRecord<'a> {
    /// Always `null`.
    pub id: Option<&'a str>,
    /// Its name without version.
    pub name: &'a str,
    /// `language`, `library`, `service` or `platform`.
    pub kind: &'static str,
    /// As written.
    pub version: Option<&'a str>,
    /// What it is for.
    pub purpose: Option<&'a str>,
    /// As written.
    pub licence: Option<&'a str>,
    /// What happens while it is down.
    pub fallback: Option<&'a str>,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A component. Components, diagrams, endpoints and entities have no ids of their own yet; the key is there so that
/// every fact can be read alike.
#[derive(Debug, Serialize)]
pub struct ComponentRecord<'a> {
    /// Always `null`.
    pub id: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// What it is for.
    pub purpose: Option<&'a str>,
    /// What it is built with.
    pub technology: Option<&'a str>,
    /// What it must do.
    pub responsibilities: Option<&'a str>,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A diagram.
#[derive(Debug, Serialize)]
pub struct DiagramRecord<'a> {
    /// Always `null`.
    pub id: Option<&'a str>,
    /// What it shows.
    pub kind: &'static str,
    /// Its notation.
    pub syntax: &'static str,
    /// Its nodes.
    pub nodes: Vec<NodeRecord<'a>>,
    /// Its edges.
    pub edges: Vec<EdgeRecord<'a>>,
    /// Whether the site shows it as a drawing.
    pub drawn: bool,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A node of a diagram.
#[derive(Debug, Serialize)]
pub struct NodeRecord<'a> {
    /// Unique within the diagram.
    pub id: String,
    /// What is written in it.
    pub label: &'a str,
    /// The group it stands in.
    pub group: Option<&'a str>,
}

/// An edge of a diagram.
#[derive(Debug, Serialize)]
pub struct EdgeRecord<'a> {
    /// The id of a node, or `g` and the number of a group.
    pub from: String,
    /// The id of a node, or `g` and the number of a group.
    pub to: String,
    /// What is written on it.
    pub label: Option<&'a str>,
    /// Whether it has a head.
    pub directed: bool,
}

/// An endpoint with all places that state it.
#[derive(Debug, Serialize)]
pub struct EndpointRecord<'a> {
    /// Always `null`.
    pub id: Option<&'a str>,
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// With parameters as `{id}`.
    pub path: &'a str,
    /// The places that state it.
    pub sources: Vec<EndpointSourceRecord<'a>>,
}

/// A place that states an endpoint.
#[derive(Debug, Serialize)]
pub struct EndpointSourceRecord<'a> {
    /// `plan`, `openapi` or `contract`.
    pub kind: &'static str,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// An entity.
#[derive(Debug, Serialize)]
pub struct EntityRecord<'a> {
    /// Always `null`.
    pub id: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// Its fields.
    pub fields: Vec<FieldRecord<'a>>,
    /// Its relations.
    pub relations: Vec<RelationRecord<'a>>,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A field of an entity.
#[derive(Debug, Serialize)]
pub struct FieldRecord<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type as written.
    #[serde(rename = "type")]
    pub type_name: Option<&'a str>,
    /// Constraints and description.
    pub notes: Option<&'a str>,
}

/// A relation of an entity.
#[derive(Debug, Serialize)]
pub struct RelationRecord<'a> {
    /// The other entity.
    pub to: &'a str,
    /// As written.
    pub kind: Option<&'a str>,
}

/// The status of a feature.
#[derive(Debug, Serialize)]
pub struct StatusRecord<'a> {
    /// The normalised word.
    pub value: &'static str,
    /// As written.
    pub text: Option<&'a str>,
}

/// How long a feature takes.
#[derive(Debug, Serialize)]
pub struct EstimateRecord<'a> {
    /// At least.
    pub days_min: DaysRecord,
    /// At most.
    pub days_max: DaysRecord,
    /// As written.
    pub confidence: Option<&'a str>,
}

/// Hundredths of a day, written as days: `3`, `2.5`.
#[derive(Debug, Clone, Copy)]
pub struct DaysRecord(pub u32);

impl Serialize for DaysRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) {
            serializer.serialize_u32(self.0 / 100)
        } else {
            serializer.serialize_f64(f64::from(self.0) / 100.0)
        }
    }
}

/// A place that ties a feature to another.
#[derive(Debug, Serialize)]
pub struct DependencyRecord<'a> {
    /// The id of the feature that needs the other.
    pub from: &'a str,
    /// The id of the feature that is needed.
    pub to: &'a str,
    /// `declared`, `link` or `mention`.
    pub evidence: &'static str,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRecord<'a>,
}

/// A diagnostic.
#[derive(Debug, Serialize)]
pub struct DiagnosticRecord<'a> {
    /// `PF201`.
    pub code: &'static str,
    /// `note`, `warning` or `error`.
    pub severity: &'static str,
    /// What was found.
    pub message: &'a str,
    /// What to do about it.
    pub help: Option<&'a str>,
    /// The path below SOURCE.
    pub path: &'a str,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// A feature without its lists: the row of `planfolio list features`. Counts stand where portfolio.json has lists.
#[derive(Debug, Serialize)]
pub struct FeatureRecord<'a> {
    /// The folder's name, or its path where two folders share it.
    pub id: &'a str,
    /// The leading number.
    pub number: Option<&'a str>,
    /// The title.
    pub title: &'a str,
    /// The folder below SOURCE.
    pub path: &'a str,
    /// Its overview.
    pub url: String,
    /// Whether it lies in an archive.
    pub archived: bool,
    /// The normalised status.
    pub status: &'static str,
    /// The status as written.
    pub status_text: Option<&'a str>,
    /// How far it has come.
    pub phase: &'static str,
    /// Number of documents.
    pub documents: usize,
    /// Number of stories.
    pub stories: usize,
    /// Number of requirements.
    pub requirements: usize,
    /// Number of tasks.
    pub tasks: usize,
    /// Number of tasks that are done.
    pub tasks_done: usize,
    /// Number of risks.
    pub risks: usize,
    /// Number of risks without a level.
    pub risks_unrated: usize,
    /// Number of decisions.
    pub decisions: usize,
    /// Number of questions that wait for an answer.
    pub questions_open: usize,
    /// Number of components.
    pub components: usize,
    /// Number of diagrams.
    pub diagrams: usize,
    /// Number of endpoints.
    pub endpoints: usize,
    /// Number of entities.
    pub entities: usize,
}
