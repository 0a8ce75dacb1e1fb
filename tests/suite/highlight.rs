//! Highlighted code: `tests/highlight/*.md` hold texts and what their pieces are.
//!
//! A case is a block in a language and a `classes` block with the same text, in which `‹k fn›` stands for an element
//! of class `k`.

use crate::case::{self, Block};
use crate::program::program;
use planfolio::highlight::class::Class;
use planfolio::highlight::language::{LANGUAGES, Reader};
use planfolio::highlight::{
    ALLOWANCE, LARGEST_FOR_GRAMMAR, LARGEST_FOR_LEXER, LONGEST_LINE_FOR_GRAMMAR,
    LONGEST_LINE_FOR_LEXER, MOST_HTML, highlight,
};
use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};
use std::collections::BTreeSet;
use std::fs;

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

/// Texts put together of what opens, closes and escapes something, and of anything.
fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec((0..PIECES.len(), any::<char>()), 1..40).prop_map(|pieces| {
        let both = |(piece, character): (usize, char)| format!("{}{character}", PIECES[piece]);
        pieces.into_iter().map(both).collect()
    })
}

/// Holds the HTML of a text against the text, in every language whose reader `counts`.
fn expect_unchanged(text: &str, counts: fn(&Reader) -> bool) {
    for (names, _) in LANGUAGES.iter().filter(|(_, reader)| counts(reader)) {
        let language = names.split(' ').next().expect("it has a name");
        if let Some(html) = highlight(language, text) {
            assert_eq!(text_of(&html), text, "{language}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_unchanged_by_our_lexers(text in texts()) {
        expect_unchanged(&text, |reader| !matches!(reader, Reader::Grammar(_)));
    }
}

proptest! {
    // Grammars are slow.
    #![proptest_config(ProptestConfig::with_cases(CASES_FOR_GRAMMARS))]
    #[test]
    fn any_text_is_unchanged_by_grammars(text in texts()) {
        expect_unchanged(&text, |reader| matches!(reader, Reader::Grammar(_)));
    }
}

const CASES_FOR_GRAMMARS: u32 = 20;

const PIECES: &[&str] = &[
    "", " ", "\n", "\"", "'", "`", "\\", "${", "}", "{", "$", "#", "#[", "]", "/*", "*/", "//",
    "--", "-", ":", ": ", "- ", "\"\"\"", "r#\"", "<<E\n", "E\n", "@", "f\"", "<#", "|\n", "&",
    "<", "word", "class ", "func (", "1.", "0x",
];

#[test]
fn pages_show_code_with_classes_and_keep_the_anchors_of_contracts() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join("specs/001-a").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "spec.md",
        "# A\n\n```rust\nfn f() {}\n```\n\n```rb\nend # x\n```\n\n```\nif <b>\n```\n",
    );
    write(
        "contracts/api.yaml",
        "openapi: 3.0.3\npaths:\n  /a:\n    get: {}\n",
    );
    let build = |arguments: &[&str]| {
        let output = program()
            .arg("build")
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let page =
            |path: &str| fs::read_to_string(folder.path().join("_site/001-a").join(path)).unwrap();
        (page("spec.html"), page("contracts/api.yaml.html"))
    };
    let (document, contract) = build(&[]);
    assert!(
        document.contains("<code><span class=k>fn</span> <span class=f>f</span>() {}\n</code>")
    );
    assert!(document.contains("<code><span class=k>end</span> <span class=c># x</span>\n</code>"));
    assert!(document.contains("<code>if &lt;b&gt;\n</code>"));
    let line = "<span class=\"ln\" id=\"pf.l4\">    <span class=p>get</span>: {}";
    assert!(contract.contains(line), "{contract}");
    let (plain, contract) = build(&["--no-highlight"]);
    assert!(plain.contains("<code>fn f() {}\n</code>"));
    assert!(!contract.contains("<span class=p>"));
}

#[test]
fn a_text_that_a_grammar_never_came_to_the_end_of() {
    // Found by chance: the grammar of Scala pushed and popped for ever on this.
    let text = ": Ǧ:Z:⪇|\nT@*/q9&*\"\u{68f15}{i$Ù:\n\n)$Ȱ\"\"\"Ȕ";
    let html = highlight("scala", text).unwrap();
    assert_eq!(text_of(&html), text);
}
