//! The register of requirements: which tasks and stories they lead to.

use super::super::reference::FeatureName;
use super::row::{Named, Rows};
use crate::base::excerpt::cut;
use crate::model::fact::{Change, TaskState};
use crate::model::portfolio::{Feature, Located, TracedRequirement};
use crate::render::label;
use crate::render::scene::{View, group_anchor};
use serde::Serialize;
use std::borrow::Cow;

/// The requirements of a feature: a row of `groups`.
#[derive(Debug, Serialize)]
pub struct RequirementGroup {
    /// The feature.
    pub feature: FeatureName,
    /// The anchor of the group.
    pub anchor: String,
    /// The number of requirements.
    pub n: usize,
    /// Whether any has an operation; the column is left out otherwise.
    pub has_operations: bool,
    /// Whether any is checked; the column is left out otherwise.
    pub has_checks: bool,
    /// The rows: requirement, kind, stories, tasks, and the two columns above.
    pub rows_html: String,
}

pub(super) fn fill(
    view: &View<'_>,
    features: &[&Feature],
    context: &mut tera::Context,
) -> &'static str {
    let filled = |feature: &&&Feature| !feature.facts.requirements.is_empty();
    let groups: Vec<RequirementGroup> = (features.iter().filter(filled))
        .map(|feature| group(view, feature))
        .collect();
    context.insert("groups", &groups);
    "requirements.html"
}

fn group(view: &View<'_>, feature: &Feature) -> RequirementGroup {
    let requirements = &feature.facts.requirements;
    let has_operations = (requirements.iter()).any(|one| !one.fact.endpoints.is_empty());
    let has_checks = requirements.iter().any(|one| !one.fact.checks.is_empty());
    let mut rows = Rows::new(view);
    for requirement in requirements {
        row(&mut rows, feature, requirement, has_operations, has_checks);
    }
    RequirementGroup {
        feature: FeatureName::of(view, feature.id),
        anchor: group_anchor(&view.scene.site.features[feature.id.index()]),
        n: requirements.len(),
        has_operations,
        has_checks,
        rows_html: rows.take(),
    }
}

fn row(
    rows: &mut Rows<'_>,
    feature: &Feature,
    located: &Located<TracedRequirement>,
    has_operations: bool,
    has_checks: bool,
) {
    let facts = &feature.facts;
    let requirement = &located.fact.requirement;
    let (document, anchor) = (located.document, &*requirement.place.anchor);
    let text = cut(&requirement.text, 280);
    rows.markup("<tr><th scope=\"row\" class=\"req\">");
    if let Some(id) = &requirement.id {
        rows.link("id", document, anchor, id);
        rows.markup("<span>");
        rows.text(&text);
        rows.markup("</span>");
    } else {
        rows.markup("<span></span>");
        rows.link("plain-name", document, anchor, &text);
    }
    rows.markup("</th><td class=\"quiet\">");
    rows.word("requirement", requirement.kind.word());
    if let Some(change) = requirement.change.map(Change::word)
        && !change.is_empty()
    {
        rows.markup(", ");
        rows.word("change", change);
    }
    let tasks = || {
        let indices = located.fact.tasks.iter();
        indices.filter_map(|&at| facts.tasks.get(at as usize))
    };
    let mut stories: Vec<&str> = tasks()
        .filter_map(|task| task.fact.story.as_deref())
        .collect();
    stories.sort_unstable();
    stories.dedup();
    rows.markup("</td><td>");
    rows.text(&stories.join(", "));
    rows.markup("</td><td>");
    if tasks().next().is_some() {
        let texts: Vec<Cow<'_, str>> = tasks()
            .map(|task| short(task.fact.id.as_deref(), &task.fact.text, 32))
            .collect();
        rows.list(texts.iter().zip(tasks()).map(|(text, task)| Named {
            text,
            place: Some((task.document, &*task.fact.place.anchor)),
            done: task.fact.state == TaskState::Done,
        }));
    } else {
        // Without tasks in the feature nothing is missing yet.
        let (class, key) = match (facts.tasks.is_empty(), &requirement.id) {
            (true, _) => ("nil", "no_tasks_yet"),
            (false, None) => ("nil", "no_id"),
            (false, Some(_)) => ("gap", "no_task"),
        };
        rows.markup("<span class=\"");
        rows.markup(class);
        rows.markup("\">");
        rows.word(key, "");
        rows.markup("</span>");
    }
    if has_operations {
        labelled(rows, "operations");
        // The contract says most about an operation.
        let operations = || {
            let indices = located.fact.endpoints.iter();
            let found = indices.filter_map(|&at| facts.endpoints.get(at as usize));
            found.filter_map(|endpoint| Some((endpoint, endpoint.sources.last()?)))
        };
        let texts: Vec<String> = operations()
            .map(|(endpoint, _)| format!("{} {}", endpoint.method, endpoint.path))
            .collect();
        rows.list(
            texts
                .iter()
                .zip(operations())
                .map(|(text, (_, source))| Named {
                    text,
                    place: Some((source.document, &*source.fact.place.anchor)),
                    done: false,
                }),
        );
    }
    if has_checks {
        labelled(rows, "checked_by");
        let checks = || {
            let indices = located.fact.checks.iter();
            indices.filter_map(|&at| facts.checklist.get(at as usize))
        };
        let texts: Vec<Cow<'_, str>> = checks()
            .map(|check| short(check.fact.id.as_deref(), &check.fact.text, 24))
            .collect();
        rows.list(texts.iter().zip(checks()).map(|(text, check)| Named {
            text,
            place: Some((check.document, &*check.fact.place.anchor)),
            done: check.fact.checked,
        }));
    }
    rows.markup("</td></tr>\n");
}

/// Opens the next cell with a label for narrow pages, where the head of the column is not there to say it.
fn labelled(rows: &mut Rows<'_>, key: &'static str) {
    rows.markup("</td><td data-l=\"");
    rows.word(key, "");
    rows.markup("\">");
}

/// The id of a fact, or the beginning of its text.
fn short<'a>(id: Option<&'a str>, text: &str, longest: usize) -> Cow<'a, str> {
    id.map_or_else(
        || Cow::Owned(label::shortened(text, longest)),
        Cow::Borrowed,
    )
}
