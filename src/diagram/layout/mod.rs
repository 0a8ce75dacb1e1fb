//! The layered layout: integer boxes and routes for a graph whose parts have been measured.
//!
//! Groups are laid out from the inside out, each by itself; an edge that leaves a group passes through a port in its
//! frame. One frame is laid out in five steps: edges that close a circle are turned around ([`circle`]), nodes get
//! ranks ([`rank`]), the order within ranks is chosen so that few edges cross ([`order`]), positions make edges short
//! and straight ([`place`]), and the horizontal pieces of edges get tracks between the ranks ([`route`]). All of it
//! happens top-down; other directions turn the measures before and the result after.

mod circle;
mod frame;
mod order;
mod place;
mod rank;
mod route;
mod simplex;
mod turn;

use crate::model::diagram::{End, Graph};
use frame::{Arranged, Attach, Item, ItemKind, Link};
use turn::Turn;

/// A width and a height, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Size {
    pub(crate) width: i32,
    pub(crate) height: i32,
}

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Point {
    pub(crate) x: i32,
    pub(crate) y: i32,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rect {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

/// The sizes of the parts of a graph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measures {
    /// By node.
    pub(crate) nodes: Vec<Size>,
    /// By edge; `None` without a label.
    pub(crate) labels: Vec<Option<Size>>,
    /// The titles of the groups.
    pub(crate) titles: Vec<Size>,
}

/// The way of an edge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Route {
    /// From beginning to end; horizontal and vertical pieces. Empty for an edge from a group to what is in it.
    pub(crate) points: Vec<Point>,
    /// Where its label stands.
    pub(crate) label: Option<Rect>,
}

/// A laid out graph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Placed {
    pub(crate) size: Size,
    pub(crate) nodes: Vec<Rect>,
    pub(crate) groups: Vec<Rect>,
    /// Where the titles of the groups stand.
    pub(crate) titles: Vec<Rect>,
    pub(crate) routes: Vec<Route>,
}

/// The room between the frame of a group and what is in it.
const PAD: i32 = 16;
/// The room around the whole picture, for the width of lines and the round ends of self loops.
const MARGIN: i32 = 2;

/// A container of items: a group or the whole picture.
#[derive(Debug, Default)]
struct Container {
    nodes: Vec<u32>,
    groups: Vec<u32>,
    /// Edges whose ends lie in different items here.
    edges: Vec<u32>,
    /// Edges that leave this container, and whether through its lower side.
    leaving: Vec<(u32, bool)>,
}

impl Container {
    /// The first of the edges that leave at the same side, from the same node, with the same look: they share a port.
    fn owner(&self, graph: &Graph, courses: &[Course], edge: u32) -> u32 {
        let key = |edge: u32, through_lower: bool| {
            let record = &graph.edges[edge as usize];
            let is_from = through_lower != courses[edge as usize].is_turned;
            let (end, tip) = if is_from {
                (record.from, record.tail)
            } else {
                (record.to, record.head)
            };
            (end, tip as u8, record.stroke as u8, through_lower)
        };
        let Some(&(_, side)) = self.leaving.iter().find(|(other, _)| *other == edge) else {
            return edge;
        };
        let wanted = key(edge, side);
        let mut leaving = self.leaving.iter();
        leaving
            .find(|&&(other, side)| key(other, side) == wanted)
            .map_or(edge, |&(other, _)| other)
    }
}

/// How an edge runs through the containers.
#[derive(Debug, Clone, Default)]
struct Course {
    /// The container in which its ends part; `None` when it is not routed.
    home: Option<usize>,
    /// The items at its ends in that container.
    items: (Option<ItemKind>, Option<ItemKind>),
    /// Whether the layout leads from its end to its beginning.
    is_turned: bool,
    upper: Vec<Leg>,
    middle: Option<Leg>,
    lower: Vec<Leg>,
    label: Option<(usize, Rect)>,
}

