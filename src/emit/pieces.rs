//! Large files: compared and written piece by piece.

use super::{EmitError, failed, tree};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Compares the pieces with the file at `present` and, from the first difference on, writes them to a new file at
/// `stage`. Says whether there is a difference; where there is none, nothing is written.
pub(super) fn write_where_different(
    present: &Path,
    stage: &Path,
    pieces: impl Iterator<Item = Vec<u8>>,
) -> Result<bool, EmitError> {
    let mut before = tree::open_published(present);
    let mut same: u64 = 0;
    let mut after: Option<File> = None;
    let mut buffer = Vec::new();
    for piece in pieces {
        if after.is_none() && !follows(before.as_mut(), &piece, &mut buffer) {
            after = Some(begin(present, stage, same)?);
        }
        match &mut after {
            Some(file) => file.write_all(&piece).map_err(failed("write", stage))?,
            None => same += piece.len() as u64,
        }
    }
    // The file that is there may go on behind the last piece.
    let ends = before.is_some_and(|mut file| matches!(file.read(&mut [0]), Ok(0)));
    if after.is_none() && !ends {
        after = Some(begin(present, stage, same)?);
    }
    match after {
        Some(file) => tree::finish_file(&file)
            .map_err(failed("write", stage))
            .map(|()| true),
        None => Ok(false),
    }
}

/// Whether a file goes on with exactly these bytes.
fn follows(file: Option<&mut File>, bytes: &[u8], buffer: &mut Vec<u8>) -> bool {
    let Some(file) = file else {
        return false;
    };
    buffer.resize(bytes.len(), 0);
    file.read_exact(buffer).is_ok() && buffer == bytes
}

/// A new file that begins with the first `same` bytes of the one that is there.
fn begin(present: &Path, stage: &Path, same: u64) -> Result<File, EmitError> {
    let mut file = tree::create_with_folders(stage)?;
    if same > 0 {
        let before = File::open(present).map_err(failed("read", present))?;
        io::copy(&mut before.take(same), &mut file).map_err(failed("write", stage))?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::write_where_different;
    use std::fs;

    #[test]
    fn only_a_difference_is_written() {
        let folder = tempfile::tempdir().expect("files of a fresh folder");
        let (present, stage) = (folder.path().join("a"), folder.path().join("b"));
        let pieces = ["one", "two", "three"];
        let whole = pieces.concat();
        for before in [
            None,
            Some(""),
            Some("onetwothree"),
            Some("onetwothre"),
            Some("onetwothrees"),
            Some("onetwOthree"),
        ] {
            let _ = fs::remove_file(&stage);
            let _ = fs::remove_file(&present);
            if let Some(text) = before {
                fs::write(&present, text).expect("files of a fresh folder");
                super::tree::finish_file(
                    &fs::File::open(&present).expect("files of a fresh folder"),
                )
                .expect("files of a fresh folder");
            }
            let pieces = pieces.iter().map(|piece| piece.as_bytes().to_vec());
            let changed =
                write_where_different(&present, &stage, pieces).expect("files of a fresh folder");
            assert_eq!(changed, before != Some(&whole), "{before:?}");
            assert_eq!(
                fs::read_to_string(&stage).ok(),
                changed.then(|| whole.clone())
            );
        }
    }
}
