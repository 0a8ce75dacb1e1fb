//! The risk matrix and the list of risks in the order of its cells.
//!
//! Risks are grouped by cell, worst level first, and the cells' counts lead to these groups. Risks that lack an axis
//! stand in a lane of their own, so that cells and lane together count every risk.

use super::reference::FeatureName;
use crate::model::fact::{Level, Risk, Step};
use crate::model::portfolio::{Feature, Located};
use crate::render::scene::View;
use serde::Serialize;

/// Likelihood × impact.
#[derive(Debug, Clone, Serialize)]
pub struct Matrix {
    /// Impacts from low to high: the column heads.
    pub impacts: Vec<&'static str>,
    /// Likelihoods from high to low: the rows.
    pub rows: Vec<MatrixRow>,
    /// Risks without a likelihood or an impact.
    pub lane: Lane,
    /// The number of risks with both.
    pub rated: u32,
    /// The number of all risks.
    pub total: u32,
}

/// The risks of one likelihood.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixRow {
    /// The likelihood; its text has the key `step_<likelihood>`.
    pub likelihood: &'static str,
    /// One cell for each impact.
    pub cells: Vec<MatrixCell>,
}

/// The risks of one likelihood and impact.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixCell {
    /// `critical`, `high`, `medium` or `low`.
    pub level: &'static str,
    /// The number of risks.
    pub n: u32,
    /// The address of the group that it counts.
    pub url: String,
}

/// The risks that lack a likelihood or an impact.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Lane {
    /// All of them.
    pub n: u32,
    /// Where they are listed.
    pub url: String,
    /// Those with an impact only.
    pub impact_only: u32,
    /// Where these are listed.
    pub impact_only_url: String,
    /// Those with a likelihood only.
    pub likelihood_only: u32,
    /// Where these are listed.
    pub likelihood_only_url: String,
    /// Those with neither.
    pub neither: u32,
    /// Where these are listed.
    pub neither_url: String,
}

/// A level with its risks, cell by cell.
#[derive(Debug, Clone, Serialize)]
pub struct LevelGroup {
    /// `critical`, `high`, `medium`, `low` or `none`.
    pub level: &'static str,
    /// The anchor of the group.
    pub anchor: String,
    /// The number of risks.
    pub n: u32,
    /// The cells of this level.
    pub cells: Vec<CellGroup>,
}

/// The risks of one cell.
#[derive(Debug, Clone, Serialize)]
pub struct CellGroup {
    /// The anchor of the group.
    pub anchor: String,
    /// The risks.
    pub risks: Vec<RiskRow>,
}

/// A risk in a table.
#[derive(Debug, Clone, Serialize)]
pub struct RiskRow {
    /// The id as written.
    pub id: Option<String>,
    /// What may happen.
    pub title: String,
    /// The address of the risk in its document.
    pub url: String,
    /// `critical`, `high`, `medium`, `low` or `none`.
    pub level: &'static str,
    /// The likelihood as a step, when it is known.
    pub likelihood: Option<&'static str>,
    /// The impact as a step, when it is known.
    pub impact: Option<&'static str>,
    /// The likelihood as written, when it is no known step.
    pub likelihood_text: Option<String>,
    /// The impact as written, when it is no known step.
    pub impact_text: Option<String>,
    /// What is done about it.
    pub mitigation: Option<String>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// The feature; `None` in lists of one feature.
    pub feature: Option<FeatureName>,
}

/// The word of a level, `none` when a risk is not rated.
pub(super) fn level_word(level: Option<Level>) -> &'static str {
    level.map_or("none", Level::word)
}

/// A risk as a row of a table.
pub(super) fn row(view: &View<'_>, located: &Located<Risk>, feature: Option<&Feature>) -> RiskRow {
    let risk = &located.fact;
    let unknown = |step: Option<Step>, text: &Option<String>| {
        if step.is_some() { None } else { text.clone() }
    };
    RiskRow {
        id: risk.id.clone(),
        title: risk.title.clone(),
        url: view.document(located.document, &risk.place.anchor),
        level: level_word(risk.level),
        likelihood: risk.likelihood.map(Step::word),
        impact: risk.impact.map(Step::word),
        likelihood_text: unknown(risk.likelihood, &risk.likelihood_text),
        impact_text: unknown(risk.impact, &risk.impact_text),
        mitigation: risk.mitigation.clone(),
        owner: risk.owner.clone(),
        feature: feature.map(|feature| FeatureName::of(view, feature.id)),
    }
}

