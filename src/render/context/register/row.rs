//! Rows of the longest registers as markup, which templates place as a whole: a large portfolio has a hundred thousand
//! tasks, and a value for each part of each row would cost more than all else on the page.

use crate::base::markup::{escape, escape_into};
use crate::model::source::DocId;
use crate::render::scene::{Addresses, View};
use crate::render::strings::Strings;
use std::borrow::Cow;

/// The longest id that is kept on one line, in characters.
const LONGEST_ID: usize = 14;

/// The rows of a table of a register, one after the other.
pub(super) struct Rows<'a> {
    strings: &'a Strings,
    html: String,
    addresses: Addresses<'a>,
    /// Texts of the interface that rows have, by the two parts of their keys.
    words: Vec<(&'static str, &'static str, String)>,
}

/// An id or a title in a row, with the place that it leads to.
pub(super) struct Named<'a> {
    /// What is written.
    pub text: &'a str,
    /// The document and the anchor in it; `None` when the id is defined nowhere.
    pub place: Option<(DocId, &'a str)>,
    /// Whether the thing is done: a ticked task.
    pub done: bool,
}

impl<'a> Rows<'a> {
    /// No rows.
    pub(super) fn new(view: &'a View<'a>) -> Self {
        Self {
            strings: view.scene.strings(),
            html: String::new(),
            addresses: Addresses::new(view),
            words: Vec::new(),
        }
    }

    /// The rows so far; those that follow are collected anew.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.html)
    }

    /// Appends markup.
    pub(super) fn markup(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Appends text.
    pub(super) fn text(&mut self, text: &str) {
        escape_into(&mut self.html, text);
    }

    /// Appends a text of the interface; `part` is what follows in its key, and may be empty.
    pub(super) fn word(&mut self, key: &'static str, part: &'static str) {
        let mut known = self.words.iter();
        if let Some((_, _, text)) = known.find(|(a, b, _)| *a == key && *b == part) {
            self.html.push_str(text);
            return;
        }
        let whole = if part.is_empty() {
            Cow::Borrowed(key)
        } else {
            Cow::Owned(format!("{key}_{part}"))
        };
        let text = escape(self.strings.text(&whole));
        self.html.push_str(&text);
        self.words.push((key, part, text));
    }

    /// Appends a link with a class.
    pub(super) fn link(&mut self, class: &str, document: DocId, anchor: &str, text: &str) {
        self.html.push_str("<a class=\"");
        self.html.push_str(class);
        self.html.push_str("\" href=\"");
        self.addresses.push(&mut self.html, document, anchor);
        self.html.push_str("\">");
        escape_into(&mut self.html, text);
        self.html.push_str("</a>");
    }

    /// Appends a list of ids; nothing when there are none.
    pub(super) fn list<'n>(&mut self, all: impl IntoIterator<Item = Named<'n>>) {
        let mut is_open = false;
        for one in all {
            if !is_open {
                self.html.push_str("<span class=\"idlist\">");
                is_open = true;
            }
            let is_long = one.text.chars().nth(LONGEST_ID).is_some();
            let class = match (is_long, one.done) {
                (false, false) => "id",
                (false, true) => "id done",
                (true, false) => "id wrap",
                (true, true) => "id wrap done",
            };
            if let Some((document, anchor)) = one.place {
                self.link(class, document, anchor, one.text);
            } else {
                self.html.push_str("<span class=\"");
                self.html.push_str(class);
                self.html.push_str("\">");
                escape_into(&mut self.html, one.text);
                self.html.push_str("</span>");
            }
        }
        if is_open {
            self.html.push_str("</span>");
        }
    }
}
