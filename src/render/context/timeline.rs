//! The timeline: dates that documents state, questions with a date, and last changes.

use super::chrome::{self, Page};
use super::reference::FeatureName;
use crate::model::document::Document;
use crate::model::fact::QuestionState;
use crate::model::portfolio::{Feature, Portfolio};
use crate::model::site;
use crate::render::label;
use crate::render::scene::{Scene, View};
use serde::Serialize;
use std::collections::BTreeMap;

/// With more dates than this, months are counted rather than listed, save for questions.
const LONGEST: usize = 600;

/// The timeline: `timeline`.
#[derive(Debug, Serialize)]
pub struct Timeline {
    /// Months, the latest first.
    pub months: Vec<Month>,
    /// The number of dates.
    pub total: u32,
    /// Whether months are counted because there are too many dates to list.
    pub is_counted: bool,
}

/// A month.
#[derive(Debug, Serialize)]
pub struct Month {
    /// `2026-11`.
    pub month: String,
    /// Its dates, the latest first.
    pub events: Vec<Event>,
    /// The number of its dates.
    pub n: u32,
}

/// Something that has a date.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// An ISO date.
    pub day: String,
    /// `decide`, `stated` or `changed`.
    pub kind: &'static str,
    /// The question, or what the document calls the date; empty for changes.
    pub text: String,
    /// The documents that it is about, by their short names.
    pub documents: Vec<Place>,
    /// The position of the feature among all.
    pub feature: u32,
}

/// A document with its address.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The short name of the document.
    pub label: String,
    /// The address.
    pub url: String,
}

/// Fills the context of the timeline and names its template.
pub(in crate::render) fn fill(
    scene: &Scene<'_>,
    page: &site::Page,
    context: &mut tera::Context,
) -> &'static str {
    let view = View {
        scene,
        from: &page.url,
    };
    let mut events: Vec<Event> = Vec::new();
    for feature in &scene.portfolio.features {
        events.extend(questions(&view, feature));
        events.extend(dates(&view, feature));
    }
    // The latest first; of one day, questions first.
    events.sort_by(|left, right| {
        let key = |event: &Event| (event.kind, event.feature, event.text.clone());
        (right.day.cmp(&left.day)).then_with(|| key(left).cmp(&key(right)))
    });
    let is_counted = events.len() > LONGEST;
    let total = events.len() as u32;
    let mut months: Vec<Month> = Vec::new();
    for event in events {
        let month = event.day[..7].to_owned();
        if months.last().is_none_or(|last| last.month != month) {
            months.push(Month {
                month,
                events: Vec::new(),
                n: 0,
            });
        }
        let last = months.last_mut().expect("a month was pushed above");
        last.n += 1;
        if !is_counted || event.kind == "decide" {
            last.events.push(event);
        }
    }
    let names: Vec<FeatureName> = scene
        .portfolio
        .features
        .iter()
        .map(|feature| FeatureName::of(&view, feature.id))
        .collect();
    chrome::fill(
        context,
        &view,
        &Page {
            title: scene.strings().text("nav_timeline"),
            description: "",
            name: "timeline",
            crumbs: Vec::new(),
        },
    );
    context.insert("features", &names);
    context.insert(
        "timeline",
        &Timeline {
            months,
            total,
            is_counted,
        },
    );
    "timeline.html"
}

/// Whether anything of a portfolio has a date.
pub(in crate::render) fn has_dates(portfolio: &Portfolio) -> bool {
    let mut documents = portfolio.documents.iter();
    documents.any(|document| has_date(portfolio, document))
}

/// Whether a document of a portfolio has a date.
pub(in crate::render) fn has_date(portfolio: &Portfolio, document: &Document) -> bool {
    let stated = |value: &str| value.get(..10).is_some_and(is_day);
    portfolio.changed(document.id).is_some()
        || (document.properties.iter()).any(|property| stated(&property.value))
        || (document.facts.questions.iter()).any(|question| question.deadline.is_some())
}

fn questions<'a>(
    view: &'a View<'_>,
    feature: &'a Feature,
) -> impl Iterator<Item = Event> + use<'a> {
    feature.facts.questions.iter().filter_map(|question| {
        let day = question.fact.deadline.as_deref()?;
        let is_open = question.fact.state == QuestionState::Open;
        (is_open && is_day(day)).then(|| Event {
            day: day.to_owned(),
            kind: "decide",
            text: label::shortened(&label::split_question(&question.fact.text).0, 160),
            documents: vec![Place {
                label: view.scene.shared.label(question.document).to_owned(),
                url: view.document(question.document, &question.fact.place.anchor),
            }],
            feature: feature.id.0,
        })
    })
}

/// Dates that documents state, and their last changes; documents with the same date for the same reason are one.
fn dates(view: &View<'_>, feature: &Feature) -> Vec<Event> {
    let portfolio = view.scene.portfolio;
    let mut by_reason: BTreeMap<(String, &'static str, String), Vec<Place>> = BTreeMap::new();
    for &id in &feature.documents {
        let document = portfolio.document(id);
        let place = || Place {
            label: view.scene.shared.label(id).to_owned(),
            url: view.document(id, ""),
        };
        for property in &document.properties {
            if let Some(day) = property.value.get(..10).filter(|day| is_day(day)) {
                let name = label::shortened(&property.name, 40);
                let key = (day.to_owned(), "stated", name);
                by_reason.entry(key).or_default().push(place());
            }
        }
        if let Some(day) = portfolio.changed(id).filter(|day| is_day(day)) {
            let key = (day.to_owned(), "changed", String::new());
            by_reason.entry(key).or_default().push(place());
        }
    }
    by_reason
        .into_iter()
        .map(|((day, kind, text), documents)| Event {
            day,
            kind,
            text,
            documents,
            feature: feature.id.0,
        })
        .collect()
}

/// Whether a text is an ISO date.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
        && ("01"..="12").contains(&&text[5..7])
        && ("01"..="31").contains(&&text[8..])
}

#[cfg(test)]
mod tests {
    use super::is_day;

    #[test]
    fn only_dates_are_days() {
        assert!(is_day("2026-11-25"));
        for text in [
            "2026-13-01",
            "2026-00-10",
            "2026-11-32",
            "2026/11/25",
            "20261125ab",
            "2026-11-2x",
        ] {
            assert!(!is_day(text), "{text}");
        }
    }
}
