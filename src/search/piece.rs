//! Sorted keys cut into pieces of bounded size, each a script of its own.

use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Cuts keys with their sizes into pieces of `least` bytes and more, up to `most` unless one key alone is larger. Where a
/// piece ends hangs on the keys there, so that an edit leaves all pieces but those that it touches as they are.
pub fn cut<'a>(
    keys: impl Iterator<Item = (&'a str, usize)>,
    Range {
        start: least,
        end: most,
    }: Range<usize>,
) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut size, mut end) = (0, 0, 0);
    for (key, own) in keys {
        let is_mark = size >= least && xxh3_64(key.as_bytes()).is_multiple_of(16);
        if size > 0 && (is_mark || size + own > most) {
            out.push(start..end);
            (start, size) = (end, 0);
        }
        size += own;
        end += 1;
    }
    if start < end {
        out.push(start..end);
    }
    out
}

/// What stands before a piece in the directory: as much of its first key as tells it from the last one of the piece
/// before.
pub fn mark<'a>(before: &str, first: &'a str) -> &'a str {
    let shared = (before.chars().zip(first.chars()))
        .take_while(|(left, right)| left == right)
        .map(|(left, _)| left.len_utf8())
        .sum::<usize>();
    let rest = first[shared..].chars().next().map_or(0, char::len_utf8);
    &first[..shared + rest]
}

/// A list of sorted keys, each as a digit of base 36 for what it shares with the last one, in UTF-16 as the client
/// counts, and the rest.
pub fn fronted<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut last = "";
    for (at, key) in keys.enumerate() {
        let (mut shared, mut units) = (0, 0);
        for (left, right) in last.chars().zip(key.chars()) {
            if left != right || units + left.len_utf16() > 35 {
                break;
            }
            shared += left.len_utf8();
            units += left.len_utf16();
        }
        if at > 0 {
            out.push(' ');
        }
        out.push(char::from_digit(units as u32, 36).unwrap_or('0'));
        out.push_str(&key[shared..]);
        last = key;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{cut, fronted, mark};

    #[test]
    fn a_new_key_moves_few_ends() {
        let keys: Vec<String> = (0..20_000).map(|at| format!("{at:05}")).collect();
        let ends = |keys: &[&str]| -> Vec<String> {
            let pieces = cut(keys.iter().map(|one| (*one, 40)), 10_000..26_000);
            assert!(pieces.iter().all(|one| one.len() * 40 <= 26_000));
            assert_eq!(pieces.last().map(|one| one.end), Some(keys.len()));
            pieces
                .iter()
                .map(|one| keys[one.start].to_owned())
                .collect()
        };
        let mut keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let before = ends(&keys);
        keys.insert(300, "00299x");
        let after = ends(&keys);
        let moved = after.iter().filter(|one| !before.contains(one)).count();
        assert!(
            before.len() > 30 && moved < 4,
            "{moved} of {}",
            before.len()
        );
    }

    #[test]
    fn marks_and_lists() {
        assert_eq!(mark("", "read"), "r");
        assert_eq!(mark("rat", "read"), "re");
        assert_eq!(mark("re", "read"), "rea");
        assert_eq!(
            fronted(["a", "ab", "\u{20000}x", "\u{20000}y"].into_iter()),
            "0a 1b 0\u{20000}x 2y"
        );
    }
}
