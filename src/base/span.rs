//! Places in a text: byte spans and the lines they lie on.

/// A half-open range of bytes in the decoded text of one document. Both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The text that the span covers, or an empty string when it lies outside `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }
}

/// A line and a column, both counted from 1; columns count Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line number, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// The starts of all lines of one text, for turning byte offsets into lines in logarithmic time.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the line starts of `text`; a line ends with `\n`.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        Self { starts }
    }

    /// The line of the byte at `offset`, from 1.
    pub fn line(&self, offset: usize) -> u32 {
        self.starts
            .partition_point(|&start| start as usize <= offset) as u32
    }

    /// The line and column of the byte at `offset`.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let end = offset.min(text.len());
        let column = text
            .get(start..end)
            .map_or(0, |before| before.chars().count());
        Position {
            line,
            column: column as u32 + 1,
        }
    }

    /// The rest of a line from a column on, both from 1 and counted in characters, as parsers name the places of faults.
    pub fn span_from(&self, text: &str, line: usize, column: usize) -> Span {
        let line = self.line_span(text, line.max(1) as u32);
        let before: usize = line
            .of(text)
            .chars()
            .take(column.saturating_sub(1))
            .map(char::len_utf8)
            .sum();
        Span::new(line.start as usize + before, line.end as usize)
    }

    /// The byte span of a line (from 1) without its line end; empty for a line that does not exist.
    pub fn line_span(&self, text: &str, line: u32) -> Span {
        let Some(&start) = line
            .checked_sub(1)
            .and_then(|index| self.starts.get(index as usize))
        else {
            return Span::default();
        };
        let end = self
            .starts
            .get(line as usize)
            .map_or(text.len(), |&next| next as usize);
        let content = text.get(start as usize..end).unwrap_or("");
        Span::new(
            start as usize,
            start as usize + content.trim_end_matches(['\n', '\r']).len(),
        )
    }
}
