//! Reads emitted pages with a real HTML parser and says what is wrong with them.

use crate::nesting;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::{BTreeMap, BTreeSet};

/// An element with its attributes.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) text: String,
    /// The names of the elements around it, outermost first.
    pub(crate) around: Vec<String>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    fn parent(&self) -> &str {
        self.around.last().map_or("", String::as_str)
    }

    fn is_inside(&self, name: &str) -> bool {
        self.around.iter().any(|outer| outer == name)
    }
}

/// All elements of a page in document order.
pub(crate) fn elements(html: &str) -> Vec<Element> {
    let dom: RcDom =
        html5ever::parse_document(RcDom::default(), Default::default()).one(html.to_owned());
    let mut out = Vec::new();
    walk(&dom.document, &mut Vec::new(), &mut out);
    out
}

/// Adds the elements of a node and gives the text in it.
fn walk(node: &Handle, around: &mut Vec<String>, out: &mut Vec<Element>) -> String {
    if let NodeData::Text { contents } = &node.data {
        return contents.borrow().to_string();
    }
    let mut at = None;
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attributes = attrs
            .borrow()
            .iter()
            .map(|attribute| {
                (
                    attribute.name.local.to_string(),
                    attribute.value.to_string(),
                )
            })
            .collect();
        at = Some(out.len());
        out.push(Element {
            name: name.local.to_string(),
            attributes,
            text: String::new(),
            around: around.clone(),
        });
        around.push(name.local.to_string());
    }
    let mut text = String::new();
    for child in node.children.borrow().iter() {
        text.push_str(&walk(child, around, out));
    }
    if let Some(at) = at {
        around.pop();
        out[at].text.clone_from(&text);
        if !INLINE.contains(&out[at].name.as_str()) {
            text = format!("\n{text}\n");
        }
    }
    text
}

/// Elements that do not end a word.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "u", "var",
];

/// What is wrong with the pages of a site: tags that do not nest, repeated ids, links that lead nowhere, anchors that
/// are missing, inline scripts and styles, event handlers, addresses with a scheme that runs, headings that skip a
/// level, and pages without a title or with several. `files` are the addresses of files that are no pages.
pub(crate) fn faults(pages: &BTreeMap<String, String>, files: &BTreeSet<String>) -> Vec<String> {
    let parsed: BTreeMap<&str, Vec<Element>> = pages
        .iter()
        .map(|(url, html)| (url.as_str(), elements(html)))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = parsed
        .iter()
        .map(|(url, elements)| {
            let ids = elements.iter().map(|element| element.attribute("id"));
            (*url, ids.filter(|id| !id.is_empty()).collect())
        })
        .collect();
    let mut faults = Vec::new();
    for (url, elements) in &parsed {
        let mut found = nesting::faults(&pages[*url]);
        found.extend(page_faults(elements));
        for element in elements {
            found.extend(element_faults(element));
            found.extend(reference_faults(element, &ids[url]));
            for (name, value) in &element.attributes {
                if ADDRESSES.contains(&name.as_str())
                    && let Some(fault) = link_fault(url, value, &ids, files)
                {
                    found.push(format!("{name}={value}: {fault}"));
                }
            }
        }
        faults.extend(found.into_iter().map(|fault| format!("{url}: {fault}")));
    }
    faults
}

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &[
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "longdesc",
    "poster",
    "src",
];

/// Elements that no page has: what they do cannot be left to documents, and the theme needs none of them.
const FORBIDDEN: &[&str] = &[
    "applet", "base", "embed", "frame", "frameset", "iframe", "math", "noscript", "object",
    "portal", "style", "template",
];

/// What the page as a whole lacks.
fn page_faults(elements: &[Element]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, wanted) in [("h1", 1), ("main", 1), ("title", 1)] {
        let of_name = |element: &&Element| element.name == name && !element.is_inside("svg");
        let found: Vec<&Element> = elements.iter().filter(of_name).collect();
        if found.len() != wanted {
            faults.push(format!("{} × {name}", found.len()));
        }
        if found.iter().any(|element| element.text.trim().is_empty()) {
            faults.push(format!("an empty {name}"));
        }
    }
    if !elements
        .iter()
        .any(|element| element.name == "html" && !element.attribute("lang").is_empty())
    {
        faults.push("no language".to_owned());
    }
    if !elements.iter().any(|element| {
        element.attribute("http-equiv") == "Content-Security-Policy"
            && element.attribute("content").contains("script-src 'self'")
    }) {
        faults.push("no policy for scripts".to_owned());
    }
    let mut seen = BTreeSet::new();
    for element in elements {
        if let Some(id) = element.attributes.get("id") {
            if id.is_empty() || id.contains(char::is_whitespace) {
                faults.push(format!("the id {id:?} cannot be linked to"));
            }
            if !seen.insert(id.as_str()) {
                faults.push(format!("the id {id} is used twice"));
            }
        }
    }
    faults.extend(heading_faults(elements));
    faults
}

