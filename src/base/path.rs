//! Portable relative paths.

use std::fmt;
use std::sync::Arc;

/// A path below SOURCE: `/`-separated, relative, without `.` and `..` segments. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// A path from its segments' text. Back-slashes count as separators, `.` and empty segments vanish,
    /// `..` removes the segment before it and is dropped at the top.
    pub fn new(path: &str) -> Self {
        Self(normalise(path).unwrap_or_default().into())
    }

    /// The empty path, SOURCE itself.
    pub fn root() -> Self {
        Self("".into())
    }

    /// The path as text, `/`-separated.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// The last segment without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rfind('.')
            .filter(|&at| at > 0)
            .map_or(name, |at| &name[..at])
    }

    /// The last extension in lower case, without the dot; empty when there is none.
    pub fn extension(&self) -> String {
        let name = self.name();
        name.rfind('.')
            .filter(|&at| at > 0)
            .map_or_else(String::new, |at| name[at + 1..].to_ascii_lowercase())
    }

    /// The folder of the path; the root's parent is the root.
    #[must_use]
    pub fn parent(&self) -> RelPath {
        RelPath(self.0.rfind('/').map_or("", |at| &self.0[..at]).into())
    }

    /// The path of `name` below this folder. `None` when `name` climbs out of SOURCE or is absolute.
    pub fn join(&self, name: &str) -> Option<RelPath> {
        if name.starts_with('/') {
            return None;
        }
        let joined = if self.0.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", self.0)
        };
        normalise(&joined).map(|path| RelPath(path.into()))
    }

    /// The rest of the path below `folder`, or `None` when it does not lie below it.
    pub fn below(&self, folder: &RelPath) -> Option<&str> {
        if folder.0.is_empty() {
            return Some(&self.0);
        }
        self.0
            .strip_prefix(&*folder.0)
            .and_then(|rest| rest.strip_prefix('/'))
    }

    /// The segments from first to last.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }
}

fn normalise(path: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

impl fmt::Display for RelPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", &*self.0)
    }
}
