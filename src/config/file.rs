//! Reads the text of `planfolio.yaml`. All mistakes are reported at once, each with its place.

use super::key::span_of;
use super::{Config, RawHtml};
use crate::base::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::base::path::RelPath;
use crate::base::span::{LineIndex, Span};
use serde_yaml::Value;

/// All keys of the file.
const KEYS: &[&str] = &[
    "title",
    "sources",
    "output",
    "base_url",
    "repo_url",
    "theme",
    "language",
    "ignore",
    "raw_html",
    "remote_images",
    "excerpts",
    "diagnostics",
    "serve",
    "feeds",
    "badges",
];

/// All keys below `serve`.
const SERVE_KEYS: &[&str] = &["port", "host"];

/// The settings that `text`, the content of the file at `path`, states.
pub fn parse(text: &str, path: &RelPath) -> Result<Config, Vec<Diagnostic>> {
    let mut reader = Reader {
        text,
        path,
        lines: LineIndex::new(text),
        problems: Vec::new(),
    };
    let config = reader.document();
    if reader.problems.is_empty() {
        Ok(config)
    } else {
        reader.problems.sort_by(Diagnostic::order);
        Err(reader.problems)
    }
}

/// The problem of a file whose `language` is none of `known`.
pub fn unknown_language(
    text: &str,
    path: &RelPath,
    language: &str,
    known: &[String],
) -> Diagnostic {
    let lines = LineIndex::new(text);
    let near = nearest(language, known.iter().map(String::as_str));
    let help = match near.first() {
        Some(near) => format!("did you mean `{near}`? known are {}", known.join(", ")),
        None => format!("known are {}", known.join(", ")),
    };
    Diagnostic::at(
        Code::InvalidConfiguration,
        path,
        (text, &lines),
        span_of(text, &["language"]),
        format!("`language` is {language}, and there are no texts of the interface in it"),
        help,
    )
}

