//! The site as one ZIP archive, for those who hand it on: unpacked, it opens from its folder.
//!
//! The same site gives the same bytes: files in the order of their addresses, without times of the clock or owners,
//! compressed by a library of a fixed version.

use super::{EmitError, failed, manifest};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes all files of the site in `folder` that planfolio wrote to an archive at `path`, which appears as a whole.
/// Returns their number.
pub fn archive(folder: &Path, path: &Path) -> Result<usize, EmitError> {
    let part = part_of(path);
    let written = write(folder, path, &part);
    if written.is_err() {
        // The failure itself is what the user has to know.
        let _ = fs::remove_file(&part);
    }
    written
}

/// A name beside the archive for as long as it is not whole.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

fn write(folder: &Path, path: &Path, part: &Path) -> Result<usize, EmitError> {
    let manifest = manifest::read(folder)?.unwrap_or_default();
    let names: Vec<&str> = manifest.paths().collect();
    let unwritten = |error: io::Error| failed("write", path)(error);
    let file = File::create(part).map_err(unwritten)?;
    let mut out = ZipWriter::new(BufWriter::new(file));
    // 1980-01-01, the first day that an archive can name.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for name in &names {
        let source = folder.join(name);
        let bytes = fs::read(&source).map_err(failed("read", &source))?;
        // Sizes of four bytes hold all but the largest files.
        let options = options.large_file(bytes.len() >= u32::MAX as usize);
        out.start_file(*name, options)
            .map_err(|error| unwritten(error.into()))?;
        out.write_all(&bytes).map_err(unwritten)?;
    }
    let mut file = out.finish().map_err(|error| unwritten(error.into()))?;
    file.flush().map_err(unwritten)?;
    drop(file);
    fs::rename(part, path).map_err(unwritten)?;
    Ok(names.len())
}
