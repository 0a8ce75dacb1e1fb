//! Phase 1: crawls SOURCE, finds roots, features and documents, and decodes every file.

use crate::config::Config;
use crate::model::source::Crawl;
use std::path::{Path, PathBuf};

/// Why nothing could be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A SOURCE does not exist or cannot be entered.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The SOURCE as given.
        path: PathBuf,
        /// The reason of the operating system.
        reason: std::io::Error,
    },
}

/// Reads everything below `sources`. `output` is never entered.
pub fn crawl(
    sources: &[PathBuf],
    output: Option<&Path>,
    config: &Config,
) -> Result<Crawl, ReadError> {
    let _ = (sources, output, config);
    Ok(Crawl::default())
}
