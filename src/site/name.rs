//! The alphabetical index.
//!
//! It lists every feature and document by title, and every entity, component, technology, endpoint, requirement, story,
//! decision, risk and question that has a name or an id of its own. Tasks are left out: their ids start again at T001
//! in each feature, so that nobody finds a task by its name, and they outnumber all other names together; the task
//! register lists them.

use crate::model::document::Document;
use crate::model::portfolio::{Feature, Located, Portfolio};
use crate::model::site::{Name, NameKind, Site};
use crate::model::source::{DocId, FeatureId};

/// The largest number of names on one page: about 100 kB.
const LONGEST: usize = 900;

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
    let mut count = is_name(&feature.title);
    each_fact(feature, &mut |name, _, _, _| count += is_name(name));
    count
}

/// How many of them a document gives.
pub(super) fn of_document(document: &Document) -> usize {
    is_name(&document.title)
}

fn is_name(text: &str) -> usize {
    usize::from(!text.trim().is_empty())
}

/// Hands out the names and ids of a feature's facts, each with its document and anchor. Some may be empty.
fn each_fact(feature: &Feature, add: &mut impl FnMut(&str, NameKind, DocId, &str)) {
    let facts = &feature.facts;
    for Located { document, fact } in &facts.requirements {
        let own = &fact.requirement;
        let id = own.id.as_deref().unwrap_or_default();
        add(id, NameKind::Requirement, *document, &own.place.anchor);
    }
    for Located { document, fact } in &facts.stories {
        let id = fact.id.as_deref().unwrap_or_default();
        add(id, NameKind::Story, *document, &fact.place.anchor);
    }
    for Located { document, fact } in &facts.decisions {
        let anchor = &fact.place.anchor;
        add(&fact.title, NameKind::Decision, *document, anchor);
    }
    for Located { document, fact } in &facts.risks {
        let id = fact.id.as_deref().unwrap_or_default();
        add(id, NameKind::Risk, *document, &fact.place.anchor);
    }
    for Located { document, fact } in &facts.questions {
        let id = fact.id.as_deref().unwrap_or_default();
        add(id, NameKind::Question, *document, &fact.place.anchor);
    }
    for Located { document, fact } in &facts.components {
        let anchor = &fact.place.anchor;
        add(&fact.name, NameKind::Component, *document, anchor);
    }
    for Located { document, fact } in &facts.technologies {
        let anchor = &fact.place.anchor;
        add(&fact.name, NameKind::Technology, *document, anchor);
    }
    for Located { document, fact } in &facts.entities {
        add(&fact.name, NameKind::Entity, *document, &fact.place.anchor);
    }
    for endpoint in &facts.endpoints {
        if let Some(Located { document, fact }) = endpoint.sources.first() {
            let name = format!("{} {}", endpoint.path, endpoint.method);
            add(&name, NameKind::Endpoint, *document, &fact.place.anchor);
        }
    }
}

/// All names in alphabetical order without regard to case.
pub fn collect(portfolio: &Portfolio, site: &Site) -> Vec<Name> {
    let mut names = Vec::new();
    for feature in &portfolio.features {
        let id = Some(feature.id);
        each_fact(feature, &mut |name, kind, document, anchor| {
            let url = format!("{}#{anchor}", site.documents[document.index()]);
            names.push(entry(name, kind, id, url));
        });
        let url = format!("{}/index.html", site.features[feature.id.index()]);
        names.push(entry(&feature.title, NameKind::Feature, id, url));
    }
    for document in &portfolio.documents {
        let kind = NameKind::Document(document.kind);
        let url = site.documents[document.id.index()].clone();
        names.push(entry(&document.title, kind, document.feature, url));
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
