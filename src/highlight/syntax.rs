//! Texts read with the grammars of syntect.

use super::scope::Stack;
use super::writer::Writer;
use std::sync::OnceLock;
use syntect::parsing::{ParseState, SyntaxSet};

/// The grammars: about 200 languages, 1 MB in the binary, 2 ms to load. Their patterns are compiled on first use.
pub(super) fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(two_face::syntax::extra_newlines)
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
