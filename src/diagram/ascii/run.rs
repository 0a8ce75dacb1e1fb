//! Texts of a drawing: what stands in boxes, names in brackets, and runs of text.

use super::grid::{Grid, REST};

/// A piece of text on one row.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) row: usize,
    pub(super) from: usize,
    /// The column behind it.
    pub(super) to: usize,
    pub(super) text: String,
    /// Whether it is a name in brackets, which stands without them in `text`.
    pub(super) is_bracket: bool,
}

/// Whether brackets around a text are a mark or a placeholder rather than a name.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    matches!(text, "" | "x" | "X" | "P" | "✓" | "✔" | "~" | "-" | "*")
}

/// The texts on cells that `is_free` allows.
pub(super) fn runs(grid: &Grid, is_free: &[bool]) -> Vec<Run> {
    let mut runs = Vec::new();
    for row in 0..grid.height {
        let start = row * grid.width;
        let free = |column: usize| is_free[start + column];
        let mut column = 0;
        while column < grid.width {
            if !free(column) || grid.at(row, column) == ' ' {
                column += 1;
                continue;
            }
            if grid.at(row, column) == '['
                && let Some(end) = bracket_end(grid, row, column, is_free)
            {
                let mut to = end + 1;
                let mut text = grid.text(row, column + 1, end).trim().to_owned();
                // A tail in round brackets belongs to the name.
                let tail = if grid.at(row, to) == ' ' { to + 1 } else { to };
                if grid.at(row, tail) == '('
                    && tail > to
                    && let Some(end) = closing(grid, row, tail, is_free, ')')
                {
                    text.push(' ');
                    text.push_str(&grid.text(row, tail, end + 1));
                    to = end + 1;
                }
                runs.push(Run {
                    row,
                    from: column,
                    to,
                    text,
                    is_bracket: true,
                });
                column = to;
                continue;
            }
            let from = column;
            let mut last = column;
            while column < grid.width && free(column) {
                let here = grid.at(row, column);
                if here == ' ' {
                    if grid.at(row, column + 1) == ' ' || column + 1 >= grid.width {
                        break;
                    }
                } else {
                    if here == '['
                        && column > from
                        && grid.at(row, column - 1) == ' '
                        && grid.at(row, last) == ':'
                        && bracket_end(grid, row, column, is_free).is_some()
                    {
                        break;
                    }
                    last = column;
                }
                column += 1;
            }
            runs.push(Run {
                row,
                from,
                to: last + 1 + usize::from(grid.at(row, last + 1) == REST && last + 1 < grid.width),
                text: grid.text(row, from, last + 1).trim().to_owned(),
                is_bracket: false,
            });
            column = column.max(last + 1);
        }
    }
    runs
}

/// The column of the bracket that closes a name which begins at `column`.
fn bracket_end(grid: &Grid, row: usize, column: usize, is_free: &[bool]) -> Option<usize> {
    let end = closing(grid, row, column, is_free, ']')?;
    let text = grid.text(row, column + 1, end);
    let next = grid.at(row, end + 1);
    if is_mark(&text) || next == '(' || next == '[' || next.is_alphanumeric() {
        return None;
    }
    Some(end)
}

fn closing(grid: &Grid, row: usize, column: usize, is_free: &[bool], close: char) -> Option<usize> {
    let open = grid.at(row, column);
    let mut depth = 0;
    for at in column..grid.width {
        let here = grid.at(row, at);
        if here == open {
            depth += 1;
        } else if here == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
        if !is_free[row * grid.width + at] || at - column > 90 {
            return None;
        }
    }
    None
}
