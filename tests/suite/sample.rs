//! A small portfolio made by hand: one of every fact, two features and a document of the portfolio itself.

use planfolio::base::diagnostic::{Code, Diagnostic};
use planfolio::base::path::RelPath;
use planfolio::base::span::{LineIndex, Span};
use planfolio::model::diagram::{Diagram, DiagramKind, Edge, Graph, Node, Picture, Syntax};
use planfolio::model::document::{Body, Document, Status, StatusValue};
use planfolio::model::fact::{
    ChecklistItem, Component, Criterion, Days, Decision, Endpoint, EndpointSource, Entity,
    Estimate, Facts, Field, Goal, Level, Place, Question, QuestionState, Relation, Requirement,
    RequirementKind, Risk, Step, Story, Task, TaskState, Technology, TechnologyKind,
};
use planfolio::model::portfolio::{
    Dependency, Evidence, Feature, FeatureFacts, Located, MergedEndpoint, Phase, Portfolio,
    TracedRequirement,
};
use planfolio::model::site::Site;
use planfolio::model::source::{
    DocId, DocumentKind, FeatureFolder, FeatureId, FeatureKind, Format,
};
use std::sync::Arc;

const CONSTITUTION: DocId = DocId(0);
const PLAN: DocId = DocId(1);
const SPEC: DocId = DocId(2);
const TASKS: DocId = DocId(3);
const OTHER_SPEC: DocId = DocId(4);

