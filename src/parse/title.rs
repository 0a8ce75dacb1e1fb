//! Titles: the first heading without the prefix of its kind.

use crate::model::source::Source;

/// Prefixes and whole titles that say what kind of document this is, in lower case.
const KIND_WORDS: &[&str] = &[
    "feature specification",
    "feature spec",
    "specification",
    "spec",
    "feature",
    "implementation plan",
    "plan",
    "technical plan",
    "tasks",
    "task list",
    "task breakdown",
    "implementation tasks",
    "data model",
    "technical research",
    "research",
    "research notes",
    "research & decisions",
    "research findings",
    "quickstart",
    "quick start",
    "quickstart guide",
    "contract",
    "contracts",
    "api contract",
    "api contracts",
    "design",
    "design document",
    "technical design",
    "technical design document",
    "requirements",
    "requirements document",
    "requirement document",
    "proposal",
    "change proposal",
    "change",
    "implementation plan document",
    "plan document",
    "tasks document",
    "implementation",
    "checklist",
    "feature plan",
    "phase 0 research",
    "phase 0",
    "phase 1",
    "delta for",
    "delta",
    "仕様書",
    "機能仕様書",
    "機能仕様",
    "仕様",
    "フィーチャー仕様",
    "実装計画",
    "実装計画書",
    "タスク",
    "タスク一覧",
    "データモデル",
    "リサーチ",
    "調査",
    "クイックスタート",
    "功能規格",
    "功能規格書",
    "功能規格說明",
    "規格",
    "規格書",
    "實作計畫",
    "實作計劃",
    "實作規劃",
    "任務",
    "任務清單",
    "資料模型",
    "研究",
    "研究報告",
    "快速開始",
    "快速入門",
    "功能规格",
    "实施计划",
    "实现计划",
    "任务",
    "数据模型",
    "快速开始",
    "기능 명세",
    "기능 명세서",
    "구현 계획",
    "작업",
    "작업 목록",
    "데이터 모델",
    "연구",
    "빠른 시작",
    "spezifikation",
    "umsetzungsplan",
    "aufgaben",
    "datenmodell",
    "especificação",
    "plano de implementação",
    "tarefas",
    "especificación",
    "tareas",
];

/// A title taken apart.
pub(super) struct Title {
    /// Without the prefix.
    pub(super) text: String,
    /// Whether it says more than what kind of document this is.
    pub(super) names_subject: bool,
}

/// Takes the prefix of a kind off a heading: `Implementation Plan: Gate validation` → `Gate validation`.
pub(super) fn of_heading(heading: &str) -> Title {
    let heading = heading.trim();
    for (at, sign) in heading.char_indices() {
        let separator = match sign {
            ':' | '：' => sign.len_utf8(),
            '-' | '—' | '–'
                if heading[..at].ends_with(' ')
                    && heading[at + sign.len_utf8()..].starts_with(' ') =>
            {
                sign.len_utf8()
            }
            _ => continue,
        };
        let prefix = fold(&heading[..at]);
        let rest = heading[at + separator..].trim();
        if rest.is_empty() {
            continue;
        }
        if is_kind(&prefix) {
            return Title {
                text: rest.to_owned(),
                names_subject: true,
            };
        }
        break;
    }
    Title {
        text: heading.to_owned(),
        names_subject: !is_kind(&fold(heading)) && !heading.is_empty(),
    }
}

fn fold(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
        .replace(" and ", " & ")
}

fn is_kind(folded: &str) -> bool {
    KIND_WORDS.contains(&folded)
        || (folded.ends_with("checklist") && folded.len() < 60)
        || folded.ends_with("チェックリスト")
        || folded.ends_with("檢查清單")
        || folded.ends_with("체크리스트")
}

/// The title that a path gives: the words of the file name, or of the folder for documents with a generic name.
pub(super) fn of_path(source: &Source) -> String {
    let stem = source.inner.stem();
    let words = words(stem);
    if words.is_empty() {
        source.path.name().to_owned()
    } else {
        words
    }
}

/// `field-trial_notes` → `Field trial notes`.
pub(super) fn words(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split(['-', '_', ' ']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        if out.is_empty() {
            let mut characters = word.chars();
            out.extend(characters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(characters.as_str());
        } else {
            out.push_str(word);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_taken_off() {
        for (heading, expected, names) in [
            (
                "Implementation Plan: Gate validation",
                "Gate validation",
                true,
            ),
            ("Specification Quality Checklist: Gates", "Gates", true),
            ("Requirements Document", "Requirements Document", false),
            ("実装計画: 検索", "検索", true),
            ("Gates: how they work", "Gates: how they work", true),
            ("Tasks — Gate validation", "Gate validation", true),
        ] {
            let title = of_heading(heading);
            assert_eq!(
                (title.text.as_str(), title.names_subject),
                (expected, names)
            );
        }
    }
}
