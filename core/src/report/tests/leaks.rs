//! Secrets planted in every text field of a diagnosis, and anywhere in random text: none may be left.

use base64::Engine;
use proptest::prelude::*;
use serde_json::Value;

use super::super::redact::Place;
use super::super::{Ledger, RedactedReport, Redactor, SupportIdentity, open, seal};
use super::*;
use crate::evidence::{EvidenceDetails, EvidenceKind, KeptEvidence};

/// A secret, and the pieces of it that may not be left anywhere.
struct Planted {
    text: String,
    pieces: Vec<String>,
}

fn planted(text: &str) -> Planted {
    Planted { text: text.to_owned(), pieces: vec![text.to_owned()] }
}

fn phrase(language: bip39::Language) -> Vec<&'static str> {
    bip39::Mnemonic::from_entropy_in(language, &[0x5a; 16]).unwrap().words().collect()
}

fn secrets() -> Vec<Planted> {
    let jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ6aGFuZyJ9.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1g";
    let words = |language| phrase(language).windows(2).map(|pair| pair.join(" ")).collect::<Vec<_>>();
    vec![
        planted("6222 0212 3456 7890 128"),
        planted("5555555555554444"),
        Planted {
            text: "５５５５５５５５５５５５４４４４".into(), pieces: vec!["５５５５".into(), "55555555".into()]
        },
        planted("138 1234 5678"),
        planted("+44 20 7946 0958"),
        planted("zhang.wei@example.com"),
        Planted { text: "Authorization: Bearer s3cr3tT0kenValue".into(), pieces: vec!["s3cr3tT0ken".into()] },
        Planted { text: "Basic emhhbmc6cGFzc3dvcmQ=".into(), pieces: vec!["emhhbmc6".into()] },
        Planted { text: jwt.into(), pieces: jwt.split('.').map(str::to_owned).collect() },
        Planted { text: phrase(bip39::Language::English).join(" "), pieces: words(bip39::Language::English) },
        Planted { text: phrase(bip39::Language::Korean).join(" "), pieces: words(bip39::Language::Korean) },
        planted(&phrase(bip39::Language::SimplifiedChinese).concat()),
        Planted {
            text: phrase(bip39::Language::SimplifiedChinese).join(" "),
            pieces: words(bip39::Language::SimplifiedChinese),
        },
        planted(ACCOUNT),
    ]
}

/// The JSON pointers of everything in a diagnosis that can hold any text at all.
fn free_texts() -> Vec<String> {
    fn strings(value: &Value, pointer: &str, found: &mut Vec<String>) {
        match value {
            Value::String(_) => found.push(pointer.to_owned()),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, item)| strings(item, &format!("{pointer}/{at}"), found));
            }
            Value::Object(fields) => {
                fields.iter().for_each(|(key, field)| strings(field, &format!("{pointer}/{key}"), found))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let whole = diagnosis_json();
    let mut found = Vec::new();
    strings(&whole, "", &mut found);
    found.retain(|pointer| {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).unwrap() = "any text at all".into();
        serde_json::from_value::<Diagnosis>(changed).is_ok()
    });
    found
}

fn report_full_of(secret: &str) -> RedactedReport {
    let text = format!("see: {secret}, please");
    let mut json = diagnosis_json();
    for pointer in free_texts().iter().filter(|pointer| !pointer.ends_with("/account_ref")) {
        *json.pointer_mut(pointer).unwrap() = text.as_str().into();
    }
    json["findings"][0]["details"][&text] = "x".into();
    let diagnosis: Diagnosis = serde_json::from_value(json).unwrap();
    let attachments = vec![log(&text, &format!("line\n{text}\n{{\"a\":\"{secret}\"}}"))];
    draft_of(&diagnosis, &text, attachments, &text)
        .with_contact_log(vec![contact(&text)])
        .with_evidence(evidence_full_of(&text))
        .redact()
}

/// A text and a picture with it wherever any text can be.
fn evidence_full_of(text: &str) -> Vec<KeptEvidence> {
    let kept = [
        evidence::kept(1, EvidenceKind::Text, Some(text), Some(text)),
        evidence::kept(2, EvidenceKind::Jpeg, Some(text), None),
        KeptEvidence { damaged: true, ..evidence::kept(3, EvidenceKind::Text, Some(text), Some(text)) },
    ];
    let planted = kept.into_iter().map(|item| {
        let details = item.details.unwrap();
        let details = EvidenceDetails { transaction_id: text.to_owned(), sha256: text.to_owned(), ..details };
        KeptEvidence { details: Some(details), ..item }
    });
    planted.collect()
}

