//! Writing so that a kill or a power cut leaves either the old file or the new one, never half of one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file durably: a temporary one beside it, fsync, rename, fsync of the folder. On failure nothing is left.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |file| file.write_all(bytes))
}

/// The same for content that is produced piece by piece.
pub(crate) fn write_with<T>(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    let temporary = temporary_beside(path)?;
    let result = File::create(&temporary)
        .and_then(|mut file| {
            let value = fill(&mut file)?;
            file.sync_all()?;
            Ok(value)
        })
        .and_then(|value| fs::rename(&temporary, path).map(|()| value));
    match result {
        Ok(value) => {
            sync_parent(path)?;
            Ok(value)
        }
        Err(error) => {
            // The first error is the one to report; a leftover is swept when the folder is next opened.
            let _ = fs::remove_file(&temporary);
            Err(error)
        }
    }
}

/// Makes the names in a file's folder durable.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) => sync_folder(parent),
        None => Ok(()),
    }
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes a folder and those above it, readable by nobody else.
pub(crate) fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether a failure says that the disk or the quota is full.
pub(crate) fn is_full(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}

/// Whether a failure says that nothing may be written here.
pub(crate) fn is_read_only(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

/// Whether a failure is the disk's doing, so that trying with other files would not help.
pub(crate) fn is_of_the_disk(kind: io::ErrorKind) -> bool {
    is_full(kind) || is_read_only(kind)
}

/// The ending of files that were not finished.
pub(crate) const TEMPORARY_SUFFIX: &str = "tmp";

fn temporary_beside(path: &Path) -> io::Result<std::path::PathBuf> {
    let mut name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a path without a file name"))?
        .to_owned();
    name.push(".");
    name.push(TEMPORARY_SUFFIX);
    Ok(path.with_file_name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        write_file(&path, b"old").unwrap();
        let failed: io::Result<()> = write_with(&path, |file| {
            file.write_all(b"half")?;
            Err(io::Error::other("no space"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
