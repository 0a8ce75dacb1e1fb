//! Questions: open ones, clarified ones and `[NEEDS CLARIFICATION: …]` markers.

use super::table::{Table, cell};
use super::{Context, Reader, clip, is_leftover, lead, says_none};
use crate::base::diagnostic::Code;
use crate::model::document::SymbolKind;
use crate::model::fact::{Place, Question, QuestionState};
use crate::model::source::DocumentKind;
use crate::parse::key::Key;
use crate::parse::note::{ListClass, Shape};
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind, MarkKind};
use crate::parse::topic::Topic;
use std::sync::Arc;

fn add(
    reader: &mut Reader<'_, '_>,
    id: Option<String>,
    (text, answer): (String, Option<String>),
    state: QuestionState,
    deadline: Option<String>,
    line: u32,
) -> Place {
    let anchor = reader.claim(id.as_deref(), "question", reader.facts.questions.len() + 1);
    let place = Place { line, anchor };
    if let Some(id) = &id {
        reader.export(id, SymbolKind::Question, &place, true, &text);
    }
    reader.facts.questions.push(Arc::new(Question {
        id,
        text: clip(&text, 1200),
        answer: answer.map(|answer| clip(&answer, 1200)),
        state,
        deadline,
        place: place.clone(),
    }));
    place
}

/// Lists of questions under a heading of open, answered or clarified questions.
pub(super) fn of_list(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) -> bool {
    if matches!(reader.source.kind, DocumentKind::Checklist) {
        return false;
    }
    let items: Vec<BlockId> = reader.tape.children(list).collect();
    match context.topic {
        Some(Topic::Clarifications) => {
            let mut found = false;
            for &item in &items {
                found |= clarified(reader, item);
            }
            found
        }
        Some(topic @ (Topic::OpenQuestions | Topic::AnsweredQuestions)) => {
            for &item in &items {
                open(reader, item, topic == Topic::AnsweredQuestions);
            }
            let boxes = items.iter().all(|&item| {
                let note = reader.notes.get(item);
                note.is_some_and(|note| matches!(note.shape, Shape::Check { .. }))
            });
            if boxes && !items.is_empty() {
                reader
                    .notes
                    .add(list, Shape::List(ListClass::Checks), "", 0);
            }
            true
        }
        _ => false,
    }
}

/// `- Q: … → A: …`, perhaps several on one line, or the answer in a sub-item.
fn clarified(reader: &mut Reader<'_, '_>, item: BlockId) -> bool {
    let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
        return false;
    };
    let words = one_line(reader.tape.text(text));
    let pairs = pairs(&words);
    if pairs.is_empty() {
        return false;
    }
    let line = reader.line(item);
    let below = super::labels::Labels::of_item(reader, item);
    for (question, answer) in pairs {
        let answer = answer.or_else(|| below.value(Key::Answer));
        let state = if answer.is_some() {
            QuestionState::Answered
        } else {
            QuestionState::Open
        };
        let id = crate::parse::ids::at_start(&question, 0)
            .filter(|id| matches!(id.family(&question), "Q" | "OQ" | "CL"))
            .map(|id| id.of(&question).to_owned());
        let place = add(reader, id, (question, answer), state, None, line);
        reader.anchor(item, &place.anchor, line);
    }
    reader.taken[item] = true;
    true
}

