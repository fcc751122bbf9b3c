//! From the parts of a complete upload to a received report.

use futures_util::TryStreamExt;
use object_store::{ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};

use super::{Held, OpenUpload, Receipt, Store, StoreError, layout, layout::Bytes};
use crate::{limits::ASSEMBLY_PIECE_BYTES, records::Inserted, ticket};

/// Tickets drawn before giving up: with forty random bits the second is needed once in a very long while.
const TICKET_DRAWS: usize = 16;

impl Store {
    /// Makes a complete upload a received report. May be repeated after a failure at any point.
    pub(crate) async fn finish(&self, upload: &OpenUpload, held: &Held) -> Result<Receipt, StoreError> {
        let info = &upload.info;
        let sha256 = self.assemble(upload).await?;
        held.check().await?;
        let received_at = self.clock.now();
        let receipt = Receipt {
            ticket: String::new(),
            report_id: info.report_id,
            size: info.length,
            sha256,
            priority: info.priority,
            received_at,
            expected_reply_seconds: self.staffing.expected(info.priority, received_at).as_secs(),
            ticket_key_sha256: info.ticket_key_sha256,
            app: info.app.clone(),
        };
        let (receipt, is_new) = self.with_ticket(receipt).await?;
        if is_new {
            (self.on_receipt)(&receipt);
        }
        self.one_open_less();
        // The report is received whether or not its parts go away now; a sweep takes what stays.
        let _ = self.settle(info, held).await;
        Ok(receipt)
    }

    /// Writes `reports/<report id>.wdr` from the parts and answers its SHA-256. The report appears whole or not at all.
    async fn assemble(&self, upload: &OpenUpload) -> Result<String, StoreError> {
        // The semaphore is never closed; should it be, memory is bounded less tightly and nothing else changes.
        let _turn = self.assemblies.acquire().await.ok();
        let target = self.objects.put_multipart(&layout::report(upload.info.report_id)).await?;
        let mut writer = WriteMultipart::new_with_chunk_size(target, ASSEMBLY_PIECE_BYTES);
        match self.copy_parts(upload, &mut writer).await {
            Ok(sha256) => {
                writer.finish().await?;
                Ok(sha256)
            }
            Err(error) => {
                // The first error is the one to tell; an abort that fails too leaves a staging file, never a report.
                let _ = writer.abort().await;
                Err(error)
            }
        }
    }

    async fn copy_parts(&self, upload: &OpenUpload, writer: &mut WriteMultipart) -> Result<String, StoreError> {
        let info = &upload.info;
        let mut hash = Sha256::new();
        let mut copied = 0_u64;
        for part in &upload.parts {
            let path = layout::part(&info.upload_id, Bytes::Parts, part.offset);
            let mut bytes = self.objects.get(&path).await?.into_stream();
            while let Some(chunk) = bytes.try_next().await? {
                hash.update(&chunk);
                copied = copied.saturating_add(chunk.len() as u64);
                writer.wait_for_capacity(1).await?;
                writer.put(chunk);
            }
        }
        if copied == info.length {
            Ok(hex::encode(hash.finalize()))
        } else {
            Err(StoreError::Damaged { record: layout::folder(&info.upload_id, Bytes::Parts).to_string() })
        }
    }

    /// Puts the receipt into the database under a ticket that no other report has, and says whether it is new. If another process
    /// finished the same upload, what that one answered is what counts.
    async fn with_ticket(&self, mut receipt: Receipt) -> Result<(Receipt, bool), StoreError> {
        for _ in 0..TICKET_DRAWS {
            receipt.ticket = ticket::draw().map_err(|_| StoreError::NoRandomness)?;
            match self.records.insert_ticket(&receipt).await? {
                Inserted::New => return Ok((receipt, true)),
                Inserted::Known(known) => return Ok((*known, false)),
                Inserted::Taken => {}
            }
        }
        Err(StoreError::NoRandomness)
    }
}
