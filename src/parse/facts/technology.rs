//! Technologies: what Spec Kit's Technical Context, the chapters on libraries and infrastructure, tables of versions and
//! the descriptions of components name.

use super::chapter::{self, Chapter};
use super::labels::{Labels, sub_items};
use super::product::{Product, Trust, products, version_at};
use super::table::{self, Table, cell};
use super::{Reader, clip, is_leftover, says_none, vocabulary};
use crate::model::fact::{Place, Technology, TechnologyKind};
use crate::model::source::DocumentKind;
use crate::parse::key::Key;
use crate::parse::label;
use crate::parse::outline::one_line;
use crate::parse::tape::{BlockId, BlockKind};
use std::sync::Arc;

/// A line of the Technical Context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Language,
    Dependencies,
    Storage,
    Testing,
    Platform,
}

impl Field {
    fn of(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let name = lower
            .find(['(', '（'])
            .map_or(lower.as_str(), |at| &lower[..at])
            .trim();
        Some(match name {
            "language/version"
            | "language"
            | "languages"
            | "languages/versions"
            | "語言/版本"
            | "言語/バージョン"
            | "语言/版本"
            | "언어/버전"
            | "sprache/version"
            | "lenguaje/versión"
            | "linguagem/versão" => Self::Language,
            "primary dependencies"
            | "key dependencies"
            | "frameworks"
            | "framework"
            | "libraries"
            | "主要依賴"
            | "主要相依項目"
            | "主要依存関係"
            | "主要依赖"
            | "주요 의존성"
            | "primäre abhängigkeiten"
            | "dependencias principales"
            | "dependências principais" => Self::Dependencies,
            "storage" | "database" | "儲存" | "ストレージ" | "存储" | "저장소" | "speicher"
            | "almacenamiento" | "armazenamento" => Self::Storage,
            "testing" | "tests" | "測試" | "テスト" | "测试" | "테스트" | "pruebas" | "testes" => {
                Self::Testing
            }
            "target platform"
            | "platform"
            | "目標平台"
            | "対象プラットフォーム"
            | "目标平台"
            | "대상 플랫폼"
            | "zielplattform"
            | "plataforma objetivo"
            | "plataforma alvo" => Self::Platform,
            _ => return None,
        })
    }

    fn kind(self) -> TechnologyKind {
        match self {
            Self::Language => TechnologyKind::Language,
            Self::Dependencies | Self::Testing => TechnologyKind::Library,
            Self::Storage => TechnologyKind::Service,
            Self::Platform => TechnologyKind::Platform,
        }
    }

    /// Whether programs are what the line is about.
    fn names_languages(self) -> bool {
        matches!(self, Self::Language | Self::Dependencies)
    }

    fn trust(self) -> Trust {
        match self {
            Self::Language | Self::Platform => Trust::Known,
            Self::Storage | Self::Testing => Trust::Versioned,
            Self::Dependencies => Trust::Open,
        }
    }
}

/// Whether documents of this kind say what a product is made of.
fn may_name(reader: &Reader<'_, '_>) -> bool {
    matches!(
        reader.source.kind,
        DocumentKind::Plan | DocumentKind::Design | DocumentKind::Research
    )
}

/// Reads the technologies of a document, except for those in tables, its components being known.
pub(super) fn read(reader: &mut Reader<'_, '_>) {
    if !may_name(reader) {
        return;
    }
    of_components(reader);
    for heading in 0..reader.outline.headings.len() {
        match chapter::of_title(&reader.outline.headings[heading].title) {
            Some(Chapter::TechnicalContext) => of_context(reader, heading),
            Some(Chapter::Libraries) => of_chapter(reader, heading, TechnologyKind::Library),
            Some(Chapter::Infrastructure) => of_chapter(reader, heading, TechnologyKind::Service),
            _ => {}
        }
    }
}

/// What components are built with. These share the anchors of their components.
fn of_components(reader: &mut Reader<'_, '_>) {
    let components = reader.facts.components.clone();
    for component in components {
        let Some(text) = &component.technology else {
            continue;
        };
        for product in products(text, Trust::Versioned) {
            let technology = technology(product, TechnologyKind::Library);
            push(reader, technology, component.place.clone());
        }
    }
}

