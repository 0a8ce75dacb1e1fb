//! Lines with round corners, and what stands at their ends.

use crate::diagram::layout::Point;
use crate::model::diagram::Tip;
use std::fmt::Write as _;

/// The radius of corners.
const RADIUS: i32 = 6;
/// The length of an arrow head.
const HEAD: i32 = 8;

/// Filled and open shapes at the ends of all lines.
#[derive(Debug, Default)]
pub(super) struct Tips {
    filled: String,
    open: String,
}

impl Tips {
    pub(super) fn write(&self, out: &mut String) {
        if !self.filled.is_empty() {
            let _ = write!(out, "<path class=\"dg-head\" d=\"{}\"/>", self.filled);
        }
        if !self.open.is_empty() {
            let _ = write!(out, "<path class=\"dg-tip\" d=\"{}\"/>", self.open);
        }
    }
}

/// One step from `from` towards `to`, which lie on a horizontal or vertical line.
fn towards(from: Point, to: Point, by: i32) -> Point {
    Point {
        x: from.x + (to.x - from.x).signum() * by,
        y: from.y + (to.y - from.y).signum() * by,
    }
}

fn length(a: Point, b: Point) -> i32 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

/// The data of a path along the points; lines end where arrow heads begin.
pub(super) fn path(out: &mut String, points: &[Point], tail: Tip, head: Tip) {
    let count = points.len();
    if count < 2 {
        return;
    }
    let mut points = points.to_vec();
    if tail == Tip::Arrow && length(points[0], points[1]) > HEAD {
        points[0] = towards(points[0], points[1], HEAD - 2);
    }
    if head == Tip::Arrow && length(points[count - 1], points[count - 2]) > HEAD {
        points[count - 1] = towards(points[count - 1], points[count - 2], HEAD - 2);
    }
    let _ = write!(out, "M{} {}", points[0].x, points[0].y);
    for at in 1..count {
        let (before, here) = (points[at - 1], points[at]);
        if at + 1 == count {
            line_to(out, before, here);
            break;
        }
        let next = points[at + 1];
        // The middle pieces share their length between two corners.
        let room = |a: Point, b: Point, is_outer: bool| {
            if is_outer {
                length(a, b)
            } else {
                length(a, b) / 2
            }
        };
        let radius = RADIUS
            .min(room(before, here, at == 1))
            .min(room(here, next, at + 2 == count));
        let (a, b) = (towards(here, before, radius), towards(here, next, radius));
        line_to(out, before, a);
        let _ = write!(out, "Q{} {} {} {}", here.x, here.y, b.x, b.y);
    }
}

fn line_to(out: &mut String, from: Point, to: Point) {
    let _ = if from.x == to.x {
        write!(out, "V{}", to.y)
    } else if from.y == to.y {
        write!(out, "H{}", to.x)
    } else {
        write!(out, "L{} {}", to.x, to.y)
    };
}

/// Adds what stands at both ends.
pub(super) fn tips(out: &mut Tips, points: &[Point], tail: Tip, head: Tip) {
    let count = points.len();
    if count < 2 {
        return;
    }
    tip(out, head, points[count - 1], points[count - 2]);
    tip(out, tail, points[0], points[1]);
}

/// A tip at `at` of a line that comes from `from`.
fn tip(out: &mut Tips, tip: Tip, at: Point, from: Point) {
    let (dx, dy) = ((at.x - from.x).signum(), (at.y - from.y).signum());
    // `along` goes back on the line, `across` beside it; both in tenths of a pixel.
    let place = |along: i32, across: i32| {
        let x = at.x * 10 - dx * along - dy * across;
        let y = at.y * 10 - dy * along + dx * across;
        format!("{} {}", tenths(x), tenths(y))
    };
    match tip {
        Tip::Plain => {}
        Tip::Arrow => {
            let _ = write!(
                out.filled,
                "M{}L{}L{}z",
                place(0, 0),
                place(80, 34),
                place(80, -34)
            );
        }
        Tip::Cross => {
            let _ = write!(
                out.open,
                "M{}L{}M{}L{}",
                place(20, 40),
                place(100, -40),
                place(20, -40),
                place(100, 40)
            );
        }
        Tip::Dot => {
            let _ = write!(
                out.filled,
                "M{}A4 4 0 1 0 {}A4 4 0 1 0 {}z",
                place(0, 0),
                place(80, 0),
                place(0, 0)
            );
        }
        Tip::One => {
            let _ = write!(
                out.open,
                "M{}L{}M{}L{}",
                place(50, 45),
                place(50, -45),
                place(90, 45),
                place(90, -45)
            );
        }
        Tip::MaybeOne => {
            let _ = write!(
                out.open,
                "M{}L{}M{}A4 4 0 1 0 {}A4 4 0 1 0 {}z",
                place(50, 45),
                place(50, -45),
                place(80, 0),
                place(160, 0),
                place(80, 0)
            );
        }
        Tip::Many => {
            let _ = write!(
                out.open,
                "M{}L{}L{}M{}L{}",
                place(0, 50),
                place(100, 0),
                place(0, -50),
                place(125, 45),
                place(125, -45)
            );
        }
        Tip::MaybeMany => {
            let _ = write!(
                out.open,
                "M{}L{}L{}M{}A4 4 0 1 0 {}A4 4 0 1 0 {}z",
                place(0, 50),
                place(100, 0),
                place(0, -50),
                place(100, 0),
                place(180, 0),
                place(100, 0)
            );
        }
    }
}

fn tenths(value: i32) -> String {
    if value % 10 == 0 {
        (value / 10).to_string()
    } else {
        let sign = if value < 0 { "-" } else { "" };
        format!("{sign}{}.{}", value.abs() / 10, value.abs() % 10)
    }
}
