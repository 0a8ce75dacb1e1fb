//! `planfolio serve`.

use super::arguments::ServeArguments;
use super::settings::{self, Settings};
use super::{Exit, Failure};
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::path::RelPath;
use crate::driver::clock::Clock;
use crate::driver::snapshot::{self, Snapshot};
use crate::driver::workspace::{self, Workspace};
use crate::driver::{self};
use crate::report::count::{Tally, seconds};
use crate::report::{channel, human};
use crate::serve::{self, ServeError, ServeEvent, ServeOptions, Task, snapshot as served};
use crate::watch::Watched;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many diagnostics are shown after a change.
const SHOWN: usize = 5;

/// A snapshot that the server answers from.
struct Live(Arc<Snapshot>);

impl served::Snapshot for Live {
    fn get(&self, address: &str) -> Option<Arc<[u8]>> {
        snapshot::content(&self.0, address).map(|content| content.bytes.into())
    }
}

/// Serves until it is interrupted.
pub(super) fn run(arguments: &ServeArguments) -> Result<Exit, Failure> {
    let settings = merge(arguments)?;
    let options = options(arguments, &settings);
    // The threads live as long as the server, so that a rebuild does not wait for them.
    driver::with_threads(None, || watch(arguments, settings, &options))?
}

fn merge(arguments: &ServeArguments) -> Result<Settings, Failure> {
    settings::merge(&arguments.input, Some(&arguments.site), None)
}

fn options(arguments: &ServeArguments, settings: &Settings) -> ServeOptions {
    let request = &settings.request;
    ServeOptions {
        host: arguments
            .host
            .clone()
            .or_else(|| request.config.serve_host.clone()),
        port: arguments.port.or(request.config.serve_port),
        open: arguments.open,
        watched: Watched {
            sources: request.sources.clone(),
            folders: request.theme.folder().map(Into::into).into_iter().collect(),
            files: settings.file.iter().cloned().collect(),
            output: request.output.clone(),
            poll: arguments.poll,
        },
    }
}

fn watch(
    arguments: &ServeArguments,
    settings: Settings,
    options: &ServeOptions,
) -> Result<Exit, Failure> {
    let mut state = State {
        workspace: workspace::open(settings.request)?,
        shown: Vec::new(),
    };
    let tally = Cell::new(Tally::default());
    let mut build = |task: Task<'_>| -> Result<Arc<dyn served::Snapshot>, String> {
        let mut clock = Clock::start();
        let mut touched = None;
        match task {
            Task::First(steps) => {
                let steps = Arc::clone(steps);
                clock = Clock::start_telling(Box::new(move |phase| steps.begin(phase)));
            }
            Task::Again(changes) => {
                let settings = merge(arguments).map_err(|failure| {
                    channel::message(&failure.details);
                    failure.message
                })?;
                workspace::reopen(&mut state.workspace, settings.request)
                    .map_err(|error| error.to_string())?;
                touched = (!changes.everywhere).then_some(&changes.paths);
            }
        }
        let snapshot = workspace::refresh(&mut state.workspace, touched, &mut clock)
            .map_err(|error| error.to_string())?;
        tally.set(Tally::of(&snapshot.portfolio.diagnostics));
        state.show_new(&snapshot);
        Ok(Arc::new(Live(snapshot)))
    };
    let report = |event: ServeEvent<'_>| tell(&event, tally.get());
    match serve::serve(options, &mut build, &report) {
        Ok(()) => Ok(Exit::Fine),
        Err(error) => Err(failure(&error)),
    }
}

struct State {
    workspace: Workspace,
    /// The diagnostics of the build before.
    shown: Vec<Diagnostic>,
}

impl State {
    /// Shows the errors and warnings that the build before did not have.
    fn show_new(&mut self, snapshot: &Snapshot) {
        let known: BTreeSet<Key> = self.shown.iter().map(key).collect();
        let new: Vec<Diagnostic> = snapshot
            .portfolio
            .diagnostics
            .iter()
            .filter(|finding| finding.severity > Severity::Note)
            .filter(|finding| !known.contains(&key(finding)))
            .cloned()
            .collect();
        let text_of = |path: &_| snapshot::text_of(snapshot, path);
        let width = channel::message_width();
        let shown = human::worst(&new, SHOWN);
        channel::message(&human::selection(&shown, &new, &text_of, width));
        self.shown.clone_from(&snapshot.portfolio.diagnostics);
    }
}

/// What makes a diagnostic the same though lines have moved.
type Key<'a> = (Code, &'a RelPath, &'a str);

fn key(finding: &Diagnostic) -> Key<'_> {
    (finding.code, &finding.path, &finding.message)
}

fn tell(event: &ServeEvent<'_>, tally: Tally) {
    match event {
        ServeEvent::Starting { address } => {
            channel::message(&format!("reading; {address} will show the site\n"));
        }
        ServeEvent::Listening { address, exposed } => {
            // Scripts wait for this line; without a reader nothing is lost.
            let _ = channel::result(&format!("serving {address} ({})\n", tally.text()));
            if *exposed {
                channel::warning("other machines can reach this server");
            }
            channel::message("press Ctrl-C to stop\n");
        }
        ServeEvent::Polling { reason } => channel::warning(&format!(
            "the system tells no changes ({reason}); looking for them twice a second"
        )),
        ServeEvent::Rebuilt { elapsed } => channel::message(&format!(
            "rebuilt in {}: {}\n",
            seconds(*elapsed),
            tally.text(),
        )),
        ServeEvent::Failed { message } => channel::failure(message),
    }
}

fn failure(error: &ServeError) -> Failure {
    let exit = match error {
        ServeError::Bind(_) => Exit::Usage,
        _ => Exit::Failure,
    };
    Failure {
        exit,
        message: error.to_string(),
        details: String::new(),
    }
}
