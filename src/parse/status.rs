//! Status words.

use crate::model::document::StatusValue;

/// Words of each status, in lower case. Within a text the word that stands first wins; at the same place the longest.
const WORDS: &[(StatusValue, &[&str])] = &[
    (
        StatusValue::Draft,
        &[
            "draft",
            "proposed",
            "idea",
            "wip",
            "new",
            "work in progress",
            "草稿",
            "草案",
            "ドラフト",
            "下書き",
            "초안",
            "entwurf",
            "borrador",
            "rascunho",
            "مسودة",
        ],
    ),
    (
        StatusValue::Review,
        &[
            "in review",
            "under review",
            "review",
            "ready for review",
            "clarified",
            "審查中",
            "审查中",
            "レビュー中",
            "검토 중",
            "in prüfung",
            "en revisión",
            "em revisão",
            "قيد المراجعة",
        ],
    ),
    (
        StatusValue::Approved,
        &[
            "approved",
            "accepted",
            "ready",
            "specified",
            "已核准",
            "已批准",
            "核准",
            "承認済み",
            "承認",
            "승인됨",
            "승인",
            "genehmigt",
            "akzeptiert",
            "aprobado",
            "aceptado",
            "aprovado",
            "aceito",
            "جاهز للتنفيذ",
            "معتمد",
        ],
    ),
    (
        StatusValue::Planned,
        &[
            "planned",
            "scheduled",
            "not started",
            "todo",
            "to do",
            "計畫中",
            "已規劃",
            "已规划",
            "計画済み",
            "計画",
            "계획",
            "계획됨",
            "geplant",
            "planificado",
            "planejado",
            "مخطط",
        ],
    ),
    (
        StatusValue::InProgress,
        &[
            "in progress",
            "in-progress",
            "in_progress",
            "active",
            "implementing",
            "building",
            "in development",
            "進行中",
            "实施中",
            "實作中",
            "実装中",
            "진행 중",
            "진행중",
            "in arbeit",
            "en progreso",
            "em andamento",
            "قيد التنفيذ",
        ],
    ),
    (
        StatusValue::Blocked,
        &[
            "blocked",
            "on hold",
            "deferred",
            "paused",
            "暫停",
            "阻塞",
            "保留",
            "보류",
            "blockiert",
            "bloqueado",
        ],
    ),
    (
        StatusValue::Done,
        &[
            "done",
            "complete",
            "completed",
            "implemented",
            "shipped",
            "closed",
            "merged",
            "released",
            "delivered",
            "完了",
            "完成",
            "已完成",
            "已實作",
            "已实现",
            "実装済み",
            "완료",
            "완료됨",
            "구현됨",
            "abgeschlossen",
            "fertig",
            "umgesetzt",
            "completado",
            "implementado",
            "concluído",
            "مكتمل",
            "تم",
        ],
    ),
    (
        StatusValue::Archived,
        &[
            "archived",
            "superseded",
            "deprecated",
            "rejected",
            "withdrawn",
            "retired",
            "obsolete",
            "已封存",
            "已廢棄",
            "已废弃",
            "廃止",
            "보관됨",
            "archiviert",
            "abgelehnt",
            "ersetzt",
            "archivado",
            "arquivado",
            "مؤرشف",
        ],
    ),
];

/// The status of a text by its first known word; `Unknown` when none is known.
pub(super) fn value(text: &str) -> StatusValue {
    let folded = text.to_lowercase();
    let mut best: Option<(usize, std::cmp::Reverse<usize>, StatusValue)> = None;
    for &(value, words) in WORDS {
        for word in words {
            if let Some(at) = find_word(&folded, word) {
                let candidate = (at, std::cmp::Reverse(word.len()), value);
                if best.is_none_or(|known| (candidate.0, candidate.1) < (known.0, known.1)) {
                    best = Some(candidate);
                }
            }
        }
    }
    best.map_or(StatusValue::Unknown, |(_, _, value)| value)
}

/// The first place where `word` stands in `text` with no ASCII letter touching it.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find(word) {
        let at = from + found;
        let end = at + word.len();
        let free = |index: Option<usize>| {
            !index
                .and_then(|index| bytes.get(index))
                .is_some_and(u8::is_ascii_alphanumeric)
        };
        if !word.is_ascii() || (free(at.checked_sub(1)) && free(Some(end))) {
            return Some(at);
        }
        from = end;
    }
    None
}

/// Whether a text is one of the template's choices, such as `[Draft/In Review/Approved]`, rather than a choice made.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('[') && text.ends_with(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_known_word_wins() {
        for (text, expected) in [
            ("Draft", StatusValue::Draft),
            ("✅ APPROVED", StatusValue::Approved),
            ("Draft (revised after review)", StatusValue::Draft),
            ("Superseded by ADR-0007", StatusValue::Archived),
            ("Ready for review", StatusValue::Review),
            ("Not started", StatusValue::Planned),
            ("Work in progress", StatusValue::Draft),
            ("In Progress", StatusValue::InProgress),
            ("incomplete thoughts", StatusValue::Unknown),
            ("已實作", StatusValue::Done),
            ("초안", StatusValue::Draft),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }
}
