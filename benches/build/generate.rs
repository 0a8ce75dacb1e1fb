//! A portfolio of any size in the dialect of the plan template, the same for the same seed. Every feature holds what
//! costs time in real ones: ids that refer to each other, tables, diagrams, code in several languages, a contract.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const WORDS: &[&str] = &[
    "ferry",
    "berth",
    "ticket",
    "route",
    "crew",
    "harbour",
    "gate",
    "vessel",
    "cargo",
    "pilot",
    "tide",
    "signal",
    "queue",
    "payment",
    "refund",
    "timetable",
    "passenger",
    "vehicle",
    "deck",
    "terminal",
    "notice",
    "weather",
    "delay",
    "schedule",
    "inspection",
    "engine",
    "fuel",
    "radio",
    "map",
    "buoy",
];
const VERBS: &[&str] = &[
    "must show",
    "must store",
    "must refuse",
    "must announce",
    "must cancel",
    "must count",
    "must send",
];
const LEVELS: &[&str] = &["Low", "Medium", "High"];
const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE"];

/// Xorshift; good enough to vary texts.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.one(WORDS)).collect();
        words.join(" ")
    }

    fn sentence(&mut self) -> String {
        let length = 8 + self.below(14);
        let mut text = self.words(length);
        text[..1].make_ascii_uppercase();
        text.push('.');
        text
    }

    fn paragraph(&mut self) -> String {
        let count = 3 + self.below(4);
        let sentences: Vec<String> = (0..count).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    fn name(&mut self) -> String {
        let (first, second) = (self.one(WORDS), self.one(WORDS));
        let mut name = format!("{first} {second}");
        name[..1].make_ascii_uppercase();
        name
    }
}

/// Writes `features` features below `folder/specs`.
pub(crate) fn write(folder: &Path, features: usize, seed: u64) {
    for number in 1..=features {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (number as u64) << 17 | 1);
        for _ in 0..8 {
            dice.below(2);
        }
        let title = dice.name();
        let slug = title.to_lowercase().replace(' ', "-");
        let home = folder.join(format!("specs/{number:04}-{slug}"));
        fs::create_dir_all(home.join("contracts")).unwrap();
        fs::create_dir_all(home.join("checklists")).unwrap();
        let other = 1 + dice.below(features);
        for (path, text) in [
            ("spec.md", spec(&mut dice, &title, other)),
            ("plan.md", plan(&mut dice, &title, other)),
            ("research.md", research(&mut dice, &title)),
            ("data-model.md", data_model(&mut dice, &title)),
            ("tasks.md", tasks(&mut dice, &title)),
            ("checklists/requirements.md", checklist(&mut dice, &title)),
            ("contracts/api.yaml", openapi(&mut dice, &title)),
            ("contracts/events.md", events(&mut dice, &title)),
        ] {
            fs::write(home.join(path), text).unwrap();
        }
    }
}

macro_rules! put {
    ($out:expr, $($words:tt)*) => { writeln!($out, $($words)*).expect("a string takes all") };
}

fn spec(dice: &mut Dice, title: &str, other: usize) -> String {
    let mut out =
        format!("# Feature Specification: {title}\n\n**Status**: Draft\n\n## User Scenarios\n\n");
    for story in 1..=4 {
        put!(
            out,
            "### User Story {story} - {} (Priority: P{})\n",
            dice.name(),
            1 + story / 2
        );
        put!(out, "{}\n", dice.paragraph());
        put!(out, "**Acceptance Scenarios**:\n");
        for scenario in 1..=3 {
            put!(
                out,
                "{scenario}. **Given** {}, **When** {}, **Then** {}",
                dice.words(5),
                dice.words(5),
                dice.words(6)
            );
        }
        put!(out, "");
    }
    put!(out, "## Requirements\n\n### Functional Requirements\n");
    for number in 1..=22 {
        put!(
            out,
            "- **FR-{number:03}**: The {} {} {}",
            dice.one(WORDS),
            dice.one(VERBS),
            dice.sentence()
        );
    }
    put!(out, "\n### Non-Functional Requirements\n");
    for number in 1..=6 {
        put!(out, "- **NFR-{number:03}**: {}", dice.sentence());
    }
    put!(
        out,
        "\n## Dependencies\n\n- Depends on Spec {other:04} for the {}.\n",
        dice.words(3)
    );
    for _ in 0..24 {
        put!(
            out,
            "{} As FR-{:03} says, {}\n",
            dice.paragraph(),
            1 + dice.below(22),
            dice.sentence()
        );
    }
    put!(out, "## Success Criteria\n");
    for number in 1..=5 {
        put!(out, "- **SC-{number:03}**: {}", dice.sentence());
    }
    out
}

