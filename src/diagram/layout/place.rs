//! Positions within layers: nothing overlaps, and edges are short and straight.

use super::frame::{Layers, VertexKind};
use super::order::is_bend;
use super::simplex::{self, Arc, Balance};
use super::turn::Turn;

/// The middle of each vertex, from the left.
pub(super) fn place(layers: &Layers, turn: Turn) -> Vec<i32> {
    let count = layers.vertices.len();
    let mut arcs = Vec::with_capacity(count + layers.pieces.len() * 2 + layers.rows.len());
    let mut parts: Vec<u32> = (0..count as u32).collect();
    for layer in &layers.rows {
        for pair in layer.windows(2) {
            let (a, b) = (
                layers.vertices[pair[0] as usize],
                layers.vertices[pair[1] as usize],
            );
            let gap = match (is_bend(a.kind), is_bend(b.kind)) {
                (false, false) if turn.is_upright() => 28,
                (false, false) => 22,
                (true, true) if a.kind == VertexKind::Bend && b.kind == VertexKind::Bend => 12,
                (true, true) => 10,
                _ => 16,
            };
            arcs.push(Arc {
                from: pair[0],
                to: pair[1],
                min: a.half.1 + gap + b.half.0,
                weight: 0,
            });
            join(&mut parts, pair[0], pair[1]);
        }
    }
    let mut next = count as u32;
    for piece in &layers.pieces {
        // A free point before both ends: the sum of its distances is least when the ends are in line.
        arcs.push(Arc {
            from: next,
            to: piece.upper,
            min: -piece.upper_at,
            weight: piece.weight,
        });
        arcs.push(Arc {
            from: next,
            to: piece.lower,
            min: -piece.lower_at,
            weight: piece.weight,
        });
        join(&mut parts, piece.upper, piece.lower);
        next += 1;
    }
    // What nothing ties together is tied to a point before all.
    let hub = next;
    let roots: Vec<u32> = (0..count as u32)
        .filter(|&at| root(&parts, at) == at)
        .collect();
    if roots.len() > 1 {
        let firsts = layers.rows.iter().filter_map(|layer| layer.first());
        for &to in firsts {
            arcs.push(Arc {
                from: hub,
                to,
                min: layers.vertices[to as usize].half.0,
                weight: 0,
            });
        }
        next += 1;
    }
    let mut xs = simplex::solve(next as usize, &arcs, Balance::Centred);
    xs.truncate(count);
    let least = layers
        .vertices
        .iter()
        .zip(&xs)
        .map(|(vertex, x)| x - vertex.half.0)
        .min()
        .unwrap_or(0);
    for x in &mut xs {
        *x -= least;
    }
    xs
}

fn root(parts: &[u32], mut at: u32) -> u32 {
    while parts[at as usize] != at {
        at = parts[at as usize];
    }
    at
}

fn join(parts: &mut [u32], a: u32, b: u32) {
    let (a, b) = (root(parts, a), root(parts, b));
    parts[a.max(b) as usize] = a.min(b);
}
