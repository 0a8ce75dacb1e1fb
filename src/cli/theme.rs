//! `planfolio theme`.

use super::arguments::{EjectArguments, ThemeArguments, ThemeCommand};
use super::{Exit, Failure};
use crate::base::count::counted;
use crate::base::diagnostic::nearest;
use crate::driver::DriverError;
use crate::emit::fresh;
use crate::render::theme;
use crate::report::channel;

/// Runs a command about themes.
pub(super) fn run(arguments: &ThemeArguments) -> Result<Exit, Failure> {
    match &arguments.command {
        ThemeCommand::Eject(arguments) => eject(arguments),
    }
}

/// What an author of a theme needs to know.
const GUIDE: [(&str, &[u8]); 2] = [
    ("README.md", include_bytes!("../../docs/themes.md")),
    (
        "theme-reference.md",
        include_bytes!("../../docs/theme-reference.md"),
    ),
];

/// Files that every ejected theme gets.
const ALWAYS: [&str; 3] = ["README.md", "theme-reference.md", "theme.yaml"];

/// Writes the default theme, or files of it, to a folder of its own.
fn eject(arguments: &EjectArguments) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    let mut files = theme::default_files();
    files.extend(GUIDE.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())));
    for wanted in &arguments.files {
        if !files.contains_key(wanted) {
            return Err(unknown_file(wanted, files.keys()));
        }
    }
    if !arguments.files.is_empty() {
        files.retain(|path, _| ALWAYS.contains(&path.as_str()) || arguments.files.contains(path));
    }
    fresh::expect_empty(folder).map_err(DriverError::from)?;
    for (path, bytes) in &files {
        fresh::write(&folder.join(path), bytes).map_err(DriverError::from)?;
    }
    let shown = folder.display();
    let what = if arguments.files.is_empty() {
        "the default theme"
    } else {
        "files of the default theme"
    };
    channel::result(&format!(
        "wrote {what} to {shown} ({})\nnext: planfolio serve --theme {shown}\n",
        counted(files.len(), "file"),
    ))?;
    Ok(Exit::Fine)
}

fn unknown_file<'a>(wanted: &str, known: impl Iterator<Item = &'a String>) -> Failure {
    let known: Vec<&str> = known.map(String::as_str).collect();
    let help = match nearest(wanted, known.iter().copied()).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`planfolio theme eject` without files writes all of them".to_owned(),
    };
    Failure::usage(format!("the default theme has no file `{wanted}`; {help}"))
}
