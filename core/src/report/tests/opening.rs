//! Sealing and opening: whole reports come through unchanged, everything else is refused and leaves nothing behind.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use super::super::bundle::{MANIFEST, REPORT_JSON, to_json};
use super::super::{
    Entry, FORMAT_VERSION, MAX_ENTRIES, MAX_MANIFEST_BYTES, Manifest, ManifestEntry, OpenError, ReportError,
    SupportIdentity, open, seal,
};
use super::*;

/// A folder with a key and, soon, a sealed file.
struct Desk {
    folder: TempDir,
    identity: SupportIdentity,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), identity: SupportIdentity::generate() }
    }

    fn sealed(&self) -> PathBuf {
        seal(draft().redact(), &[self.identity.recipient()], self.folder.path()).unwrap().file().to_owned()
    }

    /// Seals any bytes, as anybody with the public key can.
    fn seal_bytes(&self, zip: &[u8]) -> PathBuf {
        let file = self.folder.path().join("forged.wdr");
        let recipient = self.identity.recipient();
        fs::write(&file, age::encrypt(recipient.age(), zip).unwrap()).unwrap();
        file
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Opens, and sees to it that a refusal leaves nothing behind.
    fn refused(&self, file: &Path) -> OpenError {
        let before = fs::read_dir(self.folder.path()).unwrap().count();
        let error = open(file, &self.identity, &self.out()).unwrap_err();
        assert_eq!(fs::read_dir(self.folder.path()).unwrap().count(), before, "something is left behind: {error}");
        error
    }
}

type Files = Vec<(String, Vec<u8>)>;

/// The files of a good report, without its manifest.
fn files() -> Files {
    let report = draft().redact();
    report.entries()[1..].iter().map(|entry| (entry.name().to_owned(), entry.bytes().to_owned())).collect()
}

fn manifest_of(files: &Files) -> Manifest {
    let entries = files.iter().map(|(name, bytes)| ManifestEntry {
        name: name.clone(),
        size: bytes.len() as u64,
        sha256: hex::encode(Sha256::digest(bytes)),
    });
    let good: Manifest = serde_json::from_slice(draft().redact().entries()[0].bytes()).unwrap();
    Manifest { entries: entries.collect(), ..good }
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn zip_of(manifest: &Manifest, files: &Files) -> Vec<u8> {
    let manifest = to_json(manifest);
    let mut entries = vec![(MANIFEST, manifest.as_slice())];
    entries.extend(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    zip(&entries)
}

#[test]
fn what_was_previewed_is_what_is_opened_byte_by_byte() {
    let desk = Desk::new();
    let preview = draft().preview();
    let sealed = seal(draft().redact(), &[desk.identity.recipient()], desk.folder.path()).unwrap();
    let bytes = fs::read(sealed.file()).unwrap();
    assert_eq!((sealed.size(), sealed.sha256()), (bytes.len() as u64, hex::encode(Sha256::digest(&bytes)).as_str()));
    assert_eq!(sealed.file().file_name().unwrap().to_str().unwrap(), format!("{}.wdr", sealed.id()));
    let opened = open(sealed.file(), &desk.identity, &desk.out()).unwrap();
    assert_eq!((opened.id(), opened.manifest.entries.len() + 1), (sealed.id(), preview.files.len()));
    for file in &preview.files {
        assert_eq!(fs::read_to_string(opened.folder.join(&file.name)).unwrap(), *file.text.as_ref().unwrap());
    }
    assert_eq!(fs::read_dir(opened.folder.join("attachments")).unwrap().count(), 2);
}

#[test]
fn each_of_several_recipients_opens_it_and_nobody_else() {
    let (desk, other, stranger) = (Desk::new(), SupportIdentity::generate(), SupportIdentity::generate());
    let both = [desk.identity.recipient(), other.recipient()];
    let sealed = seal(draft().redact(), &both, desk.folder.path()).unwrap();
    for (at, identity) in [&desk.identity, &other].into_iter().enumerate() {
        open(sealed.file(), identity, &desk.folder.path().join(at.to_string())).unwrap();
    }
    let error = open(sealed.file(), &stranger, &desk.out()).unwrap_err();
    let [ours, theirs] = [&desk.identity, &other].map(|identity| identity.recipient().key_id());
    let expected = format!(
        "this report is sealed to the keys {ours}, {theirs}, and the key file holds the key {}; ",
        stranger.recipient().key_id()
    );
    assert!(error.to_string().starts_with(&expected), "{error}");
    assert!(!desk.out().exists());
}

#[test]
fn an_older_key_beside_the_new_one_opens_older_reports() {
    let desk = Desk::new();
    let sealed = desk.sealed();
    let text =
        |identity: &SupportIdentity| identity.to_file_text("2026-03-01T08:00:00Z".parse().unwrap()).expose().clone();
    let both = format!("{}{}", text(&SupportIdentity::generate()), text(&desk.identity));
    let both = SupportIdentity::from_file_text(&both).unwrap();
    assert_eq!(both.key_ids().len(), 2);
    open(&sealed, &both, &desk.out()).unwrap();
}

#[test]
fn a_file_of_another_age_says_that_its_keys_are_not_named() {
    let desk = Desk::new();
    let file = desk.folder.path().join("other.wdr");
    fs::write(&file, age::encrypt(&age::x25519::Identity::generate().to_public(), b"x").unwrap()).unwrap();
    let error = desk.refused(&file).to_string();
    assert!(error.starts_with("this report is sealed to another key, and the key file holds the key "), "{error}");
}

#[test]
fn without_a_recipient_or_a_folder_nothing_is_written() {
    let desk = Desk::new();
    assert!(matches!(seal(draft().redact(), &[], desk.folder.path()), Err(ReportError::NoRecipient)));
    let missing = desk.folder.path().join("missing");
    assert!(matches!(seal(draft().redact(), &[desk.identity.recipient()], &missing), Err(ReportError::Storage(_))));
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 0);
}

#[test]
fn an_empty_folder_is_used_and_a_full_one_is_left_alone() {
    let desk = Desk::new();
    let file = desk.sealed();
    fs::create_dir(desk.out()).unwrap();
    open(&file, &desk.identity, &desk.out()).unwrap();
    assert!(matches!(open(&file, &desk.identity, &desk.out()), Err(OpenError::OutNotEmpty)));
    assert!(desk.out().join(REPORT_JSON).exists());
}

#[test]
fn a_cut_file_is_refused_wherever_it_is_cut() {
    let desk = Desk::new();
    let whole = fs::read(desk.sealed()).unwrap();
    let file = desk.folder.path().join("cut.wdr");
    for length in (0..whole.len()).step_by(97).chain([whole.len() - 1]) {
        fs::write(&file, &whole[..length]).unwrap();
        let error = desk.refused(&file);
        assert!(matches!(error, OpenError::NotAge | OpenError::Damaged), "cut to {length}: {error}");
    }
}

#[test]
fn a_changed_bit_is_noticed_wherever_it_is() {
    let desk = Desk::new();
    let whole = fs::read(desk.sealed()).unwrap();
    let file = desk.folder.path().join("changed.wdr");
    for at in (0..whole.len()).step_by(61).chain([whole.len() - 1]) {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&file, &changed).unwrap();
        desk.refused(&file);
    }
}

