//! Phase 3: merges the facts of each feature and resolves all references.
//!
//! 1. [`layout`] and [`index`] collect what documents can see of each other: ids, anchors, paths, names of features.
//! 2. [`resolve`] answers the references of one document from that index; documents are resolved in parallel.
//! 3. [`back_references`] turns the answers round, [`dependencies`] reads ties between features off them.
//! 4. [`merge`] folds the facts of a feature's documents into one list each; [`feature`] adds title, status, phase.
//! 5. [`drift`] holds the endpoints of plans against those of contracts.
//!
//! [`memo`] keeps the results of all of these for the next time.

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
mod layout;
pub mod memo;
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
use crate::model::portfolio::Portfolio;
use crate::model::source::{Crawl, DocId};
use layout::Layout;
use memo::{Before, Edits, Linked};
use rayon::prelude::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};
use std::sync::{Arc, OnceLock};

/// Gives the decoded text of a document. Only findings need it, so that it may be read again for them.
pub type TextOf<'a> = &'a (dyn Fn(DocId) -> Arc<str> + Sync);

/// Links all documents of a crawl. `documents` stand in the order of `crawl.sources`, whose texts are not looked at.
pub fn link(
    crawl: &Crawl,
    documents: Vec<Arc<Document>>,
    config: &Config,
    text_of: TextOf<'_>,
) -> Portfolio {
    link_again(crawl, documents, config, text_of, None).0
}

/// The same after an edit: what `before` holds and the edit did not touch is taken over. `before` must have been made
/// with the same `config`. Gives the same portfolio as [`link`].
pub fn link_again(
    crawl: &Crawl,
    documents: Vec<Arc<Document>>,
    config: &Config,
    text_of: TextOf<'_>,
    before: Option<Before<'_>>,
) -> (Portfolio, Linked) {
    let before = before.filter(|it| {
        let known = &it.portfolio.documents;
        it.linked.layout.fits(known, crawl, &documents)
    });
    let layout = match before {
        Some(before) => Arc::clone(&before.linked.layout),
        None => Arc::new(Layout::new(crawl, &documents)),
    };
    let edits = before.map(|it| Edits::between(&layout, &it.portfolio.documents, &documents));
    let before = before.zip(edits.as_ref());
    let symbols = memo::symbols(&layout, &documents, before);
    let everywhere = memo::known_everywhere(&symbols, before);
    let index = index::Index {
        layout: &layout,
        documents: &documents,
        symbols: &symbols,
        everywhere: &everywhere,
        repository_depth: config.repo_url.as_deref().map(index::folders_of_address),
        text_of,
        texts: documents.iter().map(|_| OnceLock::new()).collect(),
    };
    let answers: Vec<Arc<resolve::Answers>> = documents
        .par_iter()
        .enumerate()
        .map(|(at, document)| match before {
            Some(before) if memo::still_answered(at, before, &everywhere) => {
                Arc::clone(&before.0.linked.answers[at])
            }
            _ => Arc::new(resolve::resolve(document, &index)),
        })
        .collect();
    let back_references = memo::all_back_references(&documents, &answers, before);
    let assembled: Vec<Arc<feature::Assembled>> = (0..layout.members.len())
        .into_par_iter()
        .map(|at| {
            let own = &layout.members[at];
            match before {
                Some(before) if memo::still_assembled(own, before, &back_references) => {
                    Arc::clone(&before.0.linked.assembled[at])
                }
                _ => Arc::new(feature::assemble(&index, at, own, &back_references)),
            }
        })
        .collect();
    let findings = memo::findings(crawl, &documents, &answers, before);
    let past = before.map(|(before, _)| before);
    let before = past.map(|it| it.linked);
    let routes = memo::routes(&assembled, before);
    let compared: Vec<Arc<drift::Compared>> = assembled
        .par_iter()
        .enumerate()
        .map(|(at, own)| match before {
            Some(before)
                if Arc::ptr_eq(own, &before.assembled[at])
                    && Arc::ptr_eq(&routes, &before.routes) =>
            {
                Arc::clone(&before.compared[at])
            }
            _ => Arc::new(drift::compare(&own.feature, &routes, &index)),
        })
        .collect();
    let dependencies = memo::dependencies(&answers, past);

    let mut diagnostics = crawl.diagnostics.clone();
    diagnostics.extend(cycles::cycles(&index, &dependencies));
    let found = (findings.iter().flatten().map(|it| &**it))
        .chain(assembled.iter().map(|it| &*it.diagnostics))
        .chain(compared.iter().map(|it| &*it.diagnostics));
    diagnostics.extend(found.flatten().cloned());
    let portfolio = Portfolio {
        title: title::portfolio_title(crawl, config),
        features: compared.iter().map(|it| Arc::clone(&it.feature)).collect(),
        links: answers.iter().map(|it| Arc::clone(&it.links)).collect(),
        back_references,
        dependencies,
        changes: Arc::clone(&crawl.changes),
        assets: crawl.assets.clone(),
        roots: crawl.roots.clone(),
        own_documents: layout.own_documents.clone(),
        diagnostics: severities::in_force(diagnostics, &documents, config),
        documents,
    };
    let linked = Linked {
        layout,
        symbols,
        everywhere,
        answers,
        findings,
        assembled,
        routes,
        compared,
    };
    (portfolio, linked)
}
