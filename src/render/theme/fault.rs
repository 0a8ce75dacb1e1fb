//! What is wrong with a theme, with places in its files.

use super::choice::Files;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::base::span::{LineIndex, Span};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// A file or the folder cannot be read.
    #[error("cannot read the theme {path}: {reason}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// The reason of the operating system.
        reason: String,
    },
    /// There are no texts in the language.
    #[error("unknown language `{language}`, expected one of {}", known.join(", "))]
    UnknownLanguage {
        /// The language that was asked for.
        language: String,
        /// Those that the theme has.
        known: Vec<String>,
    },
    /// Files of the theme have faults.
    #[error(transparent)]
    Invalid(#[from] Box<Faults>),
}

/// All faults of a theme.
#[derive(Debug)]
pub struct Faults {
    /// The theme as messages name it.
    pub theme: String,
    /// The faults in order; paths are those inside the theme.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of the files that they lie in.
    pub texts: BTreeMap<RelPath, String>,
}

impl std::error::Error for Faults {}

/// A line for each fault, for where there is no room for pictures.
impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the theme {} is not valid", self.theme)?;
        for fault in &self.diagnostics {
            let (line, column) = (fault.line(), fault.column());
            let (path, code, message) = (fault.path.as_str(), fault.code.code(), &fault.message);
            write!(out, "\n{path}:{line}:{column}: {code} {message}")?;
            if !fault.help.is_empty() {
                write!(out, "; {}", fault.help)?;
            }
        }
        Ok(())
    }
}

/// A fault before its place is turned into line and column.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// The path inside the theme.
    pub(super) path: String,
    /// `None` when it is about the whole file.
    pub(super) span: Option<Span>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Nothing when there are no faults.
pub(super) fn refuse(theme: &str, faults: Vec<Fault>, files: &Files) -> Result<(), ThemeError> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(refusal(theme, faults, files))
}

/// Faults as an error.
pub(super) fn refusal(theme: &str, faults: Vec<Fault>, files: &Files) -> ThemeError {
    let mut texts = BTreeMap::new();
    let mut diagnostics: Vec<Diagnostic> = faults
        .into_iter()
        .map(|fault| {
            let path = RelPath::new(&fault.path);
            let text = files
                .get(&fault.path)
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                .unwrap_or_default();
            let diagnostic = match fault.span {
                Some(span) => Diagnostic::at(
                    fault.code,
                    &path,
                    (&text, &LineIndex::new(&text)),
                    span,
                    fault.message,
                    fault.help,
                ),
                None => Diagnostic::of_file(fault.code, &path, fault.message, fault.help),
            };
            texts.insert(path, text);
            diagnostic
        })
        .collect();
    diagnostics.sort_by(Diagnostic::order);
    ThemeError::Invalid(Box::new(Faults {
        theme: theme.to_owned(),
        diagnostics,
        texts,
    }))
}

/// A file that is not the YAML that it should be.
pub(super) fn of_yaml(path: &str, text: &str, error: &serde_yaml::Error) -> Fault {
    let span = error
        .location()
        .map(|location| LineIndex::new(text).span_from(text, location.line(), location.column()));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Fault {
        code: Code::InvalidTheme,
        path: path.to_owned(),
        span,
        message: format!("invalid YAML: {message}"),
        help: String::new(),
    }
}

/// A file that is no UTF-8 text.
pub(super) fn of_encoding(path: &str) -> Fault {
    Fault {
        code: Code::InvalidTheme,
        path: path.to_owned(),
        span: None,
        message: "the file is not UTF-8".to_owned(),
        help: "save it as UTF-8".to_owned(),
    }
}
