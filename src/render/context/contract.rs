//! The readable page of a contract: `contract`, beside `document`.
//!
//! Schemas are unfolded here. Within an operation each named type is unfolded once, in responses once on the page;
//! elsewhere, in cycles and below the limits its name is a link to its own section.

use super::contract_trace::{self, Trace};
use super::reference::Mention;
use crate::base::markup::escape_into;
use crate::model::contract::{
    Access, Contract, Example, Limit, Member, Need, Operation, Payload, Shape, TypeDefinition,
};
use crate::model::document::{Body, Document};
use crate::render::body;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// Named types are unfolded down to this depth below a body.
const DEPTH: u32 = 2;
/// At most so many rows of one body.
const ROWS: usize = 60;
/// At most so many rows of unfolded types on a page; further bodies are links.
const PAGE_ROWS: usize = 800;
/// At most so many rows on a page; what is left out stands in the source.
const ALL_ROWS: usize = 20_000;
/// Up to this size the source stands below the contract; above it the raw file must do.
const SOURCE_BYTES: usize = 160 << 10;

/// A contract in a language that planfolio reads.
#[derive(Debug, Serialize)]
pub struct ContractPage {
    /// The language and its version, such as `OpenAPI 3.1.0`.
    pub format: String,
    /// The title, when the file gives one.
    pub title: Option<String>,
    /// The version of the interface, or the package.
    pub version: Option<String>,
    /// The number of operations.
    pub operations: u32,
    /// The number of webhooks.
    pub webhooks: u32,
    /// The number of paths; 0 where operations have none.
    pub paths: u32,
    /// What it is about, safe HTML.
    pub text_html: String,
    /// Servers.
    pub servers: Vec<ServerRow>,
    /// Security schemes.
    pub schemes: Vec<SchemeRow>,
    /// What operations ask for unless they say otherwise.
    pub security: Vec<AccessRow>,
    /// Groups of operations.
    pub groups: Vec<GroupSection>,
    /// Named types.
    pub types: Vec<TypeSection>,
    /// Whether members are left out because there are too many for a page.
    pub cut: bool,
    /// Whether the operations are compared with the plan of the feature.
    pub compared: bool,
    /// Where plan and contract differ.
    pub differences: Vec<Difference>,
    /// Whether the source stands on the page.
    pub shows_source: bool,
}

/// An endpoint in which plan and contract differ.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// How: a key of the texts `agree_…`.
    pub state: &'static str,
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The address of its statement.
    pub url: String,
    /// The methods that the other side has, or the other writing of the path.
    pub other: String,
}

/// A server.
#[derive(Debug, Serialize)]
pub struct ServerRow {
    /// The address as written. It is not a link.
    pub url: String,
    /// What it is for, safe HTML.
    pub text_html: String,
}

/// A security scheme.
#[derive(Debug, Serialize)]
pub struct SchemeRow {
    /// The name.
    pub name: String,
    /// Its anchor.
    pub anchor: String,
    /// What it is.
    pub kind: String,
    /// More about it, safe HTML.
    pub text_html: String,
}

/// One of several ways in: all schemes together; an empty list lets anybody in.
#[derive(Debug, Serialize)]
pub struct AccessRow {
    /// The schemes.
    pub schemes: Vec<SchemeUse>,
}

/// A scheme that is asked for.
#[derive(Debug, Serialize)]
pub struct SchemeUse {
    /// Its name.
    pub name: String,
    /// Its anchor on the page, when it is defined.
    pub anchor: Option<String>,
    /// The scopes.
    pub scopes: Vec<String>,
}

/// Operations of one tag, service or root type.
#[derive(Debug, Serialize)]
pub struct GroupSection {
    /// Its name.
    pub name: Option<String>,
    /// Its anchor.
    pub anchor: String,
    /// About it, safe HTML.
    pub text_html: String,
    /// Whether these are webhooks.
    pub outgoing: bool,
    /// The operations.
    pub operations: Vec<OperationSection>,
}

