//! The register of risks: the matrix over the portfolio, the counts of each feature, and all risks by level.

use super::super::dashboard::level_counts;
use super::super::matrix;
use super::super::reference::{FeatureName, LevelCount};
use crate::model::fact::Risk;
use crate::model::portfolio::Feature;
use crate::model::site::Register;
use crate::model::source::FeatureId;
use crate::render::scene::View;
use serde::Serialize;

/// The risks of a feature by level: an entry of `by_feature`. Beside it stand `matrix`
/// ([`matrix::Matrix`]) and `levels` ([`matrix::LevelGroup`]).
#[derive(Debug, Serialize)]
pub struct FeatureRisks {
    /// The feature.
    pub feature: FeatureName,
    /// All five levels, `None` where there is no risk.
    pub levels: Vec<Option<LevelCount>>,
    /// All risks.
    pub total: u32,
    /// The address of the list of all.
    pub url: String,
}

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    part: Option<FeatureId>,
    context: &mut tera::Context,
) -> &'static str {
    let scene = view.scene;
    let is_split = scene.site.split.contains(&Register::Risks);
    let is_summary = is_split && part.is_none();
    let counted: Vec<&Feature> = match part {
        Some(id) => vec![scene.portfolio.feature(id)],
        None => scene.portfolio.features.iter().map(|it| &**it).collect(),
    };
    let risks: Vec<&Risk> = counted
        .iter()
        .flat_map(|feature| feature.facts.risks.iter().map(|located| &*located.fact))
        .collect();
    // On a summary the risks themselves are on other pages, so the cells lead to the counts of the features.
    let own = view.from.to_owned();
    let matrix = matrix::matrix(risks.iter().copied(), |anchor| {
        let anchor = if is_summary { "pf.by-feature" } else { anchor };
        view.address(&own, anchor)
    });
    let by_feature: Vec<FeatureRisks> = if part.is_some() {
        Vec::new()
    } else {
        counted
            .iter()
            .filter(|feature| !feature.facts.risks.is_empty())
            .map(|feature| feature_risks(view, feature))
            .collect()
    };
    let listed = features.iter().flat_map(|feature| {
        let name = part.is_none().then_some(*feature);
        feature.facts.risks.iter().map(move |risk| (risk, name))
    });
    context.insert("matrix", &matrix);
    context.insert("levels", &matrix::groups(view, listed));
    context.insert("by_feature", &by_feature);
    "risks.html"
}

fn feature_risks(view: &View<'_>, feature: &Feature) -> FeatureRisks {
    let tally = view.scene.shared.feature(feature.id);
    let counts = level_counts(view, feature, tally);
    FeatureRisks {
        feature: FeatureName::of(view, feature.id),
        levels: tally
            .risks
            .listed()
            .iter()
            .map(|&(level, _)| counts.iter().find(|count| count.level == level).cloned())
            .collect(),
        total: tally.risks.total(),
        url: view.feature(feature.id, "pf.risks"),
    }
}
