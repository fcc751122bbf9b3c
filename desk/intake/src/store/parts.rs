//! The bytes of an upload that have arrived.

use bytes::Bytes as Chunk;
use futures_util::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt, PutMode};
use tokio::sync::OwnedSemaphorePermit;

use super::{Held, OpenUpload, Store, StoreError, UploadInfo, layout, layout::Bytes};

/// A stored piece of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) offset: u64,
    pub(super) size: u64,
}

impl Store {
    /// The contiguous parts from the first byte on, and where they end.
    pub(super) async fn parts(&self, info: &UploadInfo) -> Result<(Vec<Part>, u64), StoreError> {
        let found = self.list_bytes(&info.upload_id, Bytes::Parts).await?;
        Ok(contiguous(found, info.length))
    }

    async fn list_bytes(&self, upload_id: &str, bytes: Bytes) -> Result<Vec<Part>, StoreError> {
        let mut listed = self.objects.list(Some(&layout::folder(upload_id, bytes)));
        let mut found = Vec::new();
        while let Some(object) = listed.try_next().await? {
            if let Some(offset) = layout::offset_of(&object.location) {
                found.push(Part { offset, size: object.size });
            }
        }
        found.sort_unstable_by_key(|part| part.offset);
        Ok(found)
    }

    /// Removes all bytes of one kind, the last first: what a kill leaves is then still contiguous.
    pub(super) async fn remove_bytes(&self, upload_id: &str, bytes: Bytes) -> Result<(), StoreError> {
        for part in self.list_bytes(upload_id, bytes).await?.iter().rev() {
            self.remove(&layout::part(upload_id, bytes, part.offset)).await?;
        }
        Ok(())
    }
}

/// The parts that follow each other from nought, up to `length`, and where they end.
fn contiguous(found: Vec<Part>, length: u64) -> (Vec<Part>, u64) {
    let mut end = 0_u64;
    let mut parts = Vec::with_capacity(found.len());
    for part in found {
        let Some(next) = end.checked_add(part.size).filter(|next| *next <= length) else { break };
        if part.offset != end || part.size == 0 {
            break;
        }
        end = next;
        parts.push(part);
    }
    (parts, end)
}

/// Takes the bytes of one PATCH and stores them in parts of a bounded size.
///
/// Nothing counts before [`commit`](Self::commit), except that parts of a PATCH without a checksum count as soon as
/// they are stored: so a kill loses no more than one part.
pub(crate) struct PartWriter<'a> {
    store: &'a Store,
    held: &'a Held,
    upload_id: &'a str,
    /// Where full parts go: `held` if they must wait for a checksum.
    kind: Bytes,
    /// The offset after the last stored part.
    stored_to: u64,
    buffer: Vec<u8>,
    /// What the buffer takes of the budget of all uploads.
    permit: Option<OwnedSemaphorePermit>,
    stored: Vec<u64>,
    parts_left: usize,
}

/// Why bytes were not stored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteRefusal {
    /// The upload is in too many pieces.
    #[error("this upload is in too many pieces; send larger chunks")]
    TooManyParts,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<'a> PartWriter<'a> {
    /// A writer at the upload's offset. `checked`: keep the bytes apart until a checksum has been compared.
    pub(crate) async fn open(
        store: &'a Store,
        upload: &'a OpenUpload,
        checked: bool,
        held: &'a Held,
    ) -> Result<Self, StoreError> {
        let upload_id = upload.info.upload_id.as_str();
        // What lies beyond the offset was never acknowledged and must not become contiguous by what comes now.
        store.remove_bytes(upload_id, Bytes::Held).await?;
        for stray in store.list_bytes(upload_id, Bytes::Parts).await?.iter().rev() {
            if upload.parts.binary_search_by_key(&stray.offset, |part| part.offset).is_err() {
                store.remove(&layout::part(upload_id, Bytes::Parts, stray.offset)).await?;
            }
        }
        Ok(Self {
            store,
            held,
            upload_id,
            kind: if checked { Bytes::Held } else { Bytes::Parts },
            stored_to: upload.offset,
            buffer: Vec::new(),
            permit: None,
            stored: Vec::new(),
            parts_left: store.limits.max_parts_per_upload.saturating_sub(upload.parts.len()),
        })
    }

    /// Takes more bytes.
    pub(crate) async fn push(&mut self, chunk: &Chunk) -> Result<(), WriteRefusal> {
        let has_memory = self.reserve(chunk.len());
        self.buffer.extend_from_slice(chunk);
        // Without memory to wait in, a smaller part is stored at once: nobody waits for somebody else's slow upload.
        if self.buffer.len() >= self.store.limits.part_bytes || !has_memory {
            self.flush(self.kind).await?;
        }
        Ok(())
    }

    fn reserve(&mut self, bytes: usize) -> bool {
        let Ok(wanted) = u32::try_from(bytes) else { return false };
        let Ok(more) = self.store.buffers.clone().try_acquire_many_owned(wanted) else { return false };
        match &mut self.permit {
            Some(permit) => permit.merge(more),
            None => self.permit = Some(more),
        }
        true
    }

    async fn flush(&mut self, kind: Bytes) -> Result<(), WriteRefusal> {
        let bytes = std::mem::take(&mut self.buffer);
        if bytes.is_empty() {
            return Ok(());
        }
        // Whoever has lost the lock must not write over what somebody else has written since.
        self.held.check().await?;
        let size = bytes.len() as u64;
        self.parts_left = self.parts_left.checked_sub(1).ok_or(WriteRefusal::TooManyParts)?;
        let path = layout::part(self.upload_id, kind, self.stored_to);
        self.store.write(&path, bytes, PutMode::Overwrite).await?;
        self.permit = None;
        self.stored.push(self.stored_to);
        self.stored_to = self.stored_to.saturating_add(size);
        Ok(())
    }

    /// Stores what is left and makes everything count. Answers the new offset.
    pub(crate) async fn commit(mut self) -> Result<u64, WriteRefusal> {
        self.held.check().await?;
        if self.kind == Bytes::Held && self.stored.is_empty() {
            // A chunk that fits into one part never has to lie apart.
            self.flush(Bytes::Parts).await?;
            return Ok(self.stored_to);
        }
        self.flush(self.kind).await?;
        if self.kind == Bytes::Held {
            // In order, so that a kill in between leaves a contiguous and checked beginning.
            for offset in &self.stored {
                let from = layout::part(self.upload_id, Bytes::Held, *offset);
                let to = layout::part(self.upload_id, Bytes::Parts, *offset);
                self.store.objects.rename(&from, &to).await.map_err(StoreError::from)?;
            }
        }
        Ok(self.stored_to)
    }

    /// Keeps nothing of this PATCH.
    pub(crate) async fn discard(self) -> Result<(), StoreError> {
        for offset in self.stored.iter().rev() {
            self.store.remove(&layout::part(self.upload_id, self.kind, *offset)).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_the_contiguous_sum() {
        let part = |offset, size| Part { offset, size };
        let table: [(&[Part], u64, usize); 6] = [
            (&[], 0, 0),
            (&[part(0, 4), part(4, 6)], 10, 2),
            (&[part(0, 4), part(5, 1)], 4, 1),
            (&[part(1, 4)], 0, 0),
            (&[part(0, 4), part(4, 7)], 4, 1),
            (&[part(0, 4), part(4, u64::MAX)], 4, 1),
        ];
        for (found, end, count) in table {
            let (parts, offset) = contiguous(found.to_vec(), 10);
            assert_eq!((offset, parts.len()), (end, count), "{found:?}");
        }
    }
}
