//! Decision records by the number in their file's name: `0007-relay.md` is what "ADR-7" means.

use super::key::family;
use crate::model::document::Document;
use crate::model::source::{DocId, DocumentKind};
use std::collections::HashMap;
use std::sync::Arc;

/// All decision records by number.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// The record of a number; `None` when several folders have one.
    by_number: HashMap<u32, Option<DocId>>,
}

impl Records {
    /// Collects the numbers of all decision records.
    pub(super) fn new(documents: &[Arc<Document>]) -> Self {
        let mut by_number: HashMap<u32, Option<DocId>> = HashMap::new();
        for document in documents {
            if document.kind != DocumentKind::Adr {
                continue;
            }
            if let Some(number) = number_of_file(document.inner.stem()) {
                by_number
                    .entry(number)
                    .and_modify(|record| *record = None)
                    .or_insert(Some(document.id));
            }
        }
        Self { by_number }
    }

    /// The only record that a key such as `ADR0007` means.
    pub(super) fn find(&self, key: &str) -> Option<DocId> {
        if family(key) != "ADR" {
            return None;
        }
        let number: u32 = key["ADR".len()..].parse().ok()?;
        self.by_number.get(&number).copied().flatten()
    }
}

/// The number of `0007-relay`, `ADR-7-relay` or `adr_007`.
fn number_of_file(stem: &str) -> Option<u32> {
    let prefix = stem
        .get(..3)
        .filter(|head| head.eq_ignore_ascii_case("adr"));
    let rest = stem[prefix.map_or(0, str::len)..].trim_start_matches(['-', '_', ' ']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ends = !rest[digits..].starts_with(|next: char| next.is_alphanumeric());
    let number = rest[..digits].parse().ok()?;
    (ends && digits <= 5).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::number_of_file;

    #[test]
    fn numbers_of_files() {
        assert_eq!(number_of_file("0007-relay"), Some(7));
        assert_eq!(number_of_file("ADR-7-relay"), Some(7));
        assert_eq!(number_of_file("adr_007"), Some(7));
        assert_eq!(number_of_file("20260102-relay"), None);
        assert_eq!(number_of_file("relay"), None);
        assert_eq!(number_of_file("7th-relay"), None);
    }
}
