//! When each document was last changed, from the history of the repository around it.
//!
//! Dates are those of commits, never of the clock or the file system, so that every clone shows the same ones. Where
//! there is no repository, no git, or only a part of the history, there are no dates, and nothing is said about it.

mod log;
mod repository;

use crate::base::path::RelPath;
use crate::model::source::Changes;
use std::path::{Path, PathBuf};

/// The last change of each file below `base` that has one. Empty when the history is not there or not whole.
pub fn changes(base: &Path) -> Changes {
    let Some(repository) = repository::around(base) else {
        return Changes::default();
    };
    if repository.is_shallow() {
        return Changes::default();
    }
    log::last_changes(base).unwrap_or_default()
}

/// The files whose content decides what [`changes`] says: the history moves when one of them does.
pub fn heads(base: &Path) -> Vec<PathBuf> {
    repository::around(base).map_or_else(Vec::new, |repository| repository.heads())
}

/// A path that git writes, below the base.
fn path_of(written: &str) -> RelPath {
    RelPath::new(written)
}
