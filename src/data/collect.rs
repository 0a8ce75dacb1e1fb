//! From the model to records. Every list comes out sorted: by document path, then by line, then as the model has it.

use super::record::{
    Address, CheckRecord, ComponentRecord, DaysRecord, DecisionRecord, DependencyRecord,
    DiagnosticRecord, DiagramRecord, DocumentRecord, EdgeRecord, EndpointRecord,
    EndpointSourceRecord, EntityRecord, EstimateRecord, FeatureRecord, FieldRecord, NodeRecord,
    PlaceRecord, QuestionRecord, RelationRecord, RequirementRecord, RiskRecord, StoryRecord,
    TargetRecord, TaskRecord, TechnologyRecord,
};
use crate::model::diagram::{End, Graph, Picture, Tip};
use crate::model::fact::{Level, Place, Step};
use crate::model::portfolio::{Feature, Located, Portfolio};
use crate::model::site::Site;
use crate::model::source::DocId;

/// What records are made from: the portfolio and the addresses of its pages.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The facts.
    pub portfolio: &'a Portfolio,
    /// The addresses.
    pub site: &'a Site,
}

fn place<'a>(view: View<'a>, document: DocId, place: &'a Place) -> PlaceRecord<'a> {
    PlaceRecord {
        document: view.portfolio.document(document).path.as_str(),
        line: place.line,
        url: Address {
            page: &view.site.documents[document.index()],
            anchor: &place.anchor,
        },
    }
}

/// The facts of a list by document path and line. Document numbers follow the order of paths.
fn sorted<T>(facts: &[Located<T>], place_of: impl Fn(&T) -> &Place) -> Vec<&Located<T>> {
    let mut sorted: Vec<&Located<T>> = facts.iter().collect();
    sorted.sort_by_key(|located| (located.document, place_of(&located.fact).line));
    sorted
}

