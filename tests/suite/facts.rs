//! Facts of Markdown: every file of `tests/facts/` is a list of cases. A case is a heading, a sentence or two, one or
//! more documents (a fence with `markdown`, or another language, and the document's path as its info string) and what
//! must be found in them: fences called
//!
//! * `facts`: everything that the documents state, a line each: source line, kind, id or `-`, `#anchor`, text, and
//!   what else is known behind bars;
//! * `merged`: the same after linking, for whole features;
//! * `plan`: what a plan says on how it is built and run, and which chapters are not written yet;
//! * `metadata`: title, status and properties;
//! * `links`: the references that lead somewhere within the portfolio;
//! * `diagnostics`: what is wrong.
//!
//! `PLANFOLIO_BLESS=1` rewrites the expectations; read them before you keep them.

use crate::case::{self, Block, Case};
use planfolio::config::Config;
use planfolio::link::link;
use planfolio::model::document::Document;
use planfolio::model::fact::{
    ChecklistItem, Component, Criterion, Decision, Endpoint, Entity, Estimate, Gap, Goal, Place,
    Practice, Question, Requirement, Risk, Story, Task, Technology,
};
use planfolio::model::portfolio::Portfolio;
use planfolio::model::reference::{Link, Target};
use planfolio::parse::parse;
use planfolio::read::crawl;
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

#[test]
fn documents_state_what_is_written_down() {
    case::run("facts", |case| {
        let portfolio = portfolio(case);
        case.blocks
            .iter()
            .filter(|block| !is_document(block))
            .map(|block| (block.clone(), listing(&portfolio, &block.info)))
            .collect()
    });
}

/// Whether a block is a document: its info string is a language and a path.
fn is_document(block: &Block) -> bool {
    block.info.contains(' ')
}

fn portfolio(case: &Case) -> Portfolio {
    let folder = tempfile::tempdir().expect("a scratch folder can be made");
    let mut documents = 0;
    for block in case.blocks.iter().filter(|block| is_document(block)) {
        let (_, path) = block.info.split_once(' ').expect("checked above");
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it lies below the folder"))
            .expect("folders can be made");
        fs::write(path, &block.text).expect("files can be written");
        documents += 1;
    }
    let config = Config::default();
    let crawl = crawl(&[folder.path().to_owned()], None, &config).expect("it can be read");
    assert_eq!(crawl.sources.len(), documents, "{}", case.title);
    let documents = crawl
        .sources
        .iter()
        .map(|source| Arc::new(parse(source, &config)))
        .collect();
    link(&crawl, documents, &config, &|document| {
        Arc::clone(&crawl.sources[document.index()].text)
    })
}

fn listing(portfolio: &Portfolio, name: &str) -> String {
    let mut out = String::new();
    match name {
        "facts" => {
            for document in &portfolio.documents {
                heading(&mut out, portfolio, document);
                document_facts(&mut out, document);
            }
        }
        "merged" => merged(&mut out, portfolio),
        "plan" => {
            for document in &portfolio.documents {
                heading(&mut out, portfolio, document);
                let facts = &document.facts;
                let mut lines: Vec<(u32, Line)> =
                    facts.practices.iter().map(|fact| practice(fact)).collect();
                lines.extend(facts.gaps.iter().map(|fact| gap(fact)));
                write_sorted(&mut out, lines);
            }
        }
        "metadata" => {
            for document in &portfolio.documents {
                heading(&mut out, portfolio, document);
                metadata(&mut out, document);
            }
        }
        "links" => links(&mut out, portfolio),
        "diagnostics" => {
            for one in &portfolio.diagnostics {
                let (code, line, column) = (one.code.code(), one.line(), one.column());
                writeln!(out, "{}:{line}:{column} {code} {}", one.path, one.message)
                    .expect("writing to a text cannot fail");
            }
        }
        other => panic!("no list is called {other}"),
    }
    out
}

/// The path of a document, unless there is only one.
fn heading(out: &mut String, portfolio: &Portfolio, document: &Document) {
    if portfolio.documents.len() > 1 {
        writeln!(out, "== {}", document.path).expect("as above");
    }
}

/// A line under construction.
struct Line(String);