/// Headings of the content that skip a level on the way down, and empty ones.
fn heading_faults(elements: &[Element]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut before = 0;
    for (index, element) in elements.iter().enumerate() {
        let Some(level) = level(&element.name) else {
            continue;
        };
        let text = element.text.trim();
        // The link to the section itself is no text of it.
        let is_link_only = text == "#"
            && elements[index + 1..]
                .iter()
                .take_while(|inner| inner.around.len() > element.around.len())
                .any(|inner| inner.attribute("class") == "anchor");
        if text.is_empty() || is_link_only {
            faults.push(format!("an empty {}", element.name));
        }
        if !element.is_inside("main") {
            continue;
        }
        if level > before + 1 {
            faults.push(format!("h{level} {text:?} follows h{before}"));
        }
        before = level;
    }
    faults
}

/// The level of a heading by its name.
fn level(name: &str) -> Option<u32> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// What is wrong with an element by itself.
fn element_faults(element: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    let name = element.name.as_str();
    let parent = element.parent();
    if FORBIDDEN.contains(&name) || (name == "script" && element.attribute("src").is_empty()) {
        faults.push(format!("an inline {name}"));
    }
    if matches!(name, "meta" | "link" | "title" | "script")
        && !(element.is_inside("head") || element.is_inside("svg"))
        && !(name == "script" && parent == "body")
    {
        faults.push(format!("{name} outside of the head"));
    }
    if name == "meta"
        && element
            .attribute("http-equiv")
            .eq_ignore_ascii_case("refresh")
    {
        faults.push("meta refresh".to_owned());
    }
    let wanted: &[&str] = match name {
        "li" => &["ul", "ol"],
        "dt" | "dd" => &["dl", "div"],
        "summary" => &["details"],
        "caption" | "thead" | "tbody" | "tfoot" | "colgroup" => &["table"],
        "tr" => &["thead", "tbody", "tfoot"],
        "td" | "th" => &["tr"],
        "figcaption" => &["figure"],
        _ => &[parent],
    };
    if !wanted.contains(&parent) {
        faults.push(format!("{name} in {parent}"));
    }
    let allowed: Option<&[&str]> = match parent {
        "ul" | "ol" => Some(&["li"]),
        "dl" => Some(&["dt", "dd", "div"]),
        _ => None,
    };
    if allowed.is_some_and(|allowed| !allowed.contains(&name)) {
        faults.push(format!("{name} directly in {parent}"));
    }
    if matches!(name, "a" | "button" | "summary")
        && (element.is_inside("a") || element.is_inside("button"))
    {
        faults.push(format!("{name} inside of a link or button"));
    }
    for (attribute, value) in &element.attributes {
        if attribute.starts_with("on") || matches!(attribute.as_str(), "style" | "srcdoc") {
            faults.push(format!("{name} has {attribute}"));
        }
        if attribute.contains(['"', '\'', '<', '=']) {
            faults.push(format!("{name} has an attribute called {attribute:?}"));
        }
        if matches!(attribute.as_str(), "srcset" | "ping" | "xlink:href") {
            faults.push(format!("{name} has {attribute}={value}"));
        }
    }
    if name == "a"
        && element.attribute("href").starts_with("http")
        && !element.attribute("rel").contains("noopener")
    {
        faults.push(format!(
            "a link to {} without noopener",
            element.attribute("href")
        ));
    }
    if name == "img" && !element.attributes.contains_key("alt") {
        faults.push("an image without alternative text".to_owned());
    }
    faults
}

/// Attributes that name ids which the page lacks.
fn reference_faults(element: &Element, ids: &BTreeSet<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    for name in [
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
        "aria-owns",
        "for",
        "headers",
        "list",
        "popovertarget",
    ] {
        for value in element.attribute(name).split_ascii_whitespace() {
            if !ids.contains(value) {
                faults.push(format!("{name} names {value}, which is missing"));
            }
        }
    }
    faults
}

fn link_fault(
    from: &str,
    link: &str,
    ids: &BTreeMap<&str, BTreeSet<&str>>,
    files: &BTreeSet<String>,
) -> Option<&'static str> {
    if link.chars().any(char::is_control) || link.trim() != link {
        return Some("control characters or white space");
    }
    if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or("");
    if path.contains([':', '\\']) || path.starts_with('/') {
        return Some("not relative");
    }
    let mut segments: Vec<&str> = from.split('/').collect();
    if !path.is_empty() {
        segments.pop();
        for segment in path.split('/') {
            if segment == ".." {
                if segments.pop().is_none() {
                    return Some("climbs out of the site");
                }
            } else {
                segments.push(segment);
            }
        }
    }
    let target = segments.join("/");
    let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
    match ids.get(target.as_str()) {
        Some(_) if anchor.is_empty() => None,
        Some(anchors) if anchors.contains(anchor.as_ref()) => None,
        Some(_) => Some("no such anchor"),
        None if files.contains(&target) => None,
        None => Some("no such page"),
    }
}
