//! Badges: small pictures that say how far plans are, for READMEs.

use super::{View, title};
use crate::base::xml;
use crate::model::fact::{Level, Risk};
use crate::model::portfolio::Feature;
use crate::model::source::FeatureId;
use std::fmt::Write;

/// What a badge measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Tasks that are done, of all.
    Progress,
    /// Requirements that a task names, of all.
    Coverage,
    /// Risks of the highest level that there is.
    Risks,
}

impl Measure {
    /// All measures.
    pub const ALL: [Measure; 3] = [Measure::Progress, Measure::Coverage, Measure::Risks];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Coverage => "coverage",
            Self::Risks => "risks",
        }
    }
}

/// The ground of the label, and of values. White text has a contrast of at least 4.5 on each of them.
const LABEL: &str = "#474d55";
const DONE: &str = "#2b6a43";
const OPEN: &str = "#1d4f91";
const NOTHING: &str = "#61676f";
const MEDIUM: &str = "#835400";
const HIGH: &str = "#ad3a12";
const CRITICAL: &str = "#8a1230";

/// What a badge says.
struct Saying {
    label: String,
    value: String,
    ground: &'static str,
}

/// The badge of a feature, or of all features.
pub(super) fn write(view: View<'_>, feature: Option<FeatureId>, measure: Measure) -> String {
    let all = &view.portfolio.features;
    let features: Vec<&Feature> = match feature {
        Some(id) => vec![view.portfolio.feature(id)],
        None => all.iter().map(|feature| &**feature).collect(),
    };
    let about = match feature {
        Some(id) => &view.portfolio.feature(id).title,
        None => title(view),
    };
    let saying = match measure {
        Measure::Progress => {
            let done = features.iter().map(|it| it.facts.tasks_done()).sum();
            let all = features.iter().map(|it| it.facts.tasks.len()).sum();
            part(view, "nav_tasks", done, all)
        }
        Measure::Coverage => {
            let requirements = || features.iter().flat_map(|it| &it.facts.requirements);
            let covered = requirements()
                .filter(|it| !it.fact.tasks.is_empty())
                .count();
            part(view, "nav_requirements", covered, requirements().count())
        }
        Measure::Risks => {
            let risks = features.iter().flat_map(|it| &it.facts.risks);
            risks_of(view, risks.map(|located| &*located.fact))
        }
    };
    picture(&saying, about)
}

/// A number of a whole.
fn part(view: View<'_>, key: &str, part: usize, whole: usize) -> Saying {
    let number = |number: usize| view.words.number(number as u64);
    Saying {
        label: view.words.text(key).to_owned(),
        value: match whole {
            0 => "–".to_owned(),
            _ => format!("{}/{}", number(part), number(whole)),
        },
        ground: match whole {
            0 => NOTHING,
            _ if part == whole => DONE,
            _ => OPEN,
        },
    }
}

/// The number of risks of the highest level.
fn risks_of<'a>(view: View<'_>, risks: impl Iterator<Item = &'a Risk>) -> Saying {
    let levels: Vec<Option<Level>> = risks.map(|risk| risk.level).collect();
    let highest = levels.iter().copied().flatten().max();
    let (word, ground) = match highest {
        Some(Level::Critical) => ("level_critical_word", CRITICAL),
        Some(Level::High) => ("level_high_word", HIGH),
        Some(Level::Medium) => ("level_medium_word", MEDIUM),
        Some(_) => ("level_low_word", DONE),
        None => ("level_none_word", NOTHING),
    };
    let count = levels.iter().filter(|level| **level == highest).count();
    let number = view.words.number(count as u64);
    Saying {
        label: view.words.text("nav_risks").to_owned(),
        value: if levels.is_empty() {
            number
        } else {
            format!("{number} {}", view.words.text(word))
        },
        ground,
    }
}

/// The picture. Faces differ from system to system, so that the text is set to the width that it was measured at.
fn picture(saying: &Saying, about: &str) -> String {
    let (left, right) = (width(&saying.label), width(&saying.value));
    let (split, whole) = (left + 12, left + right + 24);
    let says = xml::escape(&format!("{about}: {} {}", saying.label, saying.value));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" viewBox=\"0 0 {whole} 20\" role=\"img\" aria-labelledby=\"title\">\n<title id=\"title\">{says}</title>\n<rect width=\"{whole}\" height=\"20\" rx=\"3\" fill=\"{LABEL}\"/>\n<path d=\"M{split} 0h{straight}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{straight}z\" fill=\"{}\"/>\n<g fill=\"#fff\" font-family=\"Verdana, 'DejaVu Sans', 'Segoe UI', sans-serif\" font-size=\"11\">\n",
        saying.ground,
        straight = right + 9,
    );
    for (at, length, text) in [(6, left, &saying.label), (split + 6, right, &saying.value)] {
        let _ = writeln!(
            out,
            "<text x=\"{at}\" y=\"14\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            xml::escape(text),
        );
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The width of a text of eleven pixels, in pixels: that of Verdana, about.
fn width(text: &str) -> usize {
    let tenths: usize = text
        .chars()
        .map(|character| match character {
            'i' | 'j' | 'l' | '.' | ',' | '\'' | ' ' | ':' | '|' => 35,
            'f' | 't' | 'r' | 'I' | '/' | '(' | ')' => 45,
            'm' | 'w' | 'M' | 'W' | '%' => 98,
            'A'..='Z' => 78,
            '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' => 0,
            '\u{590}'..='\u{6ff}' => 52,
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}' => 110,
            _ => 69,
        })
        .sum();
    tenths.div_ceil(10)
}
