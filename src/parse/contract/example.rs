//! Values as JSON.

use serde_yaml::Value;
use std::fmt::Write as _;

/// Examples longer than this end with a dot for what is left out.
const MAX_BYTES: usize = 16 << 10;
/// Values that are nested deeper than this are left out.
const MAX_DEPTH: usize = 24;

/// A value as indented JSON; small lists stay on one line.
pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, 0);
    out
}

/// A value on one line, cut short.
pub(super) fn short(value: &Value) -> String {
    let mut out = String::new();
    flat(&mut out, value, 0, 120);
    super::clip(&out, 120)
}

fn write(out: &mut String, value: &Value, depth: usize) {
    if out.len() > MAX_BYTES || depth > MAX_DEPTH {
        out.push('…');
        return;
    }
    match value {
        Value::Mapping(map) if !map.is_empty() => {
            out.push('{');
            for (at, (key, value)) in map.iter().enumerate() {
                if out.len() > MAX_BYTES {
                    out.push('…');
                    break;
                }
                line(out, depth + 1, at > 0);
                string(out, &scalar(key));
                out.push_str(": ");
                write(out, value, depth + 1);
            }
            line(out, depth, false);
            out.push('}');
        }
        Value::Sequence(list)
            if list
                .iter()
                .any(|item| item.is_mapping() || item.is_sequence()) =>
        {
            out.push('[');
            for (at, item) in list.iter().enumerate() {
                if out.len() > MAX_BYTES {
                    out.push('…');
                    break;
                }
                line(out, depth + 1, at > 0);
                write(out, item, depth + 1);
            }
            line(out, depth, false);
            out.push(']');
        }
        Value::Tagged(tagged) => write(out, &tagged.value, depth + 1),
        other => flat(out, other, depth, MAX_BYTES),
    }
}

fn line(out: &mut String, depth: usize, comma: bool) {
    if comma {
        out.push(',');
    }
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn flat(out: &mut String, value: &Value, depth: usize, limit: usize) {
    if out.len() > limit || depth > MAX_DEPTH {
        out.push('…');
        return;
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => {
            let _ = write!(out, "{number}");
        }
        Value::String(text) => string(out, text),
        Value::Sequence(list) => {
            out.push('[');
            for (at, item) in list.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                if out.len() > limit {
                    out.push('…');
                    break;
                }
                flat(out, item, depth + 1, limit);
            }
            out.push(']');
        }
        Value::Mapping(map) => {
            out.push('{');
            for (at, (key, value)) in map.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                if out.len() > limit {
                    out.push('…');
                    break;
                }
                string(out, &scalar(key));
                out.push_str(": ");
                flat(out, value, depth + 1, limit);
            }
            out.push('}');
        }
        Value::Tagged(tagged) => flat(out, &tagged.value, depth + 1, limit),
    }
}

/// A scalar without quotes: keys, and the values of a list of words.
pub(super) fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => short(value),
        other => {
            let mut out = String::new();
            flat(&mut out, other, 0, 120);
            out
        }
    }
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{pretty, short};

    #[test]
    fn values_become_json() {
        let value = serde_yaml::from_str("{a: [1, x], b: {c: null, 404: \"q\\\"\"}, d: []}")
            .expect("it is YAML");
        assert_eq!(
            pretty(&value),
            "{\n  \"a\": [1, \"x\"],\n  \"b\": {\n    \"c\": null,\n    \"404\": \"q\\\"\"\n  },\n  \"d\": []\n}"
        );
        assert_eq!(
            short(&value),
            "{\"a\": [1, \"x\"], \"b\": {\"c\": null, \"404\": \"q\\\"\"}, \"d\": []}"
        );
    }
}
