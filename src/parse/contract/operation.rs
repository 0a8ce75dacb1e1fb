//! One operation of an OpenAPI file.

use super::openapi::wrong;
use super::pen::Pen;
use super::schema::{self, Types, list, reference};
use super::{example, words};
use crate::base::diagnostic::Code;
use crate::model::contract::{
    Access, Example, Limit, Member, Need, Operation, Payload, Response, Shape,
};
use crate::model::document::Body;
use serde_yaml::Value;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The methods of a path item ("Path Item Object").
pub(super) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// So many examples of one body are shown.
const MAX_EXAMPLES: usize = 4;

/// Where an operation stands.
pub(super) struct Item<'i, 'v> {
    pub(super) method: &'i str,
    pub(super) path: &'i str,
    pub(super) anchor: String,
    pub(super) line: u32,
    /// The parameters of all operations of the path.
    pub(super) parameters: Option<&'v Value>,
    pub(super) is_swagger: bool,
    pub(super) root: &'v Value,
}

/// Reads an operation; gives its first tag too.
pub(super) fn read<'v>(
    pen: &mut Pen<'_>,
    types: &mut Types<'v>,
    item: &Item<'_, 'v>,
    value: &'v Value,
) -> (Operation, Option<String>) {
    let mut operation = Operation {
        method: item.method.to_ascii_uppercase(),
        name: item.path.to_owned(),
        anchor: item.anchor.clone(),
        line: item.line,
        id: words(value, "operationId"),
        summary: words(value, "summary"),
        prose: None,
        deprecated: value.get("deprecated").and_then(Value::as_bool) == Some(true),
        parameters: Vec::new(),
        requests: Vec::new(),
        responses: Vec::new(),
        security: accesses(value.get("security")),
    };
    if !value.is_mapping() {
        let what = format!("`{} {}`", operation.method, item.path);
        wrong(pen, item.line, &what, "a mapping");
        return (operation, None);
    }
    operation.prose = value
        .get("description")
        .and_then(Value::as_str)
        .and_then(|text| pen.prose(text, 5));
    parameters(pen, types, item, value, &mut operation);
    if let Some(body) = value.get("requestBody") {
        pen.at(item.line, &item.anchor);
        request(pen, types, body, &mut operation);
    }
    responses(pen, types, item, value, &mut operation);
    let tag = list(value, "tags")
        .and_then(<[Value]>::first)
        .map(example::scalar)
        .filter(|tag| !tag.is_empty());
    (operation, tag)
}

/// A reference to another file of the portfolio.
fn outside(value: &Value) -> Option<&str> {
    reference(value).filter(|pointer| !pointer.starts_with('#') && !pointer.contains("://"))
}

/// What a `security` list asks for.
pub(super) fn accesses(value: Option<&Value>) -> Option<Vec<Access>> {
    let accesses = value?.as_sequence()?.iter().map(|access| {
        let schemes = access.as_mapping().into_iter().flatten();
        let schemes = schemes.map(|(name, scopes)| {
            let scopes = scopes.as_sequence().into_iter().flatten();
            (example::scalar(name), scopes.map(example::scalar).collect())
        });
        Access {
            schemes: schemes.collect(),
        }
    });
    Some(accesses.collect())
}

/// Parameters of the operation and of its path; those of the operation win.
fn parameters<'v>(
    pen: &mut Pen<'_>,
    types: &mut Types<'v>,
    item: &Item<'_, 'v>,
    value: &'v Value,
    operation: &mut Operation,
) {
    let mut found: Vec<Member> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for given in [item.parameters, value.get("parameters")]
        .into_iter()
        .flatten()
    {
        let Some(given) = given.as_sequence() else {
            if !given.is_null() {
                wrong(pen, item.line, "`parameters`", "a list");
            }
            continue;
        };
        for one in given {
            if let Some(outside) = outside(one) {
                let mut shape = Shape::default();
                let name = schema::last_segment(outside).to_owned();
                pen.link(&mut shape.written, outside, outside);
                found.push(Member {
                    name,
                    place: String::new(),
                    need: Need::Optional,
                    deprecated: false,
                    access: None,
                    shape,
                });
                continue;
            }
            let Some(parameter) = types.deref(pen, one).filter(|value| value.is_mapping()) else {
                continue;
            };
            let place = words(parameter, "in").unwrap_or_default();
            if item.is_swagger && place == "body" {
                operation.requests = swagger_bodies(pen, types, item, value, parameter);
                continue;
            }
            let one = parameter_member(pen, types, parameter, place);
            match known.entry((one.name.clone(), one.place.clone())) {
                Entry::Occupied(at) => found[*at.get()] = one,
                Entry::Vacant(free) => {
                    free.insert(found.len());
                    found.push(one);
                }
            }
        }
    }
    operation.parameters = found;
}

