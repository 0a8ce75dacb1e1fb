//! The texts of the interface, one table per language in the theme's `strings/` folder.

use super::plural::{self, Form};
use std::collections::BTreeMap;

/// The texts of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strings {
    /// The language of the numbers.
    language: String,
    texts: BTreeMap<String, String>,
    counts: BTreeMap<String, Counted>,
}

/// A noun with a number before it, in the forms that its language has. `{n}` stands for the number; forms for one and
/// two may do without it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    zero: Option<String>,
    one: Option<String>,
    two: Option<String>,
    few: Option<String>,
    many: Option<String>,
    other: String,
}

impl Counted {
    /// The text of a form; `other` where the noun has no such form.
    fn form(&self, form: Form) -> &str {
        let own = match form {
            Form::Zero => &self.zero,
            Form::One => &self.one,
            Form::Two => &self.two,
            Form::Few => &self.few,
            Form::Many => &self.many,
            Form::Other => &None,
        };
        own.as_deref().unwrap_or(&self.other)
    }
}

/// A table as it is written: texts by key, and the counted nouns under `count`.
#[derive(serde::Deserialize)]
struct Table {
    #[serde(default)]
    count: BTreeMap<String, Counted>,
    #[serde(flatten)]
    texts: BTreeMap<String, String>,
}

impl Strings {
    /// Empty tables for a language, a BCP 47 tag.
    pub(super) fn new(language: &str) -> Self {
        Self {
            language: language.to_owned(),
            ..Self::default()
        }
    }

    /// Adds the texts of a YAML table; they replace those of the same key.
    pub(super) fn add(&mut self, yaml: &[u8]) -> Result<(), serde_yaml::Error> {
        let table: Table = serde_yaml::from_slice(yaml)?;
        self.texts.extend(table.texts);
        self.counts.extend(table.count);
        Ok(())
    }

    /// The text of a key; the key itself when the table lacks it, so that a gap in a translation stays visible.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// All texts by key.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// Whether there is a counted noun of this name.
    pub fn has_noun(&self, noun: &str) -> bool {
        self.counts.contains_key(noun)
    }

    /// A number with its noun, such as `1 task` or `2,140 words`.
    pub fn count(&self, number: u64, noun: &str) -> String {
        let written = self.number(number);
        match self.counts.get(noun) {
            Some(counted) => {
                let form = plural::form(&self.language, number);
                counted.form(form).replace("{n}", &written)
            }
            None => format!("{written} {noun}"),
        }
    }

    /// A number with the language's sign between thousands.
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let separator = self.texts.get("thousands").map_or(",", String::as_str);
        let mut out = String::with_capacity(digits.len() + 4);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(separator);
            }
            out.push(digit);
        }
        out
    }
}
