//! The place of a key in the text of a YAML file, such as the configuration. The YAML parser tells places only in its own errors,
//! so that the place of a known key is found again by its indentation.

use crate::base::span::Span;

/// The span of the last key of `path` (`["serve", "port"]`), or of the nearest key above it that is found.
pub fn span_of(text: &str, path: &[&str]) -> Span {
    let mut from = 0;
    let mut deeper_than: Option<usize> = None;
    let mut found = Span::default();
    for key in path {
        match key_line(text, from, deeper_than, key) {
            Some((start, indent)) => {
                found = Span::new(start, start + key.len());
                from = start + key.len();
                deeper_than = Some(indent);
            }
            None => match flow_key(text, from, key) {
                Some(start) => {
                    found = Span::new(start, start + key.len());
                    from = start + key.len();
                }
                None => return found,
            },
        }
    }
    found
}

/// The offset and indentation of the first line at or after `from` that begins with `key` and a colon and lies deeper
/// than `deeper_than` (or at the margin when `None`).
fn key_line(
    text: &str,
    from: usize,
    deeper_than: Option<usize>,
    key: &str,
) -> Option<(usize, usize)> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if start < from {
            continue;
        }
        let trimmed = line.trim_start_matches(' ');
        let indent = line.len() - trimmed.len();
        if trimmed.trim().is_empty() || trimmed.starts_with('#') {
            continue;
        }
        match deeper_than {
            Some(outer) if indent <= outer => return None,
            None if indent > 0 => continue,
            _ => {}
        }
        let quote = usize::from(trimmed.starts_with(['"', '\'']));
        let Some(rest) = trimmed[quote..].strip_prefix(key) else {
            continue;
        };
        if rest[quote.min(rest.len())..].trim_start().starts_with(':') {
            return Some((start + indent + quote, indent));
        }
    }
    None
}

/// The offset of `key` followed by a colon anywhere after `from`, for keys inside `{ … }`.
fn flow_key(text: &str, from: usize, key: &str) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.match_indices(key)
        .find(|(at, _)| {
            let before = rest[..*at].chars().next_back();
            let after = rest[at + key.len()..].trim_start_matches(['"', '\'', ' ']);
            after.starts_with(':') && !before.is_some_and(char::is_alphanumeric)
        })
        .map(|(at, _)| from + at)
}

#[cfg(test)]
mod tests {
    use super::span_of;

    #[test]
    fn finds_keys_by_indentation() {
        let text = "# port: 1\ntitle: x\nserve:\n  host: port\n  port: 80\n";
        let span = span_of(text, &["serve", "port"]);
        assert_eq!(span.of(text), "port");
        assert_eq!(
            span.start as usize,
            text.rfind("port").expect("it is there")
        );
        assert_eq!(span_of(text, &["title"]).start, 10);
    }

    #[test]
    fn finds_keys_in_braces_and_quotes() {
        let text = "\"title\": x\nserve: {host: a, port: b}\n";
        assert_eq!(span_of(text, &["title"]).start, 1);
        assert_eq!(span_of(text, &["serve", "port"]).of(text), "port");
        assert_eq!(span_of(text, &["absent"]).of(text), "");
    }
}
