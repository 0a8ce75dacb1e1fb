//! Every kind of page of a hand-made portfolio.

use crate::harbour::harbour;
use planfolio::config::Config;
use planfolio::model::portfolio::Portfolio;
use planfolio::render::scene::Scene;
use planfolio::render::shared::Shared;
use planfolio::render::theme::Theme;
use std::collections::BTreeMap;

/// Renders all pages by address.
fn render(portfolio: &Portfolio, config: &Config) -> BTreeMap<String, String> {
    let theme = Theme::load(None, "en").expect("the default theme is sound");
    let (site, _) = planfolio::site::plan(portfolio);
    let shared = Shared::new(&theme, portfolio, &site, config);
    let scene = Scene {
        theme: &theme,
        portfolio,
        site: &site,
        config,
        shared: &shared,
    };
    site.pages
        .iter()
        .map(|page| {
            let html =
                planfolio::render::page(&scene, page).unwrap_or_else(|error| panic!("{error}"));
            (page.url.clone(), html)
        })
        .collect()
}

#[test]
fn every_kind_of_page_is_written() {
    let pages = render(&harbour(), &Config::default());
    if let Ok(folder) = std::env::var("PLANFOLIO_TEST_SITE") {
        for (url, html) in &pages {
            let path = std::path::Path::new(&folder).join(url);
            std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).unwrap();
            std::fs::write(path, html).unwrap();
        }
        for asset in Theme::load(None, "en").unwrap().assets() {
            let path = std::path::Path::new(&folder).join(&asset.url);
            std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).unwrap();
            std::fs::write(path, &asset.bytes).unwrap();
        }
    }
    assert_eq!(pages.len(), 25, "{:?}", pages.keys());
}
