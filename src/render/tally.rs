//! Counts of facts, per document, per feature and over the portfolio.

use crate::base::diagnostic::Severity;
use crate::base::route::route;
use crate::model::fact::{Level, Risk, TaskState};
use crate::model::portfolio::{Feature, FeatureFacts, MergedEndpoint, Portfolio};
use std::collections::BTreeSet;

/// Numbers of risks by level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct LevelCounts {
    /// Critical.
    pub critical: u32,
    /// High.
    pub high: u32,
    /// Medium.
    pub medium: u32,
    /// Low.
    pub low: u32,
    /// Not rated: likelihood, impact or both are missing.
    pub none: u32,
}

impl LevelCounts {
    /// Counts risks.
    pub fn of<'a>(risks: impl Iterator<Item = &'a Risk>) -> Self {
        let mut counts = Self::default();
        for risk in risks {
            *counts.slot(risk.level) += 1;
        }
        counts
    }

    fn slot(&mut self, level: Option<Level>) -> &mut u32 {
        match level {
            Some(Level::Critical) => &mut self.critical,
            Some(Level::High) => &mut self.high,
            Some(Level::Medium) => &mut self.medium,
            Some(Level::Low) => &mut self.low,
            None => &mut self.none,
        }
    }

    /// The numbers with the words of their levels, worst first, `none` last.
    pub fn listed(&self) -> [(&'static str, u32); 5] {
        [
            ("critical", self.critical),
            ("high", self.high),
            ("medium", self.medium),
            ("low", self.low),
            ("none", self.none),
        ]
    }

    /// The number of all risks.
    pub fn total(&self) -> u32 {
        self.critical + self.high + self.medium + self.low + self.none
    }

    fn add(&mut self, other: &Self) {
        self.critical += other.critical;
        self.high += other.high;
        self.medium += other.medium;
        self.low += other.low;
        self.none += other.none;
    }
}

/// Numbers of diagnostics by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct SeverityCounts {
    /// Errors.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// Notes.
    pub notes: u32,
}

impl SeverityCounts {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    /// The number of all diagnostics.
    pub fn total(&self) -> u32 {
        self.errors + self.warnings + self.notes
    }
}

/// What a feature holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct FeatureTally {
    /// Tasks.
    pub tasks: u32,
    /// Tasks that are done.
    pub tasks_done: u32,
    /// Requirements.
    pub requirements: u32,
    /// Requirements that a task names.
    pub covered: u32,
    /// Risks.
    pub risks: LevelCounts,
    /// Open questions.
    pub questions_open: u32,
    /// Diagnostics of its documents.
    pub diagnostics: SeverityCounts,
}

impl FeatureTally {
    /// Counts the facts of a feature.
    pub fn of(feature: &Feature) -> Self {
        let facts = &feature.facts;
        Self {
            tasks: facts.tasks.len() as u32,
            tasks_done: facts.tasks_done() as u32,
            requirements: facts.requirements.len() as u32,
            covered: facts
                .requirements
                .iter()
                .filter(|located| !located.fact.tasks.is_empty())
                .count() as u32,
            risks: LevelCounts::of(facts.risks.iter().map(|located| &*located.fact)),
            questions_open: facts.questions_open() as u32,
            diagnostics: SeverityCounts::default(),
        }
    }
}

/// What a document contributes to the merged facts of its feature.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct DocumentTally {
    /// Requirements.
    pub requirements: u32,
    /// Stories.
    pub stories: u32,
    /// Tasks.
    pub tasks: u32,
    /// Tasks that are done.
    pub tasks_done: u32,
    /// Boxes that are no tasks.
    pub checks: u32,
    /// Boxes that are ticked.
    pub checked: u32,
    /// Decisions.
    pub decisions: u32,
    /// Risks.
    pub risks: u32,
    /// Questions.
    pub questions: u32,
    /// Components.
    pub components: u32,
    /// Endpoints.
    pub endpoints: u32,
    /// Entities.
    pub entities: u32,
}

/// Adds the facts of a feature to the tallies of its documents, which stand by the numbers of documents.
pub(super) fn count_documents(feature: &Feature, tallies: &mut [DocumentTally]) {
    let facts = &feature.facts;
    for located in &facts.requirements {
        tallies[located.document.index()].requirements += 1;
    }
    for located in &facts.stories {
        tallies[located.document.index()].stories += 1;
    }
    for located in &facts.tasks {
        let tally = &mut tallies[located.document.index()];
        tally.tasks += 1;
        tally.tasks_done += u32::from(located.fact.state == TaskState::Done);
    }
    for located in &facts.checklist {
        let tally = &mut tallies[located.document.index()];
        tally.checks += 1;
        tally.checked += u32::from(located.fact.checked);
    }
    for located in &facts.decisions {
        tallies[located.document.index()].decisions += 1;
    }
    for located in &facts.risks {
        tallies[located.document.index()].risks += 1;
    }
    for located in &facts.questions {
        tallies[located.document.index()].questions += 1;
    }
    for located in &facts.components {
        tallies[located.document.index()].components += 1;
    }
    for located in &facts.entities {
        tallies[located.document.index()].entities += 1;
    }
    for endpoint in &facts.endpoints {
        let documents: BTreeSet<_> = endpoint
            .sources
            .iter()
            .map(|source| source.document)
            .collect();
        for document in documents {
            tallies[document.index()].endpoints += 1;
        }
    }
}

