//! The answer to a request: the rules of who may ask, the site in memory, the reload script and its event stream.

use super::content_type::content_type;
use super::gate::{Gate, check};
use super::page;
use super::request::Request;
use super::response::{Content, Response};
use super::snapshot::{Current, Shown, Snapshot};
use super::stream::Streams;
use crate::base::fingerprint::Fingerprint;
use memchr::memmem;
use std::sync::Arc;
use tiny_http::Method;

/// The script that reloads pages. It is part of the server, not of the built site, and so are the other addresses of
/// this folder. No page of a site lies there, since their names never begin with a dot.
pub(super) const RELOAD_TARGET: &str = "/.planfolio/reload.js";

/// The script that listens for all pages of a browser together.
const LISTEN_TARGET: &str = "/.planfolio/listen.js";

/// Event streams.
const EVENTS_TARGET: &str = "/.planfolio/events";

/// The version of a page as it is now.
const VERSION_TARGET: &str = "/.planfolio/version";

/// What answers are made of.
pub struct Answers {
    /// Who may ask.
    pub gate: Gate,
    /// The site.
    pub current: Current,
    /// The open event streams.
    pub streams: Streams,
}

/// A page of the site, or the page that says that there is none.
pub(super) struct Found {
    pub(super) status: u16,
    pub(super) address: String,
    pub(super) bytes: Arc<[u8]>,
}

impl Found {
    /// Tells versions of what a reader sees apart. The version of the style sheet stands alone behind a point: open pages
    /// exchange it without being loaded again.
    pub(super) fn version(&self) -> String {
        let status = self.status.to_string();
        let (before, style, after) = around_style(&self.bytes);
        let page = Fingerprint::of_parts([status.as_bytes(), before, after]).short();
        match std::str::from_utf8(style) {
            Ok(style) if !style.is_empty() => format!("{page}.{style}"),
            _ => page,
        }
    }
}

/// A page in three parts: the middle one is the version in the address of its style sheet, empty when it has none.
fn around_style(bytes: &[u8]) -> (&[u8], &[u8], &[u8]) {
    const MARK: &[u8] = b".css?v=";
    // It stands in the head; the text of a page may hold anything.
    let head = memmem::find(bytes, b"</head>").unwrap_or(0);
    let Some(at) = memmem::find(&bytes[..head], MARK) else {
        return (bytes, b"", b"");
    };
    let (before, rest) = bytes.split_at(at + MARK.len());
    let end = rest.iter().take_while(|byte| byte.is_ascii_hexdigit());
    let (style, after) = rest.split_at(end.count());
    (before, style, after)
}

/// Answers one request.
pub fn answer(answers: &Arc<Answers>, request: &Request) -> Response {
    if let Err(refusal) = check(&answers.gate, request) {
        return Response::Content(Content::text(403, &format!("{refusal}\n")));
    }
    if request.method != Method::Get && request.method != Method::Head {
        let mut content = Content::text(405, "a preview is only for reading\n");
        content.headers.push(("Allow", "GET, HEAD".to_owned()));
        return Response::Content(content);
    }
    let path = request.path();
    if !path.starts_with('/') {
        return Response::Content(Content::text(400, "the target must begin with /\n"));
    }
    match path {
        RELOAD_TARGET => Response::Content(script(include_str!("reload.js"))),
        LISTEN_TARGET => Response::Content(script(include_str!("listen.js"))),
        VERSION_TARGET => Response::Content(version(&answers.current.get(), request)),
        EVENTS_TARGET if request.method == Method::Get => {
            let answers = Arc::clone(answers);
            Response::Events(Box::new(move |connection| {
                answers.streams.add(connection, &answers.current);
            }))
        }
        _ => Response::Content(site(&answers.current.get(), request)),
    }
}

/// What the site has at a path that begins with `/`: the address itself, or the index of a folder.
pub(super) fn find(snapshot: &dyn Snapshot, path: &str) -> Found {
    let key = path.strip_prefix('/').unwrap_or(path);
    let address = if key.is_empty() || key.ends_with('/') {
        format!("{key}index.html")
    } else {
        key.to_owned()
    };
    let missing = || {
        let page = snapshot.get("404.html");
        page.unwrap_or_else(|| {
            Arc::from(&b"<!doctype html><title>Not found</title><p>Not found</p>"[..])
        })
    };
    match snapshot.get(&address) {
        Some(bytes) => Found {
            status: 200,
            address,
            bytes,
        },
        None => Found {
            status: 404,
            address: "404.html".to_owned(),
            bytes: missing(),
        },
    }
}

fn site(shown: &Shown, request: &Request) -> Content {
    let snapshot = &*shown.snapshot;
    let path = request.path();
    if !snapshot.is_ready() {
        return not_yet(shown, path);
    }
    let found = find(snapshot, path);
    if found.status == 404 && is_folder(snapshot, path) {
        // Relative links of the folder's page need the slash.
        let query = &request.target[path.len()..];
        let mut content = Content::text(302, "");
        content
            .headers
            .push(("Location", format!("{path}/{query}")));
        return content;
    }
    let version = found.version();
    let tag = format!("\"{version}\"");
    let mut headers = vec![
        ("Cache-Control", "no-cache".to_owned()),
        ("ETag", tag.clone()),
    ];
    if found.status == 200 && request.header("if-none-match").ok().flatten() == Some(&*tag) {
        return Content {
            status: 304,
            content_type: content_type(&found.address),
            body: Arc::from(&b""[..]),
            headers,
        };
    }
    if found.status == 404 {
        headers.retain(|(name, _)| *name != "ETag");
    }
    let kind = content_type(&found.address);
    let body = if kind.starts_with("text/html") {
        page::with_reload(&found, path, &version, &shown.generation).into()
    } else {
        found.bytes
    };
    Content {
        status: found.status,
        content_type: kind,
        body,
        headers,
    }
}

/// The page that says that the site is being made. What asks for anything else comes again as well.
fn not_yet(shown: &Shown, path: &str) -> Content {
    let found = Found {
        status: 503,
        address: "index.html".to_owned(),
        bytes: shown.snapshot.get("index.html").unwrap_or_default(),
    };
    let version = found.version();
    Content {
        status: 503,
        content_type: content_type(&found.address),
        body: page::with_reload(&found, path, &version, &shown.generation).into(),
        headers: vec![
            ("Cache-Control", "no-store".to_owned()),
            ("Retry-After", "1".to_owned()),
        ],
    }
}

fn is_folder(snapshot: &dyn Snapshot, path: &str) -> bool {
    let key = path.strip_prefix('/').unwrap_or(path);
    !key.is_empty() && !key.ends_with('/') && snapshot.get(&format!("{key}/index.html")).is_some()
}

fn script(text: &str) -> Content {
    Content {
        status: 200,
        content_type: "text/javascript; charset=utf-8",
        body: Arc::from(text.as_bytes()),
        headers: vec![("Cache-Control", "no-cache".to_owned())],
    }
}

fn version(shown: &Shown, request: &Request) -> Content {
    let Some(path) = request.parameter("page") else {
        return Content::text(400, "the page is missing\n");
    };
    let mut content = Content::text(200, &find(&*shown.snapshot, &path).version());
    content
        .headers
        .push(("Cache-Control", "no-store".to_owned()));
    content
}
