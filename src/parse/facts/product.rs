//! Names of languages, libraries, services and platforms in a text: which they are, in which version, and what is said
//! about them in parentheses.

use super::vocabulary::{self, Known};
use crate::model::fact::TechnologyKind;

/// A product that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) name: String,
    /// `None` when only the place says what it is.
    pub(super) kind: Option<TechnologyKind>,
    pub(super) version: Option<String>,
    /// What stands in parentheses behind it, or behind "for".
    pub(super) remark: Option<String>,
}

/// What counts as a name besides those that everybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// Nothing.
    Known,
    /// A name with a version: `go-ais 0.4`.
    Versioned,
    /// Also what looks like the name of a package: `next-auth`, `@scope/name`.
    Open,
}

/// The products that a text enumerates, in order, each once.
pub(super) fn products(text: &str, trust: Trust) -> Vec<Product> {
    let mut found: Vec<Product> = Vec::new();
    for part in parts(text) {
        let (head, inner) = remark(part);
        if let Some(mut product) = product(head, trust) {
            let inner = inner.trim();
            let more = inner_products(inner);
            if product.remark.is_none() && more.is_empty() && is_remark(inner) {
                product.remark = Some(inner.to_owned());
            }
            if product.version.is_none()
                && let Some((version, "")) = version_at(inner)
            {
                product.version = Some(version);
                product.remark = None;
            }
            add(&mut found, product);
            for one in more {
                add(&mut found, one);
            }
        }
    }
    found
}

/// What a text in parentheses names: only products that everybody knows, and only when it names nothing else.
fn inner_products(inner: &str) -> Vec<Product> {
    let all = parts(inner);
    let named: Vec<Product> = all
        .iter()
        .filter_map(|part| product(remark(part).0, Trust::Known))
        .filter(|one| one.remark.is_none())
        .collect();
    if named.len() == all.len() {
        named
    } else {
        Vec::new()
    }
}

fn add(found: &mut Vec<Product>, product: Product) {
    let is_new = found
        .iter()
        .all(|one| !one.name.eq_ignore_ascii_case(&product.name));
    if is_new {
        found.push(product);
    }
}

/// Whether words in parentheses say what something is for, not which variant it is.
fn is_remark(inner: &str) -> bool {
    !inner.is_empty()
        && inner.chars().count() <= 120
        && inner.starts_with(char::is_alphabetic)
        && !inner.starts_with("e.g")
        && !inner.to_lowercase().starts_with("existing")
}

