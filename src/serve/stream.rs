//! The event streams of open browsers. They say that there is a new site, and pages then ask whether theirs differs; and
//! they say when a change could not be built.

use super::snapshot::Current;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// All open streams.
#[derive(Default)]
pub struct Streams(Mutex<State>);

#[derive(Default)]
struct State {
    connections: Vec<TcpStream>,
    /// Why the last rebuild failed; empty when it did not.
    failure: String,
}

/// A line that means nothing, by which a lost reader is noticed.
const HEARTBEAT: &str = ":\n\n";

impl Streams {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a stream in. It hears at once which site is in force: its pages may be older, even from a server of
    /// yesterday. The greeting and the list are under one lock, so that no change falls between.
    pub fn add(&self, connection: TcpStream, current: &Current) {
        let mut state = self.state();
        let generation = event("changed", &current.get().generation);
        let failure = event("failure", &state.failure);
        let greeting = format!("retry: 1000\n\n{generation}{failure}");
        if send(&connection, &greeting).is_ok() {
            state.connections.push(connection);
        }
    }

    /// Says that there is a new site, and that the build is fine again if it was not.
    pub fn changed(&self, current: &Current) {
        let mut state = self.state();
        let mut events = event("changed", &current.get().generation);
        if !std::mem::take(&mut state.failure).is_empty() {
            events.push_str(&event("failure", ""));
        }
        broadcast(&mut state, &events);
    }

    /// Says that the last rebuild failed.
    pub fn failed(&self, message: &str) {
        let mut state = self.state();
        message.clone_into(&mut state.failure);
        broadcast(&mut state, &event("failure", message));
    }

    /// Forgets streams whose readers are gone.
    pub fn beat(&self) {
        broadcast(&mut self.state(), HEARTBEAT);
    }

    /// The number of open streams.
    pub fn count(&self) -> usize {
        self.state().connections.len()
    }
}

/// Sends to all, and forgets those that are gone.
fn broadcast(state: &mut State, text: &str) {
    state
        .connections
        .retain(|connection| send(connection, text).is_ok());
}

fn event(name: &str, data: &str) -> String {
    let mut event = format!("event: {name}\n");
    for line in data.split(['\n', '\r']) {
        let _ = writeln!(event, "data: {line}");
    }
    event.push('\n');
    event
}

fn send(mut connection: &TcpStream, text: &str) -> io::Result<()> {
    connection.write_all(text.as_bytes())
}