/// A piece of a route, in the coordinates of one container.
#[derive(Debug, Clone)]
struct Leg {
    container: usize,
    points: Vec<Point>,
}

/// Lays out a graph. `None` when it would become too large.
pub(crate) fn layout(graph: &Graph, measures: &Measures) -> Option<Placed> {
    let turn = Turn::of(graph.direction);
    let root = graph.groups.len();
    let (mut containers, mut courses) = assign(graph, root);
    for container in &containers {
        circle::orient(container, &mut courses);
    }
    for (edge, course) in courses.iter().enumerate() {
        let Some(home) = course.home else { continue };
        let ends = [graph.edges[edge].from, graph.edges[edge].to];
        for (end, is_from) in ends.into_iter().zip([true, false]) {
            let through_lower = is_from != course.is_turned;
            for inner in around(graph, end, root) {
                if inner == home {
                    break;
                }
                containers[inner].leaving.push((edge as u32, through_lower));
            }
        }
    }
    let mut arranged: Vec<Option<Arranged>> = (0..=root).map(|_| None).collect();
    // Inner groups have larger indices than those around them; the whole picture comes last.
    for at in (0..root).rev().chain([root]) {
        let (items, links) = contents(graph, measures, turn, at, &containers, &courses, &arranged);
        let done = frame::arrange(&items, &links, turn)?;
        for (link, leg) in links.iter().zip(&done.routes) {
            let Some(edge) = link.edge else { continue };
            let piece = Leg {
                container: at,
                points: leg.points.clone(),
            };
            if courses[edge as usize].home == Some(at) {
                let course = &mut courses[edge as usize];
                course.middle = Some(piece);
                course.label = leg.label.map(|label| (at, label));
                continue;
            }
            let is_upper = items[link.lower].kind == ItemKind::Port(edge);
            let sharing: Vec<u32> = containers[at]
                .leaving
                .iter()
                .map(|&(other, _)| other)
                .filter(|&other| containers[at].owner(graph, &courses, other) == edge)
                .collect();
            for other in sharing {
                let course = &mut courses[other as usize];
                if is_upper {
                    course.upper.push(piece.clone());
                } else {
                    course.lower.push(piece.clone());
                }
            }
        }
        arranged[at] = Some(framed(done, measures, turn, at, root, &items));
    }
    Some(compose(graph, measures, turn, &arranged, &courses))
}

/// The containers around an end, from the inside out, the whole picture last.
fn around(graph: &Graph, end: End, root: usize) -> Vec<usize> {
    let mut group = match end {
        End::Node(node) => graph.nodes[node as usize].group,
        End::Group(group) => graph.groups[group as usize].parent,
    };
    let mut all = Vec::new();
    while let Some(at) = group {
        all.push(at as usize);
        group = graph.groups[at as usize].parent;
    }
    all.push(root);
    all
}

/// What lies in which container.
fn assign(graph: &Graph, root: usize) -> (Vec<Container>, Vec<Course>) {
    let mut containers: Vec<Container> = (0..=root).map(|_| Container::default()).collect();
    for (at, node) in graph.nodes.iter().enumerate() {
        let home = node.group.map_or(root, |group| group as usize);
        containers[home].nodes.push(at as u32);
    }
    for (at, group) in graph.groups.iter().enumerate() {
        let home = group.parent.map_or(root, |group| group as usize);
        containers[home].groups.push(at as u32);
    }
    let mut courses = vec![Course::default(); graph.edges.len()];
    for (at, edge) in graph.edges.iter().enumerate() {
        let from = around(graph, edge.from, root);
        let to = around(graph, edge.to, root);
        let Some(home) = from.iter().copied().find(|group| to.contains(group)) else {
            continue;
        };
        let item = |end: End, way: &[usize]| {
            let depth = way.iter().position(|&group| group == home).unwrap_or(0);
            match depth.checked_sub(1) {
                Some(inner) => ItemKind::Group(way[inner] as u32),
                None => match end {
                    End::Node(node) => ItemKind::Node(node),
                    End::Group(group) => ItemKind::Group(group),
                },
            }
        };
        let (first, last) = (item(edge.from, &from), item(edge.to, &to));
        if first == last {
            continue;
        }
        courses[at].home = Some(home);
        courses[at].items = (Some(first), Some(last));
        containers[home].edges.push(at as u32);
    }
    (containers, courses)
}

