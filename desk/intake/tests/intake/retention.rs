//! What is kept for how long, and what goes when somebody asks for it.

use std::time::Duration;

use reqwest::StatusCode;
use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::store::{Expired, StoreError, answer, delete, expire, received, standing_of};
use wallet_doctor_intake::{Intake, IntakeOptions};

use crate::{
    support::{Client, LOOPBACK, TestClock, start, ticket},
    tickets::{SECRET, delivered, read},
};

/// All files below a folder whose content or path has `text` in it.
fn traces(folder: &std::path::Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(traces(&path, text));
        } else if path.to_string_lossy().contains(text)
            || String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains(text)
        {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    found
}

#[tokio::test]
async fn what_somebody_wants_deleted_leaves_nothing() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (gone, kept) = (Uuid::new_v4(), Uuid::new_v4());
    let given = delivered(&client, gone, Some(SECRET)).await;
    let other = delivered(&client, kept, Some(SECRET)).await;
    answer(dir.path(), &given, "Your documents were lost.", jiff::Timestamp::UNIX_EPOCH).unwrap();
    delete(dir.path(), gone).unwrap();
    assert!(matches!(delete(dir.path(), gone), Err(StoreError::NoSuchReport)));
    assert!(matches!(standing_of(dir.path(), &given), Err(StoreError::NoSuchTicket)));
    assert_eq!(read(&client, &given).await.status(), StatusCode::NOT_FOUND);
    let left = received(dir.path()).unwrap();
    assert_eq!(left.iter().map(|report| report.report_id).collect::<Vec<_>>(), [kept]);
    assert_eq!(read(&client, &other).await.status(), StatusCode::OK);
    // The app may send it again, as something new.
    assert_ne!(delivered(&client, gone, Some(SECRET)).await, given);
    delete(dir.path(), gone).unwrap();

    // What SQLite has deleted is overwritten, also in what it has not yet carried into its file, and while the intake runs.
    for text in [gone.to_string(), given, "Your documents".to_owned()] {
        assert_eq!(traces(dir.path(), &text), Vec::<String>::new(), "{text}");
    }
    assert!(!traces(dir.path(), &kept.to_string()).is_empty());
}

#[tokio::test]
async fn what_is_older_than_it_is_to_be_kept_goes_by_itself() {
    let dir = tempdir().unwrap();
    let time = TestClock::new();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.clock = time.clock();
    options.keep = Some(Duration::from_secs(90 * 24 * 60 * 60));
    let intake = Intake::start(options.clone()).await.unwrap();
    let client = Client::new(&intake);
    let (old, open) = (Uuid::new_v4(), Uuid::new_v4());
    delivered(&client, old, None).await;
    time.forward(89 * 24 * 60 * 60);
    let young = Uuid::new_v4();
    delivered(&client, young, None).await;
    let place = client.created(open, 5).await;
    intake.stop().await;
    time.forward(2 * 24 * 60 * 60);
    // It looks when it starts, and every hour.
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let mut left = received(dir.path()).unwrap();
    for _ in 0..100 {
        if left.len() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        left = received(dir.path()).unwrap();
    }
    assert_eq!(left.iter().map(|report| report.report_id).collect::<Vec<_>>(), [young]);
    // What is still on its way is not touched.
    assert!(ticket(&client.patch(&place, 0, b"hello").await).is_some());

    let until = left[0].received_at;
    assert_eq!(expire(dir.path(), until).unwrap(), Expired { deleted: vec![young], kept: Vec::new() });
    assert_eq!(received(dir.path()).unwrap().iter().map(|report| report.report_id).collect::<Vec<_>>(), [open]);
}

#[tokio::test]
async fn one_report_that_can_not_go_keeps_no_other() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (stuck, free) = (Uuid::new_v4(), Uuid::new_v4());
    delivered(&client, stuck, None).await;
    delivered(&client, free, None).await;
    // A folder where the file was: it can't be removed as one.
    let file = dir.path().join(format!("reports/{stuck}.wdr"));
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir_all(file.join("in the way")).unwrap();
    let expired = expire(dir.path(), jiff::Timestamp::MAX).unwrap();
    assert_eq!(expired, Expired { deleted: vec![free], kept: vec![stuck] });
    std::fs::remove_dir_all(&file).unwrap();
    assert_eq!(expire(dir.path(), jiff::Timestamp::MAX).unwrap().deleted, [stuck]);
}
