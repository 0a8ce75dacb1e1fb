//! HTTP endpoints in plans and Markdown contracts.

use super::labels::Labels;
use super::property::property_list;
use super::table::{Table, cell};
use super::{Context, Reader, clip};
use crate::model::fact::{Endpoint, EndpointSource, Place};
use crate::model::source::DocumentKind;
use crate::parse::key::Key;
use crate::parse::note::{Badge, Shape};
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::Topic;
use std::sync::Arc;

/// The methods of HTTP (RFC 9110 and RFC 5789) that plans name.
pub(super) const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// An endpoint at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) method: String,
    /// Parameters as `{id}`.
    pub(super) path: String,
    /// Offset in the text behind the path.
    pub(super) end: usize,
}

/// Reads `METHOD /path` at the start of a text, behind brackets, back-ticks, numbering and words such as `Modified:`.
pub(super) fn at_start(text: &str) -> Option<Found> {
    let mut rest = text.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '[' | '`' | '*' | '#')
            || c.is_ascii_digit()
            || matches!(c, '.' | ')')
    });
    for prefix in [
        "Modified:",
        "New:",
        "Changed:",
        "Added:",
        "Existing:",
        "Endpoint:",
        "エンドポイント:",
        "端點:",
        "端點：",
        "API:",
    ] {
        if let Some(behind) = rest.strip_prefix(prefix) {
            rest = behind.trim_start_matches([' ', '`', '*']);
        }
    }
    let method = METHODS.iter().find(|method| {
        rest.strip_prefix(**method)
            .is_some_and(|behind| behind.starts_with([' ', '`', '*', '\t']))
    })?;
    let behind = rest[method.len()..].trim_start_matches([' ', '`', '*', '\t']);
    let without_host = behind
        .strip_prefix("https://")
        .or_else(|| behind.strip_prefix("http://"))
        .and_then(|rest| rest.find('/').map(|at| &rest[at..]))
        .unwrap_or(behind);
    let without_host = [
        "{baseUrl}",
        "{{baseUrl}}",
        "{base_url}",
        "{{base_url}}",
        "{{host}}",
        "$BASE_URL",
    ]
    .iter()
    .find_map(|variable| without_host.strip_prefix(variable))
    .unwrap_or(without_host);
    if !without_host.starts_with('/') {
        return None;
    }
    let mut depth = 0_i32;
    let length = without_host
        .char_indices()
        .find(|&(_, c)| {
            match c {
                '{' | '[' | '<' | '(' => depth += 1,
                '}' | '>' => depth -= 1,
                ']' | ')' if depth > 0 => depth -= 1,
                ']' | ')' => return true,
                _ => {}
            }
            c.is_whitespace()
                || matches!(
                    c,
                    '`' | '*' | ',' | '"' | '|' | '→' | '、' | '，' | '。' | '（' | '：'
                )
        })
        .map_or(without_host.len(), |(at, _)| at);
    let path = without_host[..length].trim_end_matches(['.', ';', ':', '!']);
    let path = if path.is_empty() { "/" } else { path };
    let consumed = text.len() - without_host.len() + length;
    Some(Found {
        method: (*method).to_owned(),
        path: normalise(path),
        end: consumed,
    })
}

