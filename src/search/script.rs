//! The scripts of the index.

use super::index::Index;
use super::postings::number;
use super::{piece, text};
use crate::base::fingerprint::Fingerprint;
use crate::model::document::StatusValue;
use crate::model::portfolio::Portfolio;
use crate::model::site::Site;
use crate::model::source::{DocumentKind, FeatureId};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The most documents that the script of ids names for one id.
const MOST_PLACES: usize = 20;

/// The sizes of pieces of terms, of words for typing errors and of ids, in bytes.
const SHARDS: Range<usize> = 10_000..26_000;
const WORDS: Range<usize> = 3_000..9_000;
const IDS: Range<usize> = 6_000..16_000;

/// What the scripts hold beside the portfolio.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// Whether results show excerpts.
    pub excerpts: bool,
    /// The texts of the interface by key.
    pub words: &'a dyn Fn(&str) -> String,
}

/// All scripts of an index.
#[derive(Debug, Clone, Default)]
pub struct Scripts {
    /// What they are written from.
    pub index: Arc<Index>,
    /// By address below the site's root.
    written: BTreeMap<String, Vec<u8>>,
    /// Those that are made when they are asked for: by address the terms that they hold.
    shards: BTreeMap<String, (usize, Range<usize>)>,
    /// Likewise the documents whose texts they hold.
    texts: BTreeMap<String, Range<usize>>,
    excerpts: bool,
}

/// The directory: what the client reads first. Of terms, words for typing errors and ids, each piece has a mark here:
/// what is not below a mark and below the next one is in its piece.
#[derive(Debug, Serialize)]
struct Directory {
    /// What addresses are told apart by from those of another build.
    version: String,
    /// The number of documents.
    count: usize,
    /// The pieces of terms, and for each a letter for the most documents that one of its terms stands in.
    t: String,
    heights: String,
    /// The pieces of words for typing errors, by first letters and lengths.
    v: String,
    /// The pieces of ids.
    i: String,
    /// The first document of each file of texts, each as the number of documents since the one before.
    d: Vec<usize>,
    /// The words of kinds and states, and how they are shown.
    kinds: Vec<(&'static str, String)>,
    states: Vec<(&'static str, String)>,
}

/// What filters know of documents.
#[derive(Debug, Serialize)]
struct Facets<'a> {
    /// A letter for each document: `a` for the first of the directory's kinds and states.
    kind: String,
    state: String,
    /// In turn, a feature's index among the names, and how many documents in a row are of it.
    feature: Vec<usize>,
    names: Vec<&'a str>,
}

/// Writes all scripts of an index.
pub fn write(
    portfolio: &Portfolio,
    site: &Site,
    index: Arc<Index>,
    settings: &Settings<'_>,
) -> Scripts {
    let mut written = BTreeMap::new();
    let term = |at: usize| &*index.terms[at].0;
    let sizes = index.terms.iter();
    let sizes = sizes.map(|(term, own)| (&**term, own.size() + term.len() + 4));
    let shards = piece::cut(sizes, SHARDS);
    let heights = shards.iter().map(|range| {
        let most = index.terms[range.clone()].iter();
        letter(most.map(|one| one.1.documents).max().map_or(0, u32::ilog2) as usize)
    });
    let words = words(&index);
    let ids = ids(portfolio);
    let files = text::files(portfolio, &index.extents);
    let mut last = 0;
    let mut directory = Directory {
        version: String::new(),
        count: portfolio.documents.len(),
        heights: heights.collect(),
        t: marks(&shards, term),
        v: put_words(&words, &mut written),
        i: put_ids(&ids, &mut written),
        d: (files.iter())
            .map(|range| range.start - std::mem::replace(&mut last, range.start))
            .collect(),
        kinds: (DocumentKind::ALL.iter())
            .map(|one| {
                (
                    one.word(),
                    (settings.words)(&format!("kind_{}", one.word())),
                )
            })
            .collect(),
        states: (StatusValue::ALL.iter())
            .map(|one| (one.word(), state_word(*one, settings)))
            .collect(),
    };
    written.insert("search/facets.js".to_owned(), facets(portfolio));
    let prints = index.extents.iter().map(|one| one.print.to_le_bytes());
    let prints: Vec<u8> = prints.flatten().collect();
    let urls = (site.documents.iter()).map(String::as_bytes);
    let program = env!("CARGO_PKG_VERSION").as_bytes();
    let parts = [program, &prints, &[u8::from(settings.excerpts)]];
    let all = parts.into_iter().chain(urls);
    let all = all.chain(written.values().map(|bytes| &bytes[..]));
    directory.version = Fingerprint::of_parts(all).short();
    written.insert("search/meta.js".to_owned(), call("meta", &directory));
    let texts = (files.into_iter())
        .map(|range| (format!("search/d/{}.js", range.start), range))
        .collect();
    let shards = (shards.into_iter().enumerate())
        .map(|(at, range)| (format!("search/t/{at}.js"), (at, range)))
        .collect();
    Scripts {
        index,
        written,
        shards,
        texts,
        excerpts: settings.excerpts,
    }
}

/// The addresses of all scripts.
pub fn addresses(scripts: &Scripts) -> impl Iterator<Item = &str> {
    let written = scripts.written.keys().chain(scripts.shards.keys());
    written.chain(scripts.texts.keys()).map(String::as_str)
}

/// The script at an address.
pub fn content<'a>(
    scripts: &'a Scripts,
    portfolio: &Portfolio,
    site: &Site,
    address: &str,
) -> Option<Cow<'a, [u8]>> {
    if let Some(bytes) = scripts.written.get(address) {
        return Some(Cow::Borrowed(bytes));
    }
    if let Some((at, range)) = scripts.shards.get(address) {
        return Some(Cow::Owned(shard(&scripts.index, *at, range)));
    }
    let documents = scripts.texts.get(address)?.clone();
    let bytes = text::write(portfolio, site, documents, scripts.excerpts);
    Some(Cow::Owned(bytes))
}

