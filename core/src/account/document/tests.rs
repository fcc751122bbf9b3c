use super::*;
use crate::account::{IdentityState, OperationKind, RestrictionReason, SessionState};
use crate::document::MAX_UNREADABLE;
use proptest::prelude::*;
use serde_json::json;

fn rules(mapping: &Value) -> Vec<MappingRule> {
    let config = json!({ "provider_name": "P", "account": { "url": "https://api.example/me", "mapping": mapping } });
    crate::config::Config::from_json(config.to_string().as_bytes()).unwrap().account.unwrap().mapping
}

fn read_json(answer: &Value) -> Result<AccountState, NotADocument> {
    read(answer.to_string().as_bytes(), &[])
}

fn mapped(answer: &Value, mapping: &Value) -> Result<AccountState, NotADocument> {
    read(answer.to_string().as_bytes(), &rules(mapping))
}

/// An answer in which every field is known.
fn whole() -> Value {
    json!({
        "restricted": true,
        "restrictions": [
            { "reason": "risk_control", "code": "RC-7", "operations": ["withdrawal"], "until": "2026-03-02T08:00:00Z" },
            { "reason": "not_told" },
        ],
        "session": "valid",
        "sign_in": { "failed": 2, "attempts_left": 3, "unusual_at": "2026-03-01T02:00:00Z" },
        "two_factor": { "state": "off", "required_for": ["transfer"] },
        "identity": { "state": "rejected", "missing": ["selfie"], "code": "K1" },
        "opening": { "state": "needs_more", "reasons": ["documents"], "missing": ["id_photo"], "decided_by": "2026-03-09T00:00:00Z" },
        "devices": [{ "name": "Phone", "this": true, "recognised": true, "last_used_at": "2026-03-01T07:00:00Z" }],
        "limits": [{
            "operation": "withdrawal", "asset": "CNY", "minimum": "10.00", "maximum": "50000.00",
            "day": { "limit": "50000.00", "used": "100.00", "resets_at": "2026-03-01T16:00:00Z" },
            "attempts": { "allowed": 5, "within_s": 86400, "left": 4 },
        }],
        "fees": [{
            "operation": "withdrawal", "asset": "CNY", "channel": "Example Bank", "fixed": "2.00", "rate": "0.001",
            "rounding": { "decimals": 2, "mode": "half_up" }, "free_left": 1,
            "free_during": {
                "zone": "Asia/Shanghai",
                "weekly": [{ "days": ["sat"], "from": "00:00", "until": "24:00" }],
                "holidays": [{ "from": "2026-10-01", "until": "2026-10-03" }],
            },
        }],
        "instruments": [{ "label": "Example Bank 1234", "channel": "Example Bank", "state": "verified" }],
        "channels": [{ "name": "Example Bank", "state": "delayed", "delay_s": 600, "maximum": "1000", "asset": "CNY" }],
    })
}

#[test]
fn our_own_shape_is_read_whole() {
    let (answer, state) = (whole(), read_json(&whole()).unwrap());
    assert_eq!(state.unreadable, Vec::<String>::new());
    assert_eq!(answer.as_object().unwrap().len(), FIELDS.len());
    let strict: AccountState = serde_json::from_value(answer.clone()).unwrap();
    assert_eq!(state, strict);
    let written = serde_json::to_value(&state).unwrap();
    for field in FIELDS {
        assert!(written.get(field).is_some(), "{field}");
    }
    assert_eq!(read_json(&written).unwrap(), state);
}

