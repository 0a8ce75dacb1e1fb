//! Diagnostics as SARIF 2.1.0, which code scanning of GitHub and many editors read.

use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::fingerprint::Fingerprint;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a path of a URI needs not escape.
const SAFE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A log with one run. `folder` stands before every path: SOURCE as seen from the root of the repository, empty or
/// with `/` at its end.
pub fn log(diagnostics: &[Diagnostic], folder: &str) -> String {
    let mut codes: Vec<Code> = diagnostics.iter().map(|it| it.code).collect();
    codes.sort_by_key(|code| code.code());
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    // Findings that are alike in one file are told apart by their number, so that lines may move.
    let mut alike: BTreeMap<(&str, Code, &str), u32> = BTreeMap::new();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let key = (
                diagnostic.path.as_str(),
                diagnostic.code,
                &*diagnostic.message,
            );
            let number = alike.entry(key).or_default();
            *number += 1;
            let index = codes.iter().position(|code| *code == diagnostic.code);
            result(diagnostic, index, folder, *number)
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "planfolio",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    text(&log)
}

fn text(log: &Value) -> String {
    let text = serde_json::to_string_pretty(log);
    text.expect("a tree of texts and numbers is always JSON") + "\n"
}

fn rule(code: Code) -> Value {
    let explanation = code.explanation();
    let first = explanation.split("\n\n").next().unwrap_or(explanation);
    json!({
        "id": code.code(),
        "name": code.name(),
        "shortDescription": { "text": code.name().replace('-', " ") },
        "fullDescription": { "text": first },
        "help": { "text": explanation },
        "defaultConfiguration": { "level": code.severity().word() },
    })
}

fn result(diagnostic: &Diagnostic, rule: Option<usize>, folder: &str, number: u32) -> Value {
    let path = format!("{folder}{}", diagnostic.path);
    let mut text = diagnostic.message.clone();
    if !diagnostic.help.is_empty() {
        text.push('\n');
        text.push_str(&diagnostic.help);
    }
    let key = format!(
        "{}\n{path}\n{}\n{number}",
        diagnostic.code.code(),
        diagnostic.message
    );
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut place = json!({
        "artifactLocation": { "uri": utf8_percent_encode(&path, SAFE).to_string(), "uriBaseId": "%SRCROOT%" },
    });
    if diagnostic.place.is_some() {
        place["region"] =
            json!({ "startLine": diagnostic.line(), "startColumn": diagnostic.column() });
    }
    let mut result = json!({
        "ruleId": diagnostic.code.code(),
        "ruleIndex": rule,
        "level": level,
        "message": { "text": text },
        "partialFingerprints": { "planfolio/v1": format!("{:032x}", Fingerprint::of(key.as_bytes()).0) },
    });
    if !diagnostic.path.as_str().is_empty() {
        result["locations"] = json!([{ "physicalLocation": place }]);
    }
    result
}