/// A path with its parameters as `{id}`: from `:id`, `[id]`, `<id>` and `${id}`; without query string.
pub(in crate::parse) fn normalise(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    path.split('/')
        .map(|segment| {
            let inner = segment
                .strip_prefix(':')
                .or_else(|| {
                    segment
                        .strip_prefix('[')
                        .and_then(|rest| rest.strip_suffix(']'))
                })
                .or_else(|| {
                    segment
                        .strip_prefix('<')
                        .and_then(|rest| rest.strip_suffix('>'))
                })
                .or_else(|| {
                    segment
                        .strip_prefix("${")
                        .and_then(|rest| rest.strip_suffix('}'))
                })
                .or_else(|| {
                    segment
                        .strip_prefix("{{")
                        .and_then(|rest| rest.strip_suffix("}}"))
                });
            inner.map_or_else(
                || segment.to_owned(),
                |name| {
                    let name = name.trim_start_matches("...");
                    let name = name.rsplit(':').next().unwrap_or(name);
                    format!("{{{name}}}")
                },
            )
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// Where endpoints of this document come from; `None` where a method and a path are no statement of an endpoint.
fn source(reader: &Reader<'_, '_>) -> Option<EndpointSource> {
    match reader.source.kind {
        DocumentKind::Contract => Some(EndpointSource::Contract),
        DocumentKind::Plan
        | DocumentKind::Design
        | DocumentKind::Spec
        | DocumentKind::Requirements
        | DocumentKind::Proposal
        | DocumentKind::Delta
        | DocumentKind::Research => Some(EndpointSource::Plan),
        _ => None,
    }
}

/// Whether the place speaks of what was not chosen.
fn is_rejected(reader: &Reader<'_, '_>, heading: Option<usize>, lead: Option<&str>) -> bool {
    reader.outline.is_under(heading, Topic::Alternatives)
        || lead.is_some_and(|text| {
            let lower = text.to_lowercase();
            lower.contains("alternative") || lower.contains("rejected")
        })
}

/// Labels and columns that name the component of an endpoint.
const COMPONENT: [&str; 5] = ["component", "service", "served by", "handled by", "handler"];

/// The component that the lines below an endpoint name.
fn component(labels: &Labels) -> Option<String> {
    let mut entries = labels.entries.iter();
    entries
        .find(|entry| COMPONENT.contains(&entry.name.trim().to_lowercase().as_str()))
        .map(|entry| clip(&entry.value, 80))
        .filter(|name| !name.is_empty())
}

fn add(
    reader: &mut Reader<'_, '_>,
    found: &Found,
    (purpose, component): (Option<String>, Option<String>),
    line: u32,
) -> Option<Place> {
    let source = source(reader)?;
    let anchor = reader.claim(None, "endpoint", reader.facts.endpoints.len() + 1);
    let place = Place { line, anchor };
    reader.facts.endpoints.push(Arc::new(Endpoint {
        method: found.method.clone(),
        path: found.path.clone(),
        purpose: purpose
            .map(|text| clip(&text, 300))
            .filter(|text| !text.is_empty()),
        component,
        source,
        place: place.clone(),
    }));
    Some(place)
}

/// `### POST /x`, and headings with the endpoint in a code span behind other words.
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    let head = &reader.outline.headings[heading];
    let (block, line, title) = (head.block, head.line, head.title.clone());
    if is_rejected(reader, Some(heading), None) {
        return false;
    }
    if !title.contains('/') {
        return false;
    }
    let found = at_start(&title).or_else(|| {
        // The endpoint may stand in a code span behind the heading's words.
        METHODS.iter().find_map(|method| {
            let at = title.find(&format!("{method} /"))?;
            let is_free = at == 0 || !title.as_bytes()[at - 1].is_ascii_alphanumeric();
            is_free.then(|| at_start(&title[at..])).flatten()
        })
    });
    let Some(found) = found else {
        return false;
    };
    let run = reader.outline.body(heading).to_vec();
    let labels = Labels::of_run(reader, &run);
    let told = (labels.value(Key::Purpose), component(&labels));
    let Some(place) = add(reader, &found, told, line) else {
        return false;
    };
    reader.anchor(block, &place.anchor, line);
    true
}

/// `**[POST /x]**` with a list of labels below.
pub(super) fn of_paragraph(
    reader: &mut Reader<'_, '_>,
    index: usize,
    heading: Option<usize>,
) -> bool {
    let block = reader.outline.top[index].block;
    if at_start(reader.tape.text(block)).is_none() {
        return false;
    }
    let text = one_line(reader.tape.text(block));
    let Some(found) = at_start(&text) else {
        return false;
    };
    let is_marked = reader
        .tape
        .marks(block)
        .first()
        .is_some_and(|mark| mark.start == reader.tape.blocks[block].text.start);
    if !is_marked || is_rejected(reader, heading, None) || source(reader).is_none() {
        return false;
    }
    let list = reader
        .outline
        .top
        .get(index + 1)
        .map(|placed| placed.block)
        .filter(|&next| {
            matches!(reader.tape.kind(next), BlockKind::List(_)) && reader.is_free(next)
        });
    let labels = list
        .map(|list| Labels::of_list(reader, list))
        .unwrap_or_default();
    let rest = text[found.end.min(text.len())..]
        .trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ']' | '`' | '*' | ':' | '-' | '—' | '–')
        })
        .to_owned();
    let purpose = labels.value(Key::Purpose).or(Some(rest.clone()));
    let line = reader.line(block);
    let told = (purpose, component(&labels));
    let Some(place) = add(reader, &found, told, line) else {
        return false;
    };
    let is_whole = rest.is_empty();
    if let Some(list) = list.filter(|_| is_whole && !labels.entries.is_empty()) {
        reader.notes.add(
            block,
            Shape::Section {
                label: None,
                title: (0, 0),
                badge: Some(Badge::Endpoint(found.method, found.path)),
                last: list,
            },
            &place.anchor,
            line,
        );
        reader.taken[list] = true;
        property_list(reader, list);
    } else {
        reader.anchor(block, &place.anchor, line);
    }
    true
}

