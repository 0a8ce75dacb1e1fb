//! Loading a theme: the default one from the binary, overlaid file by file by a theme folder.
//!
//! A file of the overlay replaces the file of the same path. A template that is replaced stays reachable as
//! `default/<name>`, so that an overlay can `{% extends "default/document.html" %}` and change single blocks; templates
//! that define components are replaced as a whole.

use super::strings::Strings;
use super::stylesheet::minify;
use crate::base::fingerprint::Fingerprint;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tera::{Kwargs, State, Tera};

static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The version of the template contexts. A theme for another version is refused, since its templates would fail on
/// every page.
pub const INTERFACE: u32 = 1;

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// A file or the folder cannot be read.
    #[error("cannot read the theme {path}: {reason}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// The reason of the operating system.
        reason: String,
    },
    /// A file is not what its name says.
    #[error("{path} of the theme is not valid: {reason}")]
    InvalidFile {
        /// Path inside the theme.
        path: String,
        /// What was found.
        reason: String,
    },
    /// The theme was written for another version of the contexts.
    #[error("the theme is written for interface {found}, this is interface {INTERFACE}")]
    Interface {
        /// The version that the theme names.
        found: u32,
    },
    /// There are no texts in the language.
    #[error("unknown language `{language}`, expected one of {}", known.join(", "))]
    UnknownLanguage {
        /// The language that was asked for.
        language: String,
        /// Those that the theme has.
        known: Vec<String>,
    },
    /// A template does not compile.
    #[error("{reason}")]
    Template {
        /// The message with template, line and excerpt.
        reason: String,
    },
}

/// The manifest of a theme, `theme.yaml`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    /// The name, for messages.
    #[serde(default)]
    #[allow(dead_code, reason = "themes name themselves for their readers")]
    name: String,
    /// The version of the contexts it is written for.
    interface: u32,
    /// Style sheets in order, without folder and extension. Other files of `css/` follow by name.
    #[serde(default)]
    css: Vec<String>,
    /// The script that every page loads in its head, before the first paint.
    #[serde(default)]
    head_script: Option<String>,
}

/// A file that the theme adds to the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeAsset {
    /// The address below the site's root, such as `assets/planfolio.css`.
    pub url: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// A loaded theme: compiled templates, texts and assets.
#[derive(Debug)]
pub struct Theme {
    pub(super) tera: Tera,
    pub(super) strings: Arc<Strings>,
    pub(super) language: String,
    assets: Vec<ThemeAsset>,
    /// Addresses with content hash by file name.
    hashed: BTreeMap<String, String>,
    pub(super) head_script: Option<String>,
    fingerprint: Fingerprint,
}

impl Theme {
    /// Loads the default theme, overlaid by the folder at `overlay`, with the texts of `language` (a BCP 47 tag);
    /// texts that the language lacks are English.
    pub fn load(overlay: Option<&Path>, language: &str) -> Result<Theme, ThemeError> {
        let mut files = default_files();
        let standard = manifest(&files)?;
        let mut replaced = Vec::new();
        if let Some(folder) = overlay {
            for (path, bytes) in read_folder(folder)? {
                if path.starts_with("templates/")
                    && let Some(original) = files.get(&path)
                    && !defines_components(original)
                {
                    replaced.push((path.replacen("templates/", "default/", 1), original.clone()));
                }
                files.insert(path, bytes);
            }
        }
        let own = manifest(&files)?;
        if own.interface != INTERFACE {
            return Err(ThemeError::Interface {
                found: own.interface,
            });
        }
        let fingerprint = Fingerprint::of_parts(
            files
                .iter()
                .flat_map(|(path, bytes)| [path.as_bytes(), bytes])
                .chain([language.as_bytes()]),
        );
        let strings = Arc::new(strings(&files, language)?);
        let order = if own.css.is_empty() {
            &standard.css
        } else {
            &own.css
        };
        let assets = assets(&files, order)?;
        let hashed = assets
            .iter()
            .map(|asset| {
                let name = asset.url.trim_start_matches("assets/").to_owned();
                let hash = Fingerprint::of(&asset.bytes).short();
                (name, format!("{}?v={hash}", asset.url))
            })
            .collect();
        Ok(Theme {
            tera: templates(&files, replaced, &strings)?,
            strings,
            language: language.to_owned(),
            assets,
            hashed,
            head_script: own.head_script.or(standard.head_script),
            fingerprint,
        })
    }

    /// The files that the theme adds to the site, in order of their addresses.
    pub fn assets(&self) -> &[ThemeAsset] {
        &self.assets
    }

    /// The texts of the interface.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// Changes when any file of the theme or the language changes: a part of every page's key.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The address of an asset with its content hash, such as `assets/planfolio.css?v=0123456789`.
    pub fn asset_url(&self, name: &str) -> Option<&str> {
        self.hashed.get(name).map(String::as_str)
    }
}

/// Whether a template defines components. Their names are unique over all templates, so that it cannot stay beside its
/// replacement; it has no blocks to extend either.
fn defines_components(template: &[u8]) -> bool {
    memchr::memmem::find(template, b"{% component ").is_some()
}

/// The files of the default theme by path, for themes that begin with a copy of it.
pub fn default_files() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    embedded(&DEFAULT, &mut files);
    files
}

