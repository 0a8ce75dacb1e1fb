//! A request as the rules of the preview server see it, and how it is read.

use std::io::{self, BufRead};
use std::str::FromStr;
use tiny_http::{HTTPVersion, Header, Method};

/// A request without its body, which no answer depends on.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The target as sent: path and query, nothing decoded, no control characters.
    pub target: String,
    /// 1.0 or 1.1.
    pub version: HTTPVersion,
    /// Headers in order.
    pub headers: Vec<Header>,
}

/// Why there is no request.
#[derive(Debug)]
pub enum Unread {
    /// The client hung up or fell silent.
    Gone,
    /// What came is answered with this status, after which nothing can be read any more.
    Refused(u16),
}

impl From<io::Error> for Unread {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// The longest request line.
const LONGEST_LINE: usize = 16 * 1024;

/// The longest head, request line included.
const LONGEST_HEAD: usize = 64 * 1024;

/// Reads the head of a request.
pub fn read(reader: &mut impl BufRead) -> Result<Request, Unread> {
    let mut room = LONGEST_HEAD;
    let mut line = read_line(reader, LONGEST_LINE, 414)?;
    if line.is_empty() {
        // A client may send an empty line too many between requests.
        line = read_line(reader, LONGEST_LINE, 414)?;
    }
    room -= line.len().min(room);
    let (method, target, version) = request_line(&line).ok_or(Unread::Refused(400))?;
    if version != HTTPVersion(1, 0) && version != HTTPVersion(1, 1) {
        return Err(Unread::Refused(505));
    }
    let mut headers = Vec::new();
    loop {
        let line = read_line(reader, room, 431)?;
        if line.is_empty() {
            break;
        }
        room -= line.len().min(room);
        let header = Header::from_str(&line).map_err(|()| Unread::Refused(400))?;
        if header
            .value
            .chars()
            .any(|character| character.is_ascii_control() && character != '\t')
        {
            return Err(Unread::Refused(400));
        }
        headers.push(header);
    }
    Ok(Request {
        method,
        target,
        version,
        headers,
    })
}

/// A line without its end. Longer ones are refused with the given status, others than ASCII with 400.
fn read_line(reader: &mut impl BufRead, longest: usize, too_long: u16) -> Result<String, Unread> {
    let mut line = Vec::new();
    // Two more for the line end.
    let limit = longest as u64 + 2;
    let read = io::Read::take(&mut *reader, limit).read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Err(if read as u64 == limit {
            Unread::Refused(too_long)
        } else {
            Unread::Gone
        });
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    if !line.is_ascii() {
        return Err(Unread::Refused(400));
    }
    String::from_utf8(line).map_err(|_| Unread::Refused(400))
}

fn request_line(line: &str) -> Option<(Method, String, HTTPVersion)> {
    let mut parts = line.split(' ');
    let (method, target, version) = (parts.next()?, parts.next()?, parts.next()?);
    let is_token = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_clean = !target.is_empty() && !target.bytes().any(|byte| byte.is_ascii_control());
    if parts.next().is_some() || !is_token || !is_clean {
        return None;
    }
    let (major, minor) = version.strip_prefix("HTTP/")?.split_once('.')?;
    let version = HTTPVersion(major.parse().ok()?, minor.parse().ok()?);
    Some((Method::from_str(method).ok()?, target.to_owned(), version))
}

impl Request {
    /// The value of a header that may stand once; `Err` when it stands more often.
    pub fn header(&self, name: &'static str) -> Result<Option<&str>, Repeated> {
        let mut values = self
            .headers
            .iter()
            .filter(|header| header.field.equiv(name));
        let first = values.next();
        if values.next().is_some() {
            return Err(Repeated);
        }
        Ok(first.map(|header| header.value.as_str()))
    }

    /// Whether another request may follow on the connection. A body is never read, so nothing may follow one.
    pub fn keeps_alive(&self) -> bool {
        let options = self.header("Connection").ok().flatten().unwrap_or("");
        let has = |wanted: &str| {
            let mut options = options.split(',');
            options.any(|option| option.trim().eq_ignore_ascii_case(wanted))
        };
        let has_body = self.header("Transfer-Encoding") != Ok(None)
            || !matches!(self.header("Content-Length"), Ok(None | Some("0")));
        let wants = if self.version == HTTPVersion(1, 0) {
            has("keep-alive")
        } else {
            !has("close")
        };
        wants && !has_body
    }

    /// The target up to its query.
    pub fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or("")
    }

    /// The value of a parameter of the query, percent-decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let pair = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)?;
        let value = percent_encoding::percent_decode_str(pair.1)
            .decode_utf8()
            .ok()?;
        Some(value.into_owned())
    }
}

/// A header that may stand once stands more often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeated;

#[cfg(test)]
mod tests {
    use super::{Unread, read};

    fn outcome(text: &[u8]) -> String {
        match read(&mut &text[..]) {
            Ok(request) => format!(
                "{} {} {} {}",
                request.method,
                request.target,
                request.headers.len(),
                if request.keeps_alive() {
                    "stays"
                } else {
                    "closes"
                }
            ),
            Err(Unread::Gone) => "gone".to_owned(),
            Err(Unread::Refused(status)) => status.to_string(),
        }
    }

    #[test]
    fn heads() {
        let long_line = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(20_000));
        let long_head = format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(20_000));
        for (text, expected) in [
            (&b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"[..], "GET / 1 stays"),
            (b"GET / HTTP/1.1\nHost: x\n\n", "GET / 1 stays"),
            (b"\r\nGET / HTTP/1.1\r\n\r\n", "GET / 0 stays"),
            (
                b"HEAD /a?b#c HTTP/1.1\r\nA: b\r\nConnection: x, Close\r\n\r\n",
                "HEAD /a?b#c 2 closes",
            ),
            (b"GET / HTTP/1.0\r\n\r\n", "GET / 0 closes"),
            (
                b"GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n",
                "GET / 1 stays",
            ),
            (
                b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
                "POST / 1 stays",
            ),
            (
                b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
                "POST / 1 closes",
            ),
            (
                b"POST / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n",
                "POST / 2 closes",
            ),
            (
                b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / 1 closes",
            ),
            (b"", "gone"),
            (b"GET / HT", "gone"),
            (b"GET / HTTP/1.1\r\nHost: x\r\n", "gone"),
            (b"GET / HTTP/2.0\r\n\r\n", "505"),
            (b"GET / HTTP/0.9\r\n\r\n", "505"),
            (b"GET /\r\n\r\n", "400"),
            (b"GET  / HTTP/1.1\r\n\r\n", "400"),
            (b"GET / HTTP/1.1 x\r\n\r\n", "400"),
            (b"GET / FTP/1.1\r\n\r\n", "400"),
            (b"G@T / HTTP/1.1\r\n\r\n", "400"),
            (b"GET /\0 HTTP/1.1\r\n\r\n", "400"),
            (b"GET /a\rb HTTP/1.1\r\n\r\n", "400"),
            (b"GET /\xc3\xa4 HTTP/1.1\r\n\r\n", "400"),
            (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400"),
            (b"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", "400"),
            (b"GET / HTTP/1.1\r\nnothing\r\n\r\n", "400"),
            (b"GET / HTTP/1.1\r\nA: \0\r\n\r\n", "400"),
            (b"GET / HTTP/1.1\r\nA: \xff\r\n\r\n", "400"),
            (long_line.as_bytes(), "414"),
            (long_head.as_bytes(), "431"),
        ] {
            let shown = String::from_utf8_lossy(&text[..text.len().min(60)]);
            assert_eq!(outcome(text), expected, "{shown:?}");
        }
    }
}
