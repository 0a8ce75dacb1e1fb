//! Short names for documents, features and places.

use super::strings::Strings;
use crate::base::excerpt::cut;
use crate::base::path::RelPath;
use crate::model::document::Document;
use crate::model::portfolio::{Feature, Portfolio};
use crate::model::source::{DocumentKind, Format};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// The name of a document in navigation: the word for its kind when its file has the usual name, else its title, else
/// its file name.
fn of_document(document: &Document, feature: Option<&Feature>, strings: &Strings) -> String {
    if let Format::Source(_) = document.format {
        return document.inner.name().to_owned();
    }
    let stem = document.inner.stem();
    if document.kind != DocumentKind::Other && stem.eq_ignore_ascii_case(document.kind.word()) {
        let nested = document.inner.as_str().contains('/');
        if !nested {
            return of_kind(document.kind, strings).to_owned();
        }
    }
    let repeats_feature = feature.is_some_and(|feature| {
        feature.title.starts_with(&document.title) || document.title.starts_with(&feature.title)
    });
    let named_by_file = document.kind == DocumentKind::Checklist;
    if document.title_written && !repeats_feature && !named_by_file {
        return shortened(&document.title, 64);
    }
    from_name(stem)
}

/// The names of the documents of a feature, in their order. Names that documents of one folder share are told apart
/// by the file names.
pub(super) fn of_members(
    portfolio: &Portfolio,
    feature: &Feature,
    strings: &Strings,
) -> Vec<Arc<str>> {
    let documents = feature.documents.iter().map(|&id| portfolio.document(id));
    let name = |document: &Document| Arc::from(of_document(document, Some(feature), strings));
    let mut labels: Vec<Arc<str>> = documents.clone().map(name).collect();
    let folders = documents.clone().map(|document| document.inner.parent());
    let keys: Vec<(RelPath, Arc<str>)> = folders.zip(labels.iter().cloned()).collect();
    let mut shared: HashMap<&(RelPath, Arc<str>), u32> = HashMap::new();
    for key in &keys {
        *shared.entry(key).or_default() += 1;
    }
    for ((key, label), document) in keys.iter().zip(&mut labels).zip(documents) {
        if shared[key] > 1 {
            *label = from_name(document.inner.stem()).into();
        }
    }
    labels
}

/// The name of a document of the portfolio itself.
pub(super) fn of_own(document: &Document, strings: &Strings) -> Arc<str> {
    of_document(document, None, strings).into()
}

/// A question as a heading, and what is written behind it: the sentence that ends with a question mark, else the first
/// words.
pub(super) fn split_question(text: &str) -> (String, String) {
    let end = text
        .char_indices()
        .find(|&(at, character)| {
            let rest = &text[at + character.len_utf8()..];
            let ends_word = rest.is_empty() || rest.starts_with(char::is_whitespace);
            matches!(character, '？') || (character == '?' && ends_word)
        })
        .map(|(at, character)| at + character.len_utf8());
    match end {
        Some(end) if text[..end].chars().count() <= 240 => (
            text[..end].to_owned(),
            text[end..]
                .trim_start_matches([':', ' ', '—', '–', '-'])
                .to_owned(),
        ),
        _ => (text.to_owned(), String::new()),
    }
}

/// The word for a kind of document.
pub(super) fn of_kind(kind: DocumentKind, strings: &Strings) -> &str {
    let key = match kind {
        DocumentKind::Spec => "kind_spec",
        DocumentKind::Requirements => "kind_requirements",
        DocumentKind::Proposal => "kind_proposal",
        DocumentKind::Delta => "kind_delta",
        DocumentKind::Research => "kind_research",
        DocumentKind::DataModel => "kind_data-model",
        DocumentKind::Contract => "kind_contract",
        DocumentKind::Quickstart => "kind_quickstart",
        DocumentKind::Design => "kind_design",
        DocumentKind::Plan => "kind_plan",
        DocumentKind::Adr => "kind_adr",
        DocumentKind::Story => "kind_story",
        DocumentKind::Tasks => "kind_tasks",
        DocumentKind::WorkPackage => "kind_work-package",
        DocumentKind::Checklist => "kind_checklist",
        DocumentKind::Constitution => "kind_constitution",
        DocumentKind::Roadmap => "kind_roadmap",
        DocumentKind::Other => "kind_other",
    };
    strings.text(key)
}

/// Words of a file or folder name: `field-trial` becomes `Field trial`.
pub(super) fn from_name(name: &str) -> String {
    let words: Vec<&str> = name
        .split(['-', '_', ' '])
        .filter(|word| !word.is_empty())
        .collect();
    let mut text = words.join(" ");
    if let Some(first) = text.chars().next()
        && first.is_lowercase()
    {
        let upper: String = first.to_uppercase().collect();
        text.replace_range(..first.len_utf8(), &upper);
    }
    if text.is_empty() {
        name.to_owned()
    } else {
        text
    }
}

/// `text` cut at a word after at most `limit` characters.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    cut(text, limit).into_owned()
}

/// The name of a feature where a number must do: its number, else a short title.
pub(super) fn of_feature(feature: &Feature) -> String {
    feature
        .folder
        .number
        .clone()
        .unwrap_or_else(|| shortened(&feature.title, 28))
}

