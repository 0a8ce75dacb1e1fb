//! What a plan says besides requirements, tasks, risks and decisions, in a few lines each: technologies, targets,
//! acceptance, practices; and the chapters that are not written yet.

use crate::model::fact::{GapState, Place, PracticeGroup, TechnologyKind};
use crate::model::portfolio::Feature;
use crate::model::source::DocId;
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;

/// Entries of a group beyond these are counted.
const LONGEST: usize = 6;

/// Entries of one sort.
#[derive(Debug, Serialize)]
pub struct BriefGroup {
    /// The key of the text that names the group.
    pub label: String,
    /// Whether paper does without it, so that the brief fits on two pages.
    pub on_screen: bool,
    /// The first entries.
    pub items: Vec<BriefItem>,
    /// Entries that are not listed.
    pub more: u32,
    /// Where the first entry stands.
    pub url: String,
}

/// An entry of a group.
#[derive(Debug, Serialize)]
pub struct BriefItem {
    /// What it is called; the beginning of its text when it has no name.
    pub name: String,
    /// What is said about it, cut short.
    pub text: String,
    /// The address of its place.
    pub url: String,
    /// Whether the name is the beginning of a text.
    pub is_text: bool,
}

/// An entry before it is cut short: name, text, place.
type Entry<'a> = (&'a str, String, DocId, &'a Place);

fn group<'a>(
    view: &View<'_>,
    label: String,
    entries: impl Iterator<Item = Entry<'a>>,
) -> Option<BriefGroup> {
    let entries: Vec<Entry<'_>> = entries.collect();
    let items: Vec<BriefItem> = entries
        .iter()
        .take(LONGEST)
        .map(|(name, text, document, place)| {
            let url = view.document(*document, &place.anchor);
            let is_named = !name.is_empty();
            let (name, text) = if name.is_empty() {
                (label::shortened(text, 72), String::new())
            } else {
                (label::shortened(name, 40), label::shortened(text, 56))
            };
            let end = |text: &str| text.trim_end_matches('.').to_owned();
            BriefItem {
                name: end(&name),
                text: end(&text),
                url,
                is_text: !is_named,
            }
        })
        .collect();
    Some(BriefGroup {
        on_screen: label.starts_with("practice"),
        label,
        more: (entries.len() - items.len()) as u32,
        url: items.first()?.url.clone(),
        items,
    })
}

/// Technologies by kind, with their versions.
pub(super) fn technologies(view: &View<'_>, feature: &Feature) -> Vec<BriefGroup> {
    let of_kind = |kind: &TechnologyKind| {
        let entries = feature
            .facts
            .technologies
            .iter()
            .filter(|one| one.fact.kind == *kind)
            .map(|one| {
                let version = one.fact.version.clone().unwrap_or_default();
                (
                    one.fact.name.as_str(),
                    version,
                    one.document,
                    &one.fact.place,
                )
            });
        group(view, format!("technology_{}", kind.word()), entries)
    };
    TechnologyKind::ALL.iter().filter_map(of_kind).collect()
}

/// Targets and practices.
pub(super) fn practices(view: &View<'_>, feature: &Feature) -> Vec<BriefGroup> {
    let targets = feature.facts.targets.iter().map(|one| {
        let value = one.fact.value.clone();
        (one.fact.name.as_str(), value, one.document, &one.fact.place)
    });
    let of_group = |wanted: &PracticeGroup| {
        let entries = feature
            .facts
            .practices
            .iter()
            .filter(|one| one.fact.group == *wanted)
            .map(|one| {
                let text = one.fact.text.clone();
                (one.fact.name.as_str(), text, one.document, &one.fact.place)
            });
        group(view, format!("practice_{}", wanted.word()), entries)
    };
    group(view, "targets".to_owned(), targets)
        .into_iter()
        .chain(PracticeGroup::ALL.iter().filter_map(of_group))
        .collect()
}

/// Chapters that are not written yet, by what is wrong with them.
pub(super) fn unwritten(view: &View<'_>, feature: &Feature) -> Vec<BriefGroup> {
    let of_state = |state: &GapState| {
        let gaps = feature
            .facts
            .gaps
            .iter()
            .filter(|one| one.fact.state == *state);
        let items: Vec<BriefItem> = gaps
            .map(|one| BriefItem {
                name: one.fact.chapter.clone(),
                text: String::new(),
                url: view.document(one.document, &one.fact.place.anchor),
                is_text: false,
            })
            .collect();
        Some(BriefGroup {
            label: format!("gap_{}", state.word()),
            on_screen: false,
            more: 0,
            url: items.first()?.url.clone(),
            items,
        })
    };
    GapState::ALL.iter().filter_map(of_state).collect()
}
