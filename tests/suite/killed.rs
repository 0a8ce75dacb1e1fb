//! Builds that are killed: the output is the whole old site or the whole new one, whenever the kill comes.
//!
//! A site of sixty features goes back and forth between two inputs. A third of the kills comes at any moment of a
//! build, a third while the stage is filled, a third around the exchange, which the stage's marker tells.

use crate::transcript;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How many builds are killed.
const KILLS: u64 = 60;

/// Writes the plans of a harbour with sixty quays, in one of two years. Nearly every page differs between the years,
/// two features come and two go.
fn plant(folder: &Path, year: usize) {
    for quay in 1..=62_usize {
        if quay == 7 + year || quay == 33 + year {
            continue;
        }
        let feature = folder.join(format!("specs/{quay:03}-quay-{quay}"));
        fs::create_dir_all(feature.join("contracts")).expect("it is new");
        let next = quay % 60 + 1;
        let mut spec = format!("# Feature Specification: Quay {quay}\n\n**Status**: Draft\n\n");
        let mut tasks = format!("# Tasks: Quay {quay}\n\n## Phase 1: Build\n\n");
        write!(spec, "Opens in 20{:02}.\n\n## Requirements\n\n", 30 + year).expect("a text");
        for number in 1..=4 {
            writeln!(
                spec,
                "- **FR-{number:03}**: Berth {number} takes {} ships, see spec {next:03}.",
                number + year
            )
            .expect("a text");
            let mark = if number > 2 + year { ' ' } else { 'x' };
            writeln!(
                tasks,
                "- [{mark}] T{number:03} Dig berth {number} for FR-{number:03}"
            )
            .expect("a text");
        }
        spec.push_str("\n## Risks\n\n- **Silt**: the berth fills up\n  - Likelihood: High\n");
        let contract = format!("{{\"title\": \"Berth\", \"year\": {}}}\n", 2030 + year);
        for (name, text) in [
            ("spec.md", &spec),
            ("tasks.md", &tasks),
            ("contracts/berth.json", &contract),
        ] {
            fs::write(feature.join(name), text).expect("it is new");
        }
        fs::write(feature.join("map.png"), [quay as u8, year as u8]).expect("it is new");
    }
}

/// The two years and the output.
struct Harbour {
    folder: tempfile::TempDir,
}

impl Harbour {
    fn top(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("it exists")
    }

    fn output(&self) -> PathBuf {
        self.top().join("site")
    }

    fn stage(&self) -> PathBuf {
        self.top().join(".site.planfolio-stage")
    }

