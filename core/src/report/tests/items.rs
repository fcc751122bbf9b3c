//! What the person added can be taken out again, item by item; and what is still in it stops a report.

use std::path::Path;

use serde_json::Value;

use super::super::content::{OmissionWhy, ReportContent};
use super::super::{Attachment, ItemKind, Mask, ReportError, Sighting, SightingRule, SupportIdentity, seal};
use super::*;

const PICTURE: &str = "src/report/picture/tests/data/lossy_alpha_reference.png";

fn picture(masks: Vec<Mask>) -> Attachment {
    Attachment::Picture {
        name: Some("shot.png".to_owned()),
        path: Path::new(env!("CARGO_MANIFEST_DIR")).join(PICTURE),
        masks,
    }
}

fn content_of(draft: &ReportDraft) -> ReportContent {
    serde_json::from_slice(draft.redact().entries()[1].bytes()).unwrap()
}

#[test]
fn every_item_can_be_taken_out_and_leaves_no_word() {
    let mut draft = draft().with_contact_log(vec![contact("they asked")]);
    let items = draft.preview().items;
    let kinds: Vec<ItemKind> = items.iter().map(|item| item.kind).collect();
    let expected = [
        ItemKind::Message,
        ItemKind::Note,
        ItemKind::Transaction,
        ItemKind::Transaction,
        ItemKind::Transaction,
        ItemKind::Contact,
        ItemKind::File,
        ItemKind::File,
    ];
    assert_eq!(kinds, expected);
    for item in &items {
        draft.take_out(&item.id).unwrap();
        assert!(matches!(draft.take_out(&item.id), Err(ReportError::UnknownItem { .. })), "{item:?}");
    }
    let preview = draft.preview();
    assert_eq!((preview.items.len(), preview.files.len()), (0, 4));
    let content = content_of(&draft);
    assert_eq!((&content.complaint.note, &content.complaint.message_seen), (&None, &None));
    assert_eq!((content.complaint.transaction_ids.len(), content.contact_log.len()), (0, 0));
    assert!(content.omitted.iter().all(|omission| omission.why == OmissionWhy::TakenOut));
    assert_eq!(content.omitted.len(), items.len());
    let whole: String = preview.files.iter().filter_map(|file| file.text.clone()).collect();
    for gone in ["since yesterday", "they asked", DECLARED, "ORDER/2026-001", "ORDER/2026-002", "app.log"] {
        assert!(!whole.contains(gone), "{gone}");
    }
}

#[test]
fn a_transaction_that_is_taken_out_stands_nowhere_any_more() {
    let mut json = diagnosis_json();
    let typed = "4111111111111111";
    json["complaint"]["transaction_ids"] = serde_json::json!([typed]);
    json["observations"]["looked_up"]["value"]["not_found"] = serde_json::json!([typed]);
    json["findings"] = serde_json::json!([{ "code": "transaction.not_found", "subject": typed }]);
    let logs = vec![log("a.log", &format!("asked for {typed}\n"))];
    let mut draft = draft_of(&serde_json::from_value(json).unwrap(), "x", logs, "x");
    let whole =
        |draft: &ReportDraft| draft.preview().files.iter().filter_map(|file| file.text.clone()).collect::<String>();
    assert!(whole(&draft).contains(typed), "an id that was declared stays");
    draft.take_out("transaction 0").unwrap();
    let preview = draft.preview();
    assert!(!whole(&draft).contains(typed) && preview.sightings.is_empty());
    assert_eq!(preview.files[4].text.as_deref(), Some("asked for [redacted:taken_out]\n"));
    assert!(preview.ledger.totals()["taken_out"] >= 3);
}

#[test]
fn what_redaction_leaves_on_purpose_does_not_stop_a_report() {
    let (folder, recipients) = (tempfile::tempdir().unwrap(), [SupportIdentity::generate().recipient()]);
    let mut json = diagnosis_json();
    // An id with the account's reference in it, declared; the address of a server, in a log.
    json["complaint"]["transaction_ids"] = serde_json::json!([format!("TX-{ACCOUNT}-0007")]);
    let diagnosis: Diagnosis = serde_json::from_value(json).unwrap();
    let servers: Vec<String> = diagnosis
        .observations
        .endpoints
        .iter()
        .flat_map(|probe| &probe.families)
        .filter_map(|family| family.dns.done())
        .flatten()
        .map(ToString::to_string)
        .collect();
    assert!(!servers.is_empty());
    let line = |server: &String| format!("connect to {server} failed, TX-{ACCOUNT}-0007\n");
    let text: String = servers.iter().map(line).collect();
    let report = draft_of(&diagnosis, "x", vec![log("a.log", &text)], "x").redact();
    assert_eq!(report.look_again(), []);
    let shown = String::from_utf8(report.entries()[4].bytes().to_vec()).unwrap();
    assert!(servers.iter().all(|server| shown.contains(server.as_str())), "{shown}");
    seal(report, &recipients, folder.path()).unwrap();
}

#[test]
fn the_second_look_takes_no_word_for_a_value_that_redaction_leaves() {
    let words =
        crate::report::redact::NOT_VALUES.iter().map(|word| format!("login: password={word}\npassword: {word}\n"));
    let text: String = words.collect();
    let report = draft_of(&diagnosis(), "x", vec![log("a.log", &text)], "x").redact();
    assert_eq!(report.look_again(), []);
    assert_eq!(report.entries()[4].bytes(), text.as_bytes());
}

