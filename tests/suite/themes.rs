//! The default theme and themes that overlay it.

use crate::site_check;
use planfolio::render::theme::{Choice, Theme, ThemeError, built_in};
use std::collections::BTreeSet;
use std::path::Path;

/// Writes files into a scratch folder.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a scratch folder can be made");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn load(folder: &Path, language: &str) -> Result<Theme, ThemeError> {
    Theme::load(&Choice::Folder(folder.to_owned()), language)
}

fn css(theme: &Theme) -> String {
    let asset = theme
        .assets()
        .iter()
        .find(|asset| asset.url == "assets/planfolio.css")
        .expect("a theme has a style sheet");
    String::from_utf8(asset.bytes.clone()).unwrap()
}

#[test]
fn style_sheets_keep_their_budget() {
    for name in built_in() {
        let theme = Theme::load(&Choice::of(Path::new(name), Path::new("")), "en").unwrap();
        let css = css(&theme);
        assert!(css.len() < 30_000, "{name}: {} bytes of CSS", css.len());
        assert!(!css.contains("/*"), "{name}");
        let (open, closed) = (css.matches('{').count(), css.matches('}').count());
        assert_eq!(open, closed, "{name}");
    }
}

#[test]
fn scripts_keep_their_budget() {
    let theme = Theme::load(&Choice::Default, "en").unwrap();
    // The client of search is loaded on first use; it is to stay below 8 kB when compressed (about a third).
    let (client, scripts): (Vec<_>, Vec<_>) = (theme.assets().iter())
        .filter(|asset| asset.url.ends_with(".js") && asset.url != "assets/tree.js")
        .partition(|asset| asset.url == "search/search.js");
    let size = |assets: &[&planfolio::render::theme::ThemeAsset]| -> usize {
        assets.iter().map(|asset| asset.bytes.len()).sum()
    };
    assert!(
        size(&scripts) < 20_000,
        "{} bytes of scripts",
        size(&scripts)
    );
    assert!(
        (1..24_000).contains(&size(&client)),
        "{} bytes of search",
        size(&client)
    );
}

/// The second theme is made through the documented interface: style sheets, and templates that extend those of the
/// default theme or are parts of them. Its site is as sound as the default one, with other markup.
#[test]
fn the_ledger_is_a_sound_theme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let theme = root.join("themes/ledger");
    let mut extended = 0;
    for path in walkdir(&theme.join("templates")) {
        let text = std::fs::read_to_string(&path).unwrap();
        if path
            .parent()
            .is_some_and(|folder| folder.ends_with("templates"))
        {
            assert!(
                text.starts_with("{% extends \"default/"),
                "{}",
                path.display()
            );
            extended += 1;
        }
    }
    assert!(extended >= 4, "only {extended} templates");
    // Colours are written in figures in one file.
    for path in walkdir(&theme.join("css")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let hex = |at: usize| {
            let rest: String = text[at + 1..].chars().take(3).collect();
            rest.len() == 3 && rest.chars().all(|it| it.is_ascii_hexdigit())
        };
        let figures = text.match_indices('#').filter(|(at, _)| hex(*at)).count();
        let is_free = path.ends_with("tokens.css") || path.ends_with("print.css");
        assert!(is_free || figures == 0, "{}", path.display());
    }
    let source = root.join("example-site");
    let built = site_check::build(&source, &["--theme", "ledger"]);
    assert_eq!(site_check::check(&source, &built), Vec::<String>::new());
    let default = site_check::build(&source, &[]);
    assert!(built.pages.keys().eq(default.pages.keys()));
    for (address, page) in &built.pages {
        assert!(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self';"), "{address}");
        assert!(
            !page.contains("<style") && !page.contains("style=\""),
            "{address}"
        );
        assert!(
            !page.contains("popovertarget"),
            "{address}: there are no menus"
        );
        assert_ne!(page, &default.pages[address], "{address}");
    }
    let plan = &built.pages["003-ticket-purchase/plan.html"];
    assert!(plan.contains("<nav class=\"tabs\"") && plan.contains("<nav class=\"contents wide\""));
}

