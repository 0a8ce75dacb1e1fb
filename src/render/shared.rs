//! What is the same for all pages, made once before the pages are written.

use super::context::chrome;
use super::label::{self, PlaceLabel, Places};
use super::tally::{self, DocumentTally, FeatureTally, SeverityCounts, Totals};
use super::theme::Theme;
use crate::config::Config;
use crate::model::document::Document;
use crate::model::portfolio::Portfolio;
use crate::model::site::Site;
use crate::model::source::{DocId, FeatureId};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Totals, tallies, navigation and look-ups over the whole portfolio.
#[derive(Debug)]
pub struct Shared {
    /// The value `site` of every template.
    pub(super) site: tera::Value,
    /// Totals over the portfolio.
    pub totals: Totals,
    /// Counts by feature.
    pub(super) features: Vec<FeatureTally>,
    /// Counts by document.
    pub(super) documents: Vec<DocumentTally>,
    /// Indices into the portfolio's diagnostics, by document.
    pub(super) diagnostics: Vec<Vec<u32>>,
    /// Short names of documents.
    pub(super) labels: Vec<String>,
    /// Indices into the portfolio's dependencies, by the feature that needs.
    pub(super) needs: Vec<Vec<u32>>,
    /// Indices into the portfolio's dependencies, by the feature that is needed.
    pub(super) needed_by: Vec<Vec<u32>>,
    /// Names of the places in each document, made when a page first asks for them.
    places: Vec<OnceLock<Places>>,
}

impl Shared {
    /// Counts and collects; linear in the size of the portfolio.
    pub fn new(theme: &Theme, portfolio: &Portfolio, site: &Site, config: &Config) -> Self {
        let mut features: Vec<FeatureTally> = portfolio
            .features
            .iter()
            .map(|it| FeatureTally::of(it))
            .collect();
        let by_path: HashMap<&str, DocId> = portfolio
            .documents
            .iter()
            .map(|document| (document.path.as_str(), document.id))
            .collect();
        let mut diagnostics = vec![Vec::new(); portfolio.documents.len()];
        for (at, diagnostic) in portfolio.diagnostics.iter().enumerate() {
            let Some(&id) = by_path.get(diagnostic.path.as_str()) else {
                continue;
            };
            diagnostics[id.index()].push(at as u32);
            if let Some(feature) = portfolio.document(id).feature {
                features[feature.index()]
                    .diagnostics
                    .add(diagnostic.severity);
            }
        }
        let mut needs = vec![Vec::new(); portfolio.features.len()];
        let mut needed_by = vec![Vec::new(); portfolio.features.len()];
        for (at, dependency) in portfolio.dependencies.iter().enumerate() {
            needs[dependency.from.index()].push(at as u32);
            needed_by[dependency.to.index()].push(at as u32);
        }
        let labels = label::of_documents(portfolio, &theme.strings);
        let totals = Totals::of(portfolio, &features);
        Self {
            site: tera::Value::from_serializable(&chrome::site(
                theme, portfolio, site, config, &totals,
            )),
            totals,
            features,
            documents: tally::by_document(portfolio),
            diagnostics,
            labels,
            needs,
            needed_by,
            places: portfolio
                .documents
                .iter()
                .map(|_| OnceLock::new())
                .collect(),
        }
    }

    /// The counts of a feature.
    pub(super) fn feature(&self, id: FeatureId) -> &FeatureTally {
        &self.features[id.index()]
    }

    /// The short name of a document.
    pub(super) fn label(&self, id: DocId) -> &str {
        &self.labels[id.index()]
    }

    /// The name of a place in a document.
    pub(super) fn place(&self, document: &Document, anchor: &str) -> Option<PlaceLabel> {
        self.places[document.id.index()]
            .get_or_init(|| Places::new(document))
            .label(document, anchor)
    }

    /// The diagnostics of a document by severity.
    pub(super) fn severities(&self, portfolio: &Portfolio, id: DocId) -> SeverityCounts {
        let mut counts = SeverityCounts::default();
        for &at in &self.diagnostics[id.index()] {
            counts.add(portfolio.diagnostics[at as usize].severity);
        }
        counts
    }
}