/// The items and links of one container, measured.
fn contents(
    graph: &Graph,
    measures: &Measures,
    turn: Turn,
    at: usize,
    containers: &[Container],
    courses: &[Course],
    arranged: &[Option<Arranged>],
) -> (Vec<Item>, Vec<Link>) {
    let container = &containers[at];
    let mut items = Vec::new();
    for &node in &container.nodes {
        items.push(Item {
            kind: ItemKind::Node(node),
            size: turn.size(measures.nodes[node as usize]),
            loops: 0,
        });
    }
    for &group in &container.groups {
        let inner = arranged[group as usize]
            .as_ref()
            .expect("inner groups are arranged before the outer ones");
        items.push(Item {
            kind: ItemKind::Group(group),
            size: inner.size,
            loops: 0,
        });
    }
    for (index, edge) in graph.edges.iter().enumerate() {
        if edge.from != edge.to {
            continue;
        }
        let kind = match edge.from {
            End::Node(node) => ItemKind::Node(node),
            End::Group(group) => ItemKind::Group(group),
        };
        if let Some(item) = items.iter_mut().find(|item| item.kind == kind) {
            let label = turn.size(measures.labels[index].unwrap_or_default());
            item.loops = item.loops.max(LOOP + 8 + label.width);
            item.size.height = item.size.height.max(label.height);
        }
    }
    let find = |kind: ItemKind| items.iter().position(|item| item.kind == kind);
    let attach = |kind: ItemKind, edge: u32, end: End, tip| match kind {
        ItemKind::Group(group) if end != End::Group(group) => {
            let inner = arranged[group as usize].as_ref();
            let owner = containers[group as usize].owner(graph, courses, edge);
            Attach::At(inner.and_then(|inner| inner.port(owner)).unwrap_or(0))
        }
        _ => Attach::Class(tip, graph.edges[edge as usize].stroke),
    };
    let mut links = Vec::new();
    for &edge in &container.edges {
        let record = &graph.edges[edge as usize];
        let course = &courses[edge as usize];
        let (Some(first), Some(last)) = course.items else {
            continue;
        };
        let (Some(from), Some(to)) = (find(first), find(last)) else {
            continue;
        };
        let mut ends = [
            (from, attach(first, edge, record.from, record.tail)),
            (to, attach(last, edge, record.to, record.head)),
        ];
        if course.is_turned {
            ends.reverse();
        }
        links.push(Link {
            edge: Some(edge),
            upper: ends[0].0,
            lower: ends[1].0,
            upper_attach: ends[0].1,
            lower_attach: ends[1].1,
            label: measures.labels[edge as usize].map(|size| turn.size(size)),
            weight: i32::from(record.weight.max(1)),
        });
    }
    for &(edge, through_lower) in &container.leaving {
        if container.owner(graph, courses, edge) != edge {
            continue;
        }
        let record = &graph.edges[edge as usize];
        let course = &courses[edge as usize];
        let is_from = through_lower != course.is_turned;
        let (end, tip) = if is_from {
            (record.from, record.tail)
        } else {
            (record.to, record.head)
        };
        let way = around(graph, end, graph.groups.len());
        let depth = way.iter().position(|&group| group == at).unwrap_or(0);
        let kind = match (depth.checked_sub(1), end) {
            (Some(inner), _) => ItemKind::Group(way[inner] as u32),
            (None, End::Node(node)) => ItemKind::Node(node),
            (None, End::Group(group)) => ItemKind::Group(group),
        };
        let Some(inner) = items.iter().position(|item| item.kind == kind) else {
            continue;
        };
        let here = match kind {
            ItemKind::Group(group) if end != End::Group(group) => {
                let inner = arranged[group as usize].as_ref();
                let owner = containers[group as usize].owner(graph, courses, edge);
                Attach::At(inner.and_then(|inner| inner.port(owner)).unwrap_or(0))
            }
            _ => Attach::Class(tip, record.stroke),
        };
        let port = items.len();
        items.push(Item {
            kind: ItemKind::Port(edge),
            size: Size::default(),
            loops: 0,
        });
        let (upper, lower) = if through_lower {
            ((inner, here), (port, Attach::At(0)))
        } else {
            ((port, Attach::At(0)), (inner, here))
        };
        links.push(Link {
            edge: Some(edge),
            upper: upper.0,
            lower: lower.0,
            upper_attach: upper.1,
            lower_attach: lower.1,
            label: None,
            weight: i32::from(record.weight.max(1)),
        });
    }
    (items, links)
}

