//! One open outbox for a folder in the whole process: sled on a phone would open twice and spoil its files.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};

use super::OutboxError;
use super::opened::Opened;

static OPEN: Mutex<BTreeMap<PathBuf, Weak<Shared>>> = Mutex::new(BTreeMap::new());
static CLOSED: Condvar = Condvar::new();

/// An open outbox, shared by everybody in this process who opens the same folder.
#[derive(Debug)]
pub(super) struct Shared {
    opened: Opened,
    /// Dropped last, when everything above is closed.
    _place: Place,
}

/// A folder's place in the list of open ones.
#[derive(Debug)]
struct Place(PathBuf);

/// Opens the outbox in this folder, or joins those who have it open.
pub(super) fn open(folder: &Path) -> Result<Arc<Shared>, OutboxError> {
    let folder = folder.canonicalize()?;
    let mut open = registry();
    // An entry whose last user is gone is still being closed, and leaves the list when it is.
    while let Some(other) = open.get(&folder) {
        if let Some(shared) = other.upgrade() {
            return Ok(shared);
        }
        open = CLOSED.wait(open).unwrap_or_else(PoisonError::into_inner);
    }
    let opened = Opened::open(&folder)?;
    let shared = Arc::new(Shared { opened, _place: Place(folder.clone()) });
    open.insert(folder, Arc::downgrade(&shared));
    Ok(shared)
}

impl Deref for Shared {
    type Target = Opened;

    fn deref(&self) -> &Opened {
        &self.opened
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        registry().remove(&self.0);
        CLOSED.notify_all();
    }
}

fn registry() -> MutexGuard<'static, BTreeMap<PathBuf, Weak<Shared>>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
