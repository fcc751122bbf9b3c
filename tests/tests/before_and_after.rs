//! What a person does around a diagnosis, over real sockets and one folder: look before they try, be warned by what failed,
//! keep a receipt, log a call, and hand it all to support where they agree.

use jiff::Timestamp;
use wallet_doctor_core::account::{AttemptOutcome, Money, Movement, Operation, OperationKind};
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::contact::ContactEntry;
use wallet_doctor_core::evidence::Evidence;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::open;
use wallet_doctor_core::{Complaint, Consent, Doctor, Symptom};
use wallet_doctor_provider::{Fault, FaultSet, ProviderOptions, World};
use wallet_doctor_tests::DeskWorld;

fn twenty() -> Movement {
    let money = Money { asset: "CNY".into(), amount: "20.00".parse().expect("an amount") };
    Movement { money, channel: None }
}

fn withdrawal() -> Operation {
    Operation::Withdrawal(twenty())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn maintenance_is_known_before_one_tries_even_with_the_provider_gone() {
    let folder = tempfile::tempdir().unwrap();
    let faults: FaultSet = [Fault::StatusMaintenanceNow].into_iter().collect();
    let world = World::start(ProviderOptions { faults, ..ProviderOptions::default() }, folder.path()).await.unwrap();
    let case = world.case(Locale::En, None).unwrap();
    let host = world.host(&case);
    let open = || Doctor::open(case.doctor.clone(), host.clone()).unwrap();
    let fresh = open().preflight(&withdrawal()).await.unwrap();
    assert!(!fresh.unmet.iter().any(|unmet| unmet.cause.starts_with("provider.")), "nobody has asked yet");
    let doctor = open();
    doctor.diagnose(Complaint::new(Symptom::WithdrawalFailed), &NoProgress).await.unwrap();
    doctor.settle().await;
    world.provider.stop().await;
    let seen = open().preflight(&withdrawal()).await.unwrap();
    let maintenance = seen.unmet.iter().find(|unmet| unmet.cause == "provider.maintenance_in_progress").unwrap();
    assert!(maintenance.missed_by.is_some() && maintenance.advice.retry.is_some(), "{maintenance:?}");
    // Maintenance of withdrawals is no reason not to pay.
    let other = open().preflight(&Operation::Payment(twenty())).await.unwrap();
    assert!(!other.unmet.iter().any(|unmet| unmet.cause.starts_with("provider.")), "{:?}", other.unmet);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipts_and_calls_reach_support_only_where_the_person_agrees() {
    let world = DeskWorld::start(FaultSet::none()).await;
    let (doctor, _) = world.doctor(Locale::En);
    for _ in 0..5 {
        doctor.record_attempt(OperationKind::Withdrawal, AttemptOutcome::Failed).await.unwrap();
    }
    let receipt =
        Evidence::Text { name: Some("receipt.txt".into()), text: "W-2026-7 paid with 4111 1111 1111 1111".into() };
    doctor.keep_evidence("W-2026-7", receipt).await.unwrap();
    let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 64]].concat();
    doctor.keep_evidence("W-2026-7", Evidence::Image { name: None, bytes: png }).await.unwrap();
    let other = Evidence::Text { name: None, text: "another transaction's".into() };
    doctor.keep_evidence("W-2026-8", other).await.unwrap();
    let call = ContactEntry {
        at: Timestamp::now(),
        channel: "phone".into(),
        who: Some("agent 12".into()),
        said: Some("it is being looked at; my number is 13800138000".into()),
        promised: Some("an answer by Friday".into()),
        promised_until: None,
    };
    doctor.log_contact(call).await.unwrap();

    // Another start of the app: all of it is still there.
    let (doctor, _) = world.doctor(Locale::En);
    let complaint = Complaint {
        transaction_ids: vec!["W-2026-7".into()],
        money: Some(twenty().money),
        ..Complaint::new(Symptom::WithdrawalFailed)
    };
    let diagnosis = doctor.diagnose(complaint, &NoProgress).await.unwrap();
    let findings: Vec<String> = diagnosis.findings.iter().map(|finding| finding.code.to_string()).collect();
    assert!(findings.contains(&"attempts.failed_often".to_owned()), "{findings:?}");
    assert!(!diagnosis.contacts.is_empty());
    let plain = doctor.draft_report(&diagnosis, Vec::new()).await.unwrap().preview();
    assert!(!plain.files.iter().any(|file| file.text.as_ref().is_some_and(|text| text.contains("agent 12"))));

    let found = doctor.evidence_for(&diagnosis).await.unwrap();
    assert_eq!(found.len(), 2, "only what belongs to the complaint's own transaction");
    let draft = doctor.draft_report(&diagnosis, Vec::new()).await.unwrap();
    let draft = draft.with_evidence(found).with_contact_log(doctor.contact_log().await.unwrap());
    doctor.submit(&draft, Consent::given(Timestamp::now()), &NoProgress).await.unwrap();

    let received = world.received();
    let out = world.scratch().join("opened");
    let opened = open(&received.first().unwrap().file, &world.identity, &out).unwrap();
    let text = |name: &str| String::from_utf8_lossy(&std::fs::read(out.join(name)).unwrap()).into_owned();
    let report = text("report.json");
    for kept in ["agent 12", "an answer by Friday", "W-2026-7", "\"png\"", "picture"] {
        assert!(report.contains(kept), "{kept}");
    }
    for entry in &opened.manifest.entries {
        let content = text(&entry.name);
        for secret in ["13800138000", "4111 1111", "another transaction"] {
            assert!(!content.contains(secret), "{secret} in {}", entry.name);
        }
    }
}
