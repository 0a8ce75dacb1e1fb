//! Other generators on the same Markdown, those that are installed: each gets the files as it wants them, the plainest
//! templates that it can do with, and its own highlighting and search as they come. What planfolio does beyond
//! (facts, links, diagrams, registers) they do not do, so their figures are a lower bound.

use crate::phases::children;
use crate::table::{Row, size_of};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A generator is stopped after this time.
const LONGEST: Duration = Duration::from_secs(300);

/// A generator: its program, how a site for it is laid out, and the arguments that build it into a folder.
struct Peer {
    name: &'static str,
    program: &'static str,
    version: &'static str,
    lay_out: fn(&[Page], &Path),
    arguments: fn(&Path) -> Vec<String>,
}

/// A Markdown file by its path below the portfolio.
struct Page {
    path: PathBuf,
    title: String,
    text: String,
}

const PEERS: &[Peer] = &[
    Peer {
        name: "Hugo",
        program: "hugo",
        version: "version",
        lay_out: hugo,
        arguments: |output| words(&["--quiet", "-d"], output),
    },
    Peer {
        name: "Zola",
        program: "zola",
        version: "--version",
        lay_out: zola,
        arguments: |output| words(&["build", "--force", "-o"], output),
    },
    Peer {
        name: "mdBook",
        program: "mdbook",
        version: "--version",
        lay_out: mdbook,
        arguments: |output| words(&["build", "-d"], output),
    },
    Peer {
        name: "Zensical",
        program: "zensical",
        version: "--version",
        lay_out: zensical,
        arguments: |_| vec!["build".to_owned()],
    },
    Peer {
        name: "Material for MkDocs",
        program: "mkdocs",
        version: "--version",
        lay_out: material,
        arguments: |output| words(&["build", "-q", "-d"], output),
    },
];

fn words(words: &[&str], output: &Path) -> Vec<String> {
    let mut all: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    all.push(output.display().to_string());
    all
}

/// Measures all that are installed; tells those that are not.
pub(crate) fn measure(source: &Path, scratch: &Path) -> Vec<Row> {
    let pages = pages(source);
    let mut rows = Vec::new();
    for peer in PEERS {
        let version = Command::new(peer.program).arg(peer.version).output();
        let Ok(version) = version else {
            eprintln!("{}: not installed, left out", peer.name);
            continue;
        };
        let version = String::from_utf8_lossy(&version.stdout);
        eprintln!("{}: {}", peer.name, version.lines().last().unwrap_or(""));
        let site = scratch.join("peer");
        let output = site.join("public");
        (peer.lay_out)(&pages, &site);
        let mut command = Command::new(peer.program);
        command.args((peer.arguments)(&output)).current_dir(&site);
        if let Some(row) = run(peer.name, &mut command, &output) {
            rows.push(row);
        }
        fs::remove_dir_all(&site).unwrap();
    }
    rows
}

/// Measures the index that Pagefind makes of a built site.
pub(crate) fn index(site: &Path) -> Option<Row> {
    let program = ["pagefind", "pagefind_extended"]
        .into_iter()
        .find(|program| Command::new(program).arg("--version").output().is_ok());
    let Some(program) = program else {
        eprintln!("Pagefind: not installed, left out");
        return None;
    };
    let mut command = Command::new(program);
    command.arg("--site").arg(site);
    run(
        "Pagefind, index alone",
        &mut command,
        &site.join("pagefind"),
    )
}

fn run(name: &'static str, command: &mut Command, output: &Path) -> Option<Row> {
    let (before, start) = (children(), Instant::now());
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut memory = None;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > LONGEST {
            child.kill().unwrap();
            child.wait().unwrap();
            eprintln!("{name}: stopped after {} s", LONGEST.as_secs());
            return None;
        }
        memory = peak(child.id()).or(memory);
        std::thread::sleep(Duration::from_millis(10));
    };
    if !status.success() {
        eprintln!("{name}: {status}");
        return None;
    }
    Some(Row {
        name,
        wall: start.elapsed(),
        processor: children() - before,
        memory,
        output: Some(size_of(output).1),
    })
}

