//! What the crawl finds, as trees of files and the features and documents in them: `tests/crawl/*.md`.

use crate::case::{self, Case};
use planfolio::base::path::RelPath;
use planfolio::config::Config;
use planfolio::model::source::{Crawl, FeatureKind, Format};
use planfolio::read;
use std::fmt::Write;
use std::path::PathBuf;

#[test]
fn cases() {
    case::run("crawl", |case| {
        let expected = case.block("found").expect("a case has a block `found`");
        vec![(expected.clone(), show(&crawl(case)))]
    });
}

/// Reads the tree of a case. The info string may name sources (`source=a`) and patterns (`ignore=*.tmp`); the output
/// is `_site`.
fn crawl(case: &Case) -> Crawl {
    let tree = case.block("tree").expect("a case has a block `tree`");
    let folder = tempfile::tempdir().expect("a scratch folder can be made");
    let top = folder.path().join("top");
    std::fs::create_dir(&top).expect("folders can be made");
    case::plant(&top, &tree.text);
    let words = |key: &str| -> Vec<String> {
        tree.info
            .split_whitespace()
            .filter_map(|word| word.strip_prefix(key)?.strip_prefix('='))
            .map(str::to_owned)
            .collect()
    };
    let mut sources: Vec<PathBuf> = words("source").iter().map(|name| top.join(name)).collect();
    if sources.is_empty() {
        sources.push(top.clone());
    }
    let config = Config {
        ignore: words("ignore"),
        ..Config::default()
    };
    read::crawl(&sources, Some(&top.join("_site")), &config).expect("the sources exist")
}

fn show(crawl: &Crawl) -> String {
    let mut out = String::new();
    let roots: Vec<&str> = crawl
        .roots
        .iter()
        .map(|root| match root.as_str() {
            "" => ".",
            path => path,
        })
        .collect();
    writeln!(out, "roots: {}", roots.join(", ")).expect("writing to a text cannot fail");
    let lines = |feature: Option<u32>| -> String {
        let mut lines = String::new();
        for source in &crawl.sources {
            if source.feature.map(|id| id.0) == feature {
                let shown = if feature.is_some() {
                    source.inner.as_str()
                } else {
                    source.path.as_str()
                };
                writeln!(lines, "  {:<12} {shown}", source.kind.word()).expect("as above");
            }
        }
        for asset in &crawl.assets {
            if asset.feature.map(|id| id.0) == feature {
                writeln!(lines, "  {:<12} {}", "image", asset.inner).expect("as above");
            }
        }
        lines
    };
    for (index, feature) in crawl.features.iter().enumerate() {
        let kind = match feature.kind {
            FeatureKind::Feature => "feature",
            FeatureKind::Decisions => "decisions",
            FeatureKind::Capability => "capability",
        };
        write!(out, "{kind} {}", feature.key).expect("as above");
        if let Some(number) = &feature.number {
            write!(out, " #{number}").expect("as above");
        }
        if feature.archived {
            out.push_str(" archived");
        }
        if let Some(title) = &feature.stated_title {
            write!(out, " {title:?}").expect("as above");
        }
        let folders: Vec<&str> = feature.folders.iter().map(RelPath::as_str).collect();
        writeln!(out, " in {}", folders.join(" + ")).expect("as above");
        out.push_str(&lines(Some(index as u32)));
    }
    let beside = lines(None);
    if !beside.is_empty() {
        writeln!(out, "beside").expect("as above");
        out.push_str(&beside);
    }
    if crawl.readme.is_some() {
        writeln!(out, "readme").expect("as above");
    }
    let findings = crawl
        .diagnostics
        .iter()
        .chain(crawl.sources.iter().flat_map(|source| &source.diagnostics));
    for finding in findings {
        writeln!(
            out,
            "{} {}:{}:{} {}",
            finding.code.code(),
            finding.path,
            finding.line(),
            finding.column(),
            finding.message
        )
        .expect("as above");
    }
    out
}

/// A file that is too large has a page with its beginning; an image that is too large is left out.
#[test]
fn large_files() {
    let folder = tempfile::tempdir().unwrap();
    let feature = folder.path().join("specs/001-a");
    std::fs::create_dir_all(&feature).unwrap();
    let line = "A line of a long document, as some machine wrote it.\n";
    std::fs::write(feature.join("spec.md"), line.repeat(400_000)).unwrap();
    std::fs::write(feature.join("plan.md"), "# Plan\n").unwrap();
    std::fs::write(feature.join("shot.png"), vec![0_u8; 17 << 20]).unwrap();
    let crawl = read::crawl(&[folder.path().to_owned()], None, &Config::default()).unwrap();
    assert_eq!(
        show(&crawl),
        "roots: specs\n\
         feature 001-a #001 in specs/001-a\n  \
           plan         plan.md\n  \
           spec         spec.md\n\
         PF110 specs/001-a/shot.png:1:1 17825792 bytes, the image is not copied\n\
         PF110 specs/001-a/spec.md:1:1 21200000 bytes, only the beginning is shown\n"
    );
    let text = &crawl.sources[1].text;
    assert!(
        text.len() <= 64 << 10 && text.ends_with(line),
        "{}",
        text.len()
    );
    assert_eq!(crawl.sources[1].format, Format::Source("txt".to_owned()));
}
