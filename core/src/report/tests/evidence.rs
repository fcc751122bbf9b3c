//! Kept evidence in a report: texts and pictures go with it, what can't is named, and nothing else of them leaves.

use std::path::Path;

use super::super::content::{KeptEvidenceContent, NotAttachedWhy, OmissionWhy, ReportContent};
use super::super::{MAX_ATTACHMENTS, RedactedReport};
use super::*;
use crate::evidence::{Evidence, EvidenceDetails, EvidenceId, EvidenceKind, KeptEvidence};
use crate::{Config, Doctor, Host};

const SUM: &str = "13800138000a4111111111111111b9f86d081884c7d659a2feaa0c55ad015a3b";

/// The piece of evidence with this number.
pub(super) fn kept(number: u32, kind: EvidenceKind, name: Option<&str>, text: Option<&str>) -> KeptEvidence {
    let id: EvidenceId = format!("67e55044-10b1-426f-9247-{number:012}").parse().unwrap();
    let details = EvidenceDetails {
        transaction_id: PENDING.to_owned(),
        kind,
        name: name.map(str::to_owned),
        size: text.map_or(70_000, |text| text.len() as u64),
        sha256: SUM.to_owned(),
        kept_at: "2026-03-01T07:31:00Z".parse().unwrap(),
    };
    KeptEvidence { id, details: Some(details), damaged: false, text: text.map(str::to_owned), picture: None }
}

fn receipt(number: u32) -> KeptEvidence {
    kept(number, EvidenceKind::Text, Some("receipt.txt"), Some("paid 250.00 with 5555555555554444"))
}

fn picture(number: u32) -> KeptEvidence {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/picture/tests/data/lossy_alpha_reference.png");
    KeptEvidence { picture: Some(file), ..kept(number, EvidenceKind::Png, Some("zhang@example.com.png"), None) }
}

/// One that can't be read.
fn broken(number: u32) -> KeptEvidence {
    KeptEvidence { picture: Some("/nonexistent.png".into()), ..picture(number) }
}

fn content_of(report: &RedactedReport) -> ReportContent {
    serde_json::from_slice(report.entries()[1].bytes()).unwrap()
}

/// Where each piece is in the report, or why it is not.
fn whereabouts(report: &RedactedReport) -> Vec<Result<String, NotAttachedWhy>> {
    let told = |kept: KeptEvidenceContent| match (kept.attached_as, kept.not_attached) {
        (Some(name), None) => Ok(name.to_string()),
        (None, Some(why)) => Err(why),
        other => panic!("{other:?}"),
    };
    content_of(report).kept_evidence.into_iter().map(told).collect()
}

#[test]
fn texts_and_pictures_go_with_the_report() {
    let nameless = kept(3, EvidenceKind::Text, None, Some("thanks"));
    let report = draft().with_evidence(vec![receipt(1), picture(2), nameless]).redact();
    let expected = [
        Ok("attachments/receipt.txt".to_owned()),
        Ok("attachments/_redacted_email_.png".to_owned()),
        Ok("attachments/receipt-2.txt".to_owned()),
    ];
    assert_eq!(whereabouts(&report), expected);
    assert_eq!(report.look_again(), []);
    let attached = report.entries().iter().find(|entry| entry.name() == "attachments/receipt.txt").unwrap();
    assert_eq!(attached.bytes(), b"paid 250.00 with [redacted:card]");
    let content = content_of(&report);
    assert_eq!(content.attachments.len(), 5);
    let [text, picture, _] = content.kept_evidence.as_slice() else { panic!() };
    assert_eq!((text.transaction.as_str(), text.kind, text.size), (PENDING, EvidenceKind::Text, 33));
    // The sum of a short text tells the text.
    assert_eq!((&text.sha256, picture.sha256.as_ref().unwrap().as_str()), (&None, SUM));
    assert_eq!(
        (picture.kind, picture.size, picture.kept_at.to_string().as_str()),
        (EvidenceKind::Png, 70_000, "2026-03-01T07:31:00Z")
    );
    let whole: String = report.entries().iter().map(|entry| String::from_utf8_lossy(entry.bytes())).collect();
    assert!(!whole.contains("zhang@example.com") && !whole.contains("zhang_"), "the name of a picture");
}

#[test]
fn what_is_kept_of_any_transaction_that_the_diagnosis_is_about_is_found() {
    let mut json = diagnosis_json();
    json["complaint"]["not_mine"] = serde_json::json!([" TX-NOT-MINE ", " "]);
    json["findings"] = serde_json::json!([
        { "code": "transaction.not_mine", "subject": "TX-MARKED" },
        { "code": "transaction.twice", "subject": "", "details": { "transactions": "TX-A, TX-B" } },
        { "code": "funds.some_held", "subject": "CNY" },
    ]);
    let about = crate::evidence::transactions_of(&serde_json::from_value(json).unwrap());
    let expected = [DECLARED, "ORDER/2026-001", "TX-NOT-MINE", PENDING, "TX-MARKED", "TX-A", "TX-B"];
    assert_eq!(about, expected.map(str::to_owned).into());
}

