//! The order within layers: few crossings, and the author's order where it does not matter.

use super::frame::{Attach, Item, ItemKind, Layers, Link, VertexKind};
use crate::model::diagram::{Stroke, Tip};

/// How far apart the positions of neighbours are, so that places on wide items fit in between.
const STEP: i64 = 1024;
/// A bound on the work, in looks at pieces.
const WORK: usize = 3_000_000;

struct Sorter<'a> {
    layers: &'a mut Layers,
    /// The place of each vertex in its layer.
    place: Vec<u32>,
    /// Upper and lower neighbours of each vertex: vertex, and the fraction at which the piece meets it.
    above: Vec<Vec<(u32, i64)>>,
    below: Vec<Vec<(u32, i64)>>,
    work: usize,
}

/// Orders the vertices of each layer.
pub(super) fn order(layers: &mut Layers) {
    let count = layers.vertices.len();
    let mut above = vec![Vec::new(); count];
    let mut below = vec![Vec::new(); count];
    for piece in &layers.pieces {
        let fraction = |vertex: u32, at: i32| {
            let half = layers.vertices[vertex as usize].half.0.max(1);
            i64::from(at) * (STEP / 2 - 1) / i64::from(half)
        };
        below[piece.upper as usize].push((piece.lower, fraction(piece.lower, piece.lower_at)));
        above[piece.lower as usize].push((piece.upper, fraction(piece.upper, piece.upper_at)));
    }
    let mut sorter = Sorter {
        layers,
        place: vec![0; count],
        above,
        below,
        work: 0,
    };
    first_order(&mut sorter);
    let mut best = sorter.layers.rows.clone();
    let mut fewest = crossings(&mut sorter);
    let mut idle = 0;
    for round in 0..24 {
        if fewest == 0 || idle == 4 || sorter.work > WORK {
            break;
        }
        sweep(&mut sorter, round % 2 == 0);
        swap(&mut sorter);
        let now = crossings(&mut sorter);
        if now < fewest {
            fewest = now;
            best.clone_from(&sorter.layers.rows);
            idle = 0;
        } else {
            idle += 1;
        }
    }
    sorter.layers.rows = best;
}

/// Walks along the pieces from the items in the author's order, each vertex at the end of its layer.
fn first_order(sorter: &mut Sorter<'_>) {
    let count = sorter.layers.vertices.len();
    let mut seen = vec![false; count];
    let mut starts: Vec<u32> = (0..count as u32).collect();
    starts.sort_by_key(|&at| sorter.layers.vertices[at as usize].layer);
    let mut way = Vec::new();
    for start in starts {
        way.push(start);
        while let Some(at) = way.pop() {
            if std::mem::replace(&mut seen[at as usize], true) {
                continue;
            }
            let layer = sorter.layers.vertices[at as usize].layer as usize;
            sorter.layers.rows[layer].push(at);
            way.extend(sorter.below[at as usize].iter().rev().map(|&(to, _)| to));
        }
    }
    number(sorter);
}

fn number(sorter: &mut Sorter<'_>) {
    for layer in &sorter.layers.rows {
        for (place, &at) in layer.iter().enumerate() {
            sorter.place[at as usize] = place as u32;
        }
    }
}

/// Sorts each layer by the middle of what its vertices are tied to in the layer before.
fn sweep(sorter: &mut Sorter<'_>, is_down: bool) {
    let count = sorter.layers.rows.len();
    for step in 1..count {
        let layer = if is_down { step } else { count - 1 - step };
        let vertices = std::mem::take(&mut sorter.layers.rows[layer]);
        let mut keyed: Vec<(i64, u32)> = vertices
            .iter()
            .map(|&at| {
                let near = if is_down {
                    &sorter.above[at as usize]
                } else {
                    &sorter.below[at as usize]
                };
                sorter.work += near.len() + 1;
                let sum: i64 = near
                    .iter()
                    .map(|&(other, fraction)| {
                        i64::from(sorter.place[other as usize]) * STEP + fraction
                    })
                    .sum();
                let key = if near.is_empty() {
                    i64::from(sorter.place[at as usize]) * STEP
                } else {
                    sum / near.len() as i64
                };
                (key, at)
            })
            .collect();
        keyed.sort_by_key(|&(key, _)| key);
        for (place, (_, at)) in keyed.iter().enumerate() {
            sorter.place[*at as usize] = place as u32;
        }
        sorter.layers.rows[layer] = keyed.into_iter().map(|(_, at)| at).collect();
    }
}

/// Swaps neighbours as long as that saves crossings.
fn swap(sorter: &mut Sorter<'_>) {
    for _ in 0..4 {
        let mut is_better = false;
        for layer in 0..sorter.layers.rows.len() {
            for at in 1..sorter.layers.rows[layer].len() {
                let (left, right) = (
                    sorter.layers.rows[layer][at - 1],
                    sorter.layers.rows[layer][at],
                );
                let (now, then) = pair(sorter, left, right);
                if then < now {
                    sorter.layers.rows[layer].swap(at - 1, at);
                    sorter.place[left as usize] = at as u32;
                    sorter.place[right as usize] = at as u32 - 1;
                    is_better = true;
                }
            }
        }
        if !is_better || sorter.work > WORK {
            break;
        }
    }
}

