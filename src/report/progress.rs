//! A bar on a terminal; nothing elsewhere, since builds are short and the last line says what was done.

use super::channel;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar for `total` steps of `what`.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// Starts a bar. Nothing is drawn where stderr is no terminal.
    pub fn start(what: &'static str, total: usize) -> Self {
        let target = if channel::is_terminal() {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
            bar.set_style(style.progress_chars("━━ "));
        }
        bar.set_message(what);
        Self(bar)
    }

    /// Counts steps that are done. May be called from many threads.
    pub fn advance(&self, steps: usize) {
        self.0.inc(steps as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
