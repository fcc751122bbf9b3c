//! Each kind of mistake, in data that is whole but for it.

use serde_json::{Value, json};

use super::*;
use crate::config::Locale;

/// Two causes, one of which explains the other.
fn whole() -> Value {
    json!({
        "priors": { "default": -3.0, "by_symptom": { "app_error": { "provider.": 0.3 } } },
        "leanings": { "complaint.only_here": { "data.": 0.8, "provider.": -1.0 } },
        "message_weight": 2.7,
        "code_weight": 5.5,
        "causes": [
            {
                "code": "provider.outage", "severity": "blocking", "who": ["provider"], "needs": ["status.outage"],
                "for": { "status.outage": 5.5, "wallet.tcp_refused": 1.5 }, "context": { "control.reachable": 1.0 },
                "against": { "status.operational": 3.0 }, "explains": ["data.cache_stale"],
                "try_again": { "after_s": 300, "spread_s": 300 }
            },
            {
                "code": "data.cache_stale", "severity": "serious", "who": ["app"], "for": { "cache.too_old": 2.5 },
                "against": {}, "explains": [], "remedies": ["resync"]
            }
        ]
    })
}

fn advice() -> Written {
    let parts = |more: &[&str]| ALWAYS.iter().chain(more).map(|part| (*part).to_owned()).collect();
    let causes = BTreeMap::from([
        ("provider.outage".to_owned(), parts(&[READY])),
        ("data.cache_stale".to_owned(), parts(&[AFTER])),
    ]);
    Locale::ALL.iter().map(|locale| (*locale, causes.clone())).collect()
}

fn found(sheet: Value, written: &Written) -> Vec<String> {
    faults(&serde_json::from_value(sheet).unwrap(), written, &BTreeSet::new())
}

/// What is found once the value at this pointer is another.
fn with(pointer: &str, value: Value) -> Vec<String> {
    let mut sheet = whole();
    *sheet.pointer_mut(pointer).unwrap() = value;
    found(sheet, &advice())
}

#[test]
fn data_that_holds_together_has_no_faults() {
    assert_eq!(found(whole(), &advice()), Vec::<String>::new());
}

#[test]
fn each_mistake_is_one_line_that_names_it() {
    let table = [
        ("/causes/0/severity", json!("awful"), "provider.outage has the severity awful, which is none"),
        ("/causes/0/who", json!([]), "provider.outage names nobody who can do something about it"),
        ("/causes/0/who", json!(["nobody"]), "provider.outage names nobody, whom nobody knows"),
        ("/causes/1/remedies", json!(["pray"]), "data.cache_stale has the remedy pray, which is none"),
        ("/causes/0/needs", json!(["status.outrage"]), "provider.outage needs status.outrage, which is no finding"),
        (
            "/causes/0/needs",
            json!(["status.operational"]),
            "provider.outage needs status.operational, but would not show it as evidence",
        ),
        (
            "/causes/0/context",
            json!({ "wallet.tcp_nothing": 1.0 }),
            "provider.outage has wallet.tcp_nothing under 'context', which is no finding",
        ),
        (
            "/causes/0/against/status.operational",
            json!(0.0),
            "provider.outage gives status.operational the weight 0 under 'against': above 0, at most 20",
        ),
        (
            "/causes/1/for/cache.too_old",
            json!(20.5),
            "data.cache_stale gives cache.too_old the weight 20.5 under 'for': above 0, at most 20",
        ),
        (
            "/causes/0/context",
            json!({ "status.outage": 1.0 }),
            "provider.outage has status.outage twice among 'for', 'context' and 'against'",
        ),
        ("/causes/0/explains", json!(["data.gone"]), "provider.outage explains data.gone, which is no cause"),
        (
            "/causes/0/explains",
            json!(["provider.outage"]),
            "provider.outage explains itself in a circle: provider.outage → provider.outage",
        ),
        (
            "/causes/1/explains",
            json!(["provider.outage"]),
            "provider.outage explains itself in a circle: provider.outage → data.cache_stale → provider.outage",
        ),
        ("/priors/by_symptom", json!({ "boredom": { "data.": 1.0 } }), "the priors name boredom, which is no symptom"),
        (
            "/priors/by_symptom/app_error",
            json!({ "funds.": 1.0 }),
            "the priors of app_error have funds., with which no cause begins",
        ),
        ("/priors/default", json!(-21.0), "the default prior is -21: at most 20 off zero"),
        (
            "/leanings",
            json!({ "nothing.found": { "data.": 1.0 } }),
            "the leanings name nothing.found, which is no finding",
        ),
        (
            "/leanings/complaint.only_here/data.",
            json!(0.0),
            "the leanings of complaint.only_here have 0 for data.: not 0, at most 20 off it",
        ),
        ("/code_weight", json!(-1.0), "code_weight is -1: above 0, at most 20"),
    ];
    for (pointer, value, fault) in table {
        let found = with(pointer, value);
        assert!(found.iter().any(|line| line == fault), "{fault}: {found:?}");
        assert!(found.iter().all(|line| !line.contains('\n')));
    }
}