/// The pieces of an enumeration; signs in parentheses do not part.
fn parts(text: &str) -> Vec<&str> {
    const WORDS: &[&str] = &[
        " and ", " or ", " on ", " via ", " with ", " using ", " + ", " / ", " & ", " — ", " – ",
        " - ", ": ", ". ", " → ",
    ];
    let mut parts = Vec::new();
    let mut depth = 0_u32;
    let mut start = 0;
    let mut skip_to = 0;
    for (at, sign) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        match sign {
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '、' | '，' | '；' | '。' | '：' | '|' | '・' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + sign.len_utf8();
            }
            ' ' if depth == 0
                && text[at..].starts_with(" in ")
                && vocabulary::at_start(&text[at + 4..]).is_some() =>
            {
                parts.push(&text[start..at]);
                start = at + 4;
                skip_to = start;
            }
            ' ' | ':' | '.' if depth == 0 => {
                let is_purpose = text[start..at].contains(" for ");
                if let Some(word) = WORDS
                    .iter()
                    .find(|word| text[at..].starts_with(**word))
                    .filter(|word| !is_purpose || !matches!(**word, " and " | " or "))
                {
                    parts.push(&text[start..at]);
                    start = at + word.len();
                    skip_to = start;
                }
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// A piece without its first parentheses, and what stands in them.
fn remark(part: &str) -> (&str, &str) {
    let Some(open) = part.find(['(', '（']) else {
        return (part, "");
    };
    let inner = part[open..].trim_start_matches(['(', '（']);
    let inner = inner
        .rfind([')', '）'])
        .map_or(inner, |close| &inner[..close]);
    (&part[..open], inner)
}

/// The product that a piece begins with.
fn product(piece: &str, trust: Trust) -> Option<Product> {
    let piece = plain_start(piece);
    let known = vocabulary::at_start(piece);
    if let Some((found, length)) = &known {
        let behind = &piece[*length..];
        if let Some(longer) = longer_name(piece, behind, trust) {
            return Some(longer);
        }
        let (version, rest) = match version_at(behind) {
            Some((version, rest)) => (Some(version), rest),
            None => (None, behind),
        };
        return is_free_end(rest).then(|| of_known(found, version, rest));
    }
    if trust == Trust::Known {
        return None;
    }
    let (name, version, rest) = named(piece)?;
    let is_named = match (&version, trust) {
        (Some(_), _) => may_be_name(name),
        (None, Trust::Open) => rest.is_empty() && may_be_name(name) && is_package(name),
        (None, _) => false,
    };
    is_named.then(|| Product {
        name: name.to_owned(),
        kind: None,
        version,
        remark: purpose(rest),
    })
}

fn of_known(known: &Known, version: Option<String>, rest: &str) -> Product {
    Product {
        name: known.name.to_owned(),
        kind: Some(known.kind),
        version,
        remark: purpose(rest),
    }
}

/// `React Navigation v7`: a name that goes on behind a known one, up to a version.
fn longer_name(piece: &str, behind: &str, trust: Trust) -> Option<Product> {
    if trust == Trust::Known || !behind.starts_with(' ') {
        return None;
    }
    let (name, version, _) = named(piece)?;
    let goes_on = name.len() > piece.len() - behind.len();
    (goes_on && version.is_some() && may_be_name(name)).then(|| Product {
        name: name.to_owned(),
        kind: None,
        version,
        remark: None,
    })
}

/// Whether what follows a known name does not turn it into another: a blank and a word of lower case, or nothing.
fn is_free_end(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_none_or(|sign| sign.is_whitespace() || !(sign.is_ascii_alphanumeric() || sign == '-'))
}

/// Name, version and what follows.
fn named(piece: &str) -> Option<(&str, Option<String>, &str)> {
    for (at, _) in piece.match_indices([' ', '@', '^', '~', '>', '=', ':', '≥']) {
        if at == 0 {
            continue;
        }
        if let Some((version, rest)) = version_at(&piece[at..]) {
            return Some((piece[..at].trim(), Some(version), rest));
        }
    }
    let piece = piece.trim_end_matches(['.', ' ', '*']);
    (!piece.is_empty()).then_some((piece, None, ""))
}

/// What "for" or "to" behind a name introduces.
fn purpose(rest: &str) -> Option<String> {
    let rest = rest.trim();
    let text = ["for ", "to "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))?
        .trim_end_matches('.');
    (!text.is_empty() && text.chars().count() <= 120).then(|| text.to_owned())
}

/// Takes articles and the like off the start of a piece.
fn plain_start(piece: &str) -> &str {
    const FILLERS: &[&str] = &[
        "existing ",
        "the ",
        "a ",
        "an ",
        "latest ",
        "new ",
        "local ",
        "managed ",
        "in-cluster ",
        "既有",
        "現有",
        "現有的",
        "既存の",
        "기존 ",
    ];
    let mut piece = piece.trim().trim_start_matches(['*', '_', '-', ' ', '•']);
    while let Some(rest) = FILLERS.iter().find_map(|filler| {
        piece
            .get(..filler.len())
            .filter(|start| start.eq_ignore_ascii_case(filler))
            .map(|_| &piece[filler.len()..])
    }) {
        piece = rest.trim_start();
    }
    piece
}

/// A version at the start of a text, and what follows: ` 3.11+ rest`, `@^2.0`, ` >= 18`, ` v4`, ` 5.x`.
pub(super) fn version_at(text: &str) -> Option<(String, &str)> {
    let bare = text.trim_start_matches([' ', '@', ':', '=', '`', 'v', 'V']);
    let bare = bare
        .strip_prefix("ersion ")
        .or_else(|| bare.strip_prefix("ersions "))
        .unwrap_or(bare);
    let signs = bare.len()
        - bare
            .trim_start_matches(['^', '~', '>', '<', '=', '≥', ' '])
            .len();
    let (sign, digits) = bare.split_at(signs);
    let digits = digits.strip_prefix('v').unwrap_or(digits);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = digits
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '*' | '_')))
        .unwrap_or(digits.len());
    let word = digits[..end].trim_end_matches(['.', '-']);
    let rest = &digits[word.len()..];
    if !is_version(word) || has_unit(rest) {
        return None;
    }
    let sign = sign.trim();
    Some((format!("{sign}{word}"), rest.trim_start_matches('`')))
}

