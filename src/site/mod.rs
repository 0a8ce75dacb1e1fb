//! Phase 4: which pages there are and where they lie.
//!
//! Addresses depend on paths alone, never on what the documents say, so that editing a document keeps every address.
//! The plan runs in four steps: [`address`] gives each feature, document and copied file its address in path order;
//! [`folder`] adds the pages that links to folders lead to; [`register`] decides which registers are split into one
//! part per feature; [`name`] collects the alphabetical index and cuts it into volumes of bounded size.

mod address;
mod card;
mod edit;
mod folder;
mod name;
mod register;

pub use edit::still_planned;
pub use name::collect as names;

use crate::base::diagnostic::Diagnostic;
use crate::model::portfolio::Portfolio;
use crate::model::site::{Page, PageKind, Register, Site};

/// Plans the pages of a portfolio. The diagnostics name the documents and features whose wanted address was taken.
pub fn plan(portfolio: &Portfolio) -> (Site, Vec<Diagnostic>) {
    let (mut tree, mut site, diagnostics) = address::assign(portfolio);
    let mut pages = Vec::new();
    let mut add = |url: &str, kind: PageKind| {
        pages.push(Page {
            url: url.to_owned(),
            kind,
        });
    };

    add("index.html", PageKind::Dashboard);
    for (feature, folder) in portfolio.features.iter().zip(&site.features) {
        add(
            &format!("{folder}/index.html"),
            PageKind::Feature(feature.id),
        );
    }
    for (document, url) in portfolio.documents.iter().zip(&site.documents) {
        add(url, PageKind::Document(document.id));
    }
    let (folders, folder_pages) = folder::pages(portfolio, &site, &mut tree);
    site.folders = folders;
    for (path, url) in folder_pages {
        add(&url, PageKind::Folder(path));
    }
    for register in Register::ALL {
        add(
            &format!("{}.html", register.word()),
            PageKind::Register(register),
        );
        site.lists.extend(register::lists(register));
        let parts = register::parts(portfolio, register);
        if !parts.is_empty() {
            site.split.push(register);
        }
        for feature in parts {
            let url = register::part_url(register, &site.features[feature.index()]);
            add(&url, PageKind::RegisterPart(register, feature));
        }
    }
    site.cards = card::files(portfolio, &site);
    site.volumes = name::volumes(name::count(portfolio));
    add("index-az.html", PageKind::Index);
    if site.volumes.len() > 1 {
        for number in 0..site.volumes.len() {
            add(
                &name::volume_url(number),
                PageKind::IndexVolume(number as u32),
            );
        }
    }
    add("search.html", PageKind::Search);
    add("timeline.html", PageKind::Timeline);
    add("diagnostics.html", PageKind::Diagnostics);
    add("_/index.html", PageKind::OwnDocuments);
    add("404.html", PageKind::NotFound);
    pages.sort_by(|left, right| left.url.cmp(&right.url));
    site.pages = pages;
    (site, diagnostics)
}
