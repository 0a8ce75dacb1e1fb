//! File system events as "something changed".
//!
//! Events are hints: they come doubled, late, for files that are written once more, or not at all when a queue runs
//! over. Whoever waits here reads everything again, and compares contents to learn what really changed. What counts is
//! that no change is missed: watching starts before the first build, folders are watched rather than files (editors
//! replace files), and new folders are watched before the next reading starts.

mod folder;
mod poll;
mod relevance;

use crate::read::visible;
use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use relevance::Relevance;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// What is watched.
#[derive(Debug, Clone, Default)]
pub struct Watched {
    /// Folders with documents. Ignored and hidden things in them are not watched.
    pub sources: Vec<PathBuf>,
    /// Folders of which everything counts: themes.
    pub folders: Vec<PathBuf>,
    /// Single files: the configuration.
    pub files: Vec<PathBuf>,
    /// The output folder, which is never watched.
    pub output: Option<PathBuf>,
    /// Look at everything twice a second instead of asking the system, for file systems without events (NFS, shared
    /// folders of virtual machines and containers).
    pub poll: bool,
}

/// What happened while waiting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wake {
    /// Something changed, and then nothing for a moment.
    Changed(Changes),
    /// Nothing.
    Idle,
    /// [`Waker::stop`] was called.
    Stopped,
}

/// What the events named. Only a hint of where to look first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files and folders.
    pub paths: BTreeSet<PathBuf>,
    /// Events were lost, or named nothing: look everywhere.
    pub everywhere: bool,
}

/// Why nothing can be watched.
#[derive(Debug, thiserror::Error)]
#[error("cannot watch {path}: {reason}")]
pub struct WatchError {
    /// What should be watched.
    pub path: PathBuf,
    /// The reason.
    pub reason: String,
}

enum Signal {
    Event(notify::Result<Event>),
    Polled(BTreeSet<PathBuf>),
    Stop,
}

/// Ends the waiting from another thread.
#[derive(Clone)]
pub struct Waker(Sender<Signal>);

impl Waker {
    /// Lets the waiting thread return [`Wake::Stopped`].
    pub fn stop(&self) {
        // A watch that is gone needs no waking.
        let _ = self.0.send(Signal::Stop);
    }
}

/// A running watch.
pub struct Watch {
    signals: Receiver<Signal>,
    waker: Waker,
    watched: Watched,
    relevance: Relevance,
    /// `None` when polling.
    watcher: Option<RecommendedWatcher>,
    /// The folders that the watcher knows.
    known: BTreeSet<PathBuf>,
    /// Whether folders may have come or gone since they were last looked for.
    stale: bool,
    /// Why polling was chosen instead of events, when it was not asked for.
    fallback: Option<String>,
}

/// How long nothing must happen before a change counts as finished. Doubles with each further event, up to
/// [`LONGEST_QUIET`]: one save is answered at once, a checkout of a branch as a whole.
const QUIET: Duration = Duration::from_millis(5);

/// The longest quiet that is waited for.
const LONGEST_QUIET: Duration = Duration::from_millis(80);

/// When a change counts as finished although events keep coming.
const LONGEST_CHANGE: Duration = Duration::from_secs(2);

/// Starts watching. Falls back to polling when the system has no watches left.
pub fn start(watched: Watched) -> Result<Watch, WatchError> {
    let watched = folder::absolute(watched);
    let (sender, signals) = channel();
    let mut watch = Watch {
        signals,
        waker: Waker(sender.clone()),
        relevance: Relevance::of(&watched),
        watcher: None,
        known: BTreeSet::new(),
        stale: true,
        fallback: None,
        watched,
    };
    if !watch.watched.poll {
        let events = sender.clone();
        let made = notify::recommended_watcher(move |event| {
            let _ = events.send(Signal::Event(event));
        });
        let started = made.map_err(|error| error.to_string()).and_then(|watcher| {
            watch.watcher = Some(watcher);
            watch.refresh()
        });
        if let Err(reason) = started {
            watch.watcher = None;
            watch.fallback = Some(reason);
        }
    }
    if watch.watcher.is_none() {
        poll::start(&watch.watched, sender).map_err(|reason| WatchError {
            path: watch.watched.sources.first().cloned().unwrap_or_default(),
            reason: reason.to_string(),
        })?;
    }
    Ok(watch)
}

