//! From ends that touch something to edges with their labels.

use super::grid::{DOWN, LEFT, RIGHT, UP, points};
use super::sketch::{Heads, NONE, Role, Sketch, Spot, Tie};
use super::touch;
use super::wire::{Net, WireEnd, goes_on};
use std::collections::BTreeMap;

/// Finds labels on wires, lines of nodes, edges, labels beside wires, titles and remarks.
pub(super) fn link(sketch: &mut Sketch) {
    join_over_labels(sketch);
    join_shifted(sketch);
    titles(sketch);
    blocks(sketch);
    tie(sketch);
    adjoining(sketch);
    labels_beside(sketch);
    labels_above(sketch);
    remarks(sketch);
}

/// Pieces of one wire with a label between them become one net: `──(label)──→`, and an `N` within a vertical wire.
pub(super) fn join_over_labels(sketch: &mut Sketch) {
    for at in 0..sketch.runs.len() {
        let run = &sketch.runs[at];
        let (row, from, to) = (run.row, run.from, run.to);
        let start = row * sketch.grid.width;
        let look = |column: usize, side: u8| {
            let mut column = column;
            for gap in 0..4 {
                let cell = start + column;
                if sketch.net_of[cell] != NONE {
                    let end = WireEnd {
                        cell,
                        side,
                        is_head: false,
                    };
                    let net = &sketch.nets[sketch.net_of[cell] as usize];
                    return net.ends.contains(&end).then_some((end, gap));
                }
                if sketch.grid.cells[cell] != ' ' {
                    return None;
                }
                column = if side == RIGHT {
                    column.checked_sub(1)?
                } else if column + 1 < sketch.grid.width {
                    column + 1
                } else {
                    return None;
                };
            }
            None
        };
        let before = from.checked_sub(1).and_then(|column| look(column, RIGHT));
        let behind = (to < sketch.grid.width).then(|| look(to, LEFT)).flatten();
        if let (Some((left, gap)), Some((right, other_gap))) = (before, behind) {
            let is_tight = gap == 0 && other_gap == 0;
            let is_near = gap < 2 && other_gap < 2;
            let is_aside = is_near && (run.text.starts_with('(') || is_tight);
            let points_to = |end: WireEnd, side: u8| {
                let net = &sketch.nets[sketch.net_of[end.cell] as usize];
                net.ends
                    .iter()
                    .any(|other| other.is_head && other.side == side)
            };
            let long =
                |end: WireEnd| sketch.nets[sketch.net_of[end.cell] as usize].cells.len() >= 2;
            let diverges = points_to(left, LEFT) && points_to(right, RIGHT);
            let fits = if run.is_bracket {
                is_tight && run.text.chars().count() <= 24
            } else {
                is_aside || (is_near && !diverges && long(left) && run.text.chars().count() <= 40)
            };
            // A branch of a trunk with a head behind the text: the text is its label.
            let is_branch = |end: WireEnd| {
                let net = &sketch.nets[sketch.net_of[end.cell] as usize];
                let mut ends = net.ends.iter();
                ends.any(|end| end.side & (UP | DOWN) != 0)
            };
            let is_short = run.text.chars().count() <= 72;
            let fits = fits || (gap < 2 && is_branch(left) && points_to(right, RIGHT) && is_short);
            if fits && (long(left) || long(right)) {
                join(sketch, at, left, right);
                continue;
            }
        }
        // A cardinality in a vertical wire.
        let run = &sketch.runs[at];
        if run.text.chars().count() <= 5 && row > 0 && row + 1 < sketch.grid.height {
            let pair = (from..to).find_map(|column| {
                let above = WireEnd {
                    cell: start - sketch.grid.width + column,
                    side: DOWN,
                    is_head: false,
                };
                let below = WireEnd {
                    cell: start + sketch.grid.width + column,
                    side: UP,
                    is_head: false,
                };
                let has = |end: WireEnd| {
                    let net = sketch.net_of[end.cell];
                    net != NONE && sketch.nets[net as usize].ends.contains(&end)
                };
                (has(above) && has(below)).then_some((above, below))
            });
            if let Some((above, below)) = pair {
                join(sketch, at, above, below);
            }
        }
    }
}

