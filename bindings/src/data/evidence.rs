//! Receipts and screenshots that are kept.

use std::fs::File;
use std::io::{self, Read};

use crate::error::DoctorError;
use crate::values::FilePath;
use jiff::Timestamp;
use wallet_doctor_core::evidence;
use wallet_doctor_core::evidence::{EvidenceDetails, EvidenceId, EvidenceKind, KeptEvidence, MAX_IMAGE_BYTES};

/// A piece of evidence that is kept.
#[uniffi::remote(Record)]
pub struct KeptEvidence {
    /// Its id.
    pub id: EvidenceId,
    /// What was kept. None if that can't be told any more, and then it is damaged.
    #[uniffi(default)]
    pub details: Option<EvidenceDetails>,
    /// Whether what lies there is not what was kept: changed, cut short, or gone.
    pub damaged: bool,
    /// The text, if it is one and whole.
    #[uniffi(default)]
    pub text: Option<String>,
    /// Where the picture lies, if it is one and whole. The file stays the doctor's.
    #[uniffi(default)]
    pub picture: Option<FilePath>,
}

/// What was kept.
#[uniffi::remote(Record)]
pub struct EvidenceDetails {
    /// The transaction that it is about.
    pub transaction_id: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// What the person or the app calls it, up to `MAX_NAME_CHARS`.
    #[uniffi(default)]
    pub name: Option<String>,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// When it was kept, by the phone's clock.
    pub kept_at: Timestamp,
}

/// What a piece of evidence is.
#[uniffi::remote(Enum)]
pub enum EvidenceKind {
    /// A picture in PNG.
    Png,
    /// A picture in JPEG.
    Jpeg,
    /// A picture in WebP.
    Webp,
    /// Plain text.
    Text,
}

/// Something that shows what happened, to be kept.
#[derive(Clone, uniffi::Enum)]
pub enum NewEvidence {
    /// A screenshot, or a picture of a receipt.
    Image {
        /// What the person or the app calls it; only for show.
        name: Option<String>,
        /// Its file: PNG, JPEG or WebP. It is copied.
        path: FilePath,
    },
    /// A receipt or a message.
    Text {
        /// What the person or the app calls it; only for show.
        name: Option<String>,
        /// The text, up to 256 KiB.
        text: String,
    },
}

/// Reads what is to be kept; no more of a file than is accepted, and one byte to tell that it is more.
pub(crate) fn read(given: NewEvidence) -> Result<evidence::Evidence, DoctorError> {
    let (name, path) = match given {
        NewEvidence::Text { name, text } => return Ok(evidence::Evidence::Text { name, text }),
        NewEvidence::Image { name, path } => (name, path),
    };
    let read = || -> io::Result<Vec<u8>> {
        // A pipe would be waited for.
        if !path.metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut bytes = Vec::new();
        File::open(&path)?.take(MAX_IMAGE_BYTES + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|_| DoctorError::input("path", "a file that is there and may be read"))?;
    Ok(evidence::Evidence::Image { name, bytes })
}
