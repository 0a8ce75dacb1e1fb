//! The scripts of the index.

use super::index::{Index, number};
use super::passage;
use crate::base::fingerprint::Fingerprint;
use crate::model::document::{Document, StatusValue};
use crate::model::portfolio::Portfolio;
use crate::model::site::Site;
use crate::model::source::DocId;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// The most documents that the script of ids names for one id.
const MOST_PLACES: usize = 20;

/// Where the documents of one feature, or of the portfolio itself, have their texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its address below the site's root.
    pub url: String,
    /// The documents.
    pub documents: Vec<DocId>,
}

/// The groups of a portfolio: one per feature, then that of the portfolio's own documents.
pub fn groups(portfolio: &Portfolio) -> Vec<Group> {
    let features = portfolio.features.iter().map(|one| &one.documents);
    (features.chain([&portfolio.own_documents]).enumerate())
        .map(|(at, documents)| Group {
            url: format!("search/d/{at}.js"),
            documents: documents.clone(),
        })
        .collect()
}

/// The directory: what the client reads first.
#[derive(Debug, Serialize)]
struct Directory<'a> {
    /// First term of each shard, and what its address is told apart by.
    shards: Vec<(&'a str, String)>,
    /// What the addresses of the texts of groups are told apart by: six digits each.
    versions: String,
    /// What the addresses of `vocab.js`, `ids.js` and `names.js` are told apart by.
    version: String,
    /// The group of each document.
    group: Vec<u32>,
    /// Words of kinds and of states, and for each document its letter: `a` for the first.
    kinds: Vec<&'a str>,
    kind: String,
    states: Vec<&'a str>,
    state: String,
}

/// Finds the place of a word in a list, adding it when it is new, as a letter.
fn letter<'a>(list: &mut Vec<&'a str>, word: &'a str) -> char {
    let at = list.iter().position(|one| *one == word).unwrap_or_else(|| {
        list.push(word);
        list.len() - 1
    });
    (b'a' + at as u8) as char
}

/// All scripts but those of the groups, by address.
pub fn write(portfolio: &Portfolio, site: &Site, index: &Index) -> BTreeMap<String, Vec<u8>> {
    let shards: Vec<String> = (0..index.shards.len())
        .into_par_iter()
        .map(|at| shard(index, at))
        .collect();
    let mut group = vec![0; portfolio.documents.len()];
    let groups = groups(portfolio);
    for (at, one) in groups.iter().enumerate() {
        for id in &one.documents {
            group[id.index()] = at as u32;
        }
    }
    let (mut kinds, mut states) = (Vec::new(), Vec::new());
    let mut names: Vec<&str> = (portfolio.features.iter())
        .map(|one| one.title.as_str())
        .collect();
    names.push("");
    let vocabulary = call("vocab", &vocabulary(index));
    let ids = call("ids", &ids(portfolio));
    let names = call("names", &names);
    let directory = Directory {
        versions: groups
            .par_iter()
            .map(|one| version(portfolio, site, one))
            .collect::<Vec<String>>()
            .concat(),
        version: Fingerprint::of_parts([&vocabulary[..], &ids[..], &names[..]]).short(),
        shards: (index.shards.iter().zip(&shards))
            .map(|(range, text)| {
                let first = &*index.terms[range.start].0;
                (first, digits(Fingerprint::of(text.as_bytes())))
            })
            .collect(),
        group,
        kind: (portfolio.documents.iter())
            .map(|one| letter(&mut kinds, one.kind.word()))
            .collect(),
        state: (portfolio.documents.iter())
            .map(|one| {
                let state = one
                    .status
                    .as_ref()
                    .map_or(StatusValue::Unknown, |it| it.value);
                letter(&mut states, state.word())
            })
            .collect(),
        kinds,
        states,
    };
    let mut out = BTreeMap::new();
    out.insert("search/meta.js".to_owned(), call("meta", &directory));
    out.insert("search/vocab.js".to_owned(), vocabulary);
    out.insert("search/ids.js".to_owned(), ids);
    out.insert("search/names.js".to_owned(), names);
    for (at, text) in shards.into_iter().enumerate() {
        out.insert(format!("search/t/{at}.js"), text.into_bytes());
    }
    out
}

