//! What the doctor remembers from one diagnosis to the next: small values, under each heading in a sled database of its own.
//! Nothing in here is the only copy of anything; losing it costs no more than what it would have told.
//!
//! Nothing is held open between two calls. An app that is suspended with a locked file in a folder that it shares with its
//! extension is killed on iOS, and the extension could never get in.

mod database;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(crate) use database::{Database, DatabaseError};

use crate::durable;
use crate::lock::FolderLock;

/// The name of the store's folder in the doctor's.
const FOLDER: &str = "store";
const LOCK_FILE: &str = "lock";
const TREE: &str = "entries";
/// The version of an entry. Entries of another version count as lost.
const VERSION: u32 = 1;
/// The largest entry, in bytes: sled leaves the space of what was overwritten behind.
pub(crate) const MAX_ENTRY_BYTES: usize = 64 * 1024;
/// Beyond this a heading's database is written anew, in bytes: nothing collects sled's garbage on a phone.
const MAX_DATABASE_BYTES: u64 = 4 * 1024 * 1024;
/// How long somebody else's call is waited for. It takes some milliseconds.
const PATIENCE: Duration = Duration::from_millis(200);

/// The store in the doctor's folder. Everything here blocks.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
}

#[derive(Serialize)]
struct Written<'a, T> {
    version: u32,
    value: &'a T,
}

#[derive(Deserialize)]
struct Read<T> {
    version: u32,
    value: T,
}

impl Store {
    /// Touches nothing.
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self { folder: data_dir.join(FOLDER) }
    }

    /// Everything under this heading, which is a folder's name, that can be read; nothing if there never was a store.
    pub(crate) fn read<T: DeserializeOwned>(&self, heading: &str) -> Result<BTreeMap<String, T>, DatabaseError> {
        if !self.folder.try_exists()? {
            return Ok(BTreeMap::new());
        }
        let _lock = self.lock()?;
        let pairs = Database::open(self.folder.join(heading))?.all(TREE)?;
        Ok(pairs.into_iter().filter_map(|(key, value)| Some((key, decode(&value)?))).collect())
    }

    /// Changes what is under a heading: everything that can be read goes through the caller's hands. An entry that is too
    /// large is left out. Durable when it returns.
    pub(crate) fn update<T: Serialize + DeserializeOwned>(
        &self,
        heading: &str,
        change: impl FnOnce(&mut BTreeMap<String, T>),
    ) -> Result<(), DatabaseError> {
        durable::make_private_folder(&self.folder)?;
        let _lock = self.lock()?;
        let folder = self.folder.join(heading);
        let mut database = Database::open(folder.clone())?;
        let mut before: BTreeMap<String, Vec<u8>> = database.all(TREE)?.into_iter().collect();
        let mut entries: BTreeMap<String, T> =
            before.iter().filter_map(|(key, value)| Some((key.clone(), decode(value)?))).collect();
        change(&mut entries);
        let written: BTreeMap<&str, Vec<u8>> = entries
            .iter()
            .filter_map(|(key, value)| Some((key.as_str(), encode(value)?)))
            .filter(|(_, value)| value.len() <= MAX_ENTRY_BYTES)
            .collect();
        if size_of(&folder) > MAX_DATABASE_BYTES {
            // All that is worth keeping is about to be written.
            drop(database);
            fs::remove_dir_all(&folder)?;
            before.clear();
            database = Database::open(folder)?;
        }
        let gone = before.keys().map(String::as_str).filter(|key| !written.contains_key(key)).map(|key| (key, None));
        let changed = written.iter().filter(|(key, value)| before.get(**key) != Some(value));
        let changes: Vec<_> = gone.chain(changed.map(|(key, value)| (*key, Some(value.as_slice())))).collect();
        database.change(TREE, &changes)
    }

    fn lock(&self) -> Result<FolderLock, DatabaseError> {
        FolderLock::take_within(&self.folder.join(LOCK_FILE), PATIENCE)?.ok_or(DatabaseError::Busy)
    }
}

fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    serde_json::to_vec(&Written { version: VERSION, value }).ok()
}

fn decode<T: DeserializeOwned>(value: &[u8]) -> Option<T> {
    let entry: Read<T> = serde_json::from_slice(value).ok()?;
    (entry.version == VERSION).then_some(entry.value)
}

/// What lies in a folder and the folders in it, in bytes; what can't be read counts as nothing.
fn size_of(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    impl Store {
        fn replace(&self, heading: &str, entries: &BTreeMap<String, String>) -> Result<(), DatabaseError> {
            self.update(heading, |before: &mut BTreeMap<String, String>| before.clone_from(entries))
        }
    }

    #[test]
    fn what_is_written_is_there_for_the_next_one_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        assert_eq!(store.read::<String>("news").unwrap(), BTreeMap::new());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "reading makes nothing");
        store.replace("news", &entries(&[("a", "1"), ("b", "2")])).unwrap();
        store.replace("other", &entries(&[("c", "3")])).unwrap();
        store.replace("news", &entries(&[("b", "4"), ("d", "5")])).unwrap();
        let again = Store::new(folder.path());
        assert_eq!(again.read::<String>("news").unwrap(), entries(&[("b", "4"), ("d", "5")]));
        assert_eq!(again.read::<String>("other").unwrap(), entries(&[("c", "3")]));
        assert_eq!(again.read::<u8>("other").unwrap(), BTreeMap::new(), "of another shape");
    }

    #[test]
    fn an_entry_that_is_too_large_is_left_out_and_the_folder_stays_small() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let large = "x".repeat(MAX_ENTRY_BYTES);
        store.replace("news", &entries(&[("a", &large), ("b", "2")])).unwrap();
        assert_eq!(store.read::<String>("news").unwrap(), entries(&[("b", "2")]));
        for round in 0..150 {
            let almost = format!("{round:060000}");
            store.replace("news", &entries(&[("a", &almost)])).unwrap();
        }
        let size = size_of(&store.folder);
        assert!(size <= MAX_DATABASE_BYTES + 1024 * 1024, "{size} bytes");
        assert!(store.read::<String>("news").unwrap().contains_key("a"));
    }

    #[test]
    fn a_broken_database_costs_what_was_in_it_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        store.replace("news", &entries(&[("a", "1")])).unwrap();
        let database = store.folder.join("news");
        for entry in fs::read_dir(&database).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            fs::write(entry.path(), [0xa5; 5_000]).unwrap();
        }
        assert_eq!(store.read::<String>("news").unwrap(), BTreeMap::new());
        store.replace("news", &entries(&[("a", "2")])).unwrap();
        assert_eq!(store.read::<String>("news").unwrap(), entries(&[("a", "2")]));
    }

    #[test]
    fn somebody_elses_call_is_waited_for_and_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        store.replace("news", &entries(&[("a", "1")])).unwrap();
        let held = store.lock().unwrap();
        assert_eq!(store.read::<String>("news"), Err(DatabaseError::Busy));
        drop(held);
        assert_eq!(store.read::<String>("news").unwrap(), entries(&[("a", "1")]));
    }
}
