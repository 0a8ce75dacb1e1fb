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
