//! Opening one report and reading what it says.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Mutex,
};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use uuid::Uuid;
use wallet_doctor_core::report::{self, CONTENT_VERSION, Ledger, Manifest, ReportContent, SupportIdentity};

use super::{Drawn, Refusal, refusal};
use crate::data::OPENED_PREFIX;

/// The largest content that is read, in bytes: the engine's own have some tens of thousands, and hundreds where much is listed. Lists
/// of what has many fields and says nothing in any take thirty times as much in memory.
const MAX_CONTENT_BYTES: u64 = 2 * 1024 * 1024;
/// The largest ledger that is read, in bytes.
const MAX_LEDGER_BYTES: u64 = 2 * 1024 * 1024;

/// A report that is open. Its files go with it.
pub(crate) struct OpenReport {
    pub(crate) content: ReportContent,
    pub(crate) ledger: Ledger,
    pub(crate) manifest: Manifest,
    folder: TempDir,
    /// The pictures that were drawn, by their numbers and without their bytes, or why they were not.
    pub(super) drawn: Mutex<BTreeMap<usize, Result<Drawn, String>>>,
}

impl OpenReport {
    /// A file of ours beside what was unpacked.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The file of an entry of the manifest.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(UNPACKED).join(name)
    }
}

/// What came of it: the report, or why there is none to show. An error is this machine's.
pub(crate) type Opened = Result<OpenReport, Refusal>;

const SEALED: &str = "sealed";
const UNPACKED: &str = "report";

/// A folder for one report, and the place of the sealed file in it.
pub(super) fn place(root: &Path) -> io::Result<(TempDir, PathBuf)> {
    let folder = tempfile::Builder::new().prefix(OPENED_PREFIX).tempdir_in(root)?;
    let sealed = folder.path().join(SEALED);
    Ok((folder, sealed))
}

/// Opens the sealed file that lies in `folder`, which was received with this sum. Blocks.
pub(super) fn open(folder: TempDir, report_id: Uuid, sha256: &str, identity: &SupportIdentity) -> io::Result<Opened> {
    let sealed = folder.path().join(SEALED);
    if sum(&sealed)? != sha256 {
        return Ok(Err(Refusal::Changed));
    }
    let opened = match report::open(&sealed, identity, &folder.path().join(UNPACKED)) {
        Ok(opened) => opened,
        Err(error) => return refusal::of(&error).map(Err).ok_or_else(|| io::Error::other(error)),
    };
    std::fs::remove_file(&sealed)?;
    let read = read::<ReportContent>(&opened.folder.join("report.json"), MAX_CONTENT_BYTES)?;
    let content = match read {
        Ok(content) => content,
        Err(told) => return Ok(Err(Refusal::Content { told })),
    };
    if content.version != CONTENT_VERSION {
        return Ok(Err(Refusal::Content { told: "report.json has a version that is not known here" }));
    }
    let id = report_id.to_string();
    if opened.manifest.id.to_string() != id || content.id.to_string() != id {
        return Ok(Err(Refusal::OtherReport));
    }
    let ledger = match read_ledger(&opened.folder.join("redactions.json"))? {
        Ok(ledger) => ledger,
        Err(told) => return Ok(Err(Refusal::Content { told })),
    };
    Ok(Ok(OpenReport { content, ledger, manifest: opened.manifest, folder, drawn: Mutex::default() }))
}

fn read_ledger(file: &Path) -> io::Result<Result<Ledger, &'static str>> {
    Ok(read(file, MAX_LEDGER_BYTES)?.map_err(|_| "redactions.json cannot be read"))
}

fn read<T: DeserializeOwned>(file: &Path, limit: u64) -> io::Result<Result<T, &'static str>> {
    let mut json = Vec::new();
    File::open(file)?.take(limit + 1).read_to_end(&mut json)?;
    if json.len() as u64 > limit {
        return Ok(Err("report.json is too large"));
    }
    // serde's own words could quote what stands there.
    Ok(serde_json::from_slice(&json).map_err(|_| "report.json is not what the engine writes"))
}

pub(super) fn sum(file: &Path) -> io::Result<String> {
    let (mut file, mut hash, mut buffer) = (File::open(file)?, Sha256::new(), vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
    }
    Ok(hex::encode(hash.finalize()))
}
