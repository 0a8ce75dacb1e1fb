//! What the preview server says.

use super::channel::plain;
use super::count::{Tally, counted, seconds};
use super::summary::Extent;
use std::time::Duration;

/// Said when other machines can reach the server.
pub const EXPOSED: &str = "warning: other machines on the network can read these plans\n";

/// Said after the reason why a change could not be built.
pub const KEPT: &str = "the pages stay as they were before the change\n";

/// `serving 8 documents in 3 features at http://127.0.0.1:4280/ (Ctrl-C ends): 0 errors, 2 warnings`.
pub fn listening(extent: Extent, address: &str, tally: Tally) -> String {
    format!(
        "serving {} at {address} (Ctrl-C ends): {}\n",
        extent.text(),
        tally.text()
    )
}

/// `rebuilt 8 documents in 3 features in 12 ms, 1 open page reloaded: 0 errors, 2 warnings`.
pub fn rebuilt(extent: Extent, time: Duration, reloaded: usize, tally: Tally) -> String {
    let time = if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else {
        seconds(time)
    };
    let pages = match reloaded {
        0 => "no open page changed".to_owned(),
        count => format!("{} reloaded", counted(count, "open page")),
    };
    format!(
        "rebuilt {} in {time}, {pages}: {}\n",
        extent.text(),
        tally.text()
    )
}

/// Why changes are looked for instead of being told by the system.
pub fn polling(reason: &str) -> String {
    format!(
        "note: {}; looking for changes twice a second instead\n",
        plain(reason)
    )
}
