//! Code as HTML with about twenty short classes, for the languages that plans are written about.
//!
//! 1. [`language`] tells from the word after the fence (or the extension of a contract) who reads the text. Words that
//!    it does not know cost nothing.
//! 2. A lexer cuts the text into pieces with a [`class`]. JSON, YAML, terminal sessions and differences have a lexer
//!    each; [`lexer`] reads about fifteen languages with their [`lexicon`]; [`syntax`] reads seventy others with the
//!    grammars of syntect, whose scopes [`scope`] maps to classes.
//! 3. [`writer`] merges neighbours of one class and writes the HTML.
//!
//! The languages that contracts and fences are full of have lexers of our own because the grammars read 0.03 to 1 MB a
//! second, take 5 to 150 ms and up to 30 MB for a language when they are first used, and far more on hostile texts. A
//! test holds our lexers against the grammars. Those are loaded when a block first needs one, and compiled piece by
//! piece when a text first needs that piece.

#[cfg(test)]
mod agreement;
pub mod class;
mod console;
mod diff;
mod json;
pub mod language;
mod lexer;
pub mod lexicon;
mod scope;
mod syntax;
mod writer;
mod yaml;

use language::Reader;
use writer::Writer;

/// The longest line that a grammar reads, in bytes. Grammars search each line for each of their patterns; on lines made
/// to be hard their time grows with the square of the length.
pub const LONGEST_LINE_FOR_GRAMMAR: usize = 500;

/// The longest line that a lexer of our own reads, in bytes.
pub const LONGEST_LINE_FOR_LEXER: usize = 2_000;

/// The largest text that a grammar reads, in bytes: about a second of work.
pub const LARGEST_FOR_GRAMMAR: usize = 64 << 10;

/// The largest text that a lexer of our own reads, in bytes: about 2 MB of HTML.
pub const LARGEST_FOR_LEXER: usize = 768 << 10;

/// Bytes of HTML that a byte of text may become; texts that are denser than that are shown plain, as minified JSON is.
pub const MOST_HTML: usize = 3;

/// Bytes of HTML that a text may have besides, so that single lines are not too short to be highlighted.
pub const ALLOWANCE: usize = 256;

/// The HTML of a code block in `language`, or `None` when it is to be shown plain: the language is not known, or the
/// text is too large, has too long lines, or would grow too much.
///
/// The HTML holds the lines of the text one by one: elements never cross the end of a line. It is the same whenever
/// and wherever it is made.
pub fn highlight(language: &str, text: &str) -> Option<String> {
    let reader = language::reader(language)?;
    let (largest, longest) = match reader {
        Reader::Grammar(_) => (LARGEST_FOR_GRAMMAR, LONGEST_LINE_FOR_GRAMMAR),
        _ => (LARGEST_FOR_LEXER, LONGEST_LINE_FOR_LEXER),
    };
    if text.is_empty() || text.len() > largest || longest_line(text) > longest {
        return None;
    }
    let mut writer = Writer::new(text.len());
    match reader {
        Reader::Json => json::read(text, &mut writer),
        Reader::Yaml => yaml::read(text, &mut writer),
        Reader::Console => console::read(text, &mut writer),
        Reader::Diff => diff::read(text, &mut writer),
        Reader::Lexicon(lexicon) => lexer::read(lexicon, text, &mut writer),
        Reader::Grammar(name) => writer = syntax::read_bounded(name, text)?,
    }
    let html = writer.finish();
    (html.len() <= MOST_HTML * text.len() + ALLOWANCE).then_some(html)
}

/// Whether reading `language` takes a noticeable time: a grammar reads 0.03 to 1 MB a second, our lexers 100 times that.
pub fn is_slow(language: &str) -> bool {
    matches!(language::reader(language), Some(Reader::Grammar(_)))
}

fn longest_line(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut longest = 0;
    let mut from = 0;
    for at in memchr::memchr_iter(b'\n', bytes) {
        longest = longest.max(at - from);
        from = at + 1;
    }
    longest.max(bytes.len() - from)
}
