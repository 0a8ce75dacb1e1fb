//! Connections: every one has a thread of its own, so that a client who is silent, slow or deaf holds up nobody.
//!
//! The messages of HTTP are those of `tiny_http`, its server is not used. Its thread pool counts a thread as idle until
//! that thread has woken up, so that some connections of a burst are queued behind connections that stay open: of 20
//! browsers' worth of parallel keep-alive connections 9 were never answered, and waking the pool with connections of
//! our own left requests behind silent clients for up to ten seconds. It has no time limits, no limits of size, sends
//! small answers 40 ms late, and stops listening for good when one `accept` fails.

use super::request::{Request, Unread, read};
use super::response::{Content, Response};
use std::io::{self, BufReader, BufWriter, Cursor, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tiny_http::{HTTPVersion, Header, Method, StatusCode};

/// Answers requests; called from many threads at once.
pub type Handler = dyn Fn(&Request) -> Response + Send + Sync;

/// How long a connection may be silent, between requests or within one.
const SILENCE: Duration = Duration::from_mins(1);

/// How long a client may read nothing of what it asked for.
const DEAFNESS: Duration = Duration::from_secs(30);

/// How many connections there may be at once; further ones are hung up on.
const CONNECTIONS: usize = 2000;

/// The size of a connection's stack, in bytes: pages are made on it, as deeply nested as documents are. Only what is
/// used takes memory.
const STACK: usize = 16 << 20;

/// A running server. Dropping it ends it; answers that are on their way are still sent.
pub struct Transport {
    shared: Arc<Shared>,
    own_address: SocketAddr,
}

struct Shared {
    handler: Box<Handler>,
    stopped: AtomicBool,
    connections: AtomicUsize,
}

/// Starts a server on a listener made by [`super::address::bind`].
pub fn start(listener: TcpListener, handler: Box<Handler>) -> io::Result<Transport> {
    let own_address = own_address(listener.local_addr()?);
    let shared = Arc::new(Shared {
        handler,
        stopped: AtomicBool::new(false),
        connections: AtomicUsize::new(0),
    });
    let accepting = Arc::clone(&shared);
    thread::Builder::new()
        .name("serve-accept".to_owned())
        .spawn(move || accept(&listener, &accepting))?;
    Ok(Transport {
        shared,
        own_address,
    })
}

impl Drop for Transport {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect_timeout(&self.own_address, Duration::from_millis(200));
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

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        let accepted = listener.accept();
        if shared.stopped.load(Ordering::Relaxed) {
            return;
        }
        let Ok((stream, _)) = accepted else {
            // The client is gone already, or the process is out of file descriptors: then others must end first.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let counted = Counted::new(shared);
        if counted.number > CONNECTIONS {
            continue;
        }
        // Without memory for a thread the connection is dropped, and the browser tries again.
        let _ = thread::Builder::new()
            .name("serve-connection".to_owned())
            .stack_size(STACK)
            .spawn(move || {
                // Errors mean that the client is gone, which is no fault of ours.
                let _ = converse(stream, &counted.shared);
            });
    }
}

/// A connection, counted for as long as it lives.
struct Counted {
    shared: Arc<Shared>,
    number: usize,
}

impl Counted {
    fn new(shared: &Arc<Shared>) -> Self {
        Self {
            shared: Arc::clone(shared),
            number: shared.connections.fetch_add(1, Ordering::Relaxed) + 1,
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.shared.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers the requests of one connection in their order.
fn converse(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    // Without this an answer waits for the client to acknowledge the one before.
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(SILENCE))?;
    stream.set_write_timeout(Some(DEAFNESS))?;
    let mut reader = BufReader::new(&stream);
    while !shared.stopped.load(Ordering::Relaxed) {
        let request = match read(&mut reader) {
            Ok(request) => request,
            Err(Unread::Gone) => return Ok(()),
            Err(Unread::Refused(status)) => {
                let content = Content::text(status, "this is no request that can be answered\n");
                print(&stream, content, HTTPVersion(1, 1), false)?;
                return hang_up(&stream);
            }
        };
        let answer = catch_unwind(AssertUnwindSafe(|| (shared.handler)(&request)));
        let answer = answer.unwrap_or_else(|_| {
            Response::Content(Content::text(500, "the page could not be made\n"))
        });
        match answer {
            Response::Content(content) => {
                let is_head = request.method == Method::Head;
                print(&stream, content, request.version.clone(), is_head)?;
            }
            Response::Events(open) => {
                (&stream).write_all(EVENTS_HEAD.as_bytes())?;
                drop(reader);
                open(stream);
                return Ok(());
            }
        }
        if !request.keeps_alive() {
            return hang_up(&stream);
        }
    }
    Ok(())
}

/// Ends a connection of which not everything was read. Closing it at once would also take back what was just sent.
fn hang_up(mut stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    let mut rest = [0; 4096];
    for _ in 0..64 {
        if stream.read(&mut rest)? == 0 {
            break;
        }
    }
    Ok(())
}

const EVENTS_HEAD: &str = "HTTP/1.1 200 OK\r\n\
    Content-Type: text/event-stream\r\n\
    Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Server: planfolio\r\n\
    Connection: close\r\n\r\n";

fn print(
    stream: &TcpStream,
    content: Content,
    version: HTTPVersion,
    is_head: bool,
) -> io::Result<()> {
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
        .filter_map(|(name, value)| Header::from_bytes(name, value).ok())
        .collect();
    let length = content.body.len();
    let body = Cursor::new(content.body);
    let mut writer = BufWriter::with_capacity(64 * 1024, stream);
    tiny_http::Response::new(
        StatusCode(content.status),
        headers,
        body,
        Some(length),
        None,
    )
    .with_chunked_threshold(usize::MAX)
    .raw_print(&mut writer, version, &[], is_head, None)?;
    writer.flush()
}
