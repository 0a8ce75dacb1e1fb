//! The dashboard: one row per feature, totals, and what needs a person.

use super::chrome::{self, Page};
use super::matrix::{self, RiskRow};
use super::reference::{
    Count, DocumentName, FeatureName, LevelCount, Mention, PhaseName, StatusName,
};
use crate::model::document::StatusValue;
use crate::model::fact::{Level, QuestionState};
use crate::model::portfolio::{Evidence, Feature, Phase};
use crate::model::site::{self, Register};
use crate::model::source::FeatureKind;
use crate::render::label;
use crate::render::map;
use crate::render::scene::{Scene, View};
use crate::render::tally::FeatureTally;
use serde::Serialize;

/// At most so many rows in each of the short lists.
const SHORT: usize = 8;

/// The dashboard: `dashboard`.
#[derive(Debug, Serialize)]
pub struct Dashboard {
    /// Numbers of features by phase, in order, empty phases left out.
    pub phases: Vec<PhaseCount>,
    /// Numbers of what has no phase, with their nouns for `count`: capabilities, folders of decision records, archived
    /// features.
    pub others: Vec<(u32, &'static str)>,
    /// Features by path, archived ones left out.
    pub features: Vec<FeatureRow>,
    /// Features that lie in an archive.
    pub archived: Vec<FeatureRow>,
    /// What cannot go on by itself.
    pub needs_person: Vec<Attention>,
    /// The worst risks.
    pub top_risks: Vec<RiskRow>,
    /// Open questions that must be answered by a date, nearest first.
    pub dated_questions: Vec<DatedQuestion>,
    /// The map of features that need each other, safe HTML.
    pub map_html: Option<String>,
    /// The estimates of all features that are not done, added up.
    pub estimate: Option<EstimateTotal>,
    /// What was changed last, one row per feature.
    pub changes: Vec<ChangeRow>,
    /// Features that are not done and need others.
    pub waits: Vec<Wait>,
    /// Documents of the portfolio itself.
    pub documents: Vec<DocumentName>,
    /// Documents that are not listed here.
    pub more_documents: u32,
    /// Addresses of the registers by name.
    pub registers: std::collections::BTreeMap<&'static str, String>,
    /// Addresses of other lists.
    pub diagnostics_url: String,
    /// The page of the portfolio's own documents.
    pub documents_url: String,
}

/// A phase with its number of features.
#[derive(Debug, Serialize)]
pub struct PhaseCount {
    /// The phase.
    pub phase: PhaseName,
    /// The number of features in it.
    pub n: u32,
}

/// A feature in the table.
#[derive(Debug, Serialize)]
pub struct FeatureRow {
    /// Number, title, address.
    pub name: FeatureName,
    /// The phase.
    pub phase: PhaseName,
    /// The status.
    pub status: StatusName,
    /// Tasks done of all; `None` without tasks.
    pub tasks: Option<Count>,
    /// Requirements with a task of all; `None` without requirements.
    pub requirements: Option<Count>,
    /// Risks by level, empty levels left out.
    pub risks: Vec<LevelCount>,
    /// Open questions.
    pub questions: Count,
    /// Diagnostics of the worst severity.
    pub diagnostics: Count,
    /// That severity: `error`, `warning`, `note`, or empty.
    pub severity: &'static str,
    /// The day of the last change of any document; empty when it is not known.
    pub changed: String,
}

/// Estimates added up.
#[derive(Debug, Serialize)]
pub struct EstimateTotal {
    /// `120` or `120–160` working days.
    pub days: String,
    /// Features that are not done and say nothing.
    pub without: u32,
}

/// A feature that was changed lately.
#[derive(Debug, Serialize)]
pub struct ChangeRow {
    /// An ISO date.
    pub day: String,
    /// The feature.
    pub feature: FeatureName,
    /// The documents that were changed on that day.
    pub documents: Vec<DocumentName>,
}

/// Something that cannot go on by itself.
#[derive(Debug, Serialize)]
pub struct Attention {
    /// `blocked`, `critical`, `gaps` or `errors`.
    pub kind: &'static str,
    /// How many, for gaps and errors.
    pub n: u32,
    /// The feature.
    pub feature: FeatureName,
    /// What it is: a risk's title, a question.
    pub text: Option<String>,
    /// The address of that.
    pub url: Option<String>,
    /// The date by which it must be decided.
    pub deadline: Option<String>,
    /// Ids, for gaps.
    pub mentions: Vec<Mention>,
}

/// A question with a date.
#[derive(Debug, Serialize)]
pub struct DatedQuestion {
    /// An ISO date.
    pub deadline: String,
    /// The question, cut short.
    pub text: String,
    /// Its address.
    pub url: String,
    /// The feature.
    pub feature: FeatureName,
}

/// A feature with those that it needs.
#[derive(Debug, Serialize)]
pub struct Wait {
    /// The feature that waits.
    pub feature: FeatureName,
    /// What it waits for.
    pub needs: Vec<Need>,
}

/// A feature that another needs.
#[derive(Debug, Serialize)]
pub struct Need {
    /// The feature.
    pub feature: FeatureName,
    /// How far it is.
    pub phase: PhaseName,
}

/// Fills the context of the dashboard and names its template.
pub(in crate::render) fn fill(
    scene: &Scene<'_>,
    page: &site::Page,
    context: &mut tera::Context,
) -> &'static str {
    let view = View {
        scene,
        from: &page.url,
    };
    let portfolio = scene.portfolio;
    let (archived, present): (Vec<&Feature>, Vec<&Feature>) = portfolio
        .features
        .iter()
        .map(|feature| &**feature)
        .partition(|feature| feature.folder.archived);
    let rows = |features: &[&Feature]| {
        features
            .iter()
            .map(|feature| feature_row(&view, feature))
            .collect()
    };
    let own = &portfolio.own_documents;
    let value = Dashboard {
        phases: phases(&present),
        others: others(&present, archived.len()),
        features: rows(&present),
        archived: rows(&archived),
        needs_person: needs_person(&view, &present),
        top_risks: top_risks(&view, &present),
        dated_questions: dated_questions(&view, &present),
        map_html: map::features::map(&view),
        estimate: estimate(&present),
        changes: changes(&view, &present),
        waits: waits(&view, &present),
        documents: own
            .iter()
            .take(SHORT)
            .map(|&id| DocumentName::of(&view, id, ""))
            .collect(),
        more_documents: own.len().saturating_sub(SHORT) as u32,
        registers: Register::ALL
            .iter()
            .map(|&register| (register.word(), view.register(register, None)))
            .collect(),
        diagnostics_url: view.address("diagnostics.html", ""),
        documents_url: view.address("_/index.html", ""),
    };
    chrome::fill(
        context,
        &view,
        &Page {
            title: scene.strings().text("nav_dashboard"),
            description: "",
            name: "dashboard",
            crumbs: Vec::new(),
        },
    );
    context.insert("dashboard", &value);
    "dashboard.html"
}

