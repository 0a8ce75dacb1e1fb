//! Measures building a portfolio, phase by phase, against the floor: a program that reads all files, turns Markdown
//! into HTML and writes one file each, and does nothing else. Both run in the same minute on the same files, so the
//! ratio means something on any machine.
//!
//! ```text
//! cargo bench --bench build                              # 300 generated features
//! cargo bench --bench build -- --features 1000
//! cargo bench --bench build -- --source some/portfolio   # real files
//! cargo bench --bench build -- --save benches/figures.md # keep the table
//! cargo bench --bench build -- --peers                   # Hugo, Zola, mdBook, Zensical, Material, Pagefind too
//! ```
//!
//! Files lie on a RAM disk where there is one (`/dev/shm`), since creating files on a disk costs more than all else.
//! Processor seconds of all threads are what counts; of several rounds the fastest is taken.

#![allow(
    missing_docs,
    clippy::pedantic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::exit
)]

mod floor;
mod generate;
mod peers;
mod phases;
mod table;

use std::fmt::Write;
use std::path::{Path, PathBuf};

const SEED: u64 = 1;

struct Options {
    features: usize,
    rounds: usize,
    source: Option<PathBuf>,
    save: Option<PathBuf>,
    peers: bool,
}

fn options() -> Options {
    let mut options = Options {
        features: 300,
        rounds: 3,
        source: None,
        save: None,
        peers: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .unwrap_or_else(|| panic!("{word} needs a value"))
        };
        match word.as_str() {
            "--features" => options.features = value().parse().expect("a number of features"),
            "--rounds" => options.rounds = value().parse().expect("a number of rounds"),
            "--source" => options.source = Some(value().into()),
            "--peers" => options.peers = true,
            "--save" => options.save = Some(value().into()),
            // What cargo adds.
            "--bench" => {}
            _ => panic!("unknown option {word}"),
        }
    }
    options
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // The floor runs as a process of its own, like the program.
    if let [_, word, source, output] = &arguments[..]
        && word == "floor"
    {
        return floor::run(Path::new(source), Path::new(output));
    }
    let options = options();
    let disk = ["/dev/shm", "/tmp"]
        .iter()
        .map(Path::new)
        .find(|folder| folder.is_dir())
        .map_or_else(std::env::temp_dir, Path::to_owned);
    let scratch = tempfile::Builder::new()
        .prefix("planfolio-bench-")
        .tempdir_in(&disk)
        .unwrap();
    let (source, load) = match &options.source {
        Some(source) => (source.clone(), source.display().to_string()),
        None => {
            let source = scratch.path().join("portfolio");
            generate::write(&source, options.features, SEED);
            let load = format!("{} generated features, seed {SEED}", options.features);
            (source, load)
        }
    };
    let (files, bytes) = table::size_of(&source);
    let mut out = String::new();
    writeln!(
        out,
        "{load}: {files} files, {:.1} MB, scratch folder on {}",
        bytes as f64 / 1e6,
        disk.display()
    )
    .unwrap();
    writeln!(out, "{}\n", table::machine()).unwrap();
    let mut rows = phases::measure(&source, scratch.path(), options.rounds);
    if options.peers {
        rows.extend(phases::index(&source, scratch.path()));
        rows.extend(peers::measure(&source, scratch.path()));
    }
    out.push_str(&table::text(&rows, bytes));
    print!("{out}");
    if let Some(path) = options.save {
        let page = format!(
            "# Figures\n\nWritten by `cargo bench --bench build -- --save {}`; see `benches/build/main.rs` for what is measured.\n\n```text\n{out}```\n",
            path.display()
        );
        std::fs::write(path, page).unwrap();
    }
}
