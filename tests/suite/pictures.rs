//! Properties of pictures over generated graphs, and of reading over generated texts.

use planfolio::diagram::{self, ascii, draw};
use planfolio::model::diagram::{
    Caption, Diagram, DiagramKind, Direction, Edge, End, Graph, Group, Node, Picture, Shape,
    Stroke, Syntax, Tip,
};
use planfolio::model::fact::Place;

/// A small generator of numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

const WORDS: [&str; 12] = [
    "Gate reader",
    "Ledger",
    "订单服务",
    "A",
    "Notification delivery gateway service",
    "🚢 Ferry",
    "x/y-z_w",
    "Key",
    "検索エンジン",
    "Pier board on the north quay",
    "B\nC",
    "Fare table",
];

const SHAPES: [Shape; 12] = [
    Shape::Box,
    Shape::Round,
    Shape::Pill,
    Shape::Store,
    Shape::Queue,
    Shape::Diamond,
    Shape::Circle,
    Shape::Hexagon,
    Shape::Slanted,
    Shape::Start,
    Shape::Entity,
    Shape::Note,
];

fn graph(seed: u64, most: usize) -> Graph {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let nodes = 1 + dice.roll(most);
    let groups = if dice.roll(3) == 0 { dice.roll(5) } else { 0 };
    let mut graph = Graph {
        direction: dice.pick(&[
            Direction::Down,
            Direction::Up,
            Direction::Right,
            Direction::Left,
        ]),
        ..Graph::default()
    };
    for at in 0..groups {
        graph.groups.push(Group {
            label: if dice.roll(4) == 0 {
                String::new()
            } else {
                dice.pick(&WORDS).to_owned()
            },
            parent: (at > 0 && dice.roll(2) == 0).then(|| dice.roll(at) as u32),
        });
    }
    for _ in 0..nodes {
        let details = if dice.roll(4) == 0 { dice.roll(4) } else { 0 };
        graph.nodes.push(Node {
            label: dice.pick(&WORDS).to_owned(),
            details: (0..details).map(|_| dice.pick(&WORDS).to_owned()).collect(),
            shape: if dice.roll(3) == 0 {
                dice.pick(&SHAPES)
            } else {
                Shape::Box
            },
            group: (groups > 0 && dice.roll(3) > 0).then(|| dice.roll(groups) as u32),
            ..Node::default()
        });
    }
    let edges = dice.roll(nodes * 2 + 1);
    for _ in 0..edges {
        let end = |dice: &mut Dice| {
            if groups > 0 && dice.roll(12) == 0 {
                End::Group(dice.roll(groups) as u32)
            } else {
                End::Node(dice.roll(nodes) as u32)
            }
        };
        let (from, to) = (end(&mut dice), end(&mut dice));
        graph.edges.push(Edge {
            from,
            to,
            label: if dice.roll(3) == 0 {
                dice.pick(&WORDS).to_owned()
            } else {
                String::new()
            },
            stroke: dice.pick(&[Stroke::Solid, Stroke::Solid, Stroke::Dashed, Stroke::Thick]),
            tail: dice.pick(&[Tip::Plain, Tip::Plain, Tip::Plain, Tip::Arrow]),
            head: dice.pick(&[Tip::Arrow, Tip::Arrow, Tip::Plain, Tip::Many]),
            weight: 1 + dice.roll(3) as u8,
        });
    }
    graph
}

type Box4 = [i32; 4];

fn overlap(a: Box4, b: Box4) -> bool {
    a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3]
}

/// The box of a piece of a line.
fn piece(a: [i32; 2], b: [i32; 2]) -> Box4 {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        (a[0] - b[0]).abs().max(1),
        (a[1] - b[1]).abs().max(1),
    ]
}

fn shrunk(a: Box4) -> Box4 {
    [a[0] + 1, a[1] + 1, a[2] - 2, a[3] - 2]
}

