//! The register of questions, open ones first.

use super::groups;
use crate::model::fact::QuestionState;
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;

/// A question: a row of `groups`.
#[derive(Debug, Serialize)]
pub struct QuestionEntry {
    /// The id as written.
    pub id: Option<String>,
    /// The question, cut short.
    pub text: String,
    /// What is written behind it, cut short.
    pub rest: String,
    /// The answer, cut short.
    pub answer: Option<String>,
    /// `open` or `answered`.
    pub state: &'static str,
    /// An ISO date.
    pub deadline: Option<String>,
    /// The short name of its document.
    pub document: String,
    /// Its address.
    pub url: String,
}

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    let groups = groups(view, features, |feature| {
        let mut questions: Vec<_> = feature.facts.questions.iter().collect();
        questions.sort_by_key(|question| {
            let deadline = question.fact.deadline.as_deref();
            let is_answered = question.fact.state == QuestionState::Answered;
            (is_answered, deadline.is_none(), deadline)
        });
        questions
            .into_iter()
            .map(|located| {
                let question = &located.fact;
                let (text, rest) = label::split_question(&question.text);
                QuestionEntry {
                    id: question.id.clone(),
                    text: label::shortened(&text, 280),
                    rest: label::shortened(&rest, 280),
                    answer: question
                        .answer
                        .as_deref()
                        .map(|answer| label::shortened(answer, 280)),
                    state: question.state.word(),
                    deadline: question.deadline.clone(),
                    document: view.scene.shared.label(located.document).to_owned(),
                    url: view.document(located.document, &question.place.anchor),
                }
            })
            .collect()
    });
    context.insert("groups", &groups);
    "questions.html"
}
