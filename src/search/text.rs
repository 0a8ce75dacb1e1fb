//! The texts that results show, in files of some documents each.

use super::index::Extent;
use super::passage::{self, Passage};
use super::script;
use crate::model::document::Document;
use crate::model::portfolio::Portfolio;
use crate::model::site::Site;
use crate::model::source::DocId;
use serde::Serialize;
use std::ops::Range;

/// The size that a file aims at, in bytes; a file that has a quarter of it ends with its feature.
const FILE: u32 = 24_000;

/// The longest text of a passage, in bytes; of what stands behind it, results show no excerpt.
const PASSAGE: usize = 1_000;

/// About the most text of a document, in bytes: those with more have shorter texts of passages.
const DOCUMENT: usize = 16_000;

/// A document in a file.
#[derive(Debug, Serialize)]
struct Entry<'a>(
    u32,
    &'a str,
    &'a str,
    /// The index of its kind among [`crate::model::source::DocumentKind::ALL`].
    usize,
    /// The title of its feature, when it is not that of the document before.
    Option<&'a str>,
    /// Anchor, heading and text of each passage in turn.
    Vec<Item<'a>>,
);

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Item<'a> {
    Text(&'a str),
    /// An anchor that the heading tells.
    Told(u8),
}

/// About how many bytes the texts of a document take.
pub fn size(passages: &[Passage<'_>], excerpts: bool) -> u32 {
    let longest = longest(passages, excerpts);
    let sizes = passages.iter().map(|one| {
        let anchor = if is_told(one) { 1 } else { one.anchor.len() };
        anchor + one.heading.len() + one.text.len().min(longest) + 9
    });
    sizes.sum::<usize>() as u32 + 120
}

/// The longest text of a passage in a document of these.
fn longest(passages: &[Passage<'_>], excerpts: bool) -> usize {
    if !excerpts {
        return 0;
    }
    PASSAGE.min(DOCUMENT / passages.len().max(1))
}

/// Whether the client can tell the anchor from the heading: ASCII as GitHub would write it.
fn is_told(passage: &Passage<'_>) -> bool {
    let letters = passage.heading.bytes().filter_map(|byte| match byte {
        b' ' => Some(b'-'),
        b'-' | b'_' => Some(byte),
        _ if byte.is_ascii_alphanumeric() => Some(byte.to_ascii_lowercase()),
        _ => None,
    });
    passage.heading.is_ascii() && letters.eq(passage.anchor.bytes())
}

/// The documents of each file: neighbours, cut by size and between features.
pub fn files(portfolio: &Portfolio, extents: &[Extent]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, extent) in extents.iter().enumerate() {
        let feature = |at: usize| portfolio.documents[at].feature;
        let is_end = at > start
            && (size + extent.size > FILE || size >= FILE / 4 && feature(at - 1) != feature(at));
        if is_end {
            out.push(start..at);
            (start, size) = (at, 0);
        }
        size += extent.size;
    }
    if start < extents.len() {
        out.push(start..extents.len());
    }
    out
}

/// The title of the feature that a document belongs to; empty for those of the portfolio itself.
fn feature<'a>(portfolio: &'a Portfolio, document: &Document) -> &'a str {
    (document.feature).map_or("", |id| portfolio.feature(id).title.as_str())
}

/// The script with the texts of some documents.
pub fn write(
    portfolio: &Portfolio,
    site: &Site,
    documents: Range<usize>,
    excerpts: bool,
) -> Vec<u8> {
    let parts: Vec<(&Document, Vec<Passage<'_>>)> = documents
        .map(|at| portfolio.document(DocId(at as u32)))
        .map(|document| (document, passage::of(document)))
        .collect();
    let mut last = "";
    let entries: Vec<Entry<'_>> = (parts.iter())
        .map(|(document, passages)| {
            let name = feature(portfolio, document);
            let is_new = std::mem::replace(&mut last, name) != name;
            let longest = longest(passages, excerpts);
            let items = passages.iter().flat_map(|one| {
                let anchor = if is_told(one) {
                    Item::Told(0)
                } else {
                    Item::Text(one.anchor)
                };
                let text = one.text.trim_end();
                let text = &text[..text.floor_char_boundary(longest)];
                [anchor, Item::Text(one.heading), Item::Text(text)]
            });
            Entry(
                document.id.0,
                &document.title,
                &site.documents[document.id.index()],
                script::place(document.kind),
                is_new.then_some(name),
                items.collect(),
            )
        })
        .collect();
    script::call("d", &entries)
}
