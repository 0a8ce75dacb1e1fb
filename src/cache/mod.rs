//! What the user's cache folder remembers of the last build of an output, so that a build of an unchanged portfolio
//! can end before anything is read.
//!
//! A [`record::Record`] holds the state of every file that went in and came out as the file system tells it
//! ([`stamp`]), and what the build said. Losing a record costs only time: nothing of it reaches a page.

pub mod record;
pub mod stamp;
