//! A drawing taken apart: frames, nets and runs, before they are tied together.

use super::frame::{self, Frame};
use super::grid::{DOWN, Grid, LEFT, RIGHT, UP, points, sides};
use super::run::{self, Run};
use super::wire::{self, Net, Wires};

/// No frame, run or net.
pub(super) const NONE: u32 = u32::MAX;

/// What a run of text turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Not known yet; at the end, nothing.
    Open,
    /// The name of a node.
    Node,
    /// A further line of the node whose name another run holds.
    Line(u32),
    /// Written on a net, at a cell.
    Label(usize),
    /// The title of a frame.
    Title(u32),
    /// A remark beside a frame.
    FrameRemark(u32),
    /// A remark beside a node that another run names.
    Remark(u32),
}

/// Something that an end can touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Spot {
    /// A frame.
    Frame(u32),
    /// A run.
    Run(u32),
}

/// Where an edge has heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    /// Nowhere.
    None,
    /// Where it ends.
    End,
    /// At both ends.
    Both,
}

/// An edge between spots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tie {
    pub(super) from: Spot,
    pub(super) to: Spot,
    pub(super) heads: Heads,
    pub(super) label: String,
    /// The cells it runs over.
    pub(super) path: Vec<usize>,
    pub(super) is_flat: bool,
    pub(super) is_dashed: bool,
}

/// The parts of a drawing.
#[derive(Debug)]
pub(super) struct Sketch {
    pub(super) grid: Grid,
    pub(super) frames: Vec<Frame>,
    /// The frame whose border a cell is.
    pub(super) border_of: Vec<u32>,
    pub(super) wires: Wires,
    pub(super) nets: Vec<Net>,
    pub(super) net_of: Vec<u32>,
    pub(super) runs: Vec<Run>,
    pub(super) roles: Vec<Role>,
    /// The run that a cell belongs to.
    pub(super) run_of: Vec<u32>,
    /// Pairs of cells that are tied together over a label.
    pub(super) joints: Vec<(usize, usize)>,
    pub(super) ties: Vec<Tie>,
    /// The number of nets that say nothing.
    pub(super) loose_nets: usize,
    /// Whether a net could be read in more than one way.
    pub(super) is_ambiguous: bool,
}

/// Takes a drawing apart; `None` when it holds something that is never a graph.
pub(super) fn sketch(grid: Grid) -> Option<Sketch> {
    let mut frames = frame::frames(&grid);
    let count = grid.cells.len();
    let mut border_of = vec![NONE; count];
    let mut is_free = vec![true; count];
    for (frame, at) in frames.iter_mut().zip(0..) {
        if !frame.is_group {
            if has_walls(&grid, frame) {
                return None;
            }
            frame.is_group = has_flow(&grid, frame);
        }
        occupy(&grid, frame, at, &mut border_of, &mut is_free);
    }
    let is_aside = in_brackets(&grid);
    let is_border: Vec<bool> = border_of.iter().map(|&frame| frame != NONE).collect();
    let may_be_wire: Vec<bool> = (is_free.iter().zip(&is_aside))
        .map(|(free, aside)| *free && !aside)
        .collect();
    let mut wires = wire::wires(&grid, &may_be_wire, &is_border);
    pass_frames(&grid, &frames, &border_of, &mut wires);
    let (nets, net_of) = wire::nets(&grid, &wires);
    let is_text: Vec<bool> = (0..count)
        .map(|cell| is_free[cell] && !wires.is_wire(cell))
        .collect();
    let runs = run::runs(&grid, &is_text);
    let mut run_of = vec![NONE; count];
    for (at, run) in runs.iter().enumerate() {
        let start = run.row * grid.width;
        run_of[start + run.from..start + run.to.min(grid.width)].fill(at as u32);
    }
    Some(Sketch {
        roles: vec![Role::Open; runs.len()],
        grid,
        frames,
        border_of,
        wires,
        nets,
        net_of,
        runs,
        run_of,
        joints: Vec::new(),
        ties: Vec::new(),
        loose_nets: 0,
        is_ambiguous: false,
    })
}

/// The cells within round brackets that open and close on one row: arrows among words in brackets are words.
fn in_brackets(grid: &Grid) -> Vec<bool> {
    let mut aside = vec![false; grid.cells.len()];
    for row in 0..grid.height {
        let start = row * grid.width;
        let mut opened: Vec<usize> = Vec::new();
        for column in 0..grid.width {
            match grid.cells[start + column] {
                '(' | '（' => opened.push(column),
                ')' | '）' => {
                    if let Some(from) = opened.pop()
                        && opened.is_empty()
                        && column - from < 90
                    {
                        aside[start + from..=start + column].fill(true);
                    }
                }
                _ => {}
            }
        }
    }
    aside
}

