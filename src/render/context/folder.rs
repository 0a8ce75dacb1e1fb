//! Pages of folders, and the page of the portfolio's own documents.

use super::chrome::{self, Crumb, Page};
use super::reference::{FeatureName, PhaseName};
use super::side;
use crate::base::path::RelPath;
use crate::model::site;
use crate::model::source::DocId;
use crate::render::label;
use crate::render::scene::{Scene, View};
use serde::Serialize;
use std::collections::BTreeMap;

/// A folder: `folder`.
#[derive(Debug, Serialize)]
pub struct FolderPage {
    /// The title.
    pub title: String,
    /// The path below SOURCE; empty on the page of own documents.
    pub path: String,
    /// Features in it.
    pub features: Vec<FolderFeature>,
    /// The number of all features in it.
    pub features_total: u32,
    /// Documents in it, by sub-folder.
    pub groups: Vec<FolderGroup>,
    /// The number of its documents.
    pub total: u32,
}

/// A feature in a folder.
#[derive(Debug, Serialize)]
pub struct FolderFeature {
    /// Its name.
    pub name: FeatureName,
    /// How far it is.
    pub phase: PhaseName,
}

/// The documents of one folder.
#[derive(Debug, Serialize)]
pub struct FolderGroup {
    /// The path; empty for the folder itself.
    pub path: String,
    /// Documents in order.
    pub documents: Vec<FolderDocument>,
}

/// A document of a folder.
#[derive(Debug, Serialize)]
pub struct FolderDocument {
    /// The short name.
    pub label: String,
    /// The file name.
    pub file: String,
    /// One line about it.
    pub summary: Option<String>,
    /// Words.
    pub words: u32,
    /// Its address.
    pub url: String,
}

/// Fills the context of a folder's page and names its template.
pub(in crate::render) fn fill(
    scene: &Scene<'_>,
    page: &site::Page,
    path: &RelPath,
    context: &mut tera::Context,
) -> &'static str {
    let view = View {
        scene,
        from: &page.url,
    };
    let portfolio = scene.portfolio;
    let below = below(&portfolio.documents, path, |document| &document.path);
    let features: Vec<FolderFeature> =
        self::below(&portfolio.features, path, |feature| &feature.folder.path)
            .iter()
            .map(|feature| FolderFeature {
                name: FeatureName::of(&view, feature.id),
                phase: PhaseName::of(feature.phase),
            })
            .collect();
    let holder = below
        .iter()
        .find_map(|document| document.feature)
        .map(|id| portfolio.feature(id))
        .filter(|feature| {
            let mut folders = feature.folder.folders.iter().chain([&feature.folder.path]);
            folders.any(|folder| path.below(folder).is_some())
        });
    // In a folder that holds features their documents are reached through them.
    let listed = below
        .iter()
        .filter(|document| holder.is_some() || document.feature.is_none())
        .map(|document| document.id);
    let groups = groups(&view, listed, |document| {
        document.path.parent().below(path).unwrap_or("").to_owned()
    });
    let mut crumbs = vec![chrome::home(&view)];
    if let Some(feature) = holder {
        let name = FeatureName::of(&view, feature.id);
        crumbs.push(Crumb {
            text: name.full(),
            url: Some(name.url),
        });
        context.insert("side", &side::column(&view, feature, None));
    }
    let title = label::from_name(path.name());
    crumbs.push(Crumb {
        text: title.clone(),
        url: None,
    });
    let value = FolderPage {
        path: path.to_string(),
        features_total: features.len() as u32,
        features,
        total: groups
            .iter()
            .map(|group| group.documents.len())
            .sum::<usize>() as u32,
        groups,
        title,
    };
    chrome::fill(
        context,
        &view,
        &Page {
            title: &value.title,
            description: "",
            name: "",
            crumbs,
        },
    );
    context.insert("folder", &value);
    "folder.html"
}

/// The entries of a list in path order that lie below a folder.
fn below<'a, T>(entries: &'a [T], folder: &RelPath, path: impl Fn(&T) -> &RelPath) -> &'a [T] {
    let prefix = format!("{folder}/");
    let start = entries.partition_point(|entry| path(entry).as_str() < prefix.as_str());
    let rest = &entries[start..];
    let count = rest.partition_point(|entry| path(entry).as_str().starts_with(&prefix));
    &rest[..count]
}

/// Fills the context of the page of own documents and names its template.
pub(in crate::render) fn fill_own(
    scene: &Scene<'_>,
    page: &site::Page,
    context: &mut tera::Context,
) -> &'static str {
    let view = View {
        scene,
        from: &page.url,
    };
    let own = scene.portfolio.own_documents.iter().copied();
    let groups = groups(&view, own, |document| document.path.parent().to_string());
    let title = scene.strings().text("own_documents").to_owned();
    let value = FolderPage {
        path: String::new(),
        features: Vec::new(),
        features_total: 0,
        total: scene.portfolio.own_documents.len() as u32,
        groups,
        title,
    };
    chrome::fill(
        context,
        &view,
        &Page {
            title: &value.title,
            description: "",
            name: "",
            crumbs: vec![
                chrome::home(&view),
                Crumb {
                    text: value.title.clone(),
                    url: None,
                },
            ],
        },
    );
    context.insert("folder", &value);
    "folder.html"
}

fn groups(
    view: &View<'_>,
    documents: impl Iterator<Item = DocId>,
    folder: impl Fn(&crate::model::document::Document) -> String,
) -> Vec<FolderGroup> {
    let scene = view.scene;
    let mut groups: BTreeMap<String, Vec<FolderDocument>> = BTreeMap::new();
    for id in documents {
        let document = scene.portfolio.document(id);
        groups
            .entry(folder(document))
            .or_default()
            .push(FolderDocument {
                label: scene.shared.label(id).to_owned(),
                file: document.path.name().to_owned(),
                summary: document
                    .summary
                    .as_deref()
                    .map(|text| label::shortened(text, 160)),
                words: document.words,
                url: view.document(id, ""),
            });
    }
    groups
        .into_iter()
        .map(|(path, documents)| FolderGroup { path, documents })
        .collect()
}
