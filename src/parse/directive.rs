//! Comments that speak to planfolio: `<!-- planfolio: ignore PF301, dangling-reference until the review is done -->`.
//!
//! Before the first heading a comment counts for the whole document, elsewhere for the block that it stands in and, when
//! it is a block of its own, for the block behind it. `no-diagram` is the work of the body writer.

use super::tape::{BlockId, BlockKind, Tape};
use crate::base::diagnostic::{Code, Diagnostic, nearest};
use crate::base::span::{LineIndex, Span};
use crate::model::document::Silence;
use crate::model::source::Source;
use pulldown_cmark::Event;

/// What every directive begins with.
const MARK: &str = "planfolio:";

/// The words behind it.
const DIRECTIVES: [&str; 2] = ["ignore", "no-diagram"];

/// What a document asks not to be told, and what is wrong with how it asks.
pub(super) fn read(
    tape: &Tape<'_>,
    source: &Source,
    lines: &LineIndex,
) -> (Vec<Silence>, Vec<Diagnostic>) {
    let mut found = Found {
        source,
        lines,
        silences: Vec::new(),
        diagnostics: Vec::new(),
    };
    // Most documents have none.
    if memchr::memmem::find(source.text.as_bytes(), MARK.as_bytes()).is_none() {
        return (found.silences, found.diagnostics);
    }
    let first_heading = tape
        .blocks
        .iter()
        .find(|block| matches!(block.kind, BlockKind::Heading(_)))
        .map_or(u32::MAX, |block| block.span.start);
    for (at, block) in tape.blocks.iter().enumerate() {
        let is_block = match block.kind {
            BlockKind::Html => true,
            BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::TableCell => false,
            _ => continue,
        };
        let mut comments = Vec::new();
        if is_block {
            comments_in(source, block.span, &mut comments);
        } else {
            let range = block.events.start as usize..block.events.end as usize;
            for (event, range) in &tape.events[range] {
                if let Event::InlineHtml(_) | Event::Html(_) = event {
                    comments_in(source, Span::new(range.start, range.end), &mut comments);
                }
            }
        }
        let scope = if block.span.start < first_heading {
            None
        } else {
            let last = is_block
                .then(|| block_behind(tape, source, at))
                .flatten()
                .map_or(block.span, |behind| tape.blocks[behind].span);
            Some(found.lines_of(block.span.start, last.end))
        };
        for comment in comments {
            found.directive(comment, scope);
        }
    }
    (found.silences, found.diagnostics)
}

/// The insides of the comments in a part of the text that are for planfolio.
fn comments_in<'a>(source: &'a Source, span: Span, comments: &mut Vec<&'a str>) {
    let mut rest = span.of(&source.text);
    while let Some((_, behind)) = rest.split_once("<!--") {
        let (comment, after) = behind.split_once("-->").unwrap_or((behind, ""));
        if let Some(directive) = comment.trim_start().strip_prefix(MARK) {
            comments.push(directive);
        }
        rest = after;
    }
}

/// The block that a comment in the block `at` stands before, further comments aside.
fn block_behind(tape: &Tape<'_>, source: &Source, at: BlockId) -> Option<BlockId> {
    let is_comment = |block: BlockId| {
        let text = tape.blocks[block].span.of(&source.text).trim();
        tape.kind(block) == BlockKind::Html && text.starts_with("<!--") && text.ends_with("-->")
    };
    let mut current = at;
    loop {
        match tape.next(current) {
            Some(next) if is_comment(next) => current = next,
            Some(next) => return Some(next),
            None => current = tape.parent(current)?,
        }
    }
}

struct Found<'a> {
    source: &'a Source,
    lines: &'a LineIndex,
    silences: Vec<Silence>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Found<'a> {
    /// The lines, both counted from 1, from the byte `start` to before the byte `end`.
    fn lines_of(&self, start: u32, end: u32) -> (u32, u32) {
        let last = end.max(start + 1) - 1;
        (
            self.lines.line(start as usize),
            self.lines.line(last as usize),
        )
    }

    fn directive(&mut self, directive: &'a str, scope: Option<(u32, u32)>) {
        let text = directive.trim();
        let (word, rest) = text
            .split_once(|c: char| c.is_whitespace())
            .unwrap_or((text, ""));
        match word {
            "ignore" => self.ignore(word, rest, scope),
            "no-diagram" => {}
            "" => self.report(
                directive,
                "no directive stands here".to_owned(),
                "known are `ignore CODE reason` and `no-diagram`".to_owned(),
            ),
            _ => {
                let help = match nearest(word, DIRECTIVES).first() {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "known are `ignore CODE reason` and `no-diagram`".to_owned(),
                };
                self.report(word, format!("`{word}` is no directive"), help);
            }
        }
    }

    /// Codes up to the first word that is none; the rest is the reason.
    fn ignore(&mut self, directive: &'a str, rest: &'a str, scope: Option<(u32, u32)>) {
        let mut is_first = true;
        let mut after_comma = false;
        for word in rest.split_whitespace() {
            for part in word.split_inclusive(',') {
                let name = part.trim_end_matches([',', ':', ';', '.']);
                if name.is_empty() {
                    after_comma = true;
                    continue;
                }
                if let Some(code) = code(name) {
                    self.silences.push(Silence { code, lines: scope });
                } else if is_first || after_comma || looks_like_code(name) {
                    self.report_unknown(name);
                } else {
                    return;
                }
                is_first = false;
                after_comma = part.ends_with(',');
            }
        }
        if is_first {
            self.report(
                directive,
                "`ignore` names no diagnostic".to_owned(),
                "name one or more, such as `ignore PF301 reason`".to_owned(),
            );
        }
    }

    fn report_unknown(&mut self, name: &'a str) {
        let known = Code::ALL.iter().flat_map(|code| [code.code(), code.name()]);
        let help = match nearest(name, known).first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`planfolio explain` lists all codes".to_owned(),
        };
        self.report(name, format!("there is no diagnostic `{name}`"), help);
    }

    /// A finding at a part of the text.
    fn report(&mut self, part: &'a str, message: String, help: String) {
        let start = (part.as_ptr() as usize).saturating_sub(self.source.text.as_ptr() as usize);
        self.diagnostics.push(Diagnostic::at(
            Code::UnknownDirective,
            &self.source.path,
            (&self.source.text, self.lines),
            Span::new(start, start + part.len()),
            message,
            help,
        ));
    }
}

/// The diagnostic of a code or name. Numbers alone are words of the reason.
fn code(word: &str) -> Option<Code> {
    Code::find(word).filter(|_| !word.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a word is written as codes are.
fn looks_like_code(word: &str) -> bool {
    word.get(..2)
        .is_some_and(|head| head.eq_ignore_ascii_case("pf"))
        && word.len() > 2
        && word[2..].bytes().all(|byte| byte.is_ascii_digit())
}