/// The matrix of some risks. `list` gives the address of the group with an anchor.
pub(super) fn matrix<'a>(
    risks: impl Iterator<Item = &'a Risk> + Clone,
    list: impl Fn(&str) -> String,
) -> Matrix {
    let outer = risks.clone().any(|risk| {
        [risk.likelihood, risk.impact]
            .iter()
            .flatten()
            .any(|step| matches!(step, Step::VeryLow | Step::VeryHigh))
    });
    let steps: Vec<Step> = Step::ALL
        .iter()
        .copied()
        .filter(|step| outer || !matches!(step, Step::VeryLow | Step::VeryHigh))
        .collect();
    let mut counts = [[0_u32; 5]; 5];
    let mut lane = Lane::default();
    let mut total = 0;
    for risk in risks {
        total += 1;
        match (risk.likelihood, risk.impact) {
            (Some(likelihood), Some(impact)) => counts[likelihood as usize][impact as usize] += 1,
            (None, Some(_)) => lane.impact_only += 1,
            (Some(_), None) => lane.likelihood_only += 1,
            (None, None) => lane.neither += 1,
        }
    }
    lane.n = lane.impact_only + lane.likelihood_only + lane.neither;
    lane.url = list(&level_anchor("none"));
    lane.impact_only_url = list(&cell_anchor(None, Some(Step::Low)));
    lane.likelihood_only_url = list(&cell_anchor(Some(Step::Low), None));
    lane.neither_url = list(&cell_anchor(None, None));
    let rows = steps
        .iter()
        .rev()
        .map(|&likelihood| MatrixRow {
            likelihood: likelihood.word(),
            cells: steps
                .iter()
                .map(|&impact| MatrixCell {
                    level: Level::of(likelihood, impact).word(),
                    n: counts[likelihood as usize][impact as usize],
                    url: list(&cell_anchor(Some(likelihood), Some(impact))),
                })
                .collect(),
        })
        .collect();
    Matrix {
        impacts: steps.iter().map(|step| step.word()).collect(),
        rows,
        rated: total - lane.n,
        lane,
        total,
    }
}

/// The anchor of a level's group.
pub(super) fn level_anchor(level: &str) -> String {
    format!("pf.risks-{level}")
}

/// The anchor of a cell's group; the group of half-rated risks is one for each missing axis.
fn cell_anchor(likelihood: Option<Step>, impact: Option<Step>) -> String {
    match (likelihood, impact) {
        (Some(likelihood), Some(impact)) => format!("pf.risks-{likelihood}-{impact}"),
        (Some(_), None) => "pf.risks-likelihood-only".to_owned(),
        (None, Some(_)) => "pf.risks-impact-only".to_owned(),
        (None, None) => "pf.risks-neither".to_owned(),
    }
}

/// All risks in groups, worst first; within a cell in the given order.
pub(super) fn groups<'a>(
    view: &View<'_>,
    risks: impl Iterator<Item = (&'a Located<Risk>, Option<&'a Feature>)>,
) -> Vec<LevelGroup> {
    let mut sorted: Vec<_> = risks
        .map(|(located, feature)| {
            let risk = &located.fact;
            let order = (
                std::cmp::Reverse(risk.level),
                std::cmp::Reverse(risk.likelihood),
                std::cmp::Reverse(risk.impact),
            );
            (order, located, feature)
        })
        .collect();
    sorted.sort_by_key(|(order, _, _)| *order);
    let mut groups: Vec<LevelGroup> = Vec::new();
    for (_, located, feature) in sorted {
        let level = level_word(located.fact.level);
        if groups.last().is_none_or(|group| group.level != level) {
            groups.push(LevelGroup {
                level,
                anchor: level_anchor(level),
                n: 0,
                cells: Vec::new(),
            });
        }
        let group = groups.last_mut().expect("a group was pushed above");
        group.n += 1;
        let anchor = cell_anchor(located.fact.likelihood, located.fact.impact);
        if group.cells.last().is_none_or(|cell| cell.anchor != anchor) {
            group.cells.push(CellGroup {
                anchor,
                risks: Vec::new(),
            });
        }
        let cell = group.cells.last_mut().expect("a cell was pushed above");
        cell.risks.push(row(view, located, feature));
    }
    groups
}
