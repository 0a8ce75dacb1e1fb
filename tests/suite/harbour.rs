//! A portfolio made by hand: what the phases before would make of three small features.

use planfolio::base::diagnostic::{Code, Diagnostic};
use planfolio::base::path::RelPath;
use planfolio::model::diagram::{Diagram, DiagramKind, Picture, Syntax};
use planfolio::model::document::{
    Body, CodeBlock, Document, Fill, Hole, Property, Section, Status, StatusValue, Symbol,
    SymbolKind,
};
use planfolio::model::fact::{
    ChecklistItem, Component, Days, Decision, Endpoint, EndpointSource, Entity, Estimate, Facts,
    Field, Level, Place, Question, QuestionState, Relation, Requirement, RequirementKind, Risk,
    Step, Story, Task, TaskState,
};
use planfolio::model::portfolio::{
    BackReference, Dependency, Evidence, Feature, FeatureFacts, Located, MergedEndpoint, Phase,
    Portfolio, TracedRequirement,
};
use planfolio::model::reference::{Beside, Link, Origin, Reference, Scope, Target};
use planfolio::model::source::{
    Asset, DocId, DocumentKind, FeatureFolder, FeatureId, FeatureKind, Format,
};
use std::sync::Arc;

/// A place.
pub(crate) fn place(line: u32, anchor: &str) -> Place {
    Place {
        line,
        anchor: anchor.to_owned(),
    }
}

/// A document without content.
pub(crate) fn document(
    path: &str,
    inner: &str,
    kind: DocumentKind,
    feature: Option<u32>,
) -> Document {
    let path = RelPath::new(path);
    let format = match path.extension().as_str() {
        "md" => Format::Markdown,
        other => Format::Source(other.to_owned()),
    };
    Document {
        id: DocId(0),
        title: path.stem().to_owned(),
        path,
        inner: RelPath::new(inner),
        feature: feature.map(FeatureId),
        kind,
        format,
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
        words: 120,
        bytes: 900,
        names_feature: false,
    }
}

/// A feature without facts.
pub(crate) fn feature(path: &str, title: &str) -> Feature {
    let path = RelPath::new(path);
    let name = path.name().to_owned();
    let number: String = name.chars().take_while(char::is_ascii_digit).collect();
    Feature {
        id: FeatureId(0),
        folder: FeatureFolder {
            key: name.clone(),
            name,
            number: (!number.is_empty()).then_some(number),
            folders: vec![path.clone()],
            path,
            kind: FeatureKind::Feature,
            archived: false,
            stated_title: None,
        },
        title: title.to_owned(),
        summary: None,
        status: Status {
            value: StatusValue::Unknown,
            text: None,
        },
        phase: Phase::Spec,
        documents: Vec::new(),
        facts: FeatureFacts::default(),
    }
}

/// Numbers features and documents by path and gathers them; links and back-references are empty.
pub(crate) fn portfolio(mut features: Vec<Feature>, mut documents: Vec<Document>) -> Portfolio {
    for (at, document) in documents.iter_mut().enumerate() {
        document.id = DocId(at as u32);
    }
    for (at, feature) in features.iter_mut().enumerate() {
        feature.id = FeatureId(at as u32);
        feature.documents = documents
            .iter()
            .filter(|document| document.feature == Some(feature.id))
            .map(|document| document.id)
            .collect();
        feature
            .documents
            .sort_by_key(|id| documents[id.index()].kind.reading_order());
    }
    Portfolio {
        title: "Harbour Lines".to_owned(),
        links: documents
            .iter()
            .map(|document| vec![Link::Text; document.references.len()].into())
            .collect(),
        back_references: documents.iter().map(|_| Arc::default()).collect(),
        own_documents: documents
            .iter()
            .filter(|document| document.feature.is_none())
            .map(|document| document.id)
            .collect(),
        documents: documents.into_iter().map(Arc::new).collect(),
        features: features.into_iter().map(Arc::new).collect(),
        dependencies: Arc::default(),
        changes: Arc::default(),
        assets: Vec::new(),
        roots: vec![RelPath::new("specs")],
        diagnostics: Vec::new(),
    }
}

fn located<T>(document: u32, fact: T) -> Located<T> {
    Located {
        document: DocId(document),
        fact: Arc::new(fact),
    }
}

fn reference(target: Target) -> Reference {
    Reference {
        span: Default::default(),
        line: 3,
        target,
        beside: Beside::default(),
        from: "".into(),
        shown: true,
        alternative: "a drawing".into(),
    }
}

fn path_target(path: &str, origin: Origin) -> Target {
    Target::Path {
        path: path.into(),
        fragment: None,
        line: None,
        origin,
    }
}

