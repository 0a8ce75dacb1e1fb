//! Ties between features: what leads from a document of one feature to another feature.

use super::index::Index;
use super::resolve::feature_of;
use crate::model::document::Document;
use crate::model::portfolio::{Dependency, Evidence};
use crate::model::reference::{Link, Reference, Target};
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// All dependencies by place: one per line and feature, with the strongest evidence of the line.
pub(super) fn dependencies(index: &Index<'_>, links: &[Vec<Link>]) -> Vec<Dependency> {
    let per_document: Vec<Vec<Dependency>> = index
        .documents
        .par_iter()
        .zip(links.par_iter())
        .map(|(document, answers)| of_document(index, document, answers))
        .collect();
    per_document.into_iter().flatten().collect()
}

/// The dependencies that one document states.
fn of_document(index: &Index<'_>, document: &Document, answers: &[Link]) -> Vec<Dependency> {
    let Some(from) = document.feature else {
        return Vec::new();
    };
    let mut found: Vec<Dependency> = Vec::new();
    for (reference, link) in document.references.iter().zip(answers) {
        let Some(to) = feature_of(link, index).filter(|to| *to != from) else {
            continue;
        };
        found.push(Dependency {
            from,
            to,
            evidence: evidence(document, reference),
            document: document.id,
            line: reference.line,
            anchor: reference.from.clone(),
        });
    }
    found.sort_by_key(|dependency| (dependency.line, dependency.to, dependency.evidence));
    found.dedup_by_key(|dependency| (dependency.line, dependency.to));
    found
}

/// How a reference states a dependency.
fn evidence(document: &Document, reference: &Reference) -> Evidence {
    let declared = document.facts.dependencies.iter().any(|declaration| {
        declaration.span.start <= reference.span.start && reference.span.end <= declaration.span.end
    });
    match reference.target {
        _ if declared => Evidence::Declared,
        Target::Feature { .. } => Evidence::Mention,
        _ => Evidence::Link,
    }
}
