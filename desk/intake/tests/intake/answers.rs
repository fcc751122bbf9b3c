//! Answers and closings: what is one, several at once, and a store that takes none.

use std::time::{Duration, Instant};

use crate::{
    support::{Client, database, header, start, ticket},
    tickets::{SECRET, close, closed, delivered, document, read},
};
use jiff::Timestamp;
use reqwest::StatusCode;
use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::store::{StoreError, TicketState, answer, received, standing_of};

#[tokio::test]
async fn rubbish_closes_nothing_and_is_told_what_would() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let given = delivered(&client, Uuid::new_v4(), Some(SECRET)).await;
    let padded = |length: usize| format!("{}{{\"helped\":true}}", " ".repeat(length - 15));
    for body in ["", "{}", "rubbish", r#"{"helped":"hunter2"}"#, r#"{"helped":true,"hunter2":1}"#, "[true]", "\u{0}"] {
        let response = close(&client, &given, SECRET, body).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{body}");
        let text = response.text().await.unwrap();
        assert!(text.contains(r#"{"helped":true}"#) && !text.contains("hunter2"), "{text}");
    }
    for long in [padded(4097), padded(1_000_000)] {
        let response = close(&client, &given, SECRET, long).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
    assert_eq!(standing_of(dir.path(), &given).unwrap().state, TicketState::Open);
    let longest = close(&client, &given, SECRET, padded(4096)).send().await.unwrap();
    assert_eq!(document(longest).await["state"], "closed");
}

#[tokio::test]
async fn what_cannot_be_an_answer_changes_nothing() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let given = delivered(&Client::new(&intake), Uuid::new_v4(), Some(SECRET)).await;
    let say = |ticket: &str, text: &str| answer(dir.path(), ticket, text, Timestamp::UNIX_EPOCH);
    for text in ["", "a\tb", "a\rb", "\u{1b}[2J", &"x".repeat(8193)] {
        let error = say(&given, text).unwrap_err();
        assert!(matches!(error, StoreError::NoAnswer) && error.to_string().contains("8192 bytes"), "{error}");
    }
    for ticket in ["WD-0000-0000", "", "../tickets"] {
        assert!(matches!(say(ticket, "a"), Err(StoreError::NoSuchTicket)), "{ticket}");
        assert!(matches!(standing_of(dir.path(), ticket), Err(StoreError::NoSuchTicket)), "{ticket}");
    }
    assert_eq!(standing_of(dir.path(), &given).unwrap().answers, []);
    // All but the last of the most that there can be, laid down at once.
    let id = received(dir.path()).unwrap()[0].report_id;
    let worst = "x".repeat(8192);
    let mut database = database(dir.path()).await;
    sqlx::query("UPDATE tickets SET state = 'answered'").execute(&mut database).await.unwrap();
    for place in 0..99 {
        sqlx::query("INSERT INTO answers (report_id, place, said_at, text) VALUES ($1, $2, 0, $3)")
            .bind(id.to_string())
            .bind(place)
            .bind(&worst)
            .execute(&mut database)
            .await
            .unwrap();
    }
    say(&given, &worst).unwrap();
    assert!(matches!(say(&given, "a"), Err(StoreError::TooManyAnswers)));
    let seen = document(read(&Client::new(&intake), &given).await).await;
    assert_eq!(seen["answers"].as_array().unwrap().len(), 100);

    let missing = dir.path().join("missing");
    assert!(matches!(answer(&missing, &given, "a", Timestamp::UNIX_EPOCH), Err(StoreError::Folder(_))));
    assert!(!missing.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_and_closings_at_once_lose_none() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let given = delivered(&client, Uuid::new_v4(), Some(SECRET)).await;
    let say = |n: usize| answer(dir.path(), &given, &n.to_string(), Timestamp::UNIX_EPOCH).unwrap();
    std::thread::scope(|scope| {
        let agents: Vec<_> =
            (0..4).map(|agent| scope.spawn(move || (0..10).for_each(|n| say(10 * agent + n)))).collect();
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                while agents.iter().any(|agent| !agent.is_finished()) {
                    closed(&client, &given, r#"{"helped":true}"#).await;
                }
            });
        });
    });
    let standing = standing_of(dir.path(), &given).unwrap();
    let mut texts: Vec<usize> = standing.answers.iter().map(|answer| answer.text.parse().unwrap()).collect();
    texts.sort_unstable();
    assert_eq!(texts, (0..40).collect::<Vec<_>>());
    assert_eq!(standing.helped, Some(true));
}

#[tokio::test]
async fn a_database_that_fails_closes_nothing_and_loses_nothing() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let given = delivered(&client, Uuid::new_v4(), Some(SECRET)).await;
    let place = client.created(Uuid::new_v4(), 5).await;
    let mut database = database(dir.path()).await;
    sqlx::query("ALTER TABLE tickets RENAME TO gone").execute(&mut database).await.unwrap();
    let refused = close(&client, &given, SECRET, r#"{"helped":true}"#).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(header(&refused, "retry-after").is_some());
    let last = client.patch(&place, 0, b"hello").await;
    assert_eq!((last.status(), ticket(&last)), (StatusCode::SERVICE_UNAVAILABLE, None));
    sqlx::query("ALTER TABLE gone RENAME TO tickets").execute(&mut database).await.unwrap();
    assert_eq!(document(read(&client, &given).await).await["state"], "open");
    assert_eq!(closed(&client, &given, r#"{"helped":true}"#).await["state"], "closed");
    assert_eq!(client.patch(&place, 0, b"hello").await.status(), StatusCode::NO_CONTENT);
    assert!(ticket(&client.head(&place).await).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_rests_on_the_database_holds_up_what_writes_and_nothing_else() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let given = delivered(&client, Uuid::new_v4(), Some(SECRET)).await;
    assert_eq!(closed(&client, &given, r#"{"helped":false}"#).await["helped"], false);
    let mut resting = database(dir.path()).await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut resting).await.unwrap();
    let begun = Instant::now();
    let waiting = close(&client, &given, SECRET, r#"{"helped":true}"#).send();
    let others = async {
        assert_eq!(document(read(&client, &given).await).await["helped"], false);
        let place = client.created(Uuid::new_v4(), 10).await;
        assert_eq!(client.patch(&place, 0, b"hello").await.status(), StatusCode::NO_CONTENT);
    };
    let (refused, ()) = tokio::join!(waiting, others);
    let refused = refused.unwrap();
    assert_eq!((refused.status(), header(&refused, "retry-after")), (StatusCode::LOCKED, Some("1".to_owned())));
    assert!(begun.elapsed() < Duration::from_secs(20));
    sqlx::query("ROLLBACK").execute(&mut resting).await.unwrap();
    assert_eq!(closed(&client, &given, r#"{"helped":true}"#).await["helped"], true);
}
