//! What a diagnostic means.

use crate::base::diagnostic::Code;
use std::fmt::Write;

/// The explanation of one diagnostic.
pub fn one(code: Code) -> String {
    format!(
        "{} {} ({})\n\n{}\n\nTurn it off, or change its severity, in planfolio.yaml:\n\n    diagnostics:\n      {}: off\n",
        code.code(),
        code.name(),
        code.severity().word(),
        code.explanation(),
        code.code(),
    )
}

/// All diagnostics, one a line, by number.
pub fn all() -> String {
    let mut codes: Vec<Code> = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.code());
    let mut out = String::new();
    for code in codes {
        let severity = code.severity().word();
        let _ = writeln!(out, "{}  {severity:<8} {}", code.code(), code.name());
    }
    out
}
