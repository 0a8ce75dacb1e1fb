//! JSON Schema as OpenAPI 3.1 and drafts 4 to 2020-12 use it: what a schema says in words, its members, and what its
//! references name.

use super::example::{scalar, short};
use super::pen::Pen;
use super::slug;
use crate::base::diagnostic::Code;
use crate::base::markup::escape_into;
use crate::base::span::Span;
use crate::model::contract::{Limit, Member, Need, Shape};
use crate::model::document::Body;
use percent_encoding::percent_decode_str;
use serde_yaml::{Mapping, Value};
use std::collections::{HashMap, HashSet};

/// Schemas inside schemas are read down to this depth.
const MAX_DEPTH: u32 = 16;
/// References that name no type of their own are followed so many times in one file.
const MAX_FOLLOWED: u32 = 2_000;
/// So many parts of an `allOf` are unfolded.
const MAX_TARGETS: usize = 32;
/// What a member costs of the bytes that a file may become.
const MEMBER_BYTES: usize = 48;
/// So many allowed values are listed.
const MAX_VALUES: usize = 60;

/// The named types of a file.
pub(super) struct Types<'v> {
    pub(super) root: &'v Value,
    /// Index and anchor of a type by its pointer, such as `#/components/schemas/Order`.
    known: HashMap<String, (u32, String, String)>,
    followed: u32,
}

impl<'v> Types<'v> {
    pub(super) fn new(root: &'v Value) -> Self {
        Self {
            root,
            known: HashMap::new(),
            followed: 0,
        }
    }

    /// Registers the types of a mapping below a pointer; gives their anchors in order.
    pub(super) fn register(
        &mut self,
        pen: &mut Pen<'_>,
        below: &str,
        names: &Mapping,
    ) -> Vec<String> {
        let mut anchors = Vec::with_capacity(names.len());
        for (name, _) in names {
            let name = scalar(name);
            let anchor = anchor(pen, &name);
            let index = self.known.len() as u32;
            self.known
                .insert(format!("{below}/{name}"), (index, anchor.clone(), name));
            anchors.push(anchor);
        }
        anchors
    }

    /// Registers the file itself as a type.
    pub(super) fn register_root(
        &mut self,
        pen: &mut Pen<'_>,
        name: &str,
        id: Option<&str>,
    ) -> String {
        let anchor = anchor(pen, name);
        let index = self.known.len() as u32;
        for pointer in [Some("#"), id].into_iter().flatten() {
            self.known
                .insert(pointer.to_owned(), (index, anchor.clone(), name.to_owned()));
        }
        anchor
    }

    fn named(&self, pointer: &str) -> Option<&(u32, String, String)> {
        self.known.get(pointer).or_else(|| {
            let decoded = decode(pointer);
            (decoded != pointer)
                .then(|| self.known.get(&decoded))
                .flatten()
        })
    }

    /// The value that a pointer into this file names.
    pub(super) fn find(&self, pointer: &str) -> Option<&'v Value> {
        let path = pointer.strip_prefix('#')?;
        let mut value = self.root;
        for step in path.split('/').filter(|step| !step.is_empty()).take(64) {
            let step = decode(step);
            value = match value {
                Value::Sequence(list) => list.get(step.parse::<usize>().ok()?)?,
                Value::Mapping(map) => map.get(step.as_str()).or_else(|| {
                    // Keys such as 404 may be numbers.
                    step.parse::<u64>()
                        .ok()
                        .and_then(|number| map.get(Value::from(number)))
                })?,
                _ => return None,
            };
        }
        Some(value)
    }

    /// The value itself, or what its `$ref` leads to in this file; `None` when it leads nowhere or out of the file.
    pub(super) fn deref(&self, pen: &mut Pen<'_>, value: &'v Value) -> Option<&'v Value> {
        let mut value = value;
        for _ in 0..16 {
            let Some(pointer) = reference(value) else {
                return Some(value);
            };
            if !pointer.starts_with('#') {
                return None;
            }
            let Some(next) = self.find(pointer) else {
                unresolved(pen, pointer);
                return None;
            };
            value = next;
        }
        None
    }
}

