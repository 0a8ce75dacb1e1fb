//! The preview server over loopback, in this process, with a site made by hand.

use planfolio::serve::address::bind;
use planfolio::serve::snapshot::Snapshot;
use planfolio::serve::{ServeEvent, ServeOptions, Server, Task, run, start};
use planfolio::watch::Watched;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

/// A site as a table.
struct Table(BTreeMap<String, Arc<[u8]>>);

impl Snapshot for Table {
    fn get(&self, address: &str) -> Option<Arc<[u8]>> {
        assert_ne!(address, "panic.html", "a page that cannot be made");
        self.0.get(address).cloned()
    }
}

const HEAD: &str = "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" \
                    content=\"default-src 'none'; script-src 'self'\"><title>t</title></head>";

fn page(text: &str) -> String {
    format!("{HEAD}<body><p>{text}</p></body></html>")
}

fn table(plan: &str) -> Arc<dyn Snapshot> {
    let pages = [
        ("index.html", page("dashboard")),
        ("404.html", page("nothing here")),
        ("001-x/index.html", page("overview")),
        ("001-x/plan.html", page(plan)),
        ("assets/base.css", "body{}".to_owned()),
        ("portfolio.json", "{}".to_owned()),
        ("large.txt", "x".repeat(3_000_000)),
    ];
    let bytes = pages.map(|(address, text)| (address.to_owned(), Arc::from(text.into_bytes())));
    Arc::new(Table(bytes.into_iter().collect()))
}

fn server() -> (Server, SocketAddr) {
    let listener = bind(None, Some(0)).unwrap();
    let address = listener.local_addr().unwrap();
    (start(listener, None, table("plan")).unwrap(), address)
}

/// An answer as the wire has it.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// Reads one answer and leaves the connection open; `None` when the server hung up.
fn read_answer(reader: &mut impl BufRead, has_body: bool) -> Option<Answer> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let mut answer = Answer {
        status: head.split(' ').nth(1)?.parse().ok()?,
        head,
        body: Vec::new(),
    };
    if has_body && let Some(length) = answer.header("content-length") {
        answer.body = vec![0; length.parse().unwrap()];
        reader.read_exact(&mut answer.body).ok()?;
    }
    Some(answer)
}

fn send_raw(address: SocketAddr, request: &[u8]) -> Option<Answer> {
    let mut stream = connect(address);
    stream.write_all(request).ok()?;
    let has_body = !request.starts_with(b"HEAD");
    read_answer(&mut BufReader::new(stream), has_body)
}

fn get_with(address: SocketAddr, target: &str, headers: &str) -> Answer {
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    send_raw(address, request.as_bytes()).expect("an answer")
}

fn get(address: SocketAddr, target: &str) -> Answer {
    get_with(address, target, "")
}

#[test]
fn addresses_are_answered_from_the_site_alone() {
    let (_server, address) = server();
    let long = format!("/{}", "a".repeat(60_000));
    let cases: &[(&str, u16)] = &[
        ("/", 200),
        ("/index.html", 200),
        ("/001-x/", 200),
        ("/001-x/plan.html", 200),
        ("/001-x/plan.html?q=1", 200),
        ("/assets/base.css?v=0123456789", 200),
        ("/001-x", 302),
        ("/nothing.html", 404),
        ("/001-x/nothing/", 404),
        ("/../../etc/passwd", 404),
        ("/001-x/../index.html", 404),
        ("/./index.html", 404),
        ("//index.html", 404),
        ("//evil.example/001-x", 404),
        ("/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/%2e%2e/", 404),
        ("/..%2f..%2fetc/passwd", 404),
        ("/..\\..\\etc\\passwd", 404),
        ("/%00", 404),
        ("/index.html%00.css", 404),
        ("/\0", 400),
        ("/index.html\0", 400),
        ("/INDEX.HTML", 404),
        ("/001-x//plan.html", 404),
        ("/panic.html", 500),
        ("/.planfolio/reload.js", 200),
        ("/.planfolio/manifest", 404),
        ("/.planfolio/version", 400),
        ("/.planfolio/listen.js", 200),
        ("/.git/config", 404),
        ("index.html", 400),
        ("*", 400),
        ("http://localhost/index.html", 400),
        ("file:///etc/passwd", 400),
        (&long, 414),
    ];
    for (target, status) in cases {
        let shown: String = target.chars().take(60).collect();
        assert_eq!(get(address, target).status, *status, "{shown:?}");
    }
    let moved = get(address, "/001-x?a=b");
    assert_eq!(moved.header("location"), Some("/001-x/?a=b"));
    // Not HTTP at all, and bytes that no target may hold: refused or hung up on, and the server lives on.
    for garbage in [
        &b"\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /a b c HTTP/1.1\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ] {
        let answer = send_raw(address, garbage);
        assert!(
            answer.is_none_or(|answer| answer.status >= 400),
            "{garbage:?}"
        );
    }
    assert_eq!(get(address, "/").status, 200);
}

