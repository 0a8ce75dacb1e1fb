//! Names of documents and features in code spans and prose.

use crate::base::path::RelPath;
use crate::link::index::Index;
use crate::link::paths::Entry;
use crate::model::document::Document;
use crate::model::source::DocId;

/// What a path in a code span or in prose names. Asked in turn: the document's folder, the feature's folders, the
/// folders above, the roots, a unique file name within the feature, a feature's folder inside the path.
pub(super) fn find_named(document: &Document, index: &Index<'_>, path: &str) -> Option<Entry> {
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let paths = &index.layout.paths;
    if path.is_empty() || !paths.knows_name(path) {
        return None;
    }
    if !path.contains('/') && !path.contains('.') {
        return index.layout.features.by_folder(path).map(Entry::Feature);
    }
    if let Some(entry) = paths.below(&document.path.parent(), path) {
        return Some(entry);
    }
    let climbs = path.starts_with("../");
    if !climbs {
        let feature_folders = document.feature.map_or(&[][..], |id| paths.folders(id));
        let found = feature_folders
            .iter()
            .find_map(|folder| paths.below(folder, path))
            .or_else(|| find_above(document, index, path))
            .or_else(|| find_by_name(document, index, path));
        if found.is_some() {
            return found;
        }
    }
    find_in_named_feature(index, path)
}

/// A path that names its folders: below one of the folders above the document, or below exactly one root.
fn find_above(document: &Document, index: &Index<'_>, path: &str) -> Option<Entry> {
    if !path.contains('/') {
        return None;
    }
    let mut folder = document.path.parent();
    loop {
        if let Some(entry) = index.layout.paths.below(&folder, path) {
            return Some(entry);
        }
        if folder.as_str().is_empty() {
            break;
        }
        folder = folder.parent();
    }
    let mut found =
        (index.layout.paths.roots().iter()).filter_map(|root| index.layout.paths.below(root, path));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The only document of the feature (or of the portfolio itself) whose path ends so.
fn find_by_name(document: &Document, index: &Index<'_>, path: &str) -> Option<Entry> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ends_so = |id: &&DocId| {
        let whole = index.documents[id.index()].path.as_str();
        whole.len() == path.len()
            || whole
                .strip_suffix(path)
                .is_some_and(|before| before.ends_with('/'))
    };
    let only = |ids: &[DocId]| {
        let mut fitting = ids.iter().filter(ends_so);
        let first = fitting.next()?;
        fitting.next().is_none().then_some(Entry::Document(*first))
    };
    if document.feature.is_some() {
        let in_feature = index.layout.paths.named(document.feature, name);
        if !in_feature.is_empty() {
            return only(in_feature);
        }
    }
    let generic = name.eq_ignore_ascii_case("readme.md") || name.eq_ignore_ascii_case("index.md");
    if generic {
        return None;
    }
    only(index.layout.paths.named(None, name))
}

/// A document behind the folder name of a feature, wherever that folder lies now: `specs/003-x/plan.md` when the
/// feature has been archived since.
fn find_in_named_feature(index: &Index<'_>, path: &str) -> Option<Entry> {
    let mut rest = path;
    while let Some((segment, below)) = rest.split_once('/') {
        if let Some(feature) = index.layout.features.by_folder(segment) {
            let folders = index.layout.paths.folders(feature);
            let inside = below.trim_end_matches('/');
            if inside.is_empty() {
                // A folder of sources may bear a feature's name: only a root before it makes it the feature's.
                let before = path[..path.len() - rest.len()].trim_end_matches('/');
                let is_root =
                    |root: &RelPath| before.ends_with(root.name()) && !root.name().is_empty();
                let rooted = before.is_empty() || index.layout.paths.roots().iter().any(is_root);
                return rooted.then_some(Entry::Feature(feature));
            }
            return folders
                .iter()
                .find_map(|folder| index.layout.paths.below(folder, inside));
        }
        rest = below;
    }
    None
}
