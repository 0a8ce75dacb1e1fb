//! A diagnostic on a page.

use crate::base::diagnostic::Diagnostic;
use crate::base::markup::escape_into;
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
    /// What was found, as safe HTML: escaped text with code spans.
    pub message_html: String,
    /// What to do, as safe HTML; may be empty.
    pub help_html: String,
    /// The path below SOURCE.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// The address of the document's page, where it has one.
    pub url: Option<String>,
}

/// A message as HTML: escaped, with the parts between back-ticks as code.
pub(super) fn with_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut parts = text.split('`').peekable();
    let mut is_code = false;
    while let Some(part) = parts.next() {
        // A back-tick without a partner is written as it is.
        let is_last = parts.peek().is_none();
        if is_code && is_last {
            out.push('`');
            escape_into(&mut out, part);
        } else if is_code {
            out.push_str("<code>");
            escape_into(&mut out, part);
            out.push_str("</code>");
        } else {
            escape_into(&mut out, part);
        }
        is_code = !is_code;
    }
    out
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
        message_html: with_code(&diagnostic.message),
        help_html: with_code(&diagnostic.help),
        path: diagnostic.path.to_string(),
        line: diagnostic.line(),
        column: diagnostic.column(),
        url: document.map(|id| view.document(id, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::with_code;

    #[test]
    fn back_ticks_become_code() {
        assert_eq!(
            with_code("`<a>` is & `b`"),
            "<code>&lt;a&gt;</code> is &amp; <code>b</code>"
        );
        assert_eq!(with_code("a ` b"), "a ` b");
        assert_eq!(with_code(""), "");
    }
}
