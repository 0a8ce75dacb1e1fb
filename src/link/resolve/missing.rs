//! Links that lead to nothing in the portfolio: broken ones, and those to files of the repository around it.

use super::paths::{Written, full_path};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::link::candidates::nearest_paths;
use crate::link::finding::at_reference;
use crate::link::index::Index;
use crate::model::document::Document;
use crate::model::reference::{Link, Origin, Reference};

/// A link that leads to nothing in the portfolio: broken when it should, a file of the repository otherwise.
pub(super) fn not_found(
    document: &Document,
    index: &Index<'_>,
    reference: &Reference,
    written: Written<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Link {
    if written.path.starts_with('/') {
        let shown: String = written.path.chars().take(60).collect();
        diagnostics.push(at_reference(
            Code::AbsoluteLink,
            (document, &index.text(document.id)),
            reference,
            format!("link to the absolute path `{shown}`"),
            "use a path relative to this document".to_owned(),
        ));
        return Link::Text;
    }
    let Some(full) = full_path(document, written.path) else {
        return outside(index, climbing_path(document, written.path), written);
    };
    let in_feature = index.layout.paths.split(full.as_str()).is_some();
    if !index.layout.paths.is_inside(&full) || !is_part_of_portfolio(&full, in_feature) {
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
        (document, &index.text(document.id)),
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