fn phases(features: &[&Feature]) -> Vec<PhaseCount> {
    Phase::ALL
        .iter()
        .rev()
        .map(|&phase| PhaseCount {
            phase: PhaseName::of(phase),
            n: features
                .iter()
                .filter(|feature| {
                    feature.phase == phase && feature.folder.kind == FeatureKind::Feature
                })
                .count() as u32,
        })
        .filter(|count| count.n > 0)
        .collect()
}

fn others(present: &[&Feature], archived: usize) -> Vec<(u32, &'static str)> {
    let of_kind = |kind: FeatureKind| {
        present
            .iter()
            .filter(|feature| feature.folder.kind == kind)
            .count() as u32
    };
    [
        (of_kind(FeatureKind::Capability), "capabilities"),
        (of_kind(FeatureKind::Decisions), "decision_folders"),
        (archived as u32, "archived"),
    ]
    .into_iter()
    .filter(|&(n, _)| n > 0)
    .collect()
}

/// The risks of a feature by level, with the addresses of their groups in its overview.
pub(super) fn level_counts(
    view: &View<'_>,
    feature: &Feature,
    tally: &FeatureTally,
) -> Vec<LevelCount> {
    tally
        .risks
        .listed()
        .into_iter()
        .filter(|&(_, n)| n > 0)
        .map(|(level, n)| LevelCount {
            level,
            n,
            url: view.feature(feature.id, &matrix::level_anchor(level)),
        })
        .collect()
}

