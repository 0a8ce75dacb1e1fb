//! From arguments and configuration file to one request. The command line wins over the file.

use super::arguments::{InputArguments, SiteArguments};
use super::{Exit, Failure};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::RelPath;
use crate::config::{self, Config, DEFAULT_OUTPUT, FILE_NAME};
use crate::driver::code::CodeStyle;
use crate::driver::workspace::Request;
use crate::read::configuration::{self, ConfigurationFile};
use crate::render::theme::{self, Choice};
use crate::report::{channel, human};
use std::path::{Path, PathBuf};

/// The merged settings.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// What to read and how.
    pub(super) request: Request,
    /// The output as it is shown to the user.
    pub(super) output: PathBuf,
    /// The configuration file.
    pub(super) file: Option<PathBuf>,
}

/// The settings of a command. `output` is that of the command line.
pub(super) fn merge(
    input: &InputArguments,
    site: Option<&SiteArguments>,
    output: Option<&Path>,
) -> Result<Settings, Failure> {
    let start = input
        .sources
        .first()
        .map_or(Path::new("."), PathBuf::as_path);
    let file = match &input.config {
        Some(path) => Some(configuration::open(path)?),
        None => configuration::find(start)?,
    };
    let mut config = match &file {
        Some(file) => parse(file)?,
        None => Config::default(),
    };
    let folder = file
        .as_ref()
        .and_then(|file| file.path.parent())
        .map_or_else(PathBuf::new, Path::to_owned);
    let sources = match (&input.sources[..], &config.sources[..]) {
        ([], []) => vec![PathBuf::from(".")],
        ([], configured) => configured.iter().map(|path| folder.join(path)).collect(),
        (given, _) => given.to_vec(),
    };
    let output = match (output, &config.output) {
        (Some(given), _) => given.to_owned(),
        (None, Some(configured)) => folder.join(configured),
        (None, None) => PathBuf::from(DEFAULT_OUTPUT),
    };
    let theme = match (site.and_then(|site| site.theme.as_ref()), &config.theme) {
        (Some(given), _) => Choice::of(given, Path::new("")),
        (None, Some(configured)) => Choice::of(Path::new(configured), &folder),
        (None, None) => Choice::Default,
    };
    if let (Some(file), Some(language)) = (&file, &config.language) {
        check_language(file, language, &theme)?;
    }
    if let Some(repo_url) = site.and_then(|site| site.repo_url.as_ref()) {
        config.repo_url = Some(repo_url.clone());
    }
    let place = crate::emit::place(&output).unwrap_or_else(|_| output.clone());
    let output = match std::env::current_dir() {
        Ok(here) => output.strip_prefix(here).unwrap_or(&output).to_owned(),
        Err(_) => output,
    };
    Ok(Settings {
        request: Request {
            sources,
            output: Some(place),
            theme,
            config,
            code: CodeStyle::default(),
        },
        output,
        file: file.map(|file| file.path),
    })
}

/// The name of a configuration file as problems show it.
fn shown(file: &ConfigurationFile) -> RelPath {
    let name = file.path.file_name().map_or(FILE_NAME.to_owned(), |name| {
        name.to_string_lossy().into_owned()
    });
    RelPath::new(&name)
}

/// The settings of a file; all its mistakes are shown.
fn parse(file: &ConfigurationFile) -> Result<Config, Failure> {
    config::file::parse(&file.text, &shown(file)).map_err(|problems| refuse(file, &problems))
}

/// A language must have texts in the theme; a region (`pt-BR`) is free.
fn check_language(file: &ConfigurationFile, language: &str, theme: &Choice) -> Result<(), Failure> {
    // A theme that cannot be read is reported when it is loaded.
    let Ok(known) = theme::known_languages(theme) else {
        return Ok(());
    };
    let base = language.split('-').next().unwrap_or(language);
    if known.iter().any(|one| one == language || one == base) {
        return Ok(());
    }
    let problem = config::file::unknown_language(&file.text, &shown(file), language, &known);
    Err(refuse(file, &[problem]))
}

fn refuse(file: &ConfigurationFile, problems: &[Diagnostic]) -> Failure {
    let text = |_: &RelPath| Some(file.text.as_str());
    Failure {
        exit: Exit::Usage,
        details: human::pictures(problems, &text, channel::message_width()),
        message: format!("{} is not valid", file.path.display()),
    }
}
