//! Test cases as Markdown files: a heading for each case, prose, and fenced blocks with an info string.
//!
//! With `PLANFOLIO_BLESS=1` in the environment, blocks that differ are rewritten instead of failing.

use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A fenced block of a case.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// The info string.
    pub(crate) info: String,
    /// The text between the fences.
    pub(crate) text: String,
    range: Range<usize>,
}

/// A case: what stands under one heading.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The heading.
    pub(crate) title: String,
    /// Its blocks in order.
    pub(crate) blocks: Vec<Block>,
}

impl Case {
    /// The first block with that first word in its info string.
    pub(crate) fn block(&self, word: &str) -> Option<&Block> {
        self.blocks
            .iter()
            .find(|block| block.info.split_whitespace().next() == Some(word))
    }
}

/// Runs `check` on every case of the Markdown files in `tests/<folder>`; it gives the block that it has looked at and
/// the text that it found instead of the block's.
pub(crate) fn run(folder: &str, check: impl Fn(&Case) -> Vec<(Block, String)>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of the cases exists")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    run_files(&files, check);
}

/// The same for one file, given by its path below `tests`.
pub(crate) fn run_file(path: &str, check: impl Fn(&Case) -> Vec<(Block, String)>) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    run_files(&[tests.join(path)], check);
}

fn run_files(files: &[PathBuf], check: impl Fn(&Case) -> Vec<(Block, String)>) {
    let mut failures = String::new();
    for path in files {
        let text = fs::read_to_string(path).expect("cases are UTF-8");
        let mut blessed = text.clone();
        let cases = parse(&text);
        assert!(!cases.is_empty(), "no cases in {}", path.display());
        for case in cases.iter().rev() {
            let mut results = check(case);
            assert!(
                !results.is_empty(),
                "the case {:?} of {} checks nothing",
                case.title,
                path.display()
            );
            results.sort_by_key(|(block, _)| std::cmp::Reverse(block.range.start));
            for (block, found) in results {
                if block.text == found {
                    continue;
                }
                blessed.replace_range(block.range.clone(), &found);
                write!(
                    failures,
                    "== {}: {}\n-- expected {}\n{}-- found\n{found}\n",
                    path.file_name().expect("a file has a name").display(),
                    case.title,
                    block.info,
                    block.text,
                )
                .expect("writing to a text cannot fail");
            }
        }
        if std::env::var_os("PLANFOLIO_BLESS").is_some() {
            fs::write(path, blessed).expect("the cases can be written");
        }
    }
    if std::env::var_os("PLANFOLIO_BLESS").is_none() {
        assert!(failures.is_empty(), "\n{failures}");
    }
}

/// The cases of a file.
pub(crate) fn read(path: &Path) -> Vec<Case> {
    parse(&fs::read_to_string(path).expect("cases are UTF-8"))
}

fn parse(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut offset = 0;
    let mut open: Option<(String, String, usize)> = None;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let fence = line.trim_end();
        match &mut open {
            Some((marker, info, from)) => {
                if fence == marker {
                    let case = cases.last_mut().expect("a block stands under a heading");
                    case.blocks.push(Block {
                        info: info.clone(),
                        text: text[*from..start].to_owned(),
                        range: *from..start,
                    });
                    open = None;
                }
            }
            None if fence.starts_with("```") => {
                let ticks = fence.len() - fence.trim_start_matches('`').len();
                open = Some((
                    fence[..ticks].to_owned(),
                    fence[ticks..].trim().to_owned(),
                    offset,
                ));
            }
            None => {
                if let Some(title) = fence.strip_prefix("## ") {
                    cases.push(Case {
                        title: title.to_owned(),
                        blocks: Vec::new(),
                    });
                }
            }
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    cases
}

/// Writes the files that a `tree` block names below `folder`: `path`, `path = content` (with `\n`, `\r`, `\t` and
/// `\xNN` escapes), `path/` for an empty folder, `path -> target` for a symbolic link.
pub(crate) fn plant(folder: &Path, tree: &str) {
    for line in tree.lines().filter(|line| !line.trim().is_empty()) {
        if let Some((link, target)) = line.split_once(" -> ") {
            let link = folder.join(link.trim());
            fs::create_dir_all(link.parent().expect("it lies below the folder"))
                .expect("folders can be made");
            std::os::unix::fs::symlink(target.trim(), link).expect("links can be made");
            continue;
        }
        let (path, content) = line.split_once(" = ").unwrap_or((line, "text\\n"));
        let path = folder.join(path.trim());
        if line.ends_with('/') {
            fs::create_dir_all(path).expect("folders can be made");
            continue;
        }
        fs::create_dir_all(path.parent().expect("it lies below the folder"))
            .expect("folders can be made");
        fs::write(path, unescape(content)).expect("files can be written");
    }
}

/// The bytes of a text with escapes.
pub(crate) fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.extend(before.bytes());
        let mut characters = behind.chars();
        match characters.next() {
            Some('n') => out.push(b'\n'),
            Some('r') => out.push(b'\r'),
            Some('t') => out.push(b'\t'),
            Some('x') => {
                let digits: String = characters.by_ref().take(2).collect();
                out.push(u8::from_str_radix(&digits, 16).expect("two hexadecimal digits"));
            }
            Some(other) => out.extend(other.to_string().bytes()),
            None => out.push(b'\\'),
        }
        rest = characters.as_str();
    }
    out.extend(rest.bytes());
    out
}
