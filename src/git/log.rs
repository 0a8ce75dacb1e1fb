//! One `git log` process, read as a stream.

use super::path_of;
use crate::model::source::Changes;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// The mark before the date of a commit; no path begins with it.
const COMMIT: u8 = 1;

/// The last commit of each file below `base`. `None` when git is missing or refuses.
pub(super) fn last_changes(base: &Path) -> Option<Changes> {
    let mut process = Command::new("git")
        .arg("-C")
        .arg(base)
        // The repository is not trusted: nothing that its configuration names is run, and nothing is fetched.
        .args([
            "-c",
            "core.fsmonitor=false",
            "-c",
            "log.showSignature=false",
        ])
        .args(["--no-pager", "log", "--no-ext-diff", "--no-renames", "-z"])
        .args([
            "--name-only",
            "--relative",
            "--format=format:%x01%cs",
            "--",
            ".",
        ])
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let stream = process.stdout.take()?;
    let changes = read(BufReader::new(stream));
    let status = process.wait().ok()?;
    status.success().then_some(changes?)
}

/// Reads `\u{1}date\nfirst path\0second path\0`, commit after commit, the newest first.
fn read(mut stream: impl BufRead) -> Option<Changes> {
    let mut changes = Changes::default();
    let mut date = String::new();
    let mut part = Vec::new();
    loop {
        part.clear();
        if stream.read_until(0, &mut part).ok()? == 0 {
            return Some(changes);
        }
        if part.last() == Some(&0) {
            part.pop();
        }
        // git puts a line end between the date and the first path.
        let text = String::from_utf8_lossy(&part);
        let mut path: &str = text.trim_start_matches('\n');
        if path.as_bytes().first() == Some(&COMMIT) {
            let (day, rest) = path[1..].split_once('\n').unwrap_or((&path[1..], ""));
            day.clone_into(&mut date);
            path = rest;
        }
        if !path.is_empty() {
            changes.note(path_of(path), &date);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::base::path::RelPath;

    #[test]
    fn the_newest_commit_of_each_file_counts() {
        let log = "\u{1}2026-03-02\na/spec.md\0b \"c\".md\0\0\u{1}2026-03-01\0\u{1}2026-01-09\na/spec.md\0d.md\0";
        let changes = read(log.as_bytes()).expect("a stream of bytes");
        let day = |path: &str| changes.of(&RelPath::new(path));
        assert_eq!(day("a/spec.md"), Some("2026-03-02"));
        assert_eq!(day("b \"c\".md"), Some("2026-03-02"));
        assert_eq!(day("d.md"), Some("2026-01-09"));
        assert_eq!(day("e.md"), None);
    }
}
