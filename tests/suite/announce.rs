//! What tells other programs about the site: `tests/announce/*.md` hold files, settings, and the files that are made.
//!
//! A case has a `tree`, perhaps a `yaml` with the settings, and blocks `text PATH` with the content of files of the
//! site; `names` lists those that there are. Whatever a case makes in XML is read strictly.

use crate::case;
use crate::xml;
use planfolio::base::path::RelPath;
use planfolio::config::{self, Config};
use planfolio::driver::clock::Clock;
use planfolio::driver::snapshot::{self, Snapshot};
use planfolio::driver::workspace::{self, Request};
use std::path::Path;
use std::sync::Arc;

/// The site of a folder.
fn site(folder: &Path, config: Config) -> Arc<Snapshot> {
    let request = Request {
        sources: vec![folder.to_owned()],
        config,
        ..Request::default()
    };
    let mut workspace = workspace::open(request).unwrap();
    workspace::refresh(&mut workspace, None, &mut Clock::start()).unwrap()
}

fn text(site: &Snapshot, address: &str) -> String {
    let content = snapshot::content(site, address).unwrap_or_else(|| panic!("no {address}"));
    String::from_utf8(content.bytes.into_owned()).unwrap()
}

/// The files that this is about.
fn names(site: &Snapshot) -> Vec<String> {
    snapshot::addresses(site)
        .filter(|address| {
            let is_xml = Path::new(address).extension().is_some_and(|it| it == "xml");
            address.starts_with("badges/") || is_xml || *address == "llms.txt"
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn cases() {
    let version = env!("CARGO_PKG_VERSION");
    case::run("announce", |case| {
        let folder = tempfile::tempdir().unwrap();
        case::plant(folder.path(), &case.block("tree").unwrap().text);
        let config = case.block("yaml").map_or_else(Config::default, |block| {
            config::file::parse(&block.text, &RelPath::new("planfolio.yaml")).unwrap()
        });
        let site = site(folder.path(), config);
        let names = names(&site);
        for name in names.iter().filter(|name| *name != "llms.txt") {
            let text = text(&site, name);
            assert_eq!(xml::fault(&text), None, "{}: {name}\n{text}", case.title);
        }
        case.blocks
            .iter()
            .filter_map(|block| {
                let found = match block.info.split_once(' ') {
                    Some(("text", path)) => text(&site, path.trim()).replace(version, "VERSION"),
                    None if block.info == "names" => names.join("\n") + "\n",
                    _ => return None,
                };
                Some((block.clone(), found))
            })
            .collect()
    });
}

/// The sample: each badge says what the dashboard says, and every page of the sitemap is a page.
#[test]
fn the_sample_is_announced_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
    let config = Config {
        base_url: Some("https://example.org/plans".to_owned()),
        badges: Some(true),
        ..Config::default()
    };
    let site = site(&folder, config);
    let dashboard = text(&site, "index.html");
    assert!(
        dashboard
            .contains("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"feed.xml\"")
    );
    let badge = text(&site, "badges/progress.svg");
    let value = badge
        .rsplit_once("</text>")
        .unwrap()
        .0
        .rsplit_once('>')
        .unwrap()
        .1;
    let (done, all) = value.split_once('/').unwrap();
    assert!(
        dashboard.contains(&format!(">{done}</a><small> of {all}</small>")),
        "{value}"
    );
    assert_eq!(
        names(&site)
            .iter()
            .filter(|name| name.starts_with("badges/"))
            .count(),
        3 + 3 * 9
    );
    let sitemap = text(&site, "sitemap.xml");
    let mut pages = 0;
    for (at, start) in sitemap.match_indices("<loc>https://example.org/plans/") {
        let rest = &sitemap[at + start.len()..];
        let address = rest.split('<').next().unwrap();
        assert!(snapshot::content(&site, address).is_some(), "{address}");
        pages += 1;
    }
    let planned = snapshot::addresses(&site)
        .filter(|it| it.ends_with(".html"))
        .count();
    assert_eq!(pages, planned - 2, "all but 404.html and search.html");
    let feed = text(&site, "feed.xml");
    let entries = feed.matches("<entry>").count();
    assert!((1..=50).contains(&entries), "{entries} entries");
    let llms = text(&site, "llms.txt");
    for (at, _) in llms.match_indices("](https://example.org/plans/") {
        let rest = &llms[at + "](https://example.org/plans/".len()..];
        let address = rest.split(')').next().unwrap();
        assert!(snapshot::content(&site, address).is_some(), "{address}");
    }
    assert_eq!(
        llms.matches("](https://").count(),
        llms.matches("](").count()
    );
}
