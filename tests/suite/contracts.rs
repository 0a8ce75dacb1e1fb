//! Contracts: every file of `tests/contracts/` is a list of cases. A case is a heading, a sentence or two, one or more
//! contract files (a fence whose info string is a language and a path) and what is read from them: fences called
//!
//! * `contract`: operations, types and their members, a line each;
//! * `diagnostics`: what is wrong, with line and column.
//!
//! `PLANFOLIO_BLESS=1` rewrites the expectations; read them before you keep them.

use crate::case::{self, Block, Case};
use crate::site_check;
use planfolio::base::path::RelPath;
use planfolio::config::Config;
use planfolio::model::contract::{Access, Contract, Limit, Member, Need, Payload, Shape};
use planfolio::model::document::{Body, Document};
use planfolio::parse::parse;
use planfolio::read::crawl;
use planfolio::render::theme::{Choice, Theme};
use serde_yaml::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

#[test]
fn contracts_are_read_as_they_are_written() {
    case::run("contracts", |case| {
        let documents = documents(case);
        case.blocks
            .iter()
            .filter(|block| !block.info.contains(' '))
            .map(|block| (block.clone(), listing(&documents, &block.info)))
            .collect()
    });
}

fn is_file(block: &&Block) -> bool {
    block.info.contains(' ')
}

fn documents(case: &Case) -> Vec<Document> {
    let folder = tempfile::tempdir().unwrap();
    for block in case.blocks.iter().filter(is_file) {
        let (_, name) = block.info.split_once(' ').unwrap();
        let path = folder.path().join("specs/001-x/contracts").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &block.text).unwrap();
    }
    fs::write(folder.path().join("specs/001-x/spec.md"), "# X\n").unwrap();
    let config = Config::default();
    let crawl = crawl(&[folder.path().to_owned()], None, &config).unwrap();
    crawl
        .sources
        .iter()
        .filter(|source| source.path != RelPath::new("specs/001-x/spec.md"))
        .map(|source| parse(source, &config))
        .collect()
}

fn listing(documents: &[Document], name: &str) -> String {
    let mut out = String::new();
    for document in documents {
        match name {
            "contract" => match &document.contract {
                Some(found) => contract(&mut out, document, found),
                None => writeln!(out, "{}: source only", document.path.name()).unwrap(),
            },
            "diagnostics" => {
                for one in &document.diagnostics {
                    let (line, column) = (one.line(), one.column());
                    let (name, code) = (document.path.name(), one.code.code());
                    writeln!(out, "{name}:{line}:{column} {code} {}", one.message).unwrap();
                }
            }
            other => panic!("no list is called {other}"),
        }
    }
    out
}

fn contract(out: &mut String, document: &Document, contract: &Contract) {
    let title = contract.title.as_deref().unwrap_or("-");
    let version = contract.version.as_deref().unwrap_or("-");
    let (language, edition) = (contract.language.name(), &contract.edition);
    writeln!(out, "{language} {edition} | {title} | {version}").unwrap();
    if let Some(prose) = &contract.prose {
        writeln!(out, "  about {}", prose.html.trim()).unwrap();
    }
    for server in &contract.servers {
        writeln!(
            out,
            "  server {}{}",
            server.url,
            prose(server.prose.as_ref())
        )
        .unwrap();
    }
    for scheme in &contract.schemes {
        writeln!(
            out,
            "  scheme {} #{} {}",
            scheme.name, scheme.anchor, scheme.kind
        )
        .unwrap();
    }
    if !contract.security.is_empty() {
        writeln!(out, "  security {}", accesses(&contract.security)).unwrap();
    }
    for group in &contract.groups {
        let name = group.name.as_deref().unwrap_or("-");
        let outgoing = if group.outgoing { " outgoing" } else { "" };
        writeln!(out, "group {name} #{}{outgoing}", group.anchor).unwrap();
        for &at in &group.operations {
            let one = &contract.operations[at as usize];
            write!(
                out,
                "{} {} {} #{}",
                one.line, one.method, one.name, one.anchor
            )
            .unwrap();
            if let Some(summary) = &one.summary {
                write!(out, " {summary}").unwrap();
            }
            let deprecated = if one.deprecated { " deprecated" } else { "" };
            writeln!(out, "{deprecated}{}", prose(one.prose.as_ref())).unwrap();
            if let Some(security) = &one.security {
                writeln!(out, "  security {}", accesses(security)).unwrap();
            }
            members(out, contract, &one.parameters, 1);
            for request in &one.requests {
                payload(out, document, contract, "request", request);
            }
            for response in &one.responses {
                writeln!(
                    out,
                    "  response {}{}",
                    response.status,
                    prose(response.prose.as_ref())
                )
                .unwrap();
                members(out, contract, &response.headers, 2);
                for one in &response.payloads {
                    payload(out, document, contract, "body", one);
                }
            }
        }
    }
    for one in &contract.types {
        let deprecated = if one.deprecated { " deprecated" } else { "" };
        let (line, name, anchor) = (one.line, &one.name, &one.anchor);
        writeln!(
            out,
            "{line} type {name} #{anchor}{deprecated} {}",
            shape(contract, &one.shape)
        )
        .unwrap();
        members(out, contract, &one.shape.members, 1);
        for example in &one.examples {
            let text = &document.code_blocks[example.code as usize].text;
            writeln!(out, "  example {}", text.replace('\n', " ")).unwrap();
        }
    }
}

