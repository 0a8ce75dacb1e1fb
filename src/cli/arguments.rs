//! The arguments of each command.

use crate::data::list::{ListFormat, ListKind};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A static site generator for plan portfolios.
///
/// planfolio reads a folder of feature folders (spec.md, plan.md, tasks.md, contracts/ …), understands requirements,
/// tasks, decisions, risks, endpoints and entities, links them, and writes one static HTML site.
#[derive(Debug, Parser)]
#[command(name = "planfolio", version, propagate_version = true)]
#[command(after_help = "Examples:
  planfolio init --sample            a small portfolio to look at
  planfolio build                    read the plans below this folder, write ./_site
  planfolio serve --open             preview, reloaded on every change
  planfolio check --strict           fail when a document has errors or warnings
  planfolio explain PF201            what a diagnostic means

Exit codes: 0 fine, 1 problems found, 2 wrong usage or configuration, 3 reading or writing failed.")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site.
    Build(BuildArguments),
    /// Show the site in the browser and reload it on every change.
    Serve(ServeArguments),
    /// Find problems in the documents without writing anything.
    Check(CheckArguments),
    /// List features, requirements, tasks, risks … as a table, JSON or CSV.
    List(ListArguments),
    /// Say what a diagnostic means and what to do about it.
    Explain(ExplainArguments),
    /// Write a starter portfolio, and workflows that publish it.
    Init(InitArguments),
    /// Work on the look of the site.
    Theme(ThemeArguments),
    /// Print completions for a shell.
    Completions(CompletionsArguments),
    /// Print the manual page.
    #[command(after_help = MAN_EXAMPLES)]
    Man,
}

const MAN_EXAMPLES: &str = "Examples:
  planfolio man | man -l -
  planfolio man > ~/.local/share/man/man1/planfolio.1";

/// What is read, and how.
#[derive(Debug, Clone, Args)]
pub struct InputArguments {
    /// Folders to read [default: `sources` of the configuration, else the current folder].
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,
    /// The configuration file [default: planfolio.yaml in SOURCE or above it, up to the repository's root].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// How the site is made.
#[derive(Debug, Clone, Args)]
pub struct SiteArguments {
    /// The address of the repository; source files become links to it.
    #[arg(
        long,
        value_name = "URL",
        value_parser = web_address,
        help = "The repository, such as https://github.com/owner/name; source files become links to it"
    )]
    pub repo_url: Option<String>,
    /// A theme folder whose files replace those of the default theme, or the name of a theme that is built in.
    #[arg(long, value_name = "DIR")]
    pub theme: Option<PathBuf>,
}

/// `planfolio build`.
#[derive(Debug, Clone, Args)]
#[allow(clippy::struct_excessive_bools, reason = "flags of a command")]
#[command(after_help = "Examples:
  planfolio build
  planfolio build docs/plans -o public
  planfolio build --repo-url https://github.com/owner/name --strict
  planfolio build --zip plans.zip

The output carries a list of its files in .planfolio/manifest. Files of others in it (CNAME, .git) are kept.")]
pub struct BuildArguments {
    /// What is read.
    #[command(flatten)]
    pub input: InputArguments,
    /// How the site is made.
    #[command(flatten)]
    pub site: SiteArguments,
    /// The folder to write [default: _site].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The address under which the site will be published; the page for missing addresses starts its links there.
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub base_url: Option<String>,
    /// Pack the site into a ZIP archive as well, for those who open it from a folder.
    #[arg(long, value_name = "FILE")]
    pub zip: Option<PathBuf>,
    /// Exit with 1 when there are errors or warnings.
    #[arg(long)]
    pub strict: bool,
    /// Number of threads [default: one for each processor].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Show the time of each phase and the peak of memory.
    #[arg(long)]
    pub timings: bool,
    /// Write into a folder that is not empty and was not written by planfolio; its other files are kept.
    #[arg(long)]
    pub force: bool,
    /// Show code plain, to measure what highlighting costs.
    #[arg(long, hide = true)]
    pub no_highlight: bool,
}

/// `planfolio check`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  planfolio check
  planfolio check specs --format short
  planfolio check --select PF201,broken-link --strict
  planfolio check --format json --output known.json
  planfolio check --baseline known.json --format sarif --output plans.sarif

