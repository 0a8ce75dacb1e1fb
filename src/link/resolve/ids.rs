//! Ids: first within the feature, then in a feature named beside them, then in the only feature that defines them.

use super::{Asked, Resolved, feature_of, to_place};
use crate::base::diagnostic::{Code, nearest};
use crate::link::finding::at_reference;
use crate::link::index::Index;
use crate::link::key::{family, key_of, write_key};
use crate::model::document::Document;
use crate::model::reference::{Reference, Scope, Target};
use crate::model::source::{DocId, FeatureId};
use std::collections::BTreeMap;

/// An id as a document mentions it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sought<'r> {
    pub(super) id: &'r str,
    pub(super) scope: Scope,
    /// The feature that is named for it, where alone it is looked up.
    pub(super) feature: Option<&'r str>,
    /// The feature that is named for the id before it in a list, where it is looked up first.
    pub(super) perhaps_of: Option<&'r str>,
}

/// Where an id is defined.
#[derive(Debug)]
pub(super) enum Found<'a> {
    /// At an anchor of a document.
    At(DocId, &'a str),
    /// A decision record by its number.
    Record(DocId),
    /// It is the name of another feature's folder, such as `SPEC-1dbf2acb`.
    Feature(FeatureId),
    /// Nowhere that can be told; a feature named on the same line may still define it.
    Nowhere,
    /// In a named feature that is unknown or does not define it: stays text.
    Elsewhere,
}

/// Looks an id up. `key` is a buffer.
pub(super) fn find<'a>(
    document: &Document,
    index: &Index<'a>,
    (key, asked): (&mut String, &mut Asked),
    sought: Sought<'_>,
) -> Found<'a> {
    let Sought {
        id,
        scope,
        feature,
        perhaps_of,
    } = sought;
    if id.starts_with("SPEC-")
        && let Some(named) = index.layout.features.by_folder(id)
    {
        return if document.feature == Some(named) {
            Found::Elsewhere
        } else {
            Found::Feature(named)
        };
    }
    write_key(key, id);
    if let Some(name) = feature {
        let Some(feature) = index.layout.features.find(name) else {
            return Found::Elsewhere;
        };
        asked.feature(feature);
        return match index.symbols_of(feature).find(key, id, scope, document.id) {
            Some((target, symbol)) => Found::At(target, &symbol.anchor),
            None if document.feature == Some(feature) => Found::Nowhere,
            None => Found::Elsewhere,
        };
    }
    if let Some(feature) = perhaps_of.and_then(|name| index.layout.features.find(name)) {
        asked.feature(feature);
        let found = index.symbols_of(feature).find(key, id, scope, document.id);
        if let Some((target, symbol)) = found {
            return Found::At(target, &symbol.anchor);
        }
    }
    let own = index.own_symbols(document);
    if let Some((target, symbol)) = own.find(key, id, scope, document.id) {
        return Found::At(target, &symbol.anchor);
    }
    // A feature that numbers its own ids of this family means one of its own, even when only another defines it.
    if !own.has_family(key) {
        asked.everywhere = true;
        if let Some(only) = index.only_scope_of(key) {
            asked.scope(only);
            let found = index.scope(only).find(key, id, scope, document.id);
            if let Some((target, symbol)) = found {
                return Found::At(target, &symbol.anchor);
            }
        }
    }
    match index.layout.records.find(key) {
        Some(record) if record == document.id => Found::Elsewhere,
        Some(record) => Found::Record(record),
        None => Found::Nowhere,
    }
}

/// Gives ids that are not defined in their own feature a second chance: when their line leads to exactly one other
/// feature, they are that feature's. The others dangle.
pub(super) fn resolve_beside_features(
    document: &Document,
    index: &Index<'_>,
    open_ids: &[usize],
    resolved: &mut Resolved,
) {
    let mut dangling: BTreeMap<&str, (&Reference, usize)> = BTreeMap::new();
    for &at in open_ids {
        let reference = &document.references[at];
        let Target::Symbol { id, scope, .. } = &reference.target else {
            continue;
        };
        let beside = features_beside(document, index, at, resolved);
        if let [feature] = beside.as_slice() {
            resolved.asked.feature(*feature);
            let found = index
                .symbols_of(*feature)
                .find(&key_of(id), id, *scope, document.id);
            if let Some((target, symbol)) = found {
                resolved.links[at] = to_place(document, reference, target, &symbol.anchor);
            }
        }
        // The ids inside a range are named by its ends; priorities such as P1 are no ids.
        let is_priority = id.len() == 2 && id.starts_with('P');
        if beside.is_empty() && reference.shown && !is_priority {
            let mentions = dangling.entry(id).or_insert((reference, 0));
            mentions.1 += 1;
        }
    }
    for (id, (reference, mentions)) in dangling {
        report_dangling(document, index, reference, (id, mentions), resolved);
    }
}

/// The other features that references on the line of reference `at` lead to.
fn features_beside(
    document: &Document,
    index: &Index<'_>,
    at: usize,
    resolved: &Resolved,
) -> Vec<FeatureId> {
    let references = &document.references;
    let line = references[at].line;
    let on_line = |other: &usize| references[*other].line == line;
    let before = (0..at).rev().take_while(on_line);
    let after = (at + 1..references.len()).take_while(on_line);
    let mut features: Vec<FeatureId> = before
        .chain(after)
        .filter(|&other| {
            !matches!(
                references[other].target,
                Target::Symbol { feature: None, .. }
            )
        })
        .filter_map(|other| feature_of(&resolved.links[other], index))
        .filter(|feature| document.feature != Some(*feature))
        .collect();
    features.sort_unstable();
    features.dedup();
    features
}

/// Reports an id that its feature should define: other ids of the same shape are defined there.
fn report_dangling(
    document: &Document,
    index: &Index<'_>,
    reference: &Reference,
    (id, mentions): (&str, usize),
    resolved: &mut Resolved,
) {
    let (Some(feature), Target::Symbol { scope, .. }) = (document.feature, &reference.target)
    else {
        return;
    };
    let key = key_of(id);
    let own = index.own_symbols(document);
    // The ids within a range are not written: a gap in the numbers is no mistake of the range. A number without a
    // point may number anything.
    let numbers_anything = family(&key).is_empty() && !id.contains('.');
    if numbers_anything || !own.lacks(&key) {
        return;
    }
    let text = index.text(document.id);
    if reference.span.of(&text) != id {
        return;
    }
    let name = &index.layout.folders[feature.index()].name;
    let times = match mentions {
        1 => String::new(),
        _ => format!(" ({mentions} mentions in this document)"),
    };
    let near = nearest(id, own.ids_of_family(&key, *scope));
    let help = if near.is_empty() {
        "define it or correct the mention".to_owned()
    } else {
        format!("nearest defined ids: {}", near.join(", "))
    };
    resolved.diagnostics.push(at_reference(
        Code::DanglingReference,
        (document, &text),
        reference,
        format!("`{id}` is not defined in feature {name}{times}"),
        help,
    ));
}
