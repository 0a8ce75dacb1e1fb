//! Diagnostics one a line, for editors and `grep`.

use super::channel::plain;
use crate::base::diagnostic::Diagnostic;
use std::fmt::Write;

/// `path:line:column: severity[PF000] message`, one a line.
pub fn lines(diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let path = match plain(diagnostic.path.as_str()) {
            path if path.is_empty() => ".".to_owned(),
            path => path,
        };
        let _ = writeln!(
            out,
            "{path}:{}:{}: {}[{}] {}",
            diagnostic.line(),
            diagnostic.column(),
            diagnostic.severity.word(),
            diagnostic.code.code(),
            plain(&diagnostic.message),
        );
    }
    out
}
