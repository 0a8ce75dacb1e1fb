//! The documents of one feature in the side column.
//!
//! A column is bounded: folders of a large feature are shown open only when the page lies in them, and a long folder
//! shows the neighbours of the page.

use crate::model::portfolio::Feature;
use crate::model::source::{DocId, DocumentKind};
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;

/// Features with more documents than this show only the folder of the page.
const LARGE: usize = 30;
/// At most so many documents on either side of the page.
const NEIGHBOURS: usize = 12;

/// The side column: `side`.
#[derive(Debug, Clone, Serialize)]
pub struct Side {
    /// The feature's number.
    pub number: Option<String>,
    /// The feature's title.
    pub title: String,
    /// The address of its overview.
    pub url: String,
    /// Whether the page is the overview.
    pub is_overview: bool,
    /// Documents and folders in reading order.
    pub entries: Vec<SideEntry>,
    /// The number of documents that are not shown.
    pub hidden: u32,
    /// The address of the list of all documents.
    pub all_url: String,
}

/// A document, or a folder with its documents.
#[derive(Debug, Clone, Serialize)]
pub struct SideEntry {
    /// The name.
    pub label: String,
    /// The address; `None` for a folder.
    pub url: Option<String>,
    /// Whether it is the page itself.
    pub is_current: bool,
    /// A number with its noun (`count` as `noun`), such as 17 requirements.
    pub count: Option<SideCount>,
    /// The documents of a folder.
    pub children: Vec<SideEntry>,
    /// The number of documents of a folder that is not shown open.
    pub closed: Option<u32>,
}

/// What a document holds.
#[derive(Debug, Clone, Serialize)]
pub struct SideCount {
    /// How many.
    pub n: u32,
    /// Of how many, for boxes.
    pub of: Option<u32>,
    /// The noun.
    pub noun: &'static str,
}

/// The side column of a feature's page; `current` is `None` on the overview.
pub(super) fn column(view: &View<'_>, feature: &Feature, current: Option<DocId>) -> Side {
    let scene = view.scene;
    let documents = &feature.documents;
    let large = documents.len() > LARGE;
    let folder_of = |id: DocId| scene.portfolio.document(id).inner.parent();
    let here = current.map(folder_of);
    let mut entries: Vec<SideEntry> = Vec::new();
    let mut folders: Vec<(String, usize)> = Vec::new();
    let mut members: Vec<Vec<DocId>> = Vec::new();
    for &id in documents {
        let folder = folder_of(id);
        if folder.as_str().is_empty() {
            entries.push(entry(view, id, current));
            continue;
        }
        let at = folders
            .iter()
            .position(|(path, _)| path == folder.as_str())
            .unwrap_or_else(|| {
                folders.push((folder.to_string(), entries.len()));
                members.push(Vec::new());
                entries.push(SideEntry {
                    label: folder
                        .segments()
                        .map(label::from_name)
                        .collect::<Vec<_>>()
                        .join(" / "),
                    url: None,
                    is_current: false,
                    count: None,
                    children: Vec::new(),
                    closed: None,
                });
                folders.len() - 1
            });
        members[at].push(id);
    }
    let mut hidden = 0;
    for ((path, at), ids) in folders.iter().zip(&members) {
        let is_here = here.as_ref().is_some_and(|folder| folder.as_str() == path);
        if large && !is_here {
            hidden += ids.len();
            entries[*at].closed = Some(ids.len() as u32);
            entries[*at].url = Some(view.document(ids[0], ""));
            continue;
        }
        let shown = window(ids, current);
        hidden += ids.len() - shown.len();
        entries[*at].children = shown.iter().map(|&id| entry(view, id, current)).collect();
    }
    if entries.len() > 2 * LARGE {
        let middle = entries
            .iter()
            .position(|entry| {
                entry.is_current || entry.children.iter().any(|child| child.is_current)
            })
            .unwrap_or(0);
        let start = middle.saturating_sub(LARGE);
        let end = (start + 2 * LARGE).min(entries.len());
        hidden += entries.len() - (end - start);
        entries = entries.drain(start..end).collect();
    }
    Side {
        number: feature.folder.number.clone(),
        title: feature.title.clone(),
        url: view.feature(feature.id, ""),
        is_overview: current.is_none(),
        entries,
        hidden: hidden as u32,
        all_url: view.feature(feature.id, "pf.documents-list"),
    }
}

/// The neighbours of the current document in a long folder.
fn window(ids: &[DocId], current: Option<DocId>) -> &[DocId] {
    if ids.len() <= 2 * NEIGHBOURS + 1 {
        return ids;
    }
    let middle = ids.iter().position(|&id| Some(id) == current).unwrap_or(0);
    let start = middle.saturating_sub(NEIGHBOURS);
    let end = (start + 2 * NEIGHBOURS + 1).min(ids.len());
    &ids[start..end]
}

fn entry(view: &View<'_>, id: DocId, current: Option<DocId>) -> SideEntry {
    let tally = &view.scene.shared.documents[id.index()];
    let kind = view.scene.portfolio.document(id).kind;
    let counted = |n: u32, of: Option<u32>, noun: &'static str| Some(SideCount { n, of, noun });
    let count = if tally.tasks > 0 {
        counted(tally.tasks_done, Some(tally.tasks), "tasks")
    } else if tally.requirements > 0 {
        counted(tally.requirements, None, "requirements_short")
    } else if tally.entities > 0 {
        counted(tally.entities, None, "entities")
    } else if tally.checks > 0 && kind == DocumentKind::Checklist {
        counted(tally.checked, Some(tally.checks), "checks")
    } else {
        None
    };
    SideEntry {
        label: view.scene.shared.label(id).to_owned(),
        url: Some(view.document(id, "")),
        is_current: Some(id) == current,
        count,
        children: Vec::new(),
        closed: None,
    }
}
