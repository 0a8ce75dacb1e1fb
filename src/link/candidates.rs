//! What a broken link may have meant.

use super::index::Index;
use crate::base::diagnostic::nearest;
use crate::base::path::RelPath;
use crate::model::document::Document;
use crate::model::site::relative;
use crate::model::source::{DocId, FeatureId};

/// Up to three documents that a missing path may mean, as links from `document`: the same file name in the same
/// feature, near names in its folder, the same path in a feature whose folder has a near name.
pub(super) fn nearest_paths(
    document: &Document,
    index: &Index<'_>,
    missing: &RelPath,
) -> Vec<String> {
    let mut found: Vec<DocId> = Vec::new();
    let home = index.layout.paths.split(missing.as_str());
    let feature = home.map(|(feature, _)| feature);
    if home.is_some() || document.feature.is_none() {
        found.extend(index.layout.paths.named(feature, missing.name()));
        found.extend(near_siblings(index, feature, missing));
    }
    if home.is_none() {
        found.extend(in_near_features(index, missing));
    }
    if found.is_empty() {
        found.extend(index.layout.paths.named(document.feature, missing.name()));
    }
    let mut links: Vec<String> = Vec::new();
    for id in found {
        let path = &index.documents[id.index()].path;
        let link = relative(document.path.as_str(), path.as_str());
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links.truncate(3);
    links
}

/// Up to three anchors that a missing one may mean: near spellings, then those that hold it or that it holds.
pub(super) fn nearest_anchors<'a>(
    missing: &str,
    anchors: impl Iterator<Item = &'a str>,
) -> Vec<&'a str> {
    let all: Vec<&str> = anchors.collect();
    let mut found = nearest(missing, all.iter().copied());
    let wanted = missing.to_lowercase();
    for anchor in all {
        let related = anchor.len() > 3
            && wanted.len() > 3
            && (anchor.contains(&wanted) || wanted.contains(anchor));
        if related && !found.contains(&anchor) {
            found.push(anchor);
        }
    }
    found.truncate(3);
    found
}

/// Documents of the same feature (or of the portfolio itself) with a near file name.
fn near_siblings(index: &Index<'_>, feature: Option<FeatureId>, missing: &RelPath) -> Vec<DocId> {
    let names = nearest(missing.name(), index.layout.paths.names_of(feature));
    names
        .iter()
        .flat_map(|name| index.layout.paths.named(feature, name))
        .copied()
        .collect()
}

/// Documents with the missing path's name in features whose folder has a name near to one of its segments.
fn in_near_features(index: &Index<'_>, missing: &RelPath) -> Vec<DocId> {
    let mut segments: Vec<&str> = missing.segments().collect();
    let name = segments.pop().unwrap_or("");
    let folders = || {
        index
            .layout
            .folders
            .iter()
            .map(|feature| feature.name.as_str())
    };
    let Some(segment) = segments.last() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for near in nearest(segment, folders()) {
        for (at, folder) in index.layout.folders.iter().enumerate() {
            if folder.name == near {
                found.extend(index.layout.paths.named(Some(FeatureId(at as u32)), name));
            }
        }
    }
    found
}
