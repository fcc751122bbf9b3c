//! Apps and their keys, and what keeps a flood out.

use std::num::NonZeroU32;

use jiff::Timestamp;
use reqwest::{RequestBuilder, StatusCode};
use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::keys::{self, Allowance, KeyError};
use wallet_doctor_intake::{Intake, IntakeOptions};

use crate::support::{Client, LOOPBACK, TestClock, header, start, ticket};

fn create(client: &Client, id: Uuid, length: usize) -> RequestBuilder {
    client.create_request(length, &[("report_id", &id.to_string())])
}

async fn status(request: RequestBuilder) -> StatusCode {
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn from_the_first_key_on_nobody_without_one_gets_in() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    assert_eq!(status(create(&client, Uuid::new_v4(), 5)).await, StatusCode::CREATED);
    let early = create(&client, Uuid::new_v4(), 5).header("Wallet-Doctor-App-Key", "wdk_of_a_desk_before");
    assert_eq!(status(early).await, StatusCode::CREATED, "one that nobody asks for");

    let make = || keys::make(dir.path(), "wallet-android", Allowance::default(), Timestamp::UNIX_EPOCH).unwrap();
    let (first, second) = (make(), make());
    let with = |secret: &str| create(&client, Uuid::new_v4(), 5).header("Wallet-Doctor-App-Key", secret.to_owned());
    for refused in [create(&client, Uuid::new_v4(), 5), with(""), with("wdk_"), with(&first.key.id)] {
        let response = refused.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert!(response.text().await.unwrap().contains("Wallet-Doctor-App-Key"));
    }
    let created = with(&first.secret).send().await.unwrap();
    assert_eq!(created.status(), StatusCode::CREATED);
    assert_eq!(status(with(&second.secret)).await, StatusCode::CREATED);
    keys::revoke(dir.path(), &first.key.id, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(status(with(&first.secret)).await, StatusCode::FORBIDDEN);
    assert_eq!(status(with(&second.secret)).await, StatusCode::CREATED);
    // What was begun is finished, whoever goes on with it.
    assert!(ticket(&client.patch(&header(&created, "location").unwrap(), 0, b"hello").await).is_some());

    let again = keys::revoke(dir.path(), &first.key.id, Timestamp::UNIX_EPOCH);
    assert!(matches!(again, Err(KeyError::NoSuchKey)));
    assert_eq!(keys::list(dir.path()).unwrap().len(), 2);
    for name in ["", "..", "-x", "Wallet", "a b", "钱包", &"a".repeat(65)] {
        let made = keys::make(dir.path(), name, Allowance::default(), Timestamp::UNIX_EPOCH);
        assert!(matches!(made, Err(KeyError::Name)), "{name}");
    }
}

#[tokio::test]
async fn an_app_has_an_allowance_that_what_is_repeated_does_not_use_up() {
    let dir = tempdir().unwrap();
    let time = TestClock::new();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.clock = time.clock();
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let allowance = Allowance { max_report_bytes: Some(10), max_reports_per_day: Some(3), max_bytes_per_day: Some(20) };
    let key = keys::make(dir.path(), "wallet", allowance, Timestamp::UNIX_EPOCH).unwrap().secret;
    let begin = async |id: Uuid, length: usize| {
        create(&client, id, length).header("Wallet-Doctor-App-Key", &key).send().await.unwrap()
    };
    let large = begin(Uuid::new_v4(), 11).await;
    assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.text().await.unwrap().contains("10 bytes"));
    let id = Uuid::new_v4();
    for _ in 0..5 {
        assert_eq!(begin(id, 9).await.status(), StatusCode::CREATED);
    }
    assert_eq!(begin(Uuid::new_v4(), 9).await.status(), StatusCode::CREATED);
    let full = begin(Uuid::new_v4(), 9).await;
    assert_eq!(full.status(), StatusCode::TOO_MANY_REQUESTS);
    // The clock of tests begins at 08:00 UTC.
    assert_eq!(header(&full, "retry-after").unwrap(), (16 * 60 * 60).to_string());
    assert_eq!(begin(id, 9).await.status(), StatusCode::CREATED);
    assert_eq!(begin(Uuid::new_v4(), 2).await.status(), StatusCode::CREATED);
    assert_eq!(begin(Uuid::new_v4(), 1).await.status(), StatusCode::TOO_MANY_REQUESTS);
    time.forward(16 * 60 * 60);
    assert_eq!(begin(Uuid::new_v4(), 9).await.status(), StatusCode::CREATED);

    // Another key changes nothing of it but what is said, and nought lifts a limit.
    let more = Allowance { max_report_bytes: Some(0), ..Allowance::default() };
    let rotated = keys::make(dir.path(), "wallet", more, Timestamp::from_second(1).unwrap()).unwrap();
    let listed = keys::list(dir.path()).unwrap();
    assert_eq!(listed[1].id, rotated.key.id);
    let stands = Allowance { max_report_bytes: None, max_reports_per_day: Some(3), max_bytes_per_day: Some(20) };
    assert_eq!((listed[0].allowance, listed[1].allowance), (stands, stands));
    assert_eq!(begin(Uuid::new_v4(), 11).await.status(), StatusCode::CREATED);
    assert_eq!(begin(Uuid::new_v4(), 11).await.status(), StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn an_address_begins_so_many_uploads_a_minute() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.limits.creations_per_minute_of_address = NonZeroU32::new(3).unwrap();
    options.limits.proxies = 1;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let from = |address: &str| create(&client, Uuid::new_v4(), 5).header("X-Forwarded-For", address.to_owned());
    for _ in 0..3 {
        assert_eq!(status(from("192.0.2.1")).await, StatusCode::CREATED);
    }
    // Whatever it says of those before it.
    let refused = from("198.51.100.7, 192.0.2.1").send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = header(&refused, "retry-after").unwrap().parse().unwrap();
    assert!((1..=21).contains(&wait), "{wait}");
    assert_eq!(status(from("192.0.2.2")).await, StatusCode::CREATED);
    assert_eq!(status(create(&client, Uuid::new_v4(), 5)).await, StatusCode::CREATED);
}
