//! Protocol Buffers, syntax 2 and 3 and editions: messages, enumerations and services.

use super::pen::Pen;
use super::token::{Comments, Cursor, Kind, Token, tokens};
use super::{Read, slug};
use crate::base::markup::escape_into;
use crate::model::contract::{
    Contract, Group, Language, Member, Need, Operation, Payload, Response, Shape, TypeDefinition,
};
use std::collections::HashMap;

/// Messages inside messages are read down to this depth.
const MAX_DEPTH: usize = 16;
/// Names longer than this are not looked up.
const MAX_NAME: usize = 400;

/// The state of reading one file.
struct Reader<'p, 's> {
    pen: &'p mut Pen<'s>,
    /// Index and anchor of each type by its full name without the package.
    types: HashMap<String, (u32, String)>,
    definitions: Vec<TypeDefinition>,
    groups: Vec<Group>,
    operations: Vec<Operation>,
}

/// Reads a file. Texts that hold no message, enumeration or service stay without a page of their own.
pub(super) fn read(pen: &mut Pen<'_>, read: &mut Read) {
    let source = pen.source;
    let tokens = tokens(&source.text, Comments::Slashes);
    let mut cursor = Cursor {
        tokens: &tokens,
        at: 0,
    };
    let mut reader = Reader {
        pen,
        types: HashMap::new(),
        definitions: Vec::new(),
        groups: Vec::new(),
        operations: Vec::new(),
    };
    reader.register(&tokens);
    let mut edition = String::new();
    let mut package = None;
    let mut prose = None;
    while let Some(token) = cursor.peek() {
        let text = description(&mut cursor);
        if token.kind == Kind::Comment && token.line == 1 {
            prose.clone_from(&text);
        }
        let Some(word) = cursor.word() else {
            if cursor.sees("{") {
                cursor.skip_brackets();
            } else {
                cursor.next();
            }
            continue;
        };
        match word.text {
            "syntax" | "edition" => {
                cursor.takes("=");
                if let Some(token) = cursor.peek().filter(|token| token.kind == Kind::Text) {
                    token.text.clone_into(&mut edition);
                }
                skip_statement(&mut cursor);
            }
            "package" => {
                package = cursor.word().map(|name| name.text.to_owned());
                skip_statement(&mut cursor);
            }
            "message" | "enum" => reader.definition(&mut cursor, word.text, "", text, 0),
            "service" => reader.service(&mut cursor, text),
            "extend" => {
                cursor.word();
                if cursor.sees("{") {
                    cursor.skip_brackets();
                }
            }
            _ => skip_statement(&mut cursor),
        }
    }
    let Reader {
        definitions,
        groups,
        operations,
        ..
    } = reader;
    if definitions.is_empty() && operations.is_empty() {
        return;
    }
    pen.at(1, "");
    read.summary = prose
        .as_deref()
        .and_then(|text| text.lines().next())
        .map(str::to_owned);
    read.contract = Some(Contract {
        language: Language::Proto,
        edition,
        title: None,
        version: package,
        prose: prose.and_then(|text| pen.prose(&text, 2)),
        servers: Vec::new(),
        schemes: Vec::new(),
        security: Vec::new(),
        groups,
        operations,
        types: definitions,
    });
}

/// Skips to behind the next semicolon, or behind the brackets that come first.
fn skip_statement(cursor: &mut Cursor<'_, '_>) {
    while let Some(token) = cursor.peek() {
        match (token.kind, token.text) {
            (Kind::Sign, ";") => {
                cursor.at += 1;
                return;
            }
            (Kind::Sign, "{") => {
                cursor.skip_brackets();
                cursor.takes(";");
                return;
            }
            (Kind::Sign, "}") => return,
            _ => cursor.at += 1,
        }
    }
}

/// The comments right above what comes next; `None` when there are none.
fn description(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    let from = cursor.at;
    while cursor
        .peek()
        .is_some_and(|token| token.kind == Kind::Comment)
    {
        cursor.at += 1;
    }
    let mut run = &cursor.tokens[from..cursor.at];
    if let Some(before) = from.checked_sub(1).map(|at| cursor.tokens[at].line) {
        // A remark at the end of the line before belongs there.
        while run.first().is_some_and(|first| first.line == before) {
            run = &run[1..];
        }
    }
    if run.is_empty() {
        None
    } else {
        Some(comment(run))
    }
}