fn is_inside(inner: Box4, outer: Box4) -> bool {
    inner[0] >= outer[0]
        && inner[1] >= outer[1]
        && inner[0] + inner[2] <= outer[0] + outer[2]
        && inner[1] + inner[3] <= outer[1] + outer[3]
}

/// What is wrong with the picture of a graph.
fn faults(graph: &Graph) -> Vec<String> {
    let Some(sheet) = draw::placed(graph) else {
        return vec!["nothing is drawn".to_owned()];
    };
    let mut faults = Vec::new();
    let whole = [0, 0, sheet.size[0], sheet.size[1]];
    for (at, &node) in sheet.nodes.iter().enumerate() {
        if !is_inside(node, whole) {
            faults.push(format!("node {at} leaves the picture"));
        }
        for (other, &that) in sheet.nodes.iter().enumerate().skip(at + 1) {
            if overlap(node, that) {
                faults.push(format!("nodes {at} and {other} overlap"));
            }
        }
        let mut group = graph.nodes[at].group;
        let mut around = Vec::new();
        while let Some(outer) = group {
            around.push(outer);
            group = graph.groups[outer as usize].parent;
        }
        for (number, &frame) in sheet.groups.iter().enumerate() {
            if around.contains(&(number as u32)) {
                if !is_inside(node, frame) {
                    faults.push(format!("node {at} leaves group {number}"));
                }
            } else if frame[2] > 0 && overlap(node, frame) {
                faults.push(format!("node {at} runs into group {number}"));
            }
        }
    }
    let is_within = |mut group: Option<u32>, wanted: u32| {
        while let Some(at) = group {
            if at == wanted {
                return true;
            }
            group = graph.groups[at as usize].parent;
        }
        false
    };
    for (at, route) in sheet.routes.iter().enumerate() {
        let edge = &graph.edges[at];
        let into_itself = |a: End, b: End| match (a, b) {
            (End::Group(group), End::Node(node)) => {
                is_within(graph.nodes[node as usize].group, group)
            }
            (End::Group(group), End::Group(other)) => is_within(Some(other), group),
            _ => false,
        };
        if route.is_empty() {
            if edge.from != edge.to
                && !into_itself(edge.from, edge.to)
                && !into_itself(edge.to, edge.from)
            {
                faults.push(format!("edge {at} is lost"));
            }
            continue;
        }
        for pair in route.windows(2) {
            if pair[0][0] != pair[1][0] && pair[0][1] != pair[1][1] {
                faults.push(format!("edge {at} is slanted"));
            }
            let line = piece(pair[0], pair[1]);
            if !is_inside(
                piece(pair[0], pair[1]),
                [-1, -1, whole[2] + 2, whole[3] + 2],
            ) {
                faults.push(format!("edge {at} leaves the picture"));
            }
            for (number, &node) in sheet.nodes.iter().enumerate() {
                let is_end = [edge.from, edge.to].contains(&End::Node(number as u32));
                if !is_end && overlap(line, shrunk(node)) {
                    faults.push(format!("edge {at} runs through node {number}"));
                }
            }
        }
    }
    for (at, label) in sheet.labels.iter().enumerate() {
        let Some(label) = *label else { continue };
        if !is_inside(label, whole) {
            faults.push(format!("label {at} leaves the picture"));
        }
        for (number, &node) in sheet.nodes.iter().enumerate() {
            if overlap(label, node) {
                faults.push(format!("label {at} hides under node {number}"));
            }
        }
        for (other, that) in sheet.labels.iter().enumerate().skip(at + 1) {
            if that.is_some_and(|that| overlap(label, that)) {
                faults.push(format!("labels {at} and {other} overlap"));
            }
        }
    }
    faults
}