#[test]
fn arbitrary_targets_get_a_status() {
    const PARTS: &[&[u8]] = &[
        b"/",
        b"..",
        b"%2e",
        b"%2f",
        b"\\",
        b"\0",
        b"%00",
        b"a",
        b"index.html",
        b"001-x",
        b"\r",
        b"\n",
        b" ",
        b"\xff",
        b"\xc3\xa4",
        b"?",
        b"#",
        b"//",
        b"http://",
        b".planfolio",
        b"events",
        b"%",
        b"page=",
        b"&",
    ];
    let (_server, address) = server();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for _ in 0..2000 {
        let mut request = b"GET /".to_vec();
        for _ in 0..next(12) {
            request.extend_from_slice(PARTS[next(PARTS.len())]);
        }
        request.extend_from_slice(b" HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let shown = String::from_utf8_lossy(&request).into_owned();
        let answer =
            send_raw(address, &request).unwrap_or_else(|| panic!("no answer to {shown:?}"));
        assert!(
            [200, 302, 400, 404].contains(&answer.status),
            "{} to {shown:?}",
            answer.status
        );
        if let Some(location) = answer.header("location") {
            assert!(location.starts_with("/001-x/"), "{location} to {shown:?}");
        }
    }
}

#[test]
fn every_answer_is_guarded() {
    let (_server, address) = server();
    for target in [
        "/",
        "/assets/base.css",
        "/portfolio.json",
        "/nothing",
        "/.planfolio/reload.js",
    ] {
        let answer = get(address, target);
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{target}"
        );
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("same-origin"),
            "{target}"
        );
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{target}"
        );
    }
    assert_eq!(
        get(address, "/").header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(
        get(address, "/assets/base.css").header("content-type"),
        Some("text/css; charset=utf-8")
    );
}

#[test]
fn other_sites_are_refused() {
    let (_server, address) = server();
    let ask = |host: &str, more: &str| {
        let request = format!("GET /001-x/plan.html HTTP/1.1\r\n{host}{more}\r\n");
        send_raw(address, request.as_bytes()).expect("an answer")
    };
    let port = address.port();
    for (host, origin, status) in [
        (format!("localhost:{port}"), String::new(), 200),
        (
            format!("127.0.0.1:{port}"),
            format!("http://127.0.0.1:{port}"),
            200,
        ),
        (
            format!("localhost:{port}"),
            format!("http://localhost:{port}"),
            200,
        ),
        (
            format!("localhost:{port}"),
            "http://localhost:3000".to_owned(),
            403,
        ),
        (format!("localhost:{port}"), "null".to_owned(), 403),
        (
            format!("localhost:{port}"),
            "https://evil.example".to_owned(),
            403,
        ),
        (format!("evil.example:{port}"), String::new(), 403),
        (
            format!("evil.example:{port}"),
            format!("http://evil.example:{port}"),
            403,
        ),
        (format!("192.168.1.2:{port}"), String::new(), 403),
        (format!("localhost.evil.example:{port}"), String::new(), 403),
    ] {
        let more = if origin.is_empty() {
            String::new()
        } else {
            format!("Origin: {origin}\r\n")
        };
        let answer = ask(&format!("Host: {host}\r\n"), &more);
        assert_eq!(answer.status, status, "{host} {origin}");
        assert_eq!(
            answer.text().contains("<p>plan</p>"),
            status == 200,
            "{host} {origin}"
        );
    }
    assert_eq!(ask("", "").status, 403, "no host");
    assert_eq!(
        ask("Host: localhost\r\nHost: evil.example\r\n", "").status,
        403,
        "two hosts"
    );
    let script = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
    assert_eq!(ask("Host: localhost\r\n", script).status, 403);
    let events = get_with(
        address,
        "/.planfolio/events",
        "Origin: http://evil.example\r\n",
    );
    assert_eq!(events.status, 403);
}

#[test]
fn only_reading() {
    let (_server, address) = server();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        let request =
            format!("{method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        let answer = send_raw(address, request.as_bytes()).expect("an answer");
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, Some("GET, HEAD")),
            "{method}"
        );
    }
    let head = send_raw(address, b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let length: usize = head.header("content-length").unwrap().parse().unwrap();
    assert_eq!((head.status, length), (200, get(address, "/").body.len()));
}

