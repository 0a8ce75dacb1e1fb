//! `planfolio list`.

use super::arguments::{ListArguments, ListFormat};
use super::{Exit, Failure, settings};
use crate::base::diagnostic::nearest;
use crate::data::list::{self, ListKind};
use crate::driver::clock::Clock;
use crate::driver::{self, workspace};
use crate::report::channel;

/// Lists one kind of record.
pub(super) fn run(arguments: &ListArguments) -> Result<Exit, Failure> {
    let kind = kind(&arguments.what)?;
    let settings = settings::merge(&arguments.input, None, None)?;
    let mut clock = Clock::start();
    let snapshot = driver::with_threads(None, || {
        let mut workspace = workspace::open(settings.request.clone())?;
        workspace::refresh(&mut workspace, &mut clock)
    })??;
    let format = match arguments.format {
        ListFormat::Table => list::ListFormat::Table,
        ListFormat::Json => list::ListFormat::Json,
        ListFormat::Csv => list::ListFormat::Csv,
    };
    channel::result(&list::list(
        kind,
        format,
        channel::width(),
        &snapshot.portfolio,
        &snapshot.site,
    ))?;
    Ok(Exit::Fine)
}

fn kind(word: &str) -> Result<ListKind, Failure> {
    ListKind::find(word).ok_or_else(|| {
        let words = ListKind::ALL.iter().map(|kind| kind.word());
        let help = match nearest(word, words.clone()).first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("expected one of {}", words.collect::<Vec<_>>().join(", ")),
        };
        Failure::usage(format!("there is no list of `{word}`; {help}"))
    })
}
