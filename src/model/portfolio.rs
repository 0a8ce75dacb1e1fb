//! What all documents say together: features with merged facts, links, back-references and dependencies.

use super::document::{Document, Status};
use super::fact::{
    ChecklistItem, Component, Criterion, Decision, Endpoint, Entity, Estimate, Gap, Goal, Practice,
    Question, Requirement, Risk, Story, Task, Technology,
};
use super::reference::Link;
use super::source::{Asset, Changes, DocId, FeatureFolder, FeatureId};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::RelPath;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A fact with the document it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// Where.
    pub document: DocId,
    /// What; shared with its document as long as no other document adds to it.
    pub fact: Arc<T>,
}

/// How far a feature has come, from its documents and boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// No spec yet.
    Idea,
    /// A spec.
    Spec,
    /// A plan.
    Plan,
    /// Tasks, none ticked.
    Tasks,
    /// Some tasks ticked.
    Building,
    /// All ticked, or the status says so.
    Done,
}

impl Phase {
    /// All phases in order.
    pub const ALL: [Phase; 6] = [
        Phase::Idea,
        Phase::Spec,
        Phase::Plan,
        Phase::Tasks,
        Phase::Building,
        Phase::Done,
    ];

    /// The word of portfolio.json.
    pub fn word(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Spec => "spec",
            Self::Plan => "plan",
            Self::Tasks => "tasks",
            Self::Building => "building",
            Self::Done => "done",
        }
    }
}

/// A requirement with what the rest of the feature says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedRequirement {
    /// The requirement.
    pub requirement: Arc<Requirement>,
    /// Indices into [`FeatureFacts::tasks`] of the tasks that name it.
    pub tasks: Vec<u32>,
    /// Indices into [`FeatureFacts::endpoints`] of the operations that the requirement, those tasks or a contract tie
    /// to it.
    pub endpoints: Vec<u32>,
    /// Indices into [`FeatureFacts::checklist`] of the boxes that name it.
    pub checks: Vec<u32>,
    /// Number of places that link to it.
    pub references: u32,
}

/// An endpoint with all places that state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedEndpoint {
    /// `GET`, `POST`, …
    pub method: String,
    /// With parameters as `{id}`, as the first source names them.
    pub path: String,
    /// How plan and contract differ; `None` when they agree, or when the feature has only one of the two.
    pub drift: Option<Drift>,
    /// All statements, plans first.
    pub sources: Vec<Located<Endpoint>>,
}

/// How the plan and the contracts of a feature differ in one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drift {
    /// A plan states it, and no contract of the portfolio does.
    PlanOnly,
    /// A contract states it, and no plan of the portfolio does.
    ContractOnly,
    /// The other side has the path with other methods: `PATCH, PUT`.
    OtherMethod(String),
    /// Both state it, with other names of parameters: `{gateId}` for `{id}`.
    OtherNames,
}

/// The facts of a feature: merged over its documents, restatements folded into definitions; sorted by place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeatureFacts {
    /// Requirements.
    pub requirements: Vec<Located<TracedRequirement>>,
    /// Stories.
    pub stories: Vec<Located<Story>>,
    /// Tasks.
    pub tasks: Vec<Located<Task>>,
    /// Boxes that are no tasks.
    pub checklist: Vec<Located<ChecklistItem>>,
    /// Decisions.
    pub decisions: Vec<Located<Decision>>,
    /// Risks.
    pub risks: Vec<Located<Risk>>,
    /// Questions.
    pub questions: Vec<Located<Question>>,
    /// Components.
    pub components: Vec<Located<Component>>,
    /// Technologies by name and version.
    pub technologies: Vec<Located<Technology>>,
    /// Targets.
    pub targets: Vec<Located<Goal>>,
    /// Acceptance criteria with a box.
    pub acceptance: Vec<Located<Criterion>>,
    /// Practices.
    pub practices: Vec<Located<Practice>>,
    /// Chapters that are not written yet.
    pub gaps: Vec<Located<Gap>>,
    /// Endpoints by path and method.
    pub endpoints: Vec<MergedEndpoint>,
    /// Entities.
    pub entities: Vec<Located<Entity>>,
    /// The estimate.
    pub estimate: Option<Located<Estimate>>,
}

