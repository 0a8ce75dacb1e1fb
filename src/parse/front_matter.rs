//! YAML front matter.

use crate::base::span::Span;
use std::collections::HashMap;

/// What stands between the `---` lines.
pub(super) struct FrontMatter<'a> {
    /// The YAML text.
    pub(super) text: &'a str,
    /// Its bytes in the document.
    pub(super) span: Span,
    /// The byte at which the Markdown begins.
    pub(super) end: usize,
    /// The parsed mapping, or the parser's message with its line and column in the document.
    pub(super) value: Result<Mapping, Failure>,
}

/// The entries of a front matter in order.
pub(super) type Mapping = Vec<(String, serde_yaml::Value)>;

/// Why a front matter is not valid.
pub(super) struct Failure {
    pub(super) message: String,
    /// Byte offset in the document.
    pub(super) at: usize,
}

/// How a document begins.
pub(super) enum Head<'a> {
    /// No front matter.
    None,
    /// `---` opens it and nothing closes it.
    Unclosed,
    /// A front matter.
    Found(FrontMatter<'a>),
}

/// Finds the front matter of a document: `---` in the first line and a closing `---` or `...` line. A first line of
/// `---` that is followed by prose rather than by a key is a thematic break.
pub(super) fn find(text: &str) -> Head<'_> {
    let Some(first) = text.lines().next() else {
        return Head::None;
    };
    if first.trim_end() != "---" {
        return Head::None;
    }
    let start = first.len() + 1;
    let Some(body) = text.get(start..) else {
        return Head::None;
    };
    let looks_like_keys = body
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .is_some_and(|line| line == "---" || is_key_line(line));
    let mut at = start;
    for line in body.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == "---" || bare == "..." {
            if !looks_like_keys {
                return Head::None;
            }
            let yaml = &text[start..at];
            return Head::Found(FrontMatter {
                text: yaml,
                span: Span::new(start, at),
                end: at + line.len(),
                value: read(yaml, start),
            });
        }
        at += line.len();
    }
    if looks_like_keys {
        Head::Unclosed
    } else {
        Head::None
    }
}

fn is_key_line(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| {
        let key = key.trim_matches(['"', '\'']);
        !key.is_empty()
            && key.len() <= 40
            && !key.starts_with(['*', '-', '>', '|', '['])
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '$'))
    })
}

/// Parses the YAML of a front matter.
fn read(yaml: &str, start: usize) -> Result<Mapping, Failure> {
    let value: serde_yaml::Value = serde_yaml::from_str(yaml).map_err(|error| {
        let at = error.location().map_or(0, |location| {
            offset(yaml, location.line(), location.column())
        });
        Failure {
            message: without_place(&error.to_string()).to_owned(),
            at: start + at,
        }
    })?;
    match value {
        serde_yaml::Value::Mapping(mapping) => Ok(mapping
            .into_iter()
            .map(|(key, value)| (name(&key), value))
            .collect()),
        serde_yaml::Value::Null => Ok(Vec::new()),
        _ => Err(Failure {
            message: "expected keys and values".to_owned(),
            at: start,
        }),
    }
}

/// A parser's message without its own "at line 3 column 5", which counts from the start of the block.
fn without_place(message: &str) -> &str {
    message
        .find(" at line ")
        .map_or(message, |at| &message[..at])
}

/// The byte of a place that is given as line and column, both from 1; columns are characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let Some(content) = text.split_inclusive('\n').nth(line.saturating_sub(1)) else {
        return text.len();
    };
    let start = content.as_ptr() as usize - text.as_ptr() as usize;
    let within = content
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(content.len(), |(at, _)| at);
    start + within
}

/// A scalar as text; lists joined by commas, mappings as `key: value` pairs joined by semicolons.
pub(super) fn scalar(value: &serde_yaml::Value) -> String {
    use serde_yaml::Value;
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Sequence(items) => items.iter().map(shallow).collect::<Vec<_>>().join(", "),
        Value::Mapping(mapping) => mapping
            .iter()
            .map(|(key, value)| format!("{}: {}", shallow(key), shallow(value)))
            .collect::<Vec<_>>()
            .join("; "),
        Value::Tagged(tagged) => shallow(&tagged.value),
    }
}

/// Where the keys stand that begin a line, quoted or not: the byte of the first that is so written.
pub(super) fn key_places(text: &str, span: Span) -> HashMap<&str, usize> {
    let mut places = HashMap::new();
    let mut start = span.start as usize;
    for line in span.of(text).split_inclusive('\n') {
        if let Some((key, _)) = line.split_once(':') {
            let bare = key.trim_start_matches(['"', '\'']);
            let at = start + key.len() - bare.len();
            places
                .entry(bare.trim_end().trim_end_matches(['"', '\'']))
                .or_insert(at);
        }
        start += line.len();
    }
    places
}

/// A key as it is shown. One without text is shown as it is written, so that its value is not lost.
fn name(key: &serde_yaml::Value) -> String {
    match scalar(key) {
        empty if empty.trim().is_empty() && key.is_null() => "null".to_owned(),
        empty if empty.trim().is_empty() => format!("\"{empty}\""),
        name => name,
    }
}

/// As [`scalar`], but nested lists and mappings become an ellipsis, so that depth costs nothing.
fn shallow(value: &serde_yaml::Value) -> String {
    use serde_yaml::Value;
    match value {
        Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => "…".to_owned(),
        simple => scalar(simple),
    }
}

/// The items of a list, or the comma-separated parts of a text.
pub(super) fn items(value: &serde_yaml::Value) -> Vec<String> {
    match value {
        serde_yaml::Value::Sequence(items) => items
            .iter()
            .map(scalar)
            .filter(|item| !item.is_empty())
            .collect(),
        other => scalar(other)
            .split(',')
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect(),
    }
}
