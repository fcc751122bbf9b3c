//! Tickets: who may read one and who may not, what of it is sent again, and what a restart keeps.

use std::{path::Path, time::Duration};

use crate::support::{Client, LOOPBACK, TestClock, header, start, ticket};
use jiff::Timestamp;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::{
    Intake, IntakeOptions, Staffing,
    store::{TicketStanding, TicketState, answer, standing_of},
};

pub(crate) const SECRET: &str = "kXp2s5v8y_B-E(H+MbQeThWmZq4t7w9z";

pub(crate) fn key(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Delivers a report, with the key of `secret` if there is one, and answers its ticket.
pub(crate) async fn delivered(client: &Client, id: Uuid, secret: Option<&str>) -> String {
    let (id, key) = (id.to_string(), secret.map(key));
    let mut metadata = vec![("report_id", id.as_str())];
    metadata.extend(key.as_ref().map(|key| ("ticket_key_sha256", key.as_str())));
    let created = client.create_request(5, &metadata).send().await.unwrap();
    assert_eq!(created.status(), StatusCode::CREATED);
    ticket(&client.patch(&header(&created, "location").unwrap(), 0, b"hello").await).unwrap()
}

fn get(client: &Client, ticket: &str, secret: &str) -> RequestBuilder {
    client.bare(Method::GET, &format!("/tickets/{ticket}")).bearer_auth(secret)
}

pub(crate) async fn read(client: &Client, ticket: &str) -> Response {
    get(client, ticket, SECRET).send().await.unwrap()
}

pub(crate) fn close(client: &Client, ticket: &str, secret: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
    client.bare(Method::POST, &format!("/tickets/{ticket}/close")).bearer_auth(secret).body(body)
}

pub(crate) async fn closed(client: &Client, ticket: &str, body: &'static str) -> Value {
    let response = close(client, ticket, SECRET, body).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{body}");
    document(response).await
}

/// The document, after a look at the headers that every one has.
pub(crate) async fn document(response: Response) -> Value {
    assert_eq!(header(&response, "content-type").unwrap(), "application/json");
    assert_eq!(header(&response, "cache-control").unwrap(), "no-store");
    let tag = header(&response, "etag").unwrap();
    let body = response.bytes().await.unwrap();
    assert_eq!(tag, format!("\"{}\"", hex::encode(Sha256::digest(&body))));
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn the_whole_life_of_a_ticket() {
    let dir = tempdir().unwrap();
    let time = TestClock::new();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.clock = time.clock();
    options.staffing = Staffing::around_the_clock(Duration::from_secs(60), Duration::from_secs(3600));
    let intake = Intake::start(options.clone()).await.unwrap();
    let client = Client::new(&intake);
    let id = Uuid::new_v4();
    let given = delivered(&client, id, Some(SECRET)).await;

    let mut expected = json!({
        "version": 1, "ticket": given, "state": "open", "received_at": "2027-01-15T08:00:00Z",
        "acknowledged_at": null, "expected_reply_s": 3600, "answers": [], "helped": null,
    });
    assert_eq!(document(read(&client, &given).await).await, expected);
    let untouched = TicketStanding { expected_reply_seconds: 3600, ..TicketStanding::default() };
    assert_eq!(standing_of(dir.path(), &given).unwrap(), untouched);
    assert!(!dir.path().join("standings").exists(), "to read is to write nothing");

    answer(dir.path(), &given, "请更新到 3.2。\nThen try \"again\".", at("2027-01-15T09:00:00Z")).unwrap();
    answer(dir.path(), &given, "Did it help?", at("2027-01-15T10:00:00Z")).unwrap();
    expected["state"] = json!("answered");
    expected["answers"] = json!([
        { "at": "2027-01-15T09:00:00Z", "text": "请更新到 3.2。\nThen try \"again\"." },
        { "at": "2027-01-15T10:00:00Z", "text": "Did it help?" },
    ]);
    assert_eq!(document(read(&client, &given).await).await, expected);

    time.forward(7200);
    expected["state"] = json!("closed");
    for (body, helped) in [
        (r#"{"helped":false}"#, json!(false)),
        (r#"{"helped":false}"#, json!(false)),
        (r#"{"helped":null}"#, json!(null)),
        (r#"{"helped":true}"#, json!(true)),
    ] {
        expected["helped"] = helped;
        assert_eq!(closed(&client, &given, body).await, expected);
        assert_eq!(document(read(&client, &given).await).await, expected);
        assert_eq!(standing_of(dir.path(), &given).unwrap().closed_at, Some(at("2027-01-15T10:00:00Z")));
        time.forward(1);
    }

    intake.stop().await;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    assert_eq!(document(read(&client, &given).await).await, expected);

    answer(dir.path(), &given, "One more thing.", at("2027-01-16T08:00:00Z")).unwrap();
    let again = standing_of(dir.path(), &given).unwrap();
    assert_eq!((again.state, again.helped, again.closed_at), (TicketState::Answered, Some(true), None));
    assert_eq!(again.answers.len(), 3);
    assert_eq!(document(read(&client, &given).await).await["state"], "answered");
}

#[tokio::test]
async fn whoever_has_not_the_secret_learns_nothing() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let mine = delivered(&client, Uuid::new_v4(), Some(SECRET)).await;
    let others = delivered(&client, Uuid::new_v4(), Some("another secret")).await;
    let keyless = delivered(&client, Uuid::new_v4(), None).await;
    let reading = |ticket: &str| client.bare(Method::GET, &format!("/tickets/{ticket}"));
    let closing = |ticket: &str| {
        client.bare(Method::POST, &format!("/tickets/{ticket}/close")).body(r#"{"helped":true}"#.to_owned())
    };
    let closing_with_rubbish = |ticket: &str| closing(ticket).body("rubbish");
    let mut seen = Vec::new();
    for ask in [&reading as &dyn Fn(&str) -> RequestBuilder, &closing, &closing_with_rubbish] {
        for request in [
            ask(&mine),
            ask(&mine).bearer_auth("wrong"),
            ask(&mine).bearer_auth(""),
            ask(&mine).bearer_auth(key(SECRET)),
            ask(&mine).bearer_auth(format!("{SECRET}x")),
            ask(&mine).basic_auth("app", Some(SECRET)),
            ask(&mine).bearer_auth(SECRET).bearer_auth(SECRET),
            ask(&mine.to_lowercase()).bearer_auth(SECRET),
            ask(&others).bearer_auth(SECRET),
            ask(&keyless).bearer_auth(SECRET),
            ask(&keyless),
            ask("WD-0000-0000").bearer_auth(SECRET),
            ask("WD-0000-0000"),
            ask("rubbish").bearer_auth(SECRET),
            ask("..%2Ftickets").bearer_auth(SECRET),
            ask("%ff").bearer_auth(SECRET),
            ask("%00").bearer_auth(SECRET),
        ] {
            let response = request.send().await.unwrap();
            let mut headers = response.headers().clone();
            headers.remove("date");
            seen.push((response.status(), headers, response.text().await.unwrap()));
        }
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    assert_eq!((seen[0].0, seen[0].2.as_str()), (StatusCode::NOT_FOUND, "there is no such ticket\n"));
    for ticket in [&mine, &others, &keyless] {
        assert_eq!(standing_of(dir.path(), ticket).unwrap().state, TicketState::Open);
    }
    assert_eq!(read(&client, &mine).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_the_app_has_already_is_not_sent_again() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let given = delivered(&client, Uuid::new_v4(), Some(SECRET)).await;
    let tag = header(&read(&client, &given).await, "etag").unwrap();
    let asked = |condition: String| get(&client, &given, SECRET).header("If-None-Match", condition).send();
    for condition in [tag.clone(), format!("W/{tag}"), format!("\"a,b\", {tag}"), "*".to_owned()] {
        let response = asked(condition.clone()).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{condition}");
        assert_eq!(header(&response, "etag").unwrap(), tag);
        assert_eq!(header(&response, "cache-control").unwrap(), "no-store");
        assert!(response.bytes().await.unwrap().is_empty());
    }
    for condition in ["\"other\"".to_owned(), tag.replace('"', "")] {
        assert_eq!(asked(condition.clone()).await.unwrap().status(), StatusCode::OK, "{condition}");
    }
    // Who may not read it does not learn either that something is there.
    let stranger = get(&client, &given, "wrong").header("If-None-Match", "*").send().await.unwrap();
    assert_eq!(stranger.status(), StatusCode::NOT_FOUND);

    answer(dir.path(), &given, "Try again.", Timestamp::UNIX_EPOCH).unwrap();
    let fresh = asked(tag.clone()).await.unwrap();
    assert_eq!(fresh.status(), StatusCode::OK);
    let answered = header(&fresh, "etag").unwrap();
    assert_ne!(answered, tag);
    assert_eq!(document(fresh).await["answers"][0]["text"], "Try again.");
    closed(&client, &given, r#"{"helped":true}"#).await;
    assert_eq!(asked(answered).await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn head_is_get_without_the_body_and_other_methods_are_named() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let given = delivered(&client, Uuid::new_v4(), Some(SECRET)).await;
    let path = format!("/tickets/{given}");
    let got = read(&client, &given).await;
    let head = client.bare(Method::HEAD, &path).bearer_auth(SECRET).send().await.unwrap();
    assert_eq!(head.status(), StatusCode::OK);
    for name in ["etag", "content-type", "content-length", "cache-control"] {
        assert!(header(&got, name).is_some(), "{name}");
        assert_eq!(header(&head, name), header(&got, name), "{name}");
    }
    assert!(head.bytes().await.unwrap().is_empty());
    let tag = header(&got, "etag").unwrap();
    let known = client.bare(Method::HEAD, &path).bearer_auth(SECRET).header("If-None-Match", tag);
    assert_eq!(known.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);

    for (path, allowed, others) in [
        (path.clone(), "GET,HEAD", [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS]),
        (format!("{path}/close"), "POST", [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS]),
    ] {
        for method in others {
            let response = client.bare(method.clone(), &path).bearer_auth(SECRET).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert_eq!(header(&response, "allow").unwrap(), allowed, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_key_is_optional_and_the_first_one_stays() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let id = Uuid::new_v4().to_string();
    let upper = key(SECRET).to_uppercase();
    for bad in ["", "5a", SECRET, &upper, &format!("{}0", key(SECRET)), &key(SECRET).replace(|c: char| c > '9', "g")] {
        let response =
            client.create_request(5, &[("report_id", &id), ("ticket_key_sha256", bad)]).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{bad}");
        let text = response.text().await.unwrap();
        assert!(text.contains("ticket_key_sha256") && text.contains("64 lower-case hex digits"), "{text}");
    }
    assert!(!dir.path().join("uploads").exists(), "a refused creation left something");

    let create = |secret: Option<&str>| {
        let key = secret.map(key);
        let mut metadata = vec![("report_id", id.as_str())];
        metadata.extend(key.as_ref().map(|key| ("ticket_key_sha256", key.as_str())));
        client.create_request(5, &metadata).send()
    };
    let place = header(&create(Some(SECRET)).await.unwrap(), "location").unwrap();
    for later in [Some("a thief's"), None] {
        let again = create(later).await.unwrap();
        assert_eq!((again.status(), header(&again, "location")), (StatusCode::CREATED, Some(place.clone())));
    }
    let given = ticket(&client.patch(&place, 0, b"hello").await).unwrap();
    assert_eq!(create(Some("a thief's")).await.unwrap().status(), StatusCode::CREATED);
    assert_eq!(read(&client, &given).await.status(), StatusCode::OK);
    assert_eq!(get(&client, &given, "a thief's").send().await.unwrap().status(), StatusCode::NOT_FOUND);
    assert!(!holds(dir.path(), SECRET), "the secret was written down");
}

/// Whether any file of the store has `text` in it.
fn holds(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            holds(&path, text)
        } else {
            String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains(text)
        }
    })
}

#[tokio::test]
async fn the_ticket_of_an_app_without_a_secret_is_for_support_alone() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let given = delivered(&client, Uuid::new_v4(), None).await;
    assert_eq!(read(&client, &given).await.status(), StatusCode::NOT_FOUND);
    answer(dir.path(), &given, "By phone.", Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(standing_of(dir.path(), &given).unwrap().answers.len(), 1);
}