/// The peak of memory of a running process so far.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

fn pages(source: &Path) -> Vec<Page> {
    let mut pages: Vec<Page> = walkdir::WalkDir::new(source)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|it| it == "md"))
        .map(|entry| {
            let text = fs::read_to_string(entry.path()).unwrap();
            let heading = text.lines().find_map(|line| line.strip_prefix("# "));
            Page {
                path: entry.path().strip_prefix(source).unwrap().to_owned(),
                title: heading.unwrap_or("Page").replace(['"', '\\'], ""),
                text,
            }
        })
        .collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages
}

fn put(site: &Path, path: impl AsRef<Path>, text: &str) {
    let path = site.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const HEAD: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>";

fn hugo(pages: &[Page], site: &Path) {
    put(
        site,
        "hugo.toml",
        "baseURL = \"https://example.org/\"\ntitle = \"Plans\"\n[markup.highlight]\nnoClasses = false\n",
    );
    let page = format!(
        "{HEAD}{{{{ .Title }}}}</title></head><body>{{{{ .TableOfContents }}}}{{{{ .Content }}}}</body></html>\n"
    );
    let list = format!(
        "{HEAD}{{{{ .Title }}}}</title></head><body><ul>{{{{ range .Pages }}}}<li><a href=\"{{{{ .RelPermalink }}}}\">{{{{ .Title }}}}</a></li>{{{{ end }}}}</ul></body></html>\n"
    );
    put(site, "layouts/_default/single.html", &page);
    put(site, "layouts/_default/list.html", &list);
    for page in pages {
        let text = format!("---\ntitle: \"{}\"\n---\n{}", page.title, page.text);
        put(&site.join("content"), &page.path, &text);
    }
}

fn zola(pages: &[Page], site: &Path) {
    put(
        site,
        "config.toml",
        "base_url = \"https://example.org\"\nbuild_search_index = true\n[markdown]\nhighlight_code = true\n",
    );
    let page = format!(
        "{HEAD}{{{{ page.title }}}}</title></head><body>{{{{ page.content | safe }}}}</body></html>\n"
    );
    let list = format!(
        "{HEAD}Plans</title></head><body><ul>{{% for page in section.pages %}}<li><a href=\"{{{{ page.permalink }}}}\">{{{{ page.title }}}}</a></li>{{% endfor %}}</ul></body></html>\n"
    );
    put(site, "templates/page.html", &page);
    put(site, "templates/section.html", &list);
    put(site, "templates/index.html", &list);
    for page in pages {
        let text = format!("+++\ntitle = \"{}\"\n+++\n{}", page.title, page.text);
        put(&site.join("content"), &page.path, &text);
        let folders = page.path.ancestors().skip(1);
        for folder in folders {
            put(
                &site.join("content"),
                folder.join("_index.md"),
                "+++\n+++\n",
            );
        }
    }
}

fn mdbook(pages: &[Page], site: &Path) {
    put(site, "book.toml", "[book]\ntitle = \"Plans\"\n");
    let mut summary = "# Summary\n\n".to_owned();
    for page in pages {
        writeln!(summary, "- [{}]({})", page.title, page.path.display()).unwrap();
        put(&site.join("src"), &page.path, &page.text);
    }
    put(site, "src/SUMMARY.md", &summary);
}

fn zensical(pages: &[Page], site: &Path) {
    put(
        site,
        "zensical.toml",
        "[project]\nsite_name = \"Plans\"\nsite_dir = \"public\"\n",
    );
    docs(pages, site);
}

fn material(pages: &[Page], site: &Path) {
    put(
        site,
        "mkdocs.yml",
        "site_name: Plans\ntheme:\n  name: material\nmarkdown_extensions: [tables, pymdownx.highlight, pymdownx.superfences]\n",
    );
    docs(pages, site);
}

fn docs(pages: &[Page], site: &Path) {
    put(site, "docs/index.md", "# Plans\n");
    for page in pages {
        put(&site.join("docs"), &page.path, &page.text);
    }
}
