//! The event streams of open pages: each is told to reload when the bytes of its own page have changed.

use super::answer::find;
use super::snapshot::Current;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An open page.
pub struct Viewer {
    /// The path that it was asked for under.
    pub path: String,
    /// The version that it shows.
    pub version: String,
    /// Its event stream, which ends when this is dropped.
    pub connection: TcpStream,
}

/// All open pages.
#[derive(Default)]
pub struct Streams(Mutex<State>);

#[derive(Default)]
struct State {
    viewers: Vec<Viewer>,
    /// Why the last rebuild failed; empty when it did not.
    failure: String,
}

/// A line that means nothing, by which a lost reader is noticed.
const HEARTBEAT: &str = ":\n\n";

impl Streams {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a new page in. A page that was loaded just before a change, or from a server of yesterday, is told at
    /// once: the check and the list are under one lock, so that no change falls between.
    pub fn add(&self, viewer: Viewer, current: &Current) {
        let mut state = self.state();
        if find(&*current.get(), &viewer.path).version() != viewer.version {
            let _ = send(&viewer.connection, &event("reload", ""));
            return;
        }
        let greeting = format!("retry: 1000\n\n{}", event("failure", &state.failure));
        if send(&viewer.connection, &greeting).is_ok() {
            state.viewers.push(viewer);
        }
    }

    /// Tells every page whose bytes differ from what it shows to reload, and all others that the build is fine again.
    /// Returns the number of pages told to reload.
    pub fn changed(&self, current: &Current) -> usize {
        let snapshot = current.get();
        let mut state = self.state();
        let recovered = !std::mem::take(&mut state.failure).is_empty();
        let mut versions: BTreeMap<String, String> = BTreeMap::new();
        let mut told = 0;
        state.viewers.retain(|viewer| {
            let version = versions
                .entry(viewer.path.clone())
                .or_insert_with(|| find(&*snapshot, &viewer.path).version());
            if *version != viewer.version {
                told += 1;
                // The page opens a new stream when it is back.
                let _ = send(&viewer.connection, &event("reload", ""));
                return false;
            }
            !recovered || send(&viewer.connection, &event("failure", "")).is_ok()
        });
        told
    }

    /// Shows on every open page that the last rebuild failed.
    pub fn failed(&self, message: &str) {
        let mut state = self.state();
        message.clone_into(&mut state.failure);
        let event = event("failure", message);
        state
            .viewers
            .retain(|viewer| send(&viewer.connection, &event).is_ok());
    }

    /// Forgets pages that are gone.
    pub fn beat(&self) {
        let mut state = self.state();
        state
            .viewers
            .retain(|viewer| send(&viewer.connection, HEARTBEAT).is_ok());
    }

    /// The number of open pages.
    pub fn len(&self) -> usize {
        self.state().viewers.len()
    }

    /// Whether no page is open.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn event(name: &str, data: &str) -> String {
    let mut event = format!("event: {name}\n");
    for line in data.split(['\n', '\r']) {
        event.push_str("data: ");
        event.push_str(line);
        event.push('\n');
    }
    event.push('\n');
    event
}

fn send(mut connection: &TcpStream, text: &str) -> io::Result<()> {
    connection.write_all(text.as_bytes())
}
