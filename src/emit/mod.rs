//! Phase 6: brings the output folder to the planned state.
//!
//! 1. [`open`] refuses folders that are not ours, takes the lock and mends what an interrupted build left behind.
//! 2. [`put`] compares a file with what the output holds; only a file that differs is written, into a stage beside
//!    the output. It may be called from many threads.
//! 3. [`finish`] links the unchanged files into the stage and exchanges stage and output in one step, so that a
//!    reader, or a build that is killed, sees the old site or the new one and never a mixture. Where that is not
//!    possible (the output is a mount point, the folder around it is read-only), the files are renamed one by one.
//!    When nothing has changed, nothing is touched.
//!
//! The output carries a list of our files in `.planfolio/manifest`; only those are ever removed. Entries of others
//! (`CNAME`, `.git`) survive every build.

pub mod archive;
mod exchange;
pub mod fresh;
mod guard;
mod lock;
mod manifest;
mod pieces;
mod tree;

use lock::Lock;
use manifest::Manifest;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the output that is planfolio's own.
const OWN_FOLDER: &str = ".planfolio";

/// Why the output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// The folder must not be an output.
    #[error("refusing to write to {path}: it {reason}")]
    Refused {
        /// The output.
        path: PathBuf,
        /// What the folder is; reads on after "it".
        reason: &'static str,
    },
    /// The folder holds files that are not planfolio's.
    #[error(
        "refusing to write to {path}: it is not empty and was not written by planfolio (use --force to write into it, keeping its other files)"
    )]
    NotOurs {
        /// The output.
        path: PathBuf,
    },
    /// A file of somebody else lies where a file of the site must lie.
    #[error(
        "refusing to overwrite {path}: it was not written by planfolio (use --force to replace it)"
    )]
    Occupied {
        /// The file.
        path: PathBuf,
    },
    /// A folder with entries of somebody else lies where a file of the site must lie.
    #[error("refusing to replace the folder {path}: it holds files that planfolio did not write")]
    OccupiedByFolder {
        /// The folder.
        path: PathBuf,
    },
    /// An operation of the file system failed.
    #[error("cannot {action} {path}: {reason}")]
    Failed {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The reason of the operating system.
        reason: io::Error,
    },
}

impl EmitError {
    /// Whether the user asked for something that is refused, rather than something that failed.
    pub fn is_refusal(&self) -> bool {
        !matches!(self, EmitError::Failed { .. })
    }
}

/// Adds action and path to an error of the file system.
fn failed<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> EmitError + 'a {
    move |reason| EmitError::Failed {
        action,
        path: path.to_owned(),
        reason,
    }
}

/// What to do about files that planfolio did not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Leave the folder alone.
    Refuse,
    /// Write into the folder, replacing files of the same names and keeping all others. Folders of others are never
    /// replaced.
    Replace,
}

/// Where a site is written.
#[derive(Debug, Clone)]
pub struct Target {
    /// The output folder.
    pub folder: PathBuf,
    /// Folders that the output must neither be nor hold, with what to call them.
    pub protected: Vec<(PathBuf, &'static str)>,
    /// What to do about files of others.
    pub foreign: Foreign,
}

/// An output folder that is being written.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    stage: PathBuf,
    foreign: Foreign,
    existed: bool,
    before: Manifest,
    _lock: Lock,
}

/// A file that was handed to [`put`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path below the output.
    pub path: String,
    /// Whether it differs from what the output held.
    pub changed: bool,
}

/// What a build did to the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Files of the site.
    pub files: usize,
    /// Files that are new or differ.
    pub changed: usize,
    /// Files that were removed.
    pub removed: usize,
    /// Whether the files were renamed one by one, because an exchange was not possible.
    pub piecemeal: bool,
}

/// Whether a folder was written by planfolio.
pub fn is_ours(folder: &Path) -> bool {
    folder.join(manifest::own_path()).is_file()
}

/// The path of the output as it will be: absolute, and without links as far as it exists.
pub fn place(folder: &Path) -> io::Result<PathBuf> {
    guard::place(folder)
}

/// Whether no build is at work on an output, and none was cut off.
pub fn is_settled(folder: &Path) -> bool {
    let stages = lock::stages(folder);
    stages.iter().all(|stage| stage.symlink_metadata().is_err())
}

/// Where the list of our files lies.
pub fn manifest_of(folder: &Path) -> PathBuf {
    folder.join(manifest::own_path())
}

/// Opens the output for writing.
pub fn open(target: &Target) -> Result<Output, EmitError> {
    let folder = place(&target.folder).map_err(failed("find", &target.folder))?;
    guard::check(&folder, &target.protected)?;
    let existed = folder.is_dir();
    if !existed && folder.symlink_metadata().is_ok() {
        return Err(EmitError::Refused {
            path: folder,
            reason: "is not a folder",
        });
    }
    if existed {
        // The exchange needs no right to write into the folder, but a folder that was made read-only is meant to stay.
        tree::expect_writable(&folder).map_err(failed("write to", &folder))?;
    }
    let around = folder.parent().unwrap_or(&folder);
    fs::create_dir_all(around).map_err(failed("create", around))?;
    let (lock, stage) = lock::take(&folder)?;
    exchange::recover(&folder, &stage)?;
    let before = manifest::read(&folder)?;
    let empty = tree::is_empty_but_for(&folder, OWN_FOLDER);
    if before.is_none() && target.foreign == Foreign::Refuse && !empty {
        return Err(EmitError::NotOurs { path: folder });
    }
    let stage_root = stage.join(OWN_FOLDER);
    tree::create_folders(&stage_root)?;
    let marker = stage_root.join(exchange::MARKER);
    fs::write(&marker, "").map_err(failed("write", &marker))?;
    Ok(Output {
        existed: folder.is_dir(),
        folder,
        stage,
        foreign: target.foreign,
        before: before.unwrap_or_default(),
        _lock: lock,
    })
}

