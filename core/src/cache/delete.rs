//! Deleting everything in a quarantine, however deep: each folder in a folder is first moved up, so that no path gets too long
//! and only two folders are ever open. What it began to delete needs no order any more.

use std::ffi::CString;
use std::io;
use std::num::NonZero;
use std::thread;

use uuid::Uuid;

use super::folder::{Entry, Folder, Kind};
use super::steps::step;

/// How many folders are taken in hand at once.
const BATCH: usize = 1_024;
/// From so many folders on, several threads share them: most of the time goes into waiting for the file system.
const SHARED_FROM: usize = 64;
/// How many threads there are at the most. An app has better use for more.
const MAX_THREADS: usize = 4;

/// Deletes everything in a folder that nobody else changes. A link is removed, not followed.
pub(super) fn everything_in(quarantine: &Folder) -> io::Result<()> {
    loop {
        let mut pass = Pass::default();
        let mut folders = Vec::new();
        quarantine.each(|entry| {
            pass.is_empty = false;
            if entry.kind != Kind::Folder {
                step();
                pass.note(quarantine.unlink(&entry.name));
                return Ok(());
            }
            folders.push(entry.name);
            if folders.len() >= BATCH {
                pass.join(share(quarantine, &std::mem::take(&mut folders)));
            }
            Ok(())
        })?;
        pass.join(share(quarantine, &folders));
        match pass {
            Pass { is_empty: true, .. } => return Ok(()),
            Pass { progress: true, .. } => {}
            Pass { failed, .. } => return Err(failed.unwrap_or_else(|| io::ErrorKind::DirectoryNotEmpty.into())),
        }
    }
}

/// What one look at everything has come to.
struct Pass {
    is_empty: bool,
    /// Whether anything is gone or moved up, so that another look is worth it.
    progress: bool,
    failed: Option<io::Error>,
}

impl Default for Pass {
    fn default() -> Self {
        Self { is_empty: true, progress: false, failed: None }
    }
}

impl Pass {
    fn note(&mut self, done: io::Result<()>) {
        match done {
            Ok(()) => self.progress = true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // Room that something else needs may come from what is deleted after it.
            Err(error) => drop(self.failed.get_or_insert(error)),
        }
    }

    fn join(&mut self, other: Self) {
        self.progress |= other.progress;
        self.failed = self.failed.take().or(other.failed);
    }
}

/// Deletes these folders, on several threads if there are many.
fn share(quarantine: &Folder, folders: &[CString]) -> Pass {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS);
    if folders.len() < SHARED_FROM || threads == 1 {
        return Deleting::of(quarantine, folders);
    }
    let shares = folders.chunks(folders.len().div_ceil(threads));
    thread::scope(|scope| {
        let mut whole = Pass::default();
        let mut running = Vec::new();
        for share in shares {
            let thread = thread::Builder::new().spawn_scoped(scope, || Deleting::of(quarantine, share));
            match thread {
                Ok(thread) => running.push(thread),
                // Where there is no thread to be had, this one does it.
                Err(_) => whole.join(Deleting::of(quarantine, share)),
            }
        }
        for thread in running {
            match thread.join() {
                Ok(pass) => whole.join(pass),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        whole
    })
}

struct Deleting<'a> {
    quarantine: &'a Folder,
    /// What the names of folders that were moved up begin with: other than those of an earlier attempt or of another thread.
    prefix: String,
    raised: u64,
}

impl<'a> Deleting<'a> {
    fn of(quarantine: &'a Folder, folders: &[CString]) -> Pass {
        let mut deleting = Self { quarantine, prefix: Uuid::new_v4().simple().to_string(), raised: 0 };
        let mut pass = Pass::default();
        for name in folders {
            pass.note(deleting.folder(name));
        }
        pass.progress |= deleting.raised > 0;
        pass
    }

    fn folder(&mut self, name: &CString) -> io::Result<()> {
        let folder = match self.quarantine.open_in(name) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                self.quarantine.make_changeable_in(name)?;
                self.quarantine.open_in(name)
            }
            opened => opened,
        }?;
        let inside = match self.inside(&folder) {
            // A folder may open and still not let anybody look into it.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                folder.make_changeable().and_then(|_| self.inside(&folder))
            }
            other => other,
        };
        step();
        // What is left in it is told by why it was.
        self.quarantine.remove_folder(name).map_err(|error| inside.err().unwrap_or(error))
    }

    /// Removes what is in a folder, and moves up the folders in it.
    fn inside(&mut self, folder: &Folder) -> io::Result<()> {
        let mut failed = None;
        folder.each(|entry| {
            let gone = match self.take_out(folder, &entry) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    folder.make_changeable().and_then(|_| self.take_out(folder, &entry))
                }
                other => other,
            };
            if let Err(error) = gone {
                failed.get_or_insert(error);
            }
            Ok(())
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn take_out(&mut self, folder: &Folder, entry: &Entry) -> io::Result<()> {
        step();
        if entry.kind != Kind::Folder {
            return folder.unlink(&entry.name);
        }
        let name = CString::new(format!("{}-{}", self.prefix, self.raised)).map_err(io::Error::other)?;
        let renamed = match folder.rename(&entry.name, self.quarantine, &name) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                // What its owner may not change can't be moved either.
                folder.make_changeable_in(&entry.name)?;
                folder.rename(&entry.name, self.quarantine, &name)
            }
            other => other,
        };
        if !renamed? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.raised = self.raised.saturating_add(1);
        Ok(())
    }
}
