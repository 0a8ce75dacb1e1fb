//! Texts in JSON.

/// Appends a text as JSON has it, in quotes.
pub fn push_text(out: &mut String, text: &str) {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        // A text is always JSON.
        out.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}
