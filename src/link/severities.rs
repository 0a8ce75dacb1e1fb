//! Brings the configured severities into force.

use crate::base::diagnostic::Diagnostic;
use crate::config::{Config, apply_severities};

/// The diagnostics in order, each once, with the severities of the configuration; what it turns off is left out.
pub(super) fn in_force(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let mut in_force = apply_severities(config, diagnostics);
    in_force.sort_by(Diagnostic::order);
    in_force.dedup();
    in_force
}
