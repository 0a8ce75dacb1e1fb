//! Foreign SVG made safe for a page: known elements and attributes only, ids behind a prefix, addresses filtered,
//! colours from the theme, and nothing that needs an inline style or a script.

use crate::base::markup::{escape_into, escape_text_into};
use crate::diagram::draw;
use crate::model::diagram::Caption;
use std::fmt::Write as _;

/// Elements that may stay.
const ELEMENTS: [&str; 17] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "defs",
    "marker",
    "a",
    "clipPath",
    "linearGradient",
    "stop",
];

/// Attributes that may stay as they are.
const ATTRIBUTES: [&str; 48] = [
    "gradientUnits",
    "gradientTransform",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "dx",
    "dy",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "d",
    "points",
    "width",
    "height",
    "viewBox",
    "transform",
    "text-anchor",
    "dominant-baseline",
    "font-size",
    "font-weight",
    "font-style",
    "text-decoration",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "fill-opacity",
    "stroke-opacity",
    "refX",
    "refY",
    "markerWidth",
    "markerHeight",
    "markerUnits",
    "orient",
    "offset",
    "preserveAspectRatio",
    "textLength",
    "lengthAdjust",
    "fill-rule",
    "letter-spacing",
    "alignment-baseline",
    "baseline-shift",
];

/// The SVG of a chart with the title of its caption, or `None` when it is not well-formed.
pub(super) fn adopt(svg: &str, caption: &Caption<'_>) -> Option<String> {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    // The names of open elements; `None` for those that are left out.
    let mut open: Vec<Option<&str>> = Vec::new();
    let mut hidden = 0_usize;
    let mut is_first = true;
    let mut view = [0.0; 4];
    let mut head = 0;
    let mut right = 0.0_f64;
    // Whether the shape before is as dark as ink: white text on it stays the opposite of ink.
    let mut is_on_ink = false;
    let mut moved = 0_usize;
    while let Some(at) = rest.find('<') {
        if hidden == 0 && !is_first {
            text(&mut out, &rest[..at]);
        }
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = &rest[rest.find("-->")? + 3..];
            continue;
        }
        if rest.starts_with("<?") || rest.starts_with("<!") {
            rest = &rest[rest.find('>')? + 1..];
            continue;
        }
        let tag = Tag::parse(rest)?;
        rest = &rest[tag.length..];
        if tag.is_end {
            let name = open.pop()?;
            moved = moved.min(open.len());
            match name {
                Some(name) => {
                    let _ = write!(out, "</{name}>");
                }
                None => hidden -= 1,
            }
            continue;
        }
        let is_known = ELEMENTS.contains(&tag.name) && hidden == 0;
        if is_first {
            if tag.name != "svg" {
                return None;
            }
            view = start(&mut out, &tag, caption)?;
            head = out.len();
            is_first = false;
        } else if is_known {
            let is_text = tag.name == "text";
            if tag.attribute("transform").is_some() && moved == 0 && !tag.is_empty {
                moved = open.len();
            }
            if is_text && moved == 0 {
                right = right.max(reach(&tag, rest));
            }
            let from = out.len();
            element(&mut out, &tag, caption.prefix);
            if is_text && is_on_ink && tag.attribute("fill") == Some("#fff") {
                let light = out[from..].replace("fill=\"var(--ink)\"", "fill=\"var(--paper)\"");
                out.truncate(from);
                out.push_str(&light);
            }
            is_on_ink = !is_text && out[from..].contains("fill=\"var(--ink-2)\"");
        }
        if !tag.is_empty {
            if is_known {
                open.push(Some(tag.name));
            } else {
                open.push(None);
                hidden += 1;
            }
        }
    }
    if !open.is_empty() || is_first {
        return None;
    }
    // Text that the library lets run over the right edge gets room.
    if right > view[0] + view[2] && right < view[0] + view[2] + 2_000.0 {
        view[2] = (right - view[0]).ceil();
        let mut wider = String::with_capacity(out.len() + 16);
        opening(&mut wider, view, caption);
        wider.push_str(&out[head..]);
        return Some(wider);
    }
    Some(out)
}

