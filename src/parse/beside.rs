//! What stands beside the mention of an id.

use crate::base::span::Span;
use crate::model::reference::Beside;

/// Looks at a text around the id at `id`; `before` is the place of the id before it.
pub(super) fn beside(text: &str, id: Span, before: Option<Span>) -> Beside {
    Beside {
        number: number_before(text, id),
        continues: before.is_some_and(|before| continues(text, before, id)),
    }
}

fn number_before(text: &str, id: Span) -> Option<u16> {
    let before = text.get(..id.start as usize)?.strip_suffix(' ')?;
    let digits = before
        .bytes()
        .rev()
        .take(5)
        .take_while(u8::is_ascii_digit)
        .count();
    let (rest, number) = before.split_at(before.len() - digits);
    let alone = !rest.ends_with(|last: char| last.is_alphanumeric() || "#.,-/_$".contains(last));
    if matches!(digits, 3 | 4) && alone {
        number.parse().ok()
    } else {
        None
    }
}

fn continues(text: &str, before: Span, id: Span) -> bool {
    if before == id {
        return true;
    }
    let between = text.get(before.end as usize..id.start as usize);
    between.is_some_and(|between| {
        matches!(
            between.trim(),
            "," | "/" | "+" | "&" | "-" | "–" | ".." | "…" | "and" | "to" | "through" | ", and"
        ) && !between.contains('\n')
    })
}

#[cfg(test)]
mod tests {
    use super::beside;
    use crate::base::span::Span;

    #[test]
    fn numbers_and_lists() {
        let text = "(019 FR-032), FR-033 and\nFR-034; v1.019 FR-035";
        let place = |id: &str| {
            let start = text.find(id).expect("it is there");
            Span::new(start, start + id.len())
        };
        let first = beside(text, place("FR-032"), None);
        assert_eq!((first.number, first.continues), (Some(19), false));
        let second = beside(text, place("FR-033"), Some(place("FR-032")));
        assert_eq!(
            (second.number, second.continues),
            (None, false),
            "a bracket ends"
        );
        let third = beside(text, place("FR-034"), Some(place("FR-033")));
        assert!(!third.continues, "on another line");
        assert_eq!(
            beside(text, place("FR-035"), None).number,
            None,
            "a version"
        );
        let list = "FR-1, FR-2";
        assert!(beside(list, Span::new(6, 10), Some(Span::new(0, 4))).continues);
    }
}
