//! The same input gives the same bytes: over numbers of threads, folders, locales, time zones, and rebuilds.

use crate::program::program;
use crate::transcript;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site")
}

/// Copies a folder in the reverse order of names, so that a file system that lists by age lists otherwise.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let mut entries: Vec<PathBuf> = fs::read_dir(from)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries.iter().rev() {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(path, &target);
        } else {
            fs::copy(path, &target).unwrap();
        }
    }
}

/// All files of an output with their bytes.
pub(crate) fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    transcript::files(folder)
        .into_iter()
        .map(|path| {
            let content = fs::read(folder.join(&path)).unwrap();
            (path, content)
        })
        .collect()
}

fn build(source: &Path, output: &Path, arguments: &[&str], variables: &[(&str, &str)]) {
    let status = program()
        .arg("build")
        .arg(source)
        .arg("-o")
        .arg(output)
        .args(arguments)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert!(status.status.success(), "{status:?}");
}

/// The first file that differs, for a short message.
fn assert_same(left: &Path, right: &Path) {
    let (left, right) = (bytes(left), bytes(right));
    assert!(left.len() > 50, "only {} files", left.len());
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&left), names(&right));
    for (path, content) in &left {
        assert!(right[path] == *content, "{path} differs");
    }
}

#[test]
fn threads_folders_locales_and_zones_do_not_show() {
    let scratch = tempfile::tempdir().unwrap();
    // Both lie outside of a repository, whose history would tell dates.
    let here = scratch.path().join("here");
    copy(&example(), &here);
    let first = scratch.path().join("first");
    build(&here, &first, &["--jobs", "1"], &[("TZ", "UTC")]);

    let elsewhere = scratch.path().join("ein anderer Ort/Über");
    copy(&example(), &elsewhere);
    let second = scratch.path().join("second");
    build(
        &elsewhere,
        &second,
        &["--jobs", "7"],
        &[
            ("TZ", "Pacific/Kiritimati"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LANG", "ar_EG"),
        ],
    );
    assert_same(&first, &second);
}

#[test]
fn a_rebuild_over_another_state_equals_a_clean_build() {
    let scratch = tempfile::tempdir().unwrap();
    let source = scratch.path().join("plans");
    copy(&example(), &source);
    let output = scratch.path().join("site");
    build(&source, &output, &[], &[]);
    let feature = fs::read_dir(source.join("specs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .min()
        .expect("the example has features");
    fs::rename(&feature, source.join("specs/000-moved")).unwrap();
    fs::write(source.join("specs/000-moved/extra.md"), "# Extra\n").unwrap();
    build(&source, &output, &[], &[]);
    let clean = scratch.path().join("clean");
    build(&source, &clean, &[], &[]);
    assert_same(&output, &clean);
}
