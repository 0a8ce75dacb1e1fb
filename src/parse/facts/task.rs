//! Tasks: boxes of task documents, index tables, headings of work packages.

use super::lead::{self, Box};
use super::table::{Table, cell};
use super::{Context, Reader, checkbox, clip};
use crate::model::document::SymbolKind;
use crate::model::fact::{Place, Task, TaskState};
use crate::model::source::DocumentKind;
use crate::parse::ids;
use crate::parse::key::{Key, of_label as key};
use crate::parse::note::Shape;
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind, MarkKind};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// An id of a task: `T001`, `TASK-3`, `WP01`, `1.2`, `1.`, with where the text behind it begins.
pub(super) struct TaskId {
    pub(super) id: String,
    pub(super) end: usize,
    /// Whether it is a number without letters.
    pub(super) positional: bool,
}

/// Whether a family of ids names tasks.
pub(super) fn is_task_family(family: &str) -> bool {
    matches!(
        family,
        "T" | "TASK" | "WP" | "TSK" | "ST" | "BUG" | "PH" | "TT"
    )
}

/// The task id at the start of a stretch of plain text.
fn task_id(reader: &Reader<'_, '_>, start: usize, end: usize) -> Option<TaskId> {
    let text = &reader.tape.plain[start..end];
    let skipped = text.len()
        - text
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '[' | '`'))
            .len();
    let at = start + skipped;
    let plain = &reader.tape.plain[..end];
    if let Some(id) = ids::at_start(plain, at) {
        let family = id.family(plain);
        let is_requirement = matches!(
            family.split('-').next().unwrap_or(""),
            "FR" | "NFR" | "SC" | "AC" | "US" | "CHK" | "REQ" | "UTF" | "SHA"
        );
        if is_requirement {
            return None;
        }
        let rest = &plain[id.end..];
        if let Some((_, behind)) = ids::joint(rest, 0)
            && ids::follower(rest, behind, id.of(plain)).is_some()
        {
            return None;
        }
        return Some(TaskId {
            id: id.of(plain).to_owned(),
            end: behind_id(rest, id.end, end),
            positional: false,
        });
    }
    let digits = plain[at..]
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    let number = plain[at..at + digits].trim_end_matches('.');
    let ends = plain[at + digits..].starts_with([' ', ':', '*', '\n'])
        || (at + digits == end && digits > 0);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .split('.')
            .all(|part| !part.is_empty() && part.len() <= 3)
        && (number.contains('.')
            || plain[at..at + digits].ends_with('.')
            || plain[at + digits..].starts_with(':'));
    (digits > 0 && ends && is_number).then(|| TaskId {
        id: number.to_owned(),
        end: behind_id(&plain[at + digits..], at + digits, end),
        positional: true,
    })
}

/// Whether a box stands for several tasks: `T028–T031 Standardise the widths`. It is one task, and has no id of its own.
fn names_several(reader: &Reader<'_, '_>, start: usize, end: usize) -> bool {
    let plain = &reader.tape.plain[..end];
    let text = plain[start..].trim_start_matches(|c: char| c.is_whitespace() || c == '*');
    let first = ids::at_start(plain, end - text.len());
    first.is_some_and(|id| {
        let behind = ids::joint(&plain[id.end..], 0);
        behind.is_some_and(|(_, at)| ids::follower(&plain[id.end..], at, id.of(plain)).is_some())
            && reader
                .box_ids
                .iter()
                .any(|other| family_of(other) == id.family(plain))
    })
}

