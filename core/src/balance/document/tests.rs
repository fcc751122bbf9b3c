use super::*;
use proptest::prelude::*;
use serde_json::json;

fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn rules(mapping: &Value) -> Vec<MappingRule> {
    let config = json!({ "provider_name": "P", "balances": { "url": "https://api.example/me", "mapping": mapping } });
    crate::config::Config::from_json(config.to_string().as_bytes()).unwrap().balances.unwrap().mapping
}

fn read_json(answer: &Value) -> Option<BalanceSheet> {
    read(answer.to_string().as_bytes(), &[], noon())
}

fn mapped(answer: &Value, mapping: &Value) -> Option<BalanceSheet> {
    read(answer.to_string().as_bytes(), &rules(mapping), noon())
}

/// Assets and totals.
fn totals(sheet: &BalanceSheet) -> Vec<(&str, String)> {
    sheet.balances.iter().map(|entry| (entry.asset.as_str(), entry.total.to_string())).collect()
}

fn whole() -> Value {
    json!({ "account": "u-1", "as_of": "2026-03-01T08:00:00Z", "sequence": 7, "balances": [
        { "asset": "CNY", "total": "1280.50", "available": "1180.50", "held": "100.00" },
        { "asset": "ETH", "total": "-0.731000000000000001" } ] })
}

#[test]
fn our_own_shape_is_read_whole_and_written_as_it_was() {
    let sheet = read_json(&whole()).unwrap();
    assert_eq!(serde_json::to_value(&sheet).unwrap(), whole());
    let mut with_more = whole();
    with_more["trace"] = json!([1]);
    with_more["unreadable"] = json!(["/balances/0"]);
    with_more["balances"][0]["usd_value"] = json!(1.5);
    with_more["balances"][1]["held"] = Value::Null;
    assert_eq!(read_json(&with_more), Some(sheet), "unknown keys are passed over and null is absent");
}

#[test]
fn an_odd_entry_is_left_out_and_named_by_its_place_and_the_rest_stands() {
    let good = json!({ "asset": "CNY", "total": "1" });
    for odd in [
        json!(null),
        json!("CNY"),
        json!(["USDT", "5", "5", "0"]),
        json!({}),
        json!({ "asset": "SECRET" }),
        json!({ "total": "5" }),
        json!({ "asset": "USDT", "total": null }),
        json!({ "asset": "USDT", "total": 5 }),
        json!({ "asset": "USDT", "total": 5.5 }),
        json!({ "asset": "USDT", "total": "5e3" }),
        json!({ "asset": "USDT", "total": "1,000" }),
        json!({ "asset": "USDT", "total": "5.", "held": "0" }),
        json!({ "asset": "USDT", "total": format!("0.{}", "1".repeat(40)) }),
        json!({ "asset": "USDT", "total": "9".repeat(121) }),
        json!({ "asset": "USDT", "total": "5", "available": 5 }),
        json!({ "asset": 5, "total": "5" }),
        json!({ "asset": "", "total": "5" }),
        json!({ "asset": "US DT", "total": "5" }),
        json!({ "asset": "USDT\u{202e}", "total": "5" }),
        json!({ "asset": "X".repeat(101), "total": "5" }),
    ] {
        let sheet = read_json(&json!({ "as_of": "2026-03-01T08:00:00Z", "balances": [good, odd, good] })).unwrap();
        assert_eq!((sheet.balances.len(), sheet.unreadable.as_slice()), (2, &["/balances/1".to_owned()][..]), "{odd}");
    }
}

