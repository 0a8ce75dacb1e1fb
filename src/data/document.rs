//! The whole portfolio as one JSON document.

use super::collect::{
    View, acceptance, checklist, components, decisions, dependencies, diagnostics, diagrams,
    documents, endpoints, entities, estimate, feature_address, own_documents, questions,
    requirements, risks, stories, targets, tasks, technologies,
};
use super::record::StatusRecord;
use super::totals::totals;
use super::writer::{ObjectWriter, items};
use crate::model::portfolio::{Feature, Portfolio};
use crate::model::site::Site;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

/// The version of the structure. Grows when a key changes its meaning or goes away; new keys do not count.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Generator {
    name: &'static str,
    version: &'static str,
}

/// See [`super::portfolio_pieces`].
pub(super) fn portfolio_pieces<'a>(
    portfolio: &'a Portfolio,
    site: &'a Site,
) -> impl Iterator<Item = Vec<u8>> + 'a {
    let view = View { portfolio, site };
    let features = portfolio
        .features
        .chunks(super::FEATURES_A_PIECE)
        .enumerate()
        .map(move |(at, chunk)| {
            let objects: Vec<Vec<u8>> = chunk
                .par_iter()
                .map(|feature| feature_object(view, feature))
                .collect();
            items(objects, 2, at > 0)
        });
    std::iter::once_with(move || head(view))
        .chain(features)
        .chain(std::iter::once_with(move || tail(view)))
}

/// Everything before the first feature.
fn head(view: View<'_>) -> Vec<u8> {
    let mut out = ObjectWriter::new(0);
    out.field("schema_version", SCHEMA_VERSION);
    out.field(
        "generator",
        Generator {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
    );
    out.field("title", &view.portfolio.title);
    out.field("totals", totals(view));
    out.open_list("features")
}

/// Everything behind the last feature.
fn tail(view: View<'_>) -> Vec<u8> {
    let mut out = ObjectWriter::behind_list(0, !view.portfolio.features.is_empty());
    out.records("documents", own_documents(view));
    out.records("dependencies", dependencies(view));
    out.records("diagnostics", diagnostics(view));
    let mut bytes = out.finish();
    bytes.push(b'\n');
    bytes
}

fn feature_object(view: View<'_>, feature: &Feature) -> Vec<u8> {
    let mut out = ObjectWriter::new(2);
    out.field("id", &feature.folder.key);
    out.field("number", &feature.folder.number);
    out.field("title", &feature.title);
    out.field("path", &feature.folder.path);
    out.field("url", feature_address(view, feature));
    out.field("archived", feature.folder.archived);
    out.field(
        "status",
        StatusRecord {
            value: feature.status.value.word(),
            text: feature.status.text.as_deref(),
        },
    );
    out.field("phase", feature.phase.word());
    out.records("documents", documents(view, feature));
    out.records("stories", stories(view, feature));
    out.records("requirements", requirements(view, feature));
    out.records("tasks", tasks(view, feature));
    out.records("checklist", checklist(view, feature));
    out.records("risks", risks(view, feature));
    out.records("decisions", decisions(view, feature));
    out.records("questions", questions(view, feature));
    out.records("components", components(view, feature));
    out.records("diagrams", diagrams(view, feature));
    out.records("endpoints", endpoints(view, feature));
    out.records("entities", entities(view, feature));
    out.records("technologies", technologies(view, feature));
    out.records("targets", targets(view, feature));
    out.records("acceptance", acceptance(view, feature));
    out.field("estimate", estimate(feature));
    out.finish()
}
