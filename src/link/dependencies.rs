//! Ties between features: what leads from a document of one feature to another feature.

use super::index::Index;
use super::resolve::feature_of;
use crate::model::document::Document;
use crate::model::portfolio::{Dependency, Evidence};
use crate::model::reference::{Link, Reference, Target};

/// The dependencies that one document states: one per line and feature, with the strongest evidence of the line.
pub(super) fn dependencies(
    document: &Document,
    index: &Index<'_>,
    answers: &[Link],
) -> Vec<Dependency> {
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
