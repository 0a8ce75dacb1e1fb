//! The status of a feature.

use crate::model::document::{Document, Status, StatusValue};
use crate::model::fact::TaskState;
use crate::model::portfolio::FeatureFacts;
use crate::model::source::{DocumentKind, FeatureFolder, FeatureKind};

/// The kinds whose status speaks for the feature, the most authoritative first.
const SPEAKING: [DocumentKind; 8] = [
    DocumentKind::Spec,
    DocumentKind::Requirements,
    DocumentKind::Proposal,
    DocumentKind::Plan,
    DocumentKind::Design,
    DocumentKind::Tasks,
    DocumentKind::Roadmap,
    DocumentKind::Other,
];

/// The status that the spec states, else the next document that speaks for the feature. Words that are not known
/// give way to known ones further on. An archived folder that states nothing is archived; a folder of decisions has
/// no status, its decisions have.
pub(super) fn status(
    folder: &FeatureFolder,
    documents: &[&Document],
    facts: &FeatureFacts,
) -> Status {
    let unknown = Status {
        value: StatusValue::Unknown,
        text: None,
    };
    if folder.kind == FeatureKind::Decisions {
        return unknown;
    }
    let stated: Vec<&Status> = SPEAKING
        .iter()
        .flat_map(|kind| {
            documents
                .iter()
                .filter(move |document| document.kind == *kind)
        })
        .filter(|document| {
            let speaks = document.kind != DocumentKind::Other;
            speaks || document.names_feature || documents.len() == 1
        })
        .filter_map(|document| document.status.as_ref())
        .collect();
    let known = stated
        .iter()
        .find(|status| status.value != StatusValue::Unknown)
        .or(stated.first());
    match known {
        Some(status) => sobered(status, facts),
        None if folder.archived => Status {
            value: StatusValue::Archived,
            text: None,
        },
        None => unknown,
    }
}

/// "Completed Phase 6 - …" is in progress while boxes are open.
fn sobered(status: &Status, facts: &FeatureFacts) -> Status {
    let text = status.text.as_deref().unwrap_or("").to_lowercase();
    let of_a_phase = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(4)
        .any(|word| matches!(word, "phase" | "milestone" | "step" | "stage" | "sprint"));
    let open = (facts.tasks.iter()).any(|task| task.fact.state == TaskState::Open);
    let value = match status.value {
        StatusValue::Done if of_a_phase && open => StatusValue::InProgress,
        value => value,
    };
    Status {
        value,
        text: status.text.clone(),
    }
}
