//! Opening a sealed report on the support side: decrypted, verified entry by entry, unpacked into a folder of its own.
//!
//! A sealed file may come from anybody, since the recipient's key is public. So nothing in it is believed: sizes are
//! limited before anything is read, names are plain, and the folder appears only when everything fits the manifest.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use age::{DecryptError, Decryptor};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::bundle::{ALWAYS_THERE, ATTACHMENTS, FORMAT, FORMAT_VERSION, MANIFEST, Manifest, ManifestEntry};
use super::file_name::is_plain;
use super::plaintext::Plaintext;
use super::seal::KEY_STANZA;
use super::{ReportId, SupportIdentity};
use crate::config::KEY_ID_BYTES;

/// The largest sealed file that is opened, in bytes.
pub const MAX_SEALED_BYTES: u64 = 256 * 1024 * 1024;
/// How much a report may hold unpacked, in bytes.
pub const MAX_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
/// How many entries a report may have, the manifest included.
pub const MAX_ENTRIES: usize = 256;
/// The largest manifest that is read, in bytes: every entry with the longest name fits.
pub const MAX_MANIFEST_BYTES: u64 = 256 * 1024;
/// How much of a sealed file is searched for the ids of keys, in bytes: sixteen recipients take some three thousand.
const MAX_HEADER_BYTES: u64 = 16 * 1024;

/// A report that was opened.
#[derive(Debug)]
pub struct OpenedReport {
    /// What it holds, as verified.
    pub manifest: Manifest,
    /// Where it was unpacked.
    pub folder: PathBuf,
}

impl OpenedReport {
    /// The report's id.
    pub fn id(&self) -> ReportId {
        self.manifest.id
    }
}

/// Why a report cannot be opened. Nothing is left in the folder in any case.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file or the folder could not be used.
    #[error("{what}: {source}")]
    Storage {
        /// What was tried.
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// There is already something where the report should go.
    #[error("the folder to unpack into is not empty")]
    OutNotEmpty,
    /// It is not an age file, or breaks off before the sealed part begins.
    #[error("this is not a sealed report: not an age file, or cut off at its very beginning")]
    NotAge,
    /// It is sealed to other keys than those given.
    #[error(
        "this report is sealed to {}, and the key file holds {}; accepted: a key file with the key that it is sealed to, which may be an older one",
        keys(sealed_to),
        keys(given)
    )]
    OtherKey {
        /// The ids of the keys that it is sealed to; empty if it does not say.
        sealed_to: Vec<String>,
        /// The ids of the keys that were given.
        given: Vec<String>,
    },
    /// It was changed or cut off after it was sealed.
    #[error("this report is damaged: it was changed or cut off after it was sealed")]
    Damaged,
    /// What is sealed is not a bundle.
    #[error("what is sealed in this file is not a report: {why}")]
    NotABundle {
        /// What is wrong with it.
        why: &'static str,
    },
    /// The manifest is missing, not the first entry or not readable.
    #[error("the manifest is broken: {why}")]
    BrokenManifest {
        /// What is wrong with it.
        why: &'static str,
    },
    /// It was written by a version of the format that is not known here.
    #[error("this report has format version {version}; this program reads up to {FORMAT_VERSION}")]
    UnknownVersion {
        /// Its version.
        version: u32,
    },
    /// An entry has a name that could lead out of the folder.
    #[error("entry {index} has a name that is not accepted")]
    UnsafeName {
        /// Which entry, counted from 0.
        index: usize,
    },
    /// The manifest names an entry that is not there.
    #[error("'{name}' is named in the manifest and missing")]
    Missing {
        /// Its name.
        name: String,
    },
    /// There is an entry that the manifest does not name.
    #[error("'{name}' is not named in the manifest")]
    Extra {
        /// Its name.
        name: String,
    },
    /// An entry is not what the manifest says.
    #[error("'{name}' is not what the manifest says")]
    Differs {
        /// Its name.
        name: String,
    },
    /// It is larger than what is accepted.
    #[error("this report is too large: {what}")]
    TooLarge {
        /// What is.
        what: &'static str,
    },
}

