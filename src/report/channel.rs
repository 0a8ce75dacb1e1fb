//! The two streams of the program.

use anstream::AutoStream;
use std::io::{self, IsTerminal, Write};

/// Writes a result to stdout. A closed pipe is fine: the reader has had enough.
pub fn result(text: &str) -> io::Result<()> {
    let mut stream = AutoStream::auto(io::stdout().lock());
    closed_is_fine(write_all(&mut stream, text))
}

/// Writes progress, diagnostics or a failure to stderr. There is nowhere to report a failure of this to.
pub fn message(text: &str) {
    let mut stream = AutoStream::auto(io::stderr().lock());
    let _ = write_all(&mut stream, text);
}

/// Writes a failure to stderr: `error: …`, one line with what to do about it.
pub fn failure(text: &str) {
    message(&format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m: {text}\n"));
}

/// Writes a warning to stderr.
pub fn warning(text: &str) {
    message(&format!("\u{1b}[1m\u{1b}[33mwarning\u{1b}[0m: {text}\n"));
}

/// Writes a fault of planfolio itself to stderr.
pub fn fault(text: &str) {
    let text = text.replace('\n', ": ");
    message(&format!(
        "\u{1b}[1m\u{1b}[91minternal fault\u{1b}[0m: {text}; please report it\n"
    ));
}

fn write_all(stream: &mut impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

fn closed_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Whether stderr is a terminal.
pub fn is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// The columns of the terminal on stdout; `None` when it is none.
pub fn width() -> Option<usize> {
    columns(&io::stdout())
}

/// The columns of the terminal on stderr; `None` when it is none.
pub fn message_width() -> Option<usize> {
    columns(&io::stderr())
}

#[cfg(unix)]
fn columns(stream: &(impl IsTerminal + std::os::fd::AsFd)) -> Option<usize> {
    if !stream.is_terminal() {
        return None;
    }
    let size = rustix::termios::tcgetwinsize(stream).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}

#[cfg(not(unix))]
fn columns(_: &impl IsTerminal) -> Option<usize> {
    None
}

/// Text from documents and file names without control characters, so that it cannot steer a terminal.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|character| {
            let bidi = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if character.is_control() || bidi {
                '\u{FFFD}'
            } else {
                character
            }
        })
        .collect()
}