    /// Which stage there is, told by the file that goes just before the exchange. A killed build leaves one that is
    /// not the next build's.
    fn marker(&self) -> Option<(u64, i64, i64)> {
        let marker = self.stage().join(".planfolio/unfinished");
        let metadata = marker.metadata().ok()?;
        Some((metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
    }

    /// Waits until a build fills its stage, or is over.
    fn wait_for_stage(&self, child: &mut Child, left: Option<(u64, i64, i64)>) {
        wait_until(child, || self.marker().is_some_and(|now| left != Some(now)));
    }

    /// Waits until the stage is full, or the build over.
    fn wait_for_exchange(&self, child: &mut Child) {
        wait_until(child, || self.marker().is_none());
    }

    fn start(&self, year: usize, output: &Path) -> Child {
        Command::new(env!("CARGO_BIN_EXE_planfolio"))
            .arg("build")
            .arg(self.top().join(format!("year{year}")))
            .arg("-o")
            .arg(output)
            .env("XDG_CACHE_HOME", self.top().join("cache"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts")
    }

    fn build(&self, year: usize, output: &Path) {
        let status = self.start(year, output).wait().expect("it is our child");
        assert!(status.success(), "{status}");
    }
}

/// All files of an output with their bytes.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    transcript::files(folder)
        .into_iter()
        .map(|path| {
            let content = fs::read(folder.join(&path)).expect("it was listed");
            (path, content)
        })
        .collect()
}

/// Numbers that look random and are the same at every run.
struct Dice(u64);

impl Dice {
    /// A part of a time, between nothing and all of it.
    fn part(&mut self, of: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        of.mul_f64((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// Waits until something is so, or the build is over.
fn wait_until(child: &mut Child, so: impl Fn() -> bool) {
    while !so() && child.try_wait().expect("it is our child").is_none() {
        std::thread::yield_now();
    }
}

/// Nothing but the output with the right modes is left of a build that came to its end.
fn assert_tidy(harbour: &Harbour) {
    for entry in walkdir::WalkDir::new(harbour.output()) {
        let entry = entry.expect("it can be listed");
        let metadata = entry.metadata().expect("it is there");
        let path = entry.path().display();
        if metadata.is_dir() {
            assert_eq!(metadata.mode() & 0o7777, 0o755, "{path}");
        } else {
            assert!(metadata.is_file(), "{path} is a link");
            assert_eq!(metadata.mode() & 0o7777, 0o644, "{path}");
            assert_eq!(metadata.nlink(), 1, "{path} has another name");
        }
    }
    let mut names: Vec<String> = fs::read_dir(harbour.top())
        .expect("it can be listed")
        .map(|entry| entry.expect("it can be listed").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["cache", "site", "year0", "year1"]);
}

#[test]
fn sixty_kills_leave_the_old_site_or_the_new_one() {
    let harbour = Harbour {
        folder: tempfile::tempdir().expect("a scratch folder can be made"),
    };
    let output = harbour.output();
    let years: Vec<BTreeMap<String, Vec<u8>>> = (0..2)
        .map(|year| {
            plant(&harbour.top().join(format!("year{year}")), year);
            let clean = harbour.top().join("clean");
            harbour.build(year, &clean);
            let site = bytes(&clean);
            fs::remove_dir_all(&clean).expect("it is ours");
            site
        })
        .collect();
    let differing = years[0]
        .iter()
        .filter(|(path, content)| years[1].get(*path) != Some(content))
        .count();
    assert!(differing > 200, "only {differing} files differ");

    harbour.build(0, &output);
    // How long the whole takes, and the filling of the stage.
    let start = Instant::now();
    let mut child = harbour.start(1, &output);
    harbour.wait_for_stage(&mut child, None);
    let staged = start.elapsed();
    harbour.wait_for_exchange(&mut child);
    let filling = start.elapsed() - staged;
    assert!(child.wait().expect("it is our child").success());
    let whole = start.elapsed();

    fs::write(output.join("CNAME"), "example.org").expect("it can be written");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut now = 1;
    let (mut killed, mut in_stage, mut old, mut new) = (0, 0, 0, 0);
    for round in 0..KILLS {
        let next = 1 - now;
        let left = harbour.marker();
        let mut child = harbour.start(next, &output);
        match round % 3 {
            0 => std::thread::sleep(dice.part(whole)),
            1 => {
                harbour.wait_for_stage(&mut child, left);
                std::thread::sleep(dice.part(filling));
            }
            _ => {
                harbour.wait_for_stage(&mut child, left);
                harbour.wait_for_exchange(&mut child);
                let pause = Instant::now();
                let length = dice.part(Duration::from_millis(3));
                wait_until(&mut child, || pause.elapsed() > length);
            }
        }
        child.kill().expect("it is our child");
        let status = child.wait().expect("it is our child");
        if status.signal() == Some(9) {
            killed += 1;
            in_stage += u32::from(harbour.marker().is_some_and(|now| left != Some(now)));
        }
        let mut found = bytes(&output);
        // Entries of others may be on their way into the new site; the next build brings them back.
        let name = found.remove("CNAME");
        assert!(name.is_some() || harbour.stage().join("CNAME").exists());
        if found == years[next] {
            new += 1;
            now = next;
        } else {
            assert!(found == years[now], "a mixture after round {round}");
            old += 1;
        }
        if round % 5 == 4 {
            harbour.build(1 - now, &output);
            now = 1 - now;
            let mut found = bytes(&output);
            assert_eq!(found.remove("CNAME").as_deref(), Some(&b"example.org"[..]));
            assert!(found == years[now], "another site after round {round}");
            assert_tidy(&harbour);
        }
    }
    println!(
        "a build takes {whole:?}, its stage {filling:?}; {killed} of {KILLS} were killed, {in_stage} while they filled a stage; \
         {old} left the old site, {new} the new one"
    );
    assert!(killed > KILLS * 2 / 3, "only {killed} builds were killed");
    assert!(in_stage > 15, "only {in_stage} filled a stage");
    assert!(old > 10 && new > 5, "{old} old, {new} new");
}
