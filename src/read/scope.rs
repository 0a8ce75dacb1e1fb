//! Which Markdown beside the features belongs to the portfolio.
//!
//! * Everything below a root.
//! * The homes of the planning tools: Markdown directly in `.specify` and in its `memory`, directly in `.kiro` and in
//!   its `steering`, in `.shipkit/skills/*/outputs`, and all below an `openspec` that holds `specs` or `changes`. The
//!   blank forms that these tools bring along (`.specify/templates`, `.kiro/settings`, skills) are no documents.
//! * In SOURCE and in the folder around a root: Markdown whose name says that it is about the plans (README,
//!   constitution, roadmap, …) and known documents. The other Markdown of a code repository is none of ours.

use super::name::{is_known_document, stem};
use super::root::{Root, is_openspec};
use super::survey::Survey;

/// What of a folder belongs to the portfolio, when it is no feature's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// Nothing.
    Nothing,
    /// Markdown with a name that tells that it is about the plans.
    Named,
    /// All documents; the folder from which on their paths tell their kinds.
    All(usize),
}

/// The scope of every folder of a tree.
pub(super) fn of_folders(survey: &Survey<'_>, roots: &[Root]) -> Vec<Scope> {
    let folders = &survey.tree.folders;
    let mut scopes = vec![Scope::Nothing; folders.len()];
    scopes[0] = Scope::Named;
    for root in roots {
        if let Some(parent) = survey.parent(root.folder) {
            scopes[parent] = Scope::Named;
        }
    }
    for root in roots {
        scopes[root.folder] = Scope::All(root.folder);
    }
    if is_openspec(survey, 0) {
        scopes[0] = Scope::All(0);
    }
    for index in 1..folders.len() {
        let parent = folders[index].parent.unwrap_or_default();
        if let Some(scope) = in_home(survey, index) {
            if scopes[index] != Scope::All(index) {
                scopes[index] = scope;
            }
        } else if let Scope::All(top) = scopes[parent]
            && !matches!(scopes[index], Scope::All(_))
        {
            scopes[index] = Scope::All(top);
        }
    }
    scopes
}

/// The scope of a folder that is, or lies in, the home of a planning tool but not in a root of it.
fn in_home(survey: &Survey<'_>, index: usize) -> Option<Scope> {
    let mut below = Vec::new();
    let mut home = index;
    loop {
        let name = survey.name(home);
        if is_openspec(survey, home) || matches!(name, ".specify" | ".kiro" | ".shipkit") {
            break;
        }
        below.push(name);
        home = survey.parent(home)?;
    }
    below.reverse();
    let belongs = match (survey.name(home), below.as_slice()) {
        (".specify" | ".kiro", ["specs", ..]) => return None,
        ("openspec" | "", _) => true,
        (".specify", below) => below.is_empty() || below[0] == "memory",
        (".kiro", below) => below.is_empty() || below[0] == "steering",
        (_, ["skills", _, "outputs", "specs", ..]) => return None,
        (_, ["skills", _, "outputs", ..]) => true,
        _ => false,
    };
    Some(if belongs {
        Scope::All(home)
    } else {
        Scope::Nothing
    })
}

/// Whether a Markdown file in SOURCE or around a root is about the plans.
pub(super) fn is_about_plans(name: &str) -> bool {
    let stem = stem(name);
    let words: Vec<&str> = stem.split(['-', '.']).collect();
    is_known_document(name)
        || matches!(
            words[0],
            "readme" | "overview" | "vision" | "mission" | "glossary" | "principles" | "prd"
        )
        || words
            .iter()
            .any(|word| matches!(*word, "constitution" | "roadmap"))
}
