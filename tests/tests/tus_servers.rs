//! Reports reach tus servers that others wrote: whole, once, and going on where an upload broke off.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use wallet_doctor_core::config::Case;
use wallet_doctor_core::host::RecordedHost;
use wallet_doctor_core::outbox::{Priority, Submission, SubmissionState};
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_core::{Doctor, fuzzing};
use wallet_doctor_tests::{Arrived, Relay, TusKind, TusServer};

/// From a byte to several chunks, and around the ends of one.
const SIZES: [usize; 8] = [1, 2, 1000, 262_143, 262_144, 262_145, 1_048_577, 3_000_000];
/// A report of many chunks.
const LARGE: usize = 5_000_000;
/// What a resumed upload may have to send again: the longest chunk.
const CHUNK_BYTES: u64 = 1024 * 1024;
/// All headers of one upload, and the questions before it, are less than this.
const HEADER_BYTES: u64 = 32 * 1024;
/// Where an upload is broken off: in the creation, in the first chunk, well into it, and just before the end.
const CUTS: [u64; 4] = [500, 5000, 2_700_000, 4_990_000];
/// How long an upload on this machine may take to get anywhere.
const REACHED_WITHIN: Duration = Duration::from_secs(60);
/// How long until everything is delivered at the latest: after one failure the outbox waits half a minute at most.
const DELIVERED_WITHIN: Duration = Duration::from_secs(120);
/// How often it is tried.
const TRY_EVERY: Duration = Duration::from_millis(200);

/// A phone with an outbox, and the folder of a server.
struct Phone {
    folder: TempDir,
}

impl Phone {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("phone")
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// Queues a report of so many bytes, which no other report of the test has.
    fn queue(&self, bytes: usize, priority: Priority) -> Submission {
        let letter = |index: usize| (index * 31 + index / 251 + bytes).to_le_bytes()[0];
        let report: Vec<u8> = (0..bytes).map(letter).collect();
        let queued = fuzzing::queue(&self.data(), &report, priority).expect("the report is queued");
        assert_eq!((queued.size, &queued.sha256), (bytes as u64, &digest(&report)));
        queued
    }

    fn doctor(&self, intake: &str) -> Doctor {
        doctor(&self.data(), intake)
    }
}

