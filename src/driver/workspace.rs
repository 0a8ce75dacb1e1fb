//! What outlives a rebuild, and the rebuild.

use super::DriverError;
use super::clock::Clock;
use super::code::{self, CodeStyle};
use super::memo::{self, Parsed};
use super::snapshot::{self, Snapshot};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::cache::stamp::{self, Stamped};
use crate::config::{self, Config};
use crate::link::memo::Linked;
use crate::model::source::{Changes, Crawl, DocId, Source};
use crate::read::{self, Inventory};
use crate::render::theme::{Choice, Theme};
use crate::{git, link, site};
use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// What is read and how.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Folders to read.
    pub sources: Vec<PathBuf>,
    /// The output folder, which is never read.
    pub output: Option<PathBuf>,
    /// The theme.
    pub theme: Choice,
    /// The settings, with those of the command line merged in.
    pub config: Config,
    /// How code is shown.
    pub code: CodeStyle,
}

/// What outlives a rebuild.
#[derive(Debug)]
pub struct Workspace {
    request: Request,
    config: Arc<Config>,
    theme: Arc<Theme>,
    history: History,
    before: Option<Before>,
}

/// The build before, with the results of all stages.
#[derive(Debug)]
struct Before {
    inventory: Arc<Inventory>,
    crawl: Crawl,
    linked: Linked,
    collisions: Vec<Diagnostic>,
    snapshot: Arc<Snapshot>,
}

/// The changes that the repository tells of, and the state of the files that they hang on.
#[derive(Debug, Default)]
struct History {
    heads: Vec<Stamped>,
    changes: Arc<Changes>,
}

/// Prepares for building what `request` says.
pub fn open(request: Request) -> Result<Workspace, DriverError> {
    Ok(Workspace {
        theme: load_theme(&request)?,
        config: Arc::new(request.config.clone()),
        request,
        history: History::default(),
        before: None,
    })
}

/// Goes on with another request. What was built is kept while the settings are the same.
pub fn reopen(workspace: &mut Workspace, request: Request) -> Result<(), DriverError> {
    // A folder may have changed inside.
    let same_theme = request.theme.folder().is_none()
        && request.theme == workspace.request.theme
        && request.config.language == workspace.request.config.language;
    if !same_theme {
        workspace.theme = load_theme(&request)?;
    }
    let same_files = request.sources == workspace.request.sources
        && request.output == workspace.request.output
        && request.code == workspace.request.code;
    if request.config != *workspace.config || !same_files {
        workspace.config = Arc::new(request.config.clone());
        workspace.before = None;
    }
    workspace.request = request;
    Ok(())
}

fn load_theme(request: &Request) -> Result<Arc<Theme>, DriverError> {
    let language = request.config.language.as_deref().unwrap_or("en");
    Ok(Arc::new(Theme::load(&request.theme, language)?))
}

/// Finds the files of SOURCE as they are now.
pub fn inventory(workspace: &Workspace) -> Result<Inventory, DriverError> {
    let request = &workspace.request;
    Ok(read::inventory(
        &request.sources,
        request.output.as_deref(),
        &workspace.config,
    )?)
}

/// Reads SOURCE as it is now and makes the site of it, out of what the build before left wherever that still holds.
/// `touched` are the files that may have changed since; without them every file is looked at.
pub fn refresh(
    workspace: &mut Workspace,
    touched: Option<&BTreeSet<PathBuf>>,
    clock: &mut Clock,
) -> Result<Arc<Snapshot>, DriverError> {
    let edited = workspace.before.as_ref().zip(touched);
    let edited = edited.and_then(|(before, touched)| {
        let crawl = clock.measure("read", || {
            read::load_edited(&before.inventory, &before.crawl, touched)
        })?;
        Some((Arc::clone(&before.inventory), crawl))
    });
    let (inventory, crawl) = if let Some(edited) = edited {
        edited
    } else {
        let inventory = clock.measure("find", || inventory(workspace))?;
        let crawl = clock.measure("read", || read::load(&inventory));
        (Arc::new(inventory), crawl)
    };
    // A failure above leaves the build before for the next time.
    let before = workspace.before.take();
    let made = make(workspace, inventory, crawl, before.as_ref(), clock);
    let snapshot = Arc::clone(&made.snapshot);
    workspace.before = Some(made);
    Ok(snapshot)
}

