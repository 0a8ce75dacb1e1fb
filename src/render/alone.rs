//! A drawn picture that stands alone: an SVG with its own colours for light and dark and without links, as the address
//! behind a link. It needs no file beside the page and no script, and works on pages that are opened as files.

use crate::base::markup::escape_into;
use std::fmt::Write as _;

/// The largest picture that is offered, in bytes: it stands in the page a second time.
const LARGEST: usize = 100_000;

/// What pictures of graphs look like. Figures instead of tokens, since many programs that show SVG know no tokens.
const GRAPH: &str = "text{fill:#474d55;font:11px system-ui,sans-serif;text-anchor:middle}\
.dg-name{fill:#1a1e24;font-size:13px;font-weight:600}.dg-zname{font-size:12px}.dg-zname,.dg-field{text-anchor:start}\
.dg-box,.dg-tip{fill:#fdfdfb;stroke:#474d55}.dg-box,.dg-edge{stroke-width:1.25}.dg-ext{stroke-dasharray:4 3}\
.dg-zone{fill:#f5f5f1;stroke:#82868a;stroke-dasharray:2 3}.dg-edge{fill:none;stroke:#474d55}.dg-dash{stroke-dasharray:5 4}\
.dg-thick{stroke-width:2.5}.dg-head,.dg-dot{fill:#474d55}.dg-rule{stroke:#82868a}.dg-note{fill:#f5f5f1;stroke:#82868a}\
.dg-labbg,.ground{fill:#fdfdfb}.dg-in{fill:#f5f5f1}\
@media(prefers-color-scheme:dark){text{fill:#b3bac2}.dg-name{fill:#e3e6e9}.dg-box,.dg-tip{fill:#14171b;stroke:#b3bac2}\
.dg-zone,.dg-note{fill:#1b1f24;stroke:#757d87}.dg-edge{stroke:#b3bac2}.dg-head,.dg-dot{fill:#b3bac2}.dg-rule{stroke:#757d87}\
.dg-labbg,.ground{fill:#14171b}.dg-in{fill:#1b1f24}}";

/// The tokens that charts name in their attributes.
const CHART: &str = ":root{--paper:#fdfdfb;--sunk:#f5f5f1;--over:#f2f3ef;--edge:#82868a;--ink:#1a1e24;--ink-2:#474d55;\
--accent:#1d4f91;--wash:#e7eef8;--low:#3f6650;--low-soft:#edf4ee;--medium:#835400;--medium-soft:#fbf0d4;--high:#ad3a12;\
--high-soft:#fbdfd2;--critical:#8a1230;--critical-soft:#f2c6cd;--ok:#2b6a43;--sans:system-ui,sans-serif}text{font-family:system-ui,sans-serif}.ground{fill:#fdfdfb}\
@media(prefers-color-scheme:dark){:root{--paper:#14171b;--sunk:#1b1f24;--over:#20252b;--edge:#757d87;--ink:#e3e6e9;\
--ink-2:#b3bac2;--accent:#8fb8f0;--wash:#1c2b3f;--low:#94c0a4;--low-soft:#1a2620;--medium:#e3b862;--medium-soft:#322810;\
--high:#f39c78;--high-soft:#43231a;--critical:#ff9db0;--critical-soft:#561a2a;--ok:#8cc9a1}.ground{fill:#14171b}}";

/// Appends a link that saves the picture, `svg`, under a name; nothing when the picture is very large.
pub(super) fn link(out: &mut String, svg: &str, name: &str, text: &str) {
    let picture = match svg.find("</svg>") {
        Some(end) if end <= LARGEST => &svg[..end + "</svg>".len()],
        _ => return,
    };
    out.push_str("<a download=\"");
    escape_into(out, name);
    out.push_str(".svg\" href=\"data:image/svg+xml;charset=utf-8,");
    encode(out, &alone(picture));
    out.push_str("\">");
    escape_into(out, text);
    out.push_str("</a>");
}

/// The picture with its colours and a ground, and without the links, which lead nowhere outside the page.
fn alone(picture: &str) -> String {
    let style = if picture.starts_with("<svg class=\"dg dg-chart\"") {
        CHART
    } else {
        GRAPH
    };
    let mut out = String::with_capacity(picture.len() + style.len() + 160);
    let mut rest = picture;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[..=end];
        rest = &rest[end + 1..];
        if let Some(attributes) = tag.strip_prefix("<svg ") {
            out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
            out.push_str(attributes);
            let _ = write!(out, "<style>{style}</style>");
            ground(&mut out, tag);
        } else if !tag.starts_with("<a ") && tag != "<a>" && tag != "</a>" {
            out.push_str(tag);
        }
    }
    out.push_str(rest);
    out
}

/// Paper below the picture.
fn ground(out: &mut String, tag: &str) {
    let view = tag
        .split_once("viewBox=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(view, _)| view);
    let mut numbers = view.split(' ');
    if let (Some(x), Some(y), Some(width), Some(height)) = (
        numbers.next(),
        numbers.next(),
        numbers.next(),
        numbers.next(),
    ) {
        let _ = write!(
            out,
            "<rect class=\"ground\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        );
    }
}

/// The characters that would end the attribute, the address or its path.
fn encode(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '%' => out.push_str("%25"),
            '#' => out.push_str("%23"),
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '&' => out.push_str("%26"),
            '\'' => out.push_str("%27"),
            '\n' => out.push_str("%0A"),
            '\t' | '\r' => out.push_str("%20"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{alone, link};

    #[test]
    fn a_picture_takes_its_colours_along_and_leaves_its_links() {
        let picture = "<svg class=\"dg\" viewBox=\"0 0 9 8\"><title>A &amp; B</title><a href=\"x.html#y\"><text>A</text></a></svg>";
        let svg = alone(picture);
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dg\""));
        assert!(svg.contains("<style>text{fill:#474d55"), "{svg}");
        assert!(svg.contains("prefers-color-scheme:dark"));
        assert!(
            svg.ends_with("height=\"8\"/><title>A &amp; B</title><text>A</text></svg>"),
            "{svg}"
        );
        let chart = alone("<svg class=\"dg dg-chart\" viewBox=\"0 0 9 8\"></svg>");
        assert!(chart.contains("<style>:root{--paper:#fdfdfb"), "{chart}");
    }

    #[test]
    fn the_address_holds_no_mark_of_markup() {
        let mut out = String::new();
        link(
            &mut out,
            "<svg viewBox=\"0 0 1 1\"><text>50 % #1 &lt;b&gt;</text></svg><ul></ul>",
            "a\"b",
            "SVG",
        );
        let address = out
            .split("href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let address = address.expect("there is a link");
        assert!(address.starts_with("data:image/svg+xml;charset=utf-8,%3Csvg xmlns"));
        assert!(
            address.ends_with("%3Ctext%3E50 %25 %231 %26lt;b%26gt;%3C/text%3E%3C/svg%3E"),
            "{address}"
        );
        assert!(out.starts_with("<a download=\"a&quot;b.svg\""), "{out}");
        let mut none = String::new();
        link(
            &mut none,
            &format!("<svg>{}</svg>", "x".repeat(200_000)),
            "a",
            "SVG",
        );
        assert_eq!(none, "");
    }
}
