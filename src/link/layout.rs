//! What names and places alone tell of a portfolio. It holds while files are only edited.

use super::features::FeatureNames;
use super::paths::Paths;
use super::records::Records;
use crate::base::path::RelPath;
use crate::model::document::Document;
use crate::model::source::{Crawl, DocId, FeatureFolder, FeatureId};
use std::sync::Arc;

/// Names and places of all features, documents and copied files.
#[derive(Debug)]
pub(super) struct Layout {
    /// The features as folders.
    pub(super) folders: Vec<FeatureFolder>,
    /// The documents of each feature in reading order.
    pub(super) members: Vec<Vec<DocId>>,
    /// The documents of the portfolio itself, in path order.
    pub(super) own_documents: Vec<DocId>,
    /// The names of features.
    pub(super) features: FeatureNames,
    /// Decision records by number.
    pub(super) records: Records,
    /// The paths of documents, copied files and folders.
    pub(super) paths: Paths,
    /// The scope of ids that each document belongs to: its feature, or one of its own behind those of the features.
    pub(super) scope_of: Vec<u32>,
    /// The place of each copied file and its feature.
    pub(super) assets: Vec<(RelPath, Option<FeatureId>)>,
    roots: Vec<RelPath>,
}

impl Layout {
    /// The layout of a crawl.
    pub(super) fn new(crawl: &Crawl, documents: &[Arc<Document>]) -> Self {
        let mut members: Vec<Vec<DocId>> = vec![Vec::new(); crawl.features.len()];
        let mut own_documents = Vec::new();
        let mut scope_of = Vec::with_capacity(documents.len());
        for document in documents {
            if let Some(feature) = document.feature {
                members[feature.index()].push(document.id);
                scope_of.push(feature.0);
            } else {
                scope_of.push((members.len() + own_documents.len()) as u32);
                own_documents.push(document.id);
            }
        }
        for ids in &mut members {
            ids.sort_by_key(|id| (documents[id.index()].kind.reading_order(), *id));
        }
        Self {
            folders: crawl.features.clone(),
            members,
            own_documents,
            features: FeatureNames::new(crawl),
            records: Records::new(documents),
            paths: Paths::new(crawl, documents),
            scope_of,
            assets: assets(crawl).collect(),
            roots: crawl.roots.clone(),
        }
    }

    /// Whether it is also the layout of this crawl. `before` are the documents that it was made for.
    pub(super) fn fits(
        &self,
        before: &[Arc<Document>],
        crawl: &Crawl,
        documents: &[Arc<Document>],
    ) -> bool {
        before.len() == documents.len()
            && before.iter().zip(documents).all(|(old, new)| {
                Arc::ptr_eq(old, new)
                    || (old.path == new.path
                        && old.inner == new.inner
                        && old.feature == new.feature
                        && old.kind == new.kind
                        && old.format == new.format)
            })
            && self.folders == crawl.features
            && self.roots == crawl.roots
            && assets(crawl).eq(self.assets.iter().cloned())
    }

    /// The documents of a scope in reading order.
    pub(super) fn members_of(&self, scope: usize) -> &[DocId] {
        match scope.checked_sub(self.members.len()) {
            None => &self.members[scope],
            Some(own) => &self.own_documents[own..=own],
        }
    }

    /// The number of scopes.
    pub(super) fn scopes(&self) -> usize {
        self.members.len() + self.own_documents.len()
    }
}

fn assets(crawl: &Crawl) -> impl Iterator<Item = (RelPath, Option<FeatureId>)> {
    crawl
        .assets
        .iter()
        .map(|asset| (asset.path.clone(), asset.feature))
}
