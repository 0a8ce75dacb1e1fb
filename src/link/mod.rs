//! Phase 3: merges the facts of each feature and resolves all references.
//!
//! 1. [`index`] collects what documents can see of each other: ids, anchors, paths, names of features.
//! 2. [`resolve`] answers the references of one document from that index; documents are resolved in parallel.
//! 3. [`back_references`] turns the answers round, [`dependencies`] reads ties between features off them.
//! 4. [`merge`] folds the facts of a feature's documents into one list each; [`feature`] adds title, status, phase.
//! 5. [`drift`] holds the endpoints of plans against those of contracts.

mod anchors;
mod back_references;
mod candidates;
mod cycles;
mod dependencies;
mod drift;
mod feature;
mod feature_title;
mod features;
mod finding;
mod index;
mod key;
mod merge;
mod paths;
mod phase;
mod records;
mod resolve;
pub mod severities;
mod status;
mod symbols;
mod title;
mod words;

use crate::config::Config;
use crate::model::document::Document;
use crate::model::portfolio::{Feature, Portfolio};
use crate::model::reference::Link;
use crate::model::source::{Crawl, DocId};
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::sync::Arc;

/// Gives the decoded text of a document. Only findings need it, so that it may be read again for them.
pub type TextOf<'a> = &'a (dyn Fn(DocId) -> Arc<str> + Sync);

/// Links all documents of a crawl. `documents` stand in the order of `crawl.sources`, whose texts are not looked at.
pub fn link(
    crawl: &Crawl,
    documents: Vec<Arc<Document>>,
    config: &Config,
    text_of: TextOf<'_>,
) -> Portfolio {
    let members = feature::members(crawl, &documents);
    let index = index::Index::new(crawl, &documents, &members, config, text_of);
    let resolved: Vec<resolve::Resolved> = documents
        .par_iter()
        .map(|document| resolve::resolve(document, &index))
        .collect();
    let mut diagnostics = crawl.diagnostics.clone();
    let mut links: Vec<Vec<Link>> = Vec::with_capacity(documents.len());
    for answers in resolved {
        links.push(answers.links);
        diagnostics.extend(answers.diagnostics);
    }

    let back_references = back_references::back_references(&documents, &links);
    let dependencies = dependencies::dependencies(&index, &links);
    diagnostics.extend(cycles::cycles(&index, &dependencies));

    let assembled: Vec<feature::Assembled> = members
        .par_iter()
        .enumerate()
        .map(|(at, own)| feature::assemble(&index, at, own, &back_references))
        .collect();
    let mut features: Vec<Feature> = Vec::with_capacity(assembled.len());
    for one in assembled {
        features.push(one.feature);
        diagnostics.extend(one.diagnostics);
    }
    diagnostics.extend(drift::compare(&mut features, &index));

    for source in &crawl.sources {
        diagnostics.extend(source.diagnostics.iter().cloned());
    }
    for document in &documents {
        diagnostics.extend(document.diagnostics.iter().cloned());
    }
    let own_documents = documents
        .iter()
        .filter(|document| document.feature.is_none())
        .map(|document| document.id)
        .collect::<Vec<DocId>>();
    Portfolio {
        title: title::portfolio_title(crawl, config),
        features,
        links,
        back_references,
        dependencies,
        changes: Arc::clone(&crawl.changes),
        assets: crawl.assets.clone(),
        roots: crawl.roots.clone(),
        own_documents,
        diagnostics: severities::in_force(diagnostics, &documents, config),
        documents,
    }
}
