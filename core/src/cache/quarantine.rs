//! The folder beside a cache in which its entries wait: filled, emptied back into the cache, or deleted.
//!
//! Renaming the top entries moves whole trees without looking into them, so a link inside can lead nowhere, and no space
//! is needed.

use std::ffi::{CStr, CString};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::Mode;

use super::delete;
use super::folder::{Entry, Folder, Kind};
use super::mounts::Mounts;
use super::steps::step;
use super::sweep::SweepId;

/// How deep two folders of the same name are merged. What lies deeper stays in quarantine, and the journal knows of it.
const MAX_DEPTH: usize = 48;
/// How often a folder is gone through again for what the app has written meanwhile.
const MAX_PASSES: usize = 8;

/// The cache and the quarantine of one sweep.
#[derive(Debug)]
pub(super) struct Quarantine {
    root: PathBuf,
    /// The folder in which both are.
    parent: Folder,
    cache: CString,
    name: CString,
}

/// What came of setting a cache aside.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// Whether anything was moved.
    pub(super) moved: bool,
    /// What could not be moved and stays where it is, such as what is mounted there or belongs to another user.
    pub(super) left: u64,
    /// Why, of the first of them.
    pub(super) why: Option<io::Error>,
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
        let cache = CString::new(name.as_encoded_bytes()).map_err(|_| damaged())?;
        let name = CString::new(format!(".wallet-doctor-quarantine-{id}")).map_err(|_| damaged())?;
        let quarantine = Self { root: root.to_owned(), parent: Folder::open(parent)?, cache, name };
        if quarantine.parent.kind_in(&quarantine.cache)? == Some(Kind::Link) {
            return Err(damaged());
        }
        quarantine.kind().and_then(|kind| match kind {
            None | Some(Kind::Folder) => Ok(quarantine),
            Some(Kind::Link | Kind::Other) => Err(damaged()),
        })
    }

    fn kind(&self) -> io::Result<Option<Kind>> {
        self.parent.kind_in(&self.name)
    }

    /// Makes the quarantine and moves everything in the cache into it. `spare` is an empty folder that can become it: making
    /// one takes room, and there may be none.
    pub(super) fn fill(&self, spare: (&Folder, &CStr)) -> io::Result<Filled> {
        step();
        let (folder, name) = spare;
        if !folder.rename(name, &self.parent, &self.name).unwrap_or(false) {
            self.parent.make(&self.name)?;
        }
        let (cache, quarantine) = (self.parent.open_in(&self.cache)?, self.parent.open_in(&self.name)?);
        let mounts = Mounts::below(&self.root);
        let mut filled = Filled::default();
        let mut moving = Moving { mounts: &mounts, filled: &mut filled, merge: false };
        moving.entries(&cache, &quarantine, Path::new(""), 0)?;
        self.sync();
        Ok(filled)
    }

    /// Moves everything back, into a new folder if the app has removed the cache's. What it has written anew is kept, and the
    /// old entry of that name is dropped. Nothing happens if there is no quarantine.
    pub(super) fn put_back(&self) -> io::Result<()> {
        if self.kind()?.is_none() {
            return Ok(());
        }
        if self.parent.kind_in(&self.cache)?.is_none() {
            step();
            self.parent.make(&self.cache)?;
        }
        let (cache, quarantine) = (self.parent.open_in(&self.cache)?, self.parent.open_in(&self.name)?);
        let mounts = Mounts::default();
        let mut filled = Filled::default();
        let mut moving = Moving { mounts: &mounts, filled: &mut filled, merge: true };
        moving.entries(&quarantine, &cache, Path::new(""), 0)?;
        match filled.why {
            // What is left in quarantine could not be put back, and is no older copy of anything.
            Some(why) => Err(why),
            None => self.delete(),
        }
    }

    /// Deletes the quarantine and what is in it, if it is there.
    pub(super) fn delete(&self) -> io::Result<()> {
        if self.kind()?.is_none() {
            return Ok(());
        }
        delete::everything_in(&self.parent.open_in(&self.name)?)?;
        step();
        self.parent.remove_folder(&self.name)?;
        self.sync();
        Ok(())
    }

    /// Makes durable that the quarantine is there, or gone, before the journal says so.
    fn sync(&self) {
        // The folder around a cache is the app's; where it can't be synced, nothing else can be done about it either.
        let _ = self.parent.sync();
    }
}

/// Renames entries of one folder into another.
struct Moving<'a> {
    mounts: &'a Mounts,
    filled: &'a mut Filled,
    /// Whether two folders of the same name are merged. Otherwise what has the name already stays.
    merge: bool,
}

impl Moving<'_> {
    /// Every entry of a folder; `path` leads there from the cache.
    fn entries(&mut self, from: &Folder, to: &Folder, path: &Path, depth: usize) -> io::Result<()> {
        let modes = [from.make_changeable().unwrap_or(None), to.make_changeable().unwrap_or(None)];
        let mut moved = Ok(false);
        for _ in 0..MAX_PASSES {
            moved = self.pass(from, to, path, depth);
            // Nothing that could be moved was left: what was, was counted in this pass.
            if !matches!(moved, Ok(true)) {
                break;
            }
        }
        let done = moved.and_then(|_| to.sync()).and_then(|()| from.sync());
        for (folder, mode) in [from, to].into_iter().zip(modes) {
            give_back(folder, mode);
        }
        done
    }

    /// Goes through a folder once. Whether anything was moved.
    fn pass(&mut self, from: &Folder, to: &Folder, path: &Path, depth: usize) -> io::Result<bool> {
        let before = (self.filled.left, self.filled.why.take());
        let mut moved = false;
        from.each(|entry| {
            match self.entry(from, to, &path.join(as_path(&entry.name)), &entry, depth) {
                Ok(true) => moved = true,
                Ok(false) => {}
                // Somebody else removed it first: that is what the sweep is for.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) if stays(&error) => {
                    self.filled.left = self.filled.left.saturating_add(1);
                    self.filled.why.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
            Ok(())
        })?;
        self.filled.moved |= moved;
        if moved {
            // It is gone through again, and what stays is counted then.
            (self.filled.left, self.filled.why) = before;
        } else {
            self.filled.why = before.1.or(self.filled.why.take());
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
        step();
        if rename(from, to, entry)? {
            return Ok(true);
        }
        if self.merge && *kind == Kind::Folder && to.kind_in(name)? == Some(Kind::Folder) {
            self.inner(from, to, path, name, depth)?;
        }
        Ok(false)
    }

    fn inner(&mut self, from: &Folder, to: &Folder, path: &Path, name: &CStr, depth: usize) -> io::Result<()> {
        if depth >= MAX_DEPTH {
            return Err(io::Error::new(io::ErrorKind::InvalidFilename, "too many folders in each other to be merged"));
        }
        self.entries(&from.open_in(name)?, &to.open_in(name)?, path, depth.saturating_add(1))
    }
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

fn as_path(name: &CStr) -> &Path {
    use std::os::unix::ffi::OsStrExt;

    Path::new(std::ffi::OsStr::from_bytes(name.to_bytes()))
}
