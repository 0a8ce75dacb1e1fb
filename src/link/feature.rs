//! Puts a feature together: its documents, facts, title, status and phase.

use super::drift::Routes;
use super::feature_title::feature_title;
use super::index::Index;
use super::merge::merge;
use super::phase::phase;
use super::status::status;
use crate::base::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::portfolio::{BackReferences, Feature};
use crate::model::source::{DocId, DocumentKind, FeatureId};
use std::sync::Arc;

/// A feature, and what merging its facts brought to light.
#[derive(Debug)]
pub(super) struct Assembled {
    pub(super) feature: Arc<Feature>,
    /// The endpoints that its plans and its contracts state.
    pub(super) routes: Routes,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Assembles the feature at an index of the crawl from its documents.
pub(super) fn assemble(
    index: &Index<'_>,
    at: usize,
    ids: &[DocId],
    back_references: &[Arc<BackReferences>],
) -> Assembled {
    let folder = &index.layout.folders[at];
    let documents: Vec<&Document> = ids
        .iter()
        .map(|id| index.documents[id.index()].as_ref())
        .collect();
    let merged = merge(index, &documents, back_references);
    let status = status(folder, &documents, &merged.facts);
    let phase = phase(&documents, &merged.facts, &status);
    Assembled {
        routes: Routes::of(&merged.facts.endpoints, index),
        feature: Arc::new(Feature {
            id: FeatureId(at as u32),
            folder: folder.clone(),
            title: feature_title(folder, &documents),
            summary: summary(&documents),
            status,
            phase,
            documents: ids.to_vec(),
            facts: merged.facts,
        }),
        diagnostics: merged.diagnostics,
    }
}

/// What a feature is about: the first paragraph of its spec, else of the next document that says it.
fn summary(documents: &[&Document]) -> Option<String> {
    let of_kinds = |kinds: &[DocumentKind]| {
        documents
            .iter()
            .filter(|document| kinds.contains(&document.kind))
            .find_map(|document| document.summary.clone())
    };
    of_kinds(&[DocumentKind::Spec])
        .or_else(|| {
            of_kinds(&[
                DocumentKind::Requirements,
                DocumentKind::Proposal,
                DocumentKind::Plan,
                DocumentKind::Design,
            ])
        })
        .or_else(|| {
            documents
                .iter()
                .find(|document| document.names_feature)
                .and_then(|document| document.summary.clone())
        })
        .or_else(|| match documents {
            [only] => only.summary.clone(),
            _ => None,
        })
}
