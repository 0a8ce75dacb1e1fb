//! Keys of ids: two writings of one id have one key.

/// Replaces `key` with the key of `id`: upper case, and without the separator between letters and digits, so that
/// `FR-001`, `fr_001` and `FR001` are one id. Separators elsewhere stay (`FR-AUTH-001` is not `FRAUTH001`).
pub(super) fn write_key(key: &mut String, id: &str) {
    key.clear();
    let id = id.trim();
    if id.is_ascii() {
        let bytes = id.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let joins = matches!(byte, b'-' | b'_' | b' ')
                && at > 0
                && bytes[at - 1].is_ascii_alphabetic()
                && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
            match byte {
                _ if joins => {}
                b'_' => key.push('-'),
                _ => key.push(char::from(byte.to_ascii_uppercase())),
            }
        }
        return;
    }
    let mut characters = id.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '-' | '_' | ' ' | '\u{2010}'..='\u{2013}' => {
                let joins = key.ends_with(|last: char| last.is_ascii_alphabetic())
                    && characters.peek().is_some_and(char::is_ascii_digit);
                if !joins {
                    key.push(if character == ' ' { ' ' } else { '-' });
                }
            }
            _ if character.is_ascii() => key.push(character.to_ascii_uppercase()),
            _ => key.extend(character.to_uppercase()),
        }
    }
}

/// The key of `id` as a new string.
pub(super) fn key_of(id: &str) -> String {
    let mut key = String::with_capacity(id.len());
    write_key(&mut key, id);
    key
}

/// The positional key that `R9.2` means, where criteria are numbered by requirement and have no letter of their own:
/// `9.2`.
pub(super) fn positional(key: &str) -> Option<&str> {
    let number = key.strip_prefix('R')?;
    let (whole, part) = number.split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(whole) && is_number(part)).then_some(number)
}

/// The family of a key, `FR` of `FR001`: all before the first digit. Empty for positional ids such as `1.2`.
pub(super) fn family(key: &str) -> &str {
    let end = key
        .bytes()
        .position(|byte| byte.is_ascii_digit())
        .unwrap_or(key.len());
    &key[..end]
}

/// How a key is numbered, from 0 to 15: by how many digits follow the family, and whether sub-numbers follow those.
/// `FR001` and `FR014` are numbered alike, `FR1` and `FR001-2` are not.
pub(super) fn shape(key: &str) -> u32 {
    let number = &key[family(key).len()..];
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let has_parts = number[digits..].starts_with(['-', '.']);
    digits.min(7) as u32 + if has_parts { 8 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{family, key_of, shape};

    #[test]
    fn writings_of_one_id_have_one_key() {
        for id in ["FR-001", "FR001", "fr_001", "FR\u{2011}001", " FR 001 "] {
            assert_eq!(key_of(id), "FR001", "{id}");
        }
        assert_eq!(key_of("FR-AUTH-001"), "FR-AUTH001");
        assert_eq!(key_of("FR-006a"), "FR006A");
        assert_eq!(key_of("1.2"), "1.2");
        assert_ne!(key_of("FR-1"), key_of("FR-001"));
    }

    #[test]
    fn families_and_shapes() {
        assert_eq!(family("FR-AUTH001"), "FR-AUTH");
        assert_eq!(family("1.2"), "");
        assert_eq!(shape("T012A"), shape("T001"));
        assert_ne!(shape("US1-3"), shape("US1"));
        assert_ne!(shape("FR1"), shape("FR001"));
    }
}