fn payload(out: &mut String, document: &Document, contract: &Contract, kind: &str, one: &Payload) {
    let required = if one.required { " required" } else { "" };
    let (media, about) = (&one.media, prose(one.prose.as_ref()));
    writeln!(
        out,
        "  {kind} {media}{required} {}{about}",
        shape(contract, &one.shape)
    )
    .unwrap();
    members(out, contract, &one.shape.members, 2);
    for example in &one.examples {
        let text = &document.code_blocks[example.code as usize].text;
        let name = example.name.as_deref().unwrap_or("-");
        writeln!(out, "    example {name} {}", text.replace('\n', " ")).unwrap();
    }
}

fn members(out: &mut String, contract: &Contract, members: &[Member], depth: usize) {
    for member in members {
        let need = match member.need {
            Need::Required => " required",
            Need::Optional => "",
            Need::Choice => " choice",
        };
        let deprecated = if member.deprecated { " deprecated" } else { "" };
        let access = member.access.map(|access| format!(" {access}"));
        let access = access.unwrap_or_default();
        let indent = "  ".repeat(depth);
        let place = if member.place.is_empty() {
            String::new()
        } else {
            format!(" {}", member.place)
        };
        writeln!(
            out,
            "{indent}- {}{place}{need}{deprecated}{access} {}",
            member.name,
            shape(contract, &member.shape)
        )
        .unwrap();
        self::members(out, contract, &member.shape.members, depth + 1);
    }
}

/// The type as text, what it unfolds to, and what is known about it behind bars.
fn shape(contract: &Contract, shape: &Shape) -> String {
    let mut out = plain(&shape.written);
    for target in &shape.targets {
        write!(out, " → {}", contract.types[*target as usize].name).unwrap();
    }
    if !shape.values.is_empty() {
        write!(out, " | one of {}", shape.values.join(", ")).unwrap();
    }
    if !shape.limits.is_empty() {
        let strings = Theme::load(&Choice::Default, "en").unwrap();
        let text = |limit: &Limit| match limit {
            Limit::Written(text) => text.clone(),
            Limit::Worded { key, value } => strings.strings().text(key).replace("{n}", value),
        };
        let limits: Vec<String> = shape.limits.iter().map(text).collect();
        write!(out, " | {}", limits.join(", ")).unwrap();
    }
    if let Some(default) = &shape.default {
        write!(out, " | default {default}").unwrap();
    }
    out + &prose(shape.prose.as_ref())
}

fn prose(body: Option<&Body>) -> String {
    body.map(|body| format!(" | “{}”", body.html.trim().replace('\n', " ")))
        .unwrap_or_default()
}

/// The text of a type without its links.
fn plain(body: &Body) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in body.html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn accesses(accesses: &[Access]) -> String {
    let written = accesses.iter().map(|access| {
        let schemes = access.schemes.iter().map(|(name, scopes)| {
            if scopes.is_empty() {
                name.clone()
            } else {
                format!("{name}({})", scopes.join(" "))
            }
        });
        schemes.collect::<Vec<_>>().join(" + ")
    });
    written.collect::<Vec<_>>().join(" or ")
}

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Every OpenAPI file of the example has a page with as many operations and schemas as the file, counted here anew.
#[test]
fn pages_have_as_many_operations_as_their_files() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
    let built = site_check::build(&source, &[]);
    let mut seen = 0;
    for feature in built.portfolio["features"].as_array().unwrap() {
        for document in feature["documents"].as_array().unwrap() {
            let path = document["path"].as_str().unwrap();
            if !Path::new(path)
                .extension()
                .is_some_and(|e| e == "yaml" || e == "json")
            {
                continue;
            }
            let text = fs::read_to_string(source.join(path)).unwrap();
            let value: Value = serde_yaml::from_str(&text).unwrap();
            if value.get("openapi").is_none() {
                continue;
            }
            seen += 1;
            let paths = value["paths"].as_mapping().unwrap();
            let operations: usize = paths
                .values()
                .flat_map(|item| item.as_mapping().unwrap().keys())
                .filter(|key| METHODS.contains(&key.as_str().unwrap()))
                .count();
            let page = &built.pages[document["url"].as_str().unwrap()];
            assert_eq!(
                page.matches("class=\"op-head\"").count(),
                operations,
                "{path}"
            );
            let stated = format!("<dt>Operations</dt><dd>{operations} operations, ");
            assert!(page.contains(&stated), "{path} does not state {operations}");
            for (name, _) in value["components"]["schemas"].as_mapping().unwrap() {
                let heading = format!("<span class=\"path\">{}</span><a ", name.as_str().unwrap());
                assert!(page.contains(&heading), "{path}: no section for {heading}");
            }
        }
    }
    assert!(seen >= 3, "only {seen} OpenAPI files");
}

