//! The ids that a feature defines, and which of several places is the definition.

use super::key::{family, positional, shape, write_key};
use crate::model::document::{Document, Symbol, SymbolKind};
use crate::model::reference::Scope;
use crate::model::source::{DocId, DocumentKind};
use std::collections::HashMap;
use std::sync::Arc;

/// How much a place counts as the definition of an id; the smaller, the more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Shaped as a definition, in a document whose kind defines such ids.
    Definition,
    /// Shaped as a definition, elsewhere.
    Statement,
    /// A restatement.
    Restatement,
}

/// The standing of a fact in a document.
pub(super) fn standing(kind: SymbolKind, document: DocumentKind, defines: bool) -> Standing {
    let at_home = match kind {
        SymbolKind::Requirement | SymbolKind::Story => document.defines_requirements(),
        SymbolKind::Task => document.holds_tasks(),
        _ => true,
    };
    match (defines, at_home) {
        (true, true) => Standing::Definition,
        (true, false) => Standing::Statement,
        (false, _) => Standing::Restatement,
    }
}

/// One place that states an id.
#[derive(Debug, Clone, Copy)]
struct Statement {
    document: DocId,
    /// An index into [`Document::symbols`].
    at: u32,
    standing: Standing,
}

/// The same with what it names.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    document: DocId,
    standing: Standing,
    symbol: &'a Symbol,
}

/// What is known of one family of ids in a feature.
#[derive(Debug, Clone, Copy, Default)]
struct Family {
    /// The shapes of numbers that occur in ids of requirements, stories and tasks, one bit each.
    traced_shapes: u16,
}

/// All ids of one feature, or of one document of the portfolio itself. Holds for all versions of its documents that
/// state the same ([`states_the_same`]).
#[derive(Debug, Default)]
pub(super) struct Symbols {
    /// Statements by key, the definition first.
    by_key: HashMap<Box<str>, Vec<Statement>>,
    families: HashMap<Box<str>, Family>,
    /// The keys of what other features may mean without naming this one, sorted.
    shared: Vec<Box<str>>,
}

/// Whether two versions of a document state the same ids in the same way. Lines and texts do not count.
pub(super) fn states_the_same(one: &Document, other: &Document) -> bool {
    let stated = |symbol: &'_ Symbol| (symbol.kind, symbol.defines);
    one.symbols.len() == other.symbols.len()
        && one.symbols.iter().zip(&other.symbols).all(|(left, right)| {
            stated(left) == stated(right) && left.id == right.id && left.anchor == right.anchor
        })
}

impl Symbols {
    /// The ids of `documents`, which stand in reading order.
    pub(super) fn new(documents: &[&Document]) -> Self {
        let mut symbols = Self::default();
        let mut key = String::new();
        for document in documents {
            let numbered = numbered_families(document);
            for (symbol, at) in document.symbols.iter().zip(0..) {
                if is_chance(symbol, &numbered) {
                    continue;
                }
                write_key(&mut key, &symbol.id);
                let statement = Statement {
                    document: document.id,
                    at,
                    standing: standing(symbol.kind, document.kind, symbol.defines),
                };
                if is_shared(&key, statement.standing, symbol.kind) {
                    symbols.shared.push(key.as_str().into());
                }
                if symbol.defines {
                    symbols.enter_family(&key, symbol.kind);
                }
                if let Some(statements) = symbols.by_key.get_mut(key.as_str()) {
                    let at =
                        statements.partition_point(|other| other.standing <= statement.standing);
                    statements.insert(at, statement);
                } else {
                    symbols.by_key.insert(key.as_str().into(), vec![statement]);
                }
            }
        }
        symbols.shared.sort_unstable();
        symbols.shared.dedup();
        symbols
    }

    fn enter_family(&mut self, key: &str, kind: SymbolKind) {
        let is_traced = strength(kind) == 3;
        let shapes = if is_traced { 1 << shape(key) } else { 0 };
        if let Some(known) = self.families.get_mut(family(key)) {
            known.traced_shapes |= shapes;
        } else {
            let known = Family {
                traced_shapes: shapes,
            };
            self.families.insert(family(key).into(), known);
        }
    }

    /// The keys of requirements and decision records that are defined here, in order: what other features may mean
    /// without naming this one. All other ids mean something else everywhere.
    pub(super) fn shared_keys(&self) -> &[Box<str>] {
        &self.shared
    }
}

/// Whether other features may mean what has this key without naming the feature.
fn is_shared(key: &str, standing: Standing, kind: SymbolKind) -> bool {
    standing == Standing::Definition
        && match kind {
            SymbolKind::Requirement => family(key).len() > 1 && family(key) != "AC",
            SymbolKind::Decision => family(key) == "ADR",
            _ => false,
        }
}

/// The ids of a feature in the documents as they are now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids<'a> {
    pub(super) table: &'a Symbols,
    /// All documents of the portfolio.
    pub(super) documents: &'a [Arc<Document>],
}

