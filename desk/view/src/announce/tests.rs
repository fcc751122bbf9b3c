//! From a form to the document, and back out of a database that somebody else wrote into.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use wallet_doctor_intake::{
    announcements::{Announcement, Kind, Progress, Severity},
    limits::{MAX_ANNOUNCEMENTS, MAX_OVER_ANNOUNCEMENTS},
    store::StoreError,
};

use super::{document::document, *};

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

fn draft() -> Draft {
    Draft {
        kind: Kind::Incident,
        severity: Severity::Critical,
        components: "withdrawals， 转账 ,".to_owned(),
        starts_at: NOW,
        ends_at: None,
        title_zh: " 提现延迟 ".to_owned(),
        title_en: String::new(),
        body_zh: "请稍候。\r\n资金安全。".to_owned(),
        body_en: String::new(),
        cause: Some("provider.outage".to_owned()),
    }
}

fn made(draft: Draft) -> Result<Announcement, DraftFault> {
    draft.announcement("a".to_owned(), "li".to_owned(), NOW)
}

#[test]
fn a_draft_says_something_in_a_language_and_nothing_that_steers() {
    let good = made(draft()).unwrap();
    assert_eq!(good.components, ["withdrawals", "转账"]);
    assert_eq!(good.title, BTreeMap::from([("zh-Hans".to_owned(), "提现延迟".to_owned())]));
    assert_eq!(good.body["zh-Hans"], "请稍候。\n资金安全。");
    let long = |n: usize| "长".repeat(n);
    for (bad, fault) in [
        (Draft { title_zh: " ".to_owned(), ..draft() }, DraftFault::Title),
        (Draft { title_en: "a\nb".to_owned(), ..draft() }, DraftFault::Title),
        (Draft { title_en: "\u{202e}emit".to_owned(), ..draft() }, DraftFault::Title),
        (Draft { title_en: long(201), ..draft() }, DraftFault::Title),
        (Draft { body_en: "\u{1b}[31m".to_owned(), ..draft() }, DraftFault::Body),
        (Draft { body_en: long(4001), ..draft() }, DraftFault::Body),
        (Draft { components: "a,".repeat(21), ..draft() }, DraftFault::Components),
        (Draft { components: long(101), ..draft() }, DraftFault::Components),
        (Draft { ends_at: Some(NOW), ..draft() }, DraftFault::Span),
        (Draft { starts_at: NOW + SignedDuration::from_mins(11), ..draft() }, DraftFault::Future),
    ] {
        assert_eq!(made(bad).unwrap_err(), fault);
    }
}

#[test]
fn what_is_over_is_told_for_a_week_and_what_stands_is_bounded() {
    let mut all = vec![made(draft()).unwrap()];
    end(&mut all, "a", NOW, None).unwrap();
    assert!(matches!(end(&mut all, "a", NOW, None), Err(StoreError::NoSuchAnnouncement)));
    let days = |days: i64| NOW + SignedDuration::from_hours(24 * days);
    assert!(document(&mut all, days(7), None).unwrap().body.contains("提现延迟"));
    let told = document(&mut all, days(8), None).unwrap();
    assert!(!told.body.contains("提现延迟") && all.is_empty() && told.content_type == "application/json");
    for number in 0..MAX_ANNOUNCEMENTS {
        add(&mut all, draft().announcement(number.to_string(), "li".to_owned(), NOW).unwrap(), None).unwrap();
    }
    assert!(matches!(add(&mut all, made(draft()).unwrap(), None), Err(StoreError::TooManyAnnouncements)));
    let body = document(&mut all, NOW, None).unwrap().body;
    assert!(!body.contains("provider.outage") && !body.contains("\"by\""), "{body}");
}

#[test]
fn of_a_maintenance_its_times_tell_and_what_stands_comes_first() {
    let coming = Draft { kind: Kind::Maintenance, starts_at: NOW + SignedDuration::from_hours(5), ..draft() };
    let mut all = vec![made(coming).unwrap()];
    for number in 0..MAX_OVER_ANNOUNCEMENTS + 5 {
        let id = format!("over {number}");
        add(&mut all, draft().announcement(id.clone(), "li".to_owned(), NOW).unwrap(), None).unwrap();
        end(&mut all, &id, NOW + SignedDuration::from_mins(1), None).unwrap();
    }
    let body = document(&mut all, NOW + SignedDuration::from_mins(2), None).unwrap().body;
    let told: serde_json::Value = serde_json::from_str(&body).unwrap();
    let told = told["announcements"].as_array().unwrap();
    assert_eq!((told.len(), &told[0]["kind"]), (1 + MAX_OVER_ANNOUNCEMENTS, &"maintenance".into()));
    assert!(told[0].get("state").is_none() && told[1]["state"] == "over");
    // Once somebody says that it goes on, its times do not decide any more.
    let later = NOW + SignedDuration::from_hours(6);
    confirm(&mut all, "a", later, None).unwrap();
    assert!(document(&mut all, later, None).unwrap().body.contains("in_progress"));
    confirm(&mut all, "a", NOW + SignedDuration::from_hours(1), None).unwrap();
    assert_eq!(all[0].updated_at, NOW + SignedDuration::from_hours(1));
    assert!(matches!(confirm(&mut all, "over 7", NOW, None), Err(StoreError::NoSuchAnnouncement)));
}

