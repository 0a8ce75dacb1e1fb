//! Diagnostics as Markdown, for summaries of jobs and comments on pull requests.

use super::count::Tally;
use crate::base::count::counted;
use crate::base::diagnostic::Diagnostic;
use std::fmt::Write;

/// As many rows as a comment on GitHub holds with ease.
const ROWS: usize = 200;

/// A sentence and a table.
pub fn table(diagnostics: &[Diagnostic]) -> String {
    let tally = Tally::of(diagnostics);
    let mut out = format!("**{}, {}**\n", tally.text(), counted(tally.notes, "note"));
    if diagnostics.is_empty() {
        return out;
    }
    out.push_str("\n| Severity | Diagnostic | Place | What was found |\n|---|---|---|---|\n");
    for diagnostic in diagnostics.iter().take(ROWS) {
        let path = match diagnostic.path.as_str() {
            "" => ".".to_owned(),
            path => cell(path),
        };
        let _ = write!(
            out,
            "| {} | {} {} | {path}:{}:{} | {}",
            diagnostic.severity.word(),
            diagnostic.code.code(),
            diagnostic.code.name(),
            diagnostic.line(),
            diagnostic.column(),
            cell(&diagnostic.message),
        );
        if !diagnostic.help.is_empty() {
            let _ = write!(out, "<br>{}", cell(&diagnostic.help));
        }
        out.push_str(" |\n");
    }
    if diagnostics.len() > ROWS {
        let _ = writeln!(out, "\n… and {} more", diagnostics.len() - ROWS);
    }
    out
}

/// A text in a cell: it names things of documents, so that nothing in it may be markup or mention anybody. Code spans
/// of messages stay.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for character in text.chars() {
        match character {
            '`' => {
                in_code = !in_code;
                out.push('`');
            }
            '\n' | '\r' | '\t' => out.push(' '),
            '|' => out.push_str("\\|"),
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '@' | '&' if !in_code => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    if in_code {
        out.push('`');
    }
    out
}