/// Vertical wires that go on in the next row one column aside, and branches drawn below each other as `└`, hang
/// together.
fn join_shifted(sketch: &mut Sketch) {
    let width = sketch.grid.width;
    let mut ends: Vec<WireEnd> = sketch
        .nets
        .iter()
        .flat_map(|net| &net.ends)
        .filter(|end| end.side == UP && !end.is_head && end.cell >= width)
        .copied()
        .collect();
    ends.sort_by_key(|end| end.cell);
    for lower in ends {
        let above = lower.cell - width;
        let column = lower.cell % width;
        if sketch.wires.is_wire(above) {
            // A corner above without a way down.
            if sketch.wires.open[above] & UP != 0 && sketch.wires.head[above] == 0 {
                tie_nets(sketch, above, lower.cell);
                sketch.nets[sketch.net_of[lower.cell] as usize]
                    .ends
                    .retain(|end| *end != lower);
            }
            continue;
        }
        let shifted = [above.wrapping_sub(1), above + 1]
            .into_iter()
            .find(|&cell| {
                let is_near =
                    cell < sketch.grid.cells.len() && (cell % width).abs_diff(column) == 1;
                let upper = WireEnd {
                    cell,
                    side: DOWN,
                    is_head: false,
                };
                is_near
                    && sketch.net_of[cell] != NONE
                    && sketch.nets[sketch.net_of[cell] as usize]
                        .ends
                        .contains(&upper)
            });
        if let (Some(cell), ' ') = (shifted, sketch.grid.cells[above]) {
            tie_nets(sketch, cell, lower.cell);
            let net = sketch.net_of[lower.cell] as usize;
            sketch.nets[net]
                .ends
                .retain(|end| *end != lower && !(end.cell == cell && end.side == DOWN));
        }
    }
}

/// Makes one net of those of two cells.
fn tie_nets(sketch: &mut Sketch, a: usize, b: usize) {
    sketch.joints.push((a, b));
    let (keep, lose) = (sketch.net_of[a], sketch.net_of[b]);
    if keep == lose {
        return;
    }
    let moved = std::mem::take(&mut sketch.nets[lose as usize]);
    for &cell in &moved.cells {
        sketch.net_of[cell] = keep;
    }
    let net = &mut sketch.nets[keep as usize];
    net.cells.extend(moved.cells);
    net.ends.extend(moved.ends);
}

fn join(sketch: &mut Sketch, run: usize, a: WireEnd, b: WireEnd) {
    let (keep, lose) = (sketch.net_of[a.cell], sketch.net_of[b.cell]);
    sketch.roles[run] = Role::Label(a.cell);
    sketch.nets[keep as usize].ends.retain(|end| *end != a);
    sketch.nets[lose as usize].ends.retain(|end| *end != b);
    tie_nets(sketch, a.cell, b.cell);
}

/// The first text in a group is its title, unless a wire touches it.
fn titles(sketch: &mut Sketch) {
    for at in 0..sketch.frames.len() {
        if !sketch.frames[at].is_group || !sketch.frames[at].title.is_empty() {
            continue;
        }
        let first_inner = sketch
            .frames
            .iter()
            .filter(|frame| frame.parent == Some(at))
            .map(|frame| frame.top)
            .min();
        let first = (0..sketch.runs.len()).find(|&run| {
            sketch.group_at(sketch.runs[run].row, sketch.runs[run].from) == Some(at as u32)
        });
        let Some(first) = first else { continue };
        let run = &sketch.runs[first];
        let is_alone = sketch
            .runs
            .iter()
            .filter(|other| other.row == run.row)
            .all(|other| {
                sketch.group_at(other.row, other.from) != Some(at as u32) || other.from == run.from
            });
        let is_above =
            first_inner.map_or(run.row <= sketch.frames[at].top + 2, |top| run.row < top);
        // A row of its own, without wires directly below unless boxes follow.
        let below = run.row + 1;
        let is_touched = (run.from..run.to).any(|column| {
            let cell = below * sketch.grid.width + column;
            cell < sketch.grid.cells.len()
                && (sketch.wires.open[cell] | sketch.wires.head[cell]) & (UP | DOWN) != 0
        });
        if sketch.roles[first] == Role::Open
            && is_alone
            && is_above
            && !is_touched
            && !run.is_bracket
        {
            sketch.roles[first] = Role::Title(at as u32);
        }
    }
}