/// Whether a box is divided by a wall from top to bottom, as tables are.
fn has_walls(grid: &Grid, frame: &Frame) -> bool {
    (frame.left + 2..frame.right.saturating_sub(1)).any(|column| {
        let top =
            sides(grid.at(frame.top, column)) & DOWN != 0 || grid.at(frame.top, column) == '+';
        top && (frame.top + 1..frame.bottom).all(|row| {
            let here = grid.at(row, column);
            here == '|' || here == '+' || sides(here) & (UP | DOWN) == UP | DOWN
        })
    })
}

/// Whether a box without inner boxes holds a flow: a row of nothing but vertical lines and heads.
fn has_flow(grid: &Grid, frame: &Frame) -> bool {
    (frame.top + 2..frame.bottom.saturating_sub(1)).any(|row| {
        let mut has_head = false;
        let mut has_text = false;
        for column in frame.lefts[row - frame.top] + 1..frame.rights[row - frame.top] {
            let here = grid.at(row, column);
            if points(here) & (UP | DOWN) != 0 {
                has_head = true;
            } else if here != ' ' && here != '|' && sides(here) & (UP | DOWN) != UP | DOWN {
                has_text = true;
            }
        }
        has_head && !has_text
    })
}

fn occupy(grid: &Grid, frame: &Frame, at: u32, border_of: &mut [u32], is_free: &mut [bool]) {
    let mut border = |row: usize, column: usize| {
        if column < grid.width {
            border_of[row * grid.width + column] = at;
            is_free[row * grid.width + column] = false;
        }
    };
    for column in frame.left..=frame.right {
        border(frame.top, column);
    }
    let last = frame.rights.last().copied().unwrap_or(frame.right);
    for column in frame.left..=last.max(frame.left) {
        border(frame.bottom, column);
    }
    for row in frame.top + 1..frame.bottom {
        border(row, frame.lefts[row - frame.top]);
        border(row, frame.rights[row - frame.top]);
    }
    if !frame.is_group {
        for row in frame.top + 1..frame.bottom {
            let start = row * grid.width;
            is_free[start + frame.lefts[row - frame.top]
                ..start + frame.rights[row - frame.top].min(grid.width)]
                .fill(false);
        }
    }
}

/// Lines that run through the border of a group go on at its other side.
fn pass_frames(grid: &Grid, frames: &[Frame], border_of: &[u32], wires: &mut Wires) {
    for cell in 0..grid.cells.len() {
        let frame = border_of[cell];
        if frame == NONE || !frames[frame as usize].is_group {
            continue;
        }
        for (back, forth) in [(UP, DOWN), (LEFT, RIGHT)] {
            let (Some(before), Some(behind)) = (grid.next(cell, back), grid.next(cell, forth))
            else {
                continue;
            };
            // The border itself must not be taken for such a line.
            let runs_through = sides(grid.cells[cell]) & (back | forth) == back | forth;
            let is_inner = |at: usize| {
                let other = border_of[at];
                other != NONE && frames[other as usize].parent == Some(frame as usize)
            };
            // A box inside may stand right at the border.
            let leads = |at: usize, side: u8| {
                (wires.open[at] | wires.head[at]) & side != 0 || (runs_through && is_inner(at))
            };
            if (border_of[before] != NONE && !is_inner(before))
                || (border_of[behind] != NONE && !is_inner(behind))
                || (is_inner(before) && is_inner(behind))
            {
                continue;
            }
            if leads(before, forth) && leads(behind, back) {
                wires.open[cell] |= back | forth;
            }
        }
    }
}

impl Sketch {
    /// Row and column of a cell.
    pub(super) fn place(&self, cell: usize) -> (usize, usize) {
        (cell / self.grid.width, cell % self.grid.width)
    }

    /// Whether there are only rows of text with horizontal arrows.
    pub(super) fn is_flat(&self) -> bool {
        self.frames.is_empty()
            && self
                .wires
                .open
                .iter()
                .zip(&self.wires.head)
                .all(|(open, head)| (open | head) & (UP | DOWN) == 0)
    }

    /// The innermost group around a cell.
    pub(super) fn group_at(&self, row: usize, column: usize) -> Option<u32> {
        (0..self.frames.len())
            .rev()
            .filter(|&at| self.frames[at].is_group && self.frames[at].holds(row, column))
            .max_by_key(|&at| (self.frames[at].top, self.frames[at].left))
            .map(|at| at as u32)
    }
}
