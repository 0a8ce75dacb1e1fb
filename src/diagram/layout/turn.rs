//! From the top-down layout to the direction of a graph and back.

use super::{Point, Rect, Size};
use crate::model::diagram::Direction;

/// How the top-down layout is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn(Direction);

impl Turn {
    pub(super) fn of(direction: Direction) -> Self {
        Self(direction)
    }

    /// Whether ranks are rows.
    pub(super) fn is_upright(self) -> bool {
        matches!(self.0, Direction::Down | Direction::Up)
    }

    /// A size as the layout sees it, or back.
    pub(super) fn size(self, size: Size) -> Size {
        if self.is_upright() {
            size
        } else {
            Size {
                width: size.height,
                height: size.width,
            }
        }
    }

    /// The low corner of a margin.
    pub(super) fn low_margin(self, margin: i32) -> Point {
        let _ = self;
        Point {
            x: margin,
            y: margin,
        }
    }

    /// The room before and behind the content of a group, as the layout sees it: `pad` on all sides, and `title` more
    /// above.
    pub(super) fn frame(self, pad: i32, title: i32) -> (Point, Point) {
        let even = Point { x: pad, y: pad };
        match self.0 {
            Direction::Down => (
                Point {
                    x: pad,
                    y: pad + title,
                },
                even,
            ),
            Direction::Up => (
                even,
                Point {
                    x: pad,
                    y: pad + title,
                },
            ),
            Direction::Right | Direction::Left => (
                Point {
                    x: pad + title,
                    y: pad,
                },
                even,
            ),
        }
    }

    /// A point of the layout in the picture; `size` is that of the layout.
    pub(super) fn point(self, point: Point, size: Size) -> Point {
        match self.0 {
            Direction::Down => point,
            Direction::Up => Point {
                x: point.x,
                y: size.height - point.y,
            },
            Direction::Right => Point {
                x: point.y,
                y: point.x,
            },
            Direction::Left => Point {
                x: size.height - point.y,
                y: point.x,
            },
        }
    }

    /// A rectangle of the layout in the picture.
    pub(super) fn rect(self, rect: Rect, size: Size) -> Rect {
        let a = self.point(
            Point {
                x: rect.x,
                y: rect.y,
            },
            size,
        );
        let b = self.point(
            Point {
                x: rect.x + rect.width,
                y: rect.y + rect.height,
            },
            size,
        );
        Rect {
            x: a.x.min(b.x),
            y: a.y.min(b.y),
            width: (a.x - b.x).abs(),
            height: (a.y - b.y).abs(),
        }
    }
}
