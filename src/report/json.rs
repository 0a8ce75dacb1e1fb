//! Diagnostics as JSON, with the keys that they have in portfolio.json.

use crate::base::diagnostic::Diagnostic;
use serde::Serialize;

#[derive(Serialize)]
struct Record<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
}

/// A list of all diagnostics, one a line.
pub fn list(diagnostics: &[Diagnostic]) -> String {
    let mut out = String::from("[");
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        let record = Record {
            code: diagnostic.code.code(),
            severity: diagnostic.severity.word(),
            message: &diagnostic.message,
            help: Some(diagnostic.help.as_str()).filter(|help| !help.is_empty()),
            path: diagnostic.path.as_str(),
            line: diagnostic.place.map(|(_, position)| position.line),
            column: diagnostic.place.map(|(_, position)| position.column),
        };
        out.push_str(if at == 0 { "\n  " } else { ",\n  " });
        out.push_str(&line(&record));
    }
    out.push_str(if diagnostics.is_empty() {
        "]\n"
    } else {
        "\n]\n"
    });
    out
}

fn line(record: &Record<'_>) -> String {
    serde_json::to_string(record).expect("a record of texts and numbers is always JSON")
}
