//! Estimates: a total, or the sum of the parts, in working days.

use super::Reader;
use crate::model::fact::{Days, Estimate, Place};
use crate::model::source::DocumentKind;
use crate::parse::key::{Key, of_label as key};
use crate::parse::label;
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::Topic;
use std::sync::Arc;

/// Working days in hundredths.
type Range = (u32, u32);

/// Reads the estimate under a heading of estimates.
pub(super) fn read(reader: &mut Reader<'_, '_>) {
    if matches!(
        reader.source.kind,
        DocumentKind::Checklist | DocumentKind::Contract
    ) {
        return;
    }
    let Some(heading) = (0..reader.outline.headings.len())
        .find(|&index| reader.outline.headings[index].topic == Some(Topic::Estimate))
    else {
        return;
    };
    let run = reader.outline.body(heading).to_vec();
    let mut parts: Vec<Range> = Vec::new();
    let mut total: Option<Range> = None;
    let mut confidence = None;
    let mut lines: Vec<(usize, usize)> = Vec::new();
    for placed in &run {
        match reader.tape.kind(placed.block) {
            BlockKind::Paragraph => push_lines(reader, placed.block, &mut lines),
            BlockKind::List(_) => {
                for item in reader.tape.children(placed.block) {
                    if let Some(text) = reader.item_text(item) {
                        push_lines(reader, text, &mut lines);
                    }
                }
            }
            BlockKind::Table => {
                if let Some(table) = super::table::read(reader.tape, placed.block) {
                    for (_, cells) in &table.rows {
                        let first = super::table::cell(reader.tape, cells, Some(0));
                        let range = cells
                            .iter()
                            .skip(1)
                            .find_map(|&cell| days(reader.tape.text(cell)));
                        if let Some(range) = range {
                            if key(&first) == Some(Key::Total) {
                                total = Some(range);
                            } else {
                                parts.push(range);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for (start, end) in lines {
        let Some(found) = label::of_range(reader.tape, start, end) else {
            continue;
        };
        match key(found.name) {
            Some(Key::Confidence) => {
                confidence = Some(found.value.to_owned()).filter(|text| !super::is_leftover(text));
            }
            Some(Key::Total) => total = days(found.value),
            _ => parts.extend(days(found.value)),
        }
    }
    let sum = parts.iter().fold((0, 0), |sum: Range, part| {
        (sum.0.saturating_add(part.0), sum.1.saturating_add(part.1))
    });
    let Some((min, max)) = total.or(Some(sum).filter(|_| !parts.is_empty())) else {
        return;
    };
    let head = &reader.outline.headings[heading];
    reader.facts.estimate = Some(Arc::new(Estimate {
        days: Days {
            min_hundredths: min,
            max_hundredths: max,
        },
        confidence,
        place: Place {
            line: head.line,
            anchor: head.anchor.clone(),
        },
    }));
}

fn push_lines(reader: &Reader<'_, '_>, block: BlockId, lines: &mut Vec<(usize, usize)>) {
    let mut start = reader.tape.blocks[block].text.start as usize;
    for line in reader.tape.text(block).split('\n') {
        lines.push((start, start + line.len()));
        start += line.len() + 1;
    }
}

/// `3 days`, `3-5 days`, `2 to 3 weeks`, `1.5 d`, `4 hours` as working days (a week has five, a day eight hours).
fn days(text: &str) -> Option<Range> {
    let lower = text.to_lowercase();
    let bytes = lower.as_bytes();
    let start = bytes.iter().position(u8::is_ascii_digit)?;
    let (first, mut at) = number(&lower, start)?;
    let mut last = first;
    let rest = lower[at..].trim_start();
    for sign in ["-", "–", "—", "to ", "~", "..", "bis ", "〜", "～"] {
        if let Some(behind) = rest.strip_prefix(sign) {
            let behind_start = lower.len() - behind.trim_start().len();
            if let Some((second, end)) = number(&lower, behind_start) {
                last = second;
                at = end;
            }
            break;
        }
    }
    let unit = lower[at..].trim_start_matches([' ', '-', '+']);
    // Thousandths of a working day.
    let per_unit = if ["day", "d ", "日", "天", "일", "tag", "día", "dia"]
        .iter()
        .any(|word| unit.starts_with(word))
        || unit == "d"
    {
        1000
    } else if ["week", "w ", "週", "周", "주", "woche", "semana"]
        .iter()
        .any(|word| unit.starts_with(word))
        || unit == "w"
    {
        5000
    } else if [
        "hour", "h ", "hr", "時間", "小時", "小时", "시간", "stunde", "hora",
    ]
    .iter()
    .any(|word| unit.starts_with(word))
        || unit == "h"
    {
        125
    } else {
        return None;
    };
    let scale = |hundredths: u32| u32::try_from(u64::from(hundredths) * per_unit / 1000).ok();
    Some((scale(first.min(last))?, scale(first.max(last))?))
}

/// A decimal number in hundredths and the offset behind it.
fn number(text: &str, at: usize) -> Option<(u32, usize)> {
    let length = text[at..]
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    let digits = text[at..at + length].trim_end_matches('.');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole: u32 = whole.parse().ok().filter(|&whole| whole <= 100_000)?;
    let fraction: u32 = format!("{fraction:0<2}")[..2].parse().ok()?;
    Some((whole * 100 + fraction, at + digits.len()))
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn ranges_and_units() {
        for (text, expected) in [
            ("3 days", Some((300, 300))),
            ("3-5 days", Some((300, 500))),
            ("2 to 3 weeks", Some((1000, 1500))),
            ("1.5 days", Some((150, 150))),
            ("about 4 hours", Some((50, 50))),
            ("soon", None),
            ("5 people", None),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }
}
