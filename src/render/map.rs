//! The map of features: which builds on which.

use super::label;
use super::picture;
use super::scene::View;
use crate::model::diagram::{Caption, Edge, Graph, Node, Shape, Tone};
use crate::model::portfolio::{Evidence, Phase};
use crate::model::source::FeatureId;
use std::collections::{BTreeMap, BTreeSet};

/// A map of more features than this is no help.
const MOST: usize = 40;

/// The map as HTML; `None` when no feature declares that it needs another, or too many do.
pub(super) fn of_features(view: &View<'_>) -> Option<String> {
    let portfolio = view.scene.portfolio;
    let pairs: BTreeSet<(FeatureId, FeatureId)> = portfolio
        .dependencies
        .iter()
        .filter(|dependency| dependency.evidence == Evidence::Declared)
        .map(|dependency| (dependency.to, dependency.from))
        .filter(|(needed, needing)| needed != needing)
        .collect();
    let features: BTreeSet<FeatureId> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
    if pairs.is_empty() || features.len() > MOST {
        return None;
    }
    let number: BTreeMap<FeatureId, u32> = features.iter().copied().zip(0..).collect();
    let nodes = features
        .iter()
        .map(|&id| {
            let feature = portfolio.feature(id);
            let title = label::shortened(&feature.title, 28);
            Node {
                label: match &feature.folder.number {
                    Some(number) => format!("{number} {title}"),
                    None => title,
                },
                shape: Shape::Round,
                tone: match feature.phase {
                    Phase::Done => Tone::Dim,
                    Phase::Building => Tone::Here,
                    _ => Tone::Plain,
                },
                ..Node::default()
            }
        })
        .collect();
    let graph = Graph {
        nodes,
        edges: (pairs.iter())
            .map(|(needed, needing)| Edge::arrow(number[needed], number[needing]))
            .collect(),
        ..Graph::default()
    };
    let links: Vec<Option<String>> = (features.iter())
        .map(|&id| Some(view.feature(id, "")))
        .collect();
    let caption = Caption {
        prefix: "pf.map",
        title: view.scene.strings().text("map_of_features"),
        description: "",
        links: &links,
    };
    let svg = (view.scene.artist.graph)(&graph, &caption)?;
    let mut out = String::from("<figure class=\"diagram\">");
    picture::scroll_box(&mut out, &svg, "pf.map");
    out.push_str("</figure>");
    Some(out)
}
