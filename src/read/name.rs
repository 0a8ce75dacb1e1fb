//! What the names of files and folders say.

/// Extensions of Markdown files.
pub(super) fn is_markdown(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".md", ".markdown"]
        .iter()
        .any(|extension| name.len() > extension.len() && name.ends_with(extension))
}

/// Raster images, which are copied as they are.
pub(super) fn is_image(name: &str) -> bool {
    matches!(
        extension(name).as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif"
    )
}

/// The last extension in lower case; empty when there is none.
pub(super) fn extension(name: &str) -> String {
    name.rfind('.')
        .filter(|&at| at > 0)
        .map_or_else(String::new, |at| name[at + 1..].to_ascii_lowercase())
}

/// The name without its last extension, in lower case, with `_` and blanks as `-`.
pub(super) fn stem(name: &str) -> String {
    let stem = name
        .rfind('.')
        .filter(|&at| at > 0)
        .map_or(name, |at| &name[..at]);
    stem.to_lowercase().replace(['_', ' '], "-")
}

/// The words whose documents make a folder a feature.
pub(super) const KNOWN: &[&str] = &[
    "data-model",
    "spec",
    "plan",
    "tasks",
    "requirements",
    "design",
    "proposal",
    "research",
];

/// Whether a Markdown file is a known document: one of [`KNOWN`], alone or followed by `-…`, `_…` or `.…`, and not a
/// blank template.
pub(super) fn is_known_document(name: &str) -> bool {
    is_markdown(name) && known_word(&stem(name)).is_some() && !is_template(name)
}

/// The word of [`KNOWN`] that a stem is or begins with.
pub(super) fn known_word(stem: &str) -> Option<&'static str> {
    KNOWN.iter().copied().find(|word| {
        stem.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.']))
    })
}

/// Whether a file is a blank form, such as `plan-template.md`.
pub(super) fn is_template(name: &str) -> bool {
    let stem = stem(name);
    stem == "template" || stem.ends_with("-template") || stem.ends_with(".template")
}

/// Whether a folder holds blank forms.
pub(super) fn is_template_folder(name: &str) -> bool {
    matches!(name, "templates" | "template" | "_templates")
}

/// Whether a folder of a root merely groups features: `archive`, `_archive_`, `epic-3-x`, …
pub(super) fn is_container(name: &str) -> bool {
    is_archive(name) || name.eq_ignore_ascii_case("epics") || {
        let lower = name.to_ascii_lowercase();
        lower.starts_with("epic-") || lower.starts_with("epic_")
    }
}

/// Whether a folder holds what is out of force.
pub(super) fn is_archive(name: &str) -> bool {
    let bare = name.trim_matches('_').to_ascii_lowercase();
    matches!(bare.as_str(), "archive" | "archived" | "archives")
}

/// Whether a feature's own name says that it is archived: `_archived-051-x`.
pub(super) fn is_archived_feature(name: &str) -> bool {
    without_archive_prefix(name).len() < name.len()
}

fn without_archive_prefix(name: &str) -> &str {
    let bare = name.trim_start_matches('_');
    for prefix in ["archived-", "archived_", "archive-", "archive_"] {
        if let Some(head) = bare.get(..prefix.len())
            && head.eq_ignore_ascii_case(prefix)
        {
            return bare[prefix.len()..].trim_start_matches('_');
        }
    }
    name
}

/// The leading number as written: `001` of `001-name`, `1.2` of `1.2-name`. Dates and time stamps
/// (`2026-01-02-name`, `20260102-101500-name`) are no numbers.
pub(super) fn leading_number(name: &str) -> Option<&str> {
    let name = without_archive_prefix(name);
    if is_dated(name) {
        return None;
    }
    let end = name
        .find(|character: char| !character.is_ascii_digit() && character != '.')
        .unwrap_or(name.len());
    let number = name[..end].trim_end_matches('.');
    let letter = name[number.len()..]
        .chars()
        .next()
        .filter(char::is_ascii_lowercase);
    let number = &name[..number.len() + letter.map_or(0, char::len_utf8)];
    let ends = name[number.len()..]
        .chars()
        .next()
        .is_none_or(|next| matches!(next, '-' | '_' | ' ' | '.'));
    let digits = number.len() <= 9 && number.starts_with(|first: char| first.is_ascii_digit());
    (digits && ends).then_some(number)
}

