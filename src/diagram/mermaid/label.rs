//! Labels as plain text: line breaks kept, markup taken out, entity codes resolved.

/// The plain text of a label.
pub(super) fn plain(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let label = label.trim();
    let markdown = label
        .strip_prefix('`')
        .and_then(|rest| rest.strip_suffix('`'));
    let mut rest = markdown.unwrap_or(label);
    while let Some(character) = rest.chars().next() {
        if character == '<'
            && let Some(end) = tag(rest)
        {
            let name = rest[1..end].trim_start_matches('/').trim();
            if name
                .get(..2)
                .is_some_and(|name| name.eq_ignore_ascii_case("br"))
            {
                out.push('\n');
            }
            rest = &rest[end + 1..];
            continue;
        }
        if (character == '#' || character == '&')
            && let Some((decoded, length)) = entity(rest)
        {
            out.push(decoded);
            rest = &rest[length..];
            continue;
        }
        if let Some(behind) = rest.strip_prefix("\\n") {
            out.push('\n');
            rest = behind;
            continue;
        }
        let emphasis = if markdown.is_some() { "*" } else { "**" };
        if let Some(behind) = rest.strip_prefix(emphasis) {
            rest = behind;
            continue;
        }
        out.push(character);
        rest = &rest[character.len_utf8()..];
    }
    let lines = out
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    without_icons(&lines.join("\n"))
}

/// Where the tag at the start of `text` ends; names in angle brackets that are no HTML are text.
fn tag(text: &str) -> Option<usize> {
    let end = text.find('>')?;
    let name: String = text[1..end]
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let is_known = matches!(
        name.to_ascii_lowercase().as_str(),
        "br" | "b"
            | "strong"
            | "i"
            | "em"
            | "u"
            | "span"
            | "a"
            | "p"
            | "div"
            | "small"
            | "code"
            | "sub"
            | "sup"
            | "center"
            | "font"
            | "hr"
            | "img"
    );
    (is_known && end < 200).then_some(end)
}

/// The character of an entity code such as `#quot;`, `#35;` or `&amp;`, and the length of the code.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.get(..text.len().min(12)).unwrap_or(text).find(';')?;
    let name = text[1..end].trim_start_matches('#');
    let decoded = match name {
        "quot" => '"',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let code = match name.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => name.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    };
    Some((decoded, end + 1))
}

/// Names of icon fonts, which show nothing here, are left out.
fn without_icons(text: &str) -> String {
    if !text.contains(":fa-") {
        return text.to_owned();
    }
    let words = text.split(' ').filter(|word| !word.contains(":fa-"));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_goes_and_names_stay() {
        assert_eq!(plain("Gate<br/>reader"), "Gate\nreader");
        assert_eq!(
            plain("<b>Key</b> #quot;daily#quot; &amp; new"),
            "Key \"daily\" & new"
        );
        assert_eq!(plain("POST /scan <ref>"), "POST /scan <ref>");
        assert_eq!(plain("`**bold** and *soft* text`"), "bold and soft text");
        assert_eq!(plain("a * b"), "a * b");
        assert_eq!(plain("fa:fa-ship Ferry"), "Ferry");
        assert_eq!(plain("#12; #xZZ; #9829;"), "#12; #xZZ; ♥");
    }
}
