//! A drawn picture that stands alone: an SVG with its own colours for light and dark and without links, as the address
//! behind a link. It needs no file beside the page and no script, and works on pages that are opened as files.

use super::palette::Palette;
use crate::base::markup::escape_into;
use std::fmt::Write as _;

/// The largest picture that is offered, in bytes: it stands in the page a second time.
const LARGEST: usize = 100_000;

/// Appends a link that saves the picture, `svg`, under a name; nothing when the picture is very large.
pub(super) fn link(out: &mut String, palette: &Palette, svg: &str, name: &str, text: &str) {
    let picture = match svg.find("</svg>") {
        Some(end) if end <= LARGEST => &svg[..end + "</svg>".len()],
        _ => return,
    };
    out.push_str("<a download=\"");
    escape_into(out, name);
    out.push_str(".svg\" href=\"data:image/svg+xml;charset=utf-8,");
    encode(out, &alone(palette, picture));
    out.push_str("\">");
    escape_into(out, text);
    out.push_str("</a>");
}

/// The picture with its colours and a ground, and without the links, which lead nowhere outside the page.
fn alone(palette: &Palette, picture: &str) -> String {
    let style = if picture.starts_with("<svg class=\"dg dg-chart\"") {
        &palette.chart
    } else {
        &palette.graph
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
    use crate::render::palette::Palette;

    fn palette() -> Palette {
        Palette {
            graph: "text{fill:#474d55}@media(prefers-color-scheme:dark){text{fill:#b3bac2}}"
                .to_owned(),
            chart: ":root{--paper:#fdfdfb}".to_owned(),
        }
    }

    #[test]
    fn a_picture_takes_its_colours_along_and_leaves_its_links() {
        let picture = "<svg class=\"dg\" viewBox=\"0 0 9 8\"><title>A &amp; B</title><a href=\"x.html#y\"><text>A</text></a></svg>";
        let svg = alone(&palette(), picture);
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dg\""));
        assert!(svg.contains("<style>text{fill:#474d55"), "{svg}");
        assert!(svg.contains("prefers-color-scheme:dark"));
        assert!(
            svg.ends_with("height=\"8\"/><title>A &amp; B</title><text>A</text></svg>"),
            "{svg}"
        );
        let chart = alone(
            &palette(),
            "<svg class=\"dg dg-chart\" viewBox=\"0 0 9 8\"></svg>",
        );
        assert!(chart.contains("<style>:root{--paper:#fdfdfb"), "{chart}");
    }

    #[test]
    fn the_address_holds_no_mark_of_markup() {
        let mut out = String::new();
        link(
            &mut out,
            &palette(),
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
            &palette(),
            &format!("<svg>{}</svg>", "x".repeat(200_000)),
            "a",
            "SVG",
        );
        assert_eq!(none, "");
    }
}
