//! Finds and opens the configuration file.

use super::ReadError;
use crate::config::FILE_NAME;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The size up to which a configuration is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// A configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigurationFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its text; bytes that are not UTF-8 are replaced, so that the parser names the place.
    pub text: String,
}

/// The configuration for `source`: the first `planfolio.yaml` from `source` up to the root of its repository (the
/// first folder with a `.git`), or in `source` alone when it lies in none.
pub fn find(source: &Path) -> Result<Option<ConfigurationFile>, ReadError> {
    let Ok(source) = source.canonicalize() else {
        return Ok(None);
    };
    let last = repository_root(&source).unwrap_or_else(|| source.clone());
    for folder in source.ancestors() {
        let path = folder.join(FILE_NAME);
        if path.is_file() {
            return open(&path).map(Some);
        }
        if folder == last {
            break;
        }
    }
    Ok(None)
}

/// The configuration file at `path`, which may be a pipe.
pub fn open(path: &Path) -> Result<ConfigurationFile, ReadError> {
    let bytes = read(path).map_err(|reason| ReadError::Unreadable {
        path: path.to_owned(),
        reason,
    })?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(ConfigurationFile {
        path: path.to_owned(),
        text: text.trim_start_matches('\u{FEFF}').to_owned(),
    })
}

/// The bytes of a file of a bearable size.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 1 MB"));
    }
    Ok(bytes)
}

/// The root of the repository that a folder lies in.
pub fn repository_of(folder: &Path) -> Option<PathBuf> {
    repository_root(&folder.canonicalize().ok()?)
}

/// The innermost folder at or around the absolute path `folder` that holds a `.git` file or folder.
fn repository_root(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .find(|folder| folder.join(".git").exists())
        .map(Path::to_owned)
}
