//! YAML, line by line. What is not valid is read all the same.

use super::class::Class;
use super::writer::Writer;

/// What goes on over the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Nothing.
    Nothing,
    /// The text behind `|` or `>`: lines that are indented deeper than this.
    Block(usize),
    /// A quoted string.
    Quoted(u8),
}

/// Reads `text`.
pub(super) fn read(text: &str, writer: &mut Writer) {
    let mut lexer = Lexer {
        writer,
        open: Open::Nothing,
        depth: 0,
    };
    for line in text.split_inclusive('\n') {
        let (content, end) = match line.strip_suffix('\n') {
            Some(content) => (content, "\n"),
            None => (line, ""),
        };
        lexer.line(content);
        lexer.writer.push(None, end);
    }
}

struct Lexer<'w> {
    writer: &'w mut Writer,
    open: Open,
    /// How many brackets of flow collections are open.
    depth: usize,
}

impl Lexer<'_> {
    fn line(&mut self, line: &str) {
        let bare = line.trim_start_matches(' ');
        let indent = line.len() - bare.len();
        match self.open {
            Open::Block(outer) if bare.trim_end().is_empty() || indent > outer => {
                self.writer.push(None, line);
                return;
            }
            Open::Block(_) => self.open = Open::Nothing,
            Open::Quoted(quote) => {
                let (end, closed) = end_of_quoted(line, 0, quote);
                self.writer.push(Some(Class::Text), &line[..end]);
                if closed {
                    self.open = Open::Nothing;
                    self.rest(line, end, indent);
                }
                return;
            }
            Open::Nothing => {}
        }
        self.writer.push(None, &line[..indent]);
        let marker = bare.starts_with("---") || bare.starts_with("...");
        if indent == 0 && (marker && bare.trim_end().len() == 3 || bare.starts_with('%')) {
            self.depth = 0;
            self.writer.push(None, bare);
            return;
        }
        self.rest(line, indent, indent);
    }

    /// The pieces of a line from `at` on; `indent` is that of the innermost mapping which begins in the line.
    fn rest(&mut self, line: &str, mut at: usize, mut indent: usize) {
        let bytes = line.as_bytes();
        // Whether nothing but indicators stands before.
        let mut leads = bytes[..at].iter().all(|byte| is_indicator(*byte));
        while at < bytes.len() {
            let start = at;
            leads = leads && is_indicator(bytes[at]);
            match bytes[at] {
                b' ' | b'\t' | b'\r' => {
                    at += 1;
                    self.writer.push(None, &line[start..at]);
                }
                b'#' if start == 0 || matches!(bytes[start - 1], b' ' | b'\t') => {
                    self.writer.push(Some(Class::Comment), &line[at..]);
                    return;
                }
                b'[' | b'{' => {
                    self.depth += 1;
                    at += 1;
                    self.writer.push(None, &line[start..at]);
                }
                b']' | b'}' if self.depth > 0 => {
                    self.depth -= 1;
                    at += 1;
                    self.writer.push(None, &line[start..at]);
                }
                b',' if self.depth > 0 => {
                    at += 1;
                    self.writer.push(None, ",");
                }
                b'-' | b'?' | b':' if ends_indicator(bytes, at + 1) => {
                    at += 1;
                    self.writer.push(None, &line[start..at]);
                    if self.depth == 0 && leads {
                        indent = start + 1 + blanks(bytes, at);
                    }
                }
                quote @ (b'"' | b'\'') => {
                    let (end, closed) = end_of_quoted(line, at + 1, quote);
                    at = end;
                    let is_key = closed && self.before_colon(bytes, at);
                    let class = if is_key { Class::Key } else { Class::Text };
                    self.writer.push(Some(class), &line[start..at]);
                    if !closed {
                        self.open = Open::Quoted(quote);
                        return;
                    }
                }
                b'&' | b'*' | b'!' => {
                    let class = if bytes[at] == b'!' {
                        Class::Keyword
                    } else {
                        Class::Link
                    };
                    at += line[at..]
                        .find([' ', '\t', ',', ']', '}', '\r'])
                        .unwrap_or(line.len() - at)
                        .max(1);
                    self.writer.push(Some(class), &line[start..at]);
                }
                b'|' | b'>' if self.depth == 0 => {
                    let outer = indent_of_block(line, start, indent);
                    at += line[at..].find(' ').unwrap_or(line.len() - at);
                    self.writer.push(None, &line[start..at]);
                    self.open = Open::Block(outer);
                }
                _ => at = self.scalar(line, at),
            }
            debug_assert!(at > start, "the lexer stands still in {line:?}");
        }
    }

    /// A plain scalar; gives the place behind it.
    fn scalar(&mut self, line: &str, start: usize) -> usize {
        let bytes = line.as_bytes();
        let mut at = start;
        while at < bytes.len() {
            match bytes[at] {
                b':' if ends_indicator(bytes, at + 1) => break,
                b':' if self.depth > 0 && matches!(bytes.get(at + 1), Some(b',' | b']' | b'}')) => {
                    break;
                }
                b',' | b'[' | b']' | b'{' | b'}' if self.depth > 0 => break,
                b'#' if at > start && matches!(bytes[at - 1], b' ' | b'\t') => break,
                _ => at += 1,
            }
        }
        // A letter that is no start of any other piece must be taken, or the lexer would stand still.
        if at == start {
            at += line[at..].chars().next().map_or(1, char::len_utf8);
        }
        let text = line[start..at].trim_end_matches([' ', '\t', '\r']);
        let end = start + text.len();
        let class = if self.before_colon(bytes, end) {
            Some(Class::Key)
        } else if is_constant(text) {
            Some(Class::Number)
        } else {
            None
        };
        self.writer.push(class, text);
        end
    }

    fn before_colon(&self, bytes: &[u8], at: usize) -> bool {
        let at = at + blanks(bytes, at);
        bytes.get(at) == Some(&b':')
            && (ends_indicator(bytes, at + 1) || self.depth > 0 && bytes[at - 1] == b'"')
    }
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| **byte == b' ').count()
}

