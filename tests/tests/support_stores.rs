//! What support does, over PostgreSQL: every statement is one that it understands as SQLite does.
#![cfg(unix)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};
use wallet_doctor_intake::announcements::{Announcement, Document, Kind, Progress, Severity};
use wallet_doctor_intake::queue::Filter;
use wallet_doctor_intake::store::{Act, Author, Deed, Objects, Stores, TicketState};
use wallet_doctor_intake::{Intake, IntakeOptions, Support};
use wallet_doctor_tests::Postgres;

const SECRET: &str = "kXp2s5v8y_B-E(H+MbQeThWmZq4t7w9z";

fn client() -> Client {
    // reqwest wants one even for plain HTTP.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().expect("a client")
}

fn id(n: u32) -> String {
    format!("67e55044-10b1-426f-9247-{n:012x}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_support_does_is_the_same_in_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    // PostgreSQL runs as another user, who has to get into its folder.
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.path(), mode).unwrap();
    let postgres = Postgres::start(&folder.path().join("postgres"));
    let objects = Objects::Folder(folder.path().join("reports"));
    let stores = Stores { objects, database: postgres.url().parse().unwrap() };
    let options = IntakeOptions { stores: stores.clone(), ..IntakeOptions::new(([127, 0, 0, 1], 0).into(), "") };
    let intake = Intake::start(options).await.unwrap();
    let origin = format!("http://{}", intake.addr());
    let mut ids = Vec::new();
    for n in 1..=3 {
        let pairs = [("report_id", id(n)), ("ticket_key_sha256", hex::encode(Sha256::digest(SECRET)))];
        let metadata = pairs.map(|(name, value)| format!("{name} {}", STANDARD.encode(value))).join(",");
        let sent = client()
            .post(format!("{origin}/reports"))
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", 5)
            .header("Upload-Metadata", metadata)
            .header("Content-Type", "application/offset+octet-stream")
            .body("hello");
        assert_eq!(sent.send().await.unwrap().status(), StatusCode::CREATED);
        ids.push(id(n).parse().unwrap());
    }
    let support = Support::open(&stores).await.unwrap();
    let now = Timestamp::now();
    let agent = || Author::Agent("李娜".to_owned());
    let promised = now + SignedDuration::from_hours(3);
    for act in [
        Act::Acknowledge,
        Act::Expect(promised),
        Act::Answer { text: "您的款项已到账。".to_owned(), after: None },
        Act::Close,
        Act::Reopen,
    ] {
        support.act(ids[1], agent(), act, now).await.unwrap();
    }
    let file = support.ticket(ids[1]).await.unwrap();
    assert_eq!((file.queued.acknowledged_by.as_deref(), file.standing.state), (Some("李娜"), TicketState::Open));
    let trail: Vec<Deed> = file.events.iter().map(|event| event.what).collect();
    let promised = Timestamp::from_microsecond(promised.as_microsecond()).unwrap();
    let closed = Deed::Closed { helped: None };
    assert_eq!(trail, [Deed::Acknowledged, Deed::Expected(promised), Deed::Answered, closed, Deed::Reopened]);

    let document =
        client().get(format!("{origin}/tickets/{}", file.queued.ticket)).bearer_auth(SECRET).send().await.unwrap();
    let document: Value = document.json().await.unwrap();
    assert!(
        document["acknowledged_at"].is_string() && document["answers"][0]["text"] == "您的款项已到账。",
        "{document}"
    );
    let close = client().post(format!("{origin}/tickets/{}/close", file.queued.ticket)).bearer_auth(SECRET);
    assert_eq!(close.body(r#"{"helped":false}"#).send().await.unwrap().status(), StatusCode::OK);
    let listed = async |filter: Filter| {
        let tickets = support.queue(&filter).await.unwrap();
        tickets.into_iter().map(|ticket| ticket.report_id).collect::<Vec<_>>()
    };
    let no_help = Filter { states: Filter::ALL_STATES.to_vec(), helped: Some(false), ..Filter::default() };
    assert_eq!(listed(no_help).await, [ids[1]]);
    assert_eq!(listed(Filter { report: Some(ids[2]), ..Filter::default() }).await, [ids[2]]);
    assert_eq!(listed(Filter { skip: 1, most: 1, ..Filter::default() }).await, [ids[2]]);
    assert_eq!(listed(Filter { until: Some(file.queued.received_at), ..Filter::default() }).await, [ids[0]]);
    let all = Filter { states: Filter::ALL_STATES.to_vec(), skip: 2, ..Filter::default() };
    assert_eq!(support.queued_reports(&all).await.unwrap(), [ids[0], ids[2], ids[1]], "whatever is skipped");
    assert_eq!(support.received_since(file.queued.received_at).await.unwrap().len(), 2);

    let announcement = |title: &str| Announcement {
        id: "a".to_owned(),
        kind: Kind::Incident,
        severity: Severity::Warning,
        state: Progress::InProgress,
        components: Vec::new(),
        starts_at: now,
        ends_at: None,
        updated_at: now,
        title: [("zh-Hans".to_owned(), title.to_owned())].into(),
        body: Default::default(),
        cause: None,
        by: "li".to_owned(),
        voucher: None,
    };
    for title in ["提现延迟", "提现恢复"] {
        let change = |all: &mut Vec<Announcement>, _: Option<&Document>| {
            *all = vec![announcement(title)];
            Ok(Document { content_type: "application/json".to_owned(), body: title.to_owned(), changed_at: now })
        };
        support.announce(change).await.unwrap();
    }
    let served = client().get(format!("{origin}/announcements")).send().await.unwrap();
    assert_eq!(served.text().await.unwrap(), "提现恢复");
    assert_eq!(support.announcements().await.unwrap()[0].title["zh-Hans"], "提现恢复");
    support.delete(ids[1]).await.unwrap();
    assert_eq!(listed(Filter { states: Filter::ALL_STATES.to_vec(), ..Filter::default() }).await, [ids[0], ids[2]]);
    support.close().await;
    intake.stop().await;
}
