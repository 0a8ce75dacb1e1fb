//! Paths: links, images, and names of documents in code spans and prose.

use super::missing::not_found;
use super::named::find_named;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::link::anchors::{anchors, find_anchor};
use crate::link::candidates::nearest_anchors;
use crate::link::finding::at_reference;
use crate::link::index::Index;
use crate::link::paths::Entry;
use crate::model::document::Document;
use crate::model::reference::{Link, Origin, Reference, Target};
use crate::model::source::{DocId, Format};

/// A path as a document writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'r> {
    pub(super) path: &'r str,
    pub(super) fragment: Option<&'r str>,
    pub(super) origin: Origin,
}

impl Written<'_> {
    /// Whether the author wrote a link or an image, not just a name.
    pub(super) fn is_link(self) -> bool {
        matches!(self.origin, Origin::Link | Origin::Image)
    }
}

/// Answers a reference by path; broken links and missing anchors are added to `diagnostics`.
pub(super) fn find(
    document: &Document,
    index: &Index<'_>,
    reference: &Reference,
    diagnostics: &mut Vec<Diagnostic>,
) -> Link {
    let Target::Path {
        path,
        fragment,
        origin,
        ..
    } = &reference.target
    else {
        return Link::Text;
    };
    let written = Written {
        path,
        fragment: fragment.as_deref().filter(|text| !text.is_empty()),
        origin: *origin,
    };
    let entry = match origin {
        Origin::Link | Origin::Image => find_linked(document, index, path),
        Origin::Code | Origin::Prose => find_named(document, index, path),
    };
    match entry {
        Some(Entry::Document(target)) => {
            to_document(document, index, reference, (target, written), diagnostics)
        }
        Some(Entry::Asset(asset)) => Link::Asset(asset),
        // A code span that names the feature in whose document it stands is no link.
        Some(Entry::Feature(own)) if document.feature == Some(own) && !written.is_link() => {
            Link::Text
        }
        Some(Entry::Feature(feature)) => Link::Feature(feature),
        Some(Entry::Folder) => folder_link(document, index, written),
        None if written.is_link() => not_found(document, index, reference, written, diagnostics),
        None => Link::Text,
    }
}

/// What a link leads to: relative to the document, or from the top of SOURCE when it begins with `/`.
fn find_linked(document: &Document, index: &Index<'_>, path: &str) -> Option<Entry> {
    if path.is_empty() {
        return Some(Entry::Document(document.id));
    }
    let full = full_path(document, path)?;
    let entry = index.layout.paths.at(full.as_str());
    if entry.is_some() {
        return entry;
    }
    let bare = full.as_str().split(['?', '#']).next().unwrap_or("");
    if bare.len() < full.as_str().len() {
        return index.layout.paths.at(bare);
    }
    // Wiki links and the addresses of other generators leave the extension out.
    if full.extension().is_empty() {
        return index.layout.paths.at(&format!("{full}.md"));
    }
    None
}

/// The path below SOURCE that a link writes; `None` when it climbs out.
pub(super) fn full_path(document: &Document, path: &str) -> Option<RelPath> {
    match path.strip_prefix('/') {
        Some(from_top) => RelPath::root().join(from_top.trim_start_matches('/')),
        None => document.path.parent().join(path),
    }
}

/// A link to a document, with its anchor when the document has it.
fn to_document(
    document: &Document,
    index: &Index<'_>,
    reference: &Reference,
    (target, written): (DocId, Written<'_>),
    diagnostics: &mut Vec<Diagnostic>,
) -> Link {
    let plain = Link::Document {
        document: target,
        anchor: None,
    };
    let Some(fragment) = written.fragment else {
        // A document that names itself in a code span is no link.
        if target == document.id && !written.is_link() {
            return Link::Text;
        }
        return plain;
    };
    let there = &*index.documents[target.index()];
    if let Some(anchor) = find_anchor(there, fragment) {
        return Link::Document {
            document: target,
            anchor: Some(anchor.to_owned()),
        };
    }
    if written.is_link() && there.format == Format::Markdown && !is_line_or_text(fragment) {
        let near = nearest_anchors(fragment, anchors(there));
        let help = if near.is_empty() {
            String::new()
        } else {
            format!("nearest: #{}", near.join(", #"))
        };
        let owner = if target == document.id {
            "this document"
        } else {
            there.path.as_str()
        };
        diagnostics.push(at_reference(
            Code::MissingAnchor,
            (document, &index.text(document.id)),
            reference,
            format!("no heading `#{fragment}` in {owner}"),
            help,
        ));
    }
    plain
}

/// Fragments that name no heading: lines (`L12`), text (`:~:text=…`) and the top of the page.
fn is_line_or_text(fragment: &str) -> bool {
    let line = fragment
        .strip_prefix('L')
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    line || fragment.starts_with(":~:") || fragment == "top"
}

/// A link to a folder's page. In code spans and prose only folders within features are meant.
fn folder_link(document: &Document, index: &Index<'_>, written: Written<'_>) -> Link {
    let bases = [document.path.parent()];
    let feature_folders = document
        .feature
        .map_or(&[][..], |id| index.layout.paths.folders(id));
    let path = if written.is_link() {
        full_path(document, written.path)
    } else {
        let name = written.path.trim_start_matches('/');
        let roots = index.layout.paths.roots().iter();
        let top = RelPath::root();
        bases
            .iter()
            .chain(feature_folders)
            .chain(std::iter::once(&top))
            .chain(roots)
            .filter_map(|base| base.join(name))
            .find(|path| index.layout.paths.at(path.as_str()) == Some(Entry::Folder))
            .filter(|path| index.layout.paths.split(path.as_str()).is_some())
    };
    path.map_or(Link::Text, Link::Folder)
}
