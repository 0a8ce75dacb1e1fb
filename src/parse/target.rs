//! What a link's destination or a code span names.

use super::ids;
use crate::model::reference::{Origin, Scope, Target};
use percent_encoding::percent_decode_str;

/// The target of a Markdown link or image.
pub(super) fn of_link(destination: &str, origin: Origin) -> Target {
    // Browsers drop control characters and blanks around and inside a scheme, so they must not hide one here.
    let cleaned: String = destination
        .chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .trim()
        .to_owned();
    if let Some(scheme) = scheme(&cleaned) {
        return match scheme.as_str() {
            "http" | "https" | "mailto" => Target::External(cleaned),
            _ => Target::Unusable(cleaned),
        };
    }
    if cleaned.starts_with("//") {
        return Target::External(format!("https:{cleaned}"));
    }
    if cleaned.starts_with('\\') {
        return Target::Unusable(cleaned);
    }
    let (path, fragment) = cleaned
        .split_once('#')
        .map_or((cleaned.as_str(), None), |(path, fragment)| {
            (path, Some(decode(fragment)))
        });
    let path = path.split('?').next().unwrap_or(path);
    let (path, line) = take_line(path);
    Target::Path {
        path: decode(path).into(),
        fragment: fragment
            .filter(|fragment| !fragment.is_empty())
            .map(String::into_boxed_str),
        line,
        origin,
    }
}

/// The scheme of an address in lower case; a one-letter scheme is a Windows drive.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // `file.rs:12` is a path with a line, `localhost:3000` is no path either way.
    let is_file_with_line = scheme.contains('.')
        && address[scheme.len() + 1..]
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'-' || b == b':');
    (is_scheme && !is_file_with_line).then(|| scheme.to_ascii_lowercase())
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A path without `:12` or `:12-20`, and the line.
fn take_line(path: &str) -> (&str, Option<u32>) {
    let Some((file, suffix)) = path.rsplit_once(':') else {
        return (path, None);
    };
    let first = suffix.split('-').next().unwrap_or("");
    match first.parse() {
        Ok(line) if !file.is_empty() && suffix.bytes().all(|b| b.is_ascii_digit() || b == b'-') => {
            (file, Some(line))
        }
        _ => (path, None),
    }
}

/// Extensions of files that may be documents of a portfolio.
const DOCUMENTS: &[&str] = &[
    "md", "markdown", "mdx", "yaml", "yml", "json", "proto", "graphql", "gql", "sql", "prisma",
    "http", "png", "jpg", "svg", "ts", "h", "cs", "swift",
];

/// The target of a code span: a document or folder, an id, or a feature's folder. `None` for all other code.
pub(super) fn of_code(code: &str) -> Option<Target> {
    let text = code.trim();
    if text.is_empty()
        || text.len() > 200
        || text.contains(|c: char| {
            c.is_whitespace() || matches!(c, '(' | '<' | '*' | '{' | '$' | '"' | '=')
        })
    {
        return None;
    }
    if let Some(id) = ids::at_start(text, 0).filter(|id| id.end == text.len()) {
        return Some(Target::Symbol {
            id: id.of(text).into(),
            scope: Scope::Any,
            feature: None,
        });
    }
    if text.contains("://") || text.starts_with(['/', '-', '@', '#']) {
        return None;
    }
    let (path, fragment) = text
        .split_once('#')
        .map_or((text, None), |(path, fragment)| {
            (path, Some(fragment.to_owned()))
        });
    let (path, line) = take_line(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or(
        "",
        |(stem, extension)| {
            if stem.is_empty() { "" } else { extension }
        },
    );
    let is_document = DOCUMENTS.contains(&extension.to_ascii_lowercase().as_str());
    let is_folder = path.ends_with('/') && path.len() > 2;
    let is_feature = !path.contains('.')
        && path.starts_with(|c: char| c.is_ascii_digit())
        && path.contains('-')
        && path.bytes().filter(u8::is_ascii_lowercase).count() >= 2;
    if is_document || is_folder || (path.contains('/') && is_inside_portfolio(path)) {
        return Some(Target::Path {
            path: path.into(),
            fragment: fragment.map(String::into_boxed_str),
            line,
            origin: Origin::Code,
        });
    }
    is_feature.then(|| Target::Feature {
        name: path.to_owned(),
    })
}

/// Whether a path without a document's extension starts in a folder that portfolios have.
fn is_inside_portfolio(path: &str) -> bool {
    [
        "specs/",
        "contracts/",
        "checklists/",
        "openspec/",
        "kitty-specs/",
        ".kiro/",
        ".specify/",
        "../",
        "./",
        "docs/",
    ]
    .iter()
    .any(|start| path.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_cannot_hide() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            " data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
        ] {
            assert!(
                matches!(of_link(address, Origin::Link), Target::Unusable(_)),
                "{address}"
            );
        }
        assert!(matches!(
            of_link("HTTPS://example.org", Origin::Link),
            Target::External(_)
        ));
    }

    #[test]
    fn paths_lose_lines_and_fragments() {
        let Target::Path {
            path,
            fragment,
            line,
            ..
        } = of_link("../src/a%20b.rs:12#L3", Origin::Link)
        else {
            panic!("a path");
        };
        assert_eq!(
            (&*path, fragment.as_deref(), line),
            ("../src/a b.rs", Some("L3"), Some(12))
        );
    }
}
