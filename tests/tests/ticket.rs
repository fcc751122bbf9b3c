//! What becomes of a report after it has arrived, through the public API: support answers, the person reads it and closes it; and
//! one that is taken back in time never gets there.

use jiff::Timestamp;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::outbox::{OutboxError, SubmissionState, UploadFailure};
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::{Complaint, Consent, Doctor, Error, Symptom};
use wallet_doctor_intake::keys::{self, Allowance};
use wallet_doctor_intake::store;
use wallet_doctor_provider::FaultSet;
use wallet_doctor_tests::DeskWorld;

fn agreed() -> Consent {
    Consent::given(Timestamp::now())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_comes_back_and_the_person_closes_it() {
    let desk = DeskWorld::start(FaultSet::none()).await;
    let (doctor, _) = desk.doctor(Locale::ZhHans);
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::FundsMissing), &NoProgress).await.unwrap();
    let draft = doctor.draft_report(&diagnosis, Vec::new()).await.unwrap();
    let sent = doctor.submit(&draft, agreed(), &NoProgress).await.unwrap();
    let SubmissionState::Delivered { ticket: Some(ticket), .. } = sent.state else { panic!("{:?}", sent.state) };
    store::answer(&desk.store(), &ticket, "您的款项已到账。", Timestamp::now()).unwrap();

    let told = doctor.poll_tickets().await.unwrap().remove(0);
    assert!(matches!(told.state, SubmissionState::Answered { .. }), "{:?}", told.state);
    assert_eq!(told.ticket.unwrap().answers[0].text, "您的款项已到账。");
    // Another process of the app sees the same.
    let case = desk.case_via(desk.intake_addr(), Locale::ZhHans);
    let other = Doctor::open(case.doctor.clone(), desk.world.host(&case)).unwrap();
    other.close_ticket(sent.id, Some(true)).await.unwrap();
    doctor.poll_tickets().await.unwrap();
    assert_eq!(store::standing_of(&desk.store(), &ticket).unwrap().helped, Some(true));

    doctor.forget_submission(sent.id).await.unwrap();
    assert_eq!(doctor.submissions().await.unwrap(), []);
    assert_eq!(desk.received().len(), 1, "the desk has it even so");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_that_is_taken_back_in_time_never_arrives() {
    let desk = DeskWorld::start(FaultSet::none()).await;
    let mut case = desk.case_via(desk.intake_addr(), Locale::En);
    // Nobody there, as without a network.
    case.doctor.support.as_mut().unwrap().intake_url = Some("http://127.0.0.1:1/reports".parse().unwrap());
    let offline = Doctor::open(case.doctor.clone(), desk.world.host(&case)).unwrap();
    let diagnosis = offline.diagnose(Complaint::new(Symptom::BalanceIncorrect), &NoProgress).await.unwrap();
    let draft = offline.draft_report(&diagnosis, Vec::new()).await.unwrap();
    let queued = offline.submit(&draft, agreed(), &NoProgress).await.unwrap();
    assert!(queued.state.is_waiting(), "{:?}", queued.state);
    let error = offline.forget_submission(queued.id).await.unwrap_err();
    assert!(matches!(error, Error::Outbox(OutboxError::Waiting)), "{error}");
    offline.withdraw(queued.id).await.unwrap();

    let (doctor, _) = desk.doctor(Locale::En);
    doctor.flush_outbox(&NoProgress).await.unwrap();
    assert_eq!(desk.received().len(), 0);
    assert!(doctor.pending_upload().await.unwrap().is_none());
    doctor.send_again(queued.id).await.unwrap();
    doctor.flush_outbox(&NoProgress).await.unwrap();
    assert_eq!(desk.received().len(), 1);
    let error = doctor.withdraw(queued.id).await.unwrap_err();
    assert!(matches!(error, Error::Outbox(OutboxError::Arrived)), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_apps_are_asked_for_a_key_the_one_in_the_config_is_sent() {
    let desk = DeskWorld::start(FaultSet::none()).await;
    let made = keys::make(&desk.store(), "wallet-android", Allowance::default(), Timestamp::now()).unwrap();
    let mut case = desk.case_via(desk.intake_addr(), Locale::En);
    let stranger = Doctor::open(case.doctor.clone(), desk.world.host(&case)).unwrap();
    let diagnosis = stranger.diagnose(Complaint::new(Symptom::FundsMissing), &NoProgress).await.unwrap();
    let draft = stranger.draft_report(&diagnosis, Vec::new()).await.unwrap();
    let refused = stranger.submit(&draft, agreed(), &NoProgress).await.unwrap();
    assert!(
        matches!(refused.state, SubmissionState::Failed { code: UploadFailure::Refused, .. }),
        "{:?}",
        refused.state
    );
    assert_eq!(desk.received().len(), 0);

    case.doctor.support.as_mut().unwrap().app_key = Some(made.secret.parse().unwrap());
    assert!(!format!("{:?}", case.doctor).contains(&made.secret));
    let known = Doctor::open(case.doctor.clone(), desk.world.host(&case)).unwrap();
    let draft = known.draft_report(&diagnosis, Vec::new()).await.unwrap();
    let sent = known.submit(&draft, agreed(), &NoProgress).await.unwrap();
    assert!(matches!(sent.state, SubmissionState::Delivered { .. }), "{:?}", sent.state);
    assert_eq!(desk.received().len(), 1);
}
