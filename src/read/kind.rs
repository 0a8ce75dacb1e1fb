//! The kind of a document, told by its name and the folders between it and its feature.

use super::name::{KNOWN, extension, is_lone_feature, is_template, known_word, stem};
use crate::model::source::{DocumentKind, FeatureKind};

/// Folders whose files are contracts.
const CONTRACT_FOLDERS: &[&str] = &["contracts", "contract", "api"];

/// Extensions of texts that are contracts when they lie in a contract folder.
const CONTRACT_EXTENSIONS: &[&str] = &[
    "avdl", "avsc", "c", "capnp", "cc", "cfg", "cpp", "cs", "css", "cts", "cue", "dart", "ex",
    "fbs", "fs", "go", "gql", "graphql", "graphqls", "h", "hpp", "htm", "html", "http", "idl",
    "ini", "java", "jl", "js", "json", "json5", "jsonc", "jsonl", "jsonld", "jsx", "kt", "lua",
    "mjs", "mts", "ndjson", "php", "prisma", "proto", "ps1", "py", "pyi", "raml", "rb", "rest",
    "rs", "scala", "sh", "smithy", "sol", "sql", "svg", "swift", "thrift", "toml", "ts", "tsp",
    "tsx", "txt", "vue", "wit", "wsdl", "xml", "xsd", "yaml", "yml", "zig",
];

/// What is known about the place of a file before it is read.
pub(super) struct Setting<'a> {
    /// The feature's sort, or `None` for files beside the features.
    pub(super) feature: Option<FeatureKind>,
    /// Names of the folders between the feature (or SOURCE) and the file.
    pub(super) folders: &'a [&'a str],
    /// The file's name.
    pub(super) name: &'a str,
    /// Whether the file is the whole feature, as `012-name.md` in a root is.
    pub(super) lone: bool,
}

/// Whether a file that is not Markdown is a contract.
pub(super) fn is_contract(folders: &[&str], name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let extension = extension(name);
    if in_contract_folder(folders) {
        return CONTRACT_EXTENSIONS.contains(&extension.as_str());
    }
    match extension.as_str() {
        "proto" | "graphql" | "graphqls" | "gql" | "avsc" => true,
        "json" | "yaml" | "yml" => {
            let stem = stem(name);
            lower.ends_with(".schema.json")
                || ["openapi", "swagger", "asyncapi"]
                    .iter()
                    .any(|word| stem.split(['-', '.']).any(|part| part == *word))
                || stem.split(['-', '.']).any(|part| part == "contract")
        }
        _ => false,
    }
}

/// The kind of a document that is not a contract file.
pub(super) fn kind_of(setting: &Setting<'_>) -> DocumentKind {
    let stem = stem(setting.name);
    let in_folder = |wanted: &[&str]| {
        setting
            .folders
            .iter()
            .any(|folder| wanted.contains(&folder.to_ascii_lowercase().as_str()))
    };
    let introduces = matches!(stem.as_str(), "readme" | "index" | "overview");
    if setting.feature == Some(FeatureKind::Decisions) || in_folder(&["adr", "adrs", "decisions"]) {
        let record = !introduces && !is_template(setting.name) && stem != "template";
        return if record {
            DocumentKind::Adr
        } else {
            DocumentKind::Other
        };
    }
    if in_folder(&["checklists"]) {
        return DocumentKind::Checklist;
    }
    if in_contract_folder(setting.folders) {
        return DocumentKind::Contract;
    }
    if in_folder(&["stories", "story"]) && !introduces {
        return DocumentKind::Story;
    }
    if in_folder(&["tasks"]) {
        return task_kind(setting.name, introduces);
    }
    if setting.feature.is_some() && setting.folders.first() == Some(&"specs") && stem == "spec" {
        return DocumentKind::Delta;
    }
    if setting.lone {
        return DocumentKind::Spec;
    }
    by_stem(&stem)
}

fn in_contract_folder(folders: &[&str]) -> bool {
    folders
        .iter()
        .any(|folder| CONTRACT_FOLDERS.contains(&folder.to_ascii_lowercase().as_str()))
}

/// spec-kitty's work packages, and tasks that are split into files.
fn task_kind(name: &str, introduces: bool) -> DocumentKind {
    let upper = name.to_ascii_uppercase();
    let package = upper
        .strip_prefix("WP")
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    match (package, introduces) {
        (true, _) => DocumentKind::WorkPackage,
        (false, true) => DocumentKind::Other,
        (false, false) => DocumentKind::Tasks,
    }
}

