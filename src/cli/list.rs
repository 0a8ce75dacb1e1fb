//! `planfolio list`.

use super::arguments::ListArguments;
use super::{Exit, Failure, settings};
use crate::data::list::list;
use crate::driver::clock::Clock;
use crate::driver::{self, workspace};
use crate::report::channel;

/// Lists one kind of record.
pub(super) fn run(arguments: &ListArguments) -> Result<Exit, Failure> {
    let settings = settings::merge(&arguments.input, None, None)?;
    let mut clock = Clock::start();
    let snapshot = driver::with_threads(None, || {
        let mut workspace = workspace::open(settings.request.clone())?;
        workspace::refresh(&mut workspace, None, &mut clock)
    })??;
    channel::result(&list(
        arguments.what,
        arguments.format,
        channel::width(),
        &snapshot.portfolio,
        &snapshot.site,
    ))?;
    Ok(Exit::Fine)
}
