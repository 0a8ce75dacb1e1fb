//! Addresses of pages: portable, unique, stable.

use crate::harbour::{document, feature, portfolio};
use planfolio::base::path::RelPath;
use planfolio::model::reference::Link;
use planfolio::model::site::{PageKind, Site};
use planfolio::model::source::DocumentKind;
use planfolio::site::plan;
use std::collections::HashSet;

/// Plans documents given as `feature folder, inner path`; `-` stands for no feature.
fn planned(entries: &[(&str, &str)]) -> (Site, Vec<String>) {
    let mut folders: Vec<&str> = entries.iter().map(|(folder, _)| *folder).collect();
    folders.retain(|folder| *folder != "-");
    folders.dedup();
    let features = folders
        .iter()
        .map(|folder| {
            let mut feature = feature(&format!("specs/{folder}"), folder);
            feature.folder.key = (*folder).to_owned();
            feature
        })
        .collect();
    let documents = entries
        .iter()
        .map(|(folder, inner)| {
            let owner = folders.iter().position(|other| other == folder);
            document(
                &format!("specs/{folder}/{inner}"),
                inner,
                DocumentKind::Other,
                owner.map(|at| at as u32),
            )
        })
        .collect();
    let (site, diagnostics) = plan(&portfolio(features, documents));
    let messages = diagnostics
        .into_iter()
        .map(|diagnostic| format!("{} {}", diagnostic.path, diagnostic.message))
        .collect();
    (site, messages)
}

#[test]
fn documents_keep_their_folders_and_lose_their_case() {
    let (site, messages) = planned(&[
        ("001-x", "Plan.md"),
        ("001-x", "contracts/API v2.yaml"),
        ("001-x", "contracts/logo.SVG"),
        ("001-x", "contracts/sub/notes.md"),
        ("-", "docs/Über uns.md"),
    ]);
    assert_eq!(
        site.documents,
        [
            "001-x/plan.html",
            "001-x/contracts/api-v2.yaml.html",
            "001-x/contracts/logo.svg.html",
            "001-x/contracts/sub/notes.html",
            "_/docs/uber-uns.html",
        ]
    );
    assert_eq!(
        site.raw,
        [
            None,
            Some("001-x/contracts/api-v2.yaml".to_owned()),
            Some("001-x/contracts/logo.svg.txt".to_owned()),
            None,
            None,
        ]
    );
    assert!(messages.is_empty(), "{messages:?}");
}

#[test]
fn later_paths_give_way_and_say_so() {
    let (site, messages) = planned(&[
        ("001-x", "A.md"),
        ("001-x", "a.md"),
        ("001-x", "a.txt"),
        ("001-x", "a.yaml"),
        ("001-x", "A.yaml"),
    ]);
    assert_eq!(
        site.documents,
        [
            "001-x/a.html",
            "001-x/a-2.html",
            "001-x/a.txt.html",
            "001-x/a.yaml.html",
            "001-x/a-2.yaml.html",
        ]
    );
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert_eq!(
        messages[0],
        "specs/001-x/a.md the page address 001-x/a.html is not free, taken by specs/001-x/A.md"
    );
}

#[test]
fn reserved_names_give_way() {
    let (site, messages) = planned(&[
        ("assets", "spec.md"),
        ("con", "spec.md"),
        ("risks", "index.md"),
        ("risks", "nul.md"),
        ("search", "spec.md"),
        ("-", "index.md"),
    ]);
    assert_eq!(site.features, ["assets-2", "con-2", "risks-2", "search-2"]);
    assert_eq!(
        site.documents,
        [
            "assets-2/spec.html",
            "con-2/spec.html",
            "risks-2/index-2.html",
            "risks-2/nul-2.html",
            "search-2/spec.html",
            "_/index-2.html",
        ]
    );
    assert!(messages.is_empty(), "{messages:?}");
}

#[test]
fn a_folder_and_a_document_of_one_name_live_side_by_side() {
    let (site, _) = planned(&[
        ("001-x", "Tasks/WP01.md"),
        ("001-x", "tasks/WP02.md"),
        ("001-x", "tasks.md"),
    ]);
    assert_eq!(
        site.documents,
        [
            "001-x/tasks/wp01.html",
            "001-x/tasks-2/wp02.html",
            "001-x/tasks.html",
        ]
    );
}

#[test]
fn links_to_folders_lead_somewhere() {
    let features = vec![feature("specs/001-x", "X")];
    let documents = vec![
        document(
            "specs/001-x/contracts/a.md",
            "contracts/a.md",
            DocumentKind::Contract,
            Some(0),
        ),
        document(
            "specs/001-x/docs/index.md",
            "docs/index.md",
            DocumentKind::Other,
            Some(0),
        ),
        document(
            "specs/001-x/spec.md",
            "spec.md",
            DocumentKind::Spec,
            Some(0),
        ),
    ];
    let mut portfolio = portfolio(features, documents);
    portfolio.links[2] = [
        "",
        "specs",
        "specs/001-x",
        "specs/001-x/contracts",
        "specs/001-x/docs",
    ]
    .map(|path| Link::Folder(RelPath::new(path)))
    .into();
    let (site, _) = plan(&portfolio);
    let address = |path: &str| site.folders[&RelPath::new(path)].as_str();
    assert_eq!(address(""), "index.html");
    assert_eq!(address("specs"), "_/specs/index.html");
    assert_eq!(address("specs/001-x"), "001-x/index.html");
    assert_eq!(
        address("specs/001-x/contracts"),
        "001-x/contracts/index.html"
    );
    assert_eq!(address("specs/001-x/docs"), "001-x/docs/index.html");
    let folders: Vec<&str> = site
        .pages
        .iter()
        .filter(|page| matches!(page.kind, PageKind::Folder(_)))
        .map(|page| page.url.as_str())
        .collect();
    assert_eq!(
        folders,
        ["001-x/contracts/index.html", "_/specs/index.html"]
    );
}

#[test]
fn no_two_pages_share_an_address() {
    let (site, _) = planned(&[
        ("001-x", "spec.md"),
        ("001-x", "SPEC.md"),
        ("001-x", "spec.html"),
        ("001-x", "spec.html.md"),
        ("001-x", "spec/index.md"),
        ("-", "risks.md"),
    ]);
    let mut seen = HashSet::new();
    for page in &site.pages {
        assert!(seen.insert(page.url.to_lowercase()), "{} twice", page.url);
    }
    assert!(site.pages.is_sorted_by(|left, right| left.url < right.url));
}
