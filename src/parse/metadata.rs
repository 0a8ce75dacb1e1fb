//! The metadata block: labelled lines between the title and the first section, in all their spellings.

use super::key;
use super::label;
use super::note::{Notes, Shape};
use super::outline::{Outline, one_line};
use super::tape::{BlockId, BlockKind, Tape};

/// One entry of a metadata block. Offsets are in the tape's plain text.
pub(super) struct Entry {
    pub(super) block: BlockId,
    pub(super) name: String,
    pub(super) from: usize,
    pub(super) until: usize,
}

/// Names of metadata that need no bold, in lower case.
const NAMES: &[&str] = &[
    "status",
    "created",
    "updated",
    "last updated",
    "date",
    "author",
    "authors",
    "owner",
    "owners",
    "branch",
    "feature",
    "feature branch",
    "version",
    "input",
    "spec",
    "plan",
    "epic",
    "story",
    "priority",
    "reviewers",
    "deciders",
    "tags",
    "parent",
    "related",
    "approved by",
    "feature id",
    "change",
    "change id",
    "type",
    "phase",
    "depends on",
    "dependencies",
    "effort",
    "estimate",
    "source",
    "milestone",
    "issue",
    "prerequisites",
    "input documents",
    "state",
    "stage",
    "language",
    "requirements",
    "scope",
    "constitution",
    "tests",
    "organization",
    "建立日期",
    "狀態",
    "作成日",
    "ステータス",
    "状態",
    "輸入",
    "功能分支",
    "日期",
    "負責人",
    "版本",
    "기능 브랜치",
    "생성일",
    "상태",
    "입력",
    "datum",
    "verantwortlich",
    "erstellt",
    "aktualisiert",
    "autor",
    "zweig",
    "estado",
    "creado",
    "creada",
    "fecha",
    "rama",
    "entrada",
    "criado em",
    "ramo",
    "versão",
    "versión",
    "responsable",
    "responsável",
    "状态",
    "创建日期",
    "创建时间",
    "输入",
    "负责人",
    "更新日期",
    "機能ブランチ",
    "入力",
    "日付",
    "作成者",
    "更新日",
    "バージョン",
    "날짜",
    "작성일",
    "작성자",
    "버전",
    "담당자",
    "الحالة",
    "تاريخ الإنشاء",
    "التاريخ",
    "فرع الميزة",
    "المدخلات",
    "المسؤول",
    "الإصدار",
];

/// Finds the metadata block, hides its blocks from the body and returns its entries in order.
pub(super) fn read(tape: &Tape<'_>, outline: &Outline, notes: &mut Notes) -> Vec<Entry> {
    let mut entries = Vec::new();
    let start = outline.title.map_or(0, |title| {
        outline
            .top
            .iter()
            .position(|placed| placed.block == outline.headings[title].block)
            .map_or(0, |at| at + 1)
    });
    for placed in &outline.top[start..] {
        let block = placed.block;
        match tape.kind(block) {
            BlockKind::Rule if !entries.is_empty() => {
                notes.add(block, Shape::Hidden, "", 0);
                break;
            }
            BlockKind::Rule | BlockKind::Html => {}
            BlockKind::Paragraph => {
                let found = of_paragraph(tape, block);
                if found.is_empty() {
                    if entries.is_empty() {
                        continue;
                    }
                    break;
                }
                notes.add(block, Shape::Hidden, "", 0);
                entries.extend(found);
            }
            BlockKind::List(_) => {
                let found = of_list(tape, block);
                if found.is_empty() {
                    break;
                }
                notes.add(block, Shape::Hidden, "", 0);
                entries.extend(found);
            }
            BlockKind::Quote => {
                let mut found = Vec::new();
                let mut is_whole = true;
                for child in tape.children(block) {
                    let inner = if tape.kind(child) == BlockKind::Paragraph {
                        of_paragraph(tape, child)
                    } else {
                        Vec::new()
                    };
                    is_whole &= !inner.is_empty();
                    found.extend(inner);
                }
                if is_whole && !found.is_empty() {
                    notes.add(block, Shape::Hidden, "", 0);
                    entries.extend(found);
                }
            }
            _ => break,
        }
    }
    entries
}

