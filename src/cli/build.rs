//! `planfolio build`.

use super::arguments::BuildArguments;
use super::{Exit, Failure, settings};
use crate::base::count::counted;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::RelPath;
use crate::driver::clock::Clock;
use crate::driver::code::CodeStyle;
use crate::driver::unchanged::{self, Look, Memory};
use crate::driver::workspace::Request;
use crate::driver::{self, build, snapshot, workspace};
use crate::emit::{self, Foreign, Outcome, Target};
use crate::read::{self, configuration, usage};
use crate::report::count::Tally;
use crate::report::progress::Progress;
use crate::report::summary::{self, Extent};
use crate::report::timings::{self, Row};
use crate::report::{channel, human};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

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
    let mut protected = protected(&settings.request.sources);
    // What is not empty and not ours is refused anyhow, unless it is forced.
    if arguments.force
        && !emit::is_ours(&settings.output)
        && read::holds_feature(
            &settings.output,
            &settings.request.sources,
            &settings.request.config,
        )?
    {
        protected.push((settings.output.clone(), "is or holds a feature"));
    }
    let target = Target {
        folder: settings.output.clone(),
        protected,
        foreign: if arguments.force {
            Foreign::Replace
        } else {
            Foreign::Refuse
        },
    };
    let memory = if arguments.force { None } else { memory() };
    let jobs = arguments.jobs.map(usize::from);
    let mut clock = Clock::start();
    let done = driver::with_threads(jobs, || {
        site(&settings.request, &target, memory.as_ref(), &mut clock)
    })??;
    let packed = match &arguments.zip {
        Some(path) => Some(
            clock
                .measure("pack", || emit::archive::archive(&settings.output, path))
                .map_err(driver::DriverError::from)?,
        ),
        None => None,
    };
    let time = clock.elapsed();

    let shown = human::worst(&done.diagnostics, SHOWN);
    let text_of = |path: &RelPath| done.texts.get(path).map(|text| &**text);
    let width = channel::message_width();
    channel::message(&human::selection(
        &shown,
        &done.diagnostics,
        &text_of,
        width,
    ));
    if done.outcome.piecemeal {
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
    if let (Some(path), Some(files)) = (&arguments.zip, packed) {
        let files = counted(files, "file");
        channel::message(&format!("packed {} ({files})\n", path.display()));
    }
    let tally = Tally::of(&done.diagnostics);
    channel::result(&summary::built(
        done.extent,
        &settings.output.display().to_string(),
        (done.outcome.files, done.outcome.changed),
        time,
        tally,
    ))?;
    Ok(match tally {
        _ if done.failed => Exit::Failure,
        tally if arguments.strict && tally.errors + tally.warnings > 0 => Exit::Problems,
        _ => Exit::Fine,
    })
}

/// What a build has to say.
#[derive(Debug)]
struct Done {
    extent: Extent,
    outcome: Outcome,
    diagnostics: Vec<Diagnostic>,
    /// The texts of the documents whose findings are shown.
    texts: BTreeMap<RelPath, Arc<str>>,
    /// Whether a page could not be made.
    failed: bool,
}

/// Makes the site, unless it is already there.
fn site(
    request: &Request,
    target: &Target,
    memory: Option<&Memory>,
    clock: &mut Clock,
) -> Result<Done, driver::DriverError> {
    let mut workspace = workspace::open(request.clone())?;
    let inventory = clock.measure("find", || workspace::inventory(&workspace))?;
    let looked = clock.measure("compare", || {
        memory.map(|memory| (memory, unchanged::look(request, &inventory, target, memory)))
    });
    let before = match looked {
        Some((_, Look::Unchanged(known))) => {
            let shown = human::worst(&known.diagnostics, SHOWN);
            let texts = shown
                .iter()
                .filter_map(|finding| {
                    let text = read::text_of(&inventory, &finding.path)?;
                    Some((finding.path.clone(), text))
                })
                .collect();
            return Ok(Done {
                extent: Extent {
                    documents: known.documents,
                    features: known.features,
                },
                outcome: Outcome {
                    files: known.files,
                    ..Outcome::default()
                },
                texts,
                failed: false,
                diagnostics: known.diagnostics,
            });
        }
        Some((memory, Look::Changed(before))) => Some((memory, before)),
        None => None,
    };
    let snapshot = workspace::build(&mut workspace, inventory, clock);
    clock.measure("search", || snapshot::prepare_search(&snapshot));
    let progress = Progress::start("writing", snapshot::addresses(&snapshot).count());
    let built = build::write(&snapshot, target, clock, |steps| progress.advance(steps))?;
    drop(progress);
    if let Some((memory, before)) = before {
        clock.measure("note", || {
            unchanged::note(before, &snapshot, &built, target, memory);
        });
    }
    let mut diagnostics = snapshot.portfolio.diagnostics.clone();
    diagnostics.extend(built.failures.iter().cloned());
    let texts = human::worst(&diagnostics, SHOWN)
        .iter()
        .filter_map(|finding| {
            let text = snapshot::text_of(&snapshot, &finding.path)?;
            Some((finding.path.clone(), Arc::from(text)))
        })
        .collect();
    let done = Done {
        extent: Extent {
            documents: snapshot.portfolio.documents.len(),
            features: snapshot.portfolio.features.len(),
        },
        outcome: built.outcome,
        diagnostics,
        texts,
        failed: !built.failures.is_empty(),
    };
    // The process ends now. To give back a large portfolio piece by piece would take as long as linking it.
    std::mem::forget((snapshot, workspace));
    Ok(done)
}

/// The user's cache folder, as the conventions of the system place it, and this program. `None` when there is none:
/// then every build does all its work.
fn memory() -> Option<Memory> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let home = || std::env::home_dir().filter(|home| home.is_absolute());
    let folder = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("XDG_CACHE_HOME").or_else(|| home().map(|home| home.join("Library/Caches")))
    } else {
        variable("XDG_CACHE_HOME").or_else(|| home().map(|home| home.join(".cache")))
    };
    Some(Memory {
        folder: folder?,
        program: std::env::current_exe().ok()?,
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
