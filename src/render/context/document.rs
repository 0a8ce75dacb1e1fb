//! The page of a document.

use super::chrome::{self, Crumb, Page};
use super::contract;
use super::finding::{self, Finding};
use super::reference::{FeatureName, StatusName};
use super::side;
use crate::model::document::{Document, Section, StatusValue};
use crate::model::portfolio::Feature;
use crate::model::site;
use crate::model::source::{DocId, DocumentKind, Format};
use crate::render::body;
use crate::render::label;
use crate::render::map;
use crate::render::scene::{Scene, View};
use serde::Serialize;

/// The document of a page: `document`. The templates are `document.html` for Markdown and `contract.html` for other
/// files, which gets `contract` too when its language is understood; both get `side` when the document belongs to a feature.
#[derive(Debug, Serialize)]
pub struct DocumentPage<'a> {
    /// The kind as portfolio.json names it; its text has the key `kind_<kind>`, the longer one `eyebrow_<kind>`.
    pub kind: &'static str,
    /// The title.
    pub title: &'a str,
    /// The anchor of the title, when the document writes it as a heading.
    pub anchor: Option<&'a str>,
    /// The short name in navigation.
    pub label: &'a str,
    /// The file's own name.
    pub file: &'a str,
    /// The path below SOURCE.
    pub path: &'a str,
    /// The feature.
    pub feature: Option<FeatureName>,
    /// The status, when the document states one.
    pub status: Option<StatusName>,
    /// The status as written, safe HTML, when it says more than one word.
    pub status_html: Option<String>,
    /// The metadata block and front matter.
    pub properties: Vec<PropertyRow<'a>>,
    /// The day of the last change, when the history tells it.
    pub changed: Option<&'a str>,
    /// Words.
    pub words: u32,
    /// Minutes of reading at 230 words a minute, at least 1.
    pub minutes: u32,
    /// Lines of a contract file; 0 for Markdown.
    pub lines: u32,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// The body, safe HTML.
    pub body_html: String,
    /// A picture made of its facts, safe HTML: entities with their relations, or tasks that wait for others.
    pub picture_html: Option<String>,
    /// The contents: second-level headings with their third-level ones.
    pub contents: Vec<ContentsEntry<'a>>,
    /// The previous document in reading order.
    pub previous: Option<Neighbour>,
    /// The next document in reading order.
    pub next: Option<Neighbour>,
    /// The address of the source in the repository.
    pub source_url: Option<String>,
    /// The address of the raw file beside the page, for contracts.
    pub raw_url: Option<String>,
    /// The name of the raw file.
    pub raw_name: Option<String>,
    /// What planfolio found wrong with it.
    pub findings: Vec<Finding>,
}

/// A line of the property list.
#[derive(Debug, Serialize)]
pub struct PropertyRow<'a> {
    /// The name as written.
    pub name: &'a str,
    /// The value, safe HTML.
    pub value_html: String,
    /// Whether the value needs a line of its own.
    pub is_long: bool,
}

/// A heading in the contents.
#[derive(Debug, Serialize)]
pub struct ContentsEntry<'a> {
    /// The heading.
    pub title: &'a str,
    /// Its anchor without `#`.
    pub anchor: &'a str,
    /// Headings below it.
    pub children: Vec<ContentsEntry<'a>>,
}

/// A neighbour in reading order.
#[derive(Debug, Serialize)]
pub struct Neighbour {
    /// Its short name.
    pub label: String,
    /// Its relative address.
    pub url: String,
}

/// What planfolio draws of the facts of a document.
fn picture(view: &View<'_>, feature: &Feature, document: &Document) -> Option<String> {
    match document.kind {
        DocumentKind::DataModel => map::entities::picture(view, feature, document),
        DocumentKind::Tasks => map::tasks::picture(view, feature, document.id),
        _ => None,
    }
}

