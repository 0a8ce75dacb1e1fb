//! Filling the holes of parsed bodies.

use super::picture;
use super::scene::{Addresses, View};
use crate::base::markup::{escape_into, escape_text_into};
use crate::config::Config;
use crate::model::document::{Body, CodeBlock, Document, Fill};
use crate::model::portfolio::BackReference;
use crate::model::reference::{Link, Reference, Target};
use crate::model::source::{DocId, Format};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

/// The HTML of a body of `document`, with links as seen from the page of the view.
pub fn fill(view: &View<'_>, document: &Document, body: &Body) -> String {
    let links = &view.scene.portfolio.links[document.id.index()];
    let mut out = String::with_capacity(body.html.len() + body.holes.len() * 48);
    let mut from = 0;
    let mut open = Vec::new();
    let mut addresses = Addresses::new(view);
    for hole in &body.holes {
        let at = hole.at as usize;
        out.push_str(&body.html[from..at]);
        from = at;
        match hole.fill {
            Fill::LinkStart(index) => {
                let reference = &document.references[index as usize];
                let link = links.get(index as usize).unwrap_or(&Link::Text);
                open.push(start_link(&mut out, view, &mut addresses, reference, link));
            }
            Fill::LinkEnd(_) => {
                if open.pop() == Some(true) {
                    out.push_str("</a>");
                }
            }
            Fill::Image(index) => {
                let reference = &document.references[index as usize];
                let answer = links.get(index as usize);
                // A link may not stand in a link.
                let may_link = !open.contains(&true);
                let link = answer.filter(|answer| may_link || shows_image(view, answer));
                image(&mut out, view, &mut addresses, reference, link);
            }
            Fill::BackReferences(index) => {
                back_references(&mut out, view, &mut addresses, document, index as usize);
            }
            Fill::Code(index) => {
                if let Some(block) = document.code_blocks.get(index as usize) {
                    code(&mut out, view, document, block);
                }
            }
            Fill::Text(word) => escape_into(&mut out, view.scene.strings().text(word.key())),
            Fill::Line(line) => source_line(&mut out, view, document, line),
            Fill::Diagram(index) => {
                if let Some(diagram) = document.diagrams.get(index as usize) {
                    picture::figure(&mut out, view, document, diagram);
                }
            }
        }
    }
    out.push_str(&body.html[from..]);
    out
}

/// The number of a line in the margin.
fn source_line(out: &mut String, view: &View<'_>, document: &Document, line: u32) {
    let word = view.scene.strings().text("source_line");
    let url = repository_url(view.scene.config, document.path.as_str(), Some(line));
    if let Some(url) = &url {
        out.push_str("<a class=\"id line\" rel=\"noopener noreferrer\" href=\"");
        escape_into(out, url);
    } else {
        out.push_str("<span class=\"id line");
    }
    out.push_str("\"><span class=\"vh\">");
    escape_into(out, word);
    let _ = write!(
        out,
        " </span>{line}</{}>",
        if url.is_some() { "a" } else { "span" }
    );
}

/// Opens a link unless the reference stays text; whether it did.
fn start_link(
    out: &mut String,
    view: &View<'_>,
    addresses: &mut Addresses<'_>,
    reference: &Reference,
    link: &Link,
) -> bool {
    let start = out.len();
    out.push_str(match reference.target {
        Target::Symbol { .. } => "<a class=\"id\" href=\"",
        _ => "<a href=\"",
    });
    let found = match link {
        Link::Document { document, anchor } => {
            addresses.push(out, *document, anchor.as_deref().unwrap_or(""));
            true
        }
        link => href(view, reference, link).is_some_and(|href| {
            escape_into(out, &href);
            true
        }),
    };
    if !found {
        out.truncate(start);
        return false;
    }
    out.push_str(if matches!(link, Link::External(_) | Link::Repository(_)) {
        "\" rel=\"noopener noreferrer\">"
    } else {
        "\">"
    });
    true
}

