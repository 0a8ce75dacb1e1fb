//! Pieces of code to HTML.

use super::class::Class;
use crate::base::markup::escape_text_into;

/// Collects the pieces of one text in order and writes them with as few elements as possible.
#[derive(Debug)]
pub(super) struct Writer {
    html: String,
    /// The class of the element that is open.
    open: Option<Class>,
    /// Whether the blanks at the end of `html` stand behind the open element's text and may belong to it or not.
    blanks: usize,
}

impl Writer {
    /// For a text of `length` bytes.
    pub(super) fn new(length: usize) -> Self {
        Self {
            html: String::with_capacity(length * 2),
            open: None,
            blanks: 0,
        }
    }

    /// The next piece. Neighbours of one class, also with blanks between them, share an element; no element crosses
    /// the end of a line or begins or ends with blanks.
    pub(super) fn push(&mut self, class: Option<Class>, piece: &str) {
        let mut rest = piece;
        while !rest.is_empty() {
            let line = match memchr::memchr(b'\n', rest.as_bytes()) {
                Some(end) => {
                    let (line, after) = rest.split_at(end);
                    rest = &after[1..];
                    self.part(class, line);
                    self.close();
                    self.html.push('\n');
                    continue;
                }
                None => std::mem::take(&mut rest),
            };
            self.part(class, line);
        }
    }

    /// A piece within one line.
    fn part(&mut self, class: Option<Class>, part: &str) {
        let bare = part.trim_start_matches(is_blank);
        let before = &part[..part.len() - bare.len()];
        self.html.push_str(before);
        self.blanks += before.len();
        if bare.is_empty() {
            return;
        }
        if class != self.open {
            let blanks = self.html.split_off(self.html.len() - self.blanks);
            self.blanks = 0;
            self.close();
            self.html.push_str(&blanks);
            if let Some(class) = class {
                self.html.push_str("<span class=");
                self.html.push_str(class.name());
                self.html.push('>');
                self.open = Some(class);
            }
        }
        escape_text_into(&mut self.html, bare);
        self.blanks = bare.len() - bare.trim_end_matches(is_blank).len();
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            let at = self.html.len() - self.blanks;
            self.html.insert_str(at, "</span>");
        }
        self.blanks = 0;
    }

    /// The HTML.
    pub(super) fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

fn is_blank(character: char) -> bool {
    character == ' ' || character == '\t'
}
