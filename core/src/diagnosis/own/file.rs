//! Reading the file. It blocks.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::payload::{read, refused};
use super::{MAX_OWN_FILE_BYTES, OwnCauses, Refused};
use crate::config::OwnCausesConfig;
use crate::observation::UnknownWhy;
use crate::signature;

/// Reads the provider's own causes. Whatever is wrong with them, nothing of them is used.
pub(crate) fn load(config: &OwnCausesConfig) -> Result<OwnCauses, Refused> {
    // The path may hold a person's name, and an error of the system's may repeat it: only its kind is told.
    let document = bytes(&config.file)
        .map_err(|error| refused(UnknownWhy::Unreadable, &format!("the file can't be read: {}", error.kind())))?;
    if document.len() > MAX_OWN_FILE_BYTES {
        return Err(refused(UnknownWhy::TooLarge, &format!("the file is larger than {MAX_OWN_FILE_BYTES} bytes")));
    }
    let payload = signature::payload(&document, &config.signed_by)
        .map_err(|error| refused(UnknownWhy::BadSignature, &error.to_string()))?;
    read(&payload)
}

/// The file, up to one byte more than is accepted.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    // A pipe would keep its reader waiting.
    if !path.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let most = u64::try_from(MAX_OWN_FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
