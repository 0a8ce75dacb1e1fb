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
}

/// Rows, their sum and the peak of memory in bytes.
pub fn table(rows: &[Row], peak_memory: Option<u64>) -> String {
    let mut out = String::from("phase        wall ms   cpu ms\n");
    let total = Row {
        phase: "total",
        wall: rows.iter().map(|row| row.wall).sum(),
        processor: rows.iter().map(|row| row.processor).sum(),
    };
    for row in rows.iter().chain([&total]) {
        let _ = writeln!(
            out,
            "{:<10} {:>9.1} {:>8.1}",
            row.phase,
            row.wall.as_secs_f64() * 1000.0,
            row.processor.as_secs_f64() * 1000.0,
        );
    }
    if let Some(bytes) = peak_memory {
        let _ = writeln!(out, "peak memory {:>6} MB", bytes >> 20);
    }
    out
}
