//! Bytes to text. Total: every sequence of bytes gives a text without NUL, carriage return and byte order mark, and
//! what was wrong with it is said in diagnostics.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::base::span::{LineIndex, Span};
use std::borrow::Cow;

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text with `\n` line ends.
    pub text: String,
    /// What was wrong with the bytes, at most one finding of each kind.
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes the content of the file at `path`: UTF-8 with or without a byte order mark, or UTF-16 with one. Invalid
/// bytes and NUL become U+FFFD, CRLF and lone CR become LF.
pub fn decode(path: &RelPath, bytes: &[u8]) -> Decoded {
    let (text, foreign, invalid) = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, encoding_rs::UTF_16LE),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, encoding_rs::UTF_16BE),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    };
    let nuls = memchr::memchr_iter(0, text.as_bytes()).count();
    let text = clean(text);
    let mut decoded = Decoded {
        text,
        diagnostics: Vec::new(),
    };
    if foreign.is_none() && invalid.is_none() && nuls == 0 {
        return decoded;
    }
    let lines = LineIndex::new(&decoded.text);
    let source = (decoded.text.as_str(), &lines);
    if let Some(encoding) = foreign {
        decoded.diagnostics.push(Diagnostic::at(
            Code::ForeignEncoding,
            path,
            source,
            Span::default(),
            format!("the file is {encoding}, expected UTF-8"),
            "save the file as UTF-8",
        ));
    }
    // The replacements are found again in the cleaned text, whose offsets are those of all other diagnostics.
    if let Some(invalid) = invalid {
        let (character, what) = match nuls {
            0 => ('\u{FFFD}', invalid),
            _ => ('\u{FFFD}', format!("{invalid} (NUL is shown alike)")),
        };
        decoded.diagnostics.push(Diagnostic::at(
            Code::InvalidEncoding,
            path,
            source,
            span_of(source.0, character),
            what,
            "save the file as UTF-8",
        ));
    }
    if nuls > 0 {
        let noun = if nuls == 1 { "character" } else { "characters" };
        decoded.diagnostics.push(Diagnostic::at(
            Code::NulByte,
            path,
            source,
            span_of(source.0, '\u{FFFD}'),
            format!("{nuls} NUL {noun}, shown as U+FFFD"),
            "remove them from the file",
        ));
    }
    decoded
}

/// The first place of a character.
fn span_of(text: &str, character: char) -> Span {
    text.find(character)
        .map_or_else(Span::default, |at| Span::new(at, at + character.len_utf8()))
}

type Raw<'a> = (Cow<'a, str>, Option<&'static str>, Option<String>);

fn utf8(bytes: &[u8]) -> Raw<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None, None);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut count = 0;
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            first.get_or_insert(*byte);
            count += 1;
            text.push('\u{FFFD}');
        }
    }
    let noun = if count == 1 { "byte" } else { "bytes" };
    let what = format!(
        "{count} invalid UTF-8 {noun}, the first is 0x{:02X}",
        first.unwrap_or_default()
    );
    (Cow::Owned(text), None, Some(what))
}

fn utf16<'a>(bytes: &'a [u8], encoding: &'static encoding_rs::Encoding) -> Raw<'a> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let invalid = broken.then(|| "unpaired surrogates or half a character".to_owned());
    (text, Some(encoding.name()), invalid)
}

/// CRLF and CR to LF, NUL to U+FFFD. Texts that need neither are not copied byte by byte.
fn clean(text: Cow<'_, str>) -> String {
    if memchr::memchr2(b'\r', 0, text.as_bytes()).is_none() {
        return text.into_owned();
    }
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in memchr::memchr2_iter(b'\r', 0, bytes) {
        out.push_str(&text[from..at]);
        from = at + 1;
        match bytes[at] {
            0 => out.push('\u{FFFD}'),
            _ if bytes.get(at + 1) == Some(&b'\n') => {}
            _ => out.push('\n'),
        }
    }
    out.push_str(&text[from..]);
    out
}
