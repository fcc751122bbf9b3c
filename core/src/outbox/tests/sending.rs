//! Reports to the real intake, and to a plain tus server of nobody's making.

use std::fs;

use http::Method;
use wallet_doctor_intake::{EXPECTED_REPLY, Intake, IntakeOptions, store};

use super::plain_tus::{Fault, PlainTus};
use super::*;

pub(super) struct Desk {
    folder: tempfile::TempDir,
    intake: Intake,
    pub(super) url: WebUrl,
}

impl Desk {
    pub(super) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let intake = Intake::start(IntakeOptions::new("127.0.0.1:0".parse().unwrap(), folder.path())).await.unwrap();
        let url = format!("http://{}{}", intake.addr(), Intake::base_path()).parse().unwrap();
        Self { folder, intake, url }
    }

    pub(super) fn tickets(&self) -> WebUrl {
        format!("http://{}/tickets", self.intake.addr()).parse().unwrap()
    }

    pub(super) fn store(&self) -> &Path {
        self.folder.path()
    }

    fn received(&self) -> Vec<store::Received> {
        store::received(self.folder.path()).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_arrives_whole_and_brings_a_ticket() {
    let (world, desk) = (World::new(), Desk::start().await);
    let bytes = report(3);
    let queued = world.queue_as(&bytes, Priority::Urgent).unwrap();
    let events = Mutex::new(Vec::new());
    let flushed = world.flush_watched(&desk.url, &|event| events.lock().unwrap().push(event)).await.unwrap();

    let received = desk.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].report_id.to_string(), queued.id.to_string());
    assert_eq!(received[0].sha256, queued.sha256);
    assert_eq!(received[0].priority, store::Priority::Urgent);
    let ticket = Some(received[0].ticket.clone());
    let expected_reply_s = Some(EXPECTED_REPLY.as_secs());
    let delivered = SubmissionState::Delivered { ticket, expected_reply_s, at: world.clock.now() };
    assert_eq!(flushed, [Submission { state: delivered, ..queued }]);

    let total = bytes.len() as u64;
    // How large the chunks after the first are depends on how long it took.
    let told = events.lock().unwrap().clone();
    assert_eq!(
        told.first(),
        Some(&Progress::Uploading { sent: CHUNK_BYTES, total }),
        "which went along with the creation"
    );
    assert_eq!(told.last(), Some(&Progress::Uploading { sent: total, total }));
    assert!(told.is_sorted_by_key(|event| if let Progress::Uploading { sent, .. } = event { *sent } else { 0 }));
    desk.intake.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_broke_off_goes_on_and_arrives_once() {
    let (mut world, desk) = (World::new(), Desk::start().await);
    let queued = world.queue(&report(4));
    world.flush_and_break_off(&desk.url).await;
    world.restart();
    assert_eq!(world.state(queued.id), SubmissionState::Uploading { offset: CHUNK_BYTES });
    let events = Mutex::new(Vec::new());
    world.flush_watched(&desk.url, &|event| events.lock().unwrap().push(event)).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(desk.received().len(), 1);
    assert_eq!(desk.received()[0].sha256, queued.sha256);
    let first = events.lock().unwrap().first().cloned();
    assert!(matches!(first, Some(Progress::Uploading { sent, .. }) if sent >= CHUNK_BYTES), "{first:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivered_report_is_not_sent_again_when_the_index_is_lost() {
    let mut world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(&report(1));
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    server.seen();
    world.restart();
    fs::remove_dir_all(world.own().join("index")).unwrap();
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.methods(), Vec::<String>::new());
    assert!(is_delivered(&world.state(queued.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_whose_index_is_lost_is_found_again_by_the_reports_id() {
    let (mut world, desk) = (World::new(), Desk::start().await);
    let queued = world.queue(&report(2));
    world.flush_and_break_off(&desk.url).await;
    world.restart();
    fs::remove_dir_all(world.own().join("index")).unwrap();
    world.flush(&desk.url).await.unwrap();
    let state = world.state(queued.id);
    assert!(is_delivered(&state), "{state:?}");
    assert_eq!(desk.received().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_last_answer_costs_one_question() {
    let world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(b"small");
    server.fault(Fault { after: true, ..Fault::once(Method::PATCH, 500) });
    world.flush(&server.intake).await.unwrap();
    assert_eq!(world.failure(queued.id), Some(UploadFailure::ServerError));
    assert_eq!(server.methods(), ["OPTIONS", "POST", "PATCH"]);
    world.wait_long();
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.methods(), ["OPTIONS", "HEAD"]);
    let delivered = SubmissionState::Delivered { ticket: None, expected_reply_s: None, at: world.clock.now() };
    assert_eq!(world.state(queued.id), delivered);
    assert_eq!(server.complete(), [b"small"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_at_the_last_moment_is_told_and_the_report_arrives_once() {
    let world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(b"small");
    let note = world.own().join("reports").join(queued.id.to_string()).join("delivered.json.tmp");
    // Open meanwhile, so that the sweep does not take it away.
    let open = world.outbox.make().unwrap();
    std::os::unix::fs::symlink("/dev/full", &note).unwrap();
    assert_eq!(world.flush(&server.intake).await, Err(OutboxError::NoSpace));
    assert!(!is_delivered(&world.state(queued.id)));
    assert!(note.symlink_metadata().is_err());
    drop(open);
    server.seen();
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(server.methods(), ["OPTIONS", "HEAD"]);
    assert_eq!(server.complete().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_urgent_goes_first_and_then_the_oldest() {
    let world = World::new();
    let server = PlainTus::start().await;
    for (bytes, priority) in [(&b"a"[..], Priority::Normal), (b"bb", Priority::Normal), (b"ccc", Priority::Urgent)] {
        world.queue_as(bytes, priority).unwrap();
        world.clock.forward(SignedDuration::from_secs(1));
    }
    world.flush(&server.intake).await.unwrap();
    let seen = server.seen();
    let sizes: Vec<_> = seen.iter().filter(|seen| seen.method == Method::PATCH).map(|seen| seen.bytes).collect();
    assert_eq!(sizes, [3, 1, 2]);
    assert_eq!(seen.iter().filter(|seen| seen.method == Method::OPTIONS).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_flushes_at_once_send_once() {
    let world = World::new();
    let server = PlainTus::start().await;
    world.queue(&report(2));
    let (first, second) = tokio::join!(world.flush(&server.intake), world.flush(&server.intake));
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(server.methods(), ["OPTIONS", "POST", "PATCH"]);
    assert_eq!(server.complete().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_outbox_asks_nobody() {
    let world = World::new();
    let server = PlainTus::start().await;
    assert_eq!(world.flush(&server.intake).await, Ok(vec![]));
    assert_eq!(server.methods(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_report_is_not_sent_and_stops_nobody_else() {
    let world = World::new();
    let server = PlainTus::start().await;
    let damaged = world.queue(b"damaged");
    world.clock.forward(SignedDuration::from_secs(1));
    let whole = world.queue(b"whole");
    fs::write(&damaged.file, b"changed").unwrap();
    world.flush(&server.intake).await.unwrap();
    assert_eq!(world.failure(damaged.id), Some(UploadFailure::Damaged));
    assert!(is_delivered(&world.state(whole.id)));
    assert_eq!(server.complete(), [b"whole"]);
}