struct Reader<'a> {
    text: &'a str,
    path: &'a RelPath,
    lines: LineIndex,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn document(&mut self) -> Config {
        let mut config = Config::default();
        let value: Value = match serde_yaml::from_str(self.text) {
            Ok(value) => value,
            Err(error) => {
                self.syntax_error(&error);
                return config;
            }
        };
        let entries = match value {
            Value::Null => return config,
            Value::Mapping(entries) => entries,
            _ => {
                self.problem(
                    Code::InvalidConfiguration,
                    Span::default(),
                    "the file is not a list of keys and values".to_owned(),
                    "write `key: value` lines, such as `title: Plans`".to_owned(),
                );
                return config;
            }
        };
        for (key, value) in &entries {
            let Some(key) = key.as_str() else {
                self.unknown(&[], &shown(key), KEYS);
                continue;
            };
            self.entry(&mut config, key, value);
        }
        config
    }

    fn entry(&mut self, config: &mut Config, key: &str, value: &Value) {
        // A key without a value is a setting left at its default.
        if value.is_null() && KEYS.contains(&key) {
            return;
        }
        match key {
            "title" => config.title = self.string(&[key], value),
            "sources" => config.sources = self.strings(&[key], value),
            "output" => config.output = self.string(&[key], value),
            "base_url" => config.base_url = self.web_address(&[key], value),
            "repo_url" => config.repo_url = self.web_address(&[key], value),
            "theme" => config.theme = self.string(&[key], value),
            "language" => config.language = self.string(&[key], value),
            "ignore" => config.ignore = self.strings(&[key], value),
            "raw_html" => {
                let choices = [
                    ("filter", RawHtml::Filter),
                    ("escape", RawHtml::Escape),
                    ("trust", RawHtml::Trust),
                ];
                config.raw_html = self.choice(&[key], value, &choices).unwrap_or_default();
            }
            "remote_images" => {
                config.remote_images = self.boolean(&[key], value).unwrap_or_default();
            }
            "excerpts" => config.excerpts = self.boolean(&[key], value),
            "feeds" => config.feeds = self.boolean(&[key], value),
            "badges" => config.badges = self.boolean(&[key], value),
            "diagnostics" => self.diagnostics(config, key, value),
            "serve" => self.serve(config, key, value),
            _ => self.unknown(&[], key, KEYS),
        }
    }

    fn diagnostics(&mut self, config: &mut Config, key: &str, value: &Value) {
        let choices = [
            ("off", None),
            ("note", Some(Severity::Note)),
            ("warning", Some(Severity::Warning)),
            ("error", Some(Severity::Error)),
        ];
        for (name, value) in self.mapping(&[key], value) {
            let Some(code) = Code::find(&name) else {
                let known = Code::ALL
                    .iter()
                    .flat_map(|code| [code.code(), code.name()])
                    .collect::<Vec<_>>();
                self.unknown(&[key], &name, &known);
                continue;
            };
            // YAML 1.1 readers take `off` for false; here it stays a word, and a written `false` means the same.
            let value = if value == Value::Bool(false) {
                Value::String("off".to_owned())
            } else {
                value
            };
            if let Some(severity) = self.choice(&[key, &name], &value, &choices) {
                config.diagnostics.insert(code, severity);
            }
        }
    }

    fn serve(&mut self, config: &mut Config, key: &str, value: &Value) {
        for (name, value) in self.mapping(&[key], value) {
            match name.as_str() {
                "port" => {
                    let port = value.as_u64().and_then(|port| u16::try_from(port).ok());
                    if port.is_none() {
                        self.wrong_type(&[key, &name], &value, "a port from 0 to 65535");
                    }
                    config.serve_port = port;
                }
                "host" => config.serve_host = self.string(&[key, &name], &value),
                _ => self.unknown(&[key], &name, SERVE_KEYS),
            }
        }
    }

    fn string(&mut self, path: &[&str], value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.wrong_type(path, value, "a text");
                None
            }
        }
    }

    fn web_address(&mut self, path: &[&str], value: &Value) -> Option<String> {
        let address = self.string(path, value)?;
        if is_web_address(&address) {
            return Some(address);
        }
        self.wrong_type(
            path,
            value,
            "an address that begins with https:// or http://",
        );
        None
    }

    fn boolean(&mut self, path: &[&str], value: &Value) -> Option<bool> {
        let boolean = value.as_bool();
        if boolean.is_none() {
            self.wrong_type(path, value, "true or false");
        }
        boolean
    }

    fn choice<T: Copy>(
        &mut self,
        path: &[&str],
        value: &Value,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let chosen = value
            .as_str()
            .and_then(|word| choices.iter().find(|(name, _)| *name == word));
        if chosen.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.wrong_type(path, value, &format!("one of {}", names.join(", ")));
        }
        chosen.map(|(_, choice)| *choice)
    }

    fn strings(&mut self, path: &[&str], value: &Value) -> Vec<String> {
        match value {
            Value::String(text) => vec![text.clone()],
            Value::Sequence(items) => items
                .iter()
                .filter_map(|item| self.string(path, item))
                .collect(),
            _ => {
                self.wrong_type(path, value, "a list of texts");
                Vec::new()
            }
        }
    }

    fn mapping(&mut self, path: &[&str], value: &Value) -> Vec<(String, Value)> {
        match value {
            Value::Null => Vec::new(),
            Value::Mapping(entries) => entries
                .iter()
                .map(|(key, value)| (shown(key), value.clone()))
                .collect(),
            _ => {
                self.wrong_type(path, value, "a list of keys and values");
                Vec::new()
            }
        }
    }

    fn unknown(&mut self, path: &[&str], key: &str, known: &[&str]) {
        let full: Vec<&str> = path.iter().copied().chain([key]).collect();
        let help = match nearest(key, known.iter().copied()).first() {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.len() > KEYS.len() => {
                "`planfolio explain` lists all diagnostics".to_owned()
            }
            None => format!("known keys: {}", known.join(", ")),
        };
        self.problem(
            Code::UnknownOption,
            span_of(self.text, &full),
            format!("unknown key `{}`", full.join(".")),
            help,
        );
    }

    fn wrong_type(&mut self, path: &[&str], value: &Value, expected: &str) {
        self.problem(
            Code::InvalidConfiguration,
            span_of(self.text, path),
            format!(
                "`{}` is {}, expected {expected}",
                path.join("."),
                shown(value)
            ),
            String::new(),
        );
    }

    fn syntax_error(&mut self, error: &serde_yaml::Error) {
        let span = error.location().map_or_else(Span::default, |location| {
            self.lines
                .span_from(self.text, location.line(), location.column())
        });
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        self.problem(
            Code::InvalidConfiguration,
            span,
            format!("invalid YAML: {message}"),
            String::new(),
        );
    }

    fn problem(&mut self, code: Code, span: Span, message: String, help: String) {
        let source = (self.text, &self.lines);
        self.problems
            .push(Diagnostic::at(code, self.path, source, span, message, help));
    }
}

/// Whether `address` is an http or https address.
pub fn is_web_address(address: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        address
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty())
    }) && !address.contains(|character: char| character.is_whitespace() || character.is_control())
}

/// A value as a message shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(boolean) => boolean.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a group of keys".to_owned(),
        Value::Tagged(tagged) => shown(&tagged.value),
    }
}
