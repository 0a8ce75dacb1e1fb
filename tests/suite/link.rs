//! Linking of documents made by hand: what resolves to what, how facts are merged, what is reported.

use planfolio::base::diagnostic::{Code, Severity};
use planfolio::base::path::RelPath;
use planfolio::base::span::Span;
use planfolio::config::Config;
use planfolio::link::link;
use planfolio::model::document::{
    Body, Document, Section, Status, StatusValue, Symbol, SymbolKind,
};
use planfolio::model::fact::{
    Component, Decision, DeclaredDependency, Endpoint, EndpointSource, Entity, Facts, Field, Place,
    Requirement, RequirementKind, Task, TaskState,
};
use planfolio::model::portfolio::{Evidence, Phase, Portfolio};
use planfolio::model::reference::{Beside, Link, Origin, Reference, Scope, Target};
use planfolio::model::source::{
    Asset, Crawl, DocId, DocumentKind, FeatureFolder, FeatureId, FeatureKind, Format, Source,
};
use std::sync::Arc;

/// A portfolio in the making. Features and documents are entered in path order.
#[derive(Default)]
struct World {
    crawl: Crawl,
    documents: Vec<Document>,
    config: Config,
}

impl World {
    fn new(features: &[&str]) -> Self {
        let mut world = World::default();
        world.crawl.roots.push(RelPath::new("specs"));
        for name in features {
            let digits = name.bytes().take_while(u8::is_ascii_digit).count();
            world.crawl.features.push(FeatureFolder {
                key: (*name).to_owned(),
                name: (*name).to_owned(),
                number: (digits > 0).then(|| name[..digits].to_owned()),
                path: RelPath::new(&format!("specs/{name}")),
                folders: vec![RelPath::new(&format!("specs/{name}"))],
                kind: FeatureKind::Feature,
                archived: false,
                stated_title: None,
            });
        }
        world
    }

    fn document(&mut self, path: &str, kind: DocumentKind) -> &mut Document {
        let path = RelPath::new(path);
        let feature = self.crawl.features.iter().position(|feature| {
            let mut folders = feature.folders.iter();
            folders.any(|folder| path.below(folder).is_some())
        });
        let inner = feature.map_or(path.clone(), |at| {
            let mut folders = self.crawl.features[at].folders.iter();
            let below = folders.find_map(|folder| path.below(folder));
            RelPath::new(below.expect("found by its folder"))
        });
        let feature = feature.map(|at| FeatureId(at as u32));
        let id = DocId(self.documents.len() as u32);
        self.crawl.sources.push(Arc::new(Source {
            id,
            path: path.clone(),
            feature,
            inner: inner.clone(),
            kind,
            format: Format::Markdown,
            text: "one line of text\n".repeat(200).into(),
            bytes: 0,
            fingerprint: planfolio::base::fingerprint::Fingerprint::of(b""),
            diagnostics: Vec::new(),
        }));
        self.documents.push(Document {
            id,
            inner,
            path,
            feature,
            kind,
            format: Format::Markdown,
            title: String::new(),
            title_written: false,
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
            words: 0,
            bytes: 0,
            names_feature: false,
        });
        self.documents.last_mut().expect("just pushed")
    }

    fn link(mut self) -> Portfolio {
        // The ids stand in the text where the references say.
        for (source, document) in self.crawl.sources.iter_mut().zip(&self.documents) {
            let mut text = source.text.to_string();
            for reference in &document.references {
                if let Target::Symbol { id, .. } = &reference.target {
                    let (start, end) = (reference.span.start as usize, reference.span.end as usize);
                    text.replace_range(start..end, id);
                }
            }
            Arc::make_mut(source).text = text.into();
        }
        let documents = self.documents.into_iter().map(Arc::new).collect();
        link(&self.crawl, documents, &self.config, &|document| {
            Arc::clone(&self.crawl.sources[document.index()].text)
        })
    }
}

fn place(line: u32, anchor: &str) -> Place {
    Place {
        line,
        anchor: anchor.to_owned(),
    }
}

