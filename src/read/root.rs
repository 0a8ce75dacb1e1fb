//! Roots: the folders that features lie in.
//!
//! A root is a folder named `specs`, `kitty-specs`, `openspec/changes` or `docs/adr` (and its variants) at any depth
//! below SOURCE that holds Markdown. A `specs` folder *inside a feature* is none: the deltas of an OpenSpec change
//! (`changes/<name>/specs/<capability>/spec.md`) and the parts of any other feature stay with their feature.

use super::name::{is_container, is_dated, is_feature_like, known_word, stem};
use super::survey::Survey;

/// What a root holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RootKind {
    /// Features of Spec Kit, Kiro, spec-kitty or the template.
    Specs,
    /// `openspec/specs`.
    Capabilities,
    /// `openspec/changes`.
    Changes,
    /// A folder of architecture decision records.
    Decisions,
    /// `.shipkit/skills/*/outputs/specs`; the index is that of the `.shipkit` folder, within which keys are merged.
    Shipkit(usize),
    /// SOURCE itself, because there is no other root.
    Source,
}

/// A root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Root {
    /// Its index in the tree.
    pub(super) folder: usize,
    /// What it holds.
    pub(super) kind: RootKind,
}

/// The outermost roots below a folder, in path order of the walk.
pub(super) fn below(survey: &Survey<'_>, folder: usize) -> Vec<Root> {
    let mut roots = Vec::new();
    let mut open: Vec<usize> = survey.children(folder).rev().collect();
    while let Some(index) = open.pop() {
        if !survey.markdown_below[index] {
            continue;
        }
        match kind_of(survey, index) {
            Some(kind) => roots.push(Root {
                folder: index,
                kind,
            }),
            None => open.extend(survey.children(index).rev()),
        }
    }
    roots
}

/// The kind of root that a folder is by its name and surroundings.
fn kind_of(survey: &Survey<'_>, index: usize) -> Option<RootKind> {
    let parent = survey.parent(index)?;
    let around = survey.name(parent);
    let in_openspec = is_openspec(survey, parent);
    match survey.name(index) {
        "changes" if in_openspec => Some(RootKind::Changes),
        "specs" if in_openspec => Some(RootKind::Capabilities),
        "specs" => match shipkit_home(survey, parent) {
            Some(home) => Some(RootKind::Shipkit(home)),
            None => (!is_part_of_feature(survey, index, parent)).then_some(RootKind::Specs),
        },
        "kitty-specs" => Some(RootKind::Specs),
        "adr" if matches!(around, "docs" | "doc") => Some(RootKind::Decisions),
        "adrs" | "decisions" if around == "docs" => Some(RootKind::Decisions),
        _ => None,
    }
}

/// Whether a folder is OpenSpec's: by its name, or, since SOURCE has none, because it holds both of its roots.
pub(super) fn is_openspec(survey: &Survey<'_>, folder: usize) -> bool {
    let holds = |name: &str| survey.child(folder, name).is_some();
    match survey.parent(folder) {
        Some(_) => survey.name(folder) == "openspec" && (holds("specs") || holds("changes")),
        None => holds("specs") && holds("changes"),
    }
}

/// The `.shipkit` folder of `.shipkit/skills/*/outputs`.
fn shipkit_home(survey: &Survey<'_>, outputs: usize) -> Option<usize> {
    let skill = survey.parent(outputs)?;
    let skills = survey.parent(skill)?;
    let home = survey.parent(skills)?;
    let names = [survey.name(outputs), survey.name(skills), survey.name(home)];
    (names == ["outputs", "skills", ".shipkit"]).then_some(home)
}

/// Whether a `specs` folder belongs to the feature around it. The folder around it is a feature when it holds a known
/// document or is a dated change; its `specs` is nevertheless a root when whole features lie in it.
fn is_part_of_feature(survey: &Survey<'_>, specs: usize, parent: usize) -> bool {
    let name = survey.name(parent);
    let is_home = matches!(name, ".specify" | ".kiro");
    let looks_like_feature = survey.known_here[parent] || is_dated(name);
    !is_home && looks_like_feature && !holds_features(survey, specs)
}

/// Whether folders below `folder` are features for certain: they are named as features are, or hold more than the
/// `spec.md` of a delta.
pub(super) fn holds_features(survey: &Survey<'_>, folder: usize) -> bool {
    survey.children(folder).any(|child| {
        if is_container(survey.name(child)) {
            return holds_features(survey, child);
        }
        survey.known_here[child]
            && (is_feature_like(survey.name(child))
                || survey.tree.folders[child].files.iter().any(|file| {
                    let word = known_word(&stem(&file.name));
                    word.is_some_and(|word| word != "spec")
                }))
    })
}
