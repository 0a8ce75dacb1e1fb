//! New files in folders of the user: nothing that exists is ever touched.

use super::{EmitError, failed};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fresh {
    /// It was written.
    Written,
    /// Something of that name was there and stays as it is.
    Kept,
}

/// Writes a file unless its name is taken, with the folders around it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<Fresh, EmitError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed("create", folder))?;
    }
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(reason) if reason.kind() == ErrorKind::AlreadyExists => return Ok(Fresh::Kept),
        Err(reason) => return Err(failed("write", path)(reason)),
    };
    file.write_all(bytes).map_err(failed("write", path))?;
    Ok(Fresh::Written)
}

/// Refuses a folder that holds anything.
pub fn expect_empty(folder: &Path) -> Result<(), EmitError> {
    let refused = |reason| EmitError::Refused {
        path: folder.to_owned(),
        reason,
    };
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(refused("is not empty")),
            None => Ok(()),
        },
        Err(reason) if reason.kind() == ErrorKind::NotFound => Ok(()),
        Err(_) if folder.is_file() => Err(refused("is a file")),
        Err(reason) => Err(failed("read", folder)(reason)),
    }
}
