//! What support does to tickets, and the trail that it leaves.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::{
    Support,
    limits::MAX_TICKET_EVENTS,
    queue::Filter,
    store::{Act, Author, Deed, StoreError, Stores, TicketState, answer},
};

use crate::{
    support::{Client, start},
    tickets::{SECRET, closed, delivered, document, read},
};

fn agent(name: &str) -> Author {
    Author::Agent(name.to_owned())
}

#[tokio::test]
async fn the_app_sees_what_support_does_and_the_trail_says_who_did_it() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let id = Uuid::new_v4();
    let given = delivered(&client, id, Some(SECRET)).await;
    let support = Support::open(&Stores::in_folder(dir.path())).await.unwrap();
    let told = async || document(read(&client, &given).await).await;
    let now = Timestamp::now();
    let act = async |who: Author, act| support.act(id, who, act, now).await;

    act(agent("li"), Act::Acknowledge).await.unwrap();
    act(agent("li"), Act::Acknowledge).await.unwrap();
    let seen: Timestamp = told().await["acknowledged_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(seen.as_microsecond(), now.as_microsecond());
    let by = now + SignedDuration::from_hours(5);
    act(agent("li"), Act::Expect(by)).await.unwrap();
    let seconds = told().await["expected_reply_s"].as_u64().unwrap();
    assert!((5 * 3600..5 * 3600 + 60).contains(&seconds), "{seconds}");
    assert!(matches!(act(agent("li"), Act::Expect(now)).await, Err(StoreError::NoSuchTime)));
    act(agent("wu"), Act::Answer { text: "Update the app.".to_owned(), after: None }).await.unwrap();
    closed(&client, &given, r#"{"helped":false}"#).await;
    act(agent("li"), Act::Reopen).await.unwrap();
    assert_eq!(told().await["state"], "open", "it is support's turn");
    act(agent("li"), Act::Close).await.unwrap();
    assert_eq!((&told().await["state"], &told().await["helped"]), (&Value::from("closed"), &Value::from(false)));
    answer(dir.path(), &given, "From the command line.", now).unwrap();

    let file = support.ticket(id).await.unwrap();
    let trail: Vec<_> = file.events.into_iter().map(|event| (event.author, event.what)).collect();
    let by = Timestamp::from_microsecond(by.as_microsecond()).unwrap();
    assert_eq!(
        trail,
        [
            (agent("li"), Deed::Acknowledged),
            (agent("li"), Deed::Expected(by)),
            (agent("wu"), Deed::Answered),
            (Author::Person, Deed::Closed { helped: Some(false) }),
            (agent("li"), Deed::Reopened),
            (agent("li"), Deed::Closed { helped: None }),
            (Author::Command, Deed::Answered),
        ]
    );
    assert_eq!((file.queued.acknowledged_by.as_deref(), file.standing.answers.len()), (Some("li"), 2));
    assert_eq!(file.sha256.len(), 64);
    assert_eq!(support.report_of(&given).await.unwrap(), Some(id));
    assert_eq!(support.report_of("../x").await.unwrap(), None);

    let of = |helped| Filter { helped: Some(helped), states: Filter::ALL_STATES.to_vec(), ..Filter::default() };
    assert_eq!((support.queue(&of(false)).await.unwrap().len(), support.queue(&of(true)).await.unwrap().len()), (1, 0));

    support.delete(id).await.unwrap();
    assert!(matches!(support.ticket(id).await, Err(StoreError::NoSuchReport)));
    assert!(matches!(support.act(id, agent("li"), Act::Close, now).await, Err(StoreError::NoSuchReport)));
}

#[tokio::test]
async fn a_filter_names_a_report_and_a_page_follows_a_page() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let mut ids = Vec::new();
    for _ in 0..5 {
        let id = Uuid::new_v4();
        delivered(&client, id, None).await;
        ids.push(id);
    }
    let support = Support::open(&Stores::in_folder(dir.path())).await.unwrap();
    let listed = async |filter: Filter| {
        let tickets = support.queue(&filter).await.unwrap();
        tickets.into_iter().map(|ticket| ticket.report_id).collect::<Vec<_>>()
    };
    assert_eq!(listed(Filter { report: Some(ids[3]), ..Filter::default() }).await, [ids[3]]);
    assert!(listed(Filter { report: Some(Uuid::new_v4()), ..Filter::default() }).await.is_empty());
    assert!(listed(Filter { helped: Some(false), ..Filter::default() }).await.is_empty());
    assert_eq!(listed(Filter { skip: 2, most: 2, ..Filter::default() }).await, ids[2..4]);
    assert_eq!(support.queued_reports(&Filter { most: 1, ..Filter::default() }).await.unwrap(), ids);
    let all = support.received_since(Timestamp::UNIX_EPOCH).await.unwrap();
    assert_eq!(all.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ids);
    let third = all[2].1;
    assert_eq!(support.received_since(third).await.unwrap(), all[2..]);
    assert_eq!(listed(Filter { until: Some(third), ..Filter::default() }).await, ids[..2]);
    let closed = Filter { states: vec![TicketState::Closed], ..Filter::default() };
    assert!(listed(closed).await.is_empty());
}

#[tokio::test]
async fn the_person_cannot_fill_the_trail() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let id = Uuid::new_v4();
    let given = delivered(&client, id, Some(SECRET)).await;
    let most = usize::try_from(MAX_TICKET_EVENTS).unwrap();
    for number in 0..most + 10 {
        closed(&client, &given, if number % 2 == 0 { r#"{"helped":false}"# } else { r#"{"helped":true}"# }).await;
    }
    let support = Support::open(&Stores::in_folder(dir.path())).await.unwrap();
    assert_eq!(support.ticket(id).await.unwrap().events.len(), most);
    support.act(id, agent("li"), Act::Reopen, Timestamp::now()).await.unwrap();
    let events = support.ticket(id).await.unwrap().events;
    assert_eq!((events.len(), &events[most].author), (most + 1, &agent("li")));
}
