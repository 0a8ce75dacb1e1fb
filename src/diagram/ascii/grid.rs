//! A drawing as cells in display columns, and what each cell can be a piece of.

use unicode_width::UnicodeWidthChar;

/// Sides of a cell, as bits.
pub(super) const UP: u8 = 1;
/// The right side.
pub(super) const RIGHT: u8 = 2;
/// The lower side.
pub(super) const DOWN: u8 = 4;
/// The left side.
pub(super) const LEFT: u8 = 8;

/// The side that faces a side.
pub(super) fn opposite(side: u8) -> u8 {
    match side {
        UP => DOWN,
        DOWN => UP,
        LEFT => RIGHT,
        _ => LEFT,
    }
}

/// The largest number of rows and of columns.
const MOST: usize = 400;

/// The cells of a drawing, row by row.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) cells: Vec<char>,
}

/// Fills the second column of a wide character.
pub(super) const REST: char = '\u{0}';

impl Grid {
    /// The cells of a text; `None` when there are too many.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut rows: Vec<Vec<char>> = Vec::new();
        for line in text.lines() {
            let mut row: Vec<char> = Vec::with_capacity(line.len());
            for character in line.chars() {
                match character {
                    '\t' => {
                        let stop = (row.len() / 4 + 1) * 4;
                        row.resize(stop, ' ');
                    }
                    '\u{a0}' | '\u{3000}' => {
                        row.push(' ');
                        if character == '\u{3000}' {
                            row.push(' ');
                        }
                    }
                    _ => match character.width() {
                        None | Some(0) => {}
                        Some(1) => row.push(character),
                        Some(_) => row.extend([character, REST]),
                    },
                }
                if row.len() > MOST {
                    return None;
                }
            }
            while row.last() == Some(&' ') {
                row.pop();
            }
            rows.push(row);
            if rows.len() > MOST {
                return None;
            }
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let height = rows.len();
        let mut cells = Vec::with_capacity(width * height);
        for row in rows {
            cells.extend_from_slice(&row);
            cells.resize(cells.len() + width - row.len(), ' ');
        }
        Some(Self {
            width,
            height,
            cells,
        })
    }

    /// The character at a row and column; a blank beyond the borders.
    pub(super) fn at(&self, row: usize, column: usize) -> char {
        if row < self.height && column < self.width {
            self.cells[row * self.width + column]
        } else {
            ' '
        }
    }

    /// The text between two columns of a row.
    pub(super) fn text(&self, row: usize, from: usize, to: usize) -> String {
        let start = row * self.width;
        self.cells[start + from.min(self.width)..start + to.min(self.width)]
            .iter()
            .filter(|&&cell| cell != REST)
            .collect()
    }

    /// The cell at a side of a cell.
    pub(super) fn next(&self, cell: usize, side: u8) -> Option<usize> {
        let (row, column) = (cell / self.width, cell % self.width);
        match side {
            UP if row > 0 => Some(cell - self.width),
            DOWN if row + 1 < self.height => Some(cell + self.width),
            LEFT if column > 0 => Some(cell - 1),
            RIGHT if column + 1 < self.width => Some(cell + 1),
            _ => None,
        }
    }
}

/// The sides at which a line-drawing character goes on; 0 for others.
pub(super) fn sides(character: char) -> u8 {
    match character {
        '─' | '━' | '═' | '╌' | '╍' | '┄' | '┅' | '┈' | '┉' | '╴' | '╶' | '╸' | '╺' => {
            LEFT | RIGHT
        }
        '│' | '┃' | '║' | '╎' | '╏' | '┆' | '┇' | '┊' | '┋' | '╵' | '╷' => {
            UP | DOWN
        }
        '┌' | '┍' | '┎' | '┏' | '╭' | '╔' | '╒' | '╓' => RIGHT | DOWN,
        '┐' | '┑' | '┒' | '┓' | '╮' | '╗' | '╕' | '╖' => LEFT | DOWN,
        '└' | '┕' | '┖' | '┗' | '╰' | '╚' | '╘' | '╙' => UP | RIGHT,
        '┘' | '┙' | '┚' | '┛' | '╯' | '╝' | '╛' | '╜' => UP | LEFT,
        '├' | '┝' | '┞' | '┟' | '┠' | '┡' | '┢' | '┣' | '╠' | '╞' | '╟' => {
            UP | DOWN | RIGHT
        }
        '┤' | '┥' | '┦' | '┧' | '┨' | '┩' | '┪' | '┫' | '╣' | '╡' | '╢' => {
            UP | DOWN | LEFT
        }
        '┬' | '┭' | '┮' | '┯' | '┰' | '┱' | '┲' | '┳' | '╦' | '╤' | '╥' => {
            LEFT | RIGHT | DOWN
        }
        '┴' | '┵' | '┶' | '┷' | '┸' | '┹' | '┺' | '┻' | '╩' | '╧' | '╨' => {
            LEFT | RIGHT | UP
        }
        '┼' | '┽' | '┾' | '┿' | '╀' | '╁' | '╂' | '╃' | '╄' | '╅' | '╆' | '╇' | '╈' | '╉' | '╊'
        | '╋' | '╬' | '╪' | '╫' => UP | DOWN | LEFT | RIGHT,
        _ => 0,
    }
}

/// Where an arrow head points, two sides for double heads; 0 for others. Letters and angle brackets are not among them.
pub(super) fn points(character: char) -> u8 {
    match character {
        '→' | '►' | '▶' | '▷' | '▸' | '⇒' | '➜' | '➔' | '➡' | '⟶' | '⟹' | '↦' | '⮕' => {
            RIGHT
        }
        '←' | '◄' | '◀' | '◁' | '◂' | '⇐' | '⬅' | '⟵' => LEFT,
        '↓' | '▼' | '▽' | '▾' | '⇓' | '⬇' => DOWN,
        '↑' | '▲' | '△' | '▴' | '⇑' | '⬆' => UP,
        '↔' | '⇄' | '⇆' | '⇔' | '⟷' => LEFT | RIGHT,
        '↕' | '⇅' | '⇕' => UP | DOWN,
        _ => 0,
    }
}