#[test]
fn the_fields_that_hold_text_are_found() {
    let found = free_texts();
    for field in [
        "/complaint/message_seen",
        "/complaint/note",
        "/complaint/channel",
        "/complaint/transaction_ids/0",
        "/observations/service/0/report/value/incidents/0/title",
        "/observations/service/0/report/value/notices/0/title",
        "/observations/service/1/report/detail",
        "/observations/service/1/kept/report/maintenances/0/components/0",
        "/observations/caches/value/0/label",
        "/observations/pending/value/0/id",
        "/observations/endpoints/0/name",
        "/observations/account/value/restrictions/0/code",
        "/observations/account/value/instruments/0/label",
        "/observations/account/value/channels/0/name",
        "/observations/recent/value/0/code",
        "/observations/looked_up/value/not_found/0",
        "/complaint/money/asset",
        "/complaint/not_mine/0",
    ] {
        assert!(found.iter().any(|pointer| pointer == field), "{field}");
    }
    assert!(!found.iter().any(|pointer| pointer.ends_with("/total") || pointer.ends_with("/at")));
}

#[test]
fn no_secret_in_any_field_is_left_in_any_file() {
    for secret in secrets() {
        let report = report_full_of(&secret.text);
        assert!(!report.ledger().entries.is_empty());
        for entry in report.entries() {
            let text = std::str::from_utf8(entry.bytes()).unwrap();
            for piece in &secret.pieces {
                let there = text.contains(piece.as_str()) || entry.name().contains(piece.as_str());
                assert!(!there, "{piece} is left in {}", entry.name());
            }
        }
    }
}

#[test]
fn a_secret_in_a_contact_is_replaced_where_it_stood() {
    for secret in secrets() {
        let text = format!("they asked for {} and I gave it", secret.text);
        let report = draft().with_contact_log(vec![contact(&text)]).redact();
        let places: Vec<&str> = report.ledger().entries.iter().map(|entry| entry.place.as_str()).collect();
        for field in ["channel", "who", "said", "promised"] {
            let place = format!("/contact_log/0/{field}");
            assert!(places.contains(&place.as_str()), "{place} is not in {places:?}");
        }
        for entry in report.entries() {
            let text = std::str::from_utf8(entry.bytes()).unwrap();
            assert!(!secret.pieces.iter().any(|piece| text.contains(piece.as_str())), "left in {}", entry.name());
        }
    }
}

#[test]
fn the_sealed_in_hashes_are_not_redacted_by_accident() {
    let report = report_full_of("5555555555554444");
    let manifest = std::str::from_utf8(report.entries()[0].bytes()).unwrap();
    assert!(!manifest.contains("[redacted") && manifest.contains(&report.id().to_string()));
}

#[test]
fn amounts_times_and_declared_ids_are_left_as_they_are() {
    let report = report_full_of("5555555555554444");
    let json = std::str::from_utf8(report.entries()[1].bytes()).unwrap();
    for kept in ["\"1280.50\"", "\"7.000001\"", "\"2026-03-01T07:59:00Z\"", "\"192.0.2.7\"", "\"[2001:db8::7]:443\""] {
        assert!(json.contains(kept), "{kept}");
    }
    let log = format!("paid with {DECLARED}, then {PENDING}; 1280.50 at 2026-03-01T07:59:00Z");
    let report = draft_of(&diagnosis(), "x", vec![super::log("a.log", &log)], "x").redact();
    assert_eq!(report.entries()[4].bytes(), log.as_bytes());
}

#[test]
fn every_id_that_support_has_to_find_stays() {
    let ids = ["13800138001", "13800138002", "13800138003", "13800138004", "13800138005", "13800138006"];
    let [not_mine, not_found, found, one, first, second] = ids;
    let mut json = diagnosis_json();
    json["complaint"]["not_mine"] = serde_json::json!([format!(" {not_mine}\n")]);
    json["observations"]["looked_up"]["value"]["not_found"][0] = not_found.into();
    json["observations"]["looked_up"]["value"]["found"][0]["id"] = found.into();
    json["findings"] = serde_json::json!([
        { "code": "transaction.overdue", "subject": one },
        { "code": "transaction.twice", "subject": "", "details": { "transactions": format!("{first}, {second}") } },
        { "code": "funds.some_held", "subject": "13800138007" },
    ]);
    json["observations"]["recent"]["value"][0]["id"] = "13800138008".into();
    let report = draft_of(&serde_json::from_value(json).unwrap(), "x", Vec::new(), "x").redact();
    let text = std::str::from_utf8(report.entries()[1].bytes()).unwrap();
    for id in ids {
        assert!(text.contains(id), "{id}");
    }
    for other in ["13800138007", "13800138008"] {
        assert!(!text.contains(other), "{other}");
    }
}

#[test]
fn what_the_person_named_stays_however_much_is_under_way() {
    let mut json = diagnosis_json();
    let pending = json["observations"]["pending"]["value"][0].clone();
    let pending = |number: usize| {
        let mut pending = pending.clone();
        pending["id"] = format!("A{number}").into();
        pending
    };
    json["observations"]["pending"]["value"] = (0..super::super::redact::MAX_DECLARED).map(pending).collect();
    let report = draft_of(&serde_json::from_value(json).unwrap(), "x", Vec::new(), "x").redact();
    assert!(std::str::from_utf8(report.entries()[1].bytes()).unwrap().contains(DECLARED));
}

