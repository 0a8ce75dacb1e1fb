//! The lexer that reads all languages which have a lexicon.

use super::class::Class;
use super::lexicon::{Extent, Feature, Lexicon, Quote};
use super::writer::Writer;

/// Reads `text` in the language of `lexicon`.
pub(super) fn read(lexicon: &Lexicon, text: &str, writer: &mut Writer) {
    let mut lexer = Lexer {
        lexicon,
        text,
        at: 0,
        writer,
        last: Last::Nothing,
        awaited: None,
        inserted: Vec::new(),
        here: None,
    };
    while lexer.at < text.len() {
        let before = lexer.at;
        lexer.piece();
        debug_assert!(lexer.at > before, "the lexer stands still at {before}");
    }
}

/// The last piece before this one, blanks and comments aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing: the text or, where lines are statements, the line begins.
    Nothing,
    /// A keyword.
    Keyword,
    /// A name, a number, a string.
    Value,
    /// A sign.
    Sign(char),
}

/// Code inside a string.
#[derive(Debug, Clone, Copy)]
struct Inserted {
    /// The string that goes on behind the code.
    quote: Quote,
    /// What the string is.
    class: Class,
    /// What ends the code.
    close: char,
    /// How many brackets of that kind are open in the code.
    depth: usize,
}

struct Lexer<'t, 'w> {
    lexicon: &'t Lexicon,
    text: &'t str,
    at: usize,
    writer: &'w mut Writer,
    last: Last,
    /// The class of the next name.
    awaited: Option<Class>,
    inserted: Vec<Inserted>,
    /// The word that ends the text which begins with the next line.
    here: Option<&'t str>,
}

