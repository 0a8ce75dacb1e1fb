//! The network simplex method: integer positions on a line that keep minimal distances and make the weighted sum of
//! all distances as small as possible. Used for ranks and for positions within ranks.

/// `to` lies at least `min` behind `from`; each step between them costs `weight`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) min: i32,
    pub(super) weight: i32,
}

/// Whether free room is shared out evenly once the optimum is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Balance {
    /// Positions stay where the method ends.
    None,
    /// Parts that may move without cost go to the middle of their room.
    Centred,
}

/// A bound on the work of one call, in looks at arcs and points. The positions are feasible at any time; beyond the
/// bound they are merely not the best.
const WORK: usize = 6_000_000;

struct Net<'a> {
    arcs: &'a [Arc],
    /// Arcs at each point: a range of `incident`.
    starts: Vec<u32>,
    incident: Vec<u32>,
    position: Vec<i32>,
    in_tree: Vec<bool>,
    tree: Vec<u32>,
    cut: Vec<i32>,
    parent: Vec<u32>,
    low: Vec<u32>,
    lim: Vec<u32>,
    stack: Vec<(u32, u32)>,
    work: usize,
}

const NONE: u32 = u32::MAX;

/// Positions for `count` points, the least of them 0. The arcs must have no cycle and tie all points together.
pub(super) fn solve(count: usize, arcs: &[Arc], balance: Balance) -> Vec<i32> {
    let mut net = Net {
        arcs,
        starts: Vec::new(),
        incident: Vec::new(),
        position: vec![0; count],
        in_tree: vec![false; arcs.len()],
        tree: Vec::new(),
        cut: vec![0; arcs.len()],
        parent: vec![NONE; count],
        low: vec![0; count],
        lim: vec![0; count],
        stack: Vec::new(),
        work: 0,
    };
    index(&mut net, count);
    spread(&mut net, count);
    if grow(&mut net, count) {
        improve(&mut net);
        if balance == Balance::Centred {
            centre(&mut net);
        }
    }
    let least = net.position.iter().copied().min().unwrap_or(0);
    for position in &mut net.position {
        *position -= least;
    }
    net.position
}

fn index(net: &mut Net<'_>, count: usize) {
    net.starts = vec![0; count + 1];
    for arc in net.arcs {
        net.starts[arc.from as usize + 1] += 1;
        net.starts[arc.to as usize + 1] += 1;
    }
    for at in 0..count {
        net.starts[at + 1] += net.starts[at];
    }
    let mut next = net.starts.clone();
    net.incident = vec![0; net.arcs.len() * 2];
    for (at, arc) in net.arcs.iter().enumerate() {
        for end in [arc.from, arc.to] {
            let slot = &mut next[end as usize];
            net.incident[*slot as usize] = at as u32;
            *slot += 1;
        }
    }
}

impl Net<'_> {
    fn slack(&self, arc: u32) -> i32 {
        let arc = self.arcs[arc as usize];
        self.position[arc.to as usize] - self.position[arc.from as usize] - arc.min
    }

    fn around(&self, point: u32) -> std::ops::Range<usize> {
        self.starts[point as usize] as usize..self.starts[point as usize + 1] as usize
    }

    /// Whether `inner` lies in the subtree of `outer`.
    fn below(&self, outer: u32, inner: u32) -> bool {
        let lim = self.lim[inner as usize];
        self.low[outer as usize] <= lim && lim <= self.lim[outer as usize]
    }

    /// The lower end of a tree arc.
    fn child(&self, arc: u32) -> u32 {
        let Arc { from, to, .. } = self.arcs[arc as usize];
        if self.lim[from as usize] < self.lim[to as usize] {
            from
        } else {
            to
        }
    }
}

/// The first feasible positions: each point as near to the front as it can be.
fn spread(net: &mut Net<'_>, count: usize) {
    let mut waits = vec![0_u32; count];
    for arc in net.arcs {
        waits[arc.to as usize] += 1;
    }
    let mut ready: Vec<u32> = (0..count as u32)
        .filter(|&v| waits[v as usize] == 0)
        .collect();
    let mut next = 0;
    while next < ready.len() {
        let point = ready[next];
        next += 1;
        for slot in net.around(point) {
            let arc = net.arcs[net.incident[slot] as usize];
            if arc.from != point {
                continue;
            }
            let at = net.position[point as usize] + arc.min;
            let to = arc.to as usize;
            net.position[to] = net.position[to].max(at);
            waits[to] -= 1;
            if waits[to] == 0 {
                ready.push(arc.to);
            }
        }
    }
    // Points that only pull others stand as near to them as they can, which leaves less to improve.
    for &point in ready.iter().rev() {
        let mut room = i32::MAX;
        let mut has_before = false;
        for slot in net.around(point) {
            let at = net.incident[slot];
            if net.arcs[at as usize].from == point {
                room = room.min(net.slack(at));
            } else {
                has_before = true;
            }
        }
        if !has_before && room != i32::MAX && room > 0 {
            net.position[point as usize] += room;
        }
    }
}

