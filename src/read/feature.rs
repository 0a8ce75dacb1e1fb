//! Features: which folders of a root are features, and which are looked through.
//!
//! A feature is the outermost folder below a root that holds a known document (`spec.md`, `plan-E3-S1.md`, …). These
//! are looked through instead: containers (`archive`, `epic-2-x`), project folders that hold a root of their own, and
//! plain groups whose sub-folders are the features. A folder that is *named* as features are (`012-x`, dated,
//! `SPEC-…`), or whose known documents lie in parts (`docs/`, `loop/`), is a feature as a whole.

use super::name::{
    is_archive, is_archived_feature, is_container, is_decision_folder, is_feature_like,
    is_known_document, is_lone_feature, is_markdown, is_part, is_template_folder, leading_number,
};
use super::root::{self, Root, RootKind};
use super::survey::Survey;
use crate::model::source::FeatureKind;
use std::collections::BTreeMap;

/// The name of a SOURCE that is itself one feature; its own name must not show in the site.
const UNNAMED: &str = "feature";

/// A feature before its key is known.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Its own name.
    pub(super) name: String,
    /// Its folders; empty for a lone document.
    pub(super) folders: Vec<usize>,
    /// The folders and positions of documents `NNN-name.md` that lie beside the feature's folder `NNN-name`, or are the
    /// whole feature when there is no such folder.
    pub(super) beside: Vec<(usize, usize)>,
    /// What sort of feature it is.
    pub(super) kind: FeatureKind,
    /// Whether it lies in an archive.
    pub(super) archived: bool,
    /// The `.shipkit` folder within which features of one name are merged.
    merge_in: Option<usize>,
}

/// All roots of a tree and the features in them, both in the order of the walk.
pub(super) fn find(survey: &Survey<'_>) -> (Vec<Root>, Vec<Draft>) {
    let mut open = root::below(survey, 0);
    if open.is_empty() {
        open.push(Root {
            folder: 0,
            kind: RootKind::Source,
        });
    }
    let mut roots = Vec::new();
    let mut drafts = Vec::new();
    open.reverse();
    while let Some(root) = open.pop() {
        roots.push(root);
        let before = drafts.len();
        let mut nested = Vec::new();
        in_root(survey, root, &mut drafts, &mut nested);
        if drafts.len() == before && nested.is_empty() {
            drafts.extend(whole_root(survey, root));
        }
        open.extend(nested.into_iter().rev());
    }
    (roots, merge(drafts))
}

/// The root as one feature, when its documents lie in it directly and nothing else in it is a feature.
fn whole_root(survey: &Survey<'_>, root: Root) -> Option<Draft> {
    let folder = &survey.tree.folders[root.folder];
    let is_source = folder.parent.is_none();
    let blank_forms = is_source
        && folder
            .files
            .iter()
            .any(|file| is_known_document(&file.name.replace("-template", "")));
    if !survey.known_here[root.folder] && !blank_forms {
        return None;
    }
    let name = if is_source { UNNAMED } else { &folder.name };
    Some(draft(name, root.folder, FeatureKind::Feature))
}

fn draft(name: &str, folder: usize, kind: FeatureKind) -> Draft {
    Draft {
        name: name.to_owned(),
        folders: vec![folder],
        beside: Vec::new(),
        kind,
        archived: is_archived_feature(name),
        merge_in: None,
    }
}

/// A folder whose sub-folders may be features.
#[derive(Clone, Copy)]
struct Level {
    folder: usize,
    archived: bool,
    in_epic: bool,
}

/// What a folder in a root turns out to be.
enum Role {
    Feature(FeatureKind),
    Group(Level),
    Project(Vec<Root>),
    Beside,
}

fn in_root(survey: &Survey<'_>, root: Root, drafts: &mut Vec<Draft>, nested: &mut Vec<Root>) {
    if root.kind == RootKind::Decisions {
        let name = survey.name(root.folder);
        drafts.push(draft(name, root.folder, FeatureKind::Decisions));
        return;
    }
    let mut open = vec![Level {
        folder: root.folder,
        archived: false,
        in_epic: false,
    }];
    while let Some(level) = open.pop() {
        for child in survey.children(level.folder) {
            match role(survey, root.kind, level, child) {
                Role::Feature(kind) => {
                    let mut draft = draft(survey.name(child), child, kind);
                    draft.archived |= level.archived;
                    if let RootKind::Shipkit(home) = root.kind {
                        draft.merge_in = Some(home);
                    }
                    drafts.push(draft);
                }
                Role::Group(level) => open.push(level),
                Role::Project(roots) => nested.extend(roots),
                Role::Beside => {}
            }
        }
        lone_features(survey, level, drafts);
    }
}

