//! Pictures that planfolio makes by itself, from facts rather than from drawings.
//!
//! * [`features`]: which features build on which.
//! * [`system`]: the components of all plans merged by name.
//! * [`tasks`]: which tasks of a document wait for which.
//! * [`entities`]: the entities of a document with their relations.
//! * [`endpoints`]: the endpoints of a feature with the components that serve them.

pub(super) mod endpoints;
pub(super) mod entities;
pub(super) mod features;
pub(super) mod system;
pub(super) mod tasks;

use super::picture;
use super::scene::View;
use crate::base::markup::escape_into;
use crate::model::diagram::{Caption, Graph};

/// A graph as a figure; `note` is the text below it, and may be empty.
fn figure(view: &View<'_>, graph: &Graph, caption: &Caption<'_>, note: &str) -> Option<String> {
    let svg = (view.scene.artist.graph)(graph, caption)?;
    let mut out = String::with_capacity(svg.len() + 256);
    picture::open_drawn(&mut out, view);
    picture::scroll_box(&mut out, &svg, caption.prefix);
    if !note.is_empty() {
        out.push_str("<figcaption>");
        escape_into(&mut out, note);
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>");
    Some(out)
}

/// For each node the number of its circle: nodes that lead to each other share one. `next` are the nodes that a node
/// leads to.
fn circles(next: &[Vec<u32>]) -> Vec<u32> {
    let count = next.len();
    let mut before = vec![Vec::new(); count];
    for (from, all) in next.iter().enumerate() {
        for &to in all {
            before[to as usize].push(from as u32);
        }
    }
    // Nodes in the order in which the walk leaves them, then backwards along the edges (Kosaraju).
    let mut seen = vec![false; count];
    let mut left: Vec<u32> = Vec::with_capacity(count);
    for start in 0..count as u32 {
        let mut way = vec![(start, 0)];
        if std::mem::replace(&mut seen[start as usize], true) {
            continue;
        }
        while let Some((at, slot)) = way.last_mut() {
            let Some(&to) = next[*at as usize].get(*slot) else {
                left.push(*at);
                way.pop();
                continue;
            };
            *slot += 1;
            if !std::mem::replace(&mut seen[to as usize], true) {
                way.push((to, 0));
            }
        }
    }
    let mut circle = vec![u32::MAX; count];
    for (number, &start) in left.iter().rev().enumerate() {
        let mut way = vec![start];
        while let Some(at) = way.pop() {
            if circle[at as usize] == u32::MAX {
                circle[at as usize] = number as u32;
                way.extend(&before[at as usize]);
            }
        }
    }
    circle
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn nodes_that_lead_to_each_other_share_a_circle() {
        let circle = circles(&[vec![1], vec![2], vec![0, 3], vec![]]);
        assert!(circle[0] == circle[1] && circle[1] == circle[2]);
        assert_ne!(circle[2], circle[3]);
        assert!(circles(&[]).is_empty());
    }
}