/// Grows a spanning tree of tight arcs, moving the tree to the nearest arc where none is tight. `false` when the points
/// are not tied together.
fn grow(net: &mut Net<'_>, count: usize) -> bool {
    if count == 0 {
        return false;
    }
    let mut reached = vec![false; count];
    let mut members = vec![0_u32];
    reached[0] = true;
    let mut next = 0;
    loop {
        while next < members.len() {
            let point = members[next];
            next += 1;
            for slot in net.around(point) {
                let at = net.incident[slot];
                let arc = net.arcs[at as usize];
                let other = if arc.from == point { arc.to } else { arc.from };
                if !reached[other as usize] && net.slack(at) == 0 {
                    reached[other as usize] = true;
                    members.push(other);
                    net.in_tree[at as usize] = true;
                    net.tree.push(at);
                }
            }
        }
        if members.len() == count {
            break;
        }
        let mut nearest: Option<(i32, u32)> = None;
        for (at, arc) in net.arcs.iter().enumerate() {
            if reached[arc.from as usize] != reached[arc.to as usize] {
                let slack = net.slack(at as u32);
                if nearest.is_none_or(|(least, _)| slack < least) {
                    nearest = Some((slack, at as u32));
                }
            }
        }
        net.work += net.arcs.len() + members.len();
        let Some((slack, at)) = nearest else {
            return false;
        };
        let arc = net.arcs[at as usize];
        let (shift, joins) = if reached[arc.from as usize] {
            (slack, arc.to)
        } else {
            (-slack, arc.from)
        };
        for &point in &members {
            net.position[point as usize] += shift;
        }
        reached[joins as usize] = true;
        members.push(joins);
        net.in_tree[at as usize] = true;
        net.tree.push(at);
    }
    number(net);
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_unstable_by_key(|&point| net.lim[point as usize]);
    for point in order {
        let arc = net.parent[point as usize];
        if arc != NONE {
            net.cut[arc as usize] = cut_value(net, arc, point);
        }
    }
    true
}

/// Numbers the points of the tree in the order in which their subtrees are left.
fn number(net: &mut Net<'_>) {
    let mut counter = 0;
    net.stack.clear();
    net.parent[0] = NONE;
    net.low[0] = 0;
    net.stack.push((0, net.starts[0]));
    while let Some(&(point, slot)) = net.stack.last() {
        if slot == net.starts[point as usize + 1] {
            net.lim[point as usize] = counter;
            counter += 1;
            net.stack.pop();
            continue;
        }
        if let Some(top) = net.stack.last_mut() {
            top.1 += 1;
        }
        let at = net.incident[slot as usize];
        if !net.in_tree[at as usize] || net.parent[point as usize] == at {
            continue;
        }
        let arc = net.arcs[at as usize];
        let other = if arc.from == point { arc.to } else { arc.from };
        net.parent[other as usize] = at;
        net.low[other as usize] = counter;
        net.stack.push((other, net.starts[other as usize]));
    }
    net.work += net.position.len() * 3;
}

/// The cut value of the tree arc above `point`, from those of the arcs below.
fn cut_value(net: &Net<'_>, tree_arc: u32, point: u32) -> i32 {
    let leads_up = net.arcs[tree_arc as usize].from == point;
    let mut sum = 0;
    for slot in net.around(point) {
        let at = net.incident[slot];
        let arc = net.arcs[at as usize];
        let other = if arc.from == point { arc.to } else { arc.from };
        let leaves = !net.below(point, other);
        let mut value = if leaves {
            arc.weight
        } else {
            let below = if net.in_tree[at as usize] {
                net.cut[at as usize]
            } else {
                0
            };
            below - arc.weight
        };
        let mut is_along = if leads_up {
            arc.to == point
        } else {
            arc.from == point
        };
        if leaves {
            is_along = !is_along;
        }
        if !is_along {
            value = -value;
        }
        sum += value;
    }
    sum
}

/// The arc that takes the place of a tree arc: the one with the least slack that leads the other way between the two
/// parts.
fn replacement(net: &mut Net<'_>, leaving: u32) -> Option<u32> {
    let child = net.child(leaving);
    let leads_up = net.arcs[leaving as usize].from == child;
    let (low, lim) = (net.low[child as usize], net.lim[child as usize]);
    let inside = |point: u32| {
        let at = net.lim[point as usize];
        low <= at && at <= lim
    };
    let mut best: Option<(i32, u32)> = None;
    for (at, arc) in net.arcs.iter().enumerate() {
        if net.in_tree[at] {
            continue;
        }
        let (from, to) = (inside(arc.from), inside(arc.to));
        let fits = from != to && (if leads_up { to } else { from });
        if fits {
            let slack = net.slack(at as u32);
            if best.is_none_or(|(least, _)| slack < least) {
                best = Some((slack, at as u32));
                if slack == 0 {
                    break;
                }
            }
        }
    }
    net.work += net.arcs.len();
    best.map(|(_, at)| at)
}

