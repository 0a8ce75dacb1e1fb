//! The title of the portfolio.

use crate::config::Config;
use crate::model::source::Crawl;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The configured title, else the first heading of SOURCE's README, else "Plans". Never a folder name: the site does
/// not depend on where it is built.
pub(super) fn portfolio_title(crawl: &Crawl, config: &Config) -> String {
    let configured = config
        .title
        .as_deref()
        .map(str::trim)
        .filter(|title| !title.is_empty());
    if let Some(title) = configured {
        return title.to_owned();
    }
    crawl
        .readme
        .as_deref()
        .and_then(first_heading)
        .unwrap_or_else(|| "Plans".to_owned())
}

/// The text of the first heading of level 1, in Markdown or as an `<h1>` element.
fn first_heading(text: &str) -> Option<String> {
    let mut title: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_YAML_STYLE_METADATA_BLOCKS) {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => title = Some(String::new()),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                let words = one_line(title.take().as_deref().unwrap_or(""));
                if !words.is_empty() {
                    return Some(words);
                }
            }
            // The alternative text of badges is no part of a title.
            Event::Start(Tag::Image { .. }) if title.is_some() => {
                return title
                    .map(|text| one_line(&text))
                    .filter(|text| !text.is_empty());
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(title) = &mut title {
                    title.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(title) = &mut title {
                    title.push(' ');
                }
            }
            _ => {}
        }
    }
    html_heading(text)
}

/// The text of the first `<h1>` element.
fn html_heading(text: &str) -> Option<String> {
    let start = text.find("<h1").or_else(|| text.find("<H1"))?;
    let open = start + text[start..].find('>')? + 1;
    let end = text[open..]
        .find("</h1>")
        .or_else(|| text[open..].find("</H1>"))?;
    let mut words = String::new();
    let mut inside_tag = false;
    for character in text[open..open + end].chars() {
        match character {
            '<' => inside_tag = true,
            '>' => inside_tag = false,
            _ if !inside_tag => words.push(character),
            _ => {}
        }
    }
    Some(one_line(&words)).filter(|words| !words.is_empty())
}

/// Text with single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::first_heading;

    #[test]
    fn headings_in_all_writings() {
        let cases = [
            ("# Harbour **Lines**\n\n# Other", Some("Harbour Lines")),
            ("Harbour\n===\n", Some("Harbour")),
            ("```\n# code\n```\n\n## Two\n", None),
            ("---\ntitle: x\n---\n# `plan` [it](x)\n", Some("plan it")),
            ("# Harbour ![build](x.svg)\n", Some("Harbour")),
            (
                "<h1 align=\"center\">\n  <b>Harbour</b>\n</h1>\n",
                Some("Harbour"),
            ),
            ("", None),
        ];
        for (text, title) in cases {
            assert_eq!(first_heading(text).as_deref(), title, "{text}");
        }
    }
}