#[test]
fn one_odd_part_is_left_out_and_named_and_the_rest_stands() {
    for (field, odd, place) in [
        ("restricted", json!("no"), "/restricted"),
        ("restricted", json!(0), "/restricted"),
        ("restrictions", json!({ "withdrawal": true }), "/restrictions"),
        ("restrictions", json!([{ "reason": "a whim" }]), "/restrictions/0"),
        ("restrictions", json!([{ "operations": ["withdrawal", "juggling"] }]), "/restrictions/0"),
        // An object of another kind is no restriction of everything.
        ("restrictions", json!([{ "type": "withdrawal", "enabled": false }]), "/restrictions/0"),
        ("restrictions", json!([{ "reason": null }]), "/restrictions/0"),
        ("restrictions", json!([null]), "/restrictions/0"),
        ("restrictions", json!([[]]), "/restrictions/0"),
        ("session", json!("active"), "/session"),
        ("sign_in", json!([]), "/sign_in"),
        ("sign_in", json!({ "failed": -1 }), "/sign_in"),
        ("sign_in", json!({ "failed": 1.0 }), "/sign_in"),
        ("sign_in", json!({ "fails": 3 }), "/sign_in"),
        ("two_factor", json!({ "state": "off", "required_for": "all" }), "/two_factor"),
        ("two_factor", json!(["off", []]), "/two_factor"),
        ("identity", json!({ "code": "K1" }), "/identity"),
        ("identity", json!({ "state": "PASS" }), "/identity"),
        ("identity", json!({ "state": "verified", "missing": vec!["x"; 201] }), "/identity"),
        ("identity", json!({ "state": "verified", "code": "x".repeat(301) }), "/identity"),
        ("opening", json!({ "state": "refused", "decided_by": "soon" }), "/opening"),
        ("devices", json!([{ "this": true }]), "/devices/0"),
        // Money is exact, and a number has often passed through a float.
        ("limits", json!([{ "operation": "withdrawal", "minimum": 10 }]), "/limits/0"),
        ("limits", json!([{ "operation": "withdrawal", "day": { "limit": 1e3 } }]), "/limits/0"),
        ("fees", json!([{ "operation": "withdrawal", "asset": "CNY", "fixed": "1,00" }]), "/fees/0"),
        ("instruments", json!([{ "label": 1234, "state": "verified" }]), "/instruments/0"),
        ("channels", json!([{ "name": "Bank", "state": { "up": true } }]), "/channels/0"),
    ] {
        let mut answer = whole();
        answer[field] = odd.clone();
        let mut expected = read_json(&{
            let mut without = whole();
            without.as_object_mut().unwrap().remove(field);
            without
        })
        .unwrap();
        expected.unreadable = vec![place.to_owned()];
        assert_eq!(read_json(&answer).unwrap(), expected, "{field}: {odd}");
    }
}

#[test]
fn elements_that_make_sense_stay_beside_those_that_do_not() {
    let mut answer = whole();
    let good = answer["restrictions"][0].clone();
    answer["restrictions"] = json!([{ "reason": 1 }, good, { "reason": "x" }]);
    let state = read_json(&answer).unwrap();
    assert_eq!(state.unreadable, ["/restrictions/0", "/restrictions/2"]);
    assert_eq!(state.restrictions.as_ref().map(Vec::len), Some(1));
    assert!(!state.is_whole("restrictions") && state.is_whole("restricted"));
    let mut answer = whole();
    let mut nowhere = answer["fees"][0].clone();
    nowhere["free_during"]["zone"] = json!("Moon/Base");
    answer["fees"].as_array_mut().unwrap().push(nowhere);
    assert_eq!(read_json(&answer).unwrap().unreadable, ["/fees/1"]);
}

#[test]
fn null_and_absent_are_unknown_and_unknown_keys_are_passed_over() {
    let answer = json!({ "restricted": null, "sign_in": { "failed": null }, "session": "valid", "kyc": [1], "unreadable": ["/x"],
        "identity": { "state": "verified", "missing": null, "level": 3 } });
    let state = read_json(&answer).unwrap();
    assert_eq!((state.restricted, state.sign_in, state.session), (None, None, Some(SessionState::Valid)));
    assert_eq!(state.identity.map(|identity| identity.state), Some(IdentityState::Verified));
    assert_eq!(state.unreadable, Vec::<String>::new(), "nobody else says what is unreadable");
    assert_eq!(read_json(&json!({ "restrictions": [] })).unwrap().restrictions, Some(Vec::new()));
}