/// Numbers of what is counted once over all features.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Distinct {
    endpoints: u32,
    entities: u32,
    components: u32,
    technologies: u32,
}

impl Distinct {
    /// Counts distinct names.
    pub(super) fn of(portfolio: &Portfolio) -> Self {
        let facts = || portfolio.features.iter().map(|feature| &feature.facts);
        let count = |names: BTreeSet<&str>| names.len() as u32;
        let endpoints = facts().flat_map(|facts| &facts.endpoints);
        let endpoints: BTreeSet<_> = endpoints.map(operation).collect();
        let technologies: BTreeSet<_> = facts().flat_map(technologies).collect();
        Self {
            endpoints: endpoints.len() as u32,
            entities: count(facts().flat_map(entities).collect()),
            components: count(facts().flat_map(components).collect()),
            technologies: technologies.len() as u32,
        }
    }

    /// Whether two versions of a feature count the same.
    pub(super) fn is_same(one: &Feature, other: &Feature) -> bool {
        let (one, other) = (&one.facts, &other.facts);
        let endpoints = one.endpoints.iter().map(operation);
        endpoints.eq(other.endpoints.iter().map(operation))
            && entities(one).eq(entities(other))
            && components(one).eq(components(other))
            && technologies(one).eq(technologies(other))
    }
}

fn operation(endpoint: &MergedEndpoint) -> (&str, String) {
    (&endpoint.method, route(&endpoint.path))
}

fn entities(facts: &FeatureFacts) -> impl Iterator<Item = &str> {
    facts
        .entities
        .iter()
        .map(|entity| entity.fact.name.as_str())
}

fn components(facts: &FeatureFacts) -> impl Iterator<Item = &str> {
    let components = facts.components.iter();
    components.map(|component| component.fact.name.as_str())
}

/// Names without regard to case.
fn technologies(facts: &FeatureFacts) -> impl Iterator<Item = String> {
    let technologies = facts.technologies.iter();
    technologies.map(|technology| technology.fact.name.to_lowercase())
}

/// What the whole portfolio holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// Features.
    pub features: u32,
    /// Documents, those of the portfolio itself included.
    pub documents: u32,
    /// Requirements.
    pub requirements: u32,
    /// Requirements that a task names.
    pub covered: u32,
    /// Tasks.
    pub tasks: u32,
    /// Tasks that are done.
    pub tasks_done: u32,
    /// Risks.
    pub risks: LevelCounts,
    /// Decisions.
    pub decisions: u32,
    /// Questions.
    pub questions: u32,
    /// Questions that wait for an answer.
    pub questions_open: u32,
    /// Distinct endpoints by method and path.
    pub endpoints: u32,
    /// Distinct entities by name.
    pub entities: u32,
    /// Distinct components by name.
    pub components: u32,
    /// Distinct technologies by name.
    pub technologies: u32,
    /// Pairs of features that depend on each other.
    pub dependencies: u32,
    /// Diagnostics.
    pub diagnostics: SeverityCounts,
}

impl Totals {
    /// Adds up the tallies of the features.
    pub(super) fn of(
        portfolio: &Portfolio,
        tallies: &[FeatureTally],
        distinct: Distinct,
        dependencies: u32,
    ) -> Self {
        let mut totals = Self {
            features: portfolio.features.len() as u32,
            documents: portfolio.documents.len() as u32,
            endpoints: distinct.endpoints,
            entities: distinct.entities,
            components: distinct.components,
            technologies: distinct.technologies,
            dependencies,
            ..Self::default()
        };
        for (feature, tally) in portfolio.features.iter().zip(tallies) {
            totals.requirements += tally.requirements;
            totals.covered += tally.covered;
            totals.tasks += tally.tasks;
            totals.tasks_done += tally.tasks_done;
            totals.questions_open += tally.questions_open;
            totals.risks.add(&tally.risks);
            totals.decisions += feature.facts.decisions.len() as u32;
            totals.questions += feature.facts.questions.len() as u32;
        }
        for diagnostic in &portfolio.diagnostics {
            totals.diagnostics.add(diagnostic.severity);
        }
        totals
    }
}
