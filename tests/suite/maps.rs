//! The pictures that planfolio makes by itself, on the pages of the example: the lists behind them hold what the
//! documents say, in order, and nothing that is not a node of the picture.

use crate::site_check::{Built, build};
use std::path::Path;

/// The figure with the picture of a prefix on a page.
fn figure<'a>(built: &'a Built, page: &str, prefix: &str) -> &'a str {
    let html = built.pages[page].as_str();
    let at = html
        .find(&format!("id=\"pf.{prefix}-t\""))
        .unwrap_or_else(|| panic!("{page} has no picture pf.{prefix}"));
    let from = html[..at].rfind("<figure").unwrap();
    let to = at + html[at..].find("</figure>").unwrap();
    &html[from..to]
}

/// The list of edges behind a picture.
fn edges(figure: &str) -> Vec<&str> {
    let (_, list) = figure.split_once("</svg></div><ul class=\"vh\">").unwrap();
    let (list, _) = list.split_once("</ul>").unwrap();
    let items = list.split("<li>").skip(1);
    items
        .map(|item| item.split("</li>").next().unwrap())
        .collect()
}

/// Every edge is drawn once, and each picture has a name of its own, under which it can be saved.
fn assert_drawn(figure: &str, name: &str) {
    let (svg, _) = figure.split_once("</svg>").unwrap();
    // Rims of stores have the look of edges, but relative steps.
    let paths = svg.split("<path class=\"dg-edge").skip(1);
    let lines = paths.filter(|rest| {
        let path = rest.split_once(" d=\"").unwrap().1;
        let (steps, _) = path.split_once('"').unwrap();
        !steps.contains(['a', 'v'])
    });
    assert_eq!(lines.count(), edges(figure).len());
    let title = format!("<title id=\"pf.{name}-t\">");
    assert!(figure.contains(&title), "{name}");
}

#[test]
fn maps_of_the_example_say_what_its_documents_say() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
    let built = build(&source, &[]);

    // Features: what is stated to depend on each other, and the circle-free way from accounts to the gate.
    let map = figure(&built, "index.html", "map");
    assert_drawn(map, "map");
    let found = edges(map);
    assert!(found.contains(&"001 Rider accounts and sign-in → 003 Ticket purchase"));
    assert!(found.contains(&"002 Fare table and zones → 003 Ticket purchase"));
    assert!(
        !found
            .iter()
            .any(|edge| edge.ends_with("→ 001 Rider accounts and sign-in"))
    );
    assert!(map.contains("href=\"003-ticket-purchase/index.html\""));

    // Components of several plans, merged by name and linked to where they are described.
    let system = figure(&built, "components.html", "system");
    assert_drawn(system, "system");
    let found = edges(system);
    for edge in [
        "Gate reader → Gate store",
        "Purchase service → Ticket ledger",
        "Payment adapter ↔ Payment provider",
    ] {
        assert!(found.contains(&edge), "{edge}: {found:?}");
    }
    let ledgers = system.matches(">Ticket ledger</text>").count();
    assert_eq!(ledgers, 1, "one node for one component");

    // Tasks that wait for others.
    let waits = figure(&built, "003-ticket-purchase/tasks.html", "waits");
    assert_drawn(waits, "waits");
    assert!(edges(waits).contains(&"T006 → T007"));

    // Entities with their relations.
    let entities = figure(&built, "002-fare-table/data-model.html", "entities");
    assert_drawn(entities, "entities");
    let found = edges(entities);
    assert!(found.contains(&"FareTable ↔ FareRule"), "{found:?}");
    assert!(found.contains(&"Quote → Pier: FK"), "{found:?}");

    // Endpoints with the components that the plan names for them.
    let served = figure(&built, "003-ticket-purchase/index.html", "served");
    assert_drawn(served, "served");
    let found = edges(served);
    assert_eq!(found.len(), 6, "{found:?}");
    for edge in [
        "POST /baskets → Purchase service",
        "GET /purchases/{id} → Purchase service",
        "POST /payments/callbacks → Payment adapter",
    ] {
        assert!(found.contains(&edge), "{edge}: {found:?}");
    }
    assert!(served.contains("href=\"plan.html#"));
    // A plan that ties no endpoint to a component has no such picture.
    assert!(!built.pages["004-gate-validation/index.html"].contains("pf.served"));
}