/// The lines of a Technical Context.
fn of_context(reader: &mut Reader<'_, '_>, heading: usize) {
    let run = reader.outline.body(heading).to_vec();
    // The label whose value is the list behind it.
    let mut pending = None;
    for placed in &run {
        let block = placed.block;
        match reader.tape.kind(block) {
            BlockKind::Paragraph => {
                pending = None;
                for entry in Labels::of_run(reader, &[*placed]).entries {
                    let field = Field::of(&entry.name);
                    pending = field.filter(|_| entry.value.is_empty());
                    if let Some(field) = field {
                        let line = reader.line_at(entry.value_at);
                        of_value(reader, field, &entry.value, (block, line));
                    }
                }
            }
            BlockKind::List(_) => {
                let items: Vec<BlockId> = reader.tape.children(block).collect();
                for item in items {
                    context_item(reader, item, pending);
                }
                pending = None;
            }
            BlockKind::Table => {
                pending = None;
                if let Some(table) = table::read(reader.tape, block)
                    && Columns::of(&table, Some(Chapter::TechnicalContext)).is_none()
                {
                    for (row, cells) in &table.rows {
                        let name = cell(reader.tape, cells, Some(0));
                        if let Some(field) = Field::of(name.trim_matches('*')) {
                            let value = cell(reader.tape, cells, Some(1));
                            let line = reader.line(*row);
                            of_value(reader, field, &value, (*row, line));
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// An item of a list in a Technical Context: labelled itself, or a part of the value of the label above it.
fn context_item(reader: &mut Reader<'_, '_>, item: BlockId, pending: Option<Field>) {
    let Some(text) = reader.item_text(item) else {
        return;
    };
    let line = reader.line(item);
    let found = label::of_block(reader.tape, text).filter(|found| found.colon);
    if let Some(field) = found.and_then(|found| Field::of(found.name)) {
        let mut value = found.map_or_else(String::new, |found| one_line(found.value));
        if value.is_empty() {
            value = sub_items(reader, item).join("; ");
        }
        of_value(reader, field, &value, (item, line));
    } else if let Some(field) = pending {
        let value = one_line(reader.tape.text(text));
        of_value(reader, field, &value, (item, line));
    }
}

/// The technologies that the value of a line names.
fn of_value(reader: &mut Reader<'_, '_>, field: Field, value: &str, (block, line): (BlockId, u32)) {
    if says_none(value) || is_leftover(value) || value.contains("NEEDS CLARIFICATION") {
        return;
    }
    let found = products(value, field.trust())
        .into_iter()
        .map(|product| technology(product, field.kind()))
        // "YAML files" in a store: a format of data, not what the product is written in.
        .filter(|one| one.kind != TechnologyKind::Language || field.names_languages())
        .collect();
    add(reader, found, block, line);
}

fn technology(product: Product, kind: TechnologyKind) -> Technology {
    Technology {
        name: product.name,
        kind: product.kind.unwrap_or(kind),
        version: product.version,
        purpose: product.remark,
        licence: None,
        fallback: None,
        place: Place::default(),
    }
}

/// The lists of a chapter that names one technology an item.
fn of_chapter(reader: &mut Reader<'_, '_>, heading: usize, kind: TechnologyKind) {
    let run = reader.outline.body(heading).to_vec();
    for placed in run {
        if matches!(reader.tape.kind(placed.block), BlockKind::List(_)) {
            let items: Vec<BlockId> = reader.tape.children(placed.block).collect();
            for item in items {
                chapter_item(reader, item, kind);
            }
        }
    }
}

/// `- **pgx**: 5.7, PostgreSQL driver, MIT`, `- **Redis**: sessions, fallback is memory`.
fn chapter_item(reader: &mut Reader<'_, '_>, item: BlockId, kind: TechnologyKind) {
    let Some(text) = reader.item_text(item) else {
        return;
    };
    let line = reader.line(item);
    let Some(found) = label::of_block(reader.tape, text).filter(|found| found.bold || found.colon)
    else {
        let words = one_line(reader.tape.text(text));
        if let [product] = &products(&words, Trust::Versioned)[..] {
            let found = vec![technology(product.clone(), kind)];
            add(reader, found, item, line);
        }
        return;
    };
    let Some(mut technology) = named(found.name, kind) else {
        return;
    };
    let value = one_line(found.value.trim_start_matches(['-', '—', '–', ':', ' ']));
    if kind == TechnologyKind::Library {
        describe_library(&mut technology, &value);
    } else {
        describe_service(&mut technology, &value);
    }
    let labels = Labels::of_item(reader, item);
    for entry in labels
        .entries
        .iter()
        .filter(|entry| !entry.value.is_empty())
    {
        let field = match entry.name.to_lowercase().as_str() {
            "version" => &mut technology.version,
            "licence" | "license" => &mut technology.licence,
            "fallback" | "fallback if down" => &mut technology.fallback,
            _ if entry.key == Some(Key::Purpose) => &mut technology.purpose,
            _ => continue,
        };
        if !is_leftover(&entry.value) {
            field.get_or_insert_with(|| clip(&entry.value, 400));
        }
    }
    add(reader, vec![technology], item, line);
}

/// A technology from the name that an item or a cell gives it, perhaps with a version.
fn named(name: &str, kind: TechnologyKind) -> Option<Technology> {
    let name = name.trim().trim_matches('`');
    let is_short = name.chars().count() <= 48 && name.split(' ').count() <= 5;
    if is_leftover(name) || says_none(name) || !is_short || name.contains(['?', '!', '→']) {
        return None;
    }
    let known = vocabulary::at_start(name);
    let cut = name
        .match_indices([' ', '@', '^', '~', '>', '='])
        .find_map(|(at, _)| Some((at, version_at(&name[at..])?)))
        .filter(|(at, (_, rest))| *at > 0 && rest.trim().is_empty());
    let (bare, version) = match cut {
        Some((at, (version, _))) => (name[..at].trim(), Some(version)),
        None => (name, None),
    };
    let whole = known.filter(|(_, length)| *length == bare.len());
    Some(Technology {
        name: whole.map_or_else(|| bare.to_owned(), |(known, _)| known.name.to_owned()),
        kind: whole.map_or(kind, |(known, _)| known.kind),
        version,
        purpose: None,
        licence: None,
        fallback: None,
        place: Place::default(),
    })
}

/// `5.7, PostgreSQL driver, MIT`: version and licence by what they look like, the rest is the purpose.
fn describe_library(technology: &mut Technology, value: &str) {
    let mut purpose: Vec<&str> = Vec::new();
    for part in value.split(',').map(str::trim) {
        let part = part.trim_end_matches('.');
        if is_leftover(part) || part.is_empty() {
            continue;
        }
        if technology.licence.is_none() && is_licence(part) {
            technology.licence = Some(part.to_owned());
        } else if technology.version.is_none()
            && purpose.is_empty()
            && let Some((version, "")) = version_at(part)
        {
            technology.version = Some(version);
        } else {
            purpose.push(part);
        }
    }
    let text = purpose.join(", ");
    // "5.7 (driver)": a version with something behind it.
    if technology.version.is_none()
        && let Some((version, rest)) = version_at(&text)
        && rest.starts_with([' ', '('])
    {
        technology.version = Some(version);
        let rest = rest.trim_matches(['(', ')', ' ', '-', '–', '—']);
        technology.purpose = Some(clip(rest, 400)).filter(|text| !text.is_empty());
        return;
    }
    technology.purpose = Some(clip(&text, 400)).filter(|text| !text.is_empty());
}

/// Whether a text is nothing but the name of a licence.
fn is_licence(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "mit",
        "isc",
        "zlib",
        "unlicense",
        "cc0",
        "mpl",
        "gpl",
        "lgpl",
        "agpl",
        "apache",
        "bsd",
        "epl",
        "eupl",
        "bsl",
        "sspl",
        "ofl",
        "proprietary",
        "commercial",
        "public domain",
        "postgresql",
        "psf",
        "python",
        "0bsd",
        "boost",
        "openssl",
    ];
    let lower = text.to_lowercase();
    let bare = lower
        .trim_end_matches(" license")
        .trim_end_matches(" licence")
        .trim_end_matches(" licensed");
    bare.split([' ', '/', '(', ')'])
        .filter(|word| !word.is_empty() && !matches!(*word, "or" | "and" | "with" | "domain"))
        .all(|word| {
            let name = word.trim_end_matches('+');
            let name = name.split(['-', 'v']).next().unwrap_or(name);
            NAMES.contains(&name)
                || name == "public"
                || name.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        })
        && bare.starts_with(|c: char| c.is_ascii_alphanumeric())
        && bare.contains(|c: char| c.is_ascii_alphabetic())
        && (bare != "postgresql" && bare != "python" && bare != "boost" && bare != "openssl"
            || bare.len() < lower.len())
}

/// `ledger, fallback is the file of the night`, `keys; a gate works without it`: the purpose up to what says that
/// the service is away.
fn describe_service(technology: &mut Technology, value: &str) {
    const AWAY: &[&str] = &[
        "fallback",
        "fall back",
        "falls back",
        "without it",
        "if down",
        "if it is down",
        "if unavailable",
        "when down",
        "while down",
        "standby",
        "takes over",
        "degrade",
        "outage",
    ];
    let lower = value.to_ascii_lowercase();
    let first = AWAY.iter().filter_map(|word| lower.find(word)).min();
    let cut = first.map(|first| value[..first].rfind([',', ';', '.']));
    let (purpose, fallback) = match cut {
        Some(Some(at)) => (&value[..at], &value[at + 1..]),
        Some(None) => ("", value),
        None => (value, ""),
    };
    let text = |text: &str| {
        let text = text.trim().trim_end_matches('.');
        Some(clip(text, 400)).filter(|text| !text.is_empty() && !is_leftover(text))
    };
    technology.purpose = text(purpose);
    technology.fallback = text(fallback).map(|fallback| {
        ["fallback is ", "fallback: ", "fallback "]
            .iter()
            .find_map(|start| fallback.strip_prefix(start))
            .map_or(fallback.clone(), str::to_owned)
    });
}

/// The columns of a table that names a technology and its version, licence or fallback in each row.
struct Columns {
    name: usize,
    version: Option<usize>,
    licence: Option<usize>,
    fallback: Option<usize>,
}

impl Columns {
    /// `None` for another sort of table. Outside of a chapter on technologies the head must say what is named.
    fn of(table: &Table, chapter: Option<Chapter>) -> Option<Self> {
        const NAMES: &[&str] = &[
            "library",
            "libraries",
            "package",
            "dependency",
            "technology",
            "framework",
            "crate",
            "bibliothek",
            "ライブラリ",
            "パッケージ",
            "套件",
            "技術",
            "依賴",
            "依赖",
            "技术",
            "库",
            "라이브러리",
            "기술",
        ];
        const LOOSE: &[&str] = &["name", "service", "tool", "module", "component", "item"];
        let name = table
            .named(NAMES)
            .or_else(|| chapter.and_then(|_| table.named(LOOSE)))?;
        let columns = Self {
            name,
            version: table.named(&["version", "versions", "バージョン", "版本", "버전"]),
            licence: table.named(&[
                "license",
                "licence",
                "lizenz",
                "ライセンス",
                "授權",
                "许可证",
                "라이선스",
            ]),
            fallback: table.named(&["fallback", "fallback if down", "if down"]),
        };
        let says_more =
            columns.version.is_some() || columns.licence.is_some() || columns.fallback.is_some();
        says_more.then_some(columns)
    }
}

/// `| Library | Version | License | Purpose |`.
pub(super) fn of_table(reader: &mut Reader<'_, '_>, table: &Table, heading: Option<usize>) -> bool {
    if !may_name(reader) {
        return false;
    }
    let chapter = reader
        .outline
        .chain(heading)
        .find_map(|heading| chapter::of_title(&heading.title))
        .filter(|chapter| {
            matches!(
                chapter,
                Chapter::TechnicalContext | Chapter::Libraries | Chapter::Infrastructure
            )
        });
    let Some(columns) = Columns::of(table, chapter) else {
        return false;
    };
    let kind = match chapter {
        Some(Chapter::Infrastructure) => TechnologyKind::Service,
        _ => TechnologyKind::Library,
    };
    let purpose = table
        .column(Key::Purpose)
        .or_else(|| table.column(Key::Description));
    for (row, cells) in &table.rows {
        let Some(mut technology) = named(&cell(reader.tape, cells, Some(columns.name)), kind)
        else {
            continue;
        };
        let text = |column: Option<usize>| {
            Some(cell(reader.tape, cells, column))
                .filter(|text| !says_none(text) && !is_leftover(text) && text != "-" && text != "—")
                .map(|text| clip(&text, 400))
        };
        technology.version = text(columns.version)
            .and_then(|text| match version_at(&text) {
                Some((version, "")) => Some(version),
                _ => Some(text).filter(|text| text.len() <= 24),
            })
            .or(technology.version);
        technology.licence = text(columns.licence);
        technology.fallback = text(columns.fallback);
        technology.purpose = text(purpose);
        let line = reader.line(*row);
        add(reader, vec![technology], *row, line);
    }
    true
}

/// Adds the technologies of a block, which share its anchor.
fn add(reader: &mut Reader<'_, '_>, found: Vec<Technology>, block: BlockId, line: u32) {
    if found.is_empty() {
        return;
    }
    let anchor = reader.claim(None, "technology", reader.facts.technologies.len() + 1);
    reader.anchor(block, &anchor, line);
    let place = Place { line, anchor };
    for technology in found {
        push(reader, technology, place.clone());
    }
}

fn push(reader: &mut Reader<'_, '_>, technology: Technology, place: Place) {
    let technology = Technology {
        place,
        ..technology
    };
    reader.facts.technologies.push(Arc::new(technology));
}
