//! The terms of one document.

use super::passage::Passage;
use super::token;
use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// How much a word counts in a title, in a heading and in text.
const WEIGHTS: [f32; 3] = [6.0, 4.0, 1.0];

/// The usual lengths of titles, headings and texts, in words. Constants, so that an edit of one document leaves the
/// postings of all others as they are.
const LENGTHS: [f32; 3] = [5.0, 4.0, 120.0];

/// The terms of one document, each once.
#[derive(Debug, Default)]
pub struct Vocabulary {
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
pub struct Term {
    /// Of its text.
    pub hash: u64,
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
    /// Collects the terms of a document's passages.
    pub fn of(passages: &[Passage<'_>]) -> Self {
        let mut terms = Self::default();
        let mut known = HashTable::new();
        for (passage, number) in passages.iter().zip(0..) {
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

    /// The terms.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The text of a term.
    pub fn text(&self, term: &Term) -> &str {
        &self.texts[term.start as usize..term.end as usize]
    }

    /// The passages that hold a term, in order, and its weights in them.
    pub fn places(&self, term: &Term) -> impl Iterator<Item = (u32, f32)> {
        let first = self.hits.get(term.first as usize);
        std::iter::successors(first, |hit| self.hits.get(hit.next? as usize)).map(|hit| {
            let lengths = self.lengths[hit.passage as usize];
            (hit.passage, weight(hit.count, lengths))
        })
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

/// The weight of a term in a passage: BM25 over the fields, without the rarity of the term, which the client knows.
fn weight(count: [f32; 3], lengths: [f32; 3]) -> f32 {
    let mut weight = 0.0;
    for field in (0..3).filter(|&field| count[field] > 0.0) {
        let length = 0.4 + 0.6 * lengths[field] / LENGTHS[field];
        weight += WEIGHTS[field] * count[field] * 2.2 / (count[field] + 1.2 * length);
    }
    weight
}
