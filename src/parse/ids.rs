//! Ids in text: `FR-001`, `T001`, `US1`, `NFR-PERF-2`, `FR-006a`, `SPEC-1dbf2acb`, and ranges of them.

/// An id found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Id {
    /// The first byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// The byte at which the last number starts.
    pub(super) number: usize,
}

impl Id {
    /// The id as written.
    pub(super) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The letters before the number, without the hyphen: the family, such as `FR`.
    pub(super) fn family(self, text: &str) -> &str {
        text[self.start..self.number].trim_end_matches(['-', '_'])
    }
}

/// Finds the next id at or behind `from`.
///
/// An id is one to four upper-case groups joined by hyphens, at most 16 letters together, an optional hyphen, one to
/// eight digits, dotted sub-numbers, and at most one lower-case letter behind them; or `SPEC-` with hexadecimal digits.
/// It starts and ends where no ASCII letter, digit, `/` or `_` touches it.
pub(super) fn find(text: &str, from: usize) -> Option<Id> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if !bytes[at].is_ascii_uppercase() {
            at += 1;
            continue;
        }
        if at > 0 && touches(bytes[at - 1]) {
            at = skip_word(bytes, at);
            continue;
        }
        if let Some(id) = at_start(text, at) {
            return Some(id);
        }
        at = skip_word(bytes, at);
    }
    None
}

fn touches(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/' | b'-' | b'.' | b'#' | b'@' | b'$')
}

fn skip_word(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while at < bytes.len()
        && (bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'_' | b'-'))
    {
        at += 1;
    }
    at
}

/// Reads an id that starts exactly at `start`.
pub(super) fn at_start(text: &str, start: usize) -> Option<Id> {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut groups = 0;
    loop {
        let group = at;
        while at < bytes.len() && bytes[at].is_ascii_uppercase() {
            at += 1;
        }
        if at == group || at - start > 16 {
            return None;
        }
        groups += 1;
        if at < bytes.len() && matches!(bytes[at], b'-' | b'_') {
            at += 1;
        }
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_digit() => break,
            Some(byte)
                if byte.is_ascii_uppercase()
                    && matches!(bytes[at - 1], b'-' | b'_')
                    && groups < 4 => {}
            _ => return hexadecimal(text, start),
        }
    }
    if text[start..].starts_with("SPEC-")
        && let Some(id) = hexadecimal(text, start)
    {
        return Some(id);
    }
    let number = at;
    while at < bytes.len() && bytes[at].is_ascii_digit() {
        at += 1;
    }
    if at - number > 8 {
        return None;
    }
    while matches!(bytes.get(at), Some(b'.' | b'-'))
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    {
        // "FR-4.2" and "T1-01" are one id, "T001-T005" is a range.
        let part = at + 1;
        let mut end = part;
        while end < bytes.len() && bytes[end].is_ascii_digit() {
            end += 1;
        }
        // Behind a hyphen a sub-number begins with a zero ("T1-01") or belongs to an id with a hyphen ("FR-4-1") of
        // another width; "US1-3" and "FR-001-005" are ranges.
        let is_marked = bytes[part] == b'0' || text[start..number].contains('-');
        let is_sub_number = is_marked && end - part != at - number;
        if bytes[at] == b'-' && !is_sub_number {
            break;
        }
        at = end;
    }
    if bytes.get(at).is_some_and(u8::is_ascii_lowercase)
        && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        at += 1;
    }
    if bytes
        .get(at)
        .is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        return None;
    }
    // A file name such as `FR-001.md` or a path is no id.
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    Some(Id {
        start,
        end: at,
        number,
    })
}

/// `SPEC-1dbf2acb`: six to twelve hexadecimal digits.
fn hexadecimal(text: &str, start: usize) -> Option<Id> {
    let number = start + "SPEC-".len();
    let digits = text[start..].strip_prefix("SPEC-")?;
    let length = digits
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
        .count();
    let ends = !digits
        .as_bytes()
        .get(length)
        .is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_');
    ((6..=12).contains(&length) && ends).then_some(Id {
        start,
        end: number + length,
        number,
    })
}

/// The ids between two ends of a range, both ends excluded: `FR-001` and `005` or `FR-005` give FR-002 to FR-004 in
/// the writing of the first. Empty when the ends are no range, or one of more than 200.
pub(super) fn between(first: &str, last: &str) -> Vec<String> {
    let split = |id: &str| {
        let digits = id.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| {
            at + id[at..].chars().next().map_or(1, char::len_utf8)
        });
        (id[..digits].to_owned(), id[digits..].to_owned())
    };
    let (prefix, from) = split(first);
    let (last_prefix, to) = split(last);
    if !last_prefix.is_empty() && last_prefix != prefix {
        return Vec::new();
    }
    let (Ok(low), Ok(high)) = (from.parse::<u32>(), to.parse::<u32>()) else {
        return Vec::new();
    };
    if high <= low || high - low > 200 {
        return Vec::new();
    }
    (low + 1..high)
        .map(|number| format!("{prefix}{number:0width$}", width = from.len()))
        .collect()
}

/// What joins an id with what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// A range up to the id or number behind it.
    Range,
    /// Another number of the same family: `FR-001/002`.
    And,
}

/// Reads a joint directly behind an id: `..`, `…`, `–`, ` to `, ` through `, `/`. Returns the joint and the offset
/// behind it.
pub(super) fn joint(text: &str, at: usize) -> Option<(Joint, usize)> {
    let rest = &text[at..];
    for sign in [
        "...",
        "..",
        "…",
        " – ",
        "–",
        " — ",
        "—",
        " - ",
        "-",
        "~",
        "～",
        " to ",
        " through ",
        " bis ",
        " 至 ",
        "至",
        " から ",
    ] {
        if let Some(behind) = rest.strip_prefix(sign) {
            return Some((Joint::Range, text.len() - behind.len()));
        }
    }
    for sign in ["/", "／"] {
        if let Some(behind) = rest.strip_prefix(sign) {
            return Some((Joint::And, text.len() - behind.len()));
        }
    }
    None
}

/// All ids of a text in the writing of the text, ranges expanded, in order and without repeats.
pub(super) fn expanded(text: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let add = |id: String, ids: &mut Vec<String>| {
        if !ids.contains(&id) {
            ids.push(id);
        }
    };
    let mut at = 0;
    while let Some(id) = find(text, at) {
        let written = id.of(text).to_owned();
        add(written.clone(), &mut ids);
        at = id.end;
        let mut last = written;
        while let Some((joint, behind)) = joint(text, at) {
            let Some((next, end)) = follower(text, behind, &last) else {
                break;
            };
            if joint == Joint::Range {
                for inner in between(&last, &next) {
                    add(inner, &mut ids);
                }
            }
            add(next.clone(), &mut ids);
            last = next;
            at = end;
        }
    }
    ids
}

/// The id behind a joint: a full id of the same family, or a bare number that takes the family of `first`.
pub(super) fn follower(text: &str, at: usize, first: &str) -> Option<(String, usize)> {
    let prefix_end = first.rfind(|c: char| !c.is_ascii_digit())? + 1;
    let (prefix, number) = first.split_at(prefix_end);
    if let Some(id) = at_start(text, at) {
        return id
            .of(text)
            .starts_with(prefix)
            .then(|| (id.of(text).to_owned(), id.end));
    }
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let ends = !text
        .as_bytes()
        .get(at + digits)
        .is_some_and(u8::is_ascii_alphanumeric);
    (digits >= number.len().min(3) && digits > 0 && digits <= 8 && ends && number.len() > 1)
        .then(|| (format!("{prefix}{}", &text[at..at + digits]), at + digits))
}
