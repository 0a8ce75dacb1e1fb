//! Layer 4: the only module that knows the order of the phases.
//!
//! Three laws keep an incremental rebuild equal to a clean build:
//!
//! 1. Memoised values are immutable.
//! 2. They depend on nothing outside their key.
//! 3. The key holds every option that the stage reads.
//!
//! A [`workspace::Workspace`] holds what outlives a rebuild (the theme, the memo); [`workspace::refresh`] reads,
//! parses, links and plans, and gives a [`snapshot::Snapshot`], an immutable site whose files are made when they are
//! asked for. `serve` asks for one file at a time, [`build::write`] for all of them.

pub mod build;
pub mod clock;
pub mod code;
mod diagram;
pub mod memo;
mod notice;
pub mod snapshot;
pub mod unchanged;
pub mod workspace;

use crate::emit::EmitError;
use crate::read::ReadError;
use crate::render::theme::ThemeError;

/// Why there is no site at all. Problems of single documents are diagnostics instead.
#[derive(Debug, thiserror::Error)]
pub enum DriverError {
    /// SOURCE could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The theme could not be loaded.
    #[error(transparent)]
    Theme(#[from] ThemeError),
    /// The output could not be written.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// The worker threads could not be started.
    #[error("cannot start worker threads: {0}")]
    Threads(String),
}

/// The size of a worker's stack, in bytes: room for deeply nested Markdown and templates.
const STACK: usize = 16 << 20;

/// Runs `work` on a pool of `jobs` threads, or as many as there are processors.
pub fn with_threads<T: Send>(
    jobs: Option<usize>,
    work: impl FnOnce() -> T + Send,
) -> Result<T, DriverError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.unwrap_or(0))
        .stack_size(STACK)
        .build()
        .map(|pool| pool.install(work))
        .map_err(|error| DriverError::Threads(error.to_string()))
}
