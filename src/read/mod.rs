//! Phase 1: crawls SOURCE, finds roots, features and documents, and decodes every file.
//!
//! The names alone decide what a file is ([`mod@root`], [`mod@feature`], [`mod@scope`], [`mod@kind`]); then the files are opened in
//! parallel. Everything is sorted by path, so that neither the file system nor the threads show in the result.

pub mod configuration;
pub mod decode;
mod feature;
mod kind;
pub mod known;
mod load;
mod name;
mod open;
mod place;
mod root;
mod scope;
mod survey;
pub mod usage;
pub mod visible;
mod walk;

use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::RelPath;
use crate::config::Config;
use crate::model::source::{Crawl, FeatureFolder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use load::Loaded;
use place::{Layout, Located, Placed, TitleFile};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why nothing could be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A SOURCE does not exist or cannot be entered.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The SOURCE as given.
        path: PathBuf,
        /// The reason of the operating system.
        reason: std::io::Error,
    },
    /// A SOURCE is a file.
    #[error("{path} is not a folder")]
    NotAFolder {
        /// The SOURCE as given.
        path: PathBuf,
    },
    /// A pattern of `ignore` in the configuration is not valid.
    #[error("`ignore` in the configuration: {reason}")]
    InvalidPattern {
        /// The reason.
        reason: String,
    },
}

/// Reads everything below `sources`. `output` is never entered.
pub fn crawl(
    sources: &[PathBuf],
    output: Option<&Path>,
    config: &Config,
) -> Result<Crawl, ReadError> {
    Ok(load(&inventory(sources, output, config)?))
}

/// What the names below the sources say: every file that has a part in the site. No file was opened for it.
#[derive(Debug)]
pub struct Inventory {
    base: PathBuf,
    features: Vec<FeatureFolder>,
    /// Files that state titles, by feature.
    titles: Vec<Vec<TitleFile>>,
    files: Vec<Placed>,
    roots: Vec<RelPath>,
    readme: Option<RelPath>,
    diagnostics: Vec<Diagnostic>,
}

impl Inventory {
    /// The files that [`load`] opens, without links on the way to them.
    pub fn locations(&self) -> impl Iterator<Item = &Path> {
        let titles = self.titles.iter().flatten().map(TitleFile::location);
        self.files
            .iter()
            .map(|placed| placed.file.real())
            .chain(titles)
    }

    /// The folder that all paths are relative to.
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// Two inventories with the same fingerprint name the same files for the same parts.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_debug(self)
    }
}

