//! Level words of risks in many languages. A text that is no single level gives `None`, never a guess.

use crate::model::fact::Step;

/// Words of levels, folded. Arabic words agree in gender, so both forms stand here.
const WORDS: &[(Step, &[&str])] = &[
    (
        Step::VeryLow,
        &[
            "very low",
            "very-low",
            "verylow",
            "negligible",
            "minimal",
            "rare",
            "極低",
            "非常低",
            "很低",
            "非常に低い",
            "매우 낮음",
            "sehr niedrig",
            "sehr gering",
            "muy bajo",
            "muy baja",
            "muito baixo",
            "muito baixa",
            "منخفض جدا",
            "منخفضة جدا",
        ],
    ),
    (
        Step::Low,
        &[
            "low",
            "lo",
            "l",
            "minor",
            "unlikely",
            "低",
            "低い",
            "小",
            "낮음",
            "niedrig",
            "gering",
            "bajo",
            "baja",
            "baixo",
            "baixa",
            "faible",
            "منخفض",
            "منخفضة",
            "niedrige",
            "niedriges",
            "geringe",
            "geringes",
            "低程度",
        ],
    ),
    (
        Step::Medium,
        &[
            "medium",
            "med",
            "m",
            "moderate",
            "mid",
            "possible",
            "中",
            "中等",
            "中程度",
            "중간",
            "보통",
            "mittel",
            "medio",
            "media",
            "médio",
            "média",
            "moyen",
            "moyenne",
            "متوسط",
            "متوسطة",
            "mittlere",
            "mittleres",
            "moderado",
            "moderada",
            "中度",
        ],
    ),
    (
        Step::High,
        &[
            "high",
            "hi",
            "h",
            "major",
            "likely",
            "高",
            "高い",
            "大",
            "높음",
            "hoch",
            "alto",
            "alta",
            "élevé",
            "élevée",
            "عالي",
            "عالية",
            "عال",
            "مرتفع",
            "مرتفعة",
            "hohe",
            "hohes",
            "高度",
        ],
    ),
    (
        Step::VeryHigh,
        &[
            "very high",
            "very-high",
            "veryhigh",
            "critical",
            "severe",
            "catastrophic",
            "almost certain",
            "極高",
            "非常高",
            "很高",
            "非常に高い",
            "매우 높음",
            "심각",
            "치명적",
            "重大",
            "嚴重",
            "严重",
            "致命",
            "sehr hoch",
            "kritisch",
            "muy alto",
            "muy alta",
            "crítico",
            "crítica",
            "muito alto",
            "muito alta",
            "critique",
            "حرج",
            "حرجة",
            "عالي جدا",
            "عالية جدا",
            "kritische",
            "kritisches",
        ],
    ),
];

/// The step that a text states: one known word or a single number 1–5, perhaps after a coloured circle and perhaps
/// followed by a remark (`High (it's new)`, `Medium — already exists`). Ranges such as `Low-Medium`, percentages and
/// unknown words give `None`.
pub(super) fn step(text: &str) -> Option<Step> {
    let (circle, rest) = circle(text.trim());
    let word = leading_word(rest);
    if word.is_empty() {
        return circle;
    }
    let folded: String = fold(word);
    if let Some(number) = number(&folded) {
        return Some(number);
    }
    WORDS
        .iter()
        .find(|(_, words)| words.contains(&folded.as_str()))
        .map(|&(step, _)| step)
}

fn number(word: &str) -> Option<Step> {
    let digit = word.strip_suffix("/5").unwrap_or(word);
    Some(match digit {
        "1" => Step::VeryLow,
        "2" => Step::Low,
        "3" => Step::Medium,
        "4" => Step::High,
        "5" => Step::VeryHigh,
        _ => return None,
    })
}

/// A coloured circle at the start, as a step, and the text behind it.
fn circle(text: &str) -> (Option<Step>, &str) {
    let circles = [
        ("🔴", Step::High),
        ("🟠", Step::High),
        ("🟡", Step::Medium),
        ("🟢", Step::Low),
    ];
    for (sign, step) in circles {
        if let Some(rest) = text.strip_prefix(sign) {
            return (
                Some(step),
                rest.trim_start_matches(['\u{fe0f}', ' ', '\u{a0}']),
            );
        }
    }
    (None, text)
}

/// The text up to a remark: before ` - `, ` — `, `(`, `:`, `,`, `;`, `.` and line ends. Keeps inner hyphens, so that
/// `Low-Medium` stays whole and matches no word.
fn leading_word(text: &str) -> &str {
    let mut end = text.len();
    for separator in [
        " - ", " — ", " – ", "—", "(", "（", ":", "：", ",", "，", "、", ";", ". ", "。", "\n",
        " → ", " -> ",
    ] {
        if let Some(at) = text.find(separator) {
            end = end.min(at);
        }
    }
    text[..end].trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '`' | '.' | '[' | ']' | '"')
    })
}

fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = word
        .nfkc()
        .collect::<String>()
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\u{64b}'..='\u{652}'))
        .collect();
    for noun in [
        " risk",
        " impact",
        " likelihood",
        " probability",
        " severity",
        " priority",
    ] {
        if let Some(word) = folded.strip_suffix(noun) {
            return word.to_owned();
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_remarks() {
        for (text, expected) in [
            ("High", Some(Step::High)),
            ("🔴 High", Some(Step::High)),
            ("🟡", Some(Step::Medium)),
            ("high (it's new)", Some(Step::High)),
            ("Medium — already exists", Some(Step::Medium)),
            ("MED", Some(Step::Medium)),
            ("Very low", Some(Step::VeryLow)),
            ("Critical", Some(Step::VeryHigh)),
            ("4", Some(Step::High)),
            ("中", Some(Step::Medium)),
            ("높음", Some(Step::High)),
            ("عالية", Some(Step::High)),
            ("hoch", Some(Step::High)),
            ("Low-Medium", None),
            ("Low/Medium", None),
            ("~15%", None),
            ("ACCEPTABLE", None),
            ("", None),
            ("صفر", None),
        ] {
            assert_eq!(step(text), expected, "{text}");
        }
    }
}
