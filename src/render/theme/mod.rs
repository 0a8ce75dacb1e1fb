//! Loading a theme: the default one from the binary, overlaid by another, file by file and block by block.
//!
//! A file of the overlay replaces the file of the same path. A template that is replaced stays reachable as
//! `default/<name>`, so that an overlay can `{% extends "default/document.html" %}` and replace single blocks.
//! `docs/themes.md` tells authors of themes what there is; what has no effect is refused with its place.

mod check;
mod choice;
mod compile;
mod fault;
mod manifest;
mod tag;

pub use choice::{Choice, built_in, default_files};
pub use compile::VALUES;
pub use fault::{Faults, ThemeError};

use super::strings::Strings;
use super::stylesheet::minify;
use crate::base::fingerprint::Fingerprint;
use choice::Files;
use fault::Fault;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tera::Tera;

/// The version of the template contexts and of the blocks. A theme for another version is refused, since its templates
/// would fail on every page.
pub const INTERFACE: u32 = 1;

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
    /// Loads a theme, an overlay over the default one, with the texts of `language` (a BCP 47 tag); texts that the
    /// language lacks are English.
    pub fn load(choice: &Choice, language: &str) -> Result<Theme, ThemeError> {
        let standard = default_files();
        let overlay = choice.overlay()?;
        let shown = choice.shown();
        let (defaults, _) = manifest::read(&standard);
        let (own, faults) = manifest::read(&overlay);
        // What the manifest says decides what the rest means.
        fault::refuse(&shown, faults, &overlay)?;
        let faults = check::faults(&overlay, &standard, &own);
        fault::refuse(&shown, faults, &overlay)?;
        let mut files = standard.clone();
        files.extend(overlay.clone());
        let fingerprint = Fingerprint::of_parts(
            files
                .iter()
                .flat_map(|(path, bytes)| [path.as_bytes(), bytes])
                .chain([language.as_bytes()]),
        );
        let refusal = |faults| fault::refusal(&shown, faults, &files);
        let strings = Arc::new(strings([&standard, &overlay], language, &refusal)?);
        let order = if own.css.is_empty() {
            &defaults.css
        } else {
            &own.css
        };
        let assets = assets(&files, order).map_err(|fault| refusal(vec![fault]))?;
        let hashed = assets
            .iter()
            .map(|asset| {
                let (_, name) = asset.url.split_once('/').unwrap_or_default();
                let hash = Fingerprint::of(&asset.bytes).short();
                (name.to_owned(), format!("{}?v={hash}", asset.url))
            })
            .collect();
        let tera = compile::compile(&files, &overlay, &standard, &strings).map_err(refusal)?;
        Ok(Theme {
            tera,
            strings,
            language: language.to_owned(),
            assets,
            hashed,
            head_script: own.head_script.or(defaults.head_script),
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

/// English, then the language without its region, then the language itself; each from the default theme and then from
/// the overlay.
fn strings(
    layers: [&Files; 2],
    language: &str,
    refusal: &impl Fn(Vec<Fault>) -> ThemeError,
) -> Result<Strings, ThemeError> {
    let mut strings = Strings::new(language);
    let short = language.split('-').next().unwrap_or(language);
    let mut tables = vec!["en", short, language];
    tables.dedup();
    let path = |table: &str| format!("strings/{table}.yaml");
    let is_known = |path: &String| layers.iter().any(|files| files.contains_key(path));
    if !is_known(&path(short)) && !is_known(&path(language)) {
        let mut known: Vec<String> = layers.into_iter().flat_map(languages).collect();
        known.sort();
        known.dedup();
        return Err(ThemeError::UnknownLanguage {
            language: language.to_owned(),
            known,
        });
    }
    for table in tables {
        let path = path(table);
        for bytes in layers.iter().filter_map(|files| files.get(&path)) {
            strings.add(bytes).map_err(|error| {
                let text = String::from_utf8_lossy(bytes);
                refusal(vec![fault::of_yaml(&path, &text, &error)])
            })?;
        }
    }
    Ok(strings)
}

/// The languages that there are texts in.
fn languages(files: &Files) -> Vec<String> {
    let name = |path: &String| {
        let name = path.strip_prefix("strings/")?.strip_suffix(".yaml")?;
        Some(name.to_owned())
    };
    files.keys().filter_map(name).collect()
}

/// The languages that a site can have with a theme.
pub fn known_languages(choice: &Choice) -> Result<Vec<String>, ThemeError> {
    let mut files = default_files();
    files.extend(choice.overlay()?);
    Ok(languages(&files))
}

/// One style sheet, the scripts and the icons.
fn assets(files: &Files, order: &[String]) -> Result<Vec<ThemeAsset>, Fault> {
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
        let text = std::str::from_utf8(&files[&path]).map_err(|_| fault::of_encoding(&path))?;
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
            // The client of search lies with what it loads.
            let folder = if name == "search.js" {
                "search"
            } else {
                "assets"
            };
            assets.push(ThemeAsset {
                url: format!("{folder}/{name}"),
                bytes: bytes.clone(),
            });
        }
    }
    assets.sort_by(|left, right| left.url.cmp(&right.url));
    Ok(assets)
}
