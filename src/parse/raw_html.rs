//! Raw HTML in documents: which tags may stay, and with which attributes.
//!
//! An allow-list, since documents are not trusted: everything else is shown as text, because most unknown tags in plans
//! are placeholders such as `<id>` or types such as `List<T>` that would vanish otherwise.

/// A tag found in raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawTag<'a> {
    /// The element's name in lower case, when it is on the allow-list.
    pub(super) name: &'static str,
    /// Whether it is an end tag.
    pub(super) closes: bool,
    /// The attributes as written.
    pub(super) attributes: &'a str,
}

/// Elements that may stay. Void elements have no end tag.
const ALLOWED: &[(&str, bool)] = &[
    ("a", false),
    ("abbr", false),
    ("b", false),
    ("blockquote", false),
    ("br", true),
    ("caption", false),
    ("code", false),
    ("dd", false),
    ("del", false),
    ("details", false),
    ("div", false),
    ("dl", false),
    ("dt", false),
    ("em", false),
    ("h1", false),
    ("h2", false),
    ("h3", false),
    ("h4", false),
    ("h5", false),
    ("h6", false),
    ("hr", true),
    ("i", false),
    ("img", true),
    ("ins", false),
    ("kbd", false),
    ("li", false),
    ("mark", false),
    ("ol", false),
    ("p", false),
    ("pre", false),
    ("q", false),
    ("s", false),
    ("samp", false),
    ("small", false),
    ("span", false),
    ("strong", false),
    ("sub", false),
    ("summary", false),
    ("sup", false),
    ("table", false),
    ("tbody", false),
    ("td", false),
    ("tfoot", false),
    ("th", false),
    ("thead", false),
    ("tr", false),
    ("u", false),
    ("ul", false),
    ("var", false),
];

/// Whether an element has no end tag.
pub(super) fn is_void(name: &str) -> bool {
    ALLOWED.iter().any(|&(known, void)| void && known == name)
}

/// Reads one tag at the start of `html`. `None` when it is no tag or not on the allow-list.
pub(super) fn tag(html: &str) -> Option<(RawTag<'_>, usize)> {
    let rest = html.strip_prefix('<')?;
    let (closes, rest) = rest
        .strip_prefix('/')
        .map_or((false, rest), |rest| (true, rest));
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = ALLOWED
        .iter()
        .map(|&(known, _)| known)
        .find(|known| known.eq_ignore_ascii_case(&rest[..length]))?;
    let end = tag_end(rest, length)?;
    let attributes = rest[length..end].trim().trim_end_matches('/');
    if !attributes.is_empty() && !rest[length..].starts_with([' ', '\t', '\n', '/']) {
        return None;
    }
    let consumed = html.len() - rest.len() + end + 1;
    Some((
        RawTag {
            name,
            closes,
            attributes,
        },
        consumed,
    ))
}

/// The offset of the `>` that ends a tag, quotes respected.
fn tag_end(rest: &str, from: usize) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'<') => return None,
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The value of an attribute, entities not decoded.
pub(super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let name_length = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let name = &rest[..name_length];
        rest = rest[name_length..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            if let Some(quote) = after.chars().next().filter(|&c| c == '"' || c == '\'') {
                let inner = &after[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                value = &inner[..end];
                rest = inner.get(end + 1..).unwrap_or("");
            } else {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                value = &after[..end];
                rest = &after[end..];
            }
        }
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        if name.is_empty() && value.is_empty() {
            // A stray quote or the like: step over it, so that the loop ends.
            let step = rest.chars().next().map_or(0, char::len_utf8);
            rest = &rest[step..];
        }
        rest = rest.trim_start();
    }
    None
}

/// Whether the tag at the start of `html` is on the allow-list, or a comment.
pub(super) fn is_allowed(html: &str) -> bool {
    html.starts_with("<!--") || tag(html).is_some()
}

/// Whether `html` is a `<br>`.
pub(super) fn is_line_break(html: &str) -> bool {
    tag(html).is_some_and(|(tag, _)| tag.name == "br")
}

/// Decodes the few entities that occur in attribute values, so that a scheme cannot hide behind them.
pub(super) fn decode_entities(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let body_end = rest[1..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'))
            .map_or(rest.len(), |end| end + 1);
        let body = &rest[1..body_end];
        let decoded = match body {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "colon" => Some(':'),
            "Tab" => Some('\t'),
            "NewLine" => Some('\n'),
            _ => body.strip_prefix('#').and_then(|number| {
                let code = number.strip_prefix(['x', 'X']).map_or_else(
                    || number.parse().ok(),
                    |hex| u32::from_str_radix(hex, 16).ok(),
                );
                code.and_then(char::from_u32)
            }),
        };
        if let Some(character) = decoded {
            out.push(character);
            rest = &rest[body_end..];
            rest = rest.strip_prefix(';').unwrap_or(rest);
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}