fn plan(dice: &mut Dice, title: &str, other: usize) -> String {
    let mut out = format!(
        "# Implementation Plan: {title}\n\n**Spec:** [spec](spec.md)\n\n## Overview\n\n**Feature Summary:**\n{}\n\n",
        dice.paragraph()
    );
    let names: Vec<String> = (0..5).map(|_| dice.name()).collect();
    put!(out, "## Architecture\n\n### System Components\n");
    for name in &names {
        put!(
            out,
            "**{name}:**\n- Purpose: {}\n- Technology: Rust, PostgreSQL\n- Responsibilities: {}\n",
            dice.sentence(),
            dice.sentence()
        );
    }
    put!(out, "### Component Interactions\n\n```");
    put!(out, "[{}] → [{}] → [{}]", names[0], names[1], names[2]);
    let indent = " ".repeat(names[0].chars().count() + 5 + names[1].chars().count() / 2);
    put!(
        out,
        "{indent}↓\n{indent}[{}] → [{}]\n```\n",
        names[3],
        names[4]
    );
    put!(out, "### Architecture Decisions\n");
    for number in 1..=4 {
        put!(
            out,
            "**Decision {number}: {}**\n- Options considered: {}, {}\n- Chosen: {}\n- Rationale: {}\n- Trade-offs: {}\n",
            dice.name(),
            dice.name(),
            dice.name(),
            dice.name(),
            dice.sentence(),
            dice.sentence()
        );
    }
    put!(out, "## API Design\n\n### Endpoints\n");
    for number in 1..=4 {
        put!(
            out,
            "**[{} /api/v1/{}/:id]**\n- Purpose: {}\n- Auth: Required\n",
            METHODS[number % 4],
            WORDS[number],
            dice.sentence()
        );
    }
    put!(
        out,
        "## Dependencies\n\n### Internal Dependencies\n\n- **Spec {other:04}**: {}\n",
        dice.sentence()
    );
    for language in ["rust", "typescript", "sql"] {
        put!(out, "```{language}\n{}\n```\n", code(dice, language));
    }
    for _ in 0..14 {
        put!(
            out,
            "{} See `research.md` and NFR-{:03}.\n",
            dice.paragraph(),
            1 + dice.below(6)
        );
    }
    put!(
        out,
        "## Open Questions & Risks\n\n### Open Questions\n\n- {}? {}\n",
        dice.name(),
        dice.sentence()
    );
    put!(out, "### Technical Risks\n");
    for number in 1..=5 {
        put!(
            out,
            "{number}. **{}**\n   - Likelihood: {}\n   - Impact: {}\n   - Mitigation: {}\n",
            dice.name(),
            dice.one(LEVELS),
            dice.one(LEVELS),
            dice.sentence()
        );
    }
    put!(
        out,
        "## Timeline Estimate\n\n- Core implementation: {} days\n\n**Confidence:** Medium",
        2 + dice.below(9)
    );
    out
}

fn code(dice: &mut Dice, language: &str) -> String {
    let mut out = String::new();
    for _ in 0..6 {
        let (a, b) = (dice.one(WORDS), dice.one(WORDS));
        match language {
            "rust" => put!(
                out,
                "pub fn {a}_{b}(input: &str) -> Option<u32> {{\n    input.strip_prefix(\"{b}\")?.parse().ok() // {a}\n}}"
            ),
            "typescript" => put!(
                out,
                "export async function {a}{b}(id: string): Promise<number> {{\n  return await fetch(`/api/{a}/${{id}}`).then((r) => r.json());\n}}"
            ),
            _ => put!(
                out,
                "SELECT {a}.id, count(*) AS {b}_count FROM {a} WHERE {a}.state = 'open' GROUP BY {a}.id;"
            ),
        }
    }
    out
}

