//! The page for addresses that do not exist.
//!
//! A server may show it at any depth, where relative links lead astray; so its links, its style sheet and its scripts
//! start at `base_url` when that is set, and at the page's own folder (the root) otherwise.

use super::chrome::{self, Page};
use crate::model::site;
use crate::render::scene::{Scene, View};
use serde::Serialize;

/// The page: `missing`.
#[derive(Debug, Serialize)]
pub struct NotFoundPage {
    /// Whether the links hold at any depth.
    pub absolute: bool,
}

/// Fills the context and names the template.
pub(in crate::render) fn fill(
    scene: &Scene<'_>,
    page: &site::Page,
    context: &mut tera::Context,
) -> &'static str {
    let view = View {
        scene,
        from: &page.url,
    };
    chrome::fill(
        context,
        &view,
        &Page {
            title: scene.strings().text("not_found"),
            description: "",
            name: "",
            crumbs: Vec::new(),
        },
    );
    let base = scene.config.base_url.as_deref().map(str::trim);
    if let Some(base) = base.filter(|base| !base.is_empty()) {
        context.insert("root", &format!("{}/", base.trim_end_matches('/')));
    }
    context.insert(
        "missing",
        &NotFoundPage {
            absolute: base.is_some_and(|base| !base.is_empty()),
        },
    );
    "404.html"
}
