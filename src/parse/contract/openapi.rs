//! OpenAPI 3.0 and 3.1, and Swagger 2.0 as far as it says the same.
//!
//! Drafts are read as far as they go: every part that has the wrong type or is missing is reported with its line, and
//! the rest of the file is shown.

use super::operation::{self, Item, METHODS};
use super::pen::Pen;
use super::place::Places;
use super::schema::{self, Types};
use super::{Read, example, json_schema, slug, words};
use crate::base::diagnostic::Code;
use crate::model::contract::{
    Contract, Group, Language, Operation, SecurityScheme, Server, TypeDefinition,
};
use crate::model::fact::{Endpoint, EndpointSource, Place};
use crate::parse::facts::normalise;
use serde_yaml::{Mapping, Value};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Reads an OpenAPI file.
pub(super) fn read(pen: &mut Pen<'_>, read: &mut Read, root: &Value) {
    let places = Places::new(&pen.source.text);
    let is_swagger = root.get("openapi").is_none();
    let edition = root
        .get(if is_swagger { "swagger" } else { "openapi" })
        .map(example::scalar)
        .unwrap_or_default();
    let mut types = Types::new(root);
    let found_types = register(pen, &mut types, root, &places, is_swagger);
    let schemes = security_schemes(pen, root, &places, is_swagger);
    let info = mapping(pen, root, "info", &places);
    if root.get("info").is_none() {
        pen.report_line(
            Code::MalformedContract,
            1,
            "`info` is missing".to_owned(),
            "add `info` with `title` and `version`",
        );
    }
    let info = info.map_or(&Value::Null, |_| &root["info"]);
    pen.at(places.line(&["info", "description"]), "");
    let prose = info
        .get("description")
        .and_then(Value::as_str)
        .and_then(|text| pen.prose(text, 2));
    read.summary = words(info, "description").or_else(|| words(info, "summary"));

    let mut operations = Vec::new();
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut routes: Vec<(Option<String>, bool)> = Vec::new();
    for (key, outgoing) in [("paths", false), ("webhooks", true)] {
        let Some(paths) = mapping(pen, root, key, &places) else {
            continue;
        };
        for (path, item) in paths {
            let path = example::scalar(path);
            let line = places.line(&[key, &path]);
            if path.starts_with("x-") {
                continue;
            }
            pen.at(line, "");
            let Some(item) = types.deref(pen, item) else {
                continue;
            };
            let Some(methods) = item.as_mapping() else {
                wrong(pen, line, &format!("`{path}`"), "a mapping of methods");
                continue;
            };
            for (method, value) in methods {
                let Some(method) = method.as_str().filter(|method| METHODS.contains(method)) else {
                    continue;
                };
                let line = places.line(&[key, &path, method]);
                let anchor = pen.names.claim(&slug(&format!("{method} {path}")), 2);
                pen.at(line, &anchor);
                let item = Item {
                    method,
                    path: &path,
                    anchor,
                    line,
                    parameters: item.get("parameters"),
                    is_swagger,
                    root,
                };
                let (operation, tag) = operation::read(pen, &mut types, &item, value);
                if let Some(id) = &operation.id
                    && let Some(first) = ids.insert(id.clone(), line)
                {
                    pen.report_line(
                        Code::DuplicateOperationId,
                        line,
                        format!("operationId `{id}` is used by the operation in line {first} too"),
                        "give each operation a name of its own: generated clients are built from them",
                    );
                }
                if !outgoing {
                    read.facts.endpoints.push(Arc::new(fact(&operation, value)));
                }
                routes.push((tag, outgoing));
                operations.push(operation);
            }
        }
    }
    if root.get("paths").is_none() && root.get("webhooks").is_none() {
        let may_lack = edition.starts_with("3.1") && root.get("components").is_some();
        if !may_lack {
            pen.report_line(
                Code::MalformedContract,
                1,
                "`paths` is missing".to_owned(),
                "add `paths` with the operations of the interface",
            );
        }
    }
    let groups = groups(pen, root, &routes, &places);
    let types = found_types
        .into_iter()
        .map(|(name, value)| {
            pen.at(name.2, &name.1);
            json_schema::definition(pen, &mut types, name, value)
        })
        .collect::<Vec<TypeDefinition>>();
    read.contract = Some(Contract {
        language: if is_swagger {
            Language::Swagger
        } else {
            Language::OpenApi
        },
        edition,
        title: words(info, "title"),
        version: info
            .get("version")
            .map(example::scalar)
            .filter(|version| !version.is_empty()),
        prose,
        servers: servers(pen, root, &places, is_swagger),
        schemes,
        security: operation::accesses(root.get("security")).unwrap_or_default(),
        groups,
        operations,
        types,
    });
}

