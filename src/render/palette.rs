//! The colours of a theme in figures, for pictures that stand alone: they are read from the tokens of its style sheet,
//! so that a theme with other colours has pictures in those colours.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What pictures of graphs look like, without colours.
const GRAPH: &str = "text{font:11px system-ui,sans-serif;text-anchor:middle}.dg-name{font-size:13px;font-weight:600}\
.dg-zname{font-size:12px}.dg-zname,.dg-field{text-anchor:start}.dg-box,.dg-edge{stroke-width:1.25}\
.dg-ext{stroke-dasharray:4 3}.dg-zone{stroke-dasharray:2 3}.dg-edge{fill:none}.dg-dash{stroke-dasharray:5 4}\
.dg-thick{stroke-width:2.5}";

/// The colours of graphs as in the style sheet: what is coloured, and the token. Figures stand in the picture instead
/// of tokens, since many programs that show SVG know no tokens.
const COLOURS: [(&str, &str, &str); 14] = [
    ("text", "fill", "ink-2"),
    (".dg-name", "fill", "ink"),
    (".dg-box,.dg-tip", "fill", "paper"),
    (".dg-box,.dg-tip", "stroke", "ink-2"),
    (".dg-zone,.dg-note", "fill", "sunk"),
    (".dg-zone,.dg-note", "stroke", "edge"),
    (".dg-edge", "stroke", "ink-2"),
    (".dg-head,.dg-dot", "fill", "ink-2"),
    (".dg-rule", "stroke", "edge"),
    (".dg-labbg,.ground", "fill", "paper"),
    (".dg-in", "fill", "sunk"),
    (".here .dg-box", "fill", "wash"),
    (".here .dg-box", "stroke", "accent"),
    (".dim .dg-box", "stroke", "edge"),
];

/// The tokens that charts name in their attributes.
const CHART: [&str; 17] = [
    "paper",
    "sunk",
    "over",
    "edge",
    "ink",
    "ink-2",
    "accent",
    "wash",
    "low",
    "low-soft",
    "medium",
    "medium-soft",
    "high",
    "high-soft",
    "critical",
    "critical-soft",
    "ok",
];

/// The style of pictures that stand alone.
#[derive(Debug, Default)]
pub(super) struct Palette {
    /// Of graphs.
    pub(super) graph: String,
    /// Of charts.
    pub(super) chart: String,
}

impl Palette {
    /// From the style sheets of a theme; what those of `standard` say counts where `css` is silent.
    pub(super) fn of(standard: &str, css: &str) -> Self {
        let mut tokens = Tokens::default();
        tokens.read(standard);
        tokens.read(css);
        Self {
            graph: graph(&tokens),
            chart: chart(&tokens),
        }
    }
}

fn graph(tokens: &Tokens) -> String {
    let rules = |is_dark: bool| {
        let mut out = String::new();
        for (what, property, token) in COLOURS {
            if let Some(colour) = tokens.colour(token, is_dark) {
                let _ = write!(out, "{what}{{{property}:{colour}}}");
            }
        }
        out
    };
    format!(
        "{GRAPH}{}@media(prefers-color-scheme:dark){{{}}}",
        rules(false),
        rules(true)
    )
}

fn chart(tokens: &Tokens) -> String {
    let declarations = |is_dark: bool| {
        let mut out = String::new();
        for token in CHART {
            if let Some(colour) = tokens.colour(token, is_dark) {
                let _ = write!(out, "--{token}:{colour};");
            }
        }
        out
    };
    let ground = |is_dark: bool| tokens.colour("paper", is_dark).unwrap_or_default();
    format!(
        ":root{{{}--sans:system-ui,sans-serif}}text{{font-family:system-ui,sans-serif}}.ground{{fill:{}}}\
         @media(prefers-color-scheme:dark){{:root{{{}}}.ground{{fill:{}}}}}",
        declarations(false),
        ground(false),
        declarations(true),
        ground(true)
    )
}

/// What style sheets say of tokens: by day, by night, and outside of layers, where it is stronger.
#[derive(Debug, Default)]
struct Tokens {
    values: BTreeMap<(String, bool), (bool, String)>,
}

/// Where a declaration stands.
#[derive(Debug, Clone, Copy)]
struct Scope {
    /// Whether all pages are meant.
    is_root: bool,
    is_layered: bool,
    when: When,
}

/// When a declaration holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    Dark,
    /// At times that are not told apart here: on paper, with more contrast.
    Other,
}

impl Tokens {
    /// Takes the tokens that hold for whole pages on screens.
    fn read(&mut self, css: &str) {
        let css = super::stylesheet::minify(css);
        let mut scopes = vec![Scope {
            is_root: false,
            is_layered: false,
            when: When::Always,
        }];
        let mut start = 0;
        let mut quote: Option<char> = None;
        let mut brackets = 0_u32;
        for (at, character) in css.char_indices() {
            if let Some(open) = quote {
                // An escaped quote is too rare in tokens to be told apart.
                if character == open {
                    quote = None;
                }
                continue;
            }
            match character {
                '"' | '\'' => quote = Some(character),
                '(' => brackets += 1,
                ')' => brackets = brackets.saturating_sub(1),
                '{' => {
                    let outer = scopes.last().copied().unwrap_or(scopes[0]);
                    scopes.push(outer.within(css[start..at].trim()));
                    start = at + 1;
                }
                ';' | '}' if brackets == 0 || character == '}' => {
                    if let Some(scope) = scopes.last() {
                        self.declare(css[start..at].trim(), *scope);
                    }
                    if character == '}' && scopes.len() > 1 {
                        scopes.pop();
                    }
                    brackets = 0;
                    start = at + 1;
                }
                _ => {}
            }
        }
    }

