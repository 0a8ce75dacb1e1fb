//! The day of the last change of documents and features.

use crate::model::document::Document;
use crate::model::portfolio::{Feature, Portfolio};

/// Names of properties that hold the day of a change, in the order in which they count; lower case.
const NAMES: [&str; 8] = [
    "last updated",
    "updated",
    "last modified",
    "modified",
    "last change",
    "date",
    "created",
    "created at",
];

/// The day of a document: that of the history, else the one that the document states.
pub(super) fn of_document<'a>(portfolio: &'a Portfolio, document: &'a Document) -> Option<&'a str> {
    portfolio.changed(document.id).or_else(|| {
        NAMES.iter().find_map(|name| {
            let mut properties = document.properties.iter();
            let property = properties.find(|it| it.name.trim().to_lowercase() == *name)?;
            day(&property.value)
        })
    })
}

/// The latest day of the documents of a feature.
pub(super) fn of_feature<'a>(portfolio: &'a Portfolio, feature: &Feature) -> Option<&'a str> {
    let documents = feature.documents.iter();
    documents
        .filter_map(|&id| of_document(portfolio, portfolio.document(id)))
        .max()
}

/// The ISO day that a text begins with.
fn day(text: &str) -> Option<&str> {
    let text = text.trim();
    let day = text.get(..10)?;
    let is_whole = !text[10..].starts_with(|it: char| it.is_ascii_digit());
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, date] = parts[..] else {
        return None;
    };
    let number = |part: &str, length: usize| -> Option<u32> {
        let is_number = part.len() == length && part.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| part.parse().ok())?
    };
    let (year, month, date) = (number(year, 4)?, number(month, 2)?, number(date, 2)?);
    let days = match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (is_whole && (1..=12).contains(&month) && (1..=days).contains(&date)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn only_days_that_exist_are_days() {
        for text in [
            "2026-11-25",
            " 2026-11-25 (draft)",
            "2024-02-29",
            "2026-11-25T10:00:00Z",
        ] {
            assert!(day(text).is_some(), "{text}");
        }
        for text in [
            "2026-11",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "26-11-25",
            "2026-11-250",
            "",
            "2026-1é-25",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
