//! Deleting everything in a quarantine, however deep: each folder in a folder is first moved up, so that no path gets too long
//! and only two folders are ever open. What it began to delete needs no order any more.

use std::ffi::CString;
use std::io;

use uuid::Uuid;

use super::folder::{Entry, Folder, Kind};
use super::steps::step;

/// Deletes everything in a folder that nobody else changes. A link is removed, not followed.
pub(super) fn everything_in(quarantine: &Folder) -> io::Result<()> {
    let mut deleting = Deleting { quarantine, prefix: Uuid::new_v4().simple().to_string(), raised: 0 };
    loop {
        let (mut is_empty, mut gone, mut failed) = (true, false, None);
        let raised = deleting.raised;
        quarantine.each(|entry| {
            is_empty = false;
            match deleting.entry(&entry) {
                Ok(()) => gone = true,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                // Room that something else needs may come from what is deleted after it.
                Err(error) => drop(failed.get_or_insert(error)),
            }
            Ok(())
        })?;
        if is_empty {
            return Ok(());
        }
        if !gone && deleting.raised == raised {
            return Err(failed.unwrap_or_else(|| io::ErrorKind::DirectoryNotEmpty.into()));
        }
    }
}

struct Deleting<'a> {
    quarantine: &'a Folder,
    /// What the names of folders that were moved up begin with: other than those of an earlier attempt.
    prefix: String,
    raised: u64,
}

impl Deleting<'_> {
    fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        if entry.kind != Kind::Folder {
            step();
            return self.quarantine.unlink(&entry.name);
        }
        let folder = match self.quarantine.open_in(&entry.name) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                self.quarantine.make_changeable_in(&entry.name)?;
                self.quarantine.open_in(&entry.name)
            }
            opened => opened,
        }?;
        let inside = self.inside(&folder);
        step();
        // What is left in it is told by why it was.
        self.quarantine.remove_folder(&entry.name).map_err(|error| inside.err().unwrap_or(error))
    }

    /// Removes what is in a folder, and moves up the folders in it.
    fn inside(&mut self, folder: &Folder) -> io::Result<()> {
        let mut failed = None;
        folder.each(|entry| {
            let gone = match self.take_out(folder, &entry) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    folder.make_changeable().and_then(|_| self.take_out(folder, &entry))
                }
                other => other,
            };
            if let Err(error) = gone {
                failed.get_or_insert(error);
            }
            Ok(())
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn take_out(&mut self, folder: &Folder, entry: &Entry) -> io::Result<()> {
        step();
        if entry.kind != Kind::Folder {
            return folder.unlink(&entry.name);
        }
        let name = CString::new(format!("{}-{}", self.prefix, self.raised)).map_err(io::Error::other)?;
        let renamed = match folder.rename(&entry.name, self.quarantine, &name) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                // What its owner may not change can't be moved either.
                folder.make_changeable_in(&entry.name)?;
                folder.rename(&entry.name, self.quarantine, &name)
            }
            other => other,
        };
        if !renamed? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.raised = self.raised.saturating_add(1);
        Ok(())
    }
}
