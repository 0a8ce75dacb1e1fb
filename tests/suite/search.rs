//! Search: the client's tokenizer against ours, and known sections of the sample found by the client itself.

use planfolio::driver::clock::Clock;
use planfolio::driver::snapshot::{self, Snapshot};
use planfolio::driver::workspace;
use planfolio::search::index::{again, build};
use planfolio::search::token;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Asks the client; `None` where node is not installed, unless `PLANFOLIO_NEEDS_NODE` is set.
fn ask(site: &Path, questions: &[serde_json::Value]) -> Option<Vec<Vec<String>>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let child = Command::new("node")
        .arg(root.join("tests/search/client.js"))
        .arg(site)
        .arg(root.join("themes/default/js/search.js"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            let needed = std::env::var_os("PLANFOLIO_NEEDS_NODE").is_some();
            assert!(!needed, "node is needed: {error}");
            #[expect(clippy::print_stderr, reason = "says why nothing is tested")]
            {
                eprintln!("left out: node is not installed");
            }
            return None;
        }
    };
    let text: String = questions.iter().map(|one| format!("{one}\n")).collect();
    let mut input = child.stdin.take().expect("it is piped");
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("node ends");
    writer.join().expect("no panic").expect("node reads");
    let text = String::from_utf8(output.stdout).expect("node writes UTF-8");
    let answers: Vec<Vec<String>> = (text.lines())
        .map(|line| serde_json::from_str(line).expect("an answer is a list"))
        .collect();
    assert_eq!(answers.len(), questions.len());
    Some(answers)
}

fn terms(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    token::terms(text, |term| out.push(term.to_owned()));
    out
}

#[test]
fn the_client_cuts_words_as_the_index_does() {
    // Letters, marks, digits, wide and compatibility forms, joiners, signs, scripts without spaces, beyond the first plane.
    let alphabet: Vec<char> =
        "aZmQé\u{301}ßſİıΣσς09²Ⅷ-_ .,ﬁＡｂあ漢字々한글ｶﾞ\u{1D400}𠀋ЖжǅאبकीไทยFR1"
            .chars()
            .collect();
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let texts: Vec<String> = (0..3000)
        .map(|_| {
            let length = 1 + next(24);
            (0..length)
                .map(|_| alphabet[next(alphabet.len())])
                .collect()
        })
        .collect();
    let questions: Vec<_> = (texts.iter())
        .map(|text| serde_json::json!({ "terms": text }))
        .collect();
    let Some(answers) = ask(Path::new("."), &questions) else {
        return;
    };
    for (text, answer) in texts.iter().zip(answers) {
        assert_eq!(terms(text), answer, "{text:?}");
    }
}

/// Builds the sample.
fn site() -> tempfile::TempDir {
    let scratch = tempfile::tempdir().expect("a scratch folder can be made");
    let built = Command::new(env!("CARGO_BIN_EXE_planfolio"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "example-site", "--force", "-o"])
        .arg(scratch.path())
        .output()
        .expect("the program starts");
    assert!(built.status.success());
    scratch
}

/// What a script of the index hands over.
fn value(site: &Path, name: &str, call: &str) -> serde_json::Value {
    let text = std::fs::read_to_string(site.join("search").join(name)).expect(name);
    let json = text
        .strip_prefix(&format!("planfolioSearch.{call}("))
        .and_then(|rest| rest.strip_suffix(");\n"))
        .expect("it is one call");
    serde_json::from_str(json).expect("its argument is JSON")
}

/// A document as results show it.
#[derive(Debug)]
struct Shown {
    title: String,
    url: String,
    /// Anchor, heading and text.
    passages: Vec<[String; 3]>,
}

/// All that results may show.
fn texts(site: &Path) -> Vec<Shown> {
    let directory = value(site, "meta.js", "meta");
    let mut out = Vec::new();
    let mut first = 0;
    for more in directory["d"].as_array().unwrap() {
        first += more.as_u64().unwrap();
        let list = value(site, &format!("d/{first}.js"), "d");
        for document in list.as_array().unwrap() {
            assert_eq!(document[0], out.len());
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            let passages = document[5].as_array().unwrap().chunks(3).map(|one| {
                let heading = text(&one[1]);
                let anchor = one[0].as_str().map_or_else(
                    || planfolio::base::slug::github_anchor(&heading),
                    str::to_owned,
                );
                [anchor, heading, text(&one[2])]
            });
            out.push(Shown {
                title: text(&document[1]),
                url: text(&document[2]),
                passages: passages.collect(),
            });
        }
    }
    assert_eq!(directory["count"], out.len());
    out
}