fn define(document: &mut Document, line: u32, id: &str, text: &str, defines: bool) {
    let anchor = id.to_lowercase();
    document.symbols.push(Symbol {
        id: id.into(),
        kind: SymbolKind::Requirement,
        anchor: anchor.clone(),
        line,
        defines,
        text: Box::default(),
    });
    document.facts.requirements.push(Arc::new(Requirement {
        id: Some(id.to_owned()),
        kind: RequirementKind::Functional,
        text: text.to_owned(),
        place: place(line, &anchor),
        defines,
        change: None,
    }));
}

fn task(document: &mut Document, line: u32, id: &str, state: TaskState, text: &str) {
    let anchor = id.to_lowercase();
    document.symbols.push(Symbol {
        id: id.into(),
        kind: SymbolKind::Task,
        anchor: anchor.clone(),
        line,
        defines: true,
        text: Box::default(),
    });
    document.facts.tasks.push(Arc::new(Task {
        id: Some(id.to_owned()),
        text: text.to_owned(),
        state,
        mark: if state == TaskState::Done { "x" } else { " " }.into(),
        phase: None,
        story: None,
        parallel: false,
        requirements: Vec::new(),
        depends_on: Vec::new(),
        files: Vec::new(),
        place: place(line, &anchor),
        defines: true,
        nested: false,
    }));
}

fn heading(document: &mut Document, anchor: &str) {
    document.sections.push(Section {
        level: 2,
        title: anchor.to_owned(),
        anchor: anchor.to_owned(),
        line: 1,
    });
}

fn refer(document: &mut Document, line: u32, from: &str, target: Target, length: usize) {
    let before = document.references.iter().filter(|one| one.line == line);
    let start = (line as usize - 1) * 17 + before.count();
    document.references.push(Reference {
        span: Span::new(start, start + length),
        line,
        target,
        beside: Beside::default(),
        from: from.into(),
        shown: true,
        alternative: Box::default(),
    });
}

fn mention(document: &mut Document, line: u32, from: &str, id: &str) {
    let target = Target::Symbol {
        id: id.into(),
        scope: Scope::Any,
        feature: None,
    };
    refer(document, line, from, target, id.len());
}

fn path(document: &mut Document, line: u32, written: &str, origin: Origin) {
    let (path, fragment) = match written.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.into())),
        None => (written, None),
    };
    let target = Target::Path {
        path: path.into(),
        fragment,
        line: None,
        origin,
    };
    refer(document, line, "", target, written.len());
}

fn feature(document: &mut Document, line: u32, name: &str) {
    let target = Target::Feature {
        name: name.to_owned(),
    };
    refer(document, line, "", target, name.len());
}

/// The answers to the references of a document, each on a line: `specs/001-a/spec.md#fr-001`.
fn answers(portfolio: &Portfolio, document: usize) -> Vec<String> {
    portfolio.links[document]
        .iter()
        .map(|link| match link {
            Link::Document { document, anchor } => {
                let path = &portfolio.document(*document).path;
                match anchor {
                    Some(anchor) => format!("{path}#{anchor}"),
                    None => path.to_string(),
                }
            }
            Link::Feature(feature) => format!("feature {}", portfolio.feature(*feature).folder.key),
            Link::Folder(path) => format!("folder {path}"),
            Link::Asset(asset) => format!("asset {asset}"),
            Link::External(address) => address.clone(),
            Link::Repository(path) => format!("repository {path}"),
            Link::Text => "text".to_owned(),
        })
        .collect()
}

/// The diagnostics, each on a line: `PF401 specs/001-a/spec.md:3: message (help)`.
fn findings(portfolio: &Portfolio) -> Vec<String> {
    portfolio
        .diagnostics
        .iter()
        .map(|one| {
            let (code, path, line) = (one.code.code(), &one.path, one.line());
            format!("{code} {path}:{line}: {} ({})", one.message, one.help)
        })
        .collect()
}

use DocumentKind::{
    Checklist, Contract, DataModel, Other, Plan, Research, Spec, Tasks, WorkPackage,
};

