//! Machine-readable contracts: what the file says as a [`Contract`], its operations as facts.
//!
//! * [`openapi`] and [`json_schema`] read YAML and JSON into values first; [`schema`] is what both share. [`place`]
//!   finds the lines, which values do not know.
//! * [`graphql`] and [`proto`] scan their texts by themselves.
//! * [`pen`] writes descriptions, which are Markdown, by the same rules as documents: the same allow-list of HTML, the
//!   same schemes of links. [`example`] writes values as JSON.
//!
//! Nothing is ever fetched: a `$ref` is looked up in the file itself, and one to another file of the portfolio becomes
//! a link.

mod example;
mod graphql;
mod json_schema;
mod openapi;
mod operation;
mod pen;
mod place;
mod proto;
mod schema;
mod token;

use super::facts::clip;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::LineIndex;
use crate::config::Config;
use crate::model::contract::Contract;
use crate::model::diagram::Diagram;
use crate::model::document::{CodeBlock, Section};
use crate::model::fact::Facts;
use crate::model::reference::Reference;
use crate::model::source::Source;
use serde_yaml::Value;
use std::sync::Arc;

/// What a contract file says by itself.
#[derive(Default)]
pub(super) struct Read {
    /// The title that the file gives.
    pub(super) title: Option<String>,
    /// A line about it.
    pub(super) summary: Option<String>,
    pub(super) contract: Option<Contract>,
    pub(super) sections: Vec<Section>,
    pub(super) references: Vec<Reference>,
    /// The source first, then examples and code in descriptions.
    pub(super) code_blocks: Vec<CodeBlock>,
    pub(super) diagrams: Vec<Diagram>,
    pub(super) facts: Facts,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Files above this size are not parsed; their page shows the source.
const MAX_BYTES: usize = 4 << 20;

/// Reads a contract file.
pub(super) fn read(source: &Source, extension: &str, lines: &LineIndex, config: &Config) -> Read {
    let text: &str = &source.text;
    let mut pen = pen::Pen::new(source, lines, config.raw_html);
    pen.code_blocks.push(CodeBlock {
        language: extension.to_owned(),
        text: Arc::clone(&source.text),
        line: 1,
    });
    let mut read = Read::default();
    if text.len() <= MAX_BYTES && !text.trim().is_empty() {
        match extension {
            "yaml" | "yml" | "json" => of_values(&mut pen, &mut read, extension == "json"),
            "graphql" | "graphqls" | "gql" => graphql::read(&mut pen, &mut read),
            "proto" => proto::read(&mut pen, &mut read),
            _ => {}
        }
    }
    read.references = pen.references;
    read.code_blocks = pen.code_blocks;
    read.diagrams = pen.diagrams;
    read.diagnostics.append(&mut pen.diagnostics);
    if let Some(contract) = &read.contract {
        read.sections = sections(contract);
        read.title.clone_from(&contract.title);
    }
    read
}

/// A YAML or JSON file: OpenAPI, a JSON Schema, or something else with a title.
fn of_values(pen: &mut pen::Pen<'_>, read: &mut Read, is_json: bool) {
    let text: &str = &pen.source.text;
    let value = match values(text, is_json) {
        Ok(value) => value,
        Err((message, line)) => {
            let kind = if is_json { "JSON" } else { "YAML" };
            pen.report(
                Code::InvalidContract,
                pen.lines.line_span(text, line),
                format!("not valid {kind}: {}", without_place(&message)),
                "the page shows the source; fix the file to get its operations and types",
            );
            return;
        }
    };
    if value.get("openapi").is_some() || value.get("swagger").is_some() {
        openapi::read(pen, read, &value);
        return;
    }
    read.title = words(&value, "title");
    read.summary = words(&value, "description");
    if json_schema::is_schema(&value, pen.source.path.name()) {
        json_schema::read(pen, read, &value);
    }
}

/// The value of a text, or the parser's message and line.
fn values(text: &str, is_json: bool) -> Result<Value, (String, u32)> {
    if is_json {
        return serde_json::from_str::<Value>(text)
            .map_err(|error| (error.to_string(), error.line().max(1) as u32));
    }
    let mut value = serde_yaml::from_str::<Value>(text).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        (error.to_string(), line.max(1) as u32)
    })?;
    if text.contains("<<:") {
        // A merge that cannot be made stays as it is written.
        let _ = value.apply_merge();
    }
    Ok(value)
}

/// The plain text of a key, cut short.
fn words(value: &Value, key: &str) -> Option<String> {
    let text = value.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| clip(text, 300))
}

/// The places that links can lead to.
fn sections(contract: &Contract) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut add = |level, title: String, anchor: &str, line| {
        sections.push(Section {
            level,
            title,
            anchor: anchor.to_owned(),
            line,
        });
    };
    for group in &contract.groups {
        let operations = group
            .operations
            .iter()
            .map(|&at| &contract.operations[at as usize]);
        let first = operations.clone().next().map_or(1, |first| first.line);
        add(
            2,
            group.name.clone().unwrap_or_default(),
            &group.anchor,
            first,
        );
        for operation in operations {
            add(
                3,
                format!("{} {}", operation.method, operation.name),
                &operation.anchor,
                operation.line,
            );
        }
    }
    for definition in &contract.types {
        add(
            3,
            definition.name.clone(),
            &definition.anchor,
            definition.line,
        );
    }
    sections
}

/// A parser's message without its own "at line 3 column 5".
fn without_place(message: &str) -> &str {
    message
        .find(" at line ")
        .map_or(message, |at| &message[..at])
}

/// A text as an anchor: letters and digits of ASCII in lower case, anything else a hyphen.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