fn feature_row(view: &View<'_>, feature: &Feature) -> FeatureRow {
    let tally = view.scene.shared.feature(feature.id);
    let (severity, diagnostics) = match &tally.diagnostics {
        counts if counts.errors > 0 => ("error", counts.errors),
        counts if counts.warnings > 0 => ("warning", counts.warnings),
        counts if counts.notes > 0 => ("note", counts.notes),
        _ => ("", 0),
    };
    let count = |n: u32, of: u32, register: Register| {
        (of > 0).then(|| Count {
            n,
            of: Some(of),
            url: view.register(register, Some(feature.id)),
        })
    };
    FeatureRow {
        name: FeatureName::of(view, feature.id),
        phase: PhaseName::of(feature.phase),
        status: StatusName::of(&feature.status),
        tasks: count(tally.tasks_done, tally.tasks, Register::Tasks),
        requirements: count(tally.covered, tally.requirements, Register::Requirements),
        risks: level_counts(view, feature, tally),
        questions: Count {
            n: tally.questions_open,
            of: None,
            url: view.feature(feature.id, "pf.questions"),
        },
        diagnostics: Count {
            n: diagnostics,
            of: None,
            url: view.feature(feature.id, "pf.diagnostics"),
        },
        severity,
        changed: (view.scene.portfolio.last_change(feature))
            .map_or_else(String::new, |(day, _)| day.to_owned()),
    }
}

/// The estimates of features that are not done; `None` when none of them has one.
fn estimate(features: &[&Feature]) -> Option<EstimateTotal> {
    let open = features.iter().filter(|feature| {
        feature.phase != Phase::Done && feature.folder.kind == FeatureKind::Feature
    });
    let (mut least, mut most, mut with, mut without) = (0, 0, 0, 0);
    for feature in open {
        match &feature.facts.estimate {
            Some(estimate) => {
                with += 1;
                least += estimate.fact.days.min_hundredths;
                most += estimate.fact.days.max_hundredths;
            }
            None => without += 1,
        }
    }
    (with > 0).then(|| EstimateTotal {
        days: super::feature::days(least, most),
        without,
    })
}

/// The features that were changed last.
fn changes(view: &View<'_>, features: &[&Feature]) -> Vec<ChangeRow> {
    let portfolio = view.scene.portfolio;
    let mut last: Vec<(&str, &Feature)> = features
        .iter()
        .filter_map(|feature| Some((portfolio.last_change(feature)?.0, *feature)))
        .collect();
    last.sort_by_key(|&(day, feature)| (std::cmp::Reverse(day), feature.id));
    last.truncate(SHORT);
    last.into_iter()
        .map(|(day, feature)| ChangeRow {
            day: day.to_owned(),
            feature: FeatureName::of(view, feature.id),
            documents: feature
                .documents
                .iter()
                .filter(|&&id| portfolio.changed(id) == Some(day))
                .map(|&id| DocumentName::of(view, id, ""))
                .collect(),
        })
        .collect()
}

