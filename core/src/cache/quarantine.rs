//! The folder beside a cache in which its entries wait: filled, emptied back into the cache, or deleted.
//!
//! Renaming the top entries moves whole trees without looking into them, so a link inside can lead nowhere. On a disk so full
//! that not even their names fit into another folder, the cache and an empty folder change places instead.

use std::ffi::{CStr, CString};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::Mode;

use super::delete;
use super::folder::{Folder, Kind};
use super::mounts::Mounts;
use super::moving::Moving;
use super::steps::step;
use super::sweep::SweepId;
use crate::durable::is_full;

/// The cache and the quarantine of one sweep.
#[derive(Debug)]
pub(super) struct Quarantine {
    root: PathBuf,
    /// The folder in which all of them are.
    parent: Folder,
    cache: CString,
    /// Where entries wait.
    name: CString,
    /// Where the cache's own folder waits, if it has changed places.
    whole: CString,
}

impl Quarantine {
    /// The quarantine that belongs to a cache whose path has no links in it. The journal is a file like any other: a damaged
    /// one must not decide what is moved over or deleted, so the place is made of the id and the path is checked.
    pub(super) fn beside(root: &Path, id: &SweepId) -> io::Result<Self> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the journal's folder is not a cache");
        let (parent, name) = root.parent().zip(root.file_name()).ok_or_else(damaged)?;
        if !root.is_absolute() || parent.canonicalize()? != parent {
            return Err(damaged());
        }
        let named = |name: &[u8]| CString::new(name).map_err(|_| damaged());
        let quarantine = Self {
            root: root.to_owned(),
            parent: Folder::open(parent)?,
            cache: named(name.as_encoded_bytes())?,
            name: named(format!(".wallet-doctor-quarantine-{id}").as_bytes())?,
            whole: named(format!(".wallet-doctor-quarantine-{id}-whole").as_bytes())?,
        };
        if quarantine.parent.kind_in(&quarantine.cache)? == Some(Kind::Link) {
            return Err(damaged());
        }
        for name in [&quarantine.name, &quarantine.whole] {
            if let Some(Kind::Link | Kind::Other) = quarantine.parent.kind_in(name)? {
                return Err(damaged());
            }
        }
        Ok(quarantine)
    }

    /// Whether there is anything of it.
    pub(super) fn is_there(&self) -> io::Result<bool> {
        Ok(self.has(&self.name)? || self.has(&self.whole)?)
    }

    fn has(&self, name: &CStr) -> io::Result<bool> {
        Ok(self.parent.kind_in(name)?.is_some())
    }

    /// Makes the quarantine and moves everything in the cache into it; how much stays where it is. `spare` is an empty folder
    /// that can become it: making one takes room, and there may be none.
    pub(super) fn fill(&self, spare: (&Folder, &CStr)) -> io::Result<u64> {
        let (folder, name) = spare;
        let is_empty = folder.open_in(name).and_then(|spare| spare.is_empty()).unwrap_or(false);
        step();
        if !is_empty || !folder.rename(name, &self.parent, &self.name).unwrap_or(false) {
            self.parent.make(&self.name)?;
        }
        self.sync();
        let mounts = Mounts::below(&self.root);
        let left = match self.move_out(&mounts) {
            Err(error) if is_full(error.kind()) && mounts.is_none() => {
                // The names that were moved fit where they were before.
                self.take_back(&self.name)?;
                self.change_places().map_err(|_| error)?;
                0
            }
            other => other?,
        };
        self.sync();
        Ok(left)
    }

    fn move_out(&self, mounts: &Mounts) -> io::Result<u64> {
        let (cache, quarantine) = (self.parent.open_in(&self.cache)?, self.parent.open_in(&self.name)?);
        let mut moving = Moving::out(mounts);
        moving.entries(&cache, &quarantine)?;
        match moving.why {
            Some(why) if !moving.moved => Err(why),
            Some(_) | None => Ok(moving.left),
        }
    }

    /// Puts the empty quarantine in the place of the cache's folder, and that one aside as it is. If something is left in the
    /// quarantine, the app has written something newer of that name meanwhile, in whose place it must not come.
    fn change_places(&self) -> io::Result<()> {
        let quarantine = self.parent.open_in(&self.name)?;
        if !quarantine.is_empty()? {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        let mode = Mode::from_raw_mode(self.parent.open_in(&self.cache)?.stat()?.st_mode);
        quarantine.set_mode(mode)?;
        step();
        if !self.parent.rename(&self.name, &self.parent, &self.whole)? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        step();
        self.parent.exchange(&self.cache, &self.whole)
    }

    /// Moves everything back, into a new folder if the app has removed the cache's, but for what it has written anew: the old
    /// entry of that name is left in quarantine. Nothing happens if there is no quarantine.
    pub(super) fn put_back(&self) -> io::Result<()> {
        if self.has(&self.whole)? {
            self.put_back_whole()?;
        }
        if self.has(&self.name)? {
            self.take_back(&self.name)?;
        }
        Ok(())
    }

    /// Whether nothing waits in it.
    pub(super) fn is_empty(&self) -> io::Result<bool> {
        for name in [&self.name, &self.whole] {
            if self.has(name)? && !self.parent.open_in(name)?.is_empty()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn put_back_whole(&self) -> io::Result<()> {
        let is_empty = self.parent.open_in(&self.whole)?.is_empty()?;
        // Empty, it is what lay in the cache's place, before or after.
        if !is_empty && self.has(&self.cache)? && self.parent.open_in(&self.cache)?.is_empty()? {
            step();
            self.parent.exchange(&self.cache, &self.whole)?;
            self.sync();
        } else if !is_empty {
            self.take_back(&self.whole)?;
        }
        Ok(())
    }

    /// Moves entries back. If this succeeds, nothing is left but what there is something newer of.
    fn take_back(&self, name: &CStr) -> io::Result<()> {
        if !self.has(&self.cache)? {
            step();
            self.parent.make(&self.cache)?;
        }
        let (cache, quarantine) = (self.parent.open_in(&self.cache)?, self.parent.open_in(name)?);
        let none = Mounts::default();
        let mut moving = Moving::back(&none);
        moving.entries(&quarantine, &cache)?;
        moving.why.map_or(Ok(()), Err)
    }

    /// Deletes the quarantine and what is in it, if it is there.
    pub(super) fn delete(&self) -> io::Result<()> {
        for name in [&self.name, &self.whole] {
            if self.has(name)? {
                self.discard(name)?;
            }
        }
        Ok(())
    }

    fn discard(&self, name: &CStr) -> io::Result<()> {
        delete::everything_in(&self.parent.open_in(name)?)?;
        step();
        self.parent.remove_folder(name)?;
        self.sync();
        Ok(())
    }

    /// Makes durable that the quarantine is there, or gone, before the journal says so.
    fn sync(&self) {
        // The folder around a cache is the app's; where it can't be synced, nothing else can be done about it either.
        let _ = self.parent.sync();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_cache_changes_places_only_with_an_empty_folder() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        let (cache, id) = (real.join("cache"), SweepId::from(Uuid::new_v4()));
        fs::create_dir(&cache).unwrap();
        fs::write(cache.join("a.json"), b"new").unwrap();
        let quarantine = Quarantine::beside(&cache, &id).unwrap();
        let aside = real.join(format!(".wallet-doctor-quarantine-{id}"));
        fs::create_dir(&aside).unwrap();
        fs::write(aside.join("a.json"), b"old").unwrap();
        assert!(quarantine.change_places().is_err());
        assert_eq!(fs::read(cache.join("a.json")).unwrap(), b"new");
        fs::remove_file(aside.join("a.json")).unwrap();
        quarantine.change_places().unwrap();
        assert_eq!(fs::read_dir(&cache).unwrap().count(), 0);
        quarantine.put_back().unwrap();
        quarantine.delete().unwrap();
        assert_eq!(fs::read(cache.join("a.json")).unwrap(), b"new");
        assert_eq!(fs::read_dir(&real).unwrap().count(), 1);
    }
}
