//! The words that notices speak: those of the interface.

use crate::announce::Words;
use crate::render::strings::Strings;

/// The texts of a theme as words of notices.
#[derive(Debug)]
pub(super) struct Interface<'s>(pub(super) &'s Strings);

impl Words for Interface<'_> {
    fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.text(key)
    }

    fn number(&self, number: u64) -> String {
        self.0.number(number)
    }
}
