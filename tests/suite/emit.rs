//! What happens to an output folder: what is written, what is kept, what is refused.

use planfolio::emit::{self, EmitError, Foreign, Outcome, Target};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// A scratch folder and the output in it.
struct Bench {
    folder: tempfile::TempDir,
    foreign: Foreign,
}

impl Bench {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a scratch folder can be made"),
            foreign: Foreign::Refuse,
        }
    }

    fn top(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("it exists")
    }

    fn output(&self) -> PathBuf {
        self.top().join("site")
    }

    fn plant(&self, path: &str, text: &str) {
        let path = self.top().join(path);
        fs::create_dir_all(path.parent().expect("it lies below the top"))
            .expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<Outcome, EmitError> {
        let target = Target {
            folder: self.output(),
            protected: Vec::new(),
            foreign: self.foreign,
        };
        let output = emit::open(&target)?;
        let mut written = Vec::new();
        for (path, text) in files {
            written.push(emit::put(&output, path, text.as_bytes())?);
        }
        emit::finish(output, &written)
    }

    /// All files below the top, our own folders left out, as path and text.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        collect(&self.top(), &self.top(), &mut files);
        files
    }
}

fn collect(top: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        let name = path
            .strip_prefix(top)
            .expect("it lies below the top")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if fs::read_dir(&path)
                .expect("it can be listed")
                .next()
                .is_none()
            {
                files.insert(format!("{name}/"), String::new());
            }
            collect(top, &path, files);
        } else {
            let bytes = fs::read(&path).expect("it can be read");
            files.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
}

