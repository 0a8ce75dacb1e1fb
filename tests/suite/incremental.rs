//! After any edits the preview shows byte for byte what a clean build would.
//!
//! `PLANFOLIO_EDITS` sets how many scripts of edits are tried, `PLANFOLIO_EDITS_SEED` which.

use planfolio::config::Config;
use planfolio::driver::clock::Clock;
use planfolio::driver::snapshot::{self, Snapshot};
use planfolio::driver::workspace::{self, Request, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Numbers by chance (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// A portfolio that is edited.
struct Place {
    _scratch: tempfile::TempDir,
    folder: PathBuf,
    chance: Chance,
    request: Request,
}

/// What a line of an edit may say: all that other documents can see, and all that they cannot.
const LINES: [&str; 30] = [
    "Nothing else has to change.",
    "As FR-001 and 002 FR-002 ask, see [the plan](plan.md#risks) and `data-model.md`.",
    "## Risks",
    "## Another heading",
    "What 002 FR-007 says counts here too.",
    "Like 001 FR-002.",
    "### Decision: Keep it\n\n- Chosen: ropes\n- Rationale: they are there",
    "- **FR-001**: The crew must see the tide.",
    "- **FR-002**: The crew must hear the horn.",
    "- **FR-007**: The gate must open for FR-001.",
    "- **NFR-031**: It must hold for a year.",
    "NFR-031 and ADR-0001 count here too.",
    "- [ ] T001 Tie the ropes for FR-001 in src/rope.rs",
    "- [x] T002 [P] [US1] Untie them (FR-007)",
    "- [ ] T003 Depends on T001, T009 and FR-099",
    "| Risk | Likelihood | Impact | Mitigation |\n|---|---|---|---|\n| Storm | High | Medium | Wait |",
    "**Status**: Approved",
    "- `GET /boats/{id}` shows a boat\n- `POST /boats` adds one",
    "## Dependencies\n\n- 001-boats\n- 002-piers",
    "- Depends on 003-tides",
    "[nowhere](gone.md) and [somewhere](../002-piers/spec.md#fr-002)",
    "See [the folder](contracts/) and ![a picture](pier.png).",
    "```mermaid\nflowchart LR\n  A[Boat] --> B[Pier]\n```",
    "```rust\nfn main() {}\n```",
    "### Boat\n\n| Field | Type |\n|---|---|\n| id | uuid |",
    "<!-- planfolio: ignore PF201 -->",
    "- Q1: Who holds the rope? [NEEDS CLARIFICATION: who]",
    "**Estimate**: 3-5 days",
    "| Component | Purpose | Technology |\n|---|---|---|\n| Winch | Pulls | Steel |",
    "---",
];

const CONTRACTS: [&str; 3] = [
    "openapi: 3.0.0\ninfo: {title: Boats, version: '1'}\npaths:\n  /boats/{id}:\n    get: {summary: A boat, responses: {'200': {description: fine}}}\n",
    "openapi: 3.0.0\ninfo: {title: Boats, version: '1'}\nservers: [{url: /v1}]\npaths:\n  /boats:\n    delete: {responses: {'204': {description: gone}}}\n",
    "openapi: [\n",
];

const NAMES: [&str; 12] = [
    "spec.md",
    "plan.md",
    "tasks.md",
    "research.md",
    "data-model.md",
    "Notes.md",
    "notes.md",
    "contracts/boats.yaml",
    "contracts/README.md",
    "checklists/ready.md",
    "index.md",
    "quickstart.md",
];

const FEATURES: [&str; 5] = [
    "001-boats",
    "002-piers",
    "003-tides",
    "archive/004-oars",
    "005-Boats",
];

impl Place {
    fn new(seed: u64) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().canonicalize().unwrap().join("portfolio");
        let mut place = Self {
            // With all that other programs are told.
            request: Request {
                sources: vec![folder.clone()],
                config: Config {
                    base_url: Some("https://example.org/".to_owned()),
                    badges: Some(true),
                    ..Config::default()
                },
                ..Request::default()
            },
            _scratch: scratch,
            folder,
            chance: Chance(seed),
        };
        fs::create_dir_all(place.folder.join("docs/adr")).unwrap();
        fs::write(place.folder.join("README.md"), "# Harbour\n\nPlans.\n").unwrap();
        fs::write(
            place.folder.join("docs/adr/0001-ropes.md"),
            "# Ropes\n\n**Status**: Accepted\n\n## Decision\n\nRopes.\n",
        )
        .unwrap();
        for feature in &FEATURES[..3] {
            for name in ["spec.md", "plan.md", "tasks.md", "contracts/boats.yaml"] {
                let path = place.folder.join("specs").join(feature).join(name);
                place.write(&path);
            }
        }
        fs::write(
            place.folder.join("specs/001-boats/pier.png"),
            b"\x89PNG\r\n\x1a\n",
        )
        .unwrap();
        place
    }

    /// Fills a file with lines by chance.
    fn write(&mut self, path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = if path.extension().is_some_and(|it| it == "yaml") {
            (*self.chance.one(&CONTRACTS)).to_owned()
        } else {
            let name = path.file_stem().unwrap().to_string_lossy();
            let count = self.chance.below(8);
            let lines: Vec<&str> = (0..count).map(|_| *self.chance.one(&LINES)).collect();
            format!("# {name}\n\n{}\n", lines.join("\n\n"))
        };
        fs::write(path, text).unwrap();
    }

    /// All files below the portfolio.
    fn files(&self) -> Vec<PathBuf> {
        let entries = walkdir::WalkDir::new(&self.folder).sort_by_file_name();
        let files = entries.into_iter().map(Result::unwrap);
        files
            .filter(|entry| entry.file_type().is_file())
            .map(walkdir::DirEntry::into_path)
            .collect()
    }

    /// One edit: what it did, and the paths that a watcher would name.
    fn edit(&mut self, touched: &mut BTreeSet<PathBuf>) -> String {
        let files = self.files();
        let path = self.chance.one(&files).clone();
        let is_text = path.extension().is_some_and(|it| it == "md");
        let feature = self.folder.join("specs").join(self.chance.one(&FEATURES));
        let other = feature.join(self.chance.one(&NAMES));
        let what = match self.chance.below(18) {
            // Most edits are of this kind.
            0..=5 if is_text => {
                let mut text = read(&path);
                text = format!("{text}\n{}\n", self.chance.one(&LINES));
                fs::write(&path, text).unwrap();
                "append"
            }
            6..=8 if is_text => {
                let text = read(&path);
                let lines: Vec<&str> = text.lines().collect();
                let gone = self.chance.below(lines.len().max(1));
                let kept = lines.iter().enumerate().filter(|(at, _)| *at != gone);
                let kept: Vec<&str> = kept.map(|(_, line)| *line).collect();
                fs::write(&path, kept.join("\n")).unwrap();
                "remove a line"
            }
            9 if is_text => {
                let text = read(&path);
                fs::write(&path, format!("A line above.\n\n{text}")).unwrap();
                "put a line above"
            }
            10 => {
                // As most editors save: a new file in the place of the old one.
                let aside = path.with_extension("tmp~");
                fs::write(&aside, "# Saved\n\nAnew, FR-001.\n").unwrap();
                fs::rename(&aside, &path).unwrap();
                touched.insert(aside);
                "save aside"
            }
            11 => {
                self.write(&other);
                touched.insert(other.clone());
                touched.insert(feature);
                return format!("create {}", other.display());
            }
            12 if files.len() > 6 => {
                fs::remove_file(&path).unwrap();
                "delete"
            }
            13 => {
                fs::create_dir_all(other.parent().unwrap()).unwrap();
                fs::rename(&path, &other).unwrap();
                touched.extend([other.clone(), feature]);
                "move"
            }
            14 => {
                let name = path.file_name().unwrap().to_string_lossy().to_uppercase();
                let renamed =
                    path.with_file_name(name.replace(".MD", ".md").replace(".YAML", ".yaml"));
                fs::rename(&path, &renamed).unwrap();
                touched.insert(renamed);
                "write in capitals"
            }
            15 if self.chance.below(4) == 0 => {
                self.request.config.title = Some(format!("Title {}", self.chance.below(9)));
                return "other title".to_owned();
            }
            16 if is_text => {
                // Other bytes that decode to the same text.
                let bytes = fs::read(&path).unwrap();
                let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
                let bytes = match self.chance.below(3) {
                    0 => text.replace('\n', "\r\n").into_bytes(),
                    1 => format!("\u{feff}{}", text.trim_start_matches('\u{feff}')).into_bytes(),
                    _ => text.into_bytes(),
                };
                fs::write(&path, bytes).unwrap();
                "encode otherwise"
            }
            17 if is_text => {
                let mut bytes = fs::read(&path).unwrap();
                if let Some(at) = bytes.windows(3).position(|it| it == "\u{fffd}".as_bytes()) {
                    bytes.splice(at..at + 3, [0xff]);
                } else if let Some(at) = bytes.iter().position(|it| *it == 0xff) {
                    bytes.splice(at..=at, "\u{fffd}".bytes());
                } else {
                    bytes.extend(b"A broken \xff byte.\n");
                }
                fs::write(&path, bytes).unwrap();
                "break a byte, or write what it decodes to"
            }
            _ => {
                // Nothing but a new time.
                fs::write(&path, fs::read(&path).unwrap()).unwrap();
                "touch"
            }
        };
        touched.insert(path.clone());
        format!("{what} {}", path.display())
    }
}

/// A file's text; broken bytes are replaced.
fn read(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}

/// All files of a site.
pub(crate) fn files(snapshot: &Snapshot) -> BTreeMap<String, Vec<u8>> {
    let addresses = snapshot::addresses(snapshot);
    let made = addresses.map(|address| {
        let content = snapshot::content(snapshot, address).unwrap();
        assert_eq!(content.failure, None, "{address}");
        (address.to_owned(), content.bytes.into_owned())
    });
    made.collect()
}

pub(crate) fn clean(request: &Request) -> BTreeMap<String, Vec<u8>> {
    let mut workspace = workspace::open(request.clone()).unwrap();
    let snapshot = workspace::refresh(&mut workspace, None, &mut Clock::start()).unwrap();
    files(&snapshot)
}

/// The value of a variable of the environment, in numbers.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

#[test]
fn an_edited_site_equals_a_clean_one() {
    let seed = setting("PLANFOLIO_EDITS_SEED", 1);
    let mut place = Place::new(seed);
    let open = |request: &Request| -> Workspace { workspace::open(request.clone()).unwrap() };
    let mut workspace = open(&place.request);
    workspace::refresh(&mut workspace, None, &mut Clock::start()).unwrap();
    for script in 0..setting("PLANFOLIO_EDITS", 40) {
        let mut touched = BTreeSet::new();
        let edits = 1 + place.chance.below(3);
        let told: Vec<String> = (0..edits).map(|_| place.edit(&mut touched)).collect();
        workspace::reopen(&mut workspace, place.request.clone()).unwrap();
        let snapshot =
            workspace::refresh(&mut workspace, Some(&touched), &mut Clock::start()).unwrap();
        let (edited, clean) = (files(&snapshot), clean(&place.request));
        let told = format!("script {script} of seed {seed}: {told:#?}");
        let differing: Vec<&String> = (clean.keys().chain(edited.keys()))
            .filter(|address| clean.get(*address) != edited.get(*address))
            .collect();
        assert!(differing.is_empty(), "{told}: {differing:?}");
    }
}

/// How much of a site was made anew: documents parsed, documents whose links were resolved, documents whose
/// back-references changed, features put together, and whether the pages were planned.
fn work(before: &Snapshot, after: &Snapshot) -> String {
    fn anew<T: ?Sized>(before: &[Arc<T>], after: &[Arc<T>]) -> usize {
        let pairs = before.iter().zip(after);
        pairs.filter(|(old, new)| !Arc::ptr_eq(old, new)).count()
    }
    let (old, new) = (&before.portfolio, &after.portfolio);
    format!(
        "parsed {}, linked {}, referred {}, features {}, planned {}",
        anew(&old.documents, &new.documents),
        anew(&old.links, &new.links),
        anew(&old.back_references, &new.back_references),
        anew(&old.features, &new.features),
        u8::from(!Arc::ptr_eq(&before.site, &after.site)),
    )
}

#[test]
fn an_edit_costs_what_it_touches() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().canonicalize().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    };
    let spec = "# Boats\n\n- **FR-001**: A boat must float.\n- **FR-002**: It must be dry.\n";
    let plan = "# Plan\n\n## Steps\n\nAs FR-001 asks. See [the spec](spec.md#boats).\n";
    let other = "# Piers\n\n- **SC-001**: A pier.\n\nLike 001 FR-002 and [steps](../001-boats/plan.md#steps).\n";
    write("specs/001-boats/spec.md", spec);
    write("specs/001-boats/plan.md", plan);
    write(
        "specs/001-boats/tasks.md",
        "# Tasks\n\n- [ ] T001 Float for FR-001\n",
    );
    write("specs/002-piers/spec.md", other);
    write(
        "specs/003-tides/spec.md",
        "# Tides\n\n- **TI-001**: High and low.\n\nLike 001 FR-009.\n",
    );
    let mut workspace = workspace::open(Request {
        sources: vec![folder.clone()],
        ..Request::default()
    })
    .unwrap();
    let mut refresh = |touched: Option<&BTreeSet<PathBuf>>| {
        workspace::refresh(&mut workspace, touched, &mut Clock::start()).unwrap()
    };
    let mut before = refresh(None);
    let cases: [(&str, &str, String, &str); 13] = [
        (
            "nothing but a new time",
            "specs/001-boats/spec.md",
            spec.to_owned(),
            "parsed 0, linked 0, referred 0, features 0, planned 0",
        ),
        (
            "a paragraph",
            "specs/001-boats/spec.md",
            format!("{spec}\nMore words.\n"),
            "parsed 1, linked 1, referred 0, features 1, planned 0",
        ),
        (
            "lines moved down",
            "specs/001-boats/plan.md",
            plan.replace("## Steps", "Words.\n\n## Steps"),
            "parsed 1, linked 1, referred 1, features 1, planned 0",
        ),
        (
            "a heading that others do not name: who refers to the document looks again",
            "specs/001-boats/plan.md",
            format!("{plan}\n## New\n\nWords.\n"),
            "parsed 1, linked 2, referred 1, features 1, planned 0",
        ),
        (
            "the heading that another feature names is gone, and so is its hover card",
            "specs/001-boats/plan.md",
            plan.replace("## Steps", "## Ways"),
            "parsed 1, linked 2, referred 2, features 1, planned 1",
        ),
        (
            "and is back",
            "specs/001-boats/plan.md",
            plan.to_owned(),
            "parsed 1, linked 2, referred 2, features 1, planned 1",
        ),
        (
            "another mention",
            "specs/001-boats/plan.md",
            format!("{plan}\n## More\n\nFR-002 too.\n"),
            "parsed 1, linked 2, referred 1, features 1, planned 0",
        ),
        (
            "a requirement more: the feature, who asks it, and the index",
            "specs/001-boats/spec.md",
            format!("{spec}- **FR-003**: It must be red.\n"),
            "parsed 1, linked 5, referred 0, features 1, planned 1",
        ),
        (
            "a requirement that another feature names, and that was not there before",
            "specs/001-boats/spec.md",
            format!("{spec}- **FR-009**: It must be blue.\n"),
            "parsed 1, linked 5, referred 1, features 1, planned 0",
        ),
        (
            "an id that is known everywhere; a mention is gone, and the count of its requirement",
            "specs/003-tides/spec.md",
            "# Tides\n\n- **TI-001**: High and low.\n- **TI-002**: Ebb.\n".to_owned(),
            "parsed 1, linked 1, referred 1, features 2, planned 0",
        ),
        (
            "a task is done",
            "specs/001-boats/tasks.md",
            "# Tasks\n\n- [x] T001 Float for FR-001\n".to_owned(),
            "parsed 1, linked 1, referred 0, features 1, planned 0",
        ),
        (
            "a link to a folder plans anew",
            "specs/001-boats/tasks.md",
            "# Tasks\n\n- [x] T001 Float for FR-001\n\nSee [all](../).\n".to_owned(),
            "parsed 1, linked 1, referred 0, features 1, planned 1",
        ),
        (
            "a new document: all but parsing is done again",
            "specs/004-oars/spec.md",
            "# Oars\n".to_owned(),
            "parsed 0, linked 5, referred 5, features 3, planned 1",
        ),
    ];
    let mut seen = String::new();
    let mut expected = String::new();
    for (name, path, text, work_expected) in cases {
        let touched = BTreeSet::from([write(path, &text)]);
        let after = refresh(Some(&touched));
        seen.push_str(&format!("{name}: {}\n", work(&before, &after)));
        expected.push_str(&format!("{name}: {work_expected}\n"));
        before = after;
    }
    assert_eq!(seen, expected);
}

#[test]
fn a_folder_that_is_away_for_a_while_costs_nothing() {
    let place = Place::new(5);
    let mut workspace = workspace::open(place.request.clone()).unwrap();
    let before = workspace::refresh(&mut workspace, None, &mut Clock::start()).unwrap();
    let away = place.folder.with_file_name("away");
    fs::rename(&place.folder, &away).unwrap();
    assert!(workspace::refresh(&mut workspace, None, &mut Clock::start()).is_err());
    fs::rename(&away, &place.folder).unwrap();
    let after = workspace::refresh(&mut workspace, None, &mut Clock::start()).unwrap();
    let nothing = "parsed 0, linked 0, referred 0, features 0, planned 0";
    assert_eq!(work(&before, &after), nothing);
}
