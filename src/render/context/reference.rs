//! Names that lead somewhere, as they stand in tables.

use crate::model::document::{Status, StatusValue};
use crate::model::portfolio::Phase;
use crate::model::source::{DocId, FeatureId, FeatureKind};
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;

/// A feature as other pages name it.
#[derive(Debug, Clone, Serialize)]
pub struct FeatureName {
    /// The number as written.
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// Its number, or its title cut short where it has none.
    pub short: String,
    /// `feature`, `decisions` or `capability`; only a feature has a phase.
    pub kind: &'static str,
    /// The address of its overview.
    pub url: String,
}

impl FeatureName {
    /// The name of a feature, seen from a page.
    pub(super) fn of(view: &View<'_>, id: FeatureId) -> Self {
        let feature = view.scene.portfolio.feature(id);
        Self {
            number: feature.folder.number.clone(),
            title: feature.title.clone(),
            short: label::of_feature(feature),
            kind: match feature.folder.kind {
                FeatureKind::Feature => "feature",
                FeatureKind::Decisions => "decisions",
                FeatureKind::Capability => "capability",
            },
            url: view.feature(id, ""),
        }
    }

    /// Number and title in one line.
    pub(super) fn full(&self) -> String {
        match &self.number {
            Some(number) => format!("{number} {}", self.title),
            None => self.title.clone(),
        }
    }
}

/// An id or title with the place that it stands at.
#[derive(Debug, Clone, Serialize)]
pub struct Mention {
    /// What is written.
    pub text: String,
    /// The relative address, `None` when the id is defined nowhere.
    pub url: Option<String>,
    /// Whether the thing is done: a ticked task.
    pub done: bool,
}

/// A number that leads to what it counts.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// The number.
    pub n: u32,
    /// The number of which it is a part, where there is one.
    pub of: Option<u32>,
    /// The relative address of the list.
    pub url: String,
}

/// A number of risks of one level.
#[derive(Debug, Clone, Serialize)]
pub struct LevelCount {
    /// `critical`, `high`, `medium`, `low` or `none`.
    pub level: &'static str,
    /// The number.
    pub n: u32,
    /// The relative address of these risks.
    pub url: String,
}

/// A status: a shape and a word.
#[derive(Debug, Clone, Serialize)]
pub struct StatusName {
    /// The word of portfolio.json; its text has the key `status_<value>`.
    pub value: &'static str,
    /// As written, cut short.
    pub text: Option<String>,
}

impl StatusName {
    /// The status of a feature or document.
    pub(super) fn of(status: &Status) -> Self {
        Self {
            value: status.value.word(),
            text: status
                .text
                .as_deref()
                .map(|text| label::shortened(text, 40)),
        }
    }

    /// Whether there is anything to show.
    pub(super) fn is_stated(status: &Status) -> bool {
        status.value != StatusValue::Unknown || status.text.is_some()
    }
}

/// A phase.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PhaseName {
    /// The word of portfolio.json; its text has the key `phase_<value>`.
    pub value: &'static str,
    /// 0 for idea to 5 for done.
    pub step: u8,
}

impl PhaseName {
    /// The name of a phase.
    pub(super) fn of(phase: Phase) -> Self {
        Self {
            value: phase.word(),
            step: phase as u8,
        }
    }
}

/// A document as tables name it.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentName {
    /// The short name.
    pub label: String,
    /// The relative address.
    pub url: String,
}

impl DocumentName {
    /// The name of a document, seen from a page.
    pub(super) fn of(view: &View<'_>, id: DocId, anchor: &str) -> Self {
        Self {
            label: view.scene.shared.label(id).to_owned(),
            url: view.document(id, anchor),
        }
    }
}
