//! Who may ask. A preview holds unpublished plans, and any page open in the same browser can send requests to this
//! machine: under a name that it has pointed here (DNS rebinding), or from its own origin.

use super::request::Request;
use std::net::IpAddr;

/// The names under which the server answers.
#[derive(Debug, Clone)]
pub struct Gate {
    /// Whether addresses of other machines are fine, because the server was told to listen on one.
    pub exposed: bool,
    /// The name given with `--host`, in lower case.
    pub name: Option<String>,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No Host, more than one, or one that is not ours.
    #[error(
        "this preview answers only under its own address (localhost, 127.0.0.1 or the name given with --host)"
    )]
    Host,
    /// Asked by a page of another origin.
    #[error("this preview does not answer pages of other sites")]
    Origin,
}

/// Refuses what a browser sends on behalf of another site.
///
/// Host must name this machine: `localhost`, a loopback address, and, when the server listens for other machines,
/// any literal address (a rebinding attack needs a name) and the name given with `--host`. Origin must be the address
/// in Host. Sec-Fetch-Site covers requests without Origin, such as `<script src>`; following a link is fine.
pub fn check(gate: &Gate, request: &Request) -> Result<(), Refusal> {
    let host = request
        .header("host")
        .ok()
        .flatten()
        .ok_or(Refusal::Host)?
        .to_ascii_lowercase();
    let name = host_name(&host).ok_or(Refusal::Host)?;
    if !is_ours(gate, name) {
        return Err(Refusal::Host);
    }
    if let Some(origin) = request.header("origin").map_err(|_| Refusal::Origin)? {
        let asked = origin.to_ascii_lowercase();
        let asked = asked.strip_prefix("http://").ok_or(Refusal::Origin)?;
        if without_default_port(asked) != without_default_port(&host) {
            return Err(Refusal::Origin);
        }
    }
    let site = request
        .header("sec-fetch-site")
        .map_err(|_| Refusal::Origin)?;
    let mode = request
        .header("sec-fetch-mode")
        .map_err(|_| Refusal::Origin)?;
    if matches!(site, Some("cross-site" | "same-site")) && mode != Some("navigate") {
        return Err(Refusal::Origin);
    }
    Ok(())
}

/// The name of `name:port`, with brackets around IPv6 addresses; `None` for what is not of that form.
fn host_name(host: &str) -> Option<&str> {
    let (name, port) = if host.starts_with('[') {
        let end = host.find(']')? + 1;
        host.split_at(end)
    } else {
        host.split_at(host.find(':').unwrap_or(host.len()))
    };
    let port_is_fine = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| {
            digits.len() <= 5 && digits.parse::<u16>().is_ok() && !digits.starts_with('+')
        });
    (!name.is_empty() && port_is_fine).then_some(name)
}

fn is_ours(gate: &Gate, name: &str) -> bool {
    if name == "localhost" || gate.name.as_deref() == Some(name) {
        return true;
    }
    let literal = name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .map_or_else(
            || name.parse::<IpAddr>().ok().filter(IpAddr::is_ipv4),
            |inner| inner.parse::<IpAddr>().ok().filter(IpAddr::is_ipv6),
        );
    literal.is_some_and(|address| address.is_loopback() || gate.exposed)
}