/// The entries of a paragraph in which every line is labelled or continues the line before; empty otherwise.
fn of_paragraph(tape: &Tape<'_>, block: BlockId) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut start = tape.blocks[block].text.start as usize;
    for (index, line) in tape.text(block).split('\n').enumerate() {
        let end = start + line.len();
        let before = entries.len();
        of_line(tape, block, start, end, &mut entries);
        if entries.len() == before {
            if index == 0 || line.trim().is_empty() {
                return Vec::new();
            }
            if let Some(last) = entries.last_mut() {
                last.until = end;
            }
        }
        start = end + 1;
    }
    entries
}

/// The entries of one line; several are joined by ` | ` or ` · `.
fn of_line(tape: &Tape<'_>, block: BlockId, start: usize, end: usize, entries: &mut Vec<Entry>) {
    let mut at = start;
    let mut first = true;
    while at < end {
        let rest = &tape.plain[at..end];
        let part_end = next_part(tape, at, end);
        let Some(found) = label::of_range(tape, at, part_end).filter(|found| is_metadata(found))
        else {
            if first {
                return;
            }
            // Not a label behind a separator: it belongs to the value before.
            if let Some(last) = entries.last_mut() {
                last.until = part_end;
            }
            at = skip_separator(tape, part_end, end);
            continue;
        };
        let _ = rest;
        first = false;
        entries.push(Entry {
            block,
            name: one_line(found.name),
            from: found.value_at,
            until: part_end.max(found.value_at),
        });
        at = skip_separator(tape, part_end, end);
    }
}

/// The end of the part that starts at `at`: the next separator that is followed by a label.
fn next_part(tape: &Tape<'_>, at: usize, end: usize) -> usize {
    let mut from = at;
    while from < end {
        let text = &tape.plain[from..end];
        let Some((found, length)) = [" | ", " · ", " • ", " ｜ ", "  \u{2003}"]
            .iter()
            .filter_map(|sign| text.find(sign).map(|at| (at, sign.len())))
            .min()
        else {
            return end;
        };
        let behind = from + found + length;
        if label::of_range(tape, behind, end).is_some_and(|found| is_metadata(&found)) {
            return from + found;
        }
        from = behind;
    }
    end
}

fn skip_separator(tape: &Tape<'_>, at: usize, end: usize) -> usize {
    let text = &tape.plain[at..end];
    end - text
        .trim_start_matches([' ', '|', '·', '•', '｜', '\u{2003}'])
        .len()
}

fn is_metadata(found: &label::Label<'_>) -> bool {
    let name = found.name.to_lowercase();
    let is_short = name.chars().count() <= 40 && name.split_whitespace().count() <= 5;
    let is_id =
        crate::parse::ids::at_start(found.name, 0).is_some_and(|id| id.end == found.name.len());
    if !is_short || !found.colon || is_id {
        return false;
    }
    found.bold || NAMES.contains(&name.as_str()) || key::of_label(&name) == Some(key::Key::Status)
}

/// The entries of a list in which every item is labelled and at least half of the names are known or bold.
fn of_list(tape: &Tape<'_>, list: BlockId) -> Vec<Entry> {
    let mut entries = Vec::new();
    for item in tape.children(list) {
        let Some(text) = tape.first_child(item).filter(|&child| {
            tape.kind(child) == BlockKind::Paragraph && tape.next(child).is_none()
        }) else {
            return Vec::new();
        };
        let before = entries.len();
        let range = tape.blocks[text].text.clone();
        of_line(
            tape,
            text,
            range.start as usize,
            range.end as usize,
            &mut entries,
        );
        if entries.len() == before {
            return Vec::new();
        }
    }
    let known = entries
        .iter()
        .filter(|entry| NAMES.contains(&entry.name.to_lowercase().as_str()))
        .count();
    if known * 2 >= entries.len() {
        entries
    } else {
        Vec::new()
    }
}