/// Blocked features, critical risks, gaps in features that are being built, and errors, in this order.
fn needs_person(view: &View<'_>, features: &[&Feature]) -> Vec<Attention> {
    let entry = |kind, feature: &Feature| Attention {
        kind,
        n: 0,
        feature: FeatureName::of(view, feature.id),
        text: None,
        url: None,
        deadline: None,
        mentions: Vec::new(),
    };
    let mut list = Vec::new();
    for feature in features
        .iter()
        .filter(|feature| feature.status.value == StatusValue::Blocked)
    {
        let question = feature
            .facts
            .questions
            .iter()
            .find(|question| question.fact.state == QuestionState::Open);
        list.push(Attention {
            n: view.scene.shared.feature(feature.id).questions_open,
            text: question.map(|question| {
                label::shortened(&label::split_question(&question.fact.text).0, 160)
            }),
            url: question
                .map(|question| view.document(question.document, &question.fact.place.anchor)),
            deadline: question.and_then(|question| question.fact.deadline.clone()),
            ..entry("blocked", feature)
        });
    }
    list.truncate(3);
    let is_active = |feature: &&&Feature| feature.phase != Phase::Done;
    for feature in features.iter().filter(is_active) {
        let critical = feature
            .facts
            .risks
            .iter()
            .find(|risk| risk.fact.level == Some(Level::Critical));
        if let Some(risk) = critical {
            list.push(Attention {
                n: view.scene.shared.feature(feature.id).risks.critical,
                text: Some(label::shortened(&risk.fact.title, 160)),
                url: Some(view.document(risk.document, &risk.fact.place.anchor)),
                ..entry("critical", feature)
            });
        }
    }
    list.truncate(5);
    for feature in features
        .iter()
        .filter(|feature| feature.phase == Phase::Building)
    {
        let tally = view.scene.shared.feature(feature.id);
        let gaps = tally.requirements - tally.covered;
        if gaps > 0 && tally.covered > 0 {
            list.push(Attention {
                n: gaps,
                url: Some(view.feature(feature.id, "pf.gaps")),
                mentions: feature
                    .facts
                    .requirements
                    .iter()
                    .filter(|requirement| requirement.fact.tasks.is_empty())
                    .filter_map(|located| {
                        let requirement = &located.fact.requirement;
                        requirement.id.as_ref().map(|id| Mention {
                            text: id.clone(),
                            url: Some(view.document(located.document, &requirement.place.anchor)),
                            done: false,
                        })
                    })
                    .take(4)
                    .collect(),
                ..entry("gaps", feature)
            });
        }
    }
    list.truncate(SHORT);
    list
}

fn top_risks(view: &View<'_>, features: &[&Feature]) -> Vec<RiskRow> {
    let mut risks: Vec<_> = features
        .iter()
        .filter(|feature| feature.phase != Phase::Done)
        .flat_map(|feature| feature.facts.risks.iter().map(move |risk| (*feature, risk)))
        .filter(|(_, risk)| risk.fact.level >= Some(Level::Medium))
        .collect();
    risks.sort_by_key(|(_, risk)| std::cmp::Reverse(risk.fact.level));
    risks.truncate(SHORT);
    risks
        .into_iter()
        .map(|(feature, risk)| matrix::row(view, risk, Some(feature)))
        .collect()
}

fn dated_questions(view: &View<'_>, features: &[&Feature]) -> Vec<DatedQuestion> {
    let mut questions: Vec<_> = features
        .iter()
        .flat_map(|feature| {
            feature
                .facts
                .questions
                .iter()
                .map(move |question| (*feature, question))
        })
        .filter(|(_, question)| question.fact.state == QuestionState::Open)
        .filter_map(|(feature, question)| {
            let deadline = question.fact.deadline.as_deref()?;
            Some((deadline, feature, question))
        })
        .collect();
    questions.sort_by_key(|(deadline, _, _)| *deadline);
    questions.truncate(SHORT);
    questions
        .into_iter()
        .map(|(deadline, feature, question)| DatedQuestion {
            deadline: deadline.to_owned(),
            text: label::shortened(&label::split_question(&question.fact.text).0, 120),
            url: view.document(question.document, &question.fact.place.anchor),
            feature: FeatureName::of(view, feature.id),
        })
        .collect()
}

/// Declared needs of features that are not done.
fn waits(view: &View<'_>, features: &[&Feature]) -> Vec<Wait> {
    let scene = view.scene;
    features
        .iter()
        .filter(|feature| feature.phase != Phase::Done)
        .filter_map(|feature| {
            let mut needed: Vec<_> = scene
                .shared
                .needs(feature.id)
                .iter()
                .map(|&at| &scene.portfolio.dependencies[at as usize])
                .filter(|dependency| dependency.evidence == Evidence::Declared)
                .map(|dependency| dependency.to)
                .collect();
            needed.sort_unstable();
            needed.dedup();
            if needed.is_empty() {
                return None;
            }
            Some(Wait {
                feature: FeatureName::of(view, feature.id),
                needs: needed
                    .into_iter()
                    .map(|id| Need {
                        feature: FeatureName::of(view, id),
                        phase: PhaseName::of(scene.portfolio.feature(id).phase),
                    })
                    .collect(),
            })
        })
        .take(SHORT + SHORT / 2)
        .collect()
}
