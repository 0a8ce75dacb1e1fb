//! The register of technologies, each name once without regard to case.

use super::super::reference::FeatureName;
use crate::model::fact::{Technology, TechnologyKind};
use crate::model::portfolio::{Feature, Located};
use crate::render::label;
use crate::render::scene::View;
use serde::Serialize;
use std::collections::BTreeMap;

/// Features beyond these are counted, so that a page does not grow with features times technologies.
const MOST_PLACES: usize = 200;

/// A technology: an entry of `rows`.
#[derive(Debug, Serialize)]
pub struct TechnologyEntry {
    /// The name as most places write it.
    pub name: String,
    /// `language`, `library`, `service` or `platform`; the one that most places say.
    pub kind: &'static str,
    /// The versions in use, each with its features; what states no version is last.
    pub versions: Vec<TechnologyVersion>,
    /// Whether features name different versions.
    pub differs: bool,
    /// The licences that are stated.
    pub licences: Vec<String>,
    /// What it is for, in the words of each place that says it.
    pub purposes: Vec<String>,
    /// What happens while it is down.
    pub fallbacks: Vec<String>,
    /// The number of features that name it.
    pub features: u32,
    /// The address of the first place.
    pub url: String,
}

/// A version of a technology.
#[derive(Debug, Serialize)]
pub struct TechnologyVersion {
    /// As written; `None` where no version is stated.
    pub version: Option<String>,
    /// The places that name it.
    pub places: Vec<TechnologyPlace>,
    /// Places that are not listed.
    pub more: u32,
}

/// A place that names a technology.
#[derive(Debug, Serialize)]
pub struct TechnologyPlace {
    /// The feature.
    pub feature: FeatureName,
    /// The address of the line.
    pub url: String,
}

/// A place with its feature.
type Place<'a> = (&'a Feature, &'a Located<Technology>);

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    let mut merged: BTreeMap<String, Vec<Place<'_>>> = BTreeMap::new();
    for &feature in features {
        for located in &feature.facts.technologies {
            merged
                .entry(located.fact.name.to_lowercase())
                .or_default()
                .push((feature, located));
        }
    }
    let mut rows: Vec<TechnologyEntry> = merged
        .into_values()
        .map(|places| entry(view, &places))
        .collect();
    let order = |kind: &str| {
        TechnologyKind::ALL
            .iter()
            .position(|one| one.word() == kind)
    };
    rows.sort_by_key(|row| order(row.kind));
    context.insert("rows", &rows);
    "technologies.html"
}

fn entry(view: &View<'_>, places: &[Place<'_>]) -> TechnologyEntry {
    let mut versions: BTreeMap<(bool, String), Vec<Place<'_>>> = BTreeMap::new();
    for &place in places {
        let version = place.1.fact.version.clone();
        versions
            .entry((version.is_none(), version.unwrap_or_default()))
            .or_default()
            .push(place);
    }
    let stated = versions.keys().filter(|(none, _)| !none).count();
    let mut ids: Vec<_> = places.iter().map(|(feature, _)| feature.id).collect();
    ids.dedup();
    let first = places[0];
    let texts = |of: fn(&Technology) -> Option<&String>, most: usize| {
        let mut texts: Vec<String> = Vec::new();
        for (_, located) in places {
            if let Some(text) = of(&located.fact) {
                let text = label::shortened(text, 160);
                let is_new = !texts.iter().any(|one| one.eq_ignore_ascii_case(&text));
                if is_new && texts.len() < most {
                    texts.push(text);
                }
            }
        }
        texts
    };
    TechnologyEntry {
        name: most(places.iter().map(|(_, one)| one.fact.name.as_str())).to_owned(),
        kind: most(places.iter().map(|(_, one)| one.fact.kind.word())),
        differs: stated > 1,
        licences: texts(|one| one.licence.as_ref(), 3),
        purposes: texts(|one| one.purpose.as_ref(), 2),
        fallbacks: texts(|one| one.fallback.as_ref(), 3),
        features: ids.len() as u32,
        url: view.document(first.1.document, &first.1.fact.place.anchor),
        versions: versions
            .into_iter()
            .map(|((_, version), places)| TechnologyVersion {
                version: Some(version).filter(|version| !version.is_empty()),
                more: places.len().saturating_sub(MOST_PLACES) as u32,
                places: places
                    .iter()
                    .take(MOST_PLACES)
                    .map(|(feature, located)| TechnologyPlace {
                        feature: FeatureName::of(view, feature.id),
                        url: view.document(located.document, &located.fact.place.anchor),
                    })
                    .collect(),
            })
            .collect(),
    }
}

/// The value that occurs most often; of several the first.
fn most<'a>(values: impl Iterator<Item = &'a str>) -> &'a str {
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    let top = counts.iter().map(|(_, count)| *count).max();
    counts
        .iter()
        .find(|(_, count)| Some(*count) == top)
        .map_or("", |(value, _)| value)
}