fn doctor(data: &Path, intake: &str) -> Doctor {
    let recipient = SupportIdentity::generate().recipient().to_string();
    let support = json!({ "recipients": [recipient], "intake_url": intake });
    let case = json!({ "doctor": { "provider_name": "Wallet", "data_dir": data, "support": support } });
    let case = Case::from_json(case.to_string().as_bytes()).expect("a valid case");
    Doctor::open(case.doctor, RecordedHost::host(case.app.unwrap_or_default(), None)).expect("the doctor opens")
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn is_delivered(submission: &Submission) -> bool {
    matches!(submission.state, SubmissionState::Delivered { .. })
}

async fn flush(doctor: &Doctor) -> Vec<Submission> {
    doctor.flush_outbox(&NoProgress).await.expect("the outbox works")
}

/// The whole uploads of a report. There must be one, with these bytes.
fn assert_once(arrived: &[Arrived], report: &Submission, context: &str) {
    let id = report.id.to_string();
    let of_it: Vec<_> = arrived.iter().filter(|upload| upload.report_id() == id).collect();
    let whole: Vec<_> = of_it.iter().filter(|upload| upload.complete).collect();
    assert_eq!(whole.len(), 1, "{context}: {of_it:?}");
    assert_eq!((whole[0].bytes, &whole[0].sha256()), (report.size, &report.sha256), "{context}");
    assert_eq!(whole[0].metadata["priority"], report.priority.as_str(), "{context}");
}

async fn all_sizes_arrive(kind: TusKind) {
    let phone = Phone::new();
    let server = TusServer::start(kind, &phone.store());
    let priorities = [Priority::Normal, Priority::Urgent].into_iter().cycle();
    let queued: Vec<_> = SIZES.iter().zip(priorities).map(|(size, priority)| phone.queue(*size, priority)).collect();
    assert_eq!(server.arrived(), []);

    let doctor = phone.doctor(&TusServer::intake_at(server.addr()));
    let kept = flush(&doctor).await;
    assert!(kept.len() == SIZES.len() && kept.iter().all(is_delivered), "{kind:?}: {kept:?}");
    let kept = flush(&doctor).await;
    assert!(kept.iter().all(is_delivered));

    let arrived = server.arrived();
    assert_eq!(arrived.len(), SIZES.len(), "{kind:?}: {arrived:?}");
    for report in &queued {
        assert_once(&arrived, report, &format!("{kind:?}, {} bytes", report.size));
    }
}

async fn a_broken_upload_goes_on(kind: TusKind) {
    for cut in CUTS {
        let context = format!("{kind:?} cut after {cut} bytes");
        let phone = Phone::new();
        let server = TusServer::start(kind, &phone.store());
        let relay = Relay::start(server.addr(), cut).await;
        let report = phone.queue(LARGE, Priority::Normal);
        let doctor = phone.doctor(&TusServer::intake_at(relay.addr()));
        tokio::select! {
            kept = flush(&doctor) => panic!("{context}: it was not broken off: {kept:?}"),
            () = relay.holding() => {}
            () = tokio::time::sleep(REACHED_WITHIN) => panic!("{context}: the upload did not get there"),
        }
        assert!(server.arrived().iter().all(|upload| !upload.complete), "{context}: it has arrived too soon");

        relay.start_over(u64::MAX);
        let kept = flush(&doctor).await;
        assert!(kept.iter().all(is_delivered), "{context}: {kept:?}");
        assert_once(&server.arrived(), &report, &context);
        let again = relay.passed() - report.size;
        assert!(again <= CHUNK_BYTES + HEADER_BYTES, "{context}: {again} bytes more than the report");
    }
}

async fn a_killed_server_gets_it_once(kind: TusKind) {
    let phone = Phone::new();
    let mut server = TusServer::start(kind, &phone.store());
    let relay = Relay::start(server.addr(), CUTS[2]).await;
    let report = phone.queue(LARGE, Priority::Normal);
    let doctor = phone.doctor(&TusServer::intake_at(relay.addr()));
    let killed = async {
        relay.holding().await;
        server.kill();
    };
    let (kept, ()) = tokio::time::timeout(REACHED_WITHIN, async { tokio::join!(flush(&doctor), killed) })
        .await
        .unwrap_or_else(|_| panic!("{kind:?}: the upload did not get there, or did not notice the kill"));
    assert!(matches!(kept[0].state, SubmissionState::Failed { .. }), "{kind:?}: {kept:?}");
    let left = server.arrived();
    assert!(left.len() == 1 && !left[0].complete && left[0].bytes > 0, "{kind:?}: {left:?}");

    tokio::task::block_in_place(|| server.start_again());
    relay.start_over(u64::MAX);
    let given_up = Instant::now() + DELIVERED_WITHIN;
    loop {
        let kept = flush(&doctor).await;
        if kept.iter().all(is_delivered) {
            break;
        }
        assert!(Instant::now() < given_up, "{kind:?}: {kept:?}");
        tokio::time::sleep(TRY_EVERY).await;
    }
    assert_once(&server.arrived(), &report, &format!("{kind:?} killed"));
    assert_eq!(server.arrived().len(), 1, "{kind:?}: the upload that was begun went on");
    let again = relay.passed() - report.size;
    assert!(again <= CHUNK_BYTES + HEADER_BYTES, "{kind:?}: {again} bytes more than the report");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_of_all_sizes_arrive_whole_and_once() {
    for kind in TusKind::ALL {
        all_sizes_arrive(kind).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_broke_off_goes_on_and_sends_a_chunk_again_at_most() {
    for kind in TusKind::ALL {
        a_broken_upload_goes_on(kind).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_and_started_again_gets_the_report_once() {
    for kind in TusKind::ALL {
        a_killed_server_gets_it_once(kind).await;
    }
}