/// The mapping under a key of the file; reports another type.
fn mapping<'v>(
    pen: &mut Pen<'_>,
    root: &'v Value,
    key: &str,
    places: &Places<'_>,
) -> Option<&'v Mapping> {
    match root.get(key) {
        Some(Value::Mapping(map)) => Some(map),
        None | Some(Value::Null) => None,
        Some(_) => {
            wrong(pen, places.line(&[key]), &format!("`{key}`"), "a mapping");
            None
        }
    }
}

/// The list under a key of the file; reports another type at the line of the pen.
fn sequence<'v>(pen: &mut Pen<'_>, root: &'v Value, key: &str) -> &'v [Value] {
    match root.get(key) {
        Some(Value::Sequence(list)) => list,
        None | Some(Value::Null) => &[],
        Some(_) => {
            wrong(pen, pen.line(), &format!("`{key}`"), "a list");
            &[]
        }
    }
}

/// Reports a part of the wrong type.
pub(super) fn wrong(pen: &mut Pen<'_>, line: u32, what: &str, expected: &str) {
    pen.report_line(
        Code::MalformedContract,
        line,
        format!("{what} is not {expected}"),
        "the page shows what can be read; see the specification of OpenAPI for the form",
    );
}

/// A type to be read: its name, anchor and line, and its schema.
type Found<'v> = ((String, String, u32), &'v Value);

/// Registers the named schemas.
fn register<'v>(
    pen: &mut Pen<'_>,
    types: &mut Types<'v>,
    root: &'v Value,
    places: &Places<'_>,
    is_swagger: bool,
) -> Vec<Found<'v>> {
    let path: &[&str] = if is_swagger {
        &["definitions"]
    } else {
        &["components", "schemas"]
    };
    let value = path.iter().try_fold(root, |value, key| value.get(key));
    let names = match value {
        Some(Value::Mapping(names)) => names,
        None | Some(Value::Null) => return Vec::new(),
        Some(_) => {
            let name = format!("`{}`", path.join("."));
            wrong(pen, places.line(path), &name, "a mapping");
            return Vec::new();
        }
    };
    let anchors = types.register(pen, &format!("#/{}", path.join("/")), names);
    names
        .iter()
        .zip(anchors)
        .map(|((name, value), anchor)| {
            let name = example::scalar(name);
            let mut place = path.to_vec();
            place.push(&name);
            let line = places.line(&place);
            ((name, anchor, line), value)
        })
        .collect()
}

fn security_schemes(
    pen: &mut Pen<'_>,
    root: &Value,
    places: &Places<'_>,
    is_swagger: bool,
) -> Vec<SecurityScheme> {
    let path: &[&str] = if is_swagger {
        &["securityDefinitions"]
    } else {
        &["components", "securitySchemes"]
    };
    let Some(schemes) = path
        .iter()
        .try_fold(root, |value, key| value.get(key))
        .and_then(Value::as_mapping)
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (name, scheme) in schemes {
        let name = example::scalar(name);
        let mut place = path.to_vec();
        place.push(&name);
        let anchor = pen.names.claim(&format!("security-{}", slug(&name)), 2);
        pen.at(places.line(&place), &anchor);
        let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or("");
        let details = match text("type") {
            "http" => [text("scheme"), text("bearerFormat")].map(str::to_owned),
            "apiKey" => [text("in"), text("name")].map(str::to_owned),
            "openIdConnect" => [text("openIdConnectUrl").to_owned(), String::new()],
            "oauth2" => [flows(scheme), String::new()],
            _ => [String::new(), String::new()],
        };
        let mut kind = vec![text("type").to_owned()];
        kind.extend(details);
        kind.retain(|part| !part.is_empty());
        let description = text("description");
        found.push(SecurityScheme {
            prose: pen.phrase(description),
            kind: kind.join(", "),
            name,
            anchor,
        });
    }
    found
}

