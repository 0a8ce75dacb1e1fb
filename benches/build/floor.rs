//! The floor program.

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Reads all files of `source`, turns Markdown into HTML, and writes one file each below `output`.
pub(crate) fn run(source: &Path, output: &Path) {
    let files: Vec<PathBuf> = walkdir::WalkDir::new(source)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.par_iter().for_each(|path| {
        let bytes = fs::read(path).unwrap();
        let mut target = output.join(path.strip_prefix(source).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = String::from_utf8_lossy(&bytes);
            let mut page = String::with_capacity(text.len() * 3 / 2);
            push_html(&mut page, &text);
            target.set_extension("html");
            fs::write(target, page).unwrap();
        } else {
            fs::write(target, bytes).unwrap();
        }
    });
    let peak = planfolio::read::usage::peak_memory().unwrap_or_default();
    eprintln!("total {}", peak / 1_000_000);
}

fn push_html(page: &mut String, text: &str) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    html::push_html(page, Parser::new_ext(text, options));
}
