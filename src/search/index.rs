//! Weighted postings of all terms, cut into shards.

use super::passage;
use super::token;
use crate::model::document::Document;
use hashbrown::HashTable;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The size that a shard aims at, in bytes of postings and terms.
const SHARD: usize = 24_000;

/// The longest list of postings in bytes. Words that stand nearly everywhere say little; their lists keep the strongest.
const LONGEST_LIST: usize = 48_000;

/// Documents that are cut into terms at a time, which bounds what is held beside the index.
const BATCH: usize = 256;

/// How much a word counts in a title, in a heading and in text.
const WEIGHTS: [f32; 3] = [6.0, 4.0, 1.0];

/// The usual lengths of titles, headings and texts, in words. Constants, so that an edit of one document leaves the
/// postings of all others as they are.
const LENGTHS: [f32; 3] = [5.0, 4.0, 120.0];

/// The weights from which on an impact is 2, 3, … 15: the client takes impact i for 2^(i / 3.2) - 1.
const STEPS: [f32; 14] = [
    0.384, 0.719, 1.134, 1.650, 2.292, 3.088, 4.076, 5.304, 6.829, 8.722, 11.073, 13.993, 17.620,
    22.123,
];

/// The postings of a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Postings {
    /// Pairs of variable-length numbers: documents since the last one, then passage × 16 + impact.
    pub bytes: Vec<u8>,
    /// In how many documents it stands.
    pub documents: u32,
    /// Whether some were left out.
    pub capped: bool,
    last: u32,
}

/// All terms with their postings.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// In order of code points.
    pub terms: Vec<(Box<str>, Postings)>,
    /// The ranges of terms that make up each shard.
    pub shards: Vec<Range<usize>>,
}

/// Makes the index of all documents, in their order.
pub fn build(documents: &[Arc<Document>]) -> Index {
    let mut all: HashTable<(u64, Box<str>, Postings)> = HashTable::new();
    for (batch, chunk) in documents.chunks(BATCH).enumerate() {
        let found: Vec<Vocabulary> = chunk.par_iter().map(|one| of_document(one)).collect();
        for (offset, terms) in found.iter().enumerate() {
            let document = (batch * BATCH + offset) as u32;
            for own in &terms.terms {
                let text = terms.text(own);
                let entry = all.entry(
                    own.hash,
                    |(hash, known, _)| *hash == own.hash && **known == *text,
                    |(hash, _, _)| *hash,
                );
                let mut entry =
                    entry.or_insert_with(|| (own.hash, text.into(), Postings::default()));
                let postings = &mut entry.get_mut().2;
                let mut delta = document - postings.last;
                postings.last = document;
                postings.documents += 1;
                for hit in terms.hits(own) {
                    let impact = impact(hit.count, terms.lengths[hit.passage as usize]);
                    number(&mut postings.bytes, delta);
                    number(&mut postings.bytes, (hit.passage << 4) | u32::from(impact));
                    delta = 0;
                }
            }
        }
    }
    let all = all.into_iter();
    let mut terms: Vec<(Box<str>, Postings)> = all.map(|(_, term, own)| (term, own)).collect();
    terms.par_sort_unstable_by(|left, right| left.0.cmp(&right.0));
    terms
        .par_iter_mut()
        .filter(|(_, postings)| postings.bytes.len() > LONGEST_LIST)
        .for_each(|(_, postings)| cap(postings));
    let shards = shards(&terms);
    Index { terms, shards }
}

/// The terms of one document.
#[derive(Debug, Default)]
struct Vocabulary {
    /// All different terms, one behind the other.
    texts: String,
    /// In order of their first places.
    terms: Vec<Term>,
    hits: Vec<Hit>,
    /// The lengths of each passage's fields.
    lengths: Vec<[f32; 3]>,
}

/// A term of a document.
#[derive(Debug)]
struct Term {
    hash: u64,
    /// Its bytes in [`Vocabulary::texts`].
    start: u32,
    end: u32,
    /// Its first and last hit.
    first: u32,
    last: u32,
}

/// A term in one passage.
#[derive(Debug)]
struct Hit {
    passage: u32,
    /// How often it stands in each field.
    count: [f32; 3],
    /// The same term in a later passage.
    next: Option<u32>,
}

