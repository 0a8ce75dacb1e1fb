//! Paths: links, images, and names of documents in code spans and prose.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::link::anchors::{anchors, find_anchor};
use crate::link::candidates::{nearest_anchors, nearest_paths};
use crate::link::finding::at_reference;
use crate::link::index::Index;
use crate::link::paths::Entry;
use crate::model::document::Document;
use crate::model::reference::{Link, Origin, Reference, Target};
use crate::model::source::{DocId, Format};

/// A path as a document writes it.
#[derive(Debug, Clone, Copy)]
struct Written<'r> {
    path: &'r str,
    fragment: Option<&'r str>,
    origin: Origin,
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
        Some(Entry::Feature(feature)) if is_name_of_own_feature(document, index, written) => {
            let _ = feature;
            Link::Text
        }
        Some(Entry::Feature(feature)) => Link::Feature(feature),
        Some(Entry::Folder) => folder_link(document, index, written),
        None if matches!(origin, Origin::Link | Origin::Image) => {
            not_found(document, index, reference, written, diagnostics)
        }
        None => Link::Text,
    }
}

/// What a link leads to: relative to the document, or from the top of SOURCE when it begins with `/`.
fn find_linked(document: &Document, index: &Index<'_>, path: &str) -> Option<Entry> {
    if path.is_empty() {
        return Some(Entry::Document(document.id));
    }
    let full = full_path(document, path)?;
    let entry = index.paths.at(full.as_str());
    if entry.is_some() {
        return entry;
    }
    let bare = full.as_str().split(['?', '#']).next().unwrap_or("");
    if bare.len() < full.as_str().len() {
        return index.paths.at(bare);
    }
    // Wiki links and the addresses of other generators leave the extension out.
    if full.extension().is_empty() {
        return index.paths.at(&format!("{full}.md"));
    }
    None
}

/// The path below SOURCE that a link writes; `None` when it climbs out.
fn full_path(document: &Document, path: &str) -> Option<RelPath> {
    match path.strip_prefix('/') {
        Some(from_top) => RelPath::root().join(from_top.trim_start_matches('/')),
        None => document.path.parent().join(path),
    }
}

/// What a path in a code span or in prose names. Asked in turn: the document's folder, the feature's folders, the
/// folders above, the roots, a unique file name within the feature, a feature's folder inside the path.
fn find_named(document: &Document, index: &Index<'_>, path: &str) -> Option<Entry> {
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let paths = &index.paths;
    if path.is_empty() || !paths.knows_name(path) {
        return None;
    }
    if !path.contains('/') && !path.contains('.') {
        return index.features.by_folder(path).map(Entry::Feature);
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
        if let Some(entry) = index.paths.below(&folder, path) {
            return Some(entry);
        }
        if folder.as_str().is_empty() {
            break;
        }
        folder = folder.parent();
    }
    let mut found = (index.paths.roots().iter()).filter_map(|root| index.paths.below(root, path));
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
        let in_feature = index.paths.named(document.feature, name);
        if !in_feature.is_empty() {
            return only(in_feature);
        }
    }
    let generic = name.eq_ignore_ascii_case("readme.md") || name.eq_ignore_ascii_case("index.md");
    if generic {
        return None;
    }
    only(index.paths.named(None, name))
}

/// A document behind the folder name of a feature, wherever that folder lies now: `specs/003-x/plan.md` when the
/// feature has been archived since.
fn find_in_named_feature(index: &Index<'_>, path: &str) -> Option<Entry> {
    let mut rest = path;
    while let Some((segment, below)) = rest.split_once('/') {
        if let Some(feature) = index.features.by_folder(segment) {
            let folders = index.paths.folders(feature);
            let inside = below.trim_end_matches('/');
            if inside.is_empty() {
                // A folder of sources may bear a feature's name: only a root before it makes it the feature's.
                let before = path[..path.len() - rest.len()].trim_end_matches('/');
                let is_root =
                    |root: &RelPath| before.ends_with(root.name()) && !root.name().is_empty();
                let rooted = before.is_empty() || index.paths.roots().iter().any(is_root);
                return rooted.then_some(Entry::Feature(feature));
            }
            return folders
                .iter()
                .find_map(|folder| index.paths.below(folder, inside));
        }
        rest = below;
    }
    None
}

/// Whether a code span or word names the feature in whose document it stands.
fn is_name_of_own_feature(document: &Document, index: &Index<'_>, written: Written<'_>) -> bool {
    if matches!(written.origin, Origin::Link | Origin::Image) {
        return false;
    }
    let entry = find_named(document, index, written.path);
    matches!((entry, document.feature), (Some(Entry::Feature(named)), Some(own)) if named == own)
}

