//! Taking in a sealed report that came another way: by mail from the share sheet, or through a tus server that others wrote.

use std::{fs::File, io::Read, path::Path};

use uuid::Uuid;

use super::{
    CreateRefusal, PartWriter, Priority, Standing, Store, StoreError, Stores, Wanted, WriteRefusal, answer::work_at,
};
use crate::{limits::PART_BYTES, ticket_key::TicketKey};

/// A sealed report in a file.
#[derive(Debug, Clone)]
pub struct Brought<'a> {
    /// The report's id: the file's name as the app gave it.
    pub report_id: Uuid,
    /// Where it lies. It stays.
    pub file: &'a Path,
    /// How soon support should look.
    pub priority: Priority,
    /// The SHA-256 of the secret with which the app asks for the ticket, in 64 lower-case hex digits. Without it nobody can.
    pub ticket_key_sha256: Option<&'a str>,
}

/// The ticket of a report that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// `WD-XXXX-XXXX`.
    pub ticket: String,
    /// When support means to answer, in seconds after it was received.
    pub expected_reply_seconds: u64,
}

/// Takes a report in as if its app had sent it; goes on where that was interrupted, and gives the ticket that it has if it was
/// received before.
///
/// # Errors
/// [`StoreError::NotTaken`] if it can't be a report of the desk's, [`StoreError::Busy`] while its app sends it,
/// [`StoreError::Folder`] if the file can't be read, or what is wrong with the stores.
pub fn take(stores: impl Into<Stores>, brought: &Brought<'_>) -> Result<Taken, StoreError> {
    work_at(&stores.into(), false, async |store| store.take(brought).await)
}

impl Store {
    async fn take(&self, brought: &Brought<'_>) -> Result<Taken, StoreError> {
        let mut file = File::open(brought.file).map_err(StoreError::Folder)?;
        let length = file.metadata().map_err(StoreError::Folder)?.len();
        if length == 0 || length > self.limits.max_report_bytes {
            let most = self.limits.max_report_bytes;
            return Err(StoreError::NotTaken { why: format!("it has {length} bytes; a report has 1 to {most}") });
        }
        let key = brought.ticket_key_sha256.map(|key| TicketKey::parse(key.as_bytes()).ok_or(()));
        let not_a_key = |()| StoreError::NotTaken { why: "a ticket's key has 64 lower-case hex digits".to_owned() };
        let ticket_key = key.transpose().map_err(not_a_key)?;
        let wanted = Wanted { report_id: brought.report_id, length, priority: brought.priority, ticket_key, app: None };
        let upload_id = match self.create(wanted).await {
            Ok(created) => created.upload_id,
            Err(CreateRefusal::Store(error)) => return Err(error),
            Err(refusal) => return Err(StoreError::NotTaken { why: refusal.to_string() }),
        };
        let held = self.try_lock(&upload_id).await?.ok_or(StoreError::Busy)?;
        if let Standing::Open(open) = self.standing_held(&upload_id, &held).await? {
            let mut writer = PartWriter::open(self, &open, false, &held).await?;
            // What is there already is the beginning of the same file.
            let mut passed = open.offset;
            let mut buffer = vec![0; PART_BYTES];
            loop {
                let read = file.read(&mut buffer).map_err(StoreError::Folder)?;
                let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
                let skip = usize::try_from(passed).unwrap_or(usize::MAX).min(bytes.len());
                passed = passed.saturating_sub(skip as u64);
                let rest = bytes::Bytes::copy_from_slice(bytes.get(skip..).unwrap_or_default());
                writer.push(&rest).await.map_err(of_write)?;
            }
            writer.commit().await.map_err(of_write)?;
        }
        match self.standing_held(&upload_id, &held).await? {
            Standing::Received(_, receipt) => {
                let expected_reply_seconds = receipt.expected_reply_seconds;
                Ok(Taken { ticket: receipt.ticket, expected_reply_seconds })
            }
            Standing::Open(_) | Standing::Finishing(_) | Standing::Unknown | Standing::Over => Err(StoreError::Busy),
        }
    }
}

fn of_write(refusal: WriteRefusal) -> StoreError {
    match refusal {
        WriteRefusal::Store(error) => error,
        WriteRefusal::TooManyParts => StoreError::NotTaken { why: refusal.to_string() },
    }
}
