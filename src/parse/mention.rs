//! Mentions in prose: ids and ranges of them, features by number or folder name, bare addresses, placeholders of the
//! template, and open clarifications.

use super::ids::{self, Joint};

/// Something in a text that may be more than text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// An id, with the ids that a range before it implies.
    Id {
        id: String,
        /// Ids between the one before and this one.
        implied: Vec<String>,
    },
    /// A feature by number (`004`) or folder name.
    Feature(String),
    /// A bare `http://` or `https://` address.
    Address,
    /// `[Feature Name]`, `[e.g., "x"]`.
    Placeholder,
}

/// A found mention with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) found: Found,
}

/// Bytes at which a mention can start, so that all others cost one table look-up.
const STARTS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b'A';
    while byte <= b'Z' {
        table[byte as usize] = true;
        byte += 1;
    }
    let mut digit = b'0';
    while digit <= b'9' {
        table[digit as usize] = true;
        digit += 1;
    }
    table[b'h' as usize] = true;
    table[b's' as usize] = true;
    table[b'f' as usize] = true;
    table[b'[' as usize] = true;
    table
};

/// All mentions of a text in order. They never overlap.
pub(super) fn all(text: &str, out: &mut Vec<Mention>) {
    out.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut at_boundary = true;
    while at < bytes.len() {
        let byte = bytes[at];
        if !STARTS[byte as usize] || !at_boundary {
            at_boundary = !(byte.is_ascii_alphanumeric()
                || matches!(byte, b'_' | b'/' | b'-' | b'.' | b'#' | b'@' | b'$'));
            at += 1;
            continue;
        }
        let found = match byte {
            b'[' => placeholder(text, at),
            b'h' => address(text, at),
            b'0'..=b'9' => folder_name(text, at),
            b's' | b'f' => feature_number(text, at, out),
            b'S' | b'F' => feature_number(text, at, out).or_else(|| id(text, at, out)),
            _ => id(text, at, out),
        };
        if let Some(end) = found.map(|mention| {
            let end = mention.end;
            out.push(mention);
            end
        }) {
            at = end.max(at + 1);
            at_boundary = true;
        } else if let Some(end) = out
            .last()
            .map(|mention| mention.end)
            .filter(|&end| end > at)
        {
            at = end;
            at_boundary = true;
        } else {
            at_boundary = byte == b'[';
            at += 1;
        }
    }
}

/// An id and, pushed before it is returned, the ids that ranges and slashes tie to it.
fn id(text: &str, at: usize, out: &mut Vec<Mention>) -> Option<Mention> {
    let first = ids::at_start(text, at)?;
    let mut current = Mention {
        start: at,
        end: first.end,
        found: Found::Id {
            id: first.of(text).to_owned(),
            implied: Vec::new(),
        },
    };
    while let Some((joint, behind)) = ids::joint(text, current.end) {
        let Found::Id { id: last, .. } = &current.found else {
            break;
        };
        let Some((next, end)) = ids::follower(text, behind, last) else {
            break;
        };
        let implied = if joint == Joint::Range {
            ids::between(last, &next)
        } else {
            Vec::new()
        };
        out.push(std::mem::replace(
            &mut current,
            Mention {
                start: behind,
                end,
                found: Found::Id { id: next, implied },
            },
        ));
    }
    Some(current)
}

