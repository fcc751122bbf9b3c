//! Every form in which a provider publishes its state, in every state, over real sockets: the cause, and the sentences in
//! both languages as `tests/snapshots/status.*.txt` has them. `UPDATE_SNAPSHOTS=1` writes those anew; they are to be read
//! before they are committed.
//!
//! Which cause is due is `tests/status_matrix.json`: by document and state, `null` where nothing may be said, and a
//! missing state where the format has no word for it, so that nothing may be said either.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use regex::Regex;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::diagnosis::Diagnosis;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::{Complaint, Doctor, Symptom};
use wallet_doctor_provider::{Fault, FaultSet, ProviderOptions, StatusDocument, World};

/// The states, what brings them about, and what somebody complains about then.
const STATES: [(&str, &[Fault], Symptom); 7] = [
    ("fine", &[], Symptom::WithdrawalFailed),
    ("degraded", &[Fault::StatusDegraded], Symptom::HistoryUnavailable),
    ("outage", &[Fault::StatusMajorOutage], Symptom::WithdrawalFailed),
    ("maintenance_now", &[Fault::StatusMaintenanceNow], Symptom::WithdrawalFailed),
    ("maintenance_soon", &[Fault::StatusMaintenanceSoon], Symptom::WithdrawalFailed),
    ("maintenance_over", &[Fault::StatusMaintenanceOver], Symptom::WithdrawalFailed),
    ("maintenance_overrun", &[Fault::StatusMaintenanceOverrun], Symptom::WithdrawalFailed),
];

type Expected = BTreeMap<String, BTreeMap<String, Option<String>>>;

fn expected() -> Expected {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("status_matrix.json");
    let text = fs::read_to_string(path).expect("tests/status_matrix.json");
    serde_json::from_str(&text).expect("tests/status_matrix.json is documents, states and causes")
}

async fn play(document: StatusDocument, faults: &[Fault], symptom: Symptom, locale: Locale) -> Diagnosis {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options =
        ProviderOptions { faults: faults.iter().copied().collect::<FaultSet>(), ..ProviderOptions::default() };
    let world = World::start(options, folder.path()).await.expect("the world starts");
    let world = world.with_status_documents(vec![document]).with_auto_formats();
    let mut case = world.case(locale, None).expect("the world has a case");
    // What the provider says is all that is looked at besides whether anything answers.
    case.doctor.quality = Default::default();
    case.doctor.balances = None;
    let doctor = Doctor::open(case.doctor.clone(), world.host(&case)).expect("the doctor opens");
    let diagnosis = doctor.diagnose(Complaint::new(symptom), &NoProgress).await.expect("a diagnosis never fails");
    world.provider.stop().await;
    diagnosis
}

/// What a person reads, without the times of day: those are of the moment at which the test runs.
fn shown(document: StatusDocument, state: &str, diagnosis: &Diagnosis) -> String {
    let mut text = format!("## {} · {state}\n", document.name());
    match diagnosis.causes.first() {
        None => text.push_str("no cause\n"),
        Some(cause) => {
            text.push_str(&format!("{} ({})\n{}\n", cause.code, cause.certainty, cause.advice.headline));
            text.extend(cause.advice.retry.iter().map(|retry| format!("~ {retry}\n")));
            text.extend(cause.advice.steps.iter().map(|step| format!("→ {step}\n")));
        }
    }
    let told = diagnosis.findings.iter().filter(|finding| finding.code.to_string().starts_with("status."));
    let codes: Vec<String> = told.map(|finding| finding.code.to_string()).collect();
    text.push_str(&format!("[{}]\n", codes.join(" ")));
    let evidence = diagnosis.causes.first().map(|cause| cause.evidence_for.as_slice()).unwrap_or_default();
    text.extend(evidence.iter().take(1).map(|evidence| format!("· {}\n", evidence.text)));
    text.extend(diagnosis.announcements.iter().map(|it| format!("» {} · {}\n", it.title, it.when)));
    let day = r"(?:\d{1,2} [A-Z][a-z]{2}(?: \d{4})?, |(?:\d{4}年)?\d{1,2}月\d{1,2}日 )?";
    let time = Regex::new(&format!(r"{day}\d{{2}}:\d{{2}}")).expect("a pattern");
    time.replace_all(&text, "HH:MM").into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_document_in_every_state_is_told_as_it_should_be() {
    let expected = expected();
    let mut wrong = Vec::new();
    for locale in Locale::ALL {
        let mut page = String::new();
        for document in StatusDocument::ALL {
            for (state, faults, symptom) in STATES {
                let diagnosis = play(*document, faults, symptom, *locale).await;
                let due = expected.get(document.name()).and_then(|states| states.get(state)).cloned().flatten();
                let top = diagnosis.causes.first().map(|cause| cause.code.clone());
                if top != due {
                    wrong.push(format!("{} · {state} ({locale}): wanted {due:?}, got {top:?}", document.name()));
                }
                page.push_str(&shown(*document, state, &diagnosis));
                page.push('\n');
            }
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("snapshots/status.{locale}.txt"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&path, &page).expect("tests/snapshots can be written");
        }
        let reviewed = fs::read_to_string(&path).unwrap_or_default();
        wrong.extend(first_difference(&reviewed, &page).map(|at| format!("{}: {at}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn first_difference(reviewed: &str, now: &str) -> Option<String> {
    let (mut reviewed, mut now) = (reviewed.lines(), now.lines());
    let mut heading = "";
    loop {
        let (was, is) = (reviewed.next(), now.next());
        if was != is {
            return Some(format!("{heading}: reviewed {was:?}, now {is:?}"));
        }
        let line = is?;
        if line.starts_with("## ") {
            heading = line;
        }
    }
}

#[test]
fn every_document_and_every_state_is_in_the_table() {
    let expected = expected();
    let documents: Vec<&str> = StatusDocument::ALL.iter().map(|document| document.name()).collect();
    for (document, states) in &expected {
        assert!(documents.contains(&document.as_str()), "there is no document {document}");
        for (state, cause) in states {
            assert!(STATES.iter().any(|(known, ..)| known == state), "{document}: there is no state {state}");
            let known = cause
                .as_ref()
                .is_none_or(|cause| wallet_doctor_core::diagnosis::cause_codes().any(|code| code == cause));
            assert!(known, "{document} · {state}: there is no cause {cause:?}");
        }
        assert!(states.contains_key("fine") && states.contains_key("outage"), "{document}");
    }
    assert_eq!(expected.len(), documents.len());
}
