//! The frame of every page.

use crate::config::Config;
use crate::model::portfolio::Portfolio;
use crate::model::site;
use crate::model::site::Register;
use crate::render::scene::View;
use crate::render::tally::Totals;
use crate::render::theme::Theme;
use crate::render::tree;
use serde::Serialize;

/// What is the same for all pages: `site`. Its addresses start at the site's root; templates write `{{ root }}` before
/// them.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    /// The title of the portfolio.
    pub title: String,
    /// The language of the interface.
    pub language: String,
    /// The style sheet.
    pub stylesheet: String,
    /// The script of the head, which sets the colour scheme before the first paint.
    pub script: Option<String>,
    /// The script of sortable and filterable tables, for pages that have one.
    pub table_script: Option<String>,
    /// The script of hover cards; `None` when nothing has one.
    pub cards_script: Option<String>,
    /// The script that makes contents follow and code be copied.
    pub reading_script: Option<String>,
    /// The script of the tree of features and documents, which the script of the head loads on first use; `None` when there is one feature.
    pub tree_script: Option<String>,
    /// What stands in the tree; the script above loads it.
    pub features_script: &'static str,
    /// The script of search, which the script of the head loads on first use.
    pub search_script: Option<String>,
    /// The icon.
    pub icon: Option<String>,
    /// The registers that hold something, with the dashboard first and the index last.
    pub navigation: Vec<NavigationEntry>,
    /// Totals over the portfolio.
    pub totals: Totals,
    /// The Atom feed; `None` without a `base_url`.
    pub feed: Option<&'static str>,
    /// Whether the portfolio has documents of its own.
    pub has_own_documents: bool,
    /// The version of planfolio.
    pub version: &'static str,
}

/// A link of the portfolio's navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavigationEntry {
    /// Key of its text: `nav_risks`, …
    pub text: String,
    /// The address below the site's root.
    pub url: String,
    /// Which page it is, to mark the current one: `dashboard`, `risks`, …
    pub name: &'static str,
}

/// What differs from page to page: `page`.
#[derive(Debug, Clone, Serialize)]
pub struct Page<'a> {
    /// The title, without the portfolio's.
    pub title: &'a str,
    /// One line about the page for search engines; empty when there is nothing to say.
    pub description: &'a str,
    /// The entry of the navigation that the page belongs to; empty for features and documents.
    pub name: &'a str,
    /// The way from the portfolio to this page, the page itself last and without an address.
    pub crumbs: Vec<Crumb>,
}

/// A step of the way to a page.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    /// A title.
    pub text: String,
    /// The relative address; `None` for the page itself and for folders without a page.
    pub url: Option<String>,
}

/// Makes the frame that all pages share.
pub(in crate::render) fn site(
    theme: &Theme,
    portfolio: &Portfolio,
    site: &site::Site,
    config: &Config,
    totals: &Totals,
    has_dates: bool,
) -> Site {
    let asset = |name: &str| theme.asset_url(name).map(str::to_owned);
    Site {
        title: title(portfolio, config).to_owned(),
        language: theme.language.clone(),
        stylesheet: asset("planfolio.css").unwrap_or_default(),
        script: theme
            .head_script
            .as_deref()
            .and_then(|name| asset(&format!("{name}.js"))),
        table_script: asset("table.js"),
        cards_script: asset("cards.js").filter(|_| !site.cards.is_empty()),
        reading_script: asset("reading.js"),
        tree_script: asset("tree.js").filter(|_| portfolio.features.len() > 1),
        features_script: tree::URL,
        search_script: asset("search.js"),
        icon: asset("planfolio.svg"),
        navigation: navigation(totals, has_dates),
        totals: *totals,
        feed: config.has_feeds().then_some("feed.xml"),
        has_own_documents: !portfolio.own_documents.is_empty(),
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// The title of the site.
fn title<'a>(portfolio: &'a Portfolio, config: &'a Config) -> &'a str {
    config.title.as_deref().unwrap_or(&portfolio.title)
}

/// The number of rows of a register.
pub(super) fn rows(totals: &Totals, register: Register) -> u32 {
    match register {
        Register::Risks => totals.risks.total(),
        Register::Requirements => totals.requirements,
        Register::Tasks => totals.tasks,
        Register::Decisions => totals.decisions,
        Register::Questions => totals.questions,
        Register::Endpoints => totals.endpoints,
        Register::Entities => totals.entities,
        Register::Components => totals.components,
        Register::Technologies => totals.technologies,
        Register::Dependencies => totals.dependencies,
    }
}

fn navigation(totals: &Totals, has_dates: bool) -> Vec<NavigationEntry> {
    let entry = |name: &'static str, url: String| NavigationEntry {
        text: format!("nav_{name}"),
        url,
        name,
    };
    let mut entries = vec![entry("dashboard", "index.html".to_owned())];
    for register in Register::ALL {
        if rows(totals, register) > 0 {
            let name = register.word();
            entries.push(entry(name, format!("{name}.html")));
        }
    }
    if has_dates {
        entries.push(entry("timeline", "timeline.html".to_owned()));
    }
    entries.push(entry("index-az", "index-az.html".to_owned()));
    entries
}

/// Puts the frame of one page into the context.
pub(super) fn fill(context: &mut tera::Context, view: &View<'_>, page: &Page<'_>) {
    context.insert("root", &view.root());
    context.insert("page", page);
}

/// The first step of every way: the dashboard.
pub(super) fn home(view: &View<'_>) -> Crumb {
    let scene = view.scene;
    Crumb {
        text: title(scene.portfolio, scene.config).to_owned(),
        url: Some(view.address("index.html", "")),
    }
}