#[test]
fn a_picture_can_be_covered_and_a_cover_beside_it_is_refused() {
    let mut draft = draft_of(&diagnosis(), "x", vec![picture(Vec::new())], "x");
    let plain = draft.redact();
    let mask = Mask { x: 0, y: 0, width: 4, height: 4 };
    let shot = draft.preview().files.into_iter().find(|file| file.name == "attachments/shot.png").unwrap();
    assert_eq!(draft.picture("attachments/shot.png"), shot.picture.as_deref(), "what is shown is what is sent");
    assert_eq!(draft.picture("report.json"), None);
    let size = shot.size_to_mask.unwrap();
    assert!(size.width > mask.x && size.height > mask.y);
    draft.mask("attachments/shot.png", &[mask]).unwrap();
    let covered = draft.redact();
    assert_ne!(plain.entries()[4].bytes(), covered.entries()[4].bytes());
    assert_eq!(content_of(&draft).attachments[0].picture.unwrap().masks, 1);
    let outside = Mask { x: 100_000, ..mask };
    assert!(matches!(draft.mask("attachments/shot.png", &[outside]), Err(ReportError::Picture(_))));
    assert_eq!(draft.redact().entries()[4].bytes(), covered.entries()[4].bytes(), "it is as it was");
    assert!(matches!(draft.mask("report.json", &[mask]), Err(ReportError::UnknownItem { .. })));
}

#[test]
fn a_picture_that_is_not_covered_as_it_should_be_does_not_go() {
    let outside = Mask { x: 100_000, y: 0, width: 4, height: 4 };
    let draft = draft_of(&diagnosis(), "x", vec![picture(vec![outside])], "x");
    let preview = draft.preview();
    assert_eq!((preview.left_out.len(), preview.left_out[0].why), (1, OmissionWhy::MaskOutside));
    assert_eq!(preview.files.len(), 4);
}

#[test]
fn what_the_second_look_sees_stops_the_report_and_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let recipients = [SupportIdentity::generate().recipient()];
    // As if redaction had missed something.
    let mut report = draft().redact();
    report.entries[5].bytes = b"a\ncard 5555555555554444".to_vec();
    let error = seal(report, &recipients, folder.path()).unwrap_err();
    assert_eq!(error.to_string(), "'attachments/app-2.log' still holds something of the rule 'card' (line 2)");
    assert!(matches!(error, ReportError::LeftIn(Sighting { rule: SightingRule::Card, .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    // So it does for what is beside the pixels of a picture.
    let mut report = draft_of(&diagnosis(), "x", vec![picture(Vec::new())], "x").redact();
    report.entries[4].bytes.extend_from_slice(b"zhang@example.com");
    let error = seal(report, &recipients, folder.path()).unwrap_err();
    assert!(matches!(error, ReportError::LeftIn(Sighting { rule: SightingRule::Metadata, .. })), "{error}");
    seal(draft().redact(), &recipients, folder.path()).unwrap();
}

#[test]
fn every_file_that_cannot_go_is_named_and_the_rest_goes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let picture =
        |name: &str, bytes: &[u8]| Attachment::Picture { name: None, path: at(name, bytes), masks: Vec::new() };
    let file = |name: &str, bytes: &[u8]| Attachment::File { name: None, path: at(name, bytes) };
    let attachments = vec![
        file("good.log", b"fine\n"),
        file("empty.log", b""),
        file("zip.log", b"PK\x03\x04 and more"),
        Attachment::File { name: Some("../../gone\n.log".to_owned()), path: folder.path().join("gone.log") },
        picture("shot.heic", b"\0\0\0\x18ftypheic\0\0\0\0"),
        picture("torn.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        picture("empty.png", b""),
    ];
    let preview = draft_of(&diagnosis(), "x", attachments, "x").preview();
    assert_eq!(preview.files[4].name, "attachments/good.log");
    let left: Vec<(&str, OmissionWhy)> = preview.left_out.iter().map(|left| (left.name.as_str(), left.why)).collect();
    let expected = [
        ("attachments/empty.log", OmissionWhy::Empty),
        ("attachments/zip.log", OmissionWhy::NotText),
        ("attachments/gone_.log", OmissionWhy::Unreadable),
        ("attachments/shot.heic", OmissionWhy::UnsupportedPicture),
        ("attachments/torn.png", OmissionWhy::DamagedPicture),
        ("attachments/empty.png", OmissionWhy::Empty),
    ];
    assert_eq!(left, expected);
    assert_eq!(preview.left_out[3].detail, "this is HEIC; accepted: PNG, JPEG, WebP");
    let page = preview.files[2].text.as_ref().unwrap();
    assert!(page.contains("a kind of picture that is not accepted (accepted: PNG, JPEG, WebP)"));
}

#[test]
fn a_report_of_before_still_reads() {
    let attachments = vec![picture(Vec::new()), log("a.log", "card 5555555555554444")];
    let report = draft_of(&diagnosis(), "x", attachments, "x").redact();
    let mut older: Value = serde_json::from_slice(report.entries()[1].bytes()).unwrap();
    older["attachments"][0].as_object_mut().unwrap().remove("picture");
    older["kept_evidence"] = serde_json::json!([]);
    let read: ReportContent = serde_json::from_value(older).unwrap();
    assert_eq!((read.version, read.attachments[0].picture), (1, None));
    let mut ledger: Value = serde_json::from_slice(report.entries()[3].bytes()).unwrap();
    for entry in ledger["entries"].as_array_mut().unwrap() {
        entry.as_object_mut().unwrap().remove("bytes");
    }
    let read: super::super::Ledger = serde_json::from_value(ledger).unwrap();
    assert!(!read.entries.is_empty() && read.entries.iter().all(|entry| entry.bytes == 0));
}
