//! `planfolio check`.

use super::arguments::{CheckArguments, CheckFormat};
use super::{Exit, Failure, settings};
use crate::base::diagnostic::{Code, Diagnostic, nearest};
use crate::driver::clock::Clock;
use crate::driver::{self, snapshot, workspace};
use crate::read::known;
use crate::report::count::Tally;
use crate::report::summary::{self, Extent};
use crate::report::{baseline, channel, github, human, json, junit, markdown, sarif, short};
use std::path::{Component, Path, PathBuf};

/// Shows the problems of all documents.
pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Failure> {
    let select = codes(&arguments.select)?;
    let ignore = codes(&arguments.ignore)?;
    let settings = settings::merge(&arguments.input, Some(&arguments.site), None)?;
    let mut clock = Clock::start();
    let snapshot = driver::with_threads(None, || {
        let mut workspace = workspace::open(settings.request.clone())?;
        workspace::refresh(&mut workspace, None, &mut clock)
    })??;
    let shown: Vec<Diagnostic> = snapshot
        .portfolio
        .diagnostics
        .iter()
        .filter(|finding| select.is_empty() || select.contains(&finding.code))
        .filter(|finding| !ignore.contains(&finding.code))
        .cloned()
        .collect();
    let shown = match &arguments.baseline {
        Some(path) => without_known(shown, path)?,
        None => shown,
    };
    let folder = folder(&settings.request.sources);
    let text_of = |path: &_| snapshot::text_of(&snapshot, path);
    let report = match arguments.format {
        CheckFormat::Human => human::pictures(&shown, &text_of, channel::width()),
        CheckFormat::Short => short::lines(&shown),
        CheckFormat::Json => json::list(&shown),
        CheckFormat::Sarif => sarif::log(&shown, &folder),
        CheckFormat::Github => github::commands(&shown, &folder),
        CheckFormat::Junit => junit::report(&shown),
        CheckFormat::Markdown => markdown::table(&shown),
    };
    let tally = Tally::of(&shown);
    let extent = Extent {
        documents: snapshot.portfolio.documents.len(),
        features: snapshot.portfolio.features.len(),
    };
    let last = summary::checked(extent, clock.elapsed(), tally);
    match &arguments.output {
        Some(path) => crate::emit::report(path, &report).map_err(driver::DriverError::from)?,
        None => channel::result(&report)?,
    }
    // Programs read the standard output of the other formats.
    if arguments.format == CheckFormat::Human || arguments.output.is_some() {
        channel::result(&last)?;
    } else {
        channel::message(&last);
    }
    let failed = tally.errors > 0 || arguments.strict && tally.warnings > 0;
    Ok(if failed { Exit::Problems } else { Exit::Fine })
}

/// The diagnostics that the file of a baseline does not hold.
fn without_known(shown: Vec<Diagnostic>, path: &Path) -> Result<Vec<Diagnostic>, Failure> {
    let list = known::list(path).map_err(|reason| {
        Failure::usage(format!(
            "cannot read the baseline {}: {reason}; `planfolio check --format json --output FILE` writes one",
            path.display()
        ))
    })?;
    baseline::without_known(shown, &list).map_err(|reason| {
        Failure::usage(format!(
            "{} is no list of `check --format json`: {reason}",
            path.display()
        ))
    })
}

/// SOURCE as seen from the working folder, which is the root of the repository where servers build: what stands before
/// paths that they look up there. Empty when it cannot be told.
fn folder(sources: &[PathBuf]) -> String {
    let [source] = sources else {
        return String::new();
    };
    let mut folder = String::new();
    for part in source.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) => {
                folder.push_str(&name.to_string_lossy());
                folder.push('/');
            }
            _ => return String::new(),
        }
    }
    folder
}

/// The codes that were named.
pub(super) fn codes(words: &[String]) -> Result<Vec<Code>, Failure> {
    words.iter().map(|word| code(word)).collect()
}

/// The code that was named.
pub(super) fn code(word: &str) -> Result<Code, Failure> {
    Code::find(word).ok_or_else(|| {
        let known = Code::ALL.iter().flat_map(|code| [code.code(), code.name()]);
        let help = match nearest(word, known).first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`planfolio explain` lists all codes".to_owned(),
        };
        Failure::usage(format!("there is no diagnostic `{word}`; {help}"))
    })
}
