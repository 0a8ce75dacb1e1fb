//! Which features have hover cards.

use crate::model::portfolio::{BackReferences, Feature, Portfolio};
use crate::model::site::{CardFile, Site};
use crate::model::source::DocId;
use std::collections::BTreeSet;

/// One file for each feature, and one for the documents of the portfolio itself, that documents refer to from
/// elsewhere or that state tasks of traced requirements.
pub(super) fn files(portfolio: &Portfolio, site: &Site) -> Vec<CardFile> {
    let features = portfolio.features.iter().zip(&site.features);
    let folders = features
        .map(|(feature, folder)| (folder.as_str(), &feature.documents, traced(feature)))
        .chain([("_", &portfolio.own_documents, BTreeSet::new())]);
    folders
        .filter_map(|(folder, documents, traced)| {
            let wanted = |&&id: &&DocId| {
                traced.contains(&id) || is_referred_to(&portfolio.back_references[id.index()], id)
            };
            let documents: Vec<DocId> = documents.iter().filter(wanted).copied().collect();
            (!documents.is_empty()).then(|| CardFile {
                url: format!("{folder}/cards.js"),
                documents,
            })
        })
        .collect()
}

/// Whether another document refers to a place in this one.
pub(super) fn is_referred_to(references: &BackReferences, id: DocId) -> bool {
    references.iter().any(|(anchor, places)| {
        !anchor.is_empty() && places.iter().any(|place| place.document != id)
    })
}

/// The documents with tasks that requirements of a feature lead to: registers link to these tasks.
pub(super) fn traced(feature: &Feature) -> BTreeSet<DocId> {
    let facts = &feature.facts;
    (facts.requirements.iter())
        .flat_map(|requirement| &requirement.fact.tasks)
        .map(|&task| facts.tasks[task as usize].document)
        .collect()
}
