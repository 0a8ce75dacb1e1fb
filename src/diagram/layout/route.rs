//! The way of edges: down from an item, along a track between two layers, down to the next.

use super::frame::{Arranged, Attach, Item, Layers, Link, VertexKind};
use super::turn::Turn;
use super::{Point, Rect, Route, Size};
use crate::model::diagram::Tip;
use std::collections::BTreeMap;

/// The distance of two tracks.
const TRACK: i32 = 10;

/// Pieces between two layers that share a track: those from one place, or to one place.
#[derive(Debug, Clone, Default)]
struct Bundle {
    pieces: Vec<usize>,
    tops: Vec<i32>,
    bottoms: Vec<i32>,
    low: i32,
    high: i32,
    track: i32,
}

/// Gives all parts of a container their places.
pub(super) fn route(
    items: &[Item],
    links: &[Link],
    layers: &Layers,
    xs: &[i32],
    turn: Turn,
) -> Arranged {
    let count = layers.rows.len();
    let mut between: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, piece) in layers.pieces.iter().enumerate() {
        if piece.is_visible {
            between[layers.vertices[piece.upper as usize].layer as usize].push(at);
        }
    }
    let mut lower_at: Vec<i32> = layers.pieces.iter().map(|piece| piece.lower_at).collect();
    let mut track_of: Vec<Option<i32>> = vec![None; layers.pieces.len()];
    let heights: Vec<i32> = layers
        .rows
        .iter()
        .map(|layer| {
            let heights = layer.iter().map(|&at| layers.vertices[at as usize].height);
            heights.max().unwrap_or(0)
        })
        .collect();
    // Signs of number at the ends of lines need more room than arrow heads.
    let has_sign = |attach: Attach| {
        let Attach::Class(tip, _) = attach else {
            return false;
        };
        matches!(tip, Tip::One | Tip::MaybeOne | Tip::Many | Tip::MaybeMany)
    };
    let mut ends = links
        .iter()
        .flat_map(|link| [link.upper_attach, link.lower_attach]);
    let signs = if ends.any(has_sign) { 6 } else { 0 };
    let mut middles = Vec::with_capacity(count);
    let mut y = 0;
    for layer in 0..count {
        middles.push(y + heights[layer] / 2);
        y += heights[layer];
        if layer + 1 == count {
            break;
        }
        let bundles = bundles(layers, xs, &between[layer], &mut lower_at);
        let tracks = bundles
            .iter()
            .map(|bundle| bundle.track + 1)
            .max()
            .unwrap_or(0);
        let (before, behind) = gap(layers, layer, turn, tracks > 0);
        let (before, behind) = (before + signs, behind + signs);
        for bundle in &bundles {
            for &piece in &bundle.pieces {
                track_of[piece] = Some(y + before + bundle.track * TRACK);
            }
        }
        y += before + behind + (tracks - 1).max(0) * TRACK;
    }
    let mut arranged = Arranged {
        size: Size {
            width: 0,
            height: y,
        },
        ..Arranged::default()
    };
    for (at, item) in items.iter().enumerate() {
        let vertex = layers.vertices[at];
        let rect = Rect {
            x: xs[at] - item.size.width / 2,
            y: middles[vertex.layer as usize] - item.size.height / 2,
            width: item.size.width,
            height: item.size.height,
        };
        arranged.rects.push((item.kind, rect));
        arranged.centres.push(Point {
            x: xs[at],
            y: middles[vertex.layer as usize],
        });
    }
    for (vertex, x) in layers.vertices.iter().zip(xs) {
        arranged.size.width = arranged.size.width.max(x + vertex.half.1);
    }
    for way in layers.ways.iter().take(links.len()) {
        let mut route = Route::default();
        for at in way.clone() {
            let piece = layers.pieces[at];
            let upper = layers.vertices[piece.upper as usize];
            let lower = layers.vertices[piece.lower as usize];
            let from = Point {
                x: xs[piece.upper as usize] + piece.upper_at,
                y: middles[upper.layer as usize] + height_below(upper.kind, upper.height),
            };
            let to = Point {
                x: xs[piece.lower as usize] + lower_at[at],
                y: middles[lower.layer as usize] - height_above(lower.kind, lower.height),
            };
            route.points.push(from);
            if let Some(track) = track_of[at] {
                route.points.push(Point {
                    x: from.x,
                    y: track,
                });
                route.points.push(Point { x: to.x, y: track });
            }
            route.points.push(to);
            if lower.kind == VertexKind::Label {
                route.label = Some(Rect {
                    x: xs[piece.lower as usize] - lower.half.0,
                    y: middles[lower.layer as usize] - lower.height / 2,
                    width: lower.half.0 + lower.half.1,
                    height: lower.height,
                });
            }
        }
        tidy(&mut route.points);
        arranged.routes.push(route);
    }
    arranged
}

fn height_below(kind: VertexKind, height: i32) -> i32 {
    if kind == VertexKind::Item {
        height - height / 2
    } else {
        0
    }
}

fn height_above(kind: VertexKind, height: i32) -> i32 {
    if kind == VertexKind::Item {
        height / 2
    } else {
        0
    }
}

