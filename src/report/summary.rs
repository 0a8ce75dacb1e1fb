//! The last line.

use super::count::{Tally, seconds};
use crate::base::count::{counted, number};
use std::time::Duration;

/// How much was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Documents.
    pub documents: usize,
    /// Features.
    pub features: usize,
}

impl Extent {
    /// `8,000 documents in 1,000 features`.
    pub fn text(self) -> String {
        let documents = counted(self.documents, "document");
        format!("{documents} in {}", counted(self.features, "feature"))
    }
}

/// `built 8,000 documents in 1,000 features → _site (10,214 files, 37 changed) in 1.9 s: 3 errors, 9 warnings`.
pub fn built(
    extent: Extent,
    output: &str,
    (files, changed): (usize, usize),
    time: Duration,
    tally: Tally,
) -> String {
    format!(
        "built {} → {output} ({}, {} changed) in {}: {}\n",
        extent.text(),
        counted(files, "file"),
        number(changed),
        seconds(time),
        tally.text(),
    )
}

/// `checked 8,000 documents in 1,000 features in 1.9 s: 3 errors, 9 warnings, 12 notes`.
pub fn checked(extent: Extent, time: Duration, tally: Tally) -> String {
    format!(
        "checked {} in {}: {}, {}\n",
        extent.text(),
        seconds(time),
        tally.text(),
        counted(tally.notes, "note"),
    )
}