/// `T` of `T028`.
fn family_of(id: &str) -> &str {
    id.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn behind_id(rest: &str, at: usize, end: usize) -> usize {
    let trimmed = rest.trim_start_matches(['*', ']', ':', '：', '`', ' ', '\t', '.']);
    let trimmed = ["— ", "– ", "- "]
        .iter()
        .find_map(|dash| trimmed.strip_prefix(dash))
        .unwrap_or(trimmed);
    (at + rest.len() - trimmed.len()).min(end)
}

/// The task ids with which boxes of the document begin.
pub(super) fn ids_of_boxes(reader: &Reader<'_, '_>) -> HashSet<String> {
    if !reader.source.kind.holds_tasks() {
        return HashSet::new();
    }
    let of_item = |item: BlockId| {
        let text = reader.item_text(item)?;
        let found = lead::checkbox(reader.tape, text)?;
        let end = reader.tape.blocks[text].text.end as usize;
        Some(task_id(reader, found.end, end)?.id)
    };
    (0..reader.tape.blocks.len())
        .filter(|&block| reader.tape.kind(block) == BlockKind::Item)
        .filter_map(of_item)
        .collect()
}

/// An anchor for a row or heading that names a task. The box that defines the task gets the anchor of the id itself.
fn claim_restated(reader: &mut Reader<'_, '_>, id: &str) -> String {
    if reader.box_ids.contains(id) {
        return reader.claim(Some(&format!("{id}-2")), "task", 0);
    }
    reader.claim(Some(id), "task", 0)
}

/// Marks in brackets behind the id: `[P]`, `[US1]`, `[Story]`.
struct Tags {
    parallel: bool,
    story: Option<String>,
    words: Vec<String>,
    end: usize,
}

fn tags(reader: &Reader<'_, '_>, mut at: usize, end: usize) -> Tags {
    let mut tags = Tags {
        parallel: false,
        story: None,
        words: Vec::new(),
        end: at,
    };
    loop {
        let text = &reader.tape.plain[at..end];
        let trimmed = text.trim_start_matches([' ', '\t', '*']);
        let start = at + text.len() - trimmed.len();
        let Some(inner) = trimmed
            .strip_prefix('[')
            .and_then(|rest| rest.find(']').map(|close| &rest[..close]))
        else {
            break;
        };
        let word = inner.trim();
        let is_story = story_tag(word);
        let is_tag = !word.is_empty()
            && word.len() <= 24
            && word.chars().all(|c| {
                c.is_alphanumeric() || matches!(c, '-' | '?' | ' ' | ',' | '_' | '+' | '/')
            })
            && (word == "P" || is_story.is_some() || word.chars().any(char::is_uppercase));
        if !is_tag {
            break;
        }
        if word == "P" || word == "P?" {
            tags.parallel = true;
        } else if let Some(story) = is_story {
            tags.story.get_or_insert(story);
        }
        tags.words.push(word.to_owned());
        at = start + inner.len() + 2;
        tags.end = at;
    }
    let rest = &reader.tape.plain[tags.end..end];
    tags.end = end - rest.trim_start_matches([' ', '\t', '*', ':']).len();
    tags
}

/// `US1` of `US1`, `US-1`, `Story 1`; the first of `US1, US2`.
fn story_tag(word: &str) -> Option<String> {
    let first = word.split([',', '+', '/']).next().unwrap_or("").trim();
    let number = first
        .strip_prefix("US")
        .or_else(|| first.strip_prefix("Story"))
        .or_else(|| first.strip_prefix("STORY"))?
        .trim_start_matches(['-', ' ', '_']);
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("US{}", number.trim_start_matches('0')))
}

/// Reads an item with a box as a task. `false` when the box belongs to a checklist.
pub(super) fn of_item(
    reader: &mut Reader<'_, '_>,
    item: BlockId,
    text: BlockId,
    found: Box,
    context: Context<'_>,
    below_task: bool,
) -> bool {
    if !reader.source.kind.holds_tasks() {
        return false;
    }
    let end = reader.tape.blocks[text].text.end as usize;
    let id = task_id(reader, found.end, end);
    let is_task = match &id {
        Some(id) => !id.positional || !checkbox::is_checklist(reader, context.heading),
        None => {
            !below_task
                && (reader.box_ids.is_empty() || names_several(reader, found.end, end))
                && !checkbox::is_checklist(reader, context.heading)
        }
    };
    if !is_task {
        return false;
    }
    add(
        reader,
        item,
        text,
        id,
        found.end,
        (found.state(), mark_text(found.mark)),
        context,
        below_task,
    );
    true
}

