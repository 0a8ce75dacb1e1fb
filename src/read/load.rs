//! Opens the files that the layout names, in parallel, and decodes them.

use super::decode::decode;
use super::open::open;
use super::place::{Placed, Role, TitleFile};
use super::walk::reason_text;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fingerprint::Fingerprint;
use crate::base::path::RelPath;
use crate::base::span::{LineIndex, Span};
use crate::model::source::{Asset, DocId, DocumentKind, FeatureId, Format, Source};
use rayon::prelude::*;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// The size up to which files are read whole, in bytes.
const LARGEST: u64 = 16 << 20;

/// How much of a larger document is shown, in bytes.
const BEGINNING: u64 = 64 << 10;

/// A read file: a document, an image, or a finding about an image that is not copied.
pub(super) enum Loaded {
    /// A document.
    Source(Box<Source>),
    /// An image.
    Asset(Asset),
    /// Why there is no image.
    Refused(Diagnostic),
}

/// Reads the files; the documents are numbered in the order of `files`.
pub(super) fn load(files: &[Placed]) -> Vec<Loaded> {
    let mut next = 0;
    let numbered: Vec<(DocId, &Placed)> = files
        .iter()
        .map(|placed| {
            let id = DocId(next);
            next += u32::from(matches!(placed.role, Role::Document(..)));
            (id, placed)
        })
        .collect();
    numbered
        .into_par_iter()
        .map(|(id, placed)| match &placed.role {
            Role::Document(kind, format) => {
                Loaded::Source(Box::new(document(id, placed, *kind, format)))
            }
            Role::Image => image(placed),
        })
        .collect()
}

/// The bytes of a file, at most `limit` of them, and its size. Only plain files are read.
fn read(location: &Path, limit: u64) -> io::Result<(Vec<u8>, u64)> {
    let file = open(location)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no plain file"));
    }
    let size = metadata.len();
    let mut bytes = Vec::with_capacity(size.min(limit) as usize + 1);
    file.take(limit).read_to_end(&mut bytes)?;
    Ok((bytes, size))
}

fn document(id: DocId, placed: &Placed, kind: DocumentKind, format: &Format) -> Source {
    let path = &placed.file.path;
    let mut format = format.clone();
    let (text, bytes, diagnostics) = match read(placed.file.real(), LARGEST + 1) {
        Ok((bytes, size)) if size > LARGEST || bytes.len() as u64 > LARGEST => {
            format = Format::Source("txt".to_owned());
            beginning(path, &bytes, size)
        }
        Ok((bytes, size)) => {
            let decoded = decode(path, &bytes);
            (decoded.text, size, decoded.diagnostics)
        }
        Err(error) => {
            format = Format::Source("txt".to_owned());
            let message = format!("cannot be read: {}", reason_text(&error));
            let finding =
                Diagnostic::of_file(Code::UnreadableFile, path, message, "check the permissions");
            (String::new(), 0, vec![finding])
        }
    };
    let fingerprint = Fingerprint::of_parts([
        path.as_str().as_bytes(),
        placed.inner.as_str().as_bytes(),
        kind.word().as_bytes(),
        format!("{format:?}").as_bytes(),
        text.as_bytes(),
        // Different bytes may decode to the same text.
        format!("{bytes} {diagnostics:?}").as_bytes(),
    ]);
    Source {
        id,
        path: path.clone(),
        feature: placed.feature.map(|index| FeatureId(index as u32)),
        inner: placed.inner.clone(),
        kind,
        format,
        text: text.into(),
        bytes,
        fingerprint,
        diagnostics,
    }
}

/// The beginning of a document that is too large, cut at the end of a line where there is one.
fn beginning(path: &RelPath, bytes: &[u8], size: u64) -> (String, u64, Vec<Diagnostic>) {
    let head = &bytes[..bytes.len().min(BEGINNING as usize)];
    let cut = memchr::memrchr(b'\n', head).map_or(head.len(), |at| at + 1);
    let decoded = decode(path, &head[..cut]);
    let lines = LineIndex::new(&decoded.text);
    let mut diagnostics = decoded.diagnostics;
    diagnostics.push(Diagnostic::at(
        Code::FileTooLarge,
        path,
        (&decoded.text, &lines),
        Span::default(),
        format!("{size} bytes, only the beginning is shown"),
        "split the document, or list it under `ignore`",
    ));
    (decoded.text, size, diagnostics)
}

fn image(placed: &Placed) -> Loaded {
    let path = &placed.file.path;
    match read(placed.file.real(), LARGEST + 1) {
        Ok((bytes, size)) if bytes.len() as u64 > LARGEST => Loaded::Refused(Diagnostic::of_file(
            Code::FileTooLarge,
            path,
            format!("{size} bytes, the image is not copied"),
            "make the image smaller",
        )),
        Ok((bytes, _)) => Loaded::Asset(Asset {
            path: path.clone(),
            feature: placed.feature.map(|index| FeatureId(index as u32)),
            inner: placed.inner.clone(),
            bytes: bytes.into(),
        }),
        Err(error) => Loaded::Refused(Diagnostic::of_file(
            Code::UnreadableFile,
            path,
            format!("cannot be read: {}", reason_text(&error)),
            "check the permissions",
        )),
    }
}

/// The title that a file beside the documents states for a feature.
pub(super) fn stated_title(feature: &str, titles: &[TitleFile]) -> Option<String> {
    titles.iter().find_map(|file| match file {
        TitleFile::Meta(location) => {
            let (bytes, _) = read(location, LARGEST).ok()?;
            let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
            ["friendly_name", "title"]
                .iter()
                .find_map(|key| value.get(key)?.as_str())
                .map(str::to_owned)
        }
        TitleFile::Registry(location) => {
            let (bytes, _) = read(location, LARGEST).ok()?;
            registered(&String::from_utf8_lossy(&bytes), feature)
        }
    })
}

/// The title of `name` in lines of `001|Title|2025-12-21T10:00:00Z`.
fn registered(registry: &str, name: &str) -> Option<String> {
    registry.lines().find_map(|line| {
        let mut fields = line.split('|').map(str::trim);
        let key = fields.next()?;
        let names_it = key == name || super::name::leading_number(name) == Some(key);
        let title = fields.next().filter(|title| !title.is_empty())?;
        names_it.then(|| title.to_owned())
    })
}

/// The README's text among the loaded documents.
pub(super) fn text_of(sources: &[Arc<Source>], path: Option<&RelPath>) -> Option<Arc<str>> {
    let path = path?;
    sources
        .iter()
        .find(|source| source.path == *path)
        .map(|source| Arc::clone(&source.text))
}

#[cfg(test)]
mod tests {
    use super::registered;

    #[test]
    fn titles_of_a_registry() {
        let registry = "001|Offline cache|2026-01-02T10:00:00Z\n\n012|Labels\n013||\n";
        assert_eq!(
            registered(registry, "001").as_deref(),
            Some("Offline cache")
        );
        assert_eq!(
            registered(registry, "012-labels").as_deref(),
            Some("Labels")
        );
        assert_eq!(registered(registry, "013"), None);
        assert_eq!(registered(registry, "2"), None);
    }
}
