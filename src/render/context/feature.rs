//! The overview of a feature: the brief from which a decision can be made.

use super::brief::{self, BriefGroup};
use super::chrome::{self, Crumb, Page};
use super::finding::{self, Finding};
use super::matrix::{self, LevelGroup, Matrix};
use super::progress::{self, OpenTask, Stage};
use super::reference::{Count, DocumentName, FeatureName, PhaseName, StatusName};
use super::register::endpoints::state;
use super::side;
use crate::model::diagram::{Diagram, DiagramKind};
use crate::model::fact::{EndpointSource, QuestionState};
use crate::model::portfolio::{Evidence, Feature, MergedEndpoint, Phase};
use crate::model::site::{self, Register};
use crate::model::source::{DocumentKind, FeatureId};
use crate::render::label;
use crate::render::map;
use crate::render::picture;
use crate::render::scene::{Scene, View};
use crate::render::tally::{DocumentTally, FeatureTally};
use serde::Serialize;

/// Lists on the overview are cut at this length; the register of the same name has the rest.
const LONG: usize = 12;
/// Lists of tasks and decisions are shorter, so that the brief prints on two pages.
const SHORT: usize = 8;
/// Up to so many diagnostics are listed one by one.
const FINDINGS: usize = 40;

/// The overview: `feature`.
#[derive(Debug, Serialize)]
pub struct FeaturePage<'a> {
    /// Number, title, address.
    pub name: FeatureName,
    /// The folder below SOURCE.
    pub path: &'a str,
    /// Whether it lies in an archive.
    pub archived: bool,
    /// A paragraph that says what it is about.
    pub summary: Option<&'a str>,
    /// The status.
    pub status: Option<StatusName>,
    /// The phase.
    pub phase: PhaseName,
    /// All phases, with the documents that make them.
    pub phases: Vec<PhaseStep>,
    /// Counts.
    pub tally: FeatureTally,
    /// Tasks done of all.
    pub tasks: Option<Count>,
    /// Requirements with a task of all.
    pub requirements: Option<Count>,
    /// The drawing of its components, safe HTML.
    pub components_html: Option<String>,
    /// The estimate in days.
    pub estimate: Option<EstimateText>,
    /// Open questions.
    pub questions: Vec<QuestionRow>,
    /// Components.
    pub components: Vec<ComponentRow<'a>>,
    /// Technologies by kind.
    pub technologies: Vec<BriefGroup>,
    /// Targets and practices.
    pub practices: Vec<BriefGroup>,
    /// Acceptance criteria that are met, of all.
    pub acceptance: Option<Count>,
    /// Chapters that are not written yet.
    pub unwritten: Vec<BriefGroup>,
    /// The risk matrix; `None` without risks.
    pub matrix: Option<Matrix>,
    /// Risks in groups.
    pub risks: Vec<LevelGroup>,
    /// Decisions.
    pub decisions: Vec<DecisionRow<'a>>,
    /// Decisions that are not listed.
    pub more_decisions: u32,
    /// Tasks by phase or story.
    pub stages: Vec<Stage>,
    /// Tasks that can start now.
    pub can_start: Vec<OpenTask>,
    /// The number of all tasks that can start now.
    pub can_start_total: u32,
    /// Tasks that wait for others.
    pub waiting: Vec<OpenTask>,
    /// The number of all waiting tasks.
    pub waiting_total: u32,
    /// Requirements that no task names; empty when there are no tasks.
    pub gaps: Vec<GapRow<'a>>,
    /// The number of all such requirements.
    pub gaps_total: u32,
    /// Endpoints.
    pub endpoints: Vec<EndpointRow>,
    /// Endpoints that are not listed.
    pub more_endpoints: u32,
    /// The endpoints with the components that serve them, safe HTML.
    pub endpoint_map_html: Option<String>,
    /// Entities.
    pub entities: Vec<EntityRow<'a>>,
    /// Entities that are not listed.
    pub more_entities: u32,
    /// Features that this one needs.
    pub needs: Vec<Relation>,
    /// Features that need this one.
    pub needed_by: Vec<Relation>,
    /// Documents in reading order.
    pub documents: Vec<DocumentRow>,
    /// What planfolio found wrong, when it is little.
    pub findings: Vec<Finding>,
    /// The documents with their numbers of diagnostics, when it is much.
    pub finding_counts: Vec<FindingCount>,
    /// Addresses of the feature's rows in the registers, by name.
    pub registers: std::collections::BTreeMap<&'static str, String>,
}