/// The address that a reference leads to when that is no document, or `None` when it stays text.
fn href(view: &View<'_>, reference: &Reference, link: &Link) -> Option<String> {
    let site = view.scene.site;
    match link {
        Link::Feature(feature) => Some(view.feature(*feature, "")),
        Link::Folder(path) => site.folders.get(path).map(|url| view.address(url, "")),
        Link::Asset(index) => site
            .assets
            .get(*index as usize)
            .map(|url| view.address(url, "")),
        Link::External(url) => Some(url.clone()),
        Link::Repository(path) => {
            let number = match &reference.target {
                Target::Path { line, .. } => *line,
                _ => None,
            };
            repository_url(view.scene.config, path, number)
        }
        Link::Document { .. } | Link::Text => None,
    }
}

/// The address of a file in the repository's web view; `None` without `repo_url`.
pub(super) fn repository_url(config: &Config, path: &str, line: Option<u32>) -> Option<String> {
    let base = config.repo_url.as_deref()?.trim_end_matches('/');
    let mut url = base.to_owned();
    let names_branch = ["/blob/", "/tree/", "/src/", "/raw/"]
        .iter()
        .any(|part| base.contains(part));
    if !names_branch {
        url.push_str("/blob/HEAD");
    }
    url.push('/');
    url.extend(percent_encoding::utf8_percent_encode(
        path.trim_start_matches('/'),
        PATH,
    ));
    if let Some(line) = line {
        let _ = write!(url, "#L{line}");
    }
    Some(url)
}

/// What must be escaped in the path of an address.
const PATH: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

/// Whether an image is shown as such rather than as a link to it.
fn shows_image(view: &View<'_>, link: &Link) -> bool {
    match link {
        Link::Asset(index) => (*index as usize) < view.scene.site.assets.len(),
        Link::External(_) => view.scene.config.remote_images,
        _ => false,
    }
}

fn image(
    out: &mut String,
    view: &View<'_>,
    addresses: &mut Addresses<'_>,
    reference: &Reference,
    link: Option<&Link>,
) {
    let alternative = &reference.alternative;
    let mut show = |url: &str| {
        out.push_str("<img src=\"");
        escape_into(out, url);
        out.push_str("\" alt=\"");
        escape_into(out, alternative);
        out.push_str("\" loading=\"lazy\">");
    };
    match link {
        Some(Link::Asset(index)) if (*index as usize) < view.scene.site.assets.len() => {
            let url = view.address(&view.scene.site.assets[*index as usize], "");
            show(&url);
        }
        Some(Link::External(url)) if view.scene.config.remote_images => show(url),
        link => {
            let link = link.unwrap_or(&Link::Text);
            let is_link = start_link(out, view, addresses, reference, link);
            let text = if alternative.is_empty() {
                view.scene.strings().text("image")
            } else {
                alternative
            };
            escape_into(out, text);
            if is_link {
                out.push_str("</a>");
            }
        }
    }
}

fn code(out: &mut String, view: &View<'_>, document: &Document, block: &CodeBlock) {
    let strings = view.scene.strings();
    out.push_str("<figure class=\"code\">");
    if !block.language.is_empty() {
        out.push_str("<figcaption><span>");
        escape_into(out, &block.language);
        out.push_str("</span></figcaption>");
    }
    out.push_str("<pre tabindex=\"0\" role=\"group\" aria-label=\"");
    escape_into(out, strings.text("code"));
    if !block.language.is_empty() {
        out.push_str(", ");
        escape_into(out, &block.language);
    }
    out.push_str("\"><code>");
    let html = code_html(view, block);
    let is_source = document.format != Format::Markdown
        && document
            .code_blocks
            .first()
            .is_some_and(|source| std::ptr::eq(source, block));
    if is_source {
        source_lines(out, document, block.line, &html);
    } else {
        out.push_str(&html);
    }
    out.push_str("</code></pre></figure>");
}

/// The text of a code block, highlighted where its language is known.
pub(super) fn code_html<'v>(view: &View<'v>, block: &CodeBlock) -> Cow<'v, str> {
    view.scene.code.html(block).unwrap_or_else(|| {
        let mut plain = String::with_capacity(block.text.len() + block.text.len() / 8);
        escape_text_into(&mut plain, &block.text);
        Cow::Owned(plain)
    })
}

