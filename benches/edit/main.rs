//! Measures how long an edit takes until the changed page is there: the rebuild of the preview server, phase by phase,
//! and the page that was edited.
//!
//! ```text
//! cargo bench --bench edit -- some/portfolio      # a copy of it is edited
//! ```

#![allow(
    missing_docs,
    clippy::pedantic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use planfolio::driver::clock::Clock;
use planfolio::driver::workspace::{self, Request, Workspace};
use planfolio::driver::{self, snapshot};
use planfolio::read::usage;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

const ROUNDS: usize = 21;

/// The text of a document after an edit, by the number of the round.
type Edit = fn(&str, usize) -> String;

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let source = PathBuf::from(words.next().expect("a portfolio"));
    let disk = ["/dev/shm", "/tmp"].map(Path::new);
    let disk = disk.iter().find(|folder| folder.is_dir()).unwrap();
    let scratch = tempfile::tempdir_in(disk).unwrap();
    let copy = scratch.path().join("portfolio");
    copy_folder(&source, &copy);
    driver::with_threads(None, || run(&copy)).unwrap();
}

fn run(folder: &Path) {
    let request = Request {
        sources: vec![folder.to_owned()],
        ..Request::default()
    };
    let mut workspace = workspace::open(request).unwrap();
    let mut clock = Clock::start();
    let mut shown = workspace::refresh(&mut workspace, None, &mut clock).unwrap();
    print_laps("first", &clock);
    let plans: Vec<PathBuf> = shown
        .portfolio
        .documents
        .iter()
        .filter(|document| document.path.name() == "plan.md")
        .map(|document| folder.join(document.path.as_str()))
        .collect();
    let edits: [(&str, Edit); 3] = [
        ("paragraph", |text, round| {
            format!("{text}\nOne more sentence, the {round}th.\n")
        }),
        ("heading", |text, round| {
            format!("{text}\n## Another heading {round}\n\nWith words.\n")
        }),
        ("requirement", |text, round| {
            format!("{text}\n- **FR-9{round:02}**: The system must count to {round}.\n")
        }),
    ];
    for (name, edit) in edits {
        measure(name, &mut workspace, &mut shown, |round| {
            let path = plans[round * 37 % plans.len()].clone();
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, edit(&text, round)).unwrap();
            path
        });
    }
    measure("new document", &mut workspace, &mut shown, |round| {
        let path = plans[round * 53 % plans.len()].with_file_name("notes.md");
        fs::write(&path, "# Notes\n\nSome words about FR-001.\n").unwrap();
        path
    });
    measure("gone document", &mut workspace, &mut shown, |round| {
        let path = plans[round * 53 % plans.len()].with_file_name("notes.md");
        fs::remove_file(&path).unwrap();
        path
    });
}

fn measure(
    name: &str,
    workspace: &mut Workspace,
    shown: &mut Arc<snapshot::Snapshot>,
    edit: impl Fn(usize) -> PathBuf,
) {
    let mut walls: Vec<Duration> = Vec::new();
    let mut processors: Vec<Duration> = Vec::new();
    let mut phases: BTreeMap<&'static str, (Duration, Duration)> = BTreeMap::new();
    for round in 0..ROUNDS {
        let path = edit(round);
        let touched = BTreeSet::from([path.clone()]);
        let (wall, processor) = (Instant::now(), usage::processor_time());
        let mut clock = Clock::start();
        let new = workspace::refresh(workspace, Some(&touched), &mut clock).unwrap();
        let at = new
            .portfolio
            .documents
            .iter()
            .position(|document| path.ends_with(document.path.as_str()));
        let address = at.map_or("index-none", |at| &new.site.documents[at]);
        let _ = clock.measure("page", || {
            snapshot::content(&new, address).map(|it| it.bytes.len())
        });
        walls.push(wall.elapsed());
        let old = clock.measure("swap", || std::mem::replace(shown, new));
        clock.measure("drop", || drop(old));
        processors.push(usage::processor_time() - processor);
        for lap in &clock.laps {
            let sum = phases.entry(lap.phase).or_default();
            sum.0 += lap.wall;
            sum.1 += lap.processor;
        }
    }
    walls.sort();
    processors.sort();
    println!(
        "{name}: wall median {:.1} ms, p95 {:.1} ms; processor median {:.1} ms",
        millis(walls[ROUNDS / 2]),
        millis(walls[ROUNDS * 95 / 100]),
        millis(processors[ROUNDS / 2]),
    );
    let list: Vec<String> = phases
        .iter()
        .map(|(phase, (wall, processor))| {
            let each = |sum: &Duration| millis(*sum) / ROUNDS as f64;
            format!("{phase} {:.1}/{:.1}", each(wall), each(processor))
        })
        .collect();
    println!("    mean wall/processor ms: {}", list.join(", "));
}

fn print_laps(name: &str, clock: &Clock) {
    let list: Vec<String> = clock
        .laps
        .iter()
        .map(|lap| {
            format!(
                "{} {:.0}/{:.0}",
                lap.phase,
                millis(lap.wall),
                millis(lap.processor)
            )
        })
        .collect();
    println!("{name}: {}", list.join(", "));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else if entry.file_type().is_file() {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
