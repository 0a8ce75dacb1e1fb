//! Features that declare that they depend on each other in a circle.

use super::finding::at_line;
use super::index::Index;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::model::portfolio::{Dependency, Evidence};
use crate::model::source::FeatureId;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Who needs whom, as declared.
type Needs = BTreeMap<FeatureId, BTreeSet<FeatureId>>;

/// One finding per circle of declared dependencies; circles that share a feature are reported once.
pub(super) fn cycles(index: &Index<'_>, dependencies: &[Dependency]) -> Vec<Diagnostic> {
    let declared = || {
        dependencies
            .iter()
            .filter(|dependency| dependency.evidence == Evidence::Declared)
    };
    let mut needs = Needs::new();
    for dependency in declared() {
        needs
            .entry(dependency.from)
            .or_default()
            .insert(dependency.to);
    }
    drop_ends(&mut needs);
    let mut reported: BTreeSet<FeatureId> = BTreeSet::new();
    let mut findings = Vec::new();
    for &start in needs.keys() {
        let Some(circle) = shortest_circle(&needs, start) else {
            continue;
        };
        if circle.iter().any(|feature| reported.contains(feature)) {
            continue;
        }
        reported.extend(&circle);
        let next = circle.get(1).copied().unwrap_or(start);
        let step = declared().find(|one| one.from == start && one.to == next);
        findings.extend(step.map(|step| finding(index, step, &circle)));
    }
    findings
}

/// Removes features that need none of the others that are left, until only circles and what leads to them remain.
fn drop_ends(needs: &mut Needs) {
    loop {
        let left: BTreeSet<FeatureId> = needs.keys().copied().collect();
        let before = needs.len();
        needs.retain(|_, others| {
            others.retain(|other| left.contains(other));
            !others.is_empty()
        });
        if needs.len() == before {
            return;
        }
    }
}

/// The shortest way from a feature back to itself, without the return.
fn shortest_circle(needs: &Needs, start: FeatureId) -> Option<Vec<FeatureId>> {
    let mut came_from: BTreeMap<FeatureId, FeatureId> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(feature) = queue.pop_front() {
        for &next in needs.get(&feature)? {
            if next == start {
                let mut circle = vec![feature];
                let mut at = feature;
                while let Some(&before) = came_from.get(&at) {
                    circle.push(before);
                    at = before;
                }
                circle.reverse();
                return Some(circle);
            }
            if let Entry::Vacant(unseen) = came_from.entry(next) {
                unseen.insert(feature);
                queue.push_back(next);
            }
        }
    }
    None
}

/// The finding about a circle, at the declaration of its first step.
fn finding(index: &Index<'_>, step: &Dependency, circle: &[FeatureId]) -> Diagnostic {
    let name = |feature: &FeatureId| index.layout.folders[feature.index()].key.as_str();
    let mut names: Vec<&str> = circle.iter().map(name).collect();
    names.push(names[0]);
    let document = &index.documents[step.document.index()];
    at_line(
        Code::DependencyCycle,
        (document, &index.text(step.document)),
        step.line,
        format!(
            "features depend on each other in a circle: {}",
            names.join(" → ")
        ),
        "remove one of these dependencies or split a feature".to_owned(),
    )
}
