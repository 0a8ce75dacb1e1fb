//! What stands above the rows of a register: choices that filter them, and files for programs.

use crate::model::site::Register;
use crate::render::scene::View;
use serde::Serialize;

/// A choice that filters the rows.
#[derive(Debug, Serialize)]
pub struct Choice {
    /// The parameter of the address that keeps it.
    pub name: &'static str,
    /// The key of its text.
    pub label: &'static str,
    /// What can be chosen besides "all".
    pub options: &'static [Choosable],
}

/// One value of a choice.
#[derive(Debug, Serialize)]
pub struct Choosable {
    /// The value in the address.
    pub value: &'static str,
    /// The key of its text.
    pub label: &'static str,
    /// The selector of CSS that a row must match.
    pub selector: &'static str,
}

/// A file with the rows for programs.
#[derive(Debug, Serialize)]
pub struct RowsFile {
    /// `CSV` or `JSON`.
    pub name: &'static str,
    /// Its address.
    pub url: String,
}

const fn choosable(value: &'static str, label: &'static str, selector: &'static str) -> Choosable {
    Choosable {
        value,
        label,
        selector,
    }
}

/// The choices of a register. Rows are told apart by marks that they show anyway.
pub(super) fn choices(register: Register) -> Vec<Choice> {
    const COVERAGE: &[Choosable] = &[
        choosable("gap", "no_task", ":has(.gap)"),
        choosable("task", "with_task", ":not(:has(.gap, .nil))"),
    ];
    const TASKS: &[Choosable] = &[
        choosable("open", "state_open", ":not(:has(.box-done))"),
        choosable("done", "state_done", ":has(.box-done)"),
    ];
    const RISKS: &[Choosable] = &[
        choosable("mitigation", "no_mitigation", ":has(.gap)"),
        choosable("owner", "no_owner", ":has(td > .nil)"),
    ];
    const QUESTIONS: &[Choosable] = &[
        choosable("open", "question_open", ":has(.open)"),
        choosable("answered", "question_answered", ":not(:has(.open))"),
    ];
    const TECHNOLOGIES: &[Choosable] = &[
        choosable("language", "technology_language", "[data-kind=language]"),
        choosable("library", "technology_library", "[data-kind=library]"),
        choosable("service", "technology_service", "[data-kind=service]"),
        choosable("platform", "technology_platform", "[data-kind=platform]"),
        choosable("versions", "several_versions", ":has(.gap)"),
    ];
    let choice = |name, label, options| {
        vec![Choice {
            name,
            label,
            options,
        }]
    };
    match register {
        Register::Requirements => choice("tasks", "nav_tasks", COVERAGE),
        Register::Tasks => choice("state", "state", TASKS),
        Register::Risks => choice("lacks", "lacks", RISKS),
        Register::Questions => choice("state", "state", QUESTIONS),
        Register::Technologies => choice("kind", "technology_kind", TECHNOLOGIES),
        _ => Vec::new(),
    }
}

/// The files that hold a register for programs.
pub(super) fn files(view: &View<'_>, register: Register) -> Vec<RowsFile> {
    view.scene
        .site
        .lists
        .iter()
        .filter(|list| list.register == register)
        .map(|list| RowsFile {
            name: list.format.name(),
            url: view.address(&list.url, ""),
        })
        .collect()
}