/// The lines of a contract file; those that sections of the page lead to have an id.
fn source_lines(out: &mut String, document: &Document, first: u32, html: &str) {
    let Some(contract) = &document.contract else {
        out.push_str(html);
        return;
    };
    let operations = contract.operations.iter().map(|operation| operation.line);
    let types = contract.types.iter().map(|definition| definition.line);
    let mut wanted: Vec<u32> = operations.chain(types).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut wanted = wanted.into_iter().peekable();
    for (number, line) in (first..).zip(html.split_inclusive('\n')) {
        let is_wanted = wanted.next_if(|&line| line <= number).is_some();
        if is_wanted {
            let _ = write!(out, "<span class=\"ln\" id=\"{}\">", line_anchor(number));
        }
        out.push_str(line);
        if is_wanted {
            out.push_str("</span>");
        }
    }
}

/// The anchor of a line in the source of a contract.
pub(super) fn line_anchor(line: u32) -> String {
    format!("pf.l{line}")
}

/// The places that refer to a fact, one list item per document.
fn back_references(
    out: &mut String,
    view: &View<'_>,
    addresses: &mut Addresses<'_>,
    document: &Document,
    index: usize,
) {
    let scene = view.scene;
    let Some(anchor) = document.fact_anchors.get(index) else {
        return;
    };
    let Some(all) = scene
        .portfolio
        .back_references
        .get(document.id.index())
        .and_then(|references| references.get(anchor))
    else {
        return;
    };
    let mut seen = HashSet::new();
    let mut places: Vec<&BackReference> = Vec::new();
    for reference in all {
        let itself = reference.document == document.id && *reference.anchor == **anchor;
        let place = (reference.document, &*reference.anchor);
        // The one before it is the likeliest to be the same.
        let is_known = |known: &&BackReference| (known.document, &*known.anchor) == place;
        if !itself && !places.last().is_some_and(is_known) && seen.insert(place) {
            places.push(reference);
        }
    }
    if places.is_empty() {
        return;
    }
    out.push_str("<details class=\"refs\"><summary>");
    escape_into(
        out,
        &scene.strings().count(places.len() as u64, "references"),
    );
    out.push_str("</summary><ul>");
    let mut current: Option<DocId> = None;
    for place in places {
        if current == Some(place.document) {
            out.push_str(", ");
        } else {
            if current.is_some() {
                out.push_str("</li>");
            }
            out.push_str("<li>");
            document_label(out, view, document, place.document);
            current = Some(place.document);
        }
        place_link(out, view, addresses, place);
    }
    out.push_str("</li></ul></details>");
}

/// The short name of a referring document, with its feature when that is another one.
fn document_label(out: &mut String, view: &View<'_>, from: &Document, id: DocId) {
    let scene = view.scene;
    let other = scene.portfolio.document(id);
    if other.feature != from.feature
        && let Some(feature) = other.feature
    {
        let feature = scene.portfolio.feature(feature);
        if let Some(number) = &feature.folder.number {
            escape_into(out, number);
            out.push(' ');
        }
        escape_into(out, &feature.title);
        out.push_str(", ");
    }
    escape_into(out, scene.shared.label(id));
    out.push_str(": ");
}

fn place_link(
    out: &mut String,
    view: &View<'_>,
    addresses: &mut Addresses<'_>,
    place: &BackReference,
) {
    let scene = view.scene;
    let document = scene.portfolio.document(place.document);
    let label = scene.shared.place(document, &place.anchor);
    out.push_str(if label.as_ref().is_some_and(|label| label.is_id) {
        "<a class=\"id\" href=\""
    } else {
        "<a href=\""
    });
    addresses.push(out, place.document, &place.anchor);
    out.push_str("\">");
    if let Some(label) = label {
        escape_into(out, &label.text);
    } else {
        let _ = write!(out, "{} {}", scene.strings().text("line"), place.line);
    }
    out.push_str("</a>");
}
