//! The table of figures.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// One row.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) wall: Duration,
    pub(crate) processor: Duration,
    /// The peak of memory of the whole process, in bytes.
    pub(crate) memory: Option<u64>,
    /// Bytes written.
    pub(crate) output: Option<u64>,
}

/// Rows with their ratio to the floor, which is the first.
pub(crate) fn text(rows: &[Row], input: u64) -> String {
    let floor = rows[0].processor.as_secs_f64();
    let mut out = format!(
        "{:<28}{:>9}{:>9}{:>9}{:>9}{:>9}\n",
        "", "cpu s", "wall s", "× floor", "peak MB", "× input"
    );
    for row in rows {
        let cell = |value: Option<f64>, digits: usize| {
            value.map_or_else(String::new, |value| format!("{value:.digits$}"))
        };
        writeln!(
            out,
            "{:<28}{:>9.3}{:>9.3}{:>9.2}{:>9}{:>9}",
            row.name,
            row.processor.as_secs_f64(),
            row.wall.as_secs_f64(),
            row.processor.as_secs_f64() / floor,
            cell(row.memory.map(|bytes| bytes as f64 / 1e6), 0),
            cell(row.output.map(|bytes| bytes as f64 / input as f64), 2),
        )
        .unwrap();
    }
    out
}

/// Number and size of the files below a folder.
pub(crate) fn size_of(folder: &Path) -> (usize, u64) {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .fold((0, 0), |(files, bytes), entry| {
            (
                files + 1,
                bytes + entry.metadata().map_or(0, |one| one.len()),
            )
        })
}

/// Processor and number of threads, as far as the system tells.
pub(crate) fn machine() -> String {
    let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = information
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("unknown processor", |(_, model)| model.trim());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{model}, {threads} threads, planfolio {}",
        env!("CARGO_PKG_VERSION")
    )
}
