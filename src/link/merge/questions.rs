//! Questions of a feature.

use super::fill;
use super::repeats::{Identity, fold};
use crate::model::document::Document;
use crate::model::fact::{Question, QuestionState};
use crate::model::portfolio::Located;

/// All questions; what two documents repeat word for word is one, and answered when one of them answers it.
pub(super) fn merge(documents: &[&Document]) -> Vec<Located<Question>> {
    let identity = Identity {
        id: |question: &Question| question.id.as_deref(),
        words: |question| &question.text,
        line: |question| question.place.line,
        enrich: |question, other| {
            fill(&mut question.answer, other.answer.as_ref());
            fill(&mut question.deadline, other.deadline.as_ref());
            if other.state == QuestionState::Answered {
                question.state = QuestionState::Answered;
            }
        },
    };
    fold(documents, |document| &document.facts.questions, &identity)
}
