//! A folder that is open. What is in it is reached from there by name: no path is too long, no link is followed, and what is
//! moved meanwhile leads nowhere else.

use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

use rustix::fs::{
    AtFlags, Dir, FileType, Mode, OFlags, Stat, fchmod, fstat, fsync, mkdirat, open, openat, renameat_with, statat,
    unlinkat,
};
use rustix::fs::{RenameFlags, renameat};
use rustix::io::Errno;

/// How many names are read before something is done with them: what a folder of any size takes in memory.
const BATCH: usize = 1_024;
/// What the owner needs to change what is in a folder.
const OWNER_CHANGES: Mode = Mode::RWXU;

/// An open folder.
#[derive(Debug)]
pub(super) struct Folder {
    fd: OwnedFd,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    Link,
    /// A file, a pipe, a socket, a device: never opened.
    Other,
}

/// One entry of a folder.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: CString,
    pub(super) kind: Kind,
}

impl Folder {
    /// Opens a folder by its path; a link in its place is not followed.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { fd: open(path, flags(), Mode::empty())? })
    }

    /// Opens a folder in this one; a link in its place is not followed.
    pub(super) fn open_in(&self, name: &CStr) -> io::Result<Self> {
        Ok(Self { fd: openat(&self.fd, name, flags(), Mode::empty())? })
    }

    /// Opens the folder around this one.
    pub(super) fn open_parent(&self) -> io::Result<Self> {
        self.open_in(c"..")
    }

    /// What is known of the folder itself.
    pub(super) fn stat(&self) -> io::Result<Stat> {
        Ok(fstat(&self.fd)?)
    }

    /// What is known of an entry; a link counts as itself.
    pub(super) fn stat_in(&self, name: &CStr) -> io::Result<Stat> {
        Ok(statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    /// What an entry is; nothing if there is none.
    pub(super) fn kind_in(&self, name: &CStr) -> io::Result<Option<Kind>> {
        match self.stat_in(name) {
            Ok(stat) => Ok(Some(kind_of(FileType::from_raw_mode(stat.st_mode)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Shows every entry once to `see`, a batch at a time, so that entries may be moved and removed while they are shown.
    /// What others add meanwhile may be missed.
    pub(super) fn each(&self, mut see: impl FnMut(Entry) -> io::Result<()>) -> io::Result<()> {
        let mut stream = Dir::read_from(&self.fd)?;
        loop {
            let batch = self.batch(&mut stream)?;
            if batch.is_empty() {
                return Ok(());
            }
            for entry in batch {
                see(entry)?;
            }
        }
    }

    fn batch(&self, stream: &mut Dir) -> io::Result<Vec<Entry>> {
        let mut batch = Vec::new();
        while batch.len() < BATCH {
            let Some(entry) = stream.read() else { break };
            let entry = entry?;
            let name = entry.file_name();
            if name == c"." || name == c".." {
                continue;
            }
            // Not every file system tells the type with the name. What went meanwhile is no entry any more.
            let told = entry.file_type();
            let kind = if told == FileType::Unknown { self.kind_in(name)? } else { Some(kind_of(told)) };
            batch.extend(kind.map(|kind| Entry { name: name.to_owned(), kind }));
        }
        Ok(batch)
    }

    /// Makes a folder in this one, for nobody else to read. False if something has that name.
    pub(super) fn make(&self, name: &CStr) -> io::Result<bool> {
        match mkdirat(&self.fd, name, OWNER_CHANGES) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Moves an entry into another folder of the same file system. False if something has that name there: nothing is
    /// replaced, not even what the app writes at this very moment, where the file system can see to that.
    pub(super) fn rename(&self, name: &CStr, to: &Self, new_name: &CStr) -> io::Result<bool> {
        match rename_exclusively(self, name, to, new_name) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST | Errno::NOTEMPTY) => Ok(false),
            // Old kernels and some file systems, such as those on memory cards, know no such rename.
            Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => self.look_and_rename(name, to, new_name),
            Err(error) => Err(error.into()),
        }
    }

    /// The next best: in two steps.
    pub(super) fn look_and_rename(&self, name: &CStr, to: &Self, new_name: &CStr) -> io::Result<bool> {
        if to.kind_in(new_name)?.is_some() {
            return Ok(false);
        }
        renameat(&self.fd, name, &to.fd, new_name)?;
        Ok(true)
    }

    /// Lets two folders in this one change places, in one step and without any room. An error of kind `Unsupported` where the
    /// file system knows no such thing.
    pub(super) fn exchange(&self, one: &CStr, other: &CStr) -> io::Result<()> {
        match exchange(self, one, other) {
            Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => Err(io::ErrorKind::Unsupported.into()),
            other => Ok(other?),
        }
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> io::Result<bool> {
        let mut stream = Dir::read_from(&self.fd)?;
        Ok(self.batch(&mut stream)?.is_empty())
    }

    /// Removes the name of what is no folder.
    pub(super) fn unlink(&self, name: &CStr) -> io::Result<()> {
        Ok(unlinkat(&self.fd, name, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self, name: &CStr) -> io::Result<()> {
        Ok(unlinkat(&self.fd, name, AtFlags::REMOVEDIR)?)
    }

    /// Lets the owner change what is in this folder, and gives its former mode if that was not so.
    pub(super) fn make_changeable(&self) -> io::Result<Option<Mode>> {
        let mode = Mode::from_raw_mode(self.stat()?.st_mode);
        if mode.contains(OWNER_CHANGES) {
            return Ok(None);
        }
        fchmod(&self.fd, mode | OWNER_CHANGES)?;
        Ok(Some(mode))
    }

    /// The same for a folder in this one that can't even be opened. Only where nobody else could put a link in its place.
    pub(super) fn make_changeable_in(&self, name: &CStr) -> io::Result<()> {
        Ok(rustix::fs::chmodat(&self.fd, name, OWNER_CHANGES, AtFlags::empty())?)
    }

    /// Gives it a mode.
    pub(super) fn set_mode(&self, mode: Mode) -> io::Result<()> {
        Ok(fchmod(&self.fd, mode)?)
    }

    /// Makes the names in it durable, where the file system can.
    pub(super) fn sync(&self) -> io::Result<()> {
        match fsync(self.fd.as_fd()) {
            Err(Errno::INVAL | Errno::NOTSUP) => Ok(()),
            other => Ok(other?),
        }
    }
}

fn flags() -> OFlags {
    OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC
}

fn kind_of(file_type: FileType) -> Kind {
    match file_type {
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        FileType::RegularFile
        | FileType::Fifo
        | FileType::Socket
        | FileType::CharacterDevice
        | FileType::BlockDevice
        | FileType::Unknown => Kind::Other,
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_exclusively(from: &Folder, name: &CStr, to: &Folder, new_name: &CStr) -> Result<(), Errno> {
    renameat_with(&from.fd, name, &to.fd, new_name, RenameFlags::NOREPLACE)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(parent: &Folder, one: &CStr, other: &CStr) -> Result<(), Errno> {
    renameat_with(&parent.fd, one, &parent.fd, other, RenameFlags::EXCHANGE)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Folder, _: &CStr, _: &CStr) -> Result<(), Errno> {
    Err(Errno::NOSYS)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_exclusively(_: &Folder, _: &CStr, _: &Folder, _: &CStr) -> Result<(), Errno> {
    Err(Errno::NOSYS)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn c(name: &str) -> CString {
        CString::new(name).unwrap()
    }

    #[test]
    fn nothing_is_renamed_over_anything() {
        for rename in [Folder::rename, Folder::look_and_rename] {
            let folder = tempfile::tempdir().unwrap();
            let path = |name: &str| folder.path().join(name);
            fs::write(path("old"), b"old").unwrap();
            fs::write(path("new"), b"new").unwrap();
            fs::create_dir(path("empty")).unwrap();
            fs::create_dir(path("folder")).unwrap();
            std::os::unix::fs::symlink("nowhere", path("link")).unwrap();
            let open = Folder::open(folder.path()).unwrap();
            let tried = |from: &str, to: &str| rename(&open, &c(from), &open, &c(to));
            for (from, to) in
                [("old", "new"), ("old", "link"), ("old", "empty"), ("folder", "empty"), ("folder", "new")]
            {
                assert!(!tried(from, to).unwrap(), "{from} {to}");
            }
            assert_eq!(fs::read(path("new")).unwrap(), b"new");
            assert!(tried("old", "free").unwrap());
            assert_eq!(fs::read(path("free")).unwrap(), b"old");
            assert_eq!(tried("old", "none").unwrap_err().kind(), io::ErrorKind::NotFound);
        }
    }

    #[test]
    fn a_link_is_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("link")).unwrap();
        let open = Folder::open(folder.path()).unwrap();
        assert_eq!(open.kind_in(c"link").unwrap(), Some(Kind::Link));
        assert!(open.open_in(c"link").is_err());
        assert!(Folder::open(&folder.path().join("link")).is_err());
    }
}
