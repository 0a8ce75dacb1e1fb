//! Ranks: the layer of each item, and of each label between two of them.

use super::frame::{Attach, Item, ItemKind, Link};
use super::simplex::{self, Arc, Balance};
use super::turn::Turn;

/// The layers of a container.
#[derive(Debug)]
pub(super) struct Ranks {
    /// By item.
    pub(super) of_items: Vec<u32>,
    /// By link; `None` without a label.
    pub(super) of_labels: Vec<Option<u32>>,
    /// The number of layers.
    pub(super) layers: usize,
}

/// Items that nothing is tied to stand in a grid rather than in one long line.
pub(super) fn keep_grid(items: &[Item], links: &mut Vec<Link>, turn: Turn) {
    let mut is_tied = vec![false; items.len()];
    for link in links.iter() {
        is_tied[link.upper] = true;
        is_tied[link.lower] = true;
    }
    let alone: Vec<usize> = (0..items.len()).filter(|&at| !is_tied[at]).collect();
    let is_all = alone.len() == items.len();
    // A few stand side by side, or above each other when the rest leads to the right.
    let columns = match alone.len() {
        0..=1 => return,
        count @ 2..=3 if turn.is_upright() || !is_all => count,
        2..=3 => 1,
        count if turn.is_upright() => count.isqrt() + 1,
        count => count.isqrt(),
    };
    for pair in alone.windows(columns + 1) {
        links.push(Link {
            edge: None,
            upper: pair[0],
            lower: pair[columns],
            upper_attach: Attach::At(0),
            lower_attach: Attach::At(0),
            label: None,
            weight: 1,
        });
    }
}

/// Gives layers to items and labels.
pub(super) fn ranks(items: &[Item], links: &[Link]) -> Ranks {
    let is_port = |item: usize| matches!(items[item].kind, ItemKind::Port(_));
    let mut tops = false;
    let mut bottoms = false;
    let mut arcs: Vec<Arc> = Vec::with_capacity(links.len() + 4);
    let mut parts: Vec<u32> = (0..items.len() as u32).collect();
    for link in links {
        if is_port(link.upper) {
            tops = true;
        } else if is_port(link.lower) {
            bottoms = true;
        } else {
            arcs.push(Arc {
                from: link.upper as u32,
                to: link.lower as u32,
                min: 1,
                weight: link.weight,
            });
            join(&mut parts, link.upper as u32, link.lower as u32);
        }
    }
    // Parts that nothing ties together are tied to a point before all of them.
    let hub = items.len() as u32;
    let roots: Vec<u32> = (0..hub).filter(|&at| root(&parts, at) == at).collect();
    let count = if roots.len() > 1 {
        arcs.extend(roots.iter().map(|&to| Arc {
            from: hub,
            to,
            min: 0,
            weight: 0,
        }));
        items.len() + 1
    } else {
        items.len()
    };
    let mut ranks = simplex::solve(count, &arcs, Balance::None);
    let mut least = vec![i32::MAX; items.len()];
    for at in 0..hub {
        if !is_port(at as usize) {
            let part = root(&parts, at) as usize;
            least[part] = least[part].min(ranks[at as usize]);
        }
    }
    for at in 0..hub {
        if !is_port(at as usize) {
            ranks[at as usize] -= least[root(&parts, at) as usize];
        }
    }
    let last = (0..items.len())
        .filter(|&at| !is_port(at))
        .map(|at| ranks[at])
        .max()
        .unwrap_or(0);
    // Labels stand in a layer of their own, in the gap behind a rank.
    let mut gap_of: Vec<Option<i32>> = vec![None; links.len()];
    let mut is_wide = vec![false; last as usize + 1];
    for (at, link) in links.iter().enumerate() {
        if link.label.is_some() {
            let (from, to) = (ranks[link.upper], ranks[link.lower]);
            let gap = i32::midpoint(from, to - 1);
            gap_of[at] = Some(gap);
            is_wide[gap as usize] = true;
        }
    }
    let mut layer = u32::from(tops);
    let mut layer_of = Vec::with_capacity(is_wide.len());
    for &wide in &is_wide {
        layer_of.push(layer);
        layer += 1 + u32::from(wide);
    }
    let layers = layer + u32::from(bottoms);
    let mut of_items: Vec<u32> = (0..items.len())
        .map(|at| {
            if is_port(at) {
                0
            } else {
                layer_of[ranks[at] as usize]
            }
        })
        .collect();
    for link in links {
        if is_port(link.lower) {
            of_items[link.lower] = layers - 1;
        }
    }
    Ranks {
        of_items,
        of_labels: gap_of
            .into_iter()
            .map(|gap| gap.map(|gap| layer_of[gap as usize] + 1))
            .collect(),
        layers: layers as usize,
    }
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
