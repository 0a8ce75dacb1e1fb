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
use super::resolve::{Answers, main_anchor};
use super::symbols::{Symbols, states_the_same};
use crate::base::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::portfolio::{BackReferences, Dependency, Portfolio};
use crate::model::source::{Crawl, DocId};
use rayon::prelude::*;
use std::sync::Arc;

/// The results of all stages that are no part of the portfolio. They hang on the documents, the crawl and the
/// configuration alone.
#[derive(Debug)]
pub struct Linked {
    pub(super) layout: Arc<Layout>,
    pub(super) symbols: Vec<Arc<Symbols>>,
    pub(super) everywhere: Arc<Everywhere>,
    pub(super) answers: Vec<Arc<Answers>>,
    /// What each document and its answers have against them.
    pub(super) findings: Vec<Findings>,
    pub(super) assembled: Vec<Arc<Assembled>>,
    pub(super) routes: Arc<Routes>,
    pub(super) compared: Vec<Arc<Compared>>,
}

/// Diagnostics about one document; `None` when there are none, which is the most frequent case.
pub(super) type Findings = Option<Arc<[Diagnostic]>>;

/// The results before an edit.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The portfolio.
    pub portfolio: &'a Portfolio,
    /// The rest.
    pub linked: &'a Linked,
}

/// The results before an edit, and what was edited.
pub(super) type Past<'a> = (Before<'a>, &'a Edits);

/// What changed in the documents since the last time.
pub(super) struct Edits {
    /// Whether a document is another than before, by document.
    edited: Vec<bool>,
    /// Whether a document has other anchors than before, by document.
    moved: Vec<bool>,
    /// Whether a document states other ids than before, by scope.
    restated: Vec<bool>,
    /// Whether any document has other anchors or ids than before.
    any_seen: bool,
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
            any_seen: false,
        };
        for (at, (old, new)) in before.iter().zip(documents).enumerate() {
            if Arc::ptr_eq(old, new) {
                continue;
            }
            edits.edited[at] = true;
            edits.moved[at] =
                !anchors(old).eq(anchors(new)) || main_anchor(old) != main_anchor(new);
            let restates = !states_the_same(old, new);
            edits.restated[layout.scope_of[at] as usize] |= restates;
            edits.any_seen |= restates || edits.moved[at];
        }
        edits
    }
}

/// The ids of all scopes.
pub(super) fn symbols(
    layout: &Layout,
    documents: &[Arc<Document>],
    before: Option<Past<'_>>,
) -> Vec<Arc<Symbols>> {
    let made = (0..layout.scopes()).into_par_iter().map(|scope| {
        if let Some((before, edits)) = before
            && !edits.restated[scope]
        {
            return Arc::clone(&before.linked.symbols[scope]);
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
    before: Option<Past<'_>>,
) -> Arc<Everywhere> {
    let same = |(before, edits): Past<'_>| {
        let restated = edits.restated.iter().enumerate().filter(|(_, is)| **is);
        restated
            .map(|(at, _)| at)
            .all(|at| before.linked.symbols[at].shared_keys() == symbols[at].shared_keys())
    };
    match before {
        Some(before) if same(before) => Arc::clone(&before.0.linked.everywhere),
        _ => Arc::new(everywhere(symbols)),
    }
}

/// Whether the answers of a document still hold.
pub(super) fn still_answered(
    at: usize,
    (before, edits): Past<'_>,
    everywhere: &Arc<Everywhere>,
) -> bool {
    if !edits.any_seen {
        return !edits.edited[at];
    }
    let before = before.linked;
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
    before: Option<Past<'_>>,
) -> Vec<Arc<BackReferences>> {
    let mut wanted = vec![before.is_none(); documents.len()];
    if let Some((before, edits)) = before {
        for (at, (old, new)) in before.linked.answers.iter().zip(answers).enumerate() {
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
        let known = before.map(|(before, _)| &before.portfolio.back_references[at]);
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
    (before, edits): Past<'_>,
    back_references: &[Arc<BackReferences>],
) -> bool {
    members.iter().all(|id| {
        let at = id.index();
        let known = &before.portfolio.back_references[at];
        !edits.edited[at] && Arc::ptr_eq(known, &back_references[at])
    })
}

/// All dependencies by place.
pub(super) fn dependencies(
    answers: &[Arc<Answers>],
    before: Option<Before<'_>>,
) -> Arc<[Dependency]> {
    let same = |before: Before<'_>| {
        let pairs = before.linked.answers.iter().zip(answers);
        pairs
            .filter(|(old, new)| !Arc::ptr_eq(old, new))
            .all(|(old, new)| old.dependencies == new.dependencies)
    };
    match before {
        Some(before) if same(before) => Arc::clone(&before.portfolio.dependencies),
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

/// What each document and its answers have against them. What reading found belongs to the version of a document too.
pub(super) fn findings(
    crawl: &Crawl,
    documents: &[Arc<Document>],
    answers: &[Arc<Answers>],
    before: Option<Past<'_>>,
) -> Vec<Findings> {
    let made = answers.iter().enumerate().map(|(at, own)| {
        if let Some((before, edits)) = before
            && !edits.edited[at]
            && Arc::ptr_eq(own, &before.linked.answers[at])
        {
            return before.linked.findings[at].clone();
        }
        let found = (crawl.sources[at].diagnostics.iter())
            .chain(&documents[at].diagnostics)
            .chain(&own.diagnostics);
        let found: Arc<[Diagnostic]> = found.cloned().collect();
        (!found.is_empty()).then_some(found)
    });
    made.collect()
}