/// The questions of a line with their answers.
fn pairs(words: &str) -> Vec<(String, Option<String>)> {
    const QUESTION: &[&str] = &[
        "Q:",
        "Q：",
        "**Q**:",
        "Question:",
        "問:",
        "問：",
        "問題：",
        "質問:",
        "質問：",
        "질문:",
        "Frage:",
        "P:",
        "Pergunta:",
    ];
    const ANSWER: &[&str] = &[
        "A:",
        "A：",
        "Answer:",
        "答:",
        "答：",
        "回答:",
        "回答：",
        "答案：",
        "답변:",
        "답:",
        "Antwort:",
        "R:",
        "Resposta:",
    ];
    let Some(first) = QUESTION
        .iter()
        .filter_map(|mark| words.find(mark).filter(|&at| at < 12))
        .min()
    else {
        return Vec::new();
    };
    let mut pairs = Vec::new();
    let mut rest = &words[first..];
    while !rest.is_empty() {
        let Some(mark) = QUESTION.iter().find(|mark| rest.starts_with(**mark)) else {
            break;
        };
        let body = &rest[mark.len()..];
        let next = QUESTION
            .iter()
            .filter_map(|mark| body.find(&format!(" {mark}")).map(|at| at + 1))
            .min()
            .unwrap_or(body.len());
        let one = &body[..next];
        let answer_at = ANSWER
            .iter()
            .filter_map(|mark| {
                let at = one.find(mark)?;
                let before = one[..at].chars().next_back();
                before
                    .is_none_or(|c| !c.is_alphanumeric())
                    .then_some((at, at + mark.len()))
            })
            .min()
            .or_else(|| one.find('→').map(|at| (at, at + '→'.len_utf8())));
        let clean = |text: &str| {
            text.trim_matches(|c: char| {
                c.is_whitespace() || matches!(c, '→' | '*' | '-' | '>' | '—' | '|')
            })
            .to_owned()
        };
        let (question, answer) = answer_at.map_or_else(
            || (clean(one), None),
            |(at, end)| (clean(&one[..at]), Some(clean(&one[end..]))),
        );
        if !question.is_empty() {
            pairs.push((question, answer.filter(|answer| !answer.is_empty())));
        }
        rest = &body[next..];
    }
    pairs
}

/// One item of a list of questions.
fn open(reader: &mut Reader<'_, '_>, item: BlockId, resolved: bool) {
    let Some(text) = reader
        .item_text(item)
        .filter(|_| reader.notes.get(item).is_none())
    else {
        return;
    };
    let range = reader.tape.blocks[text].text.clone();
    let (start, end) = (range.start as usize, range.end as usize);
    let whole = one_line(reader.tape.text(text));
    if whole.is_empty() || says_none(&whole) || is_leftover(&whole) || is_template_item(&whole) {
        return;
    }
    if whole.contains("NEEDS CLARIFICATION:") {
        // The marker itself is the question.
        return;
    }
    if clarified(reader, item) {
        return;
    }
    let found_box = lead::checkbox(reader.tape, text);
    let is_ticked =
        found_box.is_some_and(|found| found.state() == crate::model::fact::TaskState::Done);
    let from = found_box.map_or(start, |found| found.end);
    let lead = lead::lead_id(reader.tape, from, end).filter(|lead| lead.marked);
    let id = lead.as_ref().map(|lead| lead.id.clone());
    let words = lead.as_ref().map_or_else(
        || one_line(&reader.tape.plain[from..end]),
        |lead| {
            let rest = one_line(&reader.tape.plain[lead.text_at..end]);
            match (lead.title.is_empty(), rest.is_empty()) {
                (true, _) => rest,
                (false, true) => lead.title.clone(),
                (false, false) => format!("{}: {rest}", lead.title),
            }
        },
    );
    let labels = super::labels::Labels::of_item(reader, item);
    let is_struck = reader.tape.marks(text).iter().any(|mark| {
        mark.kind == MarkKind::Struck && mark.start as usize <= from + 2 && mark.end > mark.start
    });
    let has_sign = words.starts_with(['✅', '✔', '☑', '✓']);
    let lower = words.to_lowercase();
    let says_resolved = ["resolved", "answered", "closed", "decided"]
        .iter()
        .any(|word| {
            lower.starts_with(word)
                || lower.contains(&format!("({word}"))
                || lower.contains(&format!("**{word}"))
                || lower.contains(&format!(" — {word}"))
                || lower.contains(&format!("→ {word}"))
        });
    let inline_answer = words
        .split_once('→')
        .or_else(|| words.split_once(" -> "))
        .map(|(_, answer)| answer.trim().to_owned())
        .filter(|answer| !answer.is_empty());
    let answer = labels
        .value(Key::Answer)
        .or_else(|| labels.value(Key::Chosen))
        .or(inline_answer);
    let is_answered = resolved
        || is_ticked
        || is_struck
        || has_sign
        || says_resolved
        || (labels.has(Key::Answer) && answer.is_some());
    let asked = match &answer {
        Some(answer) if is_answered => words
            .strip_suffix(answer.as_str())
            .map(|words| words.trim_end_matches([' ', '→', '>', '-', '=']))
            .filter(|asked| !asked.is_empty())
            .unwrap_or(&words),
        _ => &words,
    };
    let question = asked
        .trim_start_matches(['✅', '✔', '☑', '✓', '❓', '⚠', '\u{fe0f}', ' '])
        .to_owned();
    let deadline = labels
        .value(Key::Deadline)
        .and_then(|text| iso_date(&text))
        .or_else(|| deadline(&words));
    let state = if is_answered {
        QuestionState::Answered
    } else {
        QuestionState::Open
    };
    let line = reader.line(item);
    let place = add(
        reader,
        id,
        (question, answer.filter(|_| is_answered)),
        state,
        deadline,
        line,
    );
    match found_box {
        Some(found) => {
            let shape = Shape::Check {
                label: None,
                from: found.end as u32,
                state: found.state(),
            };
            reader.notes.add(item, shape, &place.anchor, line);
        }
        None => reader.anchor(item, &place.anchor, line),
    }
    reader.taken[item] = true;
}