#[test]
fn known_sections_are_found() {
    let scratch = site();
    let wanted: Vec<(String, String)> = (texts(scratch.path()).into_iter())
        .flat_map(|one| {
            let url = one.url;
            let parts = one.passages.into_iter().skip(1);
            parts.map(move |[anchor, heading, _]| (heading, format!("{url}#{anchor}")))
        })
        .collect();
    let unique: Vec<_> = (wanted.iter())
        .filter(|(heading, _)| {
            heading.split_whitespace().count() > 1
                && wanted.iter().filter(|(other, _)| other == heading).count() == 1
        })
        .collect();
    assert!(unique.len() > 100, "{} unique headings", unique.len());
    // One letter less in the longest word, where it is long enough to be told.
    let typos = unique.iter().filter_map(|one| {
        let word = one
            .0
            .split(|c: char| !c.is_alphabetic())
            .max_by_key(|word| word.len())?;
        let wrong = format!(
            "{}{}",
            &word[..word.char_indices().nth(3)?.0],
            &word[word.char_indices().nth(4)?.0..]
        );
        (word.len() > 6).then(|| (one.0.replacen(word, &wrong, 1), &one.1))
    });
    let headings = unique.iter().map(|one| (one.0.clone(), &one.1));
    for (asked, least) in [
        (headings.collect::<Vec<_>>(), 0.97),
        (typos.collect(), 0.93),
    ] {
        let questions: Vec<_> = (asked.iter())
            .map(|(heading, _)| serde_json::json!({ "search": heading }))
            .collect();
        let Some(answers) = ask(scratch.path(), &questions) else {
            return;
        };
        let sum: f64 = (asked.iter().zip(&answers))
            .filter_map(|((_, place), answer)| answer.iter().position(|one| one == *place))
            .map(|rank| 1.0 / (rank as f64 + 1.0))
            .sum();
        let rank = sum / asked.len() as f64;
        assert!(
            rank > least,
            "mean reciprocal rank {rank:.3} of {}",
            asked.len()
        );
    }
}

/// The terms of a list that shares beginnings.
fn unfronted(list: &str) -> Vec<String> {
    let mut last = String::new();
    list.split(' ')
        .map(|one| {
            let shared = one.chars().next().and_then(|one| one.to_digit(36)).unwrap() as usize;
            let units: Vec<u16> = last.encode_utf16().take(shared).collect();
            last = String::from_utf16(&units).unwrap() + &one[1..];
            last.clone()
        })
        .collect()
}

#[test]
fn ids_come_first_and_shards_are_in_order() {
    let scratch = site();
    let directory = value(scratch.path(), "meta.js", "meta");
    let marks = directory["t"].as_str().unwrap().split(' ').count();
    let shards = std::fs::read_dir(scratch.path().join("search/t")).unwrap();
    assert_eq!(
        (marks, marks),
        (shards.count(), directory["heights"].as_str().unwrap().len())
    );
    let mut last = String::new();
    for at in 0..marks {
        let terms = unfronted(
            value(scratch.path(), &format!("t/{at}.js"), "t")[1]
                .as_str()
                .unwrap(),
        );
        assert!(last < terms[0] && terms.is_sorted(), "{last} {}", terms[0]);
        last.clone_from(terms.last().unwrap());
    }
    assert!(scratch.path().join("search.html").exists());
    let questions = [serde_json::json!({ "search": "fr-001" })];
    if let Some(answers) = ask(scratch.path(), &questions) {
        assert!(answers[0][0].ends_with("spec.html#fr-001"), "{answers:?}");
    }
}

#[test]
fn without_excerpts_there_are_titles_and_headings_alone() {
    let scratch = tempfile::tempdir().expect("a scratch folder can be made");
    let source = scratch.path().join("plans");
    std::fs::create_dir_all(source.join("001-tide")).unwrap();
    std::fs::write(
        source.join("001-tide/spec.md"),
        "# Tide tables\n\nBefore the first.\n\n## Harbour gauge\n\nA seldomword.\n",
    )
    .unwrap();
    let build = |config: &str| {
        std::fs::write(source.join("planfolio.yaml"), config).unwrap();
        let built = Command::new(env!("CARGO_BIN_EXE_planfolio"))
            .current_dir(scratch.path())
            .args(["build", "plans", "-o", "site"])
            .output()
            .expect("the program starts");
        assert!(
            built.status.success(),
            "{}",
            String::from_utf8_lossy(&built.stderr)
        );
        let site = scratch.path().join("site");
        let texts = texts(&site).remove(0);
        let found = ask(&site, &[serde_json::json!({ "search": "seldomword" })]);
        if let Some(found) = found {
            assert_eq!(found[0], ["001-tide/spec.html#harbour-gauge"]);
        }
        assert_eq!(texts.title, "Tide tables");
        texts.passages.concat()
    };
    let with = build("");
    assert_eq!(
        with[2..],
        [
            "Before the first.",
            "harbour-gauge",
            "Harbour gauge",
            "A seldomword."
        ]
    );
    let without = build("excerpts: false\n");
    assert_eq!(without[2..], ["", "harbour-gauge", "Harbour gauge", ""]);
}

