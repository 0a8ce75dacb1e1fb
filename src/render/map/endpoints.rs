//! The endpoints of a feature with the components that serve them, where the plan ties them in plain words: the
//! statement of an endpoint names its component, or the description of a component names method and path.

use super::figure;
use crate::base::route::route;
use crate::model::diagram::{Caption, Direction, Edge, Graph, Node, Shape};
use crate::model::fact::Component;
use crate::model::portfolio::Feature;
use crate::render::label;
use crate::render::picture::{key, shape};
use crate::render::scene::View;
use std::collections::{BTreeMap, BTreeSet};

/// A picture of more endpoints than these is no help.
const MOST: usize = 40;

/// The picture as HTML; `None` when the plan ties fewer than two endpoints.
pub(in crate::render) fn picture(view: &View<'_>, feature: &Feature) -> Option<String> {
    let ties = ties(feature);
    let shown: BTreeSet<usize> = ties.iter().map(|&(endpoint, _)| endpoint).collect();
    if !(2..=MOST).contains(&shown.len()) {
        return None;
    }
    let mut graph = Graph {
        direction: Direction::Right,
        ..Graph::default()
    };
    let mut links = Vec::new();
    let mut endpoints: BTreeMap<usize, u32> = BTreeMap::new();
    for at in shown {
        let endpoint = &feature.facts.endpoints[at];
        endpoints.insert(at, graph.nodes.len() as u32);
        graph.nodes.push(Node {
            label: label::shortened(&format!("{} {}", endpoint.method, endpoint.path), 60),
            shape: Shape::Round,
            ..Node::default()
        });
        let source = endpoint.sources.first();
        links.push(source.map(|source| view.document(source.document, &source.fact.place.anchor)));
    }
    let mut components: BTreeMap<usize, u32> = BTreeMap::new();
    for (endpoint, component) in ties {
        let to = *components.entry(component).or_insert_with(|| {
            let located = &feature.facts.components[component];
            let described = described(&located.fact).to_lowercase();
            graph.nodes.push(Node {
                label: label::shortened(&located.fact.name, 48),
                shape: shape(&located.fact.name, Some(&described)),
                ..Node::default()
            });
            links.push(Some(
                view.document(located.document, &located.fact.place.anchor),
            ));
            graph.nodes.len() as u32 - 1
        });
        graph.edges.push(Edge::arrow(endpoints[&endpoint], to));
    }
    let strings = view.scene.strings();
    let caption = Caption {
        prefix: "pf.served",
        title: strings.text("endpoint_map"),
        description: "",
        links: &links,
    };
    figure(view, &graph, &caption, strings.text("endpoint_map_note"))
}

/// Endpoints and components that belong together, as indices into the facts.
fn ties(feature: &Feature) -> BTreeSet<(usize, usize)> {
    let mut ties = BTreeSet::new();
    let components = &feature.facts.components;
    let mut by_route: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (at, endpoint) in feature.facts.endpoints.iter().enumerate() {
        by_route.insert((&endpoint.method, route(&endpoint.path)), at);
        let named = endpoint
            .sources
            .iter()
            .filter_map(|source| source.fact.component.as_deref())
            .map(key);
        for name in named.filter(|name| !name.is_empty()) {
            let found = components
                .iter()
                .position(|located| key(&located.fact.name) == name);
            ties.extend(found.map(|component| (at, component)));
        }
    }
    for (component, located) in components.iter().enumerate() {
        for named in named(&described(&located.fact)) {
            ties.extend(by_route.get(&named).map(|&at| (at, component)));
        }
    }
    ties
}

/// What a plan says on a component.
fn described(component: &Component) -> String {
    let texts = [
        &component.purpose,
        &component.responsibilities,
        &component.technology,
    ];
    let texts: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    texts.join("; ")
}

/// The endpoints that a text names by method and path, unless it says that they are called.
fn named(text: &str) -> Vec<(&'static str, String)> {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    const CALLS: [&str; 21] = [
        "call", "calls", "calling", "use", "uses", "using", "consumes", "fetches", "polls", "asks",
        "requests", "sends", "posts", "via", "from", "through", "to", "no", "not", "never",
        "without",
    ];
    let mut all = Vec::new();
    let mut method = None;
    let mut is_called = false;
    for written in text.split_whitespace() {
        let word = written.trim_matches(['`', '"', '(', ',', ';', '.', '*', '\'']);
        if let Some(method) = method.filter(|_| word.starts_with('/') && !is_called) {
            all.push((method, route(word.trim_end_matches([')', ':', '`']))));
        }
        method = METHODS.into_iter().find(|method| *method == word);
        is_called |= CALLS.contains(&word.to_lowercase().as_str());
        if written.ends_with([';', '.']) {
            is_called = false;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn endpoints_are_named_by_method_and_path() {
        let text = "Serves `GET /piers/:id`, POST /piers (idempotent) and /health; GET to know";
        assert_eq!(
            named(text),
            [
                ("GET", "/piers/{}".to_owned()),
                ("POST", "/piers".to_owned())
            ]
        );
        assert!(named("GETS /piers, get /piers, /piers").is_empty());
        let text = "Asks the fares by GET /fares and GET /zones; answers POST /baskets.";
        assert_eq!(named(text), [("POST", "/baskets".to_owned())]);
    }
}
