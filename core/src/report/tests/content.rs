//! What a report says.

use serde_json::Value;

use super::super::bundle::write_zip;
use super::super::content::{CONTENT_VERSION, MAX_LISTED, OmissionWhy, ReportContent, VerdictContent};
use super::super::{Entry, MAX_ATTACHMENTS, RedactedReport, Redactor};
use super::*;
use crate::complaint::MAX_NOTE_CHARS;

fn entry<'a>(report: &'a RedactedReport, name: &str) -> &'a str {
    let found = report.entries().iter().find(|entry| entry.name() == name);
    std::str::from_utf8(found.expect(name).bytes()).unwrap()
}

fn content_of(report: &RedactedReport) -> ReportContent {
    serde_json::from_str(entry(report, "report.json")).unwrap()
}

#[test]
fn a_report_holds_its_files_in_order_and_the_manifest_fits_them() {
    let report = draft().redact();
    let names: Vec<&str> = report.entries().iter().map(Entry::name).collect();
    let expected = [
        "manifest.json",
        "report.json",
        "report.html",
        "redactions.json",
        "attachments/app.log",
        "attachments/app-2.log",
    ];
    assert_eq!(names, expected);
    let manifest: super::super::Manifest = serde_json::from_str(entry(&report, "manifest.json")).unwrap();
    assert_eq!(manifest.entries.len(), names.len() - 1);
    assert_eq!(manifest.entries[2].size, entry(&report, "redactions.json").len() as u64);
}

#[test]
fn everything_that_support_needs_is_there() {
    let report = draft().redact();
    let content = content_of(&report);
    assert_eq!((content.version, content.elapsed_ms), (CONTENT_VERSION, 812));
    assert_eq!(content.complaint.transaction_ids[0].as_str(), DECLARED);
    assert_eq!(content.complaint.note.unwrap().as_str(), "since yesterday");
    let compared = &content.balances.compared[0];
    assert_eq!((compared.asset.as_str(), compared.difference.to_string().as_str()), ("CNY", "-200.00"));
    assert!(matches!(compared.verdict, VerdictContent::CacheStale { .. }));
    assert_eq!(content.balances.pending.known().unwrap()[0].id.as_str(), PENDING);
    assert_eq!(content.endpoints[0].families[0].dns.done().unwrap()[0].to_string(), "192.0.2.7");
    assert_eq!(content.clock.unwrap().offset_s, 599);
    assert_eq!(content.tried[0].what.as_str(), "clear_cache:balances");
    assert_eq!(content.traffic.bytes_received, 5678);
    let account = content.app.known().unwrap().account.clone().unwrap();
    assert!(account.as_str().starts_with("account-"), "{account}");
}

#[test]
fn every_place_in_the_ledger_leads_to_what_replaced_the_secret() {
    let mut json = diagnosis_json();
    json["complaint"]["note"] = "call 13800138000".into();
    json["observations"]["service"][1]["report"]["detail"] = format!("for {ACCOUNT}").into();
    json["findings"][0]["details"]["a/b~c"] = "zhang@example.com".into();
    json["causes"][0]["evidence_for"][0]["text"] = "zhang@example.com".into();
    json["observations"]["pending"]["value"][0]["asset"] = "zhang@example.com".into();
    let report = draft_of(&serde_json::from_value(json).unwrap(), "x", Vec::new(), "x").redact();
    let content: Value = serde_json::from_str(entry(&report, "report.json")).unwrap();
    let entries = &report.ledger().entries;
    assert_eq!(entries.len(), 5);
    for entry in entries {
        let there = content.pointer(&entry.place).and_then(Value::as_str).unwrap_or_default();
        assert!(there.contains("[redacted:") || there.contains("account-"), "{entry:?}: {there}");
    }
}

#[test]
fn the_accounts_of_sheets_are_pseudonyms_wherever_they_stand() {
    let mut json = diagnosis_json();
    json["observations"]["cached_balances"]["value"]["account"] = ACCOUNT.into();
    json["observations"]["synced_balances"]["value"]["account"] = "WU-99990000".into();
    json["complaint"]["note"] = "it shows wu-99990000".into();
    let report = draft_of(&serde_json::from_value(json).unwrap(), "x", Vec::new(), "x").redact();
    let content: Value = serde_json::from_str(entry(&report, "report.json")).unwrap();
    let at = |pointer: &str| content.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (ours, theirs) = (at("/balances/cached/value/account"), at("/balances/synced/value/account"));
    assert_eq!(ours, at("/app/value/account"));
    assert!(theirs.starts_with("account-") && theirs != ours, "{theirs}");
    assert_eq!(at("/complaint/note"), format!("it shows {theirs}"));
}