/// Crossings of the pieces at two neighbours as they stand, and swapped.
fn pair(sorter: &mut Sorter<'_>, left: u32, right: u32) -> (usize, usize) {
    let (mut now, mut then) = (0, 0);
    for side in [&sorter.above, &sorter.below] {
        let (a, b) = (&side[left as usize], &side[right as usize]);
        for &(x, fx) in a {
            for &(y, fy) in b {
                let x = i64::from(sorter.place[x as usize]) * STEP + fx;
                let y = i64::from(sorter.place[y as usize]) * STEP + fy;
                now += usize::from(x > y);
                then += usize::from(x < y);
            }
        }
        sorter.work += a.len() * b.len() + 1;
    }
    (now, then)
}

/// All crossings.
fn crossings(sorter: &mut Sorter<'_>) -> usize {
    let mut count = 0;
    for layer in &sorter.layers.rows {
        let mut ends: Vec<i64> = Vec::new();
        for &at in layer {
            let mut below: Vec<i64> = sorter.below[at as usize]
                .iter()
                .map(|&(to, fraction)| i64::from(sorter.place[to as usize]) * STEP + fraction)
                .collect();
            below.sort_unstable();
            // Inversions: how many of the ends before lie behind each of these. Ends are kept sorted.
            for &end in &below {
                count += ends.len() - ends.partition_point(|&other| other <= end);
            }
            sorter.work += below.len() + ends.len() / 8;
            for end in below {
                let slot = ends.partition_point(|&other| other <= end);
                ends.insert(slot, end);
            }
        }
    }
    count
}

/// Chooses where the pieces meet the items: those of one look together, one look in the middle and others beside it.
pub(super) fn attach(layers: &mut Layers, items: &[Item], links: &[Link]) {
    let mut place = vec![0_i32; layers.vertices.len()];
    for layer in &layers.rows {
        for (at, &vertex) in layer.iter().enumerate() {
            place[vertex as usize] = at as i32;
        }
    }
    let mut sides: Vec<[Vec<Look>; 2]> = vec![[Vec::new(), Vec::new()]; items.len()];
    for (at, link) in links.iter().enumerate() {
        let way = layers.ways[at].clone();
        let (first, last) = (way.start, way.end - 1);
        match link.upper_attach {
            Attach::At(offset) => layers.pieces[first].upper_at = offset,
            Attach::Class(tip, stroke) => {
                let other = layers.pieces[first].lower;
                add(
                    &mut sides[link.upper][1],
                    (tip, stroke),
                    first,
                    place[other as usize],
                );
            }
        }
        match link.lower_attach {
            Attach::At(offset) => layers.pieces[last].lower_at = offset,
            Attach::Class(tip, stroke) => {
                let other = layers.pieces[last].upper;
                add(
                    &mut sides[link.lower][0],
                    (tip, stroke),
                    last,
                    place[other as usize],
                );
            }
        }
    }
    for (item, sides) in sides.into_iter().enumerate() {
        for (is_lower_side, looks) in sides.into_iter().enumerate() {
            spread(layers, items[item], is_lower_side == 1, looks);
        }
    }
}

/// Pieces of one look at one side of an item.
#[derive(Debug, Clone)]
struct Look {
    of: (Tip, Stroke),
    pieces: Vec<usize>,
    /// The sum of the places of what they lead to.
    places: i32,
}

fn add(looks: &mut Vec<Look>, of: (Tip, Stroke), piece: usize, place: i32) {
    if let Some(look) = looks.iter_mut().find(|look| look.of == of) {
        look.pieces.push(piece);
        look.places += place;
    } else {
        looks.push(Look {
            of,
            pieces: vec![piece],
            places: place,
        });
    }
}

fn spread(layers: &mut Layers, item: Item, is_lower_side: bool, mut looks: Vec<Look>) {
    if looks.len() < 2 || matches!(item.kind, ItemKind::Port(_)) {
        return;
    }
    let count = looks.len() as i32;
    looks.sort_by_key(|look| look.places * 64 / look.pieces.len() as i32);
    let room = item.size.width / 2 - 4;
    let step = (room * 2 / (count + 1)).clamp(4, 16);
    // What goes along with the direction of the graph stays in the middle: lines that leave below and heads that come
    // in above.
    let main = looks
        .iter()
        .position(|look| (look.of.0 == Tip::Plain) == is_lower_side)
        .unwrap_or(looks.len() / 2) as i32;
    for (at, look) in looks.iter().enumerate() {
        let offset = ((at as i32 - main) * step).clamp(-room.max(0), room.max(0));
        for &piece in &look.pieces {
            let piece = &mut layers.pieces[piece];
            if is_lower_side {
                piece.upper_at = offset;
            } else {
                piece.lower_at = offset;
            }
        }
    }
}

/// Whether a vertex is only a bend or a label.
pub(super) fn is_bend(kind: VertexKind) -> bool {
    kind != VertexKind::Item
}
