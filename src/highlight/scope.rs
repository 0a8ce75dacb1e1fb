//! What the scopes of the grammars mean. Scopes are names such as `string.quoted.double.json`; a piece of text stands
//! in several of them, the innermost last.

use super::class::Class;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;
use syntect::parsing::{ClearAmount, Scope, ScopeStackOp};

/// What one scope says about the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opinion {
    /// As the scope around it.
    Same,
    /// Plain text, whatever stands around it.
    Plain,
    /// A class.
    Is(Class),
    /// A keyword when it is written in letters; signs are plain.
    Word,
}

/// The beginnings of scopes and what they mean; the longest that fits decides.
const RULES: &[(&str, Opinion)] = &[
    ("comment", Opinion::Is(Class::Comment)),
    ("constant.character.escape", Opinion::Is(Class::Escape)),
    ("constant.language", Opinion::Is(Class::Number)),
    ("constant.numeric", Opinion::Is(Class::Number)),
    ("constant.other", Opinion::Is(Class::Number)),
    ("constant.other.enum", Opinion::Plain),
    ("constant.other.placeholder", Opinion::Is(Class::Escape)),
    ("entity.name", Opinion::Is(Class::Type)),
    ("entity.name.constant", Opinion::Plain),
    ("entity.name.enum.tag-digest", Opinion::Plain),
    ("entity.name.field", Opinion::Plain),
    ("entity.name.function", Opinion::Is(Class::Function)),
    ("entity.name.label", Opinion::Plain),
    ("entity.name.other.anchor", Opinion::Is(Class::Link)),
    ("entity.name.section", Opinion::Is(Class::Heading)),
    ("entity.name.table.toml", Opinion::Is(Class::Heading)),
    ("entity.name.tag", Opinion::Is(Class::Tag)),
    ("entity.name.tag.toml", Opinion::Is(Class::Key)),
    ("entity.name.tag.yaml", Opinion::Is(Class::Key)),
    ("entity.name.variable", Opinion::Plain),
    ("entity.other.attribute-name", Opinion::Is(Class::Attribute)),
    ("entity.other.inherited-class", Opinion::Is(Class::Type)),
    ("keyword", Opinion::Word),
    ("keyword.control.anchor", Opinion::Same),
    ("keyword.operator.or.regexp", Opinion::Same),
    ("keyword.operator.quantifier", Opinion::Same),
    ("keyword.other.unit", Opinion::Is(Class::Number)),
    ("markup.bold", Opinion::Is(Class::Strong)),
    ("markup.deleted", Opinion::Is(Class::Deleted)),
    ("markup.heading", Opinion::Is(Class::Heading)),
    ("markup.inserted", Opinion::Is(Class::Inserted)),
    ("markup.italic", Opinion::Is(Class::Strong)),
    ("markup.raw", Opinion::Is(Class::Text)),
    ("markup.underline.link", Opinion::Is(Class::Link)),
    ("meta.annotation", Opinion::Is(Class::Attribute)),
    ("meta.decorator", Opinion::Is(Class::Attribute)),
    ("meta.diff", Opinion::Is(Class::Prompt)),
    (
        "meta.group.expansion.parameter",
        Opinion::Is(Class::Variable),
    ),
    ("meta.interpolation", Opinion::Plain),
    ("meta.template.expression", Opinion::Plain),
    (
        "punctuation.definition.template-expression",
        Opinion::Is(Class::Escape),
    ),
    ("punctuation.section.embedded", Opinion::Is(Class::Escape)),
    (
        "punctuation.section.interpolation",
        Opinion::Is(Class::Escape),
    ),
    ("source", Opinion::Plain),
    ("source.regexp", Opinion::Is(Class::Text)),
    ("storage", Opinion::Word),
    ("storage.type.string", Opinion::Is(Class::Text)),
    ("string", Opinion::Is(Class::Text)),
    ("string.unquoted", Opinion::Plain),
    ("support.constant", Opinion::Is(Class::Number)),
    ("support.constant.terraform", Opinion::Plain),
    ("support.type", Opinion::Word),
    ("support.type.cs", Opinion::Plain),
    ("support.type.custom-property", Opinion::Is(Class::Key)),
    ("support.type.object", Opinion::Plain),
    ("support.type.property-name", Opinion::Is(Class::Key)),
    ("text", Opinion::Plain),
    ("text.html.javadoc", Opinion::Is(Class::Comment)),
    ("variable.annotation", Opinion::Is(Class::Attribute)),
    ("variable.language", Opinion::Word),
    ("variable.other.alias", Opinion::Is(Class::Link)),
    (
        "variable.other.readwrite.shell",
        Opinion::Is(Class::Variable),
    ),
    ("variable.parameter.option", Opinion::Is(Class::Attribute)),
];