/// An operation.
#[derive(Debug, Serialize)]
pub struct OperationSection {
    /// The method.
    pub method: String,
    /// Whether it changes something.
    pub writes: bool,
    /// The path or name.
    pub name: String,
    /// The anchor.
    pub anchor: String,
    /// The source line.
    pub line: u32,
    /// The address of the line in the source.
    pub line_url: Option<String>,
    /// The `operationId`.
    pub id: Option<String>,
    /// One line about it.
    pub summary: Option<String>,
    /// More about it, safe HTML.
    pub text_html: String,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// The rows of its parameters, safe HTML.
    pub parameters_html: String,
    /// Bodies of the request.
    pub requests: Vec<PayloadSection>,
    /// Responses.
    pub responses: Vec<ResponseSection>,
    /// What it asks for, when it says so itself.
    pub security: Option<Vec<AccessRow>>,
    /// How plan and contract agree in it: a key of the texts `agree_…`; `None` when nothing is compared.
    pub state: Option<&'static str>,
    /// The requirements of the feature that name it.
    pub requirements: Vec<Mention>,
    /// The tasks of the feature that name it.
    pub tasks: Vec<Mention>,
}

/// A body.
#[derive(Debug, Serialize)]
pub struct PayloadSection {
    /// The media type.
    pub media: String,
    /// Whether it must be sent.
    pub required: bool,
    /// About it, safe HTML.
    pub text_html: String,
    /// The type, safe HTML.
    pub type_html: String,
    /// Allowed values.
    pub values: Vec<String>,
    /// Limits.
    pub limits: Vec<String>,
    /// The rows of its members, safe HTML.
    pub rows_html: String,
    /// Examples.
    pub examples: Vec<ExampleFigure>,
}

/// A response.
#[derive(Debug, Serialize)]
pub struct ResponseSection {
    /// The status; empty where there is only one response.
    pub status: String,
    /// What it means, safe HTML.
    pub text_html: String,
    /// The rows of its headers, safe HTML.
    pub headers_html: String,
    /// Bodies.
    pub payloads: Vec<PayloadSection>,
}

/// A named type.
#[derive(Debug, Serialize)]
pub struct TypeSection {
    /// The name.
    pub name: String,
    /// The anchor.
    pub anchor: String,
    /// The source line.
    pub line: u32,
    /// The address of the line in the source.
    pub line_url: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// The type, safe HTML.
    pub type_html: String,
    /// What it means, safe HTML.
    pub text_html: String,
    /// Allowed values.
    pub values: Vec<String>,
    /// Limits.
    pub limits: Vec<String>,
    /// The rows of its members, safe HTML.
    pub rows_html: String,
    /// Examples.
    pub examples: Vec<ExampleFigure>,
}

/// An example.
#[derive(Debug, Serialize)]
pub struct ExampleFigure {
    /// Its name.
    pub name: Option<String>,
    /// Its text, highlighted, safe HTML.
    pub code_html: String,
}

/// Rows of members as markup: a contract may have thousands.
#[derive(Default)]
struct Rows {
    html: String,
    count: usize,
}

/// Unfolds one contract.
struct Unfolder<'u, 'a> {
    view: &'u View<'a>,
    document: &'u Document,
    contract: &'u Contract,
    shows_source: bool,
    /// Rows of unfolded types that the page may still have.
    left: usize,
    /// Rows that the page may still have.
    rows: usize,
    /// Types that a response on the page shows already.
    shown: BTreeSet<u32>,
    /// Examples that the page shows already, by their code blocks.
    exemplified: BTreeSet<u32>,
    /// The anchors of the security schemes.
    schemes: HashMap<&'u str, &'u str>,
    trace: Trace,
}

