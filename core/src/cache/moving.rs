//! Renaming what is in one folder into another: all of a cache into its quarantine, and back.

use std::ffi::{CStr, CString, OsStr};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::Mode;

use super::folder::{Entry, Folder, Kind};
use super::mounts::Mounts;
use super::steps::step;

/// How deep two folders of the same name are merged: each level keeps three folders open, and some systems allow 256 files.
const MAX_DEPTH: usize = 24;
/// How often a folder is gone through again for what the app has written meanwhile.
const MAX_PASSES: usize = 8;
/// What SQLite keeps beside a database (sqlite.org/tempfiles.html). Of another state than the database, it destroys it.
const BESIDE_A_DATABASE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Renames entries of one folder into another.
pub(super) struct Moving<'a> {
    mounts: &'a Mounts,
    /// Back: two folders of the same name are merged, and what the app has written anew stays. Nothing may be missed, since what
    /// is left over is deleted.
    back: bool,
    /// Whether anything was moved.
    pub(super) moved: bool,
    /// How many entries could not be moved and stay where they are, such as what is mounted there or belongs to another user.
    pub(super) left: u64,
    /// Why, of the first of them.
    pub(super) why: Option<io::Error>,
}

impl<'a> Moving<'a> {
    /// Out of a cache, but for what is mounted in it.
    pub(super) fn out(mounts: &'a Mounts) -> Self {
        Self { mounts, back: false, moved: false, left: 0, why: None }
    }

    /// Back into a cache.
    pub(super) fn back(none: &'a Mounts) -> Self {
        Self { back: true, ..Self::out(none) }
    }

    /// Every entry of a folder.
    pub(super) fn entries(&mut self, from: &Folder, to: &Folder) -> io::Result<()> {
        self.within(from, to, Path::new(""), 0)
    }

    /// Every entry of a folder in those; `path` leads there.
    fn within(&mut self, from: &Folder, to: &Folder, path: &Path, depth: usize) -> io::Result<()> {
        let modes = [from.make_changeable().unwrap_or(None), to.make_changeable().unwrap_or(None)];
        let mut moved = Ok(true);
        for _ in 0..MAX_PASSES {
            moved = self.pass(from, to, path, depth);
            // Once nothing could be moved, what is left was seen and counted.
            if !matches!(moved, Ok(true)) {
                break;
            }
        }
        let unseen = || io::Error::new(io::ErrorKind::ResourceBusy, "the cache is written too fast to be put back");
        let seen = moved.and_then(|moved| if moved && self.back { Err(unseen()) } else { Ok(()) });
        let done = seen.and_then(|()| to.sync()).and_then(|()| from.sync());
        for (folder, mode) in [from, to].into_iter().zip(modes) {
            give_back(folder, mode);
        }
        done
    }

    /// Goes through a folder once. Whether anything was moved.
    fn pass(&mut self, from: &Folder, to: &Folder, path: &Path, depth: usize) -> io::Result<bool> {
        let before = (self.left, self.why.take());
        let mut moved = false;
        from.each(|entry| {
            match self.entry(from, to, &path.join(OsStr::from_bytes(entry.name.to_bytes())), &entry, depth) {
                Ok(true) => moved = true,
                Ok(false) => {}
                // Somebody else removed it first: that is what the sweep is for. If it is still there, it is the folder that
                // it should go to which is gone.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    if self.back && from.kind_in(&entry.name)?.is_some() {
                        return Err(error);
                    }
                }
                Err(error) if stays(&error) => {
                    self.left = self.left.saturating_add(1);
                    self.why.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
            Ok(())
        })?;
        self.moved |= moved;
        if moved {
            // It is gone through again, and what stays is counted then.
            (self.left, self.why) = before;
        } else {
            self.why = before.1.or(self.why.take());
        }
        Ok(moved)
    }

    fn entry(&mut self, from: &Folder, to: &Folder, path: &Path, entry: &Entry, depth: usize) -> io::Result<bool> {
        let Entry { name, kind } = entry;
        if self.mounts.any_at(path) {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        if self.mounts.any_at_or_below(path) {
            // The folder stays, with what is mounted in it; all else in it goes.
            step();
            to.make(name)?;
            self.inner(from, to, path, name, depth)?;
            return Ok(false);
        }
        if self.back && is_beside_a_newer_database(from, to, name)? {
            return Ok(false);
        }
        step();
        if rename(from, to, entry)? {
            return Ok(true);
        }
        match to.kind_in(name)? {
            Some(Kind::Folder) if self.back && *kind == Kind::Folder => {
                match self.inner(from, to, path, name, depth) {
                    // The app has removed its folder meanwhile: another pass finds the name free, or a new folder.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
                    merged => merged.map(|()| false),
                }
            }
            // What has the name is newer.
            Some(_) => Ok(false),
            // It is gone again; another pass finds the name free.
            None => Ok(true),
        }
    }

    fn inner(&mut self, from: &Folder, to: &Folder, path: &Path, name: &CStr, depth: usize) -> io::Result<()> {
        if depth >= MAX_DEPTH {
            return Err(io::Error::new(io::ErrorKind::InvalidFilename, "too many folders in each other to be merged"));
        }
        self.within(&from.open_in(name)?, &to.open_in(name)?, path, depth.saturating_add(1))
    }
}

/// Whether this belongs to a database of which the app has written a newer one.
fn is_beside_a_newer_database(from: &Folder, to: &Folder, name: &CStr) -> io::Result<bool> {
    let Ok(text) = name.to_str() else { return Ok(false) };
    let Some(database) = BESIDE_A_DATABASE.iter().find_map(|ending| text.strip_suffix(ending)) else {
        return Ok(false);
    };
    let database = CString::new(database).map_err(io::Error::other)?;
    Ok(!database.is_empty() && from.kind_in(&database)?.is_some() && to.kind_in(&database)?.is_some())
}

/// Renames one entry. A folder that its owner may not change can't be moved to another folder either.
fn rename(from: &Folder, to: &Folder, entry: &Entry) -> io::Result<bool> {
    match from.rename(&entry.name, to, &entry.name) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && entry.kind == Kind::Folder => {
            let folder = from.open_in(&entry.name)?;
            let mode = folder.make_changeable()?;
            let renamed = from.rename(&entry.name, to, &entry.name);
            give_back(&folder, mode);
            renamed
        }
        other => other,
    }
}

/// Gives a folder the mode that it had.
fn give_back(folder: &Folder, mode: Option<Mode>) {
    if let Some(mode) = mode {
        // It was ours to change a moment ago; if it is not any more, its owner has decided otherwise.
        let _ = folder.set_mode(mode);
    }
}

/// Whether a failure is that of one entry, which then stays where it is.
fn stays(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ResourceBusy
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::CrossesDevices
            | io::ErrorKind::InvalidFilename
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_should_go_to_a_folder_that_is_gone_is_not_said_to_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir(&from).unwrap();
        fs::create_dir(&to).unwrap();
        fs::write(from.join("file"), b"x").unwrap();
        let (open_from, open_to) = (Folder::open(&from).unwrap(), Folder::open(&to).unwrap());
        fs::remove_dir(&to).unwrap();
        let none = Mounts::default();
        let told = Moving::back(&none).entries(&open_from, &open_to);
        assert_eq!(told.unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(from.join("file").exists());
    }
}
