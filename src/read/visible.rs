//! Which names below a SOURCE are seen at all. `watch` looks at the same ones.

use ignore::{DirEntry, WalkBuilder};
use std::path::Path;

/// The ignore file of planfolio beside `.gitignore` and `.ignore`.
const IGNORE_FILE: &str = ".planfolioignore";

/// Files that decide what is seen.
const IGNORE_FILES: &[&str] = &[".gitignore", ".ignore", IGNORE_FILE];

/// Hidden folders that hold plans.
const HIDDEN_HOMES: &[&str] = &[".specify", ".kiro", ".shipkit"];

/// A walk over `source` that honours the ignore files in it, and none outside.
pub fn walker(source: &Path) -> WalkBuilder {
    let mut walker = WalkBuilder::new(source);
    walker
        .hidden(false)
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .add_custom_ignore_filename(IGNORE_FILE)
        .follow_links(true);
    walker
}

/// Whether something of this name can be seen.
pub fn is_visible(name: &str, is_folder: bool) -> bool {
    if name.starts_with('.') {
        return is_folder && HIDDEN_HOMES.contains(&name);
    }
    !(is_folder && (name == "node_modules" || name == "target"))
}

/// Whether a file of this name decides what is seen.
pub fn is_ignore_file(name: &str) -> bool {
    IGNORE_FILES.contains(&name)
}

/// The ignore file of a folder that is a pipe, a device or the like: reading it might never end, so that such a folder
/// must not be walked.
pub fn endless_ignore_file(folder: &Path) -> Option<&'static str> {
    IGNORE_FILES.iter().copied().find(|name| {
        folder
            .join(name)
            .metadata()
            .is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
    })
}

/// Whether a folder is the output, or that of an earlier build, which holds a manifest.
pub fn is_output(folder: &Path, output: Option<&Path>) -> bool {
    output == Some(folder) || folder.join(".planfolio/manifest").is_file()
}

/// Whether a symbolic link leads out of `source`.
pub fn leads_outside(entry: &DirEntry, source: &Path) -> bool {
    entry.path_is_symlink()
        && !entry
            .path()
            .canonicalize()
            .is_ok_and(|target| target.starts_with(source))
}