#[test]
fn without_any_balances_there_is_no_sheet_and_an_account_without_any_has_one() {
    for body in [
        "",
        "{",
        "null",
        "[]",
        "{}",
        "<html>",
        "{\"code\":500,\"message\":\"busy\"}",
        "{\"as_of\":\"2026-03-01T08:00:00Z\"}",
        "{\"balances\":null}",
        "{\"balances\":{\"CNY\":\"1\"}}",
        "{\"balances\":[{\"asset\":\"CNY\",\"total\":1.5}]}",
        "[\"2026-03-01T08:00:00Z\",7,[]]",
        "{\"balances\":[],\"balances\":[]}",
        "{\"balances\":[{\"asset\":\"CNY\",\"total\":\"1\",\"total\":\"2\"}]}",
        "{\"balances\":[],\"as_of\":\"yesterday\"}",
        "{\"balances\":[],\"as_of\":\"2026-03-01T08:00:00\"}",
        "{\"balances\":[],\"as_of\":1772352000}",
    ] {
        assert_eq!(read(body.as_bytes(), &[], noon()), None, "{body}");
    }
    let empty = read(b"{\"balances\":[]}", &[], noon()).unwrap();
    assert_eq!((empty.balances.len(), empty.unreadable.len()), (0, 0));
    let large = format!("{{\"balances\":[]{}}}", " ".repeat(MAX_SHEET_BYTES));
    assert_eq!(read(large.as_bytes(), &[], noon()), None);
}

#[test]
fn without_a_time_of_its_own_an_answer_is_of_the_moment_it_came() {
    for answer in [json!({ "balances": [] }), json!({ "as_of": null, "balances": [] })] {
        let sheet = read_json(&answer).unwrap();
        assert_eq!((sheet.as_of, sheet.unreadable.len()), (noon(), 0));
    }
}

#[test]
fn an_account_and_a_sequence_that_make_no_sense_are_left_out_and_named() {
    let with = |field: &str, value: Value| {
        let mut answer = whole();
        answer[field] = value;
        read_json(&answer).unwrap()
    };
    for (value, sequence) in [
        (json!(0), Some(0)),
        (json!(u64::MAX), Some(u64::MAX)),
        (json!("18446744073709551615"), Some(u64::MAX)),
        (json!(null), None),
    ] {
        let sheet = with("sequence", value);
        assert_eq!((sheet.sequence, sheet.unreadable.len()), (sequence, 0));
    }
    for value in [json!(-1), json!(1.0), json!("+1"), json!("-1"), json!(""), json!("18446744073709551616"), json!([1])]
    {
        let sheet = with("sequence", value);
        assert_eq!((sheet.sequence, sheet.unreadable.as_slice()), (None, &["/sequence".to_owned()][..]));
    }
    assert_eq!(with("account", json!(40_718_265)).account.as_deref(), Some("40718265"));
    for value in [json!(1.5), json!(""), json!(true), json!("x".repeat(301)), json!({ "id": 1 })] {
        let sheet = with("account", value);
        assert_eq!((sheet.account, sheet.unreadable.as_slice()), (None, &["/account".to_owned()][..]));
    }
}

#[test]
fn more_assets_than_are_read_are_left_out_and_twenty_places_are_named_at_the_most() {
    let entry = |n: usize| json!({ "asset": format!("T{n}"), "total": "1" });
    let mut entries: Vec<Value> = (0..=MAX_ASSETS).map(entry).collect();
    let sheet = read_json(&json!({ "balances": entries })).unwrap();
    assert_eq!((sheet.balances.len(), sheet.unreadable.as_slice()), (MAX_ASSETS, &["/balances/20000".to_owned()][..]));
    entries.truncate(100);
    for place in (0..100).filter(|place| place % 2 == 0) {
        entries[place] = json!({ "asset": "CNY" });
    }
    let sheet = read_json(&json!({ "sequence": "x", "account": 0.5, "balances": entries })).unwrap();
    assert_eq!((sheet.balances.len(), sheet.unreadable.len()), (50, MAX_UNREADABLE));
    for place in ["/sequence", "/account", "/balances/0"] {
        assert!(sheet.unreadable.contains(&place.to_owned()), "{place}");
    }
}

