//! The list of our files in the output.

use super::{EmitError, OWN_FOLDER, failed, tree};
use crate::base::path::RelPath;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// The name of the list below [`OWN_FOLDER`].
const NAME: &str = "manifest";

/// Paths of files below the output, the manifest itself not counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Manifest {
    paths: BTreeSet<String>,
}

impl Manifest {
    /// The manifest of a set of paths.
    pub(super) fn of(paths: &BTreeSet<&str>) -> Self {
        Self {
            paths: paths.iter().map(|&path| path.to_owned()).collect(),
        }
    }

    /// The files in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Whether a file is ours.
    pub(super) fn contains(&self, path: &str) -> bool {
        self.paths.contains(path) || path == own_path()
    }

    /// Whether a folder holds a file of ours.
    pub(super) fn reaches_into(&self, folder: &str) -> bool {
        let prefix = format!("{folder}/");
        folder == OWN_FOLDER
            || self
                .paths
                .range(prefix.clone()..)
                .next()
                .is_some_and(|path| path.starts_with(&prefix))
    }

    /// The files that `after` no longer has.
    pub(super) fn without(&self, after: &Manifest) -> Vec<String> {
        self.paths
            .iter()
            .filter(|path| !after.paths.contains(*path))
            .cloned()
            .collect()
    }
}

/// The path of the manifest below the output.
pub(super) fn own_path() -> String {
    format!("{OWN_FOLDER}/{NAME}")
}

/// The manifest of an output, `None` when it has none. Lines that lead out of the output are not ours.
pub(super) fn read(folder: &Path) -> Result<Option<Manifest>, EmitError> {
    let path = folder.join(own_path());
    if path.exists() && !path.is_file() {
        return Ok(None);
    }
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(Manifest {
            paths: String::from_utf8_lossy(&bytes)
                .lines()
                .filter(|line| !line.is_empty() && RelPath::new(line).as_str() == *line)
                .map(str::to_owned)
                .collect(),
        })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("read", &path)(error)),
    }
}

/// Writes the manifest: one path a line, sorted.
pub(super) fn write(folder: &Path, manifest: &Manifest) -> Result<(), EmitError> {
    let mut text = String::new();
    for path in &manifest.paths {
        text.push_str(path);
        text.push('\n');
    }
    tree::write(&folder.join(own_path()), text.as_bytes())
}