/// The `$ref` of a value.
pub(super) fn reference(value: &Value) -> Option<&str> {
    value.get("$ref").and_then(Value::as_str)
}

fn anchor(pen: &mut Pen<'_>, name: &str) -> String {
    let slug = slug(name);
    let wanted = if slug.is_empty() {
        "schema".to_owned()
    } else {
        format!("schema-{slug}")
    };
    pen.names.claim(&wanted, 2)
}

/// A step of a pointer without its escapes.
fn decode(step: &str) -> String {
    percent_decode_str(step)
        .decode_utf8_lossy()
        .replace("~1", "/")
        .replace("~0", "~")
}

/// Reports a reference that names nothing in the file.
pub(super) fn unresolved(pen: &mut Pen<'_>, pointer: &str) {
    if pen.has_said_enough() {
        return;
    }
    let text: &str = &pen.source.text;
    let at = text
        .find(&format!("{pointer}\""))
        .or_else(|| text.find(&format!("{pointer}'")))
        .or_else(|| text.find(pointer));
    let span = at.map_or_else(
        || pen.lines.line_span(text, pen.line()),
        |at| Span::new(at, at + pointer.len()),
    );
    let known = pen
        .diagnostics
        .iter()
        .any(|one| one.place.is_some_and(|(place, _)| place == span));
    if !known {
        pen.report(
            Code::UnresolvedRef,
            span,
            format!("`{pointer}` names nothing in this file"),
            "define it, or correct the reference",
        );
    }
}

/// What a schema says.
pub(super) fn shape(pen: &mut Pen<'_>, types: &mut Types<'_>, schema: &Value) -> Shape {
    let mut shape = Shape::default();
    fill(pen, types, &mut shape, schema, 0);
    shape
}

fn push(body: &mut Body, text: &str) {
    escape_into(&mut body.html, text);
}

fn fill(pen: &mut Pen<'_>, types: &mut Types<'_>, shape: &mut Shape, schema: &Value, depth: u32) {
    if depth > MAX_DEPTH {
        push(&mut shape.written, "…");
        return;
    }
    match schema {
        Value::Bool(truth) => push(&mut shape.written, if *truth { "any" } else { "never" }),
        Value::Mapping(_) => {
            let before = shape.written.html.len();
            of_mapping(pen, types, shape, schema, depth);
            if shape.written.html.len() == before {
                push(&mut shape.written, "any");
            }
            let may_be_null = schema.get("nullable").and_then(Value::as_bool) == Some(true);
            if may_be_null && !shape.written.html.ends_with("null") {
                push(&mut shape.written, " | null");
            }
            remarks(pen, shape, schema);
            // All contracts of a portfolio are held at once.
            shape.members.shrink_to_fit();
            shape.written.html.shrink_to_fit();
        }
        // A name instead of a schema is a frequent slip; it is shown as it is written.
        Value::String(word) => push(&mut shape.written, word),
        _ => push(&mut shape.written, "any"),
    }
}

fn of_mapping(
    pen: &mut Pen<'_>,
    types: &mut Types<'_>,
    shape: &mut Shape,
    schema: &Value,
    depth: u32,
) {
    if let Some(pointer) = reference(schema).or_else(|| {
        schema
            .get("$dynamicRef")
            .or_else(|| schema.get("$recursiveRef"))
            .and_then(Value::as_str)
    }) {
        of_reference(pen, types, shape, pointer, depth);
        // Beside a reference OpenAPI 3.1 allows more members.
        members(pen, types, shape, schema, depth);
        return;
    }
    if let Some(parts) = list(schema, "allOf") {
        let mut written = 0;
        for part in parts {
            let mut inner = Shape::default();
            fill(pen, types, &mut inner, part, depth + 1);
            let is_named = !inner.targets.is_empty() && inner.members.is_empty();
            if is_named {
                if written > 0 {
                    push(&mut shape.written, " & ");
                }
                append(&mut shape.written, inner.written);
                written += 1;
            }
            for target in inner.targets {
                if shape.targets.len() < MAX_TARGETS && !shape.targets.contains(&target) {
                    shape.targets.push(target);
                }
            }
            shape.members.append(&mut inner.members);
            shape.limits.append(&mut inner.limits);
            shape.values.append(&mut inner.values);
            shape.prose = shape.prose.take().or(inner.prose);
        }
        let own = shape.members.len();
        members(pen, types, shape, schema, depth);
        require(shape, schema);
        if written == 0 {
            push(&mut shape.written, "object");
        } else if shape.members.len() > own || own > 0 {
            push(&mut shape.written, " & object");
        }
        return;
    }
    if let Some(choices) = list(schema, "oneOf").or_else(|| list(schema, "anyOf")) {
        of_choice(pen, types, shape, choices, depth);
        members(pen, types, shape, schema, depth);
        return;
    }
    of_type(pen, types, shape, schema, depth);
}