#[test]
fn files_of_an_overlay_replace_those_of_the_default_theme() {
    let overlay = folder(&[
        ("css/tokens.css", ":root { --accent: rebeccapurple }"),
        ("css/zz-own.css", ".own { color: red }"),
        ("strings/en.yaml", "nav_risks: Dangers\n"),
        ("js/own.js", "void 0"),
    ]);
    let theme = load(overlay.path(), "en").unwrap();
    let css = css(&theme);
    assert!(css.contains("rebeccapurple") && css.contains(".own{color:red}"));
    assert_eq!(theme.strings().text("nav_risks"), "Dangers");
    assert_eq!(theme.strings().text("nav_tasks"), "Tasks");
    assert!(theme.asset_url("own.js").is_some());
    let standard = Theme::load(&Choice::Default, "en").unwrap();
    assert_ne!(theme.fingerprint(), standard.fingerprint());
}

#[test]
fn a_block_can_be_overridden_by_extending_the_default_template() {
    let overlay = folder(&[(
        "templates/404.html",
        "{% extends \"default/404.html\" %}{% block tools %}<b>own</b>{% endblock tools %}",
    )]);
    assert!(load(overlay.path(), "en").is_ok());
}

#[test]
fn a_language_fills_its_gaps_with_english() {
    let overlay = folder(&[(
        "strings/nl.yaml",
        "nav_risks: Gevaren\ncount:\n  tasks: { one: \"{n} taak\", other: \"{n} taken\" }\nthousands: \".\"\n",
    )]);
    let theme = load(overlay.path(), "nl-BE").unwrap();
    assert_eq!(theme.strings().text("nav_risks"), "Gevaren");
    assert_eq!(theme.strings().text("nav_tasks"), "Tasks");
    assert_eq!(theme.strings().count(1, "tasks"), "1 taak");
    assert_eq!(theme.strings().count(12_345, "tasks"), "12.345 taken");
}

/// What is wrong with files of a theme stands in `tests/cli/theme.md`.
#[test]
fn a_theme_that_is_no_folder_cannot_be_read() {
    assert!(matches!(
        load(Path::new("no/such/folder"), "en"),
        Err(ThemeError::Unreadable { .. })
    ));
}

#[test]
fn bare_names_are_built_in_themes_and_paths_are_folders() {
    let of = |text: &str| Choice::of(Path::new(text), Path::new("base"));
    assert_eq!(of("default"), Choice::Default);
    assert_eq!(of("looks"), Choice::Folder("base/looks".into()));
    assert_eq!(of("./default").folder(), Some(Path::new("base/./default")));
    for name in built_in() {
        let theme = Theme::load(&Choice::of(Path::new(name), Path::new("")), "en");
        assert!(theme.is_ok(), "{name}: {theme:?}");
    }
}

/// The templates of the default theme by path.
fn templates() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let mut out: Vec<(String, String)> = walkdir(&root)
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (
                path.strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned(),
                text,
            )
        })
        .collect();
    out.sort();
    out
}

fn walkdir(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(walkdir(&path));
        } else {
            out.push(path);
        }
    }
    out
}

/// The names that follow `start` in a text.
fn names_after<'a>(text: &'a str, start: &str) -> BTreeSet<&'a str> {
    text.match_indices(start)
        .filter(|(at, _)| {
            let before = text[..*at].chars().next_back();
            before.is_none_or(|character| {
                !character.is_alphanumeric() && character != '_' && character != '.'
            })
        })
        .map(|(at, _)| {
            let rest = &text[at + start.len()..];
            let end = rest
                .find(|character: char| {
                    !character.is_alphanumeric() && character != '_' && character != '-'
                })
                .unwrap_or(rest.len());
            &rest[..end]
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn every_text_that_a_template_names_exists() {
    let theme = Theme::load(&Choice::Default, "en").unwrap();
    let strings = theme.strings();
    let mut checked = 0;
    for (path, text) in templates() {
        for key in names_after(&text, "t.") {
            assert!(strings.texts().contains_key(key), "{path}: t.{key}");
            checked += 1;
        }
        for noun in names_after(&text, "of=\"") {
            // A noun that ends in an underscore is completed by the template.
            let known = strings.has_noun(noun) || noun.ends_with('_');
            assert!(known, "{path}: count(of={noun})");
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} texts were found");
}

#[test]
fn only_parsed_bodies_are_marked_safe() {
    for (path, text) in templates() {
        for (at, _) in text.match_indices("| safe") {
            let before = text[..at].trim_end();
            assert!(
                before.ends_with("_html"),
                "{path}: …{}",
                &before[before.len().saturating_sub(40)..]
            );
        }
        for forbidden in ["<style", "style=\"", "onclick", "onload", "javascript:"] {
            assert!(!text.contains(forbidden), "{path} holds {forbidden}");
        }
    }
}
