//! Folders that no sane person writes, and outputs that cannot be written: `tests/hostile/*.md`.
//!
//! A `tree` block is planted as [`case::plant`] does, with more: names have the escapes that contents have, a stretch
//! `«…»×N` stands N times, and behind ` | ` stands what a name is instead of a file: `fifo`, `socket`, `mode 000` (of
//! the file or folder planted before). A line that begins with `? ` may be replaced; nothing else that was planted may
//! be gone or changed when the case is over, whatever the commands did, and no stage or lock may be left.
//!
//! A `console` block holds commands: `planfolio …` shows its exit code and, when that is above 1, what it said;
//! `site FOLDER [SOURCE]` shows the documents of a built site with their pages, and the diagnostics, and looks for all
//! that [`site_check::check`] finds; `has FILE = text` tells whether a file of the output holds a text, `files FOLDER`
//! lists, `plant LINE` plants more, `unplant` takes back, `remove` removes a file of ours. Before `planfolio` may stand `plainly`, which takes away the rights of root, and
//! `at-most N`, which lets no file grow beyond N blocks of 1024 bytes.

use crate::case::{self, Case, unescape};
use crate::{site_check, transcript};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a command may take, in a debug build on a busy machine. What takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(100);

#[test]
fn documents() {
    play("hostile/documents.md");
}

#[test]
fn names() {
    play("hostile/names.md");
}

#[test]
fn special_files() {
    play("hostile/files.md");
}

#[test]
fn outputs() {
    play("hostile/outputs.md");
}

fn play(file: &str) {
    case::run_file(file, |case| {
        let start = Instant::now();
        let folder = tempfile::tempdir().expect("a scratch folder can be made");
        let work = folder.path().canonicalize().expect("it exists").join("w");
        fs::create_dir(&work).expect("it is new");
        let mut stage = Stage {
            work,
            planted: BTreeMap::new(),
            sockets: Vec::new(),
        };
        if let Some(tree) = case.block("tree") {
            plant(&mut stage, &tree.text);
        }
        let found = consoles(case)
            .map(|block| (block.clone(), replay(&mut stage, &block.text)))
            .collect();
        let lost = lost(&stage);
        assert!(lost.is_empty(), "{}: lost {lost:#?}", case.title);
        let left: Vec<PathBuf> = walkdir::WalkDir::new(&stage.work)
            .max_depth(3)
            .into_iter()
            .map(|entry| entry.expect("it can be listed").into_path())
            .filter(|path| path.to_string_lossy().contains(".planfolio-"))
            .collect();
        assert!(left.is_empty(), "{}: left {left:#?}", case.title);
        open_up(&stage.work);
        println!("{} took {:.1} s", case.title, start.elapsed().as_secs_f64());
        found
    });
}

#[test]
fn there_are_many_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    let cases: usize = transcript::files(&folder)
        .iter()
        .map(|file| fs::read_to_string(folder.join(file)).expect("cases are UTF-8"))
        .map(|text| text.matches("\n## ").count())
        .sum();
    assert!(cases >= 45, "only {cases} hostile folders");
}

/// A folder in which a case plays.
struct Stage {
    work: PathBuf,
    /// What must be there at the end.
    planted: BTreeMap<PathBuf, Planted>,
    /// Sockets vanish when they are closed.
    sockets: Vec<std::os::unix::net::UnixListener>,
}

/// What a path must be.
#[derive(Debug, PartialEq, Eq)]
enum Planted {
    Folder,
    File(Vec<u8>),
    Link(PathBuf),
    Other,
}

fn consoles(case: &Case) -> impl Iterator<Item = &case::Block> {
    case.blocks.iter().filter(|block| block.info == "console")
}

fn plant(stage: &mut Stage, tree: &str) {
    for line in tree.lines().filter(|line| !line.trim().is_empty()) {
        let (line, must_stay) = match line.strip_prefix("? ") {
            Some(line) => (line, false),
            None => (line, true),
        };
        let (path, planted) = plant_line(stage, line);
        if must_stay {
            stage.planted.insert(path, planted);
        }
    }
}