/// How far a self loop reaches out.
pub(crate) const LOOP: i32 = 22;

/// Puts the frame of a group around what is in it.
fn framed(
    mut done: Arranged,
    measures: &Measures,
    turn: Turn,
    at: usize,
    root: usize,
    items: &[Item],
) -> Arranged {
    if at == root {
        done.origin = turn.low_margin(MARGIN);
        done.size.width += 2 * MARGIN;
        done.size.height += 2 * MARGIN;
        return done;
    }
    let title = measures.titles[at];
    let heading = if title.height > 0 {
        title.height + 6
    } else {
        0
    };
    let (mut low, mut high) = turn.frame(PAD, heading);
    // Ports keep a distance of their own.
    let near = (low.y - PAD + 4, high.y - PAD + 4);
    for (item, centre) in items.iter().zip(&done.centres) {
        if matches!(item.kind, ItemKind::Port(_)) {
            if centre.y == 0 {
                low.y = near.0;
            } else {
                high.y = near.1;
            }
        }
    }
    done.origin = low;
    let content = done.size;
    done.size.width += low.x + high.x;
    done.size.height += low.y + high.y;
    let needed = turn.size(Size {
        width: title.width + 2 * PAD,
        height: title.height,
    });
    if turn.is_upright() && done.size.width < needed.width {
        done.origin.x += (needed.width - done.size.width) / 2;
        done.size.width = needed.width;
    } else if !turn.is_upright() && done.size.height < needed.height {
        done.origin.y += (needed.height - done.size.height) / 2;
        done.size.height = needed.height;
    }
    // Ports are pulled from the edge of the content to the frame.
    done.pull = (
        done.origin.y,
        done.size.height - done.origin.y - content.height,
    );
    for (index, item) in items.iter().enumerate() {
        if let ItemKind::Port(edge) = item.kind {
            let x = done.centres[index].x + done.origin.x - done.size.width / 2;
            done.ports.push((edge, x));
        }
    }
    done
}

