//! JSON, with the comments of JSONC and the bare words of JSON5. What is not valid is read all the same.

use super::class::Class;
use super::writer::Writer;

/// Reads `text`.
pub(super) fn read(text: &str, writer: &mut Writer) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let class = match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at = end_of_string(bytes, at, quote);
                Some(if before_colon(bytes, at) {
                    Class::Key
                } else {
                    Class::Text
                })
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = end_of_line(bytes, at);
                Some(Class::Comment)
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = match memchr::memmem::find(&bytes[at + 2..], b"*/") {
                    Some(length) => at + 2 + length + 2,
                    None => bytes.len(),
                };
                Some(Class::Comment)
            }
            byte if is_of_word(byte) => {
                at += bytes[at..]
                    .iter()
                    .take_while(|byte| is_of_word(**byte))
                    .count();
                word(&text[start..at], before_colon(bytes, at))
            }
            _ => {
                at += bytes[at..]
                    .iter()
                    .take_while(|byte| !starts(**byte))
                    .count()
                    .max(1);
                None
            }
        };
        writer.push(class, &text[start..at]);
    }
}

/// Whether a byte may begin a piece with a class.
fn starts(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'/') || is_of_word(byte)
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-' | b'+' | b'.')
}

fn word(word: &str, is_key: bool) -> Option<Class> {
    let digits = word.trim_start_matches(['-', '+', '.']);
    let is_number = digits.starts_with(|first: char| first.is_ascii_digit());
    match word {
        _ if is_key => Some(Class::Key),
        "true" | "false" | "null" => Some(Class::Number),
        _ if is_number => Some(Class::Number),
        _ => None,
    }
}

/// The place behind a string that begins at `at`. A string that is never closed ends with its line.
fn end_of_string(bytes: &[u8], at: usize, quote: u8) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\n' => return end,
            b'\\' if bytes.get(end + 1).is_some_and(|next| *next != b'\n') => end += 2,
            _ if byte == quote => return end + 1,
            _ => end += 1,
        }
    }
    bytes.len()
}

fn end_of_line(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}

fn before_colon(bytes: &[u8], at: usize) -> bool {
    bytes[at..]
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| *byte == b':')
}
