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

/// Words with which titles of a kind end to say what the document is, in lower case, longer ones first.
fn endings(kind: DocumentKind) -> &'static [&'static str] {
    match kind {
        DocumentKind::Spec => &["feature specification", "specification", "spec"],
        DocumentKind::Requirements => &[
            "requirements document",
            "requirement document",
            "requirements",
        ],
        DocumentKind::Design => &["technical design", "design document", "design"],
        DocumentKind::Plan => &["implementation plan"],
        _ => &[],
    }
}

/// The title of the spec, else of the plan, else of the first of the feature's main documents with a written one,
/// else a title that lies beside the documents, else the words of the folder's name.
pub(super) fn feature_title(folder: &FeatureFolder, documents: &[&Document]) -> String {
    let first = |fits: &dyn Fn(&Document) -> bool| {
        let mut fitting = documents.iter().filter(|document| fits(document));
        fitting.find_map(|document| subject(folder, document))
    };
    let stated = || folder.stated_title.clone();
    if folder.kind == FeatureKind::Decisions {
        return first(&|document| document.names_feature && document.kind != DocumentKind::Adr)
            .or_else(stated)
            .unwrap_or_else(|| words_of_folder(folder));
    }
    let named = |kind: DocumentKind| first(&|document| is_main(document) && document.kind == kind);
    let on_top = |document: &Document| !document.inner.as_str().contains('/');
    let prefixed = |kind: DocumentKind| {
        first(&|document| on_top(document) && document.kind == kind && is_prefixed(document))
    };
    named(DocumentKind::Spec)
        .or_else(|| named(DocumentKind::Plan))
        .or_else(|| first(&|document| is_main(document) && document.kind != DocumentKind::Tasks))
        .or_else(|| prefixed(DocumentKind::Spec))
        .or_else(|| prefixed(DocumentKind::Plan))
        .or_else(|| first(&|document| on_top(document) && introduces(document)))
        .or_else(|| first(&|_| documents.len() == 1))
        .or_else(stated)
        .unwrap_or_else(|| words_of_folder(folder))
}

/// Whether a document is one of the feature's main ones: `spec.md`, `requirements.md`, … in the feature's folder.
fn is_main(document: &Document) -> bool {
    document.inner.as_str().to_lowercase() == format!("{}.md", document.kind.word())
}

/// Whether a document's name begins with its kind: `plan-E3-S1.md`.
fn is_prefixed(document: &Document) -> bool {
    let stem = document.inner.stem().to_lowercase();
    stem.starts_with(document.kind.word())
}

/// Whether a document introduces the feature's folder, such as a README.
fn introduces(document: &Document) -> bool {
    let stem = document.inner.stem().to_lowercase();
    matches!(stem.as_str(), "readme" | "index" | "overview") && document.names_feature
}

/// What a document's written title says about the feature: without the kind of the document and the feature's own
/// name. `None` when nothing is left.
fn subject(folder: &FeatureFolder, document: &Document) -> Option<String> {
    if !document.title_written {
        return None;
    }
    let title = without_names(folder, document.title.trim());
    let title = without_ending(document.kind, title);
    let is_placeholder = title.starts_with('[') && title.ends_with(']');
    let is_slug = !title.contains(' ')
        && title.contains('-')
        && folder.name.to_lowercase().ends_with(&title.to_lowercase());
    let lower_case = title.to_lowercase();
    let says_something = !is_placeholder && !is_slug && !GENERIC.contains(&lower_case.as_str());
    (says_something && !title.is_empty()).then(|| title.to_owned())
}

/// A title without the feature's folder name or number before a colon: `SPEC-1dbf2acb: Runtime`, `Feature Spec 001:
/// Discovery`.
fn without_names<'t>(folder: &FeatureFolder, title: &'t str) -> &'t str {
    let Some((before, rest)) = title.split_once([':', '：']) else {
        return title;
    };
    let before = before.trim();
    let last = before.rsplit(' ').next().unwrap_or(before);
    let is_number = folder.number.as_deref() == Some(last) && before.len() < 24;
    let is_name = before.eq_ignore_ascii_case(&folder.name);
    if (is_number || is_name) && !rest.trim().is_empty() {
        rest.trim()
    } else {
        title
    }
}

/// A title without words at its end that say what the document is: `Gate Requirements`, `Gate - Design Document`.
fn without_ending(kind: DocumentKind, title: &str) -> &str {
    for ending in endings(kind) {
        let split = title
            .len()
            .checked_sub(ending.len())
            .and_then(|at| title.split_at_checked(at));
        let Some((subject, written)) = split else {
            continue;
        };
        if written.eq_ignore_ascii_case(ending) && subject.ends_with(' ') {
            return subject.trim_end_matches([' ', '-', '–', '—', ':']);
        }
    }
    title
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
