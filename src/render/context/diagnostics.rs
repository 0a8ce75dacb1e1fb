//! The page of all diagnostics, by code.

use super::chrome::{self, Page};
use super::finding::{self, Finding};
use super::reference::FeatureName;
use crate::base::diagnostic::{Code, Severity};
use crate::model::site;
use crate::model::source::{DocId, FeatureId};
use crate::render::scene::{Scene, View};
use serde::Serialize;
use std::collections::BTreeMap;

/// With more diagnostics than this, each code lists its features; their overviews list the diagnostics.
const LONGEST: usize = 500;

/// The page: `diagnostics`.
#[derive(Debug, Serialize)]
pub struct DiagnosticsPage {
    /// Errors, warnings and notes.
    pub counts: crate::render::tally::SeverityCounts,
    /// The number of all.
    pub total: u32,
    /// Codes, errors first.
    pub codes: Vec<CodeGroup>,
    /// Whether codes list features instead of places.
    pub is_summary: bool,
}

/// All diagnostics of one code.
#[derive(Debug, Serialize)]
pub struct CodeGroup {
    /// `PF201`.
    pub code: &'static str,
    /// `dangling-reference`.
    pub name: &'static str,
    /// The worst severity among them.
    pub severity: &'static str,
    /// What the code means, paragraph by paragraph, as safe HTML.
    pub explanation_html: Vec<String>,
    /// The number of diagnostics.
    pub n: u32,
    /// The diagnostics, on a short page.
    pub findings: Vec<Finding>,
    /// Features with their numbers of diagnostics, on a long page.
    pub features: Vec<FeatureFindings>,
}

/// The number of diagnostics of one code in a feature.
#[derive(Debug, Serialize)]
pub struct FeatureFindings {
    /// The feature; `None` for the portfolio's own documents.
    pub feature: Option<FeatureName>,
    /// The number.
    pub n: u32,
    /// Where they are listed.
    pub url: String,
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
    let portfolio = scene.portfolio;
    let is_summary = portfolio.diagnostics.len() > LONGEST;
    let mut owners: Vec<Option<DocId>> = vec![None; portfolio.diagnostics.len()];
    for (document, indices) in scene.shared.diagnostics.iter().enumerate() {
        for &at in indices {
            owners[at as usize] = Some(DocId(document as u32));
        }
    }
    let mut by_code: BTreeMap<(std::cmp::Reverse<Severity>, Code), Vec<usize>> = BTreeMap::new();
    for (at, diagnostic) in portfolio.diagnostics.iter().enumerate() {
        by_code
            .entry((std::cmp::Reverse(diagnostic.severity), diagnostic.code))
            .or_default()
            .push(at);
    }
    let codes = by_code
        .into_iter()
        .map(|((severity, code), indices)| CodeGroup {
            code: code.code(),
            name: code.name(),
            severity: severity.0.word(),
            explanation_html: code
                .explanation()
                .split("\n\n")
                .map(finding::with_code)
                .collect(),
            n: indices.len() as u32,
            findings: indices
                .iter()
                .filter(|&&at| !is_summary || owners[at].is_none())
                .map(|&at| finding::describe(&view, &portfolio.diagnostics[at], owners[at]))
                .collect(),
            features: if is_summary {
                by_feature(&view, &indices, &owners)
            } else {
                Vec::new()
            },
        })
        .collect();
    let value = DiagnosticsPage {
        counts: scene.shared.totals.diagnostics,
        total: portfolio.diagnostics.len() as u32,
        codes,
        is_summary,
    };
    chrome::fill(
        context,
        &view,
        &Page {
            title: scene.strings().text("diagnostics"),
            description: "",
            name: "diagnostics",
            crumbs: Vec::new(),
        },
    );
    context.insert("diagnostics", &value);
    "diagnostics.html"
}

/// Counts by feature; own documents of the portfolio count one by one, since they have no overview.
fn by_feature(
    view: &View<'_>,
    indices: &[usize],
    owners: &[Option<DocId>],
) -> Vec<FeatureFindings> {
    let portfolio = view.scene.portfolio;
    let mut features: BTreeMap<FeatureId, u32> = BTreeMap::new();
    let mut own: BTreeMap<DocId, u32> = BTreeMap::new();
    for document in indices.iter().filter_map(|&at| owners[at]) {
        match portfolio.document(document).feature {
            Some(feature) => *features.entry(feature).or_default() += 1,
            None => *own.entry(document).or_default() += 1,
        }
    }
    let features = features.into_iter().map(|(id, n)| FeatureFindings {
        feature: Some(FeatureName::of(view, id)),
        n,
        url: view.feature(id, "pf.diagnostics"),
    });
    let own = own.into_iter().map(|(id, n)| FeatureFindings {
        feature: Some(FeatureName {
            number: None,
            title: portfolio.document(id).path.to_string(),
            short: view.scene.shared.label(id).to_owned(),
            kind: "document",
            url: view.document(id, ""),
        }),
        n,
        url: view.document(id, "pf.diagnostics"),
    });
    features.chain(own).collect()
}
