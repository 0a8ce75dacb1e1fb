//! The outlines of nodes with the text in them.

use super::first_baseline;
use super::measure::{NAME_LINE, SMALL_LINE};
use crate::base::markup::escape_text_into;
use crate::diagram::layout::{Point, Rect};
use crate::model::diagram::Shape;
use std::fmt::Write as _;

/// Draws a node.
pub(super) fn node(
    out: &mut String,
    shape: Shape,
    rect: Rect,
    name: &[String],
    details: &[String],
) {
    let Rect {
        x,
        y,
        width,
        height,
    } = rect;
    let (right, bottom) = (x + width, y + height);
    let (middle, centre) = (x + width / 2, y + height / 2);
    let mut text = rect;
    let plain = |out: &mut String, class: &str, radius: i32| {
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>"
        );
    };
    match shape {
        Shape::Box => plain(out, "dg-box", 2),
        Shape::Round => plain(out, "dg-box", 8),
        Shape::External => plain(out, "dg-box dg-ext", 2),
        Shape::Pill => plain(out, "dg-box", height / 2),
        Shape::Circle => {
            let _ = write!(
                out,
                "<circle class=\"dg-box\" cx=\"{middle}\" cy=\"{centre}\" r=\"{}\"/>",
                width / 2
            );
        }
        Shape::Store => {
            let half = width / 2;
            let _ = write!(
                out,
                "<path class=\"dg-box\" d=\"M{x} {}a{half} 6 0 0 1 {width} 0v{}a{half} 6 0 0 1-{width} 0z\"/><path class=\"dg-edge\" d=\"M{x} {}a{half} 6 0 0 0 {width} 0\"/>",
                y + 6,
                height - 12,
                y + 6
            );
            text.y += 5;
        }
        Shape::Queue => {
            plain(out, "dg-box", 2);
            let _ = write!(
                out,
                "<path class=\"dg-edge\" d=\"M{} {y}v{height}M{} {y}v{height}\"/>",
                right - 6,
                right - 11
            );
            text.width -= 11;
        }
        Shape::Routine => {
            plain(out, "dg-box", 2);
            let _ = write!(
                out,
                "<path class=\"dg-edge\" d=\"M{} {y}v{height}M{} {y}v{height}\"/>",
                x + 7,
                right - 7
            );
        }
        Shape::Diamond => {
            let _ = write!(
                out,
                "<path class=\"dg-box\" d=\"M{middle} {y}L{right} {centre} {middle} {bottom} {x} {centre}z\"/>"
            );
        }
        Shape::Hexagon => {
            let _ = write!(
                out,
                "<path class=\"dg-box\" d=\"M{} {y}H{}L{right} {centre} {} {bottom}H{}L{x} {centre}z\"/>",
                x + 14,
                right - 14,
                right - 14,
                x + 14
            );
        }
        Shape::Slanted => {
            let _ = write!(
                out,
                "<path class=\"dg-box\" d=\"M{} {y}H{right}L{} {bottom}H{x}z\"/>",
                x + 14,
                right - 14
            );
        }
        Shape::Start => {
            let _ = write!(
                out,
                "<circle class=\"dg-dot\" cx=\"{middle}\" cy=\"{centre}\" r=\"7\"/>"
            );
        }
        Shape::End => {
            let _ = write!(
                out,
                "<circle class=\"dg-box\" cx=\"{middle}\" cy=\"{centre}\" r=\"8\"/><circle class=\"dg-dot\" cx=\"{middle}\" cy=\"{centre}\" r=\"4\"/>"
            );
        }
        Shape::Bar => plain(out, "dg-dot", 1),
        Shape::Note => {
            let _ = write!(
                out,
                "<path class=\"dg-note\" d=\"M{x} {y}H{}L{right} {}V{bottom}H{x}z\"/>",
                right - 8,
                y + 8
            );
        }
        Shape::Entity => {
            entity(out, rect, name, details);
            return;
        }
    }
    let x = text.x + text.width / 2;
    let mut y = first_baseline(text, name.len(), details.len());
    let class = if shape == Shape::Note {
        "dg-tech"
    } else {
        "dg-name"
    };
    for line in name {
        words(out, class, x, y, line);
        y += NAME_LINE;
    }
    let is_list = details.iter().any(|line| line.starts_with("· "));
    for line in details {
        if is_list {
            words(out, "dg-field", rect.x + 12, y, line);
        } else {
            words(out, "dg-tech", x, y, line);
        }
        y += SMALL_LINE;
    }
}

fn words(out: &mut String, class: &str, x: i32, y: i32, line: &str) {
    let _ = write!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">");
    escape_text_into(out, line);
    out.push_str("</text>");
}

/// A name with ruled lines of fields below it.
fn entity(out: &mut String, rect: Rect, name: &[String], details: &[String]) {
    let Rect {
        x,
        y,
        width,
        height,
    } = rect;
    let _ = write!(
        out,
        "<rect class=\"dg-box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>"
    );
    let mut line_y = if details.is_empty() {
        first_baseline(rect, name.len(), 0)
    } else {
        y + 18
    };
    for line in name {
        words(out, "dg-name", x + width / 2, line_y, line);
        line_y += NAME_LINE;
    }
    if details.is_empty() {
        return;
    }
    let rule = y + 10 + name.len() as i32 * NAME_LINE;
    let _ = write!(out, "<path class=\"dg-rule\" d=\"M{x} {rule}h{width}\"/>");
    let mut line_y = rule + 14;
    for line in details {
        words(out, "dg-field", x + 10, line_y, line);
        line_y += SMALL_LINE;
    }
}

/// Lengthens a line that ends at the box around a node up to the outline of its shape.
pub(super) fn reach(points: &mut [Point], is_first: bool, shape: Shape, rect: Rect) {
    let count = points.len();
    if count < 2 {
        return;
    }
    let at = if is_first { 0 } else { count - 1 };
    let point = points[at];
    let (dx, dy) = (
        (point.x - rect.x - rect.width / 2).abs(),
        (point.y - rect.y - rect.height / 2).abs(),
    );
    let (half_width, half_height) = (rect.width / 2, rect.height / 2);
    let is_vertical = point.y <= rect.y || point.y >= rect.y + rect.height;
    let inset = match shape {
        Shape::Diamond if is_vertical => half_height * dx / half_width.max(1),
        Shape::Diamond => half_width * dy / half_height.max(1),
        Shape::Circle if is_vertical => {
            half_height - (half_height * half_height - dx * dx).max(0).isqrt()
        }
        Shape::Circle => half_width - (half_width * half_width - dy * dy).max(0).isqrt(),
        Shape::Start => 2,
        Shape::End => 1,
        Shape::Slanted if !is_vertical => 7,
        Shape::Hexagon if !is_vertical => 14 * dy / half_height.max(1),
        Shape::Store if is_vertical => 6 * dx / half_width.max(1),
        _ => 0,
    };
    if inset == 0 {
        return;
    }
    let point = &mut points[at];
    if is_vertical {
        point.y += if point.y <= rect.y { inset } else { -inset };
    } else {
        point.x += if point.x <= rect.x { inset } else { -inset };
    }
}