/// Where a text ends on the right, by the usual widths of letters.
fn reach(tag: &Tag<'_>, behind: &str) -> f64 {
    let number = |name: &str| {
        tag.attribute(name)
            .and_then(|value| value.parse::<f64>().ok())
    };
    let (Some(x), Some(end)) = (number("x"), behind.find('<')) else {
        return 0.0;
    };
    let size = number("font-size").unwrap_or(13.0);
    let width = f64::from(draw::width(&resolve(&behind[..end]), size.ceil() as i32));
    match tag.attribute("text-anchor") {
        Some("middle") => x + width / 2.0,
        Some("end") => x,
        _ => x + width,
    }
}

/// The start tag of the picture.
fn start(out: &mut String, tag: &Tag<'_>, caption: &Caption<'_>) -> Option<[f64; 4]> {
    let view: Vec<f64> = tag
        .attribute("viewBox")?
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    let [x, y, width, height] = view[..] else {
        return None;
    };
    let sane = |size: f64| size > 0.0 && size < 20_000.0;
    if !sane(width) || !sane(height) {
        return None;
    }
    opening(out, [x, y, width, height], caption);
    Some([x, y, width, height])
}

fn opening(out: &mut String, [x, y, width, height]: [f64; 4], caption: &Caption<'_>) {
    let prefix = caption.prefix;
    let _ = write!(
        out,
        "<svg class=\"dg dg-chart\" role=\"group\" width=\"{}\" height=\"{}\" viewBox=\"{x} {y} {width} {height}\" aria-labelledby=\"{prefix}-t\"><title id=\"{prefix}-t\">",
        width.ceil(),
        height.ceil()
    );
    escape_text_into(out, caption.title);
    out.push_str("</title>");
}

fn element(out: &mut String, tag: &Tag<'_>, prefix: &str) {
    let _ = write!(out, "<{}", tag.name);
    let mut wrote: Vec<&str> = Vec::new();
    for (name, value) in &tag.attributes {
        if *name != "style" {
            attribute(out, tag.name, name, value, prefix);
            wrote.push(name);
        }
    }
    // Declarations of inline styles become attributes, where there is one.
    if let Some(style) = tag.attribute("style") {
        for declaration in style.split(';') {
            if let Some((name, value)) = declaration.split_once(':')
                && !wrote.contains(&name.trim())
            {
                attribute(out, tag.name, name.trim(), value.trim(), prefix);
            }
        }
    }
    out.push_str(if tag.is_empty { "/>" } else { ">" });
}

fn attribute(out: &mut String, element: &str, name: &str, value: &str, prefix: &str) {
    let mut write = |value: &str| {
        let _ = write!(out, " {name}=\"");
        escape_into(out, value);
        out.push('"');
    };
    match name {
        "id" => write(&format!("{prefix}-{value}")),
        "fill" | "stroke" | "stop-color" | "color" => {
            // Bands between two colours are drawn half transparent, and need the strong ones.
            let is_stroke = name == "stroke" || name == "stop-color";
            let is_text = element == "text" || element == "tspan";
            match colour(value, is_stroke, is_text, prefix) {
                Some(colour) => write(&colour),
                // Without a colour, shapes would be black.
                None if is_stroke => write("var(--ink-2)"),
                None => write("var(--sunk)"),
            }
        }
        "marker-start" | "marker-end" | "marker-mid" | "clip-path" => {
            if let Some(id) = value
                .strip_prefix("url(#")
                .and_then(|rest| rest.strip_suffix(')'))
            {
                write(&format!("url(#{prefix}-{id})"));
            }
        }
        "href" if element == "a" => {
            let lower = value.trim().to_ascii_lowercase();
            let is_safe = ["https://", "http://", "mailto:"]
                .iter()
                .any(|scheme| lower.starts_with(scheme));
            if is_safe {
                write(value.trim());
            }
        }
        _ if ATTRIBUTES.contains(&name) && !value.contains("url(") => write(value),
        _ => {}
    }
}