/// A phase of the rail.
#[derive(Debug, Serialize)]
pub struct PhaseStep {
    /// The phase.
    pub phase: PhaseName,
    /// `past`, `current` or `future`.
    pub state: &'static str,
    /// The document that shows it.
    pub url: Option<String>,
}

/// How long it takes.
#[derive(Debug, Serialize)]
pub struct EstimateText {
    /// `34–46`, `3`, `0.5`.
    pub days: String,
    /// The confidence as written.
    pub confidence: Option<String>,
    /// The address of the statement.
    pub url: String,
}

/// An open question.
#[derive(Debug, Serialize)]
pub struct QuestionRow {
    /// The id as written.
    pub id: Option<String>,
    /// The question.
    pub text: String,
    /// What is written behind it.
    pub rest: String,
    /// An ISO date.
    pub deadline: Option<String>,
    /// Its address.
    pub url: String,
    /// The document that asks.
    pub document: String,
}

/// A component.
#[derive(Debug, Serialize)]
pub struct ComponentRow<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is for.
    pub purpose: Option<&'a str>,
    /// What it is built with.
    pub technology: Option<&'a str>,
    /// Its address.
    pub url: String,
}

/// A decision.
#[derive(Debug, Serialize)]
pub struct DecisionRow<'a> {
    /// The id as written.
    pub id: Option<&'a str>,
    /// What was decided about.
    pub title: &'a str,
    /// What was chosen, cut short.
    pub chosen: Option<String>,
    /// Why, cut short.
    pub rationale: Option<String>,
    /// What else was considered.
    pub options: Vec<&'a str>,
    /// Its address.
    pub url: String,
}

/// A requirement that no task names.
#[derive(Debug, Serialize)]
pub struct GapRow<'a> {
    /// The id as written.
    pub id: Option<&'a str>,
    /// The text.
    pub text: String,
    /// Its address.
    pub url: String,
}

/// An endpoint.
#[derive(Debug, Serialize)]
pub struct EndpointRow {
    /// The method.
    pub method: String,
    /// Whether the method changes something: every method but GET, HEAD and OPTIONS.
    pub writes: bool,
    /// The path.
    pub path: String,
    /// Its address.
    pub url: String,
    /// Where it is stated: `both`, `plan` or `contract`.
    pub found: &'static str,
    /// How plan and contract agree: a key of the texts `agree_…`.
    pub state: &'static str,
    /// Whether they differ.
    pub differs: bool,
}

/// An entity.
#[derive(Debug, Serialize)]
pub struct EntityRow<'a> {
    /// Its name.
    pub name: &'a str,
    /// The number of its fields.
    pub fields: u32,
    /// One line about it.
    pub purpose: Option<&'a str>,
    /// The entities that it is related to.
    pub relations: Vec<&'a str>,
    /// Its address.
    pub url: String,
}

/// Another feature, with the best evidence of the relation.
#[derive(Debug, Serialize)]
pub struct Relation {
    /// The other feature.
    pub feature: FeatureName,
    /// How far it is.
    pub phase: PhaseName,
    /// `declared`, `link` or `mention`.
    pub evidence: &'static str,
    /// The document that says so, at the place.
    pub place: DocumentName,
}

