//! An answer before it is on the wire.

use std::net::TcpStream;
use std::sync::Arc;

/// An answer.
pub enum Response {
    /// A whole answer.
    Content(Content),
    /// Server-sent events: the function gets the connection after the head has been sent.
    Events(Box<dyn FnOnce(TcpStream) + Send>),
}

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
