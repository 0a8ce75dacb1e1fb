//! What documents can see of each other. The links of a document depend on this index and the document alone.

use super::TextOf;
use super::layout::Layout;
use super::symbols::{Ids, Symbols};
use crate::model::document::Document;
use crate::model::source::{DocId, FeatureId};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// The only scope that defines an id that others may mean; `None` when several do.
pub(super) type Everywhere = HashMap<Box<str>, Option<u32>>;

/// All exports of all documents.
pub(super) struct Index<'a> {
    /// Names and places.
    pub(super) layout: &'a Layout,
    /// Documents by path.
    pub(super) documents: &'a [Arc<Document>],
    /// The ids of each scope.
    pub(super) symbols: &'a [Arc<Symbols>],
    /// The ids that are known everywhere.
    pub(super) everywhere: &'a Everywhere,
    /// How many folders the address of the repository names below its root, so many that a link may climb out of
    /// SOURCE; `None` without an address.
    pub(super) repository_depth: Option<usize>,
    /// Gives the text of a document.
    pub(super) text_of: TextOf<'a>,
    /// The texts that findings have asked for.
    pub(super) texts: Vec<OnceLock<Arc<str>>>,
}

impl<'a> Index<'a> {
    /// The decoded text of a document.
    pub(super) fn text(&self, document: DocId) -> Arc<str> {
        let text = self.texts[document.index()].get_or_init(|| (self.text_of)(document));
        Arc::clone(text)
    }

    /// The ids of a scope.
    pub(super) fn scope(&self, scope: u32) -> Ids<'a> {
        Ids {
            table: &self.symbols[scope as usize],
            documents: self.documents,
        }
    }

    /// The ids of the feature that a document belongs to, or of the portfolio document itself.
    pub(super) fn own_symbols(&self, document: &Document) -> Ids<'a> {
        self.scope(self.layout.scope_of[document.id.index()])
    }

    /// The ids of a feature.
    pub(super) fn symbols_of(&self, feature: FeatureId) -> Ids<'a> {
        self.scope(feature.0)
    }

    /// The only scope that defines an id that others may mean.
    pub(super) fn only_scope_of(&self, key: &str) -> Option<u32> {
        *self.everywhere.get(key)?
    }
}

/// The ids that are known everywhere.
pub(super) fn everywhere(symbols: &[Arc<Symbols>]) -> Everywhere {
    let mut everywhere = Everywhere::new();
    for (scope, own) in symbols.iter().enumerate() {
        for key in own.shared_keys() {
            if let Some(known) = everywhere.get_mut(key) {
                *known = None;
            } else {
                everywhere.insert(key.clone(), Some(scope as u32));
            }
        }
    }
    everywhere
}

/// The number of folders that an address such as `https://github.com/owner/name/blob/main/docs/specs` names below
/// the root of the repository: 2.
pub(super) fn folders_of_address(address: &str) -> usize {
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