/// A document with what it holds.
#[derive(Debug, Serialize)]
pub struct DocumentRow {
    /// The short name.
    pub label: String,
    /// Its folder inside the feature; empty at the top.
    pub folder: String,
    /// The file name.
    pub file: String,
    /// Its address.
    pub url: String,
    /// What it holds.
    pub tally: DocumentTally,
    /// Nouns and numbers of `tally` that are not zero, for `count`.
    pub holds: Vec<(u32, &'static str)>,
    /// Words.
    pub words: u32,
}

/// A document with its number of diagnostics.
#[derive(Debug, Serialize)]
pub struct FindingCount {
    /// The document.
    pub document: DocumentName,
    /// Errors.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// Notes.
    pub notes: u32,
    /// All.
    pub n: u32,
}

/// Fills the context of an overview and names its template.
pub(in crate::render) fn fill(
    scene: &Scene<'_>,
    page: &site::Page,
    id: FeatureId,
    context: &mut tera::Context,
) -> &'static str {
    let view = View {
        scene,
        from: &page.url,
    };
    let feature = scene.portfolio.feature(id);
    let facts = &feature.facts;
    let tally = *scene.shared.feature(id);
    let name = FeatureName::of(&view, id);
    let (can_start, waiting) = progress::open(&view, feature, SHORT);
    let gaps = gaps(&view, feature);
    let risks = facts.risks.iter().map(|located| &*located.fact);
    let total_findings = tally.diagnostics.total() as usize;
    let count = |n: u32, of: u32, register: Register| {
        (of > 0).then(|| Count {
            n,
            of: Some(of),
            url: view.register(register, Some(id)),
        })
    };
    let value = FeaturePage {
        path: feature.folder.path.as_str(),
        archived: feature.folder.archived,
        summary: feature.summary.as_deref(),
        status: StatusName::is_stated(&feature.status).then(|| StatusName::of(&feature.status)),
        phase: PhaseName::of(feature.phase),
        phases: phases(&view, feature),
        tasks: count(tally.tasks_done, tally.tasks, Register::Tasks),
        requirements: count(tally.covered, tally.requirements, Register::Requirements),
        components_html: components_drawing(&view, feature),
        estimate: estimate(&view, feature),
        questions: questions(&view, feature),
        components: facts
            .components
            .iter()
            .map(|located| ComponentRow {
                name: &located.fact.name,
                purpose: located.fact.purpose.as_deref(),
                technology: located.fact.technology.as_deref(),
                url: view.document(located.document, &located.fact.place.anchor),
            })
            .collect(),
        technologies: brief::technologies(&view, feature),
        practices: brief::practices(&view, feature),
        acceptance: acceptance(&view, feature),
        unwritten: brief::unwritten(&view, feature),
        matrix: (!facts.risks.is_empty())
            .then(|| matrix::matrix(risks, |anchor| view.feature(id, anchor))),
        risks: matrix::groups(&view, facts.risks.iter().map(|risk| (risk, None))),
        decisions: decisions(&view, feature),
        more_decisions: facts.decisions.len().saturating_sub(SHORT) as u32,
        stages: progress::stages(&view, feature),
        can_start_total: can_start.total,
        can_start: can_start.first,
        waiting_total: waiting.total,
        waiting: waiting.first,
        gaps_total: gaps.len() as u32,
        gaps: gaps.into_iter().take(LONG).collect(),
        endpoints: endpoints(&view, feature),
        endpoint_map_html: map::endpoints::picture(&view, feature),
        more_endpoints: facts.endpoints.len().saturating_sub(LONG) as u32,
        entities: entities(&view, feature),
        more_entities: facts.entities.len().saturating_sub(LONG) as u32,
        needs: relations(&view, scene.shared.needs(id), |dependency| dependency.to),
        needed_by: relations(&view, scene.shared.needed_by(id), |dependency| {
            dependency.from
        }),
        documents: documents(&view, feature),
        findings: if total_findings <= FINDINGS {
            findings(&view, feature)
        } else {
            Vec::new()
        },
        finding_counts: if total_findings > FINDINGS {
            finding_counts(&view, feature)
        } else {
            Vec::new()
        },
        registers: Register::ALL
            .iter()
            .map(|&register| (register.word(), view.register(register, Some(id))))
            .collect(),
        tally,
        name,
    };
    let title = value.name.full();
    chrome::fill(
        context,
        &view,
        &Page {
            title: &title,
            description: feature.summary.as_deref().unwrap_or(""),
            name: "",
            crumbs: vec![
                chrome::home(&view),
                Crumb {
                    text: title.clone(),
                    url: None,
                },
            ],
        },
    );
    context.insert("side", &side::column(&view, feature, None));
    context.insert("feature", &value);
    "feature.html"
}

fn phases(view: &View<'_>, feature: &Feature) -> Vec<PhaseStep> {
    let first = |kinds: &[DocumentKind]| {
        feature
            .documents
            .iter()
            .find(|&&id| kinds.contains(&view.scene.portfolio.document(id).kind))
            .map(|&id| view.document(id, ""))
    };
    Phase::ALL
        .iter()
        .map(|&phase| PhaseStep {
            phase: PhaseName::of(phase),
            state: match phase.cmp(&feature.phase) {
                std::cmp::Ordering::Less => "past",
                std::cmp::Ordering::Equal => "current",
                std::cmp::Ordering::Greater => "future",
            },
            url: match phase {
                Phase::Idea => first(&[DocumentKind::Proposal]),
                Phase::Spec => first(&[DocumentKind::Spec, DocumentKind::Requirements]),
                Phase::Plan => first(&[DocumentKind::Plan, DocumentKind::Design]),
                Phase::Tasks => first(&[DocumentKind::Tasks]),
                Phase::Building | Phase::Done => None,
            },
        })
        .collect()
}

