//! Decisions of a feature.

use super::fill;
use super::repeats::{Identity, fold};
use crate::model::document::Document;
use crate::model::fact::Decision;
use crate::model::portfolio::Located;
use crate::model::source::DocumentKind;
use std::sync::Arc;

/// All decisions; an architecture decision record is one, and what two documents repeat word for word is one.
pub(super) fn merge(documents: &[&Document]) -> Vec<Located<Decision>> {
    let identity = Identity {
        id: |decision: &Decision| decision.id.as_deref(),
        words: |decision| &decision.title,
        line: |decision| decision.place.line,
        enrich: |decision, other| {
            fill(&mut decision.chosen, other.chosen.as_ref());
            fill(&mut decision.rationale, other.rationale.as_ref());
            fill(&mut decision.consequences, other.consequences.as_ref());
            fill(&mut decision.status, other.status.as_ref());
            if decision.options.is_empty() {
                decision.options.clone_from(&other.options);
            }
        },
    };
    fold(documents, of_document, &identity)
}

fn of_document(document: &Document) -> &[Arc<Decision>] {
    let decisions = &document.facts.decisions;
    match document.kind {
        DocumentKind::Adr => &decisions[..decisions.len().min(1)],
        _ => decisions,
    }
}
