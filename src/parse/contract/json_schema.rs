//! A JSON Schema as a file of its own.

use super::pen::Pen;
use super::place::Places;
use super::schema::{self, Types};
use super::{Read, example, words};
use crate::model::contract::{Contract, Example, Language, TypeDefinition};
use serde_yaml::Value;

/// Whether a value is a JSON Schema rather than data.
pub(super) fn is_schema(value: &Value, name: &str) -> bool {
    let says = |key: &str, word: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .is_some_and(|text| text.contains(word))
    };
    let has = |key: &str, what: fn(&Value) -> bool| value.get(key).is_some_and(what);
    says("$schema", "json-schema.org")
        || (name.to_ascii_lowercase().contains(".schema.")
            && (has("type", Value::is_string) || has("$defs", Value::is_mapping)))
        || (has("properties", Value::is_mapping) && says("type", "object"))
}

/// Reads a schema: the file itself, then its definitions.
pub(super) fn read(pen: &mut Pen<'_>, read: &mut Read, root: &Value) {
    let places = Places::new(&pen.source.text);
    let mut types = Types::new(root);
    let title = words(root, "title");
    let name = title
        .clone()
        .unwrap_or_else(|| pen.source.path.stem().to_owned());
    let id = root
        .get("$id")
        .or_else(|| root.get("id"))
        .and_then(Value::as_str);
    let mut found = vec![(name.clone(), types.register_root(pen, &name, id), 1, root)];
    for key in ["$defs", "definitions"] {
        let Some(definitions) = root.get(key).and_then(Value::as_mapping) else {
            continue;
        };
        let anchors = types.register(pen, &format!("#/{key}"), definitions);
        for ((name, value), anchor) in definitions.iter().zip(anchors) {
            let name = example::scalar(name);
            let line = places.line(&[key, &name]);
            found.push((name, anchor, line, value));
        }
    }
    let mut definitions = Vec::with_capacity(found.len());
    for (name, anchor, line, value) in found {
        pen.at(line, &anchor);
        definitions.push(definition(pen, &mut types, (name, anchor, line), value));
    }
    let prose = root
        .get("description")
        .and_then(Value::as_str)
        .and_then(|text| {
            pen.at(places.line(&["description"]), "");
            pen.prose(text, 2)
        });
    if let Some(first) = definitions.first_mut() {
        // It stands at the head of the page.
        first.shape.prose = None;
    }
    read.contract = Some(Contract {
        language: Language::JsonSchema,
        edition: edition(root),
        title,
        version: words(root, "version"),
        prose,
        servers: Vec::new(),
        schemes: Vec::new(),
        security: Vec::new(),
        groups: Vec::new(),
        operations: Vec::new(),
        types: definitions,
    });
}

/// A named schema.
pub(super) fn definition(
    pen: &mut Pen<'_>,
    types: &mut Types<'_>,
    (name, anchor, line): (String, String, u32),
    value: &Value,
) -> TypeDefinition {
    TypeDefinition {
        name,
        anchor,
        line,
        keyword: "",
        deprecated: value.get("deprecated").and_then(Value::as_bool) == Some(true),
        shape: schema::shape(pen, types, value),
        examples: examples(pen, value),
    }
}

/// The examples of a schema.
fn examples(pen: &mut Pen<'_>, value: &Value) -> Vec<Example> {
    let listed = schema::list(value, "examples").unwrap_or_default();
    value
        .get("example")
        .into_iter()
        .chain(listed)
        .filter(|value| value.is_mapping() || value.is_sequence())
        .take(4)
        .filter_map(|value| {
            Some(Example {
                name: None,
                code: pen.example(value)?,
            })
        })
        .collect()
}

/// `2020-12` of `https://json-schema.org/draft/2020-12/schema`, `draft-07` of the older form.
fn edition(root: &Value) -> String {
    root.get("$schema")
        .and_then(Value::as_str)
        .map(|address| {
            address
                .trim_end_matches('#')
                .trim_end_matches("/schema")
                .rsplit('/')
                .next()
                .unwrap_or("")
                .to_owned()
        })
        .filter(|edition| edition.len() < 20)
        .unwrap_or_default()
}
