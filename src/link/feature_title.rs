//! The title of a feature.

use super::features::{split_ulid, words_of_name};
use crate::model::document::Document;
use crate::model::source::{DocumentKind, FeatureFolder, FeatureKind};

/// Titles that say what a document is rather than what the feature is, in lower case.
const GENERIC: &[&str] = &[
    "acceptance criteria",
    "added requirements",
    "background",
    "change proposal",
    "checklist",
    "context",
    "data model",
    "design",
    "design document",
    "feature",
    "feature spec",
    "feature specification",
    "goals",
    "implementation",
    "implementation plan",
    "implementation tasks",
    "introduction",
    "modified requirements",
    "overview",
    "plan",
    "problem",
    "problem statement",
    "proposal",
    "purpose",
    "readme",
    "removed requirements",
    "requirements",
    "requirements document",
    "research",
    "spec",
    "specification",
    "status",
    "summary",
    "task list",
    "tasks",
    "technical design",
    "todo",
    "user stories",
    "what changes",
    "why",
];

/// The title of the spec, else of the plan, else of the first document with a written one, else a title that lies
/// beside the documents, else the words of the folder's name.
pub(super) fn feature_title(folder: &FeatureFolder, documents: &[&Document]) -> String {
    let first = |fits: &dyn Fn(&Document) -> bool| {
        documents
            .iter()
            .filter(|document| fits(document) && names_something(document))
            .map(|document| document.title.clone())
            .next()
    };
    let naming = |kind: DocumentKind| first(&|document: &Document| document.kind == kind);
    if folder.kind == FeatureKind::Decisions {
        return first(&|document| document.names_feature && document.kind != DocumentKind::Adr)
            .or_else(|| folder.stated_title.clone())
            .unwrap_or_else(|| words_of_folder(folder));
    }
    naming(DocumentKind::Spec)
        .or_else(|| naming(DocumentKind::Plan))
        .or_else(|| first(&|document| is_about_feature(document.kind)))
        .or_else(|| {
            first(&|document| document.kind == DocumentKind::Other && document.names_feature)
        })
        .or_else(|| first(&|_| documents.len() == 1))
        .or_else(|| folder.stated_title.clone())
        .unwrap_or_else(|| words_of_folder(folder))
}

/// Whether the written title of a document can stand for a feature.
fn names_something(document: &Document) -> bool {
    let title = document.title.trim();
    let placeholder = title.starts_with('[') && title.ends_with(']');
    document.title_written
        && !title.is_empty()
        && !placeholder
        && !GENERIC.contains(&title.to_lowercase().as_str())
}

/// Whether documents of this kind are about the feature as a whole.
fn is_about_feature(kind: DocumentKind) -> bool {
    !matches!(
        kind,
        DocumentKind::Contract
            | DocumentKind::Quickstart
            | DocumentKind::Adr
            | DocumentKind::Story
            | DocumentKind::WorkPackage
            | DocumentKind::Checklist
            | DocumentKind::Other
            | DocumentKind::Delta
    )
}

/// The words of a folder's name in title case, without number, date and ULID.
fn words_of_folder(folder: &FeatureFolder) -> String {
    if folder.kind == FeatureKind::Decisions && folder.name.to_lowercase().starts_with("adr") {
        return "Architecture Decisions".to_owned();
    }
    let named = words_of_name(&folder.name, folder.number.as_deref());
    let named = split_ulid(named).map_or(named, |(words, _)| words);
    let words: Vec<String> = named
        .split(['-', '_', ' ', '.'])
        .filter(|word| !word.is_empty())
        .map(title_case)
        .collect();
    if words.is_empty() {
        return folder.name.clone();
    }
    words.join(" ")
}

/// A word with a capital at its head; words with capitals of their own stay as they are.
fn title_case(word: &str) -> String {
    let mut characters = word.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    first.to_uppercase().chain(characters).collect()
}
