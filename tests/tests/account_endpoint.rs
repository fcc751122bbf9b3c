//! The account from the provider's endpoint, the whole way: what contradicts itself is never told with confidence, and the
//! person's authorization is nowhere to be seen.

use std::sync::Arc;

use wallet_doctor_core::account::{Money, Movement, Operation};
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::diagnosis::{Aspect, Certainty};
use wallet_doctor_core::host::{AuthorizationSource, Host, HostError};
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::sensitive::Sensitive;
use wallet_doctor_core::{Complaint, Diagnosis, Doctor, Symptom};
use wallet_doctor_provider::{Fault, FaultSet, ProviderOptions, World};

const TOKEN: &str = "Bearer planted-secret-7f3a";

struct SignedIn;

impl AuthorizationSource for SignedIn {
    fn authorization(&self) -> Result<Sensitive<String>, HostError> {
        Ok(TOKEN.to_owned().into())
    }
}

async fn diagnosed(faults: FaultSet, symptom: Symptom) -> Diagnosis {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = ProviderOptions { faults, ..ProviderOptions::default() };
    let world = World::start(options, folder.path()).await.expect("the world starts").with_account_endpoint();
    let case = world.case(Locale::En, None).expect("the world has a case");
    let host = Host { authorization: Some(Arc::new(SignedIn)), ..world.host(&case) };
    let doctor = Doctor::open(case.doctor.clone(), host).expect("the doctor opens");
    let diagnosis = doctor.diagnose(Complaint::new(symptom), &NoProgress).await.expect("a diagnosis never fails");
    world.provider.stop().await;
    diagnosis
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_healthy_account_is_known_from_the_endpoint_and_the_authorization_stays_out_of_sight() {
    let diagnosis = diagnosed(FaultSet::none(), Symptom::WithdrawalFailed).await;
    let account = diagnosis.observations.account.known().expect("the endpoint answers");
    assert_eq!((account.restricted, account.unreadable.len()), (Some(false), 0));
    assert!(diagnosis.causes.is_empty(), "{:?}", diagnosis.causes);
    let written = serde_json::to_string(&diagnosis).expect("a diagnosis is JSON");
    assert!(!format!("{diagnosis:?}").contains("planted") && !written.contains("planted"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_contradicts_itself_or_has_another_shape_is_at_most_possible() {
    for fault in [Fault::AccountContradictory, Fault::AccountWrongShape, Fault::AccountGarbage] {
        for symptom in [Symptom::AccountRestricted, Symptom::WithdrawalFailed, Symptom::SignInFailed] {
            let diagnosis = diagnosed(fault.into(), symptom).await;
            let sure: Vec<_> = diagnosis.causes.iter().filter(|cause| cause.certainty != Certainty::Possible).collect();
            assert!(sure.is_empty(), "{fault} {symptom}: {sure:?}");
        }
    }
}

#[tokio::test]
async fn a_case_asks_either_the_app_or_the_endpoint() {
    let own = [Fault::AccountWrongShape, Fault::AccountContradictory, Fault::AccountGarbage, Fault::AccountFrozen];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = |faults: Option<Fault>| {
        let options = ProviderOptions { faults: faults.into_iter().collect(), ..ProviderOptions::default() };
        World::start(options, folder.path())
    };
    let asks_the_endpoint = |world: &World| {
        let case = world.case(Locale::En, None).expect("the world has a case");
        let url = case.doctor.account.map(|account| account.url.url().clone());
        assert_eq!(url.is_none(), case.app.is_some_and(|app| app.account.is_some()), "one of the two");
        url == Some(world.provider.account_url())
    };
    let healthy = world(None).await.expect("the world starts");
    assert!(!asks_the_endpoint(&healthy));
    assert!(asks_the_endpoint(&healthy.with_account_endpoint()));
    for fault in own {
        assert!(asks_the_endpoint(&world(Some(fault)).await.expect("the world starts")), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preflight_asks_it_where_the_app_offers_nothing_and_the_phone_is_online() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = ProviderOptions { faults: Fault::AccountFrozen.into(), ..ProviderOptions::default() };
    let world = World::start(options, folder.path()).await.expect("the world starts");
    let mut case = world.case(Locale::En, None).expect("the world has a case");
    let money = Money { asset: "CNY".into(), amount: "20.00".parse().expect("an amount") };
    let operation = Operation::Withdrawal(Movement { money, channel: None });
    let doctor = Doctor::open(case.doctor.clone(), world.host(&case)).expect("the doctor opens");
    let seen = doctor.preflight(&operation).await.expect("a pre-flight");
    assert!(seen.unmet.iter().any(|unmet| unmet.cause == "account.frozen_by_risk_control"), "{:?}", seen.unmet);
    if let Some(network) = case.app.as_mut().and_then(|app| app.network.as_mut()) {
        network.airplane_mode = Some(true);
    }
    let doctor = Doctor::open(case.doctor.clone(), world.host(&case)).expect("the doctor opens");
    let offline = doctor.preflight(&operation).await.expect("a pre-flight");
    let named: Vec<&str> = offline.unmet.iter().map(|unmet| unmet.cause.as_str()).collect();
    assert_eq!(named, ["network.offline"]);
    assert!(offline.not_known.contains(&Aspect::Account));
    world.provider.stop().await;
}
