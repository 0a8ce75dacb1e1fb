//! What diagrams cost: `cargo bench --bench diagram`. Prints the median time of one call in microseconds beside the
//! bound that it should keep, and the slowest of many random texts.

#![allow(missing_docs, clippy::print_stdout)]

use planfolio::diagram::{self, ascii, draw};
use planfolio::model::diagram::{
    Caption, Diagram, DiagramKind, Edge, Graph, Node, Picture, Syntax,
};
use planfolio::model::fact::Place;
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

/// Pieces of drawings and of mermaid sources.
const PIECES: [&str; 64] = [
    "\n",
    "\n",
    "\n",
    " ",
    "  ",
    "    ",
    "\t",
    "[Gate]",
    "[Key store]",
    "Ledger",
    "Rider app",
    "鍵の倉庫",
    "🚀",
    "→",
    "←",
    "↓",
    "▼",
    "▲",
    "►",
    "◄",
    "↔",
    "──",
    "───",
    "│",
    "┃",
    "┌",
    "┐",
    "└",
    "┘",
    "├",
    "┤",
    "┬",
    "┴",
    "┼",
    "┌────┐",
    "└────┘",
    "+----+",
    "|",
    "-->",
    "->",
    "<-",
    "──(asks)──→",
    "(1) ──< ",
    "1:N",
    "v",
    "^",
    "flowchart TD\n",
    "graph LR\n",
    "A --> B\n",
    "A -->|yes| B{c}\n",
    "subgraph s\n",
    "end\n",
    "A & B --> C & D\n",
    "stateDiagram-v2\n",
    "[*] --> Open\n",
    "state Open {\n",
    "}\n",
    "erDiagram\n",
    "A ||--o{ B : has\n",
    "sequenceDiagram\n",
    "A->>B: text\n",
    "loop x\n",
    "classDiagram\n",
    "pie\n\"a\" : 3\n",
];

/// Prints what the slowest of `count` random texts takes to be read and drawn in both notations.
fn slowest(count: u32) {
    let mut state = 11_u64;
    let mut roll = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % below
    };
    let caption = Caption {
        prefix: "p",
        title: "Any",
        description: "",
        links: &[],
    };
    let (mut longest, mut worst, mut drawn) = (0.0_f64, String::new(), 0);
    for _ in 0..count {
        let mut text = String::new();
        if roll(2) == 0 {
            text.push_str(PIECES[46 + roll(PIECES.len() - 46)]);
        }
        for _ in 0..=roll(120) {
            text.push_str(PIECES[roll(PIECES.len())]);
        }
        for syntax in [Syntax::Ascii, Syntax::Mermaid] {
            let mut diagram = Diagram {
                kind: DiagramKind::Flow,
                syntax,
                picture: Picture::Source,
                source: text.clone(),
                place: Place::default(),
            };
            let start = Instant::now();
            if let Ok(picture) = diagram::read(&diagram) {
                diagram.picture = picture;
                drawn += u32::from(diagram::draw(&diagram, &caption).is_some());
            }
            let took = start.elapsed().as_secs_f64() * 1e3;
            if took > longest {
                longest = took;
                worst.clone_from(&text);
            }
        }
    }
    println!(
        "slowest of {count} random texts       {longest:>9.2} ms (bound 50 ms), {drawn} drawn"
    );
    if longest > 50.0 {
        println!("{worst}");
    }
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
    slowest(100_000);
}
