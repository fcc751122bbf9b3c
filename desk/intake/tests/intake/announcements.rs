//! What support announces, as an app is served it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reqwest::{Method, StatusCode};
use tempfile::tempdir;
use wallet_doctor_intake::{
    Support,
    announcements::{Announcement, Document, Kind, Progress, Severity},
    limits::MAX_DOCUMENT_BYTES,
    store::{StoreError, Stores},
};

use crate::support::{Client, header, start};

fn announcement(id: &str) -> Announcement {
    Announcement {
        id: id.to_owned(),
        kind: Kind::Incident,
        severity: Severity::Critical,
        state: Progress::InProgress,
        components: vec!["withdrawals".to_owned()],
        starts_at: Timestamp::UNIX_EPOCH,
        ends_at: None,
        updated_at: Timestamp::UNIX_EPOCH,
        title: BTreeMap::from([("en".to_owned(), "Withdrawals are late".to_owned())]),
        body: BTreeMap::new(),
        cause: None,
        by: "li".to_owned(),
        voucher: None,
    }
}

fn document(body: &str) -> Document {
    let content_type = "application/json".to_owned();
    Document { content_type, body: body.to_owned(), changed_at: Timestamp::UNIX_EPOCH }
}

#[tokio::test]
async fn apps_are_served_what_was_announced_last_and_nothing_twice() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let ask = || client.bare(Method::GET, "/announcements");
    assert_eq!(ask().send().await.unwrap().status(), StatusCode::NOT_FOUND);

    let support = Support::open(&Stores::in_folder(dir.path())).await.unwrap();
    for (id, body) in [("a", "first"), ("b", "second")] {
        let put = |all: &mut Vec<Announcement>, _: Option<&Document>| {
            all.push(announcement(id));
            Ok(document(body))
        };
        support.announce(put).await.unwrap();
    }
    let served = ask().send().await.unwrap();
    let tag = header(&served, "etag").unwrap();
    assert_eq!(header(&served, "content-type").as_deref(), Some("application/json"));
    assert_eq!(header(&served, "cache-control").as_deref(), Some("public, max-age=60"));
    assert_eq!(served.text().await.unwrap(), "second");
    let again = ask().header("If-None-Match", tag).send().await.unwrap();
    assert_eq!((again.status(), again.text().await.unwrap().as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(support.announcements().await.unwrap().len(), 2);

    // One goes, one changes; and what is refused changes nothing.
    let end = |all: &mut Vec<Announcement>, _: Option<&Document>| {
        all.retain(|one| one.id == "b");
        all[0].state = Progress::Over;
        Ok(document("third"))
    };
    support.announce(end).await.unwrap();
    let refuse = |all: &mut Vec<Announcement>, _: Option<&Document>| {
        all.clear();
        Err(StoreError::NoSuchAnnouncement)
    };
    assert!(matches!(support.announce(refuse).await, Err(StoreError::NoSuchAnnouncement)));
    let long = |_: &mut Vec<Announcement>, _: Option<&Document>| Ok(document(&"x".repeat(MAX_DOCUMENT_BYTES + 1)));
    assert!(matches!(support.announce(long).await, Err(StoreError::TooManyAnnouncements)));
    assert_eq!(ask().send().await.unwrap().text().await.unwrap(), "third");
    let left = support.announcements().await.unwrap();
    assert_eq!(left, [Announcement { state: Progress::Over, ..announcement("b") }]);
    assert_eq!(support.announced().await.unwrap(), Some(document("third")));
    assert_eq!(
        client.bare(Method::POST, "/announcements").send().await.unwrap().status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
}
