//! All printing: diagnostics, progress, tables, the last line of a build.
//!
//! Results go to stdout; progress, diagnostics of a build and failures go to stderr. Colours appear only where the
//! stream shows them (`NO_COLOR`, `CLICOLOR_FORCE`, pipes). A reader that closes its end early is no failure.

pub mod baseline;
pub mod channel;
pub mod count;
pub mod explain;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod progress;
pub mod sarif;
pub mod short;
pub mod summary;
pub mod timings;
