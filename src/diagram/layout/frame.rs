//! One container laid out top-down: its items in ranks, its links routed.

use super::turn::Turn;
use super::{Point, Rect, Size, order, place, rank, route};
use crate::model::diagram::{Stroke, Tip};

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum ItemKind {
    /// A node.
    Node(u32),
    /// A group that is laid out already.
    Group(u32),
    /// The place where an edge leaves the container.
    Port(u32),
}

/// Something with a place of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    pub(super) size: Size,
    /// Room for self loops at its right.
    pub(super) loops: i32,
}

/// Where a link meets the side of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attach {
    /// At an offset from the middle.
    At(i32),
    /// With others of the same look, wherever there is room.
    Class(Tip, Stroke),
}

/// An edge or a piece of one, from an upper item to a lower one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// `None` for links that only keep items in order.
    pub(super) edge: Option<u32>,
    pub(super) upper: usize,
    pub(super) lower: usize,
    pub(super) upper_attach: Attach,
    pub(super) lower_attach: Attach,
    pub(super) label: Option<Size>,
    pub(super) weight: i32,
}

/// A container that is laid out.
#[derive(Debug, Clone, Default)]
pub(super) struct Arranged {
    pub(super) size: Size,
    /// Where its content begins.
    pub(super) origin: Point,
    /// How far its ports at the upper and at the lower side are pulled outwards.
    pub(super) pull: (i32, i32),
    pub(super) rects: Vec<(ItemKind, Rect)>,
    pub(super) centres: Vec<Point>,
    pub(super) routes: Vec<super::Route>,
    /// Where edges leave it, from the middle of its width.
    pub(super) ports: Vec<(u32, i32)>,
}

impl Arranged {
    pub(super) fn port(&self, edge: u32) -> Option<i32> {
        let port = self.ports.iter().find(|(other, _)| *other == edge);
        port.map(|&(_, at)| at)
    }
}

/// What stands in a layer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vertex {
    pub(super) layer: u32,
    /// Room to the left and right of its middle.
    pub(super) half: (i32, i32),
    pub(super) height: i32,
    pub(super) kind: VertexKind,
}

/// What a vertex stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VertexKind {
    /// An item, which has the same index.
    Item,
    /// A bend of a link.
    Bend,
    /// The label of a link.
    Label,
}

/// A piece of a link from one layer to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) upper: u32,
    pub(super) lower: u32,
    /// Where it meets them, from their middles.
    pub(super) upper_at: i32,
    pub(super) lower_at: i32,
    pub(super) weight: i32,
    /// Whether it shows: links that keep items in order do not.
    pub(super) is_visible: bool,
}

/// A container in layers.
#[derive(Debug, Default)]
pub(super) struct Layers {
    pub(super) vertices: Vec<Vertex>,
    /// The vertices of each layer from left to right.
    pub(super) rows: Vec<Vec<u32>>,
    /// In the order of the links, each from top to bottom.
    pub(super) pieces: Vec<Piece>,
    /// The pieces of each link.
    pub(super) ways: Vec<std::ops::Range<usize>>,
}

/// The largest number of vertices in one container.
const VERTICES: usize = 6_000;

/// Lays out a container.
pub(super) fn arrange(items: &[Item], links: &[Link], turn: Turn) -> Option<Arranged> {
    if items.is_empty() {
        return Some(Arranged::default());
    }
    let mut all = links.to_vec();
    rank::keep_grid(items, &mut all, turn);
    let ranks = rank::ranks(items, &all);
    let mut layers = layered(items, &all, &ranks)?;
    order::order(&mut layers);
    order::attach(&mut layers, items, &all);
    let xs = place::place(&layers, turn);
    let mut arranged = route::route(items, &all, &layers, &xs, turn);
    arranged.routes.truncate(links.len());
    Some(arranged)
}

fn layered(items: &[Item], links: &[Link], ranks: &rank::Ranks) -> Option<Layers> {
    let mut layers = Layers {
        rows: vec![Vec::new(); ranks.layers],
        ..Layers::default()
    };
    for (at, item) in items.iter().enumerate() {
        let left = item.size.width / 2;
        layers.vertices.push(Vertex {
            layer: ranks.of_items[at],
            half: (left, item.size.width - left + item.loops),
            height: item.size.height,
            kind: VertexKind::Item,
        });
    }
    // How many links meet each side of each item, upper sides first: a line bends where it parts from others.
    let mut sides = vec![[0_u32; 2]; items.len()];
    for link in links {
        sides[link.upper][1] += 1;
        sides[link.lower][0] += 1;
    }
    for (at, link) in links.iter().enumerate() {
        let first = layers.pieces.len();
        let mut upper = link.upper as u32;
        let (from, to) = (ranks.of_items[link.upper], ranks.of_items[link.lower]);
        for layer in from + 1..=to {
            let lower = if layer == to {
                link.lower as u32
            } else {
                let label = link.label.filter(|_| ranks.of_labels[at] == Some(layer));
                let size = label.unwrap_or_default();
                let left = size.width / 2;
                layers.vertices.push(Vertex {
                    layer,
                    half: (left, size.width - left),
                    height: size.height,
                    kind: if label.is_some() {
                        VertexKind::Label
                    } else {
                        VertexKind::Bend
                    },
                });
                layers.vertices.len() as u32 - 1
            };
            let is_item = |vertex: u32| (vertex as usize) < items.len();
            let (splits, joins) = (sides[link.upper][1], sides[link.lower][0]);
            let stiffness = match (is_item(upper), is_item(lower)) {
                (true, true) => 2,
                (true, false) if splits <= joins => 8,
                (false, true) if joins <= splits => 8,
                (true, false) | (false, true) => 3,
                (false, false) => 12,
            };
            layers.pieces.push(Piece {
                upper,
                lower,
                upper_at: 0,
                lower_at: 0,
                weight: link.weight * stiffness,
                is_visible: link.edge.is_some(),
            });
            upper = lower;
        }
        layers.ways.push(first..layers.pieces.len());
        if layers.vertices.len() > VERTICES {
            return None;
        }
    }
    Some(layers)
}