/// Brings one file to the given content. Paths are `/`-separated addresses of the site.
pub fn put(output: &Output, path: &str, bytes: &[u8]) -> Result<Written, EmitError> {
    let present = output.folder.join(path);
    let changed = !tree::holds(&present, bytes);
    if changed {
        expect_ours(output, path, &present)?;
        tree::write(&output.stage.join(path), bytes)?;
    }
    Ok(Written {
        path: path.to_owned(),
        changed,
    })
}

/// Brings one file to the content that `pieces` make up, without holding more than one of them at a time.
pub fn put_pieces(
    output: &Output,
    path: &str,
    pieces: impl Iterator<Item = Vec<u8>>,
) -> Result<Written, EmitError> {
    let present = output.folder.join(path);
    expect_ours(output, path, &present)?;
    let changed = pieces::write_where_different(&present, &output.stage.join(path), pieces)?;
    Ok(Written {
        path: path.to_owned(),
        changed,
    })
}

/// Refuses when a file or folder of somebody else lies where a file of the site must lie.
fn expect_ours(output: &Output, path: &str, present: &Path) -> Result<(), EmitError> {
    if tree::is_folder(present) && holds_foreign(output, path)? {
        return Err(EmitError::OccupiedByFolder {
            path: present.to_owned(),
        });
    }
    let foreign = !output.before.contains(path) && present.symlink_metadata().is_ok();
    if foreign && output.foreign == Foreign::Refuse {
        return Err(EmitError::Occupied {
            path: present.to_owned(),
        });
    }
    Ok(())
}

/// Whether a folder of the output holds anything that is not ours, an empty folder included.
fn holds_foreign(output: &Output, folder: &str) -> Result<bool, EmitError> {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let place = output.folder.join(&folder);
        for entry in fs::read_dir(&place).map_err(failed("read", &place))? {
            let entry = entry.map_err(failed("read", &place))?;
            let Ok(name) = entry.file_name().into_string() else {
                return Ok(true);
            };
            let path = format!("{folder}/{name}");
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            match is_folder {
                true if output.before.reaches_into(&path) => open.push(path),
                false if output.before.contains(&path) => {}
                _ => return Ok(true),
            }
        }
    }
    Ok(false)
}

/// Makes the written files the content of the output and removes our files that are not among them.
pub fn finish(output: Output, written: &[Written]) -> Result<Outcome, EmitError> {
    let paths: BTreeSet<&str> = written.iter().map(|file| file.path.as_str()).collect();
    let after = Manifest::of(&paths);
    let removed: Vec<String> = output.before.without(&after);
    let outcome = Outcome {
        files: paths.len(),
        changed: written.iter().filter(|file| file.changed).count(),
        removed: removed.len(),
        piecemeal: false,
    };
    let same = outcome.changed == 0 && after == output.before && output.existed;
    if same {
        abandon(output)?;
        return Ok(outcome);
    }
    refuse_occupied_folders(&output, &paths)?;
    manifest::write(&output.stage, &after)?;
    let unchanged: Vec<&str> = written
        .iter()
        .filter(|file| !file.changed)
        .map(|file| file.path.as_str())
        .collect();
    let piecemeal = exchange::commit(&output, &unchanged, &removed, written)?;
    // Gives the lock back.
    drop(output);
    Ok(Outcome {
        piecemeal,
        ..outcome
    })
}

/// Refuses when a file of somebody else lies where a folder of the site must lie.
fn refuse_occupied_folders(output: &Output, paths: &BTreeSet<&str>) -> Result<(), EmitError> {
    if output.foreign == Foreign::Replace {
        return Ok(());
    }
    let folders: BTreeSet<&Path> = paths
        .iter()
        .flat_map(|path| Path::new(path).ancestors().skip(1))
        .collect();
    for folder in folders {
        let present = output.folder.join(folder);
        let name = folder.to_string_lossy();
        let in_the_way = present
            .symlink_metadata()
            .is_ok_and(|metadata| !metadata.is_dir());
        if in_the_way && !output.before.contains(&name) {
            return Err(EmitError::Occupied { path: present });
        }
    }
    Ok(())
}

/// Gives up: the output stays as it was.
pub fn abandon(output: Output) -> Result<(), EmitError> {
    tree::remove(&output.stage)?;
    drop(output);
    Ok(())
}

/// Writes a report of `check` to a file of the user's choice.
pub fn report(path: &Path, text: &str) -> Result<(), EmitError> {
    fs::write(path, text).map_err(failed("write", path))
}