#[test]
fn what_is_no_sealed_report_is_named_as_such() {
    let desk = Desk::new();
    let plain = desk.folder.path().join("plain.zip");
    fs::write(&plain, zip_of(&manifest_of(&files()), &files())).unwrap();
    assert!(matches!(desk.refused(&plain), OpenError::NotAge));
    let good = zip_of(&manifest_of(&files()), &files());
    let end = good.len() - 22;
    // An end that says less than another one before it, and fields that send a reader to a larger record.
    let mut hidden = good.clone();
    hidden.extend(&good[end..]);
    assert!(matches!(desk.refused(&desk.seal_bytes(&hidden)), OpenError::NotABundle { .. }));
    for (at, bytes) in [(8, 2), (12, 4), (16, 4), (4, 2)] {
        let mut large = good.clone();
        large[end + at..end + at + bytes].fill(0xff);
        assert!(matches!(desk.refused(&desk.seal_bytes(&large)), OpenError::NotABundle { .. }), "{at}");
    }
    let mut followed = zip_of(&manifest_of(&files()), &files());
    followed.extend([0; 70_000]);
    assert!(matches!(desk.refused(&desk.seal_bytes(&followed)), OpenError::NotABundle { .. }));
    assert!(matches!(desk.refused(&desk.seal_bytes(b"hello")), OpenError::NotABundle { .. }));
    assert!(matches!(desk.refused(&desk.folder.path().join("none.wdr")), OpenError::Storage { .. }));
    let long: String = "a".repeat(300);
    let error = open(&desk.sealed(), &desk.identity, &desk.folder.path().join(long)).unwrap_err();
    assert!(matches!(error, OpenError::Storage { .. }), "{error}");
}

#[test]
fn a_forged_bundle_that_is_well_made_opens() {
    // Shows that the refusals below are for their own reasons.
    let desk = Desk::new();
    let file = desk.seal_bytes(&zip_of(&manifest_of(&files()), &files()));
    open(&file, &desk.identity, &desk.out()).unwrap();
}

#[test]
fn extra_missing_and_different_entries_are_named() {
    let desk = Desk::new();
    let with = |change: &dyn Fn(&mut Files)| {
        let mut changed = files();
        change(&mut changed);
        desk.refused(&desk.seal_bytes(&zip_of(&manifest_of(&files()), &changed)))
    };
    let named = |error: OpenError| error.to_string();
    let extra = with(&|files| files.push(("attachments/more.log".into(), b"x".to_vec())));
    assert_eq!(named(extra), "'attachments/more.log' is not named in the manifest");
    let missing = with(&|files| files.truncate(4));
    assert_eq!(named(missing), "'attachments/app-2.log' is named in the manifest and missing");
    for change in [b"".as_slice(), b"secone", b"second and more"] {
        let different = with(&|files| files[4].1 = change.to_vec());
        assert_eq!(named(different), "'attachments/app-2.log' is not what the manifest says");
    }
    assert!(matches!(with(&|files| files.swap(0, 1)), OpenError::Differs { .. }));
}

