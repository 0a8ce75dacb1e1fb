//! Charts that are drawn from their source, in the colours of the theme.

use super::svg;
use crate::model::diagram::Caption;
use mermaid_svg::ast::{ClassDiagram, UmlClass};
use mermaid_svg::{Diagram, Theme};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The largest chart, in bytes of SVG.
const LARGEST: usize = 400_000;

/// A chart as SVG; `None` when it cannot be drawn.
pub fn draw(source: &str, caption: &Caption<'_>) -> Option<String> {
    let mut diagram = mermaid_svg::parse(&without_clock(source)).ok()?;
    let mut theme = theme();
    match &mut diagram {
        Diagram::Class(classes) => join_generic(classes),
        // Curves and branches are thin or transparent: soft colours would not be seen.
        Diagram::Radar(_) | Diagram::Mindmap(_) => theme.cscale_palette = theme.git_palette.clone(),
        _ => {}
    }
    let drawn = mermaid_svg::render_diagram_with(&diagram, &theme).ok()?;
    if drawn.len() > LARGEST {
        return None;
    }
    svg::adopt(&drawn, caption)
}

/// `Shelf~Book~` and `Shelf` are one class: relations name it without what it is made for.
fn join_generic(classes: &mut ClassDiagram) {
    let whole: BTreeMap<String, String> = classes
        .classes
        .iter()
        .filter_map(|class| {
            let at = class.name.find(['~', '<']).filter(|&at| at > 0)?;
            Some((class.name[..at].to_owned(), class.name.clone()))
        })
        .collect();
    if whole.is_empty() {
        return;
    }
    // A class of that name with a content of its own is another one.
    let is_own = |class: &UmlClass| class.label.is_some() || !class.members.is_empty();
    let is_shadow = |class: &UmlClass| whole.contains_key(&class.name) && !is_own(class);
    let shadows: BTreeSet<String> = classes
        .classes
        .iter()
        .filter(|class| is_shadow(class))
        .map(|class| class.name.clone())
        .collect();
    classes.classes.retain(|class| !is_shadow(class));
    let ends = classes.relations.iter_mut();
    let ends = ends.flat_map(|relation| [&mut relation.from, &mut relation.to]);
    let notes = classes.notes.iter_mut();
    for name in ends.chain(notes.filter_map(|note| note.target.as_mut())) {
        if shadows.contains(name) {
            name.clone_from(&whole[name]);
        }
    }
}

/// A chart of dates without the mark of the present day: a site must not depend on when it is built.
fn without_clock(source: &str) -> Cow<'_, str> {
    let is_gantt = |line: &str| line.trim() == "gantt";
    let Some(head) = source.lines().find(|line| is_gantt(line)) else {
        return Cow::Borrowed(source);
    };
    let mut text = String::with_capacity(source.len() + 24);
    let mut seen = false;
    for line in source.lines() {
        // A mark of the author's own style would show it again.
        if seen && line.trim_start().starts_with("todayMarker") {
            continue;
        }
        text.push_str(line);
        text.push('\n');
        if !seen && line == head {
            seen = true;
            text.push_str("todayMarker off\n");
        }
    }
    Cow::Owned(text)
}

fn theme() -> Theme {
    let token = |name: &'static str| Cow::Borrowed(name);
    let ink = || token("var(--ink)");
    let line = || token("var(--ink-2)");
    let paper = || token("var(--paper)");
    let sunk = || token("var(--sunk)");
    let edge = || token("var(--edge)");
    let soft: Vec<Cow<'static, str>> = [
        "var(--wash)",
        "var(--low-soft)",
        "var(--medium-soft)",
        "var(--high-soft)",
        "var(--sunk)",
        "var(--critical-soft)",
        "var(--over)",
    ]
    .into_iter()
    .map(Cow::Borrowed)
    .collect();
    let strong: Vec<Cow<'static, str>> = [
        "color-mix(in srgb,var(--accent) 45%,var(--paper))",
        "color-mix(in srgb,var(--ok) 45%,var(--paper))",
        "color-mix(in srgb,var(--medium) 45%,var(--paper))",
        "color-mix(in srgb,var(--high) 45%,var(--paper))",
        "color-mix(in srgb,var(--ink-2) 45%,var(--paper))",
        "color-mix(in srgb,var(--critical) 45%,var(--paper))",
    ]
    .into_iter()
    .map(Cow::Borrowed)
    .collect();
    Theme {
        fg: ink(),
        fg_muted: line(),
        bg: paper(),
        actor_fill: paper(),
        actor_stroke: line(),
        actor_text_color: None,
        lifeline: edge(),
        arrow_stroke: line(),
        signal_text_color: None,
        note_fill: sunk(),
        note_stroke: edge(),
        activation_fill: token("var(--over)"),
        activation_stroke: line(),
        frame_label_fill: sunk(),
        title_color: None,
        flow_node_fill: paper(),
        flow_node_stroke: line(),
        flow_edge_stroke: line(),
        flow_label_bg: paper(),
        flow_cluster_fill: sunk(),
        flow_cluster_stroke: edge(),
        cscale_palette: Cow::Owned(soft.clone()),
        pie_palette: Cow::Owned(soft),
        git_palette: Cow::Owned(strong.clone()),
        xychart_palette: Cow::Owned(strong),
        pie_stroke: Some(line()),
        pie_opacity: Some(token("1")),
        commit_label_color: None,
        tag_label_color: None,
        quadrant_fills: [None, None, None, None],
        quadrant_default_fills: [token("var(--wash)"), paper(), sunk(), token("var(--over)")],
        font_family: token("var(--sans)"),
        font_size: 13.0,
        responsive: false,
    }
}

#[cfg(test)]
mod tests {
    use super::without_clock;

    #[test]
    fn no_chart_shows_the_present_day() {
        let source = "gantt\n  title Plan\n  todayMarker stroke:red\n  A : 2026-01-01, 900d\n";
        let bare = without_clock(source);
        assert_eq!(
            bare,
            "gantt\ntodayMarker off\n  title Plan\n  A : 2026-01-01, 900d\n"
        );
        let diagram = mermaid_svg::parse(&bare).expect("it is a chart");
        let svg = mermaid_svg::render_diagram_with(&diagram, &super::theme()).expect("it is drawn");
        assert!(!svg.contains("today"), "{svg}");
        assert_eq!(without_clock("pie\n\"a\": 1\n"), "pie\n\"a\": 1\n");
    }

    #[test]
    fn a_generic_class_is_drawn_once() {
        let source = "classDiagram\nclass Shelf~Book~ {\n+find(id) Book\n}\nShelf <|.. Cellar\nnote for Shelf \"cold\"\n";
        let caption = crate::model::diagram::Caption {
            prefix: "p",
            title: "T",
            description: "",
            links: &[],
        };
        let svg = super::draw(source, &caption).expect("it is drawn");
        assert_eq!(svg.matches(">Shelf").count(), 1, "{svg}");
        assert!(svg.contains(">Shelf&lt;Book&gt;<"), "{svg}");
    }
}
