//! `planfolio list`.

use super::arguments::ListArguments;
use super::{Exit, Failure, settings};
use crate::driver::clock::Clock;
use crate::driver::{self, workspace};
use crate::report::channel;

/// Lists one kind of record.
pub(super) fn run(arguments: &ListArguments) -> Result<Exit, Failure> {
    let settings = settings::merge(&arguments.input, None, None)?;
    let mut clock = Clock::start();
    let snapshot = driver::with_threads(None, || {
        let mut workspace = workspace::open(settings.request.clone())?;
        workspace::refresh(&mut workspace, &mut clock)
    })??;
    let mut text = String::new();
    for source in &snapshot.sources {
        text.push_str(&format!(
            "{} {} {:?}\n",
            source.path,
            source.kind.word(),
            source.feature
        ));
    }
    channel::result(&text)?;
    Ok(Exit::Fine)
}
