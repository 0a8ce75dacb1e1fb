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
        && (Register::ALL.iter())
            .all(|&one| register::parts(before, one) == register::parts(now, one))
        && name::volumes(name::count(before)) == name::volumes(name::count(now))
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
    pairs
        .enumerate()
        .filter(|(_, (old, new))| !Arc::ptr_eq(old, new))
        .all(|(at, (old, new))| wanted(at, old) == wanted(at, new))
}
