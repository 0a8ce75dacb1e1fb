//! Short names for documents, features and places.

use super::strings::Strings;
use crate::base::path::RelPath;
use crate::model::document::Document;
use crate::model::portfolio::{Feature, Portfolio};
use crate::model::source::{DocId, DocumentKind, Format};
use std::collections::HashMap;

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

/// The names of all documents by number. Names that documents of one folder share are told apart by the file names.
pub(super) fn of_documents(portfolio: &Portfolio, strings: &Strings) -> Vec<String> {
    let mut labels: Vec<String> = portfolio
        .documents
        .iter()
        .map(|document| {
            let feature = document.feature.map(|id| portfolio.feature(id));
            of_document(document, feature, strings)
        })
        .collect();
    for feature in &portfolio.features {
        let mut shared: HashMap<(RelPath, &str), u32> = HashMap::new();
        let keys = feature.documents.iter().map(|&id| {
            let folder = portfolio.document(id).inner.parent();
            (id, (folder, labels[id.index()].as_str()))
        });
        let keys: Vec<_> = keys.collect();
        for (_, key) in &keys {
            *shared.entry(key.clone()).or_default() += 1;
        }
        let repeated: Vec<DocId> = keys
            .iter()
            .filter(|(_, key)| shared[key] > 1)
            .map(|(id, _)| *id)
            .collect();
        for id in repeated {
            labels[id.index()] = from_name(portfolio.document(id).inner.stem());
        }
    }
    labels
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
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let head = &text[..end];
    let cut = head
        .rfind(char::is_whitespace)
        .filter(|&at| at * 2 > end)
        .unwrap_or(end);
    format!(
        "{}…",
        head[..cut].trim_end_matches([',', ';', ':', ' ', '-', '–', '—'])
    )
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
pub(super) struct PlaceLabel {
    /// An id as written, or a title.
    pub(super) text: String,
    /// Whether it is an id.
    pub(super) is_id: bool,
}

/// Names for the anchors of a document: ids of its facts, titles of its sections.
pub(super) fn places(document: &Document) -> HashMap<String, PlaceLabel> {
    let mut labels = HashMap::new();
    let mut add = |anchor: &str, text: &str, is_id: bool| {
        if !anchor.is_empty() && !text.is_empty() {
            labels
                .entry(anchor.to_owned())
                .or_insert_with(|| PlaceLabel {
                    text: shortened(text, 60),
                    is_id,
                });
        }
    };
    for symbol in &document.symbols {
        add(&symbol.anchor, &symbol.id, true);
    }
    let facts = &document.facts;
    for risk in &facts.risks {
        add(&risk.place.anchor, &risk.title, false);
    }
    for decision in &facts.decisions {
        add(&decision.place.anchor, &decision.title, false);
    }
    for question in &facts.questions {
        add(&question.place.anchor, &question.text, false);
    }
    for component in &facts.components {
        add(&component.place.anchor, &component.name, false);
    }
    for entity in &facts.entities {
        add(&entity.place.anchor, &entity.name, false);
    }
    for requirement in &facts.requirements {
        add(&requirement.place.anchor, &requirement.text, false);
    }
    for task in &facts.tasks {
        add(&task.place.anchor, &task.text, false);
    }
    for check in &facts.checklist {
        add(&check.place.anchor, &check.text, false);
    }
    for story in &facts.stories {
        add(&story.place.anchor, &story.title, false);
    }
    for section in &document.sections {
        add(&section.anchor, &section.title, false);
    }
    labels
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
