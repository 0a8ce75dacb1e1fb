//! Where a term stands, in bytes.

use std::borrow::Cow;

/// The longest list that is written, in bytes. Words that stand nearly everywhere say little; their lists keep the
/// strongest.
const LONGEST: usize = 12_000;

/// The weights from which on an impact is 1, 2, … 7: the client takes impact i for 2^((i + 1) / 1.75) - 1.
const STEPS: [f32; 7] = [0.811, 1.692, 3.0, 4.944, 7.832, 12.123, 18.5];

/// The postings of a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Postings {
    /// Numbers: documents since the last one; then for each passage (passages since the last one × 8 + impact) × 2, and
    /// one more when another passage of the document follows.
    pub bytes: Vec<u8>,
    /// In how many documents it stands.
    pub documents: u32,
    /// The last document.
    last: u32,
}

impl Postings {
    /// Adds the passages of a document and the term's weights there. Documents come in order, and so do passages.
    pub fn add(&mut self, document: u32, passages: impl Iterator<Item = (u32, f32)>) {
        number(&mut self.bytes, document - self.last);
        self.last = document;
        self.documents += 1;
        push_passages(
            &mut self.bytes,
            passages.map(|(passage, weight)| (passage, impact(weight))),
        );
    }

    /// The same with other passages of one document; without any, that document is gone.
    #[must_use]
    pub fn with(&self, document: u32, passages: impl Iterator<Item = (u32, f32)>) -> Self {
        let mut passages = passages.peekable();
        let mut out = Self::default();
        let (mut at, mut this) = (0, 0);
        while at < self.bytes.len() {
            this += read(&self.bytes, &mut at);
            let start = at;
            while read(&self.bytes, &mut at) & 1 == 1 {}
            if this >= document && passages.peek().is_some() {
                out.add(document, passages.by_ref());
            }
            if this != document {
                number(&mut out.bytes, this - out.last);
                out.bytes.extend_from_slice(&self.bytes[start..at]);
                out.last = this;
                out.documents += 1;
            }
        }
        if passages.peek().is_some() {
            out.add(document, passages);
        }
        out
    }

    /// How many bytes are written.
    pub fn size(&self) -> usize {
        self.bytes.len().min(LONGEST)
    }

    /// What is written, and whether something was left out.
    pub fn written(&self) -> (Cow<'_, [u8]>, bool) {
        if self.bytes.len() <= LONGEST {
            (Cow::Borrowed(&self.bytes), false)
        } else {
            (Cow::Owned(strongest(&self.bytes)), true)
        }
    }
}

/// The weight of a term in a passage as three bits on a logarithmic scale.
fn impact(weight: f32) -> u8 {
    STEPS.iter().take_while(|&&step| weight >= step).count() as u8
}

fn push_passages(out: &mut Vec<u8>, passages: impl Iterator<Item = (u32, u8)>) {
    let mut passages = passages.peekable();
    let mut last = 0;
    while let Some((passage, impact)) = passages.next() {
        let more = u32::from(passages.peek().is_some());
        number(
            out,
            ((((passage - last) << 3) | u32::from(impact)) << 1) | more,
        );
        last = passage;
    }
}

/// Appends a number, seven bits to the byte, the lowest first.
pub(super) fn number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads such a number.
fn read(bytes: &[u8], at: &mut usize) -> u32 {
    let (mut value, mut shift) = (0, 0);
    while let Some(&byte) = bytes.get(*at) {
        *at += 1;
        value |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            break;
        }
    }
    value
}

/// A passage of a list.
#[derive(Debug, Clone, Copy)]
struct Posting {
    document: u32,
    passage: u32,
    impact: u8,
}

fn all(bytes: &[u8]) -> Vec<Posting> {
    let (mut at, mut document) = (0, 0);
    let mut out = Vec::new();
    while at < bytes.len() {
        document += read(bytes, &mut at);
        let mut passage = 0;
        loop {
            let value = read(bytes, &mut at);
            passage += value >> 4;
            out.push(Posting {
                document,
                passage,
                impact: (value >> 1) as u8 & 7,
            });
            if value & 1 == 0 || at >= bytes.len() {
                break;
            }
        }
    }
    out
}

/// The strongest postings, in order: each document's best passage counts for more than its others, and the first ones
/// among equals.
fn strongest(bytes: &[u8]) -> Vec<u8> {
    let all = all(bytes);
    let mut order: Vec<(u8, u32)> = Vec::with_capacity(all.len());
    for own in all.chunk_by(|left, right| left.document == right.document) {
        let best = (0..own.len()).max_by_key(|&one| (own[one].impact, usize::MAX - one));
        for (at, one) in own.iter().enumerate() {
            let is_best = u8::from(Some(at) == best);
            order.push((7 - one.impact + 2 - 2 * is_best, order.len() as u32));
        }
    }
    order.sort_unstable();
    // Two to three bytes each.
    order.truncate(LONGEST * 2 / 5);
    let mut kept: Vec<u32> = order.into_iter().map(|(_, at)| at).collect();
    kept.sort_unstable();
    let kept: Vec<Posting> = kept.into_iter().map(|at| all[at as usize]).collect();
    let mut out = Vec::with_capacity(LONGEST);
    let mut last = 0;
    for own in kept.chunk_by(|left, right| left.document == right.document) {
        number(&mut out, own[0].document - last);
        last = own[0].document;
        push_passages(&mut out, own.iter().map(|one| (one.passage, one.impact)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Postings, all};

    #[test]
    fn long_lists_keep_the_strongest() {
        let mut list = Postings::default();
        list.add(3, [(0, 0.5), (2, 7.0)].into_iter());
        list.add(300, [(40, 99.0)].into_iter());
        let (written, capped) = list.written();
        assert!(!capped);
        let read = |bytes: &[u8]| -> Vec<(u32, u32, u8)> {
            let all = all(bytes).into_iter();
            all.map(|one| (one.document, one.passage, one.impact))
                .collect()
        };
        assert_eq!(read(&written), [(3, 0, 0), (3, 2, 4), (300, 40, 7)]);
        drop(written);
        for document in 301..9000 {
            let weight = if document % 1000 == 0 { 30.0 } else { 1.0 };
            list.add(document, [(1, weight), (5, 0.1)].into_iter());
        }
        let (written, capped) = list.written();
        assert!(capped && written.len() <= LONGEST + LONGEST / 4);
        let kept = read(&written);
        assert!(kept.is_sorted());
        assert_eq!(kept.iter().filter(|one| one.2 == 7).count(), 9);
        assert!(kept.contains(&(3, 2, 4)));
        assert!(kept.iter().all(|one| one.2 > 0));
    }
}