/// Plants what a line says and tells what now lies where.
fn plant_line(stage: &mut Stage, line: &str) -> (PathBuf, Planted) {
    let place = |name: &str| {
        let path = stage
            .work
            .join(OsString::from_vec(unescape(&repeated(name))));
        let around = path.parent().expect("it lies below the folder");
        fs::create_dir_all(around).expect("folders can be made");
        path
    };
    // The first of these signs counts: contents may hold them all.
    let signs = [" = ", " -> ", " | "].into_iter();
    let sign = signs
        .filter_map(|sign| Some((line.find(sign)?, sign)))
        .min()
        .map_or("", |(_, sign)| sign);
    let (name, behind) = match sign {
        "" => (line, ""),
        sign => line.split_once(sign).expect("it was found"),
    };
    if sign == " -> " {
        let target = behind;
        let path = place(name);
        let target = PathBuf::from(target.replace("TOP", &stage.work.to_string_lossy()));
        std::os::unix::fs::symlink(&target, &path).expect("links can be made");
        return (path, Planted::Link(target));
    }
    if sign == " | " {
        let path = place(name);
        match behind {
            "fifo" => {
                let made = Command::new("mkfifo").arg(&path).status();
                assert!(made.is_ok_and(|made| made.success()), "mkfifo");
            }
            "socket" => {
                let socket = std::os::unix::net::UnixListener::bind(&path);
                stage.sockets.push(socket.expect("sockets can be made"));
            }
            other => {
                let mode = other.strip_prefix("mode ").expect("a mode in octal");
                let mode = u32::from_str_radix(mode, 8).expect("a mode in octal");
                let planted = look(&path).expect("it was planted before");
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("it is ours");
                return (path, planted);
            }
        }
        return (path, Planted::Other);
    }
    if sign.is_empty() {
        let path = place(line.trim_end());
        fs::create_dir_all(&path).expect("folders can be made");
        return (path, Planted::Folder);
    }
    let path = place(name);
    let content = unescape(&repeated(behind));
    fs::write(&path, &content).expect("files can be written");
    (path, Planted::File(content))
}

/// A text with each `«…»×N` written N times; `#` in it is the number of the time.
fn repeated(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('«') {
        let (piece, after) = behind.split_once("»×").expect("`«…»×N`");
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let times: usize = after[..digits].parse().expect("a number of times");
        out.push_str(before);
        if piece.contains('#') {
            out.extend((0..times).map(|time| piece.replace('#', &time.to_string())));
        } else {
            out.push_str(&piece.repeat(times));
        }
        rest = &after[digits..];
    }
    out.push_str(rest);
    out
}

/// What lies at a path.
fn look(path: &Path) -> Option<Planted> {
    let kind = path.symlink_metadata().ok()?.file_type();
    Some(if kind.is_symlink() {
        Planted::Link(fs::read_link(path).ok()?)
    } else if kind.is_dir() {
        Planted::Folder
    } else if kind.is_file() {
        Planted::File(fs::read(path).ok()?)
    } else {
        Planted::Other
    })
}

/// The planted paths that are gone or changed. Where rights were taken away they are given back first.
fn lost(stage: &Stage) -> Vec<String> {
    open_up(&stage.work);
    stage
        .planted
        .iter()
        .filter(|(path, planted)| look(path).as_ref() != Some(planted))
        .map(|(path, _)| path.display().to_string())
        .collect()
}

/// Gives back the right to read and write.
fn open_up(folder: &Path) {
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let metadata = path.symlink_metadata().expect("it was listed");
        let right = if metadata.is_dir() { 0o700 } else { 0o600 };
        if (metadata.is_dir() || metadata.is_file()) && metadata.mode() & right != right {
            let mode = fs::Permissions::from_mode(metadata.mode() & 0o777 | right);
            fs::set_permissions(&path, mode).expect("it is ours");
        }
        if metadata.is_dir() {
            let entries = fs::read_dir(&path).expect("it can be listed");
            open.extend(entries.map(|entry| entry.expect("it can be listed").path()));
        }
    }
}

fn replay(stage: &mut Stage, transcript: &str) -> String {
    let mut out = String::new();
    for line in transcript.lines() {
        let Some(command) = line.strip_prefix("$ ") else {
            continue;
        };
        writeln!(out, "$ {command}").expect("writing to a text cannot fail");
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        match verb {
            "plant" => plant(stage, rest),
            "remove" => fs::remove_file(stage.work.join(rest)).expect("it is there"),
            "unplant" => {
                let path = stage.work.join(rest);
                fs::remove_file(&path).expect("it is there");
                stage.planted.remove(&path);
            }
            "files" => files(&stage.work.join(rest), &mut out),
            "site" => site(&stage.work, rest, &mut out),
            "has" => has(&stage.work, rest, &mut out),
            _ => run(&stage.work, command, &mut out),
        }
    }
    out
}

/// Names as they are shown: nothing in them can be taken for another line.
fn shown(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            c if c.is_control() => write!(out, "\\u{:04x}", c as u32).expect("as above"),
            c => out.push(c),
        }
    }
    // Very long names need not be read to the end.
    let length = out.chars().count();
    if length > 120 {
        let head: String = out.chars().take(40).collect();
        let tail: String = out.chars().skip(length - 40).collect();
        return format!("{head}…{tail}");
    }
    out
}