#[test]
fn what_is_long_past_its_end_is_over_and_then_forgotten() {
    let ends = NOW + SignedDuration::from_hours(1);
    let mut all = vec![made(Draft { ends_at: Some(ends), ..draft() }).unwrap()];
    assert!(!tidy(&mut all, ends + SignedDuration::from_hours(24), None));
    let later = ends + SignedDuration::from_hours(25);
    assert!(tidy(&mut all, later, None) && all[0].state == Progress::Over);
    assert!(!tidy(&mut all, later, None));
    assert!(tidy(&mut all, later + SignedDuration::from_hours(24 * 7 + 1), None) && all.is_empty());
}

#[test]
fn what_is_signed_stays_signed() {
    let pem = include_str!("../../tests/view/ed25519.pem");
    let (signer, other) = (Signer::parse(pem).unwrap(), Signer::parse(OTHER).unwrap());
    let signed = document(&mut vec![signer.vouch(made(draft()).unwrap())], NOW, Some(&signer)).unwrap();
    assert!(signer.signed(&signed.body) && !other.signed(&signed.body));
    let forged = signed.body.replacen('.', ".x", 1);
    assert!(!signer.signed(&forged) && !signer.signed("a.b") && !signer.signed(""));
    let plain = document(&mut Vec::new(), NOW, None).unwrap();
    let cases = [
        (None, None, true, false),
        (None, Some(&signer), true, false),
        (Some(&plain), None, false, false),
        (Some(&plain), Some(&signer), true, false),
        (Some(&signed), None, false, true),
        (Some(&signed), Some(&signer), false, false),
        (Some(&signed), Some(&other), true, false),
    ];
    for (served, key, rewritten, beyond) in cases {
        assert_eq!((must_be_rewritten(served, key), is_beyond(served, key)), (rewritten, beyond));
    }
}

#[test]
fn what_somebody_else_wrote_into_the_database_is_signed_by_nobody() {
    let signer = Signer::parse(include_str!("../../tests/view/ed25519.pem")).unwrap();
    let other = Signer::parse(OTHER).unwrap();
    let mut all = Vec::new();
    add(&mut all, made(draft()).unwrap(), Some(&signer)).unwrap();
    let ours = all[0].clone();
    let named = |id: &str, known: &Announcement| Announcement { id: id.to_owned(), ..known.clone() };
    let changed = Announcement { title: [("en".to_owned(), "Pay here".to_owned())].into(), ..named("b", &ours) };
    let plain = named("c", &made(draft()).unwrap());
    let theirs = other.vouch(named("d", &ours));
    all.extend([changed, plain, theirs, Announcement { severity: Severity::Info, ..named("a", &ours) }]);
    let told = |all: &[Announcement], key: Option<&Signer>| {
        let document = document(&mut all.to_vec(), NOW, key).unwrap().body;
        let text = document
            .split('.')
            .nth(1)
            .map_or(document.clone(), |part| String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap());
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["announcements"].as_array().unwrap().len()
    };
    assert_eq!(told(&all, Some(&signer)), 1);
    for id in ["b", "c", "d"] {
        let later = NOW + SignedDuration::from_hours(1);
        assert!(matches!(end(&mut all, id, later, Some(&signer)), Err(StoreError::NoSuchAnnouncement)));
        assert!(matches!(confirm(&mut all, id, later, Some(&signer)), Err(StoreError::NoSuchAnnouncement)));
    }
    end(&mut all, "a", NOW + SignedDuration::from_hours(1), Some(&signer)).unwrap();
    assert!(signer.vouches(&all[0]) && all[0].state == Progress::Over);
}

/// Another key, made for this test.
const OTHER: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIP0bMillEcoMSIGGhFiHEHO9EnwwCbb2glKi1DIfUTGA\n-----END PRIVATE KEY-----\n";

#[test]
fn only_an_ed25519_key_signs() {
    for bad in ["", "hunter2", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
        let told = Signer::parse(bad).err().unwrap().to_string();
        assert!(told.contains("openssl genpkey") && !told.contains("hunter2"), "{told}");
    }
}
