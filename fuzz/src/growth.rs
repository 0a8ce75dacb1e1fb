//! Whether work grows with the size of the input and not with its square: forty patterns that have brought down parsers
//! of Markdown, YAML and code, each once and four times as long.
//!
//! Four times the input may take seven times as long; a pass that looks at everything for everything takes sixteen
//! times. Processor time is measured, and the shortest of several runs counts, so that other work on the machine does
//! not show.

#![forbid(unsafe_code)]

use planfolio::highlight::LARGEST_FOR_LEXER;
use planfolio::read::usage::processor_time;
use planfolio_fuzz::{TARGETS, Target};
use std::process::ExitCode;
use std::time::Duration;

/// How much longer four times the input may take.
const BOUND: f64 = 7.0;

/// What an input takes at least, so that it can be measured.
const SHORTEST: Duration = Duration::from_millis(1);

/// A pattern: the target and its first byte, what stands at the beginning, what is repeated (`#` is the number of the
/// time), and what stands at the end.
type Pattern = (&'static str, u8, &'static str, &'static str, &'static str);

/// Kinds of documents by the first byte of `facts`: 0 is a specification, 1 a plan, 3 a data model, 5 tasks.
const PATTERNS: [Pattern; 44] = [
    ("facts", 0, "", "[", ""),
    ("facts", 0, "", "](", ""),
    ("facts", 0, "", "![a](", ""),
    ("facts", 0, "", "[a](b) ", ""),
    ("facts", 0, "", "[a][b] ", "\n\n[b]: c\n"),
    ("facts", 0, "", "[a#]: b\n", ""),
    ("facts", 0, "", "[^#] ", ""),
    ("facts", 0, "", "[^#]: x\n\n", ""),
    ("facts", 0, "", "*a **b ", ""),
    ("facts", 0, "", "**a* ", ""),
    ("facts", 0, "", "_a ", ""),
    ("facts", 0, "", "~~a ", ""),
    ("facts", 0, "", "`a ", ""),
    ("facts", 0, "", "> ", "x"),
    ("facts", 0, "", "- ", "x"),
    ("facts", 0, "", "> - ", "x"),
    ("facts", 0, "", "- x\n", ""),
    ("facts", 0, "", "1. x\n\n", ""),
    ("facts", 0, "", "# h\n\n", ""),
    ("facts", 0, "", "# Heading #\n\nText.\n\n", ""),
    ("facts", 0, "", "<b>", ""),
    ("facts", 0, "", "<div>\n\n", ""),
    ("facts", 0, "", "<table><tr><td>", ""),
    ("facts", 0, "", "<!-- ", ""),
    ("facts", 0, "", "<!-- planfolio: ignore PF401 -->\n\n", "x"),
    ("facts", 0, "", "&amp;", ""),
    ("facts", 0, "", "| a | b |\n", ""),
    ("facts", 0, "| a | b |\n|---|---|\n", "| FR-# | x |\n", ""),
    (
        "facts",
        0,
        "## Requirements\n\n",
        "- **FR-#**: x, see FR-1\n",
        "",
    ),
    ("facts", 0, "## Requirements\n\n", "- **FR-1**: x\n", ""),
    ("facts", 0, "See ", "FR-1..FR-9 ", ""),
    (
        "facts",
        5,
        "# Tasks\n\n",
        "- [ ] T# Do it (depends on T1, T2)\n",
        "",
    ),
    (
        "facts",
        1,
        "## Risks\n\n",
        "1. **R#**\n   - Likelihood: High\n   - Impact: Low\n",
        "",
    ),
    (
        "facts",
        1,
        "## Open Questions\n\n",
        "- [NEEDS CLARIFICATION: x #?]\n",
        "",
    ),
    (
        "facts",
        1,
        "## Components\n\n",
        "**C#**\n- Purpose: x\n- Technology: y\n\n",
        "",
    ),
    (
        "facts",
        3,
        "## Key Entities\n\n",
        "### E#\n\n| Field | Type |\n|---|---|\n| a | E1 |\n\n",
        "",
    ),
    ("facts", 1, "```\n", "├── a\n", "```\n"),
    ("metadata", 0, "", "k#: v\n", ""),
    ("metadata", 1, "", "**K#**: v\n", ""),
    (
        "links",
        b'x',
        "\n\n## Requirements\n\n",
        "- **FR-#**: x, see [a](../002-b/spec.md#fr-#) and spec 002\n",
        "",
    ),
    (
        "contracts",
        0,
        "openapi: 3.0.0\npaths:\n",
        "  /a#: {get: {responses: {'200': {description: x}}}}\n",
        "",
    ),
    ("contracts", 0, "", "- ", "x"),
    ("highlight", 0, "{", "\"a\": [1, {\"b\": null}],\n", "}"),
    (
        "highlight",
        4,
        "",
        "fn name_of(text: &str) -> String { /* a /* nested */ comment */ }\n",
        "",
    ),
];

fn main() -> ExitCode {
    let mut failed = false;
    for pattern in PATTERNS {
        let target = TARGETS
            .into_iter()
            .find(|target| target.0 == pattern.0)
            .expect("patterns name targets");
        // Chance may make one measurement long, but not each of several.
        let mut least = growth(target, pattern);
        for _ in 0..3 {
            if least > BOUND {
                least = least.min(growth(target, pattern));
            }
        }
        let growth = least;
        println!("{growth:5.1}  {} {:?}", pattern.0, pattern.3);
        failed |= growth > BOUND;
    }
    if failed {
        println!("four times the input must not take more than {BOUND} times as long");
        ExitCode::FAILURE
    } else {
        println!("{} patterns, none grows like a square", PATTERNS.len());
        ExitCode::SUCCESS
    }
}

/// How much longer four times a pattern takes, at a length that can be measured.
fn growth(target: Target, pattern: Pattern) -> f64 {
    let mut times = 500;
    loop {
        let text = input(pattern, times);
        let once = shortest(target, &text);
        // Longer code than this is not highlighted.
        let is_longest = pattern.0 == "highlight" && text.len() * 8 > LARGEST_FOR_LEXER;
        if once >= SHORTEST || is_longest || times > 100_000 {
            return shortest(target, &input(pattern, times * 4)).as_secs_f64() / once.as_secs_f64();
        }
        times *= 2;
    }
}

fn input((_, first, head, piece, tail): Pattern, times: usize) -> Vec<u8> {
    let mut text = head.to_owned();
    for time in 1..=times {
        text.push_str(&piece.replace('#', &time.to_string()));
    }
    text.push_str(tail);
    let mut input = vec![first];
    input.extend(text.bytes());
    input
}

/// The shortest time of some runs.
fn shortest((_, target): Target, input: &[u8]) -> Duration {
    (0..5)
        .map(|_| {
            let start = processor_time();
            target(input);
            processor_time().saturating_sub(start)
        })
        .min()
        .expect("there are some")
}
