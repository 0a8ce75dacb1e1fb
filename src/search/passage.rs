//! The plain text of each section of a document.

use crate::model::document::{Document, Fill};
use memchr::{memchr, memmem};

/// A part of a document from one heading to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage<'a> {
    /// Its anchor; empty for what stands before the first heading.
    pub anchor: &'a str,
    /// Its heading; the document's title for the first.
    pub heading: &'a str,
    /// Its text, without the heading; runs of white space are one space.
    pub text: String,
}

/// The passages of a document in order; there is at least one.
pub fn of(document: &Document) -> Vec<Passage<'_>> {
    let html = document.body.html.as_str();
    let mut out = vec![Passage {
        anchor: "",
        heading: &document.title,
        text: String::new(),
    }];
    let mut holes = document.body.holes.iter().peekable();
    let mut sections = document.sections.as_slice();
    let mut at = 0;
    while at < html.len() {
        let tag = memchr(b'<', &html.as_bytes()[at..]).map_or(html.len(), |found| at + found);
        // Code stands between tags.
        while let Some(hole) = holes.next_if(|hole| (hole.at as usize) <= tag) {
            if let (Fill::Code(code), Some(last)) = (hole.fill, out.last_mut())
                && let Some(block) = document.code_blocks.get(code as usize)
            {
                push(&mut last.text, &block.text);
            }
        }
        if let Some(last) = out.last_mut() {
            unescape(&mut last.text, &html[at..tag]);
        }
        let Some(length) = memchr(b'>', &html.as_bytes()[tag..]) else {
            break;
        };
        let end = tag + length + 1;
        let inside = &html[tag..end];
        at = end;
        if let Some(anchor) = heading_anchor(inside) {
            // The heading's own text is in the section's title.
            let close = [b"</h", &inside.as_bytes()[2..3], b">"].concat();
            let close =
                memmem::find(&html.as_bytes()[end..], &close).map_or(end, |found| end + found);
            // A heading of raw HTML may be no section; those behind it still are.
            let found = sections.iter().position(|one| one.anchor == anchor);
            if let Some((section, rest)) = found.and_then(|found| sections[found..].split_first()) {
                sections = rest;
                out.push(Passage {
                    anchor: &section.anchor,
                    heading: &section.title,
                    text: String::new(),
                });
                at = close;
                while holes.next_if(|hole| (hole.at as usize) < close).is_some() {}
            }
        } else if is_block(inside)
            && let Some(last) = out.last_mut()
        {
            push(&mut last.text, " ");
        }
    }
    for hole in holes {
        if let (Fill::Code(code), Some(last)) = (hole.fill, out.last_mut())
            && let Some(block) = document.code_blocks.get(code as usize)
        {
            push(&mut last.text, &block.text);
        }
    }
    out
}

fn heading_anchor(tag: &str) -> Option<&str> {
    let rest = tag.strip_prefix("<h")?;
    rest.as_bytes()
        .first()
        .filter(|byte| byte.is_ascii_digit())?;
    let rest = rest[1..].strip_prefix(" id=\"")?;
    rest.split('"').next()
}

/// Inline elements do not separate words.
fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    !matches!(
        &name[..end],
        "a" | "b" | "i" | "em" | "strong" | "code" | "del" | "sub" | "sup" | "kbd"
    )
}

/// Appends text with its white space collapsed.
fn push(out: &mut String, text: &str) {
    let mut words = text.split(char::is_whitespace);
    out.push_str(words.next().unwrap_or_default());
    for word in words {
        if !out.is_empty() && out.as_bytes().last() != Some(&b' ') {
            out.push(' ');
        }
        out.push_str(word);
    }
}

fn unescape(out: &mut String, mut html: &str) {
    const NAMED: [(&str, &str); 6] = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
    ];
    while let Some(at) = memchr(b'&', html.as_bytes()) {
        push(out, &html[..at]);
        html = &html[at..];
        let (name, plain) = NAMED
            .into_iter()
            .find(|(name, _)| html.starts_with(name))
            .unwrap_or(("&", "&"));
        push(out, plain);
        html = &html[name.len()..];
    }
    push(out, html);
}