fn check(seeds: std::ops::Range<u64>, most: usize) {
    let caption = Caption {
        prefix: "p",
        title: "T",
        description: "",
        links: &[],
    };
    for seed in seeds {
        let graph = graph(seed, most);
        let faults = faults(&graph);
        assert!(faults.is_empty(), "seed {seed}: {faults:?}\n{graph:#?}");
        if seed % 16 == 0 {
            let svg = draw::draw(&graph, &caption);
            assert_eq!(svg, draw::draw(&graph, &caption), "seed {seed}");
            let svg = svg.expect("it is drawn");
            let edges = svg.matches("<li>").count();
            assert_eq!(edges, graph.edges.len(), "seed {seed}");
            for bad in ["style=", "<style", "<script", "foreignObject", "NaN"] {
                assert!(!svg.contains(bad), "seed {seed}: {bad}");
            }
        }
    }
}

#[test]
fn pictures_of_generated_graphs_are_sound() {
    check(0..600, 14);
    check(100_000..100_040, 45);
}

#[test]
#[ignore = "takes long without optimisation; the continuous integration runs it"]
fn pictures_of_many_generated_graphs_are_sound() {
    check(1_000..11_000, 16);
    check(200_000..201_000, 50);
    check(300_000..300_020, 200);
}

/// Pieces that drawings and mermaid sources are made of.
const PIECES: [&str; 62] = [
    "┌──┐",
    "│",
    "└──┘",
    "─",
    "→",
    "←",
    "↓",
    "▼",
    "►",
    "├",
    "┤",
    "┬",
    "┴",
    "┼",
    "[A]",
    "[订单]",
    "-->",
    "->",
    "|",
    "+--+",
    "+",
    "v",
    "^",
    "=",
    "==>",
    " ",
    "  ",
    "    ",
    "\n",
    "\n",
    "\n",
    "(x)",
    "text",
    "🚢",
    "\t",
    "`",
    "'",
    "↔",
    "graph TD\n",
    "flowchart LR\n",
    "stateDiagram-v2\n",
    "sequenceDiagram\n",
    "erDiagram\n",
    "subgraph s\n",
    "end\n",
    "A --> B\n",
    "A -->|x| B\n",
    "[*] --> A\n",
    "state A {\n",
    "}\n",
    "A->>B: hi\n",
    "C ||--o{ D : has\n",
    "A{x}",
    "B[(y)]",
    "pie\n",
    "\"a\" : 1\n",
    "gantt\n",
    "mindmap\n",
    "click A \"javascript:x\"\n",
    "classDef a fill:#f00\n",
    "%%{init: {}}%%\n",
    "---\ntitle: x\n---\n",
];

fn read_texts(seeds: std::ops::Range<u64>) {
    let caption = Caption {
        prefix: "p",
        title: "T",
        description: "",
        links: &[],
    };
    for seed in seeds {
        let mut dice = Dice(seed.wrapping_mul(0xD134_2543_DE82_EF95) | 1);
        let mut text = String::new();
        for _ in 0..dice.roll(60) {
            text.push_str(dice.pick(&PIECES));
        }
        if let Some(graph) = ascii::trace(&text) {
            assert!(graph.nodes.len() >= 2 && !graph.edges.is_empty(), "{text}");
            let faults = faults(&graph);
            assert!(faults.is_empty(), "{faults:?}\n{text}");
        }
        let start = dice.pick(&[
            "graph TD\n",
            "stateDiagram-v2\n",
            "erDiagram\n",
            "sequenceDiagram\n",
            "",
            "pie\n",
            "classDiagram\n",
        ]);
        let mut diagram = Diagram {
            kind: DiagramKind::Flow,
            syntax: Syntax::Mermaid,
            picture: Picture::Source,
            source: format!("{start}{text}"),
            place: Place::default(),
        };
        if let Ok(picture) = diagram::read(&diagram) {
            diagram.picture = picture;
            if let Some(svg) = diagram::draw(&diagram, &caption) {
                for bad in ["=\"javascript:", " style=\"", "<script", " onclick=\""] {
                    assert!(!svg.contains(bad), "{bad}\n{}", diagram.source);
                }
            }
        }
    }
}

#[test]
fn any_text_is_read_without_harm() {
    read_texts(0..2_500);
}

#[test]
#[ignore = "takes long without optimisation; the continuous integration runs it"]
fn many_texts_are_read_without_harm() {
    read_texts(10_000..120_000);
}
