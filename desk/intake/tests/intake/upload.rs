//! Whole uploads over real sockets: in pieces, twice, at the same time, broken off, across a restart.

use std::{path::Path, sync::Arc, time::Duration};

use crate::support::{Client, LOOPBACK, header, report, start, ticket};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use futures_util::{StreamExt, future::join_all, stream};
use reqwest::{Method, Response, StatusCode};
use sha2::{Digest, Sha256};
use tempfile::tempdir;
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::oneshot};
use uuid::Uuid;
use wallet_doctor_intake::{Intake, IntakeOptions, store::received};

/// The test binary as a whole waits no longer than this for something that must happen.
const SOON: Duration = Duration::from_secs(20);

/// Asks until the upload stands at `offset`.
pub(crate) async fn stands_at(client: &Client, place: &str, offset: u64) {
    tokio::time::timeout(SOON, async {
        while client.offset(place).await != offset {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("the offset was never reached");
}

/// Goes on with an upload whose last PATCH broke off: its bytes show a moment before its lock is free, and 423 asks to
/// try again.
pub(crate) async fn go_on(client: &Client, place: &str, offset: usize, bytes: &[u8]) -> Response {
    tokio::time::timeout(SOON, async {
        loop {
            let response = client.patch(place, offset, bytes).await;
            if response.status() != StatusCode::LOCKED {
                return response;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("the lock was never given free")
}

#[tokio::test]
async fn a_report_in_chunks_is_received_byte_for_byte() {
    let dir = tempdir().unwrap();
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    let list = told.clone();
    options.on_received = Some(Arc::new(move |ticket, size| list.lock().unwrap().push((ticket.to_owned(), size))));
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(3_500_000));

    let created = client.create(id, bytes.len()).await;
    assert_eq!(header(&created, "upload-offset").unwrap(), "0");
    assert!(header(&created, "upload-expires").unwrap().ends_with(" GMT"));
    assert_eq!(ticket(&created), None);
    let place = header(&created, "location").unwrap();
    assert!(!place.contains(&id.to_string()), "the place can be guessed from the report's id");

    let mut offset = 0;
    let mut last = None;
    for chunk in bytes.chunks(1_234_567) {
        assert!(received(dir.path()).unwrap().is_empty());
        let response = client.patch(&place, offset, chunk).await;
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        assert_eq!(header(&response, "tus-resumable").unwrap(), "1.0.0");
        offset += chunk.len();
        assert_eq!(header(&response, "upload-offset").unwrap(), offset.to_string());
        last = ticket(&response);
    }
    let last = last.expect("a ticket with the last byte");
    let head = client.head(&place).await;
    assert_eq!(ticket(&head).unwrap(), last);
    assert_eq!(header(&head, "wallet-doctor-expected-reply").unwrap(), "86400");
    assert_eq!(header(&head, "cache-control").unwrap(), "no-store");
    assert_eq!(header(&head, "upload-length").unwrap(), bytes.len().to_string());
    intake.stop().await;

    let all = received(dir.path()).unwrap();
    let [one] = &all[..] else { panic!("{all:?}") };
    assert_eq!((one.report_id, &one.ticket, one.size), (id, &last, bytes.len() as u64));
    assert_eq!(one.sha256, hex::encode(Sha256::digest(&bytes)));
    assert!(one.file.ends_with(format!("reports/{id}.wdr")));
    assert_eq!(std::fs::read(&one.file).unwrap(), bytes);
    assert_eq!(*told.lock().unwrap(), [(last, bytes.len() as u64)]);
    assert!(!dir.path().join("uploads").join(place.rsplit('/').next().unwrap()).join("parts").exists());
}

#[tokio::test]
async fn creating_again_gives_the_same_upload_before_during_and_after() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(1000));
    let place = client.created(id, 1000).await;
    assert_eq!(client.created(id, 1000).await, place);

    assert_eq!(client.patch(&place, 0, &bytes[..400]).await.status(), StatusCode::NO_CONTENT);
    let during = client.create(id, 1000).await;
    assert_eq!((during.status(), header(&during, "location")), (StatusCode::CREATED, Some(place.clone())));
    assert_eq!(header(&during, "upload-offset").unwrap(), "400");

    let given = ticket(&client.patch(&place, 400, &bytes[400..]).await).unwrap();
    let after = client.create(id, 1000).await;
    assert_eq!((after.status(), header(&after, "location")), (StatusCode::CREATED, Some(place.clone())));
    assert_eq!((header(&after, "upload-offset").unwrap().as_str(), ticket(&after)), ("1000", Some(given.clone())));

    // The answer to the last chunk was lost: an empty one gets it again, more bytes do not fit.
    let again = client.patch(&place, 1000, &[]).await;
    assert_eq!((again.status(), ticket(&again)), (StatusCode::NO_CONTENT, Some(given)));
    assert_eq!(client.patch(&place, 1000, b"x").await.status(), StatusCode::PAYLOAD_TOO_LARGE);

    let other = client.create(id, 999).await;
    assert_eq!(other.status(), StatusCode::CONFLICT);
    assert!(other.text().await.unwrap().contains("1000"));
    assert_eq!(received(dir.path()).unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_creations_at_once_give_one_upload() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let id = Uuid::new_v4();
    let places = join_all((0..20).map(|_| client.created(id, 10))).await;
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
    assert_eq!(std::fs::read_dir(dir.path().join("uploads")).unwrap().count(), 1);
}

#[tokio::test]
async fn two_reports_have_two_tickets() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (first, second) = (client.created(Uuid::new_v4(), 3).await, client.created(Uuid::new_v4(), 3).await);
    assert_ne!(first, second);
    let one = ticket(&client.patch(&first, 0, b"one").await).unwrap();
    let two = ticket(&client.patch(&second, 0, b"two").await).unwrap();
    assert_ne!(one, two);
    let all = received(dir.path()).unwrap();
    let content = |wanted: &str| std::fs::read(&all.iter().find(|r| r.ticket == wanted).unwrap().file).unwrap();
    assert_eq!((content(&one), content(&two)), (b"one".to_vec(), b"two".to_vec()));
}

#[tokio::test]
async fn a_restart_in_the_middle_goes_on_where_it_was() {
    let dir = tempdir().unwrap();
    let (id, bytes) = (Uuid::new_v4(), report(2_500_000));
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let place = client.created(id, bytes.len()).await;
    assert_eq!(client.patch(&place, 0, &bytes[..1_100_000]).await.status(), StatusCode::NO_CONTENT);
    intake.stop().await;

    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    assert_eq!(client.offset(&place).await, 1_100_000);
    assert_eq!(client.created(id, bytes.len()).await, place);
    let given = ticket(&client.patch(&place, 1_100_000, &bytes[1_100_000..]).await).unwrap();
    intake.stop().await;

    let intake = start(dir.path()).await;
    assert_eq!(ticket(&Client::new(&intake).head(&place).await).unwrap(), given);
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
}

/// Sends the head of a PATCH and some of its body over a socket of its own, and leaves the connection open.
async fn begin_patch(intake: &Intake, place: &str, announced: usize, extra: &str, sent: &[u8]) -> TcpStream {
    let mut socket = TcpStream::connect(intake.addr()).await.unwrap();
    let head = format!(
        "PATCH {place} HTTP/1.1\r\nHost: intake\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n\
         Content-Type: application/offset+octet-stream\r\nContent-Length: {announced}\r\n{extra}\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(sent).await.unwrap();
    socket.flush().await.unwrap();
    socket
}

#[tokio::test]
async fn bytes_before_a_broken_connection_are_kept() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(100_000));
    let place = client.created(id, bytes.len()).await;
    drop(begin_patch(&intake, &place, bytes.len(), "", &bytes[..40_000]).await);
    stands_at(&client, &place, 40_000).await;
    assert!(ticket(&go_on(&client, &place, 40_000, &bytes[40_000..]).await).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
}

#[tokio::test]
async fn an_upload_in_flight_goes_on_after_a_stop() {
    let dir = tempdir().unwrap();
    let intake = in_small_parts(dir.path()).await;
    let client = Client::new(&intake);
    let (id, bytes) = (Uuid::new_v4(), report(100_000));
    let place = client.created(id, bytes.len()).await;
    let _socket = begin_patch(&intake, &place, bytes.len(), "", &bytes[..30_000]).await;
    stands_at(&client, &place, 30_000).await;
    intake.stop().await;
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    assert_eq!(client.offset(&place).await, 30_000);
    assert!(ticket(&client.patch(&place, 30_000, &bytes[30_000..]).await).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
}

/// An intake that stores every piece as it comes, so that the offset shows what has arrived.
pub(crate) async fn in_small_parts(store: &Path) -> Intake {
    let mut options = IntakeOptions::new(LOOPBACK, store);
    options.limits.part_bytes = 1;
    Intake::start(options).await.unwrap()
}

#[tokio::test]
async fn a_broken_connection_keeps_nothing_that_was_not_checked() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let bytes = report(3_000_000);
    let place = client.created(Uuid::new_v4(), bytes.len()).await;
    let held = dir.path().join("uploads").join(place.rsplit('/').next().unwrap()).join("held");
    let sum = format!("Upload-Checksum: sha256 {}\r\n", STANDARD.encode(Sha256::digest(&bytes)));
    let socket = begin_patch(&intake, &place, bytes.len(), &sum, &bytes[..2_500_000]).await;
    until("something is held", || held.exists()).await;
    assert_eq!(client.offset(&place).await, 0);
    drop(socket);
    until("nothing is held", || !held.exists()).await;
    assert_eq!(client.offset(&place).await, 0);
}

pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let asked = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(SOON, asked).await.is_ok(), "it never came to that {what}");
}

#[tokio::test]
async fn a_second_patch_meanwhile_is_locked_out() {
    let dir = tempdir().unwrap();
    let intake = in_small_parts(dir.path()).await;
    let client = Client::new(&intake);
    let bytes = report(1000);
    let place = client.created(Uuid::new_v4(), 1000).await;
    let (go, wait) = oneshot::channel::<()>();
    let (first, rest) = (bytes[..500].to_vec(), bytes[500..].to_vec());
    let slow = stream::iter([Ok::<_, std::io::Error>(Bytes::from(first))]).chain(stream::once(async move {
        let _ = wait.await;
        Ok(Bytes::from(rest))
    }));
    let request = client.patch_request(&place, 0).body(reqwest::Body::wrap_stream(slow));
    let slow = tokio::spawn(request.send());
    stands_at(&client, &place, 500).await;
    let refused = client.patch(&place, 500, &bytes[500..]).await;
    assert_eq!(refused.status(), StatusCode::LOCKED);
    assert_eq!(header(&refused, "retry-after").unwrap(), "1");
    assert_eq!(client.delete(&place).await, StatusCode::LOCKED);
    assert_eq!(client.head(&place).await.status(), StatusCode::OK);
    go.send(()).unwrap();
    assert!(ticket(&slow.await.unwrap().unwrap()).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
}

#[tokio::test]
async fn a_silent_body_gives_the_lock_free_and_keeps_what_came() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.limits.body_idle_timeout = Duration::from_millis(200);
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let place = client.created(Uuid::new_v4(), 1000).await;
    let _open = begin_patch(&intake, &place, 1000, "", &report(300)).await;
    stands_at(&client, &place, 300).await;
    assert_eq!(go_on(&client, &place, 300, b"abc").await.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_client_that_never_finishes_its_request_is_let_go() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.limits.header_read_timeout = Duration::from_millis(100);
    options.limits.max_connections = 1;
    let intake = Intake::start(options).await.unwrap();
    let mut slow = TcpStream::connect(intake.addr()).await.unwrap();
    slow.write_all(b"P").await.unwrap();
    // The only place is taken until the slow one is let go.
    let health = Client::new(&intake).bare(Method::GET, "/health").timeout(SOON).send().await.unwrap();
    assert_eq!(health.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_uploads_at_once_do_not_mix() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    // Far too little memory for all of them: parts must get smaller, not wait for each other.
    options.limits.buffer_bytes = 100_000;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let tickets = join_all((0..24_u8).map(|n| {
        let client = client.clone();
        async move {
            let id = Uuid::from_u128(u128::from(n));
            let place = client.created(id, 200_000).await;
            ticket(&client.patch(&place, 0, &vec![n; 200_000]).await).unwrap()
        }
    }))
    .await;
    let all = received(dir.path()).unwrap();
    assert_eq!(all.len(), 24);
    for one in all {
        let n = one.report_id.as_u128().to_le_bytes()[0];
        assert_eq!(one.ticket, tickets[usize::from(n)]);
        assert!(std::fs::read(&one.file).unwrap().iter().all(|byte| *byte == n));
    }
}

#[tokio::test]
async fn over_tls_with_a_certificate_of_our_own() {
    let dir = tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.tls = Some(wallet_doctor_intake::TlsIdentity {
        cert_pem: made.cert.pem(),
        key_pem: made.signing_key.serialize_pem(),
    });
    let intake = Intake::start(options).await.unwrap();
    let origin = format!("https://localhost:{}", intake.addr().port());

    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let client = Client::over(&origin, roots);
    let health = client.bare(Method::GET, "/health").send().await.unwrap();
    assert_eq!(health.version(), reqwest::Version::HTTP_2);
    let place = client.created(Uuid::new_v4(), 5).await;
    assert!(ticket(&client.patch(&place, 0, b"hello").await).is_some());

    let stranger = Client::over(&origin, rustls::RootCertStore::empty());
    assert!(stranger.bare(Method::GET, "/health").send().await.is_err());
    intake.stop().await;
}

#[tokio::test]
async fn names_of_uploads_that_are_none_leave_nothing_behind() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    for n in 0..50 {
        let place = format!("/reports/{n:032x}");
        assert_eq!(client.patch(&place, 0, b"x").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(client.delete(&place).await, StatusCode::NOT_FOUND);
        assert_eq!(client.head(&place).await.status(), StatusCode::NOT_FOUND);
    }
    let locks = std::fs::read_dir(dir.path().join("desk.sqlite.locks")).unwrap().flatten();
    let names: Vec<_> = locks.map(|entry| entry.file_name()).filter(|name| name != "migration").collect();
    assert!(names.is_empty(), "{names:?}");
    assert!(!dir.path().join("uploads").exists());
}

#[tokio::test]
async fn a_received_report_leaves_nothing_to_sweep() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let place = client.created(Uuid::new_v4(), 5).await;
    let given = ticket(&client.patch(&place, 0, b"hello").await);
    assert!(given.is_some());
    let left = std::fs::read_dir(dir.path().join("uploads")).into_iter().flatten().count();
    assert_eq!(left, 0, "each would cost every sweep its time");
    // It is known all the same, also after a restart.
    assert_eq!(ticket(&client.head(&place).await), given);
    intake.stop().await;
    let intake = start(dir.path()).await;
    assert_eq!(ticket(&Client::new(&intake).head(&place).await), given);
    assert_eq!(Client::new(&intake).delete(&place).await, StatusCode::FORBIDDEN);
}