    fn declare(&mut self, declaration: &str, scope: Scope) {
        let Some((name, value)) = declaration.split_once(':') else {
            return;
        };
        let Some(name) = name.trim().strip_prefix("--") else {
            return;
        };
        if !scope.is_root || scope.when == When::Other {
            return;
        }
        let is_night = scope.when == When::Dark;
        let mut say = |is_dark: bool, value: &str| {
            let key = (name.to_owned(), is_dark);
            let is_stronger = self
                .values
                .get(&key)
                .is_none_or(|(is_layered, _)| *is_layered || !scope.is_layered);
            if is_stronger {
                self.values
                    .insert(key, (scope.is_layered, value.trim().to_owned()));
            }
        };
        let value = value.trim();
        let both = value
            .strip_prefix("light-dark(")
            .and_then(|rest| rest.strip_suffix(')'))
            .and_then(halves);
        match both {
            Some((light, dark)) => {
                if !is_night {
                    say(false, light);
                }
                say(true, dark);
            }
            None if is_night => say(true, value),
            None => {
                say(false, value);
                say(true, value);
            }
        }
    }

    /// The colour of a token; `None` when it is none that may stand in a picture.
    fn colour(&self, token: &str, is_dark: bool) -> Option<&str> {
        let mut token = token.to_owned();
        // Tokens may be told by others.
        for _ in 0..8 {
            let (_, value) = self.values.get(&(token.clone(), is_dark))?;
            let inner = value
                .strip_prefix("var(--")
                .and_then(|rest| rest.strip_suffix(')'));
            let Some(inner) = inner else {
                let is_plain = !value.is_empty()
                    && value.chars().all(|c| {
                        c.is_ascii_alphanumeric()
                            || matches!(c, '#' | '(' | ')' | ',' | '.' | ' ' | '%' | '/' | '-')
                    })
                    && !value.contains("var(");
                return is_plain.then_some(value.as_str());
            };
            inner
                .split(',')
                .next()
                .unwrap_or(inner)
                .trim()
                .clone_into(&mut token);
        }
        None
    }
}

impl Scope {
    /// The scope of what stands in a block behind `prelude`.
    fn within(self, prelude: &str) -> Self {
        let mut inner = self;
        if let Some(rule) = prelude.strip_prefix('@') {
            let condition: String = rule.chars().filter(|c| !c.is_whitespace()).collect();
            if rule.starts_with("layer") {
                inner.is_layered = true;
            } else if condition == "media(prefers-color-scheme:dark)" && self.when != When::Other {
                inner.when = When::Dark;
            } else if !matches!(
                condition.as_str(),
                "mediascreen" | "media(prefers-color-scheme:light)"
            ) {
                inner.when = When::Other;
            }
            return inner;
        }
        let selectors = prelude.split(',').map(str::trim);
        inner.is_root = selectors
            .into_iter()
            .any(|selector| matches!(selector, ":root" | "html"));
        inner
    }
}

/// The two values of `light-dark(…)`.
fn halves(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_u32;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return Some((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Palette;

    const STANDARD: &str = "@layer tokens, base;\n@layer tokens { :root {
        --paper: light-dark(#fdfdfb, #14171b); --ink: light-dark(rgb(1, 2, 3), #fff);
        --ink-2: var(--ink); --sans: \"A;B\", serif; --accent: light-dark(#00f, #88f) }
        @media print { :root { --paper: #fff } }
        :root[data-theme=\"dark\"] { --paper: #000 } }";

    #[test]
    fn colours_by_day_and_by_night_are_those_of_the_tokens() {
        let palette = Palette::of(STANDARD, "");
        let (day, night) = palette.graph.split_once("@media").expect("both");
        assert!(day.contains(".ground{fill:#fdfdfb}"), "{day}");
        assert!(day.contains(".dg-name{fill:rgb(1,2,3)}"), "{day}");
        assert!(day.contains("text{fill:rgb(1,2,3)}"), "{day}");
        assert!(night.contains(".ground{fill:#14171b}"), "{night}");
        assert!(night.contains("text{fill:#fff}"), "{night}");
        assert!(!palette.graph.contains("var("));
        assert!(palette.chart.contains("--accent:#88f;"));
    }

    #[test]
    fn the_default_theme_has_all_colours() {
        let theme = crate::render::theme::Theme::load(None, "en").expect("the theme is whole");
        for scheme in theme.palette.graph.split("@media") {
            let count = scheme.matches("{fill:").count() + scheme.matches("{stroke:").count();
            assert_eq!(
                count,
                super::COLOURS.len() + usize::from(scheme.starts_with("text")),
                "{scheme}"
            );
        }
        for token in super::CHART {
            assert_eq!(
                theme.palette.chart.matches(&format!("--{token}:")).count(),
                2,
                "{token}"
            );
        }
    }

    #[test]
    fn later_sheets_and_those_outside_of_layers_are_stronger() {
        let own = ":root { --paper: ivory; --accent: </style> }
            @media (prefers-color-scheme: dark) { :root { --paper: navy } }
            .card { --paper: pink }";
        let palette = Palette::of(STANDARD, own);
        let (day, night) = palette.graph.split_once("@media").expect("both");
        assert!(day.contains(".ground{fill:ivory}"), "{day}");
        assert!(night.contains(".ground{fill:navy}"), "{night}");
        assert!(!palette.graph.contains("</style>"), "{}", palette.graph);
        let layered = "@layer late { :root { --paper: tan } }";
        let palette = Palette::of(own, layered);
        assert!(palette.graph.contains(".ground{fill:ivory}"));
    }
}
