//! portfolio.json and the lists of `planfolio list`.

use super::sample;
use planfolio::data::list::{ListFormat, ListKind, list};
use planfolio::data::{portfolio_json, register_pieces};
use planfolio::driver::clock::Clock;
use planfolio::driver::workspace;
use planfolio::model::site::Register;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

/// Compares with a file of `tests/data`; `PLANFOLIO_BLESS=1` writes the file instead.
fn assert_golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    if std::env::var_os("PLANFOLIO_BLESS").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{name} differs; look at it with PLANFOLIO_BLESS=1 and git diff\n{actual}"
    );
}

fn schema() -> jsonschema::Validator {
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/portfolio.schema.json")).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// Every violation of the schema, with its place.
fn violations(json: &Value) -> Vec<String> {
    schema()
        .iter_errors(json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_whole_file_is_as_expected() {
    let (portfolio, site) = sample::portfolio();
    let json = portfolio_json(&portfolio, &site);
    let version = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    assert_golden(
        "portfolio.json",
        &json.replacen(&version, "\"version\":\"0.0.0\"", 1),
    );
}

#[test]
fn the_file_follows_the_schema() {
    let (portfolio, site) = sample::portfolio();
    let json: Value = serde_json::from_str(&portfolio_json(&portfolio, &site)).unwrap();
    assert_eq!(violations(&json), Vec::<String>::new());
}

#[test]
fn the_schema_notices_what_is_wrong() {
    let (portfolio, site) = sample::portfolio();
    let json: Value = serde_json::from_str(&portfolio_json(&portfolio, &site)).unwrap();
    let cases: [(&str, Value); 8] = [
        ("/features/0/tasks/0/state", "ticked".into()),
        ("/features/0/risks/0/level", "very-high".into()),
        ("/features/0/requirements/0/line", 0.into()),
        ("/features/0/url", "/001/index.html".into()),
        (
            "/features/0/documents/0/path",
            "/home/somebody/plan.md".into(),
        ),
        ("/totals/tasks", "3".into()),
        ("/generator/name", "other".into()),
        ("/features/0/questions/0/deadline", "soon".into()),
    ];
    for (pointer, wrong) in cases {
        let mut json = json.clone();
        *json.pointer_mut(pointer).unwrap() = wrong;
        assert_ne!(violations(&json), Vec::<String>::new(), "{pointer}");
    }
    for pointer in ["/features/0/tasks/0", "/features/0", "/totals", ""] {
        let keys: Vec<String> = {
            let object = json.pointer(pointer).unwrap().as_object().unwrap();
            object.keys().cloned().collect()
        };
        let mut more = json.clone();
        let object = more.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        object.insert("surprise".to_owned(), Value::Null);
        assert_ne!(
            violations(&more),
            Vec::<String>::new(),
            "{pointer} with a surprise"
        );
        for key in &keys {
            let mut less = json.clone();
            less.pointer_mut(pointer)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .remove(key);
            assert_ne!(
                violations(&less),
                Vec::<String>::new(),
                "{pointer} without {key}"
            );
        }
    }
}

#[test]
fn the_totals_agree_with_the_lists() {
    let (portfolio, site) = sample::portfolio();
    let json: Value = serde_json::from_str(&portfolio_json(&portfolio, &site)).unwrap();
    let sum = |list: &str, counts: &dyn Fn(&Value) -> bool| -> usize {
        let features = json["features"].as_array().unwrap().iter();
        features
            .map(|feature| {
                feature[list]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|item| counts(item))
                    .count()
            })
            .sum()
    };
    let totals = &json["totals"];
    assert_eq!(totals["tasks"], sum("tasks", &|_| true));
    assert_eq!(
        totals["tasks_done"],
        sum("tasks", &|task| task["state"] == "done")
    );
    assert_eq!(
        totals["risks_unrated"],
        sum("risks", &|risk| risk["level"].is_null())
    );
    assert_eq!(
        totals["questions_open"],
        sum("questions", &|question| question["state"] == "open")
    );
    assert_eq!(totals["diagrams"], sum("diagrams", &|_| true));
    assert_eq!(
        totals["documents"],
        sum("documents", &|_| true) + json["documents"].as_array().unwrap().len()
    );
    assert_eq!(
        (sum("endpoints", &|_| true), &totals["endpoints"]),
        (2, &Value::from(1))
    );
    assert_eq!(
        (sum("entities", &|_| true), &totals["entities"]),
        (2, &Value::from(1))
    );
}

#[test]
fn a_fact_is_a_line() {
    let (portfolio, site) = sample::portfolio();
    let json = portfolio_json(&portfolio, &site);
    let facts = json
        .lines()
        .filter(|line| line.contains("\"document\":"))
        .count();
    let places = json.matches("\"document\":").count();
    assert_eq!(
        places - facts,
        1,
        "only the endpoint with two sources has two places on its line"
    );
    assert!(json.ends_with("}\n"));
}

#[test]
fn lists_for_reading() {
    let (portfolio, site) = sample::portfolio();
    let mut tables = String::new();
    for &kind in ListKind::ALL {
        for width in [None, Some(60)] {
            writeln!(tables, "== {} {width:?}", kind.word()).unwrap();
            tables.push_str(&list(kind, ListFormat::Table, width, &portfolio, &site));
        }
    }
    assert_golden("tables.txt", &tables);
}

#[test]
fn lists_for_spreadsheets() {
    let (portfolio, site) = sample::portfolio();
    let mut tables = String::new();
    for &kind in ListKind::ALL {
        tables.push_str(&list(kind, ListFormat::Csv, Some(20), &portfolio, &site));
    }
    assert!(tables.matches('\n').count() == tables.matches("\r\n").count());
    assert_golden("lists.csv", &tables.replace("\r\n", "\n"));
}

#[test]
fn json_lists_hold_the_records_of_the_whole_file() {
    let (portfolio, site) = sample::portfolio();
    let whole: Value = serde_json::from_str(&portfolio_json(&portfolio, &site)).unwrap();
    for &kind in ListKind::ALL {
        let text = list(kind, ListFormat::Json, None, &portfolio, &site);
        let listed: Vec<Value> = serde_json::from_str(&text).unwrap();
        let expected: Vec<Value> = match kind {
            ListKind::Features => continue,
            ListKind::Dependencies | ListKind::Diagnostics => {
                whole[kind.word()].as_array().unwrap().clone()
            }
            _ => {
                let own = whole[kind.word()].as_array().into_iter().flatten();
                let own = own.map(|record| (Value::Null, record));
                let features = whole["features"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .flat_map(|feature| {
                        let records = feature[kind.word()].as_array().unwrap().iter();
                        records.map(|record| (feature["id"].clone(), record))
                    });
                own.chain(features)
                    .map(|(feature, record)| {
                        let mut record = record.clone();
                        record
                            .as_object_mut()
                            .unwrap()
                            .insert("feature".to_owned(), feature);
                        record
                    })
                    .collect()
            }
        };
        assert_eq!(listed, expected, "{}", kind.word());
    }
}

#[test]
fn csv_has_every_key_and_tables_only_known_ones() {
    let (portfolio, site) = sample::portfolio();
    for &kind in ListKind::ALL {
        let text = list(kind, ListFormat::Json, None, &portfolio, &site);
        let listed: Vec<Value> = serde_json::from_str(&text).unwrap();
        let mut keys: Vec<&str> = listed[0]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut columns = kind.keys().to_vec();
        keys.sort_unstable();
        columns.sort_unstable();
        assert_eq!(columns, keys, "{}", kind.word());
        for shown in kind.shown() {
            assert!(
                keys.contains(shown) || ["place", "progress", "rating"].contains(shown),
                "{shown}"
            );
        }
    }
}

#[test]
fn words_of_the_command_line_are_found() {
    for &kind in ListKind::ALL {
        assert_eq!(ListKind::find(kind.word()), Some(kind));
    }
    for &format in ListFormat::ALL {
        assert_eq!(ListFormat::find(format.word()), Some(format));
    }
    assert_eq!(ListKind::find("task"), None);
}

/// The portfolio.json of a folder of the repository.
fn real(folder: &str) -> Value {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let request = workspace::Request {
        sources: vec![source],
        ..workspace::Request::default()
    };
    let mut workspace = workspace::open(request).unwrap();
    let snapshot = workspace::refresh(&mut workspace, None, &mut Clock::start()).unwrap();
    serde_json::from_str(&portfolio_json(&snapshot.portfolio, &snapshot.site)).unwrap()
}

#[test]
fn a_real_portfolio_follows_the_schema_and_is_sorted() {
    let json = real("example-site");
    assert_eq!(violations(&json), Vec::<String>::new());
    let features = json["features"].as_array().unwrap();
    assert!(features.len() >= 6, "{} features", features.len());
    assert!(features.is_sorted_by_key(|feature| feature["path"].as_str()));
    let mut facts = 0;
    for feature in features {
        for (name, list) in feature.as_object().unwrap() {
            let records = list.as_array().into_iter().flatten();
            let places: Vec<(&str, u64)> = records
                .filter_map(|record| Some((record["document"].as_str()?, record["line"].as_u64()?)))
                .collect();
            assert!(places.is_sorted(), "{name} of {}", feature["id"]);
            facts += places.len();
        }
    }
    assert!(facts > 100, "{facts} facts");
    let text = json.to_string();
    assert!(
        !text.contains(env!("CARGO_MANIFEST_DIR")),
        "an absolute path"
    );
}

#[test]
fn files_beside_the_registers_hold_the_lists_of_the_command_line() {
    let (portfolio, site) = sample::portfolio();
    let lists = planfolio::site::plan(&portfolio).0.lists;
    assert!(lists.len() > Register::ALL.len());
    for rows in &lists {
        let pieces = register_pieces(rows, &portfolio, &site).collect::<Vec<_>>();
        let text = String::from_utf8(pieces.concat()).unwrap();
        let kind = ListKind::find(rows.register.word()).unwrap();
        let format = match rows.format {
            planfolio::model::site::FileFormat::Csv => ListFormat::Csv,
            planfolio::model::site::FileFormat::Json => ListFormat::Json,
        };
        let expected = list(kind, format, None, &portfolio, &site);
        assert_eq!(text, expected, "{}", rows.url);
    }
}