/// A script that hands a value to the client.
pub(super) fn call(name: &str, value: &impl Serialize) -> Vec<u8> {
    // The values have string keys, so this cannot fail.
    let json = serde_json::to_string(value).unwrap_or_default();
    format!("planfolioSearch.{name}({json});\n").into_bytes()
}

/// The index of a kind among all kinds.
pub(super) fn place(kind: DocumentKind) -> usize {
    let found = DocumentKind::ALL.iter().position(|one| *one == kind);
    found.unwrap_or_default()
}

fn state_word(state: StatusValue, settings: &Settings<'_>) -> String {
    (settings.words)(&match state {
        StatusValue::Unknown => "not_stated".to_owned(),
        _ => format!("status_{}", state.word()),
    })
}

fn letter(at: usize) -> char {
    (b'a' + at.min(25) as u8) as char
}

/// The marks of pieces.
fn marks<'a>(pieces: &[Range<usize>], key: impl Fn(usize) -> &'a str) -> String {
    let marks = pieces.iter().map(|range| {
        let before = range.start.checked_sub(1).map_or("", &key);
        piece::mark(before, key(range.start))
    });
    piece::fronted(marks)
}

fn shard(index: &Index, at: usize, range: &Range<usize>) -> Vec<u8> {
    let terms = &index.terms[range.clone()];
    let mut bytes = Vec::new();
    for (_, postings) in terms {
        let (own, is_capped) = postings.written();
        number(&mut bytes, ((own.len() as u32) << 1) | u32::from(is_capped));
        number(&mut bytes, postings.documents);
        bytes.extend_from_slice(&own);
    }
    let list = piece::fronted(terms.iter().map(|(term, _)| &**term));
    call("t", &(at, list, base64(&bytes)))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for digit in 0..4 {
            if digit > chunk.len() {
                out.push('=');
            } else {
                out.push(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63] as char);
            }
        }
    }
    out
}

