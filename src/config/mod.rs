//! Layer 2: the configuration as a value. Text in, [`Config`] or an error with its place out.

pub mod file;
pub mod key;

use crate::base::diagnostic::{Code, Diagnostic, Severity};
use std::collections::BTreeMap;

/// The name of the configuration file.
pub const FILE_NAME: &str = "planfolio.yaml";

/// The output folder in the working directory unless the command line or the file names another.
pub const DEFAULT_OUTPUT: &str = "_site";

/// What happens to raw HTML in documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RawHtml {
    /// Elements of the allow-list stay, all others are shown as text.
    #[default]
    Filter,
    /// All raw HTML is shown as text.
    Escape,
    /// All raw HTML is passed through. Only for portfolios whose every author is trusted.
    Trust,
}

/// The settings of a site, merged from the configuration file and the command line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Config {
    /// The site's title; the README's heading or "Plans" when absent.
    pub title: Option<String>,
    /// Folders to read, relative to the configuration file.
    pub sources: Vec<String>,
    /// The output folder.
    pub output: Option<String>,
    /// The address under which the site will be published.
    pub base_url: Option<String>,
    /// The address of the repository, such as `https://github.com/owner/name`; with `/blob/<branch>/…` when given so.
    pub repo_url: Option<String>,
    /// A theme folder that overlays the default theme.
    pub theme: Option<String>,
    /// The language of the interface, a BCP 47 tag; `en` when absent.
    pub language: Option<String>,
    /// Patterns of files to leave out, in the syntax of `.gitignore`, relative to SOURCE.
    pub ignore: Vec<String>,
    /// What happens to raw HTML.
    pub raw_html: RawHtml,
    /// Whether images of other hosts are shown rather than linked.
    pub remote_images: bool,
    /// Whether search results show excerpts; they do when absent.
    pub excerpts: Option<bool>,
    /// Whether feeds are written; they are with a `base_url` when absent.
    pub feeds: Option<bool>,
    /// Whether badges are written: of every feature, or none; those of the whole portfolio when absent.
    pub badges: Option<bool>,
    /// Severities that differ from the default; `None` turns a diagnostic off.
    pub diagnostics: BTreeMap<Code, Option<Severity>>,
    /// Port of the preview server.
    pub serve_port: Option<u16>,
    /// Address of the preview server.
    pub serve_host: Option<String>,
}

impl Config {
    /// Whether the site has a feed and a sitemap: their addresses must be whole, so that they need a `base_url`.
    pub fn has_feeds(&self) -> bool {
        self.base_url.is_some() && self.feeds != Some(false)
    }
}

/// The diagnostics with the severities that the configuration sets; those that it turns off are left out.
pub fn apply_severities(config: &Config, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if config.diagnostics.is_empty() {
        return diagnostics;
    }
    diagnostics
        .into_iter()
        .filter_map(
            |diagnostic| match config.diagnostics.get(&diagnostic.code) {
                None => Some(diagnostic),
                Some(None) => None,
                Some(Some(severity)) => Some(Diagnostic {
                    severity: *severity,
                    ..diagnostic
                }),
            },
        )
        .collect()
}
