//! Reports that are open, so that a page and its pictures open one once.

use std::{
    collections::VecDeque,
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{OnceCell, Semaphore};
use uuid::Uuid;
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_intake::{Support, store::StoreError};

use super::read::{self, Opened};

/// Reports that stay open. The one that was looked at longest ago goes first, with its files.
const OPEN_AT_ONE_TIME: usize = 16;
/// Reports that are being opened at one time: each may take as much disk as a report may have.
const OPENING_AT_ONE_TIME: usize = 2;

type Slot = Arc<OnceCell<Arc<Opened>>>;

/// Opens reports.
pub(crate) struct Shelf {
    support: Arc<Support>,
    identity: Arc<SupportIdentity>,
    root: PathBuf,
    open: Mutex<VecDeque<(Uuid, Slot)>>,
    opening: Semaphore,
}

impl Shelf {
    pub(crate) fn new(support: Arc<Support>, identity: SupportIdentity, root: PathBuf) -> Self {
        let (open, opening) = (Mutex::new(VecDeque::new()), Semaphore::new(OPENING_AT_ONE_TIME));
        Self { support, identity: Arc::new(identity), root, open, opening }
    }

    /// A report, which stays open for a while.
    pub(crate) async fn get(&self, report_id: Uuid) -> Result<Arc<Opened>, StoreError> {
        let slot = self.slot(report_id);
        let opened = slot.get_or_try_init(|| async { self.open(report_id).await.map(Arc::new) }).await;
        if opened.is_err() {
            self.forget(report_id);
        }
        opened.cloned()
    }

    /// A report that is gone once nobody looks at it.
    pub(crate) async fn open(&self, report_id: Uuid) -> Result<Opened, StoreError> {
        // It is closed by nobody.
        let _place = self.opening.acquire().await.map_err(|error| StoreError::Folder(io::Error::other(error)))?;
        let sha256 = self.support.ticket(report_id).await?.sha256;
        let (folder, sealed) = read::place(&self.root).map_err(StoreError::Folder)?;
        self.support.fetch(report_id, &sealed).await?;
        let identity = self.identity.clone();
        let opening = tokio::task::spawn_blocking(move || read::open(folder, report_id, &sha256, &identity));
        opening.await.map_err(io::Error::other).flatten().map_err(StoreError::Folder)
    }

    /// The sealed file of a report.
    pub(crate) async fn sealed(&self, report_id: Uuid) -> Result<Vec<u8>, StoreError> {
        let _place = self.opening.acquire().await.map_err(|error| StoreError::Folder(io::Error::other(error)))?;
        let (_folder, sealed) = read::place(&self.root).map_err(StoreError::Folder)?;
        self.support.fetch(report_id, &sealed).await?;
        std::fs::read(&sealed).map_err(StoreError::Folder)
    }

    /// Closes a report.
    pub(crate) fn forget(&self, report_id: Uuid) {
        self.slots().retain(|(known, _)| *known != report_id);
    }

    fn slot(&self, report_id: Uuid) -> Slot {
        let mut slots = self.slots();
        let known = slots.iter().position(|(known, _)| *known == report_id).and_then(|place| slots.remove(place));
        let (_, slot) = known.unwrap_or_default();
        slots.push_back((report_id, slot.clone()));
        while slots.len() > OPEN_AT_ONE_TIME {
            slots.pop_front();
        }
        slot
    }

    fn slots(&self) -> std::sync::MutexGuard<'_, VecDeque<(Uuid, Slot)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
