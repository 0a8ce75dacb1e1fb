//! `llms.txt` (<https://llmstxt.org>): what the site holds, as Markdown that a language model reads.

use super::{View, address, title};
use crate::base::count::counted;
use crate::base::excerpt::cut;
use crate::model::document::Document;
use crate::model::portfolio::Feature;
use crate::model::site::Register;
use std::fmt::Write;

/// With more documents than this only the features are listed; their pages lead to the documents.
const LONGEST: usize = 1_000;

/// The longest text behind a link, in characters.
const TEXT: usize = 200;

/// Title, summary, features, documents, registers and data.
pub(super) fn write(view: View<'_>) -> String {
    let portfolio = view.portfolio;
    let (features, documents) = (portfolio.features.len(), portfolio.documents.len());
    let mut out = format!("# {}\n\n> ", plain(title(view)));
    let _ = writeln!(
        out,
        "Plans of software as a website: {} in {}, with their requirements, tasks, decisions, risks and interfaces, linked by id.\n",
        counted(documents, "document"),
        counted(features, "feature"),
    );
    out.push_str(
        "Every feature has an overview, `index.html` in its folder, and a page for each document. Facts have anchors: `#fr-001`, `#t012`, `#risk-1`.\n\n## Data\n\n",
    );
    link(
        &mut out,
        view,
        "portfolio.json",
        "portfolio.json",
        "all features, facts, links and diagnostics as data",
    );
    if !portfolio.features.is_empty() {
        out.push_str("\n## Features\n\n");
        for feature in &portfolio.features {
            let folder = &view.site.features[feature.id.index()];
            link(
                &mut out,
                view,
                &feature.name(),
                &format!("{folder}/index.html"),
                &about(feature),
            );
        }
    }
    out.push_str("\n## Registers\n\n");
    for register in Register::ALL {
        let word = register.word();
        let about = format!(
            "{word} of all features, also as [CSV]({})",
            address(view, &format!("{word}.csv"))
        );
        let mut title = word.to_owned();
        title[..1].make_ascii_uppercase();
        link(&mut out, view, &title, &format!("{word}.html"), &about);
    }
    if documents <= LONGEST {
        for feature in &portfolio.features {
            let _ = write!(out, "\n## Documents of {}\n\n", plain(&feature.name()));
            for &id in &feature.documents {
                document(&mut out, view, portfolio.document(id));
            }
        }
        if !portfolio.own_documents.is_empty() {
            out.push_str("\n## Documents of the portfolio\n\n");
            for &id in &portfolio.own_documents {
                document(&mut out, view, portfolio.document(id));
            }
        }
    }
    out
}

/// Phase, progress and summary.
fn about(feature: &Feature) -> String {
    let mut about = format!("phase {}", feature.phase.word());
    let facts = &feature.facts;
    if !facts.tasks.is_empty() {
        let _ = write!(
            about,
            ", {} of {} tasks done",
            facts.tasks_done(),
            facts.tasks.len()
        );
    }
    if let Some(summary) = &feature.summary {
        let _ = write!(about, ". {}", plain(&cut(summary, TEXT)));
    }
    about
}

fn document(out: &mut String, view: View<'_>, document: &Document) {
    let at = document.id.index();
    let mut about = document.kind.word().to_owned();
    if let Some(raw) = &view.site.raw[at] {
        let _ = write!(about, ", [source]({})", address(view, raw));
    }
    if let Some(summary) = &document.summary {
        let _ = write!(about, ". {}", plain(&cut(summary, TEXT)));
    }
    link(out, view, &document.title, &view.site.documents[at], &about);
}

/// A line of a list; `about` is Markdown already.
fn link(out: &mut String, view: View<'_>, title: &str, url: &str, about: &str) {
    let _ = writeln!(out, "- [{}]({}): {about}", plain(title), address(view, url));
}

/// A text as Markdown shows it on one line: white space in one, signs of Markdown escaped.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for character in word.chars().filter(|it| !it.is_control()) {
            if "\\`*_[]<>".contains(character) {
                out.push('\\');
            }
            out.push(character);
        }
    }
    out
}
