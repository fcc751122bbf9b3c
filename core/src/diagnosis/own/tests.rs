//! What a provider's own file can do, and each way in which it is refused.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::super::rank::rank;
use super::super::{Audience, Rules};
use super::payload::read;
use super::*;
use crate::complaint::Symptom;
use crate::config::{Locale, OwnCausesConfig};
use crate::observation::Observed;
use crate::signature::signing::sign;

fn text(headline: &str) -> Value {
    json!({ "headline": headline, "money": "It is safe.", "retry": "Tomorrow.", "steps": ["Wait."] })
}

/// A new cause, with advice in both languages and a code that stands for it.
fn whole() -> Value {
    json!({
        "version": 1,
        "causes": [{
            "code": "account.tier_limit", "severity": "blocking", "who": ["user"],
            "for": { "funds.above_maximum": 9.0 }, "against": {}, "explains": ["funds.above_maximum"]
        }],
        "advice": {
            "en": { "account.tier_limit": text("Your level does not allow it.") },
            "zh-Hans": { "account.tier_limit": text("您的账户等级还不能办理这笔交易。") }
        },
        "codes": [{ "code": "T-77", "cause": "account.tier_limit" }]
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut file = whole();
    *file.pointer_mut(pointer).unwrap() = value;
    file
}

fn accepted(file: &Value) -> OwnCauses {
    read(file.to_string().as_bytes()).unwrap()
}

fn refused(file: &Value) -> String {
    let refused = read(file.to_string().as_bytes()).map(|own| own.seen).unwrap_err();
    assert_eq!(refused.why, UnknownWhy::Unreadable);
    refused.detail.unwrap()
}

fn named(rules: &Rules, findings: &[Finding]) -> Vec<String> {
    rank(&rules.causes, Symptom::Other, findings).into_iter().map(|cause| cause.rule.code).collect()
}

fn headline(rules: &Rules, locale: Locale, cause: &str) -> String {
    let (zone, now) = (TimeZone::UTC, Timestamp::UNIX_EPOCH);
    let audience = Audience { locale, provider: "Example Pay".to_owned(), zone, now, true_now: now, spread: 0 };
    let teller = rules.teller(audience);
    teller.advice(rules.causes.find(cause).unwrap(), None).headline
}

#[test]
fn a_new_cause_is_named_and_hides_what_it_explains() {
    let own = accepted(&whole());
    assert_eq!(own.seen, OwnCausesSeen { causes: 1, advice: 1, codes: 1 });
    let rules = Rules::default().with_own(own);
    let above = [Finding::new(Fact::FundsAboveMaximum, "CNY")];
    assert_eq!(named(&rules, &above), ["account.tier_limit"]);
    assert_eq!(named(&Rules::default(), &above), ["funds.above_maximum"]);
    assert_eq!(rules.causes.accused_by(&above[0]).unwrap().0.code, "account.tier_limit");
    assert_eq!(headline(&rules, Locale::ZhHans, "account.tier_limit"), "您的账户等级还不能办理这笔交易。");
}

#[test]
fn the_example_in_the_docs_is_accepted() {
    let page = include_str!("../../../../docs/causes.md");
    let example =
        page.split("```json").find_map(|block| block.split("```").next().filter(|it| it.contains("\"version\"")));
    let own = read(example.unwrap().as_bytes()).unwrap();
    assert_eq!(own.seen, OwnCausesSeen { causes: 1, advice: 1, codes: 1 });
}

#[test]
fn what_is_built_in_can_be_replaced_and_said_in_other_words() {
    let file = json!({
        "version": 1,
        "causes": [{
            "code": "provider.degraded", "severity": "notice", "who": ["app"], "for": { "status.degraded": 3.2 },
            "against": {}, "explains": []
        }],
        "advice": { "en": { "provider.degraded": text("It is a little slow."), "network.offline": text("No network.") } }
    });
    let rules = Rules::default().with_own(accepted(&file));
    let found = rank(&rules.causes, Symptom::Other, &[Finding::new(Fact::StatusDegraded, "page")]);
    assert_eq!((found[0].rule.severity.as_str(), found.len()), ("notice", 1));
    assert!((0.5..0.6).contains(&found[0].confidence));
    assert_eq!(headline(&rules, Locale::En, "provider.degraded"), "It is a little slow.");
    assert_eq!(headline(&rules, Locale::En, "network.offline"), "No network.");
    let ours = headline(&Rules::default(), Locale::ZhHans, "network.offline");
    assert_eq!(headline(&rules, Locale::ZhHans, "network.offline"), ours, "not said otherwise in Chinese");
}

#[test]
fn a_code_may_be_all_that_speaks_for_a_cause_and_the_config_goes_first() {
    let own = accepted(&with("/causes/0/for", json!({})));
    let codes = vec![CodeRule { code: "t-77".to_owned(), cause: "network.offline".to_owned() }];
    let said = Finding::new(Fact::CodeSays, "account.tier_limit");
    let rules = Rules::default().with_own(own.clone());
    assert_eq!(named(&rules, &[said]), ["account.tier_limit"]);
    assert_eq!(rules.codes.len(), 1);
    assert_eq!(Rules { codes: codes.clone(), ..Rules::default() }.with_own(own).codes, codes);
    let mut file = with("/causes/0/for", json!({}));
    file["codes"] = json!([]);
    assert_eq!(refused(&file), "account.tier_limit can't be reached: nothing speaks for it");
}

#[test]
fn what_does_not_hold_together_is_refused_whole() {
    let cause = &whole()["causes"][0];
    let table = [
        (with("/version", json!(2)), "version: 2 is not accepted; accepted: 1"),
        (with("/causes/0/explains", json!(["data.gone"])), "account.tier_limit explains data.gone, which is no cause"),
        (with("/causes/0/for", json!({ "moon.full": 3.0 })), "causes[0].for"),
        (with("/causes/0/severity", json!("awful")), "causes[0].severity"),
        (with("/causes/0/for/funds.above_maximum", json!(99.0)), "the weight 99 under 'for'"),
        (with("/causes", json!([cause, cause])), "account.tier_limit is there twice"),
        (with("/causes", json!(vec![cause; MAX_OWN_CAUSES + 1])), "causes: 201 entries"),
        (with("/codes/0/cause", json!("account.tier")), "codes[0].cause"),
        (with("/codes/0/code", json!("-")), "codes[0].code"),
        (with("/advice", json!({ "en": whole()["advice"]["en"] })), "account.tier_limit has no advice in zh-Hans"),
        (with("/advice", json!({ "fr": {} })), "advice"),
        (with("/advice/en", json!({ "account.tier": text("Which?") })), "account.tier_limit has no advice in en"),
        (with("/advice/en/account.tier_limit/steps", json!([])), "advice.en.account.tier_limit.steps: 1 to 10 lines"),
        (with("/advice/en/account.tier_limit/steps", json!(vec!["x"; 11])), "advice.en.account.tier_limit.steps"),
        (with("/advice/en/account.tier_limit/steps", json!(["x", "a\nb"])), "advice.en.account.tier_limit.steps[1]"),
        (with("/advice/en/account.tier_limit/money", json!("")), "advice.en.account.tier_limit.money"),
        (with("/advice/en/account.tier_limit/retry", json!("\u{202e}x")), "advice.en.account.tier_limit.retry"),
        (with("/advice/en/account.tier_limit/headline", json!("x".repeat(501))), "tier_limit.headline: 1 to 500"),
        (json!({ "version": 1, "cause": [] }), "cause"),
        (json!([]), "(file)"),
    ];
    for (file, fault) in table {
        let told = refused(&file);
        assert!(told.contains(fault), "{fault}: {told}");
        assert!(told.chars().count() <= MAX_FAULT_CHARS && !told.contains('\n'));
    }
}

#[test]
fn a_remedy_needs_a_word_for_afterwards_and_a_wait_an_end() {
    let mut file = whole();
    file["causes"][0]["remedies"] = json!(["resync"]);
    let told = refused(&file);
    assert_eq!(told, "the advice for account.tier_limit does not say in zh-Hans what is left 'after' its remedy");
    for locale in ["en", "zh-Hans"] {
        file["advice"][locale]["account.tier_limit"]["after"] = json!(["Look once more."]);
    }
    accepted(&file);
    file["causes"][0]["try_again"] = json!({ "after_s": 86_400, "spread_s": 600 });
    accepted(&file);
    file["causes"][0]["try_again"] = json!({ "after_s": 86_401, "spread_s": 600 });
    assert_eq!(refused(&file), "account.tier_limit has a 'try_again' of more than a day");
}

#[test]
fn a_circle_through_what_is_built_in_is_seen() {
    let mut file = whole();
    // Built in, maintenance explains an outage.
    file["causes"][0]["explains"] = json!(["provider.maintenance_in_progress"]);
    accepted(&file);
    let mut outage = file["causes"][0].clone();
    outage["code"] = json!("provider.outage");
    outage["explains"] = json!(["account.tier_limit"]);
    file["causes"].as_array_mut().unwrap().push(outage);
    let told = refused(&file);
    let round = "provider.outage → account.tier_limit → provider.maintenance_in_progress → provider.outage";
    assert!(told.ends_with(round), "{told}");
}

#[test]
fn what_the_phone_measures_is_not_theirs_to_change() {
    for code in [
        "network.offline",
        "network.new",
        "tls.intercepted",
        "unknown.needs_support",
        "unknown.x",
        "device.clock_wrong",
    ] {
        let told = refused(&with("/causes/0/code", json!(code)));
        assert!(told.starts_with(&format!("{code} is about what the phone itself measures")), "{told}");
    }
    accepted(&with("/causes/0/explains", json!(["network.offline", "unknown.needs_support"])));
}

/// What comes of a file with these bytes, for the key of this seed.
fn loaded(bytes: Option<&[u8]>, seed: u8) -> Result<OwnCauses, Refused> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("causes.jws");
    if let Some(bytes) = bytes {
        std::fs::write(&file, bytes).unwrap();
    }
    let (key, _) = sign("{}", b"", seed);
    load(&OwnCausesConfig { file, signed_by: vec![key] })
}

#[test]
fn only_a_whole_signed_file_of_a_sane_size_is_read() {
    let why =
        |bytes: Option<&[u8]>, seed| loaded(bytes, seed).map(drop).map_err(|refused| (refused.why, refused.detail));
    let (_, signed) = sign(r#"{"alg":"EdDSA"}"#, whole().to_string().as_bytes(), 1);
    assert_eq!(loaded(Some(signed.as_bytes()), 1).unwrap().seen.causes, 1);
    let (_, odd) = sign(r#"{"alg":"EdDSA"}"#, b"{}", 1);
    let told = |why, detail: &str| Err((why, Some(detail.to_owned())));
    let unsigned = told(UnknownWhy::BadSignature, "the document is not signed by any of the keys");
    assert_eq!(why(Some(signed.as_bytes()), 2), unsigned);
    assert_eq!(why(Some(whole().to_string().as_bytes()), 1), unsigned);
    assert_eq!(why(None, 1), told(UnknownWhy::Unreadable, "the file can't be read: entity not found"));
    assert_eq!(why(Some(odd.as_bytes()), 1).unwrap_err().0, UnknownWhy::Unreadable);
    let large = vec![b'x'; MAX_OWN_FILE_BYTES + 1];
    assert_eq!(why(Some(&large), 1), told(UnknownWhy::TooLarge, "the file is larger than 262144 bytes"));
    assert_eq!(why(Some(&large[1..]), 1), unsigned);
}

#[test]
fn that_they_are_not_in_use_is_a_finding() {
    let mut observations = Observations::nothing();
    assert_eq!(judge(&observations), None);
    let (at, took_ms) = (Timestamp::UNIX_EPOCH, 3);
    observations.own_causes = Observed::Unknown { why: UnknownWhy::BadSignature, detail: None, at, took_ms };
    let found = judge(&observations).unwrap();
    assert_eq!(found, Finding::new(Fact::CausesNotAccepted, "").with("why", "bad_signature"));
    assert_eq!(named(&Rules::default(), &[found]), ["unknown.needs_support"]);
}