/// Text right below other text goes on with it.
fn blocks(sketch: &mut Sketch) {
    for at in 0..sketch.runs.len() {
        let run = &sketch.runs[at];
        if sketch.roles[at] != Role::Open || run.is_bracket || run.row == 0 {
            continue;
        }
        if is_on_flat_wire(sketch, at) {
            continue;
        }
        let above = (0..at).rev().take(60).find(|&other| {
            let upper = &sketch.runs[other];
            upper.row + 1 == run.row
                && !upper.is_bracket
                && upper.from < run.to
                && run.from < upper.to
                && matches!(sketch.roles[other], Role::Open | Role::Line(_))
        });
        let Some(other) = above else { continue };
        let upper = &sketch.runs[other];
        let same_side = touch::wire_beside(sketch, at).map(|cell| sketch.net_of[cell])
            == touch::wire_beside(sketch, other).map(|cell| sketch.net_of[cell]);
        let middle = |from: usize, to: usize| usize::midpoint(from, to);
        let is_near = upper.from.abs_diff(run.from) <= 4
            || middle(upper.from, upper.to).abs_diff(middle(run.from, run.to)) <= 3;
        // Two lines with the same tail in brackets are two of a kind.
        let tail = |text: &str| text.rfind('(').map(|at| text[at..].to_owned());
        let are_alike = tail(&run.text).is_some_and(|own| {
            own.len() > 2 && own.ends_with(')') && tail(&upper.text) == Some(own.clone())
        });
        if same_side && is_near && are_alike {
            sketch.is_ambiguous = true;
        }
        if same_side && is_near {
            let first = match sketch.roles[other] {
                Role::Line(first) => first,
                _ => other as u32,
            };
            sketch.roles[at] = Role::Line(first);
        }
    }
}

/// Whether a horizontal wire begins or ends at a run.
fn is_on_flat_wire(sketch: &Sketch, at: usize) -> bool {
    let run = &sketch.runs[at];
    let start = run.row * sketch.grid.width;
    let before = (1..=3).map_while(|gap| run.from.checked_sub(gap));
    let behind = (0..3)
        .map(|gap| run.to + gap)
        .take_while(|&column| column < sketch.grid.width);
    let hits = |columns: &mut dyn Iterator<Item = usize>| {
        for column in columns {
            let cell = start + column;
            if (sketch.wires.open[cell] | sketch.wires.head[cell]) & (LEFT | RIGHT) != 0 {
                return true;
            }
            if sketch.grid.cells[cell] != ' ' {
                return false;
            }
        }
        false
    };
    hits(&mut before.into_iter()) || hits(&mut behind.into_iter())
}

