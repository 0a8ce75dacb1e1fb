//! Holds the files of an overlay against those of the default theme, so that nothing in it is without effect in
//! silence: files that nobody uses, blocks that no template has, keys and texts that do not exist.

use super::choice::Files;
use super::fault::{self, Fault};
use super::manifest::{self, Manifest};
use super::tag::{Tag, tags};
use crate::base::diagnostic::{Code, nearest};
use crate::base::span::Span;
use crate::config::key::span_of;
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The folder of templates.
pub(super) const TEMPLATES: &str = "templates/";

/// What stands before the name of a template of the default theme that an overlay replaces.
pub(super) const ORIGINAL: &str = "default/";

/// The folders of a theme.
const FOLDERS: [&str; 5] = ["css", "icons", "js", "strings", "templates"];

/// All faults of an overlay that show without running it.
pub(super) fn faults(overlay: &Files, standard: &Files, manifest: &Manifest) -> Vec<Fault> {
    let mut faults = Vec::new();
    for path in overlay.keys() {
        faults.extend(misplaced(path));
    }
    faults.extend(missing_assets(overlay, standard, manifest));
    let templates = Templates::of(overlay, standard, &mut faults);
    faults.extend(templates.faults());
    faults.extend(unknown_texts(overlay, standard));
    faults
}

/// A file in a place where it has no effect, when it was probably meant to have one.
fn misplaced(path: &str) -> Option<Fault> {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let fault = |message: String, help: String| Fault {
        code: Code::UnknownThemeFile,
        path: path.to_owned(),
        span: None,
        message,
        help,
    };
    match first {
        "templates" if ending != "html" => Some(fault(
            "a template that is no .html file would not be escaped".to_owned(),
            "give it the ending .html".to_owned(),
        )),
        "strings" if ending != "yaml" => Some(fault(
            "texts are read from .yaml files alone".to_owned(),
            "call it after its language, such as strings/de.yaml".to_owned(),
        )),
        _ if rest.is_empty() && path != manifest::PATH => nearest(path, [manifest::PATH])
            .first()
            .map(|near| fault(format!("unknown file `{path}`"), did_you_mean(near))),
        _ if !rest.is_empty() && !FOLDERS.contains(&first) => nearest(first, FOLDERS)
            .first()
            .map(|near| fault(format!("unknown folder `{first}`"), did_you_mean(near))),
        _ => None,
    }
}

fn did_you_mean(near: &str) -> String {
    format!("did you mean `{near}`?")
}

/// Style sheets and scripts that the manifest names and nobody has.
fn missing_assets(overlay: &Files, standard: &Files, manifest: &Manifest) -> Vec<Fault> {
    let text = overlay
        .get(manifest::PATH)
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .unwrap_or_default();
    let missing = |key: &str, name: &str, folder: &str, ending: &str| {
        let path = format!("{folder}/{name}.{ending}");
        if overlay.contains_key(&path) || standard.contains_key(&path) {
            return None;
        }
        let known = overlay.keys().chain(standard.keys()).filter_map(|path| {
            path.strip_prefix(folder)?
                .strip_prefix('/')?
                .strip_suffix(ending)?
                .strip_suffix('.')
        });
        Some(Fault {
            code: Code::UnknownThemeFile,
            path: manifest::PATH.to_owned(),
            span: Some(span_of(&text, &[key])),
            message: format!("`{key}` names {name}, and there is no {path}"),
            help: nearest(name, known)
                .first()
                .map(|near| did_you_mean(near))
                .unwrap_or_default(),
        })
    };
    let sheets = manifest.css.iter();
    let sheets = sheets.filter_map(|name| missing("css", name, "css", "css"));
    let script = manifest.head_script.iter();
    let script = script.filter_map(|name| missing("head_script", name, "js", "js"));
    sheets.chain(script).collect()
}

/// The templates of an overlay and those of the default theme, by name.
struct Templates<'a> {
    own: BTreeMap<&'a str, Vec<Tag<'a>>>,
    standard: BTreeMap<&'a str, Vec<Tag<'a>>>,
}

