//! Tables of text, aligned by display width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Which end of a text is cut when it is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The beginning: places, whose last part says most.
    Start,
    /// The end.
    End,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The key of portfolio.json, in lower case.
    pub key: &'static str,
    /// Which end of its cells is cut.
    pub cut: Cut,
}

impl Column {
    /// The column of a key.
    pub fn of(key: &'static str) -> Self {
        let cut = match key {
            "place" | "path" | "document" | "url" => Cut::Start,
            _ => Cut::End,
        };
        Self { key, cut }
    }
}

/// Rows of text under named columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// Blanks between columns.
const GAP: usize = 2;

/// The table with a line of headings and columns aligned by display width. With a `width` no line is wider than that:
/// the widest columns are cut first, with `…` at the cut. Control and direction characters become blanks, so that
/// a document cannot steer the terminal. No line ends with blanks.
pub fn text(table: &Table, width: Option<usize>) -> String {
    let headings: Vec<String> = table
        .columns
        .iter()
        .map(|column| heading(column.key))
        .collect();
    let mut lines = vec![headings];
    lines.extend(
        table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| visible(cell)).collect()),
    );
    let widths = column_widths(&lines, table.columns.len(), width);
    let mut out = String::new();
    for line in &lines {
        let start = out.len();
        for (index, cell) in line.iter().enumerate() {
            if index > 0 {
                push_blanks(&mut out, GAP);
            }
            let shown = fit(cell, widths[index], table.columns[index].cut);
            out.push_str(&shown);
            push_blanks(&mut out, widths[index].saturating_sub(shown.width()));
        }
        out.truncate(start + out[start..].trim_end().len());
        out.push('\n');
    }
    out
}

/// The key in upper case, or a shorter word where the key is wider than its values.
fn heading(key: &str) -> String {
    match key {
        "progress" => "TASKS".to_owned(),
        "questions_open" => "QUESTIONS".to_owned(),
        "requirements" => "REQS".to_owned(),
        _ => key.replace('_', " ").to_uppercase(),
    }
}

/// The widths of the columns: natural ones when all fit, else with the greatest common limit under which they fit.
fn column_widths(lines: &[Vec<String>], columns: usize, width: Option<usize>) -> Vec<usize> {
    let mut widths = vec![0; columns];
    for line in lines {
        for (index, cell) in line.iter().enumerate() {
            widths[index] = widths[index].max(cell.width());
        }
    }
    let Some(width) = width else { return widths };
    let room = width.saturating_sub(GAP * columns.saturating_sub(1));
    let total = |limit: usize| {
        widths
            .iter()
            .map(|&natural| natural.min(limit))
            .sum::<usize>()
    };
    let mut limit = widths.iter().copied().max().unwrap_or(0);
    if total(limit) <= room {
        return widths;
    }
    while limit > 1 && total(limit) > room {
        limit -= 1;
    }
    let mut spare = room.saturating_sub(total(limit));
    for natural in &mut widths {
        if *natural > limit {
            let extra = usize::from(spare > 0);
            spare -= extra;
            *natural = limit + extra;
        }
    }
    widths
}

/// `cell` cut to `width` display columns.
fn fit(cell: &str, width: usize, cut: Cut) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let room = width.saturating_sub(1);
    let graphemes = cell.graphemes(true);
    match cut {
        Cut::End => format!("{}…", taken(graphemes, room).concat()),
        Cut::Start => {
            let mut kept = taken(graphemes.rev(), room);
            kept.reverse();
            format!("…{}", kept.concat())
        }
    }
}

fn taken<'a>(graphemes: impl Iterator<Item = &'a str>, room: usize) -> Vec<&'a str> {
    let mut used = 0;
    graphemes
        .take_while(|grapheme| {
            used += grapheme.width();
            used <= room
        })
        .collect()
}

fn visible(cell: &str) -> String {
    cell.chars()
        .map(|character| match character {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
            _ if character.is_control() => ' ',
            _ => character,
        })
        .collect()
}

fn push_blanks(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use super::{Column, Table, text};
    use unicode_width::UnicodeWidthStr;

    fn sample() -> Table {
        Table {
            columns: ["id", "place", "text"].map(Column::of).to_vec(),
            rows: vec![
                [
                    "T001",
                    "specs/001-a-long-name/tasks.md:12",
                    "Write the first part\u{1b}[2J",
                ],
                ["T002", "specs/002/tasks.md:3", "検索インデックスを作る"],
            ]
            .into_iter()
            .map(|row| row.map(str::to_owned).to_vec())
            .collect(),
        }
    }

    #[test]
    fn a_pipe_gets_everything() {
        assert_eq!(
            text(&sample(), None),
            "ID    PLACE                              TEXT\n\
             T001  specs/001-a-long-name/tasks.md:12  Write the first part [2J\n\
             T002  specs/002/tasks.md:3               検索インデックスを作る\n"
        );
    }

    #[test]
    fn a_terminal_gets_lines_that_fit() {
        assert_eq!(
            text(&sample(), Some(40)),
            "ID    PLACE             TEXT\n\
             T001  …ame/tasks.md:12  Write the first…\n\
             T002  …/002/tasks.md:3  検索インデック…\n"
        );
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for width in 8..70 {
            for line in text(&sample(), Some(width)).lines() {
                assert!(line.width() <= width, "{width}: {line:?}");
            }
        }
    }
}