impl Watch {
    /// A handle that ends the waiting.
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Why polling was chosen although it was not asked for.
    pub fn fallback(&self) -> Option<&str> {
        self.fallback.as_deref()
    }

    /// Waits at most `limit` for a change and then until it is finished. New folders are watched on return.
    pub fn wait(&mut self, limit: Duration) -> Wake {
        let deadline = Instant::now() + limit;
        let mut changes = Changes::default();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.signals.recv_timeout(left) {
                Err(RecvTimeoutError::Timeout) => return Wake::Idle,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stopped,
                Ok(signal) => {
                    if self.note(&mut changes, signal) {
                        break;
                    }
                }
            }
        }
        let first = Instant::now();
        let mut quiet = QUIET;
        while first.elapsed() < LONGEST_CHANGE {
            match self.signals.recv_timeout(quiet) {
                Err(RecvTimeoutError::Timeout) => break,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stopped,
                Ok(signal) => {
                    if self.note(&mut changes, signal) {
                        quiet = (quiet * 2).min(LONGEST_QUIET);
                    }
                }
            }
        }
        if self.refresh().is_err() {
            // Out of watches: what lies in the new folders is read, only later changes in them are missed.
            changes.everywhere = true;
        }
        Wake::Changed(changes)
    }

    /// Takes a signal in; whether it matters.
    fn note(&mut self, changes: &mut Changes, signal: Signal) -> bool {
        let event = match signal {
            Signal::Polled(paths) => {
                changes.paths.extend(paths);
                return true;
            }
            Signal::Event(Ok(event)) => event,
            Signal::Event(Err(_)) => {
                changes.everywhere = true;
                self.stale = true;
                return true;
            }
            Signal::Stop => return false,
        };
        if event.need_rescan() {
            changes.everywhere = true;
            self.stale = true;
            return true;
        }
        if is_reading(event.kind) {
            return false;
        }
        let is_content = matches!(
            event.kind,
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_))
        );
        let mut matters = false;
        for path in event.paths {
            if !is_content {
                // A folder that was removed, moved or made again has lost its watch.
                if self.known.remove(&path) {
                    if let Some(watcher) = &mut self.watcher {
                        let _ = watcher.unwatch(&path);
                    }
                    self.stale = true;
                    matters = true;
                }
                self.stale |= path.is_dir();
            }
            if self.relevance.matters(&path) {
                self.stale |= is_ignore_file(&path);
                changes.paths.insert(path);
                matters = true;
            }
        }
        matters
    }

    /// Watches the folders that there are now and that are not watched yet.
    fn refresh(&mut self) -> Result<(), String> {
        let Some(watcher) = self.watcher.as_mut().filter(|_| self.stale) else {
            return Ok(());
        };
        self.stale = false;
        let folders = folder::to_watch(&self.watched);
        for gone in self.known.difference(&folders) {
            let _ = watcher.unwatch(gone);
        }
        self.known.retain(|folder| folders.contains(folder));
        for folder in folders {
            if self.known.contains(&folder) {
                continue;
            }
            match watcher.watch(&folder, mode()) {
                Ok(()) => {
                    self.known.insert(folder);
                }
                Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
                    return Err("the system has no file watches left".to_owned());
                }
                // It vanished in between; the event about that is on its way.
                Err(_) => {}
            }
        }
        Ok(())
    }
}

/// Folders are watched one by one where the system does it so, and as trees where it can watch trees only at a price
/// per call.
fn mode() -> RecursiveMode {
    if folder::WATCHES_TREES {
        RecursiveMode::Recursive
    } else {
        RecursiveMode::NonRecursive
    }
}

fn is_ignore_file(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| visible::is_ignore_file(&name.to_string_lossy()))
}

/// Opening and reading is what we do ourselves.
fn is_reading(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_)
        | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => true,
        _ => false,
    }
}
