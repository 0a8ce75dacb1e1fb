//! A diagnostic on a page.

use crate::base::diagnostic::Diagnostic;
use crate::model::source::DocId;
use crate::render::scene::View;
use serde::Serialize;

/// One diagnostic.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// `PF201`.
    pub code: &'static str,
    /// `dangling-reference`.
    pub name: &'static str,
    /// `note`, `warning` or `error`.
    pub severity: &'static str,
    /// What was found.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// The path below SOURCE.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// The address of the document's page, where it has one.
    pub url: Option<String>,
}

/// The diagnostic at an index of the portfolio's list.
pub(super) fn of(view: &View<'_>, at: u32) -> Finding {
    describe(view, &view.scene.portfolio.diagnostics[at as usize], None)
}

/// A diagnostic with the document it belongs to.
pub(super) fn describe(
    view: &View<'_>,
    diagnostic: &Diagnostic,
    document: Option<DocId>,
) -> Finding {
    Finding {
        code: diagnostic.code.code(),
        name: diagnostic.code.name(),
        severity: diagnostic.severity.word(),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        path: diagnostic.path.to_string(),
        line: diagnostic.line(),
        column: diagnostic.column(),
        url: document.map(|id| view.document(id, "")),
    }
}
