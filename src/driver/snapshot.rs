//! An immutable site whose files are made when they are asked for.

use super::diagram::ARTIST;
use super::notice::Interface;
use crate::announce::{self, NoticeFile};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::config::Config;
use crate::data;
use crate::model::code::Highlighting;
use crate::model::document::Document;
use crate::model::portfolio::Portfolio;
use crate::model::site::{Name, PageKind, Site};
use crate::model::source::Source;
use crate::render::scene::Scene;
use crate::render::shared::{self, Shared};
use crate::render::theme::Theme;
use crate::render::{self, cards, tree};
use crate::search;
use crate::search::index::Index;
use crate::search::script::{Scripts, Settings};
use crate::site;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

/// A portfolio with its site.
#[derive(Debug)]
pub struct Snapshot {
    /// The settings it was made with.
    pub config: Arc<Config>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The documents as they were read.
    pub sources: Vec<Arc<Source>>,
    /// The portfolio.
    pub portfolio: Portfolio,
    /// Its pages.
    pub site: Arc<Site>,
    pub(super) code: Highlighting,
    shared: Shared,
    files: Arc<BTreeMap<String, Origin>>,
    notices: Arc<Vec<NoticeFile>>,
    /// The alphabetical index, made when the first of its pages is asked for.
    names: OnceLock<Vec<Name>>,
    /// The scripts of the search index, made when the first is asked for.
    index: OnceLock<Scripts>,
    /// The last index that was made before this snapshot, with the documents that it is of.
    past: Option<(Arc<Index>, Vec<Arc<Document>>)>,
}

/// Where the bytes of a file come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// A page, by its index.
    Page(u32),
    /// An image, by its index.
    Asset(u32),
    /// A file of the theme, by its index.
    Theme(u32),
    /// The text of a contract, by the index of its document.
    Raw(u32),
    /// `portfolio.json`.
    Portfolio,
    /// The rows of a register for programs, by its index.
    List(u32),
    /// Hover cards, by their index.
    Cards(u32),
    /// All features and documents.
    Tree,
    /// What tells other programs about the site, by its index.
    Notice(u32),
    /// Nothing: `.nojekyll`, which tells GitHub Pages to publish the files as they are.
    Empty,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content<'a> {
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    /// Why the page could not be made as planned; the bytes then say so.
    pub failure: Option<Diagnostic>,
}

pub(super) fn new(
    config: Arc<Config>,
    theme: Arc<Theme>,
    sources: Vec<Arc<Source>>,
    portfolio: Portfolio,
    site: Arc<Site>,
    code: Highlighting,
    before: Option<&Snapshot>,
) -> Snapshot {
    let before = before.filter(|it| Arc::ptr_eq(&it.theme, &theme));
    let shared = before.map(|it| shared::Before {
        portfolio: &it.portfolio,
        shared: &it.shared,
    });
    let shared = Shared::again(&theme, &portfolio, &site, &config, shared);
    // A plan that outlives an edit has the same files.
    let same = before.filter(|it| Arc::ptr_eq(&it.site, &site) && it.config == config);
    let (files, notices) = if let Some(before) = same {
        (Arc::clone(&before.files), Arc::clone(&before.notices))
    } else {
        let notices = announce::files(&site, &config);
        let files = files(&site, &theme, &notices);
        (Arc::new(files), Arc::new(notices))
    };
    let past = before.and_then(|it| match it.index.get() {
        Some(made) => Some((Arc::clone(&made.index), it.portfolio.documents.clone())),
        None => it.past.clone(),
    });
    Snapshot {
        past,
        config,
        theme,
        sources,
        portfolio,
        site,
        code,
        shared,
        files,
        notices,
        names: OnceLock::new(),
        index: OnceLock::new(),
    }
}

fn files(site: &Site, theme: &Theme, notices: &[NoticeFile]) -> BTreeMap<String, Origin> {
    let mut files = BTreeMap::new();
    files.insert(".nojekyll".to_owned(), Origin::Empty);
    files.insert("portfolio.json".to_owned(), Origin::Portfolio);
    for (index, file) in notices.iter().enumerate() {
        files.insert(file.url.clone(), Origin::Notice(index as u32));
    }
    for (index, list) in site.lists.iter().enumerate() {
        files.insert(list.url.clone(), Origin::List(index as u32));
    }
    for (index, file) in site.cards.iter().enumerate() {
        files.insert(file.url.clone(), Origin::Cards(index as u32));
    }
    files.insert(tree::URL.to_owned(), Origin::Tree);
    for (index, url) in site.assets.iter().enumerate() {
        files.insert(url.clone(), Origin::Asset(index as u32));
    }
    for (index, asset) in theme.assets().iter().enumerate() {
        files.insert(asset.url.clone(), Origin::Theme(index as u32));
    }
    for (index, url) in site.raw.iter().enumerate() {
        if let Some(url) = url {
            files.insert(url.clone(), Origin::Raw(index as u32));
        }
    }
    for (index, page) in site.pages.iter().enumerate() {
        files.insert(page.url.clone(), Origin::Page(index as u32));
    }
    files
}

/// The addresses of all files of the site, in order, those of the search index last.
pub fn addresses(snapshot: &Snapshot) -> impl Iterator<Item = &str> {
    let files = snapshot.files.keys().map(String::as_str);
    files.chain(search::script::addresses(index(snapshot)))
}

/// Makes the search index, unless it is made already. Whatever names all files needs it.
pub fn prepare_search(snapshot: &Snapshot) {
    index(snapshot);
}

