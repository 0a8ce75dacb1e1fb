//! The record of one build.

use super::stamp::Stamped;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::fingerprint::Fingerprint;
use crate::base::path::RelPath;
use crate::base::span::{Position, Span};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder of the records below the cache folder.
const FOLDER: &str = "planfolio/builds";

/// How many records are kept, the newest first.
const KEPT: usize = 64;

/// What a build read, wrote and said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Everything that is no file: the program, the settings, which files there are.
    pub key: String,
    /// The files that were read, before they were read.
    pub inputs: Vec<Stamped>,
    /// The files of the output.
    pub outputs: Vec<Stamped>,
    /// Number of documents.
    pub documents: usize,
    /// Number of features.
    pub features: usize,
    /// Number of files of the site.
    pub files: usize,
    /// The findings.
    pub findings: Vec<Finding>,
}

/// A diagnostic as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    code: String,
    severity: u8,
    path: String,
    /// Start, end, line, column.
    place: Option<[u32; 4]>,
    message: String,
    help: String,
}

impl From<&Diagnostic> for Finding {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code.code().to_owned(),
            severity: diagnostic.severity as u8,
            path: diagnostic.path.as_str().to_owned(),
            place: diagnostic
                .place
                .map(|(span, at)| [span.start, span.end, at.line, at.column]),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
        }
    }
}

impl Finding {
    /// The diagnostic; `None` when the record does not come from this version.
    pub fn diagnostic(&self) -> Option<Diagnostic> {
        let severities = [Severity::Note, Severity::Warning, Severity::Error];
        Some(Diagnostic {
            code: Code::find(&self.code)?,
            severity: *severities.get(usize::from(self.severity))?,
            path: RelPath::new(&self.path),
            place: self
                .place
                .map(|[start, end, line, column]| (Span { start, end }, Position { line, column })),
            message: self.message.clone(),
            help: self.help.clone(),
        })
    }
}

/// Where the record of an output lies below the cache folder.
fn place(cache: &Path, output: &Path) -> PathBuf {
    let name = Fingerprint::of(output.as_os_str().as_encoded_bytes());
    cache.join(FOLDER).join(format!("{:032x}.json", name.0))
}

/// The record of an output. A missing or broken one is `None`.
pub fn read(cache: &Path, output: &Path) -> Option<Record> {
    let bytes = fs::read(place(cache, output)).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Keeps the record of an output, in one step.
pub fn write(cache: &Path, output: &Path, record: &Record) -> io::Result<()> {
    let path = place(cache, output);
    let folder = cache.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let draft = folder.join(format!(".{}", std::process::id()));
    fs::write(&draft, serde_json::to_vec(record)?)?;
    fs::rename(&draft, &path)?;
    prune(&folder)
}

/// Forgets the record of an output.
pub fn forget(cache: &Path, output: &Path) {
    // A record that stays is compared with the files, which have changed.
    let _ = fs::remove_file(place(cache, output));
}

/// Removes the oldest records.
fn prune(folder: &Path) -> io::Result<()> {
    let mut records: Vec<(SystemTime, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)?.flatten() {
        let written = entry.metadata().and_then(|metadata| metadata.modified());
        records.push((written.unwrap_or(SystemTime::UNIX_EPOCH), entry.path()));
    }
    records.sort_unstable();
    let surplus = records.len().saturating_sub(KEPT);
    for (_, path) in &records[..surplus] {
        fs::remove_file(path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Finding, KEPT, Record, forget, read, write};
    use crate::base::diagnostic::{Code, Diagnostic};
    use crate::base::path::RelPath;
    use crate::base::span::LineIndex;
    use crate::base::span::Span;
    use std::path::PathBuf;

    #[test]
    fn records_come_back_as_they_were_and_old_ones_go() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let text = "one\ntwo";
        let finding = Diagnostic::at(
            Code::BrokenLink,
            &RelPath::new("a.md"),
            (text, &LineIndex::new(text)),
            Span::new(4, 7),
            "m",
            "h",
        );
        let record = Record {
            key: "k".to_owned(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            documents: 1,
            features: 2,
            files: 3,
            findings: vec![Finding::from(&finding)],
        };
        let output = |n: usize| PathBuf::from(format!("/out/{n}"));
        for n in 0..KEPT + 3 {
            write(folder.path(), &output(n), &record).expect("a folder of our own");
        }
        let back = read(folder.path(), &output(KEPT + 2)).expect("the newest is kept");
        assert_eq!(back, record);
        assert_eq!(back.findings[0].diagnostic(), Some(finding));
        let kept = (0..KEPT + 3).filter(|&n| read(folder.path(), &output(n)).is_some());
        assert_eq!(kept.count(), KEPT);
        forget(folder.path(), &output(KEPT + 2));
        assert_eq!(read(folder.path(), &output(KEPT + 2)), None);
    }
}
