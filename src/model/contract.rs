//! What a machine-readable contract says: operations and types in one shape for all languages.
//!
//! Types refer to each other by index, so that a schema stands here once however often it is used and cycles cost
//! nothing; pages unfold them.

use super::document::Body;

/// The language of a contract that has a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// OpenAPI 3.
    OpenApi,
    /// Swagger 2.
    Swagger,
    /// JSON Schema.
    JsonSchema,
    /// The schema definition language of GraphQL.
    GraphQl,
    /// Protocol Buffers.
    Proto,
}

impl Language {
    /// Its proper name.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenApi => "OpenAPI",
            Self::Swagger => "Swagger",
            Self::JsonSchema => "JSON Schema",
            Self::GraphQl => "GraphQL",
            Self::Proto => "Protocol Buffers",
        }
    }
}

/// A contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The language.
    pub language: Language,
    /// The version of the language as written: `3.1.0`, `2020-12`, `proto3`; empty when not stated.
    pub edition: String,
    /// The title.
    pub title: Option<String>,
    /// The version of the interface, or the package of a proto file.
    pub version: Option<String>,
    /// What it is about.
    pub prose: Option<Body>,
    /// Where it is served.
    pub servers: Vec<Server>,
    /// How callers prove who they are.
    pub schemes: Vec<SecurityScheme>,
    /// What every operation asks for unless it says otherwise.
    pub security: Vec<Access>,
    /// Operations by tag, first path segment or service.
    pub groups: Vec<Group>,
    /// Operations in the order of the file.
    pub operations: Vec<Operation>,
    /// Named types in the order of the file.
    pub types: Vec<TypeDefinition>,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The address as written.
    pub url: String,
    /// What it is for.
    pub prose: Option<Body>,
}

/// A way to prove who one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name.
    pub name: String,
    /// The anchor of its section.
    pub anchor: String,
    /// What it is, such as `http, bearer` or `apiKey, header X-Key`.
    pub kind: String,
    /// More about it.
    pub prose: Option<Body>,
}

/// One of several ways into an operation: all of these schemes together; none means that anybody may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The names of the schemes with their scopes.
    pub schemes: Vec<(String, Vec<String>)>,
}

/// Operations that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The tag; `None` when the file does not group its operations.
    pub name: Option<String>,
    /// The anchor of its heading.
    pub anchor: String,
    /// About the group.
    pub prose: Option<Body>,
    /// Whether these are calls that the server makes (webhooks).
    pub outgoing: bool,
    /// Indices into [`Contract::operations`].
    pub operations: Vec<u32>,
}

/// Something that can be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// `GET`, `QUERY`, `RPC`, …
    pub method: String,
    /// The path as written, or the name of a field or procedure.
    pub name: String,
    /// The anchor of its section.
    pub anchor: String,
    /// The source line, from 1.
    pub line: u32,
    /// The `operationId`.
    pub id: Option<String>,
    /// One line about it.
    pub summary: Option<String>,
    /// More about it.
    pub prose: Option<Body>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Parameters, those of the path item included.
    pub parameters: Vec<Member>,
    /// Bodies of the request by media type.
    pub requests: Vec<Payload>,
    /// Responses in the order of the file.
    pub responses: Vec<Response>,
    /// Who may call it, when it says so itself.
    pub security: Option<Vec<Access>>,
}

/// A body of a request or response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// The media type; empty where there is only one kind.
    pub media: String,
    /// Whether it must be sent.
    pub required: bool,
    /// About it.
    pub prose: Option<Body>,
    /// What it holds.
    pub shape: Shape,
    /// Examples.
    pub examples: Vec<Example>,
}

/// An example value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its name, when there are several.
    pub name: Option<String>,
    /// An index into the code blocks of the document.
    pub code: u32,
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// `200`, `4XX`, `default`.
    pub status: String,
    /// What it means.
    pub prose: Option<Body>,
    /// Its headers.
    pub headers: Vec<Member>,
    /// Its bodies by media type.
    pub payloads: Vec<Payload>,
}

/// A type with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeDefinition {
    /// The name.
    pub name: String,
    /// The anchor of its section.
    pub anchor: String,
    /// The source line, from 1.
    pub line: u32,
    /// The keyword of its language (`enum`, `input`, `message`), empty for schemas.
    pub keyword: &'static str,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What it is.
    pub shape: Shape,
    /// Examples.
    pub examples: Vec<Example>,
}

/// What a schema says about a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    /// The type in words, with links to named types.
    pub written: Body,
    /// The named types whose members are members here: an index into [`Contract::types`].
    pub targets: Vec<u32>,
    /// What stands between the value and its members: `[]` for each array around them.
    pub suffix: String,
    /// Members of an object without a name.
    pub members: Vec<Member>,
    /// The values that are allowed, as they are written in JSON.
    pub values: Vec<String>,
    /// Limits, such as a number of items or a pattern.
    pub limits: Vec<Limit>,
    /// The default value.
    pub default: Option<String>,
    /// What it means.
    pub prose: Option<Body>,
}

/// A limit of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// What needs no words: `1–500`, `> 0`, a pattern.
    Written(String),
    /// What is said in the language of the site.
    Worded {
        /// The key of the text, in which `{n}` stands for the value.
        key: &'static str,
        /// A number or a range; empty when the text says it all.
        value: String,
    },
}

/// A parameter, a header, a property or a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Where a parameter goes (`path`, `query`, `header`, `cookie`), the number of a field of a message, or empty.
    pub place: String,
    /// Whether it must be there.
    pub need: Need,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// `read-only` or `write-only`.
    pub access: Option<&'static str>,
    /// What it is.
    pub shape: Shape,
}

/// Whether a member must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may be left out.
    Optional,
    /// Only one of several such members is there: a variant of a choice.
    Choice,
}
