//! The command line as people and programs meet it: exit status, one clear line for a mistake, nothing but JSON where
//! JSON was asked for.

mod reports;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

fn wallet_doctor(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wallet-doctor")).args(arguments).stdin(Stdio::null()).output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it prints text")
}

fn refused(arguments: &[&str], wanted: &[&str]) {
    let output = wallet_doctor(arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed something");
    assert_eq!(said.lines().count(), 1, "{said}");
    for part in wanted {
        assert!(said.contains(part), "{arguments:?}: {part:?} is missing in: {said}");
    }
}

fn config_file(folder: &Path, content: &str) -> String {
    let path = folder.join("case.json");
    fs::write(&path, content).expect("a writable folder");
    path.to_str().expect("a path in ASCII").to_owned()
}

#[test]
fn the_demo_prints_one_json_document_with_everything_in_it() {
    let output = wallet_doctor(&["demo", "--json", "--locale", "en"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document and nothing else");
    let cause = &document["causes"][0];
    assert_eq!(cause["code"], "data.cache_stale");
    assert!(cause["confidence"].as_f64().is_some_and(|confidence| (0.85..=1.0).contains(&confidence)));
    assert_eq!(cause["certainty"], "almost_certain");
    assert!(cause["evidence_for"].as_array().is_some_and(|evidence| evidence.len() >= 2));
    assert!(cause["evidence_against"].is_array());
    assert!(cause["advice"]["steps"].as_array().is_some_and(|steps| !steps.is_empty()));
    assert_eq!(document["remedies"][0]["outcome"]["helped"], true);
    assert!(document["elapsed_ms"].as_u64().is_some());
    assert!(document["bytes_sent"].as_u64() > Some(1000) && document["bytes_received"].as_u64() > Some(1000));
    assert!(document["observations"]["endpoints"].is_array());
    assert!(document["submission"]["ticket"].as_str().is_some_and(|ticket| ticket.starts_with("WD-")));
}

#[test]
fn the_demo_speaks_both_languages_and_is_the_default() {
    let chinese = wallet_doctor(&["demo", "--locale", "zh-Hans"]);
    let shown = text(&chinese.stdout);
    for part in ["应用显示的是一份旧的余额", "几乎可以确定", "您的资金", "余额现在是对的", "WD-"]
    {
        assert!(shown.contains(part), "{part} is missing in:\n{shown}");
    }
    let default = Command::new(env!("CARGO_BIN_EXE_wallet-doctor")).env("LC_ALL", "C.UTF-8").output().unwrap();
    assert_eq!(default.status.code(), Some(0));
    let shown = text(&default.stdout);
    for part in [
        "The app shows an old copy of your balance.",
        "almost certainly",
        "Your money",
        "The balance is right now.",
        "WD-",
    ] {
        assert!(shown.contains(part), "{part} is missing in:\n{shown}");
    }
    assert!(!shown.contains("outcome-") && !shown.contains("label-"), "a message is missing:\n{shown}");
}

#[test]
fn a_healthy_demo_finds_nothing_and_says_so() {
    let output = wallet_doctor(&["demo", "--fault", "none", "--locale", "en"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("found nothing wrong"));
}

#[test]
fn mistakes_on_the_command_line_are_named_with_what_is_accepted() {
    refused(&["demo", "--symptom", "sad"], &["--symptom", "'sad'", "balance_incorrect"]);
    refused(&["demo", "--locale", "fr"], &["--locale", "'fr'", "zh-Hans, en"]);
    refused(&["demo", "--fault", "flood"], &["--fault", "flood", "dns_nxdomain"]);
    refused(&["demo", "--fault", "none", "--fault", "http_500"], &["none stands alone"]);
    refused(&["demo", "--fault", "tcp_reset", "--fault", "tcp_refused"], &["tcp_reset", "tcp_refused"]);
    refused(&["diagnose", "--symptom", "other"], &["--config"]);
    refused(&["diagnose", "--symptom", "other", "--config", "/no/such/file"], &["/no/such/file"]);
}

#[test]
fn mistakes_in_a_config_are_one_line_that_names_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        (r#"{"doctor":{"provider_name":"P","endpoint":[]}}"#, "`endpoint`"),
        (r#"{"doctor":{"provider_name":"P","balances":{"url":"htp:/x"}}}"#, "doctor.balances.url"),
        (r#"{"doctor":{"provider_name":"P","balances_url":"https://x"}}"#, "`balances_url`"),
        (r#"{"doctor":{"provider_name":"P","support":{"recipients":["age1"]}}}"#, "doctor.support.recipients[0]"),
        (r#"{"doctor":{"provider_name":"P","locale":"de"}}"#, "doctor.locale"),
        ("\u{feff}{", "(file)"),
    ];
    for (content, wanted) in cases {
        let path = config_file(folder.path(), content);
        let output = wallet_doctor(&["diagnose", "--config", &path, "--symptom", "other"]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{content}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(wanted), "{wanted} is missing in: {said}");
    }
}

/// A running provider, and the case that it printed.
fn provider(arguments: &[[&str; 2]]) -> (Child, String) {
    let mut provider = Command::new(env!("CARGO_BIN_EXE_wallet-doctor"))
        .arg("provider")
        .args(arguments.iter().flatten())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut case = String::new();
    let out = provider.stdout.take().expect("its output is piped");
    BufReader::new(out).read_line(&mut case).expect("it prints a case");
    (provider, case)
}

#[test]
fn a_case_printed_by_the_provider_is_diagnosed_from_its_file() {
    let (mut provider, case) = provider(&[
        ["--fault", "status_maintenance_now"],
        ["--fault", "http_500"],
        ["--listen", "127.0.0.5"],
        ["--neutral", "127.0.0.6"],
        ["--second-opinion", "127.0.0.7:0"],
    ]);
    let dns = &serde_json::from_str::<Value>(&case).unwrap()["doctor"]["dns"];
    assert!(dns["servers"][0].as_str().is_some_and(|server| server.starts_with("127.0.0.6:")), "{dns}");
    assert!(dns["second_opinion"][0].as_str().is_some_and(|server| server.starts_with("127.0.0.7:")), "{dns}");
    assert_eq!(dns["over_https"][0]["addresses"], json!(["127.0.0.6"]));
    let folder = tempfile::tempdir().unwrap();
    let path = config_file(folder.path(), &case);
    let output = wallet_doctor(&["diagnose", "--config", &path, "--symptom", "withdrawal_failed", "--json"]);
    provider.kill().unwrap();
    provider.wait().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["causes"][0]["code"], "provider.maintenance_in_progress");
    assert_eq!(document["submission"], Value::Null, "nothing leaves without --send");
}

#[test]
fn a_provider_with_a_desk_takes_a_report_and_gives_a_ticket() {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path().join("desk");
    let (mut provider, case) = provider(&[["--desk", desk.to_str().unwrap()], ["--listen", "127.0.0.5"]]);
    let path = config_file(folder.path(), &case);
    let output = wallet_doctor(&["diagnose", "--config", &path, "--symptom", "other", "--send", "--json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    provider.kill().unwrap();
    provider.wait().unwrap();
    let ticket = document["submission"]["ticket"].as_str().unwrap_or_default();
    assert!(ticket.starts_with("WD-"), "{document}");
    assert!(case.contains("tickets_url"), "the app is told where to ask for answers");
    // Its key opens those reports, and a new one would not.
    refused(&["provider", "--desk", desk.to_str().unwrap()], &["--desk", "support.key"]);
}

#[test]
fn a_case_without_an_app_is_diagnosed_and_what_only_an_app_knows_is_not_checked() {
    let folder = tempfile::tempdir().unwrap();
    let case = json!({ "doctor": { "provider_name": "P", "trust": { "system_roots": false, "extra_roots": [] } } });
    let path = config_file(folder.path(), &case.to_string());
    let refused = wallet_doctor(&["diagnose", "--config", &path, "--symptom", "other"]);
    assert_eq!(refused.status.code(), Some(2), "nothing to trust is a mistake");
    let path = config_file(folder.path(), r#"{ "doctor": { "provider_name": "P" } }"#);
    let output = wallet_doctor(&["diagnose", "--config", &path, "--symptom", "other", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["causes"][0]["code"], "unknown.needs_support", "nothing checked is not 'nothing wrong'");
    assert_eq!(document["observations"]["cached_balances"], json!({ "state": "not_checked", "why": "not_offered" }));
}

#[test]
fn what_was_agreed_to_and_fails_does_not_cost_the_diagnosis() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("cache");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("old.json"), b"{}").unwrap();
    let data_dir = folder.path().join("a file");
    fs::write(&data_dir, b"in the way").unwrap();
    let sheet = |sequence: u64, total: &str| json!({ "as_of": "2026-03-01T08:00:00Z", "sequence": sequence, "balances": [{ "asset": "CNY", "total": total }] });
    let case = json!({
        "doctor": {
            "provider_name": "P", "data_dir": data_dir,
            "support": { "recipients": ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"] }
        },
        "app": {
            "cached_balances": sheet(1, "10.00"), "synced_balances": sheet(2, "12.00"),
            "caches": [{ "id": "balances", "label": "Balances", "kind": "data", "root": root }]
        }
    });
    let path = config_file(folder.path(), &case.to_string());
    let arguments = ["diagnose", "--config", &path, "--symptom", "balance_incorrect", "--fix", "--send"];
    let output = wallet_doctor(&[&arguments[..], &["--json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["causes"][0]["code"], "data.cache_stale");
    assert!(document["remedies"][0]["error"]["text"].is_string(), "{document}");
    assert!(document["send_error"]["code"].is_string(), "{document}");
    assert!(root.join("old.json").exists());
    let shown = text(&wallet_doctor(&arguments).stdout);
    assert!(shown.contains("could not be cleared") && shown.contains("could not be kept"), "{shown}");
}

#[test]
fn a_document_names_no_linked_card_and_a_person_reads_which_one_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let card = |label: &str, state: &str| json!({ "label": label, "channel": "Example Bank", "state": state });
    let case = json!({
        "doctor": { "provider_name": "P", "locale": "en" },
        "app": { "account": { "instruments": [card("Zhang Wei 1881", "unverified"), card("Li Lei 42", "verified")] } }
    });
    let path = config_file(folder.path(), &case.to_string());
    let arguments = ["diagnose", "--config", &path, "--symptom", "withdrawal_failed", "--channel", "Zhang Wei 1881"];
    let shown = text(&wallet_doctor(&arguments).stdout);
    assert!(shown.contains("Zhang Wei 1881"), "{shown}");
    let output = wallet_doctor(&[&arguments[..], &["--json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document = text(&output.stdout);
    assert!(document.contains("bank.") && document.contains("[instrument]"), "{document}");
    for secret in ["Zhang", "1881", "Li Lei"] {
        assert!(!document.contains(secret), "{secret} in {document}");
    }
}

#[test]
fn missing_money_is_never_talked_down() {
    let output =
        wallet_doctor(&["demo", "--symptom", "funds_missing", "--fault", "http_slow", "--locale", "en", "--json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["urgent_steps"].as_array().is_some_and(|steps| steps.len() >= 3));
    let money = document["money"].as_str().unwrap();
    assert!(money.contains("urgent"), "{money}");
    for cause in document["causes"].as_array().unwrap() {
        assert_eq!(cause["advice"]["money"], money);
    }
}

#[test]
fn a_place_that_the_provider_cannot_have_is_named_with_what_is_accepted() {
    refused(&["provider", "--listen", "here"], &["--listen", "'here'", "accepted", "2001:db8::1"]);
    refused(&["provider", "--listen", "0.0.0.0"], &["--listen", "0.0.0.0", "accepted", "unicast"]);
    refused(&["provider", "--listen", "::1", "--listen", "::2"], &["--listen", "::1", "::2", "at most one IPv4"]);
    refused(&["provider", "--neutral", "fe80::1"], &["--neutral", "fe80::1", "accepted"]);
    refused(&["provider", "--dns", "127.0.0.1"], &["--dns", "'127.0.0.1'", "accepted", "192.0.2.1:53"]);
    refused(&["provider", "--second-opinion", "[::]:53"], &["--second-opinion", "::", "accepted"]);
}

#[test]
fn every_fault_is_listed() {
    let output = wallet_doctor(&["provider", "--list-faults"]);
    assert_eq!(output.status.code(), Some(0));
    let listed = text(&output.stdout);
    for fault in wallet_doctor_provider::Fault::ALL {
        assert!(listed.lines().any(|line| line.split_whitespace().next() == Some(fault.name())), "{fault}");
    }
}

#[test]
fn preflight_tells_every_condition_with_its_figure_and_needs_no_network() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let case = json!({
        "doctor": { "provider_name": "Example Pay" },
        "app": {
            "cached_balances": { "as_of": "2026-03-01T08:00:00Z", "balances": [{ "asset": "CNY", "total": "5.00" }] },
            "account": {
                "limits": [{ "operation": "withdrawal", "asset": "CNY", "minimum": "10.00" }],
                "fees": [{ "operation": "withdrawal", "asset": "CNY", "fixed": "2.00", "taken": "on_top" }],
            },
        },
    });
    let file = config_file(folder.path(), &case.to_string());
    let asked = ["preflight", "--config", &file, "--operation", "withdrawal", "--amount", "4.50 CNY"];
    let output = wallet_doctor(&[&asked[..], &["--json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).expect("one JSON document and nothing else");
    let unmet: Vec<(&str, &str)> = seen["unmet"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|unmet| {
            (unmet["cause"].as_str().expect("a code"), unmet["missed_by"]["amount"].as_str().expect("a figure"))
        })
        .collect();
    assert_eq!(unmet, [("funds.below_minimum", "5.50"), ("funds.insufficient_available", "1.50")]);
    assert_eq!((&seen["fee"], &seen["total"]), (&json!("2.00"), &json!("6.50")));
    let shown = text(&wallet_doctor(&asked).stdout);
    assert!(shown.contains("What stands in the way") && shown.contains("5.50 CNY"), "{shown}");
    refused(
        &["preflight", "--config", &file, "--operation", "withdrawal", "--amount", "4.50"],
        &["--amount", "'100.00 CNY'"],
    );
    refused(&["preflight", "--config", &file, "--operation", "withdrawal", "--amount", "0 CNY"], &["above zero"]);
}

#[test]
fn what_the_person_adds_is_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = config_file(folder.path(), r#"{ "doctor": { "provider_name": "Example Pay" } }"#);
    let said = ["--message", "您的账户已被冻结", "--elsewhere", "same", "--not-mine", "W-7", "--amount", "1.5 CNY"];
    let asked = [&["diagnose", "--config", &file, "--symptom", "funds_missing", "--json"], &said[..]].concat();
    let output = wallet_doctor(&asked);
    let seen: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    let named: Vec<&str> =
        seen["causes"].as_array().expect("a list").iter().filter_map(|cause| cause["code"].as_str()).collect();
    assert_eq!(named.first(), Some(&"transaction.unrecognised"), "{named:?}");
    assert!(named.contains(&"account.frozen_by_risk_control"), "{named:?}");
    assert_eq!(seen["complaint"]["money"]["amount"], "1.5");
    refused(&[&asked[..], &["--elsewhere", "maybe"]].concat(), &["--elsewhere"]);
}

#[test]
fn the_accounts_of_balances_are_in_no_document() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sheet = |account: &str, total: &str| json!({ "account": account, "as_of": "2026-03-01T08:00:00Z", "balances": [{ "asset": "CNY", "total": total }] });
    let case = json!({
        "doctor": { "provider_name": "Wallet", "locale": "en" },
        "app": { "cached_balances": sheet("WU-1111-secret", "1.17"), "synced_balances": sheet("WU-2222-secret", "2.23") },
    });
    let path = config_file(folder.path(), &case.to_string());
    let output = wallet_doctor(&["diagnose", "--config", &path, "--symptom", "balance_incorrect", "--json"]);
    let shown = text(&output.stdout);
    let document: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(document["causes"][0]["code"], "data.other_account_shown");
    assert!(!shown.contains("secret") && !text(&output.stderr).contains("secret"), "{shown}");
}

#[test]
fn what_a_killed_visit_has_set_aside_goes_back_before_anything_is_fixed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let real = folder.path().canonicalize().expect("its own path");
    let (root, sweeps) = (real.join("app/cache"), real.join("doctor/sweeps"));
    let case = json!({
        "doctor": { "provider_name": "Wallet", "locale": "en", "data_dir": real.join("doctor") },
        "app": { "caches": [{ "id": "c", "label": "Cache", "kind": "data", "root": root, "damaged": true }] },
    });
    let path = config_file(&real, &case.to_string());
    let diagnose = |more: &[&str]| -> Value {
        let arguments = ["diagnose", "--config", &path, "--symptom", "app_error", "--json"];
        let output = wallet_doctor(&[&arguments, more].concat());
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    fs::create_dir_all(&root).expect("a cache");
    fs::write(root.join("file"), "12345").expect("a file");
    assert_eq!(diagnose(&[])["pending_sweeps"], json!([]));
    // A clearing as a kill leaves it that comes when everything is in quarantine.
    let id = "6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b";
    let about =
        json!({ "version": 2, "cache_id": "c", "root": root, "from_own": null, "created_at": "2026-03-01T08:00:00Z" });
    let record = base64_url(about.to_string().as_bytes());
    let pieces: Vec<&str> = record.as_bytes().chunks(90).map(|it| std::str::from_utf8(it).expect("ASCII")).collect();
    for (index, piece) in pieces.iter().enumerate() {
        fs::write(sweeps.join(format!("{id}.{index}of{}.{piece}", pieces.len())), "").expect("a piece");
    }
    let quarantine = real.join(format!("app/.wallet-doctor-quarantine-{id}"));
    fs::create_dir(&quarantine).expect("a quarantine");
    fs::rename(root.join("file"), quarantine.join("file")).expect("it is set aside");
    fs::write(sweeps.join(format!("{id}.quarantined")), "").expect("a stage");

    let waiting = &diagnose(&[])["pending_sweeps"];
    assert_eq!((&waiting[0]["id"], &waiting[0]["state"]), (&json!(id), &json!("waiting")));
    assert!(!root.join("file").exists(), "nothing is done without being asked");
    let fixed = diagnose(&["--fix"]);
    assert_eq!(fixed["pending_sweeps"], json!([]));
    assert_eq!(fixed["remedies"][0]["outcome"]["cleared"]["files"], 1, "{}", fixed["remedies"]);
    assert!(!quarantine.exists());
}

/// RFC 4648, section 5, without padding.
fn base64_url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().enumerate().fold(0_u32, |bits, (at, byte)| bits | (u32::from(*byte) << (16 - 8 * at)));
        for place in 0..=chunk.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * place)) as usize & 63]));
        }
    }
    text
}