/// Fills the context of a document's page and names its template.
pub(in crate::render) fn fill(
    scene: &Scene<'_>,
    page: &site::Page,
    id: DocId,
    context: &mut tera::Context,
) -> &'static str {
    let view = View {
        scene,
        from: &page.url,
    };
    let portfolio = scene.portfolio;
    let document = portfolio.document(id);
    let feature = document.feature.map(|feature| portfolio.feature(feature));
    let label = scene.shared.label(id);
    let is_contract = document.format != Format::Markdown;

    let order: &[DocId] = feature.map_or(&portfolio.own_documents, |feature| &feature.documents);
    let position = order.iter().position(|&other| other == id);
    let neighbour = |at: Option<usize>| {
        at.and_then(|at| order.get(at)).map(|&other| Neighbour {
            label: scene.shared.label(other).to_owned(),
            url: view.document(other, ""),
        })
    };
    let raw = scene.site.raw[id.index()].as_deref();
    let lines = if is_contract {
        let text = document.code_blocks.first().map_or("", |block| &block.text);
        text.lines().count()
    } else {
        0
    };
    let value = DocumentPage {
        kind: document.kind.word(),
        title: &document.title,
        anchor: title_anchor(document),
        label,
        file: document.path.name(),
        path: document.path.as_str(),
        feature: feature.map(|feature| FeatureName::of(&view, feature.id)),
        status: document.status.as_ref().map(StatusName::of),
        status_html: document
            .properties
            .iter()
            .find(|property| {
                repeats_status(document, &property.value)
                    && says_more_than_status(document, &property.value)
            })
            .map(|property| body::fill(&view, document, &property.body)),
        properties: document
            .properties
            .iter()
            .filter(|property| !repeats_status(document, &property.value))
            .map(|property| PropertyRow {
                name: &property.name,
                value_html: body::fill(&view, document, &property.body),
                is_long: is_long(&property.value),
            })
            .collect(),
        changed: portfolio.changed(id),
        words: document.words,
        minutes: document.words.div_ceil(230).max(1),
        lines: lines as u32,
        bytes: document.bytes,
        body_html: body::fill(&view, document, &document.body),
        picture_html: feature.and_then(|feature| picture(&view, feature, document)),
        contents: contents(&document.sections),
        previous: neighbour(position.and_then(|at| at.checked_sub(1))),
        next: neighbour(position.map(|at| at + 1)),
        source_url: body::repository_url(scene.config, document.path.as_str(), None),
        raw_url: raw.map(|raw| view.address(raw, "")),
        raw_name: raw.map(|raw| raw.rsplit('/').next().unwrap_or(raw).to_owned()),
        findings: scene.shared.diagnostics[id.index()]
            .iter()
            .map(|&at| finding::of(&view, at))
            .collect(),
    };

    let mut crumbs = vec![chrome::home(&view)];
    if let Some(feature) = &value.feature {
        crumbs.push(Crumb {
            text: feature.full(),
            url: Some(feature.url.clone()),
        });
    } else {
        crumbs.push(Crumb {
            text: scene.strings().text("own_documents").to_owned(),
            url: Some(view.address("_/index.html", "")),
        });
    }
    for segment in document.inner.parent().segments() {
        crumbs.push(Crumb {
            text: label::from_name(segment),
            url: None,
        });
    }
    crumbs.push(Crumb {
        text: label.to_owned(),
        url: None,
    });
    let title = match &value.feature {
        Some(feature) => format!("{label}, {}", feature.full()),
        None => label.to_owned(),
    };
    chrome::fill(
        context,
        &view,
        &Page {
            title: &title,
            description: document.summary.as_deref().unwrap_or(""),
            name: "",
            crumbs,
        },
    );
    if let Some(feature) = feature {
        context.insert("side", &side::column(&view, feature, Some(id)));
    }
    context.insert("document", &value);
    let contract = document
        .contract
        .as_ref()
        .map(|contract| contract::page(&view, document, contract));
    context.insert("contract", &contract);
    if is_contract {
        "contract.html"
    } else {
        "document.html"
    }
}

/// Whether a value is wider than two lines of half a column. Signs of Chinese, Japanese and Korean are twice as wide.
fn is_long(value: &str) -> bool {
    let width = |character: char| 1 + usize::from(('\u{1100}'..).contains(&character));
    value.chars().map(width).sum::<usize>() > 72
}

/// Whether a property is the one that states the status, which is shown by itself.
fn repeats_status(document: &Document, value: &str) -> bool {
    document.status.as_ref().is_some_and(|status| {
        status.value != StatusValue::Unknown
            && status
                .text
                .as_deref()
                .is_some_and(|text| text.trim() == value.trim())
    })
}

/// Whether the text of a status has words besides the one that gives its value.
fn says_more_than_status(document: &Document, text: &str) -> bool {
    let value = document
        .status
        .as_ref()
        .map_or("", |status| status.value.word());
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.len() > 1 && !words.join("-").eq_ignore_ascii_case(value)
}

/// The anchor of the first-level heading that became the title: the first one, unless it stands in the body.
fn title_anchor(document: &Document) -> Option<&str> {
    let section = document
        .sections
        .iter()
        .find(|section| section.level == 1)?;
    let id = format!("id=\"{}\"", section.anchor);
    let stands_in_body =
        || memchr::memmem::find(document.body.html.as_bytes(), id.as_bytes()).is_some();
    (!section.anchor.is_empty() && !stands_in_body()).then_some(&section.anchor)
}

/// The two upper levels of headings below the title. Documents whose sections are all first-level headings, or whose
/// headings start at the third level, are shifted so that the contents are never empty.
fn contents(sections: &[Section]) -> Vec<ContentsEntry<'_>> {
    let mut rest = sections;
    if let Some((first, others)) = sections.split_first()
        && first.level == 1
    {
        rest = others;
    }
    let Some(top) = rest.iter().map(|section| section.level).min() else {
        return Vec::new();
    };
    let mut entries: Vec<ContentsEntry<'_>> = Vec::new();
    for section in rest {
        let entry = ContentsEntry {
            title: &section.title,
            anchor: &section.anchor,
            children: Vec::new(),
        };
        if section.level == top {
            entries.push(entry);
        } else if section.level == top + 1
            && let Some(parent) = entries.last_mut()
        {
            parent.children.push(entry);
        }
    }
    entries
}
