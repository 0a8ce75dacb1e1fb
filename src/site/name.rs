//! The alphabetical index.
//!
//! It lists every feature and document by title, and every entity, component, technology, endpoint, requirement, story,
//! decision, risk and question that has a name or an id of its own. Tasks are left out: their ids start again at T001
//! in each feature, so that nobody finds a task by its name, and they outnumber all other names together; the task
//! register lists them.

use crate::model::document::Document;
use crate::model::portfolio::{Feature, Portfolio};
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
    let features = portfolio.features.iter().map(|it| of_feature(it));
    let documents = portfolio.documents.iter().map(|it| of_document(it));
    features.chain(documents).sum()
}

/// How many of them a feature gives, without those of its documents.
pub(super) fn of_feature(feature: &Feature) -> usize {
    let facts = &feature.facts;
    let named = |name: &str| usize::from(!name.trim().is_empty());
    let has = |id: &Option<String>| id.as_deref().map_or(0, named);
    let sum = |counts: &mut dyn Iterator<Item = usize>| counts.sum::<usize>();
    named(&feature.title)
        + sum(&mut facts
            .requirements
            .iter()
            .map(|it| has(&it.fact.requirement.id)))
        + sum(&mut facts.stories.iter().map(|it| has(&it.fact.id)))
        + sum(&mut facts.decisions.iter().map(|it| named(&it.fact.title)))
        + sum(&mut facts.risks.iter().map(|it| has(&it.fact.id)))
        + sum(&mut facts.questions.iter().map(|it| has(&it.fact.id)))
        + sum(&mut facts.components.iter().map(|it| named(&it.fact.name)))
        + sum(&mut facts.technologies.iter().map(|it| named(&it.fact.name)))
        + sum(&mut facts.entities.iter().map(|it| named(&it.fact.name)))
        + facts
            .endpoints
            .iter()
            .filter(|it| !it.sources.is_empty())
            .count()
}

/// Whether a document gives one, as a number.
pub(super) fn of_document(document: &Document) -> usize {
    usize::from(!document.title.trim().is_empty())
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
        for located in &facts.technologies {
            add(
                &located.fact.name,
                NameKind::Technology,
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
