//! What the doctor remembers from one diagnosis to the next: small values, under each heading in a sled database of its own.
//! For most of it, losing it costs no more than what it would have told. The contact log is the only copy of what it holds:
//! what is flushed stays there through a kill, also while a database is written anew.
//!
//! Nothing is held open between two calls. An app that is suspended with a locked file in a folder that it shares with its
//! extension is killed on iOS, and the extension could never get in.

mod database;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(crate) use database::{Database, DatabaseError};

use crate::durable;
use crate::lock::{Turn, Turns};

/// The name of the store's folder in the doctor's.
const FOLDER: &str = "store";
const LOCK_FILE: &str = "lock";
const TREE: &str = "entries";
/// What a database that is written anew is called until it is whole, and the old one until the new one is in its place.
const FRESH: &str = ".new";
const FORMER: &str = ".old";
/// The version of an entry. Entries of another version can't be read.
const VERSION: u32 = 1;
/// The largest entry, in bytes: sled leaves the space of what was overwritten behind.
pub(crate) const MAX_ENTRY_BYTES: usize = 64 * 1024;
/// Beyond this a heading's database is written anew, in bytes: nothing collects sled's garbage on a phone.
const MAX_DATABASE_BYTES: u64 = 4 * 1024 * 1024;
/// How long another process is waited for. Its call takes some milliseconds.
const PATIENCE: Duration = Duration::from_millis(400);

/// The store in the doctor's folder. Everything here blocks.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
    turns: Turns,
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
        Self { folder: data_dir.join(FOLDER), turns: Turns::default() }
    }

    /// Everything under this heading, which is a folder's name, that can be read; nothing if there never was a store.
    pub(crate) fn read<T: DeserializeOwned>(&self, heading: &str) -> Result<BTreeMap<String, T>, DatabaseError> {
        if !self.folder.try_exists()? {
            return Ok(BTreeMap::new());
        }
        let _lock = self.lock()?;
        let pairs = self.open(heading)?.all(TREE)?;
        Ok(pairs.into_iter().filter_map(|(key, value)| Some((key, decode(&value)?))).collect())
    }

    /// Changes what is under a heading: everything that can be read goes through the caller's hands, and what can't be is
    /// lost. An entry that is too large is left out. Durable when it returns.
    pub(crate) fn update<T: Serialize + DeserializeOwned>(
        &self,
        heading: &str,
        change: impl FnOnce(&mut BTreeMap<String, T>),
    ) -> Result<(), DatabaseError> {
        self.rewrite(heading, |entries, unreadable| {
            change(entries);
            unreadable.clear();
        })
    }

    /// The same for what is the only copy: what can't be read, such as an entry of another version, stays as it is. The caller
    /// is told its keys, which are taken.
    pub(crate) fn update_only_copy<T: Serialize + DeserializeOwned>(
        &self,
        heading: &str,
        change: impl FnOnce(&mut BTreeMap<String, T>, &BTreeSet<String>),
    ) -> Result<(), DatabaseError> {
        self.rewrite(heading, |entries, unreadable| {
            change(entries, &unreadable.keys().cloned().collect());
            entries.retain(|key, _| !unreadable.contains_key(key));
        })
    }

    /// Changes what is under a heading: what can be read, and the bytes of what can't.
    fn rewrite<T: Serialize + DeserializeOwned>(
        &self,
        heading: &str,
        change: impl FnOnce(&mut BTreeMap<String, T>, &mut BTreeMap<String, Vec<u8>>),
    ) -> Result<(), DatabaseError> {
        durable::make_private_folder(&self.folder)?;
        let _lock = self.lock()?;
        let database = self.open(heading)?;
        let before: BTreeMap<String, Vec<u8>> = database.all(TREE)?.into_iter().collect();
        let (mut entries, mut unreadable) = (BTreeMap::<String, T>::new(), BTreeMap::new());
        for (key, value) in &before {
            match decode(value) {
                Some(entry) => drop(entries.insert(key.clone(), entry)),
                None => drop(unreadable.insert(key.clone(), value.clone())),
            }
        }
        change(&mut entries, &mut unreadable);
        let encoded = entries.iter().filter_map(|(key, value)| Some((key.as_str(), encode(value)?)));
        let mut written: BTreeMap<&str, Vec<u8>> =
            encoded.filter(|(_, value)| value.len() <= MAX_ENTRY_BYTES).collect();
        written.extend(unreadable.iter().map(|(key, value)| (key.as_str(), value.clone())));
        if size_of(&self.folder.join(heading)) > MAX_DATABASE_BYTES {
            database.close()?;
            return self.write_anew(heading, &written);
        }
        let gone = before.keys().map(String::as_str).filter(|key| !written.contains_key(key)).map(|key| (key, None));
        let changed = written.iter().filter(|(key, value)| before.get(**key) != Some(value));
        let changes: Vec<_> = gone.chain(changed.map(|(key, value)| (*key, Some(value.as_slice())))).collect();
        database.change(TREE, &changes)
    }

    /// Removes a heading with everything that a database leaves of what was in it: what sled overwrites stays readable in
    /// its files.
    pub(crate) fn forget(&self, heading: &str) -> Result<(), DatabaseError> {
        if !self.folder.try_exists()? {
            return Ok(());
        }
        let _lock = self.lock()?;
        let beside = format!("{heading}.");
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let is_of_it = |name: &str| name == heading || name.starts_with(&beside);
            if entry.file_name().to_str().is_some_and(is_of_it) {
                remove(&entry.path())?;
            }
        }
        Ok(durable::sync_folder(&self.folder)?)
    }

    fn open(&self, heading: &str) -> Result<Database, DatabaseError> {
        let (folder, former) = (self.folder.join(heading), self.beside(heading, FORMER));
        if !folder.try_exists()? && former.try_exists()? {
            // Killed between the two renames.
            fs::rename(former, &folder)?;
        }
        Database::open(folder)
    }

    /// Beside the old database, and then in its place: a kill or a full disk leaves the one or the other.
    fn write_anew(&self, heading: &str, entries: &BTreeMap<&str, Vec<u8>>) -> Result<(), DatabaseError> {
        let folder = self.folder.join(heading);
        let (fresh, former) = (self.beside(heading, FRESH), self.beside(heading, FORMER));
        remove(&fresh)?;
        remove(&former)?;
        let all: Vec<_> = entries.iter().map(|(key, value)| (*key, Some(value.as_slice()))).collect();
        let database = Database::open(fresh.clone())?;
        database.change(TREE, &all)?;
        database.close()?;
        fs::rename(&folder, &former)?;
        fs::rename(&fresh, &folder)?;
        durable::sync_folder(&self.folder)?;
        // One that stays goes the next time.
        let _ = remove(&former);
        Ok(())
    }

    fn beside(&self, heading: &str, suffix: &str) -> PathBuf {
        self.folder.join(format!("{heading}{suffix}"))
    }

    fn lock(&self) -> Result<Turn<'_>, DatabaseError> {
        self.turns.take(&self.folder.join(LOCK_FILE), PATIENCE)?.ok_or(DatabaseError::Busy)
    }
}

fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    serde_json::to_vec(&Written { version: VERSION, value }).ok()
}

fn decode<T: DeserializeOwned>(value: &[u8]) -> Option<T> {
    let entry: Read<T> = serde_json::from_slice(value).ok()?;
    (entry.version == VERSION).then_some(entry.value)
}

/// Removes a folder or a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(path),
        done => done,
    }
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
    fn what_another_version_wrote_stays_where_it_is_the_only_copy() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let newer = serde_json::to_vec(&Written { version: VERSION + 1, value: &"2" }).unwrap();
        let put = |store: &Store| {
            store.replace("contacts", &entries(&[("a", "1")])).unwrap();
            let database = store.open("contacts").unwrap();
            database.change(TREE, &[("b", Some(newer.as_slice()))]).unwrap();
        };
        let kept = |store: &Store| store.open("contacts").unwrap().read(TREE, "b").unwrap();
        put(&store);
        let mut told = BTreeSet::new();
        let change = |entries: &mut BTreeMap<String, String>, taken: &BTreeSet<String>| {
            told.clone_from(taken);
            entries.insert("b".to_owned(), "3".to_owned());
            entries.insert("c".to_owned(), "4".to_owned());
        };
        store.update_only_copy("contacts", change).unwrap();
        assert_eq!(told, BTreeSet::from(["b".to_owned()]));
        assert_eq!(kept(&store), Some(newer.clone()));
        assert_eq!(store.read::<String>("contacts").unwrap(), entries(&[("a", "1"), ("c", "4")]));
        store.update("contacts", |_: &mut BTreeMap<String, String>| {}).unwrap();
        assert_eq!(kept(&store), None, "elsewhere it is lost");
    }

    #[test]
    fn a_kill_while_a_database_is_written_anew_costs_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        store.replace("contacts", &entries(&[("a", "1")])).unwrap();
        // While it is written.
        fs::create_dir(store.beside("contacts", FRESH)).unwrap();
        fs::write(store.beside("contacts", FRESH).join("db"), b"half").unwrap();
        assert_eq!(store.read::<String>("contacts").unwrap(), entries(&[("a", "1")]));
        // Between the two renames.
        fs::rename(store.folder.join("contacts"), store.beside("contacts", FORMER)).unwrap();
        assert_eq!(store.read::<String>("contacts").unwrap(), entries(&[("a", "1")]));
        // Before the old one was removed.
        fs::create_dir(store.beside("contacts", FORMER)).unwrap();
        let written = BTreeMap::from([("b", encode(&"2".to_owned()).unwrap())]);
        store.write_anew("contacts", &written).unwrap();
        assert_eq!(store.read::<String>("contacts").unwrap(), entries(&[("b", "2")]));
        assert_eq!(fs::read_dir(&store.folder).unwrap().count(), 2, "the lock and the database");
    }

    #[test]
    fn what_is_forgotten_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        store.forget("contacts").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "forgetting makes nothing");
        store.replace("contacts", &entries(&[("a", "1")])).unwrap();
        store.replace("contacts2", &entries(&[("a", "1")])).unwrap();
        for left in ["contacts.broken-3", "contacts.old"] {
            fs::create_dir(store.folder.join(left)).unwrap();
        }
        store.forget("contacts").unwrap();
        let left = fs::read_dir(&store.folder).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap());
        let left: BTreeSet<String> = left.collect();
        assert_eq!(left, ["contacts2".to_owned(), LOCK_FILE.to_owned()].into());
        assert_eq!(store.read::<String>("contacts").unwrap(), BTreeMap::new());
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
        let other_process = Store::new(folder.path());
        let held = other_process.lock().unwrap();
        assert_eq!(store.read::<String>("news"), Err(DatabaseError::Busy));
        drop(held);
        assert_eq!(store.read::<String>("news").unwrap(), entries(&[("a", "1")]));
    }
}