/// "spec 004", "Feature 004", "specs 013 + 014", "spec 025/027/029". Numbers have two to four digits; a following id
/// such as `FR-2` is left to the id reader.
fn feature_number(text: &str, at: usize, out: &mut Vec<Mention>) -> Option<Mention> {
    let rest = &text[at..];
    let word = ["specs", "spec", "features", "feature"]
        .into_iter()
        .find(|word| {
            rest.len() > word.len()
                && rest.is_char_boundary(word.len())
                && rest[..word.len()].eq_ignore_ascii_case(word)
        })?;
    let mut end = at + word.len();
    let mut mentions: Vec<Mention> = Vec::new();
    let mut separators: &[&str] = &[" #", " ", "-", " **"];
    loop {
        let tail = &text[end..];
        let Some(number_at) = separators
            .iter()
            .find_map(|separator| tail.starts_with(separator).then(|| end + separator.len()))
        else {
            break;
        };
        let digits = text[number_at..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let behind = text.as_bytes().get(number_at + digits);
        let goes_on =
            behind.is_some_and(|&b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'%'));
        let has_fraction = behind == Some(&b'.')
            && text
                .as_bytes()
                .get(number_at + digits + 1)
                .is_some_and(u8::is_ascii_digit);
        let ends = !goes_on && !has_fraction;
        if !(2..=4).contains(&digits) || !ends {
            break;
        }
        let start = if mentions.is_empty() { at } else { number_at };
        mentions.push(Mention {
            start,
            end: number_at + digits,
            found: Found::Feature(text[number_at..number_at + digits].to_owned()),
        });
        end = number_at + digits;
        separators = &[" + ", "/", ", ", " and ", " & ", "+"];
    }
    let last = mentions.pop()?;
    out.append(&mut mentions);
    Some(last)
}

/// A word that looks like a feature's folder: `004-gate-validation`, `2026-01-02-change`, `20260102-101500-name`.
fn folder_name(text: &str, at: usize) -> Option<Mention> {
    let bytes = text.as_bytes();
    let digits = bytes[at..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if bytes.get(at + digits) != Some(&b'-') || digits > 14 {
        return None;
    }
    let length = bytes[at..]
        .iter()
        .take_while(|&&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .count();
    let end = at + text[at..at + length].trim_end_matches(['-', '_']).len();
    let name = &text[at..end];
    let has_word = name.bytes().filter(u8::is_ascii_lowercase).count() >= 2;
    let followed = bytes.get(end);
    let is_path = followed == Some(&b'/');
    (has_word && !is_path).then(|| Mention {
        start: at,
        end,
        found: Found::Feature(name.to_owned()),
    })
}

/// A bare web address up to a blank, without closing punctuation.
fn address(text: &str, at: usize) -> Option<Mention> {
    let rest = &text[at..];
    if !rest.starts_with("https://") && !rest.starts_with("http://") {
        return None;
    }
    let length = rest
        .find(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '<' | '>' | '"' | '`' | '、' | '。' | '，' | '）' | '」' | '|'
                )
        })
        .unwrap_or(rest.len());
    let mut trimmed =
        rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', ']']);
    while trimmed.ends_with(')') && trimmed.matches('(').count() < trimmed.matches(')').count() {
        trimmed = &trimmed[..trimmed.len() - 1];
    }
    (trimmed.len() > "https://x".len()).then(|| Mention {
        start: at,
        end: at + trimmed.len(),
        found: Found::Address,
    })
}

/// A placeholder of the template: brackets with a capitalised or exampled text of two words or more, or one of the
/// template's own single words. Checkbox marks, `[P]`, `[US1]`, clarifications and link texts are none.
fn placeholder(text: &str, at: usize) -> Option<Mention> {
    let inner_end = text[at + 1..].find([']', '[', '\n'])? + at + 1;
    if text.as_bytes()[inner_end] != b']' {
        return None;
    }
    let inner = &text[at + 1..inner_end];
    if text[inner_end + 1..].starts_with(['(', ':', '[']) || !is_placeholder(inner) {
        return None;
    }
    Some(Mention {
        start: at,
        end: inner_end + 1,
        found: Found::Placeholder,
    })
}