#[test]
fn what_is_too_long_or_too_many_is_cut_and_named() {
    let mut json = diagnosis_json();
    json["complaint"]["note"] = "字".repeat(MAX_NOTE_CHARS + 5).into();
    let attachments = (0..MAX_ATTACHMENTS + 2).map(|_| log("a.log", "x")).collect();
    let content = content_of(&draft_of(&serde_json::from_value(json).unwrap(), "x", attachments, "x").redact());
    let omitted: Vec<_> = content.omitted.iter().map(|o| (o.what.as_str(), o.why, o.kept, o.of)).collect();
    let (chars, files) = (MAX_NOTE_CHARS as u64, MAX_ATTACHMENTS as u64);
    assert_eq!(
        omitted,
        [
            ("/complaint/note", OmissionWhy::TooLong, chars, chars + 5),
            ("attachments/", OmissionWhy::TooMany, files, files + 2)
        ]
    );
    assert_eq!(content.attachments.len(), MAX_ATTACHMENTS);
}

#[test]
fn of_a_long_list_of_what_is_not_the_persons_own_the_report_holds_so_many() {
    let mut json = diagnosis_json();
    json["complaint"]["not_mine"] = (0..MAX_LISTED + 1).map(|number| Value::from(format!("TX-{number}"))).collect();
    let content = content_of(&draft_of(&serde_json::from_value(json).unwrap(), "x", Vec::new(), "x").redact());
    assert_eq!(content.complaint.not_mine.len(), MAX_LISTED);
    assert_eq!(content.omitted[0].what.as_str(), "/complaint/not_mine");
}

#[test]
fn contacts_with_support_go_in_only_where_the_app_puts_them() {
    assert_eq!(content_of(&draft().redact()).contact_log, []);
    assert!(!entry(&draft().redact(), "report.html").contains("Contacts with support"));
    let said = "Ask <again> tomorrow.";
    let report = draft().with_contact_log(vec![contact("x"), contact(said)]).redact();
    let content = content_of(&report);
    assert_eq!(content.contact_log.len(), 2);
    assert_eq!(content.contact_log[1].said.as_ref().unwrap().as_str(), said);
    let page = entry(&report, "report.html");
    for shown in ["Contacts with support", "What was promised", "2026-02-28T09:00:00Z", "tomorrow."] {
        assert!(page.contains(shown), "{shown} is not in the page");
    }
    assert!(!page.contains("<again>"));
    let many = draft().with_contact_log(vec![contact("x"); MAX_LISTED + 1]).redact();
    assert_eq!(content_of(&many).contact_log.len(), MAX_LISTED);
    assert_eq!(content_of(&many).omitted[0].what.as_str(), "/contact_log");
    let older = entry(&draft().redact(), "report.json").replace("\"contact_log\"", "\"of_no_interest\"");
    assert_eq!(serde_json::from_str::<ReportContent>(&older).unwrap().contact_log, []);
}

#[test]
fn an_attachment_can_be_taken_out_and_nothing_else() {
    let mut draft = draft();
    draft.take_out("attachments/app.log").unwrap();
    let error = draft.take_out("report.json").unwrap_err().to_string();
    assert_eq!(error, "there is no 'report.json' in this report; accepted: what its preview lists");
    let preview = draft.preview();
    let names: Vec<&str> = preview.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["manifest.json", "report.json", "report.html", "redactions.json", "attachments/app-2.log"]);
    assert!(preview.ledger.entries.iter().all(|entry| entry.file != "attachments/app.log"));
    assert!(!preview.files.iter().any(|file| file.text.as_ref().unwrap().contains("attachments/app.log")));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let zip = || write_zip(draft().redact().entries(), Vec::new()).unwrap();
    assert_eq!(zip(), zip());
}

#[test]
fn debug_shows_nothing_of_a_draft() {
    let shown = format!("{:?} {:?} {:?}", draft(), draft().redact(), log("secret.log", "secret"));
    for text in ["since yesterday", ACCOUNT, "5555", "secret"] {
        assert!(!shown.contains(text), "{text} in {shown}");
    }
    assert!(!format!("{:?}", Redactor::new([1; 32], &[]).with_account(ACCOUNT)).contains(ACCOUNT));
}

#[test]
fn the_page_is_self_contained_in_the_persons_language_and_escapes_what_they_wrote() {
    for (locale, heading) in [("en", "What the person said"), ("zh-Hans", "本人的描述")] {
        let mut json = diagnosis_json();
        json["locale"] = locale.into();
        json["complaint"]["note"] = "<script>alert(1)</script> & <img src=//x.example>".into();
        let report = draft_of(&serde_json::from_value(json).unwrap(), "Example Pay", Vec::new(), "x").redact();
        let page = entry(&report, "report.html");
        assert!(page.contains(&format!("<html lang=\"{locale}\">")) && page.contains(heading));
        assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
        for forbidden in ["<script", "<img", "<link", "src=\"", "href=", "url(", "@import", "http://", "https://"] {
            assert!(!page.contains(forbidden), "{forbidden} is in the page");
        }
        for shown in [
            "balance.cache_stale",
            "1480.50",
            "tls_expired",
            "192.0.2.7",
            "52 ms (49–61; ± 3)",
            "1017 kbit/s",
            DECLARED,
            PENDING,
            "RC-77",
            "Pixel 9",
            "07:45",
            "Database work (c1)",
            "2026-02-28T08:00:00Z",
            "New look",
            "Example Bank",
            "Change your password.",
        ] {
            assert!(page.contains(shown), "{shown} is not in the page");
        }
        assert!(!page.contains("label-") && !page.contains("step-"), "a label has no words");
    }
}