/// `- [DEFERRED] T091 …`: a task whose mark is a word; `- [P] T005 …`: a task without a box.
pub(super) fn of_item_without_box(
    reader: &mut Reader<'_, '_>,
    item: BlockId,
    context: Context<'_>,
) -> bool {
    if !reader.source.kind.holds_tasks() {
        return false;
    }
    let Some(text) = reader.item_text(item) else {
        return false;
    };
    let range = reader.tape.blocks[text].text.clone();
    let (start, end) = (range.start as usize, range.end as usize);
    let Some(inner) = reader.tape.plain[start..end]
        .strip_prefix('[')
        .and_then(|rest| rest.find(']').map(|close| rest[..close].to_owned()))
    else {
        return false;
    };
    let behind = start + inner.len() + 2;
    let is_mark = !inner.is_empty()
        && inner.len() <= 16
        && inner
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, ' ' | '-'));
    let Some(id) = task_id(reader, behind, end).filter(|id| is_mark && !id.positional) else {
        return false;
    };
    let state = match inner.as_str() {
        "P" => TaskState::Open,
        "DONE" | "COMPLETE" | "COMPLETED" => TaskState::Done,
        _ => TaskState::Other,
    };
    let mark = if inner == "P" { String::new() } else { inner };
    let from = if mark.is_empty() { start } else { behind };
    add(
        reader,
        item,
        text,
        Some(id),
        from,
        (state, mark.into()),
        context,
        false,
    );
    true
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one line, each read by another function"
)]
fn add(
    reader: &mut Reader<'_, '_>,
    item: BlockId,
    text: BlockId,
    id: Option<TaskId>,
    from: usize,
    (state, mark): (TaskState, Cow<'static, str>),
    context: Context<'_>,
    nested: bool,
) {
    let end = reader.tape.blocks[text].text.end as usize;
    let tags = tags(reader, id.as_ref().map_or(from, |id| id.end), end);
    let line = reader.line(item);
    let id = id.map(|id| id.id);
    let anchor = reader.claim(id.as_deref(), "task", reader.facts.tasks.len() + 1);
    let place = Place { line, anchor };
    let words = one_line(&reader.tape.plain[tags.end..end]);
    let below = below_text(reader, item);
    let (mut requirements, depends_on) = tied_ids(&words, &below);
    for tag in tags.words.iter().filter(|tag| tag.contains('-')) {
        add_new(
            &mut requirements,
            ids::expanded(tag).into_iter().filter(|id| is_no_task(id)),
        );
    }
    let story = tags
        .story
        .clone()
        .or_else(|| story_of_heading(reader, context.heading));
    if let Some(id) = &id {
        reader.export(id, SymbolKind::Task, &place, true, &words);
    }
    reader.notes.add(
        item,
        Shape::Task {
            label: id.clone(),
            from: tags.end as u32,
            state,
            tags: tags.words.clone(),
        },
        &place.anchor,
        line,
    );
    reader.taken[item] = true;
    let files = files(reader, item);
    reader.facts.tasks.push(Arc::new(Task {
        id,
        text: clip(&words, 2000),
        state,
        mark,
        phase: phase(reader, context.heading),
        story,
        parallel: tags.parallel,
        requirements,
        depends_on,
        files,
        place,
        defines: true,
        nested,
    }));
}

/// Lines of plain text below an item that belong to it: sub-items without a box of their own, further paragraphs.
fn below_text(reader: &Reader<'_, '_>, item: BlockId) -> Vec<String> {
    let mut lines = Vec::new();
    for child in reader.tape.children(item).skip(1) {
        match reader.tape.kind(child) {
            BlockKind::Paragraph => lines.push(one_line(reader.tape.text(child))),
            BlockKind::List(_) => {
                for sub in reader.tape.children(child) {
                    if let Some(text) = reader.item_text(sub)
                        && lead::checkbox(reader.tape, text).is_none()
                    {
                        lines.push(one_line(reader.tape.text(text)));
                    }
                }
            }
            _ => {}
        }
    }
    lines
}

/// Ids of requirements and of tasks that must come first, from a task's line and the lines below it.
fn tied_ids(words: &str, below: &[String]) -> (Vec<String>, Vec<String>) {
    let mut depends_on = Vec::new();
    let mut requirements = Vec::new();
    let (own, tied) = split_dependencies(words);
    add_new(
        &mut depends_on,
        ids::expanded(&tied).into_iter().chain(positional(&tied)),
    );
    add_new(&mut requirements, ids::expanded(&own).into_iter());
    for line in below {
        let (label, value) = line.split_once([':', '：']).unwrap_or(("", line));
        match key(label) {
            Some(Key::DependsOn) => {
                add_new(
                    &mut depends_on,
                    ids::expanded(value).into_iter().chain(positional(value)),
                );
            }
            Some(Key::Requirements) => {
                add_new(
                    &mut requirements,
                    ids::expanded(value).into_iter().chain(positional(value)),
                );
            }
            _ => {
                let (own, tied) = split_dependencies(line);
                add_new(&mut depends_on, ids::expanded(&tied).into_iter());
                add_new(&mut requirements, ids::expanded(&own).into_iter());
            }
        }
    }
    requirements.retain(|id| is_no_task(id));
    (requirements, depends_on)
}

/// Whether an id in a task may be that of a requirement.
fn is_no_task(id: &str) -> bool {
    let family: &str = id
        .split(|c: char| c == '-' || c == '_' || c.is_ascii_digit())
        .next()
        .unwrap_or("");
    !matches!(
        family,
        "T" | "TASK" | "WP" | "US" | "P" | "CHK" | "UTF" | "SHA" | "ISO" | "H"
    )
}

fn add_new(list: &mut Vec<String>, ids: impl Iterator<Item = String>) {
    for id in ids {
        if !list.contains(&id) {
            list.push(id);
        }
    }
}

/// A text without its dependency clauses, and these clauses: `(depends on T010, T011)`, `after T010`,
/// `blocked by T003`, `requires T001`, `Deps: WP02`.
fn split_dependencies(text: &str) -> (String, String) {
    const CLAUSES: &[&str] = &[
        "depends on",
        "depend on",
        "depends:",
        "depends：",
        "dependencies:",
        "deps:",
        "blocked by",
        "requires t",
        "requires wp",
        "after t",
        "after wp",
        "needs t",
        "依存:",
        "依存：",
        "依存関係:",
        "依賴",
        "相依",
        "依赖",
        "前置",
        "의존",
    ];
    let lower = text.to_ascii_lowercase();
    let may_depend = !text.is_ascii()
        || ["dep", "blocked by", "requires ", "after ", "needs "]
            .iter()
            .any(|word| lower.contains(word));
    if !may_depend {
        return (text.to_owned(), String::new());
    }
    let mut own = String::new();
    let mut tied = String::new();
    let mut at = 0;
    while at < text.len() {
        let next = CLAUSES
            .iter()
            .filter_map(|clause| find_clause(&lower, at, clause).map(|found| (found, *clause)))
            .min();
        let Some((start, clause)) = next else {
            break;
        };
        own.push_str(&text[at..start]);
        let rest = &text[start..];
        let end = rest
            .char_indices()
            .skip(clause.chars().count().saturating_sub(2))
            .find(|&(index, c)| {
                matches!(c, ')' | '）' | ';' | '；' | '。' | '|')
                    || (c == '.' && rest[index + 1..].starts_with(' '))
            })
            .map_or(rest.len(), |(index, _)| index);
        tied.push_str(&rest[..end]);
        tied.push(' ');
        at = start + end.max(1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    own.push_str(text.get(at..).unwrap_or(""));
    (own, tied)
}

/// The next place of a clause in a text in lower case. "after t" is one only before a number: "after T010", not "after
/// thirty days".
fn find_clause(lower: &str, from: usize, clause: &str) -> Option<usize> {
    let names_task = clause.ends_with(" t") || clause.ends_with(" wp");
    let mut at = from;
    while let Some(found) = lower.get(at..)?.find(clause) {
        let start = at + found;
        let end = start + clause.len();
        if !names_task || lower.as_bytes().get(end).is_some_and(u8::is_ascii_digit) {
            return Some(start);
        }
        at = end;
    }
    None
}

/// Numbers such as `1.2` of a list of ids: `_Requirements: 1.1, 2.3_`. Numbers among words ("Phase 2") are none.
fn positional(list: &str) -> Vec<String> {
    list.split([',', '、', '，', ';', '；', '&'])
        .map(|part| {
            part.trim_matches(|c: char| {
                c.is_whitespace() || matches!(c, '_' | '*' | '(' | ')' | '[' | ']' | '.' | '`')
            })
        })
        .filter(|part| {
            !part.is_empty()
                && part.len() <= 9
                && part.starts_with(|c: char| c.is_ascii_digit())
                && part.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        })
        .map(str::to_owned)
        .collect()
}

/// A mark as text. Nearly all marks are one of these, and portfolios hold a great many.
fn mark_text(mark: char) -> Cow<'static, str> {
    match mark {
        ' ' => " ".into(),
        'x' => "x".into(),
        'X' => "X".into(),
        _ => mark.to_string().into(),
    }
}

/// The heading of the phase: the nearest that reads as one, else the nearest second-level heading.
fn phase(reader: &Reader<'_, '_>, heading: Option<usize>) -> Option<Arc<str>> {
    let chain: Vec<_> = reader.outline.chain(heading).collect();
    chain
        .iter()
        .find(|heading| heading.is_phase)
        .or_else(|| chain.iter().find(|heading| heading.level == 2))
        .or_else(|| chain.iter().find(|heading| heading.level > 1))
        .map(|heading| {
            let before = reader.facts.tasks.last();
            before
                .and_then(|task| task.phase.clone())
                .filter(|known| **known == *heading.title)
                .unwrap_or_else(|| heading.title.as_str().into())
        })
}

/// `Phase 1: Setup`, `フェーズ 2`, `階段 3`, `1. Group`, `WP01 — T`.
pub(in crate::parse) fn is_phase(title: &str) -> bool {
    let lower = title.to_lowercase();
    let bare = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    [
        "phase",
        "フェーズ",
        "階段",
        "阶段",
        "단계",
        "fase",
        "wp",
        "milestone",
        "sprint",
        "stage",
        "group",
        "wave",
    ]
    .iter()
    .any(|word| bare.starts_with(word))
}

/// `US1` from a heading such as `Phase 3: User Story 1 - …`.
fn story_of_heading(reader: &Reader<'_, '_>, heading: Option<usize>) -> Option<String> {
    reader
        .outline
        .chain(heading)
        .find_map(|heading| heading.story.as_deref())
        .map(|number| format!("US{number}"))
}

/// Paths in code spans.
fn files(reader: &Reader<'_, '_>, item: BlockId) -> Vec<String> {
    let mut files: Vec<String> = Vec::new();
    let mut paragraphs: Vec<BlockId> = Vec::new();
    for child in reader.tape.children(item) {
        match reader.tape.kind(child) {
            BlockKind::Paragraph => paragraphs.push(child),
            BlockKind::List(_) => paragraphs.extend(
                reader
                    .tape
                    .children(child)
                    .filter_map(|sub| reader.item_text(sub))
                    .filter(|&text| lead::checkbox(reader.tape, text).is_none()),
            ),
            _ => {}
        }
    }
    for paragraph in paragraphs {
        for mark in reader.tape.marks(paragraph) {
            if mark.kind == MarkKind::Code {
                let code = reader.tape.plain[mark.start as usize..mark.end as usize].trim();
                if is_path(code) && !files.iter().any(|file| file == code) {
                    files.push(code.to_owned());
                }
            }
        }
    }
    files
}

/// Whether a code span reads as a path: no blanks, a slash or an extension of letters, and no sign of code.
pub(crate) fn is_path(code: &str) -> bool {
    let has_extension = code.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (1..=10).contains(&extension.len())
            && extension.bytes().all(|b| b.is_ascii_alphanumeric())
            && extension.bytes().any(|b| b.is_ascii_lowercase())
            && !stem.ends_with(')')
    });
    let is_clean = !code.is_empty()
        && code.len() <= 200
        && !code.contains(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '(' | ')' | '=' | '"' | '\'' | '|' | '<' | '>' | ';' | ',' | '$' | '`'
                )
        })
        && !code.contains("://")
        && !code.starts_with(['-', '@', '#']);
    let has_folder = code.contains('/')
        && !code.starts_with('/')
        && code.bytes().any(|b| b.is_ascii_alphabetic());
    let is_known_name = has_extension && !code.contains('/') && is_file_name(code);
    is_clean
        && ((has_folder
            && (has_extension || code.ends_with('/') || code.matches('/').count() >= 2))
            || is_known_name)
}

