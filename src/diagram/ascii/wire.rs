//! Lines and heads: which cells they are, and which of them hang together.

use super::grid::{DOWN, Grid, LEFT, RIGHT, UP, opposite, points, sides};

/// What the cells of a drawing are as pieces of wires.
#[derive(Debug)]
pub(super) struct Wires {
    /// The sides at which a cell goes on.
    pub(super) open: Vec<u8>,
    /// The sides at which a head points out of the cell.
    pub(super) head: Vec<u8>,
    /// Whether the piece joins whatever is around it and never ends by itself, as `+` does.
    pub(super) is_joint: Vec<bool>,
}

impl Wires {
    /// Whether a cell is part of a wire.
    pub(super) fn is_wire(&self, cell: usize) -> bool {
        self.open[cell] | self.head[cell] != 0
    }
}

/// Finds the wires on cells that `is_free` allows; `is_border` marks the borders of frames.
pub(super) fn wires(grid: &Grid, is_free: &[bool], is_border: &[bool]) -> Wires {
    let count = grid.cells.len();
    let mut wires = Wires {
        open: vec![0; count],
        head: vec![0; count],
        is_joint: vec![false; count],
    };
    for row in 0..grid.height {
        let mut column = 0;
        while column < grid.width {
            let cell = row * grid.width + column;
            let character = grid.cells[cell];
            if !is_free[cell] || character == ' ' {
                column += 1;
                continue;
            }
            let bits = sides(character);
            let head = points(character);
            if bits != 0 {
                wires.open[cell] = bits;
            } else if head != 0 {
                wires.head[cell] = head;
                if head.is_power_of_two() {
                    wires.open[cell] = opposite(head);
                }
            } else if matches!(character, '-' | '=') {
                column = flat(grid, &mut wires, is_free, is_border, row, column);
                continue;
            }
            column += 1;
        }
    }
    upright(grid, &mut wires, is_free, is_border);
    wires
}

/// A run of hyphens or equals signs with the angle brackets at its ends. Gives the column behind it.
fn flat(
    grid: &Grid,
    wires: &mut Wires,
    is_free: &[bool],
    is_border: &[bool],
    row: usize,
    column: usize,
) -> usize {
    let start = row * grid.width;
    let mut end = column;
    while end < grid.width && matches!(grid.at(row, end), '-' | '=') && is_free[start + end] {
        end += 1;
    }
    let before = if column > 0 {
        grid.at(row, column - 1)
    } else {
        ' '
    };
    let behind = grid.at(row, end);
    let is_free_at = |at: usize| at < grid.width && is_free[start + at];
    let points_left = before == '<' && column > 0 && is_free_at(column - 1);
    let mut points_right = behind == '>' && is_free_at(end);
    // `=>` and `->` without blanks around them are code.
    let length = end - column;
    if points_right && length == 1 {
        let after = grid.at(row, end + 1);
        if before.is_alphanumeric() && after.is_alphanumeric() {
            points_right = false;
        }
    }
    let is_tied = |character: char, at: usize| {
        (character == '`' && length >= 2)
            || sides(character) != 0
            || points(character) != 0
            || matches!(character, '+' | '|')
            || (at < grid.width && is_border[start + at])
    };
    let is_tied_before = column > 0 && is_tied(before, column - 1);
    let is_tied_behind = is_tied(behind, end);
    let touches_text = before.is_alphanumeric() && behind.is_alphanumeric();
    let is_option = behind.is_alphanumeric() && matches!(before, ' ' | '[');
    let is_wire = points_left
        || points_right
        || is_tied_before
        || is_tied_behind
        || (length >= 3 && !touches_text && !is_option);
    if !is_wire {
        return end;
    }
    for at in column..end {
        wires.open[start + at] = LEFT | RIGHT;
    }
    if points_left {
        wires.head[start + column - 1] = LEFT;
        wires.open[start + column - 1] = RIGHT;
    }
    if points_right {
        wires.head[start + end] = RIGHT;
        wires.open[start + end] = LEFT;
        return end + 1;
    }
    end
}

