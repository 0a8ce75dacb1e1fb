//! A strict reader of the XML that planfolio writes: elements, attributes in double quotes, the five entities.

/// What is wrong with a document, `None` when it is well-formed.
pub(crate) fn fault(text: &str) -> Option<String> {
    let is_allowed =
        |it: char| matches!(it, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    if let Some(character) = text.chars().find(|it| !is_allowed(*it)) {
        return Some(format!("holds {character:?}"));
    }
    let mut open: Vec<&str> = Vec::new();
    let mut roots = 0;
    let mut rest = text
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .unwrap_or(text);
    while let Some(at) = rest.find('<') {
        let before = &rest[..at];
        if open.is_empty() && !before.trim().is_empty() {
            return Some(format!("text outside of the root: {before:?}"));
        }
        if let Some(fault) = entities(before) {
            return Some(fault);
        }
        let Some(end) = rest[at..].find('>').map(|end| at + end) else {
            return Some("a tag has no end".to_owned());
        };
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes another element"));
            }
            continue;
        }
        let (tag, is_empty) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        if name.is_empty() || !name.chars().all(|it| it.is_ascii_alphanumeric()) {
            return Some(format!("<{name}> is no element"));
        }
        if let Some(fault) = self::attributes(attributes) {
            return Some(format!("<{name}>: {fault}"));
        }
        if open.is_empty() {
            roots += 1;
        }
        if !is_empty {
            open.push(name);
        }
    }
    match (roots, open.last()) {
        (1, None) if rest.trim().is_empty() => None,
        (_, Some(name)) => Some(format!("<{name}> is not closed")),
        _ => Some(format!("{roots} roots, and {rest:?} behind them")),
    }
}

fn attributes(mut rest: &str) -> Option<String> {
    let mut seen: Vec<&str> = Vec::new();
    while !rest.trim().is_empty() {
        let Some((name, value)) = rest.split_once("=\"") else {
            return Some(format!("{rest:?} is no attribute"));
        };
        let name = name.trim();
        if name.contains(char::is_whitespace) || name.is_empty() || seen.contains(&name) {
            return Some(format!("{name:?} is no attribute, or stands twice"));
        }
        seen.push(name);
        let Some((value, behind)) = value.split_once('"') else {
            return Some(format!("{name} has no end"));
        };
        if let Some(fault) = entities(value) {
            return Some(fault);
        }
        rest = behind;
    }
    None
}

fn entities(text: &str) -> Option<String> {
    let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
    text.match_indices('&')
        .find(|(at, _)| !known.iter().any(|entity| text[*at..].starts_with(entity)))
        .map(|(at, _)| {
            format!(
                "a bare & before {:?}",
                text[at..].chars().take(12).collect::<String>()
            )
        })
}

#[test]
fn faults_are_found() {
    for sound in [
        "<a/>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"c&amp;\"><d>x &lt; y</d></a>\n",
    ] {
        assert_eq!(fault(sound), None, "{sound}");
    }
    for faulty in [
        "",
        "<a>",
        "<a></b>",
        "<a>&</a>",
        "<a>&nbsp;</a>",
        "<a b=c/>",
        "<a b=\"c\" b=\"d\"/>",
        "<a/><b/>",
        "x<a/>",
        "<a>\u{1}</a>",
        "<a><</a>",
        "<a b=\"&\"/>",
    ] {
        assert!(fault(faulty).is_some(), "{faulty}");
    }
}
