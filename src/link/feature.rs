//! Puts a feature together: its documents, facts, title, status and phase.

use super::feature_title::feature_title;
use super::index::Index;
use super::merge::merge;
use super::phase::phase;
use super::status::status;
use crate::base::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::portfolio::{BackReferences, Feature};
use crate::model::source::{Crawl, DocId, DocumentKind, FeatureId};
use std::sync::Arc;

/// A feature, and what merging its facts brought to light.
#[derive(Debug)]
pub(super) struct Assembled {
    pub(super) feature: Feature,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The documents of each feature in reading order: by kind, then by path.
pub(super) fn members(crawl: &Crawl, documents: &[Arc<Document>]) -> Vec<Vec<DocId>> {
    let mut members: Vec<Vec<DocId>> = vec![Vec::new(); crawl.features.len()];
    for document in documents {
        if let Some(feature) = document.feature {
            members[feature.index()].push(document.id);
        }
    }
    for ids in &mut members {
        ids.sort_by_key(|id| (documents[id.index()].kind.reading_order(), *id));
    }
    members
}

/// Assembles the feature at an index of the crawl from its documents.
pub(super) fn assemble(
    index: &Index<'_>,
    at: usize,
    ids: &[DocId],
    back_references: &[BackReferences],
) -> Assembled {
    let folder = &index.crawl.features[at];
    let documents: Vec<&Document> = ids
        .iter()
        .map(|id| index.documents[id.index()].as_ref())
        .collect();
    let merged = merge(index, &documents, back_references);
    let status = status(folder, &documents, &merged.facts);
    let phase = phase(&documents, &merged.facts, &status);
    Assembled {
        feature: Feature {
            id: FeatureId(at as u32),
            folder: folder.clone(),
            title: feature_title(folder, &documents),
            summary: summary(&documents),
            status,
            phase,
            documents: ids.to_vec(),
            facts: merged.facts,
        },
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
