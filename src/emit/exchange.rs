//! The step from the old site to the new one, and what to do when an earlier build was killed in it.

use super::manifest::{self, Manifest};
use super::{EmitError, OWN_FOLDER, Output, Written, failed, lock, tree};
use std::fs;
use std::io;
use std::path::Path;

/// The file below [`OWN_FOLDER`] that tells a stage from a site. It goes just before the exchange, so that a left-over
/// stage with it never was a site, and one without it may hold entries of others.
pub(super) const MARKER: &str = "unfinished";

/// Exchanges stage and output; whether that had to be done file by file.
pub(super) fn commit(
    output: &Output,
    unchanged: &[&str],
    removed: &[String],
    written: &[Written],
) -> Result<bool, EmitError> {
    let stage_is_inside = output.stage.starts_with(&output.folder);
    if stage_is_inside {
        piecemeal(output, removed, written)?;
        return Ok(true);
    }
    for path in unchanged {
        tree::link(&output.folder.join(path), &output.stage.join(path))?;
    }
    let marker = output.stage.join(OWN_FOLDER).join(MARKER);
    fs::remove_file(&marker).map_err(failed("remove", &marker))?;
    match swap(&output.stage, &output.folder, output.existed) {
        Ok(()) => {}
        Err(_) if output.existed => {
            piecemeal(output, removed, written)?;
            return Ok(true);
        }
        Err(error) => return Err(failed("write", &output.folder)(error)),
    }
    if output.existed {
        carry_over(&output.stage, &output.folder, &output.before)?;
        tree::remove(&output.stage)?;
    }
    Ok(false)
}

/// Puts the stage in the output's place, and the output in the stage's when there is one.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn swap(stage: &Path, output: &Path, existed: bool) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    if existed {
        Ok(renameat_with(
            CWD,
            stage,
            CWD,
            output,
            RenameFlags::EXCHANGE,
        )?)
    } else {
        fs::rename(stage, output)
    }
}

/// Puts the stage in the output's place in two steps.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn swap(stage: &Path, output: &Path, existed: bool) -> io::Result<()> {
    if !existed {
        return fs::rename(stage, output);
    }
    let aside = stage.with_extension("planfolio-old");
    fs::rename(output, &aside)?;
    fs::rename(stage, output)?;
    fs::rename(&aside, stage)
}

/// Renames the changed files one by one, the manifest last, and removes those that are gone.
fn piecemeal(output: &Output, removed: &[String], written: &[Written]) -> Result<(), EmitError> {
    tree::create_folders(&output.folder)?;
    let own = manifest::own_path();
    let changed = written
        .iter()
        .filter(|file| file.changed)
        .map(|file| file.path.as_str());
    for path in changed.chain([own.as_str()]) {
        let from = output.stage.join(path);
        let to = output.folder.join(path);
        if let Some(parent) = to.parent() {
            tree::create_folders(parent)?;
        }
        fs::rename(&from, &to)
            .or_else(|_| fs::copy(&from, &to).map(|_| ()))
            .map_err(failed("write", &to))?;
    }
    for path in removed {
        let gone = output.folder.join(path);
        match fs::remove_file(&gone) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(failed("remove", &gone)(error));
            }
            _ => {}
        }
        // Folders that the removed file leaves empty; the first that is not ends the climb.
        for folder in Path::new(path).ancestors().skip(1) {
            let is_top = folder.as_os_str().is_empty();
            if is_top || fs::remove_dir(output.folder.join(folder)).is_err() {
                break;
            }
        }
    }
    tree::remove(&output.stage)
}

/// Moves the entries of others from the old site into the new one.
fn carry_over(old: &Path, new: &Path, ours: &Manifest) -> Result<(), EmitError> {
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        let place = old.join(&folder);
        let entries = fs::read_dir(&place).map_err(failed("read", &place))?;
        for entry in entries {
            let entry = entry.map_err(failed("read", &place))?;
            let name = entry.file_name();
            // A name that is not UTF-8 is in no manifest: the entry is not ours.
            let path = name.to_str().map(|name| match folder.as_str() {
                "" => name.to_owned(),
                folder => format!("{folder}/{name}"),
            });
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            match path {
                Some(path) if is_folder && ours.reaches_into(&path) => open.push(path),
                // A folder that both have: what others have in it joins ours.
                Some(path) if is_folder && tree::is_folder(&new.join(&path)) => open.push(path),
                Some(path) if is_own(&path) || !is_folder && ours.contains(&path) => {}
                _ => {
                    let to = new.join(&folder).join(&name);
                    // What the new site holds was replaced on purpose.
                    if to.symlink_metadata().is_ok() {
                        continue;
                    }
                    if let Some(parent) = to.parent() {
                        tree::create_folders(parent)?;
                    }
                    fs::rename(entry.path(), &to).map_err(failed("move", &to))?;
                }
            }
        }
    }
    Ok(())
}

/// Whether an entry below [`OWN_FOLDER`] is ours though it stands in no manifest.
fn is_own(path: &str) -> bool {
    path.strip_prefix(OWN_FOLDER)
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|name| [MARKER, lock::INNER_LOCK, lock::INNER_STAGE].contains(&name))
}

/// Removes the stage that a killed build left; entries of others in it go back to the output first.
pub(super) fn recover(folder: &Path, stage: &Path) -> Result<(), EmitError> {
    if stage.symlink_metadata().is_err() {
        return Ok(());
    }
    let was_site = !stage.join(OWN_FOLDER).join(MARKER).exists();
    if was_site
        && folder.is_dir()
        && let Some(ours) = manifest::read(stage)?
    {
        carry_over(stage, folder, &ours)?;
    }
    tree::remove(stage)
}
