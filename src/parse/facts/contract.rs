//! Facts of machine-readable contracts: the operations of an OpenAPI file.

use super::endpoint::normalise;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{LineIndex, Span};
use crate::model::fact::{Endpoint, EndpointSource, Facts, Place};
use crate::model::source::Source;
use std::sync::Arc;

/// What a contract file says by itself.
pub(in crate::parse) struct Contract {
    /// `info.title` of an OpenAPI file, `title` of a JSON Schema.
    pub(in crate::parse) title: Option<String>,
    /// A line about it.
    pub(in crate::parse) summary: Option<String>,
    pub(in crate::parse) facts: Facts,
    pub(in crate::parse) diagnostics: Vec<Diagnostic>,
}

/// The methods of an OpenAPI path item (OpenAPI 3.1, "Path Item Object").
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Files above this size are not parsed; their page shows the source.
const MAX_BYTES: usize = 4 << 20;

/// Reads a contract file.
pub(in crate::parse) fn of_contract(
    source: &Source,
    extension: &str,
    lines: &LineIndex,
) -> Contract {
    let mut contract = Contract {
        title: None,
        summary: None,
        facts: Facts::default(),
        diagnostics: Vec::new(),
    };
    if !matches!(extension, "yaml" | "yml" | "json")
        || source.text.len() > MAX_BYTES
        || source.text.trim().is_empty()
    {
        return contract;
    }
    let value: Result<serde_yaml::Value, (String, Option<(usize, usize)>)> = if extension == "json"
    {
        serde_json::from_str::<serde_json::Value>(&source.text)
            .map_err(|error| (error.to_string(), Some((error.line(), error.column()))))
            .and_then(|value| {
                serde_yaml::to_value(value).map_err(|error| (error.to_string(), None))
            })
    } else {
        serde_yaml::from_str::<serde_yaml::Value>(&source.text).map_err(|error| {
            let place = error
                .location()
                .map(|location| (location.line(), location.column()));
            (error.to_string(), place)
        })
    };
    let value = match value {
        Ok(value) => value,
        Err((message, place)) => {
            let line = place.map_or(1, |(line, _)| line as u32);
            let span = lines.line_span(&source.text, line);
            let kind = if extension == "json" { "JSON" } else { "YAML" };
            contract.diagnostics.push(Diagnostic::at(
                Code::InvalidContract,
                &source.path,
                (&source.text, lines),
                Span::new(span.start as usize, span.end as usize),
                format!("not valid {kind}: {}", without_place(&message)),
                "the page shows the source; fix the file to get its operations and types",
            ));
            return contract;
        }
    };
    let text = |value: &serde_yaml::Value, key: &str| {
        value
            .get(key)
            .and_then(serde_yaml::Value::as_str)
            .map(|text| super::clip(text.trim(), 300))
    };
    let is_openapi = value.get("openapi").is_some() || value.get("swagger").is_some();
    if !is_openapi {
        contract.title = text(&value, "title");
        contract.summary = text(&value, "description");
        return contract;
    }
    if let Some(info) = value.get("info") {
        contract.title = text(info, "title");
        contract.summary = text(info, "description");
    }
    let Some(paths) = value.get("paths").and_then(serde_yaml::Value::as_mapping) else {
        return contract;
    };
    let mut at = 0;
    for (path, item) in paths {
        let (Some(path), Some(item)) = (path.as_str(), item.as_mapping()) else {
            continue;
        };
        let path_at = find_key(&source.text, path, at)
            .or_else(|| find_key(&source.text, path, 0))
            .unwrap_or(at);
        at = path_at;
        for (method, operation) in item {
            let Some(method) = method.as_str().filter(|method| METHODS.contains(method)) else {
                continue;
            };
            let line = lines.line(find_key(&source.text, method, path_at).unwrap_or(path_at));
            contract.facts.endpoints.push(Arc::new(Endpoint {
                method: method.to_ascii_uppercase(),
                path: normalise(path),
                purpose: text(operation, "summary").or_else(|| text(operation, "description")),
                source: EndpointSource::OpenApi,
                place: Place {
                    line,
                    anchor: format!("endpoint-{}", contract.facts.endpoints.len() + 1),
                },
            }));
        }
    }
    contract
}

/// The byte of the next line, from `from` on, whose key is `key`, quoted or not.
fn find_key(text: &str, key: &str, from: usize) -> Option<usize> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let trimmed = line.trim_start();
        let bare = trimmed.strip_prefix(['"', '\'']).unwrap_or(trimmed);
        if let Some(rest) = bare.strip_prefix(key) {
            let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
            if rest.trim_start().starts_with(':') {
                return Some(at + line.len() - trimmed.len());
            }
        }
        at += line.len();
    }
    None
}

/// A parser's message without its own "at line 3 column 5".
fn without_place(message: &str) -> &str {
    message
        .find(" at line ")
        .map_or(message, |at| &message[..at])
}