#[test]
fn what_the_app_gives_is_held_to_the_same() {
    let mut sheet = read_json(&whole()).unwrap();
    assert_eq!(sheet.clone().bounded(), sheet);
    sheet.account = Some("x".repeat(1_000));
    sheet.balances[0].asset = "C NY".to_owned();
    sheet.unreadable = vec!["/balances/".repeat(100); 100];
    let bounded = sheet.clone().bounded();
    assert_eq!(totals(&bounded), [("ETH", "-0.731000000000000001".to_owned())]);
    assert_eq!(bounded.account.map(|account| account.len()), Some(300));
    assert_eq!(bounded.unreadable.len(), MAX_UNREADABLE);
    assert!(bounded.unreadable.contains(&"/balances/0".to_owned()));
    assert!(bounded.unreadable.iter().all(|place| place.len() <= 100));
    sheet.balances = vec![sheet.balances[1].clone(); MAX_ASSETS + 1];
    sheet.unreadable.clear();
    assert_eq!(sheet.bounded().unreadable, ["/balances/20000"]);
}

#[test]
fn amounts_in_minor_units_with_their_decimals_beside_are_exact() {
    let mapping = json!([
        { "to": "/account", "from": "/data/uid" },
        { "to": "/as_of", "from": "/data/ts", "times": "unix_ms" },
        { "to": "/sequence", "from": "/data/version" },
        { "to": "/balances", "from": "/data/assets", "each": [
            { "to": "/asset", "from": "/symbol" },
            { "to": "/total", "from": "/amount", "scale_at": "/decimals" },
            { "to": "/held", "from": "/frozen", "scale_at": "/decimals" } ] },
    ]);
    let with = |amount: Value, decimals: Value| {
        json!({ "code": 0, "data": { "uid": 7, "ts": 1_772_352_000_000_i64, "version": "12", "assets": [
            { "symbol": "CNY", "amount": 1, "decimals": 2 },
            { "symbol": "TOK", "amount": amount, "decimals": decimals } ] } })
    };
    for (amount, decimals, total) in [
        (json!("589000000000000123456789012345678"), json!(18), "589000000000000.123456789012345678"),
        (json!(u64::MAX), json!("18"), "18.446744073709551615"),
        (json!(1), json!(36), "0.000000000000000000000000000000000001"),
        (json!(-5), json!(0), "-5"),
        (json!("0"), json!("0"), "0"),
        (json!("9".repeat(120)), json!(36), &format!("{}.{}", "9".repeat(84), "9".repeat(36))),
    ] {
        let sheet = mapped(&with(amount, decimals), &mapping).unwrap();
        assert_eq!(totals(&sheet), [("CNY", "0.01".to_owned()), ("TOK", total.to_owned())]);
        assert_eq!((sheet.account.as_deref(), sheet.sequence, sheet.unreadable.len()), (Some("7"), Some(12), 0));
        assert_eq!(sheet.as_of.to_string(), "2026-03-01T08:00:00Z");
    }
    for (amount, decimals) in [
        (json!("5"), json!(37)),
        (json!("5"), json!(40)),
        (json!("5"), json!(-1)),
        (json!("5"), json!(2.0)),
        (json!("5"), json!("02")),
        (json!("5"), json!("+2")),
        (json!("5"), json!("")),
        (json!("5"), json!(null)),
        (json!("5"), json!("2e0")),
        (json!("5.5"), json!(2)),
        (json!("5e3"), json!(2)),
        (json!(5.0), json!(2)),
        (json!(1e30), json!(2)),
        (json!("9".repeat(121)), json!(2)),
        (json!(null), json!(2)),
        (json!(true), json!(2)),
    ] {
        let sheet = mapped(&with(amount.clone(), decimals.clone()), &mapping).unwrap();
        assert_eq!(sheet.unreadable, ["/balances/1"], "{amount} {decimals}");
        assert_eq!(totals(&sheet), [("CNY", "0.01".to_owned())]);
    }
}