impl<'a> Ids<'a> {
    fn symbol(self, statement: &Statement) -> &'a Symbol {
        &self.documents[statement.document.index()].symbols[statement.at as usize]
    }

    /// Whether ids of the family of `key` are defined here.
    pub(super) fn has_family(self, key: &str) -> bool {
        self.table.families.contains_key(family(key))
    }

    /// Whether requirements, stories or tasks of the family of `key` are defined here and numbered like it, but nothing
    /// has this key itself.
    pub(super) fn lacks(self, key: &str) -> bool {
        !self.table.by_key.contains_key(key)
            && self
                .table
                .families
                .get(family(key))
                .is_some_and(|known| known.traced_shapes & (1 << shape(key)) != 0)
    }

    /// The ids of the family of `key` that a mention in a scope may mean, as written, in no particular order.
    pub(super) fn ids_of_family(self, key: &str, scope: Scope) -> Vec<&'a str> {
        self.table
            .by_key
            .iter()
            .filter(|(other, statements)| {
                family(other) == family(key) && allows(scope, self.symbol(&statements[0]).kind)
            })
            .map(|(_, statements)| self.symbol(&statements[0]).id.as_str())
            .collect()
    }

    /// The place that a mention of an id means, seen from a document: its definition. `None` when the id is not
    /// stated here or when it is not clear which of several things it names.
    pub(super) fn find(
        self,
        key: &str,
        id: &str,
        scope: Scope,
        from: DocId,
    ) -> Option<(DocId, &'a Symbol)> {
        let known = &self.table.by_key;
        let (stated, scope) = match known.get(key) {
            Some(stated) => (stated, scope),
            None => (known.get(positional(key)?)?, Scope::Requirements),
        };
        if let [only] = stated.as_slice() {
            let symbol = self.symbol(only);
            return allows(scope, symbol.kind).then_some((only.document, symbol));
        }
        let mut places: Vec<Place<'a>> = stated
            .iter()
            .map(|one| Place {
                document: one.document,
                standing: one.standing,
                symbol: self.symbol(one),
            })
            .filter(|one| allows(scope, one.symbol.kind))
            .collect();
        narrow(&mut places, |one| one.symbol.defines);
        narrow(&mut places, |one| one.symbol.id == id);
        let strongest = places.iter().map(|one| strength(one.symbol.kind)).max()?;
        narrow(&mut places, |one| strength(one.symbol.kind) == strongest);
        if !same_kind(&places) {
            narrow(&mut places, |one| one.document == from);
            if !same_kind(&places) {
                return None;
            }
        }
        let kind = places.first()?.symbol.kind;
        // A task is one over all its places; other ids may restart in each document, where the own one is meant.
        if kind != SymbolKind::Task {
            narrow(&mut places, |one| {
                one.document == from && one.standing == Standing::Definition
            });
        }
        let chosen = places.first()?;
        let scattered = places.iter().any(|one| one.document != chosen.document);
        if strength(kind) < 2 && scattered {
            return None;
        }
        Some((chosen.document, chosen.symbol))
    }
}

/// How many different ids a document has at the head of lines that merely begin with an id, by family.
fn numbered_families(document: &Document) -> HashMap<&str, u32> {
    let mut ids: Vec<&str> = document
        .symbols
        .iter()
        .filter(|symbol| symbol.kind == SymbolKind::Other)
        .map(|symbol| symbol.id.as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut numbered = HashMap::new();
    for id in ids {
        *numbered.entry(family(id)).or_default() += 1;
    }
    numbered
}

/// Whether a line begins with what merely looks like an id: `M2` (a motor), `H2` (a heading), `P1` (a priority). Things
/// that are numbered come at least by three, or have a hyphen in their number.
fn is_chance(symbol: &Symbol, numbered: &HashMap<&str, u32>) -> bool {
    symbol.kind == SymbolKind::Other
        && !symbol.id.contains('-')
        && numbered
            .get(family(&symbol.id))
            .is_none_or(|count| *count < 3 || family(&symbol.id) == "P")
}

/// Keeps the places that fulfil a condition, or all when none does.
fn narrow<'a>(places: &mut Vec<Place<'a>>, condition: impl Fn(&Place<'a>) -> bool) {
    if places.iter().any(&condition) {
        places.retain(condition);
    }
}

/// Whether all places state the same sort of thing.
fn same_kind(places: &[Place<'_>]) -> bool {
    places
        .windows(2)
        .all(|pair| pair[0].symbol.kind == pair[1].symbol.kind)
}

/// Which of several things with one id is meant: what is traced wins over what is decided or asked, and that over
/// boxes and lines that merely begin with the id.
fn strength(kind: SymbolKind) -> u8 {
    match kind {
        SymbolKind::Requirement | SymbolKind::Story | SymbolKind::Task => 3,
        SymbolKind::Decision | SymbolKind::Risk | SymbolKind::Question => 2,
        SymbolKind::Check => 1,
        SymbolKind::Other => 0,
    }
}

/// Whether a mention in this scope may mean such a symbol.
fn allows(scope: Scope, kind: SymbolKind) -> bool {
    match scope {
        Scope::Any => true,
        Scope::Requirements => kind == SymbolKind::Requirement,
        Scope::Tasks => kind == SymbolKind::Task,
    }
}
