//! `sitemap.xml` by the protocol of sitemaps.org.

use super::{View, address, day};
use crate::base::xml;
use crate::model::site::{Page, PageKind};
use std::fmt::Write;

/// As many addresses as the protocol allows in one file.
const LONGEST: usize = 50_000;

/// The addresses of all pages but those that are not to be found, with the days of their last change.
pub(super) fn write(view: View<'_>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let (first, parts): (Vec<&Page>, Vec<&Page>) = view
        .site
        .pages
        .iter()
        .filter(|page| !matches!(page.kind, PageKind::NotFound | PageKind::Search))
        .partition(|page| !is_part(&page.kind));
    for page in first.into_iter().chain(parts).take(LONGEST) {
        let address = xml::escape(&address(view, &page.url));
        let _ = write!(out, "<url><loc>{address}</loc>");
        let portfolio = view.portfolio;
        let day = match &page.kind {
            PageKind::Document(id) => day::of_document(portfolio, portfolio.document(*id)),
            PageKind::Feature(id) => day::of_feature(portfolio, portfolio.feature(*id)),
            _ => None,
        };
        if let Some(day) = day {
            let _ = write!(out, "<lastmod>{day}</lastmod>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Whether a page holds a part of a list; these stand last, where the file is full first.
fn is_part(kind: &PageKind) -> bool {
    matches!(
        kind,
        PageKind::RegisterPart(..) | PageKind::IndexVolume(_) | PageKind::Folder(_)
    )
}