#[test]
fn balances_that_stand_by_asset_are_read_with_their_names() {
    let mapping = json!([{ "to": "/balances", "from": "/balances", "each": [
        { "to": "/asset", "from": "", "key": true },
        { "to": "/total", "from": "/amount" } ] }]);
    let sheet =
        mapped(&json!({ "balances": { "USDT": { "amount": "5" }, "CNY": { "amount": "1.50" } } }), &mapping).unwrap();
    assert_eq!(totals(&sheet), [("CNY", "1.50".to_owned()), ("USDT", "5".to_owned())]);
    assert_eq!(mapped(&json!({ "balances": {} }), &mapping).unwrap().balances, []);
    let odd = json!({ "balances": { "A": { "amount": "1" }, "B": 5, "C C": { "amount": "1" }, "D": null } });
    assert_eq!(mapped(&odd, &mapping).unwrap().unreadable, ["/balances/1", "/balances/2", "/balances/3"]);
    for none in [json!({ "balances": [{ "amount": "1" }] }), json!({ "balances": "CNY" }), json!({})] {
        assert_eq!(mapped(&none, &mapping), None, "{none}");
    }
    // Amounts right under the names, which are the provider's own.
    let plain = json!([{ "to": "/balances", "from": "", "each": [
        { "to": "/asset", "from": "", "key": true, "values": { "cny_fen": "CNY", "usdt_trc20": "USDT" } },
        { "to": "/total", "from": "", "scale": 2 } ] }]);
    let sheet = mapped(&json!({ "cny_fen": 150, "usdt_trc20": "500", "points": 7 }), &plain).unwrap();
    assert_eq!(totals(&sheet), [("CNY", "1.50".to_owned()), ("USDT", "5.00".to_owned())]);
    assert_eq!(sheet.unreadable, ["/balances/1"]);
}

#[test]
fn rules_that_would_copy_an_answer_many_times_over_read_nothing() {
    let each: Vec<Value> = (0..150).map(|n| json!({ "to": format!("/x{n}"), "from": "" })).collect();
    let mapping = json!([{ "to": "/balances", "from": "", "each": each }]);
    let answer = json!(vec![json!({ "asset": "A", "total": "1" }); 2_000]);
    assert_eq!(mapped(&answer, &mapping), None);
}

#[test]
fn the_documented_examples_are_true() {
    let page = include_str!("../../../../docs/balances.md");
    let blocks: Vec<&str> = page.split("```json").skip(1).map(|block| block.split("```").next().unwrap()).collect();
    let [endpoint, ours, theirs, mapping, made] = blocks.as_slice() else { panic!("{} examples", blocks.len()) };
    let json = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let config = |balances: &str| {
        let json = format!(r#"{{"provider_name":"P",{balances}}}"#);
        crate::config::Config::from_json(json.as_bytes()).unwrap().balances.unwrap()
    };
    assert!(config(endpoint).mapping.is_empty());
    assert_eq!(read_json(&json(ours)).unwrap(), serde_json::from_value(json(ours)).unwrap());
    let sheet = read(theirs.as_bytes(), &config(mapping).mapping, noon()).unwrap();
    assert_eq!(serde_json::to_value(sheet).unwrap(), json(made));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&body, &[], noon());
    }

    #[test]
    fn minor_units_and_decimals_are_the_amount_that_they_were(units in "-?[1-9][0-9]{0,80}", decimals in 0_u32..=36) {
        let mapping = json!([{ "to": "/balances", "from": "", "each": [
            { "to": "/asset", "from": "/a" }, { "to": "/total", "from": "/u", "scale_at": "/d" } ] }]);
        let sheet = mapped(&json!([{ "a": "T", "u": units, "d": decimals }]), &mapping).unwrap();
        let digits = sheet.balances[0].total.to_string().replace('.', "");
        let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
        prop_assert_eq!(format!("{sign}{}", digits.trim_start_matches('0')), units);
    }

    #[test]
    fn what_is_read_is_read_again(names in prop::collection::vec(".{0,8}", 0..8), total in "-?[0-9.]{0,9}") {
        let entries: Vec<Value> = names.iter().map(|name| json!({ "asset": name, "total": total })).collect();
        let Some(sheet) = read_json(&json!({ "balances": entries })) else { return Ok(()) };
        let known = BalanceSheet { unreadable: Vec::new(), ..sheet };
        prop_assert_eq!(read_json(&serde_json::to_value(&known).unwrap()), Some(known.clone()));
        prop_assert_eq!(known.clone().bounded(), known);
    }
}
