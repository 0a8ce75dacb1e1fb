//! The tree of a SOURCE with what each folder holds, counted once.

use super::name::{is_known_document, is_markdown, is_template_folder};
use super::walk::Tree;

/// A tree and, by folder, which documents lie in it.
pub(super) struct Survey<'a> {
    /// The tree.
    pub(super) tree: &'a Tree,
    /// Whether a known document lies directly in the folder.
    pub(super) known_here: Vec<bool>,
    /// Whether a known document lies in the folder or below it.
    pub(super) known_below: Vec<bool>,
    /// Whether Markdown lies in the folder or below it.
    pub(super) markdown_below: Vec<bool>,
}

impl<'a> Survey<'a> {
    /// Looks at every folder once, the inner ones first.
    pub(super) fn of(tree: &'a Tree) -> Self {
        let count = tree.folders.len();
        let mut survey = Self {
            tree,
            known_here: vec![false; count],
            known_below: vec![false; count],
            markdown_below: vec![false; count],
        };
        for (index, folder) in tree.folders.iter().enumerate().rev() {
            let known = !is_template_folder(&folder.name)
                && folder
                    .files
                    .iter()
                    .any(|file| is_known_document(&file.name));
            survey.known_here[index] = known;
            survey.known_below[index] |= known;
            survey.markdown_below[index] |= folder.files.iter().any(|file| is_markdown(&file.name));
            if let Some(parent) = folder.parent {
                survey.known_below[parent] |= survey.known_below[index];
                survey.markdown_below[parent] |= survey.markdown_below[index];
            }
        }
        survey
    }

    /// The name of a folder.
    pub(super) fn name(&self, index: usize) -> &'a str {
        &self.tree.folders[index].name
    }

    /// The folder around a folder.
    pub(super) fn parent(&self, index: usize) -> Option<usize> {
        self.tree.folders[index].parent
    }

    /// The folders in a folder, by name.
    pub(super) fn children(&self, index: usize) -> impl DoubleEndedIterator<Item = usize> + 'a {
        self.tree.folders[index].folders.iter().copied()
    }

    /// The folder of that name in a folder.
    pub(super) fn child(&self, index: usize, name: &str) -> Option<usize> {
        self.children(index).find(|&child| self.name(child) == name)
    }

    /// All folders below a folder that directly hold a known document.
    pub(super) fn known_folders(&self, index: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut open: Vec<usize> = self.children(index).rev().collect();
        while let Some(folder) = open.pop() {
            if self.known_here[folder] {
                found.push(folder);
            }
            if self.known_below[folder] {
                open.extend(self.children(folder).rev());
            }
        }
        found
    }
}