/// Turns nets into edges.
fn tie(sketch: &mut Sketch) {
    for number in 0..sketch.nets.len() {
        let net = &sketch.nets[number];
        if net.cells.is_empty() {
            continue;
        }
        let mut sources: BTreeMap<Spot, WireEnd> = BTreeMap::new();
        let mut targets: BTreeMap<Spot, WireEnd> = BTreeMap::new();
        let mut is_loose = false;
        // A head in the middle of a net tells the way of all ends at its side.
        let mut led = 0;
        for &cell in &net.cells {
            if !net.ends.iter().any(|end| end.is_head && end.cell == cell) {
                led |= sketch.wires.head[cell];
            }
        }
        for &end in &net.ends {
            let end = WireEnd {
                is_head: end.is_head || led == end.side,
                ..end
            };
            match touch::touch(sketch, end) {
                Some((spot, true)) => {
                    targets.entry(spot).or_insert(end);
                }
                Some((spot, false)) => {
                    sources.entry(spot).or_insert(end);
                }
                None => is_loose = true,
            }
        }
        // `← text` beside a box or name and `── text` are remarks.
        if is_remark(sketch, net, &sources, &targets) {
            continue;
        }
        // Text at the end of a branch without a head is an item of an outline.
        let is_tall = net.ends.iter().any(|end| end.side & (UP | DOWN) != 0);
        let points_on = net
            .ends
            .iter()
            .any(|end| end.is_head && end.side & (RIGHT | DOWN) != 0);
        if sources
            .iter()
            .any(|(spot, end)| end.side == RIGHT && is_words(sketch, *spot))
            && (is_tall || points_on)
        {
            sketch.is_ambiguous = true;
            return;
        }
        let ends = (sources.len(), targets.len());
        let mut ties: Vec<(Spot, Spot, Heads, WireEnd, WireEnd)> = Vec::new();
        match ends {
            (0, 2) => {
                let mut both = targets.iter();
                if let (Some((&a, &first)), Some((&b, &last))) = (both.next(), both.next()) {
                    ties.push((a, b, Heads::Both, first, last));
                }
            }
            (0 | 1, 0) | (0, 1) => is_loose = true,
            (_, 0) => {
                let has_side = |side: u8| sources.values().any(|end| end.side == side);
                let is_upright = sources.values().all(|end| end.side & (UP | DOWN) != 0);
                if is_upright
                    && has_side(UP)
                    && has_side(DOWN)
                    && !sources.keys().any(|spot| is_words(sketch, *spot))
                {
                    let uppers: Vec<_> = sources.iter().filter(|(_, end)| end.side == UP).collect();
                    let lowers: Vec<_> =
                        sources.iter().filter(|(_, end)| end.side == DOWN).collect();
                    if uppers.len() > 1 && lowers.len() > 1 {
                        sketch.is_ambiguous = true;
                    }
                    for &(&from, &first) in &uppers {
                        for &(&to, &last) in &lowers {
                            ties.push((from, to, Heads::End, first, last));
                        }
                    }
                } else if sources.len() == 2 {
                    // Words beside such a line that lead elsewhere make it part of an outline.
                    let cells = &sketch.nets[number].cells;
                    sketch.is_ambiguous |= is_upright && leads_on_beside(sketch, cells);
                    let mut both = sources.iter().collect::<Vec<_>>();
                    both.sort_by_key(|(_, end)| sketch.place(end.cell));
                    ties.push((*both[0].0, *both[1].0, Heads::None, *both[0].1, *both[1].1));
                } else {
                    sketch.is_ambiguous = true;
                }
            }
            (0, _) => sketch.is_ambiguous = true,
            (several, others) => {
                if several > 1 && others > 1 {
                    sketch.is_ambiguous = true;
                }
                for (&from, &first) in &sources {
                    for (&to, &last) in &targets {
                        ties.push((from, to, Heads::End, first, last));
                    }
                }
            }
        }
        ties.retain(|tie| tie.0 != tie.1);
        if ties.is_empty() || is_loose {
            sketch.loose_nets += 1;
        }
        let is_dashed = sketch.nets[number]
            .cells
            .iter()
            .any(|&cell| matches!(sketch.grid.cells[cell], '╌' | '╎' | '┄' | '┆' | '┈' | '┊'));
        for (from, to, heads, first, last) in ties {
            for spot in [from, to] {
                if let Spot::Run(run) = spot {
                    sketch.roles[run as usize] = Role::Node;
                }
            }
            let path = path(sketch, first.cell, last.cell);
            let is_flat = first.side & (LEFT | RIGHT) != 0 && last.side & (LEFT | RIGHT) != 0;
            let label = label_on(sketch, &path);
            sketch.ties.push(Tie {
                from,
                to,
                heads,
                label,
                path,
                is_flat,
                is_dashed,
            });
        }
    }
}

