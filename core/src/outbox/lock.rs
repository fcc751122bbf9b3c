//! The lock between processes: an app and its extension share the folder, and sled on a phone has no lock of its own.

use std::fs::{File, OpenOptions};
use std::path::Path;

use super::OutboxError;

/// Held until it is dropped; the system releases it when the process dies.
#[derive(Debug)]
pub(super) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the lock, or says at once that somebody else has it.
    pub(super) fn take(path: &Path) -> Result<Self, OutboxError> {
        // The file holds nothing, but its name has to stay: removing it would let two processes lock two files.
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        if is_free(&file)? { Ok(Self { _file: file }) } else { Err(OutboxError::Busy) }
    }
}

/// Locks the open file if nobody else has it locked. Where the file system knows no locks, there is nobody to ask.
#[cfg(unix)]
pub(super) fn is_free(file: &File) -> Result<bool, OutboxError> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let unsupported = [Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP, Errno::NOLCK, Errno::INVAL];
    loop {
        return match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(Errno::INTR) => continue,
            Err(Errno::WOULDBLOCK) => Ok(false),
            Err(error) if unsupported.contains(&error) => Ok(true),
            Err(error) => Err(std::io::Error::from(error).into()),
        };
    }
}

/// The same by the standard library's means.
#[cfg(not(unix))]
pub(super) fn is_free(file: &File) -> Result<bool, OutboxError> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(std::fs::TryLockError::WouldBlock) => Ok(false),
        Err(std::fs::TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => Ok(true),
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = FolderLock::take(&path).unwrap();
        assert_eq!(FolderLock::take(&path).unwrap_err(), OutboxError::Busy);
        drop(held);
        FolderLock::take(&path).unwrap();
    }
}
