//! The program as its users see it: `tests/cli/*.md` hold files and what commands say about them.
//!
//! In a `console` block a line `$ …` is a command; what it says follows: stdout indented by two blanks, stderr behind
//! `! `, and a last line `exit N` unless the exit code is 0. Besides `planfolio` (with variables before it) there are
//! `write path = content` and `files folder`; `planfolio … | head N` shows the first N lines of stdout. Times are written
//! as `N s`, numbers of files as `N files`.

use crate::case::{self, Block, Case};
use crate::program::program;
use clap::CommandFactory;
use planfolio::cli::arguments::Arguments;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn cases() {
    case::run("cli", |case| {
        let folder = tempfile::tempdir().expect("a scratch folder can be made");
        let top = folder.path().canonicalize().expect("it exists");
        let work = top.join("work");
        fs::create_dir(&work).expect("it is new");
        fs::create_dir(top.join("home")).expect("it is new");
        if let Some(tree) = case.block("tree") {
            case::plant(&work, &tree.text);
        }
        consoles(case)
            .map(|block| (block.clone(), replay(&top, &work, &block.text)))
            .collect()
    });
}

/// The table of command lines is long, and every exit code stands in it.
#[test]
fn the_table_of_command_lines_is_complete() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut commands = BTreeSet::new();
    let mut exits = BTreeSet::new();
    for file in files(&folder) {
        let text = fs::read_to_string(folder.join(file)).expect("cases are UTF-8");
        for line in text.lines() {
            if let Some(command) = line.strip_prefix("$ ")
                && command.contains("planfolio")
            {
                commands.insert(command.to_owned());
            }
            exits.extend(line.strip_prefix("exit ").map(str::to_owned));
        }
    }
    assert!(commands.len() >= 40, "only {} commands", commands.len());
    assert_eq!(exits.into_iter().collect::<Vec<_>>(), ["1", "2", "3"]);
}

fn consoles(case: &Case) -> impl Iterator<Item = &Block> {
    case.blocks.iter().filter(|block| block.info == "console")
}

fn replay(top: &Path, work: &Path, transcript: &str) -> String {
    let mut out = String::new();
    for line in transcript.lines() {
        let Some(command) = line.strip_prefix("$ ") else {
            continue;
        };
        writeln!(out, "$ {command}").expect("writing to a text cannot fail");
        if let Some(file) = command.strip_prefix("write ") {
            case::plant(work, file);
        } else if let Some(folder) = command.strip_prefix("files ") {
            for file in files(&work.join(folder)) {
                writeln!(out, "  {file}").expect("as above");
            }
        } else {
            run(top, work, command, &mut out);
        }
    }
    out
}

fn run(top: &Path, work: &Path, command: &str, out: &mut String) {
    let (command, most) = match command.split_once(" | head ") {
        Some((command, lines)) => (command, lines.parse().expect("a number of lines")),
        None => (command, usize::MAX),
    };
    let mut words = split(command).into_iter().peekable();
    let mut process = Command::new(env!("CARGO_BIN_EXE_planfolio"));
    process
        .current_dir(work)
        .env_clear()
        .env("HOME", top.join("home"));
    while let Some(word) = words.next_if(|word| word.contains('=')) {
        let (name, value) = word.split_once('=').expect("it holds one");
        process.env(name, value);
    }
    assert_eq!(words.next().as_deref(), Some("planfolio"), "{command}");
    let output = process.args(words).output().expect("the program starts");
    for (mark, bytes, most) in [
        ("  ", &output.stdout, most),
        ("! ", &output.stderr, usize::MAX),
    ] {
        let text = String::from_utf8_lossy(bytes)
            .replace(&*work.to_string_lossy(), "WORK")
            .replace(&*top.to_string_lossy(), "TOP")
            .replace('\u{1b}', "\\e");
        for line in text.lines().take(most) {
            let line = without_counts(&without_times(line));
            writeln!(out, "{}", format!("{mark}{line}").trim_end()).expect("as above");
        }
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => writeln!(out, "exit {code}").expect("as above"),
        None => writeln!(out, "killed").expect("as above"),
    }
}

