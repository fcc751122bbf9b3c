//! The corpora of redaction: secrets planted in every kind of text, and look-alikes. No secret is left, in a text or in a whole
//! report that was sealed and opened again; and what only looks like one stays.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests as well, and clippy does not see it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use regex::Regex;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::{self, Attachment, Ledger, MAX_ATTACHMENTS, Place, Redactor, SupportIdentity};
use wallet_doctor_core::{Complaint, Diagnosis, Doctor, Symptom};
use wallet_doctor_provider::FaultSet;
use wallet_doctor_tests::DeskWorld;
use wallet_doctor_tests::corpus::{self, Hide};

/// Of the look-alikes this share must stay, in percent.
const KEPT_PERCENT: usize = 99;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpora"))
}

#[test]
fn the_corpora_are_what_their_seed_makes() {
    if std::env::var_os("UPDATE_CORPORA").is_some() {
        corpus::write(folder()).unwrap();
    }
    let made = corpus::files().unwrap();
    let mut there = BTreeMap::new();
    for kind in ["must_hide", "must_keep"] {
        for file in fs::read_dir(folder().join(kind)).unwrap() {
            let file = file.unwrap();
            let name = format!("{kind}/{}", file.file_name().to_str().unwrap());
            there.insert(name, fs::read_to_string(file.path()).unwrap());
        }
    }
    assert_eq!(made.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    let changed: Vec<_> =
        made.iter().filter(|(name, text)| there.get(*name) != Some(text)).map(|(name, _)| name).collect();
    assert!(changed.is_empty(), "UPDATE_CORPORA=1 writes them anew: {changed:?}");
}

#[test]
fn the_corpora_are_as_large_as_they_should_be() {
    let (hide, keep) = (corpus::must_hide(), corpus::must_keep());
    let carriers: std::collections::BTreeSet<_> = hide.iter().map(|hide| hide.carrier.as_str()).collect();
    let kept: usize = keep.iter().map(|keep| keep.keep.len()).sum();
    println!("{} planted secrets in {} carriers, {kept} look-alikes", hide.len(), carriers.len());
    assert!(hide.len() >= 2_000 && carriers.len() >= 40 && kept >= 500);
}

/// The pieces of a secret that are left in what came out.
fn left(hide: &Hide, out: &str) -> Vec<String> {
    let view = corpus::normalised(out);
    hide.hidden.iter().filter(|piece| corpus::contains(out, &view, piece)).cloned().collect()
}

#[test]
fn no_planted_secret_is_left_in_any_text() {
    let (all, redactor) = (corpus::must_hide(), Redactor::new([7; 32], &[]));
    let mut leaks = Vec::new();
    for hide in &all {
        let mut ledger = Ledger::default();
        let text = redactor.redact_text(&hide.text, &hide.name, Place::Lines, &mut ledger);
        let name = redactor.redact_text(&hide.name, "", Place::At(&"name"), &mut ledger);
        assert!(!ledger.entries.is_empty() || !left(hide, &format!("{name}\n{text}")).is_empty(), "{}", hide.id);
        let left = left(hide, &format!("{name}\n{text}"));
        if !left.is_empty() {
            leaks.push(format!("{}: {left:?}", hide.id));
        }
    }
    println!("{} planted, {} leaked", all.len(), leaks.len());
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn what_only_looks_like_a_secret_stays() {
    let (mut all, mut lost) = (0_usize, Vec::new());
    for keep in corpus::must_keep() {
        let redactor = Redactor::new([7; 32], &keep.declared);
        let text = redactor.redact_text(&keep.text, &keep.name, Place::Lines, &mut Ledger::default());
        all += keep.keep.len();
        lost.extend(
            keep.keep.iter().filter(|kept| !text.contains(kept.as_str())).map(|kept| format!("{}: {kept}", keep.id)),
        );
    }
    println!("{all} look-alikes, {} lost: {lost:#?}", lost.len());
    assert!((all - lost.len()) * 100 >= all * KEPT_PERCENT);
}

#[test]
fn json_stays_json_whatever_is_taken_out() {
    let redactor = Redactor::new([7; 32], &[]);
    let is_json = |line: &&str| serde_json::from_str::<serde_json::Value>(line).is_ok();
    let (mut read, mut broken) = (0_usize, Vec::new());
    for hide in corpus::must_hide() {
        let text = redactor.redact_text(&hide.text, "a.json", Place::Lines, &mut Ledger::default());
        if is_json(&hide.text.as_str()) {
            read += 1;
            broken.extend((!is_json(&text.as_ref())).then(|| hide.id.clone()));
            continue;
        }
        // Lines of JSON among others; a phrase may go over several lines of a document, which are none by themselves.
        let lines: Vec<_> = hide.text.lines().filter(|line| line.starts_with('{') && is_json(line)).collect();
        let still: Vec<_> = text.lines().filter(|line| line.starts_with('{') && is_json(line)).collect();
        read += lines.len();
        broken.extend((still.len() < lines.len()).then(|| hide.id.clone()));
    }
    println!("{read} read as JSON, {} broken", broken.len());
    assert!(read > 300 && broken.is_empty(), "{broken:#?}");
}

/// Seals a report with these files, opens it again and gives what is in it by name.
async fn sent_and_opened(
    doctor: &Doctor,
    diagnosis: &Diagnosis,
    identity: &SupportIdentity,
    files: Vec<Attachment>,
) -> BTreeMap<String, String> {
    let draft = doctor.draft_report(diagnosis, files).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    // Sealed as for sending, and not queued: the outbox takes fewer reports than there are here.
    let sealed = report::seal(draft.redact(), &[identity.recipient()], folder.path()).unwrap();
    let opened = report::open(sealed.file(), identity, &folder.path().join("opened")).unwrap();
    let entries = opened.manifest.entries.iter();
    let read = |entry: &report::ManifestEntry| {
        let text = fs::read_to_string(opened.folder.join(&entry.name)).unwrap();
        (
            entry.name.clone(),
            if entry.name.starts_with("attachments/") { text } else { without_own_digits(&text, &opened) },
        )
    };
    entries.map(read).collect()
}

/// Without the digits that are the report's own, and new in each: among the nine after a second's point any code of six is found in
/// one report of some thousands.
fn without_own_digits(text: &str, opened: &report::OpenedReport) -> String {
    let times = Regex::new(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z").unwrap();
    let sums = opened.manifest.entries.iter().map(|entry| entry.sha256.clone());
    let own = sums.chain([opened.id().to_string()]);
    own.fold(times.replace_all(text, "·").into_owned(), |text, own| text.replace(&own, "·"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_planted_secret_is_left_in_a_report_that_was_sealed_and_opened_and_none_is_stopped() {
    let desk = DeskWorld::start(FaultSet::none()).await;
    let identity = SupportIdentity::generate();
    let case = desk.case_via(desk.intake_addr(), Locale::ZhHans);
    let doctor = Doctor::open(case.doctor, wallet_doctor_core::Host::default()).unwrap();
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.unwrap();
    let (all, mut leaks) = (corpus::must_hide(), Vec::new());
    for hides in all.chunks(MAX_ATTACHMENTS) {
        let files = hides.iter().map(|hide| Attachment::Text { name: hide.name.clone(), text: hide.text.clone() });
        let opened = sent_and_opened(&doctor, &diagnosis, &identity, files.collect()).await;
        let attached: Vec<_> = opened.iter().filter(|(name, _)| name.starts_with("attachments/")).collect();
        assert_eq!(attached.len(), hides.len());
        for hide in hides {
            // Which of the files it became is told by what is in none.
            let leaked = opened.iter().filter(|(name, text)| !left(hide, &format!("{name}\n{text}")).is_empty());
            leaks.extend(leaked.map(|(name, _)| format!("{} in {name}", hide.id)));
        }
    }
    println!("{} planted, {} leaked", all.len(), leaks.len());
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_look_alike_stops_a_report() {
    let desk = DeskWorld::start(FaultSet::none()).await;
    let identity = SupportIdentity::generate();
    let case = desk.case_via(desk.intake_addr(), Locale::En);
    let doctor = Doctor::open(case.doctor, wallet_doctor_core::Host::default()).unwrap();
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.unwrap();
    let text: String = corpus::must_keep()
        .iter()
        .filter(|keep| keep.declared.is_empty())
        .map(|keep| format!("{}\n", keep.text))
        .collect();
    let opened =
        sent_and_opened(&doctor, &diagnosis, &identity, vec![Attachment::Text { name: "all.log".to_owned(), text }])
            .await;
    assert!(opened.contains_key("attachments/all.log"));
}
