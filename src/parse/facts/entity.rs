//! Entities of the data model, their fields and relations.

use super::labels::Labels;
use super::{Context, Reader, clip, is_leftover, says_none, table};
use crate::model::fact::{Entity, Field, Place, Relation};
use crate::model::source::DocumentKind;
use crate::parse::label;
use crate::parse::outline::{Placed, one_line};
use crate::parse::tape::{BlockId, BlockKind};
use crate::parse::topic::{Key, Topic, fold, key};

/// Heads of the first column of a field table.
const FIELD_COLUMNS: &[&str] = &[
    "field",
    "fields",
    "column",
    "name",
    "property",
    "attribute",
    "key",
    "フィールド",
    "フィールド名",
    "カラム",
    "カラム名",
    "属性",
    "プロパティ",
    "項目",
    "項目名",
    "欄位",
    "欄位名稱",
    "屬性",
    "字段",
    "字段名",
    "名稱",
    "필드",
    "필드명",
    "속성",
    "컬럼",
    "feld",
    "spalte",
    "campo",
    "columna",
    "coluna",
    "الحقل",
];

/// Heads of the column of types.
const TYPE_COLUMNS: &[&str] = &[
    "type",
    "型",
    "データ型",
    "類型",
    "型別",
    "資料型別",
    "类型",
    "타입",
    "자료형",
    "유형",
    "typ",
    "tipo",
    "النوع",
    "data type",
    "datatype",
    "c# type",
    "db type",
    "ts type",
    "typescript type",
];

fn add(reader: &mut Reader<'_, '_>, mut entity: Entity, line: u32) -> Place {
    let anchor = reader.claim(None, "entity", reader.facts.entities.len() + 1);
    let place = Place { line, anchor };
    entity.place = place.clone();
    reader.facts.entities.push(entity);
    place
}

/// The name of an entity: without number, `Entity N:`, code marks and remarks.
fn clean(title: &str) -> String {
    let mut name = title.trim();
    name =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '#'));
    let lower = name.to_lowercase();
    for word in [
        "entity",
        "table",
        "model",
        "エンティティ",
        "實體",
        "实体",
        "엔티티",
        "テーブル",
        "資料表",
        "interface",
        "type",
        "enum",
        "struct",
        "class",
    ] {
        if lower.len() == name.len()
            && let Some(rest) = lower.strip_prefix(word)
        {
            let rest = &name[name.len() - rest.len()..];
            let behind = rest
                .trim_start_matches([' ', '#'])
                .trim_start_matches(|c: char| c.is_ascii_digit());
            if let Some(behind) = behind.strip_prefix([':', '：', '-', '—', '–', '.']) {
                name = behind.trim();
            } else if rest.starts_with(' ') && rest.trim_start().starts_with('`') {
                name = rest.trim();
            }
            break;
        }
    }
    // `E2 — Conversation`: the id of the section is no part of the name.
    if let Some(id) = crate::parse::ids::at_start(name, 0)
        && let Some(rest) = ["— ", "– ", "- ", ": "]
            .iter()
            .find_map(|dash| name[id.end..].trim_start().strip_prefix(dash))
    {
        name = rest.trim();
    }
    let end = name
        .find(['(', '（', ':', '：', '→'])
        .filter(|&at| at > 0)
        .or_else(|| name.find(" — "))
        .or_else(|| name.find(" – "))
        .or_else(|| name.find(" - "))
        .unwrap_or(name.len());
    name[..end]
        .trim()
        .trim_matches(['`', '*', '"', '[', ']'])
        .trim()
        .to_owned()
}

/// Headings of a data model that are not entities.
fn is_section(title: &str) -> bool {
    const SECTIONS: &[&str] = &[
        "overview",
        "entities",
        "relationships",
        "indexes",
        "index",
        "migration",
        "migrations",
        "validation rules",
        "validation",
        "state transitions",
        "lifecycle",
        "summary",
        "introduction",
        "schema",
        "database schema",
        "notes",
        "constraints",
        "enums",
        "enumerations",
        "types",
        "diagram",
        "entity relationship diagram",
        "er diagram",
        "erd",
        "data flow",
        "invariants",
        "概要",
        "fields",
        "attributes",
        "queries",
        "examples",
        "example",
        "api",
        "storage",
        "security",
        "performance",
        "references",
        "business rules",
        "derived data",
        "目的",
        "状態遷移",
        "狀態轉移",
        "리소스",
    ];
    SECTIONS.contains(&fold(title).as_str())
}