/// Text with `{}` at the places of the holes.
fn body(html: &str, fills: &[Fill]) -> Body {
    let mut out = Body::default();
    let mut parts = html.split("{}");
    out.html.push_str(parts.next().unwrap_or(""));
    for (part, &fill) in parts.zip(fills) {
        out.holes.push(Hole {
            at: out.html.len() as u32,
            fill,
        });
        out.html.push_str(part);
    }
    out
}

fn task(id: &str, text: &str, state: TaskState, phase: &str, anchor: &str) -> Task {
    Task {
        id: Some(id.to_owned()),
        text: text.to_owned(),
        state,
        mark: if state == TaskState::Done { "x" } else { " " }.into(),
        phase: Some(phase.into()),
        story: Some("US1".to_owned()),
        parallel: false,
        requirements: vec!["FR-001".to_owned()],
        depends_on: Vec::new(),
        files: Vec::new(),
        place: place(9, anchor),
        defines: true,
        nested: false,
    }
}

fn risk(title: &str, likelihood: Option<Step>, impact: Option<Step>, anchor: &str) -> Risk {
    Risk {
        title: title.to_owned(),
        likelihood,
        impact,
        level: likelihood
            .zip(impact)
            .map(|(likelihood, impact)| Level::of(likelihood, impact)),
        likelihood_text: likelihood.map(|step| step.word().to_owned()),
        mitigation: Some("Deny list every five minutes".to_owned()),
        place: place(60, anchor),
        ..Risk::default()
    }
}