fn text(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn at(line: u32, anchor: &str) -> Place {
    Place {
        line,
        anchor: anchor.to_owned(),
    }
}

fn on<T>(document: DocId, fact: T) -> Located<T> {
    Located {
        document,
        fact: Arc::new(fact),
    }
}

fn document(id: DocId, path: &str, kind: DocumentKind, title: &str) -> Document {
    let path = RelPath::new(path);
    Document {
        id,
        inner: RelPath::new(path.name()),
        feature: path.as_str().starts_with("specs/0").then_some(FeatureId(0)),
        path,
        kind,
        format: Format::Markdown,
        title: title.to_owned(),
        title_written: true,
        summary: None,
        properties: Vec::new(),
        status: None,
        sections: Vec::new(),
        body: Body::default(),
        code_blocks: Vec::new(),
        diagrams: Vec::new(),
        contract: None,
        fact_anchors: Vec::new(),
        symbols: Vec::new(),
        references: Vec::new(),
        silences: Vec::new(),
        facts: Facts::default(),
        diagnostics: Vec::new(),
        words: 120 + id.0,
        bytes: 1000 + u64::from(id.0),
        names_feature: false,
    }
}

fn diagram() -> Diagram {
    let node = |label: &str| Node {
        label: label.to_owned(),
        ..Node::default()
    };
    Diagram {
        kind: DiagramKind::Components,
        syntax: Syntax::Ascii,
        picture: Picture::Graph(Graph {
            nodes: vec![node("Berth API"), node("Tide feed")],
            edges: vec![Edge {
                label: "polls".to_owned(),
                ..Edge::arrow(0, 1)
            }],
            ..Graph::default()
        }),
        source: "[Berth API] -> [Tide feed]".to_owned(),
        place: at(40, "diagram-1"),
    }
}

fn folder(key: &str, number: Option<&str>) -> FeatureFolder {
    let path = RelPath::new(&format!("specs/{key}"));
    FeatureFolder {
        key: key.to_owned(),
        name: key.to_owned(),
        number: number.map(str::to_owned),
        folders: vec![path.clone()],
        path,
        kind: FeatureKind::Feature,
        archived: false,
        stated_title: None,
    }
}

fn task(id: Option<&str>, line: u32, anchor: &str, state: TaskState, mark: &str) -> Task {
    Task {
        id: id.map(str::to_owned),
        text: format!("Build part {line}, and say \"done\""),
        state,
        mark: mark.to_owned().into(),
        phase: Some("Phase 1: Setup".into()),
        story: text("US1"),
        parallel: id.is_some(),
        requirements: vec!["FR-001".to_owned()],
        depends_on: Vec::new(),
        files: vec!["src/berth.rs".to_owned()],
        place: at(line, anchor),
        defines: true,
        nested: false,
    }
}

fn requirement(id: Option<&str>, line: u32, anchor: &str, tasks: Vec<u32>) -> TracedRequirement {
    TracedRequirement {
        requirement: Arc::new(Requirement {
            id: id.map(str::to_owned),
            kind: RequirementKind::Functional,
            text: "=The system must, at low tide, refuse deep ships".to_owned(),
            place: at(line, anchor),
            defines: true,
            change: None,
        }),
        tasks,
        endpoints: Vec::new(),
        checks: Vec::new(),
        references: 3,
    }
}

fn endpoint(document: DocId, source: EndpointSource, line: u32) -> Located<Endpoint> {
    on(
        document,
        Endpoint {
            method: "GET".to_owned(),
            path: "/berths/{id}".to_owned(),
            purpose: None,
            component: None,
            source,
            place: at(line, "get-berths-id"),
        },
    )
}

fn berth_facts() -> FeatureFacts {
    FeatureFacts {
        requirements: vec![
            on(
                SPEC,
                requirement(Some("FR-001"), 12, "fr-001", vec![1, 0, 2]),
            ),
            on(SPEC, requirement(None, 14, "requirement-2", Vec::new())),
        ],
        stories: vec![on(
            SPEC,
            Story {
                id: text("US1"),
                title: "Book a berth".to_owned(),
                priority: text("P1"),
                place: at(8, "us1"),
            },
        )],
        // Out of order on purpose: the file comes out sorted by place.
        tasks: vec![
            on(TASKS, task(Some("T002"), 9, "t002", TaskState::Open, " ")),
            on(TASKS, task(Some("T001"), 8, "t001", TaskState::Done, "x")),
            on(TASKS, task(None, 10, "task-3", TaskState::Other, "~")),
        ],
        checklist: vec![on(
            PLAN,
            ChecklistItem {
                id: None,
                text: "Principles hold".to_owned(),
                checked: true,
                place: at(5, "check-1"),
            },
        )],
        decisions: vec![on(
            PLAN,
            Decision {
                id: text("Decision 1"),
                title: "Where tides come from".to_owned(),
                chosen: text("The harbour office"),
                options: vec!["Harbour office".to_owned(), "Own gauge".to_owned()],
                place: at(20, "decision-1"),
                ..Decision::default()
            },
        )],
        risks: vec![
            on(
                PLAN,
                Risk {
                    title: "Feed is late".to_owned(),
                    likelihood: Some(Step::High),
                    impact: Some(Step::Medium),
                    level: Some(Level::of(Step::High, Step::Medium)),
                    likelihood_text: text("High (seen twice)"),
                    impact_text: text("Medium"),
                    mitigation: text("Keep the last table"),
                    place: at(30, "risk-1"),
                    ..Risk::default()
                },
            ),
            on(
                PLAN,
                Risk {
                    id: text("RISK-2"),
                    title: "Storm".to_owned(),
                    impact_text: text("Low-Medium"),
                    place: at(34, "risk-2"),
                    ..Risk::default()
                },
            ),
        ],
        questions: vec![on(
            SPEC,
            Question {
                id: text("Q1"),
                text: "Who pays for the buoy?".to_owned(),
                answer: None,
                state: QuestionState::Open,
                deadline: text("2026-11-28"),
                place: at(30, "q1"),
            },
        )],
        components: vec![on(
            PLAN,
            Component {
                name: "Berth API".to_owned(),
                purpose: text("Books berths"),
                technology: text("Rust"),
                place: at(16, "component-1"),
                ..Component::default()
            },
        )],
        technologies: vec![on(
            PLAN,
            Technology {
                name: "PostgreSQL".to_owned(),
                kind: TechnologyKind::Service,
                version: text("17"),
                purpose: text("Keeps berths"),
                licence: None,
                fallback: text("a paper list"),
                place: at(18, "technology-1"),
            },
        )],
        targets: vec![on(
            PLAN,
            Goal {
                name: "Answer".to_owned(),
                value: "200 ms".to_owned(),
                place: at(19, "target-1"),
            },
        )],
        acceptance: vec![on(
            PLAN,
            Criterion {
                id: None,
                text: "Every berth can be booked".to_owned(),
                checked: true,
                place: at(20, "check-1"),
            },
        )],
        practices: Vec::new(),
        gaps: Vec::new(),
        endpoints: vec![MergedEndpoint {
            drift: None,
            method: "GET".to_owned(),
            path: "/berths/{id}".to_owned(),
            sources: vec![
                endpoint(SPEC, EndpointSource::Contract, 50),
                endpoint(PLAN, EndpointSource::Plan, 60),
            ],
        }],
        entities: vec![on(
            SPEC,
            Entity {
                name: "Berth".to_owned(),
                purpose: None,
                fields: vec![
                    Field {
                        name: "id".to_owned(),
                        type_name: "uuid".to_owned(),
                        notes: "primary key".to_owned(),
                    },
                    Field {
                        name: "depth".to_owned(),
                        type_name: String::new(),
                        notes: String::new(),
                    },
                ],
                relations: vec![Relation {
                    to: "Booking".to_owned(),
                    kind: "1:N".to_owned(),
                }],
                place: at(22, "entity-1"),
            },
        )],
        estimate: Some(on(
            PLAN,
            Estimate {
                days: Days {
                    min_hundredths: 250,
                    max_hundredths: 400,
                },
                confidence: text("Medium"),
                place: at(70, "estimate"),
            },
        )),
    }
}

fn findings() -> Vec<Diagnostic> {
    let source = "one\ntwo FR-009\n";
    let tasks = RelPath::new("specs/001-berths/tasks.md");
    vec![
        Diagnostic::at(
            Code::DanglingReference,
            &tasks,
            (source, &LineIndex::new(source)),
            Span::new(8, 14),
            "no requirement FR-009 in this feature",
            "did you mean FR-001?",
        ),
        Diagnostic::of_file(
            Code::InvalidEncoding,
            &tasks,
            "the file is not valid UTF-8",
            "",
        ),
    ]
}

/// The portfolio and the addresses of its pages.
pub(crate) fn portfolio() -> (Portfolio, Site) {
    let mut plan = document(
        PLAN,
        "specs/001-berths/plan.md",
        DocumentKind::Plan,
        "Berths",
    );
    plan.diagrams.push(diagram());
    let mut other = document(
        OTHER_SPEC,
        "specs/tides/spec.md",
        DocumentKind::Spec,
        "潮汐",
    );
    other.feature = Some(FeatureId(1));
    let documents = vec![
        document(
            CONSTITUTION,
            ".specify/memory/constitution.md",
            DocumentKind::Constitution,
            "Constitution",
        ),
        plan,
        document(
            SPEC,
            "specs/001-berths/spec.md",
            DocumentKind::Spec,
            "Berths",
        ),
        document(
            TASKS,
            "specs/001-berths/tasks.md",
            DocumentKind::Tasks,
            "Berths",
        ),
        other,
    ];
    let features = vec![
        Feature {
            id: FeatureId(0),
            folder: folder("001-berths", Some("001")),
            title: "Berths".to_owned(),
            summary: text("Ships find a place."),
            status: Status {
                value: StatusValue::InProgress,
                text: text("In progress (2 of 3)"),
            },
            phase: Phase::Building,
            documents: vec![SPEC, PLAN, TASKS],
            facts: berth_facts(),
        },
        Feature {
            id: FeatureId(1),
            folder: folder("tides", None),
            title: "潮汐".to_owned(),
            summary: None,
            status: Status {
                value: StatusValue::Unknown,
                text: None,
            },
            phase: Phase::Spec,
            documents: vec![OTHER_SPEC],
            facts: FeatureFacts {
                // The same endpoint and entity again: the totals count them once.
                endpoints: vec![MergedEndpoint {
                    drift: None,
                    method: "GET".to_owned(),
                    path: "/berths/{id}".to_owned(),
                    sources: vec![endpoint(OTHER_SPEC, EndpointSource::Plan, 7)],
                }],
                entities: vec![on(
                    OTHER_SPEC,
                    Entity {
                        name: "Berth".to_owned(),
                        place: at(9, "entity-1"),
                        ..Entity::default()
                    },
                )],
                ..FeatureFacts::default()
            },
        },
    ];
    let portfolio = Portfolio {
        title: "Harbour Lines".to_owned(),
        features: features.into_iter().map(Arc::new).collect(),
        links: documents.iter().map(|_| Vec::new().into()).collect(),
        back_references: documents.iter().map(|_| Arc::default()).collect(),
        documents: documents.into_iter().map(Arc::new).collect(),
        dependencies: [Dependency {
            from: FeatureId(0),
            to: FeatureId(1),
            evidence: Evidence::Declared,
            document: PLAN,
            line: 65,
            anchor: "dependencies".into(),
        }]
        .into(),
        changes: Arc::default(),
        assets: Vec::new(),
        roots: vec![RelPath::new("specs")],
        own_documents: vec![CONSTITUTION],
        diagnostics: findings(),
    };
    let site = Site {
        documents: [
            "_/specify/memory/constitution.html",
            "001-berths/plan.html",
            "001-berths/spec.html",
            "001-berths/tasks.html",
            "tides/spec.html",
        ]
        .map(str::to_owned)
        .to_vec(),
        features: vec!["001-berths".to_owned(), "tides".to_owned()],
        ..Site::default()
    };
    (portfolio, site)
}