#[test]
fn ids_are_looked_up_in_their_own_feature_first() {
    let mut world = World::new(&["001-a", "002-b"]);
    define(
        world.document("specs/001-a/spec.md", Spec),
        3,
        "FR-001",
        "One.",
        true,
    );
    let plan = world.document("specs/002-b/plan.md", Plan);
    define(plan, 9, "FR-001", "MET", false);
    mention(plan, 9, "fr-001", "FR-001");
    mention(plan, 12, "approach", "FR001");
    mention(plan, 13, "approach", "UTF-8");
    let spec = world.document("specs/002-b/spec.md", Spec);
    define(spec, 4, "FR-001", "Two.", true);
    mention(spec, 4, "fr-001", "FR-001");
    let portfolio = world.link();
    let here = "specs/002-b/spec.md#fr-001";
    assert_eq!(answers(&portfolio, 1), [here, here, "text"]);
    assert_eq!(
        answers(&portfolio, 2),
        ["text"],
        "a definition is no mention of itself"
    );
    let requirements = &portfolio.features[1].facts.requirements;
    assert_eq!(requirements.len(), 1, "the row of the plan restates");
    assert_eq!(requirements[0].fact.requirement.text, "Two.");
    assert_eq!(requirements[0].fact.references, 2);
    let places: Vec<(u32, &str, u32)> = portfolio.back_references[2]["fr-001"]
        .iter()
        .map(|place| (place.document.0, &*place.anchor, place.line))
        .collect();
    assert_eq!(places, [(1, "fr-001", 9), (1, "approach", 12)]);
    assert!(
        portfolio.diagnostics.is_empty(),
        "{:?}",
        findings(&portfolio)
    );
}

#[test]
fn ids_of_other_features_need_one_owner() {
    let mut world = World::new(&["001-a", "002-b", "003-c"]);
    let owner = world.document("specs/001-a/spec.md", Spec);
    define(owner, 3, "NFR-007", "Only here.", true);
    define(owner, 4, "FR-001", "Here.", true);
    define(owner, 5, "FR-020", "Here.", true);
    let second = world.document("specs/002-b/spec.md", Spec);
    define(second, 3, "FR-001", "And here.", true);
    mention(second, 8, "", "NFR-007");
    mention(second, 9, "", "FR-020");
    feature(second, 10, "001");
    mention(second, 10, "", "FR-020");
    let third = world.document("specs/003-c/plan.md", Plan);
    mention(third, 8, "", "FR-001");
    mention(third, 9, "", "FR-020");
    let portfolio = world.link();
    assert_eq!(
        answers(&portfolio, 1),
        [
            "specs/001-a/spec.md#nfr-007",
            "text",
            "feature 001-a",
            "specs/001-a/spec.md#fr-020"
        ],
        "a feature with requirements of its own does not mean those of another, unless it says so"
    );
    assert_eq!(
        answers(&portfolio, 2),
        ["text", "specs/001-a/spec.md#fr-020"]
    );
    assert_eq!(
        findings(&portfolio),
        [
            "PF201 specs/002-b/spec.md:9: `FR-020` is not defined in feature 002-b (nearest defined ids: FR-001)"
        ]
    );
}

#[test]
fn a_named_feature_is_the_only_one_asked() {
    let mut world = World::new(&["001-a", "002-b"]);
    define(
        world.document("specs/001-a/spec.md", Spec),
        3,
        "FR-001",
        "One.",
        true,
    );
    let spec = world.document("specs/002-b/spec.md", Spec);
    define(spec, 3, "FR-001", "Two.", true);
    define(spec, 4, "FR-002", "Three.", true);
    for (id, name) in [("FR-001", "1"), ("FR-002", "001-a"), ("FR-001", "404")] {
        let target = Target::Symbol {
            id: id.into(),
            scope: Scope::Any,
            feature: Some(name.into()),
        };
        refer(spec, 8, "", target, id.len());
    }
    let portfolio = world.link();
    assert_eq!(
        answers(&portfolio, 1),
        ["specs/001-a/spec.md#fr-001", "text", "text"]
    );
    assert!(
        portfolio.diagnostics.is_empty(),
        "{:?}",
        findings(&portfolio)
    );
}

