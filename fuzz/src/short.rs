//! A short run of all targets on any toolchain: documents of this repository, changed byte by byte and piece by piece.
//!
//! `short [--seconds N] [--seed N] [TARGET]…`. The same seed gives the same inputs. It is no match for a fuzzer that
//! sees what its inputs reach, but it finds within seconds what a careless change breaks. The first input that fails is
//! written to `fuzz/artifacts/`, from where `cargo fuzz run TARGET FILE` takes it, too.

#![forbid(unsafe_code)]

use planfolio_fuzz::{TARGETS, Target};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long one input may take before it counts as endless.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest input, in bytes.
const LARGEST: usize = 6 << 10;

/// Pieces that plans, contracts, code and hostile texts are made of.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "  ",
    "    ",
    "\t",
    "- ",
    "1. ",
    "> ",
    "# ",
    "## ",
    "### ",
    "---\n",
    "```\n",
    "~~~",
    "`",
    "**",
    "*",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](x)",
    "[^1]",
    "[^1]: ",
    "| ",
    " |\n",
    "|---|---|\n",
    "<div>",
    "</div>",
    "<table>",
    "<td>",
    "</table>",
    "<details>",
    "</details>",
    "<a href=\"x\">",
    "</a>",
    "<!-- ",
    " -->",
    "<!-- planfolio: ignore PF401 -->",
    "&amp;",
    "&#0;",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "é",
    "漢",
    "🚀",
    "\u{301}",
    "\\",
    "&",
    "\"",
    "'",
    "<",
    ">",
    "FR-001",
    "**FR-001**: ",
    "FR-001..FR-009 ",
    "T001 ",
    "- [ ] ",
    "[x] ",
    "[P] ",
    "[US1] ",
    "SC-001",
    "WP01",
    "D1: ",
    "Q: ",
    " → A: ",
    "[NEEDS CLARIFICATION: x?]",
    "spec 001 ",
    "`spec.md`",
    "[a](../002-b/spec.md#fr-001)",
    "https://x.y/z",
    "**Status**: Draft",
    "**Decision 1: x**",
    "- Chosen: x",
    "- Likelihood: High",
    "- Impact: 3",
    "## Risks\n",
    "## Requirements\n",
    "## Key Entities\n",
    "## Dependencies\n",
    "### User Story 1 - x (Priority: P1)\n",
    "**[GET /a/{id}]**\n",
    "- Purpose: x",
    "Total: 3-5 days",
    "├── ",
    "└── ",
    "[A] → [B]",
    "+---+",
    "> [!NOTE]\n",
    "(depends on T001)",
    "```mermaid\ngraph TD\n",
    "A --> B\n",
    "[Feature Name]",
    ": ",
    "：",
    "--",
    "1.1 ",
    "{",
    "}",
    "{\"a\":",
    "[",
    "null",
    "openapi: 3.0.0\n",
    "paths:\n",
    "  /a:\n",
    "$ref: ",
    "'#/components/schemas/A'",
    "&a ",
    "*a",
    "!!binary ",
    "message A {\n",
    "rpc ",
    "type Query {\n",
    "syntax = \"proto3\";",
    "\0",
    "\r\n",
    "\u{1b}[31m",
    "//",
    "/*",
    "*/",
    "\"\"\"",
    "r#\"",
    "$(",
    "${",
    "EOF",
    "1e999",
    "-0x",
    "99999999999999999999",
];

/// Numbers that look random and are the same at every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides.max(1)
    }
}

