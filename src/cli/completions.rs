//! `planfolio completions`.

use super::arguments::{Arguments, CompletionsArguments};
use super::{Exit, Failure};
use crate::report::channel;
use clap::CommandFactory;

/// Prints the completions for a shell.
pub(super) fn run(arguments: &CompletionsArguments) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        "planfolio",
        &mut script,
    );
    channel::result(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
