//! Languages described by their words, comments and quotes, for one lexer that reads them all.
//!
//! A lexicon knows less than a grammar: it does not tell a type from a variable where both are just names. What it does
//! know it tells a hundred times as fast, and the texts that plans quote are short and simple.

mod application;
mod contract;
mod script;
mod system;

pub(super) use application::{CSHARP, JAVA, KOTLIN, SCALA, SWIFT, TYPESCRIPT};
pub(super) use contract::{GHERKIN, GRAPHQL, PROTOCOL_BUFFERS, SQL};
pub(super) use script::{POWERSHELL, PYTHON, SHELL};
pub(super) use system::{C, CPP, GO, RUST};

/// The words and signs of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexicon {
    /// What begins a comment that ends with its line.
    pub(super) line_comments: &'static [&'static str],
    /// What begins and ends a comment.
    pub(super) block_comments: &'static [(&'static str, &'static str)],
    /// Strings; the first that fits counts.
    pub(super) quotes: &'static [Quote],
    /// Keywords and built-in types in the order of their letters.
    pub(super) keywords: &'static [&'static str],
    /// Constants of the language in the order of their letters.
    pub(super) constants: &'static [&'static str],
    /// Keywords before the name of a type that is defined.
    pub(super) before_types: &'static [&'static str],
    /// Keywords before the name of a function that is defined.
    pub(super) before_functions: &'static [&'static str],
    /// Signs that words hold besides letters, digits and `_`.
    pub(super) letters: &'static str,
    /// What else the language has.
    pub(super) features: &'static [Feature],
}

/// Something that some languages have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feature {
    /// Keywords are known in upper and lower case.
    AnyCase,
    /// `@Name` annotates what follows.
    Annotations,
    /// `#[…]` annotates what follows.
    BracketAnnotations,
    /// `#word` at the begin of a line is a keyword.
    Directives,
    /// A string that is a statement of its own is a comment.
    Docstrings,
    /// Words are keywords only where a command may begin, and `#` begins a comment only before a word.
    Commands,
    /// `-word` is a flag, or one of these operators.
    Flags(&'static [&'static str]),
    /// `<<WORD` begins a text that ends with a line of that word.
    HereDocuments,
    /// `'a` is a lifetime unless a second quote makes it a character.
    Lifetimes,
    /// Comments stand in comments.
    NestedComments,
    /// Words that begin with a digit are numbers.
    Numbers,
    /// Strings have letters before them that say how they are read: `f` for inserted code, `r` for no escapes.
    Prefixes,
    /// The name of a function may stand behind a bracket: `func (g *Gate) Open`.
    Receivers,
    /// `/…/` is a string where a value may begin.
    Slashes,
    /// `$name` and `${name}` are variables.
    Variables,
}

/// How strings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// What begins a string.
    pub(super) open: &'static str,
    /// What ends it.
    pub(super) close: &'static str,
    /// What makes the next character stand for itself.
    pub(super) escape: Option<char>,
    /// Whether the string may go on in the next line.
    pub(super) extent: Extent,
    /// What begins and ends code inside.
    pub(super) inserts: &'static [(&'static str, char)],
}

/// How far a string may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// To the end of the line.
    Line,
    /// To the end of the text.
    Text,
}

impl Quote {
    /// A string within a line, with a backslash for escapes.
    const fn line(quote: &'static str) -> Self {
        Self {
            open: quote,
            close: quote,
            escape: Some('\\'),
            extent: Extent::Line,
            inserts: &[],
        }
    }

    /// A string over any number of lines, without escapes.
    const fn raw(open: &'static str, close: &'static str) -> Self {
        Self {
            open,
            close,
            escape: None,
            extent: Extent::Text,
            inserts: &[],
        }
    }

    const fn with(self, inserts: &'static [(&'static str, char)]) -> Self {
        Self { inserts, ..self }
    }

    const fn over_lines(self) -> Self {
        Self {
            extent: Extent::Text,
            ..self
        }
    }

    const fn opened_by(self, open: &'static str) -> Self {
        Self { open, ..self }
    }

    const fn escaped_by(self, escape: char) -> Self {
        Self {
            escape: Some(escape),
            ..self
        }
    }
}

/// What many languages share; the others start from it.
const CURLY: Lexicon = Lexicon {
    line_comments: &["//"],
    block_comments: &[("/*", "*/")],
    quotes: &[Quote::line("\""), Quote::line("'")],
    keywords: &[],
    constants: &["false", "null", "true"],
    before_types: &[],
    before_functions: &[],
    letters: "",
    features: &[Feature::Numbers],
};

impl Lexicon {
    /// Whether the language has that.
    pub(super) fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    /// The operators that are written like flags, when the language has flags.
    pub(super) fn flags(&self) -> Option<&'static [&'static str]> {
        self.features.iter().find_map(|feature| match feature {
            Feature::Flags(operators) => Some(*operators),
            _ => None,
        })
    }
}
