//! Compiles the templates of a theme, and turns what the template engine says into places.

use super::check::{ORIGINAL, TEMPLATES};
use super::choice::Files;
use super::fault::{self, Fault};
use super::tag::tags;
use crate::base::diagnostic::Code;
use crate::base::span::{LineIndex, Span};
use crate::render::strings::Strings;
use std::collections::BTreeSet;
use std::sync::Arc;
use tera::{ErrorKind, Kwargs, State, Tera};

/// Compiles the templates of `files`, the overlay already in force. Names are paths below `templates/`; originals that
/// the overlay extends or includes are `default/<name>`.
pub(super) fn compile(
    files: &Files,
    overlay: &Files,
    standard: &Files,
    strings: &Arc<Strings>,
) -> Result<Tera, Vec<Fault>> {
    let mut tera = Tera::new();
    register(&mut tera, strings);
    let mut sources = Vec::new();
    let mut faults = Vec::new();
    let in_force = files.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix(TEMPLATES)?;
        Some((name.to_owned(), bytes))
    });
    for (name, bytes) in in_force.chain(originals(overlay, standard)) {
        match std::str::from_utf8(bytes) {
            Ok(text) => sources.push((name, text)),
            Err(_) => faults.push(fault::of_encoding(&format!("{TEMPLATES}{name}"))),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    tera.add_raw_templates(sources)
        .map_err(|error| of_engine(&error, files))?;
    Ok(tera)
}

/// The filters and the values that all templates have.
fn register(tera: &mut Tera, strings: &Arc<Strings>) {
    let table = Arc::clone(strings);
    tera.register_filter("number", move |number: u64, _: Kwargs, _: &State| {
        table.number(number)
    });
    let table = Arc::clone(strings);
    tera.register_filter(
        "count",
        move |number: u64, arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
            Ok(table.count(number, arguments.must_get::<&str>("of")?))
        },
    );
    tera.register_filter("query", |text: &str, _: Kwargs, _: &State| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    });
    tera.global_context().insert("t", strings.texts());
}

/// The templates of the default theme that an overlay names with `default/` before them.
fn originals<'a>(overlay: &Files, standard: &'a Files) -> Vec<(String, &'a Vec<u8>)> {
    let mut wanted = BTreeSet::new();
    for (path, bytes) in overlay {
        if !path.starts_with(TEMPLATES) {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        let names = tags(&text);
        let names = names
            .iter()
            .filter_map(|tag| tag.name.strip_prefix(ORIGINAL));
        wanted.extend(names.map(str::to_owned));
    }
    wanted
        .into_iter()
        .filter_map(|name| {
            let bytes = standard.get(&format!("{TEMPLATES}{name}"))?;
            Some((format!("{ORIGINAL}{name}"), bytes))
        })
        .collect()
}

/// The faults that the engine names: one of the syntax, or all calls of something that does not exist.
fn of_engine(error: &tera::Error, files: &Files) -> Vec<Fault> {
    let fault = |name: &str, span: Option<Span>, message: &str| Fault {
        code: Code::InvalidTheme,
        path: format!("{TEMPLATES}{name}"),
        span,
        message: message.to_owned(),
        help: String::new(),
    };
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
        let range = report.span().range.clone();
        let span = Span::new(range.start, range.end);
        return vec![fault(
            report.filename(),
            Some(span),
            &lower(report.message()),
        )];
    }
    let text = error.to_string();
    let mut faults = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else {
            continue;
        };
        let place = lines.next().and_then(|line| place(line, files));
        faults.push(match place {
            Some((name, span)) => fault(name, span, &lower(message)),
            None => fault("", None, &lower(message)),
        });
    }
    if faults.is_empty() {
        faults.push(fault("", None, &lower(&text)));
    }
    faults
}

/// The template and the place of a line `--> name:line:column`.
fn place<'l>(line: &'l str, files: &Files) -> Option<(&'l str, Option<Span>)> {
    let mut parts = line.trim().strip_prefix("--> ")?.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let number: u32 = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let span = files
        .get(&format!("{TEMPLATES}{name}"))
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .map(|text| {
            let line = LineIndex::new(text).line_span(text, number);
            let before: usize = line
                .of(text)
                .chars()
                .take(column.saturating_sub(1))
                .map(char::len_utf8)
                .sum();
            Span::new(line.start as usize + before, line.end as usize)
        });
    Some((name, span))
}

/// Messages begin in lower case and end without a full stop.
fn lower(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
