//! The map of features: which builds on which. Features that wait for each other in a circle are tied by thick lines.

use super::{circles, figure};
use crate::model::diagram::{Caption, Edge, Graph, Node, Shape, Stroke, Tone};
use crate::model::portfolio::{Evidence, Phase};
use crate::model::source::FeatureId;
use crate::render::label;
use crate::render::scene::View;
use std::collections::{BTreeMap, BTreeSet};

/// Of more features than these, the ones that are tied to most others are shown.
const MOST: usize = 60;

/// The map as HTML; `None` when no feature declares that it needs another.
pub(in crate::render) fn map(view: &View<'_>) -> Option<String> {
    let portfolio = view.scene.portfolio;
    let mut pairs: BTreeSet<(FeatureId, FeatureId)> = portfolio
        .dependencies
        .iter()
        .filter(|dependency| dependency.evidence == Evidence::Declared)
        .map(|dependency| (dependency.to, dependency.from))
        .filter(|(needed, needing)| needed != needing)
        .collect();
    let mut ties: BTreeMap<FeatureId, usize> = BTreeMap::new();
    for &(needed, needing) in &pairs {
        *ties.entry(needed).or_default() += 1;
        *ties.entry(needing).or_default() += 1;
    }
    let all = ties.len();
    let mut strongest: Vec<(usize, FeatureId)> =
        ties.into_iter().map(|(id, count)| (count, id)).collect();
    strongest.sort_by_key(|&(count, id)| (std::cmp::Reverse(count), id));
    strongest.truncate(MOST);
    let kept: BTreeSet<FeatureId> = strongest.into_iter().map(|(_, id)| id).collect();
    pairs.retain(|(needed, needing)| kept.contains(needed) && kept.contains(needing));
    let features: BTreeSet<FeatureId> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
    if pairs.is_empty() {
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
    let mut next = vec![Vec::new(); features.len()];
    for (needed, needing) in &pairs {
        next[number[needed] as usize].push(number[needing]);
    }
    let circle = circles(&next);
    let edges: Vec<Edge> = pairs
        .iter()
        .map(|(needed, needing)| {
            let (from, to) = (number[needed], number[needing]);
            Edge {
                stroke: if circle[from as usize] == circle[to as usize] {
                    Stroke::Thick
                } else {
                    Stroke::Solid
                },
                ..Edge::arrow(from, to)
            }
        })
        .collect();
    let strings = view.scene.strings();
    let mut note = strings.text("map_legend").to_owned();
    if edges.iter().any(|edge| edge.stroke == Stroke::Thick) {
        note.push(' ');
        note.push_str(strings.text("map_circles"));
    }
    if features.len() < all {
        note.push(' ');
        note.push_str(strings.text("map_strongest"));
    }
    let graph = Graph {
        nodes,
        edges,
        ..Graph::default()
    };
    let links: Vec<Option<String>> = (features.iter())
        .map(|&id| Some(view.feature(id, "")))
        .collect();
    let caption = Caption {
        prefix: "pf.map",
        title: strings.text("map_of_features"),
        description: "",
        links: &links,
    };
    figure(view, &graph, &caption, &note)
}
