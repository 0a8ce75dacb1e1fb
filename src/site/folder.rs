//! Pages for folders that links lead to.

use super::address::Tree;
use crate::base::path::RelPath;
use crate::model::portfolio::Portfolio;
use crate::model::reference::Link;
use crate::model::site::Site;
use crate::model::source::Format;
use std::collections::{BTreeMap, BTreeSet};

/// The address of every folder that a link names, and the pages that must be made for them. A feature's folder leads
/// to its overview, SOURCE to the dashboard, and a folder with an `index.md` to that document.
pub(super) fn pages(
    portfolio: &Portfolio,
    site: &Site,
    tree: &mut Tree,
) -> (BTreeMap<RelPath, String>, Vec<(RelPath, String)>) {
    let wanted: BTreeSet<&RelPath> = portfolio.links.iter().flat_map(|it| linked(it)).collect();
    let mut addresses = BTreeMap::new();
    let mut pages = Vec::new();
    if wanted.is_empty() {
        return (addresses, pages);
    }
    let features: BTreeMap<&RelPath, usize> = portfolio
        .features
        .iter()
        .flat_map(|feature| {
            feature
                .folder
                .folders
                .iter()
                .chain([&feature.folder.path])
                .map(|folder| (folder, feature.id.index()))
        })
        .collect();
    let indexes: BTreeMap<RelPath, usize> = portfolio
        .documents
        .iter()
        .filter(|document| {
            document.format == Format::Markdown
                && document.path.stem().eq_ignore_ascii_case("index")
        })
        .map(|document| (document.path.parent(), document.id.index()))
        .collect();
    for path in wanted {
        if path.as_str().is_empty() {
            addresses.insert(path.clone(), "index.html".to_owned());
            continue;
        }
        if let Some(&feature) = features.get(path) {
            addresses.insert(
                path.clone(),
                format!("{}/index.html", site.features[feature]),
            );
            continue;
        }
        if let Some(&document) = indexes.get(path) {
            addresses.insert(path.clone(), site.documents[document].clone());
            continue;
        }
        let holder = ancestors(path)
            .find_map(|folder| features.get(&folder).map(|&feature| (folder, feature)));
        let folder = match &holder {
            Some((folder, feature)) => {
                let inner = path.below(folder).unwrap_or("");
                tree.folders(&site.features[*feature], RelPath::new(inner).segments())
            }
            None => tree.folders("_", path.segments()),
        };
        let url = format!("{folder}/index.html");
        if !tree.is_taken(&url) {
            tree.take(&url);
            pages.push((path.clone(), url.clone()));
        }
        addresses.insert(path.clone(), url);
    }
    (addresses, pages)
}

/// The folders that the links of a document lead to.
pub(super) fn linked(links: &[Link]) -> BTreeSet<&RelPath> {
    let folders = links.iter().filter_map(|link| match link {
        Link::Folder(path) => Some(path),
        _ => None,
    });
    folders.collect()
}

/// The folders above `path`, nearest first, without SOURCE itself.
fn ancestors(path: &RelPath) -> impl Iterator<Item = RelPath> {
    std::iter::successors(Some(path.parent()), |folder| Some(folder.parent()))
        .take_while(|folder| !folder.as_str().is_empty())
}
