//! What each file of a tree is: a document or image of a feature or of the portfolio, or nothing to us.

use super::feature::{self, Draft};
use super::kind::{Setting, is_contract, kind_of};
use super::name::{extension, is_image, is_markdown};
use super::scope::{self, Scope};
use super::survey::Survey;
use super::walk::{File, Tree};
use crate::base::path::RelPath;
use crate::model::source::{DocumentKind, FeatureKind, Format};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file that has a part in the site.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// The file.
    pub(super) file: File,
    /// The feature it belongs to, as an index into [`Layout::features`].
    pub(super) feature: Option<usize>,
    /// Its path below the feature's folder, or below the base.
    pub(super) inner: RelPath,
    /// What it is.
    pub(super) role: Role,
}

/// What a file is to the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// A document.
    Document(DocumentKind, Format),
    /// An image that is copied.
    Image,
}

/// A feature with its folders as paths.
#[derive(Debug, Clone)]
pub(super) struct Located {
    /// Its own name.
    pub(super) name: String,
    /// The folders that make it up, in path order; the path of the document for a feature of one document.
    pub(super) folders: Vec<RelPath>,
    /// What sort of feature it is.
    pub(super) kind: FeatureKind,
    /// Whether it is archived.
    pub(super) archived: bool,
    /// Files beside the documents that state its title.
    pub(super) titles: Vec<TitleFile>,
}

/// A file that states the titles of features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TitleFile {
    /// `meta.json` of spec-kitty.
    Meta(PathBuf),
    /// `registry.txt` of the template's tool, in the root.
    Registry(PathBuf),
}

impl TitleFile {
    /// Where it lies.
    pub(super) fn location(&self) -> &Path {
        match self {
            Self::Meta(location) | Self::Registry(location) => location,
        }
    }
}

/// All that the names below one SOURCE say.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Features in the order of the walk.
    pub(super) features: Vec<Located>,
    /// Documents and images in the order of the walk.
    pub(super) files: Vec<Placed>,
    /// The roots.
    pub(super) roots: Vec<RelPath>,
    /// The README of SOURCE.
    pub(super) readme: Option<RelPath>,
}

/// Reads a tree's names. Nothing is opened.
pub(super) fn lay_out(tree: &Tree) -> Layout {
    let survey = Survey::of(tree);
    let (roots, drafts) = feature::find(&survey);
    let scopes = scope::of_folders(&survey, &roots);
    let mut layout = Layout {
        features: drafts.iter().map(|draft| locate(tree, draft)).collect(),
        files: Vec::new(),
        roots: roots
            .iter()
            .map(|root| tree.folders[root.folder].path.clone())
            .collect(),
        readme: readme(tree),
    };
    let owners = owners(tree, &drafts);
    let beside: BTreeMap<(usize, usize), usize> = drafts
        .iter()
        .enumerate()
        .flat_map(|(feature, draft)| draft.beside.iter().map(move |&place| (place, feature)))
        .collect();
    for (index, folder) in tree.folders.iter().enumerate() {
        for (position, file) in folder.files.iter().enumerate() {
            let lone = beside.get(&(index, position)).copied();
            let placed = match (lone, owners[index]) {
                (Some(feature), _) => Some(place_lone(&drafts[feature], feature, file)),
                (None, Some((feature, top))) => {
                    place_in_feature(tree, &drafts[feature], (feature, top), file)
                }
                (None, None) => place_beside(&survey, index, &scopes, file),
            };
            layout.files.extend(placed);
        }
    }
    layout
}

