//! Opening a report on the support side. The input is what was sealed: anybody can seal anything to a public key.
#![no_main]

use std::fs;
use std::io::Write;
use std::sync::LazyLock;

use age::Encryptor;
use age::x25519::Recipient;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;
use wallet_doctor_core::report::{SupportIdentity, open};

struct Desk {
    identity: SupportIdentity,
    recipient: Recipient,
    folder: TempDir,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let identity = SupportIdentity::generate();
    let recipient = identity.recipient().to_string().parse().expect("a recipient is one to age");
    Desk { identity, recipient, folder: tempfile::tempdir().expect("there is room for a folder") }
});

fuzz_target!(|bundle: &[u8]| {
    let Desk { identity, recipient, folder } = &*DESK;
    let (sealed, out) = (folder.path().join("report.wdr"), folder.path().join("opened"));
    let encryptor = Encryptor::with_recipients([recipient as &dyn age::Recipient].into_iter()).expect("one recipient");
    let file = fs::File::create(&sealed).expect("there is room for a file");
    let mut writer = encryptor.wrap_output(file).expect("it can be sealed");
    writer.write_all(bundle).and_then(|()| writer.finish()).expect("it can be sealed");

    match open(&sealed, identity, &out) {
        Ok(opened) => {
            for entry in &opened.manifest.entries {
                let size = fs::metadata(out.join(&entry.name)).expect("what is listed is there").len();
                assert_eq!(size, entry.size, "{}", entry.name);
            }
            let unpacked = files_in(&out) + files_in(&out.join("attachments"));
            assert_eq!(unpacked, opened.manifest.entries.len() + 1, "nothing but the manifest and what it lists");
            fs::remove_dir_all(&out).expect("it can be removed");
        }
        Err(_) => assert!(!out.exists(), "a report that is refused leaves nothing"),
    }
    assert_eq!(files_in(folder.path()), 1, "nothing else appears");
});

fn files_in(folder: &std::path::Path) -> usize {
    let entries = fs::read_dir(folder).expect("it is a folder").map(|entry| entry.expect("it can be listed"));
    entries.filter(|entry| entry.file_name() != "attachments").count()
}
