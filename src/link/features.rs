//! The names under which features are known.

use crate::model::source::{Crawl, FeatureId};
use std::collections::HashMap;

/// A name's bearer, `None` when several features bear it.
type Bearer = Option<FeatureId>;

/// Names, numbers and aliases of all features.
#[derive(Debug, Default)]
pub(super) struct FeatureNames {
    /// Folder names, keys and paths, in lower case.
    names: HashMap<String, Bearer>,
    /// Numbers without leading zeros.
    numbers: HashMap<String, Bearer>,
    /// Names without their number or without their ULID, and ULIDs, in lower case. Asked last.
    aliases: HashMap<String, Bearer>,
}

impl FeatureNames {
    /// Collects the names of all features of a crawl.
    pub(super) fn new(crawl: &Crawl) -> Self {
        let mut known = Self::default();
        for (at, folder) in crawl.features.iter().enumerate() {
            let feature = FeatureId(at as u32);
            for name in [&folder.key, &folder.name] {
                bear(&mut known.names, name.to_lowercase(), feature);
            }
            for path in &folder.folders {
                bear(&mut known.names, path.as_str().to_lowercase(), feature);
            }
            if let Some(number) = &folder.number {
                bear(&mut known.numbers, bare_number(number).to_owned(), feature);
            }
            let words = words_of_name(&folder.name, folder.number.as_deref());
            if !words.is_empty() && words.len() < folder.name.len() {
                bear(&mut known.aliases, words.to_lowercase(), feature);
            }
            if let Some((name, ulid)) = split_ulid(&folder.name) {
                bear(&mut known.aliases, name.to_lowercase(), feature);
                bear(&mut known.aliases, ulid.to_lowercase(), feature);
            }
        }
        known
    }

    /// The one feature of that number, folder name, path or alias; `None` when there is none or several.
    pub(super) fn find(&self, name: &str) -> Option<FeatureId> {
        let name = name.trim().trim_matches('/');
        let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && let Some(bearer) = self.numbers.get(bare_number(name)) {
            return *bearer;
        }
        let folded = name.to_lowercase();
        if let Some(bearer) = self.names.get(&folded) {
            return *bearer;
        }
        self.aliases.get(&folded).copied().flatten()
    }

    /// The one feature whose folder bears exactly this name, in any case of letters.
    pub(super) fn by_folder(&self, name: &str) -> Option<FeatureId> {
        self.names.get(&name.to_lowercase()).copied().flatten()
    }
}

/// Enters a name; a second bearer makes it ambiguous.
fn bear(names: &mut HashMap<String, Bearer>, name: String, feature: FeatureId) {
    names
        .entry(name)
        .and_modify(|bearer| {
            if *bearer != Some(feature) {
                *bearer = None;
            }
        })
        .or_insert(Some(feature));
}

/// A number without leading zeros; other text as it is.
fn bare_number(number: &str) -> &str {
    if number.bytes().all(|byte| byte.is_ascii_digit()) {
        let bare = number.trim_start_matches('0');
        if bare.is_empty() && !number.is_empty() {
            return "0";
        }
        return bare;
    }
    number
}

/// A folder's name without what is in front of its words: number, date, mark of an archive. Empty when nothing else is
/// left.
pub(super) fn words_of_name<'n>(name: &'n str, number: Option<&str>) -> &'n str {
    let behind_number = number
        .filter(|number| !number.is_empty())
        .and_then(|number| name.split_once(number))
        .map_or(name, |(_, rest)| rest);
    behind_number.trim_start_matches(|first: char| {
        first.is_ascii_digit() || matches!(first, '-' | '_' | '.' | ' ')
    })
}

/// The two parts of spec-kitty's folder names: `login-flow-01J8ZK3M` is `login-flow` and a ULID of 8 (or all 26)
/// characters in Crockford's alphabet.
pub(super) fn split_ulid(name: &str) -> Option<(&str, &str)> {
    let (rest, ulid) = name.rsplit_once('-')?;
    let crockford =
        |byte: u8| byte.is_ascii_alphanumeric() && !matches!(byte | 32, b'i' | b'l' | b'o' | b'u');
    let is_ulid = matches!(ulid.len(), 8 | 26)
        && ulid.bytes().all(crockford)
        && ulid.bytes().any(|byte| byte.is_ascii_digit())
        && (ulid.bytes().all(|byte| !byte.is_ascii_lowercase()) || ulid.starts_with("01"));
    (is_ulid && !rest.is_empty()).then_some((rest, ulid))
}

#[cfg(test)]
mod tests {
    use super::{FeatureNames, split_ulid};
    use crate::base::path::RelPath;
    use crate::model::source::{Crawl, FeatureFolder, FeatureId, FeatureKind};

    fn crawl(names: &[(&str, Option<&str>)]) -> Crawl {
        let folder = |&(name, number): &(&str, Option<&str>)| FeatureFolder {
            key: name.to_owned(),
            name: name.to_owned(),
            number: number.map(str::to_owned),
            path: RelPath::new(&format!("specs/{name}")),
            folders: vec![RelPath::new(&format!("specs/{name}"))],
            kind: FeatureKind::Feature,
            archived: false,
            stated_title: None,
        };
        Crawl {
            features: names.iter().map(folder).collect(),
            ..Crawl::default()
        }
    }

    #[test]
    fn numbers_are_aliases_while_unique() {
        let names = FeatureNames::new(&crawl(&[
            ("004-gate", Some("004")),
            ("007-quay", Some("007")),
            ("7-pier", Some("7")),
        ]));
        for name in ["004", "4", "004-gate", "004-GATE", "gate", "specs/004-gate"] {
            assert_eq!(names.find(name), Some(FeatureId(0)), "{name}");
        }
        for name in ["7", "007", "5", "", "0"] {
            assert_eq!(names.find(name), None, "{name}");
        }
        assert_eq!(names.find("7-pier"), Some(FeatureId(2)));
    }

    #[test]
    fn words_behind_numbers_and_dates() {
        use super::words_of_name;
        assert_eq!(words_of_name("004-gate", Some("004")), "gate");
        assert_eq!(words_of_name("_archived-051-gate", Some("051")), "gate");
        assert_eq!(words_of_name("2026-01-02-gate", None), "gate");
        assert_eq!(words_of_name("gate-2", None), "gate-2");
        assert_eq!(words_of_name("001", Some("001")), "");
    }

    #[test]
    fn ulid_suffixes() {
        assert_eq!(
            split_ulid("login-flow-01J8ZK3M"),
            Some(("login-flow", "01J8ZK3M"))
        );
        assert_eq!(split_ulid("login-settings"), None);
        let names = FeatureNames::new(&crawl(&[("login-flow-01J8ZK3M", None)]));
        assert_eq!(names.find("login-flow"), Some(FeatureId(0)));
        assert_eq!(names.find("01j8zk3m"), Some(FeatureId(0)));
    }
}
