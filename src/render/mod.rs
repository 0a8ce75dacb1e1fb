//! Phase 5: a page as HTML, a pure function of the portfolio, the site and the theme.
//!
//! * [`theme`] loads templates, texts and assets: the default theme in the binary, overlaid file by file.
//! * [`shared`] holds what is the same for all pages (totals, tallies, navigation, who needs whom). It is made once,
//!   before the pages, which are then rendered in parallel; a page looks up what it needs and never walks over all
//!   features, except for the pages that list all features.
//! * [`context`] has one documented structure per kind of page: the interface of the theme. Templates see these values
//!   and the texts `t`, and can fetch nothing.
//! * [`body`] fills the holes of parsed bodies: links, images, code, diagrams and back-references.
//!
//! Rules of the markup: templates escape everything by themselves; only fields whose names end in `_html` are marked
//! safe, and they come from parsed bodies. Addresses in contexts are relative to the page, ready to be written, except
//! those of `site`, which are the same for all pages and start at the site's root: templates write `{{ root }}` before
//! them. Ids of the page's frame start with `pf.`; no heading or fact has a dot in its anchor, so they never clash.

pub mod body;
pub mod cards;
pub mod context;
mod label;
mod map;
mod picture;
mod plural;
pub mod scene;
pub mod shared;
pub mod strings;
mod stylesheet;
pub mod tally;
pub mod theme;
pub mod tree;

use crate::model::site::{Page, PageKind};
use scene::Scene;
use tera::Context;

/// Why a page could not be written: a fault of a template.
#[derive(Debug, thiserror::Error)]
#[error("the page {url} failed: {reason}")]
pub struct PageError {
    /// The address of the page.
    pub url: String,
    /// The message with template, line and excerpt.
    pub reason: String,
}

/// Writes one page.
pub fn page(scene: &Scene<'_>, page: &Page) -> Result<String, PageError> {
    let mut context = Context::new();
    context.insert_value("site", scene.shared.site.clone());
    let template = match &page.kind {
        PageKind::Dashboard => context::dashboard::fill(scene, page, &mut context),
        PageKind::Feature(feature) => context::feature::fill(scene, page, *feature, &mut context),
        PageKind::Document(document) => {
            context::document::fill(scene, page, *document, &mut context)
        }
        PageKind::Folder(path) => context::folder::fill(scene, page, path, &mut context),
        PageKind::Register(register) => {
            context::register::fill(scene, page, *register, None, &mut context)
        }
        PageKind::RegisterPart(register, feature) => {
            context::register::fill(scene, page, *register, Some(*feature), &mut context)
        }
        PageKind::Timeline => context::timeline::fill(scene, page, &mut context),
        PageKind::Index => context::index::fill(scene, page, None, &mut context),
        PageKind::IndexVolume(number) => {
            context::index::fill(scene, page, Some(*number), &mut context)
        }
        PageKind::Diagnostics => context::diagnostics::fill(scene, page, &mut context),
        PageKind::OwnDocuments => context::folder::fill_own(scene, page, &mut context),
        PageKind::Search => context::search::fill(scene, page, &mut context),
        PageKind::NotFound => context::not_found::fill(scene, page, &mut context),
    };
    scene
        .theme
        .tera
        .render(template, &context)
        .map_err(|error| PageError {
            url: page.url.clone(),
            reason: error.to_string(),
        })
}
