//! Where the server listens.

use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs};

/// The port unless another is asked for.
pub const DEFAULT_PORT: u16 = 4280;

/// How many ports above the default are tried.
const TRIES: u16 = 20;

/// Why the server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// `--host` names nothing.
    #[error("cannot resolve the host {host}: {reason}")]
    Host {
        /// As given.
        host: String,
        /// The reason of the operating system.
        reason: io::Error,
    },
    /// The port is taken, or may not be used.
    #[error("cannot listen on {address}: {reason}")]
    Port {
        /// Address and port.
        address: SocketAddr,
        /// The reason of the operating system.
        reason: io::Error,
    },
}

/// Listens on `host` (127.0.0.1 when not given). A given port is taken or refused; without one the first free port
/// from [`DEFAULT_PORT`] is taken. Port 0 lets the system choose.
pub fn bind(host: Option<&str>, port: Option<u16>) -> Result<TcpListener, BindError> {
    let ip = resolve(host)?;
    let (first, last) = match port {
        Some(port) => (port, port),
        None => (DEFAULT_PORT, DEFAULT_PORT + TRIES),
    };
    let mut port = first;
    loop {
        let address = SocketAddr::new(ip, port);
        match listen(address) {
            Ok(listener) => return Ok(listener),
            Err(reason) if reason.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
            Err(reason) => return Err(BindError::Port { address, reason }),
        }
    }
}

fn resolve(host: Option<&str>) -> Result<IpAddr, BindError> {
    let Some(host) = host else {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    };
    let failed = |reason| BindError::Host {
        host: host.to_owned(),
        reason,
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let mut addresses = (bare, 0).to_socket_addrs().map_err(failed)?;
    addresses
        .next()
        .map(|address| address.ip())
        .ok_or_else(|| failed(io::Error::from(io::ErrorKind::NotFound)))
}

/// A listener with room for a burst of connections: beyond it a client tries again after a second.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    // Lets a restart follow at once. On Windows the option would share the port with another program.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(1024)?;
    Ok(socket.into())
}