/// Whether a name begins with a date: `2026-01-02-…`, `20260102-…`.
pub(super) fn is_dated(name: &str) -> bool {
    let bytes = name.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes
            .get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let ends = |at: usize| {
        bytes
            .get(at)
            .is_none_or(|next| !next.is_ascii_alphanumeric())
    };
    let long = digits(0, 4) && digits(5, 7) && digits(8, 10) && ends(10);
    let separated = matches!((bytes.get(4), bytes.get(7)), (Some(b'-'), Some(b'-')));
    let short = digits(0, 8) && (ends(8));
    (long && separated) || short
}

/// Whether a folder is named as features are: a number, a date, `SPEC-1dbf2acb`, or `name-01M3F4BV`.
pub(super) fn is_feature_like(name: &str) -> bool {
    leading_number(name).is_some()
        || is_dated(name)
        || name
            .get(..5)
            .is_some_and(|head| head.eq_ignore_ascii_case("spec-"))
        || name.rsplit_once('-').is_some_and(|(head, tail)| {
            !head.is_empty()
                && tail.len() == 8
                && tail.starts_with('0')
                && tail
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        })
}

/// Whether a Markdown file in a root stands for a whole feature: `012-name.md`.
pub(super) fn is_lone_feature(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    is_markdown(name)
        && leading_number(stem).is_some_and(|number| number.len() < stem.len())
        && !is_template(name)
}

/// Whether a folder is part of a feature rather than a feature.
pub(super) fn is_part(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "checklists"
            | "checklist"
            | "contracts"
            | "contract"
            | "api"
            | "tasks"
            | "task"
            | "specs"
            | "spec"
            | "docs"
            | "doc"
            | "loop"
            | "plan"
            | "plans"
            | "planning"
            | "research"
            | "design"
            | "designs"
            | "requirements"
            | "notes"
            | "assets"
            | "images"
            | "adr"
            | "adrs"
            | "decisions"
            | "reviews"
            | "review"
            | "stories"
            | "artifacts"
            | "implementation"
            | "references"
            | "fixtures"
            | "examples"
            | "scripts"
            | "tests"
            | "iterations"
    )
}

/// Whether a folder in a root holds architecture decision records.
pub(super) fn is_decision_folder(name: &str) -> bool {
    matches!(name, "adr" | "adrs" | "decisions")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (name, number) in [
            ("001-login", Some("001")),
            ("7_x", Some("7")),
            ("12", Some("12")),
            ("1.2-x", Some("1.2")),
            ("003a-x", Some("003a")),
            ("_archived-051-x", Some("051")),
            ("3d-models", Some("3d")),
            ("2026-01-02-x", None),
            ("20260102-101500-x", None),
            ("SPEC-1dbf2acb", None),
            ("login", None),
            ("404notfound", None),
        ] {
            assert_eq!(leading_number(name), number, "{name}");
        }
    }

    #[test]
    fn known_documents() {
        for name in [
            "spec.md",
            "plan-E3-S1.md",
            "DATA_MODEL.md",
            "Data Model.md",
            "tasks.v2.md",
        ] {
            assert!(is_known_document(name), "{name}");
        }
        for name in [
            "plan-template.md",
            "specification.txt",
            "planning.md",
            "spec.yaml",
            ".md",
        ] {
            assert!(!is_known_document(name), "{name}");
        }
    }

    #[test]
    fn feature_names() {
        for name in [
            "001-x",
            "SPEC-1dbf2acb",
            "2026-01-02-x",
            "context-load-01M3F4BV",
        ] {
            assert!(is_feature_like(name), "{name}");
        }
        for name in ["backend", "user-settings", "a-12345678"] {
            assert!(!is_feature_like(name), "{name}");
        }
    }
}
