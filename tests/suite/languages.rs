//! The languages of the interface.

use planfolio::render::theme::Theme;

#[test]
fn every_language_can_be_loaded_and_counts() {
    let english = Theme::load(None, "en").unwrap();
    for language in ["de", "es", "ja", "ko", "pt", "zh"] {
        let theme = Theme::load(None, language).unwrap();
        let differ = (theme.strings().texts().iter())
            .filter(|(key, text)| english.strings().texts().get(*key) != Some(text))
            .count();
        assert!(differ > 250, "{language}: only {differ} texts of its own");
        for number in [0, 1, 2, 2026] {
            let text = theme.strings().count(number, "tasks");
            assert!(!text.contains("{n}"), "{language}: {text}");
            assert!(
                text.contains(&theme.strings().number(number)),
                "{language}: {text}"
            );
        }
    }
}

#[test]
fn no_key_stands_twice() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/strings");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let keys: Vec<&str> = (text.lines())
            .filter(|line| !line.trim_start().starts_with('#'))
            .filter_map(|line| Some(line.split_once(':')?.0))
            .collect();
        assert!(keys.len() > 300, "{}", path.display());
        let mut once = std::collections::BTreeSet::new();
        for key in keys {
            // Indented keys are counted nouns, a table of their own.
            assert!(once.insert(key), "{}: {key}", path.display());
        }
    }
}