#[test]
fn what_says_something_of_which_nothing_can_be_read_is_no_document() {
    for body in [
        "",
        "{",
        "null",
        "true",
        "[]",
        "\"valid\"",
        "{} {}",
        "<html>",
        "{\"a\":1}",
        "{\"code\":500,\"message\":\"busy\"}",
        "{\"restricted\":1e999}",
        "{\"limits\":{\"withdrawal\":1}}",
        "{\"session\":\"active\",\"limits\":[{}]}",
        "\u{feff}{}",
    ] {
        assert_eq!(read(body.as_bytes(), &[]), Err(NotADocument), "{body}");
    }
    assert_eq!(read(b"\x00\xff\xfe", &[]), Err(NotADocument));
    assert_eq!(read("[".repeat(100_000).as_bytes(), &[]), Err(NotADocument));
    assert_eq!(read(format!("{{{}}}", " ".repeat(MAX_ACCOUNT_BYTES)).as_bytes(), &[]), Err(NotADocument));
    for body in ["{}", "{\"restricted\":null}", "{\"sign_in\":{}}"] {
        assert_eq!(read(body.as_bytes(), &[]), Ok(AccountState::default()), "{body}");
    }
    let nowhere = rules(&json!([{ "to": "/session", "from": "/data/session" }]));
    assert_eq!(read(b"{\"code\":500}", &nowhere), Err(NotADocument));
    assert_eq!(read(b"null", &nowhere), Ok(AccountState::default()));
}

#[test]
fn long_lists_are_cut_and_every_field_that_is_not_whole_is_named() {
    let mut answer = whole();
    let many = |entry: &Value, count: usize| Value::Array(vec![entry.clone(); count]);
    answer["devices"] = many(&answer["devices"][0], MAX_DEVICES + 1);
    answer["limits"] = many(&answer["limits"][0], MAX_ENTRIES);
    answer["channels"] = many(&json!({ "name": 1 }), MAX_ENTRIES);
    answer["restrictions"] = many(&json!({}), 1_000);
    let state = read_json(&answer).unwrap();
    assert_eq!(state.devices.as_ref().map(Vec::len), Some(MAX_DEVICES));
    assert_eq!(state.limits.as_ref().map(Vec::len), Some(MAX_ENTRIES));
    assert_eq!((&state.restrictions, &state.channels), (&None, &None));
    assert_eq!(state.unreadable.len(), MAX_UNREADABLE);
    for (field, whole) in [("devices", false), ("limits", true), ("channels", false), ("restrictions", false)] {
        assert_eq!(state.is_whole(field), whole, "{field}");
    }
    assert!(state.unreadable.contains(&format!("/devices/{MAX_DEVICES}")));
    assert!(state.unreadable.contains(&format!("/restrictions/{MAX_RESTRICTIONS}")));
}

#[test]
fn another_shape_is_read_by_rules() {
    let answer = json!({ "code": 0, "data": {
        "frozen": 1,
        "kyc": { "status": "PASS", "lacks": [] },
        "freezes": [{ "why": "AML", "ops": ["WD"], "end": 1_772_438_400_000_i64 }],
        "quota": [{ "type": "WD", "ccy": "CNY", "min": 1_000, "left": { "max": "5000000", "next": 1_772_380_800 } }],
        "mfa": { "on": true },
    } });
    let operations = json!({ "WD": "withdrawal", "TR": "transfer" });
    let state = mapped(
        &answer,
        &json!([
            { "to": "/restricted", "from": "/data/frozen", "values": { "1": true, "0": false } },
            { "to": "/identity/state", "from": "/data/kyc/status", "values": { "PASS": "verified" } },
            { "to": "/identity/missing", "from": "/data/kyc/lacks" },
            { "to": "/two_factor/state", "from": "/data/mfa/on", "values": { "true": "on", "false": "off" } },
            { "to": "/restrictions", "from": "/data/freezes", "each": [
                { "to": "/reason", "from": "/why", "values": { "AML": "risk_control" } },
                { "to": "/operations", "from": "/ops", "each": [{ "to": "", "from": "", "values": operations }] },
                { "to": "/until", "from": "/end", "times": "unix_ms" } ] },
            { "to": "/limits", "from": "/data/quota", "each": [
                { "to": "/operation", "from": "/type", "values": operations },
                { "to": "/asset", "from": "/ccy" },
                { "to": "/minimum", "from": "/min", "scale": 2 },
                { "to": "/day/limit", "from": "/left/max", "scale": 2 },
                { "to": "/day/resets_at", "from": "/left/next", "times": "unix_s" } ] },
            { "to": "/channels", "from": "/data/banks" },
        ]),
    )
    .unwrap();
    assert_eq!(state, serde_json::from_value(json!({
        "restricted": true,
        "identity": { "state": "verified" },
        "two_factor": { "state": "on" },
        "restrictions": [{ "reason": "risk_control", "operations": ["withdrawal"], "until": "2026-03-02T08:00:00Z" }],
        "limits": [{ "operation": "withdrawal", "asset": "CNY", "minimum": "10.00",
            "day": { "limit": "50000.00", "resets_at": "2026-03-01T16:00:00Z" } }],
    }))
    .unwrap());
    assert_eq!(state.limits.unwrap()[0].minimum.as_ref().map(ToString::to_string), Some("10.00".to_owned()));
}

