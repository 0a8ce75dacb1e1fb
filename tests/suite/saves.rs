//! What editors and tools do when they save, replayed on a watched portfolio: what the watch names is enough for the
//! preview to show what a clean build would.

use crate::incremental::{clean, files};
use planfolio::driver::clock::Clock;
use planfolio::driver::workspace::{self, Request};
use planfolio::watch::{self, Wake, Watched};
use std::fs::{self, remove_file, rename, write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Nobody waits that long when all is well.
const LONG: Duration = Duration::from_secs(20);

type Save = fn(&Path, &str);

/// The ways to put a text into a file.
const SAVES: [(&str, Save); 10] = [
    ("written in place, as by VS Code", |path, text| {
        write(path, text).unwrap();
    }),
    ("vim with a backup", |path, text| {
        let folder = path.parent().unwrap();
        write(folder.join("4913"), "").unwrap();
        remove_file(folder.join("4913")).unwrap();
        let backup = path.with_file_name("plan.md~");
        rename(path, &backup).unwrap();
        write(path, text).unwrap();
        remove_file(backup).unwrap();
    }),
    ("vim with a swap file", |path, text| {
        let swap = path.with_file_name(".plan.md.swp");
        write(&swap, "b0VIM").unwrap();
        write(path, text).unwrap();
        remove_file(swap).unwrap();
    }),
    ("emacs with a backup", |path, text| {
        let auto = path.with_file_name("#plan.md#");
        write(&auto, text).unwrap();
        rename(path, path.with_file_name("plan.md~")).unwrap();
        write(path, text).unwrap();
        remove_file(auto).unwrap();
        remove_file(path.with_file_name("plan.md~")).unwrap();
    }),
    ("sed -i", |path, text| {
        let aside = path.with_file_name("sedXa81b2");
        write(&aside, text).unwrap();
        rename(aside, path).unwrap();
    }),
    ("rsync", |path, text| {
        let aside = path.with_file_name(".plan.md.Kx82Za");
        write(&aside, text).unwrap();
        rename(aside, path).unwrap();
    }),
    ("git checkout", |path, text| {
        remove_file(path).unwrap();
        write(path, text).unwrap();
    }),
    ("truncated first, written later", |path, text| {
        write(path, "").unwrap();
        std::thread::sleep(Duration::from_millis(120));
        write(path, text).unwrap();
    }),
    ("away for a while", |path, text| {
        let away = path.with_file_name("elsewhere.txt");
        rename(path, &away).unwrap();
        std::thread::sleep(Duration::from_millis(120));
        rename(&away, path).unwrap();
        write(path, text).unwrap();
    }),
    ("the whole folder exchanged", |path, text| {
        let folder = path.parent().unwrap();
        let new = folder.with_file_name("new-folder.tmp");
        fs::create_dir(&new).unwrap();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), new.join(entry.file_name())).unwrap();
        }
        write(new.join(path.file_name().unwrap()), text).unwrap();
        fs::remove_dir_all(folder).unwrap();
        rename(new, folder).unwrap();
    }),
];

#[test]
fn saves_are_shown_however_they_are_made() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    let folder = root.join("specs/001-boats");
    fs::create_dir_all(&folder).unwrap();
    write(folder.join("spec.md"), "# Boats\n\n- **FR-001**: Float.\n").unwrap();
    let path = folder.join("plan.md");
    write(&path, "# Plan\n").unwrap();
    let mut watch = watch::start(Watched {
        sources: vec![root.clone()],
        ..Watched::default()
    })
    .unwrap();
    let request = Request {
        sources: vec![root],
        ..Request::default()
    };
    let mut workspace = workspace::open(request.clone()).unwrap();
    workspace::refresh(&mut workspace, None, &mut Clock::start()).unwrap();
    for (number, (name, save)) in SAVES.into_iter().enumerate() {
        let mark = format!("Save number {number}, as FR-001 asks.");
        save(&path, &format!("# Plan\n\n{mark}\n"));
        let deadline = Instant::now() + LONG;
        let expected = clean(&request);
        loop {
            assert!(Instant::now() < deadline, "{name}: never shown");
            let Wake::Changed(changes) = watch.wait(LONG) else {
                continue;
            };
            let touched = (!changes.everywhere).then_some(&changes.paths);
            let shown = workspace::refresh(&mut workspace, touched, &mut Clock::start()).unwrap();
            if files(&shown) == expected {
                break;
            }
        }
    }
}