#[test]
fn words_of_filters_are_those_of_the_language() {
    let scratch = tempfile::tempdir().expect("a scratch folder can be made");
    let source = scratch.path().join("plans");
    std::fs::create_dir_all(source.join("001-tide")).unwrap();
    std::fs::write(source.join("001-tide/spec.md"), "# Tide tables\n").unwrap();
    for (language, kind, state) in [
        ("en", "Decision record", "not stated"),
        ("de", "Entscheidungsprotokoll", "nicht angegeben"),
    ] {
        std::fs::write(
            source.join("planfolio.yaml"),
            format!("language: {language}\n"),
        )
        .unwrap();
        let built = Command::new(env!("CARGO_BIN_EXE_planfolio"))
            .current_dir(scratch.path())
            .args(["build", "plans", "-o", "site"])
            .output()
            .expect("the program starts");
        assert!(built.status.success());
        let directory = value(&scratch.path().join("site"), "meta.js", "meta");
        let word = |list: &str, of: &str| {
            let list = directory[list].as_array().unwrap();
            list.iter().find(|one| one[0] == of).unwrap()[1]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(
            (
                word("kinds", "adr").as_str(),
                word("states", "unknown").as_str()
            ),
            (kind, state)
        );
    }
}

#[test]
fn an_edit_leaves_the_scripts_of_a_new_build() {
    let scratch = tempfile::tempdir().expect("a scratch folder can be made");
    let request = workspace::Request {
        sources: vec![scratch.path().to_owned()],
        ..workspace::Request::default()
    };
    let write = |feature: usize, name: &str, text: &str| {
        let folder = scratch.path().join(format!("{feature:03}-tide"));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), text).unwrap();
    };
    for feature in 0..20 {
        write(
            feature,
            "spec.md",
            &format!(
                "# Tide {feature}\n\nWater{feature} rises.\n\n## Gauge\n\nA gauge and its keeper.\n"
            ),
        );
        write(
            feature,
            "plan.md",
            &format!("# Plan {feature}\n\nKeepers{feature} read it.\n"),
        );
    }
    let scripts = |snapshot: &Snapshot| -> Vec<(String, Vec<u8>)> {
        let all = snapshot::addresses(snapshot).filter(|one| one.starts_with("search/"));
        all.map(|one| {
            let content = snapshot::content(snapshot, one).expect("it is named");
            (one.to_owned(), content.bytes.into_owned())
        })
        .collect()
    };
    let clock = &mut Clock::start();
    let mut kept = workspace::open(request.clone()).unwrap();
    let first = workspace::refresh(&mut kept, None, clock).unwrap();
    let mut last = scripts(&first);
    let index = build(&first.portfolio.documents, true);
    let edits: [&[(usize, &str, &str)]; 4] = [
        &[(
            7,
            "spec.md",
            "# Tide 7\n\nA newword, and rises.\n\n## Gauge\n\n## Second gauge\n\nkeeper\n",
        )],
        &[
            (7, "spec.md", "# Tide 7\n"),
            (0, "plan.md", "# Other\n\nWater3 Water3\n"),
        ],
        &[(19, "plan.md", "# Plan 19\n\nZebras.\n")],
        // A document more.
        &[(3, "research.md", "# Found\n\nWater9\n")],
    ];
    for (at, edit) in edits.into_iter().enumerate() {
        for (feature, name, text) in edit {
            write(*feature, name, text);
        }
        let snapshot = workspace::refresh(&mut kept, None, clock).unwrap();
        // Nobody searches after the second edit.
        if at == 1 {
            continue;
        }
        let found = scripts(&snapshot);
        let mut anew = workspace::open(request.clone()).unwrap();
        let anew = scripts(&workspace::refresh(&mut anew, None, clock).unwrap());
        assert!(found == anew, "edit {at}");
        assert!(found != last, "edit {at}");
        let (old, new) = (&first.portfolio.documents, &snapshot.portfolio.documents);
        let edited = again(&index, old, new, true);
        assert_eq!(edited.is_some(), old.len() == new.len());
        assert!(edited.is_none_or(|it| it == build(new, true)), "edit {at}");
        last = found;
    }
}