#[test]
fn paths_in_all_writings() {
    let mut world = World::new(&["001-a", "002-b"]);
    for name in ["checklists/ux.md", "plan.md", "spec.md"] {
        world.document(&format!("specs/001-a/{name}"), Other);
    }
    world
        .document("specs/002-b/contracts/api.yaml", Contract)
        .format = Format::Source("yaml".to_owned());
    let spec = world.document("specs/002-b/spec.md", Spec);
    heading(spec, "scope");
    heading(spec, "fr-001");
    let cases = [
        ("../001-a/plan.md", Origin::Link, "specs/001-a/plan.md"),
        ("#Scope", Origin::Link, "specs/002-b/spec.md#scope"),
        ("#FR-001", Origin::Link, "specs/002-b/spec.md#fr-001"),
        (
            "contracts/api.yaml#/paths",
            Origin::Link,
            "specs/002-b/contracts/api.yaml",
        ),
        ("contracts", Origin::Link, "folder specs/002-b/contracts"),
        ("contracts/", Origin::Code, "folder specs/002-b/contracts"),
        ("api.yaml", Origin::Code, "specs/002-b/contracts/api.yaml"),
        ("../001-a/", Origin::Link, "feature 001-a"),
        ("001-a", Origin::Code, "feature 001-a"),
        ("002-b", Origin::Code, "text"),
        ("specs/001-a", Origin::Code, "feature 001-a"),
        ("src/001-a/", Origin::Code, "text"),
        ("/specs/001-a/spec.md", Origin::Link, "specs/001-a/spec.md"),
        ("../001-a/spec", Origin::Link, "specs/001-a/spec.md"),
        (
            "specs/001-a/checklists/ux.md",
            Origin::Code,
            "specs/001-a/checklists/ux.md",
        ),
        ("archive/001-a/plan.md", Origin::Code, "specs/001-a/plan.md"),
        ("ux.md", Origin::Code, "text"),
        ("spec.md", Origin::Code, "text"),
        ("spec.md", Origin::Link, "specs/002-b/spec.md"),
        ("src/main.rs", Origin::Code, "text"),
        ("../../src/main.rs", Origin::Link, "text"),
        ("diagram.png", Origin::Image, "asset 0"),
    ];
    for (written, origin, _) in cases {
        path(spec, 9, written, origin);
    }
    let file = RelPath::new("specs/002-b/diagram.png");
    world.crawl.assets.push(Asset {
        inner: file.clone(),
        path: file,
        feature: Some(FeatureId(1)),
        bytes: Arc::from(&b""[..]),
    });
    let portfolio = world.link();
    for ((written, origin, expected), found) in cases.iter().zip(answers(&portfolio, 4)) {
        assert_eq!(found, *expected, "{written} as {origin:?}");
    }
    assert!(
        portfolio.diagnostics.is_empty(),
        "{:?}",
        findings(&portfolio)
    );
}

#[test]
fn broken_links_name_what_they_may_mean() {
    let mut world = World::new(&["001-quay", "002-b"]);
    world.document("specs/001-quay/plan.md", Plan);
    world.document("specs/002-b/checklists/plan.md", Checklist);
    let spec = world.document("specs/002-b/spec.md", Spec);
    heading(spec, "user-stories");
    for written in [
        "plan.md",
        "../001-quya/plan.md",
        "#user-story",
        "/Users/x/plan.md",
        "../../README.md",
        "../../../x.md",
        "data.csv",
    ] {
        path(spec, 9, written, Origin::Link);
    }
    for address in ["javascript:alert(1)", "file:///tmp/x", "C:\\plans\\x.md"] {
        refer(spec, 10, "", Target::Unusable(address.to_owned()), 3);
    }
    let portfolio = world.link();
    assert!(
        answers(&portfolio, 2)
            .iter()
            .enumerate()
            .all(|(at, link)| link
                == if at == 2 {
                    "specs/002-b/spec.md"
                } else {
                    "text"
                })
    );
    assert_eq!(
        findings(&portfolio),
        [
            "PF401 specs/002-b/spec.md:9: no document at specs/002-b/plan.md (nearest: checklists/plan.md)",
            "PF401 specs/002-b/spec.md:9: no document at specs/001-quya/plan.md (nearest: ../001-quay/plan.md)",
            "PF402 specs/002-b/spec.md:9: no heading `#user-story` in this document (nearest: #user-stories)",
            "PF403 specs/002-b/spec.md:9: link to the absolute path `/Users/x/plan.md` (use a path relative to this document)",
            "PF404 specs/002-b/spec.md:10: link with the scheme `javascript:` (only http, https, mailto and relative links are kept)",
            "PF403 specs/002-b/spec.md:10: link to `file:///tmp/x`, which exists on one machine only (use a path relative to this document)",
            "PF403 specs/002-b/spec.md:10: link to `C:\\plans\\x.md`, which exists on one machine only (use a path relative to this document)",
        ]
    );
}

