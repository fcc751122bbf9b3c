//! The small files that a role is given when it starts.

use std::{fs, io::Read, path::Path};

/// The largest file that is read at the start: a chain of certificates, a key, hours.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

pub(crate) fn read(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    let read = fs::File::open(path).and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_string(&mut text));
    match read {
        Ok(bytes) if bytes as u64 <= MAX_FILE_BYTES => Ok(text),
        Ok(_) => Err(format!("{} is larger than {MAX_FILE_BYTES} bytes", path.display())),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}