/// What stands at an anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlaceLabel<'a> {
    /// An id as written, or a title.
    pub(super) text: Cow<'a, str>,
    /// Whether it is an id.
    pub(super) is_id: bool,
}

/// A thing of a document that has an anchor: an index into one of its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Symbol(u32),
    Risk(u32),
    Decision(u32),
    Question(u32),
    Component(u32),
    Technology(u32),
    Entity(u32),
    Requirement(u32),
    Task(u32),
    Check(u32),
    Story(u32),
    Section(u32),
}

impl Spot {
    /// The anchor, and what is written there.
    fn of(self, document: &Document) -> (&str, &str) {
        let facts = &document.facts;
        match self {
            Spot::Symbol(at) => {
                let symbol = &document.symbols[at as usize];
                (&symbol.anchor, &symbol.id)
            }
            Spot::Risk(at) => {
                let risk = &facts.risks[at as usize];
                (&risk.place.anchor, &risk.title)
            }
            Spot::Decision(at) => {
                let decision = &facts.decisions[at as usize];
                (&decision.place.anchor, &decision.title)
            }
            Spot::Question(at) => {
                let question = &facts.questions[at as usize];
                (&question.place.anchor, &question.text)
            }
            Spot::Component(at) => {
                let component = &facts.components[at as usize];
                (&component.place.anchor, &component.name)
            }
            Spot::Technology(at) => {
                let technology = &facts.technologies[at as usize];
                (&technology.place.anchor, &technology.name)
            }
            Spot::Entity(at) => {
                let entity = &facts.entities[at as usize];
                (&entity.place.anchor, &entity.name)
            }
            Spot::Requirement(at) => {
                let requirement = &facts.requirements[at as usize];
                (&requirement.place.anchor, &requirement.text)
            }
            Spot::Task(at) => {
                let task = &facts.tasks[at as usize];
                (&task.place.anchor, &task.text)
            }
            Spot::Check(at) => {
                let check = &facts.checklist[at as usize];
                (&check.place.anchor, &check.text)
            }
            Spot::Story(at) => {
                let story = &facts.stories[at as usize];
                (&story.place.anchor, &story.title)
            }
            Spot::Section(at) => {
                let section = &document.sections[at as usize];
                (&section.anchor, &section.title)
            }
        }
    }
}

/// The things of a document by their anchors; of several at one anchor the first that names it comes first.
#[derive(Debug)]
pub(super) struct Places(Box<[Spot]>);

impl Places {
    /// Ids of facts, then their titles, then titles of sections.
    pub(super) fn new(document: &Document) -> Self {
        let facts = &document.facts;
        let lists = [
            (document.symbols.len(), Spot::Symbol as fn(u32) -> Spot),
            (facts.risks.len(), Spot::Risk),
            (facts.decisions.len(), Spot::Decision),
            (facts.questions.len(), Spot::Question),
            (facts.components.len(), Spot::Component),
            (facts.technologies.len(), Spot::Technology),
            (facts.entities.len(), Spot::Entity),
            (facts.requirements.len(), Spot::Requirement),
            (facts.tasks.len(), Spot::Task),
            (facts.checklist.len(), Spot::Check),
            (facts.stories.len(), Spot::Story),
            (document.sections.len(), Spot::Section),
        ];
        let mut spots: Vec<Spot> = lists
            .into_iter()
            .flat_map(|(count, spot)| (0..count as u32).map(spot))
            .filter(|spot| {
                let (anchor, text) = spot.of(document);
                !anchor.is_empty() && !text.is_empty()
            })
            .collect();
        // Stable: what comes first in the lists stays first at its anchor.
        spots.sort_by_key(|spot| spot.of(document).0);
        spots.dedup_by_key(|spot| spot.of(document).0);
        Self(spots.into_boxed_slice())
    }

    /// The name of an anchor of the same document.
    pub(super) fn label<'a>(&self, document: &'a Document, anchor: &str) -> Option<PlaceLabel<'a>> {
        let at = self
            .0
            .binary_search_by_key(&anchor, |spot| spot.of(document).0)
            .ok()?;
        let spot = self.0[at];
        Some(PlaceLabel {
            text: cut(spot.of(document).1, 60),
            is_id: matches!(spot, Spot::Symbol(_)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{from_name, shortened, split_question};

    #[test]
    fn names_become_words() {
        assert_eq!(from_name("field-trial_2"), "Field trial 2");
        assert_eq!(from_name("---"), "---");
    }

    #[test]
    fn questions_end_at_their_mark() {
        let split = |text| split_question(text);
        assert_eq!(
            split("How long? One day, or three."),
            ("How long?".to_owned(), "One day, or three.".to_owned())
        );
        assert_eq!(split("Keys"), ("Keys".to_owned(), String::new()));
        assert_eq!(
            split("Is `?a=1` kept? No"),
            ("Is `?a=1` kept?".to_owned(), "No".to_owned())
        );
    }

    #[test]
    fn long_texts_end_at_a_word() {
        assert_eq!(shortened("one two three four", 12), "one two…");
        assert_eq!(shortened("short", 12), "short");
        assert_eq!(shortened("日本語の長い題名", 4), "日本語の…");
    }
}
