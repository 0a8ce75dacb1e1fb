//! The facts that documents state: requirements, tasks, risks and the rest. Each fact knows its line and anchor.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Where a fact stands in its document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The line of the source, from 1.
    pub line: u32,
    /// The anchor on the document's page, without `#`; unique on the page.
    pub anchor: String,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// All values in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word of portfolio.json.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.word())
            }
        }
    };
}

words! {
    /// A step of likelihood or impact.
    Step {
        /// 1 of 5.
        VeryLow "very-low",
        /// 2 of 5.
        Low "low",
        /// 3 of 5.
        Medium "medium",
        /// 4 of 5.
        High "high",
        /// 5 of 5; also "critical" as a word for an axis.
        VeryHigh "very-high",
    }
}

words! {
    /// The level of a risk: likelihood × impact.
    Level {
        /// Low.
        Low "low",
        /// Medium.
        Medium "medium",
        /// High.
        High "high",
        /// Critical.
        Critical "critical",
    }
}

impl Level {
    /// The level of a likelihood and an impact as PRODUCT defines it: on three steps high×high is critical,
    /// high×medium high, medium×medium and high×low medium, the rest low; as soon as an axis is at one of the outer
    /// steps, the product of the positions 1–5 decides (≥ 20 critical, ≥ 12 high, ≥ 6 medium).
    pub fn of(likelihood: Step, impact: Step) -> Level {
        let outer = |step: Step| matches!(step, Step::VeryLow | Step::VeryHigh);
        if outer(likelihood) || outer(impact) {
            let position = |step: Step| step as u8 + 1;
            return match position(likelihood) * position(impact) {
                20.. => Level::Critical,
                12.. => Level::High,
                6.. => Level::Medium,
                _ => Level::Low,
            };
        }
        match (likelihood.min(impact), likelihood.max(impact)) {
            (Step::High, Step::High) => Level::Critical,
            (Step::Medium, Step::High) => Level::High,
            (Step::Medium, Step::Medium) | (Step::Low, Step::High) => Level::Medium,
            _ => Level::Low,
        }
    }
}

words! {
    /// What a requirement constrains.
    RequirementKind {
        /// What the system does: FR, REQ, numbered requirements.
        Functional "functional",
        /// How well it does it: NFR, performance, security.
        NonFunctional "non-functional",
        /// How success is measured: SC.
        Success "success",
        /// A limit on the solution: C, CON, constraints.
        Constraint "constraint",
        /// An acceptance criterion with an id: AC, EARS criteria.
        Acceptance "acceptance",
        /// A requirement of another family.
        Other "other",
    }
}

/// A requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// As written, `None` for items without an id.
    pub id: Option<String>,
    /// What it constrains.
    pub kind: RequirementKind,
    /// One paragraph of plain text.
    pub text: String,
    /// Where.
    pub place: Place,
    /// Whether the line is a definition by shape *and* place; a restatement in a plan or review is `false`.
    pub defines: bool,
    /// ADDED, MODIFIED, REMOVED or RENAMED in an OpenSpec delta.
    pub change: Option<Change>,
}

words! {
    /// What an OpenSpec delta does to a requirement.
    Change {
        /// New.
        Added "added",
        /// Changed.
        Modified "modified",
        /// Taken out.
        Removed "removed",
        /// Given another name.
        Renamed "renamed",
    }
}

/// A user story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// `US1` for "User Story 1"; as written otherwise.
    pub id: Option<String>,
    /// Title without number and priority.
    pub title: String,
    /// `P1`, `P2`, … as written.
    pub priority: Option<String>,
    /// Where.
    pub place: Place,
}