/// `None` for texts that say nothing.
fn stated(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn document_record(view: View<'_>, id: DocId) -> DocumentRecord<'_> {
    let document = view.portfolio.document(id);
    DocumentRecord {
        kind: document.kind.word(),
        path: document.path.as_str(),
        url: &view.site.documents[id.index()],
        title: &document.title,
        bytes: document.bytes,
        words: document.words,
        changed: view.portfolio.changed(id),
    }
}

/// The documents of a feature by path.
pub fn documents<'a>(view: View<'a>, feature: &'a Feature) -> Vec<DocumentRecord<'a>> {
    let mut ids = feature.documents.clone();
    ids.sort_unstable();
    ids.into_iter()
        .map(|id| document_record(view, id))
        .collect()
}

/// The documents of the portfolio itself by path.
pub fn own_documents(view: View<'_>) -> Vec<DocumentRecord<'_>> {
    let mut ids = view.portfolio.own_documents.clone();
    ids.sort_unstable();
    ids.into_iter()
        .map(|id| document_record(view, id))
        .collect()
}

/// The stories of a feature.
pub fn stories<'a>(view: View<'a>, feature: &'a Feature) -> Vec<StoryRecord<'a>> {
    sorted(&feature.facts.stories, |story| &story.place)
        .into_iter()
        .map(|Located { document, fact }| StoryRecord {
            id: fact.id.as_deref(),
            title: &fact.title,
            priority: fact.priority.as_deref(),
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The requirements of a feature with the tasks that name them.
pub fn requirements<'a>(view: View<'a>, feature: &'a Feature) -> Vec<RequirementRecord<'a>> {
    sorted(&feature.facts.requirements, |traced| {
        &traced.requirement.place
    })
    .into_iter()
    .map(|Located { document, fact }| RequirementRecord {
        id: fact.requirement.id.as_deref(),
        kind: fact.requirement.kind.word(),
        text: &fact.requirement.text,
        tasks: tracing_tasks(feature, &fact.tasks),
        endpoints: fact
            .endpoints
            .iter()
            .filter_map(|&at| feature.facts.endpoints.get(at as usize))
            .map(|endpoint| format!("{} {}", endpoint.method, endpoint.path))
            .collect(),
        checks: fact
            .checks
            .iter()
            .filter_map(|&at| feature.facts.checklist.get(at as usize))
            .map(|item| item.fact.id.as_deref().unwrap_or(&item.fact.place.anchor))
            .collect(),
        references: fact.references,
        place: place(view, *document, &fact.requirement.place),
    })
    .collect()
}

/// The names of tasks in the order of their places, each once: ids as written, anchors where there is none.
fn tracing_tasks<'a>(feature: &'a Feature, indices: &[u32]) -> Vec<&'a str> {
    let mut tasks: Vec<_> = indices
        .iter()
        .filter_map(|&index| feature.facts.tasks.get(index as usize))
        .collect();
    tasks.sort_by_key(|task| (task.document, task.fact.place.line));
    let mut names: Vec<&str> = Vec::with_capacity(tasks.len());
    for task in tasks {
        let name = task.fact.id.as_deref().unwrap_or(&task.fact.place.anchor);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The tasks of a feature.
pub fn tasks<'a>(view: View<'a>, feature: &'a Feature) -> Vec<TaskRecord<'a>> {
    sorted(&feature.facts.tasks, |task| &task.place)
        .into_iter()
        .map(|Located { document, fact }| TaskRecord {
            id: fact.id.as_deref(),
            text: &fact.text,
            state: fact.state.word(),
            mark: &fact.mark,
            phase: fact.phase.as_deref(),
            story: fact.story.as_deref(),
            parallel: fact.parallel,
            requirements: &fact.requirements,
            depends_on: &fact.depends_on,
            files: &fact.files,
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The boxes of a feature that are no tasks.
pub fn checklist<'a>(view: View<'a>, feature: &'a Feature) -> Vec<CheckRecord<'a>> {
    sorted(&feature.facts.checklist, |item| &item.place)
        .into_iter()
        .map(|Located { document, fact }| CheckRecord {
            id: fact.id.as_deref(),
            text: &fact.text,
            checked: fact.checked,
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The risks of a feature.
pub fn risks<'a>(view: View<'a>, feature: &'a Feature) -> Vec<RiskRecord<'a>> {
    sorted(&feature.facts.risks, |risk| &risk.place)
        .into_iter()
        .map(|Located { document, fact }| RiskRecord {
            id: fact.id.as_deref(),
            title: &fact.title,
            likelihood: fact.likelihood.map(Step::word),
            impact: fact.impact.map(Step::word),
            level: fact.level.map(Level::word),
            likelihood_text: fact.likelihood_text.as_deref(),
            impact_text: fact.impact_text.as_deref(),
            mitigation: fact.mitigation.as_deref(),
            owner: fact.owner.as_deref(),
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The decisions of a feature.
pub fn decisions<'a>(view: View<'a>, feature: &'a Feature) -> Vec<DecisionRecord<'a>> {
    sorted(&feature.facts.decisions, |decision| &decision.place)
        .into_iter()
        .map(|Located { document, fact }| DecisionRecord {
            id: fact.id.as_deref(),
            title: &fact.title,
            chosen: fact.chosen.as_deref(),
            rationale: fact.rationale.as_deref(),
            options: &fact.options,
            consequences: fact.consequences.as_deref(),
            status: fact.status.as_deref(),
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The questions of a feature.
pub fn questions<'a>(view: View<'a>, feature: &'a Feature) -> Vec<QuestionRecord<'a>> {
    sorted(&feature.facts.questions, |question| &question.place)
        .into_iter()
        .map(|Located { document, fact }| QuestionRecord {
            id: fact.id.as_deref(),
            text: &fact.text,
            state: fact.state.word(),
            deadline: fact.deadline.as_deref(),
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The components of a feature.
pub fn components<'a>(view: View<'a>, feature: &'a Feature) -> Vec<ComponentRecord<'a>> {
    sorted(&feature.facts.components, |component| &component.place)
        .into_iter()
        .map(|Located { document, fact }| ComponentRecord {
            id: None,
            name: &fact.name,
            purpose: fact.purpose.as_deref(),
            technology: fact.technology.as_deref(),
            responsibilities: fact.responsibilities.as_deref(),
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The technologies of a feature.
pub fn technologies<'a>(view: View<'a>, feature: &'a Feature) -> Vec<TechnologyRecord<'a>> {
    sorted(&feature.facts.technologies, |technology| &technology.place)
        .into_iter()
        .map(|Located { document, fact }| TechnologyRecord {
            id: None,
            name: &fact.name,
            kind: fact.kind.word(),
            version: fact.version.as_deref(),
            purpose: fact.purpose.as_deref(),
            licence: fact.licence.as_deref(),
            fallback: fact.fallback.as_deref(),
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The targets of a feature.
pub fn targets<'a>(view: View<'a>, feature: &'a Feature) -> Vec<TargetRecord<'a>> {
    sorted(&feature.facts.targets, |target| &target.place)
        .into_iter()
        .map(|Located { document, fact }| TargetRecord {
            id: None,
            name: &fact.name,
            value: &fact.value,
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The acceptance criteria of a feature that have a box.
pub fn acceptance<'a>(view: View<'a>, feature: &'a Feature) -> Vec<CheckRecord<'a>> {
    sorted(&feature.facts.acceptance, |criterion| &criterion.place)
        .into_iter()
        .map(|Located { document, fact }| CheckRecord {
            id: fact.id.as_deref(),
            text: &fact.text,
            checked: fact.checked,
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The diagrams of a feature's documents.
pub fn diagrams<'a>(view: View<'a>, feature: &'a Feature) -> Vec<DiagramRecord<'a>> {
    let mut ids = feature.documents.clone();
    ids.sort_unstable();
    ids.into_iter()
        .flat_map(|id| {
            let diagrams = &view.portfolio.document(id).diagrams;
            diagrams.iter().map(move |diagram| DiagramRecord {
                id: None,
                kind: diagram.kind.word(),
                syntax: diagram.syntax.word(),
                nodes: diagram.graph().map(nodes).unwrap_or_default(),
                edges: diagram.graph().map(edges).unwrap_or_default(),
                drawn: diagram.picture != Picture::Source,
                place: place(view, id, &diagram.place),
            })
        })
        .collect()
}

fn nodes(graph: &Graph) -> Vec<NodeRecord<'_>> {
    let group = |group: u32| graph.groups[group as usize].label.as_str();
    let nodes = graph.nodes.iter().zip(0..);
    nodes
        .map(|(node, at)| NodeRecord {
            id: end(End::Node(at)),
            label: &node.label,
            group: node.group.map(group),
        })
        .collect()
}

fn edges(graph: &Graph) -> Vec<EdgeRecord<'_>> {
    let edges = graph.edges.iter();
    edges
        .map(|edge| {
            // A line with its only head at the beginning leads the other way.
            let leads_back = edge.head == Tip::Plain && edge.tail != Tip::Plain;
            let (from, to) = if leads_back {
                (edge.to, edge.from)
            } else {
                (edge.from, edge.to)
            };
            EdgeRecord {
                from: end(from),
                to: end(to),
                label: Some(edge.label.as_str()).filter(|label| !label.is_empty()),
                directed: (edge.head, edge.tail) != (Tip::Plain, Tip::Plain),
            }
        })
        .collect()
}

/// The id of an end: `n1` for the first node, `g1` for the first group.
fn end(end: End) -> String {
    match end {
        End::Node(node) => format!("n{}", node + 1),
        End::Group(group) => format!("g{}", group + 1),
    }
}

/// The endpoints of a feature by path and method, each with its places.
pub fn endpoints<'a>(view: View<'a>, feature: &'a Feature) -> Vec<EndpointRecord<'a>> {
    let mut endpoints: Vec<_> = feature.facts.endpoints.iter().collect();
    endpoints.sort_by_key(|endpoint| (&endpoint.path, &endpoint.method));
    endpoints
        .into_iter()
        .map(|endpoint| EndpointRecord {
            id: None,
            method: &endpoint.method,
            path: &endpoint.path,
            sources: sorted(&endpoint.sources, |source| &source.place)
                .into_iter()
                .map(|Located { document, fact }| EndpointSourceRecord {
                    kind: fact.source.word(),
                    place: place(view, *document, &fact.place),
                })
                .collect(),
        })
        .collect()
}

/// The entities of a feature.
pub fn entities<'a>(view: View<'a>, feature: &'a Feature) -> Vec<EntityRecord<'a>> {
    sorted(&feature.facts.entities, |entity| &entity.place)
        .into_iter()
        .map(|Located { document, fact }| EntityRecord {
            id: None,
            name: &fact.name,
            fields: fact
                .fields
                .iter()
                .map(|field| FieldRecord {
                    name: &field.name,
                    type_name: stated(&field.type_name),
                    notes: stated(&field.notes),
                })
                .collect(),
            relations: fact
                .relations
                .iter()
                .map(|relation| RelationRecord {
                    to: &relation.to,
                    kind: stated(&relation.kind),
                })
                .collect(),
            place: place(view, *document, &fact.place),
        })
        .collect()
}

/// The estimate of a feature.
pub fn estimate(feature: &Feature) -> Option<EstimateRecord<'_>> {
    let estimate = &feature.facts.estimate.as_ref()?.fact;
    Some(EstimateRecord {
        days_min: DaysRecord(estimate.days.min_hundredths),
        days_max: DaysRecord(estimate.days.max_hundredths),
        confidence: estimate.confidence.as_deref(),
    })
}

/// The address of a feature's overview.
pub fn feature_address(view: View<'_>, feature: &Feature) -> String {
    format!("{}/index.html", view.site.features[feature.id.index()])
}

/// A feature with counts in place of its lists.
pub fn feature_summary<'a>(view: View<'a>, feature: &'a Feature) -> FeatureRecord<'a> {
    let facts = &feature.facts;
    FeatureRecord {
        id: &feature.folder.key,
        number: feature.folder.number.as_deref(),
        title: &feature.title,
        path: feature.folder.path.as_str(),
        url: feature_address(view, feature),
        archived: feature.folder.archived,
        status: feature.status.value.word(),
        status_text: feature.status.text.as_deref(),
        phase: feature.phase.word(),
        documents: feature.documents.len(),
        stories: facts.stories.len(),
        requirements: facts.requirements.len(),
        tasks: facts.tasks.len(),
        tasks_done: facts.tasks_done(),
        risks: facts.risks.len(),
        risks_unrated: unrated(feature),
        decisions: facts.decisions.len(),
        questions_open: facts.questions_open(),
        components: facts.components.len(),
        diagrams: feature
            .documents
            .iter()
            .map(|&id| view.portfolio.document(id).diagrams.len())
            .sum(),
        endpoints: facts.endpoints.len(),
        entities: facts.entities.len(),
    }
}

/// The number of risks whose level does not follow from what is written.
pub fn unrated(feature: &Feature) -> usize {
    let risks = &feature.facts.risks;
    risks
        .iter()
        .filter(|risk| risk.fact.level.is_none())
        .count()
}

/// The dependencies between features, one a place.
pub fn dependencies(view: View<'_>) -> Vec<DependencyRecord<'_>> {
    let mut dependencies: Vec<_> = view.portfolio.dependencies.iter().collect();
    dependencies.sort_by_key(|dependency| {
        (
            dependency.document,
            dependency.line,
            dependency.from,
            dependency.to,
            dependency.evidence,
        )
    });
    dependencies
        .into_iter()
        .map(|dependency| DependencyRecord {
            from: &view.portfolio.feature(dependency.from).folder.key,
            to: &view.portfolio.feature(dependency.to).folder.key,
            evidence: dependency.evidence.word(),
            place: PlaceRecord {
                document: view.portfolio.document(dependency.document).path.as_str(),
                line: dependency.line,
                url: Address {
                    page: &view.site.documents[dependency.document.index()],
                    anchor: &dependency.anchor,
                },
            },
        })
        .collect()
}

/// All diagnostics in their order.
pub fn diagnostics(view: View<'_>) -> Vec<DiagnosticRecord<'_>> {
    let mut diagnostics: Vec<_> = view.portfolio.diagnostics.iter().collect();
    diagnostics.sort_by(|left, right| left.order(right));
    diagnostics
        .into_iter()
        .map(|diagnostic| DiagnosticRecord {
            code: diagnostic.code.code(),
            severity: diagnostic.severity.word(),
            message: &diagnostic.message,
            help: stated(&diagnostic.help),
            path: diagnostic.path.as_str(),
            line: diagnostic.line(),
            column: diagnostic.column(),
        })
        .collect()
}
