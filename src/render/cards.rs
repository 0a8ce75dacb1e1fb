//! What hover cards say of the places that other documents refer to: one script per feature, loaded when it is needed.
//!
//! A script and not JSON, since pages that are opened as files may load nothing else.

use super::label::shortened;
use super::scene::Scene;
use crate::model::document::{Document, SymbolKind};
use crate::model::fact::Level;
use crate::model::site::CardFile;
use serde::Serialize;
use std::collections::BTreeMap;

/// The longest text of a card, in characters.
const LONGEST: usize = 240;

/// A card. Keys are short because there are many.
#[derive(Debug, Default, Serialize)]
struct Card {
    /// What sort of thing it is, in the language of the site.
    k: String,
    /// Its id or name.
    n: String,
    /// Its text.
    #[serde(skip_serializing_if = "String::is_empty")]
    t: String,
    /// Its state, in the language of the site.
    #[serde(skip_serializing_if = "String::is_empty")]
    s: String,
    /// The number of places that refer to it.
    u: usize,
}

/// The script with the cards of some documents.
pub fn script(scene: &Scene<'_>, file: &CardFile) -> String {
    let mut cards: BTreeMap<String, Card> = BTreeMap::new();
    for &id in &file.documents {
        let referred = &scene.portfolio.back_references[id.index()];
        let is_wanted = |anchor: &str| {
            let places = referred.get(anchor)?;
            (places.iter().any(|place| place.document != id)).then_some(places.len())
        };
        let page = scene.site.documents[id.index()].as_str();
        let document = scene.portfolio.document(id);
        for (anchor, mut card) in of_document(scene, document, &is_wanted) {
            card.u = is_wanted(anchor).unwrap_or_default();
            cards.entry(format!("{page}#{anchor}")).or_insert(card);
        }
    }
    // Cards have string keys, so this cannot fail.
    let json = serde_json::to_string(&cards).unwrap_or_default();
    format!("planfolioCards({json});\n")
}

/// The cards of the wanted places of a document; what comes first at an anchor says most.
fn of_document<'a>(
    scene: &Scene<'_>,
    document: &'a Document,
    wanted: &impl Fn(&str) -> Option<usize>,
) -> Vec<(&'a str, Card)> {
    let strings = scene.strings();
    let mut cards = Vec::new();
    let mut add = |anchor: &'a str, kind: &str, name: Option<&str>, text: &str, state: String| {
        if wanted(anchor).is_none() {
            return;
        }
        cards.push((
            anchor,
            Card {
                k: strings.text(kind).to_owned(),
                n: name.unwrap_or_default().to_owned(),
                t: shortened(text, LONGEST),
                s: state,
                u: 0,
            },
        ));
    };
    let word = |key: String| strings.text(&key).to_owned();
    let facts = &document.facts;
    for one in &facts.requirements {
        let kind = word(format!("requirement_{}", one.kind.word()));
        add(
            &one.place.anchor,
            "card_requirement",
            one.id.as_deref(),
            &one.text,
            kind,
        );
    }
    for one in &facts.stories {
        let state = one.priority.clone().unwrap_or_default();
        add(
            &one.place.anchor,
            "card_story",
            one.id.as_deref(),
            &one.title,
            state,
        );
    }
    for one in &facts.tasks {
        let state = word(format!("state_{}", one.state.word()));
        add(
            &one.place.anchor,
            "card_task",
            one.id.as_deref(),
            &one.text,
            state,
        );
    }
    for one in &facts.checklist {
        let state = word(format!(
            "state_{}",
            if one.checked { "done" } else { "open" }
        ));
        add(
            &one.place.anchor,
            "card_check",
            one.id.as_deref(),
            &one.text,
            state,
        );
    }
    for one in &facts.decisions {
        let text = match &one.chosen {
            Some(chosen) => format!("{}: {chosen}", one.title),
            None => one.title.clone(),
        };
        let state = one.status.clone().unwrap_or_default();
        add(
            &one.place.anchor,
            "card_decision",
            one.id.as_deref(),
            &text,
            state,
        );
    }
    for one in &facts.risks {
        let level = one.level.map_or("none", Level::word);
        let state = word(format!("level_{level}"));
        add(
            &one.place.anchor,
            "card_risk",
            one.id.as_deref(),
            &one.title,
            state,
        );
    }
    for one in &facts.questions {
        let state = word(format!("question_{}", one.state.word()));
        add(
            &one.place.anchor,
            "card_question",
            one.id.as_deref(),
            &one.text,
            state,
        );
    }
    for one in &facts.components {
        let text = one.purpose.as_deref().unwrap_or_default();
        add(
            &one.place.anchor,
            "card_component",
            Some(&one.name),
            text,
            String::new(),
        );
    }
    for one in &facts.technologies {
        let name = match &one.version {
            Some(version) => format!("{} {version}", one.name),
            None => one.name.clone(),
        };
        let text = one.purpose.as_deref().unwrap_or_default();
        add(
            &one.place.anchor,
            "card_technology",
            Some(&name),
            text,
            String::new(),
        );
    }
    for one in &facts.endpoints {
        let name = format!("{} {}", one.method, one.path);
        let text = one.purpose.as_deref().unwrap_or_default();
        add(
            &one.place.anchor,
            "card_endpoint",
            Some(&name),
            text,
            String::new(),
        );
    }
    for one in &facts.entities {
        let fields: Vec<&str> = one.fields.iter().map(|field| field.name.as_str()).collect();
        let text = one.purpose.clone().unwrap_or_else(|| fields.join(", "));
        add(
            &one.place.anchor,
            "card_entity",
            Some(&one.name),
            &text,
            String::new(),
        );
    }
    for one in document
        .symbols
        .iter()
        .filter(|one| one.kind == SymbolKind::Other)
    {
        add(
            &one.anchor,
            "card_item",
            Some(&one.id),
            &one.text,
            String::new(),
        );
    }
    for one in &document.sections {
        add(&one.anchor, "card_section", None, &one.title, String::new());
    }
    cards
}
