//! Files that tell other programs about the site: `llms.txt` for language models, `sitemap.xml` and the Atom feed for
//! what fetches the site, badges for READMEs. All are pure functions of the portfolio, the plan and the settings; dates
//! are those of the history or of the documents, never of the clock.

pub mod badge;
mod day;
pub mod feed;
pub mod llms;
pub mod sitemap;

use crate::config::Config;
use crate::model::portfolio::Portfolio;
use crate::model::site::Site;
use crate::model::source::FeatureId;
use badge::Measure;

/// What a file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// `llms.txt`.
    Llms,
    /// `sitemap.xml`.
    Sitemap,
    /// `feed.xml`.
    Feed,
    /// A badge of a feature, or of the whole portfolio.
    Badge(Option<FeatureId>, Measure),
}

/// A file with its address below the site's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFile {
    /// The address.
    pub url: String,
    /// What it tells.
    pub notice: Notice,
}

/// All that notices are made of.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The portfolio.
    pub portfolio: &'a Portfolio,
    /// Its plan.
    pub site: &'a Site,
    /// The settings.
    pub config: &'a Config,
    /// The words of the interface by key.
    pub words: &'a dyn Words,
}

/// The words of badges, in the language of the interface.
pub trait Words: std::fmt::Debug {
    /// The text of a key.
    fn text<'a>(&'a self, key: &'a str) -> &'a str;
    /// A number as the language writes it.
    fn number(&self, number: u64) -> String;
}

/// The files that a site has. Feeds need a `base_url`; badges of single features are written when they are asked for.
pub fn files(site: &Site, config: &Config) -> Vec<NoticeFile> {
    let file = |url: &str, notice| NoticeFile {
        url: url.to_owned(),
        notice,
    };
    let mut files = vec![file("llms.txt", Notice::Llms)];
    if config.has_feeds() {
        files.push(file("feed.xml", Notice::Feed));
        files.push(file("sitemap.xml", Notice::Sitemap));
    }
    if config.badges != Some(false) {
        for measure in Measure::ALL {
            let url = format!("badges/{}.svg", measure.word());
            files.push(file(&url, Notice::Badge(None, measure)));
        }
    }
    if config.badges == Some(true) {
        for (folder, at) in site.features.iter().zip(0..) {
            for measure in Measure::ALL {
                let url = format!("badges/{folder}-{}.svg", measure.word());
                files.push(file(&url, Notice::Badge(Some(FeatureId(at)), measure)));
            }
        }
    }
    files
}

/// The content of a file.
pub fn write(view: View<'_>, notice: Notice) -> String {
    match notice {
        Notice::Llms => llms::write(view),
        Notice::Sitemap => sitemap::write(view),
        Notice::Feed => feed::write(view),
        Notice::Badge(feature, measure) => badge::write(view, feature, measure),
    }
}

/// The title of the site.
fn title(view: View<'_>) -> &str {
    view.config
        .title
        .as_deref()
        .unwrap_or(&view.portfolio.title)
}

/// The address of a page with the `base_url` before it; relative without one.
fn address(view: View<'_>, url: &str) -> String {
    match &view.config.base_url {
        Some(base) => format!("{}/{url}", base.trim_end_matches('/')),
        None => url.to_owned(),
    }
}
