//! Risks of a feature.

use super::fill;
use super::repeats::{Identity, fold};
use crate::model::document::Document;
use crate::model::fact::{Level, Risk};
use crate::model::portfolio::Located;

/// All risks; what two documents repeat word for word is one. A repetition may rate an axis that the first leaves
/// open.
pub(super) fn merge(documents: &[&Document]) -> Vec<Located<Risk>> {
    let identity = Identity {
        id: |risk: &Risk| risk.id.as_deref(),
        words: |risk| &risk.title,
        line: |risk| risk.place.line,
        enrich: |risk, other| {
            if risk.likelihood.is_none() && risk.likelihood_text.is_none() {
                risk.likelihood = other.likelihood;
                risk.likelihood_text.clone_from(&other.likelihood_text);
            }
            if risk.impact.is_none() && risk.impact_text.is_none() {
                risk.impact = other.impact;
                risk.impact_text.clone_from(&other.impact_text);
            }
            let level = risk
                .likelihood
                .zip(risk.impact)
                .map(|(likelihood, impact)| Level::of(likelihood, impact));
            fill(&mut risk.level, level.as_ref());
            fill(&mut risk.mitigation, other.mitigation.as_ref());
            fill(&mut risk.owner, other.owner.as_ref());
        },
    };
    fold(documents, |document| &document.facts.risks, &identity)
}
