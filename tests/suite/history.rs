//! Dates from the history of a repository.

use crate::program::program;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs git with an identity of its own; `false` when it fails or is missing.
fn git(folder: &Path, day: &str, arguments: &[&str]) -> bool {
    let time = format!("{day}T12:00:00Z");
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(arguments)
        .env("GIT_AUTHOR_DATE", &time)
        .env("GIT_COMMITTER_DATE", &time)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The path and last change of every document, and whether the build ended early.
fn build(folder: &Path) -> (Vec<(String, Value)>, bool) {
    let output = program()
        .args(["build", "--timings"])
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder.join(".git/cache"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let json = fs::read_to_string(folder.join("_site/portfolio.json")).unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    let dated = json["features"].as_array().unwrap().iter();
    let dated = dated.flat_map(|feature| feature["documents"].as_array().unwrap());
    let dated = dated.map(|one| {
        (
            one["path"].as_str().unwrap().to_owned(),
            one["changed"].clone(),
        )
    });
    let early = !String::from_utf8_lossy(&output.stderr).contains("\nparse ");
    (dated.collect(), early)
}

#[test]
fn the_last_commit_of_a_document_is_its_date() {
    let scratch = tempfile::tempdir().unwrap();
    let top = scratch.path().join("first");
    let feature = top.join("specs/001-a");
    fs::create_dir_all(&feature).unwrap();
    if !git(&top, "2026-01-02", &["init", "-q"]) {
        println!("skipped: there is no git");
        return;
    }
    fs::write(feature.join("spec.md"), "# A\n").unwrap();
    fs::write(feature.join("plan.md"), "# Plan\n").unwrap();
    let day = |folder: &Path, name: &str| {
        let path = format!("specs/001-a/{name}");
        let (documents, _) = build(folder);
        let found = documents.into_iter().find(|(other, _)| *other == path);
        found.map(|(_, day)| day)
    };
    assert_eq!(
        day(&top, "spec.md"),
        Some(Value::Null),
        "nothing is committed"
    );
    fs::write(top.join(".gitignore"), "_site\n").unwrap();
    assert!(git(&top, "2026-01-02", &["add", "."]));
    assert!(git(&top, "2026-01-02", &["commit", "-qm", "one"]));
    assert_eq!(day(&top, "plan.md"), Some("2026-01-02".into()));
    fs::write(feature.join("plan.md"), "# Plan\n\nMore.\n").unwrap();
    assert!(git(&top, "2026-03-04", &["commit", "-qam", "two"]));
    assert!(!build(&top).1, "a commit is a change");
    assert!(build(&top).1);
    assert_eq!(day(&top, "spec.md"), Some("2026-01-02".into()));
    assert_eq!(day(&top, "plan.md"), Some("2026-03-04".into()));
    let page = fs::read_to_string(top.join("_site/index.html")).unwrap();
    assert!(page.contains("<time datetime=\"2026-03-04\">"), "{page}");

    // Of a part of the history every file would seem to be as young as its oldest commit.
    let shallow = scratch.path().join("shallow");
    let from = format!("file://{}", top.display());
    let to = shallow.to_str().unwrap();
    assert!(git(
        &top,
        "2026-03-05",
        &["clone", "-q", "--depth", "1", &from, to]
    ));
    assert_eq!(day(&shallow, "plan.md"), Some(Value::Null));

    // A further work tree has a head of its own.
    let second = scratch.path().join("second");
    let to = second.to_str().unwrap();
    assert!(git(
        &top,
        "2026-03-05",
        &["worktree", "add", "-q", to, "HEAD~1"]
    ));
    fs::create_dir(second.join("specs/002-b")).unwrap();
    let output = program()
        .arg("build")
        .current_dir(&second)
        .output()
        .unwrap();
    assert!(output.status.success());
    let json = fs::read_to_string(second.join("_site/portfolio.json")).unwrap();
    assert!(json.contains("\"changed\":\"2026-01-02\""));
    assert!(!json.contains("2026-03-04"));
}
