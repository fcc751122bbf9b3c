//! Locks of the operating system on files beside a database.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use super::super::StoreError;

/// The folder of the files.
#[derive(Debug)]
pub(super) struct Files(PathBuf);

/// A locked file. It is free again when this is dropped, or the process ends.
#[derive(Debug)]
pub(super) struct Locked {
    _file: File,
    path: PathBuf,
}

impl Files {
    /// In the folder `<database>.locks`, which is made if it is not there; the one that it is in has to be.
    pub(super) fn beside(database: &Path) -> io::Result<Self> {
        let mut folder = database.as_os_str().to_owned();
        folder.push(".locks");
        match fs::create_dir(&folder) {
            Ok(()) => Ok(Self(folder.into())),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Self(folder.into())),
            Err(error) => Err(error),
        }
    }

    /// `name` is one of ours: letters, digits and hyphens.
    pub(super) async fn try_lock(&self, name: &str) -> Result<Option<Locked>, StoreError> {
        let path = self.0.join(name);
        let locked = tokio::task::spawn_blocking(move || lock(path)).await;
        locked.map_err(io::Error::from).flatten().map_err(StoreError::of_io)
    }
}

fn lock(path: PathBuf) -> io::Result<Option<Locked>> {
    let file = File::options().create(true).truncate(false).write(true).open(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Locked { _file: file, path })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

impl Locked {
    /// Removes the file: whoever locks a new one of the same name then no longer keeps those out who have this one open. For
    /// names that nobody changes anything under any more.
    pub(super) fn remove(&self) {
        let _ = fs::remove_file(&self.path);
    }
}