/// `3`, `3.11`, `5.x`, `15+`, `1.0-rc.2`, `18.3-alpine`; no `5min`, `2nd`, `70%`.
fn is_version(word: &str) -> bool {
    let (numbers, tail) = word.split_once('-').unwrap_or((word, ""));
    let numbers = numbers.trim_end_matches('+');
    let is_number = numbers.split('.').all(|part| {
        !part.is_empty()
            && (part.bytes().all(|b| b.is_ascii_digit()) || matches!(part, "x" | "X" | "*"))
    });
    let is_short = numbers.len() <= 14 && tail.len() <= 14;
    let is_range_of_numbers =
        !tail.is_empty() && tail.bytes().all(|b| b.is_ascii_digit()) && !numbers.contains('.');
    // "(019)" is a feature.
    let is_padded = numbers.len() > 1 && numbers.starts_with('0') && !numbers.contains('.');
    is_number && is_short && !is_padded && !is_range_of_numbers
}

/// What numbers count.
const UNITS: &[&str] = &[
    "ms",
    "s",
    "min",
    "minutes",
    "h",
    "hours",
    "days",
    "mb",
    "gb",
    "kb",
    "tb",
    "users",
    "items",
    "rows",
    "tests",
    "files",
    "new",
    "lines",
    "endpoints",
    "tables",
    "columns",
    "levels",
    "times",
    "seconds",
    "cores",
    "nodes",
    "replicas",
    "instances",
    "vcpu",
    "tier",
    "languages",
];

/// Whether a number is followed by what it counts.
fn has_unit(rest: &str) -> bool {
    if rest.starts_with(['%', '€', '$', '/']) {
        return true;
    }
    let word: String = rest
        .trim_start()
        .chars()
        .take_while(|sign| sign.is_alphabetic())
        .collect();
    UNITS.contains(&word.to_lowercase().as_str())
}

/// Whether a text may be the name of a product: one to three words that begin with capitals, or one package name.
fn may_be_name(name: &str) -> bool {
    const NEVER: &[&str] = &[
        "principle",
        "feature",
        "spec",
        "phase",
        "section",
        "line",
        "version",
        "chapter",
        "story",
        "task",
        "step",
        "wcag",
        "level",
        "rfc",
        "iso",
        "stage",
        "sprint",
        "option",
        "decision",
        "day",
        "week",
        "top",
        "only",
        "none",
        "max",
        "min",
        "http",
        "https",
        "port",
        "article",
        "new",
        "no",
        "not",
        "all",
        "each",
        "any",
        "see",
        "per",
        "existing",
        "built-in",
        "internal",
        "standard",
        "standards",
        "n/a",
        "na",
        "tbd",
        "async",
        "sync",
        "module",
        "modules",
        "backend",
        "frontend",
        "client",
        "server",
        "web",
        "mobile",
        "api",
        "apis",
        "cli",
        "ui",
        "database",
        "db",
        "library",
        "libraries",
        "framework",
        "package",
        "packages",
        "production",
        "development",
        "test",
        "tests",
        "hooks",
        "files",
        "file",
        "same",
        "this",
        "that",
        "browser",
        "browsers",
        "node_modules",
        "utilities",
        "other",
        "others",
        "etc",
        "fe",
        "be",
        "service",
        "services",
        "runtime",
        "add",
        "added",
        "dev",
        "optional",
        "required",
    ];
    let words: Vec<&str> = name.split(' ').collect();
    let is_sized = (1..=3).contains(&words.len()) && name.chars().count() <= 40;
    let is_word = |word: &&str| {
        let mut signs = word.chars();
        let first = signs.next().unwrap_or(' ');
        let is_plain = word.chars().all(|sign| {
            sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_' | '#' | '+' | '@' | '/')
        });
        is_plain
            && (first.is_ascii_alphabetic() || matches!(first, '@' | '.'))
            && !NEVER.contains(&word.to_lowercase().as_str())
    };
    let has_capitals = words.len() == 1
        || words
            .iter()
            .all(|word| word.starts_with(|c: char| c.is_ascii_uppercase() || c == '.'));
    is_sized && has_capitals && words.iter().all(is_word) && !is_code(name)
}

