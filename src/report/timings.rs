//! The table of `--timings`.

use std::fmt::Write;
use std::time::Duration;

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The phase.
    pub phase: &'static str,
    /// Time on the wall.
    pub wall: Duration,
    /// Processor time of all threads.
    pub processor: Duration,
    /// Memory after it, in bytes; shown in units of a million.
    pub memory: Option<u64>,
}

/// Rows, their sum with the peak of memory, in bytes.
pub fn table(rows: &[Row], peak_memory: Option<u64>) -> String {
    let mut out = String::from("phase        wall ms   cpu ms  memory MB\n");
    let total = Row {
        phase: "total",
        wall: rows.iter().map(|row| row.wall).sum(),
        processor: rows.iter().map(|row| row.processor).sum(),
        memory: peak_memory,
    };
    for row in rows.iter().chain([&total]) {
        let memory = row
            .memory
            .map_or_else(|| "?".to_owned(), |bytes| (bytes / 1_000_000).to_string());
        let _ = writeln!(
            out,
            "{:<10} {:>9.1} {:>8.1} {memory:>10}",
            row.phase,
            row.wall.as_secs_f64() * 1000.0,
            row.processor.as_secs_f64() * 1000.0,
        );
    }
    out
}