/// Opens a sealed report into a new folder. Blocks.
pub fn open(file: &Path, identity: &SupportIdentity, out: &Path) -> Result<OpenedReport, OpenError> {
    let size = fs::metadata(file).map_err(storage("the sealed file could not be read"))?.len();
    if size > MAX_SEALED_BYTES {
        return Err(OpenError::TooLarge { what: "the sealed file" });
    }
    check_out(out)?;
    // Once through everything: age authenticates piece by piece, and no byte may escape that.
    let length = io::copy(&mut decrypt(file, identity)?, &mut io::sink()).map_err(|_| OpenError::Damaged)?;
    let mut plaintext = Plaintext::new(decrypt(file, identity)?, length);
    check_end(&mut plaintext, length)?;
    let mut bundle =
        ZipArchive::new(plaintext).map_err(|_| OpenError::NotABundle { why: "it is not a ZIP archive" })?;
    let manifest = read_manifest(&mut bundle)?;
    check_entries(&mut bundle, &manifest)?;
    let unpacking = Unpacking::beside(out)?;
    for index in 0..bundle.len() {
        let listed = index.checked_sub(1).and_then(|index| manifest.entries.get(index));
        unpack(&mut bundle, index, listed, &unpacking.folder)?;
    }
    unpacking.finish(out)?;
    Ok(OpenedReport { manifest, folder: out.to_owned() })
}

/// The number of entries, before a directory of millions of them is read into memory. It stands in the record that ends an archive
/// (APPNOTE 6.3.10, section 4.3.16), which ours have as their last bytes, without a comment and right behind the directory; where
/// all of that agrees there is no other record that a reader could take the number from.
fn check_end(bundle: &mut (impl Read + Seek), length: u64) -> Result<(), OpenError> {
    const BYTES: usize = 22;
    let none = |_| OpenError::NotABundle { why: "it is not a ZIP archive" };
    let other = OpenError::NotABundle { why: "it is not a plain ZIP archive that ends with its directory" };
    let mut end = [0_u8; BYTES];
    bundle.seek(SeekFrom::Start(length.saturating_sub(BYTES as u64))).map_err(none)?;
    bundle.read_exact(&mut end).map_err(none)?;
    let number = |at: usize, bytes: usize| {
        let field = end.get(at..at.saturating_add(bytes)).unwrap_or_default();
        field.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
    };
    let (disk, directory_disk, here, all) = (number(4, 2), number(6, 2), number(8, 2), number(10, 2));
    let (size, offset, comment) = (number(12, 4), number(16, 4), number(20, 2));
    // Larger ones say elsewhere how many there are, and have these fields full of ones.
    if all > MAX_ENTRIES as u64 {
        return Err(OpenError::TooLarge { what: "the number of its entries" });
    }
    let is_plain = end.starts_with(b"PK\x05\x06") && [disk, directory_disk, comment] == [0; 3] && here == all;
    if !is_plain || offset.saturating_add(size).saturating_add(BYTES as u64) != length {
        return Err(other);
    }
    let mut begins = [0_u8; 4];
    bundle.seek(SeekFrom::Start(offset)).map_err(none)?;
    bundle.read_exact(&mut begins).map_err(none)?;
    bundle.rewind().map_err(none)?;
    // An empty one has no directory, only its end.
    if all > 0 && begins != *b"PK\x01\x02" { Err(other) } else { Ok(()) }
}

fn storage(what: &'static str) -> impl Fn(io::Error) -> OpenError {
    move |source| OpenError::Storage { what, source }
}

