//! User stories.

use super::Reader;
use crate::model::document::SymbolKind;
use crate::model::fact::{Place, Story};
use crate::model::source::DocumentKind;
use crate::parse::key::Key;
use crate::parse::label;
use crate::parse::outline::one_line;
use std::sync::Arc;

/// How a heading names a story, in lower case; the number follows.
const NAMES: &[&str] = &[
    "user story",
    "ユーザーストーリー",
    "使用者故事",
    "用戶故事",
    "用户故事",
    "사용자 스토리",
    "história de usuário",
    "história do usuário",
    "historia de usuario",
    "nutzergeschichte",
    "قصة المستخدم",
    "story",
];

/// The number of a story that a heading names: `User Story 1 - …`, `US2 …`, `Phase 3: User Story 1`.
pub(in crate::parse) fn number_in(title: &str) -> Option<String> {
    story_name(title).map(|(number, _)| number)
}

/// The number and the offset behind it.
fn story_name(title: &str) -> Option<(String, usize)> {
    if !title.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let lower = title.to_lowercase();
    if lower.len() == title.len() {
        for name in NAMES {
            if let Some(at) = lower.find(name) {
                let start = at + name.len();
                let rest = &title[start..];
                let trimmed = rest.trim_start_matches([' ', '#', '-', '\u{a0}']);
                let digits = trimmed
                    .bytes()
                    .take_while(|b| b.is_ascii_digit() || *b == b'.')
                    .count();
                let number = trimmed[..digits].trim_end_matches('.');
                if !number.is_empty() {
                    let end = start + rest.len() - trimmed.len() + number.len();
                    return Some((number.trim_start_matches('0').to_owned(), end));
                }
            }
        }
    }
    let mut from = 0;
    while let Some(id) = crate::parse::ids::find(title, from) {
        if id.family(title) == "US" {
            let number = title[id.number..id.end].trim_start_matches('0').to_owned();
            return (!number.is_empty()).then_some((number, id.end));
        }
        from = id.end;
    }
    None
}

/// A heading that names a story in a document that defines stories.
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    let head = &reader.outline.headings[heading];
    let is_bmad = reader.source.kind == DocumentKind::Story;
    if !reader.source.kind.defines_requirements() && reader.source.kind != DocumentKind::Other {
        return false;
    }
    if Some(heading) == reader.outline.title && !is_bmad {
        return false;
    }
    let Some((number, end)) = story_name(&head.title) else {
        return false;
    };
    // "Acceptance tests for User Story 1" names a story without being one.
    let before = head.title[..end].to_lowercase();
    let starts = NAMES.iter().any(|name| {
        before
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .starts_with(name)
    }) || before
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .starts_with("us");
    if !starts {
        return false;
    }
    let (title, mut priority) = take_priority(&head.title[end..]);
    if super::is_leftover(&title) {
        return false;
    }
    let (block, line) = (head.block, head.line);
    if priority.is_none() {
        let run = reader.outline.body(heading).to_vec();
        priority = super::labels::Labels::of_run(reader, &run)
            .value(Key::Priority)
            .map(|value| value.split([' ', '(']).next().unwrap_or("").to_owned());
    }
    let id = if is_bmad {
        number
    } else {
        format!("US{number}")
    };
    let anchor = reader.claim(Some(&id), "story", reader.facts.stories.len() + 1);
    let place = Place { line, anchor };
    reader.export(&id, SymbolKind::Story, &place, true, &title);
    reader.anchor(block, &place.anchor.clone(), line);
    reader.facts.stories.push(Arc::new(Story {
        id: Some(id),
        title,
        priority,
        place,
    }));
    true
}

/// A title without the priority in parentheses, and the priority.
pub(super) fn take_priority(text: &str) -> (String, Option<String>) {
    let mut title = text
        .trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '-' | '—' | '–' | ':' | '：' | '.' | '、')
        })
        .trim()
        .to_owned();
    let mut priority = None;
    // The last pair of brackets that holds a priority: a remark may stand behind it.
    let brackets: Vec<usize> = title
        .match_indices(['(', '（', '['])
        .map(|(at, _)| at)
        .collect();
    for open in brackets.into_iter().rev() {
        let rest = &title[open..];
        let close = rest.find([')', '）', ']']).map_or(title.len(), |at| {
            open + at + rest[at..].chars().next().map_or(1, char::len_utf8)
        });
        let inner = title[open..close].trim_matches(['(', ')', '（', '）', '[', ']', ' ']);
        let value = inner
            .rsplit([':', '：', ' '])
            .next()
            .unwrap_or(inner)
            .trim();
        let is_level = value.len() == 2
            && value.starts_with(['P', 'p'])
            && value.ends_with(|c: char| c.is_ascii_digit());
        if is_level {
            priority = Some(value.to_uppercase());
            let behind = title[close..].trim().to_owned();
            title.truncate(title[..open].trim_end().len());
            if !behind.is_empty() {
                title.push(' ');
                title.push_str(&behind);
            }
            break;
        }
    }
    let trimmed = title
        .trim()
        .trim_start_matches(['-', '—', '–', ':'])
        .trim()
        .to_owned();
    (trimmed, priority)
}

/// `**User Story:** As a …` of Kiro: a story without an id.
pub(super) fn of_paragraph(reader: &mut Reader<'_, '_>, index: usize) -> bool {
    if !reader.source.kind.defines_requirements() {
        return false;
    }
    let block = reader.outline.top[index].block;
    let Some(found) = label::of_block(reader.tape, block) else {
        return false;
    };
    let name = found.name.to_lowercase();
    if !found.colon || found.value.is_empty() || !NAMES.contains(&name.as_str()) || name == "story"
    {
        return false;
    }
    let title = one_line(found.value);
    if super::is_leftover(&title) {
        return false;
    }
    let line = reader.line(block);
    let anchor = reader.claim(None, "story", reader.facts.stories.len() + 1);
    let place = Place { line, anchor };
    reader.anchor(block, &place.anchor.clone(), line);
    reader.facts.stories.push(Arc::new(Story {
        id: None,
        title,
        priority: None,
        place,
    }));
    true
}
