//! PowerShell. What is not valid is read all the same.

use super::class::Class;
use super::writer::Writer;

/// Reads `text`.
pub(super) fn read(text: &str, writer: &mut Writer) {
    let mut at = 0;
    while at < text.len() {
        let (class, length) = piece(&text[..at], &text[at..]);
        writer.push(class, &text[at..at + length]);
        at += length;
    }
}

/// The piece at the begin of `rest`: its class and its length.
fn piece(before: &str, rest: &str) -> (Option<Class>, usize) {
    let opens_word = !before.ends_with(|last: char| is_of_word(last) || last == '-');
    let first = rest.chars().next().unwrap_or('\0');
    match first {
        '#' if before.is_empty() || before.ends_with([' ', '\t', '\n', ';', '(', '{', '|']) => {
            (Some(Class::Comment), until(rest, "\n", 0))
        }
        '<' if rest.starts_with("<#") => (Some(Class::Comment), behind(rest, "#>")),
        '@' if rest.starts_with("@\"") => (Some(Class::Text), behind(rest, "\n\"@")),
        '@' if rest.starts_with("@'") => (Some(Class::Text), behind(rest, "\n'@")),
        '"' | '\'' => (Some(Class::Text), string(rest, first)),
        '$' => variable(rest),
        '-' if opens_word && rest[1..].starts_with(|next: char| next.is_ascii_alphabetic()) => {
            let length = 1 + word(&rest[1..]);
            let is_operator = contains(OPERATORS, &rest[1..length]);
            let class = if is_operator {
                Class::Keyword
            } else {
                Class::Attribute
            };
            (Some(class), length)
        }
        _ if first.is_ascii_digit() && opens_word => {
            let length = rest
                .find(|character: char| !is_of_word(character) && character != '.')
                .unwrap_or(rest.len());
            (Some(Class::Number), length)
        }
        _ if is_of_word(first) => {
            let length = word(rest);
            let follows = opens_word && !before.ends_with('.');
            let is_keyword = follows && contains(KEYWORDS, &rest[..length]);
            (is_keyword.then_some(Class::Keyword), length)
        }
        _ => (None, first.len_utf8()),
    }
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn word(rest: &str) -> usize {
    rest.find(|character: char| !is_of_word(character) && character != '-')
        .unwrap_or(rest.len())
}

fn until(rest: &str, end: &str, from: usize) -> usize {
    rest[from..]
        .find(end)
        .map_or(rest.len(), |length| from + length)
}

fn behind(rest: &str, end: &str) -> usize {
    (until(rest, end, 2) + end.len()).min(rest.len())
}

/// The length of a string; a back-tick escapes in double quotes, a doubled quote stands for itself.
fn string(rest: &str, quote: char) -> usize {
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        if character == '`' && quote == '"' {
            characters.next();
        } else if character == quote {
            return at + 1;
        }
    }
    rest.len()
}

fn variable(rest: &str) -> (Option<Class>, usize) {
    if rest.starts_with("${") {
        return (Some(Class::Variable), behind(rest, "}"));
    }
    let length = rest[1..]
        .find(|character: char| !is_of_word(character) && character != ':')
        .map_or(rest.len(), |length| length + 1);
    let name = &rest[1..length];
    match name.to_ascii_lowercase().as_str() {
        "" if rest[1..].starts_with(['_', '?', '$', '^']) => (Some(Class::Variable), 2),
        "" => (None, 1),
        "true" | "false" | "null" => (Some(Class::Number), length),
        _ => (Some(Class::Variable), length),
    }
}

fn contains(words: &[&str], word: &str) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

const KEYWORDS: &[&str] = &[
    "begin",
    "break",
    "catch",
    "class",
    "continue",
    "data",
    "do",
    "dynamicparam",
    "else",
    "elseif",
    "end",
    "enum",
    "exit",
    "filter",
    "finally",
    "for",
    "foreach",
    "function",
    "if",
    "in",
    "param",
    "process",
    "return",
    "switch",
    "throw",
    "trap",
    "try",
    "until",
    "using",
    "while",
];

/// Operators that are written as words.
const OPERATORS: &[&str] = &[
    "and",
    "as",
    "band",
    "bnot",
    "bor",
    "ceq",
    "contains",
    "eq",
    "f",
    "ge",
    "gt",
    "ieq",
    "in",
    "is",
    "isnot",
    "join",
    "le",
    "like",
    "lt",
    "match",
    "ne",
    "not",
    "notcontains",
    "notin",
    "notlike",
    "notmatch",
    "or",
    "replace",
    "split",
    "xor",
];