#[test]
fn pages_get_the_reload_script_and_nothing_else_does() {
    let (_server, address) = server();
    let plan = get(address, "/001-x/plan.html");
    let text = plan.text();
    let version = attribute(text, "version");
    let generation = attribute(text, "generation");
    assert_eq!(
        text,
        page("plan")
            .replace("content=\"default", "content=\"connect-src 'self'; default")
            .replace(
                "</body>",
                &format!(
                    "<script src=\"/.planfolio/reload.js\" data-version=\"{version}\" \
                     data-generation=\"{generation}\" data-page=\"/001-x/plan.html\"></script></body>"
                )
            )
    );
    let missing = get(address, "/a/b?\"><script>alert(1)</script>");
    assert!(missing.text().contains("<head><base href=\"/\">"));
    assert!(missing.text().contains("data-page=\"/a/b\""));
    let hostile = get(address, "/a\"><script>alert(1)</script>");
    assert!(
        !hostile.text().contains("<script>alert"),
        "{}",
        hostile.text()
    );
    assert_eq!(get(address, "/assets/base.css").text(), "body{}");

    let tag = plan.header("etag").unwrap();
    let again = get_with(
        address,
        "/001-x/plan.html",
        &format!("If-None-Match: {tag}\r\n"),
    );
    assert_eq!((again.status, again.body.len()), (304, 0));
}

/// Opens `count` connections at the same moment, asks on each and keeps all open; the slowest answer.
fn burst(address: SocketAddr, count: usize) -> Duration {
    let barrier = Arc::new(Barrier::new(count));
    let clients: Vec<_> = (0..count)
        .map(|_| {
            let barrier = Arc::clone(&barrier);
            thread::spawn(move || {
                barrier.wait();
                let started = Instant::now();
                let mut reader = BufReader::new(connect(address));
                for _ in 0..3 {
                    let request = b"GET /001-x/plan.html HTTP/1.1\r\nHost: localhost\r\n\r\n";
                    reader.get_mut().write_all(request).unwrap();
                    let answer = read_answer(&mut reader, true).expect("an answer in time");
                    assert_eq!(answer.status, 200);
                }
                (started.elapsed(), reader)
            })
        })
        .collect();
    let open: Vec<_> = clients
        .into_iter()
        .map(|client| client.join().unwrap())
        .collect();
    open.iter().map(|(elapsed, _)| *elapsed).max().unwrap()
}

#[test]
fn parallel_connections_that_stay_open_are_all_served() {
    for count in [6, 20, 100] {
        let (_server, address) = server();
        let slowest = burst(address, count);
        assert!(slowest < Duration::from_secs(5), "{count}: {slowest:?}");
        // Once more on a server whose threads are partly idle.
        let slowest = burst(address, count);
        assert!(
            slowest < Duration::from_secs(5),
            "{count} again: {slowest:?}"
        );
    }
}

#[test]
fn stalled_connections_hold_up_nobody() {
    let (_server, address) = server();
    let silent: Vec<_> = (0..40).map(|_| connect(address)).collect();
    let half: Vec<_> = (0..40)
        .map(|_| {
            let mut stream = connect(address);
            stream.write_all(b"GET /001-x/plan.html HT").unwrap();
            stream
        })
        .collect();
    // These ask for more than the buffers of the system hold, and never read.
    let deaf: Vec<_> = (0..40)
        .map(|_| {
            let mut stream = connect(address);
            let request = b"GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n";
            stream.write_all(request).unwrap();
            stream
        })
        .collect();
    for _ in 0..50 {
        let started = Instant::now();
        assert_eq!(get(address, "/").status, 200);
        assert!(started.elapsed() < Duration::from_secs(3));
    }
    drop((silent, half, deaf));
}

/// The value of a `data-` attribute of the reload script.
fn attribute<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("data-{name}=\"")).unwrap();
    rest.split('"').next().unwrap()
}

/// Opens an event stream and reads its head.
fn listen(address: SocketAddr) -> BufReader<TcpStream> {
    let mut stream = connect(address);
    let request = b"GET /.planfolio/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    stream.write_all(request).unwrap();
    let mut reader = BufReader::new(stream);
    let answer = read_answer(&mut reader, false).unwrap();
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    reader
}

/// The version of a page that the server has now.
fn version(address: SocketAddr, path: &str) -> String {
    let answer = get(address, &format!("/.planfolio/version?page={path}"));
    assert_eq!(answer.status, 200);
    answer.text().to_owned()
}