/// Collects the files of the default theme by path.
fn embedded(folder: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.insert(path, file.contents().to_vec());
    }
    for inner in folder.dirs() {
        embedded(inner, files);
    }
}

/// Reads the files of a theme folder by path, hidden files left out.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, ThemeError> {
    let mut files = BTreeMap::new();
    let walk = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
        });
    for entry in walk {
        let entry = entry.map_err(|error| ThemeError::Unreadable {
            path: folder.to_owned(),
            reason: error.to_string(),
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

fn manifest(files: &BTreeMap<String, Vec<u8>>) -> Result<Manifest, ThemeError> {
    let path = "theme.yaml";
    let bytes = files.get(path).map_or(&[][..], Vec::as_slice);
    serde_yaml::from_slice(bytes).map_err(|reason| ThemeError::InvalidFile {
        path: path.to_owned(),
        reason: reason.to_string(),
    })
}

/// English, then the language without its region, then the language itself.
fn strings(files: &BTreeMap<String, Vec<u8>>, language: &str) -> Result<Strings, ThemeError> {
    let mut strings = Strings::new(language);
    let short = language.split('-').next().unwrap_or(language);
    let mut tables = vec!["en", short, language];
    tables.dedup();
    let path = |table: &str| format!("strings/{table}.yaml");
    if !files.contains_key(&path(short)) && !files.contains_key(&path(language)) {
        return Err(ThemeError::UnknownLanguage {
            language: language.to_owned(),
            known: languages(files),
        });
    }
    for table in tables {
        let path = path(table);
        if let Some(bytes) = files.get(&path) {
            strings.add(&path, bytes)?;
        }
    }
    Ok(strings)
}

/// The languages that there are texts in.
fn languages(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let name = |path: &String| {
        let name = path.strip_prefix("strings/")?.strip_suffix(".yaml")?;
        Some(name.to_owned())
    };
    files.keys().filter_map(name).collect()
}

/// The languages that a site can have with the default theme, overlaid by the folder at `overlay`.
pub fn known_languages(overlay: Option<&Path>) -> Result<Vec<String>, ThemeError> {
    let mut files = default_files();
    if let Some(folder) = overlay {
        files.extend(read_folder(folder)?);
    }
    Ok(languages(&files))
}

/// One style sheet, the scripts and the icons.
fn assets(
    files: &BTreeMap<String, Vec<u8>>,
    order: &[String],
) -> Result<Vec<ThemeAsset>, ThemeError> {
    let mut sheets: Vec<String> = order
        .iter()
        .map(|name| format!("css/{name}.css"))
        .filter(|path| files.contains_key(path))
        .collect();
    let others = files.keys().filter(|path| {
        path.starts_with("css/")
            && Path::new(path)
                .extension()
                .is_some_and(|ending| ending == "css")
    });
    for path in others {
        if !sheets.contains(path) {
            sheets.push(path.clone());
        }
    }
    let mut css = String::new();
    for path in sheets {
        let text =
            std::str::from_utf8(&files[&path]).map_err(|reason| ThemeError::InvalidFile {
                path: path.clone(),
                reason: reason.to_string(),
            })?;
        css.push_str(&minify(text));
        css.push('\n');
    }
    let mut assets = vec![ThemeAsset {
        url: "assets/planfolio.css".to_owned(),
        bytes: css.into_bytes(),
    }];
    for (path, bytes) in files {
        if let Some(name) = path
            .strip_prefix("js/")
            .or_else(|| path.strip_prefix("icons/"))
        {
            assets.push(ThemeAsset {
                url: format!("assets/{name}"),
                bytes: bytes.clone(),
            });
        }
    }
    assets.sort_by(|left, right| left.url.cmp(&right.url));
    Ok(assets)
}

/// Compiles the templates. Names are paths below `templates/`.
fn templates(
    files: &BTreeMap<String, Vec<u8>>,
    replaced: Vec<(String, Vec<u8>)>,
    strings: &Arc<Strings>,
) -> Result<Tera, ThemeError> {
    let mut tera = Tera::new();
    let table = Arc::clone(strings);
    tera.register_filter("number", move |number: u64, _: Kwargs, _: &State| {
        table.number(number)
    });
    let table = Arc::clone(strings);
    tera.register_filter(
        "count",
        move |number: u64, arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
            Ok(table.count(number, arguments.must_get::<&str>("of")?))
        },
    );
    tera.register_filter("query", |text: &str, _: Kwargs, _: &State| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    });
    tera.global_context().insert("t", strings.texts());
    let mut sources = Vec::new();
    let own = files.iter().filter_map(|(path, bytes)| {
        path.strip_prefix("templates/")
            .map(|name| (name.to_owned(), bytes.clone()))
    });
    for (name, bytes) in own.chain(replaced) {
        let text = String::from_utf8(bytes).map_err(|reason| ThemeError::InvalidFile {
            path: format!("templates/{name}"),
            reason: reason.to_string(),
        })?;
        sources.push((name, text));
    }
    tera.add_raw_templates(sources)
        .map_err(|error| ThemeError::Template {
            reason: error.to_string(),
        })?;
    Ok(tera)
}