/// The page of a contract.
pub(super) fn page(view: &View<'_>, document: &Document, contract: &Contract) -> ContractPage {
    let source = document
        .code_blocks
        .first()
        .map_or(0, |block| block.text.len());
    let mut unfolder = Unfolder {
        view,
        document,
        contract,
        shows_source: source <= SOURCE_BYTES,
        left: PAGE_ROWS,
        rows: ALL_ROWS,
        shown: BTreeSet::new(),
        exemplified: BTreeSet::new(),
        schemes: contract
            .schemes
            .iter()
            .map(|scheme| (scheme.name.as_str(), scheme.anchor.as_str()))
            .collect(),
        trace: contract_trace::of(view, document),
    };
    let count = |outgoing: bool| {
        let groups = contract.groups.iter();
        groups
            .filter(|group| group.outgoing == outgoing)
            .map(|group| group.operations.len() as u32)
            .sum()
    };
    let prose = unfolder.html(contract.prose.as_ref());
    let groups = contract
        .groups
        .iter()
        .map(|group| GroupSection {
            name: group.name.clone(),
            anchor: group.anchor.clone(),
            text_html: unfolder.html(group.prose.as_ref()),
            outgoing: group.outgoing,
            operations: group
                .operations
                .iter()
                .map(|&at| unfolder.operation(&contract.operations[at as usize]))
                .collect(),
        })
        .collect();
    let types = contract
        .types
        .iter()
        .map(|definition| unfolder.definition(definition))
        .collect();
    let paths: BTreeSet<&str> = contract
        .groups
        .iter()
        .filter(|group| !group.outgoing)
        .flat_map(|group| &group.operations)
        .map(|&at| contract.operations[at as usize].name.as_str())
        .filter(|name| name.starts_with('/'))
        .collect();
    ContractPage {
        format: format!("{} {}", contract.language.name(), contract.edition)
            .trim_end()
            .to_owned(),
        title: contract.title.clone(),
        version: contract.version.clone(),
        operations: count(false),
        webhooks: count(true),
        paths: paths.len() as u32,
        text_html: prose,
        servers: contract
            .servers
            .iter()
            .map(|server| ServerRow {
                url: server.url.clone(),
                text_html: unfolder.html(server.prose.as_ref()),
            })
            .collect(),
        schemes: contract
            .schemes
            .iter()
            .map(|scheme| SchemeRow {
                name: scheme.name.clone(),
                anchor: scheme.anchor.clone(),
                kind: scheme.kind.clone(),
                text_html: unfolder.html(scheme.prose.as_ref()),
            })
            .collect(),
        security: unfolder.accesses(&contract.security),
        groups,
        types,
        cut: unfolder.rows == 0,
        compared: unfolder.trace.compared,
        differences: contract_trace::differences(view, document),
        shows_source: unfolder.shows_source,
    }
}

/// Whether a method changes something.
fn writes(method: &str) -> bool {
    !matches!(
        method,
        "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY" | "SUBSCRIPTION" | "RPC"
    )
}

impl Unfolder<'_, '_> {
    fn html(&self, body: Option<&Body>) -> String {
        body.map(|body| body::fill(self.view, self.document, body))
            .unwrap_or_default()
    }

    fn line_url(&self, line: u32) -> Option<String> {
        self.shows_source
            .then(|| format!("#{}", body::line_anchor(line)))
    }

    fn accesses(&self, accesses: &[Access]) -> Vec<AccessRow> {
        let scheme = |(name, scopes): &(String, Vec<String>)| SchemeUse {
            anchor: self
                .schemes
                .get(name.as_str())
                .map(|&anchor| anchor.to_owned()),
            name: name.clone(),
            scopes: scopes.clone(),
        };
        accesses
            .iter()
            .map(|access| AccessRow {
                schemes: access.schemes.iter().map(scheme).collect(),
            })
            .collect()
    }

    fn operation(&mut self, operation: &Operation) -> OperationSection {
        let parameters_html = self.rows(&operation.parameters);
        let mut shown = BTreeSet::new();
        let requests = operation
            .requests
            .iter()
            .map(|payload| self.payload(payload, &mut shown))
            .collect();
        let mut shown = std::mem::take(&mut self.shown);
        let mut responses = Vec::with_capacity(operation.responses.len());
        for response in &operation.responses {
            responses.push(ResponseSection {
                status: response.status.clone(),
                text_html: self.html(response.prose.as_ref()),
                headers_html: self.rows(&response.headers),
                payloads: response
                    .payloads
                    .iter()
                    .map(|payload| match response.status.as_bytes().first() {
                        Some(b'4' | b'5' | b'd') => self.failure(payload),
                        _ => self.payload(payload, &mut shown),
                    })
                    .collect(),
            });
        }
        self.shown = shown;
        OperationSection {
            method: operation.method.clone(),
            writes: writes(&operation.method),
            name: operation.name.clone(),
            anchor: operation.anchor.clone(),
            line: operation.line,
            line_url: self.line_url(operation.line),
            id: operation.id.clone(),
            summary: operation.summary.clone(),
            text_html: self.html(operation.prose.as_ref()),
            deprecated: operation.deprecated,
            parameters_html,
            requests,
            responses,
            security: operation
                .security
                .as_ref()
                .map(|accesses| self.accesses(accesses)),
            state: self.trace.state(&operation.anchor),
            requirements: self.trace.requirements(&operation.method, &operation.name),
            tasks: self.trace.tasks(&operation.method, &operation.name),
        }
    }