/// Acceptance criteria that are met, of all, with the address of the first.
fn acceptance(view: &View<'_>, feature: &Feature) -> Option<Count> {
    let criteria = &feature.facts.acceptance;
    let first = criteria.first()?;
    Some(Count {
        n: criteria.iter().filter(|one| one.fact.checked).count() as u32,
        of: Some(criteria.len() as u32),
        url: view.document(first.document, &first.fact.place.anchor),
    })
}

/// The first drawing of components in reading order.
fn components_drawing(view: &View<'_>, feature: &Feature) -> Option<String> {
    let documents = feature.documents.iter();
    let (document, diagram) = documents
        .map(|&id| view.scene.portfolio.document(id))
        .find_map(|document| {
            let drawn =
                |one: &&Diagram| one.kind == DiagramKind::Components && one.graph().is_some();
            Some((document, document.diagrams.iter().find(drawn)?))
        })?;
    let mut out = String::new();
    picture::figure(&mut out, view, document, diagram);
    Some(out)
}

/// `3`, `2.5–4`: a range of days from hundredths of a day.
pub(super) fn days(least: u32, most: u32) -> String {
    let number = |hundredths: u32| {
        let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    if least == most {
        number(least)
    } else {
        format!("{}–{}", number(least), number(most))
    }
}

fn estimate(view: &View<'_>, feature: &Feature) -> Option<EstimateText> {
    let located = feature.facts.estimate.as_ref()?;
    let range = &located.fact.days;
    Some(EstimateText {
        days: days(range.min_hundredths, range.max_hundredths),
        confidence: located.fact.confidence.clone(),
        url: view.document(located.document, &located.fact.place.anchor),
    })
}

/// Open questions, those with a date first.
fn questions(view: &View<'_>, feature: &Feature) -> Vec<QuestionRow> {
    let mut questions: Vec<_> = feature
        .facts
        .questions
        .iter()
        .filter(|question| question.fact.state == QuestionState::Open)
        .collect();
    questions.sort_by_key(|question| {
        let deadline = question.fact.deadline.as_deref();
        (deadline.is_none(), deadline)
    });
    questions
        .into_iter()
        .map(|located| {
            let (text, rest) = label::split_question(&located.fact.text);
            QuestionRow {
                id: located.fact.id.clone(),
                text,
                rest: label::shortened(&rest, 240),
                deadline: located.fact.deadline.clone(),
                url: view.document(located.document, &located.fact.place.anchor),
                document: view.scene.shared.label(located.document).to_owned(),
            }
        })
        .collect()
}

fn decisions<'a>(view: &View<'_>, feature: &'a Feature) -> Vec<DecisionRow<'a>> {
    feature
        .facts
        .decisions
        .iter()
        .take(SHORT)
        .map(|located| {
            let decision = &located.fact;
            let cut =
                |text: &Option<String>| text.as_deref().map(|text| label::shortened(text, 200));
            DecisionRow {
                id: decision.id.as_deref(),
                title: &decision.title,
                chosen: cut(&decision.chosen),
                rationale: cut(&decision.rationale),
                options: decision.options.iter().map(String::as_str).collect(),
                url: view.document(located.document, &decision.place.anchor),
            }
        })
        .collect()
}

fn gaps<'a>(view: &View<'_>, feature: &'a Feature) -> Vec<GapRow<'a>> {
    if feature.facts.tasks.is_empty() {
        return Vec::new();
    }
    feature
        .facts
        .requirements
        .iter()
        .filter(|located| located.fact.tasks.is_empty())
        .map(|located| {
            let requirement = &located.fact.requirement;
            GapRow {
                id: requirement.id.as_deref(),
                text: label::shortened(&requirement.text, 240),
                url: view.document(located.document, &requirement.place.anchor),
            }
        })
        .collect()
}

/// Where an endpoint is stated.
pub(super) fn found(endpoint: &MergedEndpoint) -> &'static str {
    let in_plan = endpoint
        .sources
        .iter()
        .any(|source| source.fact.source == EndpointSource::Plan);
    let in_contract = endpoint
        .sources
        .iter()
        .any(|source| source.fact.source != EndpointSource::Plan);
    match (in_plan, in_contract) {
        (true, true) => "both",
        (true, false) => "plan",
        _ => "contract",
    }
}

/// Whether a method changes something.
pub(super) fn writes(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD" | "OPTIONS")
}