impl Line {
    fn new(place: &Place, kind: &str, id: Option<&str>, text: &str) -> Self {
        let (line, anchor) = (place.line, &place.anchor);
        let id = id.unwrap_or("-");
        Self(format!("{line} {kind} {id} #{anchor} {text}"))
    }

    /// Adds ` | name value` when there is a value.
    fn with(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        if !value.is_empty() {
            write!(self.0, " | {name} {value}").expect("as above");
        }
        self
    }

    /// Adds ` | name` when it holds.
    fn when(mut self, holds: bool, name: &str) -> Self {
        if holds {
            write!(self.0, " | {name}").expect("as above");
        }
        self
    }

    fn option(self, name: &str, value: Option<&String>) -> Self {
        self.with(name, value.map_or("", String::as_str))
    }
}

/// Writes lines in order of their places.
fn write_sorted(out: &mut String, mut lines: Vec<(u32, Line)>) {
    lines.sort_by_key(|(line, _)| *line);
    for (_, line) in lines {
        writeln!(out, "{}", line.0).expect("as above");
    }
}

fn document_facts(out: &mut String, document: &Document) {
    let facts = &document.facts;
    let mut lines = Vec::new();
    lines.extend(facts.requirements.iter().map(|fact| requirement(fact)));
    lines.extend(facts.stories.iter().map(|fact| story(fact)));
    lines.extend(facts.tasks.iter().map(|fact| task(fact)));
    lines.extend(facts.checklist.iter().map(|fact| check(fact)));
    lines.extend(facts.decisions.iter().map(|fact| decision(fact)));
    lines.extend(facts.risks.iter().map(|fact| risk(fact)));
    lines.extend(facts.questions.iter().map(|fact| question(fact)));
    lines.extend(facts.components.iter().map(|fact| component(fact)));
    lines.extend(facts.technologies.iter().map(|fact| technology(fact)));
    lines.extend(facts.targets.iter().map(|fact| target(fact)));
    lines.extend(facts.acceptance.iter().map(|fact| criterion(fact)));
    lines.extend(facts.endpoints.iter().map(|fact| endpoint(fact)));
    lines.extend(facts.entities.iter().map(|fact| entity(fact)));
    lines.extend(facts.estimate.iter().map(|fact| estimate(fact)));
    for diagram in &document.diagrams {
        let (kind, syntax) = (diagram.kind.word(), diagram.syntax.word());
        let line = Line::new(&diagram.place, "diagram", None, kind).with("in", syntax);
        lines.push((diagram.place.line, line));
    }
    write_sorted(out, lines);
}

fn merged(out: &mut String, portfolio: &Portfolio) {
    for feature in &portfolio.features {
        let (key, status, phase) = (
            &feature.folder.key,
            feature.status.value.word(),
            feature.phase.word(),
        );
        writeln!(out, "== {key} | {} | {status} | {phase}", feature.title).expect("as above");
        let facts = &feature.facts;
        let mut lines = Vec::new();
        let mut add = |document: planfolio::model::source::DocId, (at, line): (u32, Line)| {
            let inner = &portfolio.document(document).inner;
            lines.push((document, at, format!("{inner}:{}", line.0)));
        };
        for one in &facts.requirements {
            let tasks: Vec<&str> = one
                .fact
                .tasks
                .iter()
                .map(|&task| {
                    let task = &facts.tasks[task as usize].fact;
                    task.id.as_deref().unwrap_or(&task.place.anchor)
                })
                .collect();
            let (at, line) = requirement(&one.fact.requirement);
            add(one.document, (at, line.with("tasks", tasks.join(" "))));
        }
        for one in &facts.stories {
            add(one.document, story(&one.fact));
        }
        for one in &facts.tasks {
            add(one.document, task(&one.fact));
        }
        for one in &facts.checklist {
            add(one.document, check(&one.fact));
        }
        for one in &facts.decisions {
            add(one.document, decision(&one.fact));
        }
        for one in &facts.risks {
            add(one.document, risk(&one.fact));
        }
        for one in &facts.questions {
            add(one.document, question(&one.fact));
        }
        for one in &facts.components {
            add(one.document, component(&one.fact));
        }
        for one in &facts.technologies {
            add(one.document, technology(&one.fact));
        }
        for merged in &facts.endpoints {
            for one in &merged.sources {
                let mut fact = Endpoint::clone(&one.fact);
                fact.path.clone_from(&merged.path);
                add(one.document, endpoint(&fact));
            }
        }
        for one in &facts.entities {
            add(one.document, entity(&one.fact));
        }
        if let Some(one) = &facts.estimate {
            add(one.document, estimate(&one.fact));
        }
        lines.sort_by_key(|(document, at, _)| (*document, *at));
        for (_, _, line) in lines {
            writeln!(out, "{line}").expect("as above");
        }
    }
}

