//! The layer table of ARCHITECTURE.md against the code: who imports whom, and who touches what.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A row of the table for one module.
#[derive(Debug, Clone)]
struct Row {
    layer: u32,
    touches: String,
}

/// A source file without comments and unit tests.
struct Code {
    /// Path below `src`, with `/`.
    path: String,
    /// The top-level module.
    module: String,
    text: String,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn table() -> BTreeMap<String, Row> {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("it is there");
    let mut rows = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [layer, modules, touches] = cells[..] else {
            continue;
        };
        let Ok(layer) = layer.parse::<u32>() else {
            continue;
        };
        for module in modules.split('`').skip(1).step_by(2) {
            let row = Row {
                layer,
                touches: touches.to_owned(),
            };
            assert!(
                rows.insert(module.to_owned(), row).is_none(),
                "{module} stands twice in the table"
            );
        }
    }
    rows
}

fn code() -> Vec<Code> {
    let source = repository().join("src");
    let mut files = Vec::new();
    let mut open = vec![source.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("it can be listed") {
            let path: PathBuf = entry.expect("it can be listed").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .iter()
        .map(|file| {
            let path = file
                .strip_prefix(&source)
                .expect("it lies below src")
                .to_string_lossy()
                .replace('\\', "/");
            let module = path
                .split('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches(".rs")
                .to_owned();
            let text = fs::read_to_string(file).expect("sources are UTF-8");
            let text = text
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap_or_default();
            let text = text
                .lines()
                .map(|line| line.split("//").next().unwrap_or_default())
                .collect::<Vec<_>>()
                .join("\n");
            Code { path, module, text }
        })
        .collect()
}

/// The top-level modules that a text names: `crate::x`, `crate::{x, y::z}`.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => top_level(group),
            None => vec![rest],
        };
        for name in names {
            let name: String = name
                .trim()
                .chars()
                .take_while(|character| character.is_alphanumeric() || *character == '_')
                .collect();
            found.insert(name);
        }
    }
    found
}

/// The items of a `{ … }` group without those of groups inside it.
fn top_level(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut start = 0;
    let mut items = Vec::new();
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.retain(|item| !item.trim().is_empty());
    items
}

#[test]
fn groups_of_imports_are_read() {
    let text =
        "use crate::base::path;\nuse crate::{link, read::{a, b}, site};\nlet x = crate::data::f();";
    let found: Vec<String> = imports(text).into_iter().collect();
    assert_eq!(found, ["base", "data", "link", "read", "site"]);
}

#[test]
fn the_table_names_every_module_and_no_other() {
    let text = fs::read_to_string(repository().join("src/lib.rs")).expect("it is there");
    let declared: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let named: BTreeSet<String> = table().into_keys().collect();
    assert_eq!(declared, named);
}

#[test]
fn imports_go_down_and_siblings_of_layer_three_do_not_meet() {
    let rows = table();
    let mut wrong = Vec::new();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut seen = 0;
    for code in code() {
        let Some(own) = rows.get(&code.module) else {
            continue;
        };
        for name in imports(&code.text) {
            let Some(other) = rows.get(&name) else {
                continue;
            };
            if name == code.module {
                continue;
            }
            seen += 1;
            let up = other.layer > own.layer;
            let sibling = other.layer == own.layer && own.layer == 3;
            if up || sibling {
                wrong.push(format!("{} imports {name}", code.path));
            }
            edges.entry(code.module.clone()).or_default().insert(name);
        }
    }
    assert!(seen > 20, "only {seen} imports were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(cycle(&edges), None);
}

/// A module that reaches itself.
fn cycle(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    edges.keys().find_map(|start| {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&String> = edges[start].iter().collect();
        while let Some(module) = open.pop() {
            if module == start {
                return Some(start.clone());
            }
            if reached.insert(module) {
                open.extend(edges.get(module).into_iter().flatten());
            }
        }
        None
    })
}

#[test]
fn cycles_are_found() {
    let edge = |from: &str, to: &str| (from.to_owned(), BTreeSet::from([to.to_owned()]));
    let round = BTreeMap::from([edge("a", "b"), edge("b", "c"), edge("c", "b")]);
    assert_eq!(cycle(&round).as_deref(), Some("b"));
    assert_eq!(
        cycle(&BTreeMap::from([edge("a", "b"), edge("b", "c")])),
        None
    );
}

/// Words of the code, and the word of the table without which a module must not use them.
const TOUCHES: &[(&str, &[&str])] = &[
    (
        "files",
        &[
            "std::fs",
            "fs::read",
            "fs::write",
            "File::open",
            "File::create",
            "OpenOptions",
            "read_dir(",
            ".canonicalize(",
            ".is_dir()",
            ".is_file()",
            ".exists()",
        ],
    ),
    (
        "terminal",
        &[
            "println!",
            "eprintln!",
            "print!",
            "eprint!",
            "io::stdout",
            "io::stderr",
        ],
    ),
    ("clock", &["Instant::now", "SystemTime"]),
    (
        "network",
        &["std::net", "TcpListener", "TcpStream", "tiny_http"],
    ),
    (
        "environment",
        &["std::env", "env::var", "env::args", "home_dir("],
    ),
];

#[test]
fn modules_touch_only_what_the_table_says() {
    let rows = table();
    let mut wrong = Vec::new();
    for code in code() {
        let Some(row) = rows.get(&code.module) else {
            continue;
        };
        for (right, words) in TOUCHES {
            let granted = row
                .touches
                .split(',')
                .map(str::trim)
                .find(|granted| granted.split(' ').next() == Some(*right));
            // `files in `theme`` is granted to one file or folder of the module.
            let allowed = granted.is_some_and(|granted| match granted.split('`').nth(1) {
                Some(part) => code.path.starts_with(&format!("{}/{part}", code.module)),
                None => true,
            });
            if allowed {
                continue;
            }
            for word in *words {
                if code.text.contains(word) {
                    wrong.push(format!("{} uses {word}", code.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_main_ends_the_process() {
    for code in code() {
        let ends = ["process::exit", "process::abort", "ExitCode"];
        if code.path != "main.rs" {
            for word in ends {
                assert!(!code.text.contains(word), "{} uses {word}", code.path);
            }
        }
    }
}

#[test]
fn files_are_nouns() {
    for code in code() {
        for part in code.path.trim_end_matches(".rs").split('/') {
            let vague = [
                "util",
                "utils",
                "helper",
                "helpers",
                "common",
                "misc",
                "shared_utils",
            ];
            assert!(!vague.contains(&part), "{}", code.path);
        }
    }
}

#[test]
fn the_map_stays_short_and_names_files_that_exist() {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("it is there");
    assert!(text.lines().count() <= 150);
    let mut seen = 0;
    for name in text.split('`').skip(1).step_by(2) {
        let is_source = Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "rs");
        if is_source || name.ends_with('/') && !name.contains(' ') {
            let below_source = repository().join("src").join(name).exists();
            assert!(below_source || repository().join(name).exists(), "{name}");
            seen += 1;
        }
    }
    assert!(seen > 8, "only {seen} names were found");
}