impl<'t> Lexer<'t, '_> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn take(&mut self, class: Option<Class>, length: usize) {
        self.writer
            .push(class, &self.text[self.at..self.at + length]);
        self.at += length;
    }

    fn has(&self, feature: Feature) -> bool {
        self.lexicon.has(feature)
    }

    /// Whether the line begins here, but for blanks.
    fn begins_line(&self) -> bool {
        let before = self.text[..self.at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    }

    fn piece(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return;
        };
        match first {
            '\n' => self.line_end(),
            _ if first.is_whitespace() => {
                let end = rest.find(|other: char| other == '\n' || !other.is_whitespace());
                self.take(None, end.unwrap_or(rest.len()));
            }
            _ if self.comment(rest) || self.special(rest, first) || self.string(rest) => {}
            _ if first.is_ascii_digit() && self.has(Feature::Numbers) => {
                self.take(Some(Class::Number), number(rest));
                self.last = Last::Value;
            }
            _ if self.is_of_word(first) => self.word(rest),
            sign => self.sign(sign),
        }
    }

    fn line_end(&mut self) {
        self.take(None, 1);
        if self.has(Feature::Commands) || self.has(Feature::Docstrings) {
            self.last = Last::Nothing;
        }
        if let Some(word) = self.here.take() {
            let rest = self.rest();
            let mut length = 0;
            for line in rest.split_inclusive('\n') {
                length += line.len();
                if line.trim() == word {
                    break;
                }
            }
            self.take(None, length);
        }
    }

    fn comment(&mut self, rest: &str) -> bool {
        let begins = |open: &&&str| rest.starts_with(**open);
        if self.lexicon.line_comments.iter().any(|open| begins(&open)) {
            let alone = !self.has(Feature::Commands)
                || self.text[..self.at].is_empty()
                || self.text[..self.at].ends_with(|before: char| {
                    before.is_whitespace() || matches!(before, ';' | '(' | ')' | '&' | '|')
                });
            if alone {
                let length = rest.find('\n').unwrap_or(rest.len());
                self.take(Some(Class::Comment), length);
                return true;
            }
        }
        for (open, close) in self.lexicon.block_comments {
            if rest.starts_with(open) {
                let nested = self.has(Feature::NestedComments);
                let length = comment_length(rest, open, close, nested);
                self.take(Some(Class::Comment), length);
                return true;
            }
        }
        false
    }

    /// What only some languages have.
    fn special(&mut self, rest: &'t str, first: char) -> bool {
        match first {
            '@' if self.has(Feature::Annotations) => {
                let name = word_length(&rest[1..], ".");
                let is_python = self.has(Feature::Docstrings);
                if name == 0 || is_python && !self.begins_line() {
                    return false;
                }
                self.take(Some(Class::Attribute), 1 + name);
            }
            '#' if self.has(Feature::BracketAnnotations)
                && (rest.starts_with("#[") || rest.starts_with("#![")) =>
            {
                let length = bracket_length(rest);
                self.take(Some(Class::Attribute), length);
            }
            '#' if self.has(Feature::Directives) && self.begins_line() => {
                let blanks = rest[1..].len() - rest[1..].trim_start_matches(' ').len();
                let length = 1 + blanks + word_length(&rest[1 + blanks..], "");
                let includes = rest[..length].ends_with("include");
                self.take(Some(Class::Keyword), length);
                if includes && let Some(path) = self.rest().strip_prefix(" <") {
                    self.take(None, 1);
                    let line = path.split('\n').next().unwrap_or_default();
                    let length = line.find('>').map_or(line.len(), |end| end + 1);
                    self.take(Some(Class::Text), 1 + length);
                }
            }
            '$' if self.has(Feature::Variables) => {
                let length = variable_length(rest);
                if length == 0 {
                    return false;
                }
                let is_constant = self.contains(self.lexicon.constants, &rest[..length]);
                let class = if is_constant {
                    Class::Number
                } else {
                    Class::Variable
                };
                self.take(Some(class), length);
            }
            '\'' if self.has(Feature::Lifetimes) => {
                let length = character_length(rest);
                if length > 0 {
                    self.take(Some(Class::Text), length);
                } else {
                    let name = word_length(&rest[1..], "");
                    self.take((name > 0).then_some(Class::Keyword), 1 + name);
                }
            }
            '/' if self.has(Feature::Slashes) && self.may_begin_value() => {
                let length = pattern_length(rest);
                if length == 0 {
                    return false;
                }
                self.take(Some(Class::Text), length);
            }
            '-' if self.begins_flag() => {
                let Some(operators) = self.lexicon.flags() else {
                    return false;
                };
                let name = rest[1..].trim_start_matches('-');
                let length = rest.len() - name.len() + word_length(name, "-");
                if !name.starts_with(|next: char| next.is_alphanumeric()) {
                    return false;
                }
                let class = if self.contains(operators, &rest[1..length]) {
                    Class::Keyword
                } else {
                    Class::Attribute
                };
                self.take(Some(class), length);
            }
            '<' if self.has(Feature::HereDocuments) && rest.starts_with("<<") => {
                let word = rest[2..].trim_start_matches(['-', ' ', '\'', '"', '\\']);
                let length = word_length(word, "");
                if length > 0 && !rest.starts_with("<<<") {
                    self.here = Some(&word[..length]);
                }
                self.take(None, 2);
            }
            _ => return false,
        }
        self.last = Last::Value;
        true
    }

    fn begins_flag(&self) -> bool {
        self.text[..self.at].ends_with(|before: char| before.is_whitespace() || before == '(')
    }

    /// Whether a value may begin here, so that a slash is no division.
    fn may_begin_value(&self) -> bool {
        match self.last {
            Last::Nothing | Last::Keyword => true,
            Last::Value => false,
            Last::Sign(sign) => !matches!(sign, ')' | ']' | '}'),
        }
    }

    fn string(&mut self, rest: &str) -> bool {
        let mut prefix = 0;
        if self.has(Feature::Prefixes) {
            let letters = rest.find(|next: char| !"bfrtuBFRTU".contains(next));
            prefix = letters.filter(|length| *length <= 2).unwrap_or(0);
        }
        let quotes = self.lexicon.quotes.iter();
        let Some(mut quote) = quotes
            .copied()
            .find(|quote| rest[prefix..].starts_with(quote.open))
        else {
            return false;
        };
        let letters = &rest[..prefix];
        if letters.contains(['f', 'F', 't', 'T']) {
            quote.inserts = &[("{", '}')];
        }
        if letters.contains(['r', 'R']) {
            quote.escape = None;
        }
        let is_documentation = quote.open.len() == 3
            && self.has(Feature::Docstrings)
            && self.last == Last::Nothing
            && self.begins_line();
        let class = if is_documentation {
            Class::Comment
        } else {
            Class::Text
        };
        self.take(Some(class), prefix + quote.open.len());
        self.string_body(quote, class);
        true
    }

    /// The text of a string from here to its end, or to code inside.
    fn string_body(&mut self, quote: Quote, class: Class) {
        let text = self.text;
        let mut end = self.at;
        while let Some(next) = text[end..].chars().next() {
            let rest = &text[end..];
            if rest.starts_with(quote.close) {
                end += quote.close.len();
                break;
            }
            if next == '\n' && quote.extent == Extent::Line {
                break;
            }
            if let Some((open, close)) = quote
                .inserts
                .iter()
                .find(|(open, _)| rest.starts_with(open))
            {
                if rest[open.len()..].starts_with(open) {
                    end += 2 * open.len();
                    continue;
                }
                self.take(Some(class), end - self.at);
                self.take(Some(Class::Escape), open.len());
                self.inserted.push(Inserted {
                    quote,
                    class,
                    close: *close,
                    depth: 0,
                });
                self.last = Last::Nothing;
                return;
            }
            if next == '$' && self.has(Feature::Variables) && quote.escape.is_some() {
                let length = variable_length(rest);
                if length > 0 {
                    self.take(Some(class), end - self.at);
                    self.take(Some(Class::Variable), length);
                    end = self.at;
                    continue;
                }
            }
            if Some(next) == quote.escape {
                let escaped = rest[next.len_utf8()..].chars().next();
                if let Some(escaped) = escaped.filter(|escaped| *escaped != '\n') {
                    self.take(Some(class), end - self.at);
                    self.take(Some(Class::Escape), next.len_utf8() + escaped.len_utf8());
                    end = self.at;
                    continue;
                }
            }
            end += next.len_utf8();
        }
        self.take(Some(class), end - self.at);
        self.last = Last::Value;
    }

    fn is_of_word(&self, character: char) -> bool {
        character.is_alphanumeric()
            || character == '_'
            || self.lexicon.letters.contains(character) && character != '-'
    }

    fn word(&mut self, rest: &str) {
        let length = word_length(rest, self.lexicon.letters);
        let word = &rest[..length];
        let is_member = self.last == Last::Sign('.');
        let may_be_keyword = !is_member
            && (!self.has(Feature::Commands) || word == "in" || !matches!(self.last, Last::Value));
        let class = if may_be_keyword && self.contains(self.lexicon.keywords, word) {
            self.awaited = self.names(word);
            Some(Class::Keyword)
        } else if !is_member && self.contains(self.lexicon.constants, word) {
            Some(Class::Number)
        } else {
            self.awaited.take()
        };
        self.take(class, length);
        self.last = if class == Some(Class::Keyword) {
            Last::Keyword
        } else {
            Last::Value
        };
    }

    /// The class of the name behind a keyword.
    fn names(&self, keyword: &str) -> Option<Class> {
        if self.contains(self.lexicon.before_types, keyword) {
            Some(Class::Type)
        } else if self.contains(self.lexicon.before_functions, keyword) {
            Some(Class::Function)
        } else {
            None
        }
    }

    /// Whether one of `words`, which are in order, is `word`.
    fn contains(&self, words: &[&str], word: &str) -> bool {
        if self.has(Feature::AnyCase) {
            let word = word.to_ascii_lowercase();
            words.binary_search(&word.as_str()).is_ok()
        } else {
            words.binary_search(&word).is_ok()
        }
    }

    fn sign(&mut self, sign: char) {
        let length = sign.len_utf8();
        if let Some(inserted) = self.inserted.last_mut() {
            let opens = match inserted.close {
                '}' => '{',
                _ => '(',
            };
            if sign == opens {
                inserted.depth += 1;
            } else if sign == inserted.close && inserted.depth > 0 {
                inserted.depth -= 1;
            } else if sign == inserted.close {
                let Inserted { quote, class, .. } = *inserted;
                self.inserted.pop();
                self.take(Some(Class::Escape), length);
                self.string_body(quote, class);
                return;
            }
        }
        let receives = self.awaited == Some(Class::Function) && self.has(Feature::Receivers);
        if receives && sign == '(' && self.last == Last::Keyword {
            let rest = self.rest();
            self.take(
                None,
                rest.find([')', '\n']).map_or(rest.len(), |end| end + 1),
            );
            self.last = Last::Keyword;
            return;
        }
        self.awaited = None;
        self.take(None, length);
        self.last = Last::Sign(sign);
    }
}

