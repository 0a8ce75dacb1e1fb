//! The `planfolio` program.

use planfolio::{cli, report};
use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|fault| report::channel::fault(&fault.to_string())));
    ExitCode::from(cli::run(std::env::args_os()).code())
}