/// The next event with its data.
fn next_event(reader: &mut impl BufRead) -> Option<(String, String)> {
    let (mut name, mut data) = (String::new(), String::new());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("event", value)) => value.clone_into(&mut name),
            Some(("data", value)) => data.push_str(value),
            _ if line == "\n" && !name.is_empty() => return Some((name, data)),
            _ => {}
        }
    }
}

#[test]
fn pages_learn_whether_they_changed() {
    let (server, address) = server();
    let plan = get(address, "/001-x/plan.html");
    let shown = attribute(plan.text(), "version");
    let mut stream = listen(address);
    let generation = attribute(plan.text(), "generation").to_owned();
    assert_eq!(
        next_event(&mut stream),
        Some(("changed".to_owned(), generation.clone()))
    );
    assert_eq!(
        next_event(&mut stream),
        Some(("failure".to_owned(), String::new()))
    );

    // The same site again is a new generation of the same pages.
    server.replace(table("plan"));
    let (name, next) = next_event(&mut stream).unwrap();
    assert!(name == "changed" && next != generation);
    assert_eq!(version(address, "/001-x/plan.html"), shown);

    let (dashboard, missing) = (version(address, "/"), version(address, "/later.html"));
    server.replace(table("another plan"));
    assert_eq!(next_event(&mut stream).unwrap().0, "changed");
    assert_ne!(version(address, "/001-x/plan.html"), shown);
    assert_eq!(version(address, "/"), dashboard);
    assert_eq!(version(address, "/later.html"), missing);
    let answer = get(address, "/001-x/plan.html");
    assert_eq!(
        attribute(answer.text(), "version"),
        version(address, "/001-x/plan.html")
    );
    assert_eq!(
        attribute(get(address, "/later.html").text(), "version"),
        missing
    );
    assert_eq!(get(address, "/.planfolio/version").status, 400);
}

#[test]
fn the_version_of_the_style_sheet_stands_alone() {
    let styled = |style: &str, text: &str| {
        let link = format!("<link rel=\"stylesheet\" href=\"../assets/planfolio.css?v={style}\">");
        let page = format!("<html><head>{link}</head><body>{text}</body></html>");
        let files = [("001-x/plan.html".to_owned(), Arc::from(page.into_bytes()))];
        Arc::new(Table(BTreeMap::from(files))) as Arc<dyn Snapshot>
    };
    let (server, address) = server();
    let seen = |style: &str, text: &str| {
        server.replace(styled(style, text));
        let version = version(address, "/001-x/plan.html");
        let (page, style) = version.split_once('.').unwrap();
        (page.to_owned(), style.to_owned())
    };
    let first = seen("0123456789", "plan");
    assert_eq!(first.1, "0123456789");
    // Another style sheet of the same page, then another page with the same one.
    assert_eq!(
        seen("abcdef0123", "plan"),
        (first.0.clone(), "abcdef0123".to_owned())
    );
    assert_ne!(seen("0123456789", "a plan").0, first.0);
    // What the text of a page says is no style sheet.
    server.replace(table("x.css?v=0123456789"));
    assert!(!version(address, "/001-x/plan.html").contains('.'));
}

#[test]
fn fifty_event_streams_and_a_hundred_connections() {
    let (server, address) = server();
    let mut streams: Vec<_> = (0..50).map(|_| listen(address)).collect();
    for stream in &mut streams {
        assert_eq!(next_event(stream).unwrap().0, "changed");
        assert_eq!(next_event(stream).unwrap().0, "failure");
    }
    assert_eq!(server.open_streams(), 50);
    assert!(burst(address, 100) < Duration::from_secs(5));
    server.replace(table("another plan"));
    for stream in &mut streams {
        assert_eq!(next_event(stream).unwrap().0, "changed");
    }
    drop(server);
}

#[test]
fn a_new_site_is_in_force_as_a_whole() {
    let (server, address) = server();
    let asking: Vec<_> = (0..4)
        .map(|_| {
            thread::spawn(move || {
                let mut reader = BufReader::new(connect(address));
                let mut seen = 0_u32;
                for _ in 0..500 {
                    let request = b"GET /001-x/plan.html HTTP/1.1\r\nHost: localhost\r\n\r\n";
                    reader.get_mut().write_all(request).unwrap();
                    let answer = read_answer(&mut reader, true).expect("an answer");
                    assert_eq!(answer.status, 200);
                    let text = answer.text();
                    let number = text
                        .split("<p>plan ")
                        .nth(1)
                        .map_or(0, |rest| rest.split('<').next().unwrap().parse().unwrap());
                    assert!(number >= seen, "an older site after a newer one");
                    seen = number;
                    let tag = format!("\"{}\"", attribute(text, "version"));
                    assert_eq!(
                        answer.header("etag"),
                        Some(&*tag),
                        "half of one and half of another"
                    );
                }
            })
        })
        .collect();
    for number in 1..500 {
        server.replace(table(&format!("plan {number}")));
    }
    for client in asking {
        client.join().unwrap();
    }
}