    fn payload(&mut self, payload: &Payload, shown: &mut BTreeSet<u32>) -> PayloadSection {
        let mut rows = Rows::default();
        let prefix = prefix_of(&payload.shape, "", "");
        self.unfold(&payload.shape, &prefix, 0, &mut rows, shown);
        self.section(payload, rows)
    }

    /// The limits of a shape in the language of the site.
    fn limits(&self, shape: &Shape) -> Vec<String> {
        let strings = self.view.scene.strings();
        let text = |limit: &Limit| match limit {
            Limit::Written(text) => text.clone(),
            Limit::Worded { key, value } => strings.text(key).replace("{n}", value),
        };
        shape.limits.iter().map(text).collect()
    }

    /// A body of a failure: named types, which most operations share, stay links.
    fn failure(&mut self, payload: &Payload) -> PayloadSection {
        let mut rows = Rows::default();
        let prefix = prefix_of(&payload.shape, "", "");
        self.own_rows(&payload.shape, &prefix, &mut rows);
        self.section(payload, rows)
    }

    fn section(&mut self, payload: &Payload, rows: Rows) -> PayloadSection {
        PayloadSection {
            media: payload.media.clone(),
            required: payload.required,
            text_html: self.html(payload.prose.as_ref()),
            type_html: self.html(Some(&payload.shape.written)),
            values: payload.shape.values.clone(),
            limits: self.limits(&payload.shape),
            rows_html: rows.html,
            examples: self.examples(&payload.examples),
        }
    }

    /// The rows of a shape. Named types are unfolded when `shown` does not hold them yet.
    fn unfold(
        &mut self,
        shape: &Shape,
        prefix: &str,
        depth: u32,
        rows: &mut Rows,
        shown: &mut BTreeSet<u32>,
    ) {
        let contract = self.contract;
        for &target in &shape.targets {
            if depth > DEPTH || self.left == 0 || rows.count >= ROWS {
                break;
            }
            let definition = contract.types.get(target as usize);
            // The values of an enumeration stand in its own section.
            let Some(definition) = definition.filter(|one| one.keyword != "enum") else {
                continue;
            };
            if shown.insert(target) {
                let before = rows.count;
                // A type that is a list of another one adds its own brackets.
                let inner = prefix_of(&definition.shape, prefix, "");
                self.unfold(&definition.shape, &inner, depth, rows, shown);
                self.left = self.left.saturating_sub(rows.count - before);
            }
        }
        for member in &shape.members {
            if !self.may_grow() {
                return;
            }
            self.row(rows, prefix, member);
            let inner = prefix_of(&member.shape, prefix, &member.name);
            self.unfold(&member.shape, &inner, depth + 1, rows, shown);
        }
    }

    fn definition(&mut self, definition: &TypeDefinition) -> TypeSection {
        let shape = &definition.shape;
        let mut rows = Rows::default();
        self.own_rows(shape, &prefix_of(shape, "", ""), &mut rows);
        TypeSection {
            name: definition.name.clone(),
            anchor: definition.anchor.clone(),
            line: definition.line,
            line_url: self.line_url(definition.line),
            deprecated: definition.deprecated,
            type_html: self.html(Some(&shape.written)),
            text_html: self.html(shape.prose.as_ref()),
            values: shape.values.clone(),
            limits: self.limits(shape),
            rows_html: rows.html,
            examples: self.examples(&definition.examples),
        }
    }

