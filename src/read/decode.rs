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
    let raw = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, encoding_rs::UTF_16LE),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, encoding_rs::UTF_16BE),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    };
    let nul = memchr::memchr(0, raw.text.as_bytes());
    if raw.encoding.is_none() && raw.invalid.is_none() && nul.is_none() {
        return Decoded {
            text: clean(raw.text),
            diagnostics: Vec::new(),
        };
    }
    // Offsets before cleaning become those of the text that all other diagnostics count in.
    let span_at = |offset: usize| {
        let start = clean(Cow::Borrowed(&raw.text[..offset])).len();
        Span::new(start, start + '\u{FFFD}'.len_utf8())
    };
    let mut findings = Vec::new();
    if let Some(encoding) = raw.encoding {
        findings.push((
            Code::ForeignEncoding,
            Span::default(),
            format!("the file is {encoding}, expected UTF-8"),
            "save the file as UTF-8",
        ));
    }
    if let Some((offset, what)) = &raw.invalid {
        findings.push((
            Code::InvalidEncoding,
            span_at(*offset),
            what.clone(),
            "save the file as UTF-8",
        ));
    }
    if let Some(offset) = nul {
        let count = memchr::memchr_iter(0, raw.text.as_bytes()).count();
        let noun = if count == 1 {
            "character"
        } else {
            "characters"
        };
        findings.push((
            Code::NulByte,
            span_at(offset),
            format!("{count} NUL {noun}, shown as U+FFFD"),
            "remove them from the file",
        ));
    }
    let text = clean(raw.text.clone());
    let lines = LineIndex::new(&text);
    let diagnostics = findings
        .into_iter()
        .map(|(code, span, message, help)| {
            Diagnostic::at(code, path, (&text, &lines), span, message, help)
        })
        .collect();
    Decoded { text, diagnostics }
}

/// A text before line ends and NUL are cleaned.
struct Raw<'a> {
    text: Cow<'a, str>,
    /// The encoding, when it is not UTF-8.
    encoding: Option<&'static str>,
    /// The offset of the first replacement, and what was replaced.
    invalid: Option<(usize, String)>,
}

fn utf8(bytes: &[u8]) -> Raw<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Raw {
            text: Cow::Borrowed(text),
            encoding: None,
            invalid: None,
        };
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut count = 0;
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            first.get_or_insert((text.len(), *byte));
            count += 1;
            text.push('\u{FFFD}');
        }
    }
    let noun = if count == 1 { "byte" } else { "bytes" };
    let invalid = first.map(|(offset, byte)| {
        let what = format!("{count} invalid UTF-8 {noun}, the first is 0x{byte:02X}");
        (offset, what)
    });
    Raw {
        text: Cow::Owned(text),
        encoding: None,
        invalid,
    }
}

fn utf16<'a>(bytes: &'a [u8], encoding: &'static encoding_rs::Encoding) -> Raw<'a> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let invalid = broken.then(|| {
        let offset = text.find('\u{FFFD}').unwrap_or_default();
        (offset, "unpaired surrogates or half a character".to_owned())
    });
    Raw {
        text,
        encoding: Some(encoding.name()),
        invalid,
    }
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
