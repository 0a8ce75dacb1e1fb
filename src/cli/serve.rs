//! `planfolio serve`.

use super::arguments::ServeArguments;
use super::settings::{self, Settings};
use super::{Exit, Failure};
use crate::base::diagnostic::Diagnostic;
use crate::driver::clock::Clock;
use crate::driver::snapshot::Snapshot;
use crate::driver::workspace::{self, Workspace};
use crate::driver::{self, snapshot};
use crate::report::count::Tally;
use crate::report::preview;
use crate::report::summary::Extent;
use crate::report::{channel, human};
use crate::serve::address::BindError;
use crate::serve::{self, ServeError, ServeEvent, ServeOptions};
use crate::watch::{Changes, Watched};
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;

/// How many diagnostics a rebuild shows; the site has a page with all of them.
const SHOWN: usize = 20;

/// Serves until Ctrl-C.
pub(super) fn run(arguments: &ServeArguments) -> Result<Exit, Failure> {
    let settings = settings::merge(&arguments.input, Some(&arguments.site), None)?;
    let config = &settings.request.config;
    let options = ServeOptions {
        host: arguments.host.clone().or_else(|| config.serve_host.clone()),
        port: arguments.port.or(config.serve_port),
        open: arguments.open,
        watched: Watched {
            sources: settings.request.sources.clone(),
            folders: settings.request.theme.iter().cloned().collect(),
            files: vec![settings.configuration.clone()],
            output: settings.request.output.clone(),
            poll: arguments.poll,
        },
    };
    let preview = RefCell::new(Preview {
        workspace: workspace::open(settings.request.clone())?,
        settings,
        extent: Extent {
            documents: 0,
            features: 0,
        },
        diagnostics: Vec::new(),
    });
    let served = serve::serve(
        &options,
        &mut |changes| {
            let snapshot = preview
                .borrow_mut()
                .build(arguments, changes)
                .map_err(|failure| failure.message)?;
            Ok(Arc::new(snapshot))
        },
        &|event| say(event, &preview.borrow()),
    );
    served.map(|()| Exit::Fine).map_err(Failure::from)
}

/// What outlives a rebuild.
struct Preview {
    settings: Settings,
    workspace: Workspace,
    /// The size of the site in force.
    extent: Extent,
    /// The diagnostics of the site in force.
    diagnostics: Vec<Diagnostic>,
}

impl Preview {
    /// Builds what is there now, and shows the problems that were not there before.
    fn build(
        &mut self,
        arguments: &ServeArguments,
        changes: Option<&Changes>,
    ) -> Result<Snapshot, Failure> {
        if changes.is_some_and(|changes| self.concerns_settings(changes)) {
            let settings = settings::merge(&arguments.input, Some(&arguments.site), None)?;
            self.workspace = workspace::open(settings.request.clone())?;
            self.settings = settings;
        }
        let workspace = &mut self.workspace;
        let built =
            driver::with_threads(None, || workspace::refresh(workspace, &mut Clock::start()))??;
        let portfolio = &built.portfolio;
        let new: Vec<Diagnostic> = portfolio
            .diagnostics
            .iter()
            .filter(|finding| !self.diagnostics.iter().any(|old| is_same(old, finding)))
            .cloned()
            .collect();
        let text_of = |path: &_| snapshot::text_of(&built, path);
        channel::message(&human::worst(
            &new,
            &text_of,
            channel::message_width(),
            SHOWN,
        ));
        self.extent = Extent {
            documents: portfolio.documents.len(),
            features: portfolio.features.len(),
        };
        self.diagnostics.clone_from(&portfolio.diagnostics);
        Ok(built)
    }

    /// Whether the configuration or the theme may have changed.
    fn concerns_settings(&self, changes: &Changes) -> bool {
        let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        let configuration = real(&self.settings.configuration);
        let theme = self.settings.request.theme.as_ref().map(real);
        changes.everywhere
            || changes.paths.iter().any(|path| {
                *path == configuration
                    || theme.as_ref().is_some_and(|theme| path.starts_with(theme))
            })
    }
}

/// Whether a finding was there before, perhaps on another line.
fn is_same(old: &Diagnostic, new: &Diagnostic) -> bool {
    old.code == new.code && old.path == new.path && old.message == new.message
}

fn say(event: ServeEvent<'_>, preview: &Preview) {
    let tally = Tally::of(&preview.diagnostics);
    match event {
        ServeEvent::Listening { address, exposed } => {
            if exposed {
                channel::message(preview::EXPOSED);
            }
            // When nobody reads the standard output the server is still of use.
            let _ = channel::result(&preview::listening(preview.extent, address, tally));
        }
        ServeEvent::Polling { reason } => channel::message(&preview::polling(reason)),
        ServeEvent::Rebuilt { elapsed, reloaded } => {
            channel::message(&preview::rebuilt(preview.extent, elapsed, reloaded, tally));
        }
        ServeEvent::Failed { message } => {
            channel::failure(message);
            channel::message(preview::KEPT);
        }
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let exit = match &error {
            ServeError::Bind(BindError::Host { .. }) => Exit::Usage,
            _ => Exit::Failure,
        };
        Self {
            exit,
            message: error.to_string(),
        }
    }
}
