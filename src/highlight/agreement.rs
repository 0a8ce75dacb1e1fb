//! How far our lexers agree with the grammars, which are slow and know more.

use super::class::Class;
use super::language::{Reader, reader};
use super::{highlight, syntax, writer::Writer};

/// The grammar of a language that one of our lexers reads.
fn grammar(language: &str) -> Option<&'static str> {
    Some(match language {
        "json" | "jsonc" => "JSON",
        "yaml" => "YAML",
        "rust" => "Rust",
        "ts" => "TypeScript",
        "js" => "JavaScript",
        "python" => "Python",
        "bash" => "Bourne Again Shell (bash)",
        "sql" => "SQL",
        "go" => "Go",
        "java" => "Java",
        "kotlin" => "Kotlin",
        "swift" => "Swift",
        "c" => "C",
        "c++" => "C++",
        "c#" => "C#",
        "proto" => "Protocol Buffer",
        "graphql" => "GraphQL",
        "diff" => "Diff",
        _ => return None,
    })
}

/// The class of each character that is no blank.
fn classes(html: &str) -> Vec<(char, Option<Class>)> {
    let mut classes = Vec::new();
    let mut class = None;
    let mut rest = html;
    while let Some(next) = rest.chars().next() {
        if let Some(inner) = rest.strip_prefix("<span class=") {
            class = Class::ALL
                .iter()
                .copied()
                .find(|class| inner.starts_with(class.name()));
            rest = &inner[2..];
        } else if let Some(after) = rest.strip_prefix("</span>") {
            class = None;
            rest = after;
        } else {
            let length = if next == '&' {
                rest.find(';').map_or(1, |end| end + 1)
            } else {
                next.len_utf8()
            };
            if !next.is_whitespace() {
                classes.push((next, class));
            }
            rest = &rest[length..];
        }
    }
    classes
}

/// What both can know: a lexicon knows no types but those of the language, the grammar of JSON no keys, and both may
/// see escapes where the other does not.
fn comparable(class: Option<Class>) -> Option<Class> {
    match class? {
        Class::Escape | Class::Key | Class::Variable => Some(Class::Text),
        Class::Type | Class::Function | Class::Attribute | Class::Link => None,
        class => Some(class),
    }
}

/// How many of the characters have the same class, and how many there are.
fn agreement(language: &str, text: &str) -> (usize, usize) {
    let mut writer = Writer::new(text.len());
    syntax::read(grammar(language).expect("it has one"), text, &mut writer).expect("it reads");
    let theirs = classes(&writer.finish());
    let ours = classes(&highlight(language, text).expect("the language is known"));
    assert_eq!(ours.len(), theirs.len());
    let same = ours
        .iter()
        .zip(&theirs)
        .filter(|((_, ours), (_, theirs))| comparable(*ours) == comparable(*theirs))
        .count();
    //SHOW
    (same, ours.len())
}

/// The blocks of a Markdown file.
fn blocks(markdown: &str) -> impl Iterator<Item = (&str, &str)> {
    markdown
        .split("\n```")
        .filter_map(|part| part.split_once('\n'))
}

#[test]
fn lexers_agree_with_grammars() {
    let cases = [
        include_str!("../../tests/highlight/program.md"),
        include_str!("../../tests/highlight/markup.md"),
    ];
    let contracts = [
        (
            "yaml",
            include_str!("../../starter/sample/specs/001-borrow-a-tool/contracts/loans-api.yaml"),
        ),
        ("yaml", include_str!("../../starter/github/plans.yml")),
        (
            "json",
            include_str!("../../example-site/specs/001-rider-accounts/contracts/accounts-api.json"),
        ),
    ];
    let all = cases.into_iter().flat_map(blocks).chain(contracts);
    let mut sums = std::collections::BTreeMap::new();
    for (language, text) in all {
        if grammar(language).is_some() {
            assert!(!matches!(reader(language), Some(Reader::Grammar(_)) | None));
            let (same, all) = agreement(language, text);
            let sum = sums.entry(language).or_insert((0, 0));
            sum.0 += same;
            sum.1 += all;
        }
    }
    let mut total = (0, 0);
    for (language, (same, all)) in sums {
        let share = same * 100 / all;
        let least = match language {
            "json" | "jsonc" | "yaml" | "diff" => 98,
            // The grammar of Swift is old.
            "swift" => 85,
            _ => 90,
        };
        assert!(share >= least, "{language}: {share} % of {all}");
        total = (total.0 + same, total.1 + all);
    }
    assert!(total.0 * 100 / total.1 >= 97, "{total:?}");
}