/// Moves the part below a tree arc.
fn shift(net: &mut Net<'_>, tree_arc: u32, by: i32) {
    let child = net.child(tree_arc);
    let by = if net.arcs[tree_arc as usize].from == child {
        -by
    } else {
        by
    };
    let (low, lim) = (net.low[child as usize], net.lim[child as usize]);
    for (position, at) in net.position.iter_mut().zip(&net.lim) {
        if low <= *at && *at <= lim {
            *position += by;
        }
    }
    net.work += net.position.len();
}

/// The arc to leave the tree: of the next few with a negative cut value the most negative.
fn leaving(net: &Net<'_>, start: &mut usize) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    let mut seen = 0;
    for step in 0..net.tree.len() {
        let slot = (*start + step) % net.tree.len();
        let cut = net.cut[net.tree[slot] as usize];
        if cut < 0 {
            if best.is_none_or(|(least, _)| cut < least) {
                best = Some((cut, slot));
            }
            seen += 1;
            if seen == 20 {
                break;
            }
        }
    }
    let slot = best?.1;
    *start = slot;
    Some(slot)
}

fn improve(net: &mut Net<'_>) {
    let mut start = 0;
    while net.work < WORK
        && let Some(slot) = leaving(net, &mut start)
    {
        let out = net.tree[slot];
        let Some(into) = replacement(net, out) else {
            // Only possible with a cost that falls without end, which non-negative weights exclude.
            return;
        };
        let slack = net.slack(into);
        // The part behind the arc moves away from the rest, until the new arc is tight.
        if slack > 0 {
            shift(net, out, slack);
        }
        let cut = net.cut[out as usize];
        let Arc { from, to, .. } = net.arcs[into as usize];
        climb(net, from, to, cut, true);
        climb(net, to, from, cut, false);
        net.cut[into as usize] = -cut;
        net.cut[out as usize] = 0;
        net.in_tree[out as usize] = false;
        net.in_tree[into as usize] = true;
        net.tree[slot] = into;
        number(net);
    }
}

/// Corrects the cut values between a point and the place where the ways up from both ends of a new arc meet.
fn climb(net: &mut Net<'_>, from: u32, other: u32, cut: i32, is_tail: bool) {
    let mut point = from;
    while !net.below(point, other) {
        let at = net.parent[point as usize];
        let arc = net.arcs[at as usize];
        if (arc.from == point) == is_tail {
            net.cut[at as usize] += cut;
        } else {
            net.cut[at as usize] -= cut;
        }
        point = if arc.from == point { arc.to } else { arc.from };
    }
}

fn centre(net: &mut Net<'_>) {
    for slot in 0..net.tree.len() {
        let at = net.tree[slot];
        if net.cut[at as usize] != 0 || net.work >= WORK {
            continue;
        }
        if let Some(into) = replacement(net, at) {
            let slack = net.slack(into);
            if slack > 1 {
                shift(net, at, slack / 2);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, Balance, solve};

    fn arc(from: u32, to: u32, min: i32, weight: i32) -> Arc {
        Arc {
            from,
            to,
            min,
            weight,
        }
    }

    #[test]
    fn sources_stand_just_before_what_they_lead_to() {
        // 0 → 1 → 2 → 3 and 4 → 3: 4 belongs beside 2.
        let arcs = [
            arc(0, 1, 1, 1),
            arc(1, 2, 1, 1),
            arc(2, 3, 1, 1),
            arc(4, 3, 1, 1),
        ];
        assert_eq!(solve(5, &arcs, Balance::None), [0, 1, 2, 3, 2]);
    }

    #[test]
    fn a_chain_beside_a_longer_one_has_no_slack_twice() {
        let arcs = [
            arc(0, 1, 1, 1),
            arc(1, 2, 1, 1),
            arc(2, 3, 1, 1),
            arc(0, 4, 1, 3),
            arc(4, 3, 1, 1),
        ];
        assert_eq!(solve(5, &arcs, Balance::None), [0, 1, 2, 3, 1]);
        let other = [
            arc(0, 1, 1, 1),
            arc(1, 2, 1, 1),
            arc(2, 3, 1, 1),
            arc(0, 4, 1, 1),
            arc(4, 3, 1, 3),
        ];
        assert_eq!(solve(5, &other, Balance::None), [0, 1, 2, 3, 2]);
    }
}