/// The scripts of the search index.
fn index(snapshot: &Snapshot) -> &Scripts {
    snapshot.index.get_or_init(|| {
        let settings = Settings {
            excerpts: snapshot.config.excerpts.unwrap_or(true),
            words: &|key| snapshot.theme.strings().text(key).to_owned(),
        };
        let (portfolio, site) = (&snapshot.portfolio, &snapshot.site);
        let (documents, excerpts) = (&portfolio.documents, settings.excerpts);
        let past = snapshot.past.as_ref();
        let index = past
            .and_then(|(index, old)| search::index::again(index, old, documents, excerpts))
            .unwrap_or_else(|| search::index::build(documents, excerpts));
        search::script::write(portfolio, site, Arc::new(index), &settings)
    })
}

/// The file at an address below the site's root, `None` when there is none.
pub fn content<'a>(snapshot: &'a Snapshot, address: &str) -> Option<Content<'a>> {
    let Some(origin) = snapshot.files.get(address) else {
        let scripts = address.starts_with("search/").then(|| index(snapshot))?;
        let (portfolio, site) = (&snapshot.portfolio, &snapshot.site);
        return Some(Content {
            bytes: search::script::content(scripts, portfolio, site, address)?,
            failure: None,
        });
    };
    let bytes: Cow<'a, [u8]> = match *origin {
        Origin::Empty => Cow::Borrowed(b""),
        Origin::Asset(index) => Cow::Borrowed(&snapshot.portfolio.assets[index as usize].bytes),
        Origin::Theme(index) => Cow::Borrowed(&snapshot.theme.assets()[index as usize].bytes),
        Origin::Raw(index) => Cow::Borrowed(snapshot.sources[index as usize].text.as_bytes()),
        Origin::Portfolio | Origin::List(_) => {
            let pieces: Vec<Vec<u8>> = pieces(snapshot, address)?.collect();
            Cow::Owned(pieces.concat())
        }
        Origin::Cards(index) => {
            let file = &snapshot.site.cards[index as usize];
            Cow::Owned(cards::script(&scene(snapshot), file).into_bytes())
        }
        Origin::Tree => Cow::Owned(tree::script(&scene(snapshot)).into_bytes()),
        Origin::Notice(index) => {
            let view = announce::View {
                portfolio: &snapshot.portfolio,
                site: &snapshot.site,
                config: &snapshot.config,
                words: &Interface(snapshot.theme.strings()),
            };
            let file = &snapshot.notices[index as usize];
            Cow::Owned(announce::write(view, file.notice).into_bytes())
        }
        Origin::Page(index) => return Some(page(snapshot, index as usize)),
    };
    Some(Content {
        bytes,
        failure: None,
    })
}

/// The file at an address in pieces, when it may be too large to be held as a whole; `None` for all others.
pub fn pieces<'a>(
    snapshot: &'a Snapshot,
    address: &str,
) -> Option<Box<dyn Iterator<Item = Vec<u8>> + 'a>> {
    let (portfolio, site) = (&snapshot.portfolio, &snapshot.site);
    match *snapshot.files.get(address)? {
        Origin::Portfolio => Some(Box::new(data::portfolio_pieces(portfolio, site))),
        Origin::List(index) => {
            let list = &site.lists[index as usize];
            Some(Box::new(data::register_pieces(list, portfolio, site)))
        }
        _ => None,
    }
}

/// The text of a document, by its path.
pub fn text_of<'a>(snapshot: &'a Snapshot, path: &RelPath) -> Option<&'a str> {
    let sources = &snapshot.sources;
    let at = sources
        .binary_search_by(|source| source.path.cmp(path))
        .ok()?;
    Some(&*sources[at].text).filter(|text| !text.is_empty())
}

/// All that pages are made of.
fn scene(snapshot: &Snapshot) -> Scene<'_> {
    Scene {
        names: &[],
        theme: &snapshot.theme,
        portfolio: &snapshot.portfolio,
        site: &snapshot.site,
        config: &snapshot.config,
        code: &snapshot.code,
        artist: ARTIST,
        shared: &snapshot.shared,
    }
}

/// A page, or a page that says why there is none. A fault in one page must not take the others down.
fn page(snapshot: &Snapshot, index: usize) -> Content<'_> {
    let page = &snapshot.site.pages[index];
    let mut scene = scene(snapshot);
    if matches!(page.kind, PageKind::Index | PageKind::IndexVolume(_)) {
        let (portfolio, site) = (&snapshot.portfolio, &snapshot.site);
        scene.names = snapshot.names.get_or_init(|| site::names(portfolio, site));
    }
    let rendered = catch_unwind(AssertUnwindSafe(|| render::page(&scene, page)));
    let reason = match rendered {
        Ok(Ok(html)) => {
            return Content {
                bytes: Cow::Owned(html.into_bytes()),
                failure: None,
            };
        }
        Ok(Err(error)) => error.reason,
        Err(_) => "an internal fault of planfolio".to_owned(),
    };
    Content {
        bytes: Cow::Owned(format!(
            "<!doctype html><meta charset=\"utf-8\"><title>planfolio</title><p>This page could not be made.</p><pre>{}</pre>\n",
            crate::base::markup::escape(&reason)
        ).into_bytes()),
        failure: Some(Diagnostic::of_file(
            Code::PageFailed,
            &RelPath::new(&page.url),
            reason,
            "",
        )),
    }
}
