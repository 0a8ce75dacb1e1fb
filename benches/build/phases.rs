//! What is measured: the floor and the program as processes, and the phases one by one within this one.

use crate::peers;
use crate::table::{Row, size_of};
use planfolio::config::Config;
use planfolio::driver::clock::Clock;
use planfolio::driver::workspace::{self, Request};
use planfolio::driver::{self, snapshot};
use planfolio::highlight;
use planfolio::model::source::DocId;
use planfolio::read::usage;
use planfolio::{link, parse, read, site};
use rayon::prelude::*;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The fastest of some rounds of everything.
pub(crate) fn measure(source: &Path, scratch: &Path, rounds: usize) -> Vec<Row> {
    let output = scratch.join("output");
    let cache = scratch.join("cache");
    let fresh = || {
        let _ = fs::remove_dir_all(&output);
        let _ = fs::remove_dir_all(&cache);
    };
    let floor = || {
        fresh();
        let program = std::env::current_exe().unwrap();
        let arguments = [Path::new("floor"), source, &output];
        process("floor", Command::new(program).args(arguments), &output)
    };
    let build = |name, arguments: &[&str]| {
        process(
            name,
            Command::new(env!("CARGO_BIN_EXE_planfolio"))
                .arg("build")
                .arg(source)
                .arg("-o")
                .arg(&output)
                .args(arguments)
                .arg("--timings")
                .env("XDG_CACHE_HOME", &cache),
            &output,
        )
    };
    let mut rows = vec![
        best(rounds, floor),
        best(rounds, || {
            fresh();
            build("build", &[])
        }),
        best(rounds, || {
            fresh();
            build("build, code plain", &["--no-highlight"])
        }),
    ];
    fresh();
    build("", &[]);
    rows.push(best(rounds, || {
        build("build again, all compared", &["--force"])
    }));
    build("", &[]);
    rows.push(best(rounds, || build("build again, unchanged", &[])));
    fresh();
    rows.extend(driver::with_threads(None, || phases(source, rounds)).unwrap());
    rows
}

/// What Pagefind needs for the index of the site that the program makes.
pub(crate) fn index(source: &Path, scratch: &Path) -> Option<Row> {
    let output = scratch.join("output");
    let result = Command::new(env!("CARGO_BIN_EXE_planfolio"))
        .arg("build")
        .arg(source)
        .arg("-o")
        .arg(&output)
        .env("XDG_CACHE_HOME", scratch.join("cache"))
        .output()
        .unwrap();
    assert!(result.status.success(), "{result:?}");
    let row = peers::index(&output);
    fs::remove_dir_all(&output).unwrap();
    row
}

fn best(rounds: usize, mut measure: impl FnMut() -> Row) -> Row {
    (0..rounds.max(1))
        .map(|_| measure())
        .min_by_key(|row| row.processor)
        .unwrap()
}

/// Runs a program; its figures come from the operating system, which tells them of all children together.
fn process(name: &'static str, command: &mut Command, output: &Path) -> Row {
    let before = children();
    let start = Instant::now();
    let result = command.output().unwrap();
    let wall = start.elapsed();
    assert!(result.status.success(), "{result:?}");
    Row {
        name,
        wall,
        processor: children() - before,
        memory: peak(&result.stderr),
        output: Some(size_of(output).1),
    }
}

/// The processor time of all children that have ended.
pub(crate) fn children() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").expect("benches need Linux");
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    // Fields 16 and 17 of proc(5), counted from 1 and from the process's number on; in hundredths of a second.
    let ticks: u64 = fields[13].parse::<u64>().unwrap() + fields[14].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

/// The peak of memory that the program itself reports.
fn peak(messages: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(messages);
    let total = text.lines().find(|line| line.starts_with("total "))?;
    let megabytes: u64 = total.split_whitespace().last()?.parse().ok()?;
    Some(megabytes * 1_000_000)
}

fn timed<T>(name: &'static str, rounds: usize, mut work: impl FnMut() -> T) -> Row {
    best(rounds, || {
        let (start, before) = (Instant::now(), usage::processor_time());
        let result = work();
        let row = Row {
            name,
            wall: start.elapsed(),
            processor: usage::processor_time() - before,
            memory: None,
            output: None,
        };
        drop(std::hint::black_box(result));
        row
    })
}

fn phases(source: &Path, rounds: usize) -> Vec<Row> {
    let config = Config::default();
    let sources = [source.to_owned()];
    let inventory = || read::inventory(&sources, None, &config).unwrap();
    let mut rows = vec![timed("phase: find", rounds, inventory)];
    let found = inventory();
    rows.push(timed("phase: read", rounds, || read::load(&found)));
    let crawl = read::load(&found);
    let parsed = || {
        crawl
            .sources
            .par_iter()
            .map(|source| Arc::new(parse::parse(source, &config)))
            .collect::<Vec<_>>()
    };
    rows.push(timed("phase: parse", rounds, parsed));
    let documents = parsed();
    let text_of = |document: DocId| Arc::clone(&crawl.sources[document.index()].text);
    rows.push(timed("phase: link", rounds, || {
        link::link(&crawl, documents.clone(), &config, &text_of)
    }));
    let portfolio = link::link(&crawl, documents, &config, &text_of);
    rows.push(timed("phase: plan pages", rounds, || {
        site::plan(&portfolio)
    }));
    rows.push(timed("phase: highlight", rounds, || {
        portfolio
            .documents
            .par_iter()
            .flat_map(|document| &document.code_blocks)
            .filter_map(|block| highlight::highlight(&block.language, &block.text))
            .map(|html| html.len())
            .sum::<usize>()
    }));
    drop(portfolio);
    let request = Request {
        sources: sources.to_vec(),
        ..Request::default()
    };
    let mut workspace = workspace::open(request).unwrap();
    let site = workspace::refresh(&mut workspace, None, &mut Clock::start()).unwrap();
    rows.push(timed("phase: render", rounds, || {
        let addresses: Vec<&str> = snapshot::addresses(&site)
            .filter(|address| address.ends_with(".html"))
            .collect();
        addresses
            .par_iter()
            .map(|address| snapshot::content(&site, address).unwrap().bytes.len())
            .sum::<usize>()
    }));
    rows
}
