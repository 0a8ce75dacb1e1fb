//! What outlives a rebuild, and the rebuild.

use super::DriverError;
use super::clock::Clock;
use super::memo::{self, Memo};
use super::snapshot::{self, Snapshot};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::config::{self, Config};
use crate::model::source::Crawl;
use crate::render::theme::Theme;
use crate::{link, read, site};
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
}

/// What outlives a rebuild.
#[derive(Debug)]
pub struct Workspace {
    request: Request,
    config: Arc<Config>,
    theme: Arc<Theme>,
    memo: Memo,
}

/// Prepares for building what `request` says.
pub fn open(request: Request) -> Result<Workspace, DriverError> {
    let language = request.config.language.as_deref().unwrap_or("en");
    Ok(Workspace {
        theme: Arc::new(Theme::load(request.theme.as_deref(), language)?),
        config: Arc::new(request.config.clone()),
        request,
        memo: Memo::default(),
    })
}

/// Reads SOURCE as it is now and makes the site of it.
pub fn refresh(workspace: &mut Workspace, clock: &mut Clock) -> Result<Snapshot, DriverError> {
    let config = Arc::clone(&workspace.config);
    let request = &workspace.request;
    let mut crawl = clock.measure("read", || {
        read::crawl(&request.sources, request.output.as_deref(), &config)
    })?;
    if crawl.sources.is_empty() {
        crawl.diagnostics.push(nothing_found());
    }
    let (documents, memo) = clock.measure("parse", || {
        memo::documents(&workspace.memo, &crawl.sources, &config)
    });
    workspace.memo = memo;
    let mut portfolio = clock.measure("link", || link::link(&crawl, documents, &config));
    let (site, collisions) = clock.measure("plan", || site::plan(&portfolio));
    portfolio.diagnostics.extend(collisions);
    portfolio.diagnostics.sort_by(Diagnostic::order);
    let Crawl { sources, .. } = crawl;
    let theme = Arc::clone(&workspace.theme);
    Ok(clock.measure("share", || {
        snapshot::new(config, theme, sources, portfolio, site)
    }))
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
