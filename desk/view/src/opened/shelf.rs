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
const OPEN_AT_ONE_TIME: usize = 8;
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

    /// A report, which stays open for a while.
    pub(crate) async fn get(&self, report_id: Uuid) -> Result<Arc<Opened>, StoreError> {
        let slot = self.slot(report_id);
        let opened = slot.opened.get_or_try_init(|| async { self.open(report_id).await.map(Arc::new) }).await;
        if opened.is_err() {
            self.forget(report_id);
        }
        opened.cloned()
    }

    /// A report that is gone once nobody looks at it.
    pub(crate) async fn open(&self, report_id: Uuid) -> Result<Opened, StoreError> {
        let place = self.place().await?;
        let sha256 = self.support.ticket(report_id).await?.sha256;
        let (folder, sealed) = self.folder().await?;
        self.support.fetch(report_id, &sealed).await?;
        let identity = self.identity.clone();
        let opening = move || {
            // Its place stays taken when nobody waits for it any more.
            let _place = place;
            read::open(folder, report_id, &sha256, &identity)
        };
        tokio::task::spawn_blocking(opening).await.map_err(io::Error::other).flatten().map_err(StoreError::Folder)
    }

    /// The sealed file of a report, in a folder that goes when it is dropped.
    pub(crate) async fn sealed(&self, report_id: Uuid) -> Result<(TempDir, PathBuf), StoreError> {
        let _place = self.place().await?;
        let (folder, sealed) = self.folder().await?;
        self.support.fetch(report_id, &sealed).await?;
        Ok((folder, sealed))
    }

    /// Closes a report.
    pub(crate) fn forget(&self, report_id: Uuid) {
        self.slots().retain(|slot| slot.report_id != report_id);
    }

    /// Closes reports that are none of these.
    pub(crate) fn keep_only(&self, reports: &HashSet<Uuid>) {
        self.slots().retain(|slot| reports.contains(&slot.report_id));
    }

    /// Closes reports at which nobody has looked for a while.
    pub(crate) fn tidy(&self) {
        self.slots().retain(|slot| slot.looked_at.elapsed() < OPEN_FOR);
    }

    /// Closes all.
    pub(crate) fn clear(&self) {
        self.slots().clear();
    }

    async fn place(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        // It is closed by nobody.
        self.opening.clone().acquire_owned().await.map_err(|error| StoreError::Folder(io::Error::other(error)))
    }

    async fn folder(&self) -> Result<(TempDir, PathBuf), StoreError> {
        let root = self.root.clone();
        let made = tokio::task::spawn_blocking(move || read::place(&root)).await;
        made.map_err(io::Error::other).flatten().map_err(StoreError::Folder)
    }

    fn slot(&self, report_id: Uuid) -> Slot {
        let mut slots = self.slots();
        let known = slots.iter().position(|slot| slot.report_id == report_id).and_then(|place| slots.remove(place));
        let opened = known.map(|slot| slot.opened).unwrap_or_default();
        let slot = Slot { report_id, looked_at: Instant::now(), opened };
        slots.push_back(slot.clone());
        while slots.len() > OPEN_AT_ONE_TIME {
            slots.pop_front();
        }
        slot
    }

    fn slots(&self) -> MutexGuard<'_, VecDeque<Slot>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