fn files(folder: &Path, out: &mut String) {
    let names = match fs::metadata(folder) {
        Ok(_) => transcript::files(folder),
        Err(_) => return out.push_str("  there is no such folder\n"),
    };
    for name in names {
        writeln!(out, "  {}", shown(&name)).expect("as above");
    }
}

fn has(work: &Path, rest: &str, out: &mut String) {
    let (file, text) = rest.split_once(" = ").expect("`has FILE = text`");
    let content = fs::read(work.join(file)).unwrap_or_default();
    let wanted = unescape(&repeated(text));
    let times = memchr::memmem::find_iter(&content, &wanted).count();
    writeln!(out, "  {times}").expect("as above");
}

/// Documents with their pages, diagnostics, and whatever is wrong with a site.
fn site(work: &Path, rest: &str, out: &mut String) {
    let (folder, source) = rest.split_once(' ').unwrap_or((rest, "."));
    if !work.join(folder).is_dir() {
        return out.push_str("  there is no site\n");
    }
    let built = site_check::read(&work.join(folder));
    for (path, url) in site_check::documents(&built.portfolio) {
        writeln!(out, "  {} → {}", shown(&path), shown(&url)).expect("as above");
    }
    for finding in built.portfolio["diagnostics"].as_array().unwrap() {
        let text = |key: &str| shown(finding[key].as_str().unwrap());
        writeln!(
            out,
            "  {} {}:{}:{} {}",
            text("code"),
            text("path"),
            finding["line"],
            finding["column"],
            text("message")
        )
        .expect("as above");
    }
    for fault in site_check::check(&work.join(source), &built) {
        writeln!(out, "  FAULT {fault}").expect("as above");
    }
}

fn run(work: &Path, command: &str, out: &mut String) {
    let mut words: Vec<&str> = command.split(' ').collect();
    let mut process = Vec::new();
    if words[0] == "plainly" {
        words.remove(0);
        // Root without its rights is bound by the modes of files as everybody is.
        if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
            process.extend(["setpriv", "--bounding-set=-all", "--inh-caps=-all"]);
        }
    }
    if words[0] == "at-most" {
        process.extend([
            "bash",
            "-c",
            "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"",
            "-",
            words[1],
        ]);
        words.drain(..2);
    }
    assert_eq!(words[0], "planfolio", "{command}");
    process.push(env!("CARGO_BIN_EXE_planfolio"));
    process.extend(&words[1..]);
    let (code, error) = patiently(
        Command::new(process[0])
            .args(&process[1..])
            .current_dir(work),
        command,
    );
    if code > 1 {
        let above = work.parent().expect("it lies in a scratch folder");
        let error = error
            .replace(&*work.to_string_lossy(), "TOP")
            .replace(&*above.to_string_lossy(), "ABOVE");
        for line in error.lines() {
            writeln!(out, "! {line}").expect("as above");
        }
    }
    if code > 0 {
        writeln!(out, "exit {code}").expect("as above");
    }
}