fn without_default_port(host: &str) -> &str {
    host.strip_suffix(":80").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::{Gate, Refusal, check};
    use crate::serve::request::Request;
    use tiny_http::{HTTPVersion, Header, Method};

    fn asked(gate: &Gate, headers: &[(&str, &str)]) -> Result<(), Refusal> {
        let headers = headers
            .iter()
            .map(|(name, value)| Header::from_bytes(*name, *value).expect("header text"));
        check(
            gate,
            &Request {
                method: Method::Get,
                target: "/".to_owned(),
                version: HTTPVersion(1, 1),
                headers: headers.collect(),
            },
        )
    }

    #[test]
    fn hosts() {
        let local = Gate {
            exposed: false,
            name: None,
        };
        let exposed = Gate {
            exposed: true,
            name: Some("plans.lan".to_owned()),
        };
        for (host, here, there) in [
            ("localhost", true, true),
            ("LOCALHOST:4280", true, true),
            ("localhost:1", true, true),
            ("127.0.0.1", true, true),
            ("127.0.0.1:4280", true, true),
            ("127.9.9.9:4280", true, true),
            ("[::1]:4280", true, true),
            ("[::1]", true, true),
            ("192.168.0.7:4280", false, true),
            ("[fe80::1]:4280", false, true),
            ("8.8.8.8", false, true),
            ("plans.lan:4280", false, true),
            ("plans.lan.evil.example", false, false),
            ("evil.example", false, false),
            ("evil.example:4280", false, false),
            ("localhost.evil.example", false, false),
            ("127.0.0.1.evil.example", false, false),
            ("evil.localhost.example", false, false),
            ("localhost:", false, false),
            ("localhost:+1", false, false),
            ("localhost:99999", false, false),
            ("localhost:80:80", false, false),
            ("localhost@evil.example", false, false),
            ("localhost,evil.example", false, false),
            ("local host", false, false),
            ("[::1", false, false),
            ("::1", false, false),
            ("[localhost]", false, false),
            ("[127.0.0.1]", false, false),
            ("0x7f000001", false, false),
            ("2130706433", false, false),
            ("127.1", false, false),
            ("", false, false),
            (":4280", false, false),
        ] {
            assert_eq!(asked(&local, &[("host", host)]).is_ok(), here, "{host}");
            assert_eq!(
                asked(&exposed, &[("host", host)]).is_ok(),
                there,
                "{host} exposed"
            );
        }
        assert_eq!(asked(&local, &[]), Err(Refusal::Host));
        let twice = [("host", "localhost"), ("host", "evil.example")];
        assert_eq!(asked(&local, &twice), Err(Refusal::Host));
    }

    #[test]
    fn origins() {
        let local = Gate {
            exposed: false,
            name: None,
        };
        for (host, origin, fine) in [
            ("localhost:4280", "http://localhost:4280", true),
            ("LocalHost:4280", "http://localhost:4280", true),
            ("127.0.0.1:4280", "http://127.0.0.1:4280", true),
            ("localhost:80", "http://localhost", true),
            ("localhost", "http://localhost", true),
            ("[::1]:4280", "http://[::1]:4280", true),
            ("localhost:4280", "http://127.0.0.1:4280", false),
            ("localhost:4280", "http://localhost:3000", false),
            ("localhost:4280", "https://localhost:4280", false),
            ("localhost:4280", "http://localhost", false),
            ("localhost:4280", "http://evil.example", false),
            (
                "localhost:4280",
                "http://localhost:4280.evil.example",
                false,
            ),
            (
                "localhost:4280",
                "http://evil.example/localhost:4280",
                false,
            ),
            ("localhost:4280", "null", false),
            ("localhost:4280", "", false),
            ("localhost:4280", "file://", false),
            ("localhost:4280", "vscode-webview://x", false),
        ] {
            let result = asked(&local, &[("host", host), ("origin", origin)]);
            assert_eq!(result.is_ok(), fine, "{host} {origin}");
        }
        let twice = [
            ("host", "localhost"),
            ("origin", "http://localhost"),
            ("origin", "http://evil.example"),
        ];
        assert_eq!(asked(&local, &twice), Err(Refusal::Origin));
    }

    #[test]
    fn requests_of_other_sites_without_an_origin() {
        let local = Gate {
            exposed: false,
            name: None,
        };
        for (site, mode, fine) in [
            ("same-origin", "no-cors", true),
            ("none", "navigate", true),
            ("cross-site", "navigate", true),
            ("cross-site", "no-cors", false),
            ("cross-site", "cors", false),
            ("same-site", "no-cors", false),
            ("same-site", "navigate", true),
        ] {
            let headers = [
                ("host", "localhost"),
                ("sec-fetch-site", site),
                ("sec-fetch-mode", mode),
            ];
            assert_eq!(asked(&local, &headers).is_ok(), fine, "{site} {mode}");
        }
    }
}
