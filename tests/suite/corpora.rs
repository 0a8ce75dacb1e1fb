//! Real portfolios, where there are some: `PLANFOLIO_CORPORA` names folders (separated by `:`) whose sub-folders are
//! portfolios. Nothing of them is part of this repository.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
#[ignore = "needs PLANFOLIO_CORPORA"]
fn every_document_of_real_portfolios_has_one_page() {
    let folders = std::env::var("PLANFOLIO_CORPORA").expect("PLANFOLIO_CORPORA names folders");
    let mut portfolios: Vec<PathBuf> = folders
        .split(':')
        .flat_map(|folder| fs::read_dir(folder).expect("the folder can be listed"))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    portfolios.sort();
    assert!(!portfolios.is_empty());
    for portfolio in portfolios {
        let output = tempfile::tempdir().unwrap();
        let site = output.path().join("site");
        let result = Command::new(env!("CARGO_BIN_EXE_planfolio"))
            .arg("build")
            .arg(&portfolio)
            .arg("-o")
            .arg(&site)
            .output()
            .unwrap();
        let messages = String::from_utf8_lossy(&result.stderr);
        let name = portfolio.display();
        assert!(result.status.success(), "{name}: {messages}");
        assert!(!messages.contains("internal fault"), "{name}: {messages}");
        let text = fs::read_to_string(site.join("portfolio.json")).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        let documents: Vec<(&str, &str)> = json["features"]
            .as_array()
            .unwrap()
            .iter()
            .chain([&json])
            .flat_map(|holder| holder["documents"].as_array().unwrap())
            .map(|document| {
                (
                    document["path"].as_str().unwrap(),
                    document["url"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(json["totals"]["documents"], documents.len(), "{name}");
        let paths: BTreeSet<&str> = documents.iter().map(|(path, _)| *path).collect();
        let pages: BTreeSet<&str> = documents.iter().map(|(_, url)| *url).collect();
        assert_eq!(paths.len(), documents.len(), "{name}");
        assert_eq!(pages.len(), documents.len(), "{name}");
        for page in pages {
            assert!(site.join(page).is_file(), "{name}: {page}");
        }
        for path in markdown(&portfolio, &portfolio) {
            assert!(paths.contains(path.as_str()), "{name} lost {path}");
        }
    }
}

fn markdown(top: &Path, folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(markdown(top, &path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let below = path.strip_prefix(top).unwrap();
            found.push(below.to_string_lossy().into_owned());
        }
    }
    found
}
