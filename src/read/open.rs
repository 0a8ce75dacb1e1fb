//! Opens files of the portfolio without following links.
//!
//! The walk has resolved and judged every link. A folder that is swapped for a link between the walk and the opening
//! must not lead the build out of the portfolio, so that the system itself is asked to refuse links on the whole path.

use std::fs::File;
use std::io;
use std::path::Path;

/// Opens the file at an absolute path none of whose parts is a link.
pub(super) fn open(path: &Path) -> io::Result<File> {
    match without_links(path) {
        Some(result) => result,
        None => checked(path),
    }
}

/// `None` where the system cannot do it.
#[cfg(target_os = "linux")]
fn without_links(path: &Path) -> Option<io::Result<File>> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
    use rustix::io::Errno;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    match openat2(CWD, path, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
        Ok(descriptor) => Some(Ok(File::from(descriptor))),
        // Old kernels do not know the call, and some sandboxes refuse it.
        Err(Errno::NOSYS | Errno::PERM) => None,
        Err(error) => Some(Err(error.into())),
    }
}

/// `None`: the system cannot do it.
#[cfg(not(target_os = "linux"))]
fn without_links(_: &Path) -> Option<io::Result<File>> {
    None
}

/// Opens a file and then looks whether its path still leads where it led.
fn checked(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if path.canonicalize()? == path {
        Ok(file)
    } else {
        Err(io::Error::other("it became a symbolic link"))
    }
}

#[cfg(test)]
mod tests {
    use super::{checked, open};
    use std::fs;
    use std::path::PathBuf;

    #[cfg(unix)]
    #[test]
    fn links_are_refused_wherever_they_stand() {
        let folder = tempfile::tempdir().expect("a scratch folder can be made");
        let top: PathBuf = folder.path().canonicalize().expect("it exists");
        fs::create_dir(top.join("real")).expect("it is new");
        fs::write(top.join("real/file"), "x").expect("it is new");
        std::os::unix::fs::symlink("real", top.join("link")).expect("it is new");
        std::os::unix::fs::symlink("file", top.join("real/alias")).expect("it is new");
        for opener in [open, checked] {
            assert!(opener(&top.join("real/file")).is_ok());
            assert!(opener(&top.join("link/file")).is_err());
            assert!(opener(&top.join("real/alias")).is_err());
        }
    }
}