impl Feature {
    /// Number and title in one line.
    pub fn name(&self) -> String {
        match &self.folder.number {
            Some(number) => format!("{number} {}", self.title),
            None => self.title.clone(),
        }
    }
}

impl FeatureFacts {
    /// The number of tasks that are done.
    pub fn tasks_done(&self) -> usize {
        self.tasks
            .iter()
            .filter(|task| task.fact.state == super::fact::TaskState::Done)
            .count()
    }

    /// The number of questions that wait for an answer.
    pub fn questions_open(&self) -> usize {
        self.questions
            .iter()
            .filter(|question| question.fact.state == super::fact::QuestionState::Open)
            .count()
    }
}

/// A feature.
#[derive(Debug, Clone)]
pub struct Feature {
    /// Its number in path order.
    pub id: FeatureId,
    /// Folder, key and number.
    pub folder: FeatureFolder,
    /// The title.
    pub title: String,
    /// A paragraph that says what it is about.
    pub summary: Option<String>,
    /// The status of its spec, or of the first document that states one.
    pub status: Status,
    /// How far it has come.
    pub phase: Phase,
    /// Its documents in reading order.
    pub documents: Vec<DocId>,
    /// Its facts.
    pub facts: FeatureFacts,
}

/// How a dependency is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// A dependency section, metadata or front matter says so.
    Declared,
    /// A link.
    Link,
    /// A mention in words.
    Mention,
}

impl Evidence {
    /// The word of portfolio.json.
    pub fn word(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Link => "link",
            Self::Mention => "mention",
        }
    }
}

/// One place that ties a feature to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The feature that needs the other.
    pub from: FeatureId,
    /// The feature that is needed.
    pub to: FeatureId,
    /// How it is stated.
    pub evidence: Evidence,
    /// The document of the statement.
    pub document: DocId,
    /// Its line, from 1.
    pub line: u32,
    /// The anchor of the fact or section around it.
    pub anchor: Arc<str>,
}

/// A place that refers to an anchor of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackReference {
    /// The document that refers.
    pub document: DocId,
    /// The anchor of the fact or section in which the reference stands; may be empty.
    pub anchor: Arc<str>,
    /// The line, from 1.
    pub line: u32,
}

/// What refers to one document, by anchor. The key `""` stands for the document as a whole.
pub type BackReferences = BTreeMap<String, Vec<BackReference>>;

/// A portfolio: all documents, understood and linked.
#[derive(Debug)]
pub struct Portfolio {
    /// The title.
    pub title: String,
    /// Features by path.
    pub features: Vec<Arc<Feature>>,
    /// Documents by path.
    pub documents: Vec<Arc<Document>>,
    /// Answers to the references of each document, by document and reference.
    pub links: Vec<Arc<[Link]>>,
    /// What refers to each document.
    pub back_references: Vec<Arc<BackReferences>>,
    /// Dependencies by place.
    pub dependencies: Arc<[Dependency]>,
    /// The last changes of documents; empty where the history does not tell.
    pub changes: Arc<Changes>,
    /// Copied files.
    pub assets: Vec<Asset>,
    /// Folders that features lie in.
    pub roots: Vec<RelPath>,
    /// Documents of the portfolio itself, in path order.
    pub own_documents: Vec<DocId>,
    /// All diagnostics in order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Portfolio {
    /// The document of an id.
    pub fn document(&self, id: DocId) -> &Document {
        &self.documents[id.index()]
    }

    /// The day of the last change of a document, such as `2026-11-25`.
    pub fn changed(&self, id: DocId) -> Option<&str> {
        self.changes.of(&self.document(id).path)
    }

    /// The day of the last change of any document of a feature, with that document.
    pub fn last_change(&self, feature: &Feature) -> Option<(&str, DocId)> {
        let days = feature.documents.iter();
        days.filter_map(|&id| Some((self.changed(id)?, id)))
            .max_by_key(|&(day, id)| (day, std::cmp::Reverse(id)))
    }

    /// The feature of an id.
    pub fn feature(&self, id: FeatureId) -> &Feature {
        &self.features[id.index()]
    }
}
