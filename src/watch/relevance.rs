//! Which of the paths that events name can matter.

use super::Watched;
use super::folder::is_read;
use std::path::{Component, Path, PathBuf};

/// The paths that count.
#[derive(Debug)]
pub(super) struct Relevance {
    sources: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
    output: Option<PathBuf>,
}

impl Relevance {
    pub(super) fn of(watched: &Watched) -> Self {
        Self {
            sources: watched.sources.clone(),
            folders: watched.folders.clone(),
            files: watched.files.clone(),
            output: watched.output.clone(),
        }
    }

    /// Whether a change of this path can change the site. Ignore files are not asked: a build too many costs little.
    pub(super) fn matters(&self, path: &Path) -> bool {
        if self.files.iter().any(|file| file == path) {
            return true;
        }
        if self.folders.iter().any(|folder| path.starts_with(folder)) {
            return true;
        }
        if self
            .output
            .as_ref()
            .is_some_and(|output| path.starts_with(output))
        {
            return false;
        }
        self.sources
            .iter()
            .filter_map(|source| path.strip_prefix(source).ok())
            .any(is_readable)
    }
}

/// Whether reading would come to this path below a source. The kind of the last name is not known: it may be gone.
fn is_readable(below: &Path) -> bool {
    let mut names: Vec<String> = Vec::new();
    for component in below.components() {
        let Component::Normal(name) = component else {
            return false;
        };
        names.push(name.to_string_lossy().into_owned());
    }
    let Some((last, folders)) = names.split_last() else {
        return true;
    };
    folders.iter().all(|name| is_read(name, true)) && (is_read(last, false) || is_read(last, true))
}

#[cfg(test)]
mod tests {
    use super::{Relevance, Watched};
    use std::path::{Path, PathBuf};

    #[test]
    fn paths_that_matter() {
        let relevance = Relevance::of(&Watched {
            sources: vec![PathBuf::from("/p")],
            folders: vec![PathBuf::from("/theme")],
            files: vec![PathBuf::from("/q/planfolio.yaml")],
            output: Some(PathBuf::from("/p/_site")),
            poll: false,
        });
        for (path, expected) in [
            ("/p", true),
            ("/p/specs/001-x/plan.md", true),
            ("/p/specs/001-x", true),
            ("/p/.specify/memory/constitution.md", true),
            ("/p/.kiro", true),
            ("/p/.gitignore", true),
            ("/p/specs/.planfolioignore", true),
            ("/p/specs/001-x/.plan.md.swp", false),
            ("/p/specs/001-x/.#plan.md", false),
            ("/p/.git/index", false),
            ("/p/.git", false),
            ("/p/node_modules/x/README.md", false),
            ("/p/sub/target/doc/x.md", false),
            ("/p/_site", false),
            ("/p/_site/index.html", false),
            ("/p/_site2/index.html", true),
            ("/theme/.hidden/x.css", true),
            ("/theme/css/base.css", true),
            ("/q/planfolio.yaml", true),
            ("/q/other.yaml", false),
            ("/elsewhere", false),
        ] {
            assert_eq!(relevance.matters(Path::new(path)), expected, "{path}");
        }
    }
}
