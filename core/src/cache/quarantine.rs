//! The folder beside a cache in which its entries wait: filled, emptied back into the cache, or deleted.
//!
//! Renaming the top entries moves whole trees without looking into them, so a link inside can lead nowhere, and no space
//! is needed.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::journal::Entry;
use super::sweep::SweepId;
use crate::durable;

/// Where the entries of a cache wait during one sweep.
pub(super) fn beside(root: &Path, id: &SweepId) -> Option<PathBuf> {
    Some(root.parent()?.join(format!(".wallet-doctor-quarantine-{id}")))
}

/// Makes the quarantine and moves everything in the cache into it.
pub(super) fn fill(entry: &Entry) -> io::Result<()> {
    durable::make_private_folder(&entry.quarantine)?;
    move_entries(&entry.root, &entry.quarantine)?;
    sync_beside(entry);
    Ok(())
}

/// Moves everything back, into a new root if the app has removed it. What it has written anew is kept, and the old entry
/// of that name is dropped. Nothing happens if there is no quarantine.
pub(super) fn put_back(entry: &Entry) -> io::Result<()> {
    check(entry)?;
    if kind(&entry.quarantine)? == Kind::Missing {
        return Ok(());
    }
    match kind(&entry.root)? {
        Kind::Folder => {}
        Kind::Missing => durable::make_private_folder(&entry.root)?,
        Kind::Link | Kind::Other => return Err(io::ErrorKind::NotADirectory.into()),
    }
    move_entries(&entry.quarantine, &entry.root)?;
    delete(entry)
}

/// Deletes the quarantine and what is in it, if it is there.
pub(super) fn delete(entry: &Entry) -> io::Result<()> {
    check(entry)?;
    if kind(&entry.quarantine)? == Kind::Folder {
        fs::remove_dir_all(&entry.quarantine)?;
        sync_beside(entry);
    }
    Ok(())
}

/// That the journal names a cache and the quarantine beside it, and that neither is a link to elsewhere. The journal is a
/// file like any other: a damaged one must not decide what is moved over or deleted.
pub(super) fn check(entry: &Entry) -> io::Result<()> {
    let root = &entry.root;
    let plain = root.is_absolute() && root.components().all(|part| part != Component::ParentDir);
    let expected = beside(root, &entry.id);
    let in_place = plain && expected.is_some_and(|expected| expected == entry.quarantine);
    let followed = kind(root)? == Kind::Link || !matches!(kind(&entry.quarantine)?, Kind::Missing | Kind::Folder);
    if in_place && !followed {
        Ok(())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidData, "the journal's folders are not a cache and its quarantine"))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Missing,
    Folder,
    Link,
    Other,
}

fn kind(path: &Path) -> io::Result<Kind> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(Kind::Folder),
        Ok(metadata) if metadata.is_symlink() => Ok(Kind::Link),
        Ok(_) => Ok(Kind::Other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Kind::Missing),
        Err(error) => Err(error),
    }
}

/// Makes durable that the quarantine is there, or gone, before the journal says so.
fn sync_beside(entry: &Entry) {
    // The folder around a cache is the app's; where it can't be opened it can't be synced either.
    let _ = durable::sync_parent(&entry.quarantine);
}

/// Renames every entry of one folder into another. Where the other already has that name, two folders are merged and
/// anything else stays where it is.
fn move_entries(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match rename_if_free(&entry.path(), &target) {
            Ok(true) => {}
            Ok(false) if entry.file_type()?.is_dir() && kind(&target)? == Kind::Folder => {
                move_entries(&entry.path(), &target)?;
            }
            Ok(false) => {}
            // Somebody else removed it first: that is what the sweep is for. If it was the target's folder that went, it
            // can't be synced below.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    durable::sync_folder(to)?;
    durable::sync_folder(from)
}

/// Renames unless the target exists, and tells which. In one step, so that not even a file that the app writes at this
/// very moment is replaced by an old one.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_if_free(from: &Path, to: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    // Old kernels and some file systems, such as those on memory cards, know no such rename.
    let unsupported = [Errno::NOSYS, Errno::INVAL, Errno::NOTSUP, Errno::OPNOTSUPP];
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(true),
        Err(Errno::EXIST) => Ok(false),
        Err(error) if unsupported.contains(&error) => look_and_rename(from, to),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_if_free(from: &Path, to: &Path) -> io::Result<bool> {
    look_and_rename(from, to)
}

/// The next best: in two steps.
fn look_and_rename(from: &Path, to: &Path) -> io::Result<bool> {
    if kind(to)? == Kind::Missing { fs::rename(from, to).map(|()| true) } else { Ok(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_renamed_over_anything() {
        for rename in [rename_if_free, look_and_rename] {
            let folder = tempfile::tempdir().unwrap();
            let path = |name: &str| folder.path().join(name);
            fs::write(path("old"), b"old").unwrap();
            fs::write(path("new"), b"new").unwrap();
            fs::create_dir(path("empty")).unwrap();
            fs::create_dir(path("folder")).unwrap();
            std::os::unix::fs::symlink("nowhere", path("link")).unwrap();
            for (from, to) in
                [("old", "new"), ("old", "link"), ("old", "empty"), ("folder", "empty"), ("folder", "new")]
            {
                assert!(!rename(&path(from), &path(to)).unwrap(), "{from} {to}");
            }
            assert_eq!(fs::read(path("new")).unwrap(), b"new");
            assert!(rename(&path("old"), &path("free")).unwrap());
            assert_eq!(fs::read(path("free")).unwrap(), b"old");
            assert_eq!(rename(&path("old"), &path("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    #[test]
    fn a_file_that_is_written_while_another_comes_back_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        let target = to.join("a.json");
        for _ in 0..2_000 {
            fs::create_dir_all(&from).unwrap();
            fs::create_dir_all(&to).unwrap();
            fs::write(from.join("a.json"), b"old").unwrap();
            let start = std::sync::Barrier::new(2);
            let written = std::thread::scope(|scope| {
                let app = scope.spawn(|| {
                    start.wait();
                    fs::File::create_new(&target).is_ok()
                });
                start.wait();
                move_entries(&from, &to).unwrap();
                app.join().unwrap()
            });
            assert_eq!(fs::read(&target).unwrap().is_empty(), written);
            fs::remove_dir_all(&from).unwrap();
            fs::remove_dir_all(&to).unwrap();
        }
    }
}
