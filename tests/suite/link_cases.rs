//! Linking of Markdown: every file of `tests/link/` is a list of cases. A case is a heading, a sentence or two, the
//! files of a small portfolio (a line with the path in back-ticks, then a fence) and what must come of them: fences
//! with the language `links`, `features`, `requirements`, `tasks`, `facts`, `dependencies`, `references` or
//! `diagnostics`, each of which holds the whole list of that kind.

use planfolio::config::Config;
use planfolio::link::link;
use planfolio::model::portfolio::Portfolio;
use planfolio::model::reference::Link;
use planfolio::model::source::DocId;
use planfolio::parse::parse;
use planfolio::read::crawl;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A case of a file.
#[derive(Debug, Default)]
struct Case {
    name: String,
    line: usize,
    files: Vec<(String, String)>,
    expected: Vec<(String, String)>,
}

#[test]
fn portfolios_are_linked_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/link");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("tests/link exists")
        .map(|entry| entry.expect("readable folder").path())
        .collect();
    paths.sort();
    let mut failures = String::new();
    let mut compared = 0;
    for path in paths {
        let text = fs::read_to_string(&path).expect("readable case file");
        for case in cases(&text) {
            let portfolio = portfolio(&case);
            assert!(!case.expected.is_empty(), "{}: nothing expected", case.name);
            for (kind, expected) in &case.expected {
                compared += 1;
                let found = listing(&portfolio, kind);
                if found.trim_end() != expected.trim_end() {
                    let file = path.file_name().expect("a file").to_string_lossy();
                    let (line, name) = (case.line, &case.name);
                    let _ = writeln!(failures, "{file}:{line}: {name}: {kind}\n{found}");
                }
            }
        }
    }
    assert!(failures.is_empty(), "found instead:\n{failures}");
    assert!(compared > 10, "only {compared} lists were compared");
}

/// The cases of a file.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut path: Option<String> = None;
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case {
                name: name.to_owned(),
                line: at + 1,
                ..Case::default()
            });
        } else if line.starts_with('`') && line.ends_with('`') && !line.starts_with("```") {
            path = Some(line.trim_matches('`').to_owned());
        } else if line.starts_with("```") {
            let fence: String = line.chars().take_while(|&one| one == '`').collect();
            let mut content = String::new();
            for (_, inner) in lines.by_ref() {
                if inner == fence {
                    break;
                }
                content.push_str(inner);
                content.push('\n');
            }
            let case = cases.last_mut().expect("a case begins with a heading");
            match path.take() {
                Some(path) => case.files.push((path, content)),
                None => case
                    .expected
                    .push((line[fence.len()..].to_owned(), content)),
            }
        }
    }
    cases
}

/// The linked portfolio of a case.
fn portfolio(case: &Case) -> Portfolio {
    let folder = tempfile::tempdir().expect("a scratch folder");
    for (path, content) in &case.files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("below the scratch folder")).expect("created");
        fs::write(path, content).expect("written");
    }
    let config = Config::default();
    let crawl = crawl(&[folder.path().to_owned()], None, &config).expect("readable");
    let documents = crawl
        .sources
        .iter()
        .map(|source| Arc::new(parse(source, &config)))
        .collect();
    link(&crawl, documents, &config, &|document| {
        Arc::clone(&crawl.sources[document.index()].text)
    })
}

/// One of the lists of a portfolio as text.
fn listing(portfolio: &Portfolio, kind: &str) -> String {
    let mut out = String::new();
    match kind {
        "links" => links(&mut out, portfolio),
        "features" => features(&mut out, portfolio),
        "requirements" => requirements(&mut out, portfolio),
        "tasks" => tasks(&mut out, portfolio),
        "facts" => facts(&mut out, portfolio),
        "dependencies" => dependencies(&mut out, portfolio),
        "references" => references(&mut out, portfolio),
        "diagnostics" => diagnostics(&mut out, portfolio),
        other => panic!("no list is called {other}"),
    }
    out
}

/// The path of a document, with its line or anchor.
fn place(portfolio: &Portfolio, document: DocId, sign: char, inner: &str) -> String {
    let path = &portfolio.document(document).path;
    if inner.is_empty() {
        path.to_string()
    } else {
        format!("{path}{sign}{inner}")
    }
}

/// Every reference that became a link within the portfolio: place, text, target.
fn links(out: &mut String, portfolio: &Portfolio) {
    for (document, answers) in portfolio.documents.iter().zip(&portfolio.links) {
        for (reference, link) in document.references.iter().zip(answers.iter()) {
            let target = match link {
                Link::Document { document, anchor } => {
                    place(portfolio, *document, '#', anchor.as_deref().unwrap_or(""))
                }
                Link::Feature(feature) => portfolio.feature(*feature).folder.key.clone(),
                Link::Folder(path) => format!("{path}/"),
                Link::Asset(asset) => portfolio.assets[*asset as usize].path.to_string(),
                Link::Repository(path) => format!("repository {path}"),
                Link::External(_) | Link::Text => continue,
            };
            let named = named(&reference.target);
            let _ = writeln!(
                out,
                "{}:{} {named} → {target}",
                document.path, reference.line
            );
        }
    }
}

