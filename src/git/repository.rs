//! Where a repository keeps its history.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repository {
    /// The folder of this work tree: holds `HEAD`.
    own: PathBuf,
    /// The folder of all work trees: holds branches and history.
    common: PathBuf,
}

/// The repository that a folder lies in.
pub(super) fn around(folder: &Path) -> Option<Repository> {
    let place = folder
        .ancestors()
        .map(|folder| folder.join(".git"))
        .find(|place| place.exists())?;
    let own = if place.is_dir() {
        place
    } else {
        // A further work tree or a submodule: `gitdir: …`, relative to the file.
        let text = fs::read_to_string(&place).ok()?;
        let target = text.trim().strip_prefix("gitdir:")?.trim();
        place.parent()?.join(target)
    };
    let common = match fs::read_to_string(own.join("commondir")) {
        Ok(text) => own.join(text.trim()),
        Err(_) => own.clone(),
    };
    Some(Repository { own, common })
}

impl Repository {
    /// Whether older history was left out when it was cloned: the oldest commit that is there then seems to have
    /// changed everything.
    pub(super) fn is_shallow(&self) -> bool {
        self.common.join("shallow").exists()
    }

    /// `HEAD`, the branch that it names, and the file of packed branches.
    pub(super) fn heads(&self) -> Vec<PathBuf> {
        let head = self.own.join("HEAD");
        let branch = fs::read_to_string(&head)
            .ok()
            .and_then(|text| Some(text.trim().strip_prefix("ref:")?.trim().to_owned()))
            .map(|name| self.common.join(name));
        [head, self.common.join("packed-refs")]
            .into_iter()
            .chain(branch)
            .chain([self.common.join("shallow")])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::around;
    use std::fs;

    #[test]
    fn further_work_trees_share_branches() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let top = folder.path();
        let own = top.join("main/.git/worktrees/second");
        fs::create_dir_all(&own).expect("new");
        fs::create_dir_all(top.join("second/docs")).expect("new");
        fs::write(top.join("main/.git/HEAD"), "ref: refs/heads/main\n").expect("new");
        fs::write(own.join("HEAD"), "ref: refs/heads/second\n").expect("new");
        fs::write(own.join("commondir"), "../..\n").expect("new");
        let pointer = format!("gitdir: {}\n", own.display());
        fs::write(top.join("second/.git"), pointer).expect("new");
        let heads = around(&top.join("second/docs")).expect("found").heads();
        assert!(heads.contains(&own.join("HEAD")));
        let branch = heads.iter().any(|head| head.ends_with("refs/heads/second"));
        assert!(branch, "{heads:?}");
        assert_eq!(
            around(&top.join("nowhere")).map(|one| one.is_shallow()),
            None
        );
    }
}