/// A link to a document, with its anchor when the document has it.
fn to_document(
    document: &Document,
    index: &Index<'_>,
    reference: &Reference,
    (target, written): (DocId, Written<'_>),
    diagnostics: &mut Vec<Diagnostic>,
) -> Link {
    let is_link = matches!(written.origin, Origin::Link | Origin::Image);
    let plain = Link::Document {
        document: target,
        anchor: None,
    };
    let Some(fragment) = written.fragment else {
        // A document that names itself in a code span is no link.
        if target == document.id && !is_link {
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
    if is_link && there.format == Format::Markdown && !is_line_or_text(fragment) {
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
            (document, index.text(document.id)),
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
    let is_link = matches!(written.origin, Origin::Link | Origin::Image);
    let bases = [document.path.parent()];
    let feature_folders = document
        .feature
        .map_or(&[][..], |id| index.paths.folders(id));
    let path = if is_link {
        full_path(document, written.path)
    } else {
        let name = written.path.trim_start_matches('/');
        let roots = index.paths.roots().iter();
        let top = RelPath::root();
        bases
            .iter()
            .chain(feature_folders)
            .chain(std::iter::once(&top))
            .chain(roots)
            .filter_map(|base| base.join(name))
            .find(|path| index.paths.at(path.as_str()) == Some(Entry::Folder))
            .filter(|path| index.paths.split(path.as_str()).is_some())
    };
    path.map_or(Link::Text, Link::Folder)
}

/// A link that leads to nothing in the portfolio: broken when it should, a file of the repository otherwise.
fn not_found(
    document: &Document,
    index: &Index<'_>,
    reference: &Reference,
    written: Written<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Link {
    let place = (document, index.text(document.id));
    if written.path.starts_with('/') {
        let shown: String = written.path.chars().take(60).collect();
        diagnostics.push(at_reference(
            Code::AbsoluteLink,
            place,
            reference,
            format!("link to the absolute path `{shown}`"),
            "use a path relative to this document".to_owned(),
        ));
        return Link::Text;
    }
    let Some(full) = full_path(document, written.path) else {
        return outside(index, climbing_path(document, written.path), written);
    };
    let in_feature = index.paths.split(full.as_str()).is_some();
    if !index.paths.is_inside(&full) || !is_part_of_portfolio(&full, in_feature) {
        return outside(index, Some((full.to_string(), 0)), written);
    }
    let near = nearest_paths(document, index, &full);
    let help = if near.is_empty() {
        "create the document or correct the link".to_owned()
    } else {
        format!("nearest: {}", near.join(", "))
    };
    let what = match written.origin {
        Origin::Image => "image",
        _ if written.path.ends_with('/') => "folder with documents",
        _ => "document",
    };
    diagnostics.push(at_reference(
        Code::BrokenLink,
        place,
        reference,
        format!("no {what} at {full}"),
        help,
    ));
    Link::Text
}

/// A link to a file of the repository. `path` holds the path seen from SOURCE and how many folders it climbs above
/// it: above SOURCE lies what the address of the repository names folders for, beyond that nothing is known.
fn outside(index: &Index<'_>, path: Option<(String, usize)>, written: Written<'_>) -> Link {
    match (path, index.repository_depth) {
        (Some((path, climbs)), Some(depth))
            if climbs <= depth && written.origin != Origin::Image =>
        {
            Link::Repository(path)
        }
        _ => Link::Text,
    }
}

/// The path of a link that climbs out of SOURCE, seen from SOURCE (`../src/main.rs`), and how far it climbs.
fn climbing_path(document: &Document, path: &str) -> Option<(String, usize)> {
    let mut folders: Vec<&str> = document.path.segments().collect();
    folders.pop();
    let mut climbs = 0;
    for segment in path.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." if folders.is_empty() => climbs += 1,
            ".." => {
                folders.pop();
            }
            name => folders.push(name),
        }
    }
    (!folders.is_empty()).then(|| {
        (
            format!("{}{}", "../".repeat(climbs), folders.join("/")),
            climbs,
        )
    })
}

/// Whether every file or folder of this name below a root is part of the portfolio, so that a missing one is a
/// mistake. Of others (sources, data, drawings, folders of these) it cannot be told whether they exist.
fn is_part_of_portfolio(path: &RelPath, in_feature: bool) -> bool {
    match path.extension().as_str() {
        "md" | "markdown" | "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" => true,
        "yaml" | "yml" | "json" | "graphql" | "proto" => {
            path.segments().any(|segment| segment == "contracts")
        }
        "" => !in_feature || matches!(path.name(), "contracts" | "checklists"),
        _ => false,
    }
}
