//! The folder of what the view keeps: its database, and reports while they are open. Nobody else on the machine has a business in it.

use std::{
    fs::{self, DirBuilder, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::{ViewError, records::Records};

const DATABASE: &str = "view.sqlite";
const OPENED: &str = "opened";
const LOCK: &str = "lock";
/// How the folder of each report begins that is open.
pub(crate) const OPENED_PREFIX: &str = "report-";

/// A folder of the view's.
#[derive(Debug, Clone)]
pub(crate) struct Data {
    folder: PathBuf,
}

impl Data {
    /// One that is made if it is not there.
    pub(crate) fn make(folder: &Path) -> Result<Self, ViewError> {
        let data = Self { folder: folder.to_owned() };
        make_private(folder).map_err(|source| data.fault(source))?;
        Ok(data)
    }

    /// One that is there.
    pub(crate) fn of(folder: &Path) -> Result<Self, ViewError> {
        let data = Self { folder: folder.to_owned() };
        match fs::metadata(folder.join(DATABASE)) {
            Ok(_) => Ok(data),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(ViewError::NoAgents),
            Err(error) => Err(data.fault(error)),
        }
    }

    pub(crate) async fn records(&self) -> Result<Records, ViewError> {
        let file = self.folder.join(DATABASE);
        // Made here, so that it never was anybody's but its owner's.
        private_file(&file).map_err(|source| self.fault(source))?;
        Records::open(&file).await
    }

    /// Where reports are opened, without those that a view left there that was killed.
    pub(crate) fn opened(&self) -> Result<PathBuf, ViewError> {
        let folder = self.folder.join(OPENED);
        make_private(&folder).and_then(|()| remove_leftovers(&folder)).map_err(|source| self.fault(source))?;
        Ok(folder)
    }

    /// The right to work in it, as long as what is returned lives.
    pub(crate) fn lock(&self) -> Result<File, ViewError> {
        let lock = private_file(&self.folder.join(LOCK)).map_err(|source| self.fault(source))?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(ViewError::InUse { folder: self.folder.display().to_string() }),
            Err(TryLockError::Error(source)) => Err(self.fault(source)),
        }
    }

    fn fault(&self, source: io::Error) -> ViewError {
        ViewError::Folder { folder: self.folder.display().to_string(), source }
    }
}

/// What is not named as ours stays.
fn remove_leftovers(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(OPENED_PREFIX) && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// A folder that only its owner can look into, unless it is there.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
