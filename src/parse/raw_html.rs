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

/// What is to be written into an open element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Text and what stands in a line of it.
    Phrase,
    /// Paragraphs, lists, tables and the like.
    Flow,
}

/// Whether an element stands within a line of text.
pub(super) fn is_phrase(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "br"
            | "code"
            | "del"
            | "em"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "var"
    )
}

/// Whether `content` may stand directly in an element.
pub(super) fn accepts(name: &str, content: Content) -> bool {
    match name {
        "blockquote" | "dd" | "details" | "div" | "li" | "td" | "th" => true,
        "dl" | "ol" | "table" | "tbody" | "tfoot" | "thead" | "tr" | "ul" => false,
        _ => content == Content::Phrase,
    }
}

/// The elements in one of which an element must stand directly, when it cannot stand anywhere. A row may be written
/// into a table and a cell into a table or its body; what is left out between them is inserted.
pub(super) fn parents(name: &str) -> &'static [&'static str] {
    match name {
        "li" => &["ol", "ul"],
        "dd" | "dt" => &["dl"],
        "summary" => &["details"],
        "caption" | "tbody" | "tfoot" | "thead" => &["table"],
        "tr" => &["table", "tbody", "tfoot", "thead"],
        "td" | "th" => &["table", "tbody", "tfoot", "thead", "tr"],
        _ => &[],
    }
}

/// The text of the character reference at the start of `text`, such as `&amp;` or `&#x1F600;`, and its length. `None`
/// when there is none.
pub(super) fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(40).position(|byte| byte == b';')?;
    let written = text.get(..=end)?;
    let is_reference = written.len() > 2
        && written[1..end]
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    if !is_reference {
        return None;
    }
    // The reader of Markdown knows all names.
    let decoded: String = pulldown_cmark::Parser::new(written)
        .filter_map(|event| match event {
            pulldown_cmark::Event::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect();
    (decoded != written).then_some((decoded, end + 1))
}

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

/// Decodes the character references of an attribute's value, so that a scheme cannot hide behind them.
pub(super) fn decode_entities(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((decoded, length)) = entity(rest).or_else(|| open_entity(rest)) {
            out.push_str(&decoded);
            rest = &rest[length..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// A numeric character reference without the semicolon, which browsers read too.
fn open_entity(text: &str) -> Option<(String, usize)> {
    let body = text.strip_prefix("&#")?;
    let (digits, radix) = body
        .strip_prefix(['x', 'X'])
        .map_or((body, 10), |digits| (digits, 16));
    let length = digits.chars().take_while(|c| c.is_digit(radix)).count();
    let code = u32::from_str_radix(&digits[..length], radix).ok()?;
    let decoded = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    let consumed = text.len() - digits.len() + length;
    Some((decoded.to_string(), consumed))
}
