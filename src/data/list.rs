//! `planfolio list`: one kind of record over the whole portfolio, as a table for reading, JSON or CSV for programs.
//!
//! The JSON objects are the records of portfolio.json with the id of their feature in front. CSV has the same keys as
//! columns, lists joined by `; `. The table shows the columns that fit a terminal.

use super::cell::Cells;
use super::collect::{self, View};
use super::csv;
use super::table::{Column, Table, text};
use super::writer::{ListWriter, append, into_text};
use crate::model::portfolio::{Feature, Portfolio};
use crate::model::site::{self, RegisterList, Site};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;
use serde_json::Value;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $word:literal $shown:expr, $all:expr;)*) => {
        /// What can be listed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ListKind {
            $($(#[$doc])* $variant,)*
        }

        impl ListKind {
            /// All kinds in the order of the help text.
            pub const ALL: &'static [ListKind] = &[$(ListKind::$variant),*];

            /// The word of the command line.
            pub fn word(self) -> &'static str {
                match self { $(ListKind::$variant => $word),* }
            }

            /// The keys that a table shows, the one with the longest text last. `place` is the document with its
            /// line, `progress` the number of tasks done of all, `rating` the level or "not rated".
            pub fn shown(self) -> &'static [&'static str] {
                match self { $(ListKind::$variant => &$shown),* }
            }

            /// The columns of CSV: all keys of the record.
            pub fn keys(self) -> &'static [&'static str] {
                match self { $(ListKind::$variant => &$all),* }
            }
        }
    };
}

kinds! {
    /// Features, with counts in place of their lists.
    Features "features"
        ["id", "phase", "status", "progress", "requirements", "risks", "questions_open", "title"],
        ["id", "number", "title", "path", "url", "archived", "status", "status_text", "phase", "documents", "stories",
         "requirements", "tasks", "tasks_done", "risks", "risks_unrated", "decisions", "questions_open", "components",
         "diagrams", "endpoints", "entities"];
    /// Documents, those of the portfolio itself first.
    Documents "documents"
        ["feature", "kind", "words", "path", "title"],
        ["feature", "kind", "path", "url", "title", "bytes", "words", "changed"];
    /// Requirements.
    Requirements "requirements"
        ["feature", "id", "kind", "place", "tasks", "text"],
        ["feature", "id", "kind", "text", "tasks", "endpoints", "checks", "references", "document", "line", "url"];
    /// User stories.
    Stories "stories"
        ["feature", "id", "priority", "place", "title"],
        ["feature", "id", "title", "priority", "document", "line", "url"];
    /// Tasks.
    Tasks "tasks"
        ["feature", "id", "state", "story", "place", "text"],
        ["feature", "id", "text", "state", "mark", "phase", "story", "parallel", "requirements", "depends_on", "files",
         "document", "line", "url"];
    /// Risks.
    Risks "risks"
        ["feature", "rating", "likelihood", "impact", "place", "title"],
        ["feature", "id", "title", "likelihood", "impact", "level", "likelihood_text", "impact_text", "mitigation",
         "owner", "document", "line", "url"];
    /// Decisions.
    Decisions "decisions"
        ["feature", "id", "place", "title", "chosen"],
        ["feature", "id", "title", "chosen", "rationale", "options", "consequences", "status", "document", "line",
         "url"];
    /// Questions.
    Questions "questions"
        ["feature", "state", "deadline", "place", "text"],
        ["feature", "id", "text", "state", "deadline", "document", "line", "url"];
    /// Endpoints, once for each feature that states them.
    Endpoints "endpoints"
        ["feature", "method", "path", "sources"],
        ["feature", "id", "method", "path", "sources"];
    /// Entities.
    Entities "entities"
        ["feature", "name", "place", "fields"],
        ["feature", "id", "name", "fields", "relations", "document", "line", "url"];
    /// Components.
    Components "components"
        ["feature", "name", "technology", "place", "purpose"],
        ["feature", "id", "name", "purpose", "technology", "responsibilities", "document", "line", "url"];
    /// Technologies.
    Technologies "technologies"
        ["feature", "name", "kind", "version", "place", "purpose"],
        ["feature", "id", "name", "kind", "version", "purpose", "licence", "fallback", "document", "line", "url"];
    /// Diagrams.
    Diagrams "diagrams"
        ["feature", "kind", "syntax", "place", "nodes"],
        ["feature", "id", "kind", "syntax", "nodes", "edges", "drawn", "document", "line", "url"];
    /// Places that tie one feature to another.
    Dependencies "dependencies"
        ["from", "to", "evidence", "place"],
        ["from", "to", "evidence", "document", "line", "url"];
    /// Diagnostics.
    Diagnostics "diagnostics"
        ["severity", "code", "place", "message"],
        ["code", "severity", "message", "help", "path", "line", "column"];
}

