//! Words and signs of GraphQL and Protocol Buffers, which differ only in how they write comments and texts.

/// A token with its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    /// As written; of a text what stands between its quotes.
    pub(super) text: &'t str,
    /// From 1.
    pub(super) line: u32,
    /// Where it starts in the text.
    pub(super) at: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or number, dots included.
    Word,
    /// A text in quotes.
    Text,
    /// A comment.
    Comment,
    /// Any other character.
    Sign,
}

/// How comments are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comments {
    /// `#` to the end of the line.
    Hash,
    /// `//` to the end of the line, and `/* */`.
    Slashes,
}

/// The tokens of a text. Total: what is no word, text or comment is a sign.
pub(super) fn tokens(text: &str, comments: Comments) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    let mut line_end = 0;
    while at < bytes.len() {
        let start = at;
        let first = bytes[at];
        if first.is_ascii_whitespace() {
            line += u32::from(first == b'\n');
            at += 1;
            continue;
        }
        let rest = &bytes[at..];
        if line_end <= at {
            line_end = memchr::memchr(b'\n', rest).map_or(bytes.len(), |end| at + end);
        }
        let (kind, from, until) = match comments {
            Comments::Hash if first == b'#' => (Kind::Comment, at + 1, line_end),
            Comments::Slashes if rest.starts_with(b"//") => (Kind::Comment, at + 2, line_end),
            Comments::Slashes if rest.starts_with(b"/*") => {
                let end = memchr::memmem::find(&rest[2..], b"*/").map(|end| at + 2 + end);
                (Kind::Comment, at + 2, end.unwrap_or(bytes.len()))
            }
            _ if rest.starts_with(b"\"\"\"") => {
                let end = memchr::memmem::find(&rest[3..], b"\"\"\"").map(|end| at + 3 + end);
                (Kind::Text, at + 3, end.unwrap_or(bytes.len()))
            }
            _ if matches!(first, b'"' | b'\'') => {
                let mut end = at + 1;
                while end < line_end && bytes[end] != first {
                    end += if bytes[end] == b'\\' { 2 } else { 1 };
                }
                (Kind::Text, at + 1, end.min(line_end))
            }
            _ if is_word(first) => {
                let length = rest.iter().position(|&byte| !is_word(byte) && byte != b'.');
                (
                    Kind::Word,
                    at,
                    length.map_or(bytes.len(), |length| at + length),
                )
            }
            _ => (Kind::Sign, at, at + 1),
        };
        let shown = text.get(from..until).unwrap_or("");
        tokens.push(Token {
            kind,
            text: shown,
            line,
            at: start,
        });
        let width = match kind {
            Kind::Text if rest.starts_with(b"\"\"\"") => 3,
            Kind::Text => 1,
            Kind::Comment if rest.starts_with(b"/*") => 2,
            _ => 0,
        };
        at = (until + width).clamp(start + 1, bytes.len());
        line += memchr::memchr_iter(b'\n', &bytes[start..at]).count() as u32;
    }
    tokens
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// A reader over tokens.
pub(super) struct Cursor<'c, 't> {
    pub(super) tokens: &'c [Token<'t>],
    pub(super) at: usize,
}

impl<'t> Cursor<'_, 't> {
    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<Token<'t>> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    /// Whether the next token is this sign or word.
    pub(super) fn sees(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| {
            matches!(token.kind, Kind::Word | Kind::Sign) && token.text == text
        })
    }

    /// Takes the next token when it is this sign or word.
    pub(super) fn takes(&mut self, text: &str) -> bool {
        let sees = self.sees(text);
        self.at += usize::from(sees);
        sees
    }

    /// Takes the next token when it is a word.
    pub(super) fn word(&mut self) -> Option<Token<'t>> {
        let token = self.peek().filter(|token| token.kind == Kind::Word)?;
        self.at += 1;
        Some(token)
    }

    /// Skips what stands between brackets; the opening one is next.
    pub(super) fn skip_brackets(&mut self) {
        let mut depth = 0_u32;
        while let Some(token) = self.next() {
            match (token.kind, token.text) {
                (Kind::Sign, "{" | "(" | "[") => depth += 1,
                (Kind::Sign, "}" | ")" | "]") => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Comments, Kind, tokens};

    #[test]
    fn words_texts_and_comments() {
        let found: Vec<_> = tokens("a.b // c\n/* d\n*/ \"e\\\"f\" 'g", Comments::Slashes)
            .iter()
            .map(|token| (token.kind, token.text, token.line))
            .collect();
        assert_eq!(
            found,
            [
                (Kind::Word, "a.b", 1),
                (Kind::Comment, " c", 1),
                (Kind::Comment, " d\n", 2),
                (Kind::Text, "e\\\"f", 3),
                (Kind::Text, "g", 3),
            ]
        );
        let found = tokens("# x\n\"\"\"y\nz\"\"\" Ab!", Comments::Hash);
        assert_eq!(found.len(), 4);
        assert_eq!(
            (found[1].text, found[3].text, found[3].line),
            ("y\nz", "!", 3)
        );
    }
}
