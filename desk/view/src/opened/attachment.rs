//! What a person added to a report, as far as it can be shown.

use std::{
    fs::File,
    io::{self, Read},
    path::PathBuf,
    sync::PoisonError,
};

use wallet_doctor_core::report::{self, PictureError, Redrawn};

use super::OpenReport;

/// How much of a text is shown, in bytes; all of it can be downloaded.
const MAX_SHOWN_TEXT_BYTES: u64 = 512 * 1024;
/// Where attachments lie in a bundle.
const ATTACHMENTS: &str = "attachments/";
/// How pictures are called.
const PICTURES: [&str; 4] = [".png", ".jpg", ".jpeg", ".webp"];

/// What an attachment looks like by its name; what it is, its bytes say when it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Picture,
    Text,
}

/// A picture as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) media_type: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: Vec<u8>,
}

/// An attachment of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attached {
    /// From 0, in the order of the manifest.
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) sha256: String,
    pub(crate) kind: Kind,
}

impl OpenReport {
    /// What the person added, in the manifest's order.
    pub(crate) fn attached(&self) -> Vec<Attached> {
        let entries =
            self.manifest.entries.iter().filter_map(|entry| Some((entry.name.strip_prefix(ATTACHMENTS)?, entry)));
        entries
            .enumerate()
            .map(|(number, (name, entry))| {
                let small = name.to_lowercase();
                let kind =
                    if PICTURES.iter().any(|ending| small.ends_with(ending)) { Kind::Picture } else { Kind::Text };
                Attached { number, name: name.to_owned(), size: entry.size, sha256: entry.sha256.clone(), kind }
            })
            .collect()
    }

    /// A picture, decoded within limits and written anew: no browser reads what a stranger wrote. Blocks.
    pub(crate) fn picture(&self, attached: &Attached) -> Result<Drawn, PictureError> {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = drawn.get(&attached.number)
            && let Ok(bytes) = std::fs::read(self.drawing(attached))
        {
            return Ok(Drawn { bytes, ..known.clone() });
        }
        let Redrawn { media_type, bytes, width, height } =
            report::redraw(&self.file(&format!("{ATTACHMENTS}{}", attached.name)))?;
        let made = Drawn { media_type, width, height, bytes: Vec::new() };
        // Where there is no space for it, it is drawn again.
        if std::fs::write(self.drawing(attached), &bytes).is_ok() {
            drawn.insert(attached.number, made.clone());
        }
        Ok(Drawn { bytes, ..made })
    }

    fn drawing(&self, attached: &Attached) -> PathBuf {
        self.beside(&format!("drawn-{}", attached.number))
    }

    /// The beginning of a text, and whether that is all. What is not UTF-8 is marked. Blocks.
    pub(crate) fn text(&self, attached: &Attached) -> io::Result<(String, bool)> {
        let mut bytes = Vec::new();
        let file = File::open(self.file(&format!("{ATTACHMENTS}{}", attached.name)))?;
        file.take(MAX_SHOWN_TEXT_BYTES).read_to_end(&mut bytes)?;
        Ok((String::from_utf8_lossy(&bytes).into_owned(), attached.size <= MAX_SHOWN_TEXT_BYTES))
    }

    /// All of its bytes. Blocks.
    pub(crate) fn bytes(&self, attached: &Attached) -> io::Result<Vec<u8>> {
        std::fs::read(self.file(&format!("{ATTACHMENTS}{}", attached.name)))
    }
}
