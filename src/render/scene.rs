//! All that a page can look at, and the addresses seen from it.

use super::shared::Shared;
use super::strings::Strings;
use super::theme::Theme;
use crate::base::markup::{escape, escape_into};
use crate::config::Config;
use crate::model::code::Highlighting;
use crate::model::diagram::Artist;
use crate::model::portfolio::Portfolio;
use crate::model::site::{Name, Register, Site, relative};
use crate::model::source::{DocId, FeatureId};

/// The values that pages are functions of.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// Templates, texts and assets.
    pub theme: &'a Theme,
    /// The documents.
    pub portfolio: &'a Portfolio,
    /// The pages.
    pub site: &'a Site,
    /// The alphabetical index, for its pages; empty for all others.
    pub names: &'a [Name],
    /// The settings.
    pub config: &'a Config,
    /// Highlighted code.
    pub code: &'a Highlighting,
    /// What draws diagrams.
    pub artist: Artist,
    /// What is the same for all pages, made of the first four by [`Shared::new`].
    pub shared: &'a Shared,
}

impl<'a> Scene<'a> {
    /// The texts of the interface.
    pub fn strings(&self) -> &'a Strings {
        &self.theme.strings
    }
}

/// A scene seen from the page at one address.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The scene.
    pub scene: &'a Scene<'a>,
    /// The address of the page below the site's root.
    pub from: &'a str,
}

impl View<'_> {
    /// The relative address of a page, with an anchor unless that is empty.
    pub fn address(&self, url: &str, anchor: &str) -> String {
        let mut address = if url == self.from && !anchor.is_empty() {
            String::new()
        } else {
            relative(self.from, url)
        };
        if !anchor.is_empty() {
            address.push('#');
            address.push_str(anchor);
        }
        address
    }

    /// The relative address of a place in a document.
    pub fn document(&self, document: DocId, anchor: &str) -> String {
        self.address(&self.scene.site.documents[document.index()], anchor)
    }

    /// The relative address of a place in a feature's overview.
    pub fn feature(&self, feature: FeatureId, anchor: &str) -> String {
        let folder = &self.scene.site.features[feature.index()];
        self.address(&format!("{folder}/index.html"), anchor)
    }

    /// The relative address of a register, or of the rows that a feature has in it.
    pub fn register(&self, register: Register, feature: Option<FeatureId>) -> String {
        let page = format!("{}.html", register.word());
        let Some(feature) = feature else {
            return self.address(&page, "");
        };
        let folder = &self.scene.site.features[feature.index()];
        if self.scene.site.split.contains(&register) {
            self.address(&format!("registers/{}-{folder}.html", register.word()), "")
        } else if is_grouped(register) {
            self.address(&page, &group_anchor(folder))
        } else {
            self.address(&page, "")
        }
    }

    /// The way up to the site's root: empty, `../`, `../../`, …
    pub fn root(&self) -> String {
        "../".repeat(self.from.matches('/').count())
    }
}

/// Whether the rows of a register stand in one group per feature; the others are merged by name or by level.
fn is_grouped(register: Register) -> bool {
    match register {
        Register::Requirements
        | Register::Tasks
        | Register::Decisions
        | Register::Questions
        | Register::Dependencies => true,
        Register::Risks
        | Register::Endpoints
        | Register::Entities
        | Register::Components
        | Register::Technologies => false,
    }
}

/// The anchor of a feature's rows in a register.
pub(super) fn group_anchor(folder: &str) -> String {
    format!("pf.{folder}")
}

/// Addresses of places in documents, seen from one page. Those of the documents that it names most are kept.
pub(super) struct Addresses<'a> {
    view: &'a View<'a>,
    known: Vec<(DocId, String)>,
}

/// The most addresses that are kept: they are looked through one by one.
const MOST_KNOWN: usize = 16;

impl<'a> Addresses<'a> {
    /// None yet.
    pub(super) fn new(view: &'a View<'a>) -> Self {
        Self {
            view,
            known: Vec::new(),
        }
    }

    /// Appends the relative address of a place in a document, escaped for an attribute.
    pub(super) fn push(&mut self, out: &mut String, document: DocId, anchor: &str) {
        let is_here = self.view.scene.site.documents[document.index()] == self.view.from;
        if !is_here || anchor.is_empty() {
            let mut known = self.known.iter();
            if let Some((_, page)) = known.find(|(known, _)| *known == document) {
                out.push_str(page);
            } else {
                let page = escape(&self.view.document(document, ""));
                out.push_str(&page);
                if self.known.len() < MOST_KNOWN {
                    self.known.push((document, page));
                }
            }
        }
        if !anchor.is_empty() {
            out.push('#');
            escape_into(out, anchor);
        }
    }
}
