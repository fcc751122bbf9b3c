//! The index: a small sled database of how far each upload is. Losing it costs nothing but a few requests, because the
//! files say what there is and what has arrived.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::OutboxError;
use super::state::Record;
use crate::report::ReportId;
use crate::store::{Database, DatabaseError};

const TREE: &str = "reports";
/// What was sent over connections that cost money, on the last day that anything was.
const SPENT_TREE: &str = "spent";
const SPENT_KEY: &str = "day";
/// What the intake said to everybody.
const INTAKE_TREE: &str = "intake";
const INTAKE_KEY: &str = "not_before";
/// The version of an entry. Entries of another version count as lost.
const VERSION: u32 = 1;

/// The open index.
#[derive(Debug)]
pub(super) struct Index(Database);

#[derive(Serialize, Deserialize)]
struct Spent {
    version: u32,
    day: i64,
    bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct NotBefore {
    version: u32,
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    version: u32,
    record: Record,
}

impl Index {
    /// Opens the index in this folder, a new one if need be.
    pub(super) fn open(folder: PathBuf) -> Result<Self, OutboxError> {
        Ok(Self(Database::open(folder)?))
    }

    /// Everything that can be read.
    pub(super) fn all(&self) -> Result<BTreeMap<ReportId, Record>, OutboxError> {
        let pairs = self.0.all(TREE)?;
        Ok(pairs.into_iter().filter_map(|(key, value)| Some((key.parse().ok()?, decode(&value)?))).collect())
    }

    /// What is known of one report.
    pub(super) fn read(&self, id: ReportId) -> Result<Option<Record>, OutboxError> {
        Ok(self.0.read(TREE, &id.to_string())?.and_then(|value| decode(&value)))
    }

    /// Durable when it returns.
    pub(super) fn write(&self, id: ReportId, record: &Record) -> Result<(), OutboxError> {
        let value = encode(record)?;
        Ok(self.0.change(TREE, &[(&id.to_string(), Some(&value))])?)
    }

    /// Before when the intake wants nobody to ask; none if it did not say.
    pub(super) fn not_before(&self) -> Result<Option<Timestamp>, DatabaseError> {
        let value = self.0.read(INTAKE_TREE, INTAKE_KEY)?;
        let told: Option<NotBefore> = value.and_then(|value| serde_json::from_slice(&value).ok());
        Ok(told.filter(|told| told.version == VERSION).map(|told| told.at))
    }

    /// Durable when it returns.
    pub(super) fn write_not_before(&self, at: Timestamp) -> Result<(), DatabaseError> {
        let value = serde_json::to_vec(&NotBefore { version: VERSION, at }).map_err(|_| DatabaseError::Broken)?;
        self.0.change(INTAKE_TREE, &[(INTAKE_KEY, Some(&value))])
    }

    /// How many bytes were sent on this day over connections that cost money.
    pub(super) fn spent(&self, day: i64) -> Result<u64, DatabaseError> {
        let value = self.0.read(SPENT_TREE, SPENT_KEY)?;
        let spent: Option<Spent> = value.and_then(|value| serde_json::from_slice(&value).ok());
        Ok(spent.filter(|spent| spent.version == VERSION && spent.day == day).map_or(0, |spent| spent.bytes))
    }

    /// Durable when it returns.
    pub(super) fn write_spent(&self, day: i64, bytes: u64) -> Result<(), DatabaseError> {
        let value = serde_json::to_vec(&Spent { version: VERSION, day, bytes }).map_err(|_| DatabaseError::Broken)?;
        self.0.change(SPENT_TREE, &[(SPENT_KEY, Some(&value))])
    }

    /// Durable when it returns.
    pub(super) fn remove(&self, ids: &[ReportId]) -> Result<(), OutboxError> {
        let keys: Vec<String> = ids.iter().map(ReportId::to_string).collect();
        let changes: Vec<_> = keys.iter().map(|key| (key.as_str(), None)).collect();
        Ok(self.0.change(TREE, &changes)?)
    }
}

impl From<DatabaseError> for OutboxError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Busy => Self::Busy,
            DatabaseError::Storage(kind) => kind.into(),
            DatabaseError::Broken => Self::Index,
        }
    }
}

fn encode(record: &Record) -> Result<Vec<u8>, OutboxError> {
    serde_json::to_vec(&Entry { version: VERSION, record: record.clone() }).map_err(|_| OutboxError::Internal)
}

fn decode(value: &[u8]) -> Option<Record> {
    let entry: Entry = serde_json::from_slice(value).ok()?;
    (entry.version == VERSION).then_some(entry.record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_an_earlier_app_is_read_and_one_of_another_version_counts_as_lost() {
        let entry = |version: u32| {
            let upload = r#"{"url":"http://127.0.0.1/files/1","offset":7}"#;
            let state = r#"{"state":"uploading","offset":7}"#;
            format!(r#"{{"version":{version},"record":{{"state":{state},"upload":{upload},"attempts":2}}}}"#)
        };
        let record = decode(entry(VERSION).as_bytes()).unwrap();
        assert_eq!((record.attempts, record.upload.unwrap().offset, record.handed_over_until), (2, 7, None));
        for lost in [entry(VERSION - 1), entry(VERSION + 1), "{".to_owned(), String::new()] {
            assert_eq!(decode(lost.as_bytes()), None, "{lost}");
        }
    }

    #[test]
    fn only_today_counts() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open(folder.path().join("index")).unwrap();
        assert_eq!(index.spent(7), Ok(0));
        index.write_spent(7, 100).unwrap();
        assert_eq!([6, 7, 8].map(|day| index.spent(day)), [Ok(0), Ok(100), Ok(0)]);
    }
}