/// Runs a command to its end and gives its exit code and what it said on stderr.
fn patiently(command: &mut Command, name: &str) -> (i32, String) {
    let work = command
        .get_current_dir()
        .expect("commands run in a scratch folder");
    let cache = work.join(".cache");
    let mut child = command
        .env("XDG_CACHE_HOME", cache)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut pipe = child.stderr.take().expect("it is piped");
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("pipes can be read");
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it is our child") {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().expect("it is our child");
            panic!("{name} hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let error = reader.join().expect("the reader does not panic");
    assert!(!error.contains("panicked"), "{name}: {error}");
    (status.code().unwrap_or(-1), error)
}

/// A file system of a certain size is mounted where nobody else sees it, holds a site, and gets a larger one.
const FULL_DISK: &str = r#"
set -u
mount -t tmpfs -o "size=${1}k" tmpfs disk || exit 77
"$2" build plans -o disk/site > /dev/null 2>&1 || exit 78
cp -a disk/site before
printf '\nOne more line, so that the page is another one.\n' | tee -a plans/specs/*/*.md > /dev/null
"$2" build plans -o disk/site 2> errors > /dev/null
code=$?
diff -r before disk/site > /dev/null && echo same || echo changed
ls -A disk
exit $code
"#;

/// Writes plans and gives the memory that their site takes, in kilobytes.
fn plant_plans(top: &Path) -> u64 {
    for feature in 1..=12 {
        let lines = "A line of a plan with some words in it.\n".repeat(400);
        let place = top.join(format!("plans/specs/{feature:03}-a"));
        fs::create_dir_all(&place).expect("it is new");
        let text = format!("# Feature {feature}\n\n{lines}");
        fs::write(place.join("spec.md"), text).expect("it is new");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_planfolio"));
    command.args(["build", "plans", "-o", "measured"]);
    let (code, error) = patiently(command.current_dir(top), "build");
    assert_eq!(code, 0, "{error}");
    walkdir::WalkDir::new(top.join("measured"))
        .into_iter()
        .map(|entry| entry.expect("it can be listed"))
        .map(|entry| entry.metadata().expect("it is there").len())
        .map(|bytes| bytes.div_ceil(4096) * 4)
        .sum()
}

/// The old site stays, whichever write is the first that does not fit, and the message says where and why.
#[test]
fn a_full_disk() {
    let mut failed = 0;
    let mut fitted = 0;
    for step in 0..32 {
        let folder = tempfile::tempdir().expect("a scratch folder can be made");
        let top = folder.path().canonicalize().expect("it exists");
        fs::create_dir(top.join("disk")).expect("it is new");
        let taken = plant_plans(&top);
        let size = taken + taken * step / 24;
        let output = Command::new("unshare")
            .args(["-rm", "bash", "-c", FULL_DISK, "-", &size.to_string()])
            .arg(env!("CARGO_BIN_EXE_planfolio"))
            .current_dir(&top)
            .env("XDG_CACHE_HOME", top.join(".cache"))
            .output();
        let Ok(output) = output else {
            return println!("skipped: there is no `unshare`");
        };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        match output.status.code() {
            Some(77 | 1) => {
                let why = String::from_utf8_lossy(&output.stderr);
                return println!("skipped: nothing can be mounted: {why}");
            }
            // Not even the first site fits.
            Some(78) => {}
            Some(0) => {
                fitted += 1;
                assert_eq!(said, "changed\nsite\n", "{size} kB");
            }
            Some(3) => {
                failed += 1;
                assert_eq!(said, "same\nsite\n", "{size} kB");
                let error = fs::read_to_string(top.join("errors")).expect("it was written");
                assert!(
                    error.contains("error: cannot ")
                        && error.contains("disk/")
                        && error.contains("No space left on device"),
                    "{error}"
                );
            }
            other => panic!("{size} kB: {other:?} {said}"),
        }
    }
    assert!(failed > 5 && fitted > 0, "{failed} failed, {fitted} fitted");
    println!("{failed} builds did not fit, {fitted} did");
}

/// Documents and folders that come and go while a build reads them: the build ends well, and every document that it
/// names has its page.
#[test]
fn vanishing_files() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = tempfile::tempdir().expect("a scratch folder can be made");
    let work = folder.path().canonicalize().expect("it exists");
    let feature = |number: u32| work.join(format!("specs/{number:03}-a"));
    for number in 0..40 {
        fs::create_dir_all(feature(number)).expect("it is new");
        fs::write(feature(number).join("spec.md"), "# A\n\nText.\n").expect("it is new");
        fs::write(feature(number).join("shot.png"), "no picture").expect("it is new");
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let aside = work.join("aside");
            while !done.load(Ordering::Relaxed) {
                for number in 0..40 {
                    // Whole folders, documents that vanish, and documents that become links out.
                    fs::rename(feature(number), &aside).expect("it is there");
                    fs::rename(&aside, feature(number)).expect("it is there");
                    let spec = feature(number).join("spec.md");
                    fs::remove_file(&spec).expect("it is there");
                    std::os::unix::fs::symlink("/etc/hostname", &spec).expect("it is gone");
                    fs::remove_file(&spec).expect("it is there");
                    fs::write(&spec, "# A\n\nText.\n").expect("it is gone");
                }
            }
        });
        let hostname = fs::read("/etc/hostname").unwrap_or_default();
        for round in 0..12 {
            let output = work.join(format!("site{round}"));
            let mut command = Command::new(env!("CARGO_BIN_EXE_planfolio"));
            command.args(["build", "specs", "-o"]).arg(&output);
            let (code, error) = patiently(command.current_dir(&work), "build");
            assert_eq!(code, 0, "{error}");
            let built = site_check::read(&output);
            for (path, url) in site_check::documents(&built.portfolio) {
                let page = built.pages.get(&url);
                let page = page.unwrap_or_else(|| panic!("{path} has no page"));
                assert!(
                    hostname.is_empty()
                        || memchr::memmem::find(page.as_bytes(), &hostname).is_none(),
                    "{path} shows what it must not"
                );
            }
        }
        done.store(true, Ordering::Relaxed);
    });
}
