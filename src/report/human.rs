//! Diagnostics for people: the message, the place with its line, and what to do.

use super::channel::plain;
use crate::base::count::counted;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::path::RelPath;
use crate::base::span::Span;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The columns that pictures are cut to where there is no terminal.
const COLUMNS: usize = 120;

/// The longest part of a line that is looked at around a place, in bytes.
const EXCERPT: usize = 2000;

/// Pictures of diagnostics, an empty line after each. `text_of` gives the text of a document.
pub fn pictures<'a, 't>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    text_of: &impl Fn(&RelPath) -> Option<&'t str>,
    width: Option<usize>,
) -> String {
    let renderer = Renderer::styled().term_width(width.unwrap_or(COLUMNS));
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&picture(diagnostic, text_of(&diagnostic.path), &renderer));
        out.push_str("\n\n");
    }
    out
}

/// How many findings of one code are shown, and how many of one code in one document, so that one slip that is
/// repeated a hundred times does not hide the others.
const OF_ONE_CODE: usize = 6;
const OF_ONE_CODE_AND_DOCUMENT: usize = 2;

/// At most `limit` errors and warnings, the worst first and not all alike.
pub fn worst(diagnostics: &[Diagnostic], limit: usize) -> Vec<&Diagnostic> {
    let mut shown: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity > Severity::Note)
        .collect();
    shown.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    let mut of_code: BTreeMap<Code, usize> = BTreeMap::new();
    let mut of_document: BTreeMap<(Code, &RelPath), usize> = BTreeMap::new();
    shown.retain(|finding| {
        let same_code = of_code.entry(finding.code).or_default();
        let same_document = of_document
            .entry((finding.code, &finding.path))
            .or_default();
        let kept = *same_code < OF_ONE_CODE && *same_document < OF_ONE_CODE_AND_DOCUMENT;
        if kept {
            *same_code += 1;
            *same_document += 1;
        }
        kept
    });
    shown.truncate(limit);
    shown
}

/// Pictures of the `shown` ones of all `diagnostics`, and a line about the rest.
pub fn selection<'t>(
    shown: &[&Diagnostic],
    diagnostics: &[Diagnostic],
    text_of: &impl Fn(&RelPath) -> Option<&'t str>,
    width: Option<usize>,
) -> String {
    let rest = diagnostics.len() - shown.len();
    let mut out = pictures(shown.iter().copied(), text_of, width);
    if rest > 0 {
        let rest = if shown.is_empty() {
            counted(rest, "note")
        } else {
            format!("… and {rest} more")
        };
        let _ = writeln!(out, "{rest}, see diagnostics.html or `planfolio check`");
    }
    out
}

fn picture(diagnostic: &Diagnostic, text: Option<&str>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = format!("{} ({})", diagnostic.message, diagnostic.code.name());
    let title = level.primary_title(message).id(diagnostic.code.code());
    let path = plain(diagnostic.path.as_str());
    let group = match (diagnostic.place, text) {
        (Some((span, position)), Some(text)) if !text.is_empty() => {
            let excerpt = excerpt(text, span);
            title.element(
                Snippet::source(excerpt.text)
                    .line_start(position.line as usize)
                    .path(path)
                    .annotation(AnnotationKind::Primary.span(excerpt.start..excerpt.end)),
            )
        }
        (Some((_, position)), _) => title.element(
            Origin::path(path)
                .line(position.line as usize)
                .char_column(position.column as usize),
        ),
        (None, _) if path.is_empty() => {
            let group = title.elements(None::<Origin<'_>>);
            return renderer.render(&[with_help(group, &diagnostic.help)]);
        }
        (None, _) => title.element(Origin::path(path)),
    };
    renderer.render(&[with_help(group, &diagnostic.help)])
}

fn with_help<'a>(
    group: annotate_snippets::Group<'a>,
    help: &'a str,
) -> annotate_snippets::Group<'a> {
    if help.is_empty() {
        group
    } else {
        group.element(Level::HELP.message(help))
    }
}

/// The first line of a place, with the place in it.
struct Excerpt<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

fn excerpt(text: &str, span: Span) -> Excerpt<'_> {
    let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
    let start = floor(span.start as usize);
    let line_start = memchr::memrchr(b'\n', &text.as_bytes()[..start]).map_or(0, |at| at + 1);
    let line_end =
        memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
    // Columns are counted from the start of the line, so that only the end of a long line is cut.
    let line_end = floor(line_end.min(start + EXCERPT)).max(start);
    let end = floor(span.end as usize).clamp(start, line_end);
    Excerpt {
        text: &text[line_start..line_end],
        start: start - line_start,
        end: end - line_start,
    }
}
