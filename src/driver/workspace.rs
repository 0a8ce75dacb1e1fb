//! What outlives a rebuild, and the rebuild.

use super::DriverError;
use super::clock::Clock;
use super::code::{self, CodeStyle};
use super::memo::{self, Memo};
use super::snapshot::{self, Snapshot};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::cache::stamp::{self, Stamped};
use crate::config::{self, Config};
use crate::model::code::Highlighting;
use crate::model::source::{Changes, Crawl, DocId, Source};
use crate::read::{self, Inventory};
use crate::render::theme::Theme;
use crate::{git, link, site};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

/// What is read and how.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Folders to read.
    pub sources: Vec<PathBuf>,
    /// The output folder, which is never read.
    pub output: Option<PathBuf>,
    /// The theme folder that overlays the default theme.
    pub theme: Option<PathBuf>,
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
    memo: Memo,
    code: Arc<Highlighting>,
    history: History,
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
        memo: Memo::default(),
        code: Arc::default(),
        history: History::default(),
    })
}

/// Goes on with another request. Parsed documents are kept while the settings are the same.
pub fn reopen(workspace: &mut Workspace, request: Request) -> Result<(), DriverError> {
    let same_theme = request.theme.is_none()
        && workspace.request.theme.is_none()
        && request.config.language == workspace.request.config.language;
    if !same_theme {
        workspace.theme = load_theme(&request)?;
    }
    if request.config != *workspace.config {
        workspace.config = Arc::new(request.config.clone());
        workspace.memo = Memo::default();
    }
    workspace.request = request;
    Ok(())
}

fn load_theme(request: &Request) -> Result<Arc<Theme>, DriverError> {
    let language = request.config.language.as_deref().unwrap_or("en");
    Ok(Arc::new(Theme::load(request.theme.as_deref(), language)?))
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

/// Reads SOURCE as it is now and makes the site of it.
pub fn refresh(workspace: &mut Workspace, clock: &mut Clock) -> Result<Snapshot, DriverError> {
    let inventory = clock.measure("find", || inventory(workspace))?;
    Ok(refresh_from(workspace, &inventory, clock))
}

/// Reads the files of an inventory and makes the site of them.
pub fn refresh_from(
    workspace: &mut Workspace,
    inventory: &Inventory,
    clock: &mut Clock,
) -> Snapshot {
    let config = Arc::clone(&workspace.config);
    let mut crawl = clock.measure("read", || read::load(inventory));
    crawl.changes = clock.measure("history", || changes(&mut workspace.history, inventory));
    if crawl.sources.is_empty() {
        crawl.diagnostics.push(nothing_found());
    }
    let (documents, memo) = clock.measure("parse", || {
        memo::documents(&workspace.memo, &mut crawl.sources, &config)
    });
    workspace.memo = memo;
    let again = |document: DocId| text_again(inventory, &crawl.sources[document.index()]);
    let mut portfolio = clock.measure("link", || link::link(&crawl, documents, &config, &again));
    let (site, collisions) = clock.measure("plan", || site::plan(&portfolio));
    // Linking has put the severities of its own findings in force.
    let collisions = link::severities::in_force(collisions, &portfolio.documents, &config);
    portfolio.diagnostics.extend(collisions);
    portfolio.diagnostics.sort_by(Diagnostic::order);
    let Crawl { mut sources, .. } = crawl;
    recall_texts(inventory, &mut sources, &portfolio.diagnostics);
    let theme = Arc::clone(&workspace.theme);
    let style = workspace.request.code;
    clock.measure("share", || {
        let code = code::highlighting(style, &portfolio, &workspace.code);
        let code = Arc::new(code);
        workspace.code = Arc::clone(&code);
        snapshot::new(config, theme, sources, portfolio, site, code)
    })
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
fn recall_texts(inventory: &Inventory, sources: &mut [Source], diagnostics: &[Diagnostic]) {
    let shown: HashSet<&RelPath> = diagnostics.iter().map(|finding| &finding.path).collect();
    for source in sources {
        if shown.contains(&source.path) {
            source.text = text_again(inventory, source);
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