#[test]
fn files_outside_the_portfolio_are_files_of_the_repository() {
    let linked = |repo_url: &str| {
        let mut world = World::new(&["001-a"]);
        world.config.repo_url = Some(repo_url.to_owned());
        let spec = world.document("specs/001-a/spec.md", Spec);
        for written in [
            "../../src/main.rs",
            "../../../x.rs",
            "../../../../y.rs",
            "data.csv",
        ] {
            path(spec, 3, written, Origin::Link);
        }
        answers(&world.link(), 0)
    };
    assert_eq!(
        linked("https://github.com/owner/name"),
        [
            "repository src/main.rs",
            "text",
            "text",
            "repository specs/001-a/data.csv"
        ]
    );
    assert_eq!(
        linked("https://github.com/owner/name/blob/main/docs"),
        [
            "repository src/main.rs",
            "repository ../x.rs",
            "text",
            "repository specs/001-a/data.csv"
        ]
    );
}

#[test]
fn merged_folders_are_one_feature() {
    let mut world = World::new(&[]);
    let folders = ["p/specs/001", "s/specs/001"].map(RelPath::new);
    world.crawl.features.push(FeatureFolder {
        key: "001".to_owned(),
        name: "001".to_owned(),
        number: Some("001".to_owned()),
        path: folders[0].clone(),
        folders: folders.to_vec(),
        kind: FeatureKind::Feature,
        archived: false,
        stated_title: Some("Fare table".to_owned()),
    });
    let plan = world.document("p/specs/001/plan.md", Plan);
    path(plan, 3, "spec.md", Origin::Link);
    path(plan, 4, "spec.md", Origin::Code);
    world.document("s/specs/001/spec.md", Spec);
    let portfolio = world.link();
    assert_eq!(answers(&portfolio, 0), ["s/specs/001/spec.md"; 2]);
    assert_eq!(portfolio.features[0].documents, [DocId(1), DocId(0)]);
    assert_eq!(portfolio.features[0].title, "Fare table");
}

#[test]
fn one_task_from_several_places() {
    let mut world = World::new(&["001-a"]);
    let list = world.document("specs/001-a/tasks.md", Tasks);
    task(list, 3, "T001", TaskState::Open, "Build the gate");
    task(list, 4, "T001", TaskState::Done, "Paint the gate");
    task(list, 5, "WP01", TaskState::Open, "Gates");
    let package = world.document("specs/001-a/tasks/WP01.md", WorkPackage);
    task(package, 1, "WP01", TaskState::Done, "Gates");
    Arc::make_mut(&mut package.facts.tasks[0]).mark = "done".into();
    task(package, 9, "T001", TaskState::Open, "Build the gate");
    let heading = Arc::make_mut(&mut package.facts.tasks[1]);
    heading.defines = false;
    heading.parallel = true;
    heading.requirements = vec!["FR-002".to_owned()];
    let spec = world.document("specs/001-a/zspec.md", Spec);
    define(spec, 3, "FR-001", "One.", true);
    define(spec, 4, "FR-002", "Two.", true);
    let portfolio = world.link();
    let facts = &portfolio.features[0].facts;
    let tasks: Vec<(&str, &str, TaskState, bool)> = facts
        .tasks
        .iter()
        .map(|one| {
            let task = &one.fact;
            let id = task.id.as_deref().unwrap_or("");
            (id, task.text.as_str(), task.state, task.parallel)
        })
        .collect();
    assert_eq!(
        tasks,
        [
            ("T001", "Build the gate", TaskState::Open, true),
            ("T001", "Paint the gate", TaskState::Done, false),
            ("WP01", "Gates", TaskState::Done, false),
        ]
    );
    let covering: Vec<&[u32]> = facts
        .requirements
        .iter()
        .map(|one| one.fact.tasks.as_slice())
        .collect();
    assert_eq!(covering, [&[][..], &[0][..]]);
    assert_eq!(
        findings(&portfolio),
        [
            "PF202 specs/001-a/tasks.md:4: `T001` is already defined with another text in line 3 (renumber one of them; mentions of the id mean the first one)",
            "PF204 specs/001-a/tasks.md:5: `WP01` is open here but done in specs/001-a/tasks/WP01.md:1 (bring both places to the same state)",
        ]
    );
    assert_eq!(portfolio.features[0].phase, Phase::Building);
}

