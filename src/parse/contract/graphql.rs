//! The schema definition language of GraphQL (specification of October 2021, chapter 3).

use super::pen::Pen;
use super::token::{Comments, Cursor, Kind, Token, tokens};
use super::{Read, slug};
use crate::base::diagnostic::Code;
use crate::base::markup::escape_into;
use crate::model::contract::{
    Contract, Group, Language, Limit, Member, Need, Operation, Payload, Response, Shape,
    TypeDefinition,
};
use std::collections::HashMap;

/// The words that open a type, the root types aside.
const KEYWORDS: &[&str] = &["type", "interface", "input", "enum", "union", "scalar"];
/// The operations of a schema and the names that their root types have unless it says otherwise.
const ROOTS: [(&str, &str); 3] = [
    ("query", "Query"),
    ("mutation", "Mutation"),
    ("subscription", "Subscription"),
];

/// The state of reading one schema.
struct Reader<'p, 's, 't> {
    pen: &'p mut Pen<'s>,
    /// Index and anchor of each type.
    types: HashMap<&'t str, (u32, String)>,
    definitions: Vec<TypeDefinition>,
    /// Root types by the word for their operations.
    roots: Vec<(&'static str, &'t str)>,
    groups: Vec<Group>,
    operations: Vec<Operation>,
}

/// Reads a schema. Texts that hold no definition stay without a page of their own.
pub(super) fn read(pen: &mut Pen<'_>, read: &mut Read) {
    let source = pen.source;
    let text: &str = &source.text;
    let tokens = tokens(text, Comments::Hash);
    let roots = roots(&tokens);
    let mut reader = Reader {
        pen,
        types: HashMap::new(),
        definitions: Vec::new(),
        roots,
        groups: Vec::new(),
        operations: Vec::new(),
    };
    reader.register(&tokens);
    let mut cursor = Cursor {
        tokens: &tokens,
        at: 0,
    };
    let head = head(&tokens);
    while cursor.peek().is_some() {
        reader.definition(&mut cursor);
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
    let prose = head.and_then(|text| pen.prose(&text, 2));
    read.summary = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix('#'))
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty());
    read.contract = Some(Contract {
        language: Language::GraphQl,
        edition: String::new(),
        title: None,
        version: None,
        prose,
        servers: Vec::new(),
        schemes: Vec::new(),
        security: Vec::new(),
        groups,
        operations,
        types: definitions,
    });
}

/// The comment at the head of the file, when a blank line stands behind it.
fn head(tokens: &[Token<'_>]) -> Option<String> {
    let run = tokens
        .iter()
        .take_while(|token| token.kind == Kind::Comment)
        .count();
    let last = tokens[..run].last()?;
    let ends = tokens.get(run).is_none_or(|next| next.line > last.line + 1);
    ends.then(|| comment(&tokens[..run]))
}

fn comment(tokens: &[Token<'_>]) -> String {
    let lines: Vec<&str> = tokens
        .iter()
        .map(|token| token.text.trim_start_matches('#').trim())
        .collect();
    lines.join("\n")
}

/// The names of the root types: those of `schema { … }`, else the usual ones.
fn roots<'t>(tokens: &[Token<'t>]) -> Vec<(&'static str, &'t str)> {
    let mut roots: Vec<(&'static str, &'t str)> = ROOTS.to_vec();
    let Some(at) = tokens.windows(2).position(|pair| {
        pair[0].kind == Kind::Word && pair[0].text == "schema" && pair[1].text == "{"
    }) else {
        return roots;
    };
    let words: Vec<&Token<'_>> = tokens[at + 2..]
        .iter()
        .take_while(|token| token.text != "}")
        .filter(|token| token.kind == Kind::Word)
        .collect();
    for pair in words.chunks_exact(2) {
        if let Some(root) = roots.iter_mut().find(|(word, _)| *word == pair[0].text) {
            root.1 = pair[1].text;
        }
    }
    roots
}

