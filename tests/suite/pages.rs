//! Every kind of page, of portfolios made by hand.

use crate::harbour::{document, feature, harbour, place, portfolio};
use crate::markup::{elements, faults};
use planfolio::base::diagnostic::{Code, Diagnostic};
use planfolio::config::Config;
use planfolio::model::code::Highlighting;
use planfolio::model::diagram::Artist;
use planfolio::model::document::{Section, Symbol, SymbolKind};
use planfolio::model::fact::{Task, TaskState};
use planfolio::model::portfolio::{Located, Portfolio};
use planfolio::model::site::Site;
use planfolio::model::source::{DocId, DocumentKind};
use planfolio::render::scene::Scene;
use planfolio::render::shared::Shared;
use planfolio::render::theme::{Choice, Theme};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Renders all pages by address.
fn render(
    theme: &Theme,
    portfolio: &Portfolio,
    config: &Config,
) -> (Site, BTreeMap<String, String>) {
    let (site, _) = planfolio::site::plan(portfolio);
    let shared = Shared::new(theme, portfolio, &site, config);
    let scene = Scene {
        theme,
        portfolio,
        site: &site,
        config,
        names: &planfolio::site::names(portfolio, &site),
        code: &Highlighting::default(),
        artist: Artist::NONE,
        shared: &shared,
    };
    let pages = site
        .pages
        .iter()
        .map(|page| {
            let html =
                planfolio::render::page(&scene, page).unwrap_or_else(|error| panic!("{error}"));
            (page.url.clone(), html)
        })
        .collect();
    (site, pages)
}

fn theme() -> Theme {
    Theme::load(&Choice::Default, "en").expect("the default theme is sound")
}

/// The addresses of all files that are no pages.
fn files(theme: &Theme, site: &Site) -> BTreeSet<String> {
    let assets = theme.assets().iter().map(|asset| asset.url.clone());
    assets
        .chain(site.assets.iter().cloned())
        .chain(site.raw.iter().flatten().cloned())
        .chain(site.lists.iter().map(|list| list.url.clone()))
        .chain(["portfolio.json", "feed.xml"].map(str::to_owned))
        .collect()
}