/// Enough of a fingerprint to tell the next version of a file from this one; large portfolios have thousands of them in
/// what is read first.
fn digits(fingerprint: Fingerprint) -> String {
    let mut digits = fingerprint.short();
    digits.truncate(6);
    digits
}

/// A script that hands a value to the client.
fn call(name: &str, value: &impl Serialize) -> Vec<u8> {
    // The values have string keys, so this cannot fail.
    let json = serde_json::to_string(value).unwrap_or_default();
    format!("planfolioSearch.{name}({json});\n").into_bytes()
}

/// A list of sorted terms, each as a digit of base 36 for what it shares with the last one, and the rest.
fn fronted<'a>(terms: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut last = "";
    for term in terms {
        let shared = (last.chars().zip(term.chars()))
            .take(35)
            .take_while(|(left, right)| left == right)
            .map(|(left, _)| (1, left.len_utf8()))
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        if !out.is_empty() {
            out.push(' ');
        }
        out.push(char::from_digit(shared.0, 36).unwrap_or('0'));
        out.push_str(&term[shared.1..]);
        last = term;
    }
    out
}

fn shard(index: &Index, at: usize) -> String {
    let terms = &index.terms[index.shards[at].clone()];
    let mut bytes = Vec::new();
    for (_, postings) in terms {
        let length = postings.bytes.len() as u32;
        number(&mut bytes, (length << 1) | u32::from(postings.capped));
        number(&mut bytes, postings.documents);
        bytes.extend_from_slice(&postings.bytes);
    }
    let list = fronted(terms.iter().map(|(term, _)| &**term));
    let list = serde_json::to_string(&list).unwrap_or_default();
    format!("planfolioSearch.t({at},{list},\"{}\");\n", base64(&bytes))
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

/// Terms that a typing error may be meant for.
fn vocabulary(index: &Index) -> String {
    fronted(index.terms.iter().map(|(term, _)| &**term).filter(|term| {
        (4..=24).contains(&term.chars().count()) && term.chars().all(char::is_alphabetic)
    }))
}

/// Where each id is defined: documents and anchors.
fn ids(portfolio: &Portfolio) -> BTreeMap<String, Vec<(u32, &str)>> {
    let mut out: BTreeMap<String, Vec<(u32, &str)>> = BTreeMap::new();
    for document in &portfolio.documents {
        for symbol in document.symbols.iter().filter(|one| one.defines) {
            let key = symbol.id.replace('-', "").to_lowercase();
            let places = out.entry(key).or_default();
            if places.len() < MOST_PLACES {
                places.push((document.id.0, &symbol.anchor));
            }
        }
    }
    out
}

/// The title of the feature that a document belongs to; empty for those of the portfolio itself.
fn name<'a>(portfolio: &'a Portfolio, document: &Document) -> &'a str {
    (document.feature).map_or("", |id| portfolio.feature(id).title.as_str())
}

/// Tells the texts of a group apart from those of another build.
fn version(portfolio: &Portfolio, site: &Site, group: &Group) -> String {
    let parts = group.documents.iter().flat_map(|&id| {
        let document = portfolio.document(id);
        let code = document.code_blocks.iter().map(|one| &*one.text);
        let url = site.documents[id.index()].as_str();
        [
            document.title.as_str(),
            url,
            &document.body.html,
            name(portfolio, document),
        ]
        .into_iter()
        .chain(code)
    });
    digits(Fingerprint::of_parts(parts.map(str::as_bytes)))
}

/// The script with the texts of a group.
pub fn texts(portfolio: &Portfolio, site: &Site, group: &Group) -> Vec<u8> {
    let documents: Vec<_> = (group.documents.iter())
        .map(|&id| {
            let document = portfolio.document(id);
            let passages: Vec<(&str, &str, String)> = passage::of(document)
                .into_iter()
                .map(|one| (one.anchor, one.heading, one.text.trim_end().to_owned()))
                .collect();
            let url = &site.documents[id.index()];
            (
                id.0,
                &document.title,
                url,
                passages,
                name(portfolio, document),
            )
        })
        .collect();
    call("d", &documents)
}