impl<'t> Reader<'_, '_, 't> {
    fn root(&self, name: &str) -> Option<&'static str> {
        self.roots
            .iter()
            .find(|(_, root)| *root == name)
            .map(|(word, _)| *word)
    }

    /// Finds the names of all types, so that fields can refer to later ones.
    fn register(&mut self, tokens: &[Token<'t>]) {
        let mut depth = 0_u32;
        for (at, token) in tokens.iter().enumerate() {
            match (token.kind, token.text) {
                (Kind::Sign, "{" | "(" | "[") => depth += 1,
                (Kind::Sign, "}" | ")" | "]") => depth = depth.saturating_sub(1),
                (Kind::Word, word) if depth == 0 && KEYWORDS.contains(&word) => {
                    let Some(name) = tokens.get(at + 1).filter(|next| next.kind == Kind::Word)
                    else {
                        continue;
                    };
                    if self.root(name.text).is_some() || self.types.contains_key(name.text) {
                        continue;
                    }
                    let anchor = self
                        .pen
                        .names
                        .claim(&format!("schema-{}", slug(name.text)), 2);
                    let index = self.types.len() as u32;
                    self.types.insert(name.text, (index, anchor.clone()));
                    self.definitions.push(TypeDefinition {
                        name: name.text.to_owned(),
                        anchor,
                        line: name.line,
                        keyword: KEYWORDS
                            .iter()
                            .copied()
                            .find(|keyword| *keyword == word)
                            .unwrap_or(""),
                        deprecated: false,
                        shape: Shape::default(),
                        examples: Vec::new(),
                    });
                }
                _ => {}
            }
        }
    }

    /// Reads one definition at the top level, or skips one token.
    fn definition(&mut self, cursor: &mut Cursor<'_, 't>) {
        let text = description(cursor);
        let is_extension = cursor.takes("extend");
        let Some(keyword) = cursor.word() else {
            if cursor.sees("{") || cursor.sees("(") {
                cursor.skip_brackets();
            } else {
                cursor.next();
            }
            return;
        };
        if !KEYWORDS.contains(&keyword.text) {
            return;
        }
        let Some(name) = cursor.word() else {
            self.pen.report_line(
                Code::MalformedContract,
                keyword.line,
                format!("`{}` has no name", keyword.text),
                "the page shows what can be read",
            );
            return;
        };
        if let Some(word) = self.root(name.text) {
            self.operations(cursor, word, text);
            return;
        }
        let Some((index, anchor)) = self.types.get(name.text).cloned() else {
            return;
        };
        self.pen.at(name.line, &anchor);
        let mut shape = Shape {
            prose: text.and_then(|text| self.pen.prose(&text, 4)),
            ..Shape::default()
        };
        let deprecated = self.body(cursor, keyword.text, &mut shape);
        let definition = &mut self.definitions[index as usize];
        definition.deprecated |= deprecated;
        if is_extension || !definition.shape.written.html.is_empty() {
            definition.shape.members.append(&mut shape.members);
            definition.shape.values.append(&mut shape.values);
            definition.shape.prose = definition.shape.prose.take().or(shape.prose);
        } else {
            definition.shape = shape;
        }
    }

    /// Everything behind the name of a type.
    fn body(&mut self, cursor: &mut Cursor<'_, 't>, keyword: &str, shape: &mut Shape) -> bool {
        escape_into(&mut shape.written.html, keyword);
        if cursor.takes("implements") {
            shape.written.html.push_str(" implements");
            while let Some(token) = cursor.peek() {
                if token.kind == Kind::Word {
                    shape.written.html.push(' ');
                    self.name(shape, token.text, false);
                } else if token.text != "&" {
                    break;
                }
                cursor.at += 1;
            }
        }
        let deprecated = directives(cursor);
        if keyword == "union" && cursor.takes("=") {
            let mut count = 0;
            while let Some(token) = cursor.peek() {
                if token.kind == Kind::Word && !KEYWORDS.contains(&token.text) {
                    shape
                        .written
                        .html
                        .push_str(if count == 0 { " " } else { " | " });
                    self.name(shape, token.text, false);
                    count += 1;
                } else if token.text != "|" && token.kind != Kind::Comment {
                    break;
                }
                cursor.at += 1;
                if token.kind == Kind::Word && !cursor.sees("|") {
                    break;
                }
            }
        }
        if cursor.takes("{") {
            while !cursor.sees("}") && cursor.peek().is_some() {
                if keyword == "enum" {
                    self.value(cursor, shape);
                } else if let Some((member, _, _)) = self.field(cursor, "}") {
                    shape.members.push(member);
                }
            }
            cursor.takes("}");
        }
        deprecated
    }

    /// A value of an enumeration.
    fn value(&mut self, cursor: &mut Cursor<'_, 't>, shape: &mut Shape) {
        let text = description(cursor);
        let Some(name) = cursor.word() else {
            if !cursor.sees("}") {
                cursor.next();
            }
            return;
        };
        let deprecated = directives(cursor);
        self.pen_at(name);
        let prose = text.and_then(|text| self.pen.phrase(&text));
        if prose.is_none() && !deprecated {
            shape.values.push(name.text.to_owned());
            return;
        }
        shape.members.push(Member {
            name: name.text.to_owned(),
            place: String::new(),
            need: Need::Choice,
            deprecated,
            access: None,
            shape: Shape {
                prose,
                ..Shape::default()
            },
        });
    }

    fn pen_at(&mut self, token: Token<'_>) {
        self.pen.at(token.line, "");
    }

    /// A field with its arguments; `None` when a token had to be skipped.
    fn field(
        &mut self,
        cursor: &mut Cursor<'_, 't>,
        closing: &str,
    ) -> Option<(Member, Vec<Member>, Token<'t>)> {
        let text = description(cursor);
        self.field_said(cursor, closing, text)
    }

    /// The rest of a field, behind its description.
    fn field_said(
        &mut self,
        cursor: &mut Cursor<'_, 't>,
        closing: &str,
        text: Option<String>,
    ) -> Option<(Member, Vec<Member>, Token<'t>)> {
        let Some(name) = cursor.word() else {
            if !cursor.sees("}") && !cursor.sees(closing) {
                cursor.next();
            }
            return None;
        };
        self.pen_at(name);
        let mut arguments = Vec::new();
        if closing == ")" && cursor.sees("(") {
            // Arguments have none themselves.
            cursor.skip_brackets();
        } else if cursor.takes("(") {
            while !cursor.sees(")") && !cursor.sees("}") && cursor.peek().is_some() {
                if let Some((argument, _, _)) = self.field(cursor, ")") {
                    arguments.push(argument);
                }
            }
            cursor.takes(")");
        }
        let mut shape = Shape::default();
        let mut is_required = false;
        if cursor.takes(":") {
            is_required = self.type_of(cursor, &mut shape);
        }
        if cursor.takes("=") {
            let mut default = String::new();
            let from = cursor.at;
            match cursor.peek() {
                Some(token) if matches!(token.text, "[" | "{") => cursor.skip_brackets(),
                _ => cursor.at += 1,
            }
            for token in &cursor.tokens[from..cursor.at.min(cursor.tokens.len())] {
                if !default.is_empty() && token.kind == Kind::Word {
                    default.push(' ');
                }
                default.push_str(token.text);
            }
            shape.default = Some(default);
            is_required = false;
        }
        let deprecated = directives(cursor);
        shape.prose = text.and_then(|text| self.pen.phrase(&text));
        if !arguments.is_empty() {
            // The arguments of a field that is no operation are listed with it.
            let names: Vec<&str> = arguments.iter().map(|one| one.name.as_str()).collect();
            let names = format!("({})", names.join(", "));
            shape.limits.push(Limit::Written(names));
        }
        let member = Member {
            name: name.text.to_owned(),
            place: String::new(),
            need: if is_required {
                Need::Required
            } else {
                Need::Optional
            },
            deprecated,
            access: None,
            shape,
        };
        Some((member, arguments, name))
    }

    /// A type: names, lists and `!`. Whether it must be there.
    fn type_of(&mut self, cursor: &mut Cursor<'_, 't>, shape: &mut Shape) -> bool {
        let mut lists = 0;
        let mut is_named = false;
        while let Some(token) = cursor.peek() {
            match (token.kind, token.text) {
                (Kind::Sign, "[") => {
                    lists += 1;
                    shape.suffix.push_str("[]");
                    shape.written.html.push('[');
                }
                (Kind::Sign, "]") if lists > 0 => {
                    lists -= 1;
                    shape.written.html.push(']');
                }
                (Kind::Sign, "!") => shape.written.html.push('!'),
                (Kind::Word, name) if !is_named => {
                    is_named = true;
                    self.name(shape, name, true);
                }
                _ => break,
            }
            cursor.at += 1;
        }
        shape.written.html.ends_with('!')
    }

    fn name(&self, shape: &mut Shape, name: &str, is_target: bool) {
        match self.types.get(name) {
            Some((index, anchor)) => {
                let html = &mut shape.written.html;
                html.push_str("<a href=\"#");
                escape_into(html, anchor);
                html.push_str("\">");
                escape_into(html, name);
                html.push_str("</a>");
                if is_target {
                    shape.targets.push(*index);
                }
            }
            None => escape_into(&mut shape.written.html, name),
        }
    }

    /// The fields of a root type as operations.
    fn operations(
        &mut self,
        cursor: &mut Cursor<'_, 't>,
        word: &'static str,
        text: Option<String>,
    ) {
        if cursor.takes("implements") {
            while !cursor.sees("{") && cursor.next().is_some() {}
        }
        directives(cursor);
        let mut found = Vec::new();
        if cursor.takes("{") {
            while !cursor.sees("}") && cursor.peek().is_some() {
                let said = description(cursor);
                let Some((field, arguments, name)) = self.field_said(cursor, "}", None) else {
                    continue;
                };
                let (summary, prose) = self.pen.remark(said);
                let anchor = self
                    .pen
                    .names
                    .claim(&slug(&format!("{word} {}", field.name)), 2);
                let mut shape = field.shape;
                if !arguments.is_empty() {
                    shape.limits.pop();
                }
                found.push(self.operations.len() as u32);
                self.operations.push(Operation {
                    method: word.to_ascii_uppercase(),
                    name: field.name,
                    anchor,
                    line: name.line,
                    id: None,
                    summary,
                    prose,
                    deprecated: field.deprecated,
                    parameters: arguments,
                    requests: Vec::new(),
                    responses: vec![Response {
                        status: String::new(),
                        prose: None,
                        headers: Vec::new(),
                        payloads: vec![Payload {
                            media: String::new(),
                            required: false,
                            prose: None,
                            shape,
                            examples: Vec::new(),
                        }],
                    }],
                    security: None,
                });
            }
            cursor.takes("}");
        }
        if found.is_empty() {
            return;
        }
        let prose = text.and_then(|text| self.pen.prose(&text, 3));
        let name = self.roots.iter().find(|(root, _)| *root == word);
        let name = name.map(|(_, name)| (*name).to_owned());
        if let Some(group) = self.groups.iter_mut().find(|group| group.name == name) {
            group.operations.extend(found);
            return;
        }
        self.groups.push(Group {
            anchor: self.pen.names.claim(&format!("tag-{word}"), 2),
            name,
            prose,
            outgoing: false,
            operations: found,
        });
    }
}

