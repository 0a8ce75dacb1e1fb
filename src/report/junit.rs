//! Diagnostics as a `JUnit` report, which most build servers read.

use super::count::Tally;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::xml::escape;
use std::fmt::Write;

/// A test case for each diagnostic; errors and warnings are failures, notes pass and say what they say.
pub fn report(diagnostics: &[Diagnostic]) -> String {
    let tally = Tally::of(diagnostics);
    let tests = diagnostics.len().max(1);
    let failures = tally.errors + tally.warnings;
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"planfolio\" tests=\"{tests}\" failures=\"{failures}\">\n<testsuite name=\"planfolio check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n"
    );
    if diagnostics.is_empty() {
        out.push_str("<testcase classname=\"planfolio\" name=\"no problems\"/>\n");
    }
    for diagnostic in diagnostics {
        case(&mut out, diagnostic);
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}

fn case(out: &mut String, diagnostic: &Diagnostic) {
    let path = match diagnostic.path.as_str() {
        "" => ".",
        path => path,
    };
    let (line, column) = (diagnostic.line(), diagnostic.column());
    let (code, name) = (diagnostic.code.code(), diagnostic.code.name());
    let _ = write!(
        out,
        "<testcase classname=\"{}\" name=\"{code} {name} at {line}:{column}\" file=\"{}\" line=\"{line}\">",
        escape(path),
        escape(path),
    );
    let mut text = format!("{path}:{line}:{column}: {}", diagnostic.message);
    if !diagnostic.help.is_empty() {
        let _ = write!(text, "\nhelp: {}", diagnostic.help);
    }
    let text = escape(&text);
    if diagnostic.severity == Severity::Note {
        let _ = writeln!(out, "<system-out>{text}</system-out></testcase>");
    } else {
        let message = escape(&diagnostic.message);
        let severity = diagnostic.severity.word();
        let _ = writeln!(
            out,
            "<failure type=\"{severity}\" message=\"{message}\">{text}</failure></testcase>"
        );
    }
}
