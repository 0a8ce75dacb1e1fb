//! The register of decisions.

use super::groups;
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;

/// A decision: a row of `groups`.
#[derive(Debug, Serialize)]
pub struct DecisionEntry {
    /// The id as written.
    pub id: Option<String>,
    /// What was decided about.
    pub title: String,
    /// What was chosen, cut short.
    pub chosen: Option<String>,
    /// Why, cut short.
    pub rationale: Option<String>,
    /// What was considered.
    pub options: Vec<String>,
    /// The status as written.
    pub status: Option<String>,
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
        feature
            .facts
            .decisions
            .iter()
            .map(|located| {
                let decision = &located.fact;
                let cut =
                    |text: &Option<String>| text.as_deref().map(|text| label::shortened(text, 280));
                DecisionEntry {
                    id: decision.id.clone(),
                    title: decision.title.clone(),
                    chosen: cut(&decision.chosen),
                    rationale: cut(&decision.rationale),
                    options: decision.options.clone(),
                    status: decision.status.clone(),
                    document: view.scene.shared.label(located.document).to_owned(),
                    url: view.document(located.document, &decision.place.anchor),
                }
            })
            .collect()
    });
    context.insert("groups", &groups);
    "decisions.html"
}
