//! Which folders are never an output.

use super::EmitError;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The absolute path of a folder that need not exist: links are resolved as far as it does.
pub(super) fn place(folder: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(folder)?;
    let mut missing = Vec::new();
    let mut present = absolute.as_path();
    loop {
        match present.canonicalize() {
            Ok(real) => {
                let mut path = real;
                for part in missing.iter().rev() {
                    match part {
                        Component::ParentDir => {
                            path.pop();
                        }
                        Component::CurDir => {}
                        other => path.push(other),
                    }
                }
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let Some(parent) = present.parent() else {
                    return Err(error);
                };
                missing.extend(present.components().next_back());
                present = parent;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Refuses an output that is, or holds, a protected folder.
pub(super) fn check(folder: &Path, protected: &[(PathBuf, &'static str)]) -> Result<(), EmitError> {
    let refused = |reason| EmitError::Refused {
        path: folder.to_owned(),
        reason,
    };
    if folder.parent().is_none() {
        return Err(refused("is the root of the file system"));
    }
    for (path, what) in protected {
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        if path.starts_with(folder) {
            return Err(refused(what));
        }
    }
    Ok(())
}
