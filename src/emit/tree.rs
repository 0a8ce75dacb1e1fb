//! Files and folders with the modes of a published site: 0644 and 0755, whatever the umask.

use super::{EmitError, failed};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// Whether a folder is missing or holds nothing but `own`.
pub(super) fn is_empty_but_for(folder: &Path, own: &str) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return true;
    };
    entries.flatten().all(|entry| entry.file_name() == own)
}

/// Fails where a folder may not be written.
#[cfg(unix)]
pub(super) fn expect_writable(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(folder, rustix::fs::Access::WRITE_OK)?)
}

#[cfg(not(unix))]
pub(super) fn expect_writable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a folder lies at a path, and no link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    path.symlink_metadata()
        .is_ok_and(|metadata| metadata.is_dir())
}

/// Whether a file holds exactly `bytes` and has the right mode.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    let Some(mut file) = open_published(path) else {
        return false;
    };
    if !file
        .metadata()
        .is_ok_and(|metadata| metadata.len() == bytes.len() as u64)
    {
        return false;
    }
    let mut present = Vec::with_capacity(bytes.len() + 1);
    file.read_to_end(&mut present).is_ok() && present == bytes
}

/// A file with the mode of a published one, to be compared. Links are no such files, and pipes are not waited for.
pub(super) fn open_published(path: &Path) -> Option<File> {
    let metadata = path.symlink_metadata().ok()?;
    if !metadata.is_file() || !has_mode(&metadata) {
        return None;
    }
    File::open(path).ok()
}

/// Writes a new file and the folders around it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), EmitError> {
    let mut file = create_with_folders(path)?;
    file.write_all(bytes)
        .and_then(|()| finish_file(&file))
        .map_err(failed("write", path))
}

/// Creates a new file and the folders around it.
pub(super) fn create_with_folders(path: &Path) -> Result<File, EmitError> {
    match create(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(parent) = path.parent() {
                create_folders(parent)?;
            }
            create(path)
        }
        result => result,
    }
    .map_err(failed("write", path))
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o644)
        .open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)
}

#[cfg(unix)]
fn has_mode(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o7777 == 0o644
}

#[cfg(not(unix))]
fn has_mode(_: &fs::Metadata) -> bool {
    true
}

/// Gives a written file the mode of a published one.
#[cfg(unix)]
pub(super) fn finish_file(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
pub(super) fn finish_file(_: &File) -> io::Result<()> {
    Ok(())
}

/// Creates a folder and those around it, as far as they are missing. Threads may race for the same folder.
pub(super) fn create_folders(folder: &Path) -> Result<(), EmitError> {
    match fs::create_dir(folder) {
        Ok(()) => set_folder_mode(folder).map_err(failed("create", folder)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match folder.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => create_folders(parent)?,
                _ => return Err(failed("create", folder)(error)),
            }
            match fs::create_dir(folder) {
                Ok(()) => set_folder_mode(folder).map_err(failed("create", folder)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                Err(error) => Err(failed("create", folder)(error)),
            }
        }
        Err(error) => Err(failed("create", folder)(error)),
    }
}

#[cfg(unix)]
fn set_folder_mode(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn set_folder_mode(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes a folder of our own with all in it; a missing one is fine.
pub(super) fn remove(folder: &Path) -> Result<(), EmitError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(failed("remove", folder)(error))
        }
        _ => Ok(()),
    }
}

/// Puts the same file at a second place: a hard link, or a copy where links are not possible.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), EmitError> {
    let attempt = || fs::hard_link(from, to);
    let result = match attempt() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(parent) = to.parent() {
                create_folders(parent)?;
            }
            attempt()
        }
        result => result,
    };
    if result.is_ok() {
        return Ok(());
    }
    let bytes = fs::read(from).map_err(failed("read", from))?;
    write(to, &bytes)
}