fn comment(run: &[Token<'_>]) -> String {
    let lines: Vec<&str> = run
        .iter()
        .flat_map(|token| token.text.lines())
        .map(|line| line.trim().trim_start_matches(['*', '/']).trim())
        .collect();
    lines.join("\n").trim().to_owned()
}

/// The remark at the end of the line of a token that was just read.
fn remark(cursor: &Cursor<'_, '_>, line: u32) -> Option<String> {
    let token = cursor
        .peek()
        .filter(|token| token.kind == Kind::Comment && token.line == line)?;
    Some(comment(&[token]))
}

impl Reader<'_, '_> {
    /// Finds the names of all types, so that fields can refer to later ones.
    fn register(&mut self, tokens: &[Token<'_>]) {
        // The names of the messages around, with the depth of their brackets.
        let mut open: Vec<(u32, String)> = Vec::new();
        let mut depth = 0_u32;
        let mut is_start = true;
        for (at, token) in tokens.iter().enumerate() {
            match (token.kind, token.text) {
                (Kind::Comment, _) => continue,
                (Kind::Sign, "{") => depth += 1,
                (Kind::Sign, "}") => {
                    depth = depth.saturating_sub(1);
                    while open.last().is_some_and(|(of, _)| *of >= depth) {
                        open.pop();
                    }
                }
                (Kind::Word, "message" | "enum") if is_start => {
                    let name = tokens.get(at + 1).filter(|next| next.kind == Kind::Word);
                    let opens = tokens.get(at + 2).is_some_and(|next| next.text == "{");
                    if let Some(name) = name.filter(|name| {
                        opens && name.text.len() <= MAX_NAME && open.len() < MAX_DEPTH
                    }) {
                        let scope = open.last().map_or("", |(_, name)| name.as_str());
                        let full = qualified(scope, name.text);
                        let keyword = if token.text == "enum" {
                            "enum"
                        } else {
                            "message"
                        };
                        self.add(&full, keyword, name.line);
                        open.push((depth, full));
                    }
                }
                _ => {}
            }
            is_start = matches!(token.text, "{" | "}" | ";");
        }
    }

    fn add(&mut self, full: &str, keyword: &'static str, line: u32) {
        if self.types.contains_key(full) {
            return;
        }
        let anchor = self.pen.names.claim(&format!("schema-{}", slug(full)), 2);
        let index = self.definitions.len() as u32;
        self.types.insert(full.to_owned(), (index, anchor.clone()));
        self.definitions.push(TypeDefinition {
            name: full.to_owned(),
            anchor,
            line,
            keyword,
            deprecated: false,
            shape: Shape::default(),
            examples: Vec::new(),
        });
    }

    /// A message or enumeration with all that it holds; the cursor stands behind its keyword.
    fn definition(
        &mut self,
        cursor: &mut Cursor<'_, '_>,
        keyword: &str,
        scope: &str,
        text: Option<String>,
        depth: usize,
    ) {
        let Some(name) = cursor.word() else {
            skip_statement(cursor);
            return;
        };
        let full = qualified(scope, name.text);
        let known = self.types.get(&full).cloned();
        let Some((index, anchor)) = known.filter(|_| cursor.sees("{") && depth < MAX_DEPTH) else {
            skip_statement(cursor);
            return;
        };
        self.pen.at(name.line, &anchor);
        let mut shape = Shape {
            prose: text.and_then(|text| self.pen.prose(&text, 4)),
            ..Shape::default()
        };
        escape_into(&mut shape.written.html, keyword);
        cursor.takes("{");
        self.fields(cursor, keyword, &full, &mut shape, depth);
        self.definitions[index as usize].shape = shape;
    }

    /// What stands between the brackets of a message, an enumeration or a `oneof`.
    fn fields(
        &mut self,
        cursor: &mut Cursor<'_, '_>,
        keyword: &str,
        scope: &str,
        shape: &mut Shape,
        depth: usize,
    ) {
        loop {
            let text = description(cursor);
            if cursor.takes("}") {
                return;
            }
            let Some(token) = cursor.peek() else {
                return;
            };
            let next = cursor
                .tokens
                .get(cursor.at + 1)
                .map_or("", |next| next.text);
            match token.text {
                "message" | "enum" if next != "=" => {
                    cursor.at += 1;
                    self.definition(cursor, token.text, scope, text, depth + 1);
                }
                "oneof" if keyword == "message" => {
                    cursor.at += 1;
                    cursor.word();
                    if cursor.takes("{") && depth < MAX_DEPTH {
                        self.fields(cursor, "oneof", scope, shape, depth + 1);
                    }
                }
                "option" | "reserved" | "extensions" | "extend" if next != "=" => {
                    cursor.at += 1;
                    skip_statement(cursor);
                }
                _ if keyword == "enum" => self.value(cursor, text, shape),
                _ => self.field(cursor, keyword, scope, text, shape),
            }
        }
    }

    /// `NAME = 1;` of an enumeration.
    fn value(&mut self, cursor: &mut Cursor<'_, '_>, text: Option<String>, shape: &mut Shape) {
        let Some(name) = cursor.word() else {
            cursor.next();
            return;
        };
        let number = number(cursor);
        let deprecated = options(cursor);
        end(cursor);
        let text = text.or_else(|| remark(cursor, name.line));
        self.pen.at(name.line, "");
        shape.members.push(Member {
            name: name.text.to_owned(),
            place: number,
            need: Need::Choice,
            deprecated,
            access: None,
            shape: Shape {
                prose: text.and_then(|text| self.pen.phrase(&text)),
                ..Shape::default()
            },
        });
    }

    /// `repeated Type name = 1 [options];`, `map<K, V> name = 2;`
    fn field(
        &mut self,
        cursor: &mut Cursor<'_, '_>,
        keyword: &str,
        scope: &str,
        text: Option<String>,
        shape: &mut Shape,
    ) {
        let start = cursor.at;
        let label = ["repeated", "optional", "required"]
            .into_iter()
            .find(|label| cursor.takes(label))
            .unwrap_or("");
        let mut inner = Shape::default();
        if cursor.takes("map") && cursor.takes("<") {
            let key = cursor.word().map_or("", |key| key.text);
            cursor.takes(",");
            inner.written.html.push_str("map&lt;");
            escape_into(&mut inner.written.html, key);
            inner.written.html.push_str(", ");
            self.type_of(cursor, scope, &mut inner);
            inner.written.html.push_str("&gt;");
            inner.suffix.push_str(".*");
            cursor.takes(">");
        } else {
            self.type_of(cursor, scope, &mut inner);
        }
        if label == "repeated" {
            inner.written.html.push_str("[]");
            inner.suffix.push_str("[]");
        }
        let Some(name) = cursor.word() else {
            // Whatever this is, it is no field.
            if cursor.at == start {
                cursor.next();
            }
            skip_statement(cursor);
            return;
        };
        let number = number(cursor);
        let deprecated = options(cursor);
        end(cursor);
        let text = text.or_else(|| remark(cursor, name.line));
        self.pen.at(name.line, "");
        inner.prose = text.and_then(|text| self.pen.phrase(&text));
        shape.members.push(Member {
            name: name.text.to_owned(),
            place: number,
            need: match (keyword, label) {
                ("oneof", _) => Need::Choice,
                (_, "required") => Need::Required,
                _ => Need::Optional,
            },
            deprecated,
            access: None,
            shape: inner,
        });
    }

    /// The name of a type, looked for from the innermost message outwards.
    fn type_of(&mut self, cursor: &mut Cursor<'_, '_>, scope: &str, shape: &mut Shape) {
        cursor.takes(".");
        let Some(token) = cursor.word() else {
            return;
        };
        let name = token.text;
        if name.len() > MAX_NAME {
            escape_into(&mut shape.written.html, name);
            return;
        }
        let mut around = scope;
        let mut found = loop {
            if let Some(known) = self.types.get(&qualified(around, name)) {
                break Some(known);
            }
            if around.is_empty() {
                break None;
            }
            around = around.rsplit_once('.').map_or("", |(above, _)| above);
        };
        // A name with the package before it.
        let mut rest = name;
        while found.is_none()
            && let Some((_, behind)) = rest.split_once('.')
        {
            rest = behind;
            found = self.types.get(rest);
        }
        let html = &mut shape.written.html;
        match found {
            Some((index, anchor)) => {
                html.push_str("<a href=\"#");
                escape_into(html, anchor);
                html.push_str("\">");
                escape_into(html, name);
                html.push_str("</a>");
                shape.targets.push(*index);
            }
            None => escape_into(html, name),
        }
    }

    /// A service: its procedures are operations.
    fn service(&mut self, cursor: &mut Cursor<'_, '_>, text: Option<String>) {
        let Some(name) = cursor.word() else {
            skip_statement(cursor);
            return;
        };
        let anchor = self.pen.names.claim(&format!("tag-{}", slug(name.text)), 2);
        self.pen.at(name.line, &anchor);
        let prose = text.and_then(|text| self.pen.prose(&text, 3));
        let mut operations = Vec::new();
        if cursor.takes("{") {
            loop {
                let text = description(cursor);
                if cursor.takes("}") {
                    break;
                }
                let Some(token) = cursor.next() else {
                    break;
                };
                if token.text != "rpc" || token.kind != Kind::Word {
                    cursor.at -= 1;
                    let before = cursor.at;
                    skip_statement(cursor);
                    cursor.at = cursor.at.max(before + 1);
                    continue;
                }
                if let Some(operation) = self.procedure(cursor, text) {
                    operations.push(self.operations.len() as u32);
                    self.operations.push(operation);
                }
            }
        }
        self.groups.push(Group {
            name: Some(name.text.to_owned()),
            anchor,
            prose,
            outgoing: false,
            operations,
        });
    }

    /// `Name (stream Request) returns (Response)`.
    fn procedure(
        &mut self,
        cursor: &mut Cursor<'_, '_>,
        text: Option<String>,
    ) -> Option<Operation> {
        let name = cursor.word()?;
        let anchor = self
            .pen
            .names
            .claim(&slug(&format!("rpc {}", name.text)), 2);
        self.pen.at(name.line, &anchor);
        let request = self.message(cursor);
        cursor.takes("returns");
        let response = self.message(cursor);
        let deprecated = if cursor.sees("{") {
            let from = cursor.at;
            cursor.skip_brackets();
            let until = cursor.at.min(cursor.tokens.len());
            cursor.tokens[from..until]
                .windows(3)
                .any(|run| run[0].text == "deprecated" && run[2].text == "true")
        } else {
            false
        };
        cursor.takes(";");
        let text = text.or_else(|| remark(cursor, name.line));
        let (summary, prose) = self.pen.remark(text);
        Some(Operation {
            method: "RPC".to_owned(),
            name: name.text.to_owned(),
            anchor,
            line: name.line,
            id: None,
            summary,
            prose,
            deprecated,
            parameters: Vec::new(),
            requests: vec![request],
            responses: vec![Response {
                status: String::new(),
                prose: None,
                headers: Vec::new(),
                payloads: vec![response],
            }],
            security: None,
        })
    }

    /// `(stream Message)`.
    fn message(&mut self, cursor: &mut Cursor<'_, '_>) -> Payload {
        let mut shape = Shape::default();
        let mut media = String::new();
        if cursor.takes("(") {
            if cursor.takes("stream") {
                media.push_str("stream");
            }
            self.type_of(cursor, "", &mut shape);
            cursor.takes(")");
        }
        Payload {
            media,
            required: false,
            prose: None,
            shape,
            examples: Vec::new(),
        }
    }
}

fn qualified(scope: &str, name: &str) -> String {
    if scope.is_empty() {
        name.to_owned()
    } else {
        format!("{scope}.{name}")
    }
}

/// `= 3`.
fn number(cursor: &mut Cursor<'_, '_>) -> String {
    if !cursor.takes("=") {
        return String::new();
    }
    let sign = if cursor.takes("-") { "-" } else { "" };
    let number = cursor.word().map_or("", |number| number.text);
    format!("{sign}{number}")
}

/// `[deprecated = true]`; whether it says so.
fn options(cursor: &mut Cursor<'_, '_>) -> bool {
    if !cursor.sees("[") {
        return false;
    }
    let from = cursor.at;
    cursor.skip_brackets();
    let until = cursor.at.min(cursor.tokens.len());
    cursor.tokens[from..until]
        .windows(3)
        .any(|run| run[0].text == "deprecated" && run[2].text == "true")
}

/// The end of a field. Something else than a semicolon is skipped up to the next one.
fn end(cursor: &mut Cursor<'_, '_>) {
    if !cursor.takes(";") {
        skip_statement(cursor);
    }
}