#[test]
fn a_code_is_a_family_and_a_name() {
    for code in ["", "outage", "provider.", ".outage", "Provider.outage", "provider.out-age", "a.b.c", "1a.b", "a. b"] {
        let found = with("/causes/0/code", json!(code));
        assert!(found.iter().any(|line| line.contains("is no code of a cause")), "{code}: {found:?}");
    }
    let longest = format!("a.{}", "b".repeat(MAX_CODE_BYTES - 2));
    assert!(is_well_formed(&longest) && !is_well_formed(&format!("{longest}b")));
    let found = with("/causes/1/code", json!("provider.outage"));
    assert!(found.contains(&"provider.outage is there twice".to_owned()), "{found:?}");
}

#[test]
fn what_nothing_can_reach_is_told() {
    let weak = with("/causes/1/for", json!({ "cache.too_old": 1.0, "wallet.tcp_reset": 1.0, "wallet.tls_reset": 1.0 }));
    assert_eq!(weak, ["data.cache_stale can't be reached: all that speaks for it makes 0.27 of 0.30"]);
    let mute = with("/causes/1/for", json!({}));
    assert_eq!(mute, ["data.cache_stale can't be reached: nothing speaks for it"]);
    let mut sheet = whole();
    sheet["causes"][1]["for"] = json!({});
    let sheet = serde_json::from_value(sheet).unwrap();
    assert!(faults(&sheet, &advice(), &BTreeSet::from(["data.cache_stale"])).is_empty(), "a code stands for it");
    let unknown = with("/causes/0/code", json!("unknown.a"));
    assert!(!unknown.iter().any(|line| line.contains("reached")), "the heaviest alone is enough: {unknown:?}");
    let mut sheet = whole();
    sheet["causes"][0]["code"] = json!("unknown.a");
    sheet["causes"][0]["for"] = json!({ "status.outage": 1.0, "status.busy": 1.0, "status.unreadable": 1.0 });
    let found = found(sheet, &advice());
    assert!(found.iter().any(|line| line.starts_with("unknown.a can't be reached")), "{found:?}");
}

#[test]
fn a_circle_of_any_length_is_found() {
    let mut sheet = whole();
    let mut written = advice();
    let outage = sheet["causes"][1].clone();
    let causes: Vec<Value> = (0..150)
        .map(|n| {
            let mut cause = outage.clone();
            cause["code"] = json!(format!("data.c{n}"));
            cause["explains"] = json!([format!("data.c{}", (n + 1) % 150)]);
            cause
        })
        .collect();
    sheet["causes"].as_array_mut().unwrap().extend(causes);
    for advice in written.values_mut() {
        let parts = advice["data.cache_stale"].clone();
        advice.extend((0..150).map(|n| (format!("data.c{n}"), parts.clone())));
    }
    let found = found(sheet, &written);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("data.c148 → data.c149 → data.c0"), "{found:?}");
}

#[test]
fn advice_is_whole_in_every_language_and_for_causes_that_exist() {
    let changed = |locale, cause: &str, part: &str, there: bool| {
        let mut written = advice();
        let parts = written.get_mut(&locale).unwrap().get_mut(cause).unwrap();
        let changed = if there { parts.insert(part.to_owned()) } else { parts.remove(part) };
        assert!(changed, "{part}");
        found(whole(), &written)
    };
    let part = changed(Locale::En, "provider.outage", "money", false);
    assert_eq!(part, ["the advice for provider.outage has no 'money' in en"]);
    let typo = changed(Locale::En, "provider.outage", "step", true);
    assert_eq!(typo, ["the advice for provider.outage has an unknown 'step' in en"]);
    let after = changed(Locale::En, "provider.outage", AFTER, true);
    assert_eq!(after, ["the advice for provider.outage says in en what is left after a remedy, and there is none"]);
    let no_after = changed(Locale::ZhHans, "data.cache_stale", AFTER, false);
    assert_eq!(no_after, ["the advice for data.cache_stale does not say in zh-Hans what is left 'after' its remedy"]);
    let mut written = advice();
    written.get_mut(&Locale::ZhHans).unwrap().remove("provider.outage");
    written.get_mut(&Locale::En).unwrap().insert("data.gone".to_owned(), BTreeSet::new());
    assert_eq!(
        found(whole(), &written),
        ["provider.outage has no advice in zh-Hans", "there is advice for data.gone in en, which is no cause"]
    );
    assert_eq!(found(whole(), &Written::new()).len(), 4, "two causes in two languages");
}
