//! Terminal sessions: prompts stand out, and comments; what the programs say stays plain.

use super::class::Class;
use super::writer::Writer;

/// Reads `text`.
pub(super) fn read(text: &str, writer: &mut Writer) {
    for line in text.split_inclusive('\n') {
        let (prompt, rest) = line.split_at(end_of_prompt(line));
        writer.push(Some(Class::Prompt), prompt);
        if prompt.is_empty() && rest.trim_start().starts_with("# ") {
            writer.push(Some(Class::Comment), rest);
        } else {
            writer.push(None, rest);
        }
    }
}

/// The end of `$ `, `> `, `% `, `PS C:\> ` or `user@host:~$ ` at the begin of a line.
fn end_of_prompt(line: &str) -> usize {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let bare = &line[indent..];
    if bare.starts_with("$ ") || bare.starts_with("> ") || bare.starts_with("% ") {
        return indent + 1;
    }
    let end = if bare.starts_with("PS ") {
        bare.find("> ")
    } else {
        let word = bare.split(' ').next().unwrap_or_default();
        let names_host = word.contains('@') && word.ends_with(['$', '#', '%']);
        names_host.then(|| word.len() - 1)
    };
    end.map_or(0, |end| indent + end + 1)
}
