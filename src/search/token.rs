//! Terms of a text.

use unicode_normalization::UnicodeNormalization;

/// The longest term, in characters; longer ones are left out.
const LONGEST: usize = 40;

/// Whether words are not separated by spaces in the script of this character.
fn is_dense(character: char) -> bool {
    matches!(character as u32,
        0x3005..=0x3007 | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// What a character is to the tokenizer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Dense,
    Joiner,
    Other,
}

fn class(character: char) -> Class {
    if character.is_ascii_alphanumeric() {
        return Class::Word;
    }
    match character {
        '-' | '_' => Class::Joiner,
        _ if is_dense(character) => Class::Dense,
        _ if character.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    }
}

/// Hands out the terms of a text in order: lower case, compatibility forms resolved. Compounds give their parts and,
/// without hyphens and humps, the whole; ids such as `FR-001` give `fr001` alone; Chinese and Japanese give pairs of
/// characters.
pub fn terms(text: &str, mut found: impl FnMut(&str)) {
    if text.is_ascii() {
        return ascii_terms(text.as_bytes(), &mut found);
    }
    let characters: Vec<char> = text.nfkc().collect();
    let mut at = 0;
    while at < characters.len() {
        match class(characters[at]) {
            Class::Dense => {
                let start = at;
                while at < characters.len() && class(characters[at]) == Class::Dense {
                    at += 1;
                }
                dense(&characters[start..at], &mut found);
            }
            Class::Word => {
                let start = at;
                while at < characters.len()
                    && (class(characters[at]) == Class::Word
                        || class(characters[at]) == Class::Joiner
                            && characters
                                .get(at + 1)
                                .is_some_and(|&next| class(next) == Class::Word))
                {
                    at += 1;
                }
                compound(&characters[start..at], &mut found);
            }
            Class::Joiner | Class::Other => at += 1,
        }
    }
}

/// The same for ASCII text, which most text is: plain words are cut out as they stand.
fn ascii_terms(text: &[u8], found: &mut impl FnMut(&str)) {
    let mut lower = String::new();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        // A hump, a digit or a joiner asks for a closer look.
        let mut is_plain = true;
        while let Some(&byte) = text.get(at) {
            match byte {
                b'a'..=b'z' => {}
                b'A'..=b'Z' => is_plain &= at == start || text[at - 1].is_ascii_uppercase(),
                b'0'..=b'9' => is_plain = false,
                b'-' | b'_' if at > start => {
                    if !text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) {
                        break;
                    }
                    is_plain = false;
                }
                _ => break,
            }
            at += 1;
        }
        if at == start {
            at += 1;
        } else if !is_plain {
            let run: Vec<char> = text[start..at].iter().copied().map(char::from).collect();
            compound(&run, found);
        } else if at - start <= LONGEST {
            lower.clear();
            lower.extend(
                text[start..at]
                    .iter()
                    .map(|byte| char::from(byte.to_ascii_lowercase())),
            );
            found(&lower);
        }
    }
}

/// The terms of what is typed: parts of compounds, without the whole.
pub fn query(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in text.split_whitespace() {
        let mut own = Vec::new();
        terms(word, |term| own.push(term.to_owned()));
        // The whole of a compound is its parts without what joins them.
        let whole = own.last().cloned().unwrap_or_default();
        if own.len() > 2 && own[..own.len() - 1].concat() == whole {
            own.pop();
        }
        out.append(&mut own);
    }
    out
}

fn dense(run: &[char], found: &mut impl FnMut(&str)) {
    if run.len() == 1 {
        found(&run[0].to_string());
    }
    for pair in run.windows(2) {
        found(&pair.iter().collect::<String>());
    }
}

/// `FR-001`, `T001`, `US1`: up to five letters, digits, at most one letter behind them.
fn is_id(run: &[char]) -> bool {
    let letters = run.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    let rest = &run[letters..];
    let rest = rest.strip_prefix(&['-']).unwrap_or(rest);
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let tail = &rest[digits..];
    (1..=5).contains(&letters)
        && digits > 0
        && (tail.is_empty() || tail.len() == 1 && tail[0].is_ascii_alphabetic())
}

fn compound(run: &[char], found: &mut impl FnMut(&str)) {
    let mut lower = String::new();
    let mut emit = |part: &[char]| {
        lower.clear();
        if part.iter().all(char::is_ascii) {
            lower.extend(part.iter().map(char::to_ascii_lowercase));
        } else {
            // Not one by one: the end of a word decides about the Greek sigma.
            lower = part.iter().collect::<String>().to_lowercase();
        }
        if lower.len() <= LONGEST || lower.chars().count() <= LONGEST {
            found(&lower);
        }
    };
    let whole = || -> Vec<char> {
        let letters = run.iter().copied();
        letters.filter(|&c| c != '-' && c != '_').collect()
    };
    if is_id(run) {
        return emit(&whole());
    }
    let mut parts = 0;
    for word in run.split(|&c| c == '-' || c == '_') {
        let mut start = 0;
        for at in 1..=word.len() {
            let hump = at < word.len() && word[at].is_uppercase() && word[at - 1].is_lowercase();
            if (at == word.len() || hump) && start < at {
                emit(&word[start..at]);
                parts += 1;
                start = at;
            }
        }
    }
    if parts > 1 {
        emit(&whole());
    }
}

#[cfg(test)]
mod tests {
    use super::{query, terms};

    fn all(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        terms(text, |term| out.push(term.to_owned()));
        out
    }

    #[test]
    fn ascii_text_is_cut_as_any_other() {
        let texts = [
            "User-auth, openGate HTTPServer a-_b -x- _y x_ 1st A1 ABc aBC",
            "FR-001 t002 NFR-2 v2.0 e-mail--twice __init__ x-1-y",
            "supercalifragilisticexpialidocioussupercalifragilistic short",
            "",
        ];
        for text in texts {
            let mut slow = Vec::new();
            // One character beyond ASCII takes the other way.
            super::terms(&format!("{text} é"), |term| slow.push(term.to_owned()));
            slow.pop();
            assert_eq!(all(text), slow, "{text}");
        }
    }

    #[test]
    fn compounds_ids_and_dense_scripts() {
        assert_eq!(
            all("User-auth, openGate"),
            ["user", "auth", "userauth", "open", "gate", "opengate"]
        );
        assert_eq!(all("FR-001 t002 NFR-2"), ["fr001", "t002", "nfr2"]);
        assert_eq!(all("検索窓 x"), ["検索", "索窓", "x"]);
        assert_eq!(all("ﬁle ＡＢ -x- _"), ["file", "ab", "x"]);
        assert_eq!(query("openGate fr-1"), ["open", "gate", "fr1"]);
    }
}
