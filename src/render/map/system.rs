//! The system map: the components of all plans, merged by name, with the lines that the plans draw between them.

use super::figure;
use crate::model::diagram::{Caption, DiagramKind, Edge, End, Graph, Node, Tip};
use crate::model::portfolio::Feature;
use crate::model::source::FeatureId;
use crate::render::label;
use crate::render::picture::{key, shape};
use crate::render::scene::View;
use std::collections::{BTreeMap, BTreeSet};

/// Of more components than these, the ones that most features touch are shown.
const MOST: usize = 60;

/// A component over all plans.
#[derive(Debug, Default)]
struct Part {
    name: String,
    described: String,
    /// Where its first description is.
    url: Option<String>,
    features: BTreeSet<FeatureId>,
    ties: usize,
}

/// The map as HTML; `None` when fewer than two features share a component, since the pictures of the plans then say
/// as much.
pub(in crate::render) fn map(view: &View<'_>, features: &[&Feature]) -> Option<String> {
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    let mut lines: BTreeSet<(String, String)> = BTreeSet::new();
    for feature in features {
        for located in &feature.facts.components {
            let fact = &located.fact;
            let part = parts.entry(key(&fact.name)).or_default();
            if part.url.is_none() {
                part.name.clone_from(&fact.name);
                part.url = Some(view.document(located.document, &fact.place.anchor));
            }
            for text in [&fact.purpose, &fact.technology].into_iter().flatten() {
                part.described.push_str(&text.to_lowercase());
                part.described.push(' ');
            }
            part.features.insert(feature.id);
        }
        let documents = feature.documents.iter();
        let diagrams = documents.flat_map(|&id| &view.scene.portfolio.document(id).diagrams);
        for diagram in diagrams.filter(|diagram| diagram.kind == DiagramKind::Components) {
            let Some(graph) = diagram.graph() else {
                continue;
            };
            for node in &graph.nodes {
                let part = parts.entry(key(&node.label)).or_default();
                if part.name.is_empty() {
                    part.name.clone_from(&node.label);
                }
                part.features.insert(feature.id);
            }
            for edge in &graph.edges {
                let (End::Node(from), End::Node(to)) = (edge.from, edge.to) else {
                    continue;
                };
                let name = |node: u32| key(&graph.nodes[node as usize].label);
                let mut ends = (name(from), name(to));
                if edge.head == Tip::Plain && edge.tail != Tip::Plain {
                    ends = (ends.1, ends.0);
                }
                if ends.0 != ends.1 {
                    if edge.head != Tip::Plain && edge.tail != Tip::Plain {
                        lines.insert((ends.1.clone(), ends.0.clone()));
                    }
                    lines.insert(ends);
                }
            }
        }
    }
    parts.remove("");
    for (from, to) in &lines {
        for end in [from, to] {
            if let Some(part) = parts.get_mut(end) {
                part.ties += 1;
            }
        }
    }
    if parts
        .values()
        .filter(|part| part.features.len() > 1)
        .count()
        < 2
    {
        return None;
    }
    let mut strongest: Vec<(usize, usize, &String)> = parts
        .iter()
        .filter(|(_, part)| part.ties > 0 || part.features.len() > 1)
        .map(|(name, part)| (part.features.len(), part.ties, name))
        .collect();
    strongest.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then(a.2.cmp(b.2)));
    let all = strongest.len();
    strongest.truncate(MOST);
    let kept: BTreeSet<&str> = strongest.iter().map(|(_, _, name)| name.as_str()).collect();
    draw(view, &parts, &lines, &kept, all)
}

fn draw(
    view: &View<'_>,
    parts: &BTreeMap<String, Part>,
    lines: &BTreeSet<(String, String)>,
    kept: &BTreeSet<&str>,
    all: usize,
) -> Option<String> {
    let number: BTreeMap<&str, u32> = kept.iter().copied().zip(0..).collect();
    let mut graph = Graph::default();
    let mut addresses = Vec::new();
    for name in kept {
        let part = &parts[*name];
        graph.nodes.push(Node {
            label: label::shortened(&part.name, 48),
            details: vec![touched(view, &part.features)],
            shape: shape(
                &part.name,
                Some(part.described.as_str()).filter(|text| !text.is_empty()),
            ),
            ..Node::default()
        });
        addresses.push(part.url.clone());
    }
    for (from, to) in lines {
        let ends = (number.get(from.as_str()), number.get(to.as_str()));
        let (Some(&from), Some(&to)) = ends else {
            continue;
        };
        let back = graph
            .edges
            .iter_mut()
            .find(|edge| edge.from == End::Node(to) && edge.to == End::Node(from));
        // Lines in both directions are one line with two heads.
        match back {
            Some(edge) => edge.tail = Tip::Arrow,
            None => graph.edges.push(Edge::arrow(from, to)),
        }
    }
    let strings = view.scene.strings();
    let mut note = strings.text("system_map_note").to_owned();
    if kept.len() < all {
        note.push(' ');
        note.push_str(strings.text("system_map_strongest"));
    }
    let caption = Caption {
        prefix: "pf.system",
        title: strings.text("system_map"),
        description: "",
        links: &addresses,
    };
    figure(view, &graph, &caption, &note)
}

/// The numbers of the features that touch a component.
fn touched(view: &View<'_>, features: &BTreeSet<FeatureId>) -> String {
    let mut names: Vec<String> = features
        .iter()
        .take(6)
        .map(|&id| {
            let feature = view.scene.portfolio.feature(id);
            let number = feature.folder.number.clone();
            number.unwrap_or_else(|| label::shortened(&feature.title, 16))
        })
        .collect();
    if features.len() > names.len() {
        names.push(format!("+{}", features.len() - names.len()));
    }
    names.join(" · ")
}
