//! The lock between processes: an app and its extension share the doctor's folder. It also keeps two users in one process
//! apart, since each of them opens the file anew.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How often a lock is asked for while somebody else has it.
const POLL: Duration = Duration::from_millis(5);

/// Held until it is dropped; the system releases it when the process dies.
#[derive(Debug)]
pub(crate) struct FolderLock {
    file: File,
}

impl FolderLock {
    /// Takes the lock, or gives nothing at once if somebody else has it.
    pub(crate) fn take(path: &Path) -> io::Result<Option<Self>> {
        // The file holds nothing, but its name has to stay: removing it would let two processes lock two files.
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        Ok(is_free(&file)?.then_some(Self { file }))
    }

    /// Takes the lock as soon as it is free; nothing if somebody else has it for all of this time. Blocks.
    pub(crate) fn take_within(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        let deadline = Instant::now() + patience;
        loop {
            let lock = Self::take(path)?;
            if lock.is_some() || Instant::now() >= deadline {
                return Ok(lock);
            }
            std::thread::sleep(POLL);
        }
    }
}

/// The lock as the calls of one doctor take it: among themselves they wait for their turn, however many they are, and only another
/// process is waited for no longer than it usually takes. Clones share the turn.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turns(Arc<Mutex<()>>);

/// Held until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    // The lock goes first: whose turn is next finds it free.
    _lock: FolderLock,
    _turn: MutexGuard<'a, ()>,
}

impl Turns {
    /// Takes the lock; nothing if another process has it for all of this time. Blocks.
    pub(crate) fn take(&self, path: &Path, patience: Duration) -> io::Result<Option<Turn<'_>>> {
        // A call that panicked has released the lock, and what it wrote is whole or not there.
        let turn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(FolderLock::take_within(path, patience)?.map(|lock| Turn { _lock: lock, _turn: turn }))
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Closing alone is too late where a child process that is just being started still has the file open.
        release(&self.file);
    }
}

/// Locks the open file if nobody else has it locked. Where the file system knows no locks, there is nobody to ask.
#[cfg(unix)]
pub(crate) fn is_free(file: &File) -> io::Result<bool> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let unsupported = [Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP, Errno::NOLCK, Errno::INVAL];
    loop {
        return match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(Errno::INTR) => continue,
            Err(Errno::WOULDBLOCK) => Ok(false),
            Err(error) if unsupported.contains(&error) => Ok(true),
            Err(error) => Err(error.into()),
        };
    }
}

#[cfg(unix)]
fn release(file: &File) {
    // Where there are no locks there is none to release.
    let _ = rustix::fs::flock(file, rustix::fs::FlockOperation::Unlock);
}

/// The same by the standard library's means.
#[cfg(not(unix))]
pub(crate) fn is_free(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(std::fs::TryLockError::WouldBlock) => Ok(false),
        Err(std::fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(true),
        Err(std::fs::TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(not(unix))]
fn release(file: &File) {
    let _ = file.unlock();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = FolderLock::take(&path).unwrap().unwrap();
        assert!(FolderLock::take(&path).unwrap().is_none());
        // What a child process inherits while it is started.
        let inherited = held.file.try_clone().unwrap();
        drop(held);
        FolderLock::take(&path).unwrap().unwrap();
        drop(inherited);
    }
}
