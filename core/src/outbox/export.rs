//! The sealed file for the share sheet: in any state, for when the network is the very problem. Needs neither lock nor
//! index, since a bundle never changes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::OutboxError;
use super::files::{Files, PIECE_BYTES, Sum};
use super::kept::Manifest;
use crate::durable;
use crate::report::ReportId;

/// How many names are tried in a folder before giving up.
const MAX_NAMES: u32 = 100;

/// Copies a bundle to a file, or into a folder under its id, or under its id and a number if that name is taken.
pub(super) fn export(files: &Files, id: ReportId, to: &Path) -> Result<PathBuf, OutboxError> {
    let kept = files.read(id)?.filter(|kept| !kept.deleted).ok_or(OutboxError::NotFound)?;
    let mut source = match File::open(files.bundle(id)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(OutboxError::Damaged),
        other => other?,
    };
    let (path, mut target) = create(id, to)?;
    let copied = copy(&mut source, &mut target, &kept.manifest);
    if let Err(error) = copied {
        drop(target);
        // The first error is the one to report.
        let _ = fs::remove_file(&path);
        return Err(error);
    }
    // Where folders can't be synced, as on some shared storage, the copy is as good.
    let _ = durable::sync_parent(&path);
    Ok(path)
}

fn create(id: ReportId, to: &Path) -> Result<(PathBuf, File), OutboxError> {
    if !to.is_dir() {
        return Ok((to.to_owned(), create_new(to)?));
    }
    for number in 1..=MAX_NAMES {
        let path = if number == 1 { to.join(format!("{id}.wdr")) } else { to.join(format!("{id}-{number}.wdr")) };
        match create_new(&path) {
            Err(OutboxError::TargetExists) => {}
            other => return other.map(|file| (path, file)),
        }
    }
    Err(OutboxError::TargetExists)
}

fn create_new(path: &Path) -> Result<File, OutboxError> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(OutboxError::TargetExists),
        other => Ok(other?),
    }
}

fn copy(source: &mut File, target: &mut File, manifest: &Manifest) -> Result<(), OutboxError> {
    let mut sum = Sum::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let read = source.read(&mut piece)?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        sum.update(bytes);
        target.write_all(bytes)?;
    }
    target.sync_all()?;
    if sum.matches(manifest) { Ok(()) } else { Err(OutboxError::Damaged) }
}