/// Items that begin with an endpoint, such as `- GET /x: what it does`.
pub(super) fn of_list(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) -> bool {
    if source(reader).is_none()
        || is_rejected(
            reader,
            context.heading,
            context.lead_in.map(|lead| lead.text),
        )
        || matches!(
            context.topic,
            Some(
                Topic::Risks
                    | Topic::Clarifications
                    | Topic::OpenQuestions
                    | Topic::AcceptanceCriteria
            )
        )
    {
        return false;
    }
    let mut any = false;
    let items: Vec<BlockId> = reader.tape.children(list).collect();
    for item in items {
        let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
            continue;
        };
        if at_start(reader.tape.text(text)).is_none() {
            continue;
        }
        let words = one_line(reader.tape.text(text));
        let Some(found) = at_start(&words) else {
            continue;
        };
        let purpose = words[found.end.min(words.len())..]
            .trim_start_matches(|c: char| {
                c.is_whitespace()
                    || matches!(c, ']' | '`' | '*' | ':' | '：' | '-' | '—' | '–' | '→')
            })
            .to_owned();
        let line = reader.line(item);
        if let Some(place) = add(reader, &found, (Some(purpose), None), line) {
            reader.anchor(item, &place.anchor, line);
            reader.taken[item] = true;
            any = true;
        }
    }
    any
}

/// `| POST | /x |` and `| POST /x | … |`.
pub(super) fn of_table(reader: &mut Reader<'_, '_>, table: &Table, heading: Option<usize>) -> bool {
    if source(reader).is_none() || is_rejected(reader, heading, None) {
        return false;
    }
    let purpose_column = table
        .column(Key::Purpose)
        .or_else(|| table.column(Key::Description))
        .or_else(|| table.named(&["summary", "action", "notes"]));
    let component_column = table.named(&COMPONENT);
    let mut found = Vec::new();
    for (row, cells) in &table.rows {
        let texts: Vec<String> = (0..cells.len().min(3))
            .map(|index| cell(reader.tape, cells, Some(index)))
            .collect();
        let endpoint = texts
            .iter()
            .take(2)
            .find_map(|text| at_start(text))
            .or_else(|| {
                texts.windows(2).find_map(|pair| {
                    let (method, path) = if METHODS.contains(&pair[0].trim_matches(['`', '*'])) {
                        (&pair[0], &pair[1])
                    } else if METHODS.contains(&pair[1].trim_matches(['`', '*'])) {
                        (&pair[1], &pair[0])
                    } else {
                        return None;
                    };
                    at_start(&format!(
                        "{} {}",
                        method.trim_matches(['`', '*']),
                        path.trim_matches(['`', '*'])
                    ))
                })
            });
        if let Some(endpoint) = endpoint {
            found.push((*row, cells.clone(), endpoint));
        }
    }
    if found.is_empty() || found.len() * 2 < table.rows.len() {
        return false;
    }
    for (row, cells, endpoint) in found {
        let line = reader.line(row);
        let purpose = cell(reader.tape, &cells, purpose_column);
        let server = component_column.map(|column| cell(reader.tape, &cells, Some(column)));
        let told = (Some(purpose), server.filter(|name| !name.is_empty()));
        if let Some(place) = add(reader, &endpoint, told, line) {
            reader.anchor(row, &place.anchor, line);
        }
    }
    true
}

/// A code block that starts with `POST /x`.
pub(super) fn of_fence(reader: &mut Reader<'_, '_>, block: BlockId, heading: Option<usize>) {
    if source(reader).is_none() || is_rejected(reader, heading, None) {
        return;
    }
    let language = reader
        .tape
        .info(block)
        .split([' ', ','])
        .next()
        .unwrap_or("");
    if !matches!(language, "" | "http" | "text" | "rest" | "txt" | "api") {
        return;
    }
    let code = reader.tape.code(block);
    let mut found: Vec<(usize, Found)> = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let is_start = METHODS.iter().any(|method| line.starts_with(method));
        if let Some(endpoint) = is_start.then(|| at_start(line)).flatten() {
            found.push((index, endpoint));
        } else if index == 0 {
            return;
        }
    }
    let first = reader.line(block)
        + u32::from(!reader.tape.info(block).is_empty() || code.is_empty()).max(1);
    for (index, endpoint) in found {
        let known = reader
            .facts
            .endpoints
            .iter()
            .any(|known| known.method == endpoint.method && known.path == endpoint.path);
        if known {
            continue;
        }
        let line = first + index as u32;
        if let Some(place) = add(reader, &endpoint, (None, None), line) {
            reader.anchor(block, &place.anchor, line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_and_paths() {
        for (text, expected) in [
            ("[POST /api/resource]", Some(("POST", "/api/resource"))),
            ("GET /api/resource/:id", Some(("GET", "/api/resource/{id}"))),
            ("1. `PATCH /a/[id]/b`", Some(("PATCH", "/a/{id}/b"))),
            (
                "Modified: POST /x (existing endpoint)",
                Some(("POST", "/x")),
            ),
            ("POST `/x/<id>`", Some(("POST", "/x/{id}"))),
            ("GET /a?page=2", Some(("GET", "/a"))),
            ("GET https://api.example.org/v1/a", Some(("GET", "/v1/a"))),
            ("GETTING started", None),
            ("POST the letter", None),
        ] {
            let found = at_start(text);
            let found = found
                .as_ref()
                .map(|found| (found.method.as_str(), found.path.as_str()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
