//! Sealed reports that came another way.

use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::{
    limits::MAX_REPORT_BYTES,
    store::{Brought, Priority, StoreError, Taken, received, take},
};

use crate::{
    support::{Client, report, start, ticket},
    tickets::{SECRET, document, key, read},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_becomes_a_report_with_a_ticket_once() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes, file) = (Uuid::new_v4(), report(3_000_000), dir.path().join("mailed.wdr"));
    std::fs::write(&file, &bytes).unwrap();
    let key = key(SECRET);
    let brought = Brought { report_id: id, file: &file, priority: Priority::Urgent, ticket_key_sha256: Some(&key) };
    let taken = take(dir.path(), &brought).unwrap();
    assert_eq!(taken.expected_reply_seconds, 24 * 60 * 60);
    assert_eq!(take(dir.path(), &brought).unwrap(), taken, "as often as it is brought");
    let all = received(dir.path()).unwrap();
    assert_eq!((all.len(), &all[0].ticket, all[0].priority), (1, &taken.ticket, Priority::Urgent));
    assert_eq!(std::fs::read(&all[0].file).unwrap(), bytes);
    assert_eq!(document(read(&client, &taken.ticket).await).await["state"], "open");
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "the file stays");
    // The app sends it after all.
    let place = client.created(id, bytes.len()).await;
    assert_eq!(client.offset(&place).await, 3_000_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_app_has_begun_is_gone_on_with() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes, file) = (Uuid::new_v4(), report(2_500_000), dir.path().join("shared.wdr"));
    std::fs::write(&file, &bytes).unwrap();
    let place = client.created(id, bytes.len()).await;
    client.patch(&place, 0, &bytes[..1_234_567]).await;
    let brought = Brought { report_id: id, file: &file, priority: Priority::Normal, ticket_key_sha256: None };
    let Taken { ticket: given, .. } = take(dir.path(), &brought).unwrap();
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
    assert_eq!(ticket(&client.patch(&place, bytes.len(), b"").await).unwrap(), given);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_report_is_not_taken() {
    let dir = tempdir().unwrap();
    let _intake = start(dir.path()).await;
    let file = |name: &str, bytes: u64| {
        let path = dir.path().join(name);
        std::fs::File::create(&path).unwrap().set_len(bytes).unwrap();
        path
    };
    let id = Uuid::new_v4();
    let brought = |file, key| Brought { report_id: id, file, priority: Priority::Normal, ticket_key_sha256: key };
    let (empty, huge, fine, longer) = (file("0", 0), file("1", MAX_REPORT_BYTES + 1), file("2", 10), file("3", 11));
    for (path, key, told) in [
        (&empty, None, "0 bytes"),
        (&huge, None, "a report has 1 to"),
        (&fine, Some("hunter2"), "64 lower-case hex digits"),
    ] {
        let error = take(dir.path(), &brought(path, key)).unwrap_err();
        assert!(matches!(error, StoreError::NotTaken { .. }) && error.to_string().contains(told), "{error}");
        assert!(!error.to_string().contains("hunter2"));
    }
    let nothing = dir.path().join("4");
    assert!(matches!(take(dir.path(), &brought(&nothing, None)), Err(StoreError::Folder(_))));
    take(dir.path(), &brought(&fine, None)).unwrap();
    let error = take(dir.path(), &brought(&longer, None)).unwrap_err();
    assert!(error.to_string().contains("another length"), "{error}");
    assert_eq!(received(dir.path()).unwrap().len(), 1);
}
