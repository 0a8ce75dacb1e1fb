//! Widths of text without a font: a table of average advances that is a little generous for the usual system faces.

use unicode_width::UnicodeWidthChar;

/// Advances of the printable ASCII characters of a semibold sans serif face, in thousandths of the size.
const ADVANCES: [u16; 95] = [
    278, 333, 474, 584, 584, 889, 722, 260, 333, 333, 420, 584, 278, 350, 278,
    320, // space – /
    575, 575, 575, 575, 575, 575, 575, 575, 575, 575, 333, 333, 584, 584, 584, 600, // 0 – ?
    975, 722, 722, 722, 740, 667, 620, 778, 740, 290, 560, 722, 611, 880, 740, 778, // @ – O
    667, 778, 722, 667, 640, 730, 690, 960, 680, 680, 620, 333, 320, 333, 584, 556, // P – _
    333, 575, 620, 570, 620, 580, 345, 620, 611, 285, 290, 575, 285, 889, 611, 620, // ` – o
    620, 620, 400, 556, 350, 611, 565, 790, 565, 560, 510, 389, 280, 389, 584, // p – ~
];

/// The width of `text` in pixels at a font size in pixels, rounded up.
pub(in crate::diagram) fn width(text: &str, size: i32) -> i32 {
    let thousandths: i32 = text.chars().map(advance).sum();
    (thousandths * size + 999) / 1000
}

fn advance(character: char) -> i32 {
    let code = character as usize;
    if (32..127).contains(&code) {
        return i32::from(ADVANCES[code - 32]);
    }
    match character.width().unwrap_or(0) {
        0 => 0,
        // Emoji are wider than ideographs in most faces.
        2 if code >= 0x1F000 => 1300,
        2 => 1000,
        _ if code >= 0x2190 => 1000,
        _ => 640,
    }
}

/// Breaks `text` into lines of at most `limit` pixels where it can: at line breaks, blanks, behind `/ - _ . , :`, and
/// between ideographs. Lines are made about equally long.
pub(super) fn wrap(text: &str, size: i32, limit: i32) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let whole = width(line, size);
        if whole <= limit {
            lines.push(line.to_owned());
            continue;
        }
        // With the same number of lines, the narrowest of limits gives the evenest block.
        let pieces = pieces(line);
        let mut best = fill(&pieces, size, limit);
        let count = best.len();
        let mut even = whole / count as i32 + size / 2;
        while even < limit {
            let tried = fill(&pieces, size, even);
            if tried.len() <= count {
                best = tried;
                break;
            }
            even += size;
        }
        lines.append(&mut best);
    }
    lines
}

/// The parts of a line that stay together, each with the blank behind it.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous = ' ';
    for (at, character) in line.char_indices() {
        let is_wide = |c: char| c.width() == Some(2) && (c as u32) < 0x1F000;
        let may_break = previous == ' '
            || (matches!(previous, '/' | '-' | '_' | '.' | ',' | ':') && character != ' ')
            || (is_wide(previous)
                && is_wide(character)
                && !"、。，．）」』・ー".contains(character));
        if may_break && character != ' ' && at > start {
            pieces.push(&line[start..at]);
            start = at;
        }
        previous = character;
    }
    pieces.push(&line[start..]);
    pieces
}

fn fill(pieces: &[&str], size: i32, limit: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut used = 0;
    for piece in pieces {
        let wide = width(piece.trim_end(), size);
        if used + wide > limit && !current.trim().is_empty() {
            lines.push(current.trim().to_owned());
            current.clear();
            used = 0;
        }
        current.push_str(piece);
        used += width(piece, size);
    }
    if !current.trim().is_empty() {
        lines.push(current.trim().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{width, wrap};

    #[test]
    fn lines_are_even_and_words_stay_whole() {
        let lines = wrap("Notification delivery gateway service", 13, 150);
        assert_eq!(lines, ["Notification delivery", "gateway service"]);
        assert_eq!(wrap("一二三四五六七八", 13, 60), ["一二三四", "五六七八"]);
        assert_eq!(wrap("a\nb", 13, 60), ["a", "b"]);
    }

    #[test]
    fn ideographs_and_emoji_are_wide() {
        assert_eq!(width("订单", 10), 20);
        assert_eq!(width("🚢", 10), 13);
        assert!(width("iii", 10) < width("MMM", 10));
    }
}
