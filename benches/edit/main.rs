//! Measures how long an edit takes until the changed page is there: first the rebuild of the preview server, phase by
//! phase, with the page that was edited; then the server itself, from the written file to the answer over HTTP.
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
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
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
    serve(&copy);
}

/// The preview server as a process of its own.
fn serve(folder: &Path) {
    let started = Instant::now();
    let mut server = Command::new(env!("CARGO_BIN_EXE_planfolio"))
        .args(["serve", "--port", "0"])
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.split("http://").nth(1).unwrap();
    let address = address.split('/').next().unwrap().to_owned();
    get(&address, "/index.html");
    println!(
        "served: the dashboard after {:.0} ms",
        millis(started.elapsed())
    );
    let mut plans: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.ends_with("plan.md"))
        .collect();
    plans.sort();
    let mut walls = Vec::new();
    let before = processor_time_of(server.id());
    for round in 0..ROUNDS {
        let path = &plans[round * 41 % plans.len()];
        let feature = path.parent().unwrap().file_name().unwrap();
        let page = format!("/{}/plan.html", feature.to_string_lossy());
        let mark = format!("The sentence of round {round}.");
        let text = fs::read_to_string(path).unwrap();
        let edited = Instant::now();
        fs::write(path, format!("{text}\n{mark}\n")).unwrap();
        while !get(&address, &page).contains(&mark) {
            assert!(
                edited.elapsed() < Duration::from_secs(20),
                "{page} never changed"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        walls.push(edited.elapsed());
        std::thread::sleep(Duration::from_millis(120));
    }
    let spent = processor_time_of(server.id()).zip(before);
    walls.sort();
    println!(
        "served: a paragraph after median {:.1} ms, p95 {:.1} ms; processor {} ms each, asking included",
        millis(walls[ROUNDS / 2]),
        millis(walls[ROUNDS * 95 / 100]),
        spent.map_or("unknown".to_owned(), |(now, before)| {
            format!("{:.1}", (now - before) * 1e3 / ROUNDS as f64)
        }),
    );
    server.kill().unwrap();
    server.wait().unwrap();
}

/// Processor seconds of a process, as Linux tells them in steps of a hundredth.
fn processor_time_of(process: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
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
