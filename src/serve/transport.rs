//! HTTP over TCP: `tiny_http` with its known defects worked around, behind [`Request`] and [`Response`].
//!
//! What `tiny_http` 0.12 does, and what is done about it here:
//! * It never sets `TCP_NODELAY`, which costs 40 ms an answer on keep-alive connections: the listener is made with
//!   socket2, and accepted sockets inherit the option.
//! * Its thread pool counts a thread as idle until that thread has woken up. A burst of connections is queued for
//!   threads that are taken already, and the rest of the burst waits until somebody hangs up. See [`keep`]: short
//!   connections of our own make the pool look again, and each one frees one that waits.
//! * `Response` buffers without a flush, so that event streams need the raw writer.
//! * One failed `accept` ends its accept thread for good: a new server is started on the same listener.

use super::request::{Method, Request};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// An answer.
pub enum Response {
    /// A whole answer.
    Content(Content),
    /// Server-sent events: the function gets the stream after the head has been sent.
    Events(Box<dyn FnOnce(EventWriter) + Send>),
}

/// The open end of an event stream. Dropping it ends the stream.
pub type EventWriter = Box<dyn Write + Send>;

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Content {
    /// The status code.
    pub status: u16,
    /// The value of Content-Type.
    pub content_type: &'static str,
    /// The bytes.
    pub body: Arc<[u8]>,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
}

impl Content {
    /// A short answer in plain text.
    pub fn text(status: u16, text: &str) -> Self {
        Self {
            status,
            content_type: "text/plain; charset=utf-8",
            body: Arc::from(text.as_bytes()),
            headers: Vec::new(),
        }
    }
}

/// Answers requests; called from many threads at once.
pub type Handler = dyn Fn(&Request) -> Response + Send + Sync;

/// How often the server is looked after when nothing happens.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// Pauses between rounds of kicks after a new connection, in milliseconds.
const ROUNDS: [u64; 11] = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/// Kicks in a round.
const KICKS: usize = 4;

/// Heartbeats without an answer after which the server counts as dead.
const PATIENCE: u32 = 3;

/// The target of heartbeats.
const HEARTBEAT_TARGET: &str = "/.planfolio/alive";

/// A running server. Dropping it ends it.
pub struct Transport {
    shared: Arc<Shared>,
    address: SocketAddr,
}

struct Shared {
    listener: TcpListener,
    own_address: SocketAddr,
    handler: Box<Handler>,
    stopped: AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Connections seen so far.
    connections: u64,
    /// The server has told of its end.
    down: bool,
}

/// Starts a server on a listener made by [`super::address::bind`].
pub fn start(listener: TcpListener, handler: Box<Handler>) -> std::io::Result<Transport> {
    let address = listener.local_addr()?;
    let shared = Arc::new(Shared {
        listener,
        own_address: own_address(address),
        handler,
        stopped: AtomicBool::new(false),
        state: Mutex::default(),
        changed: Condvar::new(),
    });
    start_server(&shared)?;
    let keeper = Arc::clone(&shared);
    thread::Builder::new()
        .name("serve-keep".to_owned())
        .spawn(move || keep(&keeper))?;
    Ok(Transport { shared, address })
}

impl Transport {
    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Transport {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        self.shared.changed.notify_all();
    }
}