/// A heading with fields below: a field table, a fence of `name: Type` lines or of a record type, or `**Fields**:`.
pub(super) fn of_heading(reader: &mut Reader<'_, '_>, heading: usize) -> bool {
    let head = &reader.outline.headings[heading];
    let is_model = reader.source.kind == DocumentKind::DataModel;
    let parent_topic = reader.outline.topic(head.parent);
    let under = parent_topic == Some(Topic::Entities);
    let below_models = parent_topic == Some(Topic::DataModels);
    if Some(heading) == reader.outline.title
        || !(is_model || under || below_models)
        || matches!(
            reader.source.kind,
            DocumentKind::Checklist | DocumentKind::Tasks
        )
    {
        return false;
    }
    let (block, line, title, topic, level) = (
        head.block,
        head.line,
        head.title.clone(),
        head.topic,
        head.level,
    );
    if topic.is_some() || is_section(&title) || is_leftover(&title) {
        return false;
    }
    let name = clean(&title);
    if name.is_empty() || name.chars().count() > 60 || name.split_whitespace().count() > 6 {
        return false;
    }
    let run = reader.outline.body(heading).to_vec();
    let labels = Labels::of_run(reader, &run);
    let mut fields = fields(reader, &run, &name, under);
    // Fields may stand below a sub-heading "Fields".
    if fields.is_empty() {
        let sub = (heading + 1..reader.outline.headings.len())
            .take_while(|&index| reader.outline.headings[index].level > level)
            .find(|&index| {
                reader.outline.headings[index].parent == Some(heading)
                    && key(&reader.outline.headings[index].title) == Some(Key::Fields)
            });
        if let Some(sub) = sub {
            let run = reader.outline.body(sub).to_vec();
            fields = self::fields(reader, &run, &name, under);
        }
    }
    if fields.is_empty()
        && let Some(entry) = labels.entry(Key::Fields)
    {
        fields = entry
            .items
            .iter()
            .filter_map(|item| field_line(item))
            .collect();
    }
    let is_entity = !fields.is_empty()
        || under
        || labels.has(Key::Fields)
        || (is_model && labels.has(Key::Purpose) && labels.has(Key::Relationships));
    if !is_entity {
        return false;
    }
    let purpose = labels
        .value(Key::Purpose)
        .or_else(|| labels.value(Key::Description))
        .or_else(|| first_paragraph(reader, &run))
        .map(|text| clip(&text, 400));
    let relations = labels
        .entry(Key::Relationships)
        .map(|entry| {
            let items = if entry.items.is_empty() {
                vec![entry.value.clone()]
            } else {
                entry.items.clone()
            };
            items.iter().filter_map(|item| relation(item)).collect()
        })
        .unwrap_or_default();
    let place = add(
        reader,
        Entity {
            name,
            purpose,
            fields,
            relations,
            place: Place::default(),
        },
        line,
    );
    reader.anchor(block, &place.anchor, line);
    true
}

fn first_paragraph(reader: &Reader<'_, '_>, run: &[Placed]) -> Option<String> {
    let first = run.first()?.block;
    let is_prose = reader.tape.kind(first) == BlockKind::Paragraph
        && label::of_block(reader.tape, first).is_none_or(|found| !found.bold);
    is_prose.then(|| one_line(reader.tape.text(first)))
}