/// Finds the files of the site below `sources`. `output` is never entered.
pub fn inventory(
    sources: &[PathBuf],
    output: Option<&Path>,
    config: &Config,
) -> Result<Inventory, ReadError> {
    let sources = resolve(sources)?;
    let output = output.map(|path| path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    let base = common_folder(&sources);
    let excluded = patterns(&base, &config.ignore)?;
    let mut layout = Layout::default();
    let mut diagnostics = Vec::new();
    for source in &sources {
        let prefix = below(&base, source);
        let (tree, findings) = walk::walk(source, &prefix, output.as_deref(), &excluded);
        diagnostics.extend(findings);
        append(&mut layout, place::lay_out(&tree));
    }
    let (features, titles, files) = order(&layout.features, layout.files);
    layout.roots.sort();
    Ok(Inventory {
        base,
        features,
        titles,
        files,
        roots: layout.roots,
        readme: layout.readme,
        diagnostics,
    })
}

/// The text of one document of an inventory.
pub fn text_of(inventory: &Inventory, path: &RelPath) -> Option<Arc<str>> {
    let files = &inventory.files;
    let at = files
        .binary_search_by(|placed| placed.file.path.cmp(path))
        .ok()?;
    match load::load(&inventory.files[at..=at]).pop()? {
        Loaded::Source(source) => Some(source.text),
        _ => None,
    }
}

/// Opens and decodes the files of an inventory.
pub fn load(inventory: &Inventory) -> Crawl {
    let mut crawl = Crawl {
        features: inventory.features.clone(),
        roots: inventory.roots.clone(),
        diagnostics: inventory.diagnostics.clone(),
        ..Crawl::default()
    };
    for (feature, titles) in crawl.features.iter_mut().zip(&inventory.titles) {
        feature.stated_title = load::stated_title(&feature.name, titles);
    }
    for loaded in load::load(&inventory.files) {
        match loaded {
            Loaded::Source(source) => crawl.sources.push(Arc::from(source)),
            Loaded::Asset(asset) => crawl.assets.push(asset),
            Loaded::Refused(finding) => crawl.diagnostics.push(finding),
        }
    }
    crawl.readme = load::text_of(&crawl.sources, inventory.readme.as_ref());
    crawl.diagnostics.sort_by(Diagnostic::order);
    crawl
}

/// Reads only the files at `paths` again, each of which may have been edited since `before` was read from the same
/// inventory. `None` when more than the contents of documents may have changed: then only a new inventory tells.
pub fn load_edited(
    inventory: &Inventory,
    before: &Crawl,
    paths: &BTreeSet<PathBuf>,
) -> Option<Crawl> {
    let mut edited = Vec::new();
    for path in paths {
        let at = (inventory.files.iter()).position(|placed| placed.file.location == *path);
        match (at, path.symlink_metadata()) {
            (Some(at), Ok(metadata)) if metadata.is_file() => {
                let placed = &inventory.files[at];
                if placed.file.target.is_some()
                    || inventory.readme.as_ref() == Some(&placed.file.path)
                {
                    return None;
                }
                edited.push(placed);
            }
            // The scratch file of an editor, gone again.
            (None, Err(_)) if !is_known(inventory, path) => {}
            _ => return None,
        }
    }
    let mut crawl = before.clone();
    for placed in edited {
        let path = &placed.file.path;
        let at = (crawl.sources)
            .binary_search_by(|source| source.path.cmp(path))
            .ok()?;
        match load::load(std::slice::from_ref(placed)).pop()? {
            Loaded::Source(mut source) => {
                source.id = crawl.sources[at].id;
                crawl.sources[at] = Arc::from(source);
            }
            _ => return None,
        }
    }
    Some(crawl)
}

/// Whether something at or below a path, or a rule about it, has a part in the inventory.
fn is_known(inventory: &Inventory, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    visible::is_ignore_file(&name)
        || inventory
            .locations()
            .any(|location| location.starts_with(path))
        || (inventory.files.iter()).any(|placed| placed.file.location.starts_with(path))
}

/// Whether `folder` is a feature of `sources` or holds one.
pub fn holds_feature(
    folder: &Path,
    sources: &[PathBuf],
    config: &Config,
) -> Result<bool, ReadError> {
    let Ok(folder) = folder.canonicalize() else {
        return Ok(false);
    };
    let base = common_folder(&resolve(sources)?);
    let found = inventory(sources, None, config)?;
    let mut folders = found.features.iter().flat_map(|feature| &feature.folders);
    Ok(folders.any(|path| base.join(path.as_str()).starts_with(&folder)))
}

/// The sources as absolute paths without links, each once, without those inside another.
pub fn resolve(sources: &[PathBuf]) -> Result<Vec<PathBuf>, ReadError> {
    let mut resolved = BTreeSet::new();
    for path in sources {
        let real = path
            .canonicalize()
            .map_err(|reason| ReadError::Unreadable {
                path: path.clone(),
                reason,
            })?;
        if !real.is_dir() {
            return Err(ReadError::NotAFolder { path: path.clone() });
        }
        // An empty site must not take the place of a good one because a right is missing.
        std::fs::read_dir(&real).map_err(|reason| ReadError::Unreadable {
            path: path.clone(),
            reason,
        })?;
        if let Some(file) = visible::endless_ignore_file(&real) {
            return Err(ReadError::Unreadable {
                path: path.join(file),
                reason: std::io::Error::other("it is no plain file"),
            });
        }
        resolved.insert(real);
    }
    let all: Vec<PathBuf> = resolved.into_iter().collect();
    let outermost = |path: &&PathBuf| {
        !all.iter()
            .any(|other| other != *path && path.starts_with(other))
    };
    Ok(all.iter().filter(outermost).cloned().collect())
}

/// The innermost folder that holds all sources; the source itself when there is one.
pub fn common_folder(sources: &[PathBuf]) -> PathBuf {
    let mut base = sources.first().cloned().unwrap_or_default();
    for source in sources {
        while !source.starts_with(&base) {
            base.pop();
        }
    }
    base
}

/// The path of `source` below `base`.
fn below(base: &Path, source: &Path) -> RelPath {
    let rest = source.strip_prefix(base).unwrap_or(Path::new(""));
    RelPath::new(&rest.to_string_lossy())
}

fn patterns(base: &Path, patterns: &[String]) -> Result<Gitignore, ReadError> {
    let mut builder = GitignoreBuilder::new(base);
    for pattern in patterns {
        builder
            .add_line(None, pattern)
            .map_err(|error| ReadError::InvalidPattern {
                reason: error.to_string(),
            })?;
    }
    builder.build().map_err(|error| ReadError::InvalidPattern {
        reason: error.to_string(),
    })
}

/// Adds the layout of a further SOURCE.
fn append(layout: &mut Layout, more: Layout) {
    let shift = layout.features.len();
    layout.features.extend(more.features);
    layout
        .files
        .extend(more.files.into_iter().map(|file| Placed {
            feature: file.feature.map(|index| index + shift),
            ..file
        }));
    layout.roots.extend(more.roots);
    layout.readme = layout.readme.take().or(more.readme);
}

/// Features (with their keys), the files that state their titles, and all files, in path order; files that links lead to a second time, and features
/// that hold nothing else, are left out.
fn order(
    features: &[Located],
    files: Vec<Placed>,
) -> (Vec<FeatureFolder>, Vec<Vec<TitleFile>>, Vec<Placed>) {
    let mut files = without_twins(files);
    files.sort_by(|left, right| left.file.path.cmp(&right.file.path));
    let used: BTreeSet<usize> = files.iter().filter_map(|file| file.feature).collect();
    let mut by_path: Vec<(usize, &Located)> = features
        .iter()
        .enumerate()
        .filter(|(index, _)| used.contains(index))
        .collect();
    by_path.sort_by(|left, right| left.1.folders.cmp(&right.1.folders));
    let mut named: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, feature) in &by_path {
        *named.entry(&feature.name).or_default() += 1;
    }
    let position: BTreeMap<usize, usize> = by_path
        .iter()
        .enumerate()
        .map(|(position, (index, _))| (*index, position))
        .collect();
    for file in &mut files {
        file.feature = file.feature.and_then(|index| position.get(&index).copied());
    }
    let folders = by_path
        .iter()
        .map(|(_, feature)| {
            let path = feature
                .folders
                .first()
                .cloned()
                .unwrap_or_else(RelPath::root);
            let key = if named[feature.name.as_str()] > 1 {
                path.to_string()
            } else {
                feature.name.clone()
            };
            FeatureFolder {
                key,
                name: feature.name.clone(),
                number: feature::number_of(&feature.name),
                path,
                folders: feature.folders.clone(),
                kind: feature.kind,
                archived: feature.archived,
                stated_title: None,
            }
        })
        .collect();
    let titles = by_path
        .iter()
        .map(|(_, feature)| feature.titles.clone())
        .collect();
    (folders, titles, files)
}

/// Each file once: at its own place, or at the first link that leads to it.
fn without_twins(files: Vec<Placed>) -> Vec<Placed> {
    if files.iter().all(|placed| placed.file.target.is_none()) {
        return files;
    }
    let mut seen: BTreeSet<PathBuf> = files
        .iter()
        .filter(|placed| placed.file.target.is_none())
        .map(|placed| placed.file.location.clone())
        .collect();
    files
        .into_iter()
        .filter(|placed| match &placed.file.target {
            Some(target) => seen.insert(target.clone()),
            None => true,
        })
        .collect()
}