fn metadata(out: &mut String, document: &Document) {
    let written = if document.title_written {
        ""
    } else {
        " (made)"
    };
    writeln!(out, "title{written} {}", document.title).expect("as above");
    if let Some(status) = &document.status {
        let text = status.text.as_deref().unwrap_or("-");
        writeln!(out, "status {} | {text}", status.value.word()).expect("as above");
    }
    for property in &document.properties {
        let (line, name, value) = (property.line, &property.name, &property.value);
        writeln!(out, "{line} {name} = {value}").expect("as above");
    }
}

/// The references that lead to a place within the portfolio or its repository.
fn links(out: &mut String, portfolio: &Portfolio) {
    for (document, answers) in portfolio.documents.iter().zip(&portfolio.links) {
        for (reference, answer) in document.references.iter().zip(answers.iter()) {
            let target = match answer {
                Link::Document { document, anchor } => {
                    let path = &portfolio.document(*document).path;
                    match anchor {
                        Some(anchor) => format!("{path}#{anchor}"),
                        None => path.to_string(),
                    }
                }
                Link::Feature(feature) => portfolio.feature(*feature).folder.key.clone(),
                Link::Folder(path) => format!("{path}/"),
                Link::Asset(asset) => portfolio.assets[*asset as usize].path.to_string(),
                Link::Repository(path) => format!("repository {path}"),
                Link::External(_) | Link::Text => continue,
            };
            let name = match &reference.target {
                Target::Symbol { id, .. } => &**id,
                Target::Path { path, .. } => path,
                Target::Feature { name } => name,
                Target::External(address) | Target::Unusable(address) => address,
            };
            let (path, line) = (&document.path, reference.line);
            writeln!(out, "{path}:{line} {name} → {target}").expect("as above");
        }
    }
}

fn requirement(fact: &Requirement) -> (u32, Line) {
    let line = Line::new(
        &fact.place,
        "requirement",
        fact.id.as_deref(),
        &format!("{} | {}", fact.text, fact.kind),
    )
    .when(!fact.defines, "restated")
    .with("change", fact.change.map_or("", |change| change.word()));
    (fact.place.line, line)
}

fn story(fact: &Story) -> (u32, Line) {
    let line = Line::new(&fact.place, "story", fact.id.as_deref(), &fact.title)
        .option("priority", fact.priority.as_ref());
    (fact.place.line, line)
}

fn task(fact: &Task) -> (u32, Line) {
    let mark = if fact.mark == " " { "" } else { &fact.mark };
    let line = Line::new(
        &fact.place,
        "task",
        fact.id.as_deref(),
        &format!("{} | {}", fact.text, fact.state),
    )
    .with("mark", mark)
    .option("phase", fact.phase.as_deref().map(str::to_owned).as_ref())
    .option("story", fact.story.as_ref())
    .when(fact.parallel, "parallel")
    .with("builds", fact.requirements.join(" "))
    .with("needs", fact.depends_on.join(" "))
    .with("files", fact.files.join(" "))
    .when(fact.nested, "nested")
    .when(!fact.defines, "restated");
    (fact.place.line, line)
}

fn check(fact: &ChecklistItem) -> (u32, Line) {
    let line = Line::new(&fact.place, "check", fact.id.as_deref(), &fact.text)
        .when(fact.checked, "ticked");
    (fact.place.line, line)
}

fn decision(fact: &Decision) -> (u32, Line) {
    let line = Line::new(&fact.place, "decision", fact.id.as_deref(), &fact.title)
        .option("chosen", fact.chosen.as_ref())
        .option("why", fact.rationale.as_ref())
        .with("options", fact.options.join(" / "))
        .option("so", fact.consequences.as_ref())
        .option("status", fact.status.as_ref());
    (fact.place.line, line)
}