fn locate(tree: &Tree, draft: &Draft) -> Located {
    let mut titles = Vec::new();
    for &folder in &draft.folders {
        let file = |index: usize, name: &str| {
            let files = &tree.folders[index].files;
            files.iter().find(|file| file.name == name)
        };
        if let Some(meta) = file(folder, "meta.json") {
            titles.push(TitleFile::Meta(meta.real().to_owned()));
        }
        if let Some(parent) = tree.folders[folder].parent
            && let Some(registry) = file(parent, "registry.txt")
        {
            titles.push(TitleFile::Registry(registry.real().to_owned()));
        }
    }
    let path_of =
        |&(folder, position): &(usize, usize)| tree.folders[folder].files[position].path.clone();
    let mut folders: Vec<RelPath> = draft
        .folders
        .iter()
        .map(|&folder| tree.folders[folder].path.clone())
        .collect();
    if folders.is_empty() {
        folders.extend(draft.beside.iter().map(path_of));
    }
    folders.sort();
    Located {
        name: draft.name.clone(),
        folders,
        kind: draft.kind,
        archived: draft.archived,
        titles,
    }
}

/// The README of SOURCE, in the first spelling by name.
fn readme(tree: &Tree) -> Option<RelPath> {
    let source = tree.folders.first()?;
    source
        .files
        .iter()
        .find(|file| is_markdown(&file.name) && super::name::stem(&file.name) == "readme")
        .map(|file| file.path.clone())
}

/// For every folder the feature it belongs to, and the folder of that feature in which it lies.
fn owners(tree: &Tree, drafts: &[Draft]) -> Vec<Option<(usize, usize)>> {
    let mut owners = vec![None; tree.folders.len()];
    for (feature, draft) in drafts.iter().enumerate() {
        for &folder in &draft.folders {
            owners[folder] = Some((feature, folder));
        }
    }
    for index in 1..tree.folders.len() {
        if owners[index].is_none() {
            owners[index] = tree.folders[index].parent.and_then(|parent| owners[parent]);
        }
    }
    owners
}

fn place_lone(draft: &Draft, feature: usize, file: &File) -> Placed {
    let setting = Setting {
        feature: Some(draft.kind),
        folders: &[],
        name: &file.name,
        lone: true,
    };
    Placed {
        file: file.clone(),
        feature: Some(feature),
        inner: RelPath::new(&file.name),
        role: Role::Document(kind_of(&setting), Format::Markdown),
    }
}

fn place_in_feature(
    tree: &Tree,
    draft: &Draft,
    (feature, top): (usize, usize),
    file: &File,
) -> Option<Placed> {
    let inner = RelPath::new(file.path.below(&tree.folders[top].path)?);
    let role = role_of(Some(draft.kind), &inner, &file.name)?;
    Some(Placed {
        file: file.clone(),
        feature: Some(feature),
        inner,
        role,
    })
}

fn place_beside(
    survey: &Survey<'_>,
    folder: usize,
    scopes: &[Scope],
    file: &File,
) -> Option<Placed> {
    let role = match scopes[folder] {
        Scope::Nothing => None,
        Scope::Named => (is_markdown(&file.name) && scope::is_about_plans(&file.name))
            .then(|| role_of(None, &RelPath::new(&file.name), &file.name))
            .flatten(),
        Scope::All(top) => {
            let below = file.path.below(&survey.tree.folders[top].path)?;
            role_of(None, &RelPath::new(below), &file.name)
        }
    }?;
    // Only images that documents can be expected to show: those in the folder of a document or just below one.
    if role == Role::Image {
        let holds_markdown = |folder: usize| {
            let files = &survey.tree.folders[folder].files;
            files.iter().any(|file| is_markdown(&file.name))
        };
        let near = holds_markdown(folder) || survey.parent(folder).is_some_and(holds_markdown);
        if !near {
            return None;
        }
    }
    Some(Placed {
        file: file.clone(),
        feature: None,
        inner: file.path.clone(),
        role,
    })
}

/// The role of a file by its path below its feature, root or home.
fn role_of(feature: Option<FeatureKind>, below: &RelPath, name: &str) -> Option<Role> {
    let mut folders: Vec<&str> = below.segments().collect();
    folders.pop();
    if is_markdown(name) {
        let setting = Setting {
            feature,
            folders: &folders,
            name,
            lone: false,
        };
        return Some(Role::Document(kind_of(&setting), Format::Markdown));
    }
    if is_image(name) {
        return Some(Role::Image);
    }
    is_contract(&folders, name)
        .then(|| Role::Document(DocumentKind::Contract, Format::Source(extension(name))))
}