fn of_reference(
    pen: &mut Pen<'_>,
    types: &mut Types<'_>,
    shape: &mut Shape,
    pointer: &str,
    depth: u32,
) {
    if let Some((index, anchor, name)) = types.named(pointer) {
        shape.targets.push(*index);
        let html = &mut shape.written.html;
        html.push_str("<a href=\"#");
        escape_into(html, anchor);
        html.push_str("\">");
        escape_into(html, name);
        html.push_str("</a>");
        return;
    }
    if pointer.starts_with('#') {
        types.followed += 1;
        match types.find(pointer) {
            Some(value) if types.followed <= MAX_FOLLOWED => {
                fill(pen, types, shape, value, depth + 1);
            }
            Some(_) => push(&mut shape.written, last_segment(pointer)),
            None => {
                unresolved(pen, pointer);
                push(&mut shape.written, last_segment(pointer));
            }
        }
        return;
    }
    let label = last_segment(pointer);
    if pointer.contains("://") {
        // Nothing is fetched. The address stays readable.
        push(&mut shape.written, pointer);
    } else {
        pen.link(&mut shape.written, pointer, label);
    }
}

/// The name at the end of a pointer or address.
pub(super) fn last_segment(pointer: &str) -> &str {
    let name = pointer.rsplit('/').next().unwrap_or(pointer);
    if name.is_empty() { pointer } else { name }
}

fn of_choice(
    pen: &mut Pen<'_>,
    types: &mut Types<'_>,
    shape: &mut Shape,
    choices: &[Value],
    depth: u32,
) {
    let mut number = 0;
    for (at, choice) in choices.iter().enumerate() {
        if at > 0 {
            push(&mut shape.written, " | ");
        }
        let mut inner = Shape::default();
        fill(pen, types, &mut inner, choice, depth + 1);
        append(&mut shape.written, inner.written.clone());
        if inner.members.is_empty() {
            if inner.targets.is_empty() {
                shape.values.append(&mut inner.values);
            }
            continue;
        }
        number += 1;
        let name = choice
            .get("title")
            .and_then(Value::as_str)
            .map_or_else(|| format!("({number})"), str::to_owned);
        shape.members.push(Member {
            name,
            place: String::new(),
            need: Need::Choice,
            deprecated: false,
            access: None,
            shape: inner,
        });
    }
}

fn of_type(
    pen: &mut Pen<'_>,
    types: &mut Types<'_>,
    shape: &mut Shape,
    schema: &Value,
    depth: u32,
) {
    let mut words: Vec<String> = match schema.get("type") {
        Some(Value::String(word)) => vec![word.clone()],
        Some(Value::Sequence(list)) => list.iter().map(scalar).collect(),
        _ => Vec::new(),
    };
    if words.is_empty() {
        if schema.get("properties").is_some() || schema.get("additionalProperties").is_some() {
            words.push("object".to_owned());
        } else if schema.get("items").is_some() || schema.get("prefixItems").is_some() {
            words.push("array".to_owned());
        } else if let Some(values) = list(schema, "enum") {
            for word in values.iter().map(type_of) {
                if !words.iter().any(|known| known == word) {
                    words.push(word.to_owned());
                }
            }
        } else if let Some(value) = schema.get("const") {
            words.push(type_of(value).to_owned());
        }
    }
    let format = schema.get("format").and_then(Value::as_str);
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            push(&mut shape.written, " | ");
        }
        match word.as_str() {
            "array" => array(pen, types, shape, schema, depth),
            "object" => object(pen, types, shape, schema, depth),
            "string" | "integer" | "number" => {
                push(&mut shape.written, word);
                if let Some(format) = format {
                    push(&mut shape.written, &format!("({format})"));
                }
            }
            word => push(&mut shape.written, word),
        }
    }
    if !words.iter().any(|word| word == "object") {
        members(pen, types, shape, schema, depth);
    }
}