/// The text before a definition: a string, or the comments right above it.
fn description(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    let mut text = None;
    loop {
        let from = cursor.at;
        while cursor
            .peek()
            .is_some_and(|token| token.kind == Kind::Comment)
        {
            cursor.at += 1;
        }
        let run = &cursor.tokens[from..cursor.at];
        if let Some(last) = run.last() {
            // Only what stands right above counts, and not the remark at the end of the line before.
            let next = cursor.peek().map_or(0, |token| token.line);
            let before = from.checked_sub(1).map_or(0, |at| cursor.tokens[at].line);
            if last.line + 1 == next && run[0].line != before {
                text = Some(comment(run));
            }
            continue;
        }
        match cursor.peek() {
            Some(token) if token.kind == Kind::Text => {
                text = Some(dedent(token.text));
                cursor.at += 1;
            }
            Some(token) if token.text == "," => cursor.at += 1,
            _ => return text,
        }
    }
}

/// A block string without the indent that its lines share.
fn dedent(text: &str) -> String {
    let indent = text
        .lines()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let lines: Vec<&str> = text
        .lines()
        .enumerate()
        .map(|(at, line)| {
            if at == 0 {
                line.trim_start()
            } else {
                line.get(indent..).unwrap_or("")
            }
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

/// Skips directives; whether `@deprecated` is one of them.
fn directives(cursor: &mut Cursor<'_, '_>) -> bool {
    let mut deprecated = false;
    while cursor.takes("@") {
        deprecated |= cursor.word().is_some_and(|name| name.text == "deprecated");
        if cursor.sees("(") {
            cursor.skip_brackets();
        }
    }
    deprecated
}
