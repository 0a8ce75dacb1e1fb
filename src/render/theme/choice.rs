//! Which theme a site has, and the files of it.

use super::ThemeError;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

static LEDGER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/ledger");

/// The themes in the binary besides the default one, which all others overlay.
static BUILT_IN: [(&str, &Dir<'static>); 1] = [("ledger", &LEDGER)];

/// Files by path inside the theme, with `/`.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The theme of a site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Choice {
    /// The default theme as it is.
    #[default]
    Default,
    /// A theme in the binary, by its name.
    BuiltIn(&'static str),
    /// A folder.
    Folder(PathBuf),
}

impl Choice {
    /// The theme that somebody asks for: a theme of the binary by its bare name, else a folder. `./ledger` is always
    /// the folder. Relative folders start at `base`.
    pub fn of(text: &Path, base: &Path) -> Self {
        if text == Path::new("default") {
            return Self::Default;
        }
        match BUILT_IN.iter().find(|(name, _)| text == Path::new(name)) {
            // A path of components compares equal to itself with `./` before it.
            Some((name, _)) if text.as_os_str().len() == name.len() => Self::BuiltIn(name),
            _ => Self::Folder(base.join(text)),
        }
    }

    /// The folder, unless the theme is in the binary.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Default | Self::BuiltIn(_) => None,
        }
    }

    /// The theme as messages name it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Default => "default".to_owned(),
            Self::BuiltIn(name) => (*name).to_owned(),
            Self::Folder(folder) => folder.display().to_string(),
        }
    }

    /// The files that overlay those of the default theme.
    pub(super) fn overlay(&self) -> Result<Files, ThemeError> {
        match self {
            Self::Default => Ok(Files::new()),
            Self::BuiltIn(name) => Ok(BUILT_IN
                .iter()
                .find(|(other, _)| other == name)
                .map(|(_, folder)| embedded(folder))
                .unwrap_or_default()),
            Self::Folder(folder) => read_folder(folder),
        }
    }
}

/// The names of the themes in the binary.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    std::iter::once("default").chain(BUILT_IN.iter().map(|(name, _)| *name))
}

/// The files of the default theme by path, for themes that begin with a copy of it.
pub fn default_files() -> BTreeMap<String, Vec<u8>> {
    embedded(&DEFAULT)
}

/// The files of a folder in the binary.
fn embedded(folder: &Dir<'_>) -> Files {
    let mut files = Files::new();
    let mut open = vec![folder];
    while let Some(folder) = open.pop() {
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            files.insert(path, file.contents().to_vec());
        }
        open.extend(folder.dirs());
    }
    files
}

/// Reads the files of a theme folder by path, hidden files left out.
fn read_folder(folder: &Path) -> Result<Files, ThemeError> {
    let mut files = Files::new();
    let walk = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
        });
    for entry in walk {
        let entry = entry.map_err(|error| ThemeError::Unreadable {
            path: folder.to_owned(),
            reason: unreadable(&error),
        })?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry
            .path()
            .strip_prefix(folder)
            .unwrap_or(entry.path())
            .to_string_lossy()
            .replace('\\', "/");
        let bytes = std::fs::read(entry.path()).map_err(|error| ThemeError::Unreadable {
            path: entry.path().to_owned(),
            reason: error.to_string(),
        })?;
        files.insert(path, bytes);
    }
    Ok(files)
}

/// The reason; whoever misspells the name of a theme in the binary learns those that there are.
fn unreadable(error: &walkdir::Error) -> String {
    let reason = match error.io_error() {
        Some(reason) => reason.to_string(),
        None => error.to_string(),
    };
    if error.depth() > 0 {
        return reason;
    }
    let names: Vec<&str> = built_in().collect();
    format!("{reason}; built in are {}", names.join(", "))
}
