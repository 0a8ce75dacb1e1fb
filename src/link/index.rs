//! What documents can see of each other. The links of a document depend on this index and the document alone.

use super::TextOf;
use super::features::FeatureNames;
use super::paths::Paths;
use super::records::Records;
use super::symbols::Symbols;
use crate::config::Config;
use crate::model::document::Document;
use crate::model::reference::Scope;
use crate::model::source::{Crawl, DocId, FeatureId};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// All exports of all documents.
pub(super) struct Index<'a> {
    /// The files and features as they were read.
    pub(super) crawl: &'a Crawl,
    /// Documents by path.
    pub(super) documents: &'a [Arc<Document>],
    /// The names of features.
    pub(super) features: FeatureNames,
    /// Decision records by number.
    pub(super) records: Records,
    /// The paths of documents, copied files and folders.
    pub(super) paths: Paths<'a>,
    /// How many folders the address of the repository names below its root, so many that a link may climb out of
    /// SOURCE; `None` without an address.
    pub(super) repository_depth: Option<usize>,
    /// Gives the text of a document.
    text_of: TextOf<'a>,
    /// The texts that findings have asked for.
    texts: Vec<OnceLock<Arc<str>>>,
    /// The ids of each feature, then those of each portfolio document.
    symbols: Vec<Symbols<'a>>,
    /// The index into `symbols` of each document.
    scope_of: Vec<u32>,
    /// The only scope that defines an id that others may mean; `None` when several do.
    everywhere: HashMap<String, Option<u32>>,
}

impl<'a> Index<'a> {
    /// Collects the exports of all documents. `members` holds the documents of each feature in reading order.
    pub(super) fn new(
        crawl: &'a Crawl,
        documents: &'a [Arc<Document>],
        members: &[Vec<DocId>],
        config: &Config,
        text_of: TextOf<'a>,
    ) -> Self {
        let mut scopes: Vec<Vec<&'a Document>> = members
            .iter()
            .map(|ids| ids.iter().map(|id| &*documents[id.index()]).collect())
            .collect();
        let mut scope_of = Vec::with_capacity(documents.len());
        for document in documents {
            scope_of.push(document.feature.map_or(scopes.len() as u32, |id| id.0));
            if document.feature.is_none() {
                scopes.push(vec![document]);
            }
        }
        let symbols: Vec<Symbols<'a>> = scopes.par_iter().map(|own| Symbols::new(own)).collect();
        let mut everywhere: HashMap<String, Option<u32>> = HashMap::new();
        for (scope, own) in symbols.iter().enumerate() {
            for key in own.shared_keys() {
                if let Some(known) = everywhere.get_mut(key) {
                    *known = None;
                } else {
                    everywhere.insert(key.to_owned(), Some(scope as u32));
                }
            }
        }
        Self {
            crawl,
            documents,
            features: FeatureNames::new(crawl),
            records: Records::new(documents),
            paths: Paths::new(crawl, documents),
            repository_depth: config.repo_url.as_deref().map(folders_of_address),
            text_of,
            texts: documents.iter().map(|_| OnceLock::new()).collect(),
            symbols,
            scope_of,
            everywhere,
        }
    }

    /// The decoded text of a document.
    pub(super) fn text(&self, document: DocId) -> Arc<str> {
        let text = self.texts[document.index()].get_or_init(|| (self.text_of)(document));
        Arc::clone(text)
    }

    /// The ids of the feature that a document belongs to, or of the portfolio document itself.
    pub(super) fn own_symbols(&self, document: &Document) -> &Symbols<'a> {
        &self.symbols[self.scope_of[document.id.index()] as usize]
    }

    /// The ids of a feature.
    pub(super) fn symbols_of(&self, feature: FeatureId) -> &Symbols<'a> {
        &self.symbols[feature.index()]
    }

    /// The definition of an id that exactly one feature or portfolio document defines.
    pub(super) fn find_everywhere(
        &self,
        key: &str,
        id: &str,
        scope: Scope,
        from: DocId,
    ) -> Option<(DocId, &'a str)> {
        let only = (*self.everywhere.get(key)?)?;
        self.symbols[only as usize]
            .find(key, id, scope, from)
            .map(|(document, symbol)| (document, symbol.anchor.as_str()))
    }
}

/// The number of folders that an address such as `https://github.com/owner/name/blob/main/docs/specs` names below
/// the root of the repository: 2.
fn folders_of_address(address: &str) -> usize {
    let segments: Vec<&str> = address.trim_end_matches('/').split('/').collect();
    let view = segments
        .iter()
        .position(|segment| matches!(*segment, "blob" | "tree" | "src"));
    view.map_or(0, |at| segments.len().saturating_sub(at + 2))
}

#[cfg(test)]
mod tests {
    use super::folders_of_address;

    #[test]
    fn addresses_name_folders_behind_the_branch() {
        assert_eq!(folders_of_address("https://github.com/owner/name"), 0);
        assert_eq!(
            folders_of_address("https://github.com/owner/name/blob/main"),
            0
        );
        assert_eq!(
            folders_of_address("https://github.com/owner/name/blob/main/docs/specs/"),
            2
        );
    }
}
