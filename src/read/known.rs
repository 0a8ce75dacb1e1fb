//! Opens the list of known diagnostics that `check --baseline` names.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The size up to which a list is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// The text of the list at `path`, which may be a pipe.
pub fn list(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?
        .take(LARGEST + 1)
        .read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 64 MB"));
    }
    Ok(text)
}
