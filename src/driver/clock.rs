//! How long each phase takes.

use crate::read::usage;
use std::time::{Duration, Instant};

/// The time of one phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lap {
    /// The phase.
    pub phase: &'static str,
    /// Time on the wall.
    pub wall: Duration,
    /// Processor time of all threads.
    pub processor: Duration,
    /// Resident memory of the process after it, in bytes, where the system tells it.
    pub memory: Option<u64>,
}

/// Measures phases one after the other.
pub struct Clock {
    /// The phases so far.
    pub laps: Vec<Lap>,
    start: Instant,
    /// Is told each phase as it begins.
    listener: Option<Listener>,
}

/// Hears the names of phases.
pub type Listener = Box<dyn Fn(&'static str) + Send + Sync>;

impl Clock {
    /// Starts.
    pub fn start() -> Self {
        Self {
            laps: Vec::new(),
            start: Instant::now(),
            listener: None,
        }
    }

    /// Starts, and tells each phase as it begins.
    pub fn start_telling(listener: Listener) -> Self {
        Self {
            listener: Some(listener),
            ..Self::start()
        }
    }

    /// Runs one phase and notes its time.
    pub fn measure<T>(&mut self, phase: &'static str, work: impl FnOnce() -> T) -> T {
        if let Some(listener) = &self.listener {
            listener(phase);
        }
        let wall = Instant::now();
        let processor = usage::processor_time();
        let result = work();
        self.laps.push(Lap {
            phase,
            wall: wall.elapsed(),
            processor: usage::processor_time().saturating_sub(processor),
            memory: usage::resident_memory(),
        });
        result
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}