/// `[Question 1]: [Why it matters …]` of the template.
fn is_template_item(text: &str) -> bool {
    text.strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .is_some_and(|(inner, _)| crate::parse::mention::is_placeholder(inner))
}

/// The date by which something must be decided: an ISO date in a text that speaks of a limit.
pub(super) fn deadline(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let speaks = [
        "by ", "deadline", "until", "due", "decide", "before", "期限", "まで", "까지", "bis ",
        "antes",
    ]
    .iter()
    .any(|word| lower.contains(word));
    speaks.then(|| iso_date(text)).flatten()
}

/// The first ISO date of a text.
pub(super) fn iso_date(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(9)).find_map(|at| {
        let part = bytes.get(at..at + 10)?;
        let is_date = part.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        let starts = at == 0 || !bytes[at - 1].is_ascii_digit();
        let ends = !bytes.get(at + 10).is_some_and(u8::is_ascii_digit);
        if !(is_date && starts && ends) {
            return None;
        }
        let date = text.get(at..at + 10)?;
        let month: u32 = date[5..7].parse().ok()?;
        let day: u32 = date[8..10].parse().ok()?;
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| date.to_owned())
    })
}

/// `### Q1: …` under a heading of open questions.
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    let head = &reader.outline.headings[heading];
    let topic = reader.outline.topic(head.parent);
    if head.topic.is_some()
        || !matches!(topic, Some(Topic::OpenQuestions | Topic::AnsweredQuestions))
    {
        return false;
    }
    let (block, line, title) = (head.block, head.line, head.title.clone());
    let range = reader.tape.blocks[block].text.clone();
    let lead = lead::lead_id(reader.tape, range.start as usize, range.end as usize);
    if lead.is_none() && !title.ends_with(['?', '？']) {
        return false;
    }
    let text = lead.as_ref().map_or_else(
        || title.clone(),
        |lead| {
            let rest = one_line(&reader.tape.plain[lead.text_at..range.end as usize]);
            if rest.is_empty() {
                lead.title.clone()
            } else {
                rest
            }
        },
    );
    if is_leftover(&text) || text.is_empty() {
        return false;
    }
    let run = reader.outline.body(heading).to_vec();
    let labels = super::labels::Labels::of_run(reader, &run);
    let answer = labels
        .value(Key::Answer)
        .or_else(|| labels.value(Key::Chosen));
    let status_resolved = labels.value(Key::Status).is_some_and(|status| {
        ["resolved", "answered", "closed", "decided"]
            .iter()
            .any(|word| status.to_lowercase().contains(word))
    });
    let is_answered = topic == Some(Topic::AnsweredQuestions)
        || answer.is_some()
        || status_resolved
        || title.contains(['✅', '✓']);
    let state = if is_answered {
        QuestionState::Answered
    } else {
        QuestionState::Open
    };
    let place = add(
        reader,
        lead.map(|lead| lead.id),
        (text, answer),
        state,
        labels.value(Key::Deadline).and_then(|text| iso_date(&text)),
        line,
    );
    reader.anchor(block, &place.anchor, line);
    true
}

