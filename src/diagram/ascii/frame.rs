//! Closed rectangles: boxes and the frames of groups.

use super::grid::{DOWN, Grid, LEFT, RIGHT, UP, points, sides};

/// A rectangle of lines.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) top: usize,
    pub(super) left: usize,
    pub(super) bottom: usize,
    /// The column of the right border at the top.
    pub(super) right: usize,
    /// The column of the left border in each row, from the top.
    pub(super) lefts: Vec<usize>,
    /// The column of the right border in each row, from the top.
    pub(super) rights: Vec<usize>,
    /// Text in the upper border.
    pub(super) title: String,
    /// The frame around it.
    pub(super) parent: Option<usize>,
    /// Whether other nodes stand in it.
    pub(super) is_group: bool,
}

impl Frame {
    /// Whether a cell lies within the borders.
    pub(super) fn holds(&self, row: usize, column: usize) -> bool {
        row > self.top
            && row < self.bottom
            && column > self.lefts[row - self.top]
            && column < self.rights[row - self.top]
    }

    fn area(&self) -> usize {
        (self.bottom - self.top) * (self.right - self.left)
    }
}

fn is_horizontal(character: char) -> bool {
    sides(character) == LEFT | RIGHT || matches!(character, '-' | '=')
}

fn is_vertical(character: char) -> bool {
    sides(character) & (UP | DOWN) == UP | DOWN || character == '|'
}

/// Whether a character may stand in a horizontal border.
fn is_in_border(character: char) -> bool {
    let bits = sides(character);
    (bits & (LEFT | RIGHT) == LEFT | RIGHT)
        || matches!(character, '-' | '=' | 'v' | '^' | '+')
        || points(character) & (UP | DOWN) != 0
}

/// Whether a character may stand in a vertical border.
fn is_in_side(character: char) -> bool {
    is_vertical(character)
        || matches!(character, '+' | '<' | '>')
        || points(character) & (LEFT | RIGHT) != 0
}

/// All frames, inner ones behind those around them.
pub(super) fn frames(grid: &Grid) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for row in 0..grid.height.saturating_sub(1) {
        for column in 0..grid.width.saturating_sub(2) {
            let corner = grid.at(row, column);
            let is_corner = sides(corner) == RIGHT | DOWN
                || (corner == '+'
                    && is_horizontal(grid.at(row, column + 1))
                    && is_vertical(grid.at(row + 1, column)));
            if is_corner && let Some(frame) = close(grid, row, column) {
                frames.push(frame);
                if frames.len() > 400 {
                    return Vec::new();
                }
            }
        }
    }
    frames.sort_by_key(|frame| (std::cmp::Reverse(frame.area()), frame.top, frame.left));
    for at in 0..frames.len() {
        let inner = &frames[at];
        let (top, left) = (inner.top, inner.left);
        frames[at].parent = (0..at).rev().find(|&outer| frames[outer].holds(top, left));
    }
    for at in 0..frames.len() {
        if let Some(parent) = frames[at].parent {
            frames[parent].is_group = true;
        }
    }
    frames
}

fn close(grid: &Grid, top: usize, left: usize) -> Option<Frame> {
    let is_ascii = grid.at(top, left) == '+';
    let mut title = String::new();
    let mut column = left + 1;
    let mut lines = 0;
    while column < grid.width {
        let character = grid.at(top, column);
        let is_end = if is_ascii {
            character == '+' && lines > 0
        } else {
            sides(character) == LEFT | DOWN
        };
        if is_end {
            if let Some(frame) = close_at(grid, top, left, column, &title) {
                return Some(frame);
            }
            if !is_ascii {
                return None;
            }
        }
        if is_horizontal(character) {
            lines += 1;
        } else if !is_in_border(character) {
            // A title between pieces of the border.
            if lines == 0 || sides(character) != 0 {
                return None;
            }
            let mut end = column;
            while end < grid.width
                && !is_horizontal(grid.at(top, end))
                && sides(grid.at(top, end)) == 0
            {
                end += 1;
            }
            if end - column > 64 || !title.is_empty() || end == grid.width {
                return None;
            }
            grid.text(top, column, end).trim().clone_into(&mut title);
            if title.contains("   ") {
                return None;
            }
            column = end;
            continue;
        }
        column += 1;
    }
    None
}

fn close_at(grid: &Grid, top: usize, left: usize, right: usize, title: &str) -> Option<Frame> {
    let mut lefts = vec![left];
    let mut rights = vec![right];
    let mut missing = 0;
    for row in top + 1..grid.height {
        let side = grid.at(row, left);
        let is_corner =
            sides(side) == UP | RIGHT || (side == '+' && is_horizontal(grid.at(row, left + 1)));
        if is_corner {
            if row == top + 1 {
                return None;
            }
            // The lower right corner may be off by two columns.
            let end = (right.saturating_sub(2)..=right + 2)
                .filter(|&column| column > left + 1)
                .min_by_key(|&column| {
                    let character = grid.at(row, column);
                    let fits = sides(character) == UP | LEFT || character == '+';
                    (!fits, column.abs_diff(right))
                })?;
            let character = grid.at(row, end);
            if sides(character) != UP | LEFT && character != '+' {
                return None;
            }
            let broken = (left + 1..end)
                .filter(|&column| !is_in_border(grid.at(row, column)))
                .count();
            if broken > 0 || missing * 4 > row - top {
                return None;
            }
            lefts.push(left);
            rights.push(end);
            return Some(Frame {
                top,
                left,
                bottom: row,
                right,
                lefts,
                rights,
                title: title.to_owned(),
                parent: None,
                is_group: false,
            });
        }
        // Wide characters shift a row by a column or two. Another box may stand close by at either side, so the own
        // side is looked for away from it.
        let shifted = |from: usize, steps: [isize; 5]| {
            let mut columns = steps
                .into_iter()
                .filter_map(move |step| from.checked_add_signed(step));
            columns.find(|&column| column < grid.width && is_in_side(grid.at(row, column)))
        };
        let own = shifted(left, [0, 1, 2, -1, -2])?;
        if own != left && !is_vertical(grid.at(row, own)) {
            return None;
        }
        lefts.push(own);
        let near = shifted(right, [0, -1, -2, 1, 2]).filter(|&column| column > own);
        missing += usize::from(near.is_none());
        rights.push(near.unwrap_or(right));
    }
    None
}
