//! The alphabetical index.
//!
//! It lists every feature and document by title, and every entity, component, endpoint, requirement, story, decision,
//! risk and question that has a name or an id of its own. Tasks are left out: their ids start again at T001 in each
//! feature, so that nobody finds a task by its name, and they outnumber all other names together; the task register
//! lists them.

use crate::model::portfolio::{FeatureFacts, Portfolio};
use crate::model::site::{Name, NameKind, Site};
use crate::model::source::{DocId, FeatureId};

/// The largest number of names on one page.
const LONGEST: usize = 2_500;

/// The address of a volume of the index, from 0.
pub(super) fn volume_url(number: usize) -> String {
    format!("registers/index-az-{}.html", number + 1)
}

/// How many names the index has.
pub(super) fn count(portfolio: &Portfolio) -> usize {
    let of_feature = |facts: &FeatureFacts| {
        let named = |name: &str| !name.trim().is_empty();
        let has = |id: &Option<String>| id.as_deref().is_some_and(named);
        let requirements = facts.requirements.iter();
        requirements
            .filter(|it| has(&it.fact.requirement.id))
            .count()
            + facts.stories.iter().filter(|it| has(&it.fact.id)).count()
            + facts
                .decisions
                .iter()
                .filter(|it| named(&it.fact.title))
                .count()
            + facts.risks.iter().filter(|it| has(&it.fact.id)).count()
            + facts.questions.iter().filter(|it| has(&it.fact.id)).count()
            + facts
                .components
                .iter()
                .filter(|it| named(&it.fact.name))
                .count()
            + facts
                .entities
                .iter()
                .filter(|it| named(&it.fact.name))
                .count()
            + facts
                .endpoints
                .iter()
                .filter(|it| !it.sources.is_empty())
                .count()
    };
    let facts: usize = portfolio
        .features
        .iter()
        .map(|it| of_feature(&it.facts))
        .sum();
    let features = portfolio.features.iter().map(|it| &it.title);
    let documents = portfolio.documents.iter().map(|it| &it.title);
    facts
        + features
            .chain(documents)
            .filter(|it| !it.trim().is_empty())
            .count()
}

/// All names in alphabetical order without regard to case.
pub fn collect(portfolio: &Portfolio, site: &Site) -> Vec<Name> {
    let mut names = Vec::new();
    for feature in &portfolio.features {
        let mut add = |name: &str, kind: NameKind, document: DocId, anchor: &str| {
            names.push(entry(
                name,
                kind,
                Some(feature.id),
                format!("{}#{anchor}", site.documents[document.index()]),
            ));
        };
        let facts = &feature.facts;
        for located in &facts.requirements {
            let requirement = &located.fact.requirement;
            if let Some(id) = &requirement.id {
                add(
                    id,
                    NameKind::Requirement,
                    located.document,
                    &requirement.place.anchor,
                );
            }
        }
        for located in &facts.stories {
            if let Some(id) = &located.fact.id {
                add(
                    id,
                    NameKind::Story,
                    located.document,
                    &located.fact.place.anchor,
                );
            }
        }
        for located in &facts.decisions {
            add(
                &located.fact.title,
                NameKind::Decision,
                located.document,
                &located.fact.place.anchor,
            );
        }
        for located in &facts.risks {
            if let Some(id) = &located.fact.id {
                add(
                    id,
                    NameKind::Risk,
                    located.document,
                    &located.fact.place.anchor,
                );
            }
        }
        for located in &facts.questions {
            if let Some(id) = &located.fact.id {
                add(
                    id,
                    NameKind::Question,
                    located.document,
                    &located.fact.place.anchor,
                );
            }
        }
        for located in &facts.components {
            add(
                &located.fact.name,
                NameKind::Component,
                located.document,
                &located.fact.place.anchor,
            );
        }
        for located in &facts.entities {
            add(
                &located.fact.name,
                NameKind::Entity,
                located.document,
                &located.fact.place.anchor,
            );
        }
        for endpoint in &facts.endpoints {
            if let Some(source) = endpoint.sources.first() {
                let name = format!("{} {}", endpoint.path, endpoint.method);
                add(
                    &name,
                    NameKind::Endpoint,
                    source.document,
                    &source.fact.place.anchor,
                );
            }
        }
        names.push(entry(
            &feature.title,
            NameKind::Feature,
            Some(feature.id),
            format!("{}/index.html", site.features[feature.id.index()]),
        ));
    }
    for document in &portfolio.documents {
        names.push(entry(
            &document.title,
            NameKind::Document(document.kind),
            document.feature,
            site.documents[document.id.index()].clone(),
        ));
    }
    names.retain(|name| !name.name.is_empty());
    names.sort_by_cached_key(|name| {
        (
            name.initial.is_some(),
            sort_key(&name.name),
            name.name.clone(),
            name.kind,
            name.url.clone(),
        )
    });
    names
}

fn entry(name: &str, kind: NameKind, feature: Option<FeatureId>, url: String) -> Name {
    let name = name.trim();
    Name {
        name: name.to_owned(),
        initial: sort_key(name)
            .chars()
            .next()
            .filter(|initial| initial.is_alphabetic()),
        kind,
        feature,
        url,
    }
}

/// The text by which a name is put in order: lower case, from the first letter or digit on.
fn sort_key(name: &str) -> String {
    name.trim_start_matches(|character: char| !character.is_alphanumeric())
        .to_lowercase()
}

/// The numbers of names in each volume; one volume when all names fit on one page.
pub(super) fn volumes(names: usize) -> Vec<u32> {
    let count = names.div_ceil(LONGEST).max(1);
    let base = names / count;
    let extra = names % count;
    (0..count)
        .map(|volume| (base + usize::from(volume < extra)) as u32)
        .collect()
}