fn parameter_member(
    pen: &mut Pen<'_>,
    types: &mut Types<'_>,
    value: &Value,
    place: String,
) -> Member {
    let is = |key: &str| value.get(key).and_then(Value::as_bool) == Some(true);
    let mut shape = match (value.get("schema"), value.get("content")) {
        (Some(schema), _) => schema::shape(pen, types, schema),
        (None, Some(Value::Mapping(content))) => content
            .values()
            .next()
            .and_then(|media| media.get("schema"))
            .map(|schema| schema::shape(pen, types, schema))
            .unwrap_or_default(),
        // Swagger 2 writes the type into the parameter itself.
        _ => schema::shape(pen, types, value),
    };
    if let Some(text) = value.get("description").and_then(Value::as_str) {
        shape.prose = pen.phrase(text);
    }
    if let Some(example) = value
        .get("example")
        .or_else(|| value["schema"].get("example"))
    {
        shape.limits.push(Limit::Worded {
            key: "limit_example",
            value: example::short(example),
        });
    }
    Member {
        name: words(value, "name").unwrap_or_default(),
        need: if is("required") || place == "path" {
            Need::Required
        } else {
            Need::Optional
        },
        place,
        deprecated: is("deprecated"),
        access: None,
        shape,
    }
}

fn request<'v>(
    pen: &mut Pen<'_>,
    types: &mut Types<'v>,
    body: &'v Value,
    operation: &mut Operation,
) {
    let Some(body) = types.deref(pen, body) else {
        return;
    };
    let required = body.get("required").and_then(Value::as_bool) == Some(true);
    let mut payloads = content(pen, types, body);
    let prose = body
        .get("description")
        .and_then(Value::as_str)
        .and_then(|text| pen.prose(text, 5));
    for payload in &mut payloads {
        payload.required = required;
    }
    if payloads.is_empty() && prose.is_some() {
        payloads.push(Payload {
            media: String::new(),
            required,
            prose: None,
            shape: Shape::default(),
            examples: Vec::new(),
        });
    }
    if let Some(first) = payloads.first_mut() {
        first.prose = prose;
    }
    operation.requests = payloads;
}

/// The bodies under `content`, by media type. Media types of one schema stand together.
fn content(pen: &mut Pen<'_>, types: &mut Types<'_>, body: &Value) -> Vec<Payload> {
    let content = match body.get("content") {
        Some(Value::Mapping(content)) => content,
        None | Some(Value::Null) => return Vec::new(),
        Some(_) => {
            wrong(pen, pen.line(), "`content`", "a mapping of media types");
            return Vec::new();
        }
    };
    let mut payloads: Vec<Payload> = Vec::new();
    for (media, value) in content {
        let shape = value
            .get("schema")
            .map(|schema| schema::shape(pen, types, schema))
            .unwrap_or_default();
        payloads.push(Payload {
            media: example::scalar(media),
            required: false,
            prose: None,
            examples: examples(pen, types, value),
            shape,
        });
    }
    payloads
}