#[test]
fn an_edit_reloads_the_page_and_a_failure_keeps_the_last_site() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.md");
    std::fs::write(&plan, "first").unwrap();
    let options = ServeOptions {
        port: Some(0),
        watched: Watched {
            sources: vec![folder.path().to_owned()],
            ..Watched::default()
        },
        ..ServeOptions::default()
    };
    let (to_test, from_server) = channel();
    let (go, first) = channel();
    let (begin, begun) = channel();
    let serving = {
        let plan = plan.clone();
        let to_test = to_test.clone();
        thread::spawn(move || {
            let waker_to_test = to_test.clone();
            run(
                &options,
                &mut |task| {
                    if let Task::First(steps) = task {
                        steps.begin("parse");
                        begin.send(()).unwrap();
                        first.recv().unwrap();
                    }
                    match std::fs::read_to_string(&plan).unwrap_or_default() {
                        text if text.starts_with("broken") => Err(text),
                        text => Ok(table(&text)),
                    }
                },
                &|event| {
                    let told = match event {
                        ServeEvent::Starting { address } => format!("soon at {address}"),
                        ServeEvent::Listening { address, .. } => format!("at {address}"),
                        ServeEvent::Failed { message } => format!("failed {message}"),
                        ServeEvent::Rebuilt { .. } => "rebuilt".to_owned(),
                        ServeEvent::Polling { .. } => return,
                    };
                    let _ = to_test.send((told, None));
                },
                |waker| {
                    let _ = waker_to_test.send((String::new(), Some(waker)));
                },
            )
        })
    };
    let wait = Duration::from_secs(10);
    let waker = from_server.recv_timeout(wait).unwrap().1.unwrap();
    let told = || from_server.recv_timeout(wait).unwrap().0;
    let starting = told();
    let address = starting
        .strip_prefix("soon at http://")
        .unwrap()
        .trim_end_matches('/');
    let address: SocketAddr = address.parse().unwrap();

    // Until the first build is done every address says so.
    begun.recv_timeout(wait).unwrap();
    let early = get(address, "/001-x/plan.html");
    assert_eq!(early.status, 503);
    assert_eq!(early.header("retry-after"), Some("1"));
    assert!(early.text().contains("Understanding the documents …"));
    assert!(early.text().contains("reload.js"));
    go.send(()).unwrap();
    assert_eq!(told(), starting.replace("soon at", "at"));

    let mut stream = listen(address);
    assert_eq!(next_event(&mut stream).unwrap().0, "changed");
    assert_eq!(next_event(&mut stream).unwrap().0, "failure");
    let edited = Instant::now();
    std::fs::write(&plan, "second").unwrap();
    assert_eq!(next_event(&mut stream).unwrap().0, "changed");
    assert!(edited.elapsed() < Duration::from_secs(5));
    while !get(address, "/001-x/plan.html")
        .text()
        .contains("<p>second</p>")
    {
        // The file was seen while it was empty.
        assert_eq!(next_event(&mut stream).unwrap().0, "changed");
    }

    std::fs::write(&plan, "broken, sorry").unwrap();
    let failure = ("failure".to_owned(), "broken, sorry".to_owned());
    while next_event(&mut stream).unwrap() != failure {}
    assert!(!get(address, "/001-x/plan.html").text().contains("broken"));
    std::fs::write(&plan, "third").unwrap();
    let mended = ("failure".to_owned(), String::new());
    while next_event(&mut stream).unwrap() != mended {}

    waker.stop();
    assert!(serving.join().unwrap().is_ok());
}

#[test]
fn a_given_port_is_strict_and_the_default_moves_on() {
    let taken = bind(None, Some(0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert!(bind(None, Some(port)).is_err());
    let one = bind(None, None).unwrap();
    let two = bind(None, None).unwrap();
    let port_of = |listener: &std::net::TcpListener| listener.local_addr().unwrap().port();
    assert!(port_of(&one) >= 4280 && port_of(&two) > port_of(&one));
    assert!(one.local_addr().unwrap().ip().is_loopback());
    assert!(bind(Some("no such host"), Some(0)).is_err());
}