/// A colour in the words of the theme: tokens stay, figures become the nearest token, so that light and dark both
/// work.
fn colour(value: &str, is_stroke: bool, is_text: bool, prefix: &str) -> Option<String> {
    let value = value.trim().trim_end_matches("!important").trim();
    if let Some(id) = value
        .strip_prefix("url(#")
        .and_then(|rest| rest.strip_suffix(')'))
    {
        return Some(format!("url(#{prefix}-{id})"));
    }
    // Mixes of two tokens come from the theme of charts; colours of the author are figures or names.
    let mix = value
        .strip_prefix("color-mix(in srgb,var(--")
        .and_then(|rest| rest.strip_suffix("%,var(--paper))"));
    if mix.is_some_and(|mix| {
        mix.chars()
            .all(|c| c.is_ascii_alphanumeric() || " )-".contains(c))
    }) {
        return Some(value.to_owned());
    }
    let is_token = value.starts_with("var(--")
        && value.ends_with(')')
        && value[6..value.len() - 1]
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_token || matches!(value, "none" | "transparent" | "currentColor" | "inherit") {
        return Some(value.to_owned());
    }
    if is_text {
        return Some("var(--ink)".to_owned());
    }
    let (red, green, blue) = figures(value)?;
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let is_grey = most - least < 40;
    let is_dark = i32::midpoint(most, least) < 90;
    let token = match (is_stroke, is_grey) {
        (true, true) => "ink-2",
        (false, true) if is_dark => "ink-2",
        (false, true) if least > 235 => "paper",
        (false, true) => "sunk",
        (_, false) => {
            let name = if red == most && green * 10 > most * 7 {
                "medium"
            } else if red == most {
                "high"
            } else if green == most {
                "low"
            } else if is_stroke {
                "accent"
            } else {
                "wash"
            };
            if is_stroke || name == "wash" {
                name
            } else {
                return Some(format!("var(--{name}-soft)"));
            }
        }
    };
    Some(format!("var(--{token})"))
}

/// Red, green and blue of `#rgb`, `#rrggbb` or one of the usual names.
fn figures(value: &str) -> Option<(i32, i32, i32)> {
    let lower = value.to_ascii_lowercase();
    if let Some(parts) = lower
        .strip_prefix("rgba(")
        .or_else(|| lower.strip_prefix("rgb("))
        .and_then(|rest| rest.strip_suffix(')'))
    {
        return mixed(parts);
    }
    let named = match lower.as_str() {
        "black" => "#000",
        "white" => "#fff",
        "red" => "#f00",
        "green" => "#008000",
        "blue" => "#00f",
        "yellow" => "#ff0",
        "orange" => "#ffa500",
        "grey" | "gray" => "#808080",
        "lightgrey" | "lightgray" => "#d3d3d3",
        "navy" => "#000080",
        other => other,
    };
    let digits = named.strip_prefix('#')?;
    if !digits.is_ascii() {
        return None;
    }
    let part = |from: usize, count: usize| {
        let part = i32::from_str_radix(digits.get(from..from + count)?, 16).ok()?;
        Some(if count == 1 { part * 17 } else { part })
    };
    match digits.len() {
        3 | 4 => Some((part(0, 1)?, part(1, 1)?, part(2, 1)?)),
        6 | 8 => Some((part(0, 2)?, part(2, 2)?, part(4, 2)?)),
        _ => None,
    }
}

/// The figures of `red, green, blue` or `red, green, blue, opacity`, as they look on white.
fn mixed(parts: &str) -> Option<(i32, i32, i32)> {
    let mut numbers = parts
        .split([',', ' ', '/'])
        .filter(|part| !part.is_empty())
        .map(str::parse::<f64>);
    let mut next = || numbers.next()?.ok();
    let (red, green, blue) = (next()?, next()?, next()?);
    let opacity = next().unwrap_or(1.0).clamp(0.0, 1.0);
    let on_white = |part: f64| (255.0 - (255.0 - part.clamp(0.0, 255.0)) * opacity) as i32;
    Some((on_white(red), on_white(green), on_white(blue)))
}

/// Text between tags, with its references as they are.
fn text(out: &mut String, text: &str) {
    out.push_str(&text.replace('>', "&gt;"));
}

/// A tag of the source.
#[derive(Debug)]
struct Tag<'t> {
    name: &'t str,
    attributes: Vec<(&'t str, String)>,
    is_end: bool,
    is_empty: bool,
    length: usize,
}

