//! A sealed report out of the store, for whoever has the key.

use std::{io, path::Path};

use futures_util::TryStreamExt;
use object_store::ObjectStoreExt;
use tokio::{
    fs::{self, File},
    io::AsyncWriteExt,
};
use uuid::Uuid;

use super::{Store, StoreError, layout};

impl Store {
    /// Writes the sealed report to a new file. One that could not be written whole is removed.
    pub(crate) async fn fetch_report(&self, report_id: Uuid, to: &Path) -> Result<(), StoreError> {
        if !self.records.has_ticket(report_id).await? {
            return Err(StoreError::NoSuchReport);
        }
        let mut bytes = self.objects.get(&layout::report(report_id)).await?.into_stream();
        let mut file = File::create_new(to).await.map_err(StoreError::Folder)?;
        let written = async {
            while let Some(chunk) = bytes.try_next().await? {
                file.write_all(&chunk).await.map_err(StoreError::Folder)?;
            }
            file.sync_all().await.map_err(StoreError::Folder)
        };
        let written: Result<(), StoreError> = written.await;
        if written.is_err() {
            // The first error is the one to tell.
            let _: io::Result<()> = fs::remove_file(to).await;
        }
        written
    }
}