Exits with 1 when there are errors, with --strict also when there are warnings.")]
pub struct CheckArguments {
    /// What is read.
    #[command(flatten)]
    pub input: InputArguments,
    /// How the site is made.
    #[command(flatten)]
    pub site: SiteArguments,
    /// How problems are written.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: CheckFormat,
    /// Write the problems to a file instead of the standard output.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Exit with 1 when there are errors or warnings.
    #[arg(long)]
    pub strict: bool,
    /// Show only these diagnostics.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave these diagnostics out.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Leave out what this file holds, which `--format json --output FILE` wrote.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// How `check` writes problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// With the line and what to do.
    Human,
    /// One line each: path:line:column: severity[code] message.
    Short,
    /// A JSON list.
    Json,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// Commands of GitHub Actions, shown beside the lines of a pull request.
    Github,
    /// A `JUnit` report.
    Junit,
    /// A table, for summaries and comments.
    Markdown,
}

/// `planfolio list`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  planfolio list features
  planfolio list tasks specs --format csv > tasks.csv
  planfolio list risks --format json | jq '.[] | select(.level == \"critical\")'")]
pub struct ListArguments {
    /// What to list.
    #[arg(value_name = "WHAT", value_parser = kinds())]
    pub what: ListKind,
    /// What is read.
    #[command(flatten)]
    pub input: InputArguments,
    /// How the list is written.
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = formats())]
    pub format: ListFormat,
}

/// `planfolio serve`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  planfolio serve
  planfolio serve docs/plans --open
  planfolio serve --port 8080 --host 0.0.0.0

Pages come from memory; nothing is written. Open pages reload when a document, the theme or the configuration changes.")]
pub struct ServeArguments {
    /// What is read.
    #[command(flatten)]
    pub input: InputArguments,
    /// How the site is made.
    #[command(flatten)]
    pub site: SiteArguments,
    /// The port to listen on [default: the first free one from 4280].
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// The address to listen on [default: 127.0.0.1, this machine only].
    #[arg(long, value_name = "ADDR")]
    pub host: Option<String>,
    /// Open the site in the browser.
    #[arg(long)]
    pub open: bool,
    /// Look for changes twice a second, for file systems that do not tell them (NFS, WSL, containers).
    #[arg(long)]
    pub poll: bool,
}

/// `planfolio explain`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  planfolio explain PF201
  planfolio explain dangling-reference
  planfolio explain                      all codes")]
pub struct ExplainArguments {
    /// The code or name of a diagnostic; all are listed when it is left out.
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `planfolio init`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  planfolio init
  planfolio init plans --sample
  planfolio init --github                workflows for a portfolio that you have already

Files that exist are kept as they are.")]
pub struct InitArguments {
    /// The folder to write to; it is made when there is none [default: the current folder].
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Write a small feature that is filled in rather than documents to fill in.
    #[arg(long)]
    pub sample: bool,
    /// Add workflows for GitHub: one publishes the site, one checks pull requests.
    #[arg(long)]
    pub github: bool,
}

/// `planfolio theme`.
#[derive(Debug, Clone, Args)]
pub struct ThemeArguments {
    /// What to do.
    #[command(subcommand)]
    pub command: ThemeCommand,
}

/// The commands of `planfolio theme`.
#[derive(Debug, Clone, Subcommand)]
pub enum ThemeCommand {
    /// Write the default theme to a folder, to change it there.
    Eject(EjectArguments),
}

/// `planfolio theme eject`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  planfolio theme eject
  planfolio theme eject docs/theme
  planfolio theme eject docs/theme css/tokens.css templates/404.html
  planfolio build --theme docs/theme

A theme needs only the files that differ from the default theme; delete the others, so that you get improvements of them.
Its README.md says which blocks of templates can be replaced one by one.")]
pub struct EjectArguments {
    /// The folder to write to, new or empty.
    #[arg(value_name = "DIR", default_value = "theme")]
    pub folder: PathBuf,
    /// The files to write besides theme.yaml and README.md, by their paths in the theme [default: all].
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
}

/// `planfolio completions`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  planfolio completions bash > ~/.local/share/bash-completion/completions/planfolio
  planfolio completions zsh > ~/.zfunc/_planfolio
  planfolio completions fish > ~/.config/fish/completions/planfolio.fish")]
pub struct CompletionsArguments {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

fn kinds() -> impl TypedValueParser<Value = ListKind> {
    PossibleValuesParser::new(ListKind::ALL.iter().map(|kind| kind.word()))
        .map(|word| ListKind::find(&word).expect("only words of the list are let through"))
}

fn formats() -> impl TypedValueParser<Value = ListFormat> {
    PossibleValuesParser::new(ListFormat::ALL.iter().map(|format| format.word()))
        .map(|word| ListFormat::find(&word).expect("only words of the list are let through"))
}

fn web_address(text: &str) -> Result<String, String> {
    if crate::config::file::is_web_address(text) {
        Ok(text.to_owned())
    } else {
        Err("expected an address that begins with https:// or http://".to_owned())
    }
}
