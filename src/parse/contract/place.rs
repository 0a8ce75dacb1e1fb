//! The lines of keys in YAML and JSON, which parsed values do not know.

use std::collections::HashMap;

/// Keys are followed down to this depth: `paths`, a path, a method.
const DEPTH: usize = 3;

/// The lines of the upper keys of a text.
pub(super) struct Places<'t> {
    /// Node and line by the node above and the key.
    nodes: HashMap<(u32, &'t str), (u32, u32)>,
}

impl<'t> Places<'t> {
    /// Reads a text once.
    pub(super) fn new(text: &'t str) -> Self {
        let mut places = Self {
            nodes: HashMap::new(),
        };
        if text.trim_start().starts_with('{') {
            places.json(text);
        } else {
            places.yaml(text);
        }
        places
    }

    /// The line of a key, from 1; that of the nearest key above it when it cannot be found.
    pub(super) fn line(&self, path: &[&str]) -> u32 {
        let (mut node, mut line) = (0, 1);
        for key in path {
            // YAML and JSON may write a key with escapes; it then has the line of what it stands in.
            let Some(&(next, at)) = self.nodes.get(&(node, *key)) else {
                break;
            };
            (node, line) = (next, at);
        }
        line
    }

    fn add(&mut self, above: u32, key: &'t str, line: u32) -> u32 {
        let next = self.nodes.len() as u32 + 1;
        self.nodes.entry((above, key)).or_insert((next, line)).0
    }

    fn yaml(&mut self, text: &'t str) {
        // Indents and nodes of the keys around the current line.
        let mut open: Vec<(usize, u32)> = Vec::new();
        // The indent of a key whose value is a block of text.
        let mut block: Option<usize> = None;
        for (number, line) in (1..).zip(text.lines()) {
            let trimmed = line.trim_start_matches(' ');
            let indent = line.len() - trimmed.len();
            if trimmed.is_empty() || block.is_some_and(|of| indent > of) {
                continue;
            }
            block = None;
            while open.last().is_some_and(|&(of, _)| of >= indent) {
                open.pop();
            }
            if trimmed.starts_with(['#', '-', '}', ']']) {
                continue;
            }
            let Some((key, value)) = yaml_key(trimmed) else {
                continue;
            };
            if value.starts_with(['|', '>']) {
                block = Some(indent);
            }
            if open.len() < DEPTH {
                let above = open.last().map_or(0, |&(_, node)| node);
                let node = self.add(above, key, number);
                open.push((indent, node));
            }
        }
    }

    fn json(&mut self, text: &'t str) {
        let bytes = text.as_bytes();
        // For each open bracket the node of what it is the value of.
        let mut open: Vec<u32> = Vec::new();
        let mut node = 0;
        let (mut at, mut line) = (0, 1);
        while at < bytes.len() {
            match bytes[at] {
                b'\n' => line += 1,
                b'{' | b'[' => {
                    open.push(node);
                    // The items of a list have no keys.
                    node = u32::MAX;
                }
                b'}' | b']' => {
                    open.pop();
                    node = u32::MAX;
                }
                b'"' => {
                    let start = at + 1;
                    let mut end = start;
                    while end < bytes.len() && bytes[end] != b'"' {
                        end += if bytes[end] == b'\\' { 2 } else { 1 };
                    }
                    let end = end.min(bytes.len());
                    let after = text.get(end + 1..).unwrap_or("");
                    let is_key = after.trim_start().starts_with(':');
                    if is_key && open.len() <= DEPTH {
                        let above = open.last().copied().unwrap_or(0);
                        if let Some(key) = text.get(start..end).filter(|_| above != u32::MAX) {
                            node = self.add(above, key, line);
                        }
                    } else if is_key {
                        node = u32::MAX;
                    }
                    at = end;
                }
                _ => {}
            }
            at += 1;
        }
    }
}

/// The key of a line of block YAML, and what stands behind its colon.
fn yaml_key(line: &str) -> Option<(&str, &str)> {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let end = line[1..].find(quote)? + 1;
        let value = line[end + 1..].trim_start().strip_prefix(':')?;
        return Some((&line[1..end], value.trim_start()));
    }
    let at = line.match_indices(':').map(|(at, _)| at).find(|&at| {
        matches!(
            line.as_bytes().get(at + 1),
            None | Some(b' ' | b'\t' | b'\r')
        )
    })?;
    Some((line[..at].trim_end(), line[at + 1..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn keys_of_block_yaml() {
        let text = "openapi: 3.1.0\ninfo:\n  description: |\n    paths:\n      /a:\npaths:\n  # a remark\n  '/a/{id}':\n    get:\n      x: y\n  /b:\n    get: {}\ntags:\n- name: get\n";
        let places = Places::new(text);
        for (path, line) in [
            (vec!["info"], 2),
            (vec!["paths"], 6),
            (vec!["paths", "/a/{id}"], 8),
            (vec!["paths", "/a/{id}", "get"], 9),
            (vec!["paths", "/b", "get"], 12),
            (vec!["paths", "/c", "get"], 6),
            (vec!["nothing"], 1),
        ] {
            assert_eq!(places.line(&path), line, "{path:?}");
        }
    }

    #[test]
    fn keys_of_json() {
        let text = "{\n \"a\": [{\"b\": 1}],\n \"b\": {\"c\": {\"d\": {\n \"e\": 1}},\n \"f\": \"a\\\"b\"},\n \"g\": 1}";
        let places = Places::new(text);
        for (path, line) in [
            (vec!["a"], 2),
            (vec!["b"], 3),
            (vec!["b", "c", "d"], 3),
            (vec!["b", "f"], 5),
            (vec!["g"], 6),
        ] {
            assert_eq!(places.line(&path), line, "{path:?}");
        }
        // Cut off in the middle of a string.
        assert_eq!(Places::new("{\"a\": \"b\\").line(&["a"]), 1);
    }
}
