//! What leaves this stage: a sealed bundle under its report's id.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A report's id: random, so that it tells nothing, and the idempotency key of its upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReportId(Uuid);

impl ReportId {
    /// A new id.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ReportId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(Self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ReportId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ReportId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uuid" })
    }
}

/// A sealed report in a file, durable. Only sealing makes one, and only this can be queued.
#[derive(Debug)]
pub struct SealedBundle {
    pub(super) id: ReportId,
    pub(super) file: PathBuf,
    pub(super) size: u64,
    pub(super) sha256: String,
}

impl SealedBundle {
    /// The report's id.
    pub fn id(&self) -> ReportId {
        self.id
    }

    /// Where it lies.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The SHA-256 of its bytes, lower-case hex.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// A bundle of any bytes, for the tests of later stages.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(crate) fn of_bytes(folder: &Path, bytes: &[u8]) -> std::io::Result<Self> {
        use sha2::Digest;
        let id = ReportId::random();
        let file = folder.join(format!("{id}.wdr"));
        crate::durable::write_file(&file, bytes)?;
        Ok(Self { id, file, size: bytes.len() as u64, sha256: hex::encode(sha2::Sha256::digest(bytes)) })
    }
}
