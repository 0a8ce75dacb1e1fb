//! The registers: one list over all features for each kind of fact.
//!
//! A short register is one page. A long one ([`crate::model::site::Site::split`]) is a summary per feature whose rows
//! lead to parts; a part has the same template with one feature in it.

pub mod components;
pub mod decisions;
pub mod dependencies;
pub mod endpoints;
pub mod entities;
pub mod questions;
pub mod requirements;
pub mod risks;
mod row;
pub mod tasks;
pub mod technologies;
pub mod tools;

use super::chrome::{self, Crumb, Page};
use super::reference::FeatureName;
use crate::model::portfolio::Feature;
use crate::model::site::{self, Register};
use crate::model::source::{DocId, FeatureId};
use crate::render::scene::{Scene, View, group_anchor};
use serde::Serialize;
use std::collections::HashMap;

/// What all registers have: `register`. The rows have a name of their own for each register.
#[derive(Debug, Serialize)]
pub struct RegisterPage {
    /// `risks`, `requirements`, …
    pub name: &'static str,
    /// The number of rows over the whole portfolio.
    pub total: u32,
    /// The feature whose part this is.
    pub feature: Option<FeatureName>,
    /// The features with their numbers of rows, on the summary of a long register.
    pub summary: Vec<SummaryRow>,
    /// The address of the whole register.
    pub url: String,
    /// Choices that filter the rows.
    pub choices: Vec<tools::Choice>,
    /// Files that hold the rows for programs.
    pub files: Vec<tools::RowsFile>,
}

/// A feature in the summary of a long register.
#[derive(Debug, Serialize)]
pub struct SummaryRow {
    /// The feature.
    pub feature: FeatureName,
    /// Rows: done tasks, requirements with a task, or all.
    pub n: u32,
    /// All rows, where `n` counts a part of them.
    pub of: Option<u32>,
    /// The address of the part.
    pub url: String,
}

/// The rows of one feature.
#[derive(Debug, Serialize)]
pub struct Group<T> {
    /// The feature.
    pub feature: FeatureName,
    /// The anchor of the group.
    pub anchor: String,
    /// The rows.
    pub rows: Vec<T>,
}

/// Fills the context of a register or of a part and names its template.
pub(in crate::render) fn fill(
    scene: &Scene<'_>,
    page: &site::Page,
    register: Register,
    part: Option<FeatureId>,
    context: &mut tera::Context,
) -> &'static str {
    let view = View {
        scene,
        from: &page.url,
    };
    let portfolio = scene.portfolio;
    let is_split = scene.site.split.contains(&register);
    let features: Vec<&Feature> = match part {
        Some(id) => vec![portfolio.feature(id)],
        None if is_split => Vec::new(),
        None => portfolio.features.iter().map(|it| &**it).collect(),
    };
    let value = RegisterPage {
        name: register.word(),
        total: chrome::rows(&scene.shared.totals, register),
        feature: part.map(|id| FeatureName::of(&view, id)),
        summary: if is_split && part.is_none() {
            summary(&view, register)
        } else {
            Vec::new()
        },
        url: view.register(register, None),
        choices: tools::choices(register),
        files: tools::files(&view, register),
    };
    let text = scene.strings().text(match register {
        Register::Risks => "nav_risks",
        Register::Requirements => "nav_requirements",
        Register::Tasks => "nav_tasks",
        Register::Decisions => "nav_decisions",
        Register::Questions => "nav_questions",
        Register::Endpoints => "nav_endpoints",
        Register::Entities => "nav_entities",
        Register::Components => "nav_components",
        Register::Technologies => "nav_technologies",
        Register::Dependencies => "nav_dependencies",
    });
    let mut crumbs = Vec::new();
    let mut title = text.to_owned();
    if let Some(feature) = &value.feature {
        title = format!("{text}, {}", feature.full());
        crumbs = vec![
            chrome::home(&view),
            Crumb {
                text: text.to_owned(),
                url: Some(value.url.clone()),
            },
            Crumb {
                text: feature.full(),
                url: None,
            },
        ];
    }
    chrome::fill(
        context,
        &view,
        &Page {
            title: &title,
            description: "",
            name: register.word(),
            crumbs,
        },
    );
    context.insert("register", &value);
    match register {
        Register::Risks => risks::fill(&view, &features, part, context),
        Register::Requirements => requirements::fill(&view, &features, context),
        Register::Tasks => tasks::fill(&view, &features, context),
        Register::Decisions => decisions::fill(&view, &features, context),
        Register::Questions => questions::fill(&view, &features, context),
        Register::Endpoints => endpoints::fill(&view, &features, context),
        Register::Entities => entities::fill(&view, &features, context),
        Register::Components => components::fill(&view, &features, context),
        Register::Technologies => technologies::fill(&view, &features, context),
        Register::Dependencies => dependencies::fill(&view, &features, context),
    }
}

fn summary(view: &View<'_>, register: Register) -> Vec<SummaryRow> {
    let scene = view.scene;
    scene
        .portfolio
        .features
        .iter()
        .filter_map(|feature| {
            let facts = &feature.facts;
            let tally = scene.shared.feature(feature.id);
            let (n, of) = match register {
                Register::Risks => (tally.risks.total(), None),
                Register::Requirements => (tally.covered, Some(tally.requirements)),
                Register::Tasks => (tally.tasks_done, Some(tally.tasks)),
                Register::Decisions => (facts.decisions.len() as u32, None),
                Register::Questions => (facts.questions.len() as u32, None),
                Register::Endpoints => (facts.endpoints.len() as u32, None),
                Register::Entities => (facts.entities.len() as u32, None),
                Register::Components => (facts.components.len() as u32, None),
                Register::Technologies => (facts.technologies.len() as u32, None),
                Register::Dependencies => {
                    let groups = dependencies::needed(view, feature);
                    (groups.len() as u32, None)
                }
            };
            (of.unwrap_or(n) > 0).then(|| SummaryRow {
                feature: FeatureName::of(view, feature.id),
                n,
                of,
                url: view.register(register, Some(feature.id)),
            })
        })
        .collect()
}

/// The rows of each feature; features without rows are left out.
fn groups<'a, T>(
    view: &View<'_>,
    features: &[&'a Feature],
    rows: impl Fn(&'a Feature) -> Vec<T>,
) -> Vec<Group<T>> {
    features
        .iter()
        .filter_map(|feature| {
            let rows = rows(feature);
            (!rows.is_empty()).then(|| Group {
                feature: FeatureName::of(view, feature.id),
                anchor: group_anchor(&view.scene.site.features[feature.id.index()]),
                rows,
            })
        })
        .collect()
}

/// The places of the ids of a feature's requirements.
fn requirement_places(feature: &Feature) -> HashMap<&str, (DocId, &str)> {
    (feature.facts.requirements.iter())
        .filter_map(|located| {
            let requirement = &located.fact.requirement;
            let id = requirement.id.as_deref()?;
            Some((id, (located.document, &*requirement.place.anchor)))
        })
        .collect()
}
