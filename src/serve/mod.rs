//! The preview server: a site in memory, rebuilt and shown again when its documents change.
//!
//! A rebuild makes a new [`snapshot::Snapshot`] beside the old one and then puts it in force as a whole, so that no
//! request meets half of each. When a rebuild fails the last good site stays, and open pages say so.

pub mod address;
pub mod answer;
pub mod content_type;
pub mod gate;
mod page;
pub mod request;
pub mod response;
pub mod snapshot;
pub mod starting;
pub mod stream;
pub mod transport;

use crate::watch::{self, Changes, Wake, Waker, WatchError, Watched};
use address::BindError;
use answer::{Answers, answer};
use gate::Gate;
use snapshot::{Current, Snapshot};
use starting::{Starting, Steps};
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};
use transport::Transport;

/// How the preview is served.
#[derive(Debug, Clone, Default)]
pub struct ServeOptions {
    /// The address to listen on; 127.0.0.1 when absent.
    pub host: Option<String>,
    /// The port, taken or refused; from [`address::DEFAULT_PORT`] the first free one when absent.
    pub port: Option<u16>,
    /// Whether the browser is opened.
    pub open: bool,
    /// What is watched.
    pub watched: Watched,
}

/// What happens, for whoever prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServeEvent<'a> {
    /// The server answers, for now with a page that says that the site is being made.
    Starting {
        /// The address to open.
        address: &'a str,
    },
    /// The first build is done and the server answers with the site.
    Listening {
        /// The address to open.
        address: &'a str,
        /// Whether other machines can reach it.
        exposed: bool,
    },
    /// The system has no file watches left; changes are looked for twice a second.
    Polling {
        /// The reason.
        reason: &'a str,
    },
    /// A change was built.
    Rebuilt {
        /// From the end of the change to the new site being in force.
        elapsed: Duration,
    },
    /// A change could not be built; the site before it stays.
    Failed {
        /// The reason.
        message: &'a str,
    },
}

/// Why the preview ended, other than by Ctrl-C.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The server cannot listen.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// Nothing can be watched.
    #[error(transparent)]
    Watch(#[from] WatchError),
    /// The first build failed.
    #[error("{0}")]
    Build(String),
    /// The server could not be started.
    #[error("the server cannot start: {0}")]
    Start(#[from] std::io::Error),
}

/// Builds the site, all of it at first and what changed later. The message of a failure is shown on open pages and
/// reported as an event.
pub type Build<'a> = dyn FnMut(Task<'_>) -> Result<Arc<dyn Snapshot>, String> + 'a;

/// What is to be built.
#[derive(Debug, Clone, Copy)]
pub enum Task<'a> {
    /// Everything; whoever waits is told the steps.
    First(&'a Arc<Steps>),
    /// What changed.
    Again(&'a Changes),
}

/// How often event streams whose readers are gone are forgotten.
const BEAT: Duration = Duration::from_secs(15);

/// Serves until Ctrl-C, which is a success.
pub fn serve(
    options: &ServeOptions,
    build: &mut Build<'_>,
    report: &dyn Fn(ServeEvent<'_>),
) -> Result<(), ServeError> {
    run(options, build, report, |waker| {
        // A second handler in one process is refused; then the first one ends the process as it likes.
        let _ = ctrlc::set_handler(move || waker.stop());
    })
}

/// Serves until `Waker::stop` is called on the waker that `on_start` gets.
pub fn run(
    options: &ServeOptions,
    build: &mut Build<'_>,
    report: &dyn Fn(ServeEvent<'_>),
    on_start: impl FnOnce(Waker),
) -> Result<(), ServeError> {
    let listener = address::bind(options.host.as_deref(), options.port)?;
    let mut watch = watch::start(options.watched.clone())?;
    on_start(watch.waker());
    if let Some(reason) = watch.fallback() {
        report(ServeEvent::Polling { reason });
    }
    let steps = Arc::new(Steps::default());
    let starting = Arc::new(Starting(Arc::clone(&steps)));
    let server = start(listener, options.host.as_deref(), starting)?;
    report(ServeEvent::Starting {
        address: &server.address,
    });
    if options.open {
        // Without a browser the address on the terminal is enough.
        let _ = open::that_detached(&server.address);
    }
    let first = build(Task::First(&steps)).map_err(ServeError::Build)?;
    server.replace(first);
    report(ServeEvent::Listening {
        address: &server.address,
        exposed: server.answers.gate.exposed,
    });
    loop {
        match watch.wait(BEAT) {
            Wake::Stopped => return Ok(()),
            Wake::Idle => server.answers.streams.beat(),
            Wake::Changed(changes) => {
                let started = Instant::now();
                match build(Task::Again(&changes)) {
                    Ok(snapshot) => {
                        server.replace(snapshot);
                        report(ServeEvent::Rebuilt {
                            elapsed: started.elapsed(),
                        });
                    }
                    Err(message) => {
                        server.answers.streams.failed(&message);
                        report(ServeEvent::Failed { message: &message });
                    }
                }
            }
        }
    }
}

/// A server with a site. Dropping it ends it.
pub struct Server {
    answers: Arc<Answers>,
    /// Held for its end.
    _transport: Transport,
    /// The address to open in a browser, such as `http://127.0.0.1:4280/`.
    pub address: String,
}

/// Starts a server on a listener made by [`address::bind`] for `host`.
pub fn start(
    listener: TcpListener,
    host: Option<&str>,
    first: Arc<dyn Snapshot>,
) -> std::io::Result<Server> {
    let local = listener.local_addr()?;
    let name = host.map(str::to_ascii_lowercase);
    let answers = Arc::new(Answers {
        gate: Gate {
            exposed: !local.ip().is_loopback(),
            name: name.filter(|name| name.parse::<IpAddr>().is_err()),
        },
        current: Current::new(first),
        streams: stream::Streams::default(),
    });
    let answering = Arc::clone(&answers);
    let transport = transport::start(
        listener,
        Box::new(move |request| answer(&answering, request)),
    )?;
    let shown = match (&answers.gate.name, local.ip()) {
        (Some(name), _) => name.clone(),
        (None, ip) if ip.is_unspecified() => "127.0.0.1".to_owned(),
        (None, IpAddr::V6(ip)) => format!("[{ip}]"),
        (None, IpAddr::V4(ip)) => ip.to_string(),
    };
    Ok(Server {
        answers,
        _transport: transport,
        address: format!("http://{shown}:{}/", local.port()),
    })
}

impl Server {
    /// Puts a new site in force and tells open pages.
    pub fn replace(&self, snapshot: Arc<dyn Snapshot>) {
        self.answers.current.replace(snapshot);
        self.answers.streams.changed(&self.answers.current);
    }

    /// The number of open event streams, one for each browser.
    pub fn open_streams(&self) -> usize {
        self.answers.streams.count()
    }
}
