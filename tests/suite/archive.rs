//! The site as a ZIP archive: the same files, the same bytes each time.

use crate::program::program;
use crate::transcript;
use flate2::read::DeflateDecoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

/// Builds the sample into `folder/site` and packs it into `folder/site.zip`.
fn pack(folder: &Path) -> Vec<u8> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
    let archive = folder.join("site.zip");
    let result = program()
        .arg("build")
        .arg(sample)
        .arg("-o")
        .arg(folder.join("site"))
        .arg("--zip")
        .arg(&archive)
        .output()
        .unwrap();
    assert!(result.status.success(), "{result:?}");
    fs::read(archive).unwrap()
}

fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    let digits = bytes[at..at + length].iter().rev();
    digits.fold(0, |sum, &byte| sum << 8 | usize::from(byte))
}

/// The files of an archive, found by its directory as every program does; sums and sizes are checked.
fn unpack(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let (count, mut at) = (number(bytes, end + 10, 2), number(bytes, end + 16, 4));
    assert_eq!(at + number(bytes, end + 12, 4), end);
    let mut files = BTreeMap::new();
    for _ in 0..count {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let (method, sum) = (number(bytes, at + 10, 2), number(bytes, at + 16, 4));
        let (packed, size) = (number(bytes, at + 20, 4), number(bytes, at + 24, 4));
        let (length, head) = (number(bytes, at + 28, 2), number(bytes, at + 42, 4));
        assert_eq!(number(bytes, at + 38, 4) >> 16, 0o100_644);
        let name = String::from_utf8(bytes[at + 46..at + 46 + length].to_vec()).unwrap();
        at += 46 + length;
        assert_eq!(&bytes[head..head + 4], b"PK\x03\x04");
        // Both headers say the same.
        assert_eq!(
            bytes[head + 4..head + 30],
            bytes[at - length - 40..at - length - 14]
        );
        let start = head + 30 + length;
        let content = &bytes[start..start + packed];
        let mut text = Vec::new();
        match method {
            0 => text.extend(content),
            _ => {
                DeflateDecoder::new(content).read_to_end(&mut text).unwrap();
            }
        }
        assert_eq!(text.len(), size, "{name}");
        let mut crc = flate2::Crc::new();
        crc.update(&text);
        assert_eq!(crc.sum() as usize, sum, "{name}");
        assert!(files.insert(name, text).is_none());
    }
    assert_eq!(at, end);
    files
}

#[test]
fn an_archive_holds_the_site_and_is_the_same_each_time() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let archive = pack(one.path());
    let files = unpack(&archive);
    assert!(files.len() > 100, "only {} files", files.len());
    let site = one.path().join("site");
    let mut on_disk = transcript::files(&site);
    on_disk.retain(|path| !path.starts_with(".planfolio/"));
    assert!(files.keys().eq(on_disk.iter()), "{on_disk:?}");
    let mut size = 0;
    for (path, bytes) in &files {
        assert!(*bytes == fs::read(site.join(path)).unwrap(), "{path}");
        size += bytes.len();
    }
    assert!(
        archive.len() * 2 < size,
        "{} of {size} bytes",
        archive.len()
    );
    // Foreign files stay out, and an unchanged site is packed as well.
    fs::write(site.join("CNAME"), "plans.example.org").unwrap();
    assert!(pack(one.path()) == archive);
    assert!(pack(two.path()) == archive);
    assert_eq!(
        transcript::files(one.path())
            .iter()
            .filter(|path| path.contains(".part"))
            .count(),
        0
    );
}
