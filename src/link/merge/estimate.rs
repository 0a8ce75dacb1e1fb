//! The estimate of a feature.

use super::located;
use crate::model::document::Document;
use crate::model::fact::Estimate;
use crate::model::portfolio::Located;
use crate::model::source::DocumentKind;

/// The estimate of the plan, else of the first document in reading order that states one.
pub(super) fn choose(documents: &[&Document]) -> Option<Located<Estimate>> {
    let of_plan = documents
        .iter()
        .filter(|document| document.kind == DocumentKind::Plan);
    of_plan
        .chain(documents)
        .find_map(|document| Some(located(document.id, document.facts.estimate.as_ref()?)))
}