/// The fields of a run: the first field table, fence or list of fields.
fn fields(reader: &Reader<'_, '_>, run: &[Placed], name: &str, under: bool) -> Vec<Field> {
    for (index, placed) in run.iter().enumerate() {
        let found = match reader.tape.kind(placed.block) {
            BlockKind::Table => table_fields(reader, placed.block),
            BlockKind::Code => fence_fields(reader, placed.block, name, under),
            BlockKind::List(_) => {
                let lead = crate::parse::outline::lead_in(reader.tape, run, index);
                if lead.is_some_and(|lead| lead.key == Some(Key::Fields)) {
                    list_fields(reader, placed.block)
                } else {
                    Vec::new()
                }
            }
            _ => Vec::new(),
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn table_fields(reader: &Reader<'_, '_>, block: BlockId) -> Vec<Field> {
    let Some(table) = table::read(reader.tape, block) else {
        return Vec::new();
    };
    let Some(name) = table
        .columns
        .iter()
        .take(2)
        .position(|column| FIELD_COLUMNS.contains(&column.name.as_str()))
    else {
        return Vec::new();
    };
    let type_column = table
        .columns
        .iter()
        .position(|column| TYPE_COLUMNS.contains(&column.name.as_str()));
    if type_column.is_none() && table.columns.len() < 2 {
        return Vec::new();
    }
    let first = &table.columns[name].name;
    if type_column.is_none()
        && !matches!(
            first.as_str(),
            "field"
                | "column"
                | "attribute"
                | "property"
                | "フィールド"
                | "欄位"
                | "字段"
                | "필드"
                | "カラム"
                | "屬性"
                | "属性"
        )
    {
        return Vec::new();
    }
    table
        .rows
        .iter()
        .filter_map(|(_, cells)| {
            let text = table::cell(reader.tape, cells, Some(name));
            let notes: Vec<String> = (0..table.columns.len())
                .filter(|&column| column != name && Some(column) != type_column)
                .map(|column| table::cell(reader.tape, cells, Some(column)))
                .filter(|text| !text.is_empty() && text != "-" && text != "—")
                .collect();
            (!text.is_empty()).then(|| Field {
                name: text.trim_matches(['`', '*']).to_owned(),
                type_name: table::cell(reader.tape, cells, type_column)
                    .trim_matches('`')
                    .to_owned(),
                notes: clip(&notes.join(" · "), 300),
            })
        })
        .collect()
}

fn list_fields(reader: &Reader<'_, '_>, list: BlockId) -> Vec<Field> {
    reader
        .tape
        .children(list)
        .filter_map(|item| reader.item_text(item))
        .filter_map(|text| field_line(&one_line(reader.tape.text(text))))
        .collect()
}

/// `name: Type, constraint`, `name (Type): notes`, `name — notes`.
fn field_line(line: &str) -> Option<Field> {
    let line = line.trim().trim_start_matches(['-', '*', ' ', '`']);
    let name_end = line.find(|c: char| {
        !(c.is_alphanumeric() || matches!(c, '_' | '?' | '.' | '[' | ']' | '$' | '-'))
    })?;
    let name = line[..name_end].trim_end_matches(['?', '-']);
    let rest = line[name_end..].trim_start_matches(['`', '*', ' ']);
    if name.is_empty() || name.chars().count() > 60 {
        return None;
    }
    if let Some(inner) = rest.strip_prefix('(') {
        let close = inner.find(')')?;
        let (type_name, notes) = inner[..close]
            .split_once(',')
            .unwrap_or((&inner[..close], ""));
        let behind = inner[close + 1..].trim_start_matches([':', ' ', '-', '—', '–']);
        let notes = [notes.trim(), behind.trim()]
            .iter()
            .filter(|text| !text.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(" · ");
        return Some(Field {
            name: name.to_owned(),
            type_name: type_name.trim().to_owned(),
            notes: clip(&notes, 300),
        });
    }
    let behind = rest
        .strip_prefix([':', '：'])
        .or_else(|| rest.strip_prefix("—"))
        .or_else(|| rest.strip_prefix("– "))?
        .trim();
    let split = behind
        .find([',', '（', '(', '—', '#'])
        .unwrap_or(behind.len());
    let type_name = behind[..split].trim().trim_matches('`');
    Some(Field {
        name: name.to_owned(),
        type_name: if type_name.chars().count() <= 40 {
            type_name.to_owned()
        } else {
            String::new()
        },
        notes: clip(
            behind[if type_name.chars().count() <= 40 {
                split
            } else {
                0
            }..]
                .trim_matches([',', ' ', ')', '(']),
            300,
        ),
    })
}

/// Fields of a fence: `name: Type` lines, a Rust struct, a TypeScript interface, SQL columns.
fn fence_fields(reader: &Reader<'_, '_>, block: BlockId, name: &str, under: bool) -> Vec<Field> {
    let language = reader
        .tape
        .info(block)
        .split([' ', ',', '{'])
        .next()
        .unwrap_or("")
        .to_ascii_lowercase();
    let code = reader.tape.code(block);
    match language.as_str() {
        "" | "text" | "txt" | "yaml" | "yml" => {
            let fields: Vec<Field> = code
                .lines()
                .filter(|line| !line.trim().is_empty())
                .filter_map(plain_field)
                .collect();
            let lines = code.lines().filter(|line| !line.trim().is_empty()).count();
            if fields.len() * 2 > lines {
                fields
            } else {
                Vec::new()
            }
        }
        "sql" => sql_fields(&code, name, under),
        "rust" | "rs" | "typescript" | "ts" | "tsx" | "python" | "py" | "swift" | "kotlin"
        | "kt" | "go" => record_fields(&code),
        "csharp" | "cs" | "java" | "c#" => code.lines().filter_map(property_field).collect(),
        _ => Vec::new(),
    }
}

fn plain_field(line: &str) -> Option<Field> {
    let line = line.trim();
    let (name, rest) = line.split_once(':')?;
    let name = name.trim();
    let is_name = !name.is_empty()
        && !rest.starts_with(':')
        && name.len() <= 60
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '?' | '.' | '[' | ']'));
    is_name.then(|| {
        let (type_name, notes) = rest.split_once([',', '#']).unwrap_or((rest, ""));
        Field {
            name: name.trim_end_matches('?').to_owned(),
            type_name: type_name.trim().to_owned(),
            notes: notes.trim().to_owned(),
        }
    })
}

/// The columns of the first `CREATE TABLE` whose name is that of the heading; below a heading of entities any name.
fn sql_fields(code: &str, name: &str, under: bool) -> Vec<Field> {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let wanted = letters(name);
    let mut fields = Vec::new();
    let mut inside = false;
    for line in code.lines() {
        let upper = line.to_ascii_uppercase();
        if let Some(at) = upper.find("CREATE TABLE") {
            let rest = line[at + "CREATE TABLE".len()..].trim_start();
            let rest = if rest.len() >= 13
                && rest.is_char_boundary(13)
                && rest[..13].eq_ignore_ascii_case("IF NOT EXISTS")
            {
                &rest[13..]
            } else {
                rest
            };
            let table = letters(rest.split('(').next().unwrap_or(rest));
            let is_wanted = under
                || (!table.is_empty() && (table.contains(&wanted) || wanted.contains(&table)));
            inside = is_wanted && fields.is_empty();
            continue;
        }
        if line.trim_start().starts_with(')') {
            inside = false;
        }
        if inside {
            fields.extend(sql_field(line));
        }
    }
    fields
}

/// `name TYPE constraint` inside CREATE TABLE.
fn sql_field(line: &str) -> Option<Field> {
    let line = line.trim().trim_end_matches(',');
    let mut words = line.split_whitespace();
    let name = words.next()?.trim_matches(['"', '`', '[', ']']);
    let type_name = words.next()?;
    let first = name.to_ascii_uppercase();
    let is_keyword = matches!(
        first.as_str(),
        "CREATE"
            | "PRIMARY"
            | "FOREIGN"
            | "CONSTRAINT"
            | "UNIQUE"
            | "CHECK"
            | "INDEX"
            | "ALTER"
            | "INSERT"
            | "DROP"
            | "ON"
            | "REFERENCES"
            | "ADD"
            | "--"
            | "SELECT"
            | "UPDATE"
            | "FROM"
            | "WHERE"
            | "KEY"
            | "VALUES"
            | "SET"
            | "USING"
            | "WITH"
            | "AND"
            | "OR"
            | "BEGIN"
            | "COMMIT"
    );
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !is_keyword
        && name.starts_with(|c: char| c.is_alphabetic());
    let is_type = type_name.starts_with(|c: char| c.is_ascii_alphabetic())
        && type_name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '(' | ')' | ',' | '[' | ']'));
    (is_name && is_type).then(|| Field {
        name: name.to_owned(),
        type_name: type_name.to_owned(),
        notes: words.collect::<Vec<_>>().join(" "),
    })
}

