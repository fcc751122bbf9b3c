//! What support sees of tickets before it opens a report.

use jiff::{SignedDuration, Timestamp};
use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::keys::{self, Allowance};
use wallet_doctor_intake::queue::{Filter, fetch, list};
use wallet_doctor_intake::store::{StoreError, TicketState, answer};
use wallet_doctor_intake::{Intake, IntakeOptions};

use crate::{
    support::{Client, LOOPBACK, TestClock, header, report, ticket},
    tickets::{SECRET, closed},
};

#[tokio::test]
async fn what_waits_comes_first_and_what_is_urgent_before_it() {
    let dir = tempdir().unwrap();
    let time = TestClock::new();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.clock = time.clock();
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let key = keys::make(dir.path(), "wallet-ios", Allowance::default(), Timestamp::UNIX_EPOCH).unwrap().secret;
    let bytes = report(200_000);
    let mut given = Vec::new();
    for priority in ["normal", "urgent", "normal", "urgent"] {
        let (id, opened_by) = (Uuid::new_v4().to_string(), hex::encode(<sha2::Sha256 as sha2::Digest>::digest(SECRET)));
        let metadata = [("report_id", id.as_str()), ("priority", priority), ("ticket_key_sha256", &opened_by)];
        let created = client.create_request(bytes.len(), &metadata).header("Wallet-Doctor-App-Key", &key);
        let place = header(&created.send().await.unwrap(), "location").unwrap();
        given.push(ticket(&client.patch(&place, 0, &bytes).await).unwrap());
        time.forward(60);
    }
    answer(dir.path(), &given[1], "Update the app.", Timestamp::UNIX_EPOCH).unwrap();
    closed(&client, &given[2], r#"{"helped":true}"#).await;

    let listed = |filter: &Filter| list(dir.path(), filter).unwrap();
    let names = |filter: &Filter| listed(filter).into_iter().map(|one| one.ticket).collect::<Vec<_>>();
    let all =
        Filter { states: vec![TicketState::Open, TicketState::Answered, TicketState::Closed], ..Filter::default() };
    let [first, second, third, fourth] = [&given[3], &given[0], &given[1], &given[2]].map(Clone::clone);
    assert_eq!(names(&all), [first.clone(), second.clone(), third.clone(), fourth.clone()]);
    assert_eq!(names(&Filter::default()), [first.clone(), second.clone(), third.clone()]);
    assert_eq!(names(&Filter { most: 1, ..all.clone() }), std::slice::from_ref(&first));
    assert_eq!(
        names(&Filter { states: vec![TicketState::Closed], ..Filter::default() }),
        std::slice::from_ref(&fourth)
    );
    assert_eq!(names(&Filter { app: Some("wallet-android".to_owned()), ..all.clone() }), [""; 0]);
    assert_eq!(names(&Filter { app: Some("wallet-ios".to_owned()), ..all.clone() }).len(), 4);
    let begun = listed(&all)[1].received_at;
    assert_eq!(names(&Filter { since: Some(begun + SignedDuration::from_secs(1)), ..all.clone() }).len(), 3);

    let (seen, ended) = (&listed(&all)[2], &listed(&all)[3]);
    assert_eq!((seen.state, seen.answers, seen.helped), (TicketState::Answered, 1, None));
    assert_eq!((ended.state, ended.answers, ended.helped), (TicketState::Closed, 0, Some(true)));
    assert_eq!(seen.expected_at, seen.received_at + SignedDuration::from_hours(24));
    assert_eq!((seen.app.as_deref(), seen.size), (Some("wallet-ios"), 200_000));

    // The sealed report, as a new file and nothing else.
    let out = dir.path().join("report.wdr");
    fetch(dir.path(), seen.report_id, &out).unwrap();
    assert_eq!(std::fs::read(&out).unwrap(), bytes);
    assert!(matches!(fetch(dir.path(), seen.report_id, &out), Err(StoreError::Folder(_))));
    let other = dir.path().join("other.wdr");
    assert!(matches!(fetch(dir.path(), Uuid::new_v4(), &other), Err(StoreError::NoSuchReport)));
    assert!(!other.exists());
}