/// Whether a bare `name.ext` is a file rather than `object.method`.
fn is_file_name(name: &str) -> bool {
    const EXTENSIONS: &[&str] = &[
        "md", "rs", "ts", "tsx", "js", "jsx", "mjs", "py", "go", "java", "kt", "swift", "cs",
        "cpp", "h", "c", "rb", "php", "json", "yaml", "yml", "toml", "sql", "sh", "html", "css",
        "scss", "vue", "svelte", "proto", "graphql", "xml", "txt", "lock", "csproj", "ini",
    ];
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

/// `### T001 — text` and `## WP01 — text`: the place where a task is described.
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    if !matches!(
        reader.source.kind,
        DocumentKind::Tasks | DocumentKind::WorkPackage
    ) {
        return false;
    }
    let block = reader.outline.headings[heading].block;
    let range = reader.tape.blocks[block].text.clone();
    let (start, end) = (range.start as usize, range.end as usize);
    let Some(id) = task_id(reader, start, end).filter(|id| !id.positional) else {
        return false;
    };
    let family = id
        .id
        .trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase())
        .trim_end_matches('-');
    if !is_task_family(family) {
        return false;
    }
    let run = reader.outline.body(heading).to_vec();
    let labels = super::labels::Labels::of_run(reader, &run);
    let tags = tags(reader, id.end, end);
    let line = reader.line(block);
    let anchor = claim_restated(reader, &id.id);
    let place = Place { line, anchor };
    let words = one_line(&reader.tape.plain[tags.end..end]);
    let state_text = labels.value(Key::Status).unwrap_or_default();
    reader.export(&id.id, SymbolKind::Task, &place, false, &words);
    reader.anchor(block, &place.anchor.clone(), line);
    let mut requirements = ids::expanded(&labels.value(Key::Requirements).unwrap_or_default());
    requirements.retain(|id| !id.starts_with('T'));
    reader.facts.tasks.push(Arc::new(Task {
        id: Some(id.id),
        text: words,
        state: state_of(&state_text),
        mark: state_text.into(),
        phase: None,
        story: tags.story,
        parallel: tags.parallel,
        requirements,
        depends_on: labels
            .value(Key::DependsOn)
            .map(|value| ids::expanded(&value))
            .unwrap_or_default(),
        files: Vec::new(),
        place,
        defines: false,
        nested: false,
    }));
    true
}

