//! The provider's balances from its endpoint, the whole way over TLS: in the provider's own shape through a mapping, with the
//! person's authorization, and with answers that make no sense. Nobody is accused of a balance that could not be read.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use wallet_doctor_core::balance::MAX_SHEET_BYTES;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::diagnosis::Certainty;
use wallet_doctor_core::host::{AuthorizationSource, Host, HostError};
use wallet_doctor_core::observation::{BalanceReading, UnknownWhy};
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::sensitive::Sensitive;
use wallet_doctor_core::{Complaint, Diagnosis, Doctor, Symptom};
use wallet_doctor_provider::{Fault, FaultSet, ProviderOptions, World};

const TOKEN: &str = "Bearer planted-secret-7f3a";
/// What may be said of balances without saying that anything is wrong with them.
const HARMLESS: [&str; 5] =
    ["balance.equal", "balance.partly_read", "balance.pending_explains", "balance.unavailable", "balance.unreadable"];

struct SignedIn;

impl AuthorizationSource for SignedIn {
    fn authorization(&self) -> Result<Sensitive<String>, HostError> {
        Ok(TOKEN.to_owned().into())
    }
}

async fn started(faults: FaultSet, folder: &Path) -> World {
    let options = ProviderOptions { faults, ..ProviderOptions::default() };
    World::start(options, folder).await.expect("the world starts").with_assets_endpoint()
}

async fn diagnosed(world: &World, is_signed_in: bool) -> Diagnosis {
    let case = world.case(Locale::En, None).expect("the world has a case");
    let authorization = is_signed_in.then(|| Arc::new(SignedIn) as Arc<dyn AuthorizationSource>);
    let host = Host { authorization, ..world.host(&case) };
    let doctor = Doctor::open(case.doctor.clone(), host).expect("the doctor opens");
    doctor.diagnose(Complaint::new(Symptom::BalanceIncorrect), &NoProgress).await.expect("a diagnosis never fails")
}

/// What is found of balances: the finding and its asset.
fn found(diagnosis: &Diagnosis) -> Vec<(String, String)> {
    let findings = diagnosis.findings.iter().map(|finding| (finding.code.to_string(), finding.subject.clone()));
    findings.filter(|(code, _)| code.starts_with("balance.")).collect()
}

fn accused(diagnosis: &Diagnosis) -> Vec<(String, String)> {
    found(diagnosis)
        .into_iter()
        .filter(|(code, _)| code.starts_with("balance.") && !HARMLESS.contains(&code.as_str()))
        .collect()
}

/// What the ledger has, in the provider's own shape, with another entry for one of the assets.
fn with_ether(entry: &Value) -> String {
    let entries = json!({
        "CNY": { "amount": "128050", "usable": "118050", "frozen": "10000", "decimals": 2 },
        "ETH": entry,
        "USDT": { "amount": "42000001", "usable": "42000001", "frozen": "0", "decimals": 6 },
    });
    json!({ "code": 0, "data": { "version": "8812", "assets": entries } }).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn equal_amounts_of_another_shape_are_equal_and_the_authorization_stays_out_of_sight() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = started(FaultSet::none(), folder.path()).await;
    let diagnosis = diagnosed(&world, true).await;
    let synced = diagnosis.observations.synced_balances.known().expect("the endpoint answers");
    assert_eq!((synced.sequence, synced.balances.len(), synced.unreadable.len()), (Some(8812), 3, 0));
    assert_eq!(found(&diagnosis), [("balance.equal".to_owned(), String::new())]);
    assert_eq!(diagnosis.observations.balance_reading, BalanceReading::Once);
    assert_eq!(world.provider.assets().asked(), [Some(TOKEN.to_owned())]);
    let written = serde_json::to_string(&diagnosis).expect("a diagnosis is JSON");
    assert!(!format!("{diagnosis:?}").contains("planted") && !written.contains("planted"));
    world.provider.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_cache_is_told_after_a_second_look() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = started(Fault::BalanceStaleCache.into(), folder.path()).await;
    let diagnosis = diagnosed(&world, true).await;
    assert_eq!(accused(&diagnosis), [("balance.cache_stale".to_owned(), "CNY".to_owned())]);
    assert_eq!(diagnosis.observations.balance_reading, BalanceReading::Confirmed);
    let top = diagnosis.causes.first().expect("there is a cause");
    assert_eq!((top.code.as_str(), top.certainty), ("data.cache_stale", Certainty::AlmostCertain));
    assert_eq!(world.provider.assets().asked().len(), 2);
    world.provider.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_that_changes_between_two_looks_accuses_nobody() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = started(FaultSet::none(), folder.path()).await;
    let ether = |amount: &str| with_ether(&json!({ "amount": amount, "decimals": 18 }));
    world.provider.assets().answer_with([(200, ether("731")), (200, ether("731000000000000001"))]);
    let diagnosis = diagnosed(&world, true).await;
    assert_eq!((accused(&diagnosis), diagnosis.observations.balance_reading), (Vec::new(), BalanceReading::Once));
    assert_eq!(world.provider.assets().asked().len(), 2);
    world.provider.assets().answer_with([(200, ether("731")), (503, "{}".to_owned())]);
    let diagnosis = diagnosed(&world, true).await;
    assert_eq!(diagnosis.observations.balance_reading, BalanceReading::Unconfirmed);
    world.provider.stop().await;
}