#[test]
fn the_documented_examples_are_true() {
    let blocks = |page: &'static str| -> Vec<&str> {
        page.split("```json").skip(1).map(|block| block.split("```").next().unwrap()).collect()
    };
    let (account, mapping) =
        (blocks(include_str!("../../../../docs/account.md")), blocks(include_str!("../../../../docs/mapping.md")));
    let [endpoint, ours] = account.as_slice() else { panic!("{} examples", account.len()) };
    let [theirs, mapping, made] = mapping.as_slice() else { panic!("{} examples", mapping.len()) };
    let json = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let config = |account: &str| {
        let json = format!(r#"{{"provider_name":"P",{account}}}"#);
        crate::config::Config::from_json(json.as_bytes()).unwrap().account.unwrap()
    };
    assert!(config(endpoint).mapping.is_empty());
    assert_eq!(read_json(&json(ours)).unwrap(), serde_json::from_value(json(ours)).unwrap());
    let state = read(theirs.as_bytes(), &config(mapping).mapping).unwrap();
    assert_eq!(serde_json::to_value(state).unwrap(), json(made));
}

#[test]
fn what_does_not_fit_a_rule_takes_its_field_or_its_element_with_it() {
    let session = ("session", json!("valid"));
    for (answer, rule, place) in [
        (
            json!("GONE"),
            json!({ "to": "/identity/state", "from": "/x", "values": { "PASS": "verified" } }),
            "/identity",
        ),
        (json!([1]), json!({ "to": "/restricted", "from": "/x", "values": { "1": true } }), "/restricted"),
        (json!("FAIL"), json!({ "to": "/restricted", "from": "/x" }), "/restricted"),
        (
            json!({ "a": 1 }),
            json!({ "to": "/devices", "from": "/x", "each": [{ "to": "/name", "from": "/a" }] }),
            "/devices",
        ),
        (
            json!([{ "a": 1 }]),
            json!({ "to": "/devices", "from": "/x", "each": [{ "to": "/name", "from": "/a" }] }),
            "/devices/0",
        ),
        (
            json!(["a", {}]),
            json!({ "to": "/devices", "from": "/x", "each": [{ "to": "/name", "from": "/a" }] }),
            "/devices/0",
        ),
        (
            json!([{ "r": "locked", "o": ["WD", "?"] }]),
            json!({ "to": "/restrictions", "from": "/x", "each": [
                { "to": "/reason", "from": "/r" },
                { "to": "/operations", "from": "/o", "each": [{ "to": "", "from": "", "values": { "WD": "withdrawal" } }] },
            ] }),
            "/restrictions/0",
        ),
        (
            json!(["?"]),
            json!({ "to": "/two_factor/required_for", "from": "/x", "each": [
                { "to": "", "from": "", "values": { "WD": "withdrawal" } }] }),
            "/two_factor",
        ),
        (json!(1.5), json!({ "to": "/sign_in/unusual_at", "from": "/x", "times": "unix_s" }), "/sign_in"),
        (json!(i64::MAX), json!({ "to": "/sign_in/unusual_at", "from": "/x", "times": "unix_ms" }), "/sign_in"),
        (json!(true), json!({ "to": "/sign_in/unusual_at", "from": "/x", "times": "unix_ms" }), "/sign_in"),
    ] {
        let state =
            mapped(&json!({ "x": answer, "s": "valid" }), &json!([rule, { "to": "/session", "from": "/s" }])).unwrap();
        assert_eq!(state.unreadable.first().map(String::as_str), Some(place), "{answer} by {rule}");
        let known = serde_json::to_value(AccountState { unreadable: Vec::new(), ..state }).unwrap();
        assert_eq!(known, json!({ session.0: session.1 }), "{answer} by {rule}");
    }
}

