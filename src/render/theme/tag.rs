//! The tags of a template that tie it to others: `extends`, `include` and `block`, with their places.

use crate::base::span::Span;

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Its first word.
    pub(super) word: &'t str,
    /// The name behind the word, without quotes; empty when there is none.
    pub(super) name: &'t str,
    /// The place of the name.
    pub(super) span: Span,
}

/// All tags of a template, those in comments and in raw text left out.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    let end_of = |from: usize, sign: &str| {
        text[from..]
            .find(sign)
            .map_or(text.len(), |found| from + found + sign.len())
    };
    while let Some(found) = text[at..].find('{') {
        let open = at + found;
        match text.as_bytes().get(open + 1) {
            Some(b'#') => at = end_of(open, "#}"),
            Some(b'%') => {
                at = end_of(open, "%}");
                let tag = tag(text, open + 2, at);
                if tag.word == "raw" {
                    let close = text[at..].find("endraw").map_or(text.len(), |it| at + it);
                    at = end_of(close, "%}");
                } else {
                    out.push(tag);
                }
            }
            _ => at = open + 1,
        }
    }
    out
}

/// The tag whose inside is `start..end`.
fn tag(text: &str, start: usize, end: usize) -> Tag<'_> {
    let inner = &text[start..end];
    let is_name = |character: char| character.is_alphanumeric() || "_-./".contains(character);
    let word = inner.trim_start_matches(|character: char| !character.is_alphanumeric());
    let word_end = word
        .find(|character: char| !character.is_alphanumeric() && character != '_')
        .unwrap_or(word.len());
    let rest = &word[word_end..];
    let quoted = rest.trim_start();
    let name = if let Some(quote @ ('"' | '\'')) = quoted.chars().next() {
        quoted[1..].split(quote).next().unwrap_or_default()
    } else {
        let length = quoted
            .find(|character| !is_name(character))
            .unwrap_or(quoted.len());
        quoted[..length].trim_end_matches('-')
    };
    let quote = usize::from(quoted.starts_with(['"', '\'']));
    let from = start + (inner.len() - quoted.len()) + quote;
    Tag {
        word: &word[..word_end],
        name,
        span: Span::new(from, from + name.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::tags;

    #[test]
    fn tags_have_names_and_places() {
        let text = "{% extends \"base.html\" -%}\n{#- {% block no %} -#}{%- block main -%}{{ x }}{% include 'partials/a.html' %}{% raw %}{% block no %}{% endraw %}{% endblock main %}{% block cut";
        let found: Vec<(&str, &str, &str)> = tags(text)
            .iter()
            .map(|tag| (tag.word, tag.name, tag.span.of(text)))
            .collect();
        assert_eq!(
            found,
            [
                ("extends", "base.html", "base.html"),
                ("block", "main", "main"),
                ("include", "partials/a.html", "partials/a.html"),
                ("endblock", "main", "main"),
                ("block", "cut", "cut"),
            ]
        );
    }
}
