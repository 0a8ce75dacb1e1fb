//! Rows of the longest registers as markup, which templates place as a whole: a large portfolio has a hundred thousand
//! tasks, and a value for each part of each row would cost more than all else on the page.

use crate::base::markup::escape_into;
use crate::model::source::DocId;
use crate::render::scene::View;
use std::collections::HashMap;

/// The longest id that is kept on one line, in characters.
const LONGEST_ID: usize = 14;

/// The rows of a table of a register, one after the other.
pub(super) struct Rows<'a> {
    view: &'a View<'a>,
    html: String,
    /// Addresses of documents, seen from the page.
    pages: HashMap<DocId, String>,
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
            view,
            html: String::new(),
            pages: HashMap::new(),
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

    /// Appends a text of the interface.
    pub(super) fn word(&mut self, key: &str) {
        escape_into(&mut self.html, self.view.scene.strings().text(key));
    }

    /// Appends a link with a class.
    pub(super) fn link(&mut self, class: &str, document: DocId, anchor: &str, text: &str) {
        self.html.push_str("<a class=\"");
        self.html.push_str(class);
        self.html.push_str("\" href=\"");
        let page = (self.pages.entry(document)).or_insert_with(|| self.view.document(document, ""));
        escape_into(&mut self.html, page);
        if !anchor.is_empty() {
            self.html.push('#');
            escape_into(&mut self.html, anchor);
        }
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
            match one.place {
                Some((document, anchor)) => self.link(class, document, anchor, one.text),
                None => {
                    self.html.push_str("<span class=\"");
                    self.html.push_str(class);
                    self.html.push_str("\">");
                    escape_into(&mut self.html, one.text);
                    self.html.push_str("</span>");
                }
            }
        }
        if is_open {
            self.html.push_str("</span>");
        }
    }
}