words! {
    /// The state of a task.
    TaskState {
        /// `[x]`.
        Done "done",
        /// `[ ]`.
        Open "open",
        /// Any other mark: no agreed meaning.
        Other "other",
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// As written.
    pub id: Option<String>,
    /// Plain text without id and marks.
    pub text: String,
    /// The state.
    pub state: TaskState,
    /// What stands between the brackets, or the lane of a work package.
    pub mark: Cow<'static, str>,
    /// The heading of the phase it stands under; tasks of one phase share it.
    pub phase: Option<Arc<str>>,
    /// The story it belongs to, such as `US1`.
    pub story: Option<String>,
    /// Whether it is marked `[P]`.
    pub parallel: bool,
    /// Ids of requirements as written, ranges expanded.
    pub requirements: Vec<String>,
    /// Ids of tasks that must be done first, as written.
    pub depends_on: Vec<String>,
    /// Paths in code spans.
    pub files: Vec<String>,
    /// Where.
    pub place: Place,
    /// Whether this is a checkbox, a work package or the like; `false` for rows of an index table and headings that
    /// only restate a task.
    pub defines: bool,
    /// Whether a sub-item of another task.
    pub nested: bool,
}

/// A box of a checklist. Never counted as task progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// As written, such as `CHK001`.
    pub id: Option<String>,
    /// Plain text.
    pub text: String,
    /// Whether ticked.
    pub checked: bool,
    /// Where.
    pub place: Place,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// As written: `Decision 1`, `D1`, `R-3`, `ADR-0007`.
    pub id: Option<String>,
    /// What was decided about.
    pub title: String,
    /// What was chosen.
    pub chosen: Option<String>,
    /// Why.
    pub rationale: Option<String>,
    /// What was considered.
    pub options: Vec<String>,
    /// What follows from it: consequences, trade-offs.
    pub consequences: Option<String>,
    /// As written.
    pub status: Option<String>,
    /// Where.
    pub place: Place,
}

/// A risk. Levels that the text does not state stay empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Risk {
    /// As written, such as `RISK-1`.
    pub id: Option<String>,
    /// What may happen.
    pub title: String,
    /// How likely.
    pub likelihood: Option<Step>,
    /// How bad.
    pub impact: Option<Step>,
    /// The level that follows from both axes, or `None` when one is missing.
    pub level: Option<Level>,
    /// The likelihood as written.
    pub likelihood_text: Option<String>,
    /// The impact as written.
    pub impact_text: Option<String>,
    /// What is done about it.
    pub mitigation: Option<String>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// Where.
    pub place: Place,
}

words! {
    /// The state of a question.
    QuestionState {
        /// Waits for an answer.
        Open "open",
        /// Answered.
        Answered "answered",
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// As written, such as `Q1`.
    pub id: Option<String>,
    /// The question.
    pub text: String,
    /// The answer, when it stands beside the question.
    pub answer: Option<String>,
    /// The state.
    pub state: QuestionState,
    /// An ISO date (`2026-11-28`) by which it must be decided.
    pub deadline: Option<String>,
    /// Where.
    pub place: Place,
}

/// A component of the system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: Option<String>,
    /// What it is built with.
    pub technology: Option<String>,
    /// What it must do.
    pub responsibilities: Option<String>,
    /// Where.
    pub place: Place,
}

words! {
    /// What a technology is.
    TechnologyKind {
        /// A programming language or a format that programs are written in.
        Language "language",
        /// A library, framework or tool of the build.
        Library "library",
        /// A program that runs beside the product: databases, queues, services of others.
        Service "service",
        /// What the product runs on.
        Platform "platform",
    }
}

/// A technology that a document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Technology {
    /// Its name without version.
    pub name: String,
    /// What it is.
    pub kind: TechnologyKind,
    /// As written: `3.11`, `15+`, `5.x`.
    pub version: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// As written: `MIT`, `Apache-2.0 OR MIT`.
    pub licence: Option<String>,
    /// What happens while it is down.
    pub fallback: Option<String>,
    /// Where. Technologies of one block share its anchor.
    pub place: Place,
}

/// A value that the product must reach: a response time, a share of users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// What is measured.
    pub name: String,
    /// The value as written.
    pub value: String,
    /// Where.
    pub place: Place,
}

/// A box below acceptance criteria; it is an item of the checklist as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// As written.
    pub id: Option<String>,
    /// Plain text.
    pub text: String,
    /// Whether ticked.
    pub checked: bool,
    /// Where.
    pub place: Place,
}

words! {
    /// What a practice is about.
    PracticeGroup {
        /// A principle that the design follows.
        Principle "principle",
        /// A rule of the constitution that the plan was held against.
        Rule "rule",
        /// A rule that the plan breaks, with its excuse.
        Violation "violation",
        /// A measure of security.
        Security "security",
        /// What makes it fast.
        Optimization "optimization",
        /// What is watched while it runs.
        Monitoring "monitoring",
        /// An error that callers see.
        Error "error",
        /// How it recovers from an error.
        Recovery "recovery",
        /// A level of tests.
        TestLevel "test-level",
        /// Where the data of tests come from.
        TestData "test-data",
        /// An environment that it runs in.
        Environment "environment",
        /// A step of the deployment.
        Deployment "deployment",
        /// How a deployment is taken back.
        Rollback "rollback",
        /// How data and interfaces change.
        Migration "migration",
        /// What it needs of the same product.
        Internal "internal",
        /// What comes next.
        NextStep "next-step",
    }
}

