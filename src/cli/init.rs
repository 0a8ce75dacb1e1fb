//! `planfolio init`.

use super::arguments::InitArguments;
use super::{Exit, Failure};
use crate::config::Config;
use crate::driver::DriverError;
use crate::emit::fresh::{self, Fresh};
use crate::emit::place;
use crate::read::{self, ReadError, configuration};
use crate::report::channel;
use include_dir::{Dir, include_dir};
use std::fmt::Write;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// Where GitHub looks for workflows.
const WORKFLOWS: &str = ".github/workflows";

/// Writes a starter portfolio, and workflows when they are asked for. A portfolio that has features already is left
/// alone.
pub(super) fn run(arguments: &InitArguments) -> Result<Exit, Failure> {
    let folder = arguments.folder.as_deref().unwrap_or(Path::new("."));
    let portfolio = if arguments.sample { "sample" } else { "blank" };
    let mut said = String::new();
    match features(folder)? {
        0 => {
            for (path, bytes) in files(portfolio) {
                write(&mut said, &folder.join(path), bytes)?;
            }
        }
        count => {
            let noun = if count == 1 { "feature" } else { "features" };
            let _ = writeln!(
                said,
                "{} holds {count} {noun} already; no documents were added",
                folder.display()
            );
        }
    }
    if arguments.github {
        let (root, source) = repository(folder);
        for (path, bytes) in files("github") {
            let text = String::from_utf8_lossy(bytes)
                .replace("{version}", env!("CARGO_PKG_VERSION"))
                .replace("{source}", &source);
            write(&mut said, &root.join(WORKFLOWS).join(path), text.as_bytes())?;
        }
    }
    let shown = match folder.to_string_lossy() {
        here if here == "." => String::new(),
        elsewhere => format!("{elsewhere} "),
    };
    let _ = writeln!(said, "next: planfolio serve {shown}--open");
    channel::result(&said)?;
    Ok(Exit::Fine)
}

/// The number of features below a folder, which need not exist.
fn features(folder: &Path) -> Result<usize, Failure> {
    let sources = [folder.to_owned()];
    match read::crawl(&sources, None, &Config::default()) {
        Ok(crawl) => Ok(crawl.features.len()),
        Err(ReadError::Unreadable { reason, .. }) if reason.kind() == ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// The files of a part of the starter, by path.
fn files(part: &str) -> Vec<(PathBuf, &'static [u8])> {
    let mut files = Vec::new();
    let mut open: Vec<&Dir<'static>> = STARTER.get_dir(part).into_iter().collect();
    while let Some(folder) = open.pop() {
        open.extend(folder.dirs());
        files.extend(folder.files().map(|file| {
            let path = file.path();
            let below = path.strip_prefix(part).unwrap_or(path);
            (below.to_owned(), file.contents())
        }));
    }
    files.sort();
    files
}

/// The root of the repository around a folder, and the folder as seen from there.
fn repository(folder: &Path) -> (PathBuf, String) {
    let Some(root) = configuration::repository_of(folder) else {
        return (folder.to_owned(), ".".to_owned());
    };
    let inner = place(folder)
        .ok()
        .and_then(|folder| Some(folder.strip_prefix(&root).ok()?.to_owned()))
        .filter(|inner| !inner.as_os_str().is_empty());
    match inner {
        // The working folder is the root in most cases, and short paths are easier to read.
        None => (folder.to_owned(), ".".to_owned()),
        Some(inner) => {
            let source = inner.to_string_lossy().replace('\\', "/");
            (root, format!("\"{source}\""))
        }
    }
}

fn write(said: &mut String, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let here = std::env::current_dir().unwrap_or_default();
    let shown = path.strip_prefix(here).or(path.strip_prefix("."));
    let shown = shown.unwrap_or(path);
    let verb = match fresh::write(path, bytes).map_err(DriverError::from)? {
        Fresh::Written => "wrote",
        Fresh::Kept => "kept ",
    };
    let _ = writeln!(said, "{verb} {}", shown.display());
    Ok(())
}
