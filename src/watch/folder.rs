//! The folders that are watched: those that reading enters, and those around what is watched by name.

use super::Watched;
use crate::read::visible;
use ignore::{DirEntry, WalkBuilder};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Whether the system watches whole trees with one watch.
pub(super) const WATCHES_TREES: bool = cfg!(any(target_os = "macos", windows));

/// The same with absolute paths, since events name absolute paths. What does not exist stays as it is written.
pub(super) fn absolute(watched: Watched) -> Watched {
    let all = |paths: Vec<PathBuf>| paths.iter().map(|path| absolute_path(path)).collect();
    Watched {
        sources: all(watched.sources),
        folders: all(watched.folders),
        files: all(watched.files),
        output: watched.output.as_deref().map(absolute_path),
        poll: watched.poll,
    }
}

/// The path without links as far as it exists, with the rest behind it.
fn absolute_path(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) if parent.as_os_str().is_empty() => {
            absolute_path(Path::new(".")).join(name)
        }
        (Some(parent), Some(name)) => absolute_path(parent).join(name),
        _ => path.to_owned(),
    }
}

/// Whether reading enters a folder of this name, or opens a file of this name.
pub(super) fn is_read(name: &str, is_folder: bool) -> bool {
    visible::is_visible(name, is_folder) || !is_folder && visible::is_ignore_file(name)
}

/// All folders that need a watch now. The folders around sources, themes and single files are among them, so that
/// their coming and going is seen.
pub(super) fn to_watch(watched: &Watched) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    for path in watched
        .sources
        .iter()
        .chain(&watched.folders)
        .chain(&watched.files)
    {
        if let Some(parent) = path.parent()
            && !WATCHES_TREES
            && parent.is_dir()
        {
            folders.insert(parent.to_owned());
        }
    }
    if WATCHES_TREES {
        folders.extend(watched.sources.iter().chain(&watched.folders).cloned());
        folders.extend(
            watched
                .files
                .iter()
                .filter_map(|file| file.parent())
                .map(Path::to_owned),
        );
        return folders;
    }
    for (entry, _) in entries(watched) {
        if entry.file_type().is_some_and(|kind| kind.is_dir()) {
            folders.insert(entry.into_path());
        }
    }
    folders
}

/// Everything in sources and themes that may matter, with whether it lies in a theme.
pub(super) fn entries(watched: &Watched) -> impl Iterator<Item = (DirEntry, bool)> + '_ {
    let sources = watched.sources.iter().filter(|source| {
        // Reading would never end.
        visible::endless_ignore_file(source).is_none()
    });
    let sources = sources.map(|source| {
        let output = watched.output.clone();
        let root = source.clone();
        let walk = visible::walker(source)
            .filter_entry(move |entry| admits(entry, &root, output.as_deref()))
            .build();
        (walk, false)
    });
    let themes = watched.folders.iter().map(|folder| {
        let walk = WalkBuilder::new(folder).standard_filters(false).build();
        (walk, true)
    });
    sources
        .chain(themes)
        .flat_map(|(walk, in_theme)| walk.filter_map(move |entry| Some((entry.ok()?, in_theme))))
}

fn admits(entry: &DirEntry, source: &Path, output: Option<&Path>) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    let is_closed = |folder: &Path| {
        visible::is_output(folder, output) || visible::endless_ignore_file(folder).is_some()
    };
    is_read(&entry.file_name().to_string_lossy(), is_folder)
        && !(is_folder && is_closed(entry.path()))
        && !visible::leads_outside(entry, source)
}