/// Entries that are no amounts, or that would have to be rounded to be one.
fn odd_entries() -> [Value; 6] {
    [
        json!({ "amount": "7310000000000000010000000000000000000000", "decimals": 40 }),
        json!({ "amount": 0.731, "decimals": 18 }),
        json!({ "amount": "7.31e17", "decimals": 18 }),
        json!({ "amount": "731000000000000001" }),
        json!(["731000000000000001", 18]),
        json!({ "amount": "731000000000000001", "decimals": 18, "frozen": 0.5 }),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_that_cannot_be_read_is_named_and_the_rest_is_known() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = started(FaultSet::none(), folder.path()).await;
    for odd in odd_entries() {
        world.provider.assets().answer_with([(200, with_ether(&odd))]);
        let diagnosis = diagnosed(&world, true).await;
        let synced = diagnosis.observations.synced_balances.known().expect("the rest is known");
        let assets: Vec<&str> = synced.balances.iter().map(|balance| balance.asset.as_str()).collect();
        assert_eq!(
            (assets.as_slice(), synced.unreadable.as_slice()),
            (&["CNY", "USDT"][..], &["/balances/1".to_owned()][..])
        );
    }
    world.provider.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_that_cannot_be_read_accuses_nobody() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = started(FaultSet::none(), folder.path()).await;
    for odd in odd_entries() {
        world.provider.assets().answer_with([(200, with_ether(&odd))]);
        assert_eq!(accused(&diagnosed(&world, true).await), [], "{odd}");
    }
    world.provider.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_instead_of_balances_is_unknown_and_accuses_nobody() {
    let twice = with_ether(&json!({ "amount": "1", "decimals": 0 })).replace("\"USDT\"", "\"CNY\"");
    let floats = json!({ "data": { "assets": { "CNY": { "amount": 1280.5, "decimals": 2 } } } }).to_string();
    let own_shape = json!({ "balances": [{ "asset": "CNY", "total": "1280.50" }] }).to_string();
    let no_time = json!({ "data": { "time": "today", "assets": {} } }).to_string();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = started(FaultSet::none(), folder.path()).await;
    for (status, body, why) in [
        (200, twice, UnknownWhy::Unreadable),
        (200, floats, UnknownWhy::Unreadable),
        (200, own_shape, UnknownWhy::Unreadable),
        (200, no_time, UnknownWhy::Unreadable),
        (200, "{\"code\":500,\"message\":\"busy\"}".to_owned(), UnknownWhy::Unreadable),
        (200, "<!doctype html>".to_owned(), UnknownWhy::Unreadable),
        (200, format!("[{}{{}}]", "{},".repeat(1_000_000)), UnknownWhy::Unreadable),
        (200, "[".repeat(100_000), UnknownWhy::Unreadable),
        (200, " ".repeat(MAX_SHEET_BYTES + 1), UnknownWhy::TooLarge),
        (302, "{}".to_owned(), UnknownWhy::Redirected),
        (500, "{}".to_owned(), UnknownWhy::HttpStatus),
    ] {
        let before = world.provider.assets().asked().len();
        let shown: String = body.chars().take(60).collect();
        world.provider.assets().answer_with([(status, body)]);
        let diagnosis = diagnosed(&world, true).await;
        assert_eq!(diagnosis.observations.synced_balances.unknown(), Some(why), "{shown}");
        assert_eq!(accused(&diagnosis), [], "{shown}");
        assert_eq!(world.provider.assets().asked().len(), before + 1, "nothing is followed or asked again: {shown}");
    }
    world.provider.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_authorization_the_provider_gives_nothing_away() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = started(FaultSet::none(), folder.path()).await;
    let diagnosis = diagnosed(&world, false).await;
    assert_eq!(diagnosis.observations.synced_balances.unknown(), Some(UnknownWhy::HttpStatus));
    assert_eq!((accused(&diagnosis), world.provider.assets().asked()), (Vec::new(), vec![None]));
    world.provider.stop().await;
}
