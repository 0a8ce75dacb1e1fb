//! One build at a time for one output.

use super::{EmitError, OWN_FOLDER, failed, tree};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The names of lock and stage inside the output's own folder.
pub(super) const INNER_LOCK: &str = "lock";
pub(super) const INNER_STAGE: &str = "stage";

/// The held lock; the file vanishes when it is given back.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The name goes first, so that a waiting build that gets the old file sees that it is no longer the lock.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// The places where a stage may lie.
pub(super) fn stages(folder: &Path) -> Vec<PathBuf> {
    let name = folder.file_name().map(std::ffi::OsStr::to_string_lossy);
    let beside = folder
        .parent()
        .zip(name)
        .map(|(around, name)| around.join(format!(".{name}.planfolio-stage")));
    beside
        .into_iter()
        .chain([folder.join(OWN_FOLDER).join("stage")])
        .collect()
}

/// Waits for the lock of an output and gives it with the place of the stage: both beside the output, or inside it
/// when the folder around it cannot be written.
pub(super) fn take(folder: &Path) -> Result<(Lock, PathBuf), EmitError> {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if let Some(around) = folder.parent() {
        let path = around.join(format!(".{name}.planfolio-lock"));
        match acquire(&path) {
            Ok(lock) => return Ok((lock, around.join(format!(".{name}.planfolio-stage")))),
            Err(error) if is_read_only(&error) => {}
            Err(error) => return Err(failed("lock", &path)(error)),
        }
    }
    let own = folder.join(OWN_FOLDER);
    tree::create_folders(&own)?;
    let path = own.join(INNER_LOCK);
    let lock = acquire(&path).map_err(failed("lock", &path))?;
    Ok((lock, own.join(INNER_STAGE)))
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

fn acquire(path: &Path) -> io::Result<Lock> {
    loop {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        file.lock()?;
        // The holder before may have removed the file between the opening and the locking.
        if is_same_file(&file, path) {
            return Ok(Lock {
                file,
                path: path.to_owned(),
            });
        }
    }
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(held), Ok(named)) = (file.metadata(), fs::symlink_metadata(path)) else {
        return false;
    };
    (held.dev(), held.ino()) == (named.dev(), named.ino())
}

#[cfg(not(unix))]
fn is_same_file(_: &File, path: &Path) -> bool {
    path.exists()
}