/// A portfolio with anchors for the places that the hand-made facts name, so that links can be checked.
fn anchored() -> Portfolio {
    let mut portfolio = harbour();
    let anchors: [(usize, &[&str]); 3] = [
        (
            3,
            &[
                "risk-2",
                "risk-3",
                "risk-4",
                "question-1",
                "component-1",
                "endpoint-1",
                "entity-1",
                "timeline-estimate",
                "parts",
            ],
        ),
        (4, &["us1", "fr-012", "dependencies"]),
        (5, &["t001", "t002", "t003", "t004", "check-1"]),
    ];
    for (at, anchors) in anchors {
        let mut document = (*portfolio.documents[at]).clone();
        for anchor in anchors {
            document
                .body
                .html
                .push_str(&format!("<p id=\"{anchor}\">{anchor}</p>"));
        }
        portfolio.documents[at] = Arc::new(document);
    }
    portfolio
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_unique() {
    let theme = theme();
    let portfolio = anchored();
    for config in [
        Config::default(),
        Config {
            repo_url: Some("https://github.com/harbour/lines".to_owned()),
            remote_images: true,
            ..Config::default()
        },
    ] {
        let (site, pages) = render(&theme, &portfolio, &config);
        let faults = faults(&pages, &files(&theme, &site));
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(pages.len(), 28);
    }
}

#[test]
fn every_page_forbids_foreign_scripts_and_names_its_style_sheet_by_content() {
    let (_, pages) = render(&theme(), &harbour(), &Config::default());
    for (url, html) in &pages {
        let elements = elements(html);
        let policy = elements
            .iter()
            .find(|element| element.attribute("http-equiv") == "Content-Security-Policy")
            .unwrap_or_else(|| panic!("{url} has no policy"));
        assert_eq!(
            policy.attribute("content"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'"
        );
        let root = "../".repeat(url.matches('/').count());
        let sheet = elements
            .iter()
            .find(|element| element.attribute("rel") == "stylesheet")
            .unwrap_or_else(|| panic!("{url} has no style sheet"));
        assert!(
            sheet
                .attribute("href")
                .starts_with(&format!("{root}assets/planfolio.css?v=")),
            "{url}: {}",
            sheet.attribute("href")
        );
        assert!(
            elements
                .iter()
                .any(|element| element.attribute("rel") == "icon")
        );
    }
}

#[test]
fn texts_of_documents_are_escaped_everywhere() {
    let (_, pages) = render(&theme(), &harbour(), &Config::default());
    for (url, html) in &pages {
        assert!(!html.contains("<b>why</b>"), "{url}");
        assert!(!html.contains("<Lindqvist>"), "{url}");
    }
    assert!(pages["tasks.html"].contains("Show &lt;b&gt;why&lt;"));
    assert!(pages["004-gate/plan.html"].contains("Mara &lt;Lindqvist&gt;"));
}

#[test]
fn holes_are_filled() {
    let config = Config {
        repo_url: Some("https://github.com/harbour/lines".to_owned()),
        ..Config::default()
    };
    let (_, pages) = render(&theme(), &harbour(), &config);
    let html = &pages["004-gate/plan.html"];
    let start = html.find("<p>See ").expect("the body is there");
    let end = html[start..]
        .find("</details>")
        .expect("the decision is referenced")
        + start;
    insta::assert_snapshot!(
        html[start..end]
            .replace("</p>", "</p>\n")
            .replace("<figure", "\n<figure")
            .replace("<li>", "\n<li>")
    );
}

#[test]
fn cells_and_lane_of_the_matrix_count_every_risk() {
    let (_, pages) = render(&theme(), &harbour(), &Config::default());
    for url in ["risks.html", "004-gate/index.html"] {
        let elements = elements(&pages[url]);
        let cells: u32 = elements
            .iter()
            .filter(|element| element.name == "td" && element.attribute("class").starts_with("m-"))
            .map(|cell| {
                let digits: String = cell.text.chars().filter(char::is_ascii_digit).collect();
                digits.parse::<u32>().expect("every cell holds a number")
            })
            .sum();
        let lane = elements
            .iter()
            .find(|element| element.attribute("class") == "lane")
            .expect("two risks are not rated");
        assert_eq!(cells, 2, "{url}");
        assert!(lane.text.starts_with("Not rated 2"), "{url}: {}", lane.text);
    }
}

#[test]
fn the_page_for_missing_addresses_works_at_any_depth() {
    let theme = theme();
    let config = Config {
        base_url: Some("https://example.org/plans/".to_owned()),
        ..Config::default()
    };
    let (_, pages) = render(&theme, &harbour(), &config);
    for element in elements(&pages["404.html"]) {
        for name in ["href", "src"] {
            let link = element.attribute(name);
            assert!(
                link.is_empty()
                    || link.starts_with('#')
                    || link.starts_with("https://example.org/plans/"),
                "{link}"
            );
        }
    }
}

/// A portfolio with many tasks, ids and diagnostics in few features.
fn crowded(features: usize, tasks: usize, documents: usize) -> Portfolio {
    let mut all = Vec::new();
    let mut files = Vec::new();
    for number in 0..features {
        let folder = format!("specs/{number:03}-feature");
        all.push(feature(&folder, &format!("Feature {number}")));
        for file in 0..documents {
            files.push(document(
                &format!("{folder}/notes/{file:04}.md"),
                &format!("notes/{file:04}.md"),
                DocumentKind::Other,
                Some(number as u32),
            ));
        }
        let mut list = document(
            &format!("{folder}/tasks.md"),
            "tasks.md",
            DocumentKind::Tasks,
            Some(number as u32),
        );
        for task in 0..tasks {
            list.body
                .html
                .push_str(&format!("<p id=\"t{task:03}\"></p>"));
            list.symbols.push(Symbol {
                id: format!("T{task:03}"),
                kind: SymbolKind::Task,
                anchor: format!("t{task:03}"),
                line: 1,
                defines: true,
                text: Box::default(),
            });
        }
        files.push(list);
    }
    let mut portfolio = portfolio(all, files);
    for number in 0..features {
        let id = *portfolio.features[number]
            .documents
            .iter()
            .find(|id| portfolio.document(**id).kind == DocumentKind::Tasks)
            .expect("every feature has tasks");
        Arc::make_mut(&mut portfolio.features[number]).facts.tasks = (0..tasks)
            .map(|task| Located {
                document: id,
                fact: Arc::new(Task {
                    id: Some(format!("T{task:03}")),
                    text: "Build it".to_owned(),
                    state: TaskState::Open,
                    mark: " ".into(),
                    phase: None,
                    story: None,
                    parallel: false,
                    requirements: Vec::new(),
                    depends_on: Vec::new(),
                    files: Vec::new(),
                    place: place(1, &format!("t{task:03}")),
                    defines: true,
                    nested: false,
                }),
            })
            .collect();
    }
    portfolio
}

#[test]
fn a_long_register_is_a_summary_with_parts() {
    let theme = theme();
    let (site, pages) = render(&theme, &crowded(3, 200, 1), &Config::default());
    assert!(pages["tasks.html"].contains("href=\"registers/tasks-001-feature.html\""));
    assert!(!pages["tasks.html"].contains("T199"));
    assert!(pages["registers/tasks-001-feature.html"].contains("T199"));
    assert!(pages["index.html"].contains("href=\"registers/tasks-001-feature.html\""));
    let faults = faults(&pages, &files(&theme, &site));
    assert!(faults.is_empty(), "{faults:#?}");

    let (_, pages) = render(&theme, &crowded(2, 200, 1), &Config::default());
    assert!(pages["tasks.html"].contains("T199"));
    assert!(!pages.contains_key("registers/tasks-001-feature.html"));
}

#[test]
fn a_long_index_is_cut_into_volumes() {
    let theme = theme();
    let portfolio = crowded(2, 1, 1300);
    let (site, pages) = render(&theme, &portfolio, &Config::default());
    let names = planfolio::site::names(&portfolio, &site).len();
    assert_eq!(site.volumes.iter().sum::<u32>() as usize, names);
    assert_eq!(site.volumes.len(), 3);
    let mut listed = 0;
    for number in 1..=3 {
        let html = &pages[&format!("registers/index-az-{number}.html")];
        assert!(html.len() < 120_000, "{} bytes", html.len());
        listed += html.matches("href=\"../00").count();
    }
    assert_eq!(listed, names);
}

#[test]
fn the_side_column_of_a_large_feature_is_bounded() {
    let theme = theme();
    let (_, pages) = render(&theme, &crowded(1, 1, 377), &Config::default());
    for url in [
        "000-feature/tasks.html",
        "000-feature/notes/0200.html",
        "000-feature/notes/0000.html",
    ] {
        let html = &pages[url];
        assert!(html.len() < 8_000, "{url}: {} bytes", html.len());
        assert!(html.contains("aria-current=\"page\""));
    }
    assert!(pages["000-feature/notes/0200.html"].contains("href=\"0199.html\""));
    assert!(pages["000-feature/index.html"].contains("notes/0376.html"));
}

#[test]
fn a_page_of_a_large_portfolio_is_as_small_as_one_of_a_small_portfolio() {
    let theme = theme();
    let (_, small) = render(&theme, &crowded(2, 1, 1), &Config::default());
    let (_, large) = render(&theme, &crowded(60, 1, 1), &Config::default());
    let url = "001-feature/tasks.html";
    let difference = large[url].len().abs_diff(small[url].len());
    assert!(difference < 40, "{difference} bytes more");
}

#[test]
fn many_diagnostics_are_counted_by_feature_and_listed_in_the_overviews() {
    let theme = theme();
    let mut portfolio = crowded(2, 1, 1);
    for number in 0..501 {
        let path = &portfolio.document(DocId(number % 4)).path;
        portfolio.diagnostics.push(Diagnostic::of_file(
            Code::BrokenLink,
            path,
            format!("finding {number}"),
            "",
        ));
    }
    let (site, pages) = render(&theme, &portfolio, &Config::default());
    assert!(!pages["diagnostics.html"].contains("finding 7"));
    assert!(pages["diagnostics.html"].contains("href=\"001-feature/index.html#pf.diagnostics\""));
    for number in 0..501 {
        let url = &site.documents[number % 4];
        assert!(
            pages[url].contains(&format!("finding {number} ")),
            "{number} in {url}"
        );
    }
    let faults = faults(&pages, &files(&theme, &site));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn headings_that_look_like_the_frame_do_not_clash_with_it() {
    let theme = theme();
    let mut portfolio = harbour();
    let mut document = (*portfolio.documents[4]).clone();
    for anchor in ["main", "pf-main", "documents", "contents", "toc"] {
        document
            .body
            .html
            .push_str(&format!("<h2 id=\"{anchor}\">x</h2>"));
        document.sections.push(Section {
            level: 2,
            title: "x".to_owned(),
            anchor: anchor.to_owned(),
            line: 1,
        });
    }
    portfolio.documents[4] = Arc::new(document);
    let (_, pages) = render(&theme, &portfolio, &Config::default());
    let mut seen = BTreeSet::new();
    for element in elements(&pages["004-gate/spec.html"]) {
        let id = element.attribute("id").to_owned();
        assert!(id.is_empty() || seen.insert(id.clone()), "{id} twice");
    }
}

#[test]
fn a_portfolio_of_nothing_has_all_its_pages() {
    let theme = theme();
    let (site, pages) = render(
        &theme,
        &portfolio(Vec::new(), Vec::new()),
        &Config::default(),
    );
    assert_eq!(pages.len(), 17, "{:?}", pages.keys());
    let faults = faults(&pages, &files(&theme, &site));
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The ids under a heading of the overview of a feature with the given tasks: `T1 story phase state after…`.
fn listed(tasks: &[&str], heading: &str) -> Vec<String> {
    let mut portfolio = crowded(1, tasks.len(), 0);
    let feature = Arc::make_mut(&mut portfolio.features[0]);
    for (located, line) in feature.facts.tasks.iter_mut().zip(tasks) {
        let mut words = line.split(' ');
        let mut word = || words.next().unwrap_or("").to_owned();
        let task = Arc::make_mut(&mut located.fact);
        task.id = Some(word());
        task.story = Some(word()).filter(|story| story != "-");
        task.phase = Some(word().into());
        let state = word();
        task.parallel = state.ends_with('P');
        task.state = if state.starts_with('x') {
            TaskState::Done
        } else {
            TaskState::Open
        };
        task.depends_on = words.map(str::to_owned).collect();
    }
    let (_, pages) = render(&theme(), &portfolio, &Config::default());
    let html = &pages["000-feature/index.html"];
    let Some(start) = html.find(&format!(">{heading}</h")) else {
        return Vec::new();
    };
    let end = html[start..]
        .find("</ul>")
        .map_or(html.len(), |at| start + at);
    html[start..end]
        .split("<span class=\"box")
        .skip(1)
        .filter_map(|item| {
            let at = item.find("tasks.html#")?;
            let rest = &item[at..];
            let from = rest.find('>')? + 1;
            Some(rest[from..rest.find("</a>")?].to_owned())
        })
        .collect()
}

#[test]
fn tasks_start_when_what_they_need_is_done() {
    let tasks = [
        "T1 - setup x",
        "T2 US1 first x",
        "T3 US1 first o T2",
        "T4 US1 first o T3",
        "T5 US2 second o",
        "T6 US2 second oP",
        "T7 US2 second o",
        "T8 - finish o",
    ];
    assert_eq!(listed(&tasks, "Can start now"), ["T3", "T5", "T6"]);
    assert_eq!(listed(&tasks, "Waiting"), ["T4"]);
}

#[test]
fn foundations_come_before_stories() {
    let tasks = [
        "T1 - setup x",
        "T2 - setup o",
        "T3 US1 first o",
        "T4 US2 second oP",
    ];
    assert_eq!(listed(&tasks, "Can start now"), ["T2"]);
}

#[test]
fn tasks_that_requirements_lead_to_have_cards() {
    let (theme, mut portfolio, config) = (theme(), harbour(), Config::default());
    let gate = Arc::clone(&portfolio.features[1]);
    for task in &gate.facts.tasks {
        let document = Arc::make_mut(&mut portfolio.documents[task.document.index()]);
        document.facts.tasks.push(Arc::clone(&task.fact));
    }
    let (site, _) = planfolio::site::plan(&portfolio);
    let file = site.cards.iter().find(|it| it.url == "004-gate/cards.js");
    let shared = Shared::new(&theme, &portfolio, &site, &config);
    let scene = Scene {
        theme: &theme,
        portfolio: &portfolio,
        site: &site,
        config: &config,
        names: &planfolio::site::names(&portfolio, &site),
        code: &Highlighting::default(),
        artist: Artist::NONE,
        shared: &shared,
    };
    let script = planfolio::render::cards::script(&scene, file.expect("the gate has cards"));
    assert!(
        script.starts_with("planfolioCards(\"004-gate\",["),
        "{script}"
    );
    assert!(script.contains("\"tasks.html\":{\"t001\":["), "{script}");
    assert!(
        !script.contains("\"t004\""),
        "no requirement leads there: {script}"
    );
}

#[test]
fn long_navigation_ends_in_a_menu() {
    let (_, pages) = render(&theme(), &harbour(), &Config::default());
    let page = &pages["index.html"];
    let entries = page.split("<nav class=\"pnav\"").nth(1).unwrap();
    let entries = entries.split("</nav>").next().unwrap();
    let (shown, rest) = entries.split_once("<details class=\"more\">").unwrap();
    assert_eq!(shown.matches("<a ").count(), 6);
    assert!(rest.contains("index-az.html"));
}
