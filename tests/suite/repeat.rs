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
    let first = scratch.path().join("first");
    build(&example(), &first, &["--jobs", "1"], &[("TZ", "UTC")]);

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

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let scratch = tempfile::tempdir().unwrap();
    let source = scratch.path().join("plans");
    copy(&example(), &source);
    let notes = source.join("specs/README.md");
    let output = scratch.path().join("site");
    let states: Vec<BTreeMap<String, Vec<u8>>> = (0..2)
        .map(|state| {
            fs::write(&notes, format!("# State {state}\n")).unwrap();
            let folder = scratch.path().join(format!("state{state}"));
            build(&source, &folder, &[], &[]);
            bytes(&folder)
        })
        .collect();
    assert!(states[0] != states[1]);
    build(&source, &output, &[], &[]);
    fs::write(output.join("CNAME"), "example.org").unwrap();
    let mut killed = 0;
    for round in 0..24_u64 {
        fs::write(&notes, format!("# State {}\n", round % 2)).unwrap();
        let mut process = program()
            .arg("build")
            .arg(&source)
            .arg("-o")
            .arg(&output)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(round * 13 % 250));
        killed += u32::from(process.try_wait().unwrap().is_none());
        process.kill().unwrap();
        process.wait().unwrap();
        let mut found = bytes(&output);
        found.remove("CNAME");
        assert!(states.contains(&found), "a mixture after round {round}");
    }
    assert!(killed > 3, "only {killed} builds were killed");
    build(&source, &output, &[], &[]);
    let mut found = bytes(&output);
    assert_eq!(found.remove("CNAME").as_deref(), Some(&b"example.org"[..]));
    assert!(states[1] == found);
    let left: Vec<_> = fs::read_dir(scratch.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
