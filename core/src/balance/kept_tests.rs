use serde_json::json;

use super::*;
use crate::balance::BalanceSheet;
use crate::host::AppInfo;
use crate::observation::Observed;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn known<T>(value: T) -> Observed<T> {
    Observed::Known { value, at: Timestamp::UNIX_EPOCH, took_ms: 0 }
}

fn seen(account: Option<&str>, sequence: u64, total: &str) -> Observations {
    let sheet: BalanceSheet = serde_json::from_value(json!({
        "account": account, "as_of": "2026-03-01T08:00:00Z", "sequence": sequence,
        "balances": [{ "asset": "CNY", "total": total }]
    }))
    .unwrap();
    Observations { synced_balances: known(sheet), ..Observations::nothing() }
}

fn sequences(store: &Store, observations: &Observations, now: &str) -> Vec<Option<u64>> {
    let kept = of_account(load(store).unwrap(), observations, at(now));
    kept.into_iter().map(|snapshot| snapshot.sequence).collect()
}

fn keep(store: &Store, observations: &Observations, now: &str) {
    save(store, to_keep(observations, at(now)).unwrap(), at(now)).unwrap();
}

#[test]
fn the_last_states_of_an_account_are_kept_each_once_and_for_a_month() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let one = |sequence, total: &str| seen(Some("alice"), sequence, total);
    for day in 1..=7 {
        keep(&store, &one(day, &format!("{day}.00")), &format!("2026-03-0{day}T08:00:00Z"));
    }
    assert_eq!(sequences(&store, &one(0, "0"), "2026-03-08T08:00:00Z"), [3, 4, 5, 6, 7].map(Some));
    keep(&store, &one(5, "5.00"), "2026-03-08T08:00:00Z");
    assert_eq!(sequences(&store, &one(0, "0"), "2026-03-08T08:00:00Z"), [3, 4, 6, 7, 5].map(Some));
    assert_eq!(sequences(&store, &one(0, "0"), "2026-04-05T08:00:00Z"), [6, 7, 5].map(Some));
    assert_eq!(sequences(&store, &one(0, "0"), "2026-02-01T08:00:00Z"), [None; 0], "from the future");
    forget(&store).unwrap();
    assert_eq!(sequences(&store, &one(0, "0"), "2026-03-08T08:00:00Z"), [None; 0]);
}

#[test]
fn an_account_has_its_own_and_two_have_room() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    for (day, name) in ["alice", "bob", "carol"].into_iter().enumerate() {
        keep(&store, &seen(Some(name), 1, "1"), &format!("2026-03-0{}T08:00:00Z", day + 1));
    }
    let count = |name| sequences(&store, &seen(name, 0, "0"), "2026-03-04T08:00:00Z").len();
    assert_eq!([Some("alice"), Some("bob"), Some("carol"), None].map(count), [0, 1, 1, 0]);
    let files: Vec<u8> = walk(folder.path());
    assert!(!files.windows(3).any(|part| part == b"bob"), "a reference is on the disk");
}

fn walk(folder: &std::path::Path) -> Vec<u8> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { std::fs::read(path).unwrap() }).collect()
}

#[test]
fn without_an_account_nothing_is_kept_and_the_apps_word_is_enough() {
    let now = at("2026-03-01T08:00:00Z");
    let unnamed = seen(None, 1, "1");
    assert_eq!(to_keep(&unnamed, now), None);
    let app: AppInfo =
        serde_json::from_value(json!({ "app_version": "1", "os": "Android", "account_ref": "alice" })).unwrap();
    let by_app = Observations { app: known(app), ..unnamed };
    let by_sheet = seen(Some("alice"), 1, "1");
    assert_eq!(to_keep(&by_app, now), to_keep(&by_sheet, now));
    assert_eq!(to_keep(&Observations { synced_balances: seen(None, 1, "1").cached_balances, ..by_app }, now), None);
}

#[test]
fn what_the_store_does_not_take_is_left_out_and_the_rest_is_not_whole() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let balances: Vec<_> = (0..5_000)
        .map(|n| json!({ "asset": format!("\"TOKEN\\{n:05}"), "total": format!("{n}.000000000000000001") }))
        .collect();
    let sheet =
        json!({ "account": "alice", "as_of": "2026-03-01T08:00:00Z", "sequence": u64::MAX, "balances": balances });
    let sheet: BalanceSheet = serde_json::from_value(sheet).unwrap();
    let observations = Observations { synced_balances: known(sheet), ..Observations::nothing() };
    keep(&store, &observations, "2026-03-01T08:00:00Z");
    let kept = of_account(load(&store).unwrap(), &observations, at("2026-03-01T09:00:00Z"));
    let snapshot = kept.first().unwrap();
    assert!(snapshot.totals.len() > 1_000 && !snapshot.whole, "{snapshot:?}");
    assert_eq!(snapshot.total("CNY"), None, "it says nothing of what it lacks");
}
