//! What diagrams cost: `cargo bench --bench diagram`. Prints the median time of one call in microseconds beside the
//! bound that it should keep.

#![allow(missing_docs, clippy::print_stdout)]

use planfolio::diagram::{ascii, draw};
use planfolio::model::diagram::{Caption, Edge, Graph, Node};
use std::hint::black_box;
use std::time::Instant;

const DRAWING: &str = "[User/Client] → [Component A] → [Component B] → [Data Store]
                      ↓
                [Component C]
";

/// A graph of `nodes` nodes in which every node has an edge from one before it, and `edges` edges in all.
fn graph(nodes: u32, edges: u32) -> Graph {
    let mut state = 7_u32;
    let mut roll = move |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut graph = Graph::default();
    for at in 0..nodes {
        graph.nodes.push(Node {
            label: format!("Component {at}"),
            ..Node::default()
        });
        if at > 0 {
            let from = at - 1 - roll(at.min(6));
            graph.edges.push(Edge::arrow(from, at));
        }
    }
    while graph.edges.len() < edges as usize {
        let from = roll(nodes - 1);
        let to = (from + 1 + roll(8)).min(nodes - 1);
        graph.edges.push(Edge::arrow(from, to));
    }
    graph
}

fn measure(name: &str, bound: f64, mut work: impl FnMut()) {
    let mut times: Vec<f64> = (0..400)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..8 {
                work();
            }
            start.elapsed().as_secs_f64() * 1e6 / 8.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{name:<34} {:>9.1} µs (bound {bound} µs)",
        times[times.len() / 2]
    );
}

fn main() {
    let caption = Caption {
        prefix: "p",
        title: "Components",
        description: "",
        links: &[],
    };
    measure("trace the template's drawing", 10.0, || {
        black_box(ascii::trace(black_box(DRAWING)));
    });
    let small = graph(12, 14);
    measure("draw 12 nodes, 14 edges", 100.0, || {
        black_box(draw::draw(black_box(&small), &caption));
    });
    let large = graph(60, 85);
    measure("draw 60 nodes, 85 edges", 2_000.0, || {
        black_box(draw::draw(black_box(&large), &caption));
    });
}