/// Members of one record type: `pub name: Type,`, `name?: Type;`.
fn record_fields(code: &str) -> Vec<Field> {
    let is_record = ["struct ", "interface ", "type ", "class ", "data class "]
        .iter()
        .any(|word| code.contains(word));
    if !is_record {
        return Vec::new();
    }
    let mut fields = Vec::new();
    let mut inside = false;
    for line in code.lines() {
        let trimmed = line.trim();
        if !inside {
            inside = ["struct ", "interface ", "type ", "class "]
                .iter()
                .any(|word| trimmed.contains(word))
                && (trimmed.ends_with('{') || trimmed.ends_with(':') || trimmed.ends_with('('));
            continue;
        }
        if trimmed.starts_with('}') || trimmed.starts_with(')') {
            break;
        }
        let bare = trimmed
            .trim_start_matches("pub ")
            .trim_start_matches("readonly ")
            .trim_start_matches("var ")
            .trim_start_matches("val ")
            .trim_start_matches("let ");
        let comment = bare.find("//").or_else(|| bare.find(" # "));
        let (declaration, notes) = comment.map_or((bare, ""), |at| {
            (&bare[..at], bare[at..].trim_start_matches(['/', '#', ' ']))
        });
        if let Some(mut field) = plain_field(declaration.trim().trim_end_matches([',', ';'])) {
            if !field.notes.is_empty() {
                field.type_name = format!("{}, {}", field.type_name, field.notes);
            }
            notes.clone_into(&mut field.notes);
            if !field.type_name.is_empty() && !field.name.starts_with("fn") {
                fields.push(field);
            }
        }
    }
    fields
}