/// Whether the text between brackets was left over from a template.
pub(super) fn is_placeholder(inner: &str) -> bool {
    const SINGLE: &[&str] = &[
        "Date",
        "DATE",
        "FEATURE",
        "FEATURE NAME",
        "Feature Name",
        "Title",
        "Name",
        "Feature",
        "Description",
        "Target",
        "Project Name",
        "PROJECT_NAME",
        "X days",
        "Why",
        "Link",
        "link",
        "Brief Title",
        "Entity 1",
        "Duration",
        "What it does",
        "NAME",
        "###-feature-name",
        "TBD",
        "Purpose",
    ];
    if SINGLE.contains(&inner) || inner.starts_with("e.g.") || inner.starts_with("###") {
        return true;
    }
    let is_template_slot = inner.contains(", e.g.")
        || inner.starts_with("If ")
        || inner.starts_with("From ")
        || inner.starts_with("Extract ")
        || inner.starts_with("Describe ")
        || inner.starts_with("describe ")
        || inner.starts_with("Explain ")
        || inner.starts_with("What ")
        || inner.starts_with("How ")
        || inner.starts_with("When ")
        || inner.starts_with("Link to ")
        || inner.starts_with("Brief ")
        || inner.starts_with("Target ")
        || inner.starts_with("Add ");
    if is_template_slot && inner.len() <= 200 {
        return true;
    }
    // `[Risk 1]`, `[Component 2]`, `[Option X]`, `[High/Medium/Low]`.
    let mut words = inner.split(' ');
    let first = words.next().unwrap_or("");
    let last = words.next_back();
    let is_numbered = last.is_some_and(|last| {
        !last.is_empty()
            && (last.bytes().all(|b| b.is_ascii_digit())
                || matches!(last, "X" | "A" | "B" | "C" | "N"))
    }) && inner.split(' ').count() <= 4
        && first.starts_with(|c: char| c.is_ascii_uppercase())
        && first.len() > 2;
    let is_choice = inner.split('/').count() >= 3
        && inner.len() <= 60
        && inner.split('/').all(|part| {
            part.starts_with(|c: char| c.is_ascii_uppercase())
                && part.len() > 1
                && !part.contains('.')
        });
    is_numbered || is_choice
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut mentions = Vec::new();
        all(text, &mut mentions);
        mentions
            .into_iter()
            .map(|mention| {
                let written = &text[mention.start..mention.end];
                match mention.found {
                    Found::Id { id, implied } if implied.is_empty() => format!("id {id}"),
                    Found::Id { id, implied } => format!("id {id} after {}", implied.join(" ")),
                    Found::Feature(name) => format!("feature {name}"),
                    Found::Address => format!("address {written}"),
                    Found::Placeholder => format!("placeholder {written}"),
                }
            })
            .collect()
    }

    #[test]
    fn ids_and_ranges() {
        assert_eq!(
            found("see FR-001, T012a and US1."),
            ["id FR-001", "id T012a", "id US1"]
        );
        assert_eq!(
            found("FR-001..FR-003"),
            ["id FR-001", "id FR-003 after FR-002"]
        );
        assert_eq!(
            found("T001-T003 (FR-001/002)"),
            ["id T001", "id T003 after T002", "id FR-001", "id FR-002"]
        );
        assert_eq!(found("TR-001…003"), ["id TR-001", "id TR-003 after TR-002"]);
        assert_eq!(
            found("FR-001 through FR-003"),
            ["id FR-001", "id FR-003 after FR-002"]
        );
        assert_eq!(
            found("NFR-PERF-02을 SPEC-1dbf2acb x"),
            ["id NFR-PERF-02", "id SPEC-1dbf2acb"]
        );
        assert_eq!(
            found("T1-01 and T01-03"),
            ["id T1-01", "id T01", "id T03 after T02"]
        );
        assert!(found("path/FR-001 FR-001xy Utf-8").is_empty());
    }

    #[test]
    fn features() {
        assert_eq!(
            found("Spec 004 and specs 013 + 014"),
            ["feature 004", "feature 013", "feature 014"]
        );
        assert_eq!(
            found("in 004-gate-validation."),
            ["feature 004-gate-validation"]
        );
        assert_eq!(found("spec 010 §FR-2"), ["feature 010", "id FR-2"]);
        assert!(found("#004, specification 4, feature 12.5").is_empty());
    }

    #[test]
    fn addresses_and_placeholders() {
        assert_eq!(
            found("(https://example.org/a_(b))."),
            ["address https://example.org/a_(b)"]
        );
        assert_eq!(
            found("[Feature Name] [High/Medium/Low] [e.g., x] [x] [P] [US1] [Risk 1]"),
            [
                "placeholder [Feature Name]",
                "placeholder [High/Medium/Low]",
                "placeholder [e.g., x]",
                "id US1",
                "placeholder [Risk 1]"
            ]
        );
    }
}