#[test]
fn only_whole_numbers_become_amounts() {
    let minimum = |answer: &Value, scale: u32| {
        let rule = json!([{ "to": "/limits", "from": "", "each": [
            { "to": "/operation", "from": "/op" }, { "to": "/minimum", "from": "/min", "scale": scale } ] }]);
        let answer = json!([{ "op": "withdrawal", "min": answer }, { "op": "transfer" }]);
        let limits = mapped(&answer, &rule).unwrap().limits.unwrap();
        let withdrawal = limits.into_iter().find(|limits| limits.operation == OperationKind::Withdrawal)?;
        withdrawal.minimum.map(|minimum| minimum.to_string())
    };
    for (answer, scale, amount) in [
        (json!(128_050), 2, "1280.50"),
        (json!(5), 2, "0.05"),
        (json!(-5), 0, "-5"),
        (json!(0), 2, "0.00"),
        (json!(u64::MAX), 18, "18.446744073709551615"),
        (json!("589000000000000123456789012345678901"), 18, "589000000000000123.456789012345678901"),
    ] {
        assert_eq!(minimum(&answer, scale).as_deref(), Some(amount), "{answer}");
    }
    for answer in
        [json!(1.0), json!(1e3), json!("1.5"), json!("1e3"), json!(""), json!("-"), json!(true), json!("9".repeat(121))]
    {
        assert_eq!(minimum(&answer, 2), None, "{answer}");
    }
}

#[test]
fn a_time_of_zero_is_none() {
    let rule = json!([{ "to": "/restrictions", "from": "", "each": [
        { "to": "/reason", "from": "/r" }, { "to": "/until", "from": "/u", "times": "unix_s" } ] }]);
    let restrictions = mapped(&json!([{ "r": "locked", "u": 0 }]), &rule).unwrap().restrictions.unwrap();
    assert_eq!((restrictions[0].reason, restrictions[0].until), (RestrictionReason::Locked, None));
}

/// Any JSON, with our own names and words in it often enough to get somewhere.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        prop::sample::select(&FIELDS[..]).prop_map(str::to_owned),
        prop::sample::select(vec!["reason", "operation", "state", "minimum", "name", "until", "day", "limit"])
            .prop_map(str::to_owned),
        prop::sample::select(vec!["withdrawal", "verified", "locked", "1.50", "2026-03-01T00:00:00Z"])
            .prop_map(str::to_owned),
        ".{0,6}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map(word.clone(), inner, 0..8).prop_map(Value::from_iter),
        ]
    })
}

proptest! {
    #[test]
    fn any_answer_is_read_or_refused_and_what_is_read_is_read_again(answer in any_json()) {
        let from_anywhere = rules(&json!([
            { "to": "/limits", "from": "/limits", "each": [{ "to": "/operation", "from": "" }] },
            { "to": "/restrictions", "from": "", "each": [{ "to": "", "from": "" }] },
            { "to": "/identity/state", "from": "/identity", "values": { "verified": "verified", "1": "expired" } },
            { "to": "/session", "from": "/0" },
        ]));
        for rules in [&[][..], &from_anywhere] {
            let Ok(state) = read(answer.to_string().as_bytes(), rules) else { continue };
            prop_assert!(state.unreadable.len() <= MAX_UNREADABLE);
            prop_assert!(state.unreadable.iter().all(|place| place.len() <= 100 && place.starts_with('/')));
            let known = AccountState { unreadable: Vec::new(), ..state };
            prop_assert_eq!(read_json(&serde_json::to_value(&known).unwrap()), Ok(known));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&body, &[]);
    }

    #[test]
    fn whatever_is_known_of_an_account_is_read_back(kept in prop::sample::subsequence(FIELDS.to_vec(), 0..=FIELDS.len())) {
        let mut answer = whole();
        answer.as_object_mut().unwrap().retain(|field, _| kept.contains(&field.as_str()));
        let state: AccountState = serde_json::from_value(answer).unwrap();
        prop_assert_eq!(read_json(&serde_json::to_value(&state).unwrap()), Ok(state));
    }
}
