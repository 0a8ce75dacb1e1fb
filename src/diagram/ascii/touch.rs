//! What an end of a wire touches. People misalign arrows, so what is near counts too.

use super::grid::{DOWN, LEFT, RIGHT, UP, points};
use super::sketch::{NONE, Role, Sketch, Spot};
use super::wire::WireEnd;

/// How many columns a vertical arrow may be beside its node.
const ASIDE: usize = 6;

/// The spot that an end touches, and whether a head stands there.
pub(super) fn touch(sketch: &Sketch, end: WireEnd) -> Option<(Spot, bool)> {
    if end.side & (LEFT | RIGHT) != 0 {
        flat(sketch, end)
    } else {
        upright(sketch, end)
    }
}

/// The frame at a cell, with whether a head in its border points the way of `side`.
fn border(sketch: &Sketch, cell: usize, side: u8) -> Option<(Spot, bool)> {
    let frame = sketch.border_of[cell];
    if frame == NONE {
        return None;
    }
    let points_in = |cell: usize| {
        let character = sketch.grid.cells[cell];
        sketch.border_of[cell] == frame
            && (points(character) & side != 0
                || (side == DOWN && character == 'v')
                || (side == UP && character == '^')
                || (side == RIGHT && character == '>')
                || (side == LEFT && character == '<'))
    };
    // A head in an upper or lower border may be off by a column or two.
    let is_head = points_in(cell)
        || (side & (UP | DOWN) != 0
            && (1..=2).any(|step| {
                cell.checked_sub(step).is_some_and(points_in)
                    || (cell + step < sketch.grid.cells.len() && points_in(cell + step))
            }));
    Some((Spot::Frame(frame), is_head))
}

fn may_name(sketch: &Sketch, run: u32) -> Option<Spot> {
    match sketch.roles[run as usize] {
        Role::Label(_) | Role::Title(_) => None,
        Role::Line(of) => Some(Spot::Run(of)),
        _ => Some(Spot::Run(run)),
    }
}

fn flat(sketch: &Sketch, end: WireEnd) -> Option<(Spot, bool)> {
    let mut cell = end.cell;
    for _ in 0..4 {
        cell = sketch.grid.next(cell, end.side)?;
        if let Some((spot, is_head)) = border(sketch, cell, end.side) {
            return Some((spot, is_head || end.is_head));
        }
        let run = sketch.run_of[cell];
        if run != NONE && sketch.grid.cells[cell] != ' ' {
            return may_name(sketch, run).map(|spot| (spot, end.is_head));
        }
        if sketch.wires.is_wire(cell) {
            return None;
        }
    }
    None
}

fn upright(sketch: &Sketch, end: WireEnd) -> Option<(Spot, bool)> {
    let reach = if end.is_head { 2 } else { 3 };
    let (row, column) = sketch.place(end.cell);
    let mut cell = end.cell;
    for step in 1..=reach {
        cell = sketch.grid.next(cell, end.side)?;
        if let Some((spot, is_head)) = border(sketch, cell, end.side) {
            return Some((spot, is_head || end.is_head));
        }
        let run = sketch.run_of[cell];
        if run != NONE
            && let Some(spot) = may_name(sketch, run)
        {
            let spot = if end.is_head && end.side == DOWN {
                first_of_chain(sketch, spot)
            } else {
                spot
            };
            return Some((spot, end.is_head));
        }
        if (sketch.wires.open[cell] | sketch.wires.head[cell]) & (UP | DOWN) != 0 {
            return None;
        }
        // Beside the column, nearest first; only where nothing else stands in between.
        let near_row = if end.side == DOWN {
            row + step
        } else {
            row - step
        };
        if step <= 2
            && let Some(spot) = beside(sketch, end, near_row, column)
        {
            return Some((spot, end.is_head));
        }
    }
    None
}

/// Where all vertical heads stand in one column, an arrow onto a row of words leads to the first of them.
fn first_of_chain(sketch: &Sketch, spot: Spot) -> Spot {
    let Spot::Run(run) = spot else { return spot };
    let width = sketch.grid.width;
    let heads = sketch.wires.head.iter().enumerate();
    let mut columns = heads
        .filter(|(_, head)| **head & (UP | DOWN) != 0)
        .map(|(cell, _)| cell % width);
    let first = columns.next();
    if columns.any(|column| Some(column) != first) {
        return spot;
    }
    let row = sketch.runs[run as usize].row;
    let runs = sketch
        .runs
        .iter()
        .enumerate()
        .filter(|(_, other)| other.row == row);
    let mut chain: Vec<(usize, bool)> = runs.map(|(at, other)| (at, other.is_bracket)).collect();
    chain.retain(|&(at, _)| at <= run as usize);
    if chain.iter().any(|&(_, is_bracket)| is_bracket) {
        return spot;
    }
    // Every gap up to the touched run holds a wire that leads to the right.
    let is_tied = chain.windows(2).all(|pair| {
        let (left, right) = (&sketch.runs[pair[0].0], &sketch.runs[pair[1].0]);
        (left.to..right.from).any(|column| sketch.wires.head[row * width + column] == RIGHT)
    });
    match chain.first() {
        Some(&(at, _)) if is_tied => may_name(sketch, at as u32).unwrap_or(spot),
        _ => spot,
    }
}

/// The nearest spot in a row.
fn beside(sketch: &Sketch, end: WireEnd, row: usize, column: usize) -> Option<Spot> {
    let mut best: Option<(usize, Spot)> = None;
    let mut offer = |distance: usize, spot: Spot| {
        if distance <= ASIDE && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, spot));
        }
    };
    for (at, run) in sketch.runs.iter().enumerate() {
        if run.row == row
            && let Some(spot) = may_name(sketch, at as u32)
            && !is_beside_wire(sketch, at)
        {
            let distance = if column < run.from {
                run.from - column
            } else {
                (column + 1).saturating_sub(run.to)
            };
            offer(distance, spot);
        }
    }
    for (at, frame) in sketch.frames.iter().enumerate() {
        let edge = if end.side == DOWN {
            frame.top
        } else {
            frame.bottom
        };
        if edge == row {
            let distance = if column < frame.left {
                frame.left - column
            } else {
                column.saturating_sub(frame.right)
            };
            offer(distance, Spot::Frame(at as u32));
        }
    }
    best.map(|(_, spot)| spot)
}

/// The cell of a vertical wire right beside a run.
pub(super) fn wire_beside(sketch: &Sketch, run: usize) -> Option<usize> {
    let record = &sketch.runs[run];
    let start = record.row * sketch.grid.width;
    let is_upright =
        |cell: usize| (sketch.wires.open[cell] | sketch.wires.head[cell]) & (UP | DOWN) != 0;
    for gap in 1..=4 {
        let Some(column) = record.from.checked_sub(gap) else {
            break;
        };
        if is_upright(start + column) {
            return Some(start + column);
        }
        if sketch.grid.cells[start + column] != ' ' {
            break;
        }
    }
    for gap in 0..3 {
        let column = record.to + gap;
        if column >= sketch.grid.width {
            break;
        }
        if is_upright(start + column) {
            return Some(start + column);
        }
        if sketch.grid.cells[start + column] != ' ' {
            break;
        }
    }
    None
}

fn is_beside_wire(sketch: &Sketch, run: usize) -> bool {
    wire_beside(sketch, run).is_some()
}