fn main() -> ExitCode {
    let mut seconds = 6;
    let mut seed = 1;
    let mut named: Vec<String> = Vec::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse().ok());
        match word.as_str() {
            "--seconds" => seconds = number().expect("--seconds N"),
            "--seed" => seed = number().expect("--seed N"),
            _ => named.push(word),
        }
    }
    let seeds = seeds();
    assert!(seeds.len() > 100, "only {} documents", seeds.len());
    let mut failed = false;
    for target in TARGETS {
        if named.is_empty() || named.iter().any(|name| name == target.0) {
            failed |= !run(target, &seeds, Duration::from_secs(seconds), seed);
        }
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Runs a target for a time; whether nothing failed.
fn run((name, target): Target, seeds: &[Vec<u8>], time: Duration, seed: u64) -> bool {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let start = Instant::now();
    let current = Arc::new(Mutex::new(Vec::new()));
    let done = Arc::new(AtomicU64::new(0));
    watch(name, Arc::clone(&current), Arc::clone(&done));
    let mut executions: u64 = 0;
    while start.elapsed() < time {
        let input = input(&mut dice, seeds, name);
        current
            .lock()
            .expect("nobody panics with it")
            .clone_from(&input);
        if catch_unwind(AssertUnwindSafe(|| target(&input))).is_err() {
            let place = keep(name, &input);
            println!(
                "{name}: failed after {executions} executions, see {}",
                place.display()
            );
            done.store(u64::MAX, Ordering::Relaxed);
            return false;
        }
        executions += 1;
        done.store(executions, Ordering::Relaxed);
    }
    done.store(u64::MAX, Ordering::Relaxed);
    println!(
        "{name}: {executions} executions in {:.1} s, none failed",
        start.elapsed().as_secs_f64()
    );
    true
}

/// Ends the process when one input takes too long.
fn watch(name: &'static str, current: Arc<Mutex<Vec<u8>>>, done: Arc<AtomicU64>) {
    std::thread::spawn(move || {
        let mut seen = u64::MAX - 1;
        loop {
            let now = done.load(Ordering::Relaxed);
            if now == u64::MAX {
                return;
            }
            if now == seen {
                let place = keep(name, &current.lock().expect("nobody panics with it"));
                println!(
                    "{name}: an input does not come to an end, see {}",
                    place.display()
                );
                std::process::exit(1);
            }
            seen = now;
            std::thread::sleep(PATIENCE);
        }
    });
}

/// Writes an input down.
fn keep(name: &str, input: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("artifacts")
        .join(name);
    fs::create_dir_all(&folder).expect("it can be made");
    let place = folder.join("short");
    fs::write(&place, input).expect("it can be written");
    place
}

/// The documents, contracts and cases of this repository.
fn seeds() -> Vec<Vec<u8>> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut open: Vec<PathBuf> = ["example-site", "tests", "starter"]
        .iter()
        .map(|folder| top.join(folder))
        .collect();
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("it can be listed") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_none_or(|extension| extension != "rs" && extension != "png")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .iter()
        .map(|file| fs::read(file).expect("it was listed"))
        .collect()
}

/// A part of a document with some changes; for `links` several of them.
fn input(dice: &mut Dice, seeds: &[Vec<u8>], name: &str) -> Vec<u8> {
    let parts = if name == "links" {
        1 + dice.throw(7)
    } else {
        1
    };
    let mut input = Vec::new();
    for part in 0..parts {
        let seed = &seeds[dice.throw(seeds.len())];
        let length = seed.len().min(1 + dice.throw(LARGEST / parts));
        let from = if dice.throw(2) == 0 {
            0
        } else {
            dice.throw(seed.len() - length + 1)
        };
        if part > 0 {
            input.push(0);
        } else if name != "links" {
            input.push(dice.throw(256) as u8);
        }
        input.extend(&seed[from..from + length]);
    }
    for _ in 0..dice.throw(9) {
        change(dice, seeds, &mut input);
    }
    input.truncate(2 * LARGEST);
    input
}

fn change(dice: &mut Dice, seeds: &[Vec<u8>], input: &mut Vec<u8>) {
    let at = dice.throw(input.len() + 1);
    let until = (at + 1 + dice.throw(40)).min(input.len());
    let piece = PIECES[dice.throw(PIECES.len())].as_bytes();
    match dice.throw(8) {
        0 => drop(input.drain(at..until)),
        1 => {
            let doubled = input[at..until].to_vec();
            let times = 1 + dice.throw(12);
            input.splice(at..at, doubled.repeat(times));
        }
        2 => {
            let most = if dice.throw(10) == 0 { 150 } else { 3 };
            let times = 1 + dice.throw(most);
            input.splice(at..at, piece.repeat(times));
        }
        3 => {
            if let Some(byte) = input.get_mut(at) {
                *byte = dice.throw(256) as u8;
            }
        }
        4 => input.truncate(at),
        5 => {
            let other = &seeds[dice.throw(seeds.len())];
            let from = dice.throw(other.len());
            let part = &other[from..(from + 300).min(other.len())];
            input.splice(at..until, part.iter().copied());
        }
        6 => {
            // Everything behind a place moves into a list, a quote or the like.
            let behind = input.split_off(at);
            for line in behind.split_inclusive(|&byte| byte == b'\n') {
                input.extend(line);
                if line.ends_with(b"\n") && input.len() < 2 * LARGEST {
                    input.extend(piece);
                }
            }
        }
        _ => drop(input.splice(at..until, piece.iter().copied())),
    }
}
