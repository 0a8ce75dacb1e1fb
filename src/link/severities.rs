//! Brings into force what the configuration and the documents say about diagnostics.

use crate::base::diagnostic::Diagnostic;
use crate::base::path::RelPath;
use crate::config::{Config, apply_severities};
use crate::model::document::{Document, is_silenced};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The diagnostics in order, each once, with the severities of the configuration; what it turns off, and what comments
/// in the documents silence, is left out.
pub fn in_force(
    diagnostics: Vec<Diagnostic>,
    documents: &[Arc<Document>],
    config: &Config,
) -> Vec<Diagnostic> {
    let mut in_force = apply_severities(config, diagnostics);
    let asking: BTreeMap<&RelPath, &Document> = documents
        .iter()
        .filter(|document| !document.silences.is_empty())
        .map(|document| (&document.path, &**document))
        .collect();
    if !asking.is_empty() {
        in_force.retain(|finding| {
            !asking
                .get(&finding.path)
                .is_some_and(|document| is_silenced(document, finding))
        });
    }
    in_force.sort_by(Diagnostic::order);
    in_force.dedup();
    in_force
}
