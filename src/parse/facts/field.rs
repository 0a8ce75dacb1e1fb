//! Fields of entities: in tables, lists and fences.

use super::{Reader, clip, table};
use crate::model::fact::Field;
use crate::parse::key::Key;
use crate::parse::outline::{Placed, one_line};
use crate::parse::tape::{BlockId, BlockKind};

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

/// The fields of a run: the first field table, fence or list of fields.
pub(super) fn fields(
    reader: &Reader<'_, '_>,
    run: &[Placed],
    name: &str,
    under: bool,
) -> Vec<Field> {
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
pub(super) fn field_line(line: &str) -> Option<Field> {
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
        "json" | "jsonc" | "json5" => json_fields(&code, name),
        "sql" => sql_fields(&code, name, under),
        "rust" | "rs" | "typescript" | "ts" | "tsx" | "python" | "py" | "swift" | "kotlin"
        | "kt" | "go" => record_fields(&code),
        "csharp" | "cs" | "java" | "c#" => code.lines().filter_map(property_field).collect(),
        _ => Vec::new(),
    }
}

/// The keys of a JSON object, with the types that a JSON Schema states. An example of a message is no entity.
fn json_fields(code: &str, name: &str) -> Vec<Field> {
    let lower = name.to_lowercase();
    let is_message = [
        "example", "sample", "request", "response", "payload", "message", "config",
    ]
    .iter()
    .any(|word| lower.contains(word));
    if is_message || code.len() > 100_000 {
        return Vec::new();
    }
    // YAML reads JSON and keeps the order of the keys.
    let Ok(serde_yaml::Value::Mapping(object)) = serde_yaml::from_str(code) else {
        return Vec::new();
    };
    let properties = object
        .get("properties")
        .and_then(serde_yaml::Value::as_mapping)
        .unwrap_or(&object);
    properties
        .iter()
        .filter_map(|(key, value)| {
            Some(Field {
                name: key.as_str()?.to_owned(),
                type_name: value
                    .get("type")
                    .and_then(serde_yaml::Value::as_str)
                    .unwrap_or("")
                    .to_owned(),
                notes: value
                    .get("description")
                    .and_then(serde_yaml::Value::as_str)
                    .map_or_else(String::new, |text| clip(&one_line(text), 300)),
            })
        })
        .collect()
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