impl Vocabulary {
    fn text(&self, term: &Term) -> &str {
        &self.texts[term.start as usize..term.end as usize]
    }

    /// The hits of a term in order of passages.
    fn hits(&self, term: &Term) -> impl Iterator<Item = &Hit> {
        let first = self.hits.get(term.first as usize);
        std::iter::successors(first, |hit| self.hits.get(hit.next? as usize))
    }

    /// Counts a term of a passage.
    fn add(&mut self, known: &mut HashTable<u32>, text: &str, passage: u32, field: usize) {
        let hash = xxh3_64(text.as_bytes());
        let found = known.find(hash, |&at| {
            let term = &self.terms[at as usize];
            term.hash == hash && self.text(term) == text
        });
        let hit = self.hits.len() as u32;
        let new = Hit {
            passage,
            count: [0.0; 3],
            next: None,
        };
        let last = if let Some(&at) = found {
            let term = &mut self.terms[at as usize];
            if self.hits[term.last as usize].passage != passage {
                self.hits[term.last as usize].next = Some(hit);
                term.last = hit;
                self.hits.push(new);
            }
            term.last
        } else {
            let start = self.texts.len() as u32;
            self.texts.push_str(text);
            let terms = &mut self.terms;
            known.insert_unique(hash, terms.len() as u32, |&at| terms[at as usize].hash);
            terms.push(Term {
                hash,
                start,
                end: self.texts.len() as u32,
                first: hit,
                last: hit,
            });
            self.hits.push(new);
            hit
        };
        self.hits[last as usize].count[field] += 1.0;
    }
}

fn of_document(document: &Document) -> Vocabulary {
    let mut terms = Vocabulary::default();
    let mut known = HashTable::new();
    for (passage, number) in passage::of(document).iter().zip(0..) {
        let mut lengths = [0.0_f32; 3];
        let heading = usize::from(number > 0);
        for (field, text) in [(heading, passage.heading), (2, passage.text.as_str())] {
            token::terms(text, |term| {
                lengths[field] += 1.0;
                terms.add(&mut known, term, number, field);
            });
        }
        terms.lengths.push(lengths);
    }
    terms
}

/// The weight of a term in a passage as four bits on a logarithmic scale.
fn impact(count: [f32; 3], lengths: [f32; 3]) -> u8 {
    let mut weight = 0.0;
    for field in 0..3 {
        let length = 0.4 + 0.6 * lengths[field] / LENGTHS[field];
        weight += WEIGHTS[field] * count[field] * 2.2 / (count[field] + 1.2 * length);
    }
    1 + STEPS.iter().take_while(|&&step| weight >= step).count() as u8
}

/// Appends a number, seven bits to the byte, the lowest first.
pub(super) fn number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads such a number.
fn read(bytes: &[u8], at: &mut usize) -> u32 {
    let (mut value, mut shift) = (0, 0);
    while let Some(&byte) = bytes.get(*at) {
        *at += 1;
        value |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            break;
        }
    }
    value
}

/// Keeps the strongest postings, the first ones among equals.
fn cap(postings: &mut Postings) {
    let (mut at, mut document) = (0, 0);
    let mut all = Vec::new();
    while at < postings.bytes.len() {
        document += read(&postings.bytes, &mut at);
        all.push((document, read(&postings.bytes, &mut at)));
    }
    // Two to three bytes each.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&one| (15 - (all[one].1 & 15), one));
    order.truncate(LONGEST_LIST / 3);
    order.sort_unstable();
    postings.bytes = Vec::new();
    let mut last = 0;
    for one in order {
        number(&mut postings.bytes, all[one].0 - last);
        number(&mut postings.bytes, all[one].1);
        last = all[one].0;
    }
    postings.capped = true;
}

fn shards(terms: &[(Box<str>, Postings)]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, (term, postings)) in terms.iter().enumerate() {
        let own = postings.bytes.len() + term.len() + 4;
        if size > 0 && size + own > SHARD {
            out.push(start..at);
            (start, size) = (at, 0);
        }
        size += own;
    }
    if start < terms.len() {
        out.push(start..terms.len());
    }
    out
}