fn array(pen: &mut Pen<'_>, types: &mut Types<'_>, shape: &mut Shape, schema: &Value, depth: u32) {
    let items = match (schema.get("items"), schema.get("prefixItems")) {
        // A list of schemas: draft 4 to 2019-09 under `items`, later under `prefixItems`.
        (Some(Value::Sequence(list)), _) | (_, Some(Value::Sequence(list))) => {
            push(&mut shape.written, "[");
            for (at, item) in list.iter().enumerate() {
                if at > 0 {
                    push(&mut shape.written, ", ");
                }
                let mut inner = Shape::default();
                fill(pen, types, &mut inner, item, depth + 1);
                append(&mut shape.written, inner.written);
            }
            push(&mut shape.written, "]");
            return;
        }
        (items, _) => items,
    };
    let mut inner = Shape::default();
    match items {
        Some(items) => fill(pen, types, &mut inner, items, depth + 1),
        None => push(&mut inner.written, "any"),
    }
    let needs_brackets =
        inner.written.html.contains(" | ") || inner.written.html.contains(" &amp; ");
    if needs_brackets {
        push(&mut shape.written, "(");
    }
    append(&mut shape.written, inner.written);
    push(
        &mut shape.written,
        if needs_brackets { ")[]" } else { "[]" },
    );
    shape.suffix = format!("[]{}", inner.suffix);
    shape.targets = inner.targets;
    shape.members = inner.members;
    shape.values = inner.values;
    shape.limits = inner.limits;
    shape.prose = inner.prose;
}

fn object(pen: &mut Pen<'_>, types: &mut Types<'_>, shape: &mut Shape, schema: &Value, depth: u32) {
    let has_members = schema
        .get("properties")
        .and_then(Value::as_mapping)
        .is_some_and(|map| !map.is_empty());
    let values = schema
        .get("additionalProperties")
        .filter(|values| values.is_mapping());
    if let Some(values) = values.filter(|_| !has_members) {
        let mut inner = Shape::default();
        fill(pen, types, &mut inner, values, depth + 1);
        push(&mut shape.written, "map<");
        append(&mut shape.written, inner.written);
        push(&mut shape.written, ">");
        shape.suffix = format!(".*{}", inner.suffix);
        shape.targets = inner.targets;
        shape.members = inner.members;
        return;
    }
    push(&mut shape.written, "object");
    members(pen, types, shape, schema, depth);
    if let Some(values) = values {
        shape
            .members
            .push(member(pen, types, "*", values, Need::Optional, depth));
    }
}

/// Adds the properties of a schema.
fn members(
    pen: &mut Pen<'_>,
    types: &mut Types<'_>,
    shape: &mut Shape,
    schema: &Value,
    depth: u32,
) {
    for (key, mark) in [("properties", ""), ("patternProperties", "/")] {
        match schema.get(key) {
            Some(Value::Mapping(properties)) => {
                let required = required(schema);
                for (name, property) in properties {
                    if !pen.spend(MEMBER_BYTES) {
                        break;
                    }
                    let name = format!("{mark}{}{mark}", scalar(name));
                    let need = if required.contains(name.as_str()) {
                        Need::Required
                    } else {
                        Need::Optional
                    };
                    let one = member(pen, types, &name, property, need, depth);
                    shape.members.push(one);
                }
            }
            None | Some(Value::Null) => {}
            Some(_) => pen.report_line(
                Code::MalformedContract,
                pen.line(),
                format!("`{key}` of a schema is no mapping"),
                "write the name of each property and below it its schema",
            ),
        }
    }
}

