//! The state of a file as the file system tells it, without reading it.

use crate::base::fingerprint::Fingerprint;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long after a change another change may bear the same time. The clock of Linux file systems moves in steps of
/// at most 10 ms. A file that was changed so shortly before it was looked at is compared by content.
const STEP: Duration = Duration::from_millis(25);

/// The same where times have no fractions of a second, as on FAT, which counts in steps of two.
const COARSE_STEP: Duration = Duration::from_millis(2_100);

/// What tells that a file was not touched: a change of content changes at least one of these, save for changes that
/// follow each other within one step of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    size: u64,
    /// Time of the last change of the content, in nanoseconds since 1970.
    modified: u64,
    /// Time of the last change of content, name or permissions, in nanoseconds since 1970; 0 where the system does
    /// not tell. Unlike `modified` it cannot be set by a program.
    changed: u64,
    /// The number of the file; 0 where there is none.
    inode: u64,
    /// The permissions; 0 where there are none.
    mode: u32,
}

/// A file and its state; `None` when it is missing or no plain file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamped {
    /// Where it lies.
    path: PathBuf,
    /// Its state.
    stamp: Option<Stamp>,
    /// Its content, when it had been changed so shortly before that the stamp alone says too little.
    content: Option<[u64; 2]>,
}

/// The states of files at one moment.
pub fn take(paths: &[PathBuf]) -> Vec<Stamped> {
    let now = SystemTime::now();
    paths
        .par_iter()
        .map(|path| {
            let stamp = of_file(path);
            let content = stamp
                .filter(|stamp| is_young(stamp, now))
                .and_then(|_| content(path));
            Stamped {
                path: path.clone(),
                stamp,
                content,
            }
        })
        .collect()
}

/// Whether all files are as they were.
pub fn hold(stamped: &[Stamped]) -> bool {
    stamped.par_iter().all(|before| {
        of_file(&before.path) == before.stamp
            && before
                .content
                .is_none_or(|known| content(&before.path) == Some(known))
    })
}

/// All files below a folder, in order of their paths.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

fn of_file(path: &Path) -> Option<Stamp> {
    let metadata = fs::symlink_metadata(path).ok()?;
    metadata.is_file().then(|| of_metadata(&metadata))
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(unix)]
fn of_metadata(metadata: &Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    let changed = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
    Stamp {
        size: metadata.len(),
        modified: metadata.modified().map_or(0, nanoseconds),
        changed: u64::try_from(changed).unwrap_or(0),
        inode: metadata.ino(),
        mode: metadata.mode(),
    }
}

#[cfg(not(unix))]
fn of_metadata(metadata: &Metadata) -> Stamp {
    Stamp {
        size: metadata.len(),
        modified: metadata.modified().map_or(0, nanoseconds),
        changed: 0,
        inode: 0,
        mode: 0,
    }
}

/// Whether a file was changed within one step of the clock before `now`, or after it.
fn is_young(stamp: &Stamp, now: SystemTime) -> bool {
    let changed = stamp.modified.max(stamp.changed);
    let has_fractions = ![stamp.modified, stamp.changed]
        .iter()
        .all(|time| time.is_multiple_of(1_000_000_000));
    let step = if has_fractions { STEP } else { COARSE_STEP };
    let step = u64::try_from(step.as_nanos()).unwrap_or(u64::MAX);
    changed.saturating_add(step) >= nanoseconds(now)
}

fn content(path: &Path) -> Option<[u64; 2]> {
    let Fingerprint(hash) = Fingerprint::of(&fs::read(path).ok()?);
    Some([(hash >> 64) as u64, hash as u64])
}

#[cfg(test)]
mod tests {
    use super::{hold, take};
    use std::fs;

    #[test]
    fn a_change_that_hides_behind_the_clock_is_seen() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let path = folder.path().join("a");
        fs::write(&path, "one").expect("a new file");
        let before = take(&[path.clone(), folder.path().join("missing")]);
        assert!(hold(&before));
        let time = fs::metadata(&path)
            .and_then(|metadata| metadata.modified())
            .expect("it is there");
        fs::write(&path, "two").expect("it is ours");
        let file = fs::File::options()
            .write(true)
            .open(&path)
            .expect("it is there");
        file.set_modified(time).expect("it is ours");
        assert!(!hold(&before), "same size, same time, other content");
        let before = take(&[folder.path().join("missing")]);
        fs::write(folder.path().join("missing"), "").expect("a new file");
        assert!(!hold(&before), "a file that was missing");
    }
}
