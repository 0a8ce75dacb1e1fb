//! Highlighted code: `tests/highlight/*.md` hold texts and what their pieces are.
//!
//! A case is a block in a language and a `classes` block with the same text, in which `‹k fn›` stands for an element
//! of class `k`.

use crate::case::{self, Block};
use planfolio::highlight::class::Class;
use planfolio::highlight::language::LANGUAGES;
use planfolio::highlight::{
    ALLOWANCE, LARGEST_FOR_GRAMMAR, LARGEST_FOR_LEXER, LONGEST_LINE_FOR_GRAMMAR,
    LONGEST_LINE_FOR_LEXER, MOST_HTML, highlight,
};
use std::collections::BTreeSet;

#[test]
fn cases() {
    case::run("highlight", |case| {
        let sample = &case.blocks[0];
        let html = highlight(&sample.info, &sample.text);
        let found = html.map_or_else(|| "plain\n".to_owned(), |html| marked(&html));
        let expected: &Block = case.block("classes").expect("a case says what it expects");
        vec![(expected.clone(), found)]
    });
}

fn marked(html: &str) -> String {
    html.replace("</span>", "›")
        .split("<span class=")
        .enumerate()
        .map(|(at, part)| match at {
            0 => part.to_owned(),
            _ => format!("‹{}", part.replacen('>', " ", 1)),
        })
        .collect::<String>()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[test]
fn texts_are_unchanged_and_lines_are_whole() {
    case::run("highlight", |case| {
        let sample = &case.blocks[0];
        if let Some(html) = highlight(&sample.info, &sample.text) {
            assert_eq!(text_of(&html), sample.text, "{}", case.title);
            for line in html.lines() {
                let opened = line.matches("<span class=").count();
                assert_eq!(opened, line.matches("</span>").count(), "{line}");
            }
            assert!(html.len() <= MOST_HTML * sample.text.len() + ALLOWANCE);
        }
        vec![(sample.clone(), sample.text.clone())]
    });
}

/// The text of highlighted HTML.
fn text_of(html: &str) -> String {
    let mut text = html.replace("</span>", "");
    for class in Class::ALL {
        text = text.replace(&format!("<span class={}>", class.name()), "");
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[test]
fn no_class_has_the_name_of_another() {
    let names: BTreeSet<&str> = Class::ALL.iter().map(|class| class.name()).collect();
    assert_eq!(names.len(), Class::ALL.len());
    assert!(names.iter().all(|name| name.len() == 1));
}

#[test]
fn nothing_is_made_of_markup_in_any_language() {
    let hostile = "</code></pre><script>alert(1)</script> & \"<b>\" '<i>' #<u> //<s> {<a>} /*<p>*/ <!--<q>-->\n";
    for (names, _) in LANGUAGES {
        let language = names.split(' ').next().expect("it has a name");
        let html = highlight(language, hostile).expect("the language is known");
        assert_eq!(text_of(&html), hostile, "{language}");
        assert_eq!(
            html.matches('<').count(),
            2 * html.matches("<span class=").count()
        );
    }
}

#[test]
fn unfinished_texts_are_shown_whole_in_every_language() {
    let pieces = [
        "\"",
        "'",
        "`",
        "/*",
        "<!--",
        "{{",
        "\"\"\"",
        "r#\"",
        "<<EOF\n",
        "|\n  ",
        "\\",
        "$(",
        "é€\u{1f600}",
        "\t\r",
        "@\"",
    ];
    for (names, _) in LANGUAGES {
        let language = names.split(' ').next().expect("it has a name");
        for piece in pieces {
            for text in [
                piece.to_owned(),
                format!("a: {piece}"),
                format!("{piece} b\n\nc {piece}"),
            ] {
                let html = highlight(language, &text).expect("the language is known");
                assert_eq!(text_of(&html), text, "{language}");
            }
        }
    }
}

#[test]
fn what_would_take_long_or_grow_is_shown_plain() {
    let line = "take seat from ferry\n";
    let fits = |language: &str, text: &str| highlight(language, text).is_some();
    assert!(fits("ruby", &line.repeat(LARGEST_FOR_GRAMMAR / line.len())));
    assert!(!fits(
        "ruby",
        &line.repeat(LARGEST_FOR_GRAMMAR / line.len() + 1)
    ));
    assert!(fits("ruby", &"x".repeat(LONGEST_LINE_FOR_GRAMMAR)));
    assert!(!fits(
        "ruby",
        &format!("a\n{}\nb", "x".repeat(LONGEST_LINE_FOR_GRAMMAR + 1))
    ));
    let line = "key: value of the key\n";
    assert!(fits("yaml", &line.repeat(LARGEST_FOR_LEXER / line.len())));
    assert!(!fits(
        "yaml",
        &line.repeat(LARGEST_FOR_LEXER / line.len() + 1)
    ));
    assert!(fits("yaml", &"x".repeat(LONGEST_LINE_FOR_LEXER)));
    assert!(!fits("yaml", &"x".repeat(LONGEST_LINE_FOR_LEXER + 1)));
    assert!(fits("json", "[1,2,3]"));
    assert!(!fits("json", &format!("[{}]", "1,".repeat(900))));
    assert!(!fits("json", ""));
}

/// The colours of code against the ground that they stand on, in both schemes, must have a contrast of 4.5 as WCAG 2
/// defines it.
#[test]
fn colours_of_code_are_readable() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/css");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("it is there");
    let tokens = read("tokens.css");
    let colours = |token: &str| -> [f64; 2] {
        let start = format!("{token}: light-dark(");
        let (_, rest) = tokens
            .split_once(&start)
            .unwrap_or_else(|| panic!("{token}"));
        let (pair, _) = rest.split_once(')').expect("it is closed");
        let (light, dark) = pair.split_once(", ").expect("there are two");
        [luminance(light), luminance(dark)]
    };
    let css = read("code.css");
    let mut seen = 0;
    for rule in css
        .lines()
        .filter(|line| line.trim_start().starts_with('.'))
    {
        let token = |property: &str| {
            let (_, rest) = rule.split_once(&format!(" {property}: var("))?;
            rest.split(')').next()
        };
        let Some(ink) = token("color") else { continue };
        let ground = token("background").unwrap_or("--sunk");
        for (ink, ground) in colours(ink).into_iter().zip(colours(ground)) {
            let contrast = (ink.max(ground) + 0.05) / (ink.min(ground) + 0.05);
            assert!(contrast >= 4.5, "{rule}: {contrast:.2}");
            seen += 1;
        }
    }
    assert!(seen >= 14, "only {seen} colours were found");
}

/// The relative luminance of `#rgb` or `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    let digits = colour.trim_start_matches('#');
    let step = digits.len() / 3;
    let channel = |at: usize| {
        let digits = digits[at * step..(at + 1) * step].repeat(2 / step);
        let value = f64::from(u8::from_str_radix(&digits, 16).expect("it is a colour")) / 255.0;
        if value <= 0.03928 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}