fn check_out(out: &Path) -> Result<(), OpenError> {
    match fs::read_dir(out) {
        Ok(mut inside) => inside.next().map_or(Ok(()), |_| Err(OpenError::OutNotEmpty)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(storage("the folder to unpack into could not be used")(error)),
    }
}

type Decrypted = age::stream::StreamReader<BufReader<File>>;
type Bundle = ZipArchive<Plaintext<Decrypted>>;

fn decrypt(path: &Path, identity: &SupportIdentity) -> Result<Decrypted, OpenError> {
    let file = File::open(path).map_err(storage("the sealed file could not be read"))?;
    let sealed = Decryptor::new_buffered(BufReader::new(file)).map_err(|_| OpenError::NotAge)?;
    sealed.decrypt(identity.age()).map_err(|error| match error {
        DecryptError::NoMatchingKeys => OpenError::OtherKey { sealed_to: sealed_to(path), given: identity.key_ids() },
        DecryptError::InvalidHeader | DecryptError::UnknownFormat => OpenError::NotAge,
        DecryptError::DecryptionFailed
        | DecryptError::ExcessiveWork { .. }
        | DecryptError::InvalidMac
        | DecryptError::Io(_)
        | DecryptError::KeyDecryptionFailed
        | _ => OpenError::Damaged,
    })
}

/// The ids of the keys that the header names. Nothing vouches for them until the header is opened, so they are only shown.
fn sealed_to(path: &Path) -> Vec<String> {
    let mut header = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_HEADER_BYTES).read_to_end(&mut header));
    let lines = read.ok().map(|_| header.split(|byte| *byte == b'\n').take_while(|line| !line.starts_with(b"---")));
    let named = lines.into_iter().flatten().filter_map(|line| {
        let id = std::str::from_utf8(line).ok()?.strip_prefix("-> ")?.strip_prefix(KEY_STANZA)?.trim();
        let is_id = id.len() == KEY_ID_BYTES * 2 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_id.then(|| id.to_owned())
    });
    named.collect()
}

/// Keys by their ids, for a sentence.
fn keys(ids: &[String]) -> String {
    match ids {
        [] => "another key".to_owned(),
        [one] => format!("the key {one}"),
        several => format!("the keys {}", several.join(", ")),
    }
}

fn read_manifest(bundle: &mut Bundle) -> Result<Manifest, OpenError> {
    let broken = |why| OpenError::BrokenManifest { why };
    if bundle.len() > MAX_ENTRIES {
        return Err(OpenError::TooLarge { what: "the number of its entries" });
    }
    let entry = bundle.by_index(0).map_err(|_| broken("it is missing"))?;
    if entry.name_raw() != MANIFEST.as_bytes() {
        return Err(broken("it is not the first entry"));
    }
    let mut bytes = Vec::new();
    entry
        .take(MAX_MANIFEST_BYTES.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_| broken("it cannot be unpacked"))?;
    if bytes.len() as u64 > MAX_MANIFEST_BYTES {
        return Err(OpenError::TooLarge { what: "its manifest" });
    }
    let head: Head = serde_json::from_slice(&bytes).map_err(|_| broken("it is not readable"))?;
    if head.format != FORMAT {
        return Err(broken("it belongs to another format"));
    }
    if head.version != FORMAT_VERSION {
        return Err(OpenError::UnknownVersion { version: head.version });
    }
    serde_json::from_slice(&bytes).map_err(|_| broken("it is not readable"))
}

/// What is read before anything else, so that a later version is named as such.
#[derive(serde::Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// Names and sizes, before anything is unpacked.
fn check_entries(bundle: &mut Bundle, manifest: &Manifest) -> Result<(), OpenError> {
    // Two directories that tell different stories are a way to show one report here and another to `unzip`.
    bundle
        .validate_header_consistency()
        .map_err(|_| OpenError::NotABundle { why: "its directory contradicts itself" })?;
    let mut listed: BTreeMap<&[u8], &ManifestEntry> = BTreeMap::new();
    let mut total: u64 = 0;
    for (index, entry) in manifest.entries.iter().enumerate() {
        let attachment = entry.name.strip_prefix(ATTACHMENTS).is_some_and(is_plain);
        if !attachment && !ALWAYS_THERE.contains(&entry.name.as_str()) {
            return Err(OpenError::UnsafeName { index: index.saturating_add(1) });
        }
        if listed.insert(entry.name.as_bytes(), entry).is_some() {
            return Err(OpenError::BrokenManifest { why: "it names an entry twice" });
        }
        total = total.saturating_add(entry.size);
    }
    if total > MAX_UNPACKED_BYTES {
        return Err(OpenError::TooLarge { what: "its content" });
    }
    for index in 1..bundle.len() {
        let entry = bundle.by_index_raw(index).map_err(|_| OpenError::NotABundle { why: "an entry cannot be read" })?;
        let known = listed.remove(entry.name_raw());
        let name = entry.name().map_err(|_| OpenError::UnsafeName { index })?.into_owned();
        if known.is_none() {
            return Err(if safe_to_show(&name) { OpenError::Extra { name } } else { OpenError::UnsafeName { index } });
        }
        if !entry.is_file() || manifest.entries.get(index.saturating_sub(1)).is_none_or(|entry| entry.name != name) {
            return Err(OpenError::Differs { name });
        }
    }
    let missing = listed.into_values().map(|entry| entry.name.clone());
    let absent = ALWAYS_THERE.iter().find(|name| !manifest.entries.iter().any(|entry| entry.name == **name));
    match missing.chain(absent.map(|name| (*name).to_owned())).next() {
        Some(name) => Err(OpenError::Missing { name }),
        None => Ok(()),
    }
}

