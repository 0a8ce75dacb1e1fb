//! Anchors and address segments.

use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;

/// The anchor that GitHub makes of a heading's text: lower case, spaces to hyphens, everything but letters,
/// numbers, marks, `-` and `_` removed. Source: the `github-slugger` rules of GitHub's Markdown pipeline.
pub fn github_anchor(heading: &str) -> String {
    let mut anchor = String::with_capacity(heading.len());
    for character in heading.trim().chars() {
        match character {
            ' ' => anchor.push('-'),
            '-' | '_' => anchor.push(character),
            _ if character.is_alphanumeric() || is_mark(character) => {
                anchor.extend(character.to_lowercase());
            }
            _ => {}
        }
    }
    anchor
}

/// Combining marks and joiners that scripts such as Devanagari and Thai need inside words.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
        || unicode_normalization::char::is_combining_mark(character)
}

/// The anchor of a fact with a written id: lower case, `[a-z0-9-]` only, other characters to `-`, no hyphen at
/// either end and none doubled. Empty when the id holds none of these.
pub fn fact_anchor(id: &str) -> String {
    let mut anchor = String::with_capacity(id.len());
    for character in id.chars() {
        if character.is_ascii_alphanumeric() {
            anchor.push(character.to_ascii_lowercase());
        } else if !anchor.ends_with('-') && !anchor.is_empty() {
            anchor.push('-');
        }
    }
    anchor.truncate(anchor.trim_end_matches('-').len());
    anchor
}

/// One segment of a page's address: lower-case `[a-z0-9._-]`, at most 80 bytes, transliterated where the name is
/// written in another script, never empty and never starting with a dot.
pub fn address_segment(name: &str) -> String {
    let composed: String = name.nfc().collect();
    let ascii = deunicode::deunicode_with_tofu(&composed, "-");
    let mut segment = String::with_capacity(ascii.len());
    for character in ascii.chars() {
        match character {
            'a'..='z' | '0'..='9' | '.' | '_' => segment.push(character),
            'A'..='Z' => segment.push(character.to_ascii_lowercase()),
            _ if segment.ends_with('-') || segment.is_empty() => {}
            _ => segment.push('-'),
        }
    }
    segment.truncate(80);
    let trimmed = segment
        .trim_start_matches(['.', '-'])
        .trim_end_matches(['-', '.']);
    if trimmed.is_empty() {
        "unnamed".to_owned()
    } else {
        trimmed.to_owned()
    }
}

/// Hands out names that are unique within one page or folder, adding `-1`, `-2`, … (or from another first number)
/// to repeats.
#[derive(Debug, Default, Clone)]
pub struct UniqueNames {
    taken: HashSet<String>,
    /// The number to try next for a name that is taken.
    next: HashMap<String, u32>,
}

impl UniqueNames {
    /// Marks a name as taken without handing it out.
    pub fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// Whether a name has been handed out or reserved.
    pub fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// `wanted` itself while it is free, else the first free `wanted-n` with n from `first`.
    pub fn claim(&mut self, wanted: &str, first: u32) -> String {
        if self.taken.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        // Where the search ended the last time, so that many equal names cost no more than as many different ones.
        let known = self.next.get(wanted).copied().unwrap_or(first);
        let mut number = known.max(first);
        loop {
            let candidate = format!("{wanted}-{number}");
            number += 1;
            if self.taken.insert(candidate.clone()) {
                self.next.insert(wanted.to_owned(), number);
                return candidate;
            }
        }
    }
}
