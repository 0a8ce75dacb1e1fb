//! `planfolio theme`.

use super::arguments::{EjectArguments, ThemeArguments, ThemeCommand};
use super::{Exit, Failure};
use crate::driver::DriverError;
use crate::emit::fresh;
use crate::render::theme;
use crate::report::channel;
use crate::report::count::counted;

/// Runs a command about themes.
pub(super) fn run(arguments: &ThemeArguments) -> Result<Exit, Failure> {
    match &arguments.command {
        ThemeCommand::Eject(arguments) => eject(arguments),
    }
}

/// Writes the default theme to a folder of its own.
fn eject(arguments: &EjectArguments) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    fresh::expect_empty(folder).map_err(DriverError::from)?;
    let files = theme::default_files();
    for (path, bytes) in &files {
        fresh::write(&folder.join(path), bytes).map_err(DriverError::from)?;
    }
    let shown = folder.display();
    channel::result(&format!(
        "wrote the default theme to {shown} ({})\nnext: planfolio serve --theme {shown}\n",
        counted(files.len(), "file"),
    ))?;
    Ok(Exit::Fine)
}
