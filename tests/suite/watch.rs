//! Watching real folders: what editors and tools do to files is seen, what does not matter is not.

use planfolio::watch::{Wake, Watch, Watched, start};
use std::fs::{create_dir_all, remove_dir_all, rename, write};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for a slow machine; nobody waits that long when all is well.
const LONG: Duration = Duration::from_secs(10);

/// Long enough for a stray event to arrive.
const SHORT: Duration = Duration::from_millis(150);

fn portfolio() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("specs/001-x/plan.md", "# Plan"),
        ("specs/001-x/spec.md", "# Spec"),
        (".specify/memory/constitution.md", "# Constitution"),
        (".git/index", ""),
        ("node_modules/x/README.md", ""),
        ("_site/index.html", ""),
        ("build/note.md", ""),
        (".gitignore", "build/\n"),
        ("theme/css/base.css", ""),
        ("planfolio.yaml", ""),
    ] {
        let path = folder.path().join(path);
        create_dir_all(path.parent().unwrap()).unwrap();
        write(path, text).unwrap();
    }
    folder
}

fn watch(folder: &Path, poll: bool) -> Watch {
    let watch = start(Watched {
        sources: vec![folder.to_owned()],
        folders: vec![folder.join("theme")],
        files: vec![folder.join("planfolio.yaml")],
        output: Some(folder.join("_site")),
        poll,
    })
    .unwrap();
    assert_eq!(watch.fallback(), None);
    watch
}

/// Whether a change to `expected`, to something in it or to a folder around it is reported; earlier reports about
/// other paths are skipped.
fn sees(watch: &mut Watch, root: &Path, expected: &Path) -> bool {
    let deadline = Instant::now() + LONG;
    while Instant::now() < deadline {
        match watch.wait(Duration::from_millis(200)) {
            Wake::Changed(changes) => {
                let mut paths = changes.paths.iter().filter(|path| *path != root);
                if paths.any(|path| expected.starts_with(path) || path.starts_with(expected)) {
                    return true;
                }
            }
            Wake::Idle => {}
            Wake::Stopped => return false,
        }
    }
    false
}

fn quiet(watch: &mut Watch) -> bool {
    watch.wait(SHORT) == Wake::Idle
}

type Step = fn(&Path);

#[test]
fn what_editors_and_tools_do_is_seen() {
    let steps: &[(&str, &str, Step)] = &[
        ("written in place", "specs/001-x/plan.md", |f| {
            write(f.join("specs/001-x/plan.md"), "new").unwrap();
        }),
        (
            "written beside and renamed over",
            "specs/001-x/plan.md",
            |f| {
                write(f.join("specs/001-x/.plan.md.tmp"), "newer").unwrap();
                rename(
                    f.join("specs/001-x/.plan.md.tmp"),
                    f.join("specs/001-x/plan.md"),
                )
                .unwrap();
            },
        ),
        ("moved away and written again", "specs/001-x/plan.md", |f| {
            rename(
                f.join("specs/001-x/plan.md"),
                f.join("specs/001-x/plan.md~"),
            )
            .unwrap();
            write(f.join("specs/001-x/plan.md"), "newest").unwrap();
            std::fs::remove_file(f.join("specs/001-x/plan.md~")).unwrap();
        }),
        ("removed", "specs/001-x/spec.md", |f| {
            std::fs::remove_file(f.join("specs/001-x/spec.md")).unwrap();
        }),
        (
            "a new folder with a folder with a file",
            "specs/002-y/contracts/api.yaml",
            |f| {
                create_dir_all(f.join("specs/002-y/contracts")).unwrap();
                write(f.join("specs/002-y/contracts/api.yaml"), "a: b").unwrap();
            },
        ),
        (
            "a change in the new folder",
            "specs/002-y/contracts/api.yaml",
            |f| {
                write(f.join("specs/002-y/contracts/api.yaml"), "a: c").unwrap();
            },
        ),
        ("a folder made anew", "specs/002-y", |f| {
            remove_dir_all(f.join("specs/002-y")).unwrap();
            create_dir_all(f.join("specs/002-y/contracts")).unwrap();
            write(f.join("specs/002-y/contracts/api.yaml"), "a: d").unwrap();
        }),
        (
            "a change in the folder made anew",
            "specs/002-y/contracts/api.yaml",
            |f| {
                write(f.join("specs/002-y/contracts/api.yaml"), "a: e").unwrap();
            },
        ),
        ("a folder renamed", "specs/003-z", |f| {
            rename(f.join("specs/002-y"), f.join("specs/003-z")).unwrap();
        }),
        (
            "a change in the renamed folder",
            "specs/003-z/contracts/api.yaml",
            |f| {
                write(f.join("specs/003-z/contracts/api.yaml"), "a: f").unwrap();
            },
        ),
        (
            "the constitution in its hidden folder",
            ".specify/memory/constitution.md",
            |f| {
                write(f.join(".specify/memory/constitution.md"), "new").unwrap();
            },
        ),
        ("the ignore file", ".gitignore", |f| {
            write(f.join(".gitignore"), "").unwrap();
        }),
        ("a folder that is ignored no more", "build/note.md", |f| {
            write(f.join("build/note.md"), "new").unwrap();
        }),
        ("the theme", "theme/css/base.css", |f| {
            write(f.join("theme/css/base.css"), "a{}").unwrap();
        }),
        ("the configuration", "planfolio.yaml", |f| {
            write(f.join("planfolio.yaml"), "title: x").unwrap();
        }),
    ];
    for poll in [false, true] {
        let folder = portfolio();
        let real = folder.path().canonicalize().unwrap();
        let mut watch = watch(folder.path(), poll);
        // Looking has no folders to lose track of; a few steps do.
        let steps = if poll { &steps[..6] } else { steps };
        for (what, path, step) in steps {
            while !quiet(&mut watch) {}
            step(folder.path());
            assert!(
                sees(&mut watch, &real, &real.join(path)),
                "{what}, poll: {poll}"
            );
        }
    }
}

