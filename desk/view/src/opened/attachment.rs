//! What a person added to a report, as far as it can be shown.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
    path::PathBuf,
    sync::{MutexGuard, PoisonError},
};

use wallet_doctor_core::report::{self, Redrawn};

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

    /// A picture, decoded within limits and written anew: no browser reads what a stranger wrote. Or why it is not shown. Done once
    /// while the report is open. Blocks.
    pub(crate) fn picture(&self, attached: &Attached) -> Result<Drawn, String> {
        let known = self.drawn().get(&attached.number).cloned();
        match known {
            Some(Err(refused)) => return Err(refused),
            Some(Ok(drawn)) => {
                if let Ok(bytes) = std::fs::read(self.drawing(attached)) {
                    return Ok(Drawn { bytes, ..drawn });
                }
            }
            None => {}
        }
        let drawn = match report::redraw(&self.path(attached)) {
            Ok(Redrawn { media_type, bytes, width, height }) => Drawn { media_type, width, height, bytes },
            Err(error) => {
                let refused = error.to_string();
                self.drawn().insert(attached.number, Err(refused.clone()));
                return Err(refused);
            }
        };
        // Where there is no space for it, it is drawn again.
        if std::fs::write(self.drawing(attached), &drawn.bytes).is_ok() {
            self.drawn().insert(attached.number, Ok(Drawn { bytes: Vec::new(), ..drawn.clone() }));
        }
        Ok(drawn)
    }

    fn drawn(&self) -> MutexGuard<'_, BTreeMap<usize, Result<Drawn, String>>> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn drawing(&self, attached: &Attached) -> PathBuf {
        self.beside(&format!("drawn-{}", attached.number))
    }

    /// The beginning of a text, and whether that is all; nothing if it is none. What is not UTF-8 is marked. Blocks.
    pub(crate) fn text(&self, attached: &Attached) -> io::Result<Option<(String, bool)>> {
        let mut bytes = Vec::new();
        File::open(self.path(attached))?.take(MAX_SHOWN_TEXT_BYTES).read_to_end(&mut bytes)?;
        if bytes.contains(&0) {
            return Ok(None);
        }
        let is_all = attached.size <= MAX_SHOWN_TEXT_BYTES;
        // A character that the cut goes through is no damage.
        let whole = bytes.utf8_chunks().map(|chunk| chunk.valid().len() + chunk.invalid().len()).sum::<usize>();
        let cut = bytes.utf8_chunks().last().map_or(0, |last| last.invalid().len()).min(3);
        let end = if is_all { whole } else { whole - cut };
        Ok(Some((String::from_utf8_lossy(bytes.get(..end).unwrap_or(&bytes)).into_owned(), is_all)))
    }

    /// The file itself.
    pub(crate) fn path(&self, attached: &Attached) -> PathBuf {
        self.file(&format!("{ATTACHMENTS}{}", attached.name))
    }
}