impl ListKind {
    /// The kind of a word of the command line.
    pub fn find(word: &str) -> Option<ListKind> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ListFormat {
    /// Aligned columns for reading.
    #[default]
    Table,
    /// An array of objects, one a line.
    Json,
    /// RFC 4180.
    Csv,
}

impl ListFormat {
    /// All formats in the order of the help text.
    pub const ALL: &'static [ListFormat] = &[ListFormat::Table, ListFormat::Json, ListFormat::Csv];

    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The format of a word of the command line.
    pub fn find(word: &str) -> Option<ListFormat> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// The list as text. `width` is the number of columns of the terminal that a table is trimmed to; `None` (a pipe)
/// shows everything. JSON and CSV are never trimmed.
pub fn list(
    kind: ListKind,
    format: ListFormat,
    width: Option<usize>,
    portfolio: &Portfolio,
    site: &Site,
) -> String {
    let view = View { portfolio, site };
    match format {
        ListFormat::Json => {
            let mut sink = JsonSink(ListWriter::new(0));
            visit(kind, view, &mut sink);
            into_text(sink.0.finish())
        }
        ListFormat::Csv => {
            let mut sink = CsvSink::new(kind);
            csv::row(&mut sink.out, kind.keys().iter().copied());
            visit(kind, view, &mut sink);
            sink.out
        }
        ListFormat::Table => text(&table(view, kind, kind.shown()), width),
    }
}

/// The chosen keys of all records of a kind as text.
fn table(view: View<'_>, kind: ListKind, keys: &'static [&'static str]) -> Table {
    let mut sink = TableSink::new(keys);
    visit(kind, view, &mut sink);
    sink.table
}

/// Takes records of any kind.
trait Sink {
    fn take(&mut self, record: &impl Serialize);
}

struct JsonSink(ListWriter);

impl Sink for JsonSink {
    fn take(&mut self, record: &impl Serialize) {
        append(self.0.item(), record);
    }
}

struct CsvSink {
    cells: Cells,
    out: String,
}

impl CsvSink {
    fn new(kind: ListKind) -> Self {
        Self {
            cells: Cells::new(kind.keys()),
            out: String::new(),
        }
    }
}

impl Sink for CsvSink {
    fn take(&mut self, record: &impl Serialize) {
        csv::row(&mut self.out, self.cells.of(record));
    }
}

struct TableSink {
    keys: &'static [&'static str],
    table: Table,
}

impl TableSink {
    fn new(keys: &'static [&'static str]) -> Self {
        Self {
            keys,
            table: Table {
                columns: keys.iter().map(|key| Column::of(key)).collect(),
                rows: Vec::new(),
            },
        }
    }
}

impl Sink for TableSink {
    fn take(&mut self, record: &impl Serialize) {
        let record = serde_json::to_value(record).expect("records have string keys");
        let row = self.keys.iter().map(|key| cell(&record, key)).collect();
        self.table.rows.push(row);
    }
}

/// A record with the feature it belongs to.
#[derive(Serialize)]
struct Of<'a, T> {
    feature: Option<&'a str>,
    #[serde(flatten)]
    record: T,
}

fn visit(kind: ListKind, view: View<'_>, sink: &mut impl Sink) {
    before_features(kind, view, sink);
    for feature in &view.portfolio.features {
        of_feature(kind, view, feature, sink);
    }
}

/// The records that belong to no feature.
fn before_features(kind: ListKind, view: View<'_>, sink: &mut impl Sink) {
    match kind {
        ListKind::Documents => {
            for record in collect::own_documents(view) {
                sink.take(&Of {
                    feature: None,
                    record,
                });
            }
        }
        ListKind::Dependencies => {
            for record in collect::dependencies(view) {
                sink.take(&record);
            }
        }
        ListKind::Diagnostics => {
            for record in collect::diagnostics(view) {
                sink.take(&record);
            }
        }
        _ => {}
    }
}

