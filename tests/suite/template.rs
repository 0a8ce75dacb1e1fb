//! The plan template, filled in twice by hand: once wholly, once by half. Every chapter is understood, and what is not
//! written yet is seen.

use planfolio::config::Config;
use planfolio::model::document::Document;
use planfolio::model::fact::{GapState, Place};
use planfolio::parse::parse;
use planfolio::read::crawl;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The chapters of the template, and what is found in each; a chapter with chapters of its own has nothing besides.
const CHAPTERS: &[(&str, &[&str])] = &[
    ("Overview", &["summary"]),
    ("Architecture", &[]),
    ("System Components", &["component", "technology"]),
    ("Component Interactions", &["diagram"]),
    ("Architecture Decisions", &["decision"]),
    ("Data Model", &["entity", "relation"]),
    ("API Design", &[]),
    ("Endpoints", &["endpoint"]),
    ("Design Principles", &["principle"]),
    ("Technical Decisions", &[]),
    ("Key Decisions Summary", &["decision"]),
    ("Security Considerations", &["security"]),
    (
        "Performance Strategy",
        &["target", "optimization", "monitoring"],
    ),
    ("Error Handling", &[]),
    ("Error Taxonomy", &["error"]),
    ("Recovery Strategies", &["recovery"]),
    ("Testing Strategy", &[]),
    ("Test Levels", &["test-level"]),
    ("Test Data Strategy", &["test-data"]),
    ("Deployment Strategy", &[]),
    ("Environments", &["environment"]),
    ("Deployment Steps", &["deployment"]),
    ("Rollback Plan", &["rollback"]),
    ("Dependencies", &[]),
    ("External Libraries", &["technology"]),
    ("Internal Dependencies", &["internal"]),
    ("Infrastructure", &["technology"]),
    ("Migration & Compatibility", &["migration"]),
    ("Acceptance Criteria", &["acceptance", "check", "target"]),
    ("Open Questions & Risks", &[]),
    ("Open Questions", &["question"]),
    ("Technical Risks", &["risk"]),
    ("Timeline Estimate", &["estimate"]),
    ("Next Steps", &["next-step"]),
];

fn plan(name: &str) -> Document {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/template")
        .join(name);
    let target = folder.path().join("specs/001-light/plan.md");
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::copy(source, target).unwrap();
    let config = Config::default();
    let crawl = crawl(&[folder.path().to_owned()], None, &config).unwrap();
    parse(&crawl.sources[0], &config)
}

/// Every fact of a plan with its line.
fn facts(plan: &Document) -> Vec<(&'static str, u32)> {
    let facts = &plan.facts;
    let mut all: Vec<(&'static str, u32)> = Vec::new();
    let mut add = |word: &'static str, place: &Place| all.push((word, place.line));
    facts
        .components
        .iter()
        .for_each(|one| add("component", &one.place));
    facts
        .technologies
        .iter()
        .for_each(|one| add("technology", &one.place));
    facts
        .decisions
        .iter()
        .for_each(|one| add("decision", &one.place));
    facts
        .endpoints
        .iter()
        .for_each(|one| add("endpoint", &one.place));
    facts
        .targets
        .iter()
        .for_each(|one| add("target", &one.place));
    facts
        .acceptance
        .iter()
        .for_each(|one| add("acceptance", &one.place));
    facts
        .checklist
        .iter()
        .for_each(|one| add("check", &one.place));
    facts
        .questions
        .iter()
        .for_each(|one| add("question", &one.place));
    facts.risks.iter().for_each(|one| add("risk", &one.place));
    facts
        .estimate
        .iter()
        .for_each(|one| add("estimate", &one.place));
    plan.diagrams
        .iter()
        .for_each(|one| add("diagram", &one.place));
    for entity in &facts.entities {
        add("entity", &entity.place);
        if !entity.relations.is_empty() {
            add("relation", &entity.place);
        }
    }
    for practice in &facts.practices {
        add(practice.group.word(), &practice.place);
    }
    if plan.summary.is_some() {
        let overview = plan.sections.iter().find(|one| one.title == "Overview");
        all.push(("summary", overview.unwrap().line));
    }
    all
}

#[test]
fn every_chapter_of_a_whole_plan_is_understood() {
    let plan = plan("complete.md");
    let titles: Vec<&str> = plan.sections[1..].iter().map(|one| &*one.title).collect();
    let wanted: Vec<&str> = CHAPTERS.iter().map(|(title, _)| *title).collect();
    assert_eq!(titles, wanted);
    let facts = facts(&plan);
    for (at, (title, words)) in CHAPTERS.iter().enumerate() {
        let start = plan.sections[at + 1].line;
        let end = plan.sections.get(at + 2).map_or(u32::MAX, |next| next.line);
        let found: BTreeSet<&str> = facts
            .iter()
            .filter(|(_, line)| (start..end).contains(line))
            .map(|(word, _)| *word)
            .collect();
        let wanted: BTreeSet<&str> = words.iter().copied().collect();
        assert_eq!(found, wanted, "{title}");
    }
    assert!(plan.facts.gaps.is_empty(), "{:?}", plan.facts.gaps);
    assert!(plan.facts.tasks.is_empty());
}

#[test]
fn what_half_a_plan_lacks_is_seen() {
    let plan = plan("half.md");
    let of = |state: GapState| -> Vec<&str> {
        let gaps = plan.facts.gaps.iter();
        gaps.filter(|gap| gap.state == state)
            .map(|gap| &*gap.chapter)
            .collect()
    };
    assert_eq!(
        of(GapState::Missing),
        [
            "Architecture Decisions",
            "Technical Decisions",
            "Test Data Strategy",
            "Deployment Strategy",
            "Internal Dependencies",
            "Acceptance Criteria",
            "Timeline Estimate",
            "Next Steps",
        ]
    );
    assert_eq!(
        of(GapState::Placeholder),
        [
            "Component Interactions",
            "Data Model",
            "API Design",
            "Error Taxonomy",
            "External Libraries",
            "Migration & Compatibility",
            "Open Questions",
        ]
    );
    assert_eq!(of(GapState::Empty), Vec::<&str>::new());
    let technologies: Vec<&str> = plan
        .facts
        .technologies
        .iter()
        .map(|one| &*one.name)
        .collect();
    assert_eq!(technologies, ["Python", "Camera"]);
    let targets: Vec<&str> = plan.facts.targets.iter().map(|one| &*one.name).collect();
    assert_eq!(targets, ["Response time"]);
}