#[test]
fn repeated_definitions_are_one_or_a_finding() {
    let mut world = World::new(&["001-a"]);
    let spec = world.document("specs/001-a/spec.md", Spec);
    define(spec, 3, "FR-001", "Store every accepted change.", true);
    define(spec, 9, "FR-001", "Store every accepted change", true);
    define(spec, 10, "FR001", "Something else entirely.", true);
    let decision = |line: u32, title: &str, why: Option<&str>| Decision {
        id: Some("D1".to_owned()),
        title: title.to_owned(),
        rationale: why.map(str::to_owned),
        place: place(line, "d1"),
        ..Decision::default()
    };
    let plan = world.document("specs/001-a/plan2.md", Plan);
    plan.facts.decisions = vec![decision(4, "Use Redis", Some("It is fast."))]
        .into_iter()
        .map(Arc::new)
        .collect();
    let research = world.document("specs/001-a/research.md", Research);
    research.facts.decisions = vec![
        decision(5, "Use Redis.", None),
        decision(6, "Use Kafka", None),
    ]
    .into_iter()
    .map(Arc::new)
    .collect();
    let portfolio = world.link();
    let facts = &portfolio.features[0].facts;
    assert_eq!(facts.requirements.len(), 1);
    let decisions: Vec<(u32, &str, Option<&str>)> = facts
        .decisions
        .iter()
        .map(|one| {
            let decision = &one.fact;
            (
                decision.place.line,
                decision.title.as_str(),
                decision.rationale.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        decisions,
        [
            (5, "Use Redis.", Some("It is fast.")),
            (6, "Use Kafka", None)
        ]
    );
    assert_eq!(
        findings(&portfolio),
        [
            "PF202 specs/001-a/spec.md:10: `FR001` is already defined with another text in line 3 (renumber one of them; the first one is used)"
        ]
    );
}

#[test]
fn names_and_routes_are_merged() {
    let mut world = World::new(&["001-a"]);
    let endpoint = |line: u32, path: &str, source: EndpointSource| Endpoint {
        method: "GET".to_owned(),
        path: path.to_owned(),
        purpose: None,
        component: None,
        source,
        place: place(line, ""),
    };
    let contract = world.document("specs/001-a/contracts/api.yaml", Contract);
    contract.facts.endpoints = vec![endpoint(7, "/orders/{orderId}", EndpointSource::OpenApi)]
        .into_iter()
        .map(Arc::new)
        .collect();
    let model = world.document("specs/001-a/data-model.md", DataModel);
    model.facts.entities = vec![Entity {
        name: "user_profile".to_owned(),
        fields: vec![Field {
            name: "id".to_owned(),
            type_name: "uuid".to_owned(),
            notes: String::new(),
        }],
        place: place(2, "entity-1"),
        ..Entity::default()
    }]
    .into_iter()
    .map(Arc::new)
    .collect();
    let plan = world.document("specs/001-a/plan.md", Plan);
    plan.facts.endpoints = vec![endpoint(30, "/orders/{id}", EndpointSource::Plan)]
        .into_iter()
        .map(Arc::new)
        .collect();
    plan.facts.components = ["Gate Worker", "gate-worker"]
        .map(|name| Component {
            name: name.to_owned(),
            technology: (name == "gate-worker").then(|| "Rust".to_owned()),
            ..Component::default()
        })
        .to_vec()
        .into_iter()
        .map(Arc::new)
        .collect();
    let spec = world.document("specs/001-a/spec.md", Spec);
    spec.facts.entities = vec![Entity {
        name: "User Profile".to_owned(),
        purpose: Some("Who rides.".to_owned()),
        ..Entity::default()
    }]
    .into_iter()
    .map(Arc::new)
    .collect();
    let portfolio = world.link();
    let facts = &portfolio.features[0].facts;
    assert_eq!(facts.endpoints.len(), 1);
    assert_eq!(facts.endpoints[0].path, "/orders/{id}");
    assert_eq!(facts.endpoints[0].sources.len(), 2);
    assert_eq!(facts.entities.len(), 1);
    assert_eq!(facts.entities[0].document, DocId(1));
    assert_eq!(
        facts.entities[0].fact.purpose.as_deref(),
        Some("Who rides.")
    );
    assert_eq!(facts.components.len(), 1);
    assert_eq!(facts.components[0].fact.technology.as_deref(), Some("Rust"));
}

#[test]
fn dependencies_have_their_strongest_evidence_and_no_circles() {
    let mut world = World::new(&["001-a", "002-b", "003-c"]);
    let first = world.document("specs/001-a/spec.md", Spec);
    feature(first, 5, "002");
    path(first, 5, "../002-b/spec.md", Origin::Link);
    feature(first, 7, "003-c");
    first.facts.dependencies.push(DeclaredDependency {
        span: Span::new(6 * 17, 7 * 17),
    });
    path(
        world.document("specs/002-b/spec.md", Spec),
        3,
        "../001-a/spec.md",
        Origin::Link,
    );
    let third = world.document("specs/003-c/spec.md", Spec);
    feature(third, 4, "1");
    feature(third, 4, "003");
    third.facts.dependencies.push(DeclaredDependency {
        span: Span::new(3 * 17, 4 * 17),
    });
    let portfolio = world.link();
    let rows: Vec<(u32, u32, u32, Evidence)> = portfolio
        .dependencies
        .iter()
        .map(|row| (row.from.0, row.to.0, row.line, row.evidence))
        .collect();
    assert_eq!(
        rows,
        [
            (0, 1, 5, Evidence::Link),
            (0, 2, 7, Evidence::Declared),
            (1, 0, 3, Evidence::Link),
            (2, 0, 4, Evidence::Declared),
        ]
    );
    assert_eq!(
        findings(&portfolio),
        [
            "PF205 specs/001-a/spec.md:7: features depend on each other in a circle: 001-a → 003-c → 001-a (remove one of these dependencies or split a feature)"
        ]
    );
}

#[test]
fn severities_follow_the_configuration() {
    let linked = |severity: Option<Severity>| {
        let mut world = World::new(&["001-a"]);
        world.config.diagnostics.insert(Code::BrokenLink, severity);
        path(
            world.document("specs/001-a/spec.md", Spec),
            2,
            "x.md",
            Origin::Link,
        );
        let portfolio = world.link();
        (portfolio.diagnostics.iter())
            .map(|one| one.severity)
            .collect::<Vec<_>>()
    };
    assert_eq!(linked(Some(Severity::Error)), [Severity::Error]);
    assert!(linked(None).is_empty());
}

#[test]
fn titles_status_and_phase() {
    let mut world = World::new(&["001-a", "002-fare-table", "003-c"]);
    world.crawl.features[2].archived = true;
    world.crawl.readme = Some("# Harbour Lines\n".into());
    let plan = world.document("specs/001-a/plan.md", Plan);
    plan.title = "Plan title".to_owned();
    plan.title_written = true;
    plan.status = Some(Status {
        value: StatusValue::Approved,
        text: Some("Approved".to_owned()),
    });
    let spec = world.document("specs/001-a/spec.md", Spec);
    spec.title = "Feature Specification".to_owned();
    spec.title_written = true;
    world.document("specs/002-fare-table/spec.md", Spec);
    let list = world.document("specs/003-c/tasks.md", Tasks);
    task(list, 1, "T001", TaskState::Done, "All");
    world.document("specs/README.md", Other);
    let portfolio = world.link();
    assert_eq!(portfolio.title, "Harbour Lines");
    assert_eq!(portfolio.own_documents, [DocId(4)]);
    let features: Vec<(&str, StatusValue, Phase)> = portfolio
        .features
        .iter()
        .map(|feature| (feature.title.as_str(), feature.status.value, feature.phase))
        .collect();
    assert_eq!(
        features,
        [
            ("Plan title", StatusValue::Approved, Phase::Plan),
            ("Fare Table", StatusValue::Unknown, Phase::Spec),
            ("C", StatusValue::Archived, Phase::Done),
        ]
    );
}
