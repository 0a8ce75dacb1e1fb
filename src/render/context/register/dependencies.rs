//! The register of dependencies between features.

use super::super::reference::{DocumentName, FeatureName, PhaseName};
use super::groups;
use crate::model::portfolio::{Dependency, Evidence, Feature};
use crate::model::source::FeatureId;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::BTreeMap;

/// At most so many places are listed for each pair of features.
const PLACES: usize = 12;

/// A feature that is needed: a row of `groups`.
#[derive(Debug, Serialize)]
pub struct NeededRow {
    /// The feature.
    pub feature: FeatureName,
    /// How far it is.
    pub phase: PhaseName,
    /// The strongest evidence.
    pub evidence: &'static str,
    /// The places that say so, strongest evidence first.
    pub places: Vec<EvidencePlace>,
    /// Places that are not listed.
    pub more: u32,
}

/// A place that ties two features.
#[derive(Debug, Serialize)]
pub struct EvidencePlace {
    /// `declared`, `link` or `mention`.
    pub evidence: &'static str,
    /// The document.
    pub document: DocumentName,
    /// The line, from 1.
    pub line: u32,
}

/// The dependencies of a feature by the feature that is needed, those with strong evidence first.
pub(super) fn needed<'a>(
    view: &View<'a>,
    feature: &Feature,
) -> Vec<((Evidence, FeatureId), Vec<&'a Dependency>)> {
    let scene = view.scene;
    let mut by_feature: BTreeMap<FeatureId, Vec<&Dependency>> = BTreeMap::new();
    for &at in scene.shared.needs(feature.id) {
        let dependency = &scene.portfolio.dependencies[at as usize];
        by_feature
            .entry(dependency.to)
            .or_default()
            .push(dependency);
    }
    let mut rows: Vec<_> = by_feature
        .into_iter()
        .map(|(to, mut places)| {
            places.sort_by_key(|dependency| dependency.evidence);
            ((places[0].evidence, to), places)
        })
        .collect();
    rows.sort_by_key(|(order, _)| *order);
    rows
}

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    let groups = groups(view, features, |feature| {
        needed(view, feature)
            .into_iter()
            .map(|((evidence, to), places)| NeededRow {
                feature: FeatureName::of(view, to),
                phase: PhaseName::of(view.scene.portfolio.feature(to).phase),
                evidence: evidence.word(),
                more: places.len().saturating_sub(PLACES) as u32,
                places: places
                    .into_iter()
                    .take(PLACES)
                    .map(|dependency| EvidencePlace {
                        evidence: dependency.evidence.word(),
                        document: DocumentName::of(view, dependency.document, &dependency.anchor),
                        line: dependency.line,
                    })
                    .collect(),
            })
            .collect()
    });
    context.insert("groups", &groups);
    "dependencies.html"
}
