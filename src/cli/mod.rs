//! Layer 6: the command line.
//!
//! Each command is one file: it makes a request of the arguments and the configuration, lets the driver work, and
//! hands the result to `report`. The exit code is 0 when all is fine, 1 when problems were found (`check`, or
//! `--strict`), 2 for wrong usage or configuration, 3 when reading or writing failed.

pub mod arguments;
mod build;
mod check;
mod completions;
mod explain;
mod init;
mod list;
mod manual;
mod serve;
mod settings;
mod theme;

use crate::base::path::RelPath;
use crate::driver::DriverError;
use crate::read::ReadError;
use crate::render::theme::ThemeError;
use crate::report::{channel, human};
use arguments::{Arguments, Command};
use clap::Parser;
use std::ffi::OsString;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is fine.
    Fine,
    /// Problems were found.
    Problems,
    /// Wrong usage or configuration.
    Usage,
    /// Reading or writing failed, or planfolio itself.
    Failure,
}

impl Exit {
    /// The exit code of the process.
    pub fn code(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Problems => 1,
            Exit::Usage => 2,
            Exit::Failure => 3,
        }
    }
}

/// Why a command did not do its work; said to the user, then turned into the exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    /// Pictures of what is wrong, shown before the message; empty when the message says it all.
    details: String,
}

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.into(),
            details: String::new(),
        }
    }
}

impl From<DriverError> for Failure {
    fn from(error: DriverError) -> Self {
        let exit = match &error {
            DriverError::Read(error) => exit_of(error),
            DriverError::Theme(_) => Exit::Usage,
            DriverError::Emit(error) if error.is_refusal() => Exit::Usage,
            DriverError::Emit(_) | DriverError::Threads(_) => Exit::Failure,
        };
        if let DriverError::Theme(ThemeError::Invalid(faults)) = &error {
            let text = |path: &RelPath| faults.texts.get(path).map(String::as_str);
            let width = channel::message_width();
            return Self {
                exit,
                message: format!("the theme {} is not valid", faults.theme),
                details: human::pictures(&faults.diagnostics, &text, width),
            };
        }
        Self {
            exit,
            message: error.to_string(),
            details: String::new(),
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self {
            exit: exit_of(&error),
            message: error.to_string(),
            details: String::new(),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self {
            exit: Exit::Failure,
            message: format!("cannot write the result: {error}"),
            details: String::new(),
        }
    }
}

/// A SOURCE that does not exist is a slip of the user; one that cannot be read is a failure.
fn exit_of(error: &ReadError) -> Exit {
    match error {
        ReadError::Unreadable { reason, .. } if reason.kind() != std::io::ErrorKind::NotFound => {
            Exit::Failure
        }
        _ => Exit::Usage,
    }
}

/// Runs the program with the arguments of the process, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    let result = match &arguments.command {
        Command::Build(arguments) => build::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::List(arguments) => list::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Theme(arguments) => theme::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Man => manual::run(),
    };
    result.unwrap_or_else(|failure| {
        channel::message(&failure.details);
        channel::failure(&failure.message);
        failure.exit
    })
}

/// Help and version are results; everything else is wrong usage.
fn refuse(error: &clap::Error) -> Exit {
    let text = error.render().ansi().to_string();
    if error.use_stderr() {
        channel::message(&text);
        return Exit::Usage;
    }
    match channel::result(&text) {
        Ok(()) => Exit::Fine,
        Err(_) => Exit::Failure,
    }
}
