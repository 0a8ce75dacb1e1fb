//! Brings into force what the configuration and the documents say about diagnostics.

use crate::base::diagnostic::Diagnostic;
use crate::config::{Config, apply_severities};
use crate::model::document::{Document, is_silenced};
use std::sync::Arc;

/// The diagnostics in order, each once, with the severities of the configuration; what it turns off, and what comments
/// in the documents silence, is left out.
pub fn in_force(
    diagnostics: Vec<Diagnostic>,
    documents: &[Arc<Document>],
    config: &Config,
) -> Vec<Diagnostic> {
    let mut in_force = apply_severities(config, diagnostics);
    in_force.retain(|finding| {
        let found = documents.binary_search_by(|document| document.path.cmp(&finding.path));
        !found.is_ok_and(|at| is_silenced(&documents[at], finding))
    });
    in_force.sort_by(Diagnostic::order);
    in_force.dedup();
    in_force
}