/// Words that a typing error may be meant for, by first letter and length.
fn words(index: &Index) -> Vec<(String, &str)> {
    let words = index.terms.iter().map(|(term, _)| &**term);
    let mut out: Vec<(String, &str)> = words
        .filter_map(|word| {
            let length = word.chars().count();
            let is_word = (4..=24).contains(&length) && word.chars().all(char::is_alphabetic);
            let first = word.chars().next()?;
            is_word.then(|| (format!("{first}{}", letter(length)), word))
        })
        .collect();
    out.sort_unstable();
    out
}

/// Writes pieces of words, and gives their marks.
fn put_words(words: &[(String, &str)], written: &mut BTreeMap<String, Vec<u8>>) -> String {
    let groups: Vec<&[(String, &str)]> = words.chunk_by(|left, right| left.0 == right.0).collect();
    let sizes = groups.iter().map(|one| {
        // Half of a word is shared with the one before.
        (
            one[0].0.as_str(),
            one.iter().map(|one| one.1.len() / 2 + 2).sum(),
        )
    });
    let pieces = piece::cut(sizes, WORDS);
    for (at, range) in pieces.iter().enumerate() {
        let words = groups[range.clone()].iter().copied().flatten();
        let list = piece::fronted(words.map(|one| one.1));
        written.insert(format!("search/v/{at}.js"), call("v", &(at, list)));
    }
    marks(&pieces, |at| groups[at][0].0.as_str())
}

/// Where each id is defined: documents and anchors.
fn ids(portfolio: &Portfolio) -> Vec<(String, Vec<(u32, &str)>)> {
    let mut out: BTreeMap<String, Vec<(u32, &str)>> = BTreeMap::new();
    for document in &portfolio.documents {
        for symbol in document.symbols.iter().filter(|one| one.defines) {
            let key = symbol.id.replace('-', "").to_lowercase();
            if key.is_empty() || key.contains(char::is_whitespace) {
                continue;
            }
            let places = out.entry(key).or_default();
            if places.len() < MOST_PLACES {
                places.push((document.id.0, &symbol.anchor));
            }
        }
    }
    out.into_iter().collect()
}

/// Writes pieces of ids, and gives their marks.
fn put_ids(ids: &[(String, Vec<(u32, &str)>)], written: &mut BTreeMap<String, Vec<u8>>) -> String {
    let sizes = ids.iter().map(|(id, places)| {
        let size = places.iter().map(|one| one.1.len() + 10).sum::<usize>();
        (id.as_str(), size + id.len() + 6)
    });
    let pieces = piece::cut(sizes, IDS);
    for (at, range) in pieces.iter().enumerate() {
        let own: BTreeMap<_, _> = ids[range.clone()]
            .iter()
            .map(|(id, places)| (id, places))
            .collect();
        written.insert(format!("search/i/{at}.js"), call("i", &(at, own)));
    }
    marks(&pieces, |at| ids[at].0.as_str())
}

fn facets(portfolio: &Portfolio) -> Vec<u8> {
    let documents = &portfolio.documents;
    let mut names: Vec<&str> = (portfolio.features.iter())
        .map(|one| one.title.as_str())
        .collect();
    names.push("");
    let runs = documents.chunk_by(|left, right| left.feature == right.feature);
    let facets = Facets {
        kind: documents
            .iter()
            .map(|one| letter(place(one.kind)))
            .collect(),
        state: (documents.iter())
            .map(|one| {
                let state = one.status.as_ref();
                let state = state.map_or(StatusValue::Unknown, |it| it.value);
                let found = StatusValue::ALL.iter().position(|one| *one == state);
                letter(found.unwrap_or_default())
            })
            .collect(),
        feature: runs
            .flat_map(|run| {
                let feature = run[0].feature.map_or(names.len() - 1, FeatureId::index);
                [feature, run.len()]
            })
            .collect(),
        names,
    };
    call("facets", &facets)
}
