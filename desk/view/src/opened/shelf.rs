//! Reports that are open, so that a page and its pictures open one once.

use std::{
    collections::{HashSet, VecDeque},
    io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_intake::{Support, store::StoreError};

use super::read::{self, Opened};

/// Reports that stay open. The one that was looked at longest ago goes first, with its files.
const OPEN_AT_ONE_TIME: usize = 4;
/// How long a report stays open that nobody looks at.
const OPEN_FOR: Duration = Duration::from_secs(10 * 60);
/// Reports that are being opened at one time: each may take as much disk as a report may have.
const OPENING_AT_ONE_TIME: usize = 2;

#[derive(Clone)]
struct Slot {
    report_id: Uuid,
    looked_at: Instant,
    opened: Arc<OnceCell<Arc<Opened>>>,
}

/// A sealed report as it lies in the store, and the sum of what was received.
struct Received {
    /// Goes with its file when it is dropped.
    folder: TempDir,
    sealed: PathBuf,
    sha256: String,
}

/// Opens reports.
pub(crate) struct Shelf {
    support: Arc<Support>,
    identity: Arc<SupportIdentity>,
    root: PathBuf,
    open: Mutex<VecDeque<Slot>>,
    opening: Arc<Semaphore>,
}

impl Shelf {
    pub(crate) fn new(support: Arc<Support>, identity: SupportIdentity, root: PathBuf) -> Self {
        let (open, opening) = (Mutex::new(VecDeque::new()), Arc::new(Semaphore::new(OPENING_AT_ONE_TIME)));
        Self { support, identity: Arc::new(identity), root, open, opening }
    }

    /// A report, which stays open for a while. It is opened in a task of its own: who goes away does not make the next one begin anew.
    pub(crate) async fn get(self: &Arc<Self>, report_id: Uuid) -> Result<Arc<Opened>, StoreError> {
        let (slot, shelf) = (self.slot(report_id), self.clone());
        let opening = async move {
            let opened = slot.opened.get_or_try_init(|| async { shelf.open(report_id).await.map(Arc::new) }).await;
            if opened.is_err() {
                shelf.forget(report_id);
            }
            opened.cloned()
        };
        tokio::spawn(opening).await.map_err(|error| StoreError::Folder(io::Error::other(error))).flatten()
    }

    /// A report that is gone once nobody looks at it.
    pub(crate) async fn open(&self, report_id: Uuid) -> Result<Opened, StoreError> {
        let (place, received) = (self.place().await?, self.received(report_id).await?);
        let Received { folder, sealed: _, sha256 } = received;
        let identity = self.identity.clone();
        let opening = move || {
            // Its place stays taken when nobody waits for it any more.
            let _place = place;
            read::open(folder, report_id, &sha256, &identity)
        };
        tokio::task::spawn_blocking(opening).await.map_err(io::Error::other).flatten().map_err(StoreError::Folder)
    }

    /// The sealed file of a report, in a folder that goes when it is dropped; nothing if it is not what was received.
    pub(crate) async fn sealed(&self, report_id: Uuid) -> Result<Option<(TempDir, PathBuf)>, StoreError> {
        let _place = self.place().await?;
        let Received { folder, sealed, sha256 } = self.received(report_id).await?;
        let file = sealed.clone();
        let sum = tokio::task::spawn_blocking(move || read::sum(&file)).await;
        let sum = sum.map_err(io::Error::other).flatten().map_err(StoreError::Folder)?;
        Ok((sum == sha256).then_some((folder, sealed)))
    }

    /// Closes a report.
    pub(crate) fn forget(&self, report_id: Uuid) {
        self.keep(|slot| slot.report_id != report_id);
    }

    /// Closes reports that are none of these.
    pub(crate) fn keep_only(&self, reports: &HashSet<Uuid>) {
        self.keep(|slot| reports.contains(&slot.report_id));
    }

    /// Closes reports at which nobody has looked for a while.
    pub(crate) fn tidy(&self) {
        self.keep(|slot| slot.looked_at.elapsed() < OPEN_FOR);
    }

    /// Closes all, and waits until their files are gone.
    pub(crate) async fn clear(&self) {
        let all = std::mem::take(&mut *self.slots());
        let _ = tokio::task::spawn_blocking(move || drop(all)).await;
    }

    /// Closes what is not kept.
    fn keep(&self, keeps: impl Fn(&Slot) -> bool) {
        let mut slots = self.slots();
        let (kept, gone): (Vec<Slot>, Vec<Slot>) = slots.drain(..).partition(keeps);
        slots.extend(kept);
        drop(slots);
        aside(gone);
    }

    async fn place(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        // It is closed by nobody.
        self.opening.clone().acquire_owned().await.map_err(|error| StoreError::Folder(io::Error::other(error)))
    }

    /// A sealed report, fetched into a folder of its own.
    async fn received(&self, report_id: Uuid) -> Result<Received, StoreError> {
        let sha256 = self.support.sha256(report_id).await?;
        let root = self.root.clone();
        let made = tokio::task::spawn_blocking(move || read::place(&root)).await;
        let (folder, sealed) = made.map_err(io::Error::other).flatten().map_err(StoreError::Folder)?;
        self.support.fetch(report_id, &sealed).await?;
        Ok(Received { folder, sealed, sha256 })
    }

    fn slot(&self, report_id: Uuid) -> Slot {
        let mut slots = self.slots();
        let known = slots.iter().position(|slot| slot.report_id == report_id).and_then(|place| slots.remove(place));
        let opened = known.map(|slot| slot.opened).unwrap_or_default();
        let slot = Slot { report_id, looked_at: Instant::now(), opened };
        slots.push_back(slot.clone());
        let too_many = slots.len().saturating_sub(OPEN_AT_ONE_TIME);
        let gone: Vec<Slot> = slots.drain(..too_many).collect();
        drop(slots);
        aside(gone);
        slot
    }

    fn slots(&self) -> MutexGuard<'_, VecDeque<Slot>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Files go where that holds nobody up.
fn aside(gone: Vec<Slot>) {
    if !gone.is_empty() {
        tokio::task::spawn_blocking(move || drop(gone));
    }
}
