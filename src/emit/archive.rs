//! The site as one ZIP archive, for those who hand it on: unpacked, it opens from its folder.
//!
//! The same site gives the same bytes: files in the order of their addresses, without times of the clock or owners,
//! compressed by a library of a fixed version.

use super::{EmitError, failed, manifest};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// As many files, and as many bytes, as an archive without extensions can hold.
const MOST_FILES: usize = 65_535;
const MOST_BYTES: u64 = u32::MAX as u64;

/// 1980-01-01, the first day that an archive can name.
const DAY: u16 = (1 << 5) | 1;

/// A regular file that its owner writes and everybody reads, as Unix keeps it in the upper half.
const MODE: u32 = 0o100_644 << 16;

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
    let too_large = || failed("write", path)(io::Error::other("a ZIP archive cannot hold so much"));
    if names.len() > MOST_FILES {
        return Err(too_large());
    }
    let file = File::create(part).map_err(failed("write", path))?;
    let mut out = Counted {
        inner: BufWriter::new(file),
        written: 0,
    };
    let mut directory = Vec::new();
    for name in &names {
        let source = folder.join(name);
        let bytes = fs::read(&source).map_err(failed("read", &source))?;
        let entry = Entry::of(name, &bytes, out.written);
        if out.written + (entry.content.len() + name.len()) as u64 > MOST_BYTES {
            return Err(too_large());
        }
        out.write_all(&entry.head())
            .map_err(failed("write", path))?;
        out.write_all(&entry.content)
            .map_err(failed("write", path))?;
        directory.extend(entry.record());
    }
    let start = out.written;
    if start + directory.len() as u64 > MOST_BYTES {
        return Err(too_large());
    }
    let end = end(names.len(), directory.len(), start);
    out.write_all(&directory).map_err(failed("write", path))?;
    out.write_all(&end).map_err(failed("write", path))?;
    out.flush().map_err(failed("write", path))?;
    drop(out);
    fs::rename(part, path).map_err(failed("write", path))?;
    Ok(names.len())
}

/// Counts what it writes.
struct Counted {
    inner: BufWriter<File>,
    written: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A file of the archive.
struct Entry<'a> {
    name: &'a str,
    /// 8 when the content is compressed, 0 when that would not make it smaller.
    method: u16,
    sum: u32,
    size: u32,
    content: Vec<u8>,
    offset: u32,
}

impl<'a> Entry<'a> {
    fn of(name: &'a str, bytes: &[u8], offset: u64) -> Self {
        let mut sum = Crc::new();
        sum.update(bytes);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        let packed = encoder
            .write_all(bytes)
            .and_then(|()| encoder.finish())
            .expect("writing to memory does not fail");
        let (method, content) = if packed.len() < bytes.len() {
            (8, packed)
        } else {
            (0, bytes.to_vec())
        };
        Self {
            name,
            method,
            sum: sum.sum(),
            size: bytes.len() as u32,
            content,
            offset: offset as u32,
        }
    }

    /// What both headers have in common: version, flags (names are UTF-8), method, time, day, sum, sizes, lengths.
    fn common(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for number in [20, 1 << 11, self.method, 0, DAY] {
            out.extend(u16::to_le_bytes(number));
        }
        for number in [self.sum, self.content.len() as u32, self.size] {
            out.extend(number.to_le_bytes());
        }
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend(0_u16.to_le_bytes());
        out
    }

    /// The header before the content.
    fn head(&self) -> Vec<u8> {
        let mut out = b"PK\x03\x04".to_vec();
        out.extend(self.common());
        out.extend(self.name.as_bytes());
        out
    }

    /// The record of the directory.
    fn record(&self) -> Vec<u8> {
        let mut out = b"PK\x01\x02".to_vec();
        // Made by version 2.0 (0x14) on Unix (3).
        out.extend(0x0314_u16.to_le_bytes());
        out.extend(self.common());
        // No comment, first disk, no inner attributes.
        out.extend([0; 6]);
        out.extend(MODE.to_le_bytes());
        out.extend(self.offset.to_le_bytes());
        out.extend(self.name.as_bytes());
        out
    }
}

/// The end of the directory.
fn end(files: usize, length: usize, start: u64) -> Vec<u8> {
    let mut out = b"PK\x05\x06\0\0\0\0".to_vec();
    for _ in 0..2 {
        out.extend((files as u16).to_le_bytes());
    }
    out.extend((length as u32).to_le_bytes());
    out.extend((start as u32).to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    out
}
