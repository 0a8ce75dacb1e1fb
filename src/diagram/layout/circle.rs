//! Edges that close a circle, found by walking along the edges in the order in which the author wrote them.

use super::frame::ItemKind;
use super::{Container, Course};
use std::collections::HashMap;

/// Marks the edges of a container that the layout turns around, so that no circle is left.
pub(super) fn orient(container: &Container, courses: &mut [Course]) {
    let mut numbers: HashMap<ItemKind, usize> = HashMap::new();
    let items = container
        .nodes
        .iter()
        .map(|&node| ItemKind::Node(node))
        .chain(container.groups.iter().map(|&group| ItemKind::Group(group)));
    for (at, item) in items.enumerate() {
        numbers.insert(item, at);
    }
    let count = numbers.len();
    let mut out: Vec<Vec<(usize, u32)>> = vec![Vec::new(); count];
    let mut has_before = vec![false; count];
    for &edge in &container.edges {
        let (Some(from), Some(to)) = courses[edge as usize].items else {
            continue;
        };
        let (from, to) = (numbers[&from], numbers[&to]);
        out[from].push((to, edge));
        has_before[to] = true;
    }
    let mut state = vec![State::New; count];
    let starts = (0..count).filter(|&at| !has_before[at]).chain(0..count);
    let mut way: Vec<(usize, usize)> = Vec::new();
    for start in starts {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::OnTheWay;
        way.push((start, 0));
        while let Some((at, next)) = way.last_mut() {
            let at = *at;
            let Some(&(to, edge)) = out[at].get(*next) else {
                state[at] = State::Done;
                way.pop();
                continue;
            };
            *next += 1;
            match state[to] {
                State::New => {
                    state[to] = State::OnTheWay;
                    way.push((to, 0));
                }
                State::OnTheWay => courses[edge as usize].is_turned = true,
                State::Done => {}
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnTheWay,
    Done,
}
