//! Comparing texts by their words.

/// The letters and digits of `text` in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

/// Whether two texts say the same in the same words: equal but for case, punctuation and spaces, or one of them a
/// shortened form of the other (at least twelve letters long).
pub(super) fn same_words(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (letters(left), letters(right));
    let mut shared = 0;
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (None, Some(_)) | (Some(_), None) => return shared >= 12,
            (Some(one), Some(other)) if one != other => return false,
            _ => shared += 1,
        }
    }
}

/// Replaces `key` with the form under which names of components and entities are one: `User Profile`, `UserProfile`
/// and `user_profile`.
pub(super) fn write_name_key(key: &mut String, name: &str) {
    key.clear();
    push_letters(key, name);
}

/// Appends the letters and digits of a text in lower case.
pub(super) fn push_letters(out: &mut String, text: &str) {
    out.extend(letters(text));
}

#[cfg(test)]
mod tests {
    use super::same_words;

    #[test]
    fn shortened_texts_say_the_same() {
        assert!(same_words("Use Redis.", "use `Redis`"));
        assert!(same_words(
            "Store every accepted change",
            "Store every accepted change within one cycle"
        ));
        assert!(!same_words("Store", "Store all"));
        assert!(!same_words("Use Redis", "Use Kafka"));
    }
}
