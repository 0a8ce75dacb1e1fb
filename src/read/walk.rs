//! The folders and files below a SOURCE, as far as ignore files and hidden names let them be seen.

use super::visible;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use ignore::DirEntry;
use ignore::gitignore::Gitignore;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A file of the tree.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// Its name; unique within its folder.
    pub(super) name: String,
    /// Its path below the base.
    pub(super) path: RelPath,
    /// Its absolute path as the walk came to it.
    pub(super) location: PathBuf,
    /// Where it really lies, when a symbolic link leads to it.
    pub(super) target: Option<PathBuf>,
}

impl File {
    /// The place of the file itself, without links on the way.
    pub(super) fn real(&self) -> &Path {
        self.target.as_deref().unwrap_or(&self.location)
    }
}

/// A folder of the tree.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    /// Its name; empty for the SOURCE itself.
    pub(super) name: String,
    /// Its path below the base.
    pub(super) path: RelPath,
    /// The folder around it; `None` for the SOURCE itself.
    pub(super) parent: Option<usize>,
    /// Its files by name.
    pub(super) files: Vec<File>,
    /// Its folders by name, as indices into the tree.
    pub(super) folders: Vec<usize>,
}

/// The folders below one SOURCE; the first is the SOURCE itself, and each stands behind the folder around it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) folders: Vec<Folder>,
}

/// Walks the folder `source` (an absolute path without links) whose path below the base is `prefix`. `output` and
/// what `excluded` matches are not entered.
pub(super) fn walk(
    source: &Path,
    prefix: &RelPath,
    output: Option<&Path>,
    excluded: &Gitignore,
) -> (Tree, Vec<Diagnostic>) {
    // What is refused is noted by the filter, which runs within the iterator.
    let refused: Arc<Mutex<Vec<Refused>>> = Arc::default();
    let filter = Filter {
        source: source.to_owned(),
        output: output.map(Path::to_owned),
        excluded: excluded.clone(),
        refused: Arc::clone(&refused),
    };
    let walker = visible::walker(source)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .filter_entry(move |entry| filter.admits(entry))
        .build();
    let mut growth = Growth {
        source,
        prefix,
        tree: Tree::default(),
        open: Vec::new(),
        names: Vec::new(),
        diagnostics: Vec::new(),
    };
    for entry in walker {
        match entry {
            Ok(entry) => growth.add(&entry),
            Err(error) => growth.fail(&error),
        }
    }
    let Growth {
        tree,
        mut diagnostics,
        ..
    } = growth;
    let refused = refused
        .lock()
        .expect("the filter never panics while it holds the lock");
    diagnostics.extend(refused.iter().map(|refused| match refused {
        Refused::Outside(link) => Diagnostic::of_file(
            Code::SymlinkOutside,
            &relative(source, prefix, link),
            "a symbolic link leads out of the portfolio",
            "put the file itself in its place",
        ),
        Refused::Endless(file) => Diagnostic::of_file(
            Code::UnreadableFile,
            &relative(source, prefix, file),
            "is no plain file, so that its folder is not read",
            "put a plain file in its place",
        ),
    }));
    (tree, diagnostics)
}

/// What is not entered, and why.
enum Refused {
    /// A link that leads outside.
    Outside(PathBuf),
    /// An ignore file whose reading might never end.
    Endless(PathBuf),
}

/// The path below the base of something below `source`.
fn relative(source: &Path, prefix: &RelPath, path: &Path) -> RelPath {
    let below = path.strip_prefix(source).unwrap_or(path);
    let mut full = prefix.as_str().to_owned();
    for part in below {
        full.push('/');
        full.push_str(&portable(&part.to_string_lossy()));
    }
    RelPath::new(&full)
}

/// A name without back-slashes, which separate segments elsewhere.
fn portable(name: &str) -> String {
    name.replace('\\', "_")
}

struct Filter {
    source: PathBuf,
    output: Option<PathBuf>,
    excluded: Gitignore,
    refused: Arc<Mutex<Vec<Refused>>>,
}

impl Filter {
    fn admits(&self, entry: &DirEntry) -> bool {
        if entry.depth() == 0 {
            return true;
        }
        let name = entry.file_name().to_string_lossy();
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        if !visible::is_visible(&name, is_folder) {
            return false;
        }
        let path = entry.path();
        if self.excluded.matched(path, is_folder).is_ignore() {
            return false;
        }
        if is_folder && visible::is_output(path, self.output.as_deref()) {
            return false;
        }
        let refused = if visible::leads_outside(entry, &self.source) {
            Refused::Outside(path.to_owned())
        } else if let Some(file) = is_folder
            .then(|| visible::endless_ignore_file(path))
            .flatten()
        {
            Refused::Endless(path.join(file))
        } else {
            return true;
        };
        self.refused
            .lock()
            .expect("no thread panics while it holds the lock")
            .push(refused);
        false
    }
}

