//! Known diagnostics: what was there before is not shown again.

use crate::base::diagnostic::{Code, Diagnostic};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Record {
    code: String,
    message: String,
    path: String,
}

/// The diagnostics that a list written by [`super::json`] does not hold. Places do not count, since lines move; of
/// findings that are alike, as many are new as there are more of them. `Err` says why the list cannot be read.
pub fn without_known(diagnostics: Vec<Diagnostic>, list: &str) -> Result<Vec<Diagnostic>, String> {
    let records: Vec<Record> = serde_json::from_str(list).map_err(|error| error.to_string())?;
    let mut known: BTreeMap<(Code, String, String), usize> = BTreeMap::new();
    for record in records {
        // A code of another version is no finding of this one.
        if let Some(code) = Code::find(&record.code) {
            *known
                .entry((code, record.path, record.message))
                .or_default() += 1;
        }
    }
    let mut is_new = |diagnostic: &Diagnostic| {
        let path = diagnostic.path.as_str().to_owned();
        match known.get_mut(&(diagnostic.code, path, diagnostic.message.clone())) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        }
    };
    Ok(diagnostics.into_iter().filter(|it| is_new(it)).collect())
}
