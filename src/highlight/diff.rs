//! Differences of two texts, line by line.

use super::class::Class;
use super::writer::Writer;

/// Reads `text`.
pub(super) fn read(text: &str, writer: &mut Writer) {
    for line in text.split_inclusive('\n') {
        let names_file = ["--- ", "+++ ", "diff ", "index ", "@@", "*** ", "Index: "]
            .iter()
            .any(|start| line.starts_with(start));
        let class = match line.as_bytes().first() {
            _ if names_file => Some(Class::Prompt),
            Some(b'+' | b'>') => Some(Class::Inserted),
            Some(b'-' | b'<') => Some(Class::Deleted),
            _ => None,
        };
        writer.push(class, line);
    }
}