/// Tables of open questions.
pub(super) fn of_table(reader: &mut Reader<'_, '_>, table: &Table, topic: Option<Topic>) -> bool {
    if !matches!(
        topic,
        Some(Topic::OpenQuestions | Topic::AnsweredQuestions | Topic::Clarifications)
    ) {
        return false;
    }
    let column = table
        .column(Key::Question)
        .or_else(|| {
            table.columns.iter().position(|column| {
                column.name.contains("question")
                    || column.name.contains("問")
                    || column.name.contains("질문")
            })
        })
        .or(table
            .columns
            .iter()
            .position(|column| !matches!(column.name.as_str(), "#" | "id" | "no")));
    let answer_column = table
        .column(Key::Answer)
        .or_else(|| table.column(Key::Chosen));
    let status_column = table.column(Key::Status);
    let deadline_column = table.column(Key::Deadline);
    let mut found = false;
    for (row, cells) in &table.rows {
        let text = cell(reader.tape, cells, column);
        if text.is_empty() || says_none(&text) || is_leftover(&text) {
            continue;
        }
        let answer = Some(cell(reader.tape, cells, answer_column))
            .filter(|answer| !answer.is_empty() && !says_none(answer));
        let status = cell(reader.tape, cells, status_column).to_lowercase();
        let is_resolved = ["resolved", "answered", "closed", "decided", "done", "✅"]
            .iter()
            .any(|word| status.contains(word));
        let is_answered = is_resolved
            || topic != Some(Topic::OpenQuestions)
            || (answer.is_some() && !status.contains("open"));
        let first = cell(reader.tape, cells, Some(0));
        let id = crate::parse::ids::at_start(first.trim_matches(['*', '`']), 0)
            .map(|id| id.of(first.trim_matches(['*', '`'])).to_owned());
        let state = if is_answered {
            QuestionState::Answered
        } else {
            QuestionState::Open
        };
        let line = reader.line(*row);
        let place = add(
            reader,
            id,
            (text, answer),
            state,
            iso_date(&cell(reader.tape, cells, deadline_column)),
            line,
        );
        reader.anchor(*row, &place.anchor, line);
        found = true;
    }
    found
}

/// `[NEEDS CLARIFICATION: question]` anywhere in the text, except in checklists.
pub(super) fn clarifications(reader: &mut Reader<'_, '_>) {
    const MARKS: &[&str] = &[
        "[NEEDS CLARIFICATION:",
        "[NEEDS_CLARIFICATION:",
        "[NEEDS CLARIFICATION：",
        "[要澄清:",
        "[要確認:",
    ];
    if reader.source.kind == DocumentKind::Checklist {
        return;
    }
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for mark in MARKS {
        let mut from = 0;
        while let Some(at) = reader.tape.plain[from..].find(mark) {
            let start = from + at;
            let body = &reader.tape.plain[start + mark.len()..];
            let end = body.find(']').map_or(0, |end| start + mark.len() + end);
            from = start + mark.len();
            if end == 0 {
                continue;
            }
            let question = one_line(&reader.tape.plain[start + mark.len()..end]);
            if !question.is_empty()
                && question.len() < 2000
                && !is_template_question(&question)
                && !in_code(reader, start)
            {
                found.push((start, end + 1, question));
            }
        }
    }
    found.sort_unstable();
    for (start, end, question) in found {
        let line = reader.line_at(start);
        let deadline = deadline(&question);
        reader.report(
            Code::OpenClarification,
            (start, end),
            "this clarification is still open",
            "answer the question and remove the marker",
        );
        let place = add(
            reader,
            None,
            (question, None),
            QuestionState::Open,
            deadline,
            line,
        );
        if let Some(block) = block_at(reader, start) {
            reader.anchor(block, &place.anchor, line);
        }
    }
}

fn is_template_question(question: &str) -> bool {
    question.starts_with("specific question")
        || question == "question"
        || question == "…"
        || question == "..."
}

fn in_code(reader: &Reader<'_, '_>, at: usize) -> bool {
    let index = reader
        .tape
        .marks
        .partition_point(|mark| (mark.start as usize) <= at);
    reader.tape.marks[..index]
        .iter()
        .rev()
        .take(8)
        .any(|mark| mark.kind == MarkKind::Code && (mark.end as usize) > at)
}

/// The paragraph or heading whose text holds an offset, or the item or row around it.
fn block_at(reader: &Reader<'_, '_>, at: usize) -> Option<BlockId> {
    let blocks = &reader.tape.blocks;
    let block = blocks
        .partition_point(|block| block.text.start as usize <= at)
        .checked_sub(1)?;
    let parent = reader.tape.parent(block)?;
    match reader.tape.kind(parent) {
        BlockKind::Item | BlockKind::TableRow => Some(parent),
        _ => Some(block),
    }
}
