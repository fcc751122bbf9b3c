//! tusd in front of a desk: the reference server takes uploads, its hook hands what is whole to the desk, and the app has its ticket.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use jiff::Timestamp;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::outbox::{Priority, SubmissionState};
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::open;
use wallet_doctor_core::{Complaint, Consent, Doctor, Symptom};
use wallet_doctor_intake::queue::{self, Filter};
use wallet_doctor_intake::store;
use wallet_doctor_provider::FaultSet;
use wallet_doctor_tests::{DeskWorld, Peer, TusKind, wallet_doctor_desk};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_tusd_has_received_whole_is_a_ticket_that_the_app_can_ask_for() {
    let desk = DeskWorld::start(FaultSet::none()).await;
    let (uploads, hooks) = (desk.scratch().join("uploads"), desk.scratch().join("hooks"));
    for folder in [&uploads, &hooks] {
        fs::create_dir(folder).unwrap();
    }
    let program = wallet_doctor_desk().get_program().to_string_lossy().into_owned();
    let hook = hooks.join("pre-finish");
    let script = format!("#!/bin/sh\nexec '{program}' take --tusd-hook --store '{}'\n", desk.store().display());
    fs::write(&hook, script).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let (folder, hooked) = (uploads.clone(), hooks.clone());
    let tusd = Peer::start(&desk.scratch().join("tusd.log"), move |listen| {
        let mut command = TusKind::Tusd.command(listen, &folder);
        command.arg("-hooks-dir").arg(&hooked).args(["-hooks-enabled-events", "pre-finish"]);
        command
    });

    let mut case = desk.case_via(desk.intake_addr(), Locale::ZhHans);
    let support = case.doctor.support.as_mut().unwrap();
    support.intake_url = Some(format!("http://{}/files/", tusd.addr()).parse().unwrap());
    let doctor = Doctor::open(case.doctor.clone(), desk.world.host(&case)).unwrap();
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::FundsMissing), &NoProgress).await.unwrap();
    let draft = doctor.draft_report(&diagnosis, Vec::new()).await.unwrap();
    let sent = doctor.submit(&draft, Consent::given(Timestamp::now()), &NoProgress).await.unwrap();
    let SubmissionState::Delivered { ticket: Some(ticket), expected_reply_s, .. } = sent.state else {
        panic!("{:?}: {}", sent.state, tusd.said());
    };
    assert_eq!(expected_reply_s, Some(24 * 60 * 60));

    let queued = queue::list(&desk.store(), &Filter::default()).unwrap();
    assert_eq!((queued.len(), &queued[0].ticket, sent.priority), (1, &ticket, Priority::Urgent));
    assert_eq!(queued[0].priority, store::Priority::Urgent);
    let sealed = &desk.received()[0].file;
    let opened = open(sealed, &desk.identity, &desk.scratch().join("opened")).unwrap();
    assert_eq!(opened.id(), sent.id);

    store::answer(&desk.store(), &ticket, "您的款项已到账。", Timestamp::now()).unwrap();
    let told = doctor.poll_tickets().await.unwrap().remove(0);
    assert!(matches!(told.state, SubmissionState::Answered { .. }), "{:?}", told.state);
}