/// The rules as scopes.
fn rules() -> &'static [(Scope, Opinion)] {
    static RULES_AS_SCOPES: OnceLock<Vec<(Scope, Opinion)>> = OnceLock::new();
    RULES_AS_SCOPES.get_or_init(|| {
        let mut rules: Vec<(Scope, Opinion)> = RULES
            .iter()
            .filter_map(|(name, opinion)| Some((Scope::new(name).ok()?, *opinion)))
            .collect();
        rules.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        rules
    })
}

fn opinion(scope: Scope) -> Opinion {
    rules()
        .iter()
        .find(|(rule, _)| rule.is_prefix_of(scope))
        .map_or(Opinion::Same, |(_, opinion)| *opinion)
}

/// The scopes that a piece of text stands in, with the class that follows from them.
#[derive(Debug, Default)]
pub(super) struct Stack {
    levels: Vec<(Scope, Opinion)>,
    /// Levels that a grammar has put aside for a while.
    aside: Vec<Vec<Scope>>,
    known: HashMap<Scope, Opinion, BuildHasherDefault<ScopeHasher>>,
}

impl Stack {
    /// Follows a step of the grammar. Steps that do not fit are left out: a grammar may be wrong, the text is shown
    /// all the same.
    pub(super) fn apply(&mut self, step: &ScopeStackOp) {
        match step {
            ScopeStackOp::Push(scope) => self.push(*scope),
            ScopeStackOp::Pop(count) => {
                let left = self.levels.len().saturating_sub(*count);
                self.levels.truncate(left);
            }
            ScopeStackOp::Clear(amount) => {
                let left = match amount {
                    ClearAmount::TopN(count) => self.levels.len().saturating_sub(*count),
                    ClearAmount::All => 0,
                };
                let cleared = self.levels.split_off(left);
                self.aside
                    .push(cleared.into_iter().map(|(scope, _)| scope).collect());
            }
            ScopeStackOp::Restore => {
                for scope in self.aside.pop().unwrap_or_default() {
                    self.push(scope);
                }
            }
            ScopeStackOp::Noop => {}
        }
    }

    fn push(&mut self, scope: Scope) {
        let around = self
            .levels
            .last()
            .map_or(Opinion::Plain, |(_, opinion)| *opinion);
        let own = *self.known.entry(scope).or_insert_with(|| opinion(scope));
        let opinion = match own {
            Opinion::Same => around,
            // Some grammars give the same scope to a function where it is called and where it is defined.
            Opinion::Is(Class::Function) if self.calls() => around,
            own => own,
        };
        self.levels.push((scope, opinion));
    }

    fn calls(&self) -> bool {
        static CALL: OnceLock<Option<Scope>> = OnceLock::new();
        let call = CALL.get_or_init(|| Scope::new("meta.function-call").ok());
        match (call, self.levels.last()) {
            (Some(call), Some((scope, _))) => call.is_prefix_of(*scope),
            _ => false,
        }
    }

    /// The class of a piece of text here.
    pub(super) fn class(&self, piece: &str) -> Option<Class> {
        match self.levels.last()?.1 {
            Opinion::Is(class) => Some(class),
            Opinion::Word if piece.contains(char::is_alphabetic) => Some(Class::Keyword),
            Opinion::Word | Opinion::Plain | Opinion::Same => None,
        }
    }
}

/// Mixes the two words of a scope.
#[derive(Debug, Default)]
struct ScopeHasher(u64);

impl Hasher for ScopeHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[cfg(test)]
mod tests {
    use super::{RULES, rules};

    #[test]
    fn all_rules_are_scopes() {
        assert_eq!(rules().len(), RULES.len());
    }
}
