//! Tables as rows of cells with headed columns.

use crate::parse::key::{Key, of_label as key};
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind, Tape};

/// A column's head.
pub(super) struct Column {
    /// In lower case, one line.
    pub(super) name: String,
    pub(super) key: Option<Key>,
}

/// A table of a document.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    /// The row blocks with their cell blocks.
    pub(super) rows: Vec<(BlockId, Vec<BlockId>)>,
}

impl Table {
    /// The first column of a key.
    pub(super) fn column(&self, wanted: Key) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.key == Some(wanted))
    }

    /// The first column with one of the names, in lower case.
    pub(super) fn named(&self, names: &[&str]) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| names.contains(&column.name.as_str()))
    }
}

/// Reads a table block; `None` for a table without rows.
pub(super) fn read(tape: &Tape<'_>, block: BlockId) -> Option<Table> {
    let mut columns = Vec::new();
    let mut rows = Vec::new();
    for part in tape.children(block) {
        match tape.kind(part) {
            BlockKind::TableHead => {
                columns = tape
                    .children(part)
                    .map(|cell| {
                        let text = one_line(tape.text(cell));
                        Column {
                            key: key(&text),
                            name: text.to_lowercase(),
                        }
                    })
                    .collect();
            }
            BlockKind::TableRow => rows.push((part, tape.children(part).collect())),
            _ => {}
        }
    }
    (!rows.is_empty()).then_some(Table { columns, rows })
}

/// The text of a cell on one line; empty for a missing cell.
pub(super) fn cell(tape: &Tape<'_>, cells: &[BlockId], column: Option<usize>) -> String {
    column
        .and_then(|column| cells.get(column))
        .map_or_else(String::new, |&cell| one_line(tape.text(cell)))
}
