//! Weighted postings of all terms, and what is known of each document's texts.

use super::passage;
use super::postings::Postings;
use super::text;
use super::vocabulary::Vocabulary;
use crate::model::document::Document;
use hashbrown::HashTable;
use rayon::prelude::*;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3Default;

/// Documents that are cut into terms at a time, which bounds what is held beside the index.
const BATCH: usize = 256;

/// All terms with their postings.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// In order of code points.
    pub terms: Vec<(Box<str>, Postings)>,
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
    let mut terms: Vec<(Box<str>, Postings)> = all.map(|(_, term, own)| (term, own)).collect();
    terms.par_sort_unstable_by(|left, right| left.0.cmp(&right.0));
    Index { terms, extents }
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