/// Whether a text right beside a wire is followed by a wire of its own.
fn leads_on_beside(sketch: &Sketch, cells: &[usize]) -> bool {
    (0..sketch.runs.len()).any(|run| {
        touch::wire_beside(sketch, run).is_some_and(|cell| cells.contains(&cell))
            && is_on_flat_wire(sketch, run)
    })
}

/// Whether a spot is text without a box or brackets.
fn is_words(sketch: &Sketch, spot: Spot) -> bool {
    matches!(spot, Spot::Run(run) if !sketch.runs[run as usize].is_bracket)
}

/// Whether a net only ties a remark to what stands at its left: the remark is then told by its place.
fn is_remark(
    sketch: &Sketch,
    net: &Net,
    sources: &BTreeMap<Spot, WireEnd>,
    targets: &BTreeMap<Spot, WireEnd>,
) -> bool {
    let is_flat = net.ends.iter().all(|end| end.side & (LEFT | RIGHT) != 0);
    if !is_flat || sketch.is_flat() {
        return false;
    }
    let words_behind = sources
        .iter()
        .any(|(spot, end)| end.side == RIGHT && is_words(sketch, *spot));
    match (sources.len(), targets.len()) {
        // `← text`
        (1, 1) => words_behind && targets.values().all(|end| end.side == LEFT),
        // `── text`
        (2, 0) => words_behind,
        _ => false,
    }
}

/// Boxes that stand right on each other are tied by a head in the border between them.
fn adjoining(sketch: &mut Sketch) {
    for cell in 0..sketch.grid.cells.len() {
        let frame = sketch.border_of[cell];
        let head = points(sketch.grid.cells[cell]);
        if frame == NONE || !head.is_power_of_two() {
            continue;
        }
        let back = super::grid::opposite(head);
        let Some(behind) = sketch.grid.next(cell, back) else {
            continue;
        };
        let other = sketch.border_of[behind];
        if other == NONE || other == frame {
            continue;
        }
        let (outer, inner) = (
            &sketch.frames[other as usize],
            &sketch.frames[frame as usize],
        );
        if outer.parent != inner.parent {
            continue;
        }
        sketch.ties.push(Tie {
            from: Spot::Frame(other),
            to: Spot::Frame(frame),
            heads: Heads::End,
            label: String::new(),
            path: vec![cell],
            is_flat: head & (LEFT | RIGHT) != 0,
            is_dashed: false,
        });
    }
}

/// The cells from one end of a net to another.
fn path(sketch: &Sketch, from: usize, to: usize) -> Vec<usize> {
    if from == to {
        return vec![from];
    }
    let mut came: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([from]);
    came.insert(from, from);
    while let Some(cell) = queue.pop_front() {
        if cell == to {
            break;
        }
        let mut step = |next: usize| {
            if let std::collections::btree_map::Entry::Vacant(entry) = came.entry(next) {
                entry.insert(cell);
                queue.push_back(next);
            }
        };
        for side in [UP, RIGHT, DOWN, LEFT] {
            if let Some(next) = goes_on(&sketch.grid, &sketch.wires, cell, side) {
                step(next);
            } else if let Some(next) = sketch.grid.next(cell, side)
                && goes_on(
                    &sketch.grid,
                    &sketch.wires,
                    next,
                    super::grid::opposite(side),
                ) == Some(cell)
            {
                step(next);
            }
        }
        for &(a, b) in &sketch.joints {
            if a == cell {
                step(b);
            } else if b == cell {
                step(a);
            }
        }
    }
    let mut path = vec![to];
    let mut at = to;
    while at != from {
        let Some(&before) = came.get(&at) else { break };
        path.push(before);
        at = before;
    }
    path.sort_unstable();
    path
}