    /// Takes a row from those that the page may still have.
    fn may_grow(&mut self) -> bool {
        let may = self.rows > 0;
        self.rows = self.rows.saturating_sub(1);
        may
    }

    /// The rows of a type's own section: only what has no section itself.
    fn own_rows(&mut self, shape: &Shape, prefix: &str, rows: &mut Rows) {
        for member in &shape.members {
            if !self.may_grow() {
                return;
            }
            self.row(rows, prefix, member);
            let inner = prefix_of(&member.shape, prefix, &member.name);
            self.own_rows(&member.shape, &inner, rows);
        }
    }

    /// The rows of parameters or headers.
    fn rows(&self, members: &[Member]) -> String {
        let mut rows = Rows::default();
        for member in members {
            self.row(&mut rows, "", member);
        }
        rows.html
    }

    /// Appends the row of a parameter, property, field or header: its name with the names of what it lies in
    /// (`scans[].`), where it goes and its type, whether it is needed, and what it means.
    fn row(&self, rows: &mut Rows, prefix: &str, member: &Member) {
        rows.count += 1;
        let out = &mut rows.html;
        let strings = self.view.scene.strings();
        let shape = &member.shape;
        out.push_str("<tr><th scope=\"row\"><span class=\"path\">");
        if !prefix.is_empty() {
            out.push_str("<span class=\"quiet\">");
            escape_into(out, prefix);
            out.push_str("</span>");
        }
        escape_into(out, &member.name);
        out.push_str("</span></th><td><span class=\"path quiet\">");
        escape_into(out, &member.place);
        let written = self.html(Some(&shape.written));
        if !member.place.is_empty() && !written.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&written);
        out.push_str("</span></td><td>");
        match member.need {
            Need::Required => escape_into(out, strings.text("required")),
            Need::Optional => {
                out.push_str("<span class=\"nil\">");
                escape_into(out, strings.text("optional"));
                out.push_str("</span>");
            }
            Need::Choice => {}
        }
        out.push_str("</td><td>");
        let tags = [member.deprecated.then_some("deprecated"), member.access];
        for tag in tags.into_iter().flatten() {
            out.push_str("<span class=\"tag\">");
            escape_into(out, strings.text(tag));
            out.push_str("</span> ");
        }
        let text = self.html(shape.prose.as_ref());
        if !text.is_empty() {
            out.push_str(&text);
            out.push(' ');
        }
        for (at, value) in shape.values.iter().enumerate() {
            out.push_str(if at > 0 { ", <code>" } else { "<code>" });
            escape_into(out, value);
            out.push_str("</code>");
        }
        let limits = self.limits(shape);
        if !limits.is_empty() {
            out.push_str(if shape.values.is_empty() { "" } else { " " });
            out.push_str("<span class=\"quiet\">");
            escape_into(out, &limits.join(", "));
            out.push_str("</span>");
        }
        if let Some(default) = &shape.default {
            out.push_str(" <span class=\"quiet\">");
            escape_into(out, strings.text("default"));
            out.push_str(" <code>");
            escape_into(out, default);
            out.push_str("</code></span>");
        }
        out.push_str("</td></tr>");
    }

    /// The examples that the page does not show yet.
    fn examples(&mut self, examples: &[Example]) -> Vec<ExampleFigure> {
        examples
            .iter()
            .filter_map(|example| {
                if !self.exemplified.insert(example.code) {
                    return None;
                }
                let block = self.document.code_blocks.get(example.code as usize)?;
                Some(ExampleFigure {
                    name: example.name.clone(),
                    code_html: body::code_html(self.view, block).into_owned(),
                })
            })
            .collect()
    }
}

/// The prefix of the members of a shape.
fn prefix_of(shape: &Shape, prefix: &str, name: &str) -> String {
    if name.is_empty() && shape.suffix.is_empty() {
        return prefix.to_owned();
    }
    let head = if name.is_empty() {
        prefix.trim_end_matches('.')
    } else {
        prefix
    };
    format!("{head}{name}{}.", shape.suffix)
}
