//! Diagnostics as commands of GitHub Actions, which shows them beside the lines of a pull request.

use crate::base::diagnostic::{Diagnostic, Severity};
use std::fmt::Write;

/// `::warning file=…,line=…,col=…,title=…::message`, one a line. `folder` stands before every path: SOURCE as seen
/// from the root of the repository, empty or with `/` at its end.
pub fn commands(diagnostics: &[Diagnostic], folder: &str) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let _ = write!(out, "::{command} ");
        if !diagnostic.path.as_str().is_empty() {
            let path = property(&format!("{folder}{}", diagnostic.path));
            let _ = write!(out, "file={path},");
            if diagnostic.place.is_some() {
                let (line, column) = (diagnostic.line(), diagnostic.column());
                let _ = write!(out, "line={line},col={column},");
            }
        }
        let title = format!("{} {}", diagnostic.code.code(), diagnostic.code.name());
        let mut text = diagnostic.message.clone();
        if !diagnostic.help.is_empty() {
            let _ = write!(text, "\nhelp: {}", diagnostic.help);
        }
        let _ = writeln!(out, "title={}::{}", property(&title), data(&text));
    }
    out
}

/// Text behind the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
