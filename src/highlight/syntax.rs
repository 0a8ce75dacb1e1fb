//! Texts read with the grammars of syntect.

use super::scope::Stack;
use super::writer::Writer;
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;
use syntect::parsing::{ParseState, SyntaxSet};

/// The grammars: about 200 languages, 1 MB in the binary, 2 ms to load. Their patterns are compiled on first use.
pub(super) fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(two_face::syntax::extra_newlines)
}

/// How long a text may take. The slowest grammars need about two seconds for the largest text that they are given
/// ([`super::LARGEST_FOR_GRAMMAR`]); a machine would have to be fifteen times as busy for an honest text to be given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads `text` with the grammar of that name. `None` when the grammar fails, or comes to no end.
///
/// Some grammars push and pop without going on in the text when they meet what their authors never saw, and the
/// engine does not notice every such circle. Therefore a text is read by a thread of its own, which is given up when
/// it stays away for very long; nothing else tells a circle from hard work.
pub(super) fn read_bounded(name: &'static str, text: &str) -> Option<Writer> {
    let (sender, receiver) = mpsc::channel();
    let text = text.to_owned();
    thread::Builder::new()
        .name("grammar".to_owned())
        .spawn(move || {
            let mut writer = Writer::new(text.len());
            let read = read(name, &text, &mut writer);
            // Nobody may be waiting any more.
            let _ = sender.send(read.map(|()| writer));
        })
        .ok()?;
    receiver.recv_timeout(PATIENCE).ok().flatten()
}

/// Reads `text` with the grammar of that name. `None` when the grammar fails.
pub(super) fn read(name: &str, text: &str, writer: &mut Writer) -> Option<()> {
    let grammars = grammars();
    let mut state = ParseState::new(grammars.find_syntax_by_name(name)?);
    let mut stack = Stack::default();
    let mut completed = String::new();
    for line in text.split_inclusive('\n') {
        // The grammars expect every line to end.
        let whole = if line.ends_with('\n') {
            line
        } else {
            completed.push_str(line);
            completed.push('\n');
            &completed
        };
        let steps = state.parse_line(whole, grammars).ok()?;
        let mut from = 0;
        for (at, step) in &steps {
            let at = (*at).min(line.len());
            if at > from {
                let piece = &line[from..at];
                writer.push(stack.class(piece), piece);
                from = at;
            }
            stack.apply(step);
        }
        let piece = &line[from..];
        if !piece.is_empty() {
            writer.push(stack.class(piece), piece);
        }
    }
    Some(())
}
