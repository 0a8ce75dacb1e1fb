//! The anchors of a document: its headings and its facts.

use crate::base::slug::fact_anchor;
use crate::model::document::Document;

/// The anchor that a fragment means: the same writing, else the same but for case, else the fact of that id.
pub(super) fn find_anchor<'a>(document: &'a Document, fragment: &str) -> Option<&'a str> {
    let exact = anchors(document).find(|anchor| *anchor == fragment);
    if exact.is_some() {
        return exact;
    }
    let folded = fragment.to_lowercase();
    let loose = anchors(document).find(|anchor| anchor.to_lowercase() == folded);
    if loose.is_some() {
        return loose;
    }
    let of_id = fact_anchor(fragment);
    if of_id.is_empty() {
        return None;
    }
    anchors(document).find(|anchor| *anchor == of_id)
}

/// All anchors of a document, some of them more than once: headings first, then facts.
pub(super) fn anchors(document: &Document) -> impl Iterator<Item = &str> {
    let facts = &document.facts;
    let places = (facts.requirements.iter().map(|fact| &fact.place))
        .chain(facts.stories.iter().map(|fact| &fact.place))
        .chain(facts.tasks.iter().map(|fact| &fact.place))
        .chain(facts.checklist.iter().map(|fact| &fact.place))
        .chain(facts.decisions.iter().map(|fact| &fact.place))
        .chain(facts.risks.iter().map(|fact| &fact.place))
        .chain(facts.questions.iter().map(|fact| &fact.place))
        .chain(facts.components.iter().map(|fact| &fact.place))
        .chain(facts.technologies.iter().map(|fact| &fact.place))
        .chain(facts.targets.iter().map(|fact| &fact.place))
        .chain(facts.endpoints.iter().map(|fact| &fact.place))
        .chain(facts.entities.iter().map(|fact| &fact.place))
        .chain(facts.estimate.iter().map(|fact| &fact.place))
        .chain(document.diagrams.iter().map(|diagram| &diagram.place));
    (document.sections.iter().map(|section| &section.anchor))
        .chain(document.symbols.iter().map(|symbol| &symbol.anchor))
        .chain(document.fact_anchors.iter())
        .chain(places.map(|place| &place.anchor))
        .map(String::as_str)
        .filter(|anchor| !anchor.is_empty())
}