/// Labels that stand between pieces of a path.
fn label_on(sketch: &Sketch, path: &[usize]) -> String {
    let mut label = String::new();
    for (at, role) in sketch.roles.iter().enumerate() {
        if let Role::Label(cell) = role
            && path.binary_search(cell).is_ok()
        {
            add(&mut label, bare(&sketch.runs[at].text));
        }
    }
    label
}

/// A label without the brackets around it.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim();
    let inner = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| {
            text.strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
        });
    match inner {
        Some(inner) if !inner.contains(['(', ')', '[', ']']) => inner.trim(),
        _ => text,
    }
}

fn add(label: &mut String, text: &str) {
    if !label.is_empty() {
        label.push(' ');
    }
    label.push_str(text);
}

/// Text beside a vertical wire is written on the edges that pass there.
fn labels_beside(sketch: &mut Sketch) {
    for at in 0..sketch.runs.len() {
        if sketch.roles[at] != Role::Open {
            continue;
        }
        let Some(cell) = touch::wire_beside(sketch, at) else {
            continue;
        };
        let mut text = bare(&sketch.runs[at].text).to_owned();
        for other in at + 1..sketch.runs.len() {
            if sketch.roles[other] == Role::Line(at as u32) {
                add(&mut text, bare(&sketch.runs[other].text));
            }
        }
        write_on(sketch, at, cell, &text);
    }
}

/// Text right above or below a horizontal wire.
fn labels_above(sketch: &mut Sketch) {
    for at in 0..sketch.runs.len() {
        if sketch.roles[at] != Role::Open {
            continue;
        }
        let run = &sketch.runs[at];
        if run.text.chars().count() > 48 {
            continue;
        }
        let rows = [Some(run.row + 1), run.row.checked_sub(1)];
        let found = rows.into_iter().flatten().find_map(|row| {
            if row >= sketch.grid.height {
                return None;
            }
            let cells = row * sketch.grid.width + run.from..row * sketch.grid.width + run.to;
            let on: Vec<usize> = cells
                .filter(|&cell| {
                    (sketch.wires.open[cell] | sketch.wires.head[cell]) & (LEFT | RIGHT) != 0
                })
                .collect();
            (on.len() * 2 >= run.to - run.from || on.len() >= 4).then(|| on[on.len() / 2])
        });
        if let Some(cell) = found {
            let text = bare(&run.text).to_owned();
            write_on(sketch, at, cell, &text);
        }
    }
}

fn write_on(sketch: &mut Sketch, run: usize, cell: usize, text: &str) {
    let mut is_written = false;
    for tie in &mut sketch.ties {
        if tie.path.binary_search(&cell).is_ok() {
            add(&mut tie.label, text);
            is_written = true;
        }
    }
    if is_written {
        sketch.roles[run] = Role::Label(cell);
    }
}

/// Text at the right of a box or of a name, with nothing in between, belongs to it.
fn remarks(sketch: &mut Sketch) {
    for at in 0..sketch.runs.len() {
        if sketch.roles[at] != Role::Open || sketch.runs[at].is_bracket {
            continue;
        }
        let run = &sketch.runs[at];
        let start = run.row * sketch.grid.width;
        for gap in 1..=40 {
            let Some(column) = run.from.checked_sub(gap) else {
                break;
            };
            let cell = start + column;
            let frame = sketch.border_of[cell];
            if frame != NONE {
                if gap <= 6 && !sketch.frames[frame as usize].is_group {
                    sketch.roles[at] = Role::FrameRemark(frame);
                }
                break;
            }
            let other = sketch.run_of[cell];
            if other != NONE {
                let of = match sketch.roles[other as usize] {
                    Role::Node => Some(other),
                    Role::Line(first) if sketch.roles[first as usize] == Role::Node => Some(first),
                    Role::Remark(of) => Some(of),
                    _ => None,
                };
                if let Some(of) = of {
                    sketch.roles[at] = Role::Remark(of);
                }
                break;
            }
            if sketch.grid.cells[cell] != ' ' && sketch.net_of[cell] == NONE {
                break;
            }
        }
    }
}
