//! Style sheets: light minification that needs no knowledge of CSS beyond strings and comments.

/// `css` without comments and without white space that means nothing. White space before a colon stays, since it is
/// a descendant combinator in `a :hover`, and so does the one around `+` in brackets and `-`, which `calc()` needs.
pub(super) fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut space = false;
    let mut depth = 0_u32;
    while let Some(character) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
            space = true;
            continue;
        }
        if character.is_whitespace() {
            rest = &rest[character.len_utf8()..];
            space = true;
            continue;
        }
        if space {
            let after = out.chars().next_back();
            let is_plus = depth == 0 && (character == '+' || after == Some('+'));
            let tight_after = matches!(after, None | Some('{' | '}' | ';' | ',' | ':' | '>' | '='));
            let tight_before = matches!(character, '{' | '}' | ';' | ',' | '>' | '<');
            if !tight_after && !tight_before && !is_plus {
                out.push(' ');
            }
            space = false;
        }
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if character == '}' && out.ends_with(';') {
            out.pop();
        }
        if character == '"' || character == '\'' {
            let end = string_end(rest, character);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        out.push(character);
        rest = &rest[character.len_utf8()..];
    }
    out
}

/// The length in bytes of the string literal at the start of `text`.
fn string_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn keeps_what_means_something() {
        let css = "/* c */ a :hover , b { width : calc(1px + 2px) ; content : \" /* x */ \" ; }\n\n@media (a <= 1px) { c > d + e { } }";
        assert_eq!(
            minify(css),
            "a :hover,b{width :calc(1px + 2px);content :\" /* x */ \"}@media (a<=1px){c>d+e{}}"
        );
    }
}