#[test]
fn a_manifest_that_is_broken_late_or_of_another_version_is_refused() {
    let desk = Desk::new();
    let good = manifest_of(&files());
    let with = |manifest: &Manifest| desk.refused(&desk.seal_bytes(&zip_of(manifest, &files())));
    let newer = with(&Manifest { version: FORMAT_VERSION + 1, ..good.clone() });
    assert!(matches!(newer, OpenError::UnknownVersion { version } if version == FORMAT_VERSION + 1));
    assert!(matches!(with(&Manifest { format: "other".into(), ..good.clone() }), OpenError::BrokenManifest { .. }));
    let mut twice = good.clone();
    twice.entries.push(twice.entries[0].clone());
    assert!(matches!(with(&twice), OpenError::BrokenManifest { .. }));
    let json = to_json(&good);
    let late = zip(&[(REPORT_JSON, b"{}"), (MANIFEST, &json)]);
    assert!(matches!(desk.refused(&desk.seal_bytes(&late)), OpenError::BrokenManifest { .. }));
    let unreadable = zip(&[(MANIFEST, b"{\"format\":")]);
    assert!(matches!(desk.refused(&desk.seal_bytes(&unreadable)), OpenError::BrokenManifest { .. }));
    let lean: Files = files().into_iter().filter(|(name, _)| name != REPORT_JSON).collect();
    let error = desk.refused(&desk.seal_bytes(&zip_of(&manifest_of(&lean), &lean)));
    assert!(matches!(error, OpenError::Missing { name } if name == REPORT_JSON));
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let desk = Desk::new();
    for name in
        ["../x", "attachments/../../x", "/tmp/x", "attachments/", "attachments/a/b", "attachments/..", "C:\\x", "x.txt"]
    {
        let mut changed = files();
        changed.push((name.to_owned(), b"x".to_vec()));
        let listed = desk.refused(&desk.seal_bytes(&zip_of(&manifest_of(&changed), &changed)));
        assert!(matches!(listed, OpenError::UnsafeName { .. }), "{name}: {listed}");
        let hidden = desk.refused(&desk.seal_bytes(&zip_of(&manifest_of(&files()), &changed)));
        assert!(matches!(hidden, OpenError::UnsafeName { .. } | OpenError::Extra { .. }), "{name}: {hidden}");
    }
}

#[test]
fn bombs_stop_at_what_the_manifest_says_and_at_the_limits() {
    let desk = Desk::new();
    let mut bomb = files();
    bomb[4].1 = vec![0; 32 * 1024 * 1024];
    let error = desk.refused(&desk.seal_bytes(&zip_of(&manifest_of(&files()), &bomb)));
    assert!(matches!(error, OpenError::Differs { .. }), "{error}");
    let mut huge = manifest_of(&files());
    huge.entries[4].size = u64::MAX;
    assert!(matches!(desk.refused(&desk.seal_bytes(&zip_of(&huge, &files()))), OpenError::TooLarge { .. }));
    let long = vec![b' '; usize::try_from(MAX_MANIFEST_BYTES).unwrap() + 1];
    assert!(matches!(desk.refused(&desk.seal_bytes(&zip(&[(MANIFEST, &long)]))), OpenError::TooLarge { .. }));
    let mut many = files();
    many.extend((0..MAX_ENTRIES).map(|at| (format!("attachments/{at}"), Vec::new())));
    let error = desk.refused(&desk.seal_bytes(&zip_of(&manifest_of(&many), &many)));
    assert!(matches!(error, OpenError::TooLarge { .. }), "{error}");
}

#[test]
fn a_directory_that_contradicts_the_entries_is_refused() {
    let desk = Desk::new();
    let mut zip = zip_of(&manifest_of(&files()), &files());
    // The name in the entry's own header, not in the directory.
    let at = zip.windows(REPORT_JSON.len()).position(|bytes| bytes == REPORT_JSON.as_bytes()).unwrap();
    zip[at] = b'R';
    let error = desk.refused(&desk.seal_bytes(&zip));
    assert!(matches!(error, OpenError::NotABundle { .. }), "{error}");
}

#[test]
fn an_entry_that_begins_beyond_the_end_is_refused() {
    let (desk, files) = (Desk::new(), files());
    let mut bundle = zip_of(&manifest_of(&files), &files);
    let beyond = 60_000_u16;
    assert!(bundle.len() < usize::from(beyond));
    // The length of the extra field, after which an entry's bytes come (APPNOTE.TXT, 4.3.7), in the manifest's header.
    bundle[28..30].copy_from_slice(&beyond.to_le_bytes());
    let error = desk.refused(&desk.seal_bytes(&bundle));
    assert!(matches!(error, OpenError::BrokenManifest { .. }), "{error}");
}

#[test]
fn an_entry_shows_its_size_and_not_its_bytes() {
    let entry = Entry { name: "a".into(), bytes: b"secret".to_vec() };
    assert_eq!(format!("{entry:?}"), "Entry { name: \"a\", size: 6 }");
}