fn examples(pen: &mut Pen<'_>, types: &Types<'_>, media: &Value) -> Vec<Example> {
    if let Some(value) = media.get("example") {
        return pen
            .example(value)
            .map(|code| Example { name: None, code })
            .into_iter()
            .collect();
    }
    if let Some(named) = media.get("examples").and_then(Value::as_mapping) {
        let mut found = Vec::new();
        for (name, one) in named.iter().take(MAX_EXAMPLES) {
            let one = reference(one)
                .and_then(|pointer| types.find(pointer))
                .unwrap_or(one);
            let Some(value) = one.get("value") else {
                continue;
            };
            let name = words(one, "summary").unwrap_or_else(|| example::scalar(name));
            found.extend(pen.example(value).map(|code| Example {
                name: Some(name),
                code,
            }));
        }
        return found;
    }
    let schema = media.get("schema");
    let listed = schema
        .and_then(|schema| list(schema, "examples"))
        .and_then(<[Value]>::first);
    let value = schema.and_then(|schema| schema.get("example")).or(listed);
    value
        .and_then(|value| pen.example(value))
        .map(|code| Example { name: None, code })
        .into_iter()
        .collect()
}

fn responses<'v>(
    pen: &mut Pen<'_>,
    types: &mut Types<'v>,
    item: &Item<'_, 'v>,
    value: &'v Value,
    operation: &mut Operation,
) {
    let found = match value.get("responses") {
        Some(Value::Mapping(found)) if !found.is_empty() => found,
        None | Some(Value::Null | Value::Mapping(_)) => {
            pen.report_line(
                Code::NoResponse,
                item.line,
                format!("`{} {}` states no response", operation.method, item.path),
                "state at least what comes back when it works",
            );
            return;
        }
        Some(_) => {
            wrong(pen, item.line, "`responses`", "a mapping of status codes");
            return;
        }
    };
    for (status, response) in found {
        let status = example::scalar(status);
        if status.starts_with("x-") {
            continue;
        }
        if let Some(outside) = outside(response) {
            let mut body = Body::default();
            pen.link(&mut body, outside, outside);
            operation.responses.push(Response {
                status,
                prose: Some(body),
                headers: Vec::new(),
                payloads: Vec::new(),
            });
            continue;
        }
        let Some(response) = types.deref(pen, response) else {
            continue;
        };
        if !response.is_mapping() {
            let what = format!("the response {status} of `{}`", item.path);
            wrong(pen, item.line, &what, "a mapping");
        }
        let prose = response
            .get("description")
            .unwrap_or(response)
            .as_str()
            .and_then(|text| pen.phrase(text));
        let mut headers = Vec::new();
        for (name, header) in response
            .get("headers")
            .and_then(Value::as_mapping)
            .into_iter()
            .flatten()
        {
            let Some(header) = types.deref(pen, header) else {
                continue;
            };
            let mut one = parameter_member(pen, types, header, String::new());
            one.name = example::scalar(name);
            headers.push(one);
        }
        let mut payloads = content(pen, types, response);
        if item.is_swagger
            && let Some(schema) = response.get("schema")
        {
            payloads.push(Payload {
                media: media(item, value, "produces"),
                required: false,
                prose: None,
                shape: schema::shape(pen, types, schema),
                examples: swagger_examples(pen, response),
            });
        }
        operation.responses.push(Response {
            status,
            prose,
            headers,
            payloads,
        });
    }
}

/// The first media type that a Swagger operation or its file names.
fn media(item: &Item<'_, '_>, operation: &Value, key: &str) -> String {
    list(operation, key)
        .or_else(|| list(item.root, key))
        .and_then(<[Value]>::first)
        .map(example::scalar)
        .unwrap_or_default()
}

fn swagger_bodies(
    pen: &mut Pen<'_>,
    types: &mut Types<'_>,
    item: &Item<'_, '_>,
    operation: &Value,
    parameter: &Value,
) -> Vec<Payload> {
    vec![Payload {
        media: media(item, operation, "consumes"),
        required: parameter.get("required").and_then(Value::as_bool) == Some(true),
        prose: parameter
            .get("description")
            .and_then(Value::as_str)
            .and_then(|text| pen.prose(text, 5)),
        shape: parameter
            .get("schema")
            .map(|schema| schema::shape(pen, types, schema))
            .unwrap_or_default(),
        examples: Vec::new(),
    }]
}

fn swagger_examples(pen: &mut Pen<'_>, response: &Value) -> Vec<Example> {
    response
        .get("examples")
        .and_then(Value::as_mapping)
        .into_iter()
        .flatten()
        .take(MAX_EXAMPLES)
        .filter_map(|(_, value)| {
            Some(Example {
                name: None,
                code: pen.example(value)?,
            })
        })
        .collect()
}
