//! Looking at everything in a tree: with one open folder at a time however deep it is, without following links and without
//! entering what is mounted there.

use std::ffi::CString;
use std::io;

use rustix::fs::Stat;

use super::folder::{Folder, Kind};
use super::mounts::Mounts;

/// How much was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looked {
    /// At everything.
    Whole,
    /// Something could not be looked at, or it was too much, or it was moved away meanwhile.
    Partly,
}

/// A folder on the way down.
struct Level {
    itself: Stat,
    /// Folders in it that are still to be entered.
    folders: Vec<CString>,
}

/// Shows everything but folders to `see`, at most so many entries.
pub(super) fn walk(root: Folder, mounts: &Mounts, most: u64, see: &mut impl FnMut(&Stat)) -> Looked {
    let mut walk = Walk { mounts, left: most, looked: Looked::Whole, see };
    if walk.down(root).is_err() {
        walk.looked = Looked::Partly;
    }
    walk.looked
}

struct Walk<'a, F> {
    mounts: &'a Mounts,
    left: u64,
    looked: Looked,
    see: &'a mut F,
}

impl<F: FnMut(&Stat)> Walk<'_, F> {
    fn down(&mut self, root: Folder) -> io::Result<()> {
        let mut here = root;
        let mut levels = vec![self.level(&here)?];
        while let Some(level) = levels.last_mut() {
            let Some(name) = level.folders.pop() else {
                levels.pop();
                let Some(above) = levels.last() else { break };
                // A path could be too long, and a folder may have been moved: then this is the way to somewhere else.
                here = here.open_parent()?;
                if !is_same(&here.stat()?, &above.itself) {
                    return Err(io::ErrorKind::NotFound.into());
                }
                continue;
            };
            let outer = level.itself;
            match here.open_in(&name) {
                Ok(inner) => {
                    let itself = inner.stat()?;
                    if itself.st_dev != outer.st_dev || self.mounts.holds(&itself) {
                        self.looked = Looked::Partly;
                        continue;
                    }
                    match self.level(&inner) {
                        Ok(level) => levels.push(level),
                        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return Err(error),
                        // One that can't be read costs what is in it and no more.
                        Err(_) => {
                            self.looked = Looked::Partly;
                            continue;
                        }
                    }
                    here = inner;
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(_) => self.looked = Looked::Partly,
            }
        }
        Ok(())
    }

    /// Looks at what is in one folder.
    fn level(&mut self, folder: &Folder) -> io::Result<Level> {
        let mut folders = Vec::new();
        folder.each(|entry| {
            self.left = self.left.checked_sub(1).ok_or(io::ErrorKind::FileTooLarge)?;
            if entry.kind == Kind::Folder {
                folders.push(entry.name);
                return Ok(());
            }
            match folder.stat_in(&entry.name) {
                Ok(stat) => (self.see)(&stat),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(_) => self.looked = Looked::Partly,
            }
            Ok(())
        })?;
        Ok(Level { itself: folder.stat()?, folders })
    }
}

/// Whether both are of the same folder.
pub(super) fn is_same(one: &Stat, other: &Stat) -> bool {
    (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
}
