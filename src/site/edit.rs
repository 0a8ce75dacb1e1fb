//! Whether a plan outlives an edit.

use super::{card, folder, name, register};
use crate::model::portfolio::{BackReferences, Portfolio};
use crate::model::site::Register;
use std::sync::Arc;

/// Whether a portfolio has the same plan as it had before an edit. Looks at all that [`super::plan`] looks at.
pub fn still_planned(before: &Portfolio, now: &Portfolio) -> bool {
    same_places(before, now)
        && same_folder_links(before, now)
        && same_cards(before, now)
        && same_parts(before, now)
        && same_number_of_names(before, now)
}

fn same_places(before: &Portfolio, now: &Portfolio) -> bool {
    let documents = before.documents.iter().zip(&now.documents);
    let features = before.features.iter().zip(&now.features);
    let assets = before.assets.iter().zip(&now.assets);
    before.documents.len() == now.documents.len()
        && before.features.len() == now.features.len()
        && before.assets.len() == now.assets.len()
        && before.own_documents == now.own_documents
        && documents.into_iter().all(|(old, new)| {
            Arc::ptr_eq(old, new)
                || (old.path == new.path
                    && old.inner == new.inner
                    && old.feature == new.feature
                    && old.format == new.format)
        })
        && features.into_iter().all(|(old, new)| {
            Arc::ptr_eq(old, new) || (old.folder == new.folder && old.documents == new.documents)
        })
        && assets.into_iter().all(|(old, new)| {
            old.path == new.path && old.inner == new.inner && old.feature == new.feature
        })
}

/// Whether links lead to the same folders, document by document.
fn same_folder_links(before: &Portfolio, now: &Portfolio) -> bool {
    (before.links.iter().zip(&now.links))
        .filter(|(old, new)| !Arc::ptr_eq(old, new))
        .all(|(old, new)| folder::linked(old) == folder::linked(new))
}

/// Whether the same documents have hover cards.
fn same_cards(before: &Portfolio, now: &Portfolio) -> bool {
    let pairs = before.back_references.iter().zip(&now.back_references);
    let wanted = |at: usize, references: &BackReferences| {
        card::is_referred_to(references, now.documents[at].id)
    };
    let same_references = pairs
        .enumerate()
        .filter(|(_, (old, new))| !Arc::ptr_eq(old, new))
        .all(|(at, (old, new))| wanted(at, old) == wanted(at, new));
    let mut features =
        (before.features.iter().zip(&now.features)).filter(|(old, new)| !Arc::ptr_eq(old, new));
    same_references && features.all(|(old, new)| card::traced(old) == card::traced(new))
}

/// Whether the registers are divided in the same way.
fn same_parts(before: &Portfolio, now: &Portfolio) -> bool {
    let same_features = (before.features.iter().zip(&now.features))
        .all(|(old, new)| Arc::ptr_eq(old, new) || register::same_rows(old, new));
    let same_dependencies = Arc::ptr_eq(&before.dependencies, &now.dependencies);
    (same_features && same_dependencies)
        || (Register::ALL.iter())
            .all(|&one| register::parts(before, one) == register::parts(now, one))
}

fn same_number_of_names(before: &Portfolio, now: &Portfolio) -> bool {
    let features = before.features.iter().zip(&now.features);
    let documents = before.documents.iter().zip(&now.documents);
    let changed = features.filter(|(old, new)| !Arc::ptr_eq(old, new));
    let (old, new): (usize, usize) = changed
        .map(|(old, new)| (name::of_feature(old), name::of_feature(new)))
        .chain(
            documents
                .filter(|(old, new)| !Arc::ptr_eq(old, new))
                .map(|(old, new)| (name::of_document(old), name::of_document(new))),
        )
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    old == new
}
