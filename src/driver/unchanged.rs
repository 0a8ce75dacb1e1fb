//! Ends a build before anything is read, when nothing has changed since the last one.
//!
//! A build is a pure function of the program, the settings and the files of the inventory, and its output is made of
//! files that only planfolio writes. So when all of them are as the record of the last build says, the output is what
//! a build would write. [`look`] compares before a build, [`note`] keeps the record after it.

use super::build::Built;
use super::snapshot::{self, Snapshot};
use super::workspace::Request;
use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::cache::record::{self, Finding, Record};
use crate::cache::stamp::{self, Stamped};
use crate::emit::{self, Target};
use crate::git;
use crate::read::Inventory;
use std::path::PathBuf;

/// Where records are kept, and what makes them.
#[derive(Debug, Clone)]
pub struct Memory {
    /// The user's cache folder.
    pub folder: PathBuf,
    /// The program: another one may write another site.
    pub program: PathBuf,
}

/// What goes into a build, as it was before anything was read.
#[derive(Debug)]
pub struct Before {
    key: String,
    inputs: Vec<Stamped>,
}

/// What a look at the last build found.
#[derive(Debug)]
pub enum Look {
    /// The output is what a build would write.
    Unchanged(Unchanged),
    /// It may not be.
    Changed(Before),
}

/// What the last build said.
#[derive(Debug)]
pub struct Unchanged {
    /// Number of documents.
    pub documents: usize,
    /// Number of features.
    pub features: usize,
    /// Number of files of the site.
    pub files: usize,
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compares the state of all files with the record of the last build of this output.
pub fn look(request: &Request, inventory: &Inventory, target: &Target, memory: &Memory) -> Look {
    let key = key(request, inventory);
    let known = record::read(&memory.folder, &target.folder).filter(|record| record.key == key);
    if let Some(unchanged) = known.and_then(|record| unchanged(&record, target)) {
        return Look::Unchanged(unchanged);
    }
    let mut paths: Vec<PathBuf> = inventory.locations().map(PathBuf::from).collect();
    paths.push(memory.program.clone());
    paths.extend(theme_files(request));
    paths.extend(git::heads(inventory.base()));
    Look::Changed(Before {
        key,
        inputs: stamp::take(&paths),
    })
}

fn unchanged(record: &Record, target: &Target) -> Option<Unchanged> {
    let same = emit::is_settled(&target.folder)
        && stamp::hold(&record.inputs)
        && stamp::hold(&record.outputs);
    if !same {
        return None;
    }
    Some(Unchanged {
        documents: record.documents,
        features: record.features,
        files: record.files,
        diagnostics: record
            .findings
            .iter()
            .map(Finding::diagnostic)
            .collect::<Option<_>>()?,
    })
}

/// Keeps what a build did, for the next one. A build that failed in part is not kept.
pub fn note(before: Before, snapshot: &Snapshot, built: &Built, target: &Target, memory: &Memory) {
    if !built.failures.is_empty() || built.outcome.piecemeal {
        record::forget(&memory.folder, &target.folder);
        return;
    }
    let files: Vec<PathBuf> = snapshot::addresses(snapshot)
        .map(|address| target.folder.join(address))
        .chain([emit::manifest_of(&target.folder)])
        .collect();
    let record = Record {
        key: before.key,
        inputs: before.inputs,
        outputs: stamp::take(&files),
        documents: snapshot.portfolio.documents.len(),
        features: snapshot.portfolio.features.len(),
        files: built.outcome.files,
        findings: snapshot
            .portfolio
            .diagnostics
            .iter()
            .map(Finding::from)
            .collect(),
    };
    // Without a record the next build takes longer, and says nothing else.
    let _ = record::write(&memory.folder, &target.folder, &record);
}

/// All that a build depends on besides the content of files.
fn key(request: &Request, inventory: &Inventory) -> String {
    let parts = [
        Fingerprint::of(env!("CARGO_PKG_VERSION").as_bytes()),
        Fingerprint::of_debug(request),
        inventory.fingerprint(),
        Fingerprint::of_debug(&theme_files(request)),
    ];
    format!("{:032x}", Fingerprint::of_debug(&parts).0)
}

fn theme_files(request: &Request) -> Vec<PathBuf> {
    request.theme.folder().map(stamp::below).unwrap_or_default()
}
