//! Compiles the templates of a theme, and turns what the template engine says into places.

use super::check::{ORIGINAL, TEMPLATES};
use super::choice::Files;
use super::fault::{self, Fault};
use super::tag::tags;
use crate::base::diagnostic::{Code, nearest};
use crate::base::span::{LineIndex, Span};
use crate::render::strings::Strings;
use std::collections::BTreeSet;
use std::sync::Arc;
use tera::{ErrorKind, Kwargs, State, Tera};

/// The values that templates see, besides what they set themselves.
pub const VALUES: [&str; 24] = [
    "by_feature",
    "contract",
    "dashboard",
    "diagnostics",
    "document",
    "feature",
    "features",
    "folder",
    "groups",
    "index",
    "levels",
    "map_html",
    "matrix",
    "missing",
    "page",
    "register",
    "root",
    "rows",
    "shared_files",
    "side",
    "site",
    "states",
    "t",
    "timeline",
];

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
    let faults = unknown_values(&tera, files, overlay);
    if faults.is_empty() {
        Ok(tera)
    } else {
        Err(faults)
    }
}

/// Names in the overlay that are nearly those of a value, and that no template sets. Other names may be meant for
/// `is defined`.
fn unknown_values(tera: &Tera, files: &Files, overlay: &Files) -> Vec<Fault> {
    let templates = files.iter().filter(|(path, _)| path.starts_with(TEMPLATES));
    let set: BTreeSet<String> = templates
        .flat_map(|(_, bytes)| names_set(&String::from_utf8_lossy(bytes)))
        .collect();
    let mut faults = Vec::new();
    for (path, bytes) in overlay {
        let Some(name) = path.strip_prefix(TEMPLATES) else {
            continue;
        };
        let text = String::from_utf8_lossy(bytes);
        // Those of the templates that it extends and includes are among them.
        let named = tera.get_template_variables(name).unwrap_or_default();
        let mut named: Vec<&str> = named.into_iter().collect();
        named.sort_unstable();
        for value in named {
            if VALUES.contains(&value) || set.contains(value) {
                continue;
            }
            let place = word(&text, value);
            if let (Some(span), Some(near)) = (place, nearest(value, VALUES).first()) {
                faults.push(Fault {
                    code: Code::UnknownThemeKey,
                    path: path.clone(),
                    span: Some(span),
                    message: format!("templates see no value `{value}`"),
                    help: format!("did you mean `{near}`?"),
                });
            }
        }
    }
    faults
}

/// The names that a template sets, by itself or one after another; parts that it includes see them.
fn names_set(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for tag in tags(text) {
        if !matches!(tag.word, "set" | "set_global" | "for") {
            continue;
        }
        names.push(tag.name.to_owned());
        // `for key, value in`
        let behind = text[tag.span.end as usize..].trim_start();
        if let Some(second) = behind.strip_prefix(',') {
            let second = second.trim_start();
            let end = second.find(|it: char| !it.is_alphanumeric() && it != '_');
            names.push(second[..end.unwrap_or(second.len())].to_owned());
        }
    }
    names
}

/// The first place of a word in the tags of a template.
fn word(text: &str, word: &str) -> Option<Span> {
    let is_part = |it: char| it.is_alphanumeric() || it == '_' || it == '.';
    text.match_indices(word)
        .find(|(at, _)| {
            let (before, behind) = (&text[..*at], &text[at + word.len()..]);
            let open = before
                .rfind(['{', '}'])
                .filter(|at| before[*at..].starts_with('{'));
            open.is_some()
                && !before.ends_with(is_part)
                && !behind.starts_with(|it: char| it.is_alphanumeric() || it == '_')
        })
        .map(|(at, _)| Span::new(at, at + word.len()))
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
    let number: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let span = files
        .get(&format!("{TEMPLATES}{name}"))
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .map(|text| LineIndex::new(text).span_from(text, number, column));
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