fn risk(fact: &Risk) -> (u32, Line) {
    let axis = |step: Option<planfolio::model::fact::Step>, text: &Option<String>| {
        let step = step.map_or("?", |step| step.word());
        match text {
            Some(text) if text.to_lowercase() != step => format!("{step} ({text})"),
            _ => step.to_owned(),
        }
    };
    let axes = format!(
        "{} × {}",
        axis(fact.likelihood, &fact.likelihood_text),
        axis(fact.impact, &fact.impact_text)
    );
    let line = Line::new(&fact.place, "risk", fact.id.as_deref(), &fact.title)
        .with("=", axes)
        .with("level", fact.level.map_or("", |level| level.word()))
        .option("mitigation", fact.mitigation.as_ref())
        .option("owner", fact.owner.as_ref());
    (fact.place.line, line)
}

fn question(fact: &Question) -> (u32, Line) {
    let line = Line::new(&fact.place, "question", fact.id.as_deref(), &fact.text)
        .with("is", fact.state.word())
        .option("answer", fact.answer.as_ref())
        .option("by", fact.deadline.as_ref());
    (fact.place.line, line)
}

fn component(fact: &Component) -> (u32, Line) {
    let line = Line::new(&fact.place, "component", None, &fact.name)
        .option("for", fact.purpose.as_ref())
        .option("with", fact.technology.as_ref())
        .option("does", fact.responsibilities.as_ref());
    (fact.place.line, line)
}

fn technology(fact: &Technology) -> (u32, Line) {
    let line = Line::new(&fact.place, "technology", None, &fact.name)
        .with("is", fact.kind.word())
        .option("version", fact.version.as_ref())
        .option("for", fact.purpose.as_ref())
        .option("licence", fact.licence.as_ref())
        .option("fallback", fact.fallback.as_ref());
    (fact.place.line, line)
}

fn target(fact: &Goal) -> (u32, Line) {
    let line = Line::new(&fact.place, "target", None, &fact.name).with("=", &fact.value);
    (fact.place.line, line)
}

fn criterion(fact: &Criterion) -> (u32, Line) {
    let line = Line::new(&fact.place, "acceptance", fact.id.as_deref(), &fact.text)
        .when(fact.checked, "ticked");
    (fact.place.line, line)
}

fn practice(fact: &Practice) -> (u32, Line) {
    let name = if fact.name.is_empty() {
        "-"
    } else {
        &fact.name
    };
    let line = Line::new(&fact.place, fact.group.word(), None, name).with("=", &fact.text);
    (fact.place.line, line)
}

fn gap(fact: &Gap) -> (u32, Line) {
    let line = Line::new(&fact.place, "gap", None, &fact.chapter).with("is", fact.state.word());
    (fact.place.line, line)
}

fn endpoint(fact: &Endpoint) -> (u32, Line) {
    let text = format!("{} {}", fact.method, fact.path);
    let line = Line::new(&fact.place, "endpoint", None, &text)
        .with("in", fact.source.word())
        .option("by", fact.component.as_ref())
        .option("for", fact.purpose.as_ref());
    (fact.place.line, line)
}

fn entity(fact: &Entity) -> (u32, Line) {
    let fields: Vec<String> = fact
        .fields
        .iter()
        .map(|field| {
            let text = format!("{}: {} [{}]", field.name, field.type_name, field.notes);
            text.replace(": [", " [").replace(" []", "")
        })
        .collect();
    let relations: Vec<String> = fact
        .relations
        .iter()
        .map(|relation| format!("{} ({})", relation.to, relation.kind))
        .collect();
    let line = Line::new(&fact.place, "entity", None, &fact.name)
        .option("for", fact.purpose.as_ref())
        .with("fields", fields.join(", "))
        .with("relations", relations.join(", "));
    (fact.place.line, line)
}

fn estimate(fact: &Estimate) -> (u32, Line) {
    let days = |hundredths: u32| f64::from(hundredths) / 100.0;
    let text = format!(
        "{}–{} days",
        days(fact.days.min_hundredths),
        days(fact.days.max_hundredths)
    );
    let line = Line::new(&fact.place, "estimate", None, &text)
        .option("confidence", fact.confidence.as_ref());
    (fact.place.line, line)
}
