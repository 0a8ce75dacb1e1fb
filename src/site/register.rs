//! How long the registers are, and how long ones are split.

use crate::model::portfolio::{Feature, Portfolio};
use crate::model::site::{FileFormat, Register, RegisterList};
use crate::model::source::FeatureId;
use std::collections::BTreeSet;

/// A register with more rows than this is split into one part per feature.
const LONGEST: usize = 500;

/// The address of the part of a register that belongs to the feature at `folder`.
pub(super) fn part_url(register: Register, folder: &str) -> String {
    format!("registers/{}-{folder}.html", register.word())
}

/// The files with the rows of a register: CSV of all, and JSON of the traceability matrix, which is more than one kind
/// of record of portfolio.json.
pub(super) fn lists(register: Register) -> impl Iterator<Item = RegisterList> {
    let formats: &[FileFormat] = match register {
        Register::Requirements => &[FileFormat::Csv, FileFormat::Json],
        _ => &[FileFormat::Csv],
    };
    formats.iter().map(move |&format| RegisterList {
        url: format!("{}.{}", register.word(), format.extension()),
        register,
        format,
    })
}

/// The features that have a part of their own in a register; none when the register is short enough for one page.
pub(super) fn parts(portfolio: &Portfolio, register: Register) -> Vec<FeatureId> {
    if rows(portfolio, register) <= LONGEST {
        return Vec::new();
    }
    let mut needs = vec![0; portfolio.features.len()];
    for dependency in portfolio.dependencies.iter() {
        needs[dependency.from.index()] += 1;
    }
    portfolio
        .features
        .iter()
        .filter(|feature| rows_of(register, feature, needs[feature.id.index()]) > 0)
        .map(|feature| feature.id)
        .collect()
}

/// Whether two versions of a feature have the same rows in all registers, as far as they are counted here; its
/// dependencies are not looked at.
pub(super) fn same_rows(one: &Feature, other: &Feature) -> bool {
    (Register::ALL.iter()).all(|&kind| {
        rows_of(kind, one, 0) == rows_of(kind, other, 0) && merged(kind, one) == merged(kind, other)
    })
}

/// What the rows of a feature are merged by with those of others; `None` for registers that merge nothing.
fn merged(register: Register, feature: &Feature) -> Option<Vec<String>> {
    let facts = &feature.facts;
    Some(match register {
        Register::Endpoints => (facts.endpoints.iter())
            .map(|it| format!("{} {}", it.path, it.method))
            .collect(),
        Register::Entities => (facts.entities.iter())
            .map(|it| it.fact.name.clone())
            .collect(),
        Register::Components => (facts.components.iter())
            .map(|it| it.fact.name.clone())
            .collect(),
        Register::Technologies => (facts.technologies.iter())
            .map(|it| it.fact.name.to_lowercase())
            .collect(),
        _ => return None,
    })
}

/// The number of rows of a register over the whole portfolio. Registers that are merged by name count each name once.
fn rows(portfolio: &Portfolio, register: Register) -> usize {
    if register == Register::Dependencies {
        let pairs = portfolio.dependencies.iter().map(|it| (it.from, it.to));
        return pairs.collect::<BTreeSet<_>>().len();
    }
    let mut names = BTreeSet::new();
    let mut count = 0;
    for feature in &portfolio.features {
        match merged(register, feature) {
            Some(own) => names.extend(own),
            None => count += rows_of(register, feature, 0),
        }
    }
    count + names.len()
}

/// The number of rows that a feature has in a register; `needs` is the number of its dependencies.
fn rows_of(register: Register, feature: &Feature, needs: usize) -> usize {
    let facts = &feature.facts;
    match register {
        Register::Risks => facts.risks.len(),
        Register::Requirements => facts.requirements.len(),
        Register::Tasks => facts.tasks.len(),
        Register::Decisions => facts.decisions.len(),
        Register::Questions => facts.questions.len(),
        Register::Endpoints => facts.endpoints.len(),
        Register::Entities => facts.entities.len(),
        Register::Components => facts.components.len(),
        Register::Technologies => facts.technologies.len(),
        Register::Dependencies => needs,
    }
}