/// The state that a status text gives a task.
fn state_of(text: &str) -> TaskState {
    use crate::model::document::StatusValue;
    if text.contains(['✅', '✓', '☑']) || text.trim().eq_ignore_ascii_case("[x]") {
        return TaskState::Done;
    }
    match crate::parse::status::value(text) {
        StatusValue::Done => TaskState::Done,
        StatusValue::Blocked | StatusValue::Archived => TaskState::Other,
        _ => TaskState::Open,
    }
}

/// `| T001 | … |`: an index of tasks.
pub(super) fn of_table(reader: &mut Reader<'_, '_>, table: &Table, heading: Option<usize>) -> bool {
    if !matches!(
        reader.source.kind,
        DocumentKind::Tasks | DocumentKind::WorkPackage
    ) {
        return false;
    }
    let id_column = 0;
    let is_index = table.rows.iter().filter(|(_, cells)| {
        cells.first().is_some_and(|&cell| {
            let range = &reader.tape.blocks[cell].text;
            task_id(reader, range.start as usize, range.end as usize).is_some_and(|id| {
                !id.positional
                    && id.end + 2 >= range.end as usize
                    && is_task_family(
                        id.id
                            .trim_end_matches(|c: char| {
                                c.is_ascii_digit() || c.is_ascii_lowercase()
                            })
                            .trim_end_matches('-'),
                    )
            })
        })
    });
    if is_index.count() * 2 < table.rows.len() {
        return false;
    }
    let text_column = table
        .columns
        .iter()
        .position(|column| {
            [
                "task",
                "description",
                "title",
                "subject",
                "what",
                "タスク",
                "内容",
                "任務",
                "說明",
                "描述",
                "작업",
                "work package",
                "name",
            ]
            .iter()
            .any(|name| column.name == *name)
        })
        .filter(|&column| column != id_column)
        .unwrap_or(1);
    let status_column = table
        .column(Key::Status)
        .or_else(|| table.named(&["done", "✓"]));
    let parallel_column = table.named(&["parallel", "p", "[p]", "parallel?", "∥"]);
    let story_column = table.named(&["story", "us", "user story"]);
    let depends_column = table.column(Key::DependsOn);
    let requirements_column = table.column(Key::Requirements);
    for (row, cells) in &table.rows {
        let first = cell(reader.tape, cells, Some(id_column));
        let Some(id) = ids::at_start(first.trim_matches(['*', '`', '[', ']', ' ']), 0).map(|id| {
            id.of(first.trim_matches(['*', '`', '[', ']', ' ']))
                .to_owned()
        }) else {
            continue;
        };
        let line = reader.line(*row);
        let anchor = claim_restated(reader, &id);
        let place = Place { line, anchor };
        let text = cell(reader.tape, cells, Some(text_column));
        let status = cell(reader.tape, cells, status_column);
        let parallel = cell(reader.tape, cells, parallel_column);
        reader.export(&id, SymbolKind::Task, &place, false, &text);
        reader.anchor(*row, &place.anchor.clone(), line);
        let mut requirements = ids::expanded(&cell(reader.tape, cells, requirements_column));
        requirements.retain(|id| !id.starts_with('T'));
        let phase = phase(reader, heading);
        reader.facts.tasks.push(Arc::new(Task {
            id: Some(id),
            text,
            state: state_of(&status),
            mark: status.into(),
            phase,
            story: story_tag(&cell(reader.tape, cells, story_column)),
            parallel: first.contains("[P]")
                || matches!(
                    parallel.to_lowercase().as_str(),
                    "[p]" | "p" | "yes" | "✓" | "✅" | "y" | "x"
                ),
            requirements,
            depends_on: ids::expanded(&cell(reader.tape, cells, depends_column)),
            files: Vec::new(),
            place,
            defines: false,
            nested: false,
        }));
    }
    true
}
