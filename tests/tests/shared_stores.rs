//! Several intakes over PostgreSQL and a bucket: any of them takes any request, one report is received once, and what is killed
//! holds nothing up.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::io::{AsyncWriteExt, DuplexStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use wallet_doctor_core::config::Case;
use wallet_doctor_core::host::RecordedHost;
use wallet_doctor_core::outbox::{Priority, SubmissionState};
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_core::{Doctor, fuzzing};
use wallet_doctor_tests::{Peer, Postgres, S3Server, finished, succeeded, wallet_doctor_desk};

const INTAKES: usize = 3;
const SECRET: &str = "kXp2s5v8y_B-E(H+MbQeThWmZq4t7w9z";
/// How long until what was interrupted works again.
const MENDED_WITHIN: Duration = Duration::from_secs(60);

/// Intakes in processes of their own, and what they share.
struct Desk {
    intakes: Vec<Peer>,
    postgres: Postgres,
    s3: Arc<S3Server>,
    http: Client,
    folder: TempDir,
}

impl Desk {
    fn start() -> Self {
        // reqwest wants one even for plain HTTP; another test of this process may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().expect("a temporary folder");
        // PostgreSQL runs as another user, who has to get into its folder.
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder.path(), mode).expect("a folder of our own");
        let postgres = Postgres::start(&folder.path().join("postgres"));
        let s3 = Arc::new(S3Server::start(&folder.path().join("s3")));
        let intakes = (0..INTAKES).map(|n| intake(&folder.path().join(format!("intake-{n}.log")), &postgres, &s3));
        let intakes = intakes.collect();
        Self { intakes, postgres, s3, http: Client::builder().no_proxy().build().expect("a client"), folder }
    }

    /// A request to the n-th intake.
    fn ask(&self, n: usize, method: Method, path: &str) -> RequestBuilder {
        let addr = self.intakes[n % INTAKES].addr();
        self.http.request(method, format!("http://{addr}{path}")).header("Tus-Resumable", "1.0.0")
    }

    fn create(&self, n: usize, report_id: &str, length: usize) -> RequestBuilder {
        let key = hex::encode(Sha256::digest(SECRET));
        let pairs = [("report_id", report_id), ("ticket_key_sha256", &key)];
        let metadata = pairs.map(|(name, value)| format!("{name} {}", STANDARD.encode(value))).join(",");
        self.ask(n, Method::POST, "/reports").header("Upload-Length", length).header("Upload-Metadata", metadata)
    }

    fn append(&self, n: usize, place: &str, offset: usize, bytes: impl Into<reqwest::Body>) -> RequestBuilder {
        let request = self.ask(n, Method::PATCH, place).header("Upload-Offset", offset);
        request.header("Content-Type", "application/offset+octet-stream").body(bytes)
    }

    async fn ticket(&self, n: usize, ticket: &str) -> Response {
        self.ask(n, Method::GET, &format!("/tickets/{ticket}")).bearer_auth(SECRET).send().await.expect("an answer")
    }

    /// What the bucket has received, in no order.
    fn received(&self) -> Vec<Vec<u8>> {
        self.s3.files("reports").iter().map(|file| std::fs::read(file).expect("an object")).collect()
    }
}

fn intake(log: &Path, postgres: &Postgres, s3: &Arc<S3Server>) -> Peer {
    let (database, s3) = (postgres.url(), s3.clone());
    Peer::start(log, move |listen| {
        let mut command = wallet_doctor_desk();
        command.args(["intake", "--listen", &listen.to_string(), "--store", &s3.url()]);
        s3.told_to(command.env("WALLET_DOCTOR_DESK_DATABASE", &database));
        command
    })
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).map(|value| value.to_str().expect("text").to_owned())
}

/// Bytes that no other report of the test has.
fn bytes(seed: usize, length: usize) -> Vec<u8> {
    (0..length).map(|index| (index * 31 + index / 251 + seed * 7).to_le_bytes()[0]).collect()
}