#[test]
fn what_does_not_matter_is_not_seen() {
    let folder = portfolio();
    let mut watch = watch(folder.path(), false);
    assert!(quiet(&mut watch));
    for path in [
        ".git/index",
        ".git/new",
        "node_modules/x/README.md",
        "_site/index.html",
        "_site/new.html",
        "build/note.md",
        "specs/001-x/.plan.md.swp",
    ] {
        write(folder.path().join(path), "new").unwrap();
        assert!(quiet(&mut watch), "{path}");
    }
    // Reading is no change.
    std::fs::read_to_string(folder.path().join("specs/001-x/plan.md")).unwrap();
    assert!(quiet(&mut watch));
}

#[test]
fn a_burst_is_one_change() {
    let folder = portfolio();
    let mut watch = watch(folder.path(), false);
    for number in 0..300 {
        let feature = folder.path().join(format!("specs/{number:03}-new"));
        create_dir_all(&feature).unwrap();
        write(feature.join("plan.md"), "# Plan").unwrap();
    }
    let mut wakes = 0;
    while watch.wait(Duration::from_millis(500)) != Wake::Idle {
        wakes += 1;
    }
    assert!((1..=3).contains(&wakes), "{wakes}");
    write(folder.path().join("specs/299-new/plan.md"), "# New").unwrap();
    let real = folder.path().canonicalize().unwrap();
    assert!(sees(&mut watch, &real, &real.join("specs/299-new/plan.md")));
}

#[test]
fn a_save_is_reported_at_once() {
    let folder = portfolio();
    let mut watch = watch(folder.path(), false);
    let mut times: Vec<Duration> = (0..9)
        .map(|number| {
            while !quiet(&mut watch) {}
            write(
                folder.path().join("specs/001-x/plan.md"),
                format!("# Plan {number}"),
            )
            .unwrap();
            let saved = Instant::now();
            assert_ne!(watch.wait(LONG), Wake::Idle);
            saved.elapsed()
        })
        .collect();
    times.sort_unstable();
    assert!(times[4] < Duration::from_millis(100), "{times:?}");
}

#[test]
fn waiting_can_be_ended() {
    let folder = portfolio();
    let mut watch = watch(folder.path(), false);
    let waker = watch.waker();
    std::thread::spawn(move || waker.stop());
    assert_eq!(watch.wait(LONG), Wake::Stopped);
}