/// The address under which this process reaches its own listener.
fn own_address(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

fn start_server(shared: &Arc<Shared>) -> std::io::Result<()> {
    let server = tiny_http::Server::from_listener(shared.listener.try_clone()?, None)
        .map_err(std::io::Error::other)?;
    let shared = Arc::clone(shared);
    thread::Builder::new()
        .name("serve-receive".to_owned())
        .spawn(move || receive(&server, &shared))?;
    Ok(())
}

/// Takes requests from one server until the end, each answered by a thread of its own, so that a client who does not
/// read holds up nobody. A server whose accept thread has ended still serves the connections that it has.
fn receive(server: &tiny_http::Server, shared: &Arc<Shared>) {
    let mut peers: BTreeSet<SocketAddr> = BTreeSet::new();
    while !shared.stopped() {
        let request = match server.recv_timeout(Duration::from_millis(100)) {
            Ok(Some(request)) => request,
            Ok(None) => continue,
            Err(_) => {
                shared.state().down = true;
                shared.changed.notify_all();
                if peers.is_empty() {
                    return;
                }
                continue;
            }
        };
        if request.url() == HEARTBEAT_TARGET {
            let _ = request.respond(tiny_http::Response::empty(204));
            continue;
        }
        if peers.len() > 4096 {
            peers.clear();
        }
        if request
            .remote_addr()
            .is_some_and(|peer| peers.insert(*peer))
        {
            shared.state().connections += 1;
            shared.changed.notify_all();
        }
        let answering = Arc::clone(shared);
        // When no thread can be made the request is dropped, and `tiny_http` answers 500.
        let _ = thread::Builder::new()
            .name("serve-answer".to_owned())
            .spawn(move || respond(request, &answering));
    }
}

fn respond(request: tiny_http::Request, shared: &Shared) {
    let answer = catch_unwind(AssertUnwindSafe(|| (shared.handler)(&incoming(&request))))
        .unwrap_or_else(|_| Response::Content(Content::text(500, "the page could not be made\n")));
    // A client that hangs up before it has its answer is no fault of ours.
    let _ = match answer {
        Response::Content(content) => request.respond(outgoing(content)),
        Response::Events(open) => {
            let mut writer = request.into_writer();
            writer
                .write_all(EVENTS_HEAD.as_bytes())
                .and_then(|()| writer.flush())
                .map(|()| open(writer))
        }
    };
}

const EVENTS_HEAD: &str = "HTTP/1.1 200 OK\r\n\
    Content-Type: text/event-stream\r\n\
    Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Connection: close\r\n\r\n";

fn incoming(request: &tiny_http::Request) -> Request {
    Request {
        method: match request.method() {
            tiny_http::Method::Get => Method::Get,
            tiny_http::Method::Head => Method::Head,
            _ => Method::Other,
        },
        target: request.url().to_owned(),
        headers: request
            .headers()
            .iter()
            .map(|header| {
                let name = header.field.as_str().as_str().to_ascii_lowercase();
                (name, header.value.as_str().trim().to_owned())
            })
            .collect(),
    }
}

fn outgoing(content: Content) -> tiny_http::Response<Cursor<Arc<[u8]>>> {
    let fixed = [
        ("Content-Type", content.content_type.to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Server", "planfolio".to_owned()),
    ];
    let headers = fixed
        .into_iter()
        .chain(content.headers)
        // A value that is no header text is left out rather than sent.
        .filter_map(|(name, value)| tiny_http::Header::from_bytes(name, value).ok())
        .collect();
    let length = content.body.len();
    tiny_http::Response::new(
        tiny_http::StatusCode(content.status),
        headers,
        Cursor::new(content.body),
        Some(length),
        None,
    )
    .with_chunked_threshold(usize::MAX)
}

/// Looks after the server: frees connections that its pool has forgotten, soon and often after a new connection was
/// seen and once a heartbeat otherwise, and starts a new server when the old one is dead.
fn keep(shared: &Arc<Shared>) {
    let mut seen = 0;
    let mut round = ROUNDS.len();
    let mut unanswered = 0;
    while !shared.stopped() {
        let pause = ROUNDS
            .get(round)
            .map_or(HEARTBEAT, |&pause| Duration::from_millis(pause));
        let (state, _) = shared
            .changed
            .wait_timeout_while(shared.state(), pause, |state| {
                state.connections == seen && !state.down && !shared.stopped()
            })
            .unwrap_or_else(PoisonError::into_inner);
        let (connections, down) = (state.connections, state.down);
        drop(state);
        if shared.stopped() {
            break;
        }
        if connections == seen && round == ROUNDS.len() {
            unanswered = if is_alive(shared.own_address) {
                0
            } else {
                unanswered + 1
            };
        }
        if down || unanswered >= PATIENCE {
            // Most often the process is out of file descriptors: give it time to get some back.
            thread::sleep(Duration::from_millis(100));
            if start_server(shared).is_ok() {
                shared.state().down = false;
                unanswered = 0;
            }
        }
        round = if connections == seen {
            (round + 1).min(ROUNDS.len())
        } else {
            0
        };
        seen = connections;
        for _ in 0..KICKS {
            kick(shared.own_address);
        }
    }
}

/// Connects and hangs up. The pool gives the connection a thread, which afterwards takes one that waits.
fn kick(address: SocketAddr) {
    if let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
        let _ = stream.shutdown(Shutdown::Write);
    }
}

/// Whether the server answers. Counts as alive when no connection can be made, since a new server would not help.
fn is_alive(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_millis(500)) else {
        return true;
    };
    let request =
        format!("GET {HEARTBEAT_TARGET} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = [0; 12];
    stream
        .set_read_timeout(Some(Duration::from_secs(2)))
        .and_then(|()| stream.write_all(request.as_bytes()))
        .and_then(|()| stream.read_exact(&mut answer))
        .is_ok()
}
