//! What hover cards say of the places that other documents or registers refer to: one script per feature, loaded when it is needed.
//!
//! A script and not JSON, since pages that are opened as files may load nothing else.

use super::label::shortened;
use super::scene::Scene;
use super::strings::Strings;
use crate::model::document::{Document, SymbolKind};
use crate::model::fact::{Level, Place};
use crate::model::portfolio::Portfolio;
use crate::model::site::CardFile;
use crate::model::source::DocId;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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

/// Something that can have a card.
struct Item<'a> {
    /// Where it stands in its document.
    anchor: &'a str,
    /// The key of what it is.
    kind: &'static str,
    /// Its id or name.
    name: Cow<'a, str>,
    /// Its text, of any length.
    text: Cow<'a, str>,
    /// Its state.
    state: State<'a>,
}

/// What is said beside the text of a card.
enum State<'a> {
    /// Nothing.
    None,
    /// What the document says.
    Written(&'a str),
    /// A text of the interface: the two parts of its key.
    Named(&'static str, &'static str),
}

/// The script with the cards of some documents.
pub fn script(scene: &Scene<'_>, file: &CardFile) -> String {
    let mut cards: BTreeMap<String, Card> = BTreeMap::new();
    for &id in &file.documents {
        let referred = &scene.portfolio.back_references[id.index()];
        let page = scene.site.documents[id.index()].as_str();
        let traced = traced_tasks(scene.portfolio, id);
        for item in items(scene.portfolio.document(id)) {
            let places = referred.get(item.anchor).map_or(&[][..], Vec::as_slice);
            if places.iter().any(|place| place.document != id) || traced.contains(item.anchor) {
                // What comes first at an anchor says most.
                cards
                    .entry(format!("{page}#{}", item.anchor))
                    .or_insert_with(|| card(scene.strings(), &item, places.len()));
            }
        }
    }
    // Cards have string keys, so this cannot fail.
    let json = serde_json::to_string(&cards).unwrap_or_default();
    format!("planfolioCards({json});\n")
}

/// The anchors of tasks in a document that requirements of its feature lead to.
fn traced_tasks(portfolio: &Portfolio, id: DocId) -> BTreeSet<&str> {
    let feature = portfolio.document(id).feature;
    let facts = feature.map(|feature| &portfolio.features[feature.index()].facts);
    (facts.into_iter())
        .flat_map(|facts| {
            (facts.requirements.iter())
                .flat_map(|requirement| &requirement.fact.tasks)
                .map(|&task| &facts.tasks[task as usize])
        })
        .filter(|task| task.document == id)
        .map(|task| task.fact.place.anchor.as_str())
        .collect()
}

fn card(strings: &Strings, item: &Item<'_>, uses: usize) -> Card {
    Card {
        k: strings.text(item.kind).to_owned(),
        n: item.name.clone().into_owned(),
        t: shortened(&item.text, LONGEST),
        s: match item.state {
            State::None => String::new(),
            State::Written(text) => text.to_owned(),
            State::Named(group, word) => strings.text(&format!("{group}_{word}")).to_owned(),
        },
        u: uses,
    }
}

/// All that can have a card in a document: facts, other ids, sections.
fn items(document: &Document) -> impl Iterator<Item = Item<'_>> {
    let facts = &document.facts;
    let requirements = facts.requirements.iter().map(|one| {
        let state = State::Named("requirement", one.kind.word());
        item(
            &one.place,
            "card_requirement",
            one.id.as_deref(),
            &one.text,
            state,
        )
    });
    let stories = facts.stories.iter().map(|one| {
        let state = written(one.priority.as_deref());
        item(
            &one.place,
            "card_story",
            one.id.as_deref(),
            &one.title,
            state,
        )
    });
    let tasks = facts.tasks.iter().map(|one| {
        let state = State::Named("state", one.state.word());
        item(&one.place, "card_task", one.id.as_deref(), &one.text, state)
    });
    let checks = facts.checklist.iter().map(|one| {
        let state = State::Named("state", if one.checked { "done" } else { "open" });
        item(
            &one.place,
            "card_check",
            one.id.as_deref(),
            &one.text,
            state,
        )
    });
    let decisions = facts.decisions.iter().map(|one| {
        let state = written(one.status.as_deref());
        let mut item = item(
            &one.place,
            "card_decision",
            one.id.as_deref(),
            &one.title,
            state,
        );
        if let Some(chosen) = &one.chosen {
            item.text = Cow::Owned(format!("{}: {chosen}", one.title));
        }
        item
    });
    let risks = facts.risks.iter().map(|one| {
        let state = State::Named("level", one.level.map_or("none", Level::word));
        item(
            &one.place,
            "card_risk",
            one.id.as_deref(),
            &one.title,
            state,
        )
    });
    let questions = facts.questions.iter().map(|one| {
        let state = State::Named("question", one.state.word());
        item(
            &one.place,
            "card_question",
            one.id.as_deref(),
            &one.text,
            state,
        )
    });
    let components = facts.components.iter().map(|one| {
        let purpose = one.purpose.as_deref().unwrap_or_default();
        named(&one.place.anchor, "card_component", &one.name, purpose)
    });
    let technologies = facts.technologies.iter().map(|one| {
        let purpose = one.purpose.as_deref().unwrap_or_default();
        let name = match &one.version {
            Some(version) => format!("{} {version}", one.name),
            None => one.name.clone(),
        };
        named(&one.place.anchor, "card_technology", name, purpose)
    });
    let endpoints = facts.endpoints.iter().map(|one| {
        let purpose = one.purpose.as_deref().unwrap_or_default();
        let name = format!("{} {}", one.method, one.path);
        named(&one.place.anchor, "card_endpoint", name, purpose)
    });
    let entities = facts.entities.iter().map(|one| {
        let purpose = one.purpose.as_deref().map(Cow::Borrowed);
        let text = purpose.unwrap_or_else(|| {
            let fields: Vec<&str> = one.fields.iter().map(|field| field.name.as_str()).collect();
            Cow::Owned(fields.join(", "))
        });
        named(&one.place.anchor, "card_entity", &one.name, text)
    });
    let symbols = document.symbols.iter();
    let others = symbols
        .filter(|one| one.kind == SymbolKind::Other)
        .map(|one| named(&one.anchor, "card_item", &*one.id, &*one.text));
    let sections = document
        .sections
        .iter()
        .map(|one| named(&one.anchor, "card_section", "", &one.title));
    requirements
        .chain(stories)
        .chain(tasks)
        .chain(checks)
        .chain(decisions)
        .chain(risks)
        .chain(questions)
        .chain(components)
        .chain(technologies)
        .chain(endpoints)
        .chain(entities)
        .chain(others)
        .chain(sections)
}

/// A fact with an id of its own and a state.
fn item<'a>(
    place: &'a Place,
    kind: &'static str,
    id: Option<&'a str>,
    text: &'a str,
    state: State<'a>,
) -> Item<'a> {
    let name = id.unwrap_or_default();
    Item {
        state,
        ..named(&place.anchor, kind, name, text)
    }
}

/// Something with a name and without a state.
fn named<'a>(
    anchor: &'a str,
    kind: &'static str,
    name: impl Into<Cow<'a, str>>,
    text: impl Into<Cow<'a, str>>,
) -> Item<'a> {
    Item {
        anchor,
        kind,
        name: name.into(),
        text: text.into(),
        state: State::None,
    }
}

fn written(text: Option<&str>) -> State<'_> {
    text.map_or(State::None, State::Written)
}