/// Whether a name belongs to the plan's own code: a path, a file, a class by its role.
fn is_code(name: &str) -> bool {
    const FILES: &[&str] = &[
        ".ts", ".js", ".md", ".py", ".cs", ".json", ".html", ".css", ".tsx", ".jsx", ".yml",
        ".yaml", ".rs", ".go", ".txt", ".sh", ".cpp", ".h", ".mjs", ".sql", ".toml", ".csproj",
        ".resx",
    ];
    const ROLES: &[&str] = &[
        "Service",
        "Manager",
        "Controller",
        "Repository",
        "Handler",
        "Factory",
        "Provider",
        "Middleware",
        "Options",
        "Context",
        "Interceptor",
        "Helper",
        "Model",
        "Models",
        "Component",
        "Store",
        "Builder",
        "Principles",
        "Registry",
        "Events",
        "Entity",
    ];
    const OURS: &[&str] = &[
        "Next.js",
        "Vue.js",
        "Node.js",
        "Nuxt.js",
        "Express.js",
        "Three.js",
        "D3.js",
        "Chart.js",
        "Alpine.js",
        "Ember.js",
        "Backbone.js",
        "coverage.py",
        "discord.py",
        "Day.js",
        "Moment.js",
        "Socket.js",
    ];
    let has_path = name.contains('/') && !(name.starts_with('@') && name.matches('/').count() == 1);
    let is_role = ROLES
        .iter()
        .any(|role| name.ends_with(role) && name.len() > role.len() && !name.contains(' '));
    let is_file = FILES.iter().any(|end| name.to_lowercase().ends_with(end))
        && !OURS.contains(&name)
        || name.starts_with("./");
    has_path || is_role || is_file || name.ends_with("()") || name.contains("..")
}

/// Whether a name without a version is that of a package: `next-auth`, `@scope/name`, `Asp.Versioning.Mvc`. Other
/// words may be anything.
fn is_package(name: &str) -> bool {
    const ORDINARY: &[&str] = &[
        "in", "from", "of", "to", "by", "based", "only", "side", "level", "first", "per", "end",
        "time", "built", "cluster", "hoc", "free", "wide", "party", "source", "aware", "safe",
        "ready", "driven", "tier", "user", "facing", "pre", "post", "non", "multi", "re",
    ];
    let is_hyphened = name.contains('-')
        && !name.contains(|sign: char| sign.is_ascii_uppercase())
        && !name.split('-').any(|word| ORDINARY.contains(&word));
    let is_dotted = name.split('.').count() >= 2
        && name
            .split('.')
            .all(|part| part.starts_with(|sign: char| sign.is_ascii_uppercase()));
    let is_scoped = name.starts_with('@') && name.contains('/') && !name.ends_with('/');
    !name.contains(' ') && (is_hyphened || is_dotted || is_scoped)
}

#[cfg(test)]
mod tests {
    use super::{Trust, products, version_at};

    fn names(text: &str, trust: Trust) -> String {
        products(text, trust)
            .iter()
            .map(|one| match &one.version {
                Some(version) => format!("{}@{version}", one.name),
                None => one.name.clone(),
            })
            .collect::<Vec<_>>()
            .join(" | ")
    }

    #[test]
    fn enumerations() {
        for (text, trust, expected) in [
            ("Python 3.11", Trust::Known, "Python@3.11"),
            (
                "Go 1.25 (service), TypeScript 5.9 (rider app)",
                Trust::Known,
                "Go@1.25 | TypeScript@5.9",
            ),
            (
                "C# 13 on .NET 10 (backend)",
                Trust::Known,
                "C#@13 | .NET@10",
            ),
            (
                "FastAPI, SQLAlchemy 2.0; pydantic, next-auth, signals",
                Trust::Open,
                "FastAPI | SQLAlchemy@2.0 | Pydantic | next-auth",
            ),
            (
                "wazero 1.9 to run the calculation",
                Trust::Open,
                "wazero@1.9",
            ),
            (
                "React Navigation v7, Tailwind CSS 4",
                Trust::Open,
                "React Navigation@7 | Tailwind CSS@4",
            ),
            (
                "a golden table of 412 prices, property tests",
                Trust::Versioned,
                "",
            ),
            ("N/A", Trust::Open, ""),
            (
                "YAML files in the repository; quotes in memory",
                Trust::Versioned,
                "YAML",
            ),
            ("no Redis, nothing new", Trust::Open, ""),
            ("Redis with 5min TTL", Trust::Known, "Redis"),
            ("src/app/main.ts, AuthService", Trust::Open, ""),
        ] {
            assert_eq!(names(text, trust), expected, "{text}");
        }
    }

    #[test]
    fn versions() {
        for (text, expected) in [
            (" 3.11+ and more", Some("3.11+")),
            ("@^2.0", Some("^2.0")),
            (" >= 18", Some(">=18")),
            (" v4", Some("4")),
            (" 5.x", Some("5.x")),
            (" 200 ms", None),
            (" 70%", None),
            (" 2-3", None),
            (" 5min", None),
        ] {
            assert_eq!(
                version_at(text).map(|(version, _)| version).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
