//! `planfolio man`.

use super::arguments::Arguments;
use super::{Exit, Failure};
use crate::report::channel;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::io;

/// Prints the manual page: one page with all commands, in the language of `man`.
pub(super) fn run() -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    command.build();
    channel::result(&page(&command)?)?;
    Ok(Exit::Fine)
}

fn page(command: &Command) -> io::Result<String> {
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for inner in command.get_subcommands() {
        section(inner, &mut page)?;
    }
    man.render_extra_section(&mut page)?;
    let page = String::from_utf8_lossy(&page)
        .replace(" EXTRA\n", " EXAMPLES\n")
        .replace("\nExamples:\n", "\n");
    Ok(page)
}

/// The section of a command, with those of the commands below it.
fn section(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    if command.is_hide_set() || command.get_name() == "help" {
        return Ok(());
    }
    let inner: Vec<&Command> = command
        .get_subcommands()
        .filter(|inner| inner.get_name() != "help")
        .collect();
    if !inner.is_empty() {
        return inner.into_iter().try_for_each(|inner| section(inner, page));
    }
    let name = command.get_bin_name().unwrap_or(command.get_name());
    page.extend(format!(".SH \"{}\"\n", name.to_uppercase()).bytes());
    let man = Man::new(command.clone());
    let mut parts = Vec::new();
    man.render_description_section(&mut parts)?;
    man.render_synopsis_section(&mut parts)?;
    man.render_options_section(&mut parts)?;
    man.render_extra_section(&mut parts)?;
    // The parts of a command stand one level below its name.
    page.extend(
        String::from_utf8_lossy(&parts)
            .replace(".SH ", ".SS ")
            .bytes(),
    );
    Ok(())
}