/// Puts the containers into each other and the legs of the edges together.
fn compose(
    graph: &Graph,
    measures: &Measures,
    turn: Turn,
    arranged: &[Option<Arranged>],
    courses: &[Course],
) -> Placed {
    let root = graph.groups.len();
    let whole = |at: usize| {
        arranged[at]
            .as_ref()
            .expect("all containers are arranged by now")
    };
    let size = whole(root).size;
    let mut origins = vec![Point::default(); root + 1];
    let mut placed = Placed {
        size: turn.size(size),
        nodes: vec![Rect::default(); graph.nodes.len()],
        groups: vec![Rect::default(); root],
        titles: vec![Rect::default(); root],
        routes: Vec::with_capacity(graph.edges.len()),
    };
    let mut boxes: Vec<Rect> = vec![Rect::default(); root];
    for at in [root].into_iter().chain(0..root) {
        let here = whole(at);
        let corner = if at == root {
            Point::default()
        } else {
            Point {
                x: boxes[at].x,
                y: boxes[at].y,
            }
        };
        origins[at] = Point {
            x: corner.x + here.origin.x,
            y: corner.y + here.origin.y,
        };
        for (kind, rect) in &here.rects {
            let rect = Rect {
                x: rect.x + origins[at].x,
                y: rect.y + origins[at].y,
                ..*rect
            };
            match *kind {
                ItemKind::Node(node) => placed.nodes[node as usize] = turn.rect(rect, size),
                ItemKind::Group(group) => boxes[group as usize] = rect,
                ItemKind::Port(_) => {}
            }
        }
    }
    for (group, rect) in boxes.iter().enumerate() {
        placed.groups[group] = turn.rect(*rect, size);
    }
    for course in courses {
        placed
            .routes
            .push(joined(turn, size, &origins, arranged, course));
    }
    for group in 0..root {
        placed.titles[group] = title_place(&placed, placed.groups[group], measures.titles[group]);
    }
    placed
}

/// The whole way of an edge.
fn joined(
    turn: Turn,
    size: Size,
    origins: &[Point],
    arranged: &[Option<Arranged>],
    course: &Course,
) -> Route {
    let mut points: Vec<Point> = Vec::new();
    let mut add = |leg: &Leg, pull_first: bool, pull_last: bool| {
        let origin = origins[leg.container];
        let pull = arranged[leg.container]
            .as_ref()
            .map_or((0, 0), |arranged| arranged.pull);
        let last = leg.points.len().saturating_sub(1);
        for (at, point) in leg.points.iter().enumerate() {
            let mut y = point.y + origin.y;
            if at == 0 && pull_first {
                y -= pull.0;
            }
            if at == last && pull_last {
                y += pull.1;
            }
            points.push(Point {
                x: point.x + origin.x,
                y,
            });
        }
    };
    for leg in &course.upper {
        add(leg, false, true);
    }
    if let Some(leg) = &course.middle {
        add(leg, false, false);
    }
    for leg in course.lower.iter().rev() {
        add(leg, true, false);
    }
    let mut points: Vec<Point> = points
        .into_iter()
        .map(|point| turn.point(point, size))
        .collect();
    if course.is_turned {
        points.reverse();
    }
    route::tidy(&mut points);
    let label = course.label.map(|(container, label)| {
        let label = Rect {
            x: label.x + origins[container].x,
            y: label.y + origins[container].y,
            ..label
        };
        turn.rect(label, size)
    });
    Route { points, label }
}

/// The title of a group stands at the upper left corner, or further right where an edge would cross it.
fn title_place(placed: &Placed, group: Rect, title: Size) -> Rect {
    let at = |x: i32| Rect {
        x,
        y: group.y + 7,
        width: title.width,
        height: title.height,
    };
    let is_free = |rect: &Rect| {
        placed.routes.iter().all(|route| {
            let mut pieces = route.points.windows(2);
            let room = Rect {
                x: rect.x - 6,
                width: rect.width + 12,
                ..*rect
            };
            pieces.all(|pair| !touches(pair[0], pair[1], room))
        })
    };
    let last = group.x + group.width - 10 - title.width;
    let mut x = group.x + 10;
    while title.width > 0 && x <= last {
        if is_free(&at(x)) {
            return at(x);
        }
        x += 12;
    }
    at(group.x + 10)
}

/// Whether a piece of a route runs through a rectangle, its border included.
pub(crate) fn touches(a: Point, b: Point, rect: Rect) -> bool {
    a.x.min(b.x) <= rect.x + rect.width
        && a.x.max(b.x) >= rect.x
        && a.y.min(b.y) <= rect.y + rect.height
        && a.y.max(b.y) >= rect.y
}