/// Three features: one with everything, one that it needs, one that is nearly empty.
pub(crate) fn harbour() -> Portfolio {
    let mut gate = feature("specs/004-gate", "Gate validation without a network");
    let mut fares = feature("specs/002-fares", "Fare table & zones");
    let idea = feature("specs/crew-handheld", "Crew handheld");
    fares.phase = Phase::Done;
    fares.status = Status {
        value: StatusValue::Done,
        text: Some("Done".to_owned()),
    };
    gate.phase = Phase::Building;
    gate.summary = Some("Riders board when the pier has no connection.".to_owned());
    gate.status = Status {
        value: StatusValue::InProgress,
        text: Some("in progress".to_owned()),
    };

    // Documents in path order.
    let roadmap = document(
        "docs/roadmap.md",
        "docs/roadmap.md",
        DocumentKind::Roadmap,
        None,
    );
    let mut fares_spec = document(
        "specs/002-fares/spec.md",
        "spec.md",
        DocumentKind::Spec,
        Some(0),
    );
    fares_spec.title = "Fare table & zones".to_owned();
    let mut contract = document(
        "specs/004-gate/contracts/gate-api.yaml",
        "contracts/gate-api.yaml",
        DocumentKind::Contract,
        Some(1),
    );
    contract.code_blocks = vec![CodeBlock {
        language: "yaml".to_owned(),
        text: "openapi: 3.1.0\npaths: {}\n".into(),
        line: 1,
    }];
    contract.body = body("{}", &[Fill::Code(0)]);
    let mut plan = document(
        "specs/004-gate/plan.md",
        "plan.md",
        DocumentKind::Plan,
        Some(1),
    );
    plan.title = "Gate validation without a network".to_owned();
    plan.status = Some(Status {
        value: StatusValue::InProgress,
        text: Some("in progress".to_owned()),
    });
    plan.properties = vec![Property {
        name: "Owner".to_owned(),
        value: "Mara <Lindqvist>".to_owned(),
        body: body("Mara &lt;Lindqvist&gt;", &[]),
        line: 3,
    }];
    plan.sections = [
        (1, "Gate", "gate"),
        (2, "Overview", "overview"),
        (3, "Parts", "parts"),
    ]
    .map(|(level, title, anchor)| Section {
        level,
        title: title.to_owned(),
        anchor: anchor.into(),
        line: 1,
    })
    .to_vec();
    plan.references = vec![
        reference(Target::Symbol {
            id: "FR-001".into(),
            scope: Scope::Any,
            feature: None,
        }),
        reference(path_target("../../src/gate.rs", Origin::Link)),
        reference(path_target("pier.png", Origin::Image)),
        reference(Target::External("https://example.org/?a=1&b=2".to_owned())),
        reference(path_target("nowhere.md", Origin::Link)),
        reference(path_target("contracts", Origin::Link)),
    ];
    plan.code_blocks = vec![CodeBlock {
        language: "rust".to_owned(),
        text: "if a < b && c { \"x\" }\n".into(),
        line: 30,
    }];
    plan.diagrams = vec![Diagram {
        kind: DiagramKind::Components,
        syntax: Syntax::Ascii,
        picture: Picture::Source,
        source: "[A] -> <B>".to_owned(),
        place: place(40, "diagram-1"),
    }];
    plan.fact_anchors = vec!["decision-1".to_owned(), "risk-1".to_owned()];
    plan.body = body(
        "<h2 id=\"overview\">Overview<a class=\"anchor\" href=\"#overview\" aria-label=\"Link to this section\">#</a></h2><p>See {}FR-001{}, {}the source{}, {}the web{}, {}nothing{} and {}contracts{}. {}</p>{}{}<section class=\"fact\" id=\"decision-1\"><h3>Check signatures at the gate</h3><p class=\"margin\"><a class=\"id\" href=\"#decision-1\">D1</a><span class=\"id line\"><span class=\"vh\">source line </span>74</span></p><dl class=\"props\"><dt>Chosen</dt><dd>signed codes</dd></dl>{}</section><section class=\"fact\" id=\"risk-1\"><h3><span class=\"lv lv-critical\">Critical</span> A copied code</h3>{}</section>",
        &[
            Fill::LinkStart(0),
            Fill::LinkEnd(0),
            Fill::LinkStart(1),
            Fill::LinkEnd(1),
            Fill::LinkStart(3),
            Fill::LinkEnd(3),
            Fill::LinkStart(4),
            Fill::LinkEnd(4),
            Fill::LinkStart(5),
            Fill::LinkEnd(5),
            Fill::Image(2),
            Fill::Code(0),
            Fill::Diagram(0),
            Fill::BackReferences(0),
            Fill::BackReferences(1),
        ],
    );
    let mut spec = document(
        "specs/004-gate/spec.md",
        "spec.md",
        DocumentKind::Spec,
        Some(1),
    );
    spec.title = "Gate validation without a network".to_owned();
    spec.symbols = vec![Symbol {
        id: "FR-001".to_owned(),
        kind: SymbolKind::Requirement,
        anchor: "fr-001".to_owned(),
        line: 12,
        defines: true,
        text: Box::default(),
    }];
    spec.body = body(
        "<ul class=\"facts facts-ids\"><li id=\"fr-001\"><a class=\"id\" href=\"#fr-001\">FR-001</a><div>A gate decides alone.</div></li></ul>",
        &[],
    );
    let mut tasks = document(
        "specs/004-gate/tasks.md",
        "tasks.md",
        DocumentKind::Tasks,
        Some(1),
    );
    tasks.title = "Gate validation without a network".to_owned();
    tasks.symbols = ["T001", "T002", "T003", "T004"]
        .map(|id| Symbol {
            id: id.to_owned(),
            kind: SymbolKind::Task,
            anchor: id.to_lowercase(),
            line: 4,
            defines: true,
            text: Box::default(),
        })
        .to_vec();
    let crew = document(
        "specs/crew-handheld/README.md",
        "README.md",
        DocumentKind::Other,
        Some(2),
    );

    // Facts of the gate.
    let facts = &mut gate.facts;
    for (id, text, named) in [
        ("FR-001", "A gate decides alone.", vec![0, 1]),
        ("FR-012", "A gate tells when its case was opened.", vec![]),
    ] {
        facts.requirements.push(located(
            4,
            TracedRequirement {
                requirement: Arc::new(Requirement {
                    id: Some(id.to_owned()),
                    kind: RequirementKind::Functional,
                    text: text.to_owned(),
                    place: place(12, &id.to_lowercase()),
                    defines: true,
                    change: None,
                }),
                tasks: named,
                endpoints: Vec::new(),
                checks: Vec::new(),
                references: 1,
            },
        ));
    }
    facts.stories.push(located(
        4,
        Story {
            id: Some("US1".to_owned()),
            title: "Board with no network".to_owned(),
            priority: Some("P1".to_owned()),
            place: place(8, "us1"),
        },
    ));
    let mut waiting = task(
        "T004",
        "Let keys live for three days",
        TaskState::Open,
        "Phase 2: Gate",
        "t004",
    );
    waiting.depends_on = vec!["T003".to_owned(), "T099".to_owned()];
    facts.tasks = vec![
        located(
            5,
            task(
                "T001",
                "Show the verdict",
                TaskState::Done,
                "Phase 1: Setup",
                "t001",
            ),
        ),
        located(
            5,
            task(
                "T002",
                "Open the gate",
                TaskState::Done,
                "Phase 2: Gate",
                "t002",
            ),
        ),
        located(
            5,
            task(
                "T003",
                "Show <b>why</b>",
                TaskState::Open,
                "Phase 2: Gate",
                "t003",
            ),
        ),
        located(5, waiting),
    ];
    facts.checklist.push(located(
        5,
        ChecklistItem {
            id: None,
            text: "Reviewed".to_owned(),
            checked: true,
            place: place(40, "check-1"),
        },
    ));
    facts.decisions.push(located(
        3,
        Decision {
            id: Some("D1".to_owned()),
            title: "Check signatures at the gate".to_owned(),
            chosen: Some("signed codes".to_owned()),
            rationale: Some("works with no network".to_owned()),
            options: vec!["online check".to_owned(), "secure element".to_owned()],
            place: place(74, "decision-1"),
            ..Decision::default()
        },
    ));
    facts.risks = vec![
        located(
            3,
            risk(
                "A copied code is accepted at two gates",
                Some(Step::High),
                Some(Step::High),
                "risk-1",
            ),
        ),
        located(
            3,
            risk(
                "The store fills up",
                Some(Step::Low),
                Some(Step::Medium),
                "risk-2",
            ),
        ),
        located(
            3,
            risk(
                "Riders shade the screen",
                None,
                Some(Step::Medium),
                "risk-3",
            ),
        ),
        located(3, risk("Nobody rated this", None, None, "risk-4")),
    ];
    facts.questions.push(located(
        3,
        Question {
            id: Some("Q1".to_owned()),
            text: "How long may a gate run without new keys?".to_owned(),
            answer: None,
            state: QuestionState::Open,
            deadline: Some("2026-11-28".to_owned()),
            place: place(80, "question-1"),
        },
    ));
    facts.components.push(located(
        3,
        Component {
            name: "Gate reader".to_owned(),
            purpose: Some("Reads the code".to_owned()),
            technology: Some("Rust".to_owned()),
            responsibilities: None,
            place: place(31, "component-1"),
        },
    ));
    let endpoint = |document, source| {
        located(
            document,
            Endpoint {
                method: "POST".to_owned(),
                path: "/gates/{id}/scans".to_owned(),
                purpose: Some("Uploads scans".to_owned()),
                component: None,
                source,
                place: place(90, if document == 3 { "endpoint-1" } else { "" }),
            },
        )
    };
    facts.endpoints.push(MergedEndpoint {
        drift: None,
        method: "POST".to_owned(),
        path: "/gates/{id}/scans".to_owned(),
        sources: vec![
            endpoint(3, EndpointSource::Plan),
            endpoint(2, EndpointSource::OpenApi),
        ],
    });
    facts.entities.push(located(
        3,
        Entity {
            name: "ScanEvent".to_owned(),
            purpose: None,
            fields: vec![Field {
                name: "id".to_owned(),
                type_name: "uuid".to_owned(),
                notes: String::new(),
            }],
            relations: vec![Relation {
                to: "Gate".to_owned(),
                kind: "belongs to".to_owned(),
            }],
            place: place(95, "entity-1"),
        },
    ));
    facts.estimate = Some(located(
        3,
        Estimate {
            days: Days {
                min_hundredths: 3400,
                max_hundredths: 4650,
            },
            confidence: Some("Medium".to_owned()),
            place: place(120, "timeline-estimate"),
        },
    ));

    let mut result = portfolio(
        vec![fares, gate, idea],
        vec![roadmap, fares_spec, contract, plan, spec, tasks, crew],
    );
    result.assets = vec![Asset {
        path: RelPath::new("specs/004-gate/pier.png"),
        feature: Some(FeatureId(1)),
        inner: RelPath::new("pier.png"),
        bytes: Arc::from(&b"png"[..]),
    }];
    result.links[3] = vec![
        Link::Document {
            document: DocId(4),
            anchor: Some("fr-001".to_owned()),
        },
        Link::Repository("src/gate.rs".to_owned()),
        Link::Asset(0),
        Link::External("https://example.org/?a=1&b=2".to_owned()),
        Link::Text,
        Link::Folder(RelPath::new("specs/004-gate/contracts")),
    ]
    .into();
    let refer = |document, anchor: &str| BackReference {
        document: DocId(document),
        anchor: anchor.into(),
        line: 9,
    };
    Arc::make_mut(&mut result.back_references[3]).insert(
        "decision-1".to_owned(),
        vec![
            refer(1, ""),
            refer(5, "t001"),
            refer(5, "t002"),
            refer(5, "t002"),
        ],
    );
    result.dependencies = [Dependency {
        from: FeatureId(1),
        to: FeatureId(0),
        evidence: Evidence::Declared,
        document: DocId(4),
        line: 7,
        anchor: "dependencies".into(),
    }]
    .into();
    result.diagnostics = vec![
        Diagnostic::of_file(
            Code::BrokenLink,
            &RelPath::new("specs/004-gate/plan.md"),
            "no document at nowhere.md",
            "did you mean plan.md?",
        ),
        Diagnostic::of_file(
            Code::SymlinkOutside,
            &RelPath::new("specs/elsewhere"),
            "leads out of the portfolio",
            "",
        ),
    ];
    result
}
