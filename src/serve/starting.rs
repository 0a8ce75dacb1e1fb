//! What the server shows before the first site is there: which steps are done, so that a browser opened at once does
//! not stare at nothing.

use super::snapshot::Snapshot;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// The steps of the first build that have begun so far.
#[derive(Debug, Default)]
pub struct Steps(Mutex<Vec<&'static str>>);

impl Steps {
    /// Notes that a step begins, in the words of `--timings`.
    pub fn begin(&self, step: &'static str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(step);
    }
}

/// The one page that there is for now.
pub(super) struct Starting(pub(super) Arc<Steps>);

impl Snapshot for Starting {
    fn get(&self, _address: &str) -> Option<Arc<[u8]>> {
        let steps = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        Some(page(&steps).into_bytes().into())
    }

    fn is_ready(&self) -> bool {
        false
    }
}

/// The words for steps that take long enough to be seen.
fn words(step: &str) -> Option<&'static str> {
    Some(match step {
        "find" => "Finding the files",
        "read" => "Reading them",
        "parse" => "Understanding the documents",
        "link" => "Linking them",
        "plan" => "Planning the pages",
        _ => return None,
    })
}

/// Asks again each second, also without scripts.
fn page(steps: &[&str]) -> String {
    let mut list = String::new();
    let shown: Vec<&str> = steps.iter().filter_map(|step| words(step)).collect();
    for (at, step) in shown.iter().enumerate() {
        let state = if at + 1 < shown.len() { "done" } else { "…" };
        // Writing to a string cannot fail.
        let _ = write!(list, "<li>{step} {state}</li>");
    }
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta http-equiv=\"refresh\" content=\"1\">\
         <title>planfolio is starting</title><style>:root{{color-scheme:light dark}}\
         body{{font:16px/1.6 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.5rem}}\
         h1{{font-size:1.25rem}}ol{{padding:0;list-style:none}}</style></head><body><main>\
         <h1>planfolio is reading the portfolio</h1><ol role=\"status\">{list}</ol></main></body></html>\n"
    )
}
