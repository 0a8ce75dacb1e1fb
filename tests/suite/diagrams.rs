//! Diagrams: every file of `tests/diagrams/` is a list of cases, each a `drawing` or `mermaid` and the `graph`
//! that it shows. `PLANFOLIO_BLESS=1` rewrites the graphs; read them before you keep them.

use crate::case;
use planfolio::config::Config;
use planfolio::diagram::{self, ascii::trace};
use planfolio::model::diagram::{
    Diagram, DiagramKind, Direction, Edge, End, Graph, Picture, Syntax, Tip,
};
use planfolio::model::fact::Place;
use planfolio::parse::parse;
use planfolio::read::crawl;
use std::fmt::Write as _;
use std::fs;

#[test]
fn drawings_show_what_is_written_down() {
    case::run("diagrams", |case| {
        let graph = case.block("graph").expect("a case has a graph");
        let found = if let Some(drawing) = case.block("drawing") {
            listing(trace(&drawing.text).as_ref())
        } else if let Some(document) = case.block("markdown") {
            pictures(&document.text)
        } else {
            let mermaid = case.block("mermaid").expect("a case has a drawing");
            match read(&mermaid.text) {
                Ok(Picture::Graph(graph)) => listing(Some(&graph)),
                Ok(Picture::Chart) => "chart\n".to_owned(),
                Ok(Picture::Source) => "source\n".to_owned(),
                Err(trouble) => format!("line {}: {}\n", trouble.line, trouble.reason),
            }
        };
        vec![(graph.clone(), found)]
    });
}

/// What the drawings of a document show.
fn pictures(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a scratch folder can be made");
    let path = folder.path().join("specs/001-gate/plan.md");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    let config = Config::default();
    let crawl = crawl(&[folder.path().to_owned()], None, &config).unwrap();
    let document = parse(&crawl.sources[0], &config);
    let mut out = String::new();
    for diagram in &document.diagrams {
        out.push_str(&listing(trace(&diagram.source).as_ref()));
    }
    if out.is_empty() {
        out.push_str("none\n");
    }
    out
}

fn read(source: &str) -> Result<Picture, diagram::Trouble> {
    diagram::read(&Diagram {
        kind: DiagramKind::Flow,
        syntax: Syntax::Mermaid,
        picture: Picture::Source,
        source: source.to_owned(),
        place: Place::default(),
    })
}

fn listing(graph: Option<&Graph>) -> String {
    let Some(graph) = graph else {
        return "none\n".to_owned();
    };
    let mut out = match graph.direction {
        Direction::Right => "right\n",
        Direction::Left => "left\n",
        Direction::Down => "down\n",
        Direction::Up => "up\n",
    }
    .to_owned();
    for node in &graph.nodes {
        out.push_str(&node.label.replace('\n', " / "));
        for detail in &node.details {
            write!(out, " | {detail}").unwrap();
        }
        if let Some(group) = node.group {
            write!(out, " | in {}", graph.groups[group as usize].label).unwrap();
        }
        out.push('\n');
    }
    for edge in &graph.edges {
        writeln!(out, "{}", line(graph, edge)).unwrap();
    }
    out
}

fn line(graph: &Graph, edge: &Edge) -> String {
    let name = |end: End| match end {
        End::Node(_) => graph.name(end).replace('\n', " / "),
        End::Group(_) => format!("({})", graph.name(end)),
    };
    let arrow = match (edge.tail, edge.head) {
        (Tip::Plain, Tip::Plain) => "--",
        (Tip::Plain, _) => "->",
        (_, Tip::Plain) => "<-",
        _ => "<->",
    };
    let mut line = format!("{} {arrow} {}", name(edge.from), name(edge.to));
    if !edge.label.is_empty() {
        write!(line, ": {}", edge.label).unwrap();
    }
    line
}
