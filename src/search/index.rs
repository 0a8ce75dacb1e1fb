//! Weighted postings of all terms, and what is known of each document's texts.

use super::passage;
use super::postings::Postings;
use super::text;
use super::vocabulary::{Term, Vocabulary};
use crate::model::document::Document;
use hashbrown::HashTable;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3Default;

/// Documents that are cut into terms at a time, which bounds what is held beside the index.
const BATCH: usize = 256;

/// The most documents that are indexed anew one by one.
const FEW: usize = 16;

/// All terms with their postings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// In order of code points.
    pub terms: Vec<(Arc<str>, Arc<Postings>)>,
    /// By document.
    pub extents: Vec<Extent>,
}

/// The texts that results show of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// About how many bytes they take.
    pub size: u32,
    /// Tells them apart from those of another build.
    pub print: u64,
}

/// Makes the index of all documents, in their order; `excerpts` tells whether results show some.
pub fn build(documents: &[Arc<Document>], excerpts: bool) -> Index {
    let mut all: HashTable<(u64, Box<str>, Postings)> = HashTable::new();
    let mut extents = Vec::with_capacity(documents.len());
    for chunk in documents.chunks(BATCH) {
        let found: Vec<(Vocabulary, Extent)> = chunk
            .par_iter()
            .map(|one| of_document(one, excerpts))
            .collect();
        for (terms, extent) in &found {
            let document = extents.len() as u32;
            extents.push(*extent);
            for own in terms.terms() {
                let text = terms.text(own);
                let entry = all.entry(
                    own.hash,
                    |(hash, known, _)| *hash == own.hash && **known == *text,
                    |(hash, _, _)| *hash,
                );
                let mut entry =
                    entry.or_insert_with(|| (own.hash, text.into(), Postings::default()));
                entry.get_mut().2.add(document, terms.places(own));
            }
        }
    }
    let all = all.into_iter();
    let mut terms: Vec<(Arc<str>, Arc<Postings>)> = all
        .map(|(_, term, own)| (term.into(), Arc::new(own)))
        .collect();
    terms.par_sort_unstable_by(|left, right| left.0.cmp(&right.0));
    Index { terms, extents }
}

/// The index after some edits, `None` when they are more than a few, or documents came or went. `old` are the documents
/// that `before` is of.
pub fn again(
    before: &Index,
    old: &[Arc<Document>],
    new: &[Arc<Document>],
    excerpts: bool,
) -> Option<Index> {
    let edited: Vec<usize> = (0..old.len().min(new.len()))
        .filter(|&at| !Arc::ptr_eq(&old[at], &new[at]))
        .take(FEW + 1)
        .collect();
    let is_same = |&at: &usize| old[at].path == new[at].path;
    if old.len() != new.len() || edited.len() > FEW || !edited.iter().all(is_same) {
        return None;
    }
    let mut index = before.clone();
    for at in edited {
        let (gone, _) = of_document(&old[at], excerpts);
        let (come, extent) = of_document(&new[at], excerpts);
        index.extents[at] = extent;
        let own: BTreeMap<&str, &Term> = (come.terms().iter())
            .map(|term| (come.text(term), term))
            .collect();
        let lost = gone.terms().iter().map(|term| gone.text(term));
        let lost: BTreeSet<&str> = lost.filter(|text| !own.contains_key(text)).collect();
        let document = at as u32;
        let mut new = Vec::new();
        for (text, term) in own {
            let places = come.places(term);
            if let Ok(found) = find(&index, text) {
                let postings = &mut index.terms[found].1;
                *postings = Arc::new(postings.with(document, places));
            } else {
                let postings = Postings::default().with(document, places);
                new.push((Arc::from(text), Arc::new(postings)));
            }
        }
        for text in lost {
            if let Ok(found) = find(&index, text) {
                let postings = &mut index.terms[found].1;
                *postings = Arc::new(postings.with(document, std::iter::empty()));
            }
        }
        index.terms.retain(|(_, postings)| postings.documents > 0);
        index.terms.extend(new);
        // Two sorted runs.
        index.terms.sort_by(|left, right| left.0.cmp(&right.0));
    }
    Some(index)
}

fn find(index: &Index, text: &str) -> Result<usize, usize> {
    index.terms.binary_search_by(|one| (*one.0).cmp(text))
}

fn of_document(document: &Document, excerpts: bool) -> (Vocabulary, Extent) {
    let passages = passage::of(document);
    let mut print = Xxh3Default::new();
    print.update(document.title.as_bytes());
    print.update(document.body.html.as_bytes());
    for block in &document.code_blocks {
        print.update(block.text.as_bytes());
    }
    let extent = Extent {
        size: text::size(&passages, excerpts),
        print: print.digest(),
    };
    (Vocabulary::of(&passages), extent)
}