/// Reads the files of an inventory and makes the site of them, once.
pub fn build(workspace: &mut Workspace, inventory: Inventory, clock: &mut Clock) -> Arc<Snapshot> {
    let crawl = clock.measure("read", || read::load(&inventory));
    make(workspace, Arc::new(inventory), crawl, None, clock).snapshot
}

/// All stages behind reading.
fn make(
    workspace: &mut Workspace,
    inventory: Arc<Inventory>,
    mut crawl: Crawl,
    before: Option<&Before>,
    clock: &mut Clock,
) -> Before {
    let config = Arc::clone(&workspace.config);
    crawl.changes = clock.measure("history", || changes(&mut workspace.history, &inventory));
    if crawl.sources.is_empty() {
        crawl.diagnostics.push(nothing_found());
    }
    let parsed = before.map_or_else(Parsed::default, |before| Parsed {
        sources: &before.crawl.sources,
        documents: &before.snapshot.portfolio.documents,
    });
    let documents = clock.measure("parse", || {
        memo::documents(parsed, &mut crawl.sources, &config)
    });
    let again = |document: DocId| text_again(&inventory, &crawl.sources[document.index()]);
    let past = before.map(|before| link::memo::Before {
        portfolio: &before.snapshot.portfolio,
        linked: &before.linked,
    });
    let (mut portfolio, linked) = clock.measure("link", || {
        link::link_again(&crawl, documents, &config, &again, past)
    });
    let (site, collisions) = clock.measure("plan", || match before {
        Some(before) if site::still_planned(&before.snapshot.portfolio, &portfolio) => {
            (Arc::clone(&before.snapshot.site), before.collisions.clone())
        }
        _ => {
            let (site, collisions) = site::plan(&portfolio);
            (Arc::new(site), collisions)
        }
    });
    // Linking has put the severities of its own findings in force.
    let told = link::severities::in_force(collisions.clone(), &portfolio.documents, &config);
    portfolio.diagnostics.extend(told);
    portfolio.diagnostics.sort_by(Diagnostic::order);
    recall_texts(&inventory, &mut crawl.sources, &portfolio.diagnostics);
    let theme = Arc::clone(&workspace.theme);
    let style = workspace.request.code;
    let snapshot = clock.measure("share", || {
        let last = before.map(|before| &*before.snapshot);
        let code = code::highlighting(style, &portfolio, last);
        let sources = crawl.sources.clone();
        snapshot::new(config, theme, sources, portfolio, site, code, last)
    });
    Before {
        inventory,
        crawl,
        linked,
        collisions,
        snapshot: Arc::new(snapshot),
    }
}

/// The last changes of documents; the history is read again only when it has moved.
fn changes(history: &mut History, inventory: &Inventory) -> Arc<Changes> {
    let heads = git::heads(inventory.base());
    if history.heads.is_empty() || !stamp::hold(&history.heads) {
        *history = History {
            heads: stamp::take(&heads),
            changes: Arc::new(git::changes(inventory.base())),
        };
    }
    Arc::clone(&history.changes)
}

/// The text of a source; one that was freed after parsing is read again. Should the file have changed since, the
/// excerpt of a finding is off by that change, and nothing else.
fn text_again(inventory: &Inventory, source: &Source) -> Arc<str> {
    if source.text.is_empty() && source.bytes > 0 {
        read::text_of(inventory, &source.path).unwrap_or_default()
    } else {
        Arc::clone(&source.text)
    }
}

/// Gives documents with findings their texts again, for the excerpts.
fn recall_texts(inventory: &Inventory, sources: &mut [Arc<Source>], diagnostics: &[Diagnostic]) {
    let shown: HashSet<&RelPath> = diagnostics.iter().map(|finding| &finding.path).collect();
    for source in sources {
        if source.text.is_empty() && shown.contains(&source.path) {
            let text = text_again(inventory, source);
            Arc::make_mut(source).text = text;
        }
    }
}

fn nothing_found() -> Diagnostic {
    Diagnostic::of_file(
        Code::NothingFound,
        &RelPath::root(),
        "no document was found",
        format!(
            "name the folder that holds the plans, or check the `ignore` patterns of {}",
            config::FILE_NAME
        ),
    )
}
