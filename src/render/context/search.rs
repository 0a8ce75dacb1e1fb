//! The page of search: the way in for links, and the way to the index where there are no scripts.

use super::chrome::{self, Page};
use crate::model::site;
use crate::render::scene::{Scene, View};

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
    let title = scene.strings().text("search");
    chrome::fill(
        context,
        &view,
        &Page {
            title,
            description: "",
            name: "",
            crumbs: Vec::new(),
        },
    );
    "search.html"
}
