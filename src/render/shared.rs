//! What is the same for all pages, made once before the pages are written.

use super::context::{chrome, timeline};
use super::label::{self, PlaceLabel, Places};
use super::tally::{self, Distinct, DocumentTally, FeatureTally, SeverityCounts, Totals};
use super::theme::Theme;
use crate::config::Config;
use crate::model::document::Document;
use crate::model::portfolio::{Dependency, Portfolio};
use crate::model::site::Site;
use crate::model::source::{DocId, FeatureId};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

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
    labels: Vec<Arc<str>>,
    /// The ties between features.
    ties: Arc<Ties>,
    distinct: Distinct,
    has_dates: bool,
    /// Names of the places in each document, made when a page first asks for them.
    places: Vec<OnceLock<Places>>,
}

/// Dependencies by feature.
#[derive(Debug)]
struct Ties {
    /// Indices into the portfolio's dependencies, by the feature that needs.
    needs: Vec<Vec<u32>>,
    /// The same by the feature that is needed.
    needed_by: Vec<Vec<u32>>,
    /// The number of pairs of features.
    pairs: u32,
}

impl Ties {
    fn of(dependencies: &[Dependency], features: usize) -> Self {
        let mut ties = Self {
            needs: vec![Vec::new(); features],
            needed_by: vec![Vec::new(); features],
            pairs: 0,
        };
        let mut pairs = BTreeSet::new();
        for (dependency, at) in dependencies.iter().zip(0..) {
            ties.needs[dependency.from.index()].push(at);
            ties.needed_by[dependency.to.index()].push(at);
            pairs.insert((dependency.from, dependency.to));
        }
        ties.pairs = pairs.len() as u32;
        ties
    }
}

/// What was shared before an edit.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The portfolio.
    pub portfolio: &'a Portfolio,
    /// Made of it, with the same theme.
    pub shared: &'a Shared,
}

impl Shared {
    /// Counts and collects; linear in the size of the portfolio.
    pub fn new(theme: &Theme, portfolio: &Portfolio, site: &Site, config: &Config) -> Self {
        Self::again(theme, portfolio, site, config, None)
    }

    /// The same after an edit. What was counted for features that the edit did not touch is taken over.
    pub fn again(
        theme: &Theme,
        portfolio: &Portfolio,
        site: &Site,
        config: &Config,
        before: Option<Before<'_>>,
    ) -> Self {
        let before = before.filter(|it| {
            it.portfolio.documents.len() == portfolio.documents.len()
                && it.portfolio.features.len() == portfolio.features.len()
        });
        let untouched = |at: usize| {
            before.filter(|it| Arc::ptr_eq(&it.portfolio.features[at], &portfolio.features[at]))
        };
        let mut features = Vec::with_capacity(portfolio.features.len());
        let mut documents = vec![DocumentTally::default(); portfolio.documents.len()];
        let mut labels: Vec<Arc<str>> = vec![Arc::default(); portfolio.documents.len()];
        let mut distinct = before.map(|it| it.shared.distinct);
        for (at, feature) in portfolio.features.iter().enumerate() {
            let ids = feature.documents.iter().map(|id| id.index());
            if let Some(before) = untouched(at) {
                features.push(FeatureTally {
                    diagnostics: SeverityCounts::default(),
                    ..before.shared.features[at]
                });
                for id in ids {
                    documents[id] = before.shared.documents[id];
                    labels[id] = Arc::clone(&before.shared.labels[id]);
                }
                continue;
            }
            features.push(FeatureTally::of(feature));
            tally::count_documents(feature, &mut documents);
            let names = label::of_members(portfolio, feature, &theme.strings);
            for (id, name) in ids.zip(names) {
                labels[id] = name;
            }
            if let Some(before) = before
                && !Distinct::is_same(&before.portfolio.features[at], feature)
            {
                distinct = None;
            }
        }
        for id in &portfolio.own_documents {
            labels[id.index()] = label::of_own(portfolio.document(*id), &theme.strings);
        }
        let diagnostics = by_document(portfolio, &mut features);
        let ties = match before {
            Some(before)
                if Arc::ptr_eq(&before.portfolio.dependencies, &portfolio.dependencies) =>
            {
                Arc::clone(&before.shared.ties)
            }
            _ => Arc::new(Ties::of(&portfolio.dependencies, features.len())),
        };
        let has_dates = match before {
            Some(before) if same_dates(before.portfolio, portfolio) => before.shared.has_dates,
            _ => timeline::has_dates(portfolio),
        };
        let distinct = distinct.unwrap_or_else(|| Distinct::of(portfolio));
        let totals = Totals::of(portfolio, &features, distinct, ties.pairs);
        Self {
            site: tera::Value::from_serializable(&chrome::site(
                theme, portfolio, site, config, &totals, has_dates,
            )),
            totals,
            features,
            documents,
            diagnostics,
            labels,
            ties,
            distinct,
            has_dates,
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

    /// Indices into the portfolio's dependencies of what a feature needs.
    pub(super) fn needs(&self, id: FeatureId) -> &[u32] {
        &self.ties.needs[id.index()]
    }

    /// Indices into the portfolio's dependencies of what needs a feature.
    pub(super) fn needed_by(&self, id: FeatureId) -> &[u32] {
        &self.ties.needed_by[id.index()]
    }

    /// The short name of a document.
    pub(super) fn label(&self, id: DocId) -> &str {
        &self.labels[id.index()]
    }

    /// The name of a place in a document.
    pub(super) fn place<'a>(&self, document: &'a Document, anchor: &str) -> Option<PlaceLabel<'a>> {
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

/// Whether the same documents have dates. They are as many as before.
fn same_dates(before: &Portfolio, now: &Portfolio) -> bool {
    Arc::ptr_eq(&before.changes, &now.changes)
        && (before.documents.iter().zip(&now.documents))
            .filter(|(old, new)| !Arc::ptr_eq(old, new))
            .all(|(old, new)| timeline::has_date(before, old) == timeline::has_date(now, new))
}

/// The diagnostics of each document, which are added to the counts of its feature too.
fn by_document(portfolio: &Portfolio, features: &mut [FeatureTally]) -> Vec<Vec<u32>> {
    let documents = &portfolio.documents;
    let mut diagnostics = vec![Vec::new(); documents.len()];
    for (diagnostic, at) in portfolio.diagnostics.iter().zip(0..) {
        let found = documents.binary_search_by(|document| document.path.cmp(&diagnostic.path));
        let Ok(id) = found else {
            continue;
        };
        diagnostics[id].push(at);
        if let Some(feature) = documents[id].feature {
            features[feature.index()]
                .diagnostics
                .add(diagnostic.severity);
        }
    }
    diagnostics
}
