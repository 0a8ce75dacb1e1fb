//! The paths of the portfolio: documents, copied files and folders.

use crate::base::path::RelPath;
use crate::model::document::Document;
use crate::model::source::{Crawl, DocId, FeatureId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// A document.
    Document(DocId),
    /// A copied file.
    Asset(u32),
    /// The folder of a feature.
    Feature(FeatureId),
    /// Another folder that holds documents.
    Folder,
}

/// All paths below SOURCE that lead somewhere.
#[derive(Debug, Default)]
pub(super) struct Paths {
    entries: HashMap<Box<str>, Entry>,
    /// The last segments of all entries: what is not among them needs no further look.
    names: HashSet<Box<str>>,
    /// The documents of each feature by file name; those of the portfolio itself come last.
    by_name: Vec<HashMap<Box<str>, Vec<DocId>>>,
    /// Feature folders, to find the feature that a path lies in.
    feature_folders: HashMap<Box<str>, FeatureId>,
    folders_of: Vec<Vec<RelPath>>,
    roots: Vec<RelPath>,
}

impl Paths {
    /// The paths of all documents and copied files and of the folders above them.
    pub(super) fn new(crawl: &Crawl, documents: &[Arc<Document>]) -> Self {
        let mut paths = Self {
            roots: crawl.roots.clone(),
            by_name: vec![HashMap::new(); crawl.features.len() + 1],
            ..Self::default()
        };
        for (at, feature) in crawl.features.iter().enumerate() {
            paths.folders_of.push(feature.folders.clone());
            for folder in &feature.folders {
                let id = FeatureId(at as u32);
                paths.feature_folders.insert(folder.as_str().into(), id);
                paths.enter(folder.as_str(), Entry::Feature(id));
            }
        }
        for document in documents {
            paths.enter_file(document.path.as_str(), Entry::Document(document.id));
            let owner = document
                .feature
                .map_or(crawl.features.len(), FeatureId::index);
            paths.by_name[owner]
                .entry(document.path.name().into())
                .or_default()
                .push(document.id);
        }
        for (at, asset) in crawl.assets.iter().enumerate() {
            paths.enter_file(asset.path.as_str(), Entry::Asset(at as u32));
        }
        paths
    }

    /// Enters a file and the folders above it. A document wins over the copied file of the same path, and a lone
    /// document over the feature that it makes up.
    fn enter_file(&mut self, path: &str, entry: Entry) {
        if matches!(entry, Entry::Document(_)) {
            self.entries.remove(path);
        }
        self.enter(path, entry);
        let mut rest = path;
        while let Some(at) = rest.rfind('/') {
            rest = &rest[..at];
            if matches!(self.entries.get(rest), Some(Entry::Folder)) {
                break;
            }
            self.enter(rest, Entry::Folder);
        }
    }

    fn enter(&mut self, path: &str, entry: Entry) {
        self.entries.entry(path.into()).or_insert(entry);
        let name = path.rsplit('/').next().unwrap_or("");
        if !self.names.contains(name) {
            self.names.insert(name.into());
        }
    }

    /// Whether any file or folder bears the last name of this path.
    pub(super) fn knows_name(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.names.contains(path.rsplit('/').next().unwrap_or(path))
    }

    /// What lies at a path, also when it lies in another of the folders that are merged into one feature.
    pub(super) fn at(&self, path: &str) -> Option<Entry> {
        if let Some(entry) = self.entries.get(path) {
            return Some(*entry);
        }
        let (feature, inner) = self.split(path)?;
        let folders = &self.folders_of[feature.index()];
        if folders.len() < 2 {
            return None;
        }
        folders
            .iter()
            .filter_map(|folder| folder.join(inner))
            .find_map(|candidate| self.entries.get(candidate.as_str()).copied())
    }

    /// What lies at the path `name` below a folder.
    pub(super) fn below(&self, folder: &RelPath, name: &str) -> Option<Entry> {
        self.at(folder.join(name)?.as_str())
    }

    /// The feature in whose folder a path lies, and the rest of the path.
    pub(super) fn split<'p>(&self, path: &'p str) -> Option<(FeatureId, &'p str)> {
        let mut end = path.len();
        loop {
            if let Some(feature) = self.feature_folders.get(&path[..end]) {
                return Some((*feature, path[end..].trim_start_matches('/')));
            }
            if end == 0 {
                return None;
            }
            end = path[..end].rfind('/').unwrap_or(0);
        }
    }

    /// The documents of a feature (or the portfolio's own) with a file name, in path order.
    pub(super) fn named(&self, feature: Option<FeatureId>, name: &str) -> &[DocId] {
        let owner = feature.map_or(self.folders_of.len(), FeatureId::index);
        self.by_name[owner].get(name).map_or(&[], Vec::as_slice)
    }

    /// The file names of a feature (or of the portfolio's own documents), in no particular order.
    pub(super) fn names_of(&self, feature: Option<FeatureId>) -> impl Iterator<Item = &str> {
        let owner = feature.map_or(self.folders_of.len(), FeatureId::index);
        self.by_name[owner].keys().map(|name| &**name)
    }

    /// The folders of a feature.
    pub(super) fn folders(&self, feature: FeatureId) -> &[RelPath] {
        &self.folders_of[feature.index()]
    }

    /// The folders that features lie in.
    pub(super) fn roots(&self) -> &[RelPath] {
        &self.roots
    }

    /// Whether a path lies below a folder whose documents are all part of the portfolio.
    pub(super) fn is_inside(&self, path: &RelPath) -> bool {
        self.roots.iter().any(|root| path.below(root).is_some())
            || self.split(path.as_str()).is_some()
    }
}
