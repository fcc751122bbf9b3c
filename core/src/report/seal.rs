//! Sealing: the ZIP streams into age, age into a file, and the ciphertext is hashed and counted on its way.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use age::{EncryptError, Encryptor};
use age_core::format::{FileKey, Stanza};
use sha2::{Digest, Sha256};

use super::bundle::write_zip;
use super::{RedactedReport, ReportError, SealedBundle};
use crate::config::Recipient;
use crate::durable;

/// The kind of stanza that names a key.
pub(super) const KEY_STANZA: &str = "wallet-doctor-key";
/// The ending of a sealed report's file.
pub const FILE_SUFFIX: &str = "wdr";

/// Seals a report to every recipient, as `<folder>/<id>.wdr`, durably, once a second look at its final bytes has seen nothing
/// that must not leave. On failure nothing is left behind. Blocks.
pub fn seal(report: RedactedReport, recipients: &[Recipient], folder: &Path) -> Result<SealedBundle, ReportError> {
    if recipients.is_empty() {
        return Err(ReportError::NoRecipient);
    }
    if let Some(left) = report.look_again().into_iter().next() {
        return Err(ReportError::LeftIn(left));
    }
    let keys: Vec<Named<'_>> = recipients.iter().map(Named).collect();
    let keys = keys.iter().map(|key| key as &dyn age::Recipient);
    let encryptor = Encryptor::with_recipients(keys).map_err(|_| ReportError::NoRecipient)?;
    let id = report.id();
    let file = folder.join(format!("{id}.{FILE_SUFFIX}"));
    let written = durable::write_with(&file, |file| {
        let age = encryptor.wrap_output(Counted::new(BufWriter::new(file)))?;
        let counted = write_zip(report.entries(), age)?.finish()?;
        let Counted { mut inner, size, hash } = counted;
        inner.flush()?;
        Ok((size, hex::encode(hash.finalize())))
    });
    let (size, sha256) = written.map_err(ReportError::Storage)?;
    Ok(SealedBundle { id, file, size, sha256 })
}

/// A recipient with the id of its key beside it in the header, in a stanza of its own kind, which every age leaves alone (the
/// age format, section 'Recipient stanza'). age's own stanza does not say whose it is.
struct Named<'a>(&'a Recipient);

impl age::Recipient for Named<'_> {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let (mut stanzas, labels) = self.0.age().wrap_file_key(file_key)?;
        stanzas.push(Stanza { tag: KEY_STANZA.to_owned(), args: vec![self.0.key_id()], body: Vec::new() });
        Ok((stanzas, labels))
    }
}

/// A writer that counts and hashes what passes through.
struct Counted<W> {
    inner: W,
    size: u64,
    hash: Sha256,
}

impl<W> Counted<W> {
    fn new(inner: W) -> Self {
        Self { inner, size: 0, hash: Sha256::new() }
    }
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.size = self.size.saturating_add(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