/// By the word the stem is, begins or ends with.
fn by_stem(stem: &str) -> DocumentKind {
    // A blank form is of the kind that it is a form for.
    let stem = stem
        .strip_suffix("-template")
        .or_else(|| stem.strip_suffix(".template"))
        .unwrap_or(stem);
    let words: Vec<&str> = stem.split(['-', '.']).collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if has(&["constitution"]) {
        return DocumentKind::Constitution;
    }
    if has(&["roadmap"]) {
        return DocumentKind::Roadmap;
    }
    if has(&["checklist", "checklists"]) {
        return DocumentKind::Checklist;
    }
    match stem {
        "quickstart" | "quick-start" => return DocumentKind::Quickstart,
        "datamodel" => return DocumentKind::DataModel,
        "specification" | "feature-spec" => return DocumentKind::Spec,
        "task" => return DocumentKind::Tasks,
        "contract" | "contracts" => return DocumentKind::Contract,
        "story" => return DocumentKind::Story,
        "plan" | "spec" | "tasks" | "design" | "research" | "requirements" | "proposal"
        | "data-model" => {}
        // A review of a spec restates its requirements and defines none.
        _ if has(&[
            "review",
            "analysis",
            "summary",
            "report",
            "audit",
            "reconciliation",
            "validation",
            "verification",
            "retrospective",
            "status",
            "notes",
        ]) =>
        {
            return DocumentKind::Other;
        }
        _ => {}
    }
    if words[0] == "story" && words.len() > 1 {
        return DocumentKind::Story;
    }
    if words[0] == "quickstart" {
        return DocumentKind::Quickstart;
    }
    let word = known_word(stem).or_else(|| {
        KNOWN.iter().copied().find(|word| {
            stem.strip_suffix(word)
                .is_some_and(|rest| rest.ends_with(['-', '.']))
        })
    });
    match word {
        Some("spec") => DocumentKind::Spec,
        Some("plan") => DocumentKind::Plan,
        Some("tasks") => DocumentKind::Tasks,
        Some("requirements") => DocumentKind::Requirements,
        Some("design") => DocumentKind::Design,
        Some("proposal") => DocumentKind::Proposal,
        Some("research") => DocumentKind::Research,
        Some("data-model") => DocumentKind::DataModel,
        _ if stem.starts_with("adr-") && is_lone_feature(&format!("{}.md", &stem[4..])) => {
            DocumentKind::Adr
        }
        _ => DocumentKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(path: &str) -> DocumentKind {
        let mut folders: Vec<&str> = path.split('/').collect();
        let name = folders.pop().expect("split gives one part at least");
        kind_of(&Setting {
            feature: Some(FeatureKind::Feature),
            folders: &folders,
            name,
            lone: false,
        })
    }

    #[test]
    fn kinds_by_path() {
        use DocumentKind as K;
        for (path, expected) in [
            ("spec.md", K::Spec),
            ("plan-E3-S1.md", K::Plan),
            ("bugfix-plan.md", K::Plan),
            ("research-plan.md", K::Research),
            ("Data_Model.md", K::DataModel),
            ("checklist.md", K::Checklist),
            ("checklists/requirements.md", K::Checklist),
            ("contracts/README.md", K::Contract),
            ("api/users.md", K::Contract),
            ("tasks/WP01-setup.md", K::WorkPackage),
            ("tasks/README.md", K::Other),
            ("tasks/T003-x.md", K::Tasks),
            ("specs/auth/spec.md", K::Delta),
            ("backend/plan.md", K::Plan),
            ("decisions/0001-x.md", K::Adr),
            ("reviews/specify.review.md", K::Other),
            ("spec-review.md", K::Other),
            ("requirements-design-reconciliation.md", K::Other),
            ("story-2.md", K::Story),
            ("README.md", K::Other),
            ("constitution.md", K::Constitution),
            ("plan-template.md", K::Plan),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
    }

    #[test]
    fn contracts_by_place_and_name() {
        assert!(is_contract(&["contracts", "examples"], "manifest.json"));
        assert!(is_contract(&["contracts"], "api.h"));
        assert!(is_contract(&[], "openapi.yaml"));
        assert!(is_contract(&[], "user.schema.json"));
        assert!(is_contract(&[], "v1.proto"));
        assert!(!is_contract(&[], "package.json"));
        assert!(!is_contract(&["contracts"], "archive.zip"));
        assert!(!is_contract(&["contracts"], "old.bak"));
    }
}
