//! Requirements of a feature.

use super::{Conflict, located, place_of, sort_by_place, write_identity};
use crate::base::diagnostic::Code;
use crate::link::key::family;
use crate::link::symbols::{Standing, standing};
use crate::link::words::same_words;
use crate::model::document::{Document, SymbolKind};
use crate::model::fact::{Requirement, RequirementKind};
use crate::model::portfolio::Located;
use std::collections::HashMap;
use std::sync::Arc;

/// All requirements: the definition of each id, and everything without an id. Restatements are folded away; of ids
/// whose family no document defines, the first statement in reading order stays.
pub(super) fn merge<'a>(
    documents: &[&'a Document],
    conflicts: &mut Vec<Conflict<'a>>,
) -> Vec<Located<Requirement>> {
    let mut stated: Vec<(Standing, &'a Document, &'a Arc<Requirement>)> = Vec::new();
    for document in documents {
        stated.extend(document.facts.requirements.iter().map(|requirement| {
            let standing = standing(SymbolKind::Requirement, document.kind, requirement.defines);
            (standing, *document, requirement)
        }));
    }
    // Stable: within one standing the reading order stays.
    stated.sort_by_key(|(standing, ..)| *standing);
    let mut kept: Vec<Located<Requirement>> = Vec::new();
    let mut known: HashMap<String, (Standing, &Document, &Requirement)> = HashMap::new();
    let mut families: Vec<String> = Vec::new();
    let mut identity = String::new();
    for (standing, document, requirement) in stated {
        let Some(id) = &requirement.id else {
            kept.push(located(document.id, requirement));
            continue;
        };
        write_identity(&mut identity, document, id);
        if let Some((first_standing, first_document, first)) = known.get(&identity) {
            let differs = !same_words(&first.text, &requirement.text);
            let both_define =
                standing == Standing::Definition && *first_standing == Standing::Definition;
            if both_define && differs {
                if requirement.kind == RequirementKind::Acceptance {
                    // Acceptance criteria are numbered anew under each story.
                    kept.push(located(document.id, requirement));
                } else {
                    let there = place_of(first_document, first.place.line, document);
                    conflicts.push(Conflict {
                        code: Code::DuplicateDefinition,
                        document,
                        line: requirement.place.line,
                        message: format!("`{id}` is already defined with another text in {there}"),
                        help: "renumber one of them; the first one is used".to_owned(),
                    });
                }
            }
            continue;
        }
        let family = family(&identity);
        let is_known_family = families.iter().any(|known| known == family);
        if standing == Standing::Restatement && is_known_family {
            continue;
        }
        if standing != Standing::Restatement && !is_known_family {
            families.push(family.to_owned());
        }
        known.insert(identity.clone(), (standing, document, requirement));
        kept.push(located(document.id, requirement));
    }
    sort_by_place(&mut kept, |requirement| requirement.place.line);
    kept
}