fn tree(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

#[test]
fn a_new_output_has_the_files_their_modes_and_the_manifest() {
    let bench = Bench::new();
    let outcome = bench
        .build(&[("index.html", "i"), ("a/b/c.html", "c")])
        .expect("the output is new");
    assert_eq!((outcome.files, outcome.changed, outcome.removed), (2, 2, 0));
    assert_eq!(
        bench.files(),
        tree(&[
            ("site/.planfolio/manifest", "a/b/c.html\nindex.html\n"),
            ("site/a/b/c.html", "c"),
            ("site/index.html", "i"),
        ])
    );
    for (path, mode) in [
        ("", 0o755),
        ("a/b", 0o755),
        (".planfolio", 0o755),
        ("a/b/c.html", 0o644),
        (".planfolio/manifest", 0o644),
    ] {
        let metadata = fs::metadata(bench.output().join(path)).expect("it was written");
        assert_eq!(metadata.permissions().mode() & 0o7777, mode, "{path}");
    }
}

#[test]
fn nothing_changed_is_nothing_touched() {
    let bench = Bench::new();
    let files = [("index.html", "i"), ("a/b.html", "b")];
    bench.build(&files).expect("the output is new");
    let stamps = || -> Vec<(u64, i64, i64)> {
        ["", "a", "index.html", "a/b.html", ".planfolio/manifest"]
            .iter()
            .map(|path| fs::metadata(bench.output().join(path)).expect("it is there"))
            .map(|metadata| (metadata.ino(), metadata.mtime_nsec(), metadata.ctime_nsec()))
            .collect()
    };
    let before = stamps();
    let outcome = bench.build(&files).expect("the output is ours");
    assert_eq!((outcome.changed, outcome.removed), (0, 0));
    assert_eq!(stamps(), before);
}

#[test]
fn a_change_replaces_files_removes_stale_ones_and_keeps_those_of_others() {
    let bench = Bench::new();
    bench
        .build(&[
            ("index.html", "1"),
            ("gone/x.html", "x"),
            ("kept.html", "k"),
        ])
        .expect("the output is new");
    let kept = fs::metadata(bench.output().join("kept.html")).expect("it was written");
    bench.plant("site/CNAME", "example.org");
    bench.plant("site/.git/HEAD", "ref");
    bench.plant("site/gone/notes.txt", "mine");
    fs::create_dir(bench.output().join("empty")).expect("it is new");
    let outcome = bench
        .build(&[("index.html", "2"), ("kept.html", "k"), ("new.html", "n")])
        .expect("the output is ours");
    assert_eq!((outcome.files, outcome.changed, outcome.removed), (3, 2, 1));
    assert_eq!(
        bench.files(),
        tree(&[
            ("site/.git/HEAD", "ref"),
            (
                "site/.planfolio/manifest",
                "index.html\nkept.html\nnew.html\n"
            ),
            ("site/CNAME", "example.org"),
            ("site/empty/", ""),
            ("site/gone/notes.txt", "mine"),
            ("site/index.html", "2"),
            ("site/kept.html", "k"),
            ("site/new.html", "n"),
        ])
    );
    let after = fs::metadata(bench.output().join("kept.html")).expect("it is still there");
    assert_eq!((after.ino(), after.nlink()), (kept.ino(), 1));
}

#[test]
fn a_folder_of_others_is_refused_and_written_into_only_by_force() {
    let mut bench = Bench::new();
    bench.plant("site/index.html", "theirs");
    bench.plant("site/notes.txt", "theirs");
    let before = bench.files();
    let error = bench
        .build(&[("index.html", "ours")])
        .expect_err("it is not ours");
    assert!(matches!(error, EmitError::NotOurs { .. }), "{error}");
    assert_eq!(bench.files(), before);

    bench.foreign = Foreign::Replace;
    bench
        .build(&[("index.html", "ours")])
        .expect("it was forced");
    assert_eq!(
        bench.files(),
        tree(&[
            ("site/.planfolio/manifest", "index.html\n"),
            ("site/index.html", "ours"),
            ("site/notes.txt", "theirs"),
        ])
    );
}

#[test]
fn a_file_of_others_where_ours_must_lie_is_refused() {
    let bench = Bench::new();
    bench
        .build(&[("index.html", "1")])
        .expect("the output is new");
    bench.plant("site/risks.html", "theirs");
    bench.plant("site/assets", "a file, not a folder");
    let before = bench.files();
    for files in [
        [("index.html", "2"), ("risks.html", "ours")],
        [("index.html", "2"), ("assets/x.css", "ours")],
    ] {
        let mut output = None;
        let error = bench.build(&files).map(|outcome| output = Some(outcome));
        let error = error.expect_err("a file is in the way");
        assert!(matches!(error, EmitError::Occupied { .. }), "{error}");
        let site: BTreeMap<String, String> = bench
            .files()
            .into_iter()
            .filter(|(path, _)| path.starts_with("site/"))
            .collect();
        assert_eq!(site, before);
    }
}

#[test]
fn protected_folders_are_refused() {
    let bench = Bench::new();
    bench.plant("repository/plans/001/spec.md", "text");
    let source = bench.top().join("repository/plans");
    for (folder, allowed) in [
        ("repository/plans", false),
        ("repository", false),
        (".", false),
        ("/", false),
        ("repository/plans/../plans", false),
        ("repository/plans/_site", true),
        ("elsewhere/not/there/yet", true),
    ] {
        let target = Target {
            folder: bench.top().join(folder),
            protected: vec![(source.clone(), "is or holds a source")],
            foreign: Foreign::Replace,
        };
        match emit::open(&target) {
            Ok(output) => {
                assert!(allowed, "{folder}");
                emit::abandon(output).expect("the stage can be removed");
            }
            Err(error) => {
                assert!(!allowed, "{folder}: {error}");
                assert!(error.is_refusal(), "{error}");
            }
        }
    }
    assert!(source.join("001/spec.md").exists());
}

#[test]
fn a_link_to_a_protected_folder_is_refused() {
    let bench = Bench::new();
    bench.plant("plans/spec.md", "text");
    std::os::unix::fs::symlink("plans", bench.output()).expect("it is new");
    let target = Target {
        folder: bench.output(),
        protected: vec![(bench.top().join("plans"), "is or holds a source")],
        foreign: Foreign::Replace,
    };
    assert!(emit::open(&target).is_err_and(|error| error.is_refusal()));
}

#[test]
fn a_forged_manifest_reaches_nothing_outside() {
    let bench = Bench::new();
    bench.plant("victim.txt", "keep me");
    bench.plant(
        "site/.planfolio/manifest",
        "../victim.txt\n/etc/hostname\na/../../victim.txt\nold.html\n",
    );
    bench.plant("site/old.html", "old");
    bench
        .build(&[("index.html", "1")])
        .expect("it carries a manifest");
    assert_eq!(
        bench.files(),
        tree(&[
            ("site/.planfolio/manifest", "index.html\n"),
            ("site/index.html", "1"),
            ("victim.txt", "keep me"),
        ])
    );
}

#[test]
fn what_a_killed_build_left_is_mended() {
    let bench = Bench::new();
    bench
        .build(&[("index.html", "1")])
        .expect("the output is new");
    // Killed before the exchange: a stage that never was a site.
    bench.plant(".site.planfolio-stage/.planfolio/unfinished", "");
    bench.plant(".site.planfolio-stage/half.html", "half");
    bench
        .build(&[("index.html", "1")])
        .expect("the output is ours");
    assert_eq!(
        bench.files(),
        tree(&[
            ("site/.planfolio/manifest", "index.html\n"),
            ("site/index.html", "1"),
        ])
    );
    // Killed just after the exchange: the old site stands in the stage's place, with entries of others.
    bench.plant(".site.planfolio-stage/.planfolio/manifest", "index.html\n");
    bench.plant(".site.planfolio-stage/index.html", "0");
    bench.plant(".site.planfolio-stage/CNAME", "example.org");
    bench
        .build(&[("index.html", "1")])
        .expect("the output is ours");
    assert_eq!(
        bench.files(),
        tree(&[
            ("site/.planfolio/manifest", "index.html\n"),
            ("site/CNAME", "example.org"),
            ("site/index.html", "1"),
        ])
    );
}

#[test]
fn builds_of_one_output_wait_for_each_other() {
    let bench = Bench::new();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let bench = &bench;
            scope.spawn(move || {
                for round in 0..10 {
                    let text = format!("{thread}.{round}");
                    bench
                        .build(&[("a.html", &text), ("b/c.html", &text)])
                        .expect("the builds take turns");
                }
            });
        }
    });
    let files = bench.files();
    assert_eq!(files.len(), 3, "{files:?}");
    assert_eq!(files["site/a.html"], files["site/b/c.html"]);
}
