//! The alphabetical index.

use super::chrome::{self, Crumb, Page};
use super::reference::FeatureName;
use crate::model::site::{self, Name, NameKind};
use crate::model::source::{DocumentKind, FeatureId};
use crate::render::label;
use crate::render::scene::{Scene, View};
use serde::Serialize;

/// The index, or one volume of it: `index`.
#[derive(Debug, Serialize)]
pub struct IndexPage {
    /// The number of all names.
    pub total: u32,
    /// The volumes, when there are several.
    pub volumes: Vec<Volume>,
    /// The names by initial letter; empty on the list of volumes.
    pub letters: Vec<Letter>,
    /// The registers with their numbers of rows.
    pub registers: Vec<RegisterEntry>,
}

/// A volume.
#[derive(Debug, Serialize)]
pub struct Volume {
    /// From 1.
    pub number: u32,
    /// Its first name.
    pub first: String,
    /// Its last name.
    pub last: String,
    /// The number of its names.
    pub n: u32,
    /// Its address.
    pub url: String,
    /// Whether it is the page itself.
    pub is_current: bool,
}

/// The names under one letter.
#[derive(Debug, Serialize)]
pub struct Letter {
    /// The letter; empty for names that start with a digit or sign.
    pub initial: String,
    /// The anchor of the group.
    pub anchor: String,
    /// The names.
    pub names: Vec<IndexEntry>,
}

/// A name with all that it stands for.
#[derive(Debug, Serialize)]
pub struct IndexEntry {
    /// The name as written, cut short.
    pub name: String,
    /// Key of the word for its kind.
    pub kind: String,
    /// Whether the name is an id or a path.
    pub is_code: bool,
    /// The address, when it stands for one thing.
    pub url: String,
    /// The feature of that thing.
    pub feature: Option<String>,
    /// Things of the same name and kind in other features.
    pub others: Vec<IndexPlace>,
}

/// A further place of a name.
#[derive(Debug, Serialize)]
pub struct IndexPlace {
    /// The feature.
    pub feature: String,
    /// The address.
    pub url: String,
}

/// A register in the list of registers.
#[derive(Debug, Serialize)]
pub struct RegisterEntry {
    /// Key of its text.
    pub text: String,
    /// The number of its rows.
    pub n: u32,
    /// Its address.
    pub url: String,
}

/// Fills the context of the index or of one volume, and names its template.
pub(in crate::render) fn fill(
    scene: &Scene<'_>,
    page: &site::Page,
    volume: Option<u32>,
    context: &mut tera::Context,
) -> &'static str {
    let view = View {
        scene,
        from: &page.url,
    };
    let site = scene.site;
    let several = site.volumes.len() > 1;
    let mut start = 0;
    let mut volumes = Vec::new();
    let mut shown: &[Name] = if several { &[] } else { scene.names };
    for (at, &size) in site.volumes.iter().enumerate() {
        let names = &scene.names[start..start + size as usize];
        start += size as usize;
        let is_current = volume == Some(at as u32);
        if is_current {
            shown = names;
        }
        if several {
            volumes.push(Volume {
                number: at as u32 + 1,
                first: names
                    .first()
                    .map_or_else(String::new, |name| label::shortened(&name.name, 24)),
                last: names
                    .last()
                    .map_or_else(String::new, |name| label::shortened(&name.name, 24)),
                n: size,
                url: view.address(&format!("registers/index-az-{}.html", at + 1), ""),
                is_current,
            });
        }
    }
    let value = IndexPage {
        total: scene.names.len() as u32,
        volumes,
        letters: letters(&view, shown),
        registers: site::Register::ALL
            .iter()
            .map(|&register| RegisterEntry {
                text: format!("nav_{}", register.word()),
                n: chrome::rows(&scene.shared.totals, register),
                url: view.register(register, None),
            })
            .collect(),
    };
    let title = scene.strings().text("index");
    let mut crumbs = vec![chrome::home(&view)];
    let mut page_title = title.to_owned();
    if let Some(volume) = volume {
        page_title = format!("{title}, {}", volume + 1);
        crumbs.push(Crumb {
            text: title.to_owned(),
            url: Some(view.address("index-az.html", "")),
        });
        crumbs.push(Crumb {
            text: format!("{}", volume + 1),
            url: None,
        });
    } else {
        crumbs.clear();
    }
    chrome::fill(
        context,
        &view,
        &Page {
            title: &page_title,
            description: "",
            name: "index-az",
            crumbs,
        },
    );
    context.insert("index", &value);
    "index.html"
}

fn letters(view: &View<'_>, names: &[Name]) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    let mut last: Option<&Name> = None;
    for name in names {
        let initial = name.initial.map_or_else(String::new, |initial| {
            initial.to_uppercase().collect::<String>()
        });
        if letters
            .last()
            .is_none_or(|letter| letter.initial != initial)
        {
            let anchor = if initial.is_empty() {
                "pf.signs".to_owned()
            } else {
                format!("pf.{}", initial.to_lowercase())
            };
            letters.push(Letter {
                initial,
                anchor,
                names: Vec::new(),
            });
            last = None;
        }
        let letter = letters.last_mut().expect("a letter was pushed above");
        let feature = name.feature.map(|id| short(view, id));
        let url = address(view, name);
        if let Some(previous) = last
            && previous.name == name.name
            && previous.kind == name.kind
            && let Some(entry) = letter.names.last_mut()
        {
            entry.others.push(IndexPlace {
                feature: feature.unwrap_or_default(),
                url,
            });
            continue;
        }
        last = Some(name);
        letter.names.push(IndexEntry {
            name: label::shortened(&name.name, 96),
            kind: kind(name.kind),
            is_code: matches!(
                name.kind,
                NameKind::Requirement
                    | NameKind::Story
                    | NameKind::Risk
                    | NameKind::Question
                    | NameKind::Endpoint
            ),
            url,
            feature: if name.kind == NameKind::Feature {
                name.feature
                    .and_then(|id| view.scene.portfolio.feature(id).folder.number.clone())
            } else {
                feature
            },
            others: Vec::new(),
        });
    }
    letters
}

fn short(view: &View<'_>, id: FeatureId) -> String {
    FeatureName::of(view, id).short
}

fn address(view: &View<'_>, name: &Name) -> String {
    match name.url.split_once('#') {
        Some((url, anchor)) => view.address(url, anchor),
        None => view.address(&name.url, ""),
    }
}

fn kind(kind: NameKind) -> String {
    let key = match kind {
        NameKind::Feature => "name_feature",
        NameKind::Document(DocumentKind::Other) => "name_document",
        NameKind::Document(kind) => return format!("kind_{}", kind.word()),
        NameKind::Requirement => "name_requirement",
        NameKind::Story => "name_story",
        NameKind::Decision => "name_decision",
        NameKind::Risk => "name_risk",
        NameKind::Question => "name_question",
        NameKind::Component => "name_component",
        NameKind::Technology => "name_technology",
        NameKind::Entity => "name_entity",
        NameKind::Endpoint => "name_endpoint",
    };
    key.to_owned()
}