/// `public string Name { get; set; }`, `private UUID id;`.
fn property_field(line: &str) -> Option<Field> {
    let line = line.trim();
    let rest = line
        .strip_prefix("public ")
        .or_else(|| line.strip_prefix("private "))?;
    let rest = rest
        .trim_start_matches("required ")
        .trim_start_matches("virtual ")
        .trim_start_matches("final ");
    let end = rest.find(['{', ';', '='])?;
    let (type_name, name) = rest[..end].trim().rsplit_once(' ')?;
    let is_member = !name.contains('(')
        && !type_name.contains("class")
        && !type_name.contains('(')
        && !type_name.contains("record");
    is_member.then(|| Field {
        name: name.to_owned(),
        type_name: type_name.to_owned(),
        notes: String::new(),
    })
}

/// A relation in words: `Belongs to: User`, `User (1) ──< Articles (N)`, `has many Orders`.
fn relation(line: &str) -> Option<Relation> {
    let line = line.trim().trim_matches(['`']);
    let lower = line.to_lowercase();
    for word in [
        "belongs to",
        "has many",
        "has one",
        "has and belongs to many",
        "references",
        "many-to-one",
        "one-to-many",
        "many-to-many",
        "one-to-one",
        "owns",
        "contains",
        "refers to",
    ] {
        if let Some(at) = lower.find(word).filter(|_| lower.len() == line.len()) {
            let rest =
                line[at + word.len()..].trim_start_matches([':', ' ', '*', '`', '→', '-', '>']);
            let rest = rest
                .strip_prefix("with ")
                .or_else(|| rest.strip_prefix("to "))
                .unwrap_or(rest);
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ' ')))
                .unwrap_or(rest.len());
            let name: String = rest[..end]
                .split_whitespace()
                .take(3)
                .collect::<Vec<_>>()
                .join(" ");
            if !name.is_empty() {
                return Some(Relation {
                    to: name,
                    kind: word.to_owned(),
                });
            }
        }
    }
    let (_, to, kind) = drawn(line)?;
    Some(Relation { to, kind })
}

/// `User (1) ──< Articles (N)`, `A → B: one-to-many`, `A 1:N B` as (from, to, kind).
fn drawn(line: &str) -> Option<(String, String, String)> {
    let line = line.trim().trim_matches(['`', '*']);
    let name = |text: &str| {
        let text = text.trim().trim_matches(['`', '*', '[', ']']);
        let end = text
            .find(['(', ':', '：', ',', '.', '—'])
            .unwrap_or(text.len());
        let text = text[..end].trim().trim_matches(['`', '*']);
        (!text.is_empty() && text.chars().count() <= 48 && text.split_whitespace().count() <= 4)
            .then(|| text.to_owned())
    };
    for sign in [
        "──<",
        ">──<",
        "──|<",
        "<──",
        "──>",
        "──→",
        "────",
        "──",
        "→",
        "->",
        "<->",
        "↔",
    ] {
        if let Some((left, right)) = line.split_once(sign) {
            let right = right.trim_start_matches(['─', '>', '<', '|', '→', ' ']);
            let from = name(left.trim_end_matches(['─', ' ', '<', '>']))?;
            let to = name(right)?;
            let kind = right
                .split_once([':', '：'])
                .map(|(_, kind)| kind.trim())
                .filter(|kind| !kind.is_empty() && kind.chars().count() <= 60)
                .map_or_else(
                    || cardinality(left, right, sign),
                    |kind| {
                        kind.split([',', '.', ';'])
                            .next()
                            .unwrap_or(kind)
                            .trim()
                            .to_owned()
                    },
                );
            return Some((from, to, kind));
        }
    }
    for cardinality in [
        " 1:N ", " N:1 ", " 1:1 ", " N:M ", " M:N ", " N:N ", " 1:n ", " n:1 ", " n:m ",
    ] {
        if let Some((left, right)) = line.split_once(cardinality) {
            return Some((name(left)?, name(right)?, cardinality.trim().to_owned()));
        }
    }
    None
}

