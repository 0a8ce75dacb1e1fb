//! What hover cards say of the places that other documents or registers refer to: one script per feature, loaded when it is needed.
//!
//! A script and not JSON, since pages that are opened as files may load nothing else.

use super::scene::Scene;
use super::strings::Strings;
use crate::base::excerpt::cut;
use crate::base::json::push_text;
use crate::model::document::{Document, SymbolKind};
use crate::model::fact::{Level, Place};
use crate::model::portfolio::Portfolio;
use crate::model::site::CardFile;
use crate::model::source::DocId;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

/// The longest text of a card, in characters.
const LONGEST: usize = 240;

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

/// The script with the cards of some documents: a call with the folder, the words that cards share, and for each page
/// its cards by anchor. A card is a list: what sort of thing it is and its state as indices of words, the number of
/// places that refer to it, its text, its id or name. A last part that is empty is left out, and so is a name that is
/// the anchor in capitals, which `1` stands for: there are many cards.
pub fn script(scene: &Scene<'_>, file: &CardFile) -> String {
    let (folder, _) = file.url.rsplit_once('/').unwrap_or_default();
    let mut words = Words::default();
    let mut pages = String::new();
    for &id in &file.documents {
        let referred = &scene.portfolio.back_references[id.index()];
        let page = scene.site.documents[id.index()].as_str();
        let page = page
            .strip_prefix(folder)
            .map_or(page, |page| page.trim_start_matches('/'));
        let traced = traced_tasks(scene.portfolio, id);
        // What comes first at an anchor says most.
        let mut seen: HashSet<&str> = HashSet::new();
        for item in items(scene.portfolio.document(id)) {
            let places = referred.get(item.anchor).map_or(&[][..], Vec::as_slice);
            let is_wanted =
                places.iter().any(|place| place.document != id) || traced.contains(item.anchor);
            if is_wanted && seen.insert(item.anchor) {
                if seen.len() == 1 {
                    pages.push_str(if pages.is_empty() { "" } else { "},\n" });
                    push_text(&mut pages, page);
                    pages.push_str(":{");
                } else {
                    pages.push(',');
                }
                push_card(&mut pages, &mut words, scene.strings(), &item, places.len());
            }
        }
    }
    let mut out = String::with_capacity(pages.len() + 256);
    out.push_str("planfolioCards(");
    push_text(&mut out, folder);
    out.push_str(",[");
    for (at, word) in words.list.iter().enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        push_text(&mut out, word);
    }
    out.push_str("],{");
    out.push_str(&pages);
    out.push_str(if pages.is_empty() { "});\n" } else { "}});\n" });
    out
}

/// Words that many cards have, each once. The empty word comes first.
struct Words<'a> {
    list: Vec<Cow<'a, str>>,
    /// The places of texts of the interface, by the two parts of their keys.
    named: Vec<([&'static str; 2], usize)>,
}

impl Default for Words<'_> {
    fn default() -> Self {
        Self {
            list: vec![Cow::Borrowed("")],
            named: Vec::new(),
        }
    }
}

impl<'a> Words<'a> {
    fn index(&mut self, word: Cow<'a, str>) -> usize {
        let found = self.list.iter().position(|it| *it == word);
        found.unwrap_or_else(|| {
            self.list.push(word);
            self.list.len() - 1
        })
    }

    fn index_of_text(&mut self, strings: &Strings, key: [&'static str; 2]) -> usize {
        if let Some((_, at)) = self.named.iter().find(|(known, _)| *known == key) {
            return *at;
        }
        let text = strings.text(&key.join("_")).to_owned();
        let at = self.index(Cow::Owned(text));
        self.named.push((key, at));
        at
    }
}

fn push_card<'a>(
    out: &mut String,
    words: &mut Words<'a>,
    strings: &'a Strings,
    item: &Item<'a>,
    uses: usize,
) {
    let kind = words.index(Cow::Borrowed(strings.text(item.kind)));
    let state = match item.state {
        State::None => 0,
        State::Written(text) => words.index(Cow::Borrowed(text)),
        State::Named(group, word) => words.index_of_text(strings, [group, word]),
    };
    push_text(out, item.anchor);
    // Writing to a String cannot fail.
    let _ = write!(out, ":[{kind},{state},{uses},");
    push_text(out, &cut(&item.text, LONGEST));
    if is_in_capitals(&item.name, item.anchor) {
        out.push_str(",1");
    } else if !item.name.is_empty() {
        out.push(',');
        push_text(out, &item.name);
    }
    out.push(']');
}

/// Whether a name is what the client makes of the anchor: capitals, by rules of Unicode that differ outside of ASCII.
fn is_in_capitals(name: &str, anchor: &str) -> bool {
    anchor.is_ascii() && !name.is_empty() && name == anchor.to_ascii_uppercase()
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

#[cfg(test)]
mod tests {
    use super::is_in_capitals;

    #[test]
    fn names_that_the_client_can_tell() {
        assert!(is_in_capitals("FR-001", "fr-001"));
        assert!(is_in_capitals("1.2", "1.2"));
        for (name, anchor) in [
            ("fr-001", "fr-001"),
            ("é1", "é1"),
            ("STRASSE", "straße"),
            ("", ""),
        ] {
            assert!(!is_in_capitals(name, anchor), "{name}");
        }
    }
}
