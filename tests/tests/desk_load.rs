//! A thousand people send at once, and the intake is killed in the middle.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use sha2::{Digest, Sha256};
use wallet_doctor_intake::store::received;
use wallet_doctor_tests::{Peer, wallet_doctor_desk};

const UPLOADS: usize = 1000;
const BYTES: usize = 1_000_000;
/// Where each goes on with a second chunk.
const CUT: usize = 400_000;
/// The most memory that the intake may have had.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// When it is killed: so many uploads are done.
const KILLED_AFTER: usize = 200;
/// However slow the disk.
const DONE_WITHIN: Duration = Duration::from_secs(8 * 60);

/// What no other upload sends.
fn report(n: usize) -> Vec<u8> {
    let mut state = u32::try_from(n).expect("few") ^ 0x2545_f491;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()
    };
    (0..BYTES / 4).flat_map(|_| next()).collect()
}

fn intake(store: &Path) -> Peer {
    let store = store.to_owned();
    Peer::start(&store.with_extension("log"), move |listen| {
        let mut command = wallet_doctor_desk();
        command.args(["intake", "--listen", &listen.to_string(), "--max-creations-per-minute", "1000000", "--store"]);
        command.arg(&store);
        command
    })
}

/// The most memory that a process has had, in bytes.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process of Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("what it has had");
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().expect("a number") * 1024
}

struct Sender {
    http: Client,
    origin: String,
    /// Requests that got no answer, or were told to come back.
    repeated: AtomicUsize,
    done: AtomicUsize,
}

impl Sender {
    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.origin)).header("Tus-Resumable", "1.0.0")
    }

    /// Asks until there is an answer that is not for later.
    async fn answer(&self, request: impl Fn() -> RequestBuilder) -> Response {
        loop {
            match request().send().await {
                Ok(answer) if !answer.status().is_server_error() && answer.status() != StatusCode::LOCKED => {
                    return answer;
                }
                Ok(_) | Err(_) => {
                    self.repeated.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    /// What any client of tus does: creates, sends, and after each failure asks how far it is. Gives the ticket.
    async fn send(&self, n: usize) -> String {
        let report = report(n);
        let metadata = format!("report_id {}", STANDARD.encode(id(n)));
        let create = || {
            let request = self.ask(Method::POST, "/reports").header("Upload-Length", BYTES);
            request.header("Upload-Metadata", &metadata)
        };
        let place = header(&self.answer(create).await, "location").expect("a place");
        loop {
            let head = self.answer(|| self.ask(Method::HEAD, &place)).await;
            assert_eq!(head.status(), StatusCode::OK, "an upload was lost");
            if let Some(ticket) = header(&head, "wallet-doctor-ticket") {
                self.done.fetch_add(1, Ordering::Relaxed);
                return ticket;
            }
            let from: usize = header(&head, "upload-offset").expect("an offset").parse().expect("a number");
            let until = if from < CUT { CUT } else { BYTES };
            let chunk = report.get(from..until).expect("an offset that was sent").to_vec();
            let request = self.ask(Method::PATCH, &place).header("Upload-Offset", from);
            let request = request.header("Content-Type", "application/offset+octet-stream");
            // However it ends, the next question says how far it got.
            if request.body(chunk).send().await.is_err() {
                self.repeated.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).map(|value| value.to_str().expect("text").to_owned())
}

fn id(n: usize) -> String {
    format!("67e55044-10b1-426f-9247-{n:012x}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_uploads_at_once_survive_a_kill_in_little_memory() {
    // reqwest wants one even for plain HTTP.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("desk");
    let mut intake = intake(&store);
    let http = Client::builder().no_proxy().build().unwrap();
    let origin = format!("http://{}", intake.addr());
    let sender = Arc::new(Sender { http, origin, repeated: AtomicUsize::new(0), done: AtomicUsize::new(0) });
    let begun = Instant::now();
    let sent: Vec<_> = (0..UPLOADS)
        .map(|n| {
            let sender = sender.clone();
            tokio::spawn(async move { (n, sender.send(n).await) })
        })
        .collect();
    let mut peaks = Vec::new();
    while sender.done.load(Ordering::Relaxed) < KILLED_AFTER {
        assert!(begun.elapsed() < DONE_WITHIN, "{} are done", sender.done.load(Ordering::Relaxed));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    peaks.push(peak(intake.id().unwrap()));
    let before = sender.done.load(Ordering::Relaxed);
    intake.start_again();
    let mut tickets = BTreeMap::new();
    for one in sent {
        let (n, ticket) = tokio::time::timeout(DONE_WITHIN, one).await.expect("in time").unwrap();
        tickets.insert(id(n), ticket);
    }
    peaks.push(peak(intake.id().unwrap()));
    println!(
        "{UPLOADS} uploads of {BYTES} bytes in {:.0} s, killed after {before}; {} requests repeated; peaks {:?} MB",
        begun.elapsed().as_secs_f64(),
        sender.repeated.load(Ordering::Relaxed),
        peaks.iter().map(|peak| peak / 1_000_000).collect::<Vec<_>>(),
    );
    assert!(before < UPLOADS, "it was killed too late to tell anything");
    assert!(peaks.iter().all(|peak| *peak <= MAX_BYTES), "{peaks:?}");
    let received = received(&store).unwrap();
    assert_eq!(received.len(), UPLOADS);
    for report_received in received {
        let id = report_received.report_id.to_string();
        assert_eq!(tickets.get(&id), Some(&report_received.ticket));
        let n = usize::from_str_radix(id.rsplit('-').next().unwrap(), 16).unwrap();
        let sum = hex::encode(Sha256::digest(std::fs::read(&report_received.file).unwrap()));
        assert_eq!((sum.as_str(), &sum), (report_received.sha256.as_str(), &hex::encode(Sha256::digest(report(n)))));
    }
}
