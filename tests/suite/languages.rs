//! The languages of the interface.

use planfolio::render::theme::{Choice, Theme, known_languages};

#[test]
fn every_language_can_be_loaded_and_counts() {
    let english = Theme::load(&Choice::Default, "en").unwrap();
    for language in ["ar", "de", "es", "ja", "ko", "pt", "zh"] {
        let theme = Theme::load(&Choice::Default, language).unwrap();
        let differ = (theme.strings().texts().iter())
            .filter(|(key, text)| english.strings().texts().get(*key) != Some(text))
            .count();
        assert!(differ > 250, "{language}: only {differ} texts of its own");
        for number in [0, 1, 2, 2026] {
            let text = theme.strings().count(number, "tasks");
            assert!(!text.contains("{n}"), "{language}: {text}");
            // Arabic has forms for none, one and two that say the number by themselves.
            assert!(
                text.contains(&theme.strings().number(number)) || language == "ar" && number < 3,
                "{language}: {text}"
            );
        }
    }
}

#[test]
fn every_language_has_every_text() {
    let table = |language: &str| -> serde_yaml::Mapping {
        let path = format!("themes/default/strings/{language}.yaml");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        serde_yaml::from_str(&std::fs::read_to_string(folder.join(path)).unwrap()).unwrap()
    };
    let english = table("en");
    for language in known_languages(&Choice::Default).unwrap() {
        let own = table(&language);
        for (key, value) in &english {
            assert!(own.contains_key(key), "{language} lacks {key:?}");
            for (noun, _) in value.as_mapping().into_iter().flatten() {
                assert!(own[key].get(noun).is_some(), "{language} lacks {noun:?}");
            }
        }
        let strange: Vec<_> = own
            .keys()
            .filter(|key| !english.contains_key(*key))
            .collect();
        assert!(strange.is_empty(), "{language}: {strange:?}");
    }
}

#[test]
fn arabic_counts_in_six_forms() {
    let theme = Theme::load(&Choice::Default, "ar").unwrap();
    let tasks = |number| theme.strings().count(number, "tasks");
    assert_eq!(tasks(0), "لا مهام");
    assert_eq!(tasks(1), "مهمة واحدة");
    assert_eq!(tasks(2), "مهمتان");
    assert_eq!(tasks(7), "7 مهام");
    assert_eq!(tasks(11), "11 مهمة");
    assert_eq!(tasks(100), "100 مهمة");
}

#[test]
fn an_unknown_language_names_the_known_ones() {
    let error = Theme::load(&Choice::Default, "xx").unwrap_err().to_string();
    assert_eq!(
        error,
        "unknown language `xx`, expected one of ar, de, en, es, ja, ko, pt, zh"
    );
    assert!(Theme::load(&Choice::Default, "de-AT").is_ok());
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