fn member(
    pen: &mut Pen<'_>,
    types: &mut Types<'_>,
    name: &str,
    schema: &Value,
    need: Need,
    depth: u32,
) -> Member {
    let mut shape = Shape::default();
    fill(pen, types, &mut shape, schema, depth + 1);
    let is = |key: &str| schema.get(key).and_then(Value::as_bool) == Some(true);
    Member {
        name: name.to_owned(),
        place: String::new(),
        need,
        deprecated: is("deprecated"),
        access: match (is("readOnly"), is("writeOnly")) {
            (true, _) => Some("read-only"),
            (_, true) => Some("write-only"),
            _ => None,
        },
        shape,
    }
}

/// The names under `required`.
fn required(schema: &Value) -> HashSet<&str> {
    let names = list(schema, "required").unwrap_or_default();
    names.iter().filter_map(Value::as_str).collect()
}

/// `required` beside `allOf` speaks of members of its parts.
fn require(shape: &mut Shape, schema: &Value) {
    let required = required(schema);
    for member in &mut shape.members {
        if required.contains(member.name.as_str()) {
            member.need = Need::Required;
        }
    }
}

/// Description, values, limits and default.
fn remarks(pen: &mut Pen<'_>, shape: &mut Shape, schema: &Value) {
    if let Some(text) = schema.get("description").and_then(Value::as_str) {
        shape.prose = pen.phrase(text).or_else(|| shape.prose.take());
    }
    if let Some(values) = list(schema, "enum") {
        shape.values = values.iter().take(MAX_VALUES).map(short).collect();
        if values.len() > MAX_VALUES {
            shape.values.push("…".to_owned());
        }
    } else if let Some(value) = schema.get("const") {
        shape.values = vec![short(value)];
    }
    let get = |key: &str| {
        schema
            .get(key)
            .filter(|value| value.is_number())
            .map(scalar)
    };
    let range = |low: &str, high: &str| match (get(low), get(high)) {
        (Some(low), Some(high)) if low == high => Some(low),
        (Some(low), Some(high)) => Some(format!("{low}–{high}")),
        (Some(low), None) => Some(format!("≥ {low}")),
        (None, Some(high)) => Some(format!("≤ {high}")),
        (None, None) => None,
    };
    shape
        .limits
        .extend(range("minimum", "maximum").map(Limit::Written));
    let sizes = [
        ("limit_characters", "minLength", "maxLength"),
        ("limit_items", "minItems", "maxItems"),
        ("limit_properties", "minProperties", "maxProperties"),
    ];
    for (key, low, high) in sizes {
        let limit = range(low, high).map(|value| Limit::Worded { key, value });
        shape.limits.extend(limit);
    }
    if let Some(low) = get("exclusiveMinimum") {
        shape.limits.push(Limit::Written(format!("> {low}")));
    }
    if let Some(high) = get("exclusiveMaximum") {
        shape.limits.push(Limit::Written(format!("< {high}")));
    }
    if let Some(value) = get("multipleOf") {
        let key = "limit_multiple";
        shape.limits.push(Limit::Worded { key, value });
    }
    let mut flag = |key: &'static str, is_set: bool| {
        if is_set {
            let value = String::new();
            shape.limits.push(Limit::Worded { key, value });
        }
    };
    let is_unique = schema.get("uniqueItems").and_then(Value::as_bool) == Some(true);
    flag("limit_unique", is_unique);
    let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
    flag("limit_closed", is_closed);
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        let pattern = super::clip(&format!("/{pattern}/"), 200);
        shape.limits.push(Limit::Written(pattern));
    }
    if let Some(value) = schema.get("default") {
        shape.default = Some(short(value));
    }
}

/// The word of JSON Schema for the type of a value.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Sequence(_) => "array",
        Value::Mapping(_) => "object",
        Value::String(_) | Value::Tagged(_) => "string",
    }
}

/// The list under a key.
pub(super) fn list<'v>(value: &'v Value, key: &str) -> Option<&'v [Value]> {
    value.get(key)?.as_sequence().map(Vec::as_slice)
}

fn append(body: &mut Body, other: Body) {
    let shift = body.html.len() as u32;
    body.html.push_str(&other.html);
    body.holes.extend(other.holes.into_iter().map(|mut hole| {
        hole.at += shift;
        hole
    }));
}