fn endpoints(view: &View<'_>, feature: &Feature) -> Vec<EndpointRow> {
    feature
        .facts
        .endpoints
        .iter()
        .take(LONG)
        .map(|endpoint| EndpointRow {
            method: endpoint.method.clone(),
            writes: writes(&endpoint.method),
            path: endpoint.path.clone(),
            url: endpoint.sources.first().map_or_else(String::new, |source| {
                view.document(source.document, &source.fact.place.anchor)
            }),
            found: found(endpoint),
            state: state(endpoint),
            differs: endpoint.drift.is_some(),
        })
        .collect()
}

fn entities<'a>(view: &View<'_>, feature: &'a Feature) -> Vec<EntityRow<'a>> {
    feature
        .facts
        .entities
        .iter()
        .take(LONG)
        .map(|located| EntityRow {
            name: &located.fact.name,
            fields: located.fact.fields.len() as u32,
            purpose: located.fact.purpose.as_deref(),
            relations: located
                .fact
                .relations
                .iter()
                .map(|relation| relation.to.as_str())
                .collect(),
            url: view.document(located.document, &located.fact.place.anchor),
        })
        .collect()
}

/// One row per other feature: the strongest evidence, the first place of it.
fn relations(
    view: &View<'_>,
    indices: &[u32],
    other: impl Fn(&crate::model::portfolio::Dependency) -> FeatureId,
) -> Vec<Relation> {
    let portfolio = view.scene.portfolio;
    let mut rows: Vec<(FeatureId, Evidence, &crate::model::portfolio::Dependency)> = indices
        .iter()
        .map(|&at| &portfolio.dependencies[at as usize])
        .map(|dependency| (other(dependency), dependency.evidence, dependency))
        .collect();
    rows.sort_by_key(|&(feature, evidence, _)| (feature, evidence));
    rows.dedup_by_key(|&mut (feature, _, _)| feature);
    rows.sort_by_key(|&(feature, evidence, _)| (evidence, feature));
    rows.into_iter()
        .map(|(feature, evidence, dependency)| Relation {
            feature: FeatureName::of(view, feature),
            phase: PhaseName::of(portfolio.feature(feature).phase),
            evidence: evidence.word(),
            place: DocumentName::of(view, dependency.document, &dependency.anchor),
        })
        .collect()
}

fn documents(view: &View<'_>, feature: &Feature) -> Vec<DocumentRow> {
    let scene = view.scene;
    feature
        .documents
        .iter()
        .map(|&id| {
            let document = scene.portfolio.document(id);
            let tally = scene.shared.documents[id.index()];
            DocumentRow {
                label: scene.shared.label(id).to_owned(),
                folder: document.inner.parent().to_string(),
                file: document.inner.name().to_owned(),
                url: view.document(id, ""),
                holds: holds(&tally),
                tally,
                words: document.words,
            }
        })
        .collect()
}

/// The numbers that are not zero, with their nouns. Boxes and tasks are told as parts elsewhere.
pub(super) fn holds(tally: &DocumentTally) -> Vec<(u32, &'static str)> {
    [
        (tally.requirements, "requirements"),
        (tally.stories, "stories"),
        (tally.tasks, "tasks"),
        (tally.decisions, "decisions"),
        (tally.risks, "risks"),
        (tally.questions, "questions"),
        (tally.components, "components"),
        (tally.endpoints, "endpoints"),
        (tally.entities, "entities"),
        (tally.checks, "checks"),
    ]
    .into_iter()
    .filter(|&(n, _)| n > 0)
    .collect()
}

fn findings(view: &View<'_>, feature: &Feature) -> Vec<Finding> {
    let scene = view.scene;
    feature
        .documents
        .iter()
        .flat_map(|&id| {
            scene.shared.diagnostics[id.index()].iter().map(move |&at| {
                let diagnostic = &scene.portfolio.diagnostics[at as usize];
                finding::describe(view, diagnostic, Some(id))
            })
        })
        .collect()
}

fn finding_counts(view: &View<'_>, feature: &Feature) -> Vec<FindingCount> {
    let scene = view.scene;
    feature
        .documents
        .iter()
        .filter_map(|&id| {
            let counts = scene.shared.severities(scene.portfolio, id);
            (counts.total() > 0).then(|| FindingCount {
                document: DocumentName::of(view, id, "pf.diagnostics"),
                errors: counts.errors,
                warnings: counts.warnings,
                notes: counts.notes,
                n: counts.total(),
            })
        })
        .collect()
}