fn research(dice: &mut Dice, title: &str) -> String {
    let mut out = format!("# Research: {title}\n\n");
    for number in 1..=5 {
        put!(
            out,
            "## Decision {number}: {}\n\n**Decision**: {}\n\n**Rationale**: {}\n\n**Alternatives considered**:\n",
            dice.name(),
            dice.sentence(),
            dice.paragraph()
        );
        put!(out, "| Option | For | Against |\n|---|---|---|");
        for _ in 0..4 {
            put!(
                out,
                "| {} | {} | {} |",
                dice.name(),
                dice.words(6),
                dice.words(6)
            );
        }
        put!(out, "");
    }
    out
}

fn data_model(dice: &mut Dice, title: &str) -> String {
    let mut out = format!("# Data Model: {title}\n\n");
    for _ in 0..5 {
        put!(
            out,
            "## {}\n\n{}\n\n| Field | Type | Notes |\n|---|---|---|",
            dice.name(),
            dice.sentence()
        );
        for _ in 0..7 {
            put!(
                out,
                "| {}_{} | uuid | {} |",
                dice.one(WORDS),
                dice.one(WORDS),
                dice.words(5)
            );
        }
        put!(out, "");
    }
    out
}

fn tasks(dice: &mut Dice, title: &str) -> String {
    let mut out = format!("# Tasks: {title}\n\n");
    let mut number = 0;
    for phase in 1..=6 {
        put!(out, "## Phase {phase}: {}\n", dice.name());
        for _ in 0..28 {
            number += 1;
            put!(
                out,
                "- [{}] T{number:03} {}[US{}] Build the {} in `src/{}/{}.rs` for FR-{:03}",
                if dice.below(3) == 0 { "x" } else { " " },
                if dice.below(2) == 0 { "[P] " } else { "" },
                1 + dice.below(4),
                dice.words(5),
                dice.one(WORDS),
                dice.one(WORDS),
                1 + dice.below(22),
            );
        }
        put!(out, "");
    }
    out
}

fn checklist(dice: &mut Dice, title: &str) -> String {
    let mut out = format!("# Checklist: {title}\n\n");
    for number in 1..=16 {
        put!(
            out,
            "- [ ] CHK{number:03} {} [Spec FR-{:03}]",
            dice.sentence(),
            1 + dice.below(22)
        );
    }
    out
}

fn openapi(dice: &mut Dice, title: &str) -> String {
    let mut out = format!("openapi: 3.0.3\ninfo:\n  title: {title}\n  version: 1.0.0\npaths:\n");
    for number in 1..=5 {
        put!(
            out,
            "  /api/v1/{}/{{id}}:\n    {}:\n      summary: {}",
            WORDS[number],
            METHODS[number % 4].to_lowercase(),
            dice.words(5)
        );
        put!(
            out,
            "      parameters:\n        - name: id\n          in: path\n          required: true\n          schema:\n            type: string"
        );
        put!(
            out,
            "      responses:\n        '200':\n          description: {}\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/Item{number}'",
            dice.words(4)
        );
    }
    put!(out, "components:\n  schemas:");
    for number in 1..=5 {
        put!(
            out,
            "    Item{number}:\n      type: object\n      required: [id]\n      properties:"
        );
        for property in 0..7 {
            put!(
                out,
                "        {}_{property}:\n          type: string\n          description: {}",
                dice.one(WORDS),
                dice.words(6)
            );
        }
    }
    out
}

fn events(dice: &mut Dice, title: &str) -> String {
    let mut out = format!("# Contract: Events of {title}\n\n");
    for _ in 0..4 {
        let word = dice.one(WORDS);
        put!(
            out,
            "## {word}.changed\n\n{}\n\n```json\n{{\n  \"id\": \"01\",\n  \"{word}\": {{ \"state\": \"open\", \"count\": {} }}\n}}\n```\n",
            dice.paragraph(),
            dice.below(900)
        );
    }
    out
}
