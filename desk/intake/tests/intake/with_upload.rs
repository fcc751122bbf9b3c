//! Creations that bring bytes along (creation-with-upload): whole, in part, known already, wrong, broken off.

use crate::{
    support::{Client, LOOPBACK, header, report, start, ticket},
    upload::{go_on, in_small_parts, stands_at},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{RequestBuilder, Response, StatusCode};
use sha2::{Digest, Sha256};
use tempfile::tempdir;
use tokio::{io::AsyncWriteExt, net::TcpStream};
use uuid::Uuid;
use wallet_doctor_intake::{Intake, IntakeOptions, store::received};

fn with(client: &Client, id: Uuid, length: usize, bytes: &[u8]) -> RequestBuilder {
    client
        .create_request(length, &[("report_id", &id.to_string())])
        .header("Content-Type", "application/offset+octet-stream")
        .body(bytes.to_vec())
}

/// The place and the offset that a creation answers.
fn told(response: &Response) -> (String, String) {
    assert_eq!(response.status(), StatusCode::CREATED);
    (header(response, "location").unwrap(), header(response, "upload-offset").unwrap())
}

fn sum(bytes: &[u8]) -> String {
    format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)))
}

#[tokio::test]
async fn a_whole_report_takes_one_request() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(2_500_000));
    let response = with(&client, id, bytes.len(), &bytes).send().await.unwrap();
    let (place, offset) = told(&response);
    assert_eq!(offset, bytes.len().to_string());
    let given = ticket(&response).unwrap();
    assert_eq!(ticket(&client.head(&place).await), Some(given.clone()));
    // The answer was lost: the same again gets the same, and nothing twice.
    let again = with(&client, id, bytes.len(), &bytes).send().await.unwrap();
    assert_eq!((told(&again), ticket(&again)), ((place, offset), Some(given)));
    let all = received(dir.path()).unwrap();
    assert_eq!((all.len(), std::fs::read(&all[0].file).unwrap()), (1, bytes));
}

#[tokio::test]
async fn a_part_is_kept_and_the_rest_goes_on_from_there() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(1000));
    let response = with(&client, id, 1000, &bytes[..300]).send().await.unwrap();
    let (place, offset) = told(&response);
    assert_eq!((offset.as_str(), ticket(&response)), ("300", None));
    assert!(header(&response, "upload-expires").is_some());
    // What has bytes takes none from a creation, not even the next ones.
    for more in [&bytes[..300], &bytes[300..], &bytes] {
        assert_eq!(told(&with(&client, id, 1000, more).send().await.unwrap()), (place.clone(), "300".to_owned()));
    }
    assert!(ticket(&client.patch(&place, 300, &bytes[300..]).await).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
}

#[tokio::test]
async fn one_that_is_known_and_empty_takes_the_bytes() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let id = Uuid::new_v4();
    let place = client.created(id, 5).await;
    // No bytes at all are a creation as any.
    assert_eq!(told(&with(&client, id, 5, b"").send().await.unwrap()), (place.clone(), "0".to_owned()));
    let response = with(&client, id, 5, b"hello").send().await.unwrap();
    assert_eq!(told(&response), (place, "5".to_owned()));
    assert!(ticket(&response).is_some());
    // Of another type they are nobody's: such a creation is one without bytes.
    let other = client.create_request(5, &[("report_id", &Uuid::new_v4().to_string())]);
    let other = other.header("Content-Type", "text/plain").body("hello").send().await.unwrap();
    assert_eq!(told(&other).1, "0");
}

#[tokio::test]
async fn too_much_and_bad_headers_create_nothing() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let long = with(&client, Uuid::new_v4(), 4, b"hello").send().await.unwrap();
    assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let odd = with(&client, Uuid::new_v4(), 5, b"hello").header("Upload-Checksum", "md5 x").send().await.unwrap();
    assert_eq!(odd.status(), StatusCode::BAD_REQUEST);
    assert!(!dir.path().join("uploads").exists(), "a refused creation left something");

    // Without a Content-Length it only shows on the way; then there is an upload, and nothing in it.
    let id = Uuid::new_v4();
    let chunks = (0..3).map(|_| Ok::<_, std::io::Error>(vec![1_u8; 100]));
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
    let long = with(&client, id, 250, b"").body(body).send().await.unwrap();
    assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(header(&client.create(id, 250).await, "upload-offset").unwrap(), "0");
}

#[tokio::test]
async fn a_checksum_counts_as_for_a_patch() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.limits.part_bytes = 1000;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(5500));
    let checked = |sum: String| with(&client, id, 5500, &bytes[..3500]).header("Upload-Checksum", sum).send();
    assert_eq!(checked(sum(b"other")).await.unwrap().status(), 460);
    assert_eq!(told(&client.create(id, 5500).await).1, "0");
    let (place, offset) = told(&checked(sum(&bytes[..3500])).await.unwrap());
    assert_eq!(offset, "3500");
    assert!(ticket(&client.patch(&place, 3500, &bytes[3500..]).await).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
}

/// Sends the head of a creation and some of its body over a socket of its own, and leaves the connection open.
async fn begin(intake: &Intake, id: Uuid, announced: usize, extra: &str, sent: &[u8]) -> TcpStream {
    let mut socket = TcpStream::connect(intake.addr()).await.unwrap();
    let id = STANDARD.encode(id.to_string());
    let head = format!(
        "POST /reports HTTP/1.1\r\nHost: intake\r\nTus-Resumable: 1.0.0\r\nUpload-Length: {announced}\r\n\
         Upload-Metadata: report_id {id}\r\nContent-Type: application/offset+octet-stream\r\n\
         Content-Length: {announced}\r\n{extra}\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(sent).await.unwrap();
    socket.flush().await.unwrap();
    socket
}

/// Creates until the upload stands at `offset`, and answers its place.
async fn created_at(client: &Client, id: Uuid, length: usize, offset: u64) -> String {
    let place = client.created(id, length).await;
    stands_at(client, &place, offset).await;
    place
}

#[tokio::test]
async fn bytes_before_a_broken_connection_are_kept() {
    let dir = tempdir().unwrap();
    let intake = in_small_parts(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(100_000));
    let socket = begin(&intake, id, bytes.len(), "", &bytes[..40_000]).await;
    let place = created_at(&client, id, bytes.len(), 40_000).await;
    drop(socket);
    assert!(ticket(&go_on(&client, &place, 40_000, &bytes[40_000..]).await).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
}

#[tokio::test]
async fn a_connection_that_breaks_at_once_loses_nothing_that_came() {
    let dir = tempdir().unwrap();
    // With parts that only the end of the body fills: the bytes wait in memory when the connection breaks.
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(100_000));
    drop(begin(&intake, id, bytes.len(), "", &bytes[..40_000]).await);
    let place = created_at(&client, id, bytes.len(), 40_000).await;
    assert!(ticket(&go_on(&client, &place, 40_000, &bytes[40_000..]).await).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
}

#[tokio::test]
async fn a_broken_connection_keeps_nothing_that_was_not_checked() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(100_000));
    let checksum = format!("Upload-Checksum: {}\r\n", sum(&bytes));
    drop(begin(&intake, id, bytes.len(), &checksum, &bytes[..40_000]).await);
    let place = created_at(&client, id, bytes.len(), 0).await;
    assert!(ticket(&go_on(&client, &place, 0, &bytes).await).is_some());
}