impl<'a> Templates<'a> {
    fn of(overlay: &'a Files, standard: &'a Files, faults: &mut Vec<Fault>) -> Self {
        let mut read = |files: &'a Files| {
            let mut out = BTreeMap::new();
            for (path, bytes) in files {
                let Some(name) = path.strip_prefix(TEMPLATES) else {
                    continue;
                };
                match std::str::from_utf8(bytes) {
                    Ok(text) => {
                        out.insert(name, tags(text));
                    }
                    Err(_) => faults.push(fault::of_encoding(path)),
                }
            }
            out
        };
        Self {
            own: read(overlay),
            standard: read(standard),
        }
    }

    /// The tags of a template as it is in force.
    fn tags(&self, name: &str) -> Option<&[Tag<'a>]> {
        let found = match name.strip_prefix(ORIGINAL) {
            Some(original) => self.standard.get(original),
            None => self.own.get(name).or_else(|| self.standard.get(name)),
        };
        found.map(Vec::as_slice)
    }

    /// The template that another extends.
    fn parent(&self, name: &str) -> Option<&'a str> {
        let tags = self.tags(name)?;
        tags.iter()
            .find(|tag| tag.word == "extends")
            .map(|tag| tag.name)
    }

    /// The templates above one, the nearest first.
    fn ancestors(&self, name: &str) -> Vec<&'a str> {
        let mut above: Vec<&str> = Vec::new();
        let mut next = self.parent(name);
        while let Some(parent) = next {
            if parent == name || above.contains(&parent) {
                break;
            }
            above.push(parent);
            next = self.parent(parent);
        }
        above
    }

    /// The blocks that templates define.
    fn blocks(&self, names: &[&str]) -> BTreeSet<&'a str> {
        names
            .iter()
            .filter_map(|name| self.tags(name))
            .flatten()
            .filter(|tag| tag.word == "block")
            .map(|tag| tag.name)
            .collect()
    }

    /// All names that a template can be called by.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.standard.keys().chain(self.own.keys()).copied()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = self.unused();
        for (name, tags) in &self.own {
            faults.extend(self.missing_templates(name, tags));
            faults.extend(self.unknown_blocks(name, tags));
        }
        faults.extend(self.missing_blocks());
        faults
    }

    /// Templates that no page is made of.
    fn unused(&self) -> Vec<Fault> {
        let mut used: BTreeSet<&str> = self.standard.keys().copied().collect();
        let mut open: Vec<&str> = used.iter().copied().collect();
        while let Some(name) = open.pop() {
            let tags = self.tags(name).unwrap_or_default();
            for tag in tags
                .iter()
                .filter(|tag| matches!(tag.word, "extends" | "include"))
            {
                if used.insert(tag.name) {
                    open.push(tag.name);
                }
            }
        }
        let unused = self.own.keys().filter(|name| !used.contains(*name));
        let unused = unused.filter(|name| misplaced(&format!("{TEMPLATES}{name}")).is_none());
        unused
            .map(|name| Fault {
                code: Code::UnknownThemeFile,
                path: format!("{TEMPLATES}{name}"),
                span: None,
                message: format!("no page is made of the template `{name}`"),
                help: match nearest(name, self.standard.keys().copied()).first() {
                    Some(near) => did_you_mean(near),
                    None => {
                        "give it the name of the template that it replaces, or include it in one"
                            .to_owned()
                    }
                },
            })
            .collect()
    }

    /// Templates that one extends or includes and that do not exist.
    fn missing_templates(&self, own: &str, tags: &[Tag<'_>]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for tag in tags {
            if !matches!(tag.word, "extends" | "include") {
                continue;
            }
            let (message, help) = if tag.name == own {
                (
                    format!("the template {}s itself", tag.word.trim_end_matches('s')),
                    did_you_mean(&format!("{ORIGINAL}{own}")),
                )
            } else if self.tags(tag.name).is_none() {
                let bare = tag.name.strip_prefix(ORIGINAL).unwrap_or(tag.name);
                let prefix = if bare.len() < tag.name.len() {
                    ORIGINAL
                } else {
                    ""
                };
                let near = match tag.name.split_once('/') {
                    // `defualt/page.html`
                    Some((_, rest)) if self.standard.contains_key(rest) => {
                        Some(format!("{ORIGINAL}{rest}"))
                    }
                    _ => nearest(bare, self.names())
                        .first()
                        .map(|near| format!("{prefix}{near}")),
                };
                (
                    format!("there is no template `{}`", tag.name),
                    near.map(|near| did_you_mean(&near)).unwrap_or_default(),
                )
            } else {
                continue;
            };
            faults.push(Fault {
                code: Code::UnknownThemeFile,
                path: format!("{TEMPLATES}{own}"),
                span: Some(tag.span),
                message,
                help,
            });
        }
        faults
    }

    /// Blocks that replace nothing, in a template that extends another. A block inside of another may be a new one.
    fn unknown_blocks(&self, own: &str, tags: &[Tag<'_>]) -> Vec<Fault> {
        let above = self.ancestors(own);
        let is_whole = above.first().is_none_or(|it| self.tags(it).is_none());
        if is_whole {
            return Vec::new();
        }
        let known = self.blocks(&above);
        outer_blocks(tags)
            .filter(|tag| !known.contains(tag.name))
            .map(|tag| Fault {
                code: Code::UnknownBlock,
                path: format!("{TEMPLATES}{own}"),
                span: Some(tag.span),
                message: format!("unknown block `{}`", tag.name),
                help: match nearest(tag.name, known.iter().copied()).first() {
                    Some(near) => did_you_mean(near),
                    None => format!(
                        "blocks of {}: {}",
                        above[0],
                        known.iter().copied().collect::<Vec<_>>().join(", ")
                    ),
                },
            })
            .collect()
    }

    /// Blocks that other templates fill and that a template of the overlay, which stands above them, left out.
    fn missing_blocks(&self) -> Vec<Fault> {
        let mut missing: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for name in self
            .standard
            .keys()
            .filter(|name| !self.own.contains_key(*name))
        {
            let above = self.ancestors(name);
            let Some(own) = above.iter().find(|name| self.own.contains_key(*name)) else {
                continue;
            };
            let known = self.blocks(&above);
            let filled = outer_blocks(self.tags(name).unwrap_or_default());
            for tag in filled.filter(|tag| !known.contains(tag.name)) {
                missing.entry((own, tag.name)).or_default().push(name);
            }
        }
        missing
            .into_iter()
            .map(|((own, block), users)| Fault {
                code: Code::UnknownBlock,
                path: format!("{TEMPLATES}{own}"),
                span: None,
                message: format!("the block `{block}` is missing, which {} fills", users[0]),
                help: format!(
                    "add `{{% block {block} %}}{{% endblock {block} %}}`, or extend \"{ORIGINAL}{own}\""
                ),
            })
            .collect()
    }
}