/// A draft with faults has a page all the same: its source, what can be read, and its findings.
#[test]
fn broken_drafts_have_pages_with_source_and_findings() {
    let folder = tempfile::tempdir().unwrap();
    let contracts = folder.path().join("specs/001-x/contracts");
    fs::create_dir_all(&contracts).unwrap();
    fs::write(folder.path().join("specs/001-x/spec.md"), "# X\n").unwrap();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contracts/drafts.md");
    let mut drafts = Vec::new();
    for case in case::read(&cases) {
        for block in case.blocks.iter().filter(is_file) {
            let (_, name) = block.info.split_once(' ').unwrap();
            fs::write(contracts.join(name), &block.text).unwrap();
            drafts.push(name.to_owned());
        }
    }
    assert!(drafts.len() >= 8);
    let built = site_check::build(folder.path(), &[]);
    assert_eq!(
        site_check::check(folder.path(), &built),
        Vec::<String>::new()
    );
    for name in drafts {
        let page = &built.pages[&format!("001-x/contracts/{name}.html")];
        assert!(
            page.contains("<ul class=\"findings\">"),
            "{name} has no finding"
        );
        assert!(page.contains("aria-label=\"Code, "), "{name} has no source");
    }
}

/// Descriptions are Markdown of somebody else: nothing in them may run.
#[test]
fn hostile_descriptions_do_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let contracts = folder.path().join("specs/001-x/contracts");
    fs::create_dir_all(&contracts).unwrap();
    fs::write(folder.path().join("specs/001-x/spec.md"), "# X\n").unwrap();
    let payloads = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[b](java\tscript:alert(1))",
        "<a href=\"&#106;avascript:alert(1)\">c</a>",
        "<svg onload=alert(1)>",
        "\"><script>alert(1)</script>",
        "</code></pre><iframe src=//evil.example></iframe>",
        "![d](data:text/html;base64,PHNjcmlwdD4=)",
    ];
    for (at, payload) in payloads.iter().enumerate() {
        let text = serde_json::to_string(payload).unwrap();
        let yaml = format!(
            "{{\"openapi\": {text}, \"info\": {{\"title\": {text}, \"version\": {text}, \"description\": {text}}}, \
             \"servers\": [{{\"url\": {text}, \"description\": {text}}}], \"tags\": [{{\"name\": {text}, \"description\": {text}}}], \
             \"paths\": {{{text}: {{\"get\": {{\"operationId\": {text}, \"summary\": {text}, \"description\": {text}, \"tags\": [{text}], \
             \"security\": [{{{text}: [{text}]}}], \
             \"parameters\": [{{\"name\": {text}, \"in\": {text}, \"description\": {text}, \"schema\": {{\"type\": {text}, \"format\": {text}, \"enum\": [{text}], \"default\": {text}, \"pattern\": {text}}}}}], \
             \"requestBody\": {{\"description\": {text}, \"content\": {{{text}: {{\"schema\": {{\"$ref\": \"#/components/schemas/\"}}, \"example\": {text}}}}}}}, \
             \"responses\": {{{text}: {{\"description\": {text}, \"headers\": {{{text}: {{\"description\": {text}}}}}}}}}}}}}}}, \
             \"components\": {{\"schemas\": {{{text}: {{\"description\": {text}, \"$ref\": {text}, \"properties\": {{{text}: {{\"$ref\": {text}}}}}}}}}, \
             \"securitySchemes\": {{{text}: {{\"type\": {text}, \"description\": {text}}}}}}}}}"
        );
        serde_json::from_str::<serde_json::Value>(&yaml).unwrap();
        fs::write(contracts.join(format!("a{at}.json")), &yaml).unwrap();
        let quoted = payload.replace('"', "'");
        let graphql = format!(
            "\"\"\"{quoted}\"\"\"\ntype A @deprecated(reason: \"{quoted}\") {{\n  # {quoted}\n  b({quoted}: Int = \"{quoted}\"): {quoted}\n}}\n# {quoted}\nenum E {{ {quoted} }}\n"
        );
        fs::write(contracts.join(format!("b{at}.graphql")), graphql).unwrap();
        let proto = format!(
            "// {quoted}\nsyntax = \"{quoted}\";\npackage a;\n// {quoted}\nmessage A {{\n  // {quoted}\n  string a = 1; // {quoted}\n  {quoted}\n}}\nservice S {{ rpc B({quoted}) returns (A); }}\n"
        );
        fs::write(contracts.join(format!("c{at}.proto")), proto).unwrap();
    }
    let built = site_check::build(folder.path(), &[]);
    assert_eq!(
        site_check::check(folder.path(), &built),
        Vec::<String>::new()
    );
    for (url, page) in &built.pages {
        let lower = page.to_lowercase();
        for part in [
            "<script>",
            "href=\"javascript",
            "href=\"data:",
            "<iframe",
            "<svg onload",
            "<img src=x",
        ] {
            assert!(!lower.contains(part), "{url} holds {part}");
        }
    }
}
