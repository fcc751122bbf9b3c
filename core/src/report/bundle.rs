//! What lies in a bundle: the manifest first, then every entry that it names, as a ZIP that is the same for the same input.

use std::io::{self, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::second_look::{SecondLook, Sighting};
use super::{Ledger, ReportId};

/// The first entry.
pub(super) const MANIFEST: &str = "manifest.json";
/// The report's content as data.
pub(super) const REPORT_JSON: &str = "report.json";
/// The same, to be read in a browser.
pub(super) const REPORT_HTML: &str = "report.html";
/// The ledger.
pub(super) const REDACTIONS: &str = "redactions.json";
/// The folder of what the person added.
pub(super) const ATTACHMENTS: &str = "attachments/";
/// What every report has.
pub(super) const ALWAYS_THERE: [&str; 3] = [REPORT_JSON, REPORT_HTML, REDACTIONS];

/// What the manifest calls the format.
pub const FORMAT: &str = "wallet-doctor-report";
/// The version of the bundle's format that is written.
pub const FORMAT_VERSION: u32 = 1;

/// What a bundle holds, and how it can be told that nothing is changed, missing or added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Manifest {
    /// Always [`FORMAT`].
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// The report's id.
    pub id: ReportId,
    /// When the report was made, by the phone's clock.
    pub created_at: Timestamp,
    /// Every other entry, in the order in which they lie in the bundle.
    pub entries: Vec<ManifestEntry>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ManifestEntry {
    /// Its name in the ZIP.
    pub name: String,
    /// Its size in bytes, unpacked.
    pub size: u64,
    /// The SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

/// One file of a redacted report.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Entry {
    /// Its name in the bundle.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry").field("name", &self.name).field("size", &self.bytes.len()).finish()
    }
}

/// A report with nothing in it that must not leave: the only thing that can be sealed. Only redaction makes one.
#[derive(Debug)]
pub struct RedactedReport {
    pub(super) id: ReportId,
    pub(super) entries: Vec<Entry>,
    pub(super) ledger: Ledger,
    look: SecondLook,
}

impl RedactedReport {
    /// Puts the manifest before the entries.
    pub(super) fn new(
        id: ReportId,
        created_at: Timestamp,
        entries: Vec<Entry>,
        ledger: Ledger,
        look: SecondLook,
    ) -> Self {
        let listed = entries.iter().map(|entry| ManifestEntry {
            name: entry.name.clone(),
            size: entry.bytes.len() as u64,
            sha256: hex::encode(Sha256::digest(&entry.bytes)),
        });
        let manifest =
            Manifest { format: FORMAT.to_owned(), version: FORMAT_VERSION, id, created_at, entries: listed.collect() };
        let first = Entry { name: MANIFEST.to_owned(), bytes: to_json(&manifest) };
        Self { id, entries: std::iter::once(first).chain(entries).collect(), ledger, look }
    }

    /// The report's id.
    pub fn id(&self) -> ReportId {
        self.id
    }

    /// Every file of the bundle, the manifest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is still to be seen in the final bytes of any file, and must not be.
    pub fn look_again(&self) -> Vec<Sighting> {
        let entries: Vec<_> = self.entries.iter().map(|entry| (entry.name(), entry.bytes())).collect();
        self.look.look_all(&entries)
    }

    /// What was taken out.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

/// JSON that a person can read.
pub(super) fn to_json(value: &impl Serialize) -> Vec<u8> {
    // Only our own plain data comes here, which always serialises. Should it ever not, that is said in the file: a
    // problem in collecting is content, never an abort.
    serde_json::to_vec_pretty(value).unwrap_or_else(|_| br#"{"error":"this file could not be written"}"#.to_vec())
}

/// Writes the ZIP, piece by piece, without seeking.
pub(super) fn write_zip<W: Write>(entries: &[Entry], to: W) -> zip::result::ZipResult<W> {
    // The same time in every bundle, the oldest that the format knows: same content, same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o600);
    let mut zip = ZipWriter::new_stream(Latched { inner: to, failed: false });
    for entry in entries {
        zip.start_file(entry.name.as_str(), options)?;
        zip.write_all(&entry.bytes)?;
    }
    Ok(zip.finish()?.into_inner().inner)
}

/// A writer that fails once. A `ZipWriter` that is dropped unfinished tries to finish, and prints what it meets.
struct Latched<W> {
    inner: W,
    failed: bool,
}

impl<W: Write> Write for Latched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        let written = self.inner.write(bytes);
        self.failed = written.is_err();
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed { Ok(()) } else { self.inner.flush() }
    }
}
