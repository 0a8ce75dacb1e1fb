//! `planfolio explain`.

use super::arguments::ExplainArguments;
use super::{Exit, Failure, check};
use crate::report::{channel, explain};

/// Says what a diagnostic means.
pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let text = match &arguments.code {
        Some(word) => explain::one(check::code(word)?),
        None => explain::all(),
    };
    channel::result(&text)?;
    Ok(Exit::Fine)
}
