//! From a complaint to a ticket through the public API, and what happens on the way when somebody changes their mind.

use std::fs;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::outbox::SubmissionState;
use wallet_doctor_core::progress::{NoProgress, Progress, StepKind};
use wallet_doctor_core::{Complaint, Consent, Error, Symptom};
use wallet_doctor_provider::{Fault, FaultSet};
use wallet_doctor_tests::DeskWorld;

fn agreed() -> Consent {
    Consent::given(Timestamp::now())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_balance_is_diagnosed_mended_and_reported() {
    let desk = DeskWorld::start(FaultSet::from([Fault::BalanceStaleCache, Fault::CacheOld])).await;
    let (doctor, host) = desk.doctor(Locale::ZhHans);
    let events = Mutex::new(Vec::new());
    let sink = |event: Progress| events.lock().unwrap().push(event);
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::BalanceIncorrect), &sink).await.unwrap();
    assert_eq!(diagnosis.causes[0].code, "data.cache_stale");

    let finished: Vec<StepKind> = events
        .lock()
        .unwrap()
        .iter()
        .filter_map(|event| match event {
            Progress::StepFinished { step, .. } => Some(*step),
            Progress::Planned { .. }
            | Progress::StepStarted { .. }
            | Progress::Judging
            | Progress::Uploading { .. } => None,
        })
        .collect();
    assert_eq!(finished.len(), StepKind::ALL.len(), "each step ends once: {finished:?}");

    let outcome = doctor.run_remedy(&diagnosis.remedies[0], agreed()).await.unwrap();
    let cleared = outcome.cleared.unwrap();
    assert_eq!((cleared.files, outcome.helped), (3, Some(true)));
    assert_eq!(fs::read_dir(desk.world.cache_root()).unwrap().count(), 0);
    doctor.confirm(&cleared.sweep).await.unwrap();
    let shown = host.balances.unwrap().cached().unwrap();
    assert_eq!(shown.balances[0].total.to_string(), "1280.50");

    let draft = doctor.draft_report(&diagnosis, Vec::new()).await.unwrap();
    let submission = doctor.submit(&draft, agreed(), &NoProgress).await.unwrap();
    let received = desk.received();
    assert_eq!(received.len(), 1);
    let SubmissionState::Delivered { ticket, expected_reply_s, .. } = submission.state else {
        panic!("not delivered: {:?}", submission.state)
    };
    assert_eq!(ticket.as_deref(), Some(received[0].ticket.as_str()));
    assert_eq!(expected_reply_s, Some(24 * 60 * 60));
    assert_eq!(received[0].sha256, submission.sha256);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_remedy_can_be_undone_and_nothing_else_is_touched() {
    let desk = DeskWorld::start(FaultSet::from([Fault::BalanceStaleCache])).await;
    let (doctor, _) = desk.doctor(Locale::En);
    let beside = desk.world.cache_root().with_file_name("keys.db");
    fs::write(&beside, b"never touched").unwrap();
    let before = fs::read(desk.world.cache_root().join("balances.json")).unwrap();
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::BalanceIncorrect), &NoProgress).await.unwrap();
    let outcome = doctor.run_remedy(&diagnosis.remedies[0], agreed()).await.unwrap();
    assert!(!desk.world.cache_root().join("balances.json").exists());
    doctor.undo(&outcome.cleared.unwrap().sweep).await.unwrap();
    assert_eq!(fs::read(desk.world.cache_root().join("balances.json")).unwrap(), before);
    assert_eq!(fs::read(&beside).unwrap(), b"never touched");
    assert_eq!(fs::read_dir(beside.parent().unwrap()).unwrap().count(), 2, "a quarantine is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offline_the_report_is_kept_and_arrives_later() {
    let desk = DeskWorld::start(FaultSet::none()).await;
    let (doctor, _) = desk.doctor(Locale::En);
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.unwrap();
    let draft = doctor.draft_report(&diagnosis, Vec::new()).await.unwrap();
    // The same app, with a desk address at which nobody listens.
    let nobody = tokio::net::TcpSocket::new_v4().unwrap();
    nobody.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let case = desk.case_via(nobody.local_addr().unwrap(), Locale::En);
    let cut_off = wallet_doctor_core::Doctor::open(case.doctor, wallet_doctor_core::Host::default()).unwrap();
    let submission = cut_off.submit(&draft, agreed(), &NoProgress).await.unwrap();
    let SubmissionState::Failed { retry_at, .. } = submission.state else { panic!("{:?}", submission.state) };
    assert!(retry_at > submission.created_at);
    assert!(desk.received().is_empty());
    let exported = cut_off.export(submission.id, &desk.world.data_dir().with_file_name("shared.wdr")).await.unwrap();
    assert_eq!(fs::read(exported).unwrap(), fs::read(&submission.file).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancel_ends_a_diagnosis_at_once() {
    let desk = DeskWorld::start(FaultSet::from([Fault::TcpBlackhole])).await;
    let (doctor, _) = desk.doctor(Locale::En);
    let other = doctor.clone();
    let started = Instant::now();
    let cancel = move |event: Progress| {
        // As soon as it is under way.
        if matches!(event, Progress::StepStarted { step: StepKind::Balances }) {
            other.cancel();
        }
    };
    let result = doctor.diagnose(Complaint::new(Symptom::Other), &cancel).await;
    assert!(matches!(result, Err(Error::Cancelled)), "{result:?}");
    assert!(started.elapsed() < Duration::from_secs(2), "the blackhole was waited for");
    // The next one is not cancelled by what was said to the last.
    let again = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.unwrap();
    assert_eq!(again.causes[0].code, "provider.unreachable_only_here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_folder_or_support_the_caller_is_told_which_key_is_missing() {
    let desk = DeskWorld::start(FaultSet::none()).await;
    let mut case = desk.case_via(desk.intake_addr(), Locale::En);
    case.doctor.data_dir = None;
    let doctor = wallet_doctor_core::Doctor::open(case.doctor, wallet_doctor_core::Host::default()).unwrap();
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.unwrap();
    let draft = doctor.draft_report(&diagnosis, Vec::new()).await.unwrap();
    let error = doctor.submit(&draft, agreed(), &NoProgress).await.unwrap_err();
    assert!(matches!(error, Error::NotConfigured { key: "data_dir" }), "{error}");
}