fn safe_to_show(name: &str) -> bool {
    is_plain(name.strip_prefix(ATTACHMENTS).unwrap_or(name))
}

fn unpack(bundle: &mut Bundle, index: usize, listed: Option<&ManifestEntry>, folder: &Path) -> Result<(), OpenError> {
    let name = listed.map_or(MANIFEST, |entry| &entry.name);
    let limit = listed.map_or(MAX_MANIFEST_BYTES, |entry| entry.size);
    let differs = || OpenError::Differs { name: name.to_owned() };
    let path = folder.join(name);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .map_err(storage("an entry could not be written"))?;
    let unpacked = bundle.by_index(index).map_err(|_| differs())?;
    let (size, sha256) = copy_up_to(limit, unpacked, &mut file).map_err(|failed| match failed {
        Failed::Reading => differs(),
        Failed::Writing(error) => storage("an entry could not be written")(error),
    })?;
    let fits = listed.is_none_or(|entry| entry.size == size && entry.sha256 == sha256);
    if fits { Ok(()) } else { Err(differs()) }
}

enum Failed {
    Reading,
    Writing(io::Error),
}

/// Copies, counts and hashes. One byte more than the limit is enough to know that there is too much, however much it is.
fn copy_up_to(limit: u64, from: impl Read, to: &mut impl Write) -> Result<(u64, String), Failed> {
    let mut from = from.take(limit.saturating_add(1));
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0_u64, vec![0; 64 * 1024]);
    loop {
        let read = from.read(&mut buffer).map_err(|_| Failed::Reading)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        size = size.saturating_add(read as u64);
        to.write_all(bytes).map_err(Failed::Writing)?;
    }
    Ok((size, hex::encode(hash.finalize())))
}

/// A folder beside the one that is wanted, gone again unless everything went well.
struct Unpacking {
    folder: PathBuf,
}

impl Unpacking {
    fn beside(out: &Path) -> Result<Self, OpenError> {
        let cannot = storage("the folder to unpack into could not be made");
        let name = out.file_name().ok_or_else(|| cannot(io::ErrorKind::InvalidInput.into()))?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}", ReportId::random()));
        let folder = out.with_file_name(hidden);
        let mut builder = fs::DirBuilder::new();
        // Nobody else on this machine has a business in a customer's report.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).map_err(&cannot)?;
        let unpacking = Self { folder };
        builder.create(unpacking.folder.join(ATTACHMENTS)).map_err(&cannot)?;
        Ok(unpacking)
    }

    fn finish(self, out: &Path) -> Result<(), OpenError> {
        let cannot = storage("the folder to unpack into could not be made");
        // An empty folder is taken out of the way; one that has been filled meanwhile makes this fail.
        match fs::remove_dir(out) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(cannot(error)),
        }
        fs::rename(&self.folder, out).map_err(cannot)
    }
}

impl Drop for Unpacking {
    fn drop(&mut self) {
        // After a rename there is nothing here any more. If removing fails, the first error is the one to report.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Much more than anybody could want, which says when it has been asked for too much.
    struct Bomb {
        given: u64,
    }

    impl Read for Bomb {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            assert!(self.given < 1_000_000, "nobody stops reading");
            self.given += buffer.len() as u64;
            Ok(buffer.len())
        }
    }

    #[test]
    fn no_more_is_unpacked_than_one_byte_over_the_limit() {
        let mut unpacked = Vec::new();
        let copied = copy_up_to(100_000, Bomb { given: 0 }, &mut unpacked);
        assert!(matches!(copied, Ok((100_001, _))));
        assert_eq!(unpacked.len(), 100_001);
    }
}