/// The flows of OAuth with their scopes.
fn flows(scheme: &Value) -> String {
    let flows = scheme.get("flows").and_then(Value::as_mapping);
    let written = flows.into_iter().flatten().map(|(name, flow)| {
        let scopes: Vec<String> = flow
            .get("scopes")
            .and_then(Value::as_mapping)
            .into_iter()
            .flatten()
            .map(|(scope, _)| example::scalar(scope))
            .collect();
        let name = example::scalar(name);
        if scopes.is_empty() {
            name
        } else {
            format!("{name} ({})", scopes.join(", "))
        }
    });
    written.collect::<Vec<_>>().join(", ")
}

fn servers(pen: &mut Pen<'_>, root: &Value, places: &Places<'_>, is_swagger: bool) -> Vec<Server> {
    if is_swagger {
        let text = |key: &str| root.get(key).and_then(Value::as_str).unwrap_or("");
        let scheme = schema::list(root, "schemes")
            .and_then(<[Value]>::first)
            .and_then(Value::as_str)
            .unwrap_or("https");
        let host = text("host");
        let url = if host.is_empty() {
            text("basePath").to_owned()
        } else {
            format!("{scheme}://{host}{}", text("basePath"))
        };
        return Some(Server { url, prose: None })
            .into_iter()
            .filter(|server| !server.url.is_empty())
            .collect();
    }
    pen.at(places.line(&["servers"]), "");
    let list = sequence(pen, root, "servers");
    list.iter()
        .filter_map(|server| {
            Some(Server {
                url: server.get("url")?.as_str()?.to_owned(),
                prose: server
                    .get("description")
                    .and_then(Value::as_str)
                    .and_then(|text| pen.phrase(text)),
            })
        })
        .collect()
}

/// Operations by their first tag, in the order in which the file declares the tags and then of first use. A file
/// without tags has one group, and so have its webhooks.
fn groups(
    pen: &mut Pen<'_>,
    root: &Value,
    routes: &[(Option<String>, bool)],
    places: &Places<'_>,
) -> Vec<Group> {
    pen.at(places.line(&["tags"]), "");
    let declared = sequence(pen, root, "tags");
    let mut groups: Vec<Group> = Vec::new();
    for tag in declared {
        let Some(name) = words(tag, "name") else {
            continue;
        };
        let prose = tag
            .get("description")
            .and_then(Value::as_str)
            .and_then(|text| pen.prose(text, 3));
        groups.push(group(pen, Some(name), prose, false));
    }
    let mut known: HashMap<(Option<String>, bool), usize> = HashMap::new();
    for (at, group) in groups.iter().enumerate() {
        known.entry((group.name.clone(), false)).or_insert(at);
    }
    for (at, (tag, outgoing)) in routes.iter().enumerate() {
        let name = tag.clone().filter(|_| !outgoing);
        let found = match known.entry((name.clone(), *outgoing)) {
            Entry::Occupied(found) => *found.get(),
            Entry::Vacant(free) => {
                free.insert(groups.len());
                groups.push(group(pen, name, None, *outgoing));
                groups.len() - 1
            }
        };
        groups[found].operations.push(at as u32);
    }
    groups.retain(|group| !group.operations.is_empty());
    // Webhooks stand behind the operations.
    groups.sort_by_key(|group| group.outgoing);
    groups
}

fn group(
    pen: &mut Pen<'_>,
    name: Option<String>,
    prose: Option<crate::model::document::Body>,
    outgoing: bool,
) -> Group {
    let wanted = match &name {
        Some(name) => format!("tag-{}", slug(name)),
        None if outgoing => "webhooks".to_owned(),
        None => "operations".to_owned(),
    };
    Group {
        anchor: pen.names.claim(wanted.trim_end_matches('-'), 2),
        name,
        prose,
        outgoing,
        operations: Vec::new(),
    }
}

/// An operation as a fact.
fn fact(operation: &Operation, value: &Value) -> Endpoint {
    Endpoint {
        method: operation.method.clone(),
        path: normalise(&operation.name),
        purpose: words(value, "summary").or_else(|| words(value, "description")),
        component: None,
        source: EndpointSource::OpenApi,
        place: Place {
            line: operation.line,
            anchor: operation.anchor.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::flows;

    #[test]
    fn flows_name_their_scopes() {
        let scheme = serde_yaml::from_str(
            "flows: {clientCredentials: {scopes: {a: x, b: y}}, implicit: {}}",
        )
        .expect("it is YAML");
        assert_eq!(flows(&scheme), "clientCredentials (a, b), implicit");
    }
}
