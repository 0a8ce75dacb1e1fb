//! Texts cut short.

use std::borrow::Cow;

/// `text` cut at a word after at most `limit` characters, with an ellipsis; as it is when it is no longer.
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if text.len() <= limit {
        return Cow::Borrowed(text);
    }
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return Cow::Borrowed(text);
    };
    let head = &text[..end];
    let cut = head
        .rfind(char::is_whitespace)
        .filter(|&at| at * 2 > end)
        .unwrap_or(end);
    Cow::Owned(format!(
        "{}…",
        head[..cut].trim_end_matches([',', ';', ':', ' ', '-', '–', '—'])
    ))
}
