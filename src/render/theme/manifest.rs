//! `theme.yaml`, the manifest of a theme.

use super::INTERFACE;
use super::choice::Files;
use super::fault::{self, Fault};
use crate::base::diagnostic::{Code, nearest};
use crate::base::span::Span;
use crate::config::key::span_of;
use serde_yaml::Value;

/// The file's path inside the theme.
pub(super) const PATH: &str = "theme.yaml";

/// The keys of the file.
const KEYS: [&str; 4] = ["name", "interface", "css", "head_script"];

/// What a manifest states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The version of the interface that the theme is written for.
    pub(super) interface: Option<u32>,
    /// Style sheets in order, without folder and extension. Other files of `css/` follow by name.
    pub(super) css: Vec<String>,
    /// The script that every page loads in its head, before the first paint; without folder and extension.
    pub(super) head_script: Option<String>,
}

/// Reads the manifest among `files`, and says what is wrong with it. A theme without one is for every interface.
pub(super) fn read(files: &Files) -> (Manifest, Vec<Fault>) {
    let Some(bytes) = files.get(PATH) else {
        return (Manifest::default(), Vec::new());
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return (Manifest::default(), vec![fault::of_encoding(PATH)]);
    };
    let mut reader = Reader {
        text,
        faults: Vec::new(),
    };
    let manifest = reader.manifest();
    (manifest, reader.faults)
}

struct Reader<'a> {
    text: &'a str,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn manifest(&mut self) -> Manifest {
        let mut manifest = Manifest::default();
        let entries = match serde_yaml::from_str(self.text) {
            Ok(Value::Mapping(entries)) => entries,
            Ok(Value::Null) => serde_yaml::Mapping::new(),
            Ok(_) => {
                let help = "write `key: value` lines, such as `interface: 1`";
                self.fault(Code::InvalidTheme, None, "the file holds no keys", help);
                return manifest;
            }
            Err(error) => {
                self.faults.push(fault::of_yaml(PATH, self.text, &error));
                return manifest;
            }
        };
        for (key, value) in &entries {
            match (key.as_str().unwrap_or_default(), value) {
                // The name is for readers of the file.
                ("name" | "head_script" | "css", Value::Null) | ("name", Value::String(_)) => {}
                ("interface", Value::Number(number)) => {
                    manifest.interface = number.as_u64().and_then(|it| u32::try_from(it).ok());
                }
                ("head_script", Value::String(name)) => manifest.head_script = Some(name.clone()),
                ("css", Value::Sequence(names)) if names.iter().all(Value::is_string) => {
                    let names = names.iter().filter_map(Value::as_str);
                    manifest.css = names.map(str::to_owned).collect();
                }
                ("name" | "head_script", _) => self.wrong_type(key, "a text"),
                ("css", _) => self.wrong_type(key, "a list of names"),
                ("interface", _) => self.wrong_type(key, "a number"),
                (name, _) => self.unknown_key(name),
            }
        }
        self.check_interface(&manifest);
        manifest
    }

    fn check_interface(&mut self, manifest: &Manifest) {
        if !self.faults.is_empty() || manifest.interface == Some(INTERFACE) {
            return;
        }
        let (message, help) = match manifest.interface {
            None => (
                "the theme does not say which interface it is written for".to_owned(),
                format!("add `interface: {INTERFACE}`, the one of this planfolio"),
            ),
            Some(found) => (
                format!(
                    "the theme is written for interface {found}, this is interface {INTERFACE}"
                ),
                if found > INTERFACE {
                    "use a newer planfolio".to_owned()
                } else {
                    format!(
                        "adapt the templates (docs/themes.md says what they see), then write `interface: {INTERFACE}`"
                    )
                },
            ),
        };
        let span = manifest
            .interface
            .map(|_| span_of(self.text, &["interface"]));
        self.fault(Code::ThemeInterface, span, &message, &help);
    }

    fn unknown_key(&mut self, key: &str) {
        let help = match nearest(key, KEYS).first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys: {}", KEYS.join(", ")),
        };
        let span = span_of(self.text, &[key]);
        let message = format!("unknown key `{key}`");
        self.fault(Code::UnknownThemeKey, Some(span), &message, &help);
    }

    fn wrong_type(&mut self, key: &Value, expected: &str) {
        let key = key.as_str().unwrap_or_default();
        let span = span_of(self.text, &[key]);
        let message = format!("`{key}` is not {expected}");
        self.fault(Code::InvalidTheme, Some(span), &message, "");
    }

    fn fault(&mut self, code: Code, span: Option<Span>, message: &str, help: &str) {
        self.faults.push(Fault {
            code,
            path: PATH.to_owned(),
            span,
            message: message.to_owned(),
            help: help.to_owned(),
        });
    }
}