/// The room before the first track and behind the last one.
fn gap(layers: &Layers, layer: usize, turn: Turn, has_tracks: bool) -> (i32, i32) {
    let is_of_labels = |layer: usize| {
        layers.rows[layer]
            .iter()
            .any(|&at| layers.vertices[at as usize].kind == VertexKind::Label)
    };
    let is_of_items = |layer: usize| {
        layers.rows[layer]
            .iter()
            .any(|&at| layers.vertices[at as usize].kind == VertexKind::Item)
    };
    let upper = is_of_labels(layer);
    let lower = is_of_labels(layer + 1);
    let long = if turn.is_upright() { 18 } else { 20 };
    let behind = if is_of_items(layer + 1) && has_tracks {
        long
    } else {
        12
    };
    match (upper, lower) {
        (false, false) => {
            if has_tracks {
                (14, long)
            } else {
                (16, long - 2)
            }
        }
        (false, true) => (12, if has_tracks { 10 } else { 2 }),
        (true, false) => (if has_tracks { 8 } else { 2 }, behind + 4),
        (true, true) => (8, 8),
    }
}

/// The bundles of pieces between two layers that need a track, with their tracks.
fn bundles(layers: &Layers, xs: &[i32], pieces: &[usize], lower_at: &mut [i32]) -> Vec<Bundle> {
    let top = |at: usize| {
        let piece = layers.pieces[at];
        (piece.upper, xs[piece.upper as usize] + piece.upper_at)
    };
    let bottom = |at: usize, lower_at: &[i32]| {
        let piece = layers.pieces[at];
        (piece.lower, xs[piece.lower as usize] + lower_at[at])
    };
    let mut by_top: BTreeMap<(u32, i32), Vec<usize>> = BTreeMap::new();
    let mut by_bottom: BTreeMap<(u32, i32), Vec<usize>> = BTreeMap::new();
    for &at in pieces {
        by_top.entry(top(at)).or_default().push(at);
        by_bottom.entry(bottom(at, lower_at)).or_default().push(at);
    }
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut add = |pieces: Vec<usize>| {
        let tops: Vec<i32> = pieces.iter().map(|&at| top(at).1).collect();
        let bottoms: Vec<i32> = pieces.iter().map(|&at| bottom(at, lower_at).1).collect();
        let all = || tops.iter().chain(&bottoms).copied();
        let (low, high) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
        if low < high {
            bundles.push(Bundle {
                pieces,
                tops,
                bottoms,
                low,
                high,
                track: 0,
            });
        }
    };
    let mut is_taken = vec![false; layers.pieces.len()];
    for group in by_top.values().filter(|group| group.len() > 1) {
        for &at in group {
            is_taken[at] = true;
        }
        add(group.clone());
    }
    for group in by_bottom.values() {
        let rest: Vec<usize> = group.iter().copied().filter(|&at| !is_taken[at]).collect();
        if !rest.is_empty() {
            add(rest);
        }
    }
    arrange(&mut bundles);
    part(layers, &mut bundles, lower_at);
    bundles
}

/// What it costs when `upper` runs above `lower`: crossings, and much more for lines that would run into each other.
fn cost(upper: &Bundle, lower: &Bundle) -> i32 {
    let inside = |x: i32, bundle: &Bundle| bundle.low < x && x < bundle.high;
    let mut cost = 0;
    for &x in &upper.bottoms {
        cost += i32::from(inside(x, lower));
        cost += 40 * i32::from(lower.tops.contains(&x));
    }
    for &x in &lower.tops {
        cost += i32::from(inside(x, upper));
    }
    cost
}

/// Sorts bundles from top to bottom and gives them tracks; bundles that do not overlap may share one.
fn arrange(bundles: &mut [Bundle]) {
    bundles.sort_by_key(|bundle| (bundle.low, bundle.high));
    let count = bundles.len();
    for _ in 0..count.min(12) {
        let mut is_better = false;
        for at in 1..count {
            let (a, b) = (&bundles[at - 1], &bundles[at]);
            if cost(b, a) < cost(a, b) {
                bundles.swap(at - 1, at);
                is_better = true;
            }
        }
        if !is_better {
            break;
        }
    }
    for at in 0..count {
        let track = bundles[..at]
            .iter()
            .filter(|other| other.low <= bundles[at].high + 6 && bundles[at].low <= other.high + 6)
            .map(|other| other.track + 1)
            .max()
            .unwrap_or(0);
        bundles[at].track = track;
    }
}

/// Where a line would still come down onto the start of another, its end moves a little to the side.
fn part(layers: &Layers, bundles: &mut [Bundle], lower_at: &mut [i32]) {
    for upper in 0..bundles.len() {
        for lower in 0..bundles.len() {
            if bundles[upper].track >= bundles[lower].track {
                continue;
            }
            for slot in 0..bundles[upper].pieces.len() {
                let x = bundles[upper].bottoms[slot];
                if !bundles[lower].tops.contains(&x) {
                    continue;
                }
                let at = bundles[upper].pieces[slot];
                let half = layers.vertices[layers.pieces[at].lower as usize].half;
                let room = half.0.min(half.1) - 4;
                if room < 6 {
                    continue;
                }
                let from = bundles[upper].tops[slot];
                let by = if from < x { -1 } else { 1 } * room.min(10);
                lower_at[at] += by;
                bundles[upper].bottoms[slot] += by;
            }
        }
    }
}

/// Takes out points that lie on a straight line between their neighbours.
pub(super) fn tidy(points: &mut Vec<Point>) {
    points.dedup();
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for &point in points.iter() {
        while let [.., before, last] = kept[..] {
            let is_straight = (before.x == last.x && last.x == point.x)
                || (before.y == last.y && last.y == point.y);
            if !is_straight {
                break;
            }
            kept.pop();
        }
        kept.push(point);
    }
    *points = kept;
}