struct Growth<'a> {
    source: &'a Path,
    prefix: &'a RelPath,
    tree: Tree,
    /// The folder at each depth of the walk, with whether a link leads to it.
    open: Vec<(usize, bool)>,
    /// The names taken in each folder.
    names: Vec<BTreeSet<String>>,
    diagnostics: Vec<Diagnostic>,
}

impl Growth<'_> {
    fn add(&mut self, entry: &DirEntry) {
        self.open.truncate(entry.depth());
        let Some(&(parent, linked)) = self.open.last() else {
            self.open.push((0, false));
            self.names.push(BTreeSet::new());
            self.tree.folders.push(Folder {
                name: String::new(),
                path: self.prefix.clone(),
                parent: None,
                files: Vec::new(),
                folders: Vec::new(),
            });
            return;
        };
        let linked = linked || entry.path_is_symlink();
        let Some(kind) = entry.file_type() else {
            return;
        };
        if !kind.is_dir() && !kind.is_file() {
            self.refuse_special(entry.path());
            return;
        }
        // Names that are not UTF-8 may become alike when they are made readable.
        let mut name = portable(&entry.file_name().to_string_lossy());
        while !self.names[parent].insert(name.clone()) {
            name.insert(0, '~');
        }
        let path = RelPath::new(&format!("{}/{name}", self.tree.folders[parent].path));
        if kind.is_dir() {
            let index = self.tree.folders.len();
            self.tree.folders[parent].folders.push(index);
            self.tree.folders.push(Folder {
                name,
                path,
                parent: Some(parent),
                files: Vec::new(),
                folders: Vec::new(),
            });
            self.names.push(BTreeSet::new());
            self.open.push((index, linked));
        } else {
            let target = if linked {
                entry.path().canonicalize().ok()
            } else {
                None
            };
            // A link that was changed since the filter judged it.
            if linked
                && !target
                    .as_ref()
                    .is_some_and(|real| real.starts_with(self.source))
            {
                return;
            }
            self.tree.folders[parent].files.push(File {
                name,
                path,
                location: entry.path().to_owned(),
                target,
            });
        }
    }

    /// A pipe, socket or device. It is worth a word where somebody may have expected a document.
    fn refuse_special(&mut self, place: &Path) {
        let looks_like_document = place
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
        if looks_like_document {
            self.diagnostics.push(Diagnostic::of_file(
                Code::UnreadableFile,
                &relative(self.source, self.prefix, place),
                "is no plain file, and is not read",
                "put a plain file in its place",
            ));
        }
    }

    fn fail(&mut self, error: &ignore::Error) {
        let (place, reason, code) = cause(error);
        let Some(place) = place else {
            return;
        };
        let (message, help) = match code {
            Code::SymlinkOutside => (
                "a symbolic link leads back into a folder around it".to_owned(),
                "remove the link",
            ),
            _ if place.is_symlink() => (
                "a symbolic link leads nowhere".to_owned(),
                "remove the link",
            ),
            _ => (format!("cannot be read: {reason}"), "check the permissions"),
        };
        let code = if place.is_symlink() {
            Code::SymlinkOutside
        } else {
            code
        };
        let path = relative(self.source, self.prefix, &place);
        let hidden = path
            .segments()
            .any(|segment| !visible::is_visible(segment, true));
        if !hidden {
            self.diagnostics
                .push(Diagnostic::of_file(code, &path, message, help));
        }
    }
}

/// The place, reason and code of an error of the walk. Mistakes in ignore files have no place and are left to git.
fn cause(error: &ignore::Error) -> (Option<PathBuf>, String, Code) {
    match error {
        ignore::Error::WithPath { path, err } => {
            let (inner, reason, code) = cause(err);
            (inner.or_else(|| Some(path.clone())), reason, code)
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            cause(err)
        }
        ignore::Error::Loop { child, .. } => {
            (Some(child.clone()), String::new(), Code::SymlinkOutside)
        }
        ignore::Error::Io(reason) => (None, reason_text(reason), Code::UnreadableFile),
        _ => (None, error.to_string(), Code::UnreadableFile),
    }
}

/// The reason of the operating system without a path and a number, so that messages are alike on all machines.
pub(super) fn reason_text(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        kind => kind.to_string(),
    }
}