/// What a reference names, in short.
fn named(target: &planfolio::model::reference::Target) -> String {
    use planfolio::model::reference::Target;
    match target {
        Target::Symbol { id, feature, .. } => match feature {
            Some(feature) => format!("{id} of {feature}"),
            None => id.to_string(),
        },
        Target::Path { path, fragment, .. } => match fragment {
            Some(fragment) => format!("{path}#{fragment}"),
            None => path.to_string(),
        },
        Target::Feature { name } => name.clone(),
        Target::External(address) | Target::Unusable(address) => address.clone(),
    }
}

fn features(out: &mut String, portfolio: &Portfolio) {
    for feature in &portfolio.features {
        let (key, title) = (&feature.folder.key, &feature.title);
        let (status, phase) = (feature.status.value.word(), feature.phase.word());
        let _ = writeln!(out, "{key} | {title} | {status} | {phase}");
    }
}

fn requirements(out: &mut String, portfolio: &Portfolio) {
    for feature in &portfolio.features {
        for one in &feature.facts.requirements {
            let requirement = &one.fact.requirement;
            let id = requirement.id.as_deref().unwrap_or("-");
            let line = requirement.place.line.to_string();
            let at = place(portfolio, one.document, ':', &line);
            let tasks: Vec<&str> = one
                .fact
                .tasks
                .iter()
                .map(|task| {
                    let task = &feature.facts.tasks[*task as usize].fact;
                    task.id.as_deref().unwrap_or(&task.place.anchor)
                })
                .collect();
            let references = one.fact.references;
            let _ = writeln!(
                out,
                "{at} {id} | tasks {} | references {references}",
                tasks.join(" ")
            );
        }
    }
}

fn tasks(out: &mut String, portfolio: &Portfolio) {
    for feature in &portfolio.features {
        for one in &feature.facts.tasks {
            let task = &one.fact;
            let at = place(portfolio, one.document, ':', &task.place.line.to_string());
            let id = task.id.as_deref().unwrap_or("-");
            let parallel = if task.parallel { " parallel" } else { "" };
            let needs = task.depends_on.join(" ");
            let builds = task.requirements.join(" ");
            let state = task.state;
            let _ = writeln!(
                out,
                "{at} {id} {state}{parallel} | needs {needs} | builds {builds}"
            );
        }
    }
}

/// Stories, decisions, risks, questions, components, endpoints and entities by name.
fn facts(out: &mut String, portfolio: &Portfolio) {
    let mut row = |kind: &str, document: DocId, line: u32, name: &str| {
        let at = place(portfolio, document, ':', &line.to_string());
        let _ = writeln!(out, "{at} {kind} {name}");
    };
    for feature in &portfolio.features {
        let facts = &feature.facts;
        for one in &facts.stories {
            row("story", one.document, one.fact.place.line, &one.fact.title);
        }
        for one in &facts.decisions {
            row(
                "decision",
                one.document,
                one.fact.place.line,
                &one.fact.title,
            );
        }
        for one in &facts.risks {
            row("risk", one.document, one.fact.place.line, &one.fact.title);
        }
        for one in &facts.questions {
            row(
                "question",
                one.document,
                one.fact.place.line,
                &one.fact.text,
            );
        }
        for one in &facts.components {
            row(
                "component",
                one.document,
                one.fact.place.line,
                &one.fact.name,
            );
        }
        for one in &facts.endpoints {
            for source in &one.sources {
                let name = format!("{} {}", one.method, one.path);
                row("endpoint", source.document, source.fact.place.line, &name);
            }
        }
        for one in &facts.entities {
            row("entity", one.document, one.fact.place.line, &one.fact.name);
        }
    }
}

fn dependencies(out: &mut String, portfolio: &Portfolio) {
    for one in portfolio.dependencies.iter() {
        let at = place(portfolio, one.document, ':', &one.line.to_string());
        let from = &portfolio.feature(one.from).folder.key;
        let to = &portfolio.feature(one.to).folder.key;
        let _ = writeln!(out, "{at} {from} → {to} {}", one.evidence.word());
    }
}

/// What refers to each anchor.
fn references(out: &mut String, portfolio: &Portfolio) {
    for (document, anchors) in portfolio.documents.iter().zip(&portfolio.back_references) {
        for (anchor, places) in anchors.iter() {
            let target = place(portfolio, document.id, '#', anchor);
            let from: Vec<String> = places
                .iter()
                .map(|one| place(portfolio, one.document, '#', &one.anchor))
                .collect();
            let _ = writeln!(out, "{target} ← {}", from.join(", "));
        }
    }
}

fn diagnostics(out: &mut String, portfolio: &Portfolio) {
    for one in &portfolio.diagnostics {
        let (code, path, line, column) = (one.code.code(), &one.path, one.line(), one.column());
        let _ = writeln!(
            out,
            "{path}:{line}:{column} {code} {} [{}]",
            one.message, one.help
        );
    }
}