/// How a plan means to build, test or run the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    /// What it is about.
    pub group: PracticeGroup,
    /// What it is called; empty for items that are only a text.
    pub name: String,
    /// Plain text; empty for items that are only a name.
    pub text: String,
    /// Where; the anchor is that of the heading above.
    pub place: Place,
}

words! {
    /// What a plan lacks at a place that its template asks for.
    GapState {
        /// There is no such heading.
        Missing "missing",
        /// There is nothing below the heading.
        Empty "empty",
        /// What stands there is still the template's.
        Placeholder "placeholder",
    }
}

/// A chapter that is not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The chapter, as the template calls it.
    pub chapter: String,
    /// What is wrong.
    pub state: GapState,
    /// Where it is, or would be.
    pub place: Place,
}

words! {
    /// Where an endpoint is stated.
    EndpointSource {
        /// A plan, spec or other prose document.
        Plan "plan",
        /// An OpenAPI file.
        OpenApi "openapi",
        /// A Markdown contract.
        Contract "contract",
    }
}

/// One statement of an HTTP endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// `GET`, `POST`, … in upper case.
    pub method: String,
    /// The path with parameters as `{id}`.
    pub path: String,
    /// What it is for, when stated.
    pub purpose: Option<String>,
    /// The component that serves it, when stated under a label or in a column of its own.
    pub component: Option<String>,
    /// Where it is stated.
    pub source: EndpointSource,
    /// Where.
    pub place: Place,
}

/// A field of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type as written; empty when not stated.
    pub type_name: String,
    /// Constraints and description.
    pub notes: String,
}

/// A relation of an entity to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The other entity's name.
    pub to: String,
    /// `belongs to`, `1:N`, … as written.
    pub kind: String,
}

/// An entity of the data model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entity {
    /// Its name without number.
    pub name: String,
    /// One line about it.
    pub purpose: Option<String>,
    /// Its fields in order.
    pub fields: Vec<Field>,
    /// Its relations in order.
    pub relations: Vec<Relation>,
    /// Where.
    pub place: Place,
}

/// An estimate in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// At least, in hundredths of a day.
    pub min_hundredths: u32,
    /// At most, in hundredths of a day.
    pub max_hundredths: u32,
}

/// How long a feature takes, as its plan states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// The range, in days.
    pub days: Days,
    /// As written.
    pub confidence: Option<String>,
    /// Where.
    pub place: Place,
}

/// A declared dependency on another feature: where it is declared. The references inside `span` say on which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredDependency {
    /// The bytes in which references to features count as declared.
    pub span: crate::base::span::Span,
}

/// All facts of one document, each list in document order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Requirements.
    pub requirements: Vec<Arc<Requirement>>,
    /// Stories.
    pub stories: Vec<Arc<Story>>,
    /// Tasks.
    pub tasks: Vec<Arc<Task>>,
    /// Boxes that are no tasks.
    pub checklist: Vec<Arc<ChecklistItem>>,
    /// Decisions.
    pub decisions: Vec<Arc<Decision>>,
    /// Risks.
    pub risks: Vec<Arc<Risk>>,
    /// Questions.
    pub questions: Vec<Arc<Question>>,
    /// Components.
    pub components: Vec<Arc<Component>>,
    /// Technologies.
    pub technologies: Vec<Arc<Technology>>,
    /// Targets.
    pub targets: Vec<Arc<Goal>>,
    /// Acceptance criteria with a box.
    pub acceptance: Vec<Arc<Criterion>>,
    /// Practices.
    pub practices: Vec<Arc<Practice>>,
    /// Chapters that are not written yet.
    pub gaps: Vec<Arc<Gap>>,
    /// Endpoints.
    pub endpoints: Vec<Arc<Endpoint>>,
    /// Entities.
    pub entities: Vec<Arc<Entity>>,
    /// The estimate, when the document states one.
    pub estimate: Option<Arc<Estimate>>,
    /// Where dependencies are declared.
    pub dependencies: Vec<DeclaredDependency>,
}
