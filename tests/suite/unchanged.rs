//! A build of an unchanged portfolio ends early, and only then.

use crate::program::program;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::SystemTime;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        place.write("specs/001-gate/spec.md", "# Gate\n\n- **FR-001**: Open.\n");
        place.write(
            "specs/001-gate/plan.md",
            "# Plan: Gate\n\nSee [the spec](spec.md) and [nothing](gone.md).\n",
        );
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        program()
            .arg("build")
            .args(arguments)
            .current_dir(self.folder.path())
            .env("XDG_CACHE_HOME", self.path("cache"))
            .output()
            .unwrap()
    }

    /// Builds; whether the build ended before anything was read.
    fn ends_early(&self, arguments: &[&str]) -> bool {
        let arguments = [&["--timings"], arguments].concat();
        let output = self.run(&arguments);
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "{output:?}"
        );
        !String::from_utf8_lossy(&output.stderr).contains("\nparse ")
    }
}

fn said(output: &Output) -> (String, String, Option<i32>) {
    let line = String::from_utf8_lossy(&output.stdout).into_owned();
    // Without the number of changed files and the time.
    let line = line.split(" in ").take(2).collect::<Vec<_>>().join(" in ");
    let line = line.split(", ").next().unwrap().to_owned();
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    (line, messages, output.status.code())
}

#[test]
fn the_second_build_says_what_the_first_said_and_touches_nothing() {
    let place = Place::new();
    let first = place.run(&["--strict"]);
    let page = place.path("_site/001-gate/plan.html");
    let before = fs::metadata(&page).unwrap().modified().unwrap();
    let second = place.run(&["--strict"]);
    assert_eq!(said(&first), said(&second));
    assert!(String::from_utf8_lossy(&first.stderr).contains("gone.md"));
    assert_eq!(second.status.code(), Some(1), "--strict still counts");
    assert!(String::from_utf8_lossy(&second.stdout).contains(", 0 changed)"));
    assert_eq!(fs::metadata(&page).unwrap().modified().unwrap(), before);
    assert!(place.ends_early(&["--strict"]));
}

/// What happens to a portfolio between two builds.
type Change = fn(&Place);

#[test]
fn every_change_is_seen() {
    let stamp = |path: &Path, time: SystemTime| {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(time).unwrap();
    };
    let changes: [(&str, Change); 10] = [
        ("a text", |place| {
            place.write("specs/001-gate/spec.md", "# Gate\n")
        }),
        ("a new document", |place| {
            place.write("specs/001-gate/tasks.md", "# Tasks\n")
        }),
        ("a removed document", |place| {
            fs::remove_file(place.path("specs/001-gate/plan.md")).unwrap();
        }),
        ("a renamed feature", |place| {
            fs::rename(place.path("specs/001-gate"), place.path("specs/002-gate")).unwrap();
        }),
        ("settings", |place| {
            place.write("planfolio.yaml", "title: Harbour\n")
        }),
        ("ignored files", |place| {
            place.write(".planfolioignore", "plan.md\n")
        }),
        ("a page that somebody edited", |place| {
            place.write("_site/index.html", "mine")
        }),
        ("a page that somebody removed", |place| {
            fs::remove_file(place.path("_site/001-gate/spec.html")).unwrap();
        }),
        ("a lost record", |place| {
            fs::remove_dir_all(place.path("cache")).unwrap()
        }),
        ("a broken record", |place| {
            for entry in fs::read_dir(place.path("cache/planfolio/builds")).unwrap() {
                fs::write(entry.unwrap().path(), "{").unwrap();
            }
        }),
    ];
    for (name, change) in changes {
        let place = Place::new();
        assert!(
            !place.ends_early(&[]),
            "{name}: the first build does its work"
        );
        assert!(place.ends_early(&[]), "{name}: the second need not");
        change(&place);
        assert!(!place.ends_early(&[]), "{name} is a change");
        let other = place.run(&["-o", "other"]);
        assert!(other.status.success());
        let (site, clean) = (place.path("_site"), place.path("other"));
        assert_eq!(
            crate::repeat::bytes(&site),
            crate::repeat::bytes(&clean),
            "{name}"
        );
    }
    // The same size and the same time hide nothing.
    let place = Place::new();
    assert!(!place.ends_early(&[]));
    let spec = place.path("specs/001-gate/spec.md");
    let time = fs::metadata(&spec).unwrap().modified().unwrap();
    place.write("specs/001-gate/spec.md", "# Gate\n\n- **FR-001**: Shut.\n");
    stamp(&spec, time);
    assert!(!place.ends_early(&[]));
}

#[test]
fn settings_of_the_command_line_count_and_foreign_files_do_not() {
    let place = Place::new();
    assert!(!place.ends_early(&[]));
    place.write("_site/CNAME", "example.org");
    assert!(place.ends_early(&[]));
    assert!(!place.ends_early(&["--force"]), "--force always works");
    assert!(place.ends_early(&[]));
    assert!(!place.ends_early(&["--repo-url", "https://github.com/a/b"]));
    assert!(!place.ends_early(&[]));
    place.write("theme/css/90-own.css", "body { color: red }\n");
    assert!(!place.ends_early(&["--theme", "theme"]));
    assert!(place.ends_early(&["--theme", "theme"]));
    place.write("theme/css/90-own.css", "body { color: tan }\n");
    assert!(!place.ends_early(&["--theme", "theme"]));
}