fn id(n: u32) -> String {
    format!("67e55044-10b1-426f-9247-{n:012x}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_goes_on_at_any_intake_and_all_know_its_ticket() {
    let desk = Desk::start();
    let report = bytes(1, 3_000_000);
    let created = desk.create(0, &id(1), report.len()).send().await.unwrap();
    assert_eq!(created.status(), StatusCode::CREATED);
    let place = header(&created, "location").unwrap();
    let cuts = [0, 1_000_000, 2_345_678, report.len()];
    let mut last = None;
    for (n, cut) in cuts.windows(2).enumerate() {
        let answer = desk.append(n + 1, &place, cut[0], report[cut[0]..cut[1]].to_vec()).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{}", desk.intakes[(n + 1) % INTAKES].said());
        last = header(&answer, "wallet-doctor-ticket");
    }
    let given = last.expect("the last chunk brings the ticket");
    assert!(desk.received() == [report], "other bytes than were sent");
    assert_eq!(desk.s3.files("uploads").iter().filter(|file| file.to_string_lossy().contains("parts")).count(), 0);

    // Support answers beside them, without a running intake of its own.
    let mut say = wallet_doctor_desk();
    say.args(["answer", "--store", &desk.s3.url(), "--database", &desk.postgres.url(), "--ticket", &given]);
    succeeded(desk.s3.told_to(say.args(["--text", "您的款项已到账。"])));
    for n in 0..INTAKES {
        let document: Value = desk.ticket(n, &given).await.json().await.unwrap();
        assert_eq!(document["answers"][0]["text"], "您的款项已到账。", "intake {n}");
    }
    let close = desk.ask(1, Method::POST, &format!("/tickets/{given}/close")).bearer_auth(SECRET);
    assert_eq!(close.body(r#"{"helped":true}"#).send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(desk.ticket(2, &given).await.json::<Value>().await.unwrap()["state"], "closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_report_has_one_upload_whichever_intakes_are_asked() {
    let desk = Desk::start();
    for round in 0..10 {
        let asked = (0..4 * INTAKES).map(|n| desk.create(n, &id(round), 5).send());
        let places: BTreeSet<String> = futures_util::future::join_all(asked)
            .await
            .into_iter()
            .map(|created| header(&created.unwrap(), "location").expect("a place"))
            .collect();
        assert_eq!(places.len(), 1, "round {round}: {places:?}");
        // All at once, and one is enough.
        let place = places.first().unwrap();
        let sent = (0..INTAKES).map(|n| desk.append(n, place, 0, "hello").send());
        let answers = futures_util::future::join_all(sent).await;
        let statuses: Vec<StatusCode> = answers.iter().map(|answer| answer.as_ref().unwrap().status()).collect();
        let expected = [StatusCode::NO_CONTENT, StatusCode::LOCKED, StatusCode::CONFLICT];
        assert!(statuses.iter().all(|status| expected.contains(status)), "round {round}: {statuses:?}");
        assert!(statuses.contains(&StatusCode::NO_CONTENT), "round {round}: {statuses:?}");
        let tickets: BTreeSet<String> =
            answers.iter().filter_map(|answer| header(answer.as_ref().unwrap(), "wallet-doctor-ticket")).collect();
        assert_eq!(tickets.len(), 1, "round {round}: {tickets:?}");
    }
    assert_eq!(desk.received().len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_has_one_writer_among_all_intakes_and_a_kill_frees_it() {
    let mut desk = Desk::start();
    let created = desk.create(0, &id(1), 10).send().await.unwrap();
    let place = header(&created, "location").unwrap();
    // Five bytes, and then nothing.
    let (writing, _held) = writing(&desk, &place).await;
    let head = desk.ask(2, Method::HEAD, &place).send().await.unwrap();
    assert_eq!(header(&head, "upload-offset").unwrap(), "0");
    let refused = desk.append(1, &place, 0, "HELLO").send().await.unwrap();
    assert_eq!((refused.status(), header(&refused, "retry-after")), (StatusCode::LOCKED, Some("1".to_owned())));

    desk.intakes[0].kill();
    assert!(writing.await.unwrap().is_err(), "a killed intake answered");
    let begun = Instant::now();
    let freed = loop {
        let head = desk.ask(1, Method::HEAD, &place).send().await.unwrap();
        let offset: usize = header(&head, "upload-offset").unwrap().parse().unwrap();
        let answer = desk.append(1, &place, offset, b"helloHELLO"[offset..].to_vec()).send().await.unwrap();
        if answer.status() != StatusCode::LOCKED || begun.elapsed() > MENDED_WITHIN {
            break answer;
        }
    };
    assert_eq!(freed.status(), StatusCode::NO_CONTENT);
    assert!(header(&freed, "wallet-doctor-ticket").is_some());
    assert_eq!(desk.received(), [b"helloHELLO"]);
}

/// What an intake says to an empty chunk, which changes nothing where it is let in.
async fn locked_out(desk: &Desk, place: &str) -> StatusCode {
    desk.append(1, place, 0, "").send().await.expect("an answer").status()
}

/// A request of the first intake's that has written `hello` and goes on once it is told, and what tells it.
type Writing = (JoinHandle<reqwest::Result<Response>>, DuplexStream);

/// Begins one, and waits until it keeps everybody else out.
async fn writing(desk: &Desk, place: &str) -> Writing {
    let begin = async || {
        let (body, mut held) = tokio::io::duplex(16);
        let slow = reqwest::Body::wrap_stream(tokio_util::io::ReaderStream::new(body));
        let writing = tokio::spawn(desk.append(0, place, 0, slow).send());
        held.write_all(b"hello").await.expect("room for five bytes");
        (writing, held)
    };
    let (mut writing, mut held) = begin().await;
    let begun = Instant::now();
    while locked_out(desk, place).await != StatusCode::LOCKED {
        assert!(begun.elapsed() < MENDED_WITHIN);
        // The question itself has the lock for a moment, and may have been in the way.
        if writing.is_finished() {
            let answer = writing.await.expect("a request").expect("an answer");
            assert_eq!(answer.status(), StatusCode::LOCKED);
            (writing, held) = begin().await;
        }
    }
    (writing, held)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_killed_loses_no_ticket() {
    let mut desk = Desk::start();
    let deliver = async |desk: &Desk, n: u32| {
        let created = desk.create(0, &id(n), 5).send().await.ok()?;
        let place = header(&created, "location")?;
        header(&desk.append(1, &place, 0, "hello").send().await.ok()?, "wallet-doctor-ticket")
    };
    let given = deliver(&desk, 1).await.expect("a ticket");
    let open = header(&desk.create(0, &id(2), 5).send().await.unwrap(), "location").unwrap();
    desk.postgres.restart();
    let begun = Instant::now();
    let last = loop {
        let answer = desk.append(2, &open, 0, "hello").send().await.unwrap();
        match answer.status() {
            StatusCode::NO_CONTENT => break header(&answer, "wallet-doctor-ticket"),
            // Its bytes are there already, and the ticket comes with the next question.
            StatusCode::CONFLICT => {
                let head = desk.ask(2, Method::HEAD, &open).send().await.unwrap();
                if let Some(ticket) = header(&head, "wallet-doctor-ticket") {
                    break Some(ticket);
                }
            }
            status => assert!([StatusCode::SERVICE_UNAVAILABLE, StatusCode::LOCKED].contains(&status), "{status}"),
        }
        assert!(begun.elapsed() < MENDED_WITHIN, "{}", desk.intakes[2].said());
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(last.is_some_and(|last| last != given));
    for n in 0..INTAKES {
        assert_eq!(desk.ticket(n, &given).await.status(), StatusCode::OK, "intake {n}");
    }
    assert!(deliver(&desk, 3).await.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn apps_and_deletion_are_the_same_in_postgresql_and_a_bucket() {
    let desk = Desk::start();
    let command = |args: &[&str]| {
        let mut command = wallet_doctor_desk();
        command.args(args).args(["--store", &desk.s3.url(), "--database", &desk.postgres.url()]);
        desk.s3.told_to(&mut command);
        command
    };
    let add = ["key", "add", "--app", "wallet", "--max-reports-per-day", "5", "--max-bytes-per-day", "1000"];
    let key = succeeded(&mut command(&add)).trim().to_owned();
    let begin = |n: usize, report: u32| desk.create(n, &id(report), 5).header("Wallet-Doctor-App-Key", &key).send();
    assert_eq!(desk.create(0, &id(0), 5).send().await.unwrap().status(), StatusCode::FORBIDDEN);
    // At all intakes at once: as many as the day has, and not one more.
    let asked = (0..20).map(|n| begin(n, u32::try_from(n).unwrap()));
    let answers: Vec<Response> =
        futures_util::future::join_all(asked).await.into_iter().map(|answer| answer.unwrap()).collect();
    let count = |status: StatusCode| answers.iter().filter(|answer| answer.status() == status).count();
    assert_eq!((count(StatusCode::CREATED), count(StatusCode::TOO_MANY_REQUESTS)), (5, 15));

    let (begun, place) = answers
        .iter()
        .enumerate()
        .find_map(|(n, answer)| Some((u32::try_from(n).ok()?, header(answer, "location")?)))
        .expect("one was begun");
    let sent = desk.append(1, &place, 0, "hello").send().await.unwrap();
    let given = header(&sent, "wallet-doctor-ticket").expect("a ticket");
    assert_eq!(desk.received().len(), 1);
    let queued: Value = serde_json::from_str(&succeeded(&mut command(&["queue", "--app", "wallet"]))).unwrap();
    assert_eq!((&queued["ticket"], &queued["state"]), (&json!(given), &json!("open")));
    let file = desk.folder.path().join("report.wdr");
    let file = file.to_str().unwrap();
    succeeded(&mut command(&["fetch", "--report", &id(begun), "--out", file]));
    assert_eq!(std::fs::read(file).unwrap(), b"hello");
    succeeded(&mut command(&["delete", "--report", &id(begun)]));
    assert_eq!((desk.received().len(), desk.ticket(2, &given).await.status()), (0, StatusCode::NOT_FOUND));
    let again = finished(&mut command(&["delete", "--report", &id(begun)]));
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("no such report"));
    let head = desk.ask(0, Method::HEAD, &place).send().await.unwrap();
    assert_eq!(head.status(), StatusCode::NOT_FOUND);

    let listed: Value = serde_json::from_str(&succeeded(&mut command(&["key", "list"]))).unwrap();
    assert_eq!(listed["allowance"]["max_reports_per_day"], 5);
    succeeded(&mut command(&["key", "revoke", "--id", listed["id"].as_str().unwrap()]));
    assert_eq!(begin(0, 99).await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_are_given_up_free_nobody_elses_lock() {
    let desk = Desk::start();
    let created = desk.create(0, &id(1), 10).send().await.unwrap();
    let place = header(&created, "location").unwrap();
    let (writing, mut held) = writing(&desk, &place).await;
    // Impatient clients of the same intake: each is gone after a few milliseconds.
    for n in 0..200_u64 {
        let other =
            header(&desk.create(0, &id(u32::try_from(n % 5).unwrap() + 10), 10).send().await.unwrap(), "location")
                .unwrap();
        let asked = desk.ask(0, if n % 2 == 0 { Method::DELETE } else { Method::HEAD }, &other).send();
        let _ = tokio::time::timeout(Duration::from_micros(100 * (n % 40)), asked).await;
    }
    assert_eq!(locked_out(&desk, &place).await, StatusCode::LOCKED, "somebody else was let in");
    held.write_all(b"HELLO").await.unwrap();
    drop(held);
    let answer = writing.await.unwrap().unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(desk.received(), [b"helloHELLO"]);
}

/// Hands every connection to the next intake that takes it.
async fn balancer(intakes: Vec<SocketAddr>) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let addr = listener.local_addr().expect("a bound port");
    tokio::spawn(async move {
        let turn = AtomicUsize::new(0);
        while let Ok((mut client, _)) = listener.accept().await {
            let first = turn.fetch_add(1, Ordering::Relaxed);
            let order: Vec<SocketAddr> = (0..intakes.len()).map(|n| intakes[(first + n) % intakes.len()]).collect();
            tokio::spawn(async move {
                for addr in order {
                    if let Ok(mut intake) = TcpStream::connect(addr).await {
                        let _ = tokio::io::copy_bidirectional(&mut client, &mut intake).await;
                        return;
                    }
                }
            });
        }
    });
    addr
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_of_the_sdk_arrive_once_through_a_balancer_while_intakes_die() {
    const REPORTS: usize = 12;
    let mut desk = Desk::start();
    let addr = balancer(desk.intakes.iter().map(Peer::addr).collect()).await;
    let data = desk.folder.path().join("phone");
    let reports: Vec<Vec<u8>> = (0..REPORTS).map(|n| bytes(n, 700_000 + n)).collect();
    for report in &reports {
        fuzzing::queue(&data, report, Priority::Normal).unwrap();
    }
    let support = json!({
        "recipients": [SupportIdentity::generate().recipient().to_string()],
        "intake_url": format!("http://{addr}/reports"),
    });
    let case = json!({ "doctor": { "provider_name": "Wallet", "data_dir": data, "support": support } });
    let case = Case::from_json(case.to_string().as_bytes()).unwrap();
    let doctor = Doctor::open(case.doctor, RecordedHost::host(case.app.unwrap_or_default(), None)).unwrap();
    let begun = Instant::now();
    let mut killed = 0;
    loop {
        doctor.flush_outbox(&NoProgress).await.unwrap();
        let sent = doctor.submissions().await.unwrap();
        let delivered = sent.iter().filter(|one| matches!(one.state, SubmissionState::Delivered { .. })).count();
        if delivered == REPORTS && killed >= INTAKES {
            break;
        }
        assert!(begun.elapsed() < 4 * MENDED_WITHIN, "{sent:?}");
        if killed < INTAKES {
            desk.intakes[killed].start_again();
            killed += 1;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let received: BTreeSet<Vec<u8>> = desk.received().into_iter().collect();
    assert_eq!((desk.received().len(), received), (REPORTS, reports.into_iter().collect()));
}
