//! How far a feature has come.

use crate::model::document::{Document, Status, StatusValue};
use crate::model::fact::TaskState;
use crate::model::portfolio::{FeatureFacts, Phase};
use crate::model::source::DocumentKind;

/// The phase that documents and boxes show: the furthest document decides, boxes decide once there are tasks, and a
/// status of done ends it.
pub(super) fn phase(documents: &[&Document], facts: &FeatureFacts, status: &Status) -> Phase {
    if status.value == StatusValue::Done {
        return Phase::Done;
    }
    let has = |fits: fn(DocumentKind) -> bool| documents.iter().any(|one| fits(one.kind));
    let tasks = &facts.tasks;
    if !tasks.is_empty() {
        let done = (tasks.iter())
            .filter(|task| task.fact.state == TaskState::Done)
            .count();
        let begun = (tasks.iter()).any(|task| is_begun(&task.fact.mark));
        return match done {
            _ if done == tasks.len() => Phase::Done,
            0 if !begun => Phase::Tasks,
            _ => Phase::Building,
        };
    }
    if has(|kind| matches!(kind, DocumentKind::Tasks | DocumentKind::WorkPackage)) {
        return Phase::Tasks;
    }
    if has(|kind| matches!(kind, DocumentKind::Plan | DocumentKind::Design)) {
        return Phase::Plan;
    }
    if has(DocumentKind::defines_requirements) {
        return Phase::Spec;
    }
    Phase::Idea
}

/// Whether a lane of a work package says that work on it has begun.
fn is_begun(mark: &str) -> bool {
    mark.len() >= "doing".len()
        && matches!(
            mark.to_lowercase().as_str(),
            "doing"
                | "in_progress"
                | "in-progress"
                | "in progress"
                | "for_review"
                | "in_review"
                | "review"
        )
}
