//! Text in XML 1.0.

use std::borrow::Cow;

/// `text` for element content and double-quoted attributes. Characters that no XML document may hold become U+FFFD.
pub fn escape(text: &str) -> String {
    let is_allowed = |character: char| matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    let text: Cow<'_, str> = if text.chars().all(is_allowed) {
        Cow::Borrowed(text)
    } else {
        let replace = |it| {
            if is_allowed(it) {
                it
            } else {
                char::REPLACEMENT_CHARACTER
            }
        };
        text.chars().map(replace).collect()
    };
    super::markup::escape(&text)
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(
            escape("a<b> & \"c\"\u{1}\u{fffe}\u{10ffff}"),
            "a&lt;b&gt; &amp; &quot;c&quot;\u{fffd}\u{fffd}\u{10ffff}"
        );
    }
}