/// The records of one feature.
fn of_feature<'a>(kind: ListKind, view: View<'a>, feature: &'a Feature, sink: &mut impl Sink) {
    match kind {
        ListKind::Features => sink.take(&collect::feature_summary(view, feature)),
        ListKind::Documents => all(feature, collect::documents(view, feature), sink),
        ListKind::Requirements => all(feature, collect::requirements(view, feature), sink),
        ListKind::Stories => all(feature, collect::stories(view, feature), sink),
        ListKind::Tasks => all(feature, collect::tasks(view, feature), sink),
        ListKind::Risks => all(feature, collect::risks(view, feature), sink),
        ListKind::Decisions => all(feature, collect::decisions(view, feature), sink),
        ListKind::Questions => all(feature, collect::questions(view, feature), sink),
        ListKind::Endpoints => all(feature, collect::endpoints(view, feature), sink),
        ListKind::Entities => all(feature, collect::entities(view, feature), sink),
        ListKind::Components => all(feature, collect::components(view, feature), sink),
        ListKind::Diagrams => all(feature, collect::diagrams(view, feature), sink),
        ListKind::Technologies => all(feature, collect::technologies(view, feature), sink),
        ListKind::Dependencies | ListKind::Diagnostics => {}
    }
}

fn all<T: Serialize>(feature: &Feature, records: Vec<T>, sink: &mut impl Sink) {
    for record in records {
        sink.take(&Of {
            feature: Some(&feature.folder.key),
            record,
        });
    }
}

/// The rows of a register for programs, in pieces that are made when they are asked for.
pub(super) fn pieces<'a>(
    list: &RegisterList,
    portfolio: &'a Portfolio,
    site: &'a Site,
) -> impl Iterator<Item = Vec<u8>> + use<'a> {
    let view = View { portfolio, site };
    let kind = ListKind::find(list.register.word()).expect("every register is a list of that name");
    let format = list.format;
    let mut first = true;
    let head = std::iter::once_with(move || match format {
        site::FileFormat::Csv => {
            let mut sink = CsvSink::new(kind);
            csv::row(&mut sink.out, kind.keys().iter().copied());
            before_features(kind, view, &mut sink);
            sink.out.into_bytes()
        }
        site::FileFormat::Json => vec![b'['],
    });
    let rows = portfolio
        .features
        .chunks(super::FEATURES_A_PIECE)
        .map(move |features| {
            let parts: Vec<Vec<u8>> = features
                .par_iter()
                .map(|feature| match format {
                    site::FileFormat::Csv => {
                        let mut sink = CsvSink::new(kind);
                        of_feature(kind, view, feature, &mut sink);
                        sink.out.into_bytes()
                    }
                    site::FileFormat::Json => {
                        let mut sink = JsonSink(ListWriter::new(0));
                        of_feature(kind, view, feature, &mut sink);
                        sink.0.items()
                    }
                })
                .collect();
            let mut piece = Vec::with_capacity(parts.iter().map(Vec::len).sum());
            for part in parts.into_iter().filter(|part| !part.is_empty()) {
                if format == site::FileFormat::Json && !std::mem::take(&mut first) {
                    piece.push(b',');
                }
                piece.extend(part);
            }
            piece
        });
    let tail = std::iter::once_with(move || match format {
        site::FileFormat::Csv => Vec::new(),
        site::FileFormat::Json => b"\n]\n".to_vec(),
    });
    head.chain(rows).chain(tail)
}

/// The text of one key of a record.
fn cell(record: &Value, key: &str) -> String {
    match key {
        "place" => place(record),
        "rating" => record["level"].as_str().unwrap_or("not rated").to_owned(),
        "progress" => format!("{}/{}", record["tasks_done"], record["tasks"]),
        _ => plain(&record[key]),
    }
}

/// `specs/001-x/plan.md:12`, with the column where the record has one.
fn place(record: &Value) -> String {
    let path = record["document"]
        .as_str()
        .or_else(|| record["path"].as_str());
    let mut place = format!("{}:{}", path.unwrap_or(""), record["line"]);
    if let Some(column) = record["column"].as_u64() {
        place.push(':');
        place.push_str(&column.to_string());
    }
    place
}

/// A value as the text of a cell: lists joined by `; `, objects in a list by what names them.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Object(_) if value["line"].is_u64() => place(value),
        Value::Object(_) if value["from"].is_string() => {
            let arrow = if value["directed"] == true {
                "->"
            } else {
                "--"
            };
            format!("{} {arrow} {}", plain(&value["from"]), plain(&value["to"]))
        }
        Value::Object(_) if value["to"].is_string() => with_detail(&value["to"], &value["kind"]),
        Value::Object(_) if value["label"].is_string() => plain(&value["label"]),
        Value::Object(_) => with_detail(&value["name"], &value["type"]),
        other => other.to_string(),
    }
}

fn with_detail(name: &Value, detail: &Value) -> String {
    if detail.is_null() {
        plain(name)
    } else {
        format!("{}: {}", plain(name), plain(detail))
    }
}