#[test]
fn the_page_shows_it_in_the_persons_language() {
    for (locale, caption, why) in
        [("en", "Kept by the person as evidence", "only on the phone"), ("zh-Hans", "本人留存的凭证", "只在手机上")]
    {
        let mut json = diagnosis_json();
        json["locale"] = locale.into();
        let draft = draft_of(&serde_json::from_value(json).unwrap(), "Example Pay", Vec::new(), "x");
        let report = draft.with_evidence(vec![receipt(1), broken(2)]).redact();
        let page = std::str::from_utf8(report.entries()[2].bytes()).unwrap();
        for shown in [caption, why, "attachments/receipt.txt", "png", "2026-03-01T07:31:00Z", SUM] {
            assert!(page.contains(shown), "{shown}");
        }
    }
}

#[test]
fn what_the_person_takes_out_is_gone() {
    let mut draft = draft().with_evidence(vec![receipt(1), broken(2)]);
    draft.take_out("attachments/receipt.txt").unwrap();
    let left_out: Vec<_> = draft.preview().left_out.into_iter().map(|left| (left.why, left.text)).collect();
    assert_eq!(left_out, [(OmissionWhy::Unreadable, "could not be read".to_owned())]);
    let report = draft.redact();
    assert_eq!(whereabouts(&report), [Err(NotAttachedWhy::Picture)], "nothing is told of what was taken out");
    assert!(report.entries().iter().all(|entry| !entry.name().contains("receipt")));
    let omitted: Vec<_> = content_of(&report).omitted.into_iter().map(|it| (it.what.to_string(), it.why)).collect();
    let picture = "attachments/_redacted_email_".to_owned();
    assert_eq!(omitted, [(picture, OmissionWhy::Unreadable), ("attachments/".to_owned(), OmissionWhy::TakenOut)]);
}

#[test]
fn there_is_room_for_as_many_as_a_report_takes() {
    let attachments = (0..MAX_ATTACHMENTS - 1).map(|_| log("a.log", "x")).collect();
    let draft = draft_of(&diagnosis(), "x", attachments, "x").with_evidence(vec![receipt(1), receipt(2), receipt(1)]);
    let report = draft.with_evidence(vec![receipt(2), picture(3)]).redact();
    let expected =
        [Ok("attachments/receipt.txt".to_owned()), Err(NotAttachedWhy::TooMany), Err(NotAttachedWhy::TooMany)];
    assert_eq!(whereabouts(&report), expected);
    let content = content_of(&report);
    assert_eq!((content.attachments.len(), content.omitted.len()), (MAX_ATTACHMENTS, 0));
}

#[test]
fn what_is_damaged_is_named_if_it_is_known_what_it_was() {
    let damaged = |item: KeptEvidence| KeptEvidence { damaged: true, ..item };
    let unknown = KeptEvidence { details: None, damaged: true, text: None, ..receipt(4) };
    let textless = KeptEvidence { text: None, ..receipt(3) };
    let items = vec![damaged(receipt(1)), damaged(picture(2)), textless, unknown];
    let report = draft().with_evidence(items).redact();
    assert_eq!(whereabouts(&report), [const { Err(NotAttachedWhy::Damaged) }; 3]);
}

#[test]
fn reports_from_before_there_was_any_can_be_read() {
    let mut json: Value = serde_json::from_slice(draft().redact().entries()[1].bytes()).unwrap();
    json.as_object_mut().unwrap().remove("kept_evidence").unwrap();
    let content: ReportContent = serde_json::from_value(json).unwrap();
    assert_eq!(content.kept_evidence, []);
}

#[tokio::test]
async fn what_was_kept_is_found_again_when_a_report_is_drafted() {
    let folder = tempfile::tempdir().unwrap();
    let doctor = || {
        let config = json!({ "provider_name": "Example Pay", "data_dir": folder.path() }).to_string();
        Doctor::open(Config::from_json(config.as_bytes()).unwrap(), Host::default()).unwrap()
    };
    let (first, second) = (doctor(), doctor());
    let text = |text: &str| Evidence::Text { name: None, text: text.to_owned() };
    let named = first.keep_evidence(DECLARED, text("of the one that the person names")).await.unwrap();
    let pending = second.keep_evidence(PENDING, text("of the one under way")).await.unwrap();
    let other = first.keep_evidence("TX-OTHER", text("of another one")).await.unwrap();
    let png = Evidence::Image { name: None, bytes: b"\x89PNG\r\n\x1a\n".to_vec() };
    let picture = second.keep_evidence(" ORDER/2026-001", png.clone()).await.unwrap();
    assert_eq!(first.keep_evidence("ORDER/2026-001", png).await.unwrap(), picture);

    let diagnosis = diagnosis();
    let ids = |items: &[KeptEvidence]| items.iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(ids(&first.evidence().await.unwrap()), [named, pending, other, picture]);
    let found = first.evidence_for(&diagnosis).await.unwrap();
    assert_eq!(ids(&found), [named, pending, picture]);
    let draft = first.draft_report(&diagnosis, Vec::new()).await.unwrap().with_evidence(found);
    assert_eq!(content_of(&draft.redact()).kept_evidence.len(), 3);

    assert!(first.evidence_file(picture).await.unwrap().ends_with("content.png"));
    second.forget_evidence(picture).await.unwrap();
    let error = first.evidence_file(picture).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable(), error.needs_user()), ("evidence_not_found", false, false));
    let error = first.keep_evidence("TX", Evidence::Image { name: None, bytes: vec![0] }).await.unwrap_err();
    assert_eq!(error.code(), "unsupported_type");
    assert!(error.to_string().contains("PNG, JPEG, WebP"), "{error}");
}