impl<'t> Tag<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let mut rest = text.strip_prefix('<')?;
        let is_end = rest.starts_with('/');
        rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':')?;
        let name = &rest[..end];
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(behind) = rest.strip_prefix("/>") {
                let length = text.len() - behind.len();
                return Some(Self {
                    name,
                    attributes,
                    is_end,
                    is_empty: true,
                    length,
                });
            }
            if let Some(behind) = rest.strip_prefix('>') {
                let length = text.len() - behind.len();
                return Some(Self {
                    name,
                    attributes,
                    is_end,
                    is_empty: false,
                    length,
                });
            }
            let equals = rest.find('=')?;
            let attribute = rest[..equals].trim();
            let value = rest[equals + 1..].trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let close = value[1..].find(quote)? + 1;
            attributes.push((attribute, resolve(&value[1..close])));
            rest = &value[close + 1..];
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(other, _)| *other == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The value of an attribute without character references.
fn resolve(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    value
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::adopt;
    use crate::model::diagram::Caption;

    fn safe(inner: &str) -> String {
        let caption = Caption {
            prefix: "p",
            title: "T",
            description: "",
            links: &[],
        };
        let svg = format!("<svg xmlns=\"x\" viewBox=\"0 0 10 20\">{inner}</svg>");
        let out = adopt(&svg, &caption).expect("it is well-formed");
        let start = out.find("</title>").expect("it has a title") + "</title>".len();
        out[start..out.len() - "</svg>".len()].to_owned()
    }

    #[test]
    fn only_what_is_known_comes_through() {
        assert_eq!(safe("<script>alert(1)</script>"), "");
        assert_eq!(safe("<style>a{}</style><g/>"), "<g/>");
        assert_eq!(
            safe("<rect x=\"1\" onclick=\"x()\" style=\"fill:#f00;cursor:pointer\"/>"),
            "<rect x=\"1\" fill=\"var(--high-soft)\"/>"
        );
        assert_eq!(
            safe("<a href=\"javascript:alert(1)\"><text fill=\"#333\">a &lt; b</text></a>"),
            "<a><text fill=\"var(--ink)\">a &lt; b</text></a>"
        );
        assert_eq!(
            safe("<path marker-end=\"url(#arrow)\" d=\"M0 0\" stroke=\"var(--ink)\"/>"),
            "<path marker-end=\"url(#p-arrow)\" d=\"M0 0\" stroke=\"var(--ink)\"/>"
        );
        assert_eq!(
            safe("<marker id=\"arrow\"></marker>"),
            "<marker id=\"p-arrow\"></marker>"
        );
        assert_eq!(
            safe("<rect fill=\"rgb(200, 220, 255)\"/><rect fill=\"unheard-of\"/>"),
            "<rect fill=\"var(--wash)\"/><rect fill=\"var(--sunk)\"/>"
        );
        assert_eq!(
            safe(
                "<circle fill=\"var(--ink-2)\"/><text fill=\"#fff\">1</text><text fill=\"#fff\">2</text>"
            ),
            "<circle fill=\"var(--ink-2)\"/><text fill=\"var(--paper)\">1</text><text fill=\"var(--ink)\">2</text>"
        );
        assert_eq!(safe("<foreignObject><b>x</b></foreignObject>"), "");
    }

    #[test]
    fn text_over_the_edge_gets_room() {
        let caption = Caption {
            prefix: "p",
            title: "T",
            description: "",
            links: &[],
        };
        let wide = |inner: &str| {
            let svg = format!("<svg viewBox=\"0 0 50 20\">{inner}</svg>");
            let out = adopt(&svg, &caption).expect("it is well-formed");
            let from = out.find("width=\"").expect("it has a width") + "width=\"".len();
            let digits = out[from..]
                .split('"')
                .next()
                .expect("it is quoted")
                .to_owned();
            digits.parse::<i32>().expect("it is a number")
        };
        assert_eq!(wide("<text x=\"10\" font-size=\"10\">abc</text>"), 50);
        assert!(wide("<text x=\"40\" font-size=\"10\">a long label</text>") > 90);
        assert_eq!(
            wide(
                "<g transform=\"scale(.1)\"><text x=\"40\" font-size=\"10\">a long label</text></g>"
            ),
            50
        );
    }
}
