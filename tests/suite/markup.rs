//! Reads emitted pages with a real HTML parser.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::{BTreeMap, BTreeSet};

/// An element with its attributes.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) text: String,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// All elements of a page in document order.
pub(crate) fn elements(html: &str) -> Vec<Element> {
    let dom: RcDom =
        html5ever::parse_document(RcDom::default(), Default::default()).one(html.to_owned());
    let mut out = Vec::new();
    walk(&dom.document, &mut out);
    out
}

fn walk(node: &Handle, out: &mut Vec<Element>) {
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
        out.push(Element {
            name: name.local.to_string(),
            attributes,
            text: text_of(node),
        });
    }
    for child in node.children.borrow().iter() {
        walk(child, out);
    }
}

fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    if let NodeData::Text { contents } = &node.data {
        text.push_str(&contents.borrow());
    }
    for child in node.children.borrow().iter() {
        text.push_str(&text_of(child));
    }
    text
}

/// What is wrong with the pages of a site: repeated ids, links that lead nowhere, anchors that are missing, inline
/// scripts and styles, event handlers, addresses with a scheme that runs, and pages without a title or with several.
/// `files` are the addresses of files that are no pages.
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
        let mut seen = BTreeSet::new();
        for element in elements {
            let id = element.attribute("id");
            if !id.is_empty() && !seen.insert(id) {
                faults.push(format!("{url}: the id {id} is used twice"));
            }
            for (name, value) in &element.attributes {
                if name.starts_with("on") || name == "style" {
                    faults.push(format!("{url}: {} has {name}", element.name));
                }
                if matches!(name.as_str(), "aria-labelledby" | "popovertarget")
                    && !ids[url].contains(value.as_str())
                {
                    faults.push(format!("{url}: {name} names {value}, which is missing"));
                }
                if !matches!(name.as_str(), "href" | "src") {
                    continue;
                }
                if let Some(fault) = link_fault(url, value, &ids, files) {
                    faults.push(format!("{url}: {name}={value}: {fault}"));
                }
            }
            if element.name == "style"
                || (element.name == "script" && element.attribute("src").is_empty())
            {
                faults.push(format!("{url}: an inline {}", element.name));
            }
        }
        for (name, wanted) in [("h1", 1), ("title", 1), ("main", 1)] {
            // An SVG may have a title of its own.
            let count = elements
                .iter()
                .filter(|element| element.name == name)
                .count();
            if count != wanted {
                faults.push(format!("{url}: {count} × {name}"));
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
    if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or("");
    if path.contains(':') || path.starts_with('/') {
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
    match ids.get(target.as_str()) {
        Some(_) if anchor.is_empty() => None,
        Some(anchors) if anchors.contains(anchor) => None,
        Some(_) => Some("no such anchor"),
        None if files.contains(&target) => None,
        None => Some("no such page"),
    }
}
