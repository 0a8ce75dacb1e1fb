//! `planfolio build`.

use super::arguments::BuildArguments;
use super::{Exit, Failure, settings};
use crate::driver::clock::Clock;
use crate::driver::code::CodeStyle;
use crate::driver::{self, build, snapshot, workspace};
use crate::emit::{Foreign, Target};
use crate::read::{configuration, usage};
use crate::report::count::Tally;
use crate::report::progress::Progress;
use crate::report::summary::{self, Extent};
use crate::report::timings::{self, Row};
use crate::report::{channel, human};
use std::path::PathBuf;

/// How many diagnostics a build shows; the site has a page with all of them.
const SHOWN: usize = 20;

/// Builds the site.
pub(super) fn run(arguments: &BuildArguments) -> Result<Exit, Failure> {
    let mut settings = settings::merge(
        &arguments.input,
        Some(&arguments.site),
        arguments.output.as_deref(),
    )?;
    if let Some(base_url) = &arguments.base_url {
        settings.request.config.base_url = Some(base_url.clone());
    }
    if arguments.no_highlight {
        settings.request.code = CodeStyle::Plain;
    }
    let target = Target {
        folder: settings.output.clone(),
        protected: protected(&settings.request.sources),
        foreign: if arguments.force {
            Foreign::Replace
        } else {
            Foreign::Refuse
        },
    };
    let jobs = arguments.jobs.map(usize::from);
    let mut clock = Clock::start();
    let (snapshot, built) = driver::with_threads(jobs, || {
        let mut workspace = workspace::open(settings.request.clone())?;
        let snapshot = workspace::refresh(&mut workspace, &mut clock)?;
        let progress = Progress::start("writing", snapshot::addresses(&snapshot).count());
        let built = build::write(&snapshot, &target, &mut clock, |steps| {
            progress.advance(steps);
        })?;
        Ok::<_, driver::DriverError>((snapshot, built))
    })??;
    let time = clock.elapsed();

    let mut diagnostics = snapshot.portfolio.diagnostics.clone();
    diagnostics.extend(built.failures.iter().cloned());
    let text_of = |path: &_| snapshot::text_of(&snapshot, path);
    let width = channel::message_width();
    channel::message(&human::worst(&diagnostics, &text_of, width, SHOWN));
    if built.outcome.piecemeal {
        channel::message(
            "note: the files were replaced one by one, since the output folder cannot be exchanged as a whole\n",
        );
    }
    if arguments.timings {
        let rows: Vec<Row> = clock
            .laps
            .iter()
            .map(|lap| Row {
                phase: lap.phase,
                wall: lap.wall,
                processor: lap.processor,
                memory: lap.memory,
            })
            .collect();
        channel::message(&timings::table(&rows, usage::peak_memory()));
    }
    let tally = Tally::of(&diagnostics);
    channel::result(&summary::built(
        Extent {
            documents: snapshot.portfolio.documents.len(),
            features: snapshot.portfolio.features.len(),
        },
        &settings.output.display().to_string(),
        (built.outcome.files, built.outcome.changed),
        time,
        tally,
    ))?;
    Ok(match tally {
        _ if !built.failures.is_empty() => Exit::Failure,
        tally if arguments.strict && tally.errors + tally.warnings > 0 => Exit::Problems,
        _ => Exit::Fine,
    })
}

/// Folders that must not be overwritten, with the words of the refusal.
fn protected(sources: &[PathBuf]) -> Vec<(PathBuf, &'static str)> {
    let here = PathBuf::from(".");
    let repositories = sources
        .iter()
        .chain([&here])
        .filter_map(|folder| configuration::repository_of(folder));
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    sources
        .iter()
        .map(|source| (source.clone(), "is or holds a source"))
        .chain(repositories.map(|root| (root, "is or holds the root of the repository")))
        .chain(home.map(|home| (home, "is or holds the home folder")))
        .collect()
}