/// Words as a shell splits them, with single quotes.
fn split(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in command.chars() {
        match character {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().expect("it is never empty").push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `in 0.04 s` and, where the machine is busy, `in 1.3 s` become `in N s`.
fn without_times(line: &str) -> String {
    for (at, _) in line.match_indices(" in ") {
        let rest = &line[at + " in ".len()..];
        let number = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
            .count();
        if rest[..number].contains('.') && rest[number..].starts_with(" s") {
            return format!("{} in N{}", &line[..at], &rest[number..]);
        }
    }
    line.to_owned()
}

/// `(22 files, 22 changed)` becomes `(N files, all changed)`, `(22 files)` becomes `(N files)`: a new file of the theme must not change a transcript.
fn without_counts(line: &str) -> String {
    let Some((before, rest)) = line.split_once(" (") else {
        return line.to_owned();
    };
    if let Some((count, after)) = rest.split_once(" files)")
        && count
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b',')
    {
        return format!("{before} (N files){after}");
    }
    let Some((files, rest)) = rest.split_once(" files, ") else {
        return line.to_owned();
    };
    let Some((changed, after)) = rest.split_once(" changed)") else {
        return line.to_owned();
    };
    let changed = if changed == files { "all" } else { changed };
    format!("{before} (N files, {changed} changed){after}")
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current).expect("it can be listed") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let below = path.strip_prefix(folder).expect("it lies below it");
                found.insert(below.to_string_lossy().into_owned());
            }
        }
    }
    found
}

fn output_of(folder: &Path, arguments: &[&str]) -> String {
    let output = program()
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

#[test]
fn the_manual_page_names_every_command_and_flag() {
    let page = output_of(Path::new("."), &["man"]).replace("\\-", "-");
    let mut command = Arguments::command();
    command.build();
    let mut open: Vec<&clap::Command> = vec![&command];
    let mut flags = 0;
    while let Some(command) = open.pop() {
        open.extend(
            command
                .get_subcommands()
                .filter(|inner| inner.get_name() != "help"),
        );
        if !command.has_subcommands() {
            let name = command.get_bin_name().expect("it was built").to_uppercase();
            assert!(page.contains(&format!(".SH \"{name}\"\n")), "{name}");
        }
        for argument in command
            .get_arguments()
            .filter(|argument| !argument.is_hide_set())
        {
            if let Some(flag) = argument.get_long() {
                assert!(page.contains(&format!("--{flag}")), "{flag}");
                flags += 1;
            }
        }
    }
    assert!(flags > 20);
    assert!(!page.contains("no-highlight"));
}

#[test]
fn completions_are_scripts() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = output_of(Path::new("."), &["completions", shell]);
        for word in ["planfolio", "serve", "repo-url", "eject"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        // The shells themselves judge where they are there.
        let Ok(mut process) = Command::new(shell).arg("-n").stdin(Stdio::piped()).spawn() else {
            continue;
        };
        let mut input = process.stdin.take().expect("it is piped");
        input.write_all(script.as_bytes()).expect("the shell reads");
        drop(input);
        assert!(process.wait().expect("the shell ends").success(), "{shell}");
    }
}

/// What workflows do here must be what the commands take.
#[test]
fn workflows_are_valid_and_their_commands_work() {
    let folder = tempfile::tempdir().expect("a scratch folder can be made");
    output_of(folder.path(), &["init", "--sample", "--github"]);
    let mut commands = 0;
    for name in ["plans.yml", "plans-check.yml"] {
        let path = folder.path().join(".github/workflows").join(name);
        let text = fs::read_to_string(path).expect("it was written");
        assert!(
            !text.contains("{version}") && !text.contains("{source}"),
            "{text}"
        );
        let workflow: serde_yaml::Value = serde_yaml::from_str(&text).expect("it is YAML");
        let jobs = workflow["jobs"].as_mapping().expect("there are jobs");
        for step in jobs
            .values()
            .flat_map(|job| job["steps"].as_sequence().expect("there are steps"))
        {
            let Some(command) = step["run"]
                .as_str()
                .filter(|run| run.starts_with("planfolio"))
            else {
                continue;
            };
            let command = command
                .replace(
                    "${{ steps.pages.outputs.base_url }}",
                    "https://example.org/plans",
                )
                .replace(
                    "${{ github.server_url }}/${{ github.repository }}",
                    "https://example.org/a/b",
                )
                .replace('"', "");
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            output_of(folder.path(), &words);
            commands += 1;
        }
    }
    assert_eq!(commands, 3);
}
