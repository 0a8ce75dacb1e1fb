//! Watching by looking, for file systems without events.

use super::folder::entries;
use super::{Signal, Watched};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// The pause between two looks; longer when a look takes long, so that looking never takes more than a fifth of
/// the time.
const PAUSE: Duration = Duration::from_millis(500);

/// What tells that a file was written: size and time.
type State = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Looks at everything now and then again and again, in a thread of its own that ends with the receiver.
pub(super) fn start(watched: &Watched, sender: Sender<Signal>) -> io::Result<()> {
    let watched = watched.clone();
    let mut before = look(&watched);
    thread::Builder::new()
        .name("watch-poll".to_owned())
        .spawn(move || {
            loop {
                let started = Instant::now();
                let now = look(&watched);
                let changed = differences(&before, &now);
                before = now;
                if !changed.is_empty() && sender.send(Signal::Polled(changed)).is_err() {
                    return;
                }
                thread::sleep(PAUSE.max(started.elapsed() * 4));
            }
        })?;
    Ok(())
}

fn look(watched: &Watched) -> State {
    let mut state = State::new();
    for (entry, _) in entries(watched) {
        if let Ok(metadata) = entry.metadata()
            && metadata.is_file()
        {
            state.insert(
                entry.into_path(),
                (metadata.len(), metadata.modified().ok()),
            );
        }
    }
    for file in &watched.files {
        if let Ok(metadata) = file.metadata() {
            state.insert(file.clone(), (metadata.len(), metadata.modified().ok()));
        }
    }
    state
}

fn differences(before: &State, now: &State) -> BTreeSet<PathBuf> {
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    let new = now
        .iter()
        .filter(|(path, state)| before.get(*path) != Some(state));
    gone.chain(new.map(|(path, _)| path)).cloned().collect()
}