/// Everything in a sealed report, opened again, in one text, names and all. Without the digests in its manifest: in some of them the
/// few digits of a secret stand by chance.
fn sealed_and_opened(report: RedactedReport) -> String {
    let (folder, identity) = (tempfile::tempdir().unwrap(), SupportIdentity::generate());
    let sealed = seal(report, &[identity.recipient()], folder.path()).unwrap();
    let opened = open(sealed.file(), &identity, &folder.path().join("opened")).unwrap();
    let names = opened.manifest.entries.iter().map(|entry| entry.name.as_str()).chain(["manifest.json"]);
    let read = |name: &str| format!("{name}\n{}", std::fs::read_to_string(opened.folder.join(name)).unwrap());
    let whole: String = names.map(read).collect();
    opened.manifest.entries.iter().fold(whole, |whole, entry| whole.replace(&entry.sha256, ""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_secret_planted_in_any_field_is_not_in_the_sealed_bundle(
        which in 0..14_usize,
        field in any::<prop::sample::Index>(),
        before in "[a-z ]{0,20}|\\p{Han}{0,10}",
        wrap in prop::sample::select(vec!["plain", "json", "percent", "base64"]),
    ) {
        let secret = secrets().swap_remove(which);
        let wrapped = match wrap {
            "json" => serde_json::to_string(&secret.text).unwrap(),
            "percent" => secret.text.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            "base64" => base64::engine::general_purpose::STANDARD.encode(format!("it is {}", secret.text)),
            _ => secret.text.clone(),
        };
        let text = format!("{before}: {wrapped}, please");
        let mut json = diagnosis_json();
        let fields: Vec<String> = free_texts().into_iter().filter(|pointer| !pointer.ends_with("/account_ref")).collect();
        // As many places again as there are fields are what is added beside the diagnosis.
        let at = field.index(fields.len() * 2);
        if let Some(pointer) = fields.get(at) {
            *json.pointer_mut(pointer).unwrap() = text.as_str().into();
        }
        let elsewhere = fields.get(at).is_none();
        let said = |number: usize| if elsewhere && at % 5 == number { text.as_str() } else { "x" };
        let attachments = vec![log(said(0), &format!("line\n{}\n", said(1)))];
        let draft = draft_of(&serde_json::from_value(json).unwrap(), "x", attachments, said(2));
        let draft = draft.with_contact_log(vec![contact(said(3))]).with_evidence(evidence_full_of(said(4)));
        let whole = sealed_and_opened(draft.redact());
        // Four digits stand by chance in digests and pseudonyms.
        let tells = |piece: &&String| piece.len() > 4 || !piece.bytes().all(|byte| byte.is_ascii_hexdigit());
        for piece in secret.pieces.iter().filter(tells).chain([&wrapped]) {
            prop_assert!(!whole.contains(piece.as_str()), "{piece:?} of {text:?} is left");
        }
    }
}

proptest! {
    #[test]
    fn a_secret_planted_anywhere_in_random_text_never_survives(
        before in "(?s).{0,40}|[0-9 .+-]{0,20}|[a-z ]{0,40}|\\p{Han}{0,30}",
        after in "(?s).{0,40}|[0-9 .+-]{0,20}|[a-z ]{0,40}|\\p{Han}{0,30}",
        open in prop::sample::select(vec!["\n", ": ", "\"", "，", "(", " = "]),
        close in prop::sample::select(vec!["\n", ", ", "\"", "。", ")", "; "]),
        which in 0..14_usize,
    ) {
        let secret = secrets().swap_remove(which);
        let text = format!("{before}{open}{}{close}{after}", secret.text);
        let redactor = Redactor::new([5; 32], &[]).with_account(ACCOUNT);
        let redacted = redactor.redact_text(&text, "a", Place::Lines, &mut Ledger::default());
        // What surrounds the secret may happen to hold a piece of it.
        for piece in secret.pieces.iter().filter(|piece| !before.contains(*piece) && !after.contains(*piece)) {
            prop_assert!(!redacted.contains(piece.as_str()), "{piece:?} is left in {redacted:?}");
        }
    }

    #[test]
    fn text_without_digits_signs_or_words_is_never_touched(text in "[^0-9０-９@+.a-zA-Z\\p{Han}\\p{Hangul}\\p{Hiragana}]{0,80}") {
        let redactor = Redactor::new([5; 32], &[]);
        let redacted = redactor.redact_text(&text, "a", Place::Lines, &mut Ledger::default()).into_owned();
        prop_assert_eq!(redacted, text);
    }
}
