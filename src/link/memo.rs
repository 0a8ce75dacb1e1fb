//! What linking keeps for the next time, and what of it still holds.
//!
//! Each stage looks at what changed in the stage before and is done again for that alone; a stage that comes to the
//! same result as before hands the old value on, so that the stages behind it rest ("early cut-off"):
//!
//! documents → ids of a scope → answers of a document → back-references of a document → facts of a feature → drift.

use super::anchors::anchors;
use super::back_references::back_references;
use super::drift::{Compared, Routes};
use super::feature::Assembled;
use super::index::{Everywhere, everywhere};
use super::layout::Layout;
use super::resolve::Answers;
use super::symbols::{Symbols, states_the_same};
use crate::model::document::Document;
use crate::model::portfolio::{BackReferences, Dependency};
use crate::model::source::DocId;
use rayon::prelude::*;
use std::sync::Arc;

/// The results of all stages. They hang on the documents, the crawl and the configuration alone.
#[derive(Debug)]
pub struct Linked {
    pub(super) documents: Vec<Arc<Document>>,
    pub(super) layout: Arc<Layout>,
    pub(super) symbols: Vec<Arc<Symbols>>,
    pub(super) everywhere: Arc<Everywhere>,
    pub(super) answers: Vec<Arc<Answers>>,
    pub(super) back_references: Vec<Arc<BackReferences>>,
    pub(super) dependencies: Arc<[Dependency]>,
    pub(super) assembled: Vec<Arc<Assembled>>,
    pub(super) routes: Arc<Routes>,
    pub(super) compared: Vec<Arc<Compared>>,
}

/// What changed in the documents since the last time.
pub(super) struct Edits {
    /// Whether a document is another than before, by document.
    edited: Vec<bool>,
    /// Whether a document has other anchors than before, by document.
    moved: Vec<bool>,
    /// Whether a document states other ids than before, by scope.
    restated: Vec<bool>,
}

impl Edits {
    /// The differences between two versions of the documents of one layout.
    pub(super) fn between(
        layout: &Layout,
        before: &[Arc<Document>],
        documents: &[Arc<Document>],
    ) -> Self {
        let mut edits = Self {
            edited: vec![false; documents.len()],
            moved: vec![false; documents.len()],
            restated: vec![false; layout.scopes()],
        };
        for (at, (old, new)) in before.iter().zip(documents).enumerate() {
            if Arc::ptr_eq(old, new) {
                continue;
            }
            edits.edited[at] = true;
            edits.moved[at] = !anchors(old).eq(anchors(new));
            edits.restated[layout.scope_of[at] as usize] |= !states_the_same(old, new);
        }
        edits
    }
}

/// The ids of all scopes.
pub(super) fn symbols(
    layout: &Layout,
    documents: &[Arc<Document>],
    before: Option<(&Linked, &Edits)>,
) -> Vec<Arc<Symbols>> {
    let made = (0..layout.scopes()).into_par_iter().map(|scope| {
        if let Some((before, edits)) = before
            && !edits.restated[scope]
        {
            return Arc::clone(&before.symbols[scope]);
        }
        let members = layout.members_of(scope).iter();
        let members: Vec<&Document> = members.map(|id| &*documents[id.index()]).collect();
        Arc::new(Symbols::new(&members))
    });
    made.collect()
}

/// The ids that are known everywhere.
pub(super) fn known_everywhere(
    symbols: &[Arc<Symbols>],
    before: Option<(&Linked, &Edits)>,
) -> Arc<Everywhere> {
    let same = |(before, edits): &(&Linked, &Edits)| {
        let restated = edits.restated.iter().enumerate().filter(|(_, is)| **is);
        restated
            .map(|(at, _)| at)
            .all(|at| before.symbols[at].shared_keys() == symbols[at].shared_keys())
    };
    match before {
        Some(before) if same(&before) => Arc::clone(&before.0.everywhere),
        _ => Arc::new(everywhere(symbols)),
    }
}

/// Whether the answers of a document still hold.
pub(super) fn still_answered(
    at: usize,
    (before, edits): (&Linked, &Edits),
    everywhere: &Arc<Everywhere>,
) -> bool {
    let answers = &before.answers[at];
    !edits.edited[at]
        && !edits.restated[before.layout.scope_of[at] as usize]
        && !answers
            .asked
            .scopes
            .iter()
            .any(|&one| edits.restated[one as usize])
        && (!answers.asked.everywhere || Arc::ptr_eq(everywhere, &before.everywhere))
        && !answers
            .targets
            .iter()
            .any(|target| edits.moved[target.index()])
}

/// What refers to each document.
pub(super) fn all_back_references(
    documents: &[Arc<Document>],
    answers: &[Arc<Answers>],
    before: Option<(&Linked, &Edits)>,
) -> Vec<Arc<BackReferences>> {
    let mut wanted = vec![before.is_none(); documents.len()];
    if let Some((before, edits)) = before {
        for (at, (old, new)) in before.answers.iter().zip(answers).enumerate() {
            if edits.edited[at] || !Arc::ptr_eq(old, new) {
                for target in old.targets.iter().chain(&new.targets) {
                    wanted[target.index()] = true;
                }
            }
        }
    }
    let mut sources: Vec<Vec<DocId>> = vec![Vec::new(); documents.len()];
    for (document, answers) in documents.iter().zip(answers) {
        for target in &answers.targets {
            if wanted[target.index()] {
                sources[target.index()].push(document.id);
            }
        }
    }
    let made = documents.par_iter().zip(&sources).map(|(target, sources)| {
        let at = target.id.index();
        let known = before.map(|(before, _)| &before.back_references[at]);
        if let Some(known) = known
            && !wanted[at]
        {
            return Arc::clone(known);
        }
        let made = back_references(target.id, sources, documents, answers);
        match known {
            Some(known) if **known == made => Arc::clone(known),
            _ => Arc::new(made),
        }
    });
    made.collect()
}

/// Whether the facts of the feature of these documents still hold.
pub(super) fn still_assembled(
    members: &[DocId],
    (before, edits): (&Linked, &Edits),
    back_references: &[Arc<BackReferences>],
) -> bool {
    members.iter().all(|id| {
        let at = id.index();
        !edits.edited[at] && Arc::ptr_eq(&before.back_references[at], &back_references[at])
    })
}

/// All dependencies by place.
pub(super) fn dependencies(answers: &[Arc<Answers>], before: Option<&Linked>) -> Arc<[Dependency]> {
    let same = |before: &Linked| {
        let pairs = before.answers.iter().zip(answers);
        pairs
            .filter(|(old, new)| !Arc::ptr_eq(old, new))
            .all(|(old, new)| old.dependencies == new.dependencies)
    };
    match before {
        Some(before) if same(before) => Arc::clone(&before.dependencies),
        _ => answers
            .iter()
            .flat_map(|one| one.dependencies.iter().cloned())
            .collect(),
    }
}

/// The operations of all features.
pub(super) fn routes(assembled: &[Arc<Assembled>], before: Option<&Linked>) -> Arc<Routes> {
    let same = |before: &Linked| {
        let pairs = before.assembled.iter().zip(assembled);
        pairs
            .filter(|(old, new)| !Arc::ptr_eq(old, new))
            .all(|(old, new)| old.routes == new.routes)
    };
    match before {
        Some(before) if same(before) => Arc::clone(&before.routes),
        _ => {
            let mut all = Routes::default();
            for one in assembled {
                all.add(&one.routes);
            }
            Arc::new(all)
        }
    }
}
