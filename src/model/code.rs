//! Code blocks as highlighted HTML, made when a page first shows them.

use super::document::CodeBlock;
use crate::base::fingerprint::Fingerprint;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// What turns code into HTML: two pure functions. The HTML stands for the lines of the text one by one, no element
/// crosses the end of a line, and the text in it is escaped.
#[derive(Debug, Clone, Copy)]
pub struct Highlighter {
    /// The HTML of a text in a language, `None` when it is to be shown plain.
    pub highlight: fn(language: &str, text: &str) -> Option<String>,
    /// Whether that takes so long that the result is worth keeping.
    pub is_slow: fn(language: &str) -> bool,
}

/// HTML that is made once.
type Cell = Arc<OnceLock<Option<Box<str>>>>;

/// The code blocks of a portfolio. Equal blocks of slow languages share one result.
#[derive(Debug, Default)]
pub struct Highlighting {
    highlighter: Option<Highlighter>,
    slow: Arc<HashMap<Fingerprint, Cell>>,
}

impl Highlighting {
    /// For these blocks; results that `before` has are taken over. Without a highlighter all code is plain.
    pub fn new<'a>(
        highlighter: Option<Highlighter>,
        blocks: impl IntoIterator<Item = &'a CodeBlock>,
        before: &Highlighting,
    ) -> Self {
        let mut slow = HashMap::new();
        if let Some(highlighter) = highlighter {
            let blocks = blocks.into_iter();
            for block in blocks.filter(|block| (highlighter.is_slow)(&block.language)) {
                let key = key(block);
                slow.entry(key).or_insert_with(|| {
                    let known = before.slow.get(&key);
                    known.map(Arc::clone).unwrap_or_default()
                });
            }
        }
        Self {
            highlighter,
            slow: Arc::new(slow),
        }
    }

    /// The same for a portfolio with the same blocks.
    #[must_use]
    pub fn kept(&self) -> Self {
        Self {
            highlighter: self.highlighter,
            slow: Arc::clone(&self.slow),
        }
    }

    /// The HTML of a block, `None` when it is to be shown plain.
    pub fn html(&self, block: &CodeBlock) -> Option<Cow<'_, str>> {
        let highlighter = self.highlighter?;
        if block.language.is_empty() {
            return None;
        }
        let make = || (highlighter.highlight)(&block.language, &block.text);
        if !self.slow.is_empty()
            && (highlighter.is_slow)(&block.language)
            && let Some(cell) = self.slow.get(&key(block))
        {
            let html = cell.get_or_init(|| make().map(String::into_boxed_str));
            return html.as_deref().map(Cow::Borrowed);
        }
        make().map(Cow::Owned)
    }

    /// Makes the HTML of a block now if that is slow; a page that shows the block later finds it done.
    pub fn prepare(&self, block: &CodeBlock) {
        if let Some(highlighter) = self.highlighter
            && (highlighter.is_slow)(&block.language)
        {
            self.html(block);
        }
    }
}

fn key(block: &CodeBlock) -> Fingerprint {
    Fingerprint::of_parts([block.language.as_bytes(), block.text.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::{Highlighter, Highlighting};
    use crate::model::document::CodeBlock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static MADE: AtomicUsize = AtomicUsize::new(0);

    const COUNTING: Highlighter = Highlighter {
        highlight: |language, text| {
            MADE.fetch_add(1, Ordering::Relaxed);
            (language != "unknown").then(|| format!("<{text}>"))
        },
        is_slow: |language| language.starts_with("slow"),
    };

    fn block(language: &str) -> CodeBlock {
        CodeBlock {
            language: language.to_owned(),
            text: "text".into(),
            line: 1,
        }
    }

    #[test]
    fn slow_blocks_are_made_once_also_over_rebuilds() {
        let blocks = ["slow", "fast", "slow", "slow2"].map(block);
        let first = Highlighting::new(Some(COUNTING), &blocks, &Highlighting::default());
        for _ in 0..3 {
            assert_eq!(first.html(&block("slow")).as_deref(), Some("<text>"));
        }
        assert_eq!(MADE.load(Ordering::Relaxed), 1);
        first.html(&block("fast"));
        first.html(&block("fast"));
        assert_eq!(MADE.load(Ordering::Relaxed), 3);
        let second = Highlighting::new(Some(COUNTING), &blocks, &first);
        second.html(&block("slow"));
        assert_eq!(MADE.load(Ordering::Relaxed), 3);
        second.prepare(&block("slow2"));
        second.prepare(&block("fast"));
        assert_eq!(MADE.load(Ordering::Relaxed), 4);
        assert_eq!(second.html(&block("unknown")), None);
        let plain = Highlighting::new(None, &blocks, &second);
        assert_eq!(plain.html(&block("slow")), None);
    }
}