/// Pipes, plus signs, and letters that stand for heads.
fn upright(grid: &Grid, wires: &mut Wires, is_free: &[bool], is_border: &[bool]) {
    let is_pipe = |cell: Option<usize>| cell.is_some_and(|cell| grid.cells[cell] == '|');
    for row in 0..grid.height {
        let start = row * grid.width;
        let has_only_wires = grid.cells[start..start + grid.width].iter().all(|&c| {
            matches!(c, ' ' | '|' | 'v' | 'V' | '^' | '+' | '-') || sides(c) != 0 || points(c) != 0
        });
        for column in 0..grid.width {
            let cell = start + column;
            if !is_free[cell] {
                continue;
            }
            let (above, below) = (grid.next(cell, UP), grid.next(cell, DOWN));
            let (before, behind) = (grid.next(cell, LEFT), grid.next(cell, RIGHT));
            let opens = |wires: &Wires, at: Option<usize>, side: u8| {
                at.is_some_and(|at| wires.open[at] & side != 0)
            };
            let is_blank = |at: Option<usize>| {
                at.is_none_or(|at| !grid.cells[at].is_alphanumeric() && grid.cells[at] != '_')
            };
            match grid.cells[cell] {
                '|' => {
                    let is_headed = |at: Option<usize>| {
                        at.is_some_and(|at| {
                            matches!(grid.cells[at], 'v' | 'V' | '^' | '+')
                                || points(grid.cells[at]) & (UP | DOWN) != 0
                                || is_border[at]
                        })
                    };
                    let is_loose = is_blank(before) && is_blank(behind);
                    if has_only_wires
                        || (is_loose
                            && (is_pipe(above)
                                || is_pipe(below)
                                || is_headed(above)
                                || is_headed(below)
                                || opens(wires, above, DOWN)
                                || opens(wires, below, UP)))
                    {
                        wires.open[cell] = UP | DOWN;
                    }
                }
                'v' | 'V' | '^' => {
                    let points_down = grid.cells[cell] != '^';
                    let tail = if points_down { above } else { below };
                    let is_tied = is_pipe(tail)
                        || tail.is_some_and(|at| grid.cells[at] == '+' || is_border[at])
                        || opens(wires, tail, if points_down { DOWN } else { UP });
                    if is_blank(before) && is_blank(behind) && (is_tied || has_only_wires) {
                        wires.head[cell] = if points_down { DOWN } else { UP };
                        wires.open[cell] = opposite(wires.head[cell]);
                    }
                }
                '`' if opens(wires, behind, LEFT) && is_blank(before) => {
                    wires.open[cell] = UP | RIGHT;
                }
                // A plus between words is a word.
                '+' if is_among_words(grid, row, column) => {}
                '+' => {
                    let is_tied = opens(wires, before, RIGHT)
                        || opens(wires, behind, LEFT)
                        || is_pipe(above)
                        || is_pipe(below);
                    if is_tied {
                        wires.open[cell] = UP | DOWN | LEFT | RIGHT;
                        wires.is_joint[cell] = true;
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a sign stands between two words, with a blank at each side.
fn is_among_words(grid: &Grid, row: usize, column: usize) -> bool {
    column >= 2
        && grid.at(row, column - 1) == ' '
        && grid.at(row, column + 1) == ' '
        && !matches!(grid.at(row, column - 2), ' ' | '-' | '+' | '|')
        && !matches!(grid.at(row, column + 2), ' ' | '-' | '+' | '|')
}

/// An end of a wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WireEnd {
    pub(super) cell: usize,
    /// The side at which it looks for a node.
    pub(super) side: u8,
    /// Whether a head stands there.
    pub(super) is_head: bool,
}

/// Cells that hang together.
#[derive(Debug, Clone, Default)]
pub(super) struct Net {
    pub(super) cells: Vec<usize>,
    pub(super) ends: Vec<WireEnd>,
}

/// Whether a wire goes on from a cell through a side.
pub(super) fn goes_on(grid: &Grid, wires: &Wires, cell: usize, side: u8) -> Option<usize> {
    let reaches = (wires.open[cell] | wires.head[cell]) & side != 0;
    let next = grid.next(cell, side)?;
    // A head that points at a wire which leads on in the same direction stands in the middle of it.
    let goes_on = wires.open[next] & opposite(side) != 0 && wires.head[next] & opposite(side) == 0;
    let is_led_here = wires.open[cell] & side != 0 && wires.head[next] & opposite(side) != 0;
    ((reaches && goes_on) || is_led_here).then_some(next)
}

/// The nets of a drawing, with the number of the net of each cell.
pub(super) fn nets(grid: &Grid, wires: &Wires) -> (Vec<Net>, Vec<u32>) {
    let mut of = vec![u32::MAX; grid.cells.len()];
    let mut nets = Vec::new();
    let mut way = Vec::new();
    for start in 0..grid.cells.len() {
        if !wires.is_wire(start) || of[start] != u32::MAX {
            continue;
        }
        let mut net = Net::default();
        let number = nets.len() as u32;
        of[start] = number;
        way.push(start);
        while let Some(cell) = way.pop() {
            net.cells.push(cell);
            for side in [UP, RIGHT, DOWN, LEFT] {
                if let Some(next) = goes_on(grid, wires, cell, side) {
                    if of[next] == u32::MAX {
                        of[next] = number;
                        way.push(next);
                    }
                    continue;
                }
                // The other way round: a wire behind that leads into this cell's open side.
                if wires.head[cell] & side != 0 {
                    net.ends.push(WireEnd {
                        cell,
                        side,
                        is_head: true,
                    });
                } else if wires.open[cell] & side != 0 && !wires.is_joint[cell] {
                    net.ends.push(WireEnd {
                        cell,
                        side,
                        is_head: false,
                    });
                }
            }
        }
        net.ends.sort_by_key(|end| (end.cell, end.side));
        nets.push(net);
    }
    (nets, of)
}