/// The length of the word at the begin of `rest`, with `letters` besides the usual ones.
fn word_length(rest: &str, letters: &str) -> usize {
    rest.find(|next: char| !(next.is_alphanumeric() || next == '_' || letters.contains(next)))
        .unwrap_or(rest.len())
}

/// The length of a number: `42`, `0x1F`, `1_000u64`, `3.5e-3`.
fn number(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let goes_on = match byte {
            b'.' => next.is_ascii_digit(),
            b'-' | b'+' => {
                matches!(bytes[at - 1], b'e' | b'E')
                    && !rest.starts_with("0x")
                    && next.is_ascii_digit()
            }
            _ => byte.is_ascii_alphanumeric() || byte == b'_',
        };
        if !goes_on {
            break;
        }
        at += 1;
    }
    at
}

fn comment_length(rest: &str, open: &str, close: &str, nested: bool) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(open.as_bytes()) && (nested || at == 0) {
            depth += 1;
            at += open.len();
        } else if here.starts_with(close.as_bytes()) {
            depth -= 1;
            at += close.len();
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length of `#[…]`, to the bracket that matches, or to the end of a line when that is far away.
fn bracket_length(rest: &str) -> usize {
    let mut depth = 0;
    for (at, character) in rest.char_indices() {
        match character {
            '[' => depth += 1,
            ']' if depth == 1 => return at + 1,
            ']' => depth -= 1,
            '\n' if at > 200 => return at,
            _ => {}
        }
    }
    rest.len()
}

/// The length of `$name`, `${…}`, `$1` or `$?`; 0 when it is none.
fn variable_length(rest: &str) -> usize {
    let name = &rest[1..];
    if let Some(inner) = name.strip_prefix('{') {
        let line = inner.split('\n').next().unwrap_or_default();
        return line.find('}').map_or(0, |end| end + 3);
    }
    let length = word_length(name, "");
    match name.chars().next() {
        _ if length > 0 => 1 + length,
        Some('@' | '#' | '?' | '$' | '!' | '*' | '^') => 2,
        _ => 0,
    }
}

/// The length of `'x'` or `'\n'`; 0 when it is none.
fn character_length(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => {
            let line = rest.split('\n').next().unwrap_or_default();
            line[2..]
                .char_indices()
                .skip(1)
                .find(|(_, next)| *next == '\'')
                .map_or(0, |(end, _)| end + 3)
        }
        Some((_, next)) if next != '\'' && next != '\n' => match characters.next() {
            Some((end, '\'')) => end + 1,
            _ => 0,
        },
        _ => 0,
    }
}

/// The length of `/…/flags` within a line; 0 when it is none.
fn pattern_length(rest: &str) -> usize {
    let mut in_class = false;
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            '\n' => return 0,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return at + 1 + word_length(&rest[at + 1..], ""),
            _ => {}
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::super::language::{LANGUAGES, Reader};

    #[test]
    fn words_are_in_order() {
        let mut seen = 0;
        for (names, reader) in LANGUAGES {
            let Reader::Lexicon(lexicon) = reader else {
                continue;
            };
            let lists = [
                lexicon.keywords,
                lexicon.constants,
                lexicon.before_types,
                lexicon.before_functions,
            ];
            for list in lists {
                assert!(list.is_sorted(), "{names}: {list:?}");
            }
            for word in lexicon.before_types.iter().chain(lexicon.before_functions) {
                assert!(lexicon.keywords.contains(word), "{names}: {word}");
            }
            seen += 1;
        }
        assert!(seen > 12);
    }
}