fn is_indicator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'?' | b':')
}

/// Whether an indicator such as `-` or `:` ends before `at`.
fn ends_indicator(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), None | Some(b' ' | b'\t' | b'\r'))
}

/// The indentation that the lines of a block scalar must exceed: that of the mapping whose value it is, or, as an item
/// of a list, that of the list.
fn indent_of_block(line: &str, start: usize, indent: usize) -> usize {
    let before = line[..start].trim_end();
    if before.ends_with('-') && before.bytes().all(is_indicator) {
        before.len() - 1
    } else {
        indent
    }
}

/// The end of a quoted string whose text begins at `at`, and whether it is closed in this line.
fn end_of_quoted(line: &str, mut at: usize, quote: u8) -> (usize, bool) {
    let bytes = line.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote => {
                if quote == b'\'' && bytes.get(at + 1) == Some(&quote) {
                    at += 2;
                } else {
                    return (at + 1, true);
                }
            }
            _ => at += 1,
        }
    }
    (bytes.len(), false)
}

/// Numbers, dates, truth values and null in the spellings of YAML 1.1 and 1.2.
fn is_constant(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    if digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return is_number(digits) || is_date(text);
    }
    if text.len() > 5 {
        return false;
    }
    let (head, tail) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    let one_case = tail.chars().all(char::is_lowercase)
        || text.chars().all(|character| character.is_ascii_uppercase());
    let word = format!("{}{}", head.to_ascii_lowercase(), tail.to_ascii_lowercase());
    text == "~"
        || one_case
            && matches!(
                word.as_str(),
                "true" | "false" | "null" | "yes" | "no" | "on" | "off"
            )
}

fn is_number(digits: &str) -> bool {
    if let Some(hexadecimal) = digits.strip_prefix("0x") {
        return !hexadecimal.is_empty() && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(octal) = digits.strip_prefix("0o") {
        return !octal.is_empty() && octal.bytes().all(|byte| byte.is_ascii_digit());
    }
    if matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_')
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.trim_start_matches(['-', '+']);
        !exponent.is_empty() && are_digits(exponent)
    });
    are_digits(whole)
        && are_digits(fraction)
        && exponent_fits
        && mantissa.bytes().any(|byte| byte.is_ascii_digit())
}

/// `2025-01-31`, also with a time behind it.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digits = |from: usize, until: usize| {
        bytes
            .get(from..until)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    let is_day = is_digits(0, 4)
        && bytes.get(4) == Some(&b'-')
        && is_digits(5, 7)
        && bytes.get(7) == Some(&b'-')
        && is_digits(8, 10);
    is_day
        && match bytes.get(10) {
            None => true,
            Some(b'T' | b't' | b' ') => bytes.get(13) == Some(&b':'),
            Some(_) => false,
        }
}
