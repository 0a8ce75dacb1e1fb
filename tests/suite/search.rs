//! Search: the client's tokenizer against ours, and known sections of the sample found by the client itself.

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

#[test]
fn known_sections_are_found() {
    let scratch = site();
    let names = value(scratch.path(), "names.js", "names");
    let groups = names.as_array().unwrap().len();
    let mut wanted = Vec::new();
    for group in 0..groups {
        for document in value(scratch.path(), &format!("d/{group}.js"), "d")
            .as_array()
            .unwrap()
        {
            let url = document[2].as_str().unwrap();
            for passage in document[3].as_array().unwrap().iter().skip(1) {
                let place = format!("{url}#{}", passage[0].as_str().unwrap());
                wanted.push((passage[1].as_str().unwrap().to_owned(), place));
            }
        }
    }
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

#[test]
fn ids_come_first_and_shards_are_in_order() {
    let scratch = site();
    let directory = value(scratch.path(), "meta.js", "meta");
    let shards = directory["shards"].as_array().unwrap();
    let first: Vec<&str> = shards.iter().map(|one| one[0].as_str().unwrap()).collect();
    assert!(first.len() > 1 && first.is_sorted(), "{first:?}");
    assert!((0..shards.len()).all(|at| scratch.path().join(format!("search/t/{at}.js")).exists()));
    assert!(scratch.path().join("search.html").exists());
    let questions = [serde_json::json!({ "search": "fr-001" })];
    if let Some(answers) = ask(scratch.path(), &questions) {
        assert!(answers[0][0].ends_with("spec.html#fr-001"), "{answers:?}");
    }
}
