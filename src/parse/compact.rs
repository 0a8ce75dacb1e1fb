//! Gives back the room that lists and texts of a document grew beyond their content. All documents of a portfolio are
//! held at once, so the room counts.

use crate::model::document::Document;
use std::sync::Arc;

/// Cuts the capacity of everything in a document to its length.
pub(super) fn compact(mut document: Document) -> Document {
    document.body.html.shrink_to_fit();
    document.body.holes.shrink_to_fit();
    document.sections.shrink_to_fit();
    document.code_blocks.shrink_to_fit();
    document.diagrams.shrink_to_fit();
    document.fact_anchors.shrink_to_fit();
    document.symbols.shrink_to_fit();
    document.references.shrink_to_fit();
    document.silences.shrink_to_fit();
    document.properties.shrink_to_fit();
    document.diagnostics.shrink_to_fit();
    let facts = &mut document.facts;
    facts.requirements.shrink_to_fit();
    facts.stories.shrink_to_fit();
    facts.tasks.shrink_to_fit();
    for task in facts.tasks.iter_mut().filter_map(Arc::get_mut) {
        task.requirements.shrink_to_fit();
        task.depends_on.shrink_to_fit();
        task.files.shrink_to_fit();
    }
    facts.checklist.shrink_to_fit();
    facts.decisions.shrink_to_fit();
    facts.risks.shrink_to_fit();
    facts.questions.shrink_to_fit();
    facts.components.shrink_to_fit();
    facts.technologies.shrink_to_fit();
    facts.targets.shrink_to_fit();
    facts.acceptance.shrink_to_fit();
    facts.practices.shrink_to_fit();
    facts.gaps.shrink_to_fit();
    facts.endpoints.shrink_to_fit();
    facts.entities.shrink_to_fit();
    document
}