/// The cardinality that stands in parentheses beside the names.
fn cardinality(left: &str, right: &str, sign: &str) -> String {
    let inner = |text: &str| {
        text.split_once('(')
            .and_then(|(_, rest)| rest.split_once(')'))
            .map(|(inner, _)| inner.trim().to_owned())
            .filter(|inner| inner.len() <= 6)
    };
    match (inner(left), inner(right)) {
        (Some(left), Some(right)) => format!("{left}:{right}"),
        _ if sign.contains("──<") => "1:N".to_owned(),
        _ => "relates to".to_owned(),
    }
}

/// Key entities: `- **Name**: what it is`, `1. Name: what it is`.
pub(super) fn of_list(reader: &mut Reader<'_, '_>, list: BlockId, context: Context<'_>) -> bool {
    if context.topic != Some(Topic::Entities)
        || matches!(
            reader.source.kind,
            DocumentKind::Checklist | DocumentKind::Tasks
        )
    {
        return false;
    }
    // Below one entity's own heading lists hold its fields and rules.
    let is_direct = context
        .lead_in
        .is_some_and(|lead| lead.topic == Some(Topic::Entities))
        || (context.lead_in.is_none_or(|lead| lead.key.is_none())
            && context.heading.is_some_and(|heading| {
                reader.outline.headings[heading].topic == Some(Topic::Entities)
            }));
    if !is_direct {
        return false;
    }
    let items: Vec<BlockId> = reader.tape.children(list).collect();
    let mut found = false;
    for item in items {
        let Some(text) = reader.item_text(item).filter(|_| reader.is_free(item)) else {
            continue;
        };
        let Some(first) = label::of_block(reader.tape, text) else {
            continue;
        };
        let is_named = first.bold || first.colon;
        let name = clean(first.name);
        if !is_named
            || name.is_empty()
            || is_leftover(first.name)
            || says_none(&name)
            || key(&name).is_some()
            || name.chars().count() > 60
        {
            continue;
        }
        let purpose = one_line(first.value.trim_start_matches(['-', '—', '–', ':', ' ']));
        let line = reader.line(item);
        let place = add(
            reader,
            Entity {
                name,
                purpose: Some(clip(&purpose, 400))
                    .filter(|text| !text.is_empty() && !is_leftover(text)),
                ..Entity::default()
            },
            line,
        );
        reader.anchor(item, &place.anchor, line);
        reader.taken[item] = true;
        found = true;
    }
    found
}

/// Relations under a heading or bold line of relationships, added to the entity they start from.
pub(super) fn relations(reader: &mut Reader<'_, '_>) {
    let mut found: Vec<(String, Relation)> = Vec::new();
    for (index, placed) in reader.outline.top.iter().enumerate() {
        let lead = crate::parse::outline::lead_in(reader.tape, &reader.outline.top, index);
        let lead_topic = lead.as_ref().and_then(|lead| lead.topic);
        let is_relations = lead_topic == Some(Topic::Relationships)
            || (lead_topic.is_none()
                && placed.heading.is_some_and(|heading| {
                    reader.outline.headings[heading].topic == Some(Topic::Relationships)
                }));
        if !is_relations {
            continue;
        }
        let lines: Vec<String> = match reader.tape.kind(placed.block) {
            BlockKind::List(_) => reader
                .tape
                .children(placed.block)
                .filter_map(|item| reader.item_text(item))
                .map(|text| one_line(reader.tape.text(text)))
                .collect(),
            BlockKind::Code => reader
                .tape
                .code(placed.block)
                .lines()
                .map(str::to_owned)
                .collect(),
            _ => continue,
        };
        for line in lines {
            if let Some((from, to, kind)) = drawn(&line) {
                found.push((from, Relation { to, kind }));
            }
        }
    }
    for (from, relation) in found {
        if let Some(entity) = reader
            .facts
            .entities
            .iter_mut()
            .find(|entity| entity.name.eq_ignore_ascii_case(&from))
            && !entity.relations.contains(&relation)
        {
            entity.relations.push(relation);
        }
    }
}