/// The blocks that lie in no other.
fn outer_blocks<'a, 't>(tags: &'a [Tag<'t>]) -> impl Iterator<Item = &'a Tag<'t>> {
    let mut depth = 0_usize;
    tags.iter().filter(move |tag| {
        let is_outer = depth == 0;
        match tag.word {
            "block" => depth += 1,
            "endblock" => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_outer && tag.word == "block"
    })
}

/// Texts under a key that is nearly one of the default theme's, and that no template of the overlay names.
fn unknown_texts(overlay: &Files, standard: &Files) -> Vec<Fault> {
    let table = |bytes: &[u8]| -> Option<serde_yaml::Mapping> {
        match serde_yaml::from_slice(bytes).ok()? {
            Value::Mapping(table) => Some(table),
            _ => None,
        }
    };
    let keys = |table: &serde_yaml::Mapping| -> BTreeSet<String> {
        let keys = table.keys().filter_map(Value::as_str);
        keys.map(str::to_owned).collect()
    };
    let english = standard.get("strings/en.yaml").and_then(|it| table(it));
    let english = english.unwrap_or_default();
    let nouns_of = |table: &serde_yaml::Mapping| match table.get("count") {
        Some(Value::Mapping(nouns)) => keys(nouns),
        _ => BTreeSet::new(),
    };
    let known = (keys(&english), nouns_of(&english));
    let is_named = |key: &str| {
        let templates = overlay
            .iter()
            .filter(|(path, _)| path.starts_with(TEMPLATES));
        templates
            .into_iter()
            .any(|(_, bytes)| memchr::memmem::find(bytes, key.as_bytes()).is_some())
    };
    let mut faults = Vec::new();
    for (path, bytes) in overlay {
        let Some(table) = path.starts_with("strings/").then(|| table(bytes)).flatten() else {
            continue;
        };
        let text = String::from_utf8_lossy(bytes);
        let mut judge = |key: &str, known: &BTreeSet<String>, span: Span| {
            if known.contains(key) || is_named(key) {
                return;
            }
            if let Some(near) = nearest(key, known.iter().map(String::as_str)).first() {
                faults.push(Fault {
                    code: Code::UnknownThemeKey,
                    path: path.clone(),
                    span: Some(span),
                    message: format!("unknown text `{key}`"),
                    help: did_you_mean(near),
                });
            }
        };
        for key in keys(&table) {
            judge(&key, &known.0, span_of(&text, &[&key]));
        }
        for noun in nouns_of(&table) {
            judge(&noun, &known.1, span_of(&text, &["count", &noun]));
        }
    }
    faults
}