fn role(survey: &Survey<'_>, root: RootKind, level: Level, child: usize) -> Role {
    let name = survey.name(child);
    if !survey.markdown_below[child] {
        return Role::Beside;
    }
    if is_container(name) {
        return Role::Group(Level {
            folder: child,
            archived: level.archived || is_archive(name),
            in_epic: level.in_epic || !is_archive(name),
        });
    }
    if is_template_folder(name) || name.starts_with('.') {
        return Role::Beside;
    }
    if is_decision_folder(name) && has_records(survey, child) {
        return Role::Feature(FeatureKind::Decisions);
    }
    let kind = match root {
        RootKind::Capabilities => FeatureKind::Capability,
        _ => FeatureKind::Feature,
    };
    let story = level.in_epic && name.to_ascii_lowercase().starts_with("story");
    // Everything in these is a feature by the rules of its tool.
    let by_tool = matches!(root, RootKind::Changes | RootKind::Shipkit(_));
    if survey.known_here[child] || by_tool || story {
        return Role::Feature(kind);
    }
    let projects: Vec<Root> = root::below(survey, child)
        .into_iter()
        .filter(|inner| inner.kind != RootKind::Specs || root::holds_features(survey, inner.folder))
        .collect();
    if !projects.is_empty() {
        return Role::Project(projects);
    }
    if !survey.known_below[child] {
        return Role::Beside;
    }
    let known = survey.known_folders(child);
    let holds_named = known
        .iter()
        .any(|&folder| is_feature_like(survey.name(folder)));
    let only_parts = known.iter().all(|&folder| is_part(survey.name(folder)));
    if only_parts || (is_feature_like(name) && !holds_named) {
        return Role::Feature(kind);
    }
    Role::Group(Level {
        folder: child,
        ..level
    })
}

/// Whether a folder directly holds numbered or dated records.
fn has_records(survey: &Survey<'_>, folder: usize) -> bool {
    survey.tree.folders[folder].files.iter().any(|file| {
        let stem = file.name.to_ascii_lowercase();
        let stem = stem.strip_prefix("adr-").unwrap_or(&stem);
        is_markdown(&file.name) && is_feature_like(stem)
    })
}

/// The documents `NNN-name.md` of a level: features of their own, or of the folder of the same name.
fn lone_features(survey: &Survey<'_>, level: Level, drafts: &mut Vec<Draft>) {
    let files = &survey.tree.folders[level.folder].files;
    for (position, file) in files.iter().enumerate() {
        if !is_lone_feature(&file.name) {
            continue;
        }
        let place = (level.folder, position);
        let name = file
            .name
            .rsplit_once('.')
            .map_or(&*file.name, |(stem, _)| stem);
        let folder = survey.child(level.folder, name);
        let namesake = folder.and_then(|folder| {
            drafts
                .iter_mut()
                .find(|draft| draft.folders.contains(&folder))
        });
        match namesake {
            Some(draft) => draft.beside.push(place),
            None => drafts.push(Draft {
                name: name.to_owned(),
                folders: Vec::new(),
                beside: vec![place],
                kind: FeatureKind::Feature,
                archived: level.archived || is_archived_feature(name),
                merge_in: None,
            }),
        }
    }
}

/// Folders of one key below one `.shipkit` are one feature.
fn merge(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut twins: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for draft in drafts {
        if let Some(home) = draft.merge_in {
            let key = (home, draft.name.clone());
            if let Some(&twin) = twins.get(&key) {
                merged[twin].folders.extend(draft.folders);
                merged[twin].beside.extend(draft.beside);
                continue;
            }
            twins.insert(key, merged.len());
        }
        merged.push(draft);
    }
    merged
}

/// The number of a feature's name.
pub(super) fn number_of(name: &str) -> Option<String> {
    leading_number(name).map(str::to_owned)
}
